// Shows which square of a chosen picture will be used, and lets it be dragged. The sliders alone say it to the server.
"use strict";

async function open(form, file) {
  const part = form.querySelector("[data-cut-seen]");
  const canvas = part.querySelector("canvas");
  const slider = (name) => form.elements.namedItem(name);
  let picture;
  try { picture = await createImageBitmap(file, { imageOrientation: "from-image" }); } catch { part.hidden = true; return; }
  const whole = form.dataset.cut === "emblema";
  const fitting = whole ? Math.max(picture.width, picture.height) : Math.min(picture.width, picture.height);
  const draw = () => {
    const side = fitting * 100 / slider("acercar").valueAsNumber;
    const scale = canvas.width / side;
    const left = (picture.width - side) * slider("derecha").valueAsNumber / 100;
    const top = (picture.height - side) * slider("abajo").valueAsNumber / 100;
    const paint = canvas.getContext("2d");
    paint.fillStyle = "#ffffff";
    paint.fillRect(0, 0, canvas.width, canvas.height);
    paint.drawImage(picture, -left * scale, -top * scale, picture.width * scale, picture.height * scale);
  };
  const move = (name, points, room) => {
    if (room !== 0) slider(name).value = slider(name).valueAsNumber - points / room * 100;
  };
  canvas.onpointerdown = (event) => canvas.setPointerCapture(event.pointerId);
  canvas.onpointermove = (event) => {
    if (!canvas.hasPointerCapture(event.pointerId)) return;
    const side = fitting * 100 / slider("acercar").valueAsNumber;
    move("derecha", event.movementX * side / canvas.clientWidth, picture.width - side);
    move("abajo", event.movementY * side / canvas.clientHeight, picture.height - side);
    draw();
  };
  form.oninput = (event) => { if (event.target.type === "range") draw(); };
  part.hidden = false;
  draw();
}

document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-cut]");
  if (form && event.target.type === "file" && event.target.files.length) open(form, event.target.files[0]);
});

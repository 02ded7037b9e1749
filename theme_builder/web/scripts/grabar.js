// Records from the microphone into the file of a form, as the WAV that a theme takes. It must not hold a word that people read.
"use strict";

const RATE = 22050;

// One channel of 16 bits; the head is of 44 bytes.
function wav(samples) {
  const data = new DataView(new ArrayBuffer(44 + samples.length * 2));
  const text = (at, word) => [...word].forEach((letter, place) => data.setUint8(at + place, letter.charCodeAt(0)));
  text(0, "RIFF"); data.setUint32(4, 36 + samples.length * 2, true); text(8, "WAVEfmt ");
  data.setUint32(16, 16, true); data.setUint16(20, 1, true); data.setUint16(22, 1, true);
  data.setUint32(24, RATE, true); data.setUint32(28, RATE * 2, true); data.setUint16(32, 2, true); data.setUint16(34, 16, true);
  text(36, "data"); data.setUint32(40, samples.length * 2, true);
  samples.forEach((each, place) => data.setInt16(44 + place * 2, Math.max(-1, Math.min(1, each)) * 32767, true));
  return new File([data.buffer], "grabacion.wav", { type: "audio/wav" });
}

async function samplesOf(blob) {
  const context = new OfflineAudioContext(1, 1, RATE);
  const decoded = await context.decodeAudioData(await blob.arrayBuffer());
  const mixed = new OfflineAudioContext(1, Math.max(1, decoded.length), RATE);
  const source = mixed.createBufferSource();
  source.buffer = decoded;
  source.connect(mixed.destination);
  source.start();
  return (await mixed.startRendering()).getChannelData(0);
}

const silent = () => { document.getElementById("sin-microfono").hidden = false; };

async function record(form) {
  const part = (name) => form.querySelector(`[data-${name}]`);
  let stream;
  try { stream = await navigator.mediaDevices.getUserMedia({ audio: true }); } catch { silent(); return; }
  const recorder = new MediaRecorder(stream);
  const pieces = [];
  recorder.ondataavailable = (event) => pieces.push(event.data);
  recorder.onstop = async () => {
    for (const track of stream.getTracks()) track.stop();
    const chosen = new DataTransfer();
    chosen.items.add(wav(await samplesOf(new Blob(pieces, { type: recorder.mimeType }))));
    form.elements.namedItem("sonido").files = chosen.files;
    form.requestSubmit();
  };
  part("start").hidden = true;
  part("stop").hidden = part("recording").hidden = false;
  part("stop").onclick = () => { part("stop").disabled = true; recorder.stop(); };
  part("stop").focus();
  recorder.start();
}

document.addEventListener("DOMContentLoaded", async () => {
  const forms = document.querySelectorAll("form[data-record]");
  if (!forms.length) return;
  const can = navigator.mediaDevices && window.MediaRecorder;
  const there = can && (await navigator.mediaDevices.enumerateDevices()).some((each) => each.kind === "audioinput");
  if (!there) { silent(); return; }
  for (const form of forms) {
    form.querySelector("[data-record-buttons]").hidden = false;
    form.querySelector("[data-start]").onclick = () => record(form);
  }
});

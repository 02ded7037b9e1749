// The panel: draws the table of controls once and the state of the bench again and again. It decides nothing.
"use strict";

const PERIOD_MS = 500;
const KEYS = "board.press";
const VOTER_KEYS = "voter.press";
const CARD = "reader.card";
const MOMENT = "clock.set";
const $ = (id) => document.getElementById(id);
let table = null;
let shownSlips = "";
let over = false;

function make(tag, text, attributes = {}) {
  const element = document.createElement(tag);
  element.textContent = text;
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}

function say(text, bad) {
  $("said").textContent = text;
  $("said").className = bad ? "bad" : "";
}

async function work(name, value, what) {
  const sent = { method: "POST", body: JSON.stringify({ name, value }) };
  const answer = await (await fetch("do", sent)).json();
  const words = table.words;
  if (answer.done) say(words.hecho.replace("{que}", what), false);
  else say(words.no_hecho.replace("{que}", what).replace("{porque}", answer.why || ""), true);
  await look();
}

function button(control, value, text, label) {
  const made = make("button", text, { type: "button", "data-control": control, "data-value": value });
  made.addEventListener("click", () => work(control, value, label));
  return made;
}

function voterKey(value, text) {
  const made = button(VOTER_KEYS, value, text, text);
  const name = table.keyboard[value];
  made.append(" ", make("kbd", table.key_words[name] || name.toUpperCase()));
  return made;
}

function listenToKeys() {
  const values = new Map(Object.entries(table.keyboard).map(([value, name]) => [name, value]));
  $("voter").addEventListener("keydown", (event) => {
    const value = values.get(event.key.length === 1 ? event.key.toLowerCase() : event.key);
    if (!value || event.repeat || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    const text = table.groups.flatMap((group) => group.controls).find((each) => each.name === VOTER_KEYS);
    work(VOTER_KEYS, value, text.values.find((each) => each.value === value).text);
  });
}

function drawHeard(heard) {
  const shown = [...$("heard").children].map((item) => item.textContent);
  if (heard.join("\n") === shown.join("\n")) return;
  $("heard").replaceChildren(...heard.map((words) => make("li", words)));
}

function drawControl(control) {
  if (control.name === KEYS) {
    for (const { value, text } of control.values) $("keys").append(button(KEYS, value, text, text));
    return null;
  }
  if (control.name === VOTER_KEYS) {
    for (const { value, text } of control.values) $("voter-keys").append(voterKey(value, text));
    return null;
  }
  if (control.source === "tiras" || control.name === CARD) return null;
  if (control.source === "fijos" && control.name !== MOMENT && !control.values.length) {
    return button(control.name, "", control.text, control.text);
  }
  const row = make("div", "", { class: "control" });
  const labelled = (text) => `${control.text}: ${text}`;
  if (control.source === "personas") {
    row.append(make("span", control.text));
    for (const person of table.people) row.append(button(control.name, person.id, person.id, labelled(person.id)));
  } else if (control.name === MOMENT) {
    const field = make("input", "", { type: "datetime-local", "aria-label": control.text });
    const set = make("button", table.words.fijar, { type: "button" });
    set.addEventListener("click", () => field.value && work(control.name, field.value, labelled(field.value)));
    row.append(make("span", control.text), field, set);
  } else if (control.values.length > 6) {
    const list = make("select", "", { "aria-label": control.text });
    for (const { value, text } of control.values) list.append(make("option", text, { value }));
    const set = make("button", table.words.fijar, { type: "button", "data-control": control.name });
    set.addEventListener("click", () => work(control.name, list.value, labelled(list.selectedOptions[0].text)));
    row.append(make("span", control.text), list, set);
  } else {
    row.append(make("span", control.text));
    for (const { value, text } of control.values) row.append(button(control.name, value, text, labelled(text)));
  }
  return row;
}

function drawTable() {
  const words = table.words;
  document.title = words.titulo;
  const { name, text: asked } = table.choose;
  for (const { value, text } of table.urnas) $("urnas").append(button(name, value, text, `${asked}: ${text}`));
  for (const place of document.querySelectorAll("[data-word]")) place.textContent = words[place.dataset.word];
  for (const { title, controls } of table.groups) {
    const group = make("div", "", { class: "group" });
    const plain = make("div", "", { class: "plain" });
    group.append(make("h2", title), plain);
    for (const control of controls) {
      const drawn = drawControl(control);
      if (drawn) (drawn.tagName === "BUTTON" ? plain : group).append(drawn);
    }
    if (controls.some((control) => control.name === VOTER_KEYS)) group.append($("voter"));
    $("groups").append(group);
  }
  const card = table.groups.flatMap((group) => group.controls).find((control) => control.name === CARD);
  for (const person of table.people) {
    const row = make("tr", "");
    const code = make("td", "");
    code.append(`${words.clave} `, make("code", person.code));
    if (person.lines.length) code.append(make("div", `${words.lineas} ${person.lines.join(" ")}`, { class: "lines" }));
    const show = make("td", "");
    show.append(button(card.name, person.id, card.text, `${card.text}: ${person.id}`));
    row.append(make("td", person.id), code, show);
    $("people").append(row);
  }
  $("mode").textContent = table.mode;
  $("proof").textContent = table.proof;
}

function programText(state) {
  if (state.dead) return table.words.danada;
  if (!state.powered) return table.words.sin_corriente;
  return state.running ? table.words.en_marcha : table.words.terminada;
}

function stickText(stick) {
  const words = table.words;
  const parts = [words[`memoria_${stick.number}`], stick.inserted ? words.puesta : words.fuera];
  if (stick.full) parts.push(words.llena);
  if (stick.read_only) parts.push(words.protegida);
  return parts.join(", ");
}

function printerText(printer) {
  if (!printer || !printer.present) return table.words.desconectado;
  return printer.stopped ? table.words.detenida : table.words.lista;
}

function drawBoard(board) {
  $("lines").textContent = board ? board.lines.join("\n") : table.words.desconectado;
  $("buzzes").textContent = board ? board.buzzes : "";
  const lamps = Object.entries(table.lamps).map(([lamp, text]) => {
    const mode = board && board.lamps[lamp] ? board.lamps[lamp] : "off";
    return make("span", text, { class: `lamp ${mode}`, "data-lamp": lamp, "data-mode": mode });
  });
  $("lamps").replaceChildren(...lamps);
}

function slipName(number) {
  const own = number % table.slips_each;
  return number < table.slips_each ? `${own}` : table.words.tira_reserva.replace("{numero}", own);
}

function drawSlips(slips) {
  if (slips.join() === shownSlips) return;
  shownSlips = slips.join();
  $("no-slips").hidden = slips.length > 0;
  const known = new Set([...$("slips").children].map((figure) => figure.dataset.slip));
  for (const number of slips.filter((each) => !known.has(String(each)))) {
    const figure = make("figure", "", { "data-slip": number });
    const name = slipName(number);
    const caption = make("figcaption", name);
    caption.append(button("reader.slip", String(number), table.words.mostrar, `${table.words.mostrar}: ${name}`));
    const link = make("a", table.words.ampliar, { href: `slip/${number}`, target: "_blank", rel: "noopener" });
    caption.append(link);
    figure.append(caption, make("img", "", { src: `slip/${number}`, alt: name, loading: "lazy" }));
    $("slips").prepend(figure);
  }
}

function draw(state) {
  $("program").textContent = programText(state);
  $("hour").textContent = state.hour + (state.hour_differs ? ` (${table.words.hora_propia})` : "");
  $("printer").textContent = printerText(state.printer);
  $("stick").textContent = stickText(state.stick);
  $("log").hidden = !state.said;
  $("log-text").textContent = state.said;
  drawBoard(state.board);
  drawHeard(state.heard);
  drawSlips(state.slips);
  for (const each of document.querySelectorAll("button[data-control]")) {
    const chosen = state.chosen[each.dataset.control];
    each.classList.toggle("chosen", chosen !== undefined && chosen === each.dataset.value);
  }
}

async function look() {
  draw(await (await fetch("state")).json());
}

async function watch() {
  while (!over) {
    try {
      await look();
    } catch {
      if (!over) say(table.words.sin_respuesta, true);
      return;
    }
    await new Promise((resume) => setTimeout(resume, PERIOD_MS));
  }
}

async function begin() {
  table = await (await fetch("table")).json();
  drawTable();
  listenToKeys();
  $("end").addEventListener("click", async () => {
    over = true;
    await fetch("end", { method: "POST" });
    say(table.words.terminado, false);
  });
  watch();
}

begin();

// What pages do beyond links and forms; each works without it. It must not ask a server or hold a word that people read.
"use strict";

// "/" goes to the first search; up and down go through the rows of a table by the column where one is.
document.addEventListener("keydown", (event) => {
  const at = event.target;
  if (event.ctrlKey || event.altKey || event.metaKey || at.matches("input:not([type=checkbox]), select, textarea")) return;
  if (event.key === "/") {
    const search = document.querySelector("input[type=search]");
    if (search) { event.preventDefault(); search.focus(); search.select(); }
  }
  const row = at.closest("tbody tr");
  if (!row || !(event.key === "ArrowDown" || event.key === "ArrowUp")) return;
  const next = event.key === "ArrowDown" ? row.nextElementSibling : row.previousElementSibling;
  const place = at.closest("td, th").cellIndex;
  const goal = next && next.cells[place] && next.cells[place].querySelector("a, input, button, summary");
  if (goal) { event.preventDefault(); goal.focus(); }
});

// A box that chooses every row, and a button that waits until one is chosen.
function chosen(form) {
  const boxes = [...form.querySelectorAll("input[name=elegido]")];
  const all = form.querySelector("[data-all]");
  const many = boxes.filter((box) => box.checked).length;
  if (all) {
    all.checked = many > 0 && many === boxes.length;
    all.indeterminate = many > 0 && many < boxes.length;
  }
  for (const count of form.querySelectorAll("[data-chosen]")) count.textContent = many;
}
document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-bulk]");
  if (!form) return;
  if (event.target.matches("[data-all]"))
    for (const box of form.querySelectorAll("input[name=elegido]")) box.checked = event.target.checked;
  chosen(form);
});
function reveal() {
  for (const part of document.querySelectorAll("[data-with-script]")) part.hidden = false;
  for (const form of document.querySelectorAll("form[data-bulk]")) chosen(form);
}
document.addEventListener("DOMContentLoaded", reveal);

// A live part waits while somebody is inside of it, keeps what was unfolded, and says so when it cannot be renewed.
const say = (part, name, shown) => { for (const each of part.querySelectorAll(`[data-live-${name}]`)) each.hidden = !shown; };
const busy = (part) => part.contains(document.activeElement) || part.contains(document.getSelection().isCollapsed ? null : document.getSelection().anchorNode);
let unfolded = [];
document.addEventListener("htmx:beforeRequest", (event) => {
  const part = event.target;
  if (!part.matches("[data-live]")) return;
  const held = busy(part);
  say(document, "held", held);
  if (held) event.preventDefault();
});
document.addEventListener("htmx:beforeSwap", () => { unfolded = [...document.querySelectorAll("details[id][open]")].map((each) => each.id); });
document.addEventListener("htmx:afterSwap", () => {
  for (const id of unfolded) { const found = document.getElementById(id); if (found) found.open = true; }
  reveal();
});
const lost = (event) => say(document, "lost", true) || event;
document.addEventListener("htmx:sendError", lost);
document.addEventListener("htmx:responseError", lost);
document.addEventListener("htmx:timeout", lost);

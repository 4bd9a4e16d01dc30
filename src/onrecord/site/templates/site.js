"use strict";

// An article reads without this script, which highlights and moves between marks.

// Pointing at a mark, a card or a name lights whatever shares its token, each layer in its own way.
let lit = [];
const light = (event) => {
  for (const [element, name] of lit) element.classList.remove(name);
  lit = [];
  const holder = event.target.closest?.("[data-r]");
  if (!holder || event.type === "mouseout" || event.type === "focusout") return;
  for (const token of holder.dataset.r.split(" ")) {
    const name = `lit-${token[0]}`;
    for (const element of document.querySelectorAll(`[data-r~="${CSS.escape(token)}"]`)) {
      element.classList.add(name);
      lit.push([element, name]);
    }
  }
};
for (const type of ["mouseover", "mouseout", "focusin", "focusout"]) document.addEventListener(type, light);

// The marks and cards are one stop of the Tab key; the arrow keys move between them.
const reading = document.querySelector(".reading");
const stops = reading ? [...reading.querySelectorAll("a")] : [];
if (stops.length) {
  const hint = document.createElement("p");
  hint.id = "hint";
  hint.className = "facts";
  hint.textContent = "Arrow keys: from mark to mark. Enter: between a mark and its note.";
  document.querySelector(".toolbar")?.append(hint);
  let current = stops[0];
  current.tabIndex = 0;
  current.setAttribute("aria-describedby", "hint");
  const isShown = (element) => element.getClientRects().length > 0;
  const moveTo = (element) => {
    current.tabIndex = -1;
    current = element;
    current.tabIndex = 0;
  };
  reading.addEventListener("focusin", (event) => {
    if (event.target !== current && stops.includes(event.target)) moveTo(event.target);
  });
  const keys = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };
  reading.addEventListener("keydown", (event) => {
    const step = keys[event.key];
    if (!step || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    let place = stops.indexOf(event.target);
    if (place < 0) return;
    do place += step;
    while (stops[place] && !isShown(stops[place]));
    if (!stops[place]) return;
    event.preventDefault();
    moveTo(stops[place]);
    current.focus();
  });
  // Following a label leads to the note, and from there back; the focus goes along.
  reading.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href^='#']");
    const target = link && document.getElementById(link.getAttribute("href").slice(1));
    if (!target) return;
    const stop = target.matches("a") ? target : target.closest(".card, li")?.querySelector("a.label");
    if (stop) setTimeout(() => stop.focus({ preventScroll: true }));
  });
}

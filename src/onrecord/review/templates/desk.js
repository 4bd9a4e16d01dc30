// The desk in the browser: selections become offsets in code points, forms become decisions, keys become clicks.
"use strict";

const desk = document.getElementById("desk");
const text = document.getElementById("text");
const row = document.getElementById("row");
const problem = document.getElementById("problem");
const status = document.getElementById("status");
const taken = new Map(); // words chosen by selection, by the element that they are for
let touched = false; // whether something was changed that is not saved
let selected = null; // the last selection in the text: {start, end, words}

const all = (selector, within = document) => [...within.querySelectorAll(selector)];

// Offsets. A string of JavaScript counts UTF-16 units; the tables count code points.

const codePoints = (string) => [...string].length;

function offsetOf(node, offset) {
  const range = document.createRange();
  range.setStart(text, 0);
  range.setEnd(node, offset);
  return codePoints(range.toString());
}

function readSelection() {
  const selection = document.getSelection();
  if (!text || !selection.rangeCount) return;
  if (selection.isCollapsed) {
    // Words that are no longer selected are not used; elsewhere, such as on a button, the last selection counts.
    if (text.contains(selection.anchorNode) && document.activeElement === text) selected = null;
    return;
  }
  const range = selection.getRangeAt(0);
  if (!text.contains(range.startContainer) || !text.contains(range.endContainer)) return;
  const start = offsetOf(range.startContainer, range.startOffset);
  const end = offsetOf(range.endContainer, range.endOffset);
  if (start < end) selected = { start, end, words: range.toString().trim() };
}

// Messages.

function say(message) {
  status.textContent = message;
  problem.hidden = true;
}

function complain(message) {
  problem.textContent = message;
  problem.hidden = false;
  problem.scrollIntoView({ block: "nearest" });
}

// A word of what was done, shown on the next page.
function remember(message) {
  try { sessionStorage.setItem("said", message); } catch { /* storage may be switched off */ }
}

async function send(path, payload, done) {
  const buttons = all("button");
  buttons.forEach((button) => { button.disabled = true; });
  try {
    const response = await fetch(path, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(payload),
    });
    const answer = await response.json().catch(() => ({ problem: `the desk answered ${response.status}` }));
    if (!response.ok) return complain(answer.problem || `the desk answered ${response.status}`);
    remember(done);
    if (answer.next) location.assign(answer.next);
    else location.reload();
  } catch {
    complain("The desk does not answer: nothing was saved. Start onrecord review again, then open the new address.");
  } finally {
    buttons.forEach((button) => { button.disabled = false; });
  }
}

// Words.

function take(element, show) {
  readSelection();
  if (!selected) return complain("No words are selected. Select words in the text first.");
  taken.set(element, { start: selected.start, end: selected.end });
  const closed = element.querySelector("details:not([open])");
  if (closed) closed.open = true;
  show.textContent = selected.words;
  show.hidden = false;
  element.classList.add("changed");
  say(`Words: ${selected.words}`);
  touched = true;
  acceptWord();
}

// Values.

const inputOf = (field) => field.querySelector(":scope > select, :scope > input, :scope > textarea");

function changes() {
  const found = {};
  for (const field of all(".group[data-part] .field[data-number]", row)) {
    if (field.dataset.kind === "words") {
      if (taken.has(field)) found[field.dataset.number] = taken.get(field);
      else if (field.dataset.kept) found[field.dataset.number] = JSON.parse(field.dataset.kept);
    } else if (inputOf(field).value !== field.dataset.read) found[field.dataset.number] = inputOf(field).value;
  }
  return found;
}

const valuesOf = (part) => Object.fromEntries(all(".field", part).map((field) => [field.dataset.field, inputOf(field).value]));

function judgement(verdict) {
  const added = all(".new-part", row).filter((part) => taken.has(part)).map((part) => ({
    table: part.dataset.table,
    role: part.dataset.role,
    values: valuesOf(part),
    ...taken.get(part),
  }));
  return {
    verdict,
    version: desk.dataset.version,
    changes: changes(),
    removed: all("[data-remove]:checked", row).map((box) => Number(box.dataset.remove)),
    added,
    reason: document.getElementById("reason").value,
  };
}

function acceptWord() {
  const word = document.getElementById("accept-word");
  if (!word) return;
  const { changes: changed, removed, added } = judgement("right");
  word.textContent = Object.keys(changed).length || removed.length || added.length ? "Accept with changes" : "Accept";
}

const path = (what) => `/rows/${desk.dataset.number}/${what}`;

const actions = {
  accept: () => send(path("decide"), judgement("right"), `Row ${desk.dataset.number} is accepted.`),
  withdraw: () => send(path("decide"), judgement("wrong"), `Row ${desk.dataset.number} is withdrawn.`),
  undo: (button) => send("/undo", { decision: button.dataset.decision }, "The last decision is undone."),
  "undo-row": () => send("/undo", { row: Number(desk.dataset.number) - 1, decision: desk.dataset.decision }, `Row ${desk.dataset.number} is open again.`),
  "remove-added": (button) => send("/undo", { added: button.dataset.name }, "The added row is removed."),
  take: (button) => take(button.closest(".field"), button.closest(".field").querySelector(".said")),
  "take-part": (button) => take(button.closest(".new-part"), button.closest(".new-part").querySelector(".said")),
  help: () => document.getElementById("help").showModal(),
  close: (button) => button.closest("dialog").close(),
};

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-action]");
  if (button && button.type !== "submit") actions[button.dataset.action](button);
});

document.addEventListener("submit", (event) => {
  event.preventDefault();
  const form = event.target;
  if (form.id === "row") return actions.accept();
  if (form.classList.contains("new-row")) {
    readSelection();
    if (!selected) return complain("No words are selected. Select the words of the new row in the text first.");
    const { start, end } = selected;
    return send(path("add"), { table: form.dataset.table, values: valuesOf(form), start, end }, "The row is added.");
  }
  const { entity } = form.dataset;
  if (form.classList.contains("merge")) return send(path("merge"), { entity, into: form.querySelector("select").value }, "The entities are merged.");
  return send(path("split"), { entity, name: form.querySelector("input").value }, "The entity is split.");
});

document.addEventListener("selectionchange", readSelection);

// The text can be walked through and selected from like a field, but not changed.
if (text) {
  for (const name of ["beforeinput", "drop", "paste", "cut"]) text.addEventListener(name, (event) => event.preventDefault());
  const own = text.querySelector(".own") || text.querySelector(".other");
  if (own) text.scrollTop = own.offsetTop - text.offsetTop - text.clientHeight / 3;
}

document.addEventListener("change", (event) => {
  const field = event.target.closest(".field[data-number]");
  if (field && field.dataset.number >= 0) field.classList.toggle("changed", inputOf(field).value !== field.dataset.read);
  if (event.target.dataset.remove) event.target.closest(".group").toggleAttribute("data-removed", event.target.checked);
  if (row && row.contains(event.target)) {
    touched = true;
    acceptWord();
  }
});

document.addEventListener("click", (event) => {
  if (!touched || !event.target.closest("a[href]")) return;
  event.preventDefault();
  touched = false;
  complain("Your changes are not saved. Accept saves them; go again to leave without them.");
});

// Names: a search offers buttons; a chosen name becomes an option of the list above.
document.addEventListener("input", async (event) => {
  const search = event.target.closest("[data-for]");
  if (!search) return;
  const list = search.parentElement.querySelector(".found");
  const wanted = search.value;
  const found = wanted.trim().length < 2 ? [] : await fetch(`/entities?q=${encodeURIComponent(wanted)}`).then((r) => r.json(), () => []);
  if (search.value !== wanted) return;
  list.replaceChildren(...found.map(([entity, name]) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = name;
    button.addEventListener("click", () => {
      const select = document.getElementById(search.dataset.for);
      if (![...select.options].some((option) => option.value === entity)) select.add(new Option(name, entity));
      select.value = entity;
      select.dispatchEvent(new Event("change", { bubbles: true }));
      search.closest("details").open = false;
      select.focus();
    });
    const item = document.createElement("li");
    item.append(button);
    return item;
  }));
});

// Keys.

const keys = document.getElementById("keys");
try { keys.checked = localStorage.getItem("keys") !== "off"; } catch { /* storage may be switched off */ }
keys.addEventListener("change", () => {
  try { localStorage.setItem("keys", keys.checked ? "on" : "off"); } catch { /* storage may be switched off */ }
});

const focusOn = (selector) => document.querySelector(selector)?.focus();

document.addEventListener("keydown", (event) => {
  const types = event.target.closest("input:not([type=checkbox]), textarea, select");
  if (types && row && (event.key === "Escape" || (event.key === "Enter" && types.matches("select")))) {
    types.blur(); // a letter in a list chooses from it: only outside of it, letters are keys again
    event.preventDefault();
    return say("Outside of the field: the keys work again.");
  }
  if (!keys.checked || types || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  const { key } = event;
  const words = all(".take", row || document);
  if (/^[1-9]$/.test(key) && words[key - 1]) words[key - 1].click();
  else if (key === "a" && row?.querySelector("[data-action=accept]")) actions.accept();
  else if (key === "w" && row?.querySelector("[data-action=withdraw]")) actions.withdraw();
  else if (key === "t") text?.focus();
  else if (key === "e") focusOn("#row select, #row .take");
  else if (key === "r") focusOn("#reason");
  else {
    const target = all("[data-key]").find((each) => each.dataset.key === key);
    if (!target) return;
    if (target.matches("summary")) {
      target.parentElement.open = true;
      target.focus();
      target.scrollIntoView({ block: "nearest" });
    } else target.click();
  }
  event.preventDefault();
});

try {
  const said = sessionStorage.getItem("said");
  if (said) say(said);
  sessionStorage.removeItem("said");
} catch { /* storage may be switched off */ }
if (row) acceptWord();

"use strict";

// Everything here is a comfort: the page reads without it.

// Pointing at a mark, a note or a row lights whatever shares its token, each layer in its own way.
let lit = [];
const light = (event) => {
  for (const [element, name] of lit) element.classList.remove(name);
  lit = [];
  const holder = event.target.closest?.("[data-r]");
  if (!holder || event.type === "mouseout" || event.type === "focusout") return;
  for (const token of holder.dataset.r.split(" ")) {
    const name = `lit-${token[0]}`;
    for (const element of document.querySelectorAll(`[data-r~="${token}"]`)) {
      element.classList.add(name);
      lit.push([element, name]);
    }
  }
};
for (const type of ["mouseover", "mouseout", "focusin", "focusout"]) document.addEventListener(type, light);

// A link to a row must open the table around it.
const reveal = () => {
  const target = location.hash && document.getElementById(location.hash.slice(1));
  const folded = target && target.closest("details");
  if (folded && !folded.open) {
    folded.open = true;
    target.scrollIntoView();
  }
};
addEventListener("hashchange", reveal);
reveal();

const compare = new Intl.Collator("en", { numeric: true }).compare;

for (const table of document.querySelectorAll("table.data")) {
  const body = table.tBodies[0];
  const heads = [...table.tHead.rows[0].cells];
  const rows = [...body.rows];

  heads.forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const sign = head.getAttribute("aria-sort") === "ascending" ? -1 : 1;
      for (const other of heads) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", sign === 1 ? "ascending" : "descending");
      const key = (row) => row.cells[column].textContent;
      rows.sort((one, two) => sign * compare(key(one), key(two)));
      body.append(...rows);
    });
  });

  if (rows.length < 8) continue;
  const bar = document.createElement("label");
  const input = document.createElement("input");
  const count = document.createElement("span");
  bar.className = "filter";
  input.type = "search";
  input.setAttribute("aria-label", "Filter the rows");
  count.setAttribute("aria-live", "polite");
  bar.append("Filter", input, count);
  table.closest(".scroll").before(bar);
  input.addEventListener("input", () => {
    const wanted = input.value.toLowerCase();
    for (const row of rows) row.hidden = !row.textContent.toLowerCase().includes(wanted);
    const left = rows.filter((row) => !row.hidden).length;
    count.textContent = wanted ? `${left} of ${rows.length} rows` : "";
  });
}

"use strict";

// What a search finds in each table, the first rows of each, with a link to all of them.
{
  const FIRST = 8;
  const TABLES = [
    ["entities", "People and organizations"],
    ["articles", "Articles"],
    ["quotes", "Quotes"],
    ["votes", "Votes"],
    ["claims", "Claims"],
  ];
  const query = document.getElementById("query");
  const results = document.getElementById("results");
  const status = document.getElementById("status");
  let run = 0;

  const group = async ([name, title], words) => {
    const found = (await onrecord.search(name, words)) ?? [];
    return { name, title, total: found.length, rows: await onrecord.rows(name, found.slice(0, FIRST)) };
  };

  const section = ({ name, title, total, rows }, words) => {
    const part = document.createElement("section");
    const head = document.createElement("h2");
    const list = document.createElement("ul");
    list.className = "plain";
    head.id = `found-${name}`;
    head.textContent = `${title} (${number.format(total)})`;
    part.setAttribute("aria-labelledby", head.id);
    for (const cells of rows) {
      const item = document.createElement("li");
      onrecord.show(item, cells[0]);
      const rest = cells.slice(1).map((cell) => (Array.isArray(cell) ? cell[0] : cell));
      const facts = rest.filter((text) => text && !/^\d{1,3}$/.test(text));
      if (facts.length) {
        const line = document.createElement("p");
        line.className = "facts";
        line.dir = "auto";
        line.textContent = facts.join(" · ");
        item.append(line);
      }
      list.append(item);
    }
    part.append(head, list);
    if (total > rows.length) {
      const all = document.createElement("a");
      all.href = `tables/${name}.html#q=${encodeURIComponent(words)}`;
      all.textContent = `All ${number.format(total)} in the table`;
      const more = document.createElement("p");
      more.className = "more";
      more.append(all);
      part.append(more);
    }
    return part;
  };

  const search = async () => {
    const mine = ++run;
    const words = query.value.trim();
    location.replace(`#${words ? `q=${encodeURIComponent(words)}` : ""}`);
    if (!words) {
      results.replaceChildren();
      status.textContent = "";
      return;
    }
    try {
      const groups = (await Promise.all(TABLES.map((each) => group(each, query.value)))).filter(({ total }) => total);
      if (mine !== run) return;
      results.replaceChildren(...groups.map((each) => section(each, words)));
      const total = groups.reduce((sum, each) => sum + each.total, 0);
      status.textContent = total ? `${number.format(total)} found for “${words}”` : `Nothing found for “${words}”`;
    } catch (error) {
      status.textContent = `The search does not work: ${error.message}. Open the page from the whole site.`;
    }
  };

  let pause;
  query.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(search, 80);
  });
  document.getElementById("search").addEventListener("submit", (event) => {
    event.preventDefault();
    search();
  });
  query.value = new URLSearchParams(location.hash.slice(1).replaceAll("+", "%2B")).get("q") ?? "";
  if (query.value) search();
  else query.focus({ preventScroll: true });
}

"use strict";

// The rows, columns and words of the tables come in scripts next to the page, because browsers let a page that was
// opened from disk load nothing else. Each script calls `onrecord.put`; what it puts is only ever shown as text.

const onrecord = (() => {
  const MOST_FILES = 60; // of words, for the beginning of a word
  const values = new Map();
  const loading = new Map();
  const top = document.querySelector("[data-top]")?.dataset.top ?? "";

  const load = (name) => {
    if (!loading.has(name)) {
      loading.set(
        name,
        new Promise((resolve, reject) => {
          const script = document.createElement("script");
          const fail = () => reject(new Error(`data/${name}.js cannot be read`));
          script.src = `${top}data/${name}.js`;
          script.onload = () => (values.has(name) ? resolve(values.get(name)) : fail());
          script.onerror = fail;
          document.head.append(script);
        }),
      );
    }
    return loading.get(name);
  };

  const about = async (table) => {
    const [count, inFile, shown, columns, starts, common, noun] = await load(`${table}/about`);
    return { count, inFile, shown, columns, starts, common: new Set(common), noun };
  };

  const column = async (table, key) => {
    const [names, codes] = await load(`${table}/column-${key}`);
    return { names, codes };
  };

  // The rows with these numbers, in this order.
  const rows = async (table, numbers) => {
    const { inFile } = await about(table);
    const files = new Map(numbers.map((number) => [Math.floor(number / inFile), null]));
    await Promise.all(
      [...files.keys()].map(async (file) => files.set(file, await load(`${table}/rows-${file}`))),
    );
    return numbers.map((number) => files.get(Math.floor(number / inFile))[number % inFile]);
  };

  // Words as the index has them: in lower case, without accents.
  const plain = (text) =>
    (text.normalize("NFC").toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).map((word) =>
      word.normalize("NFKD").replace(/\p{M}/gu, ""),
    );

  const lastUpTo = (starts, word) => {
    let low = 0;
    let high = starts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (starts[middle] <= word) low = middle + 1;
      else high = middle;
    }
    return Math.max(0, low - 1);
  };

  const rowsOfWord = async (table, starts, word, isBeginning) => {
    const first = lastUpTo(starts, word);
    const last = isBeginning ? lastUpTo(starts, `${word}\uffff`) : first;
    const isMany = last - first >= MOST_FILES;
    const files = await Promise.all(
      Array.from({ length: isMany ? 1 : last - first + 1 }, (_, place) => load(`${table}/words-${first + place}`)),
    );
    const found = new Set();
    for (const file of files) {
      for (const [other, steps] of file) {
        if (other !== word && !(isBeginning && !isMany && other.startsWith(word))) continue;
        let row = 0;
        for (const step of steps.split(" ")) found.add((row += Number(step)));
      }
    }
    return found;
  };

  // The numbers of the rows of what has an id, such as a speaker: the index has the part after the prefix as a word.
  const rowsOf = async (table, id) => {
    const { starts } = await about(table);
    return starts.length ? rowsOfWord(table, starts, id.replace(/^.*_/, ""), false) : new Set();
  };

  // The numbers of the rows that have all words, in order; null if there is no word to search for.
  const search = async (table, text) => {
    const { starts, common } = await about(table);
    const words = plain(text);
    const isOpen = /[\p{L}\p{N}]$/u.test(text);
    const sets = [];
    for (const [place, word] of words.entries()) {
      if (common.has(word)) continue;
      const isBeginning = isOpen && place === words.length - 1 && word.length > 1;
      sets.push(starts.length ? await rowsOfWord(table, starts, word, isBeginning) : new Set());
    }
    if (!sets.length) return null;
    sets.sort((one, two) => one.size - two.size);
    const [least, ...others] = sets;
    return [...least].filter((row) => others.every((set) => set.has(row))).sort((one, two) => one - two);
  };

  // Only pages of this site become links.
  const PAGE = /^(articles|entities|votes|outlets)\/[a-z0-9_]+\.html(#[a-z0-9_-]+)?$/;
  const show = (parent, cell) => {
    const [words, page] = Array.isArray(cell) ? cell : [cell, ""];
    if (!PAGE.test(page)) {
      parent.append(words);
      return;
    }
    const link = document.createElement("a");
    link.href = top + page;
    link.textContent = words;
    parent.append(link);
  };

  const put = (name, value) => values.set(name, value);
  return Object.freeze({ put, about, column, rows, rowsOf, search, show });
})();

const number = new Intl.NumberFormat("en");

const controlled = async (table) => {
  const MOST_SAVED = 5000;
  const name = table.dataset.table;
  const body = table.tBodies[0];
  const heads = [...table.tHead.rows[0].cells];
  const status = document.getElementById("status");
  const form = document.getElementById("filters");
  const pager = document.getElementById("pager");
  const only = document.getElementById("only");
  const [previous, next, save] = ["previous", "next", "save"].map((id) => document.getElementById(id));
  const about = await onrecord.about(name);
  const state = { sort: "", isDown: false, page: 0, of: "" };
  let shown = null; // numbers of the rows that match, or null for all
  let run = 0;

  const kinds = new Map(about.columns.map(([key, kind]) => [key, kind]));
  for (const [key, kind, , choices] of about.columns) {
    const select = kind === "choice" && document.getElementById(`filter-${key}`);
    if (!select) continue;
    for (const [choice, count] of choices) {
      if (choice) select.append(new Option(`${choice} (${number.format(count)})`, choice));
    }
  }

  // A test of a row for each filter that is set.
  const tests = async () => {
    const found = [];
    for (const field of form.elements) {
      const value = field.value?.trim?.();
      if (!field.name || !value || field.name === "q") continue;
      const [, key, edge] = /^(.*?)(?:-(from|to))?$/.exec(field.name);
      const { names, codes } = await onrecord.column(name, key);
      let fits;
      if (edge === "from") fits = names.map((text) => text !== "" && text.slice(0, 10) >= value.slice(0, text.length));
      else if (edge === "to") fits = names.map((text) => text !== "" && text.slice(0, 10) <= value);
      else if (kinds.get(key) === "number") fits = names.map((text) => text !== "" && Number(text) >= Number(value));
      else if (kinds.get(key) === "choice") fits = names.map((text) => text === value);
      else {
        const wanted = value.toLowerCase();
        const lower = names.map((text) => text.toLowerCase());
        const isWhole = lower.includes(wanted);
        fits = lower.map((text) => (isWhole ? text === wanted : text.includes(wanted)));
      }
      found.push((row) => fits[codes[row]]);
    }
    return found;
  };

  const sorted = async (rows) => {
    if (!state.sort) return rows;
    const { names, codes } = await onrecord.column(name, state.sort);
    const missing = names.indexOf("");
    const sign = state.isDown ? -1 : 1;
    return rows.sort((one, two) => {
      const [first, second] = [codes[one], codes[two]];
      if (first === second) return one - two;
      if (first === missing || second === missing) return first === missing ? 1 : -1;
      return sign * (first - second);
    });
  };

  const draw = async (mine) => {
    const total = shown ? shown.length : about.count;
    const start = state.page * about.shown;
    const length = Math.max(0, Math.min(about.shown, total - start));
    const numbers = Array.from({ length }, (_, place) => (shown ? shown[start + place] : start + place));
    const rows = await onrecord.rows(name, numbers);
    if (mine !== run) return;
    body.replaceChildren(
      ...rows.map((cells) => {
        const line = document.createElement("tr");
        cells.forEach((cell, place) => {
          const key = heads[place].dataset.key;
          const box = document.createElement(place ? "td" : "th");
          if (!place) box.scope = "row";
          box.className = kinds.get(key);
          box.dir = "auto";
          if (place && kinds.get(key) !== "words") box.dataset.label = heads[place].textContent;
          if (cell.length) onrecord.show(box, cell);
          line.append(box);
        });
        return line;
      }),
    );
    const noun = about.noun[total === 1 ? 0 : 1];
    if (!total) status.textContent = `No ${about.noun[1]} match.`;
    else if (total <= about.shown) status.textContent = `${number.format(total)} ${noun}`;
    else status.textContent = `Rows ${number.format(start + 1)} to ${number.format(start + length)} of ${number.format(total)} ${noun}`;
    previous.disabled = state.page === 0;
    next.disabled = start + about.shown >= total;
    save.disabled = total > MOST_SAVED || !total;
    save.title = total > MOST_SAVED ? `At most ${number.format(MOST_SAVED)} rows; the link above has all` : "";
    for (const head of heads) {
      const direction = state.isDown ? "descending" : "ascending";
      if (head.dataset.key === state.sort) head.setAttribute("aria-sort", direction);
      else head.removeAttribute("aria-sort");
    }
  };

  const remember = () => {
    const fields = [...form.elements].filter((field) => field.name && field.value);
    const terms = new URLSearchParams(fields.map((field) => [field.name, field.value]));
    if (state.sort) terms.set("sort", (state.isDown ? "-" : "") + state.sort);
    if (state.of) terms.set("of", state.of);
    const hash = terms.toString().replaceAll("+", "%20");
    if (location.hash.slice(1) !== hash) location.replace(`#${hash}`);
  };

  // Whose rows are shown: the words of the link that leads to it, which each of its rows has.
  const nameOwner = async () => {
    const cells = state.of && shown.length ? (await onrecord.rows(name, [shown[0]]))[0] : [];
    const cell = cells.find((each) => Array.isArray(each) && each[1].includes(state.of) && !each[1].startsWith("articles/"));
    only.hidden = !state.of;
    document.getElementById("only-of").textContent = cell ? cell[0] : state.of;
  };

  const update = async () => {
    const mine = ++run;
    try {
      const found = await onrecord.search(name, form.elements.q.value);
      const checks = await tests();
      const own = state.of ? await onrecord.rowsOf(name, state.of) : null;
      let rows = found ?? (own ? [...own].sort((one, two) => one - two) : null);
      if (found && own) rows = found.filter((row) => own.has(row));
      if (!rows && (checks.length || state.sort)) rows = Array.from({ length: about.count }, (_, row) => row);
      if (checks.length) rows = rows.filter((row) => checks.every((check) => check(row)));
      if (rows) rows = await sorted(rows);
      if (mine !== run) return;
      shown = rows;
      state.page = 0;
      remember();
      await draw(mine);
      if (mine === run) await nameOwner();
    } catch (error) {
      status.textContent = `The table cannot be shown: ${error.message}. Open the page from the whole site.`;
    }
  };

  // From the address, as links from other pages have it.
  const recall = () => {
    const terms = new URLSearchParams(location.hash.slice(1).replaceAll("+", "%2B"));
    for (const field of form.elements) if (field.name) field.value = terms.get(field.name) ?? "";
    const sort = terms.get("sort") ?? "";
    state.of = terms.get("of") ?? "";
    state.isDown = sort.startsWith("-");
    const key = sort.replace(/^-/, "");
    state.sort = kinds.has(key) && kinds.get(key) !== "words" ? key : "";
  };

  for (const head of heads) {
    const key = head.dataset.key;
    if (kinds.get(key) === "words") continue;
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      state.isDown = state.sort === key && !state.isDown;
      state.sort = key;
      update();
    });
  }
  let pause;
  form.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(update, 120);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    update();
  });
  form.addEventListener("reset", () =>
    setTimeout(() => {
      state.sort = "";
      state.of = "";
      update();
    }),
  );
  document.getElementById("all").addEventListener("click", () => {
    state.of = "";
    document.getElementById("filter-q").focus();
    update();
  });
  const turn = (by) => {
    state.page += by;
    draw(++run).then(() => table.scrollIntoView({ block: "nearest" }));
  };
  previous.addEventListener("click", () => turn(-1));
  next.addEventListener("click", () => turn(1));
  save.addEventListener("click", async () => {
    const numbers = shown ?? Array.from({ length: about.count }, (_, row) => row);
    const rows = await onrecord.rows(name, numbers);
    // A cell that a spreadsheet might take for a formula gets an apostrophe, as in the downloads of the site.
    const safe = (cell) =>
      /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(cell)
        ? cell
        : cell.replace(/(^|(?<=[;\t\n\r]))(?="*[=+\-@\t\r＝＋－＠])/g, "'");
    const written = (cells) => cells.map((cell) => `"${safe(cell).replaceAll('"', '""')}"`).join(",");
    const lines = [heads.map((head) => head.textContent), ...rows.map((cells) => cells.map((cell) => (Array.isArray(cell) ? cell[0] : cell)))];
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob(["\ufeff", lines.map(written).join("\r\n"), "\r\n"], { type: "text/csv" }));
    link.download = `${name}-selection.csv`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  });
  addEventListener("hashchange", () => {
    recall();
    update();
  });

  form.hidden = false;
  pager.hidden = about.count <= 1;
  recall();
  previous.disabled = true;
  next.disabled = about.count <= about.shown;
  save.disabled = about.count > MOST_SAVED;
  if (location.hash.length > 1) await update();
};

const table = document.getElementById("table");
if (table) {
  controlled(table).catch((error) => {
    document.getElementById("status").append(` The table cannot be sorted or filtered: ${error.message}.`);
  });
}

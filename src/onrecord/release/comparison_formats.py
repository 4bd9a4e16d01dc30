"""A comparison of packages as text, JSON, CSV, Markdown or an HTML page."""

from __future__ import annotations

import csv
import dataclasses
import difflib
import io
import itertools
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.release.comparison import Diff, RowChange, id_changes, row_changes
from onrecord.text.html import template
from onrecord.text.markdown import grid, plain
from onrecord.text.numbers import counted
from onrecord.text.printable import visible, visible_json
from onrecord.text.spreadsheets import spreadsheet_cell

if TYPE_CHECKING:
    from onrecord.release.differences import CellChange, TableDifference

_TEMPLATES = Path(__file__).parent / "templates"
_IN_MARKDOWN = 20  # rows of a table: comments on pull requests have a limit
_IN_HTML = 1_000  # rows of a table: a browser has to show them
_LONG = 60  # characters of a cell in Markdown, and of the words of a row that was added or removed
_WORD = re.compile(r"\s+|\w+|\W")
_COLUMNS = ("table", "change", "key", "field", "old", "new")  # of CSV
_MOVED = "moved in the text: start and end are others, the words are the same"
# Only shorter cells are compared word by word, as that takes quadratic time.
_COMPARED = 2_000


def render(found: Diff, form: str) -> str:
    """A comparison in one of `FORMATS`.

    Raises:
        KeyError: there is no such format.
    """
    return FORMATS[form](found)


def render_text(found: Diff) -> str:
    """For people: the changes, the highest level first, then every row and cell; rows that only moved are counted."""
    return "\n".join(map(visible, _lines(found))) + "\n"


def _lines(found: Diff) -> Iterator[str]:
    for change in found.comparison.changes:
        yield f"{change.level.name.lower():<5}  {change.reason}"
    for name in found.comparison.rows:
        yield from ("", name)
        rows, moved = _parted(name, found)
        for row in rows:
            match row.what:
                case "added":
                    yield f"+ {_key(row.key)}{_says(row)}{_in_brackets(row)}"
                case "removed":
                    yield f"- {_key(row.key)}{_says(row)}{_fate(row)}{_in_brackets(row)}"
                case _:
                    names = _in_brackets(row)
                    for cell in row.cells:
                        yield f"~ {_key(row.key)} {cell.field}: {cell.old!r} -> {cell.new!r}{names}"
        if moved:
            yield f"= {counted(moved, 'row')} {_MOVED}"
    yield from ("", _verdict(found)) if found.comparison.changes else (_verdict(found),)


def _parted(table: str, found: Diff) -> tuple[list[RowChange], int]:
    """The rows that were added, removed or changed, and the number of rows that only moved."""
    rows = list(row_changes(table, found))
    listed = [row for row in rows if row.what != "moved"]
    return listed, len(rows) - len(listed)


def _says(row: RowChange) -> str:
    """The words by which people recognize a row, or their beginning."""
    return f" {_short(row.says[1])!r}" if row.says[1] else ""


def _names(row: RowChange) -> str:
    """The names that the ids of a row lead to, or their beginnings, as in `speaker: Ida Brandt; article: Mill`."""
    return "; ".join(f"{label}: {_short(name)}" for label, name in row.names.items())


def _in_brackets(row: RowChange) -> str:
    names = _names(row)
    return f" [{names}]" if names else ""


def _short(text: str) -> str:
    return text if len(text) <= _LONG else f"{text[:_LONG]}…"


def _fate(row: RowChange) -> str:
    """What happened to the id of a removed row, in words."""
    if row.fate is None:
        return ""
    return f" ({row.fate.reason}{', now ' + row.fate.new_id if row.fate.new_id else ''})"


def _verdict(found: Diff) -> str:
    if not found.comparison.changes:
        return "no difference"
    return f"{found.level}{f': the next version is {found.version}' if found.version else ''}"


def _key(key: Iterable[str]) -> str:
    return visible(",".join(key))


def render_json(found: Diff) -> str:
    """For programs: an object with level, version, changes, and the rows of each table that differ.

    The cells of `moved` and `reanchored` rows are in `changed`, too. `names` has the names that the ids of a row lead
    to in the old and the new package, for rows that have such ids.
    """

    def rows_of(name: str, rows: TableDifference) -> dict[str, object]:
        kinds: dict[str, list[list[str]]] = {"moved": [], "reanchored": []}
        names = []
        for row in row_changes(name, found):
            if row.what in kinds:
                kinds[row.what].append(list(row.key))
            if row.names:
                names.append({"key": list(row.key), "old": dict(row.was), "new": dict(row.now)})
        return {
            "key": list(rows.key),
            "added": rows.added.to_dicts(),
            "removed": rows.removed.to_dicts(),
            "changed": [{**dataclasses.asdict(cell), "key": list(cell.key)} for cell in rows.cells()],
            **kinds,
            "names": names,
        }

    value = {
        "old": found.old,
        "new": found.new,
        "level": found.level,
        "version": found.version,
        "changes": [
            {"level": change.level.name.lower(), "reason": change.reason} for change in found.comparison.changes
        ],
        "tables": {name: rows_of(name, rows) for name, rows in found.comparison.rows.items()},
        "ids": [
            {"table": table, "old": old, "new": now.new_id, "reason": now.reason}
            for (table, old), now in id_changes(found.comparison).items()
        ],
    }
    return visible_json(value) + "\n"


def render_csv(found: Diff) -> str:
    """For spreadsheets: a line for each row that was added or removed, and for each cell that differs in other rows.

    The line of an added or removed row has the words by which people recognize it. After these columns, there is one
    for each kind of name that the ids of the rows lead to, such as `speaker` and `article`. A cell that a spreadsheet
    would take for a formula begins with an apostrophe, which makes it text; JSON has every cell unchanged.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    labels = list(dict.fromkeys(_labels(found)))
    header = (*_COLUMNS, *(f"{label} name" if label in _COLUMNS else label for label in labels))
    writer.writerow(map(spreadsheet_cell, header))
    for name in found.comparison.rows:
        for row in row_changes(name, found):
            names = [row.names.get(label, "") for label in labels]
            writer.writerows(map(spreadsheet_cell, (name, *line, *names)) for line in _flat(row))
    return text.getvalue()


def _labels(found: Diff) -> Iterator[str]:
    """What the names are called that the ids of the differing rows lead to."""
    for name in found.comparison.rows:
        for row in row_changes(name, found):
            yield from row.names


def _flat(row: RowChange) -> Iterator[tuple[str, str, str, str, str]]:
    """Kind of change, key, field, old and new value: a line for each cell, or one line for a row without cells.

    If another id replaces the id of a removed row, it is the new value.
    """
    key = ",".join(row.key)
    if row.fate:
        yield row.fate.reason, key, "", "", row.fate.new_id
    elif row.what == "added":
        yield row.what, key, row.says[0], "", row.says[1]
    elif row.what == "removed":
        yield row.what, key, *row.says, ""
    yield from ((row.what, key, cell.field, cell.old, cell.new) for cell in row.cells)


def render_markdown(found: Diff) -> str:
    """For pull requests: the changes as a table, and the first rows of each table that differ."""
    lines = [f"**{_verdict(found)}**"]
    if found.comparison.changes:
        changes = ((change.level.name.lower(), plain(_short(change.reason))) for change in found.comparison.changes)
        lines += ["", *grid(("reaches", "change"), changes)]
    for name in found.comparison.rows:
        rows, moved = _parted(name, found)
        lines += ["", f"### {plain(_short(name))}"]
        some = itertools.islice(((*line, _names(row)) for row in rows for line in _flat(row)), _IN_MARKDOWN)
        if rows:
            cells = [[*(plain(_short(cell)) for cell in line), plain(names)] for *line, names in some]
            header = ("", "key", "column", "before", "after", "names")
            width = len(header) if any(line[-1] for line in cells) else len(header) - 1
            lines += ["", *grid(header[:width], (line[:width] for line in cells))]
        more = sum(max(1, len(row.cells)) for row in rows) - _IN_MARKDOWN
        lines += ["", f"and {more:,} more"] if more > 0 else []
        lines += ["", f"{counted(moved, 'row')} {_MOVED}"] if moved else []
    return "\n".join(lines) + "\n"


def render_html(found: Diff) -> str:
    """A self-contained page: the changes, and up to a thousand rows of each table.

    The differences within a cell are marked word by word.
    """
    tables = []
    for name in found.comparison.rows:
        rows, moved = _parted(name, found)
        counts = Counter(row.what for row in rows)
        tables.append(
            {
                "name": name,
                "counts": {
                    what: counts[what] for what in ("added", "removed", "reanchored", "changed") if counts[what]
                },
                "moved": f"{counted(moved, 'row')} {_MOVED}" if moved else "",
                "rows": [_shown(row) for row in rows[:_IN_HTML]],
                "more": max(0, len(rows) - _IN_HTML),
            }
        )
    page = template(_TEMPLATES, "diff.html.jinja")
    return page.render(diff=found, verdict=_verdict(found), tables=tables)


def _shown(row: RowChange) -> dict[str, object]:
    cells = [{"field": cell.field, "parts": list(word_changes(cell))} for cell in row.cells]
    return {
        "what": row.what,
        "key": _key(row.key),
        "cells": cells,
        "fate": _fate(row),
        "says": row.says,
        "names": row.names,
    }


def word_changes(cell: CellChange) -> Iterator[tuple[str, str]]:
    """The words of a cell in stretches, each with `same`, `old` or `new`."""
    if len(cell.old) + len(cell.new) > _COMPARED:
        yield from ((what, text) for what, text in (("old", cell.old), ("new", cell.new)) if text)
        return
    old, new = _WORD.findall(cell.old), _WORD.findall(cell.new)
    for what, start, end, begin, stop in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            yield "same", "".join(old[start:end])
        else:
            removed, added = "".join(old[start:end]), "".join(new[begin:stop])
            yield from ((kind, text) for kind, text in (("old", removed), ("new", added)) if text)


FORMATS: Mapping[str, Callable[[Diff], str]] = {
    "text": render_text,
    "json": render_json,
    "csv": render_csv,
    "markdown": render_markdown,
    "html": render_html,
}

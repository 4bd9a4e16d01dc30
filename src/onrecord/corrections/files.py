"""Reads corrections/*.csv: every line becomes a correction, or a problem that explains why it is invalid."""

from __future__ import annotations

import dataclasses
import datetime
import functools
import re
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from pathlib import Path

from onrecord.errors import PackageError
from onrecord.package.files import walk
from onrecord.package.ids import PREFIXES, fold, make_id
from onrecord.package.own_cells import as_written, rejects
from onrecord.package.own_tables import corrections_table, own_tables
from onrecord.package.tables import Record, read_records
from onrecord.problems import Problem
from onrecord.tableschema.schema import Field, Table
from onrecord.text.printable import shown

FOLDER = "corrections"
# The methods of rows that corrections add.
MADE = "corrections:"
ADDED, SPLIT_OFF = f"{MADE}add@1", f"{MADE}split@1"
_INVALID = "correction-invalid"
# Columns that files made before they existed lack.
_LATER = frozenset({"sample"})
# The column of an article by which a person confirms that the whole text was read, and what `settle` says of a row.
READ_WHOLE = "text_sha256"
KEPT, WITHDRAWN = "kept", "withdrawn"
_A_DAY = "write a day, as 2031-05-13"
# Columns that follow from others or that a conversion fills, by table, with the remedy; "" is any table.
_FOLLOWS: Mapping[str, Mapping[str, str]] = {
    "": {
        "status": "leave it out: the conversion sets it",
        "method": "leave it out: the conversion sets it",
        "confidence": "leave it out: the conversion sets it",
        "article_id": "withdraw the row and add a new row",
    },
    "quotes": {
        **dict.fromkeys(("text", "start", "end", "cue"), "correct exact of its spans in quote_spans"),
        "speaker_confidence": "leave it out: the conversion sets it",
    },
    "claims": {
        "claimant_id": "correct speaker_id of its quote",
        "claimant": "correct exact of the source of its quote in quote_spans",
    },
}
_PLACES = dict.fromkeys(("start", "end"), "correct exact: start and end follow from it")
# The columns of articles that may be corrected; the others follow from the text and the sidecar.
_OF_ARTICLES = frozenset({"title", "credit", "byline", "dateline"})


@dataclasses.dataclass(frozen=True, slots=True)
class Correction:
    """One line of a file in corrections/.

    `path` is the path of the file inside the package, and `key` has the parts of `id`. `old` and `new` are values as
    the tables write them: `true` if the line has `True`. `sample` is empty unless the row was reviewed in a sample.
    """

    path: str
    line: int
    action: str
    table: str
    key: tuple[str, ...]
    field: str
    old: str
    new: str
    reason: str
    curator: str
    date: str
    sample: str = ""

    @property
    def row(self) -> tuple[str, tuple[str, ...]]:
        """Table and key of the corrected row."""
        return self.table, self.key

    def problem(self, code: str, message: str, remedy: str, value: str = "") -> Problem:
        """A problem with the correction, at its line."""
        place = {"path": self.path, "line": self.line, "table": self.table}
        return Problem(code, message, remedy, key=",".join(self.key), field=self.field, value=value, **place)  # type: ignore[arg-type]


def files_in(folder: Path) -> list[str]:
    """The paths of the files of corrections in a package, also of those without lines."""
    return [
        path
        for path in walk(folder, FOLDER)
        if path.endswith(".csv") and not any(part.startswith(".") for part in path.split("/"))
    ]


def read_lines(folder: Path, only: str = "") -> tuple[list[Correction], list[Problem]]:
    """The valid lines of the files of corrections, as their authors wrote them, and the problems of the others.

    Args:
        folder: folder of the package.
        only: path of the only file to read, in the package; empty for all files.
    """
    lines: list[Correction] = []
    problems: list[Problem] = []
    for path in files_in(folder):
        for found in _read_file(folder, path) if only in {"", path} else ():
            if isinstance(found, Problem):
                problems.append(found)
            else:
                lines.append(found)
    added = {(line.table, line.key[0]) for line in lines if line.action == "add"}
    valid = []
    for line in lines:
        problem = next(_unknown_names(line, added), None)
        if problem:
            problems.append(problem)
        else:
            valid.append(line)
    return valid, problems


def _unknown_names(line: Correction, added: Set[tuple[str, str]]) -> Iterator[Problem]:
    """A problem for each reference of a line that is neither the id of a row nor the name of an added row."""
    refers = references(line.table)
    referring = (
        [(refers.get(line.field, ""), "new_value", line.new)] if line.action in {"correct", "add", "settle"} else []
    )
    if line.action == "add" and len(line.key) > 1:
        columns = zip(own_tables()[line.table].primary_key, line.key, strict=True)
        referring += [(refers.get(column, ""), f"{column} in id", part) for column, part in columns]
    for home, where, value in referring:
        if home and value and (home, value) not in added:
            key = own_tables()[home].primary_key[0]
            if rejected := rejects(own_tables()[home].field(key), value):
                remedy = f"write the id of a row of {home}, or the name of an added row"
                yield line.problem(_INVALID, f"{where} {rejected}", remedy)


@functools.cache
def references(table: str) -> Mapping[str, str]:
    """The tables that the columns of a table refer to, by column."""
    return {key.fields[0]: key.resource for key in own_tables()[table].foreign_keys}


def no_longer_fits(line: Correction, now: str) -> Problem:
    """The problem with a correction whose old value is not the value in the row."""
    message = f"old_value is {shown(line.old)}, but the row now has {shown(now)}; the correction was not applied"
    remedy = "look at the row: if the correction still holds, update old_value; otherwise remove the line"
    return line.problem("correction-unfit", message, remedy, now)


def has_gone(line: Correction, successor: str = "", *, row: str = "") -> Problem:
    """The problem with a correction of a row that does not exist: its own row, or the row with the id `row`."""
    missing = row or ",".join(line.key)
    message = f"{line.table} has no row {missing}; the correction was not applied"
    remedy = "write the id of the row that you mean, or remove the line"
    if successor:
        remedy = f"{successor} replaces it: write that as id, or remove the line"
    return line.problem("correction-without-row", message, remedy, missing)


def added_id(table: str, name: str) -> str:
    """The id of a row that is added under a name that the curator chose; an id is returned unchanged."""
    pattern = own_tables()[table].field(own_tables()[table].primary_key[0]).pattern
    return name if pattern and re.search(pattern, name) else make_id(table, "correction", name)


def added_ids(lines: Sequence[Correction]) -> dict[tuple[str, str], str]:
    """The ids of added rows, by table and the name that the curator chose."""
    return {
        (line.table, line.key[0]): added_id(line.table, line.key[0])
        for line in lines
        if line.action == "add" and line.table in PREFIXES
    }


def key_of(
    line: Correction, added: Mapping[tuple[str, str], str], reference: Callable[[str, str], str]
) -> tuple[str, ...]:
    """The key of the corrected row in the tables.

    Args:
        line: the correction.
        added: the result of `added_ids`.
        reference: returns, for a table and the id of one of its rows, the id that replaces it now.
    """
    if line.table in PREFIXES:
        return (added.get((line.table, line.key[0]), line.key[0]),)
    columns, refers = own_tables()[line.table].primary_key, references(line.table)
    parts = zip(columns, line.key, strict=True)
    return tuple(reference(refers[column], part) if column in refers else part for column, part in parts)


def split_id(entity: str, name: str) -> str:
    """The id of an entity that is split off from another entity under a name."""
    return make_id("entities", "split", entity, fold(name))


def _read_file(folder: Path, path: str) -> Iterator[Correction | Problem]:
    columns = corrections_table().columns
    try:
        records = list(read_records(folder / path, folder))
    except PackageError as error:
        message, _, remedy = str(error).removeprefix(f"{folder / path}: ").removeprefix(f"{folder}: ").partition("; ")
        yield Problem(_INVALID, message, remedy, path=path)
        return
    # Spreadsheets write a byte order mark before it.
    header = ",".join(records[0].cells).removeprefix("\ufeff") if records else ""
    earlier = tuple(column for column in columns if column not in _LATER)
    if header == ",".join(earlier):
        columns = earlier
    if header != ",".join(columns):
        message = f"the first line is {shown(header)}"
        # In many countries, spreadsheets write semicolons or tabs.
        is_separated = any(mark.join(own) == header for mark in ";\t" for own in (earlier, columns))
        remedy = "save the file with commas between the cells" if is_separated else f"write {','.join(earlier)}"
        yield Problem(_INVALID, message, remedy, path=path, line=1)
        return
    for record in records[1:]:
        if any(record.cells):
            yield _line(record, path, columns)


def parse_line(cells: Sequence[str], added: Set[tuple[str, str]] = frozenset()) -> Correction | Problem:
    """A correction from the cells of a line with all columns, or the problem that makes it invalid.

    Args:
        cells: the cells.
        added: table and name of the rows that other lines add, to which this line may refer.
    """
    found = _line(Record(0, tuple(cells)), "", corrections_table().columns)
    if isinstance(found, Problem):
        return found
    return next(_unknown_names(found, added), found)


def _remedy(field: Field, cell: str) -> str:
    """The remedy for a cell that is invalid in its column."""
    if "\0" in cell:
        return "remove that character"
    if not cell.strip():
        return "fill in the cell"
    if field.enum and cell not in field.enum:
        return "write one of these"
    return _A_DAY if field.name == "date" else "remove the blanks"


def _line(record: Record, path: str, columns: Sequence[str]) -> Correction | Problem:
    place = {"path": path, "line": record.line}
    if len(record.cells) != len(columns):
        message = f"the line has {len(record.cells)} cells, not {len(columns)}"
        return Problem(_INVALID, message, "put cells with commas into quotation marks", **place)  # type: ignore[arg-type]
    cells = dict(zip(columns, record.cells, strict=True))
    for name in columns:
        message = "" if name in {"old_value", "new_value"} else rejects(corrections_table().field(name), cells[name])
        if "\0" in cells[name]:
            message = "holds a NUL character"
        if message or (name in {"reason", "curator"} and not cells[name].strip()):
            message = message or "is blank"
            remedy = _remedy(corrections_table().field(name), cells[name])
            return Problem(_INVALID, f"{name} {message}", remedy, field=name, value=cells[name], **place)  # type: ignore[arg-type]
    table = own_tables()[cells["table"]]
    parts = tuple(cells["id"].split(",", len(table.primary_key) - 1))
    if len(parts) == len(table.primary_key):
        named = zip(table.primary_key, parts, strict=True)
        parts = tuple(as_written(table.field(name), part) for name, part in named)
    old, new = cells["old_value"], cells["new_value"]
    if cells["field"] in table.columns:
        old, new = (as_written(table.field(cells["field"]), cell) for cell in (old, new))
    line = Correction(
        path=path,
        line=record.line,
        action=cells["action"],
        table=cells["table"],
        key=parts,
        field=cells["field"],
        old=old,
        new=new,
        reason=cells["reason"],
        curator=cells["curator"],
        date=cells["date"],
        sample=cells.get("sample", ""),
    )
    defect = _defect(line, table)
    return line.problem(_INVALID, *defect) if defect else line


def _defect(line: Correction, table: Table) -> tuple[str, str] | None:
    """The message and the remedy for a line whose cells are valid by themselves; None if the line is valid."""
    try:
        datetime.date.fromisoformat(line.date)
    except ValueError:
        return f"date is {shown(line.date)}", _A_DAY
    if line.table == "entity_links" and line.action != "confirm":
        return (
            "rows of entity_links follow from entities and mentions",
            "merge or split the entities, or confirm the row",
        )
    if len(line.key) != len(table.primary_key) or not all(line.key):
        key = ",".join(table.primary_key)
        return f"id is {shown(','.join(line.key))}", f"write {key} of the row, joined by commas"
    if line.field not in table.columns and line.action != "split":
        return f"{line.table} has no column {shown(line.field)}", f"write one of {', '.join(table.columns)}"
    return _RULES[line.action](line, table)


def _correct(line: Correction, table: Table) -> tuple[str, str] | None:
    if line.table == "articles" and line.field not in _OF_ARTICLES:
        return f"{line.field} of an article follows from its text and its sidecar", "change the file in seeds/"
    if line.field in table.primary_key:
        return f"{line.field} is part of the key of {line.table}", "withdraw the row and add a new row"
    if followed := _followed(line, table):
        return followed
    if line.old == line.new:
        return "old_value and new_value are the same", "write another new_value, or the action confirm"
    if line.field in references(line.table) and line.new:
        return None  # `_unknown_names` checks it when all lines are read
    return _wrong_value(line, table)


def _confirm(line: Correction, table: Table) -> tuple[str, str] | None:
    if line.table == "articles" and line.field != READ_WHOLE:
        return f"{line.field} of an article cannot be confirmed", f"write {READ_WHOLE}, or remove the line"
    if line.field == "status":
        return "a confirmation changes status itself", "write the column that you checked, and its value"
    return _no_new_value(line)


def _withdraw(line: Correction, table: Table) -> tuple[str, str] | None:
    if line.table == "articles":
        return "articles cannot be withdrawn", "remove the text from seeds/ and convert again"
    return _no_new_value(line)


def _add(line: Correction, table: Table) -> tuple[str, str] | None:
    if line.table == "articles":
        return "articles cannot be added", "put the text into seeds/ and convert again"
    if line.old:
        return f"old_value is {shown(line.old)}", "leave it empty: a new row has no old value"
    if line.field in table.primary_key:
        return f"{line.field} is part of the key of {line.table}", "write it only into id"
    for name, part in zip(table.primary_key, line.key, strict=True):
        # References may be names of added rows.
        message = "" if len(line.key) == 1 or name in references(line.table) else rejects(table.field(name), part)
        if message:
            return f"{name} in id {message}", f"see {name} in docs/data-dictionary.md"
    if line.field not in {"article_id", "start"} and (followed := _followed(line, table)):
        return followed
    return None if line.field in references(line.table) and line.new else _wrong_value(line, table)


def _merge(line: Correction, table: Table) -> tuple[str, str] | None:
    if line.table != "entities":
        return f"rows of {line.table} cannot be merged", "withdraw one of the two rows"
    if line.field != "name":
        return f"field is {shown(line.field)}", "write name, and the name of the entity in id as old_value"
    if message := rejects(table.field("entity_id"), line.new):
        return f"new_value {message}", "write the id of the entity to keep"
    return ("an entity is merged with itself", "write the id of another entity") if line.key == (line.new,) else None


def _split(line: Correction, table: Table) -> tuple[str, str] | None:
    if line.table != "entities":
        return f"rows of {line.table} cannot be split", "withdraw the row and add new rows"
    if line.field != "article_id" or rejects(own_tables()["articles"].field("article_id"), line.old) or not line.old:
        return "a split needs an article", "write article_id as field and the article's id as old_value"
    return _wrong_name(line, table)


def _settle(line: Correction, table: Table) -> tuple[str, str] | None:
    if line.field != "status":
        return _correct(line, table) if line.old != line.new else None
    if line.table == "articles" or line.new not in {KEPT, WITHDRAWN}:
        return f"new_value is {shown(line.new)}", f"write {KEPT} or {WITHDRAWN} for the row, or name another column"
    return None


_RULES = {
    "correct": _correct,
    "confirm": _confirm,
    "withdraw": _withdraw,
    "add": _add,
    "merge": _merge,
    "split": _split,
    "settle": _settle,
}


def _no_new_value(line: Correction) -> tuple[str, str] | None:
    defect = f"new_value is {shown(line.new)}", "leave it empty, or write the action correct"
    return defect if line.new else None


def _followed(line: Correction, table: Table) -> tuple[str, str] | None:
    follows = {**_FOLLOWS[""], **(_PLACES if "exact" in table.columns else {}), **_FOLLOWS.get(line.table, {})}
    instead = follows.get(line.field)
    return (f"{line.field} of {line.table} follows from other columns", instead) if instead else None


def _wrong_name(line: Correction, table: Table) -> tuple[str, str] | None:
    message = rejects(table.field("name"), line.new)
    return (f"new_value {message}", "write the name of the other entity") if message else None


def _wrong_value(line: Correction, table: Table) -> tuple[str, str] | None:
    message = rejects(table.field(line.field), line.new)
    return (f"new_value {message}", f"see {line.field} in docs/data-dictionary.md") if message else None

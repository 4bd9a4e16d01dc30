"""The user's table of people and organizations: a CSV file with a name in each row, and whatever else is known."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from onrecord.errors import PackageError
from onrecord.package.own_cells import rejects
from onrecord.package.own_tables import own_tables
from onrecord.package.tables import Record, read_records
from onrecord.text.printable import shown
from onrecord.text.spreadsheets import BYTE_ORDER_MARK

NAME, ALIASES, QID, TYPE = "name", "aliases", "wikidata_id", "entity_type"
SEPARATORS = "|;"  # between aliases
MOST_ROWS, MOST_COLUMNS = 1_000_000, 100
_REPORTED = 20  # defects in a message


@dataclasses.dataclass(frozen=True, slots=True)
class Person:
    """A row of the user's table, which may be an organization, too.

    Attributes:
        line: its line in the file.
        name: its name.
        aliases: other names.
        wikidata_id: its Wikidata item; may be empty.
        entity_type: its type; empty if the table does not say it.
        values: its cells in all further columns, by column.
    """

    line: int
    name: str
    aliases: tuple[str, ...]
    wikidata_id: str
    entity_type: str
    values: Mapping[str, str]

    @property
    def names(self) -> tuple[str, ...]:
        """All its names."""
        return self.name, *self.aliases


@dataclasses.dataclass(frozen=True, slots=True)
class People:
    """The rows of the user's table, and the names of its further columns."""

    rows: Sequence[Person]
    columns: Sequence[str]


def read_people(path: Path) -> People:
    """Reads the user's table.

    Args:
        path: CSV with the column `name`, and if there are, `wikidata_id`, `aliases` with `|` or `;` between them, and
            `entity_type`; further columns are carried along.

    Raises:
        PackageError: the file cannot be read, lacks the column `name`, has a column twice, or has rows that make no
            sense; the message lists these with their lines.
    """
    records = read_records(path)
    header = next(records, None)
    columns = [cell.removeprefix(BYTE_ORDER_MARK).strip() for cell in header.cells] if header else []
    _require_columns(path, columns)
    rows: list[Person] = []
    defects: list[str] = []
    for number, record in enumerate(records):
        if number >= MOST_ROWS:
            raise PackageError(f"{path}: more than {MOST_ROWS:,} rows; leave out those that are not needed")
        if not any(cell.strip() for cell in record.cells):
            continue
        person = _person(record, columns)
        if isinstance(person, str):
            defects.append(f"{path}:{record.line}: {person}")
        else:
            rows.append(person)
    defects += [f"{path}:{defect}" for defect in _repeated(rows)]
    if defects:
        more = f"\n… and {len(defects) - _REPORTED:,} more" if len(defects) > _REPORTED else ""
        raise PackageError("\n".join(defects[:_REPORTED]) + more)
    if not rows:
        raise PackageError(f"{path}: no rows; write a name into each row")
    return People(rows, [column for column in columns if column not in {NAME, ALIASES, QID, TYPE}])


def _require_columns(path: Path, columns: Sequence[str]) -> None:
    if NAME not in columns:
        mark = next((mark for mark in ";\t" if any(mark in column for column in columns)), "")
        remedy = "save the file with commas between the cells" if mark else f"call the column of the names {NAME}"
        raise PackageError(f"{path}:1: no column {NAME}; it has {shown(', '.join(columns))}; {remedy}")
    if len(columns) > MOST_COLUMNS:
        raise PackageError(f"{path}:1: {len(columns)} columns, more than {MOST_COLUMNS}; leave out the others")
    for column in columns:
        if not column:
            raise PackageError(f"{path}:1: a column has no name; name it, or remove it")
        if columns.count(column) > 1:
            raise PackageError(f"{path}:1: the column {shown(column)} is there twice; rename or remove one of them")


def _person(record: Record, columns: Sequence[str]) -> Person | str:
    """The person of a row, or what is wrong with it."""
    if len(record.cells) != len(columns):
        message = f"the row has {len(record.cells)} cells, but the header has {len(columns)}"
        return f"{message}; put cells with commas in quotation marks"
    cells = dict(zip(columns, (" ".join(cell.split()) for cell in record.cells), strict=True))
    if not cells[NAME]:
        return f"{NAME} is empty; fill it in, or remove the row"
    declared = own_tables()["entities"]
    if cells.get(QID) and (rejected := rejects(declared.field(QID), cells[QID])):
        return f"{QID} {rejected}; write an item such as {declared.field(QID).example}, or leave the cell empty"
    if cells.get(TYPE) and (rejected := rejects(declared.field(TYPE), cells[TYPE])):
        return f"{TYPE} {rejected}; write one of these, or leave the cell empty"
    listed = cells.get(ALIASES, "")
    for mark in SEPARATORS:
        listed = listed.replace(mark, "\n")
    aliases = tuple(dict.fromkeys(alias.strip() for alias in listed.split("\n") if alias.strip()))
    further = {column: cell for column, cell in cells.items() if column not in {NAME, ALIASES, QID, TYPE}}
    return Person(record.line, cells[NAME], aliases, cells.get(QID, ""), cells.get(TYPE, ""), further)


def _repeated(rows: Sequence[Person]) -> Iterator[str]:
    """What rows repeat of earlier rows: an item, or everything. People of the same name are not repeated."""
    items: dict[str, int] = {}
    wholes: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for row in rows:
        wholes[row.name, row.aliases, row.wikidata_id, row.entity_type, *row.values.items()].append(row.line)
        if row.wikidata_id and (first := items.setdefault(row.wikidata_id, row.line)) != row.line:
            remedy = f"keep one row, and write other names into {ALIASES}"
            yield f"{row.line}: {QID} is {row.wikidata_id}, as in line {first}; {remedy}"
    for first, *others in wholes.values():
        for line in others:
            yield f"{line}: the row is the same as line {first}; remove one of them"

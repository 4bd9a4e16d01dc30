"""Sheet: a table as its file holds it, every cell as text, read strictly."""

from __future__ import annotations

import csv
import dataclasses
import functools
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO, Any

from onrecord.contract import Resource, Table
from onrecord.problems import Problem
from onrecord.spans import Span
from onrecord.validate.hints import hint_for_encoding, hint_for_header
from onrecord.validate.rules import problem, shown

# The csv module's own limit of 131,072 characters is below the longest quotes.
_CELL_LIMIT = 16 * 1024 * 1024
_DIALECT = {
    "delimiter": "delimiter",
    "quoteChar": "quotechar",
    "doubleQuote": "doublequote",
    "skipInitialSpace": "skipinitialspace",
}
# Properties of a field that change how its cells are read.
_OWN_READING = frozenset(
    {"trueValues", "falseValues", "decimalChar", "groupChar", "bareNumber", "missingValues", "categories"}
)


def integer(cell: str) -> int | None:
    """The integer in a cell; None where there is none, which the engines report."""
    try:
        return int(cell)
    except ValueError:
        return None


def span_of(start: str, end: str) -> Span | None:
    """The span between the offsets in two cells; None where they make none."""
    first, last = integer(start), integer(end)
    return Span(first, last) if first is not None and last is not None and 0 <= first < last else None


def reads_plainly(table: Table, column: str) -> bool:
    """Whether the cells of a column are read by the standard's defaults."""
    [declared] = [declared for declared in table.schema["fields"] if declared["name"] == column]
    return not _OWN_READING & declared.keys()


@dataclasses.dataclass(frozen=True, eq=False)
class Sheet:
    """The rows of a table whose header is right.

    Attributes:
        path: the file inside the package.
        table: what its schema declares.
        cells: the cells of each column as text, empty where nothing stands; rows count from 0.
        lines: the line, from 1, where each row starts.
        ragged: the rows that have another number of cells than the header, with that number; 0 for a row
            without any value. Their cells are filled up or cut off, and judged no further.
    """

    path: str
    table: Table
    cells: Mapping[str, list[str]]
    lines: list[int]
    ragged: Mapping[int, int]

    @property
    def name(self) -> str:
        """The name of the table."""
        return self.table.name

    @functools.cached_property
    def missing(self) -> frozenset[str]:
        """The texts that stand for a missing value."""
        return _missing(self.table)

    def has(self, *columns: str) -> bool:
        """Whether the table has all of `columns`."""
        return set(columns) <= set(self.table.columns)

    def records(self, *columns: str) -> Iterator[tuple[Any, ...]]:
        """The number and the cells in `columns` of each row, ragged rows left out."""
        for row, *cells in zip(range(len(self.lines)), *(self.cells[name] for name in columns), strict=True):
            if row not in self.ragged:
                yield row, *cells

    def key(self, row: int) -> str:
        """The value of a row's primary key, its parts joined by a comma."""
        return ",".join(self.cells[name][row] for name in self.table.primary_key if self.has(name))

    @functools.cached_property
    def _first_lines(self) -> dict[str, dict[tuple[str, ...], int]]:
        return {}

    def first_line(self, row: int, field: str) -> int:
        """The first line that has the cells of `row` in the columns that `field` names, joined by commas."""
        names = field.split(",")
        if field not in self._first_lines:
            first: dict[tuple[str, ...], int] = {}
            for line, *cells in zip(self.lines, *(self.cells[name] for name in names), strict=True):
                first.setdefault(tuple(cells), line)
            self._first_lines[field] = first
        return self._first_lines[field][tuple(self.cells[name][row] for name in names)]

    def problem(self, code: str, row: int, field: str, message: str, remedy: str = "") -> Problem:
        """A problem with a cell of `row`, or, where `field` is empty, with the row itself; see `rules.problem`."""
        names = [name for name in field.split(",") if name and self.has(name)]
        value = ",".join(self.cells[name][row] for name in names)
        place: dict[str, Any] = {"path": self.path, "line": self.lines[row], "key": self.key(row)}
        return problem(code, message, remedy=remedy, table=self.name, field=field, value=value, **place)


def _missing(table: Table) -> frozenset[str]:
    declared = table.schema.get("missingValues", [""])
    values = declared if isinstance(declared, list) else [""]
    return frozenset(str(value.get("value", "") if isinstance(value, dict) else value) for value in values)


class _Lines:
    """The lines of an open file, with a memory for what a csv reader does not tell."""

    def __init__(self, file: IO[str]) -> None:
        self._file = file
        self.number = 0
        self.last = ""
        self.has_mark = False
        self.with_nul: list[int] = []

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        self.last = next(self._file)
        self.number += 1
        if self.number == 1 and self.last.startswith("\ufeff"):
            self.has_mark = True
            self.last = self.last[1:]
        if "\0" in self.last:
            self.with_nul.append(self.number)
        return self.last


def why_unreadable(resource: Resource) -> str:
    """Why a table cannot be read as CSV in UTF-8; empty where nothing speaks against it."""
    declared, dialect = resource.declared, resource.declared.get("dialect", {})
    kind = str(declared.get("format", Path(resource.path).suffix.removeprefix("."))).lower()
    encoding = str(declared.get("encoding", "utf-8")).lower()
    if kind not in ("csv", "tsv"):
        return f"is no CSV file but {kind or 'of unknown kind'}"
    if encoding not in ("utf-8", "utf8", "us-ascii"):
        return f"is declared as {encoding}"
    unknown = set(dialect) - {*_DIALECT, "$schema", "lineTerminator"} if isinstance(dialect, dict) else {"path"}
    unknown -= {"header"} if isinstance(dialect, dict) and dialect.get("header") is True else set()
    if unknown or "compression" in declared:
        return f"uses {', '.join(sorted(unknown)) or 'compression'}, which this validator does not know"
    try:
        csv.reader([], **_reader_options(resource))
    except (TypeError, ValueError) as error:
        return f"has a dialect that is none: {error}"
    return ""


def read_sheet(
    resource: Resource, table: Table, path: Path, *, header_only: bool = False
) -> tuple[Sheet | None, list[Problem]]:
    """The sheet in the file at `path`, None where its rows cannot be judged; what is wrong with the file.

    Args:
        resource: what the descriptor says of the file.
        table: what its schema declares.
        path: where the file is.
        header_only: whether to stop behind the header; the sheet is None then.
    """
    place = {"path": resource.path, "table": table.name}
    found: list[Problem] = []
    rows: list[list[str]] = []
    lines: list[int] = []
    ragged: dict[int, int] = {}
    returns: list[int] = []
    width, missing = len(table.columns), _missing(table)
    header: list[str] | None = None
    csv.field_size_limit(_CELL_LIMIT)
    with path.open(encoding="utf-8", newline="") as file:
        source = _Lines(file)
        start = 1
        try:
            for cells in csv.reader(source, strict=True, **_reader_options(resource)):
                if source.last.endswith(("\r\n", "\r")):
                    returns.append(source.number)
                if header is None:
                    header = cells
                    if told := _header_difference(header, table):
                        hint = hint_for_header(header, table.columns)
                        found.append(problem("wrong-header", told, remedy=hint, line=1, **place))
                        break
                    if header_only:
                        break
                else:
                    if missing.issuperset(cells):
                        ragged[len(rows)] = 0
                    elif len(cells) != width:
                        ragged[len(rows)] = len(cells)
                    if len(cells) != width:
                        cells = [*cells, *[""] * (width - len(cells))][:width]
                    rows.append(cells)
                    lines.append(start)
                start = source.number + 1
        except UnicodeDecodeError as error:
            told, hint = f"the line is not UTF-8: {error.reason}", hint_for_encoding(path)
            return None, [problem("not-utf8", told, remedy=hint, line=_bad_line(path), **place)]
        except csv.Error as error:
            return None, [problem("not-csv", f"the row is not CSV: {error}", line=start, **place)]
    if header is None:
        return None, [problem("wrong-header", "the file is empty", line=1, **place)]
    if source.has_mark:
        found.append(problem("byte-order-mark", "the file begins with a byte order mark", line=1, **place))
    found += [
        problem("nul-character", "the line holds a NUL character", line=line, **place) for line in source.with_nul
    ]
    if returns:
        told = f"{len(returns):,} lines end with a carriage return, this one first"
        found.append(problem("carriage-return", told, line=returns[0], **place))
    if header_only or any(defect.code == "wrong-header" for defect in found):
        return None, found
    columns = [list(column) for column in zip(*rows, strict=True)] if rows else [[] for _ in table.columns]
    return Sheet(resource.path, table, dict(zip(table.columns, columns, strict=True)), lines, ragged), found


def _reader_options(resource: Resource) -> dict[str, Any]:
    dialect = resource.declared.get("dialect", {})
    options: dict[str, Any] = {"delimiter": "\t"} if resource.path.endswith(".tsv") else {}
    return options | {_DIALECT[name]: value for name, value in dialect.items() if name in _DIALECT}


def _header_difference(header: list[str], table: Table) -> str:
    """How a header differs from the fields of a table; empty where it does not."""
    if tuple(header) == table.columns:
        return ""
    lacking = [name for name in table.columns if name not in header]
    unknown = [name for name in header if name not in table.columns]
    parts = [
        f"the header lacks {', '.join(lacking)}" if lacking else "",
        f"the header has {', '.join(map(shown, unknown))}, which the schema does not know" if unknown else "",
    ]
    return (
        "; ".join(filter(None, parts))
        or f"the columns stand in another order than the schema's {', '.join(table.columns)}"
    )


def _bad_line(path: Path) -> int:
    """The first line of a file that is not UTF-8; a decoder that reads in blocks cannot tell it."""
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            try:
                line.decode("utf-8")
            except UnicodeDecodeError:
                return number
    return 0

"""Sheets: tables as their files hold them, every cell as text, read strictly."""

from __future__ import annotations

import bisect
import dataclasses
import functools
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, overload

import polars as pl

from onrecord.package import DESCRIPTOR
from onrecord.package.files import inside
from onrecord.package.resources import TABULAR, Resource
from onrecord.package.table_data import (
    BROKEN,
    LINE_ENDS,
    Rows,
    dialect_of,
    has_header,
    opened_rows,
    size_of,
    unmatched,
    why_unreadable,
)
from onrecord.problems import Problem
from onrecord.progress import track
from onrecord.tableschema.blocks import Block, Marks, NotCsv
from onrecord.tableschema.cells import writable
from onrecord.tableschema.csv_blocks import BLOCK
from onrecord.tableschema.schema import MOST_FIELDS, Table
from onrecord.text.numbers import counted
from onrecord.text.printable import shown
from onrecord.text.spans import Span
from onrecord.validation.budget import ProblemBudget
from onrecord.validation.hints import hint_for_encoding, hint_for_header
from onrecord.validation.rules import MOST_PROBLEMS, problem

_FEW = 20  # names in a message
_REMEDIES = {"not-judged": "put the file into the package unpacked"}


def integer(cell: str) -> int | None:
    """The integer in a cell; None if it is not an integer, which the engines report."""
    try:
        return int(cell)
    except ValueError:
        return None


def span_of(start: str, end: str) -> Span | None:
    """The span between the offsets in two cells; None if they are not a valid span."""
    first, last = integer(start), integer(end)
    return Span(first, last) if first is not None and last is not None and 0 <= first < last else None


class Lines(Sequence[int]):
    """The line, from 1, where each row of a table starts, in little memory: most rows are one line."""

    def __init__(self) -> None:
        self._firsts: list[int] = []
        self._blocks: list[Block] = []
        self._length = 0

    def add(self, block: Block) -> None:
        """Adds the rows of the next block."""
        self._firsts.append(self._length)
        self._blocks.append(dataclasses.replace(block, frame=pl.DataFrame(), ragged={}, misfits={}))
        self._length += len(block.frame)

    def __len__(self) -> int:
        return self._length

    @overload
    def __getitem__(self, row: int) -> int: ...
    @overload
    def __getitem__(self, row: slice) -> list[int]: ...
    def __getitem__(self, row: int | slice) -> int | list[int]:
        if isinstance(row, slice):
            return [self[each] for each in range(*row.indices(self._length))]
        if not 0 <= row < self._length:
            raise IndexError(row)
        number = bisect.bisect_right(self._firsts, row) - 1
        return self._blocks[number].line(row - self._firsts[number])

    def path(self, row: int) -> str:
        """The file that a row is in; empty if the table has only one file."""
        return self._blocks[bisect.bisect_right(self._firsts, row) - 1].path


class _Cells(dict[str, list[str]]):
    """The cells of columns as lists of text, made at first use; missing values are empty."""

    def __init__(self, frame: pl.DataFrame) -> None:
        super().__init__()
        self._frame = frame

    def __missing__(self, column: str) -> list[str]:
        return self.setdefault(column, self._frame[column].fill_null("").to_list())


@dataclasses.dataclass(frozen=True, eq=False)
class Sheet:
    """The rows of a table whose header matches its schema.

    Attributes:
        path: the file inside the package.
        table: the table and its schema.
        frame: the cells of the columns that were kept, as text, null if empty; rows count from 0.
        lines: the line, from 1, where each row starts.
        ragged: the rows with more or fewer cells than the schema has fields, and their number of cells; 0 for an empty
            line. Their cells are padded or cut off, and not judged.
    """

    path: str
    table: Table
    frame: pl.DataFrame
    lines: Sequence[int]
    ragged: Mapping[int, int]

    def path_of(self, row: int) -> str:
        """The file that a row is in."""
        return (self.lines.path(row) if isinstance(self.lines, Lines) else "") or self.path

    @property
    def name(self) -> str:
        """The name of the table."""
        return self.table.name

    @functools.cached_property
    def cells(self) -> Mapping[str, list[str]]:
        """The cells of each column as text."""
        return _Cells(self.frame)

    def missing(self, column: str) -> tuple[str, ...]:
        """The texts that stand for a missing value in a column."""
        return self.table.field(column).missing_values

    def has(self, *columns: str) -> bool:
        """Whether the sheet has all of `columns`."""
        return self._columns.issuperset(columns)

    @functools.cached_property
    def _columns(self) -> frozenset[str]:
        return frozenset(self.frame.columns)

    @functools.cached_property
    def key_values(self) -> dict[str, pl.Series]:
        """The values of columns as parts of keys, filled by `keys.values`."""
        return {}

    def records(self, *columns: str) -> Iterator[tuple[Any, ...]]:
        """The number and the cells in `columns` of each row, without ragged rows."""
        for row, *cells in zip(range(len(self.lines)), *(self.cells[name] for name in columns), strict=True):
            if row not in self.ragged:
                yield row, *cells

    def key(self, row: int) -> str:
        """The primary key of a row, its parts joined by commas."""
        return self.value(row, [name for name in self.table.primary_key if self.has(name)])

    def list_keys(self) -> None:
        """Makes lists of the columns of the primary key; do this before `key` is called for many rows."""
        for name in filter(self.has, self.table.primary_key):
            self.cells.__getitem__(name)

    def value(self, row: int, columns: Collection[str]) -> str:
        """The cells of a row in `columns`, joined by commas."""
        # A cell of a frame takes fifty times as long as an item of a list, if the list exists.
        listed = ((name, self.cells.get(name)) for name in columns)
        return ",".join((self.frame[row, name] or "") if cells is None else cells[row] for name, cells in listed)

    def values(self, rows: Sequence[int], columns: Collection[str]) -> list[str]:
        """The cells of several rows in `columns`, joined by commas; fifty times as fast as `value` for each row."""
        names = [name for name in columns if self.has(name)]
        if not names:
            return [""] * len(rows)
        return join(self.frame[rows], names)

    def problem(self, code: str, row: int, field: str, message: str, remedy: str = "") -> Problem:
        """A problem with a cell of `row`, or with the row itself if `field` is empty; see `rules.problem`."""
        value = self.value(row, [name for name in field.split(",") if name and self.has(name)])
        place: dict[str, Any] = {"path": self.path_of(row), "line": self.lines[row], "key": self.key(row)}
        return problem(code, message, remedy=remedy, table=self.name, field=field, value=value, **place)


def join(frame: pl.DataFrame, columns: Collection[str]) -> list[str]:
    """The cells of each row of a frame in `columns`, joined by commas."""
    parts = [pl.col(name).fill_null("") for name in columns]
    return frame.select(pl.concat_str(parts, separator=",")).to_series().to_list()


def why_not_judged(resource: Resource) -> str:
    """Why the rows of a table cannot be judged; empty if they can."""
    return why_unreadable(resource) or (why_no_frame(resource.table) if resource.table else "has no schema")


def why_no_frame(table: Table) -> str:
    """Why the fields of a table cannot be the columns of a frame; empty if they can."""
    names = table.columns
    if not names:
        return "has a schema without fields"
    if len(names) > MOST_FIELDS:
        return f"has {len(names):,} fields; up to {MOST_FIELDS:,} can be judged"
    if refused := [name for name in names if not isinstance(name, str) or writable([name]) != [name]]:
        return f"has a field called {refused[0]!r}, which a header cannot contain"
    # To polars, these mean all columns, and the columns that match an expression.
    refused = [name for name in names if "\0" in name or name == "*" or (name[:1], name[-1:]) == ("^", "$")]
    return f"has a field called {shown(refused[0])}, which means something else to the reader" if refused else ""


def read_sheet(
    folder: Path,
    resource: Resource,
    table: Table,
    *,
    header_only: bool = False,
    keep: Collection[str] | None = None,
    see: Callable[[Block, int], None] | None = None,
    budget: ProblemBudget | None = None,
) -> tuple[Sheet | None, list[Problem]]:
    """The rows of a table as a sheet, or None if they cannot be judged; and the problems with its files.

    Args:
        folder: folder of the package.
        resource: the table's entry in the descriptor.
        table: the columns of its data, as `table_data.resolved` returns them.
        header_only: whether to stop after the header, without a sheet.
        keep: the columns to keep in the sheet; None keeps all.
        see: called with each block of rows, with all columns, and the number of its first row.
        budget: the number of problems with rows to keep.
    """
    budget = budget or ProblemBudget()
    path = resource.path or DESCRIPTOR
    place = {"path": path, "table": table.name}
    found: list[Problem] = []
    lines, ragged = Lines(), dict[int, int]()
    kept = [name for name in table.columns if keep is None or name in keep]
    frames: list[pl.DataFrame] = []
    rows: Rows | None = None
    try:
        with opened_rows(folder, resource, table) as rows:
            header = rows.header()
            if has_header(resource) and (defect := header_defect(header, table, place)):
                return None, [*_at_the_top(rows, table), defect]
            if table.header_differs:
                message = f"the header {table.header_differs}; columns were matched by name"
                found.append(problem("other-header", message, line=1, **place))
            if header_only:
                return None, [*_at_the_top(rows, table), *found]
            total = size_of(folder, resource) // BLOCK + 1
            for block in track(rows.blocks(table.columns), total, path):
                first = len(lines)
                place["path"] = block.path or path
                found += [
                    problem("empty-row", "all cells of the row are empty", line=block.line(row), **place)
                    for row in _empty_rows(block.frame)
                    if row not in block.ragged and budget.takes("empty-row", table.name, place["path"])
                ]
                ragged |= {first + row: count for row, count in block.ragged.items()}
                if len(ragged) > MOST_PROBLEMS:
                    row, count = next(iter(ragged.items()))
                    line = lines[row] if row < first else block.line(row - first)
                    return None, [*_at_the_top(rows, table), *found, _too_ragged(table, line, count, place)]
                found += budget.kept(_misfits(block, table, path))
                if see:
                    see(block, first)
                lines.add(block)
                frames.append(block.frame.select(kept))
    except NotCsv as error:
        place["path"] = rows.path if rows else path
        code, message = error.code, str(error)
        is_text = code == "not-utf8" and place["path"] in resource.local_parts
        hint = hint_for_encoding(inside(folder, place["path"])) if is_text else _REMEDIES.get(code, "")
        if code == "not-utf8" and not resource.is_v1 and "encoding" not in resource.declared:
            code = "not-judged"  # "the encoding SHOULD be detected", says version 2
            message = f"{message}, and no encoding is declared; the rows were not judged"
            hint = hint or "declare the encoding, or save the file as UTF-8"
        return None, [problem(code, message, remedy=hint, line=error.line, **place)]
    except BROKEN as error:
        place["path"] = rows.path if rows else path
        return None, [problem("not-readable", f"the file cannot be read: {error}", **place)]
    for part, marks in rows.marks.items():
        place["path"] = part
        found += [problem("nul-character", "the line holds a NUL character", line=line, **place) for line in marks.nul]
        found += _odd_ends(marks, resource, place)
    frame = pl.concat([pl.DataFrame(schema=dict.fromkeys(kept, pl.String)), *frames])
    return Sheet(path, table, frame, lines, ragged), [*_at_the_top(rows, table), *found]


def _too_ragged(table: Table, line: int, count: int, place: Mapping[str, str]) -> Problem:
    """The problem of a file in which most rows have more or fewer cells than the schema has fields."""
    message = f"the schema has {counted(len(table.columns), 'field')}, but more than {MOST_PROBLEMS:,} rows have more"
    message += f" or fewer cells (here {count}); the rows were not judged"
    return problem("wrong-cell-count", message, remedy="correct the file, or declare its dialect", line=line, **place)


def _at_the_top(rows: Rows, table: Table) -> list[Problem]:
    """The problems above the first row: byte order marks, skipped rows, and repeated keys of JSON objects."""
    message = "the file begins with a byte order mark"
    found = [problem("byte-order-mark", message, line=1, path=part, table=table.name) for part in rows.with_mark]
    message = "the row is above the last header row, is neither a header row nor a comment, and is skipped"
    for part, marks in rows.marks.items():
        found += (problem("skipped-row", message, line=line, path=part, table=table.name) for line in marks.skipped)
        for name, count in Counter(marks.repeated).items():
            objects = "an object has" if count == 1 else f"{count:,} objects have"
            twice = f"{objects} the key {shown(name)} twice, and readers keep only one of the values"
            found.append(problem("repeated-property", twice, path=part, table=table.name, value=name))
    return found


def _misfits(block: Block, table: Table, path: str) -> Iterator[Problem]:
    """The JSON values whose type is not that of their field."""
    for (row, name), text in block.misfits.items():
        message = f"{shown(text)} is not a valid {table.field(name).type}"
        place = {"path": block.path or path, "table": table.name, "field": name}
        yield problem("type-error", message, value=text, line=block.line(row), **place)


def _odd_ends(marks: Marks, resource: Resource, place: Mapping[str, str]) -> Iterator[Problem]:
    """Lines that end in another way than the dialect declares or, if it declares nothing, than the other lines."""
    declared = dialect_of(resource).line_terminator
    is_csv_of_1 = (
        resource.is_v1 and resource.declared.get("profile") in TABULAR and not resource.declared.get("dialect")
    )
    if is_csv_of_1 and "\r" in marks.ends:
        message = "lines end with only a carriage return, and no dialect is declared"
        remedy = "declare lineTerminator in a dialect, or end the lines with line feeds"
        yield problem("not-csv", message, remedy=remedy, line=marks.ends["\r"][1], **place)
    usual = {declared, "\n"} if declared in (None, "\r\n") else {declared}
    if declared is None and "\n" not in marks.ends:
        usual.add("\r\n")
    for terminator, (count, line) in marks.ends.items():
        if terminator not in usual:
            message = f"{count:,} {'line ends' if count == 1 else 'lines end'} with {LINE_ENDS[terminator]}, "
            message += "this is the first; " if count > 1 else ""
            why = f"the dialect declares {shown(declared)}" if declared else "some readers do not end the line there"
            yield problem("carriage-return", message + why, line=line, **place)


def _empty_rows(frame: pl.DataFrame) -> list[int]:
    """The rows whose cells are all empty."""
    empty = pl.Series([True]).new_from_index(0, len(frame))
    for column in frame.iter_columns():
        if not (column.null_count() and (empty := empty & column.is_null()).any()):
            return []
    return empty.arg_true().to_list()


def header_defect(header: list[str] | None, table: Table, place: Mapping[str, str]) -> Problem | None:
    """The problem with a header that differs from the fields of a table; None if it does not differ."""
    if header is None:
        return problem("wrong-header", "the file is empty", line=1, **place)
    if tuple(header) == table.header:
        return None
    lacking, unknown = unmatched(table, header)
    unknown = [shown(name) for name in unknown]
    twice = [shown(name) for name, count in Counter(header).items() if count > max(1, table.header.count(name))]
    parts = [
        f"the header lacks {_listed(lacking)}" if lacking else "",
        f"the header has {_listed(unknown)}, which the schema lacks" if unknown else "",
        f"the header has {_listed(twice)} twice" if twice and not (lacking or unknown) else "",
    ]
    reordered = f"the columns are in a different order from the schema's {_listed(table.header)}"
    message = "; ".join(filter(None, parts)) or reordered
    hint = hint_for_header(header, table.header)
    is_needed = any(
        field.required or field.name in table.primary_key for field in table.fields if field.name in lacking
    )
    if table.is_v1 and not is_needed:
        return problem("other-header", f"{message}; its rows were not judged", remedy=hint, line=1, **place)
    return problem("wrong-header", message, remedy=hint, line=1, **place)


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - _FEW:,} more" if len(names) > _FEW else ""
    return ", ".join(names[:_FEW]) + more

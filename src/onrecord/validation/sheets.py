"""Sheet: a table as its file holds it, every cell as text, read strictly."""

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
    """The integer in a cell; None where there is none, which the engines report."""
    try:
        return int(cell)
    except ValueError:
        return None


def span_of(start: str, end: str) -> Span | None:
    """The span between the offsets in two cells; None where they make none."""
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
            return [self[one] for one in range(*row.indices(self._length))]
        if not 0 <= row < self._length:
            raise IndexError(row)
        number = bisect.bisect_right(self._firsts, row) - 1
        return self._blocks[number].line(row - self._firsts[number])

    def path(self, row: int) -> str:
        """The file that a row is in; empty where the table has but one."""
        return self._blocks[bisect.bisect_right(self._firsts, row) - 1].path


class _Cells(dict[str, list[str]]):
    """The cells of columns as lists of text, made when they are asked for; empty where nothing stands."""

    def __init__(self, frame: pl.DataFrame) -> None:
        super().__init__()
        self._frame = frame

    def __missing__(self, column: str) -> list[str]:
        return self.setdefault(column, self._frame[column].fill_null("").to_list())


@dataclasses.dataclass(frozen=True, eq=False)
class Sheet:
    """The rows of a table whose header is right.

    Attributes:
        path: the file inside the package.
        table: what its schema declares.
        frame: the cells of the columns that were kept, as text, null where nothing stands; rows count from 0.
        lines: the line, from 1, where each row starts.
        ragged: the rows that have another number of cells than the schema has fields, with that number; 0 for an empty
            line. Their cells are filled up or cut off, and judged no further.
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
        """The cells of each column as text, empty where nothing stands."""
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
        """The values of columns that were asked for as parts of keys; see `keys.values`."""
        return {}

    def records(self, *columns: str) -> Iterator[tuple[Any, ...]]:
        """The number and the cells in `columns` of each row, ragged rows left out."""
        for row, *cells in zip(range(len(self.lines)), *(self.cells[name] for name in columns), strict=True):
            if row not in self.ragged:
                yield row, *cells

    def key(self, row: int) -> str:
        """The value of a row's primary key, its parts joined by a comma."""
        return self.value(row, [name for name in self.table.primary_key if self.has(name)])

    def list_keys(self) -> None:
        """Makes lists of the columns of the primary key, before many rows are told by theirs."""
        for name in filter(self.has, self.table.primary_key):
            self.cells.__getitem__(name)

    def value(self, row: int, columns: Collection[str]) -> str:
        """The cells of a row in `columns`, joined by commas."""
        # A look into a frame takes fifty times as long as one into a list, which is made where many are needed.
        listed = ((name, self.cells.get(name)) for name in columns)
        return ",".join((self.frame[row, name] or "") if cells is None else cells[row] for name, cells in listed)

    def values(self, rows: Sequence[int], columns: Collection[str]) -> list[str]:
        """The cells of several rows in `columns`, joined by commas; one by one they take fifty times as long."""
        names = [name for name in columns if self.has(name)]
        if not names:
            return [""] * len(rows)
        return join(self.frame[rows], names)

    def problem(self, code: str, row: int, field: str, message: str, remedy: str = "") -> Problem:
        """A problem with a cell of `row`, or, where `field` is empty, with the row itself; see `rules.problem`."""
        value = self.value(row, [name for name in field.split(",") if name and self.has(name)])
        place: dict[str, Any] = {"path": self.path_of(row), "line": self.lines[row], "key": self.key(row)}
        return problem(code, message, remedy=remedy, table=self.name, field=field, value=value, **place)


def join(frame: pl.DataFrame, columns: Collection[str]) -> list[str]:
    """The cells of each row of a frame in `columns`, joined by commas."""
    parts = [pl.col(name).fill_null("") for name in columns]
    return frame.select(pl.concat_str(parts, separator=",")).to_series().to_list()


def why_not_judged(resource: Resource) -> str:
    """Why the rows of a table cannot be judged; empty where nothing speaks against it."""
    return why_unreadable(resource) or (why_no_frame(resource.table) if resource.table else "has no schema")


def why_no_frame(table: Table) -> str:
    """Why the fields of a table cannot be the columns of a frame; empty where nothing speaks against it."""
    names = table.columns
    if not names:
        return "has a schema without fields"
    if len(names) > MOST_FIELDS:
        return f"has {len(names):,} fields; up to {MOST_FIELDS:,} can be judged"
    if odd := [name for name in names if not isinstance(name, str) or writable([name]) != [name]]:
        return f"has a field called {odd[0]!r}, which no header can have"
    # polars takes these for all columns, and for an expression that finds columns.
    odd = [name for name in names if "\0" in name or name == "*" or (name[:1], name[-1:]) == ("^", "$")]
    return f"has a field called {shown(odd[0])}, which means something else to the reader" if odd else ""


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
    """The rows of a table as a sheet, None where they cannot be judged; what is wrong with its files.

    Args:
        folder: folder of the package.
        resource: what the descriptor says of the table.
        table: the columns of its data, as `sources.resolved` gives them.
        header_only: whether to stop behind the header; the sheet is None then.
        keep: the columns that the sheet is to have; all where None.
        see: called with each block of rows and the number of its first row, all columns being there.
        budget: how many of the problems with rows are kept.
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
                message = f"the header {table.header_differs}; the columns were judged by their names"
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
    """The problem of a file in which most rows do not have as many cells as the schema has fields."""
    message = (
        f"the schema has {counted(len(table.columns), 'field')}, but more than {MOST_PROBLEMS:,} rows have another"
    )
    message += f" number of cells (here {count}); the rows were not judged"
    return problem("wrong-cell-count", message, remedy="correct the file, or declare its dialect", line=line, **place)


def _at_the_top(rows: Rows, table: Table) -> list[Problem]:
    """What stands before the first row: a byte order mark, and what is neither of the header nor a comment."""
    message = "the file begins with a byte order mark"
    found = [problem("byte-order-mark", message, line=1, path=part, table=table.name) for part in rows.with_mark]
    message = "the row stands above the last row of the header, is neither of it nor a comment, and is left out"
    for part, marks in rows.marks.items():
        found += (problem("skipped-row", message, line=line, path=part, table=table.name) for line in marks.skipped)
        for name, count in Counter(marks.repeated).items():
            objects = "an object has" if count == 1 else f"{count:,} objects have"
            twice = f"{objects} the key {shown(name)} twice, and readers keep one of the values"
            found.append(problem("repeated-property", twice, path=part, table=table.name, value=name))
    return found


def _misfits(block: Block, table: Table, path: str) -> Iterator[Problem]:
    """The values of JSON that are of no type that their fields have."""
    for (row, name), text in block.misfits.items():
        message = f"{shown(text)} is not a valid {table.field(name).type}"
        place = {"path": block.path or path, "table": table.name, "field": name}
        yield problem("type-error", message, value=text, line=block.line(row), **place)


def _odd_ends(marks: Marks, resource: Resource, place: Mapping[str, str]) -> Iterator[Problem]:
    """Rows that end in another way than the dialect declares or, where it declares none, than the other rows."""
    declared = dialect_of(resource).line_terminator
    is_csv_of_1 = (
        resource.is_v1 and resource.declared.get("profile") in TABULAR and not resource.declared.get("dialect")
    )
    if is_csv_of_1 and "\r" in marks.ends:
        message = "lines end with a carriage return alone, and no dialect is declared"
        remedy = "declare lineTerminator in a dialect, or end the lines with line feeds"
        yield problem("not-csv", message, remedy=remedy, line=marks.ends["\r"][1], **place)
    usual = {declared, "\n"} if declared in (None, "\r\n") else {declared}
    if declared is None and "\n" not in marks.ends:
        usual.add("\r\n")
    for terminator, (count, line) in marks.ends.items():
        if terminator not in usual:
            message = f"{count:,} {'line ends' if count == 1 else 'lines end'} with {LINE_ENDS[terminator]}, "
            message += "this is the first; " if count > 1 else ""
            why = f"the dialect declares {shown(declared)}" if declared else "not all readers see a line end there"
            yield problem("carriage-return", message + why, line=line, **place)


def _empty_rows(frame: pl.DataFrame) -> list[int]:
    """The rows in which the file has nothing."""
    empty = pl.Series([True]).new_from_index(0, len(frame))
    for column in frame.iter_columns():
        if not (column.null_count() and (empty := empty & column.is_null()).any()):
            return []
    return empty.arg_true().to_list()


def header_defect(header: list[str] | None, table: Table, place: Mapping[str, str]) -> Problem | None:
    """How a header differs from the fields of a table; None where it does not."""
    if header is None:
        return problem("wrong-header", "the file is empty", line=1, **place)
    if tuple(header) == table.header:
        return None
    lacking, unknown = unmatched(table, header)
    unknown = [shown(name) for name in unknown]
    twice = [shown(name) for name, count in Counter(header).items() if count > max(1, table.header.count(name))]
    parts = [
        f"the header lacks {_listed(lacking)}" if lacking else "",
        f"the header has {_listed(unknown)}, which the schema does not know" if unknown else "",
        f"the header has {_listed(twice)} twice" if twice and not (lacking or unknown) else "",
    ]
    other = f"the columns stand in another order than the schema's {_listed(table.header)}"
    message = "; ".join(filter(None, parts)) or other
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

"""Articles in a table of delimited text, a row each."""

from __future__ import annotations

import contextlib
import csv
import dataclasses
import functools
import io
import itertools
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO, TypeAlias

from onrecord.errors import SourceError
from onrecord.ingestion.document import Document, Refusal
from onrecord.ingestion.encodings import encoding_of, seekable
from onrecord.ingestion.formats.registry import Format, Request
from onrecord.ingestion.limits import LONGEST_TEXT
from onrecord.ingestion.records import Item, read_records
from onrecord.package.files import LARGEST_READ

# Characters of a cell, which may hold a text in HTML, and of a row.
LONGEST_CELL = 2 * LONGEST_TEXT
LONGEST_ROW = 4 * LONGEST_TEXT
_DELIMITERS = ",;\t|"
_MOST_COLUMNS = 2_000
# Characters and rows by which the dialect is found.
_SAMPLE, _ROWS = 512 * 1024, 20
_Dialect: TypeAlias = dict[str, Any]


class _LongRowError(ValueError):
    """A row has more characters than any article."""


def read(file: BinaryIO, request: Request) -> Iterator[Document | Refusal]:
    """The articles in a table, read row by row.

    Raises:
        SourceError: it is binary, its header is missing or ambiguous, or no column is the text.
    """
    table = open_table(seekable(file, request.where, LARGEST_READ), request.where)
    items = functools.partial(_items, table)
    yield from read_records(items, request.columns, request.where, table.header)


@dataclasses.dataclass(frozen=True, slots=True)
class Table:
    """A table of delimited text.

    Attributes:
        header: the names of its columns.
        rows: gives its rows from the first after the header, each with its number, counted as spreadsheets do: the
            header is row 1.
    """

    header: list[str]
    rows: Callable[[], Iterator[tuple[int, list[str] | Refusal]]]


def open_table(file: BinaryIO, where: str) -> Table:
    """The table in a file that can be read again; its encoding, delimiter and quoting are found in its bytes.

    Raises:
        SourceError: it is binary, or its header is missing or repeats a name.
    """
    encoding = encoding_of(file, where)
    with _opened(file, encoding) as text:
        dialect = _dialect(text.read(_SAMPLE))
    with _opened(file, encoding) as text:
        header = next(_rows(text, dialect), (0, []))[1]
    if isinstance(header, Refusal) or not any(name.strip() for name in header):
        raise SourceError(f"{where}: an empty table; its first row needs the names of the columns")
    header = [name.strip() for name in header]
    if len(header) > _MOST_COLUMNS:
        raise SourceError(f"{where}: {len(header):,} columns; a table has at most {_MOST_COLUMNS:,}")
    if repeated := next((name for name in header if name and header.count(name) > 1), None):
        raise SourceError(f"{where}: the column {repeated!r} is repeated; rename one of them")
    return Table(header, functools.partial(_rows_after_header, file, encoding, dialect))


def _rows_after_header(file: BinaryIO, encoding: str, dialect: _Dialect) -> Iterator[tuple[int, list[str] | Refusal]]:
    with _opened(file, encoding) as text:
        yield from ((number, cells) for number, cells in _rows(text, dialect) if number > 1 and cells)


def _items(table: Table) -> Iterator[Item]:
    """The records, each with its row."""
    for number, cells in table.rows():
        if isinstance(cells, Refusal):
            yield f"row {number}", cells
        elif any(cells[len(table.header) :]):
            message = f"{len(cells)} cells under {len(table.header)} names; put quotation marks around its cells"
            yield f"row {number}", Refusal("broken", message)
        else:
            yield f"row {number}", dict(zip(table.header, cells, strict=False))


@contextlib.contextmanager
def _opened(file: BinaryIO, encoding: str) -> Iterator[io.TextIOWrapper]:
    """The text of a file from its beginning; the file stays open."""
    file.seek(0)
    text = io.TextIOWrapper(file, encoding=encoding, errors="replace", newline="")
    try:
        yield text
    finally:
        text.detach()


def _rows(text: io.TextIOWrapper, dialect: _Dialect) -> Iterator[tuple[int, list[str] | Refusal]]:
    """The rows with their numbers from 1; a row that is too long is the last."""
    lines = _Lines(text)
    reader = csv.reader(lines, **dialect)
    number = 0
    while True:
        number += 1
        lines.length = 0
        # The limit holds for the whole process, and other modules set theirs.
        before = csv.field_size_limit(LONGEST_CELL)
        try:
            cells = next(reader)
        except StopIteration:
            return
        except (csv.Error, _LongRowError):
            message = f"a row of more than {LONGEST_CELL:,} characters; look for a quotation mark that is never closed"
            yield number, Refusal("broken", message)
            return
        finally:
            csv.field_size_limit(before)
        yield number, cells


class _Lines:
    """The lines of a file, within a limit for those of a row.

    Attributes:
        length: how many characters have been read of the row.
    """

    def __init__(self, text: io.TextIOWrapper) -> None:
        self._text = text
        self.length = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._text.readline(LONGEST_ROW)
        self.length += len(line)
        if not line:
            raise StopIteration
        if self.length >= LONGEST_ROW:
            raise _LongRowError
        return line.replace("\0", "")


def _dialect(sample: str) -> _Dialect:
    """How the cells of a table are divided and quoted: by the delimiter that gives the first rows the same width."""
    is_escaped = '\\"' in sample and '""' not in sample
    quoting: _Dialect = {"doublequote": False, "escapechar": "\\"} if is_escaped else {}
    best, found = (0.0, 0), ","
    for delimiter in _DELIMITERS:
        rows = _first_rows(sample, {"delimiter": delimiter, **quoting})
        width = len(rows[0]) if rows else 0
        # The last row of a sample may be cut off.
        whole = rows[:-1] if len(rows) > 2 else rows
        score = (sum(len(cells) == width for cells in whole) / len(whole) if whole else 0.0, width)
        if width > 1 and score > best:
            best, found = score, delimiter
    return {"delimiter": found, **quoting}


def _first_rows(sample: str, dialect: _Dialect) -> list[list[str]]:
    before = csv.field_size_limit(LONGEST_CELL)
    try:
        reader = csv.reader(io.StringIO(sample, newline=""), **dialect)
        return list(itertools.islice((cells for cells in reader if cells), _ROWS))
    except csv.Error:
        return []
    finally:
        csv.field_size_limit(before)


FORMAT = Format(
    "csv", 1, "a table of delimited text", frozenset({".csv", ".tsv", ".tab"}), lambda _: False, read, is_many=True
)

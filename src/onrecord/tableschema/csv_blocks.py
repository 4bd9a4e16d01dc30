"""A CSV file as blocks of rows, every cell as text: read fast where that is proven to be exact, exactly elsewhere.

Python's csv module, in strict mode and with the lines of a file that was opened with `newline=""`, is the law: a line
feed, a carriage return, or the two together end a line. polars takes a block apart many times faster, and in the same
way, where each quotation mark opens a cell, closes one or is doubled within one, and carriage returns stand before
line feeds alone. Whether that is so is read off the block's bytes; other blocks go to the csv module.
"""

from __future__ import annotations

import codecs
import csv
import dataclasses
import io
import itertools
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, TypeAlias

import polars as pl

from onrecord.tableschema.cells import CELL_LIMIT as CELL_LIMIT
from onrecord.tableschema.records import TERMINATORS, Records

if TYPE_CHECKING:  # half as long to import as polars, and files without quotation marks need none of it
    import numpy as np

    _Numbers: TypeAlias = np.ndarray[Any, np.dtype[np.int64]]

# The csv module's own limit of 131,072 characters is below the longest quotes.
ROW_LIMIT = 2 * CELL_LIMIT
BLOCK = 4 * 1024 * 1024
# Rows that the csv module gathers before they are handed on.
_ROWS = 50_000
# Above it numpy counts bytes that stand close together three times as fast; below it its import costs more.
_SMALL = 1024 * 1024
_SPARSE = 100  # bytes on average to the next one, from which on numpy is the slower
_SAMPLE = 64 * 1024
_FEED, _RETURN = ord("\n"), ord("\r")
_STEP = 1024 * 1024  # bytes of a line that are read at once


@dataclasses.dataclass(frozen=True, slots=True)
class Dialect:
    """How a file is divided into cells, in the words of the Table Dialect standard.

    `header` is whether it has one; without `header_rows` the first record that is not a comment is it. Where
    `line_terminator` is none, a line feed, a carriage return or the two together, it bears on no row: as for the csv
    module, each of them ends a line. Where it is anything else, it alone ends a row.
    """

    delimiter: str = ","
    quote_char: str | None = '"'
    double_quote: bool = True
    escape_char: str | None = None
    skip_initial_space: bool = False
    comment_char: str | None = None
    comment_rows: tuple[int, ...] = ()
    line_terminator: str | None = None
    header: bool = True
    header_rows: tuple[int, ...] = ()
    header_join: str = " "
    null_sequence: str | None = None

    @property
    def is_plain(self) -> bool:
        """Whether polars knows it, behind the header."""
        marks = {self.delimiter, self.quote_char}
        known = all(mark and len(mark) == 1 and (mark == "\t" or " " < mark <= "~") for mark in marks)
        odd = self.escape_char or self.skip_initial_space or self.comment_char or self.comment_rows
        return known and len(marks) == 2 and self.double_quote and not odd and not self.has_odd_ends

    @property
    def has_odd_ends(self) -> bool:
        """Whether rows end with something that ends no line to others."""
        return self.line_terminator is not None and self.line_terminator not in TERMINATORS

    @property
    def is_beyond_csv(self) -> bool:
        """Whether the csv module cannot take it apart."""
        is_long = isinstance(self.delimiter, str) and len(self.delimiter) > 1
        return self.has_odd_ends or is_long or self.has_escaped_null

    @property
    def has_escaped_null(self) -> bool:
        """Whether the null sequence has the escape character, as MySQL's: it stands for a null before it is escaped."""
        null, escape = self.null_sequence, self.escape_char
        return isinstance(null, str) and isinstance(escape, str) and bool(escape) and escape in null

    def check(self) -> None:
        """Raises what is wrong with the dialect.

        Raises:
            TypeError: a property is not of its kind.
            ValueError: likewise; or one says what another one says, too.
        """
        if not self.is_beyond_csv:
            self.reader(iter(()))
            return
        stated = [self.delimiter, *([] if self.line_terminator is None else [self.line_terminator])]
        if not all(isinstance(one, str) and one for one in stated):
            raise ValueError("delimiter and lineTerminator are strings that are not empty")
        ends = (self.line_terminator,) if self.has_odd_ends else TERMINATORS
        if self.delimiter in ends or {self.quote_char, self.escape_char} & {self.delimiter, *ends}:
            raise ValueError("delimiter, lineTerminator, quoteChar and escapeChar are not all different")
        dataclasses.replace(self, delimiter=",", line_terminator=None).reader(iter(()))

    def reader(self, lines: Iterator[str]) -> Iterator[list[str]]:
        """The csv module's reader of lines in this dialect.

        Raises:
            TypeError: the dialect is none.
            ValueError: likewise.
        """
        return csv.reader(
            lines,
            strict=True,
            delimiter=self.delimiter,
            quotechar=self.quote_char,
            quoting=csv.QUOTE_MINIMAL if self.quote_char else csv.QUOTE_NONE,
            doublequote=self.double_quote,
            escapechar=self.escape_char,
            skipinitialspace=self.skip_initial_space,
        )


@dataclasses.dataclass(frozen=True, slots=True)
class Block:
    """Rows that stand one below the other in a file.

    Attributes:
        frame: their cells as text, null where nothing stands; columns in the schema's order.
        ragged: the rows that have another number of cells than the schema has fields, with that number, which is 0 for
            an empty line; their cells are filled up or cut off.
        lines: the line, from 1, where each row starts; the first of them where each row is one line.
        at: where in the file the rows begin, by which they are found again; -1 where they are not.
        size: how many bytes they have there.
        path: the file that they are in, where a table has several.
        misfits: cells whose values in JSON are of no type that their fields have, by row and column.
    """

    frame: pl.DataFrame
    ragged: Mapping[int, int]
    lines: int | Sequence[int] | _Numbers
    at: int = -1
    size: int = 0
    path: str = ""
    misfits: Mapping[tuple[int, str], str] = dataclasses.field(default_factory=dict)

    def line(self, row: int) -> int:
        """The line where a row starts."""
        return self.lines + row if isinstance(self.lines, int) else int(self.lines[row])


@dataclasses.dataclass(slots=True)
class Marks:
    """What is odd about the lines of a file.

    Attributes:
        nul: the lines that hold a NUL character.
        ends: how many records, the header among them, each line terminator ends, with the line of the first; a last
            record without one has none.
        skipped: the lines above the last row of the header of rows that are neither of it nor comments.
        repeated: the keys that stand twice in one object of JSON.
    """

    nul: list[int] = dataclasses.field(default_factory=list)
    ends: dict[str, tuple[int, int]] = dataclasses.field(default_factory=dict)
    skipped: list[int] = dataclasses.field(default_factory=list)
    repeated: list[str] = dataclasses.field(default_factory=list)

    def add_ends(self, terminator: str, count: int, line: int) -> None:
        """Counts records that a line terminator ends, the first of them in a line."""
        if count:
            known, first = self.ends.get(terminator, (0, line))
            self.ends[terminator] = (known + count, first)


class NotCsv(Exception):  # noqa: N818 - it is not an error of the program
    """A row is not CSV, or a line is not UTF-8.

    Attributes:
        code: the rule that is broken.
        line: where that is, from 1; 0 where the file as a whole is meant.
    """

    def __init__(self, code: str, message: str, line: int) -> None:
        super().__init__(message)
        self.code, self.line = code, line

    def place(self, path: str | Path) -> str:
        """The place as a message has it: the path of the file, and the line where there is one."""
        return f"{path}:{self.line}" if self.line else str(path)


class CsvBlocks:
    """Reads an open binary file, which must be UTF-8 without a byte order mark, block by block.

    Args:
        file: the file, at its beginning.
        dialect: how its cells are divided.

    Attributes:
        marks: what is odd about the lines read so far.
    """

    def __init__(self, file: IO[bytes], dialect: Dialect) -> None:
        csv.field_size_limit(CELL_LIMIT)
        self._file, self._dialect = file, dialect
        self._line = self._record = 1  # the line and the number of what is read next
        self.marks = Marks()

    def header(self) -> list[str] | None:
        """The labels of the columns, None where the file ends before them.

        Raises:
            NotCsv: they cannot be read.
        """
        start, lines = self._file.tell(), self._lines(self._file)
        rows, last = [], max(self._dialect.header_rows, default=0)
        for record, line, cells in self._records(lines):
            if cells is not None and (not last or record in self._dialect.header_rows):
                rows.append(cells)
            elif cells and any(cells):
                self.marks.skipped.append(line)
            if record >= last and (last or rows):
                break
        self._line = lines.number
        self._file.seek(start + lines.given)
        return joined(rows, self._dialect.header_join) if rows else None

    def blocks(self, columns: Sequence[str]) -> Iterator[Block]:
        """The rows behind the header.

        Raises:
            NotCsv: a row cannot be read; the rows before it have been given.
        """
        at, rest = self._file.tell(), b""
        while self._dialect.is_plain:
            chunk = self._file.read(BLOCK)
            # To the end of a line, where most often a row ends, too.
            content = b"".join([rest, chunk, self._file.readline(CELL_LIMIT)])
            if not content:
                return
            layout = _Layout.of(content, self._dialect, is_last=not chunk)
            if layout is None or len(content) > CELL_LIMIT:  # polars knows no limit
                break
            rest, content = content[layout.size :], content[: layout.size]
            if content:
                yield from self._block(content, layout, columns, at)
            at += layout.size
        self._file.seek(at)
        yield from self._exactly(self._file, columns)

    def again(self, block: Block, rows: Sequence[int], columns: Sequence[str]) -> pl.DataFrame:
        """Some of the rows of a block that was found at a place of the file, read once more.

        Raises:
            NotCsv: the file has changed.
        """
        self._file.seek(block.at)
        content = self._file.read(block.size)
        layout = _Layout.of(content, self._dialect, is_last=True)
        frame = None if layout is None else _parse(layout.take(content, rows), columns, self._dialect, cut=True)
        if frame is None or len(frame) != len(rows):
            raise NotCsv("not-csv", "the file has changed while it was read", block.line(rows[0]))
        return frame

    def _block(self, content: bytes, layout: _Layout, columns: Sequence[str], at: int) -> Iterator[Block]:
        frame = _parse(content, columns, self._dialect)
        may_lack_cells = frame is None or frame.to_series(-1).null_count()
        ragged = layout.ragged(content, len(columns), any_wide=frame is None) if may_lack_cells else {}
        if frame is None:
            frame = _parse(content, columns, self._dialect, cut=True)
        if frame is None or len(frame) != layout.rows:
            yield from self._exactly(io.BytesIO(content), columns)
            return
        if b"\0" in content:
            self.marks.nul += _lines_with_nul(content, self._line)
        for terminator, count in (("\r\n", layout.returns), ("\n", layout.ended - layout.returns)):
            is_new = count and terminator not in self.marks.ends
            self.marks.add_ends(terminator, count, self._line + layout.first_end(content, terminator) if is_new else 0)
        lines = self._line if layout.is_flat else layout.lines(content, self._line)
        yield Block(frame, ragged, lines, at, len(content))
        self._line += layout.feeds

    def _exactly(self, source: IO[bytes], columns: Sequence[str]) -> Iterator[Block]:
        lines = self._lines(source)
        records = ((line, cells) for _, line, cells in self._records(lines) if cells is not None)
        while batch := list(itertools.islice(records, _ROWS)):
            width = len(columns)
            ragged = {row: len(cells) for row, (_, cells) in enumerate(batch) if len(cells) != width}
            filled = ([*cells, *[""] * (width - len(cells))][:width] for _, cells in batch)
            frame = pl.DataFrame(
                {
                    name: pl.Series(cells, dtype=pl.String)
                    for name, cells in zip(columns, zip(*filled, strict=True), strict=True)
                }
            )
            numbers = [line for line, _ in batch]
            yield Block(frame.with_columns(_nothing(name) for name in columns), ragged, numbers)
        self._line = lines.number

    def _lines(self, source: IO[bytes]) -> _Lines | Records:
        if self._dialect.is_beyond_csv:
            return Records(source, self._dialect, self._line, self.marks, (CELL_LIMIT, ROW_LIMIT))
        return _Lines(source, self._line, self.marks, self._dialect.comment_char)

    def _records(self, lines: _Lines | Records) -> Iterator[tuple[int, int, list[str] | None]]:
        """The number of each record of lines, the line where it starts, and its cells; None of one that is omitted."""
        start, left_out = lines.number, self._dialect.comment_rows
        try:
            for cells in lines.records() if isinstance(lines, Records) else self._dialect.reader(lines):
                lines.end_record()
                record, self._record = self._record, self._record + 1
                yield record, start, None if lines.is_comment or record in left_out else cells
                start = lines.number
        except UnicodeDecodeError as error:
            raise NotCsv("not-utf8", f"the line is not UTF-8: {error.reason}", lines.number) from None
        except csv.Error as error:
            raise NotCsv("not-csv", f"the row is not CSV: {error}", start) from None


def joined(rows: Sequence[Sequence[str]], joint: str) -> list[str]:
    """The labels of columns that stand in several rows, one above the other; a row's last cell spans the rest.

    A label that a column repeats is named once, as by frictionless.
    """
    width = max(map(len, rows))
    filled = [[*cells, *list(cells[-1:]) * (width - len(cells))] for cells in rows]
    return [joint.join(dict.fromkeys(cell for cell in column if cell)) for column in zip(*filled, strict=True)]


class _Lines:
    """Lines as text for a csv reader, as a file opened with `newline=""` has them, and what the reader leaves out.

    Attributes:
        number: the number of the next line, from 1; within a cell a lone carriage return ends none, as in editors.
        given: how many bytes the lines that were given have.
        size: how many of them belong to the record that is being read.
        is_comment: whether the line given last is a comment, in the place of which an empty one was given.
    """

    def __init__(self, source: IO[bytes], number: int, marks: Marks, comment: str | None) -> None:
        self._source, self._marks, self._comment = source, marks, comment
        self._pieces: Iterator[bytes] = iter(())
        self._rest = b""  # what was read of a line whose end was not
        self._last = ""
        self.number, self.given, self.size = number, 0, 0
        self.is_comment = False

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        piece = next(self._pieces, None)
        if piece is None:
            piece = self._source.readline(_STEP)
            if b"\r" in piece or self._rest or not piece.endswith(b"\n"):
                piece = self._divided(piece)
        is_first = not self.size
        self.given += len(piece)
        self.size += len(piece)
        if not piece:
            raise StopIteration
        if self.size >= ROW_LIMIT:
            raise csv.Error(f"row larger than row limit ({ROW_LIMIT})")
        text = piece.decode("utf-8")
        if "\0" in text:
            self._marks.nul.append(self.number)
        self.number += text.endswith("\n")
        self._last = text
        # By the characters that the row begins with: a comment may hold anything, and a quoted cell is none.
        self.is_comment = bool(self._comment) and is_first and text.startswith(self._comment or "")
        return "\n" if self.is_comment else text

    def _divided(self, content: bytes) -> bytes:
        """The next line where carriage returns end lines, or where a line is longer than what is read at once."""
        while content and not content.endswith(b"\n"):
            self._rest += content
            *whole, self._rest = self._rest.splitlines(keepends=True)  # a line feed may follow on the last one's return
            if whole:
                self._pieces = iter(whole)
                return next(self._pieces)
            if self.size + len(self._rest) >= ROW_LIMIT:
                raise csv.Error(f"row larger than row limit ({ROW_LIMIT})")
            content = self._source.readline(_STEP)
        content, self._rest = self._rest + content, b""
        self._pieces = iter(content.splitlines(keepends=True))
        return next(self._pieces, b"")

    def end_record(self) -> None:
        """Says that the line given last ended a record."""
        for terminator in TERMINATORS:
            if self._last.endswith(terminator):
                self._marks.add_ends(terminator, 1, self.number - (terminator != "\r"))
                self.number += terminator == "\r"
                break
        self.size = 0


@dataclasses.dataclass(frozen=True, slots=True)
class _Layout:
    """Where rows end in the bytes of a block.

    Attributes:
        size: how many bytes belong to whole rows; 0 where no row ends.
        rows: how many rows these are.
        ended: how many of them end with a line feed; the last row of a file may end with the file.
        feeds: how many line feeds they have, those in cells among them.
        returns: how many of them end with a carriage return.
        is_flat: whether each row is one line.
        quotes: where the quotation marks are, in order; None where there are none.
        delimiter: the byte that divides cells.
        feeds_at: where the line feeds are, those in cells among them; None where that was not needed yet.
        ends_at: where those that end rows are, likewise.
    """

    size: int
    rows: int
    ended: int
    feeds: int
    returns: int
    is_flat: bool
    quotes: _Numbers | None
    delimiter: int
    feeds_at: _Numbers | None = None
    ends_at: _Numbers | None = None

    @classmethod
    def of(cls, content: bytes, dialect: Dialect, *, is_last: bool) -> _Layout | None:
        """The layout of a block, None where polars and the csv module might differ.

        Args:
            content: bytes that begin with a row.
            dialect: a plain one.
            is_last: whether the file ends with them.
        """
        quote, delimiter = dialect.quote_char, ord(dialect.delimiter)
        if quote is None or quote.encode() not in content:
            size = len(content) if is_last else content.rfind(b"\n") + 1
            feeds = _count(content, _FEED, size)
            returns = content.count(b"\r", 0, size) if b"\r" in content else 0
            if returns and content.count(b"\r\n", 0, size) != returns:
                return None
            unended = is_last and not content.endswith(b"\n")
            return cls(size, feeds + unended, feeds, feeds, returns, True, None, delimiter)
        import numpy as np

        data = np.frombuffer(content, np.uint8)
        quotes = np.flatnonzero(data == ord(quote))
        feeds_at = np.flatnonzero(data == _FEED)
        ends = feeds_at[np.searchsorted(quotes, feeds_at) % 2 == 0]
        size = len(content) if is_last else int(ends[-1]) + 1 if len(ends) else 0
        quotes = quotes[: np.searchsorted(quotes, size)]
        if not _are_plain(data[:size], quotes, delimiter):
            return None
        returns_at = np.flatnonzero(data[:size] == _RETURN) if b"\r" in content else quotes[:0]
        returns_at = returns_at[np.searchsorted(quotes, returns_at) % 2 == 0]
        if len(returns_at) and not (returns_at[-1] + 1 < size and (data[returns_at + 1] == _FEED).all()):
            return None
        feeds = int(np.searchsorted(feeds_at, size))
        unended = is_last and not (len(ends) and ends[-1] + 1 == size)
        rows = len(ends) + unended
        is_flat = len(ends) == feeds
        return cls(size, rows, len(ends), feeds, len(returns_at), is_flat, quotes, delimiter, feeds_at[:feeds], ends)

    def _outside(self, content: bytes, byte: int) -> _Numbers:
        """Where a byte stands outside quotation marks."""
        if byte == _FEED and self.ends_at is not None:
            return self.ends_at
        import numpy as np

        places = np.flatnonzero(np.frombuffer(content, np.uint8) == byte)
        return places if self.quotes is None else places[np.searchsorted(self.quotes, places) % 2 == 0]

    def _ends(self, content: bytes) -> _Numbers:
        """Where rows end: the places of their line feeds, or the end of the file."""
        import numpy as np

        ends = self._outside(content, _FEED)
        return ends if len(ends) == self.rows else np.append(ends, len(content))

    def ragged(self, content: bytes, width: int, *, any_wide: bool) -> dict[int, int]:
        """The rows that have not `width` cells, with the number that they have.

        Args:
            content: the bytes of the rows.
            width: how many cells a row should have.
            any_wide: whether a row may have more.
        """
        # Where no row has more, the sum tells whether one has fewer, but for rows of one cell or none.
        is_simple = self.quotes is None and width > 1 and not any_wide
        if is_simple and _count(content, self.delimiter, len(content)) == self.rows * (width - 1):
            return {}
        import numpy as np

        delimiters, ends = self._outside(content, self.delimiter), self._ends(content)
        counts = np.diff(np.searchsorted(delimiters, ends), prepend=0) + 1
        lengths = np.diff(ends, prepend=-1) - 1
        data = np.frombuffer(content, np.uint8)
        empty = (lengths == 0) | ((lengths == 1) & (data[ends - 1] == _RETURN))
        counts[empty] = 0
        return {int(row): int(counts[row]) for row in np.flatnonzero(counts != width)}

    def lines(self, content: bytes, first: int) -> _Numbers:
        """The line where each row starts, `first` being that of the first row."""
        import numpy as np

        feeds = self.feeds_at
        if feeds is None:
            feeds = np.flatnonzero(np.frombuffer(content, np.uint8) == _FEED)
        starts = np.searchsorted(feeds, self._ends(content)[:-1]) + 1
        return np.append(0, starts) + first

    def take(self, content: bytes, rows: Sequence[int]) -> bytes:
        """The bytes of some rows."""
        import numpy as np

        ends = self._ends(content)
        starts = np.append(0, ends[:-1] + 1)[rows].tolist()
        return b"".join(content[start:end] + b"\n" for start, end in zip(starts, ends[rows].tolist(), strict=True))

    def first_end(self, content: bytes, terminator: str) -> int:
        """The line, from 0, of the first row that a line terminator ends, which one does."""
        if self.is_flat and not self.returns:
            return 0
        import numpy as np

        feeds = self._outside(content, _FEED)
        returned = (feeds > 0) & (np.frombuffer(content, np.uint8)[feeds - 1] == _RETURN)
        first = feeds[returned == (terminator == "\r\n")][0]
        return content.count(b"\n", 0, int(first))


def _count(content: bytes, byte: int, size: int) -> int:
    """How often a byte stands among the first ones."""
    if size < _SMALL or content.count(byte, 0, _SAMPLE) * _SPARSE < _SAMPLE:
        return content.count(byte, 0, size)
    import numpy as np

    return int(np.count_nonzero(np.frombuffer(content, np.uint8, size) == byte))


def _are_plain(data: np.ndarray[Any, np.dtype[np.uint8]], quotes: _Numbers, delimiter: int) -> bool:
    """Whether each odd quotation mark opens a cell, and each even one closes it or is doubled."""
    import numpy as np

    if len(quotes) % 2:
        return False
    opening, closing = quotes[::2], quotes[1::2]
    before, after = data[opening[opening > 0] - 1], data[closing[closing + 1 < len(data)] + 1]
    may_stand = np.zeros(256, bool)
    may_stand[[delimiter, _FEED, *data[quotes[:1]]]] = True
    if not may_stand[before].all():
        return False
    may_stand[_RETURN] = True
    return bool(may_stand[after].all())


def _parse(content: bytes, columns: Sequence[str], dialect: Dialect, *, cut: bool = False) -> pl.DataFrame | None:
    """The cells of a block as polars takes it apart, where asked with surplus cells cut off; None where it cannot."""
    names = [f"column_{number}" for number in range(len(columns))]
    parts = [content]
    if cut or content.startswith(codecs.BOM_UTF8):
        # polars counts the columns of the first line, which may be a short one, and drops a mark before it.
        parts.insert(0, dialect.delimiter.join(names).encode() + b"\n")
    if not content.endswith(b"\n"):
        parts.append(b"\n")  # without it polars passes over a surplus cell that is empty
    try:
        frame = pl.read_csv(
            b"".join(parts) if len(parts) > 1 else content,
            separator=dialect.delimiter,
            quote_char=dialect.quote_char,
            has_header=parts[0] is not content,
            schema=dict.fromkeys(names, pl.String),
            truncate_ragged_lines=cut,
        )
    except pl.exceptions.PolarsError:
        return None
    frame.columns = list(columns)
    if dialect.quote_char and dialect.quote_char.encode() * 2 in content:
        frame = frame.with_columns(_nothing(name) for name in columns)
    return frame


def _nothing(column: str) -> pl.Expr:
    """A column with null for the empty text: whether a cell with nothing in it is quoted tells nobody anything."""
    return pl.when(pl.col(column) != "").then(pl.col(column)).alias(column)


def _lines_with_nul(content: bytes, first: int) -> list[int]:
    import numpy as np

    feeds = np.flatnonzero(np.frombuffer(content, np.uint8) == _FEED)
    nuls = np.flatnonzero(np.frombuffer(content, np.uint8) == 0)
    return [int(line) + first for line in np.unique(np.searchsorted(feeds, nuls))]

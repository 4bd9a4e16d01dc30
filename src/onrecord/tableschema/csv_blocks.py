"""A CSV file as blocks of rows, every cell as text: read fast if that is proven to be exact, otherwise exactly.

The reference is Python's csv module, in strict mode and with the lines of a file opened with `newline=""`: a line feed,
a carriage return, or the two together end a line. polars divides a block many times faster, and into the same cells, if
each quotation mark opens a cell, closes a cell or is doubled within a cell, and carriage returns occur only before line
feeds. The block's bytes show whether that is so (`csv_layout`); other blocks go to the csv module.
"""

from __future__ import annotations

import codecs
import csv
import io
import itertools
from collections.abc import Iterator, Sequence
from typing import IO

import polars as pl

from onrecord.tableschema.blocks import Block, Marks, NotCsv
from onrecord.tableschema.cells import CELL_LIMIT, ROW_LIMIT
from onrecord.tableschema.csv_layout import Layout, lines_with_nul
from onrecord.tableschema.csv_lines import Lines
from onrecord.tableschema.dialect import Dialect
from onrecord.tableschema.records import Records

BLOCK = 4 * 1024 * 1024
# Rows that the csv module reads for a block.
_ROWS = 50_000
# The first byte of files compressed by gzip, zlib and Zstandard.
_MAGIC = (b"\x1f", b"x", b"(")


class CsvBlocks:
    """Reads an open binary file, which must be UTF-8 without a byte order mark, block by block.

    Args:
        file: the file, at its beginning.
        dialect: how the file is divided into cells.

    Attributes:
        marks: the oddities of the lines read so far.
    """

    def __init__(self, file: IO[bytes], dialect: Dialect) -> None:
        csv.field_size_limit(CELL_LIMIT)
        self._file, self._dialect = file, dialect
        self._line = self._record = 1  # the numbers of the next line and of the next record
        self.marks = Marks()

    def header(self) -> list[str] | None:
        """The labels of the columns, None if the file ends before them.

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
        """The rows after the header.

        Raises:
            NotCsv: a row cannot be read; the blocks before it have been given.
        """
        at, rest = self._file.tell(), b""
        while self._dialect.is_plain:
            chunk = self._file.read(BLOCK)
            # To the end of a line, which is usually the end of a row.
            content = b"".join([rest, chunk, self._file.readline(CELL_LIMIT)])
            if not content:
                return
            layout = Layout.of(content, self._dialect, is_last=not chunk)
            if layout is None or len(content) > CELL_LIMIT:  # polars has no limit
                break
            rest, content = content[layout.size :], content[: layout.size]
            if content:
                yield from self._block(content, layout, columns, at)
            at += layout.size
        self._file.seek(at)
        yield from self._exactly(self._file, columns)

    def again(self, block: Block, rows: Sequence[int], columns: Sequence[str]) -> pl.DataFrame:
        """Some of the rows of a block, read again from the block's place in the file.

        Raises:
            NotCsv: the file has changed.
        """
        self._file.seek(block.at)
        content = self._file.read(block.size)
        layout = Layout.of(content, self._dialect, is_last=True)
        frame = None if layout is None else _parse(layout.take(content, rows), columns, self._dialect, cut=True)
        if frame is None or len(frame) != len(rows):
            raise NotCsv("not-csv", "the file has changed while it was read", block.line(rows[0]))
        return frame

    def _block(self, content: bytes, layout: Layout, columns: Sequence[str], at: int) -> Iterator[Block]:
        frame = _parse(content, columns, self._dialect)
        may_lack_cells = frame is None or frame.to_series(-1).null_count()
        ragged = layout.ragged(content, len(columns), any_wide=frame is None) if may_lack_cells else {}
        if frame is None:
            frame = _parse(content, columns, self._dialect, cut=True)
        if frame is None or len(frame) != layout.rows:
            yield from self._exactly(io.BytesIO(content), columns)
            return
        if b"\0" in content:
            self.marks.nul += lines_with_nul(content, self._line)
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

    def _lines(self, source: IO[bytes]) -> Lines | Records:
        if self._dialect.is_beyond_csv:
            return Records(source, self._dialect, self._line, self.marks, (CELL_LIMIT, ROW_LIMIT))
        return Lines(source, self._line, self.marks, self._dialect.comment_char)

    def _records(self, lines: Lines | Records) -> Iterator[tuple[int, int, list[str] | None]]:
        """The number of each record, the line where it starts, and its cells; None for a record that is left out."""
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
    """The labels of columns whose header has several rows; a row's last cell spans the remaining columns.

    A label that occurs several times in a column is kept once, as by frictionless.
    """
    width = max(map(len, rows))
    filled = [[*cells, *list(cells[-1:]) * (width - len(cells))] for cells in rows]
    return [joint.join(dict.fromkeys(cell for cell in column if cell)) for column in zip(*filled, strict=True)]


def _parse(content: bytes, columns: Sequence[str], dialect: Dialect, *, cut: bool = False) -> pl.DataFrame | None:
    """The cells of a block as polars divides it, surplus cells cut off if `cut`; None if polars cannot."""
    names = [f"column_{number}" for number in range(len(columns))]
    parts = [content]
    if cut or content.startswith((codecs.BOM_UTF8, *_MAGIC)):
        # polars counts the columns of the first line, which may be short, drops a byte order mark before it, and
        # decompresses what begins like a compressed file.
        parts.insert(0, dialect.delimiter.join(names).encode() + b"\n")
    if not content.endswith(b"\n"):
        parts.append(b"\n")  # without it polars ignores a surplus cell that is empty
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
    """A column with null for the empty text; whether an empty cell is quoted has no meaning."""
    return pl.when(pl.col(column) != "").then(pl.col(column)).alias(column)

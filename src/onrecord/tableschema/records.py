r"""Records of delimited texts that the csv module cannot read.

These are texts with a delimiter of several characters, rows that end with an unusual sequence, or a null sequence that
contains the escape character, such as the `\N` of MySQL. Cells are read like those of the csv module in strict mode: a
quotation mark opens a quoted cell only at the cell's start, the closing mark is followed by a delimiter or an end, and
an escaped character stands for itself. Source: Table Dialect, `delimiter`, `lineTerminator` and `nullSequence`.
"""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterator
from typing import IO

from onrecord.tableschema.blocks import Marks
from onrecord.tableschema.dialect import TERMINATORS, Dialect

_CHUNK = 1024 * 1024  # bytes to read at least
NULL = "\0"  # stands for a null if the empty cell is a value


class Records:
    """The records of a binary file, used instead of `csv_lines.Lines` and a csv reader.

    Args:
        source: the file, UTF-8.
        dialect: how it is divided into cells.
        number: the number of its first line.
        marks: gets the oddities of its lines.
        limits: how many characters a cell and a record may have.

    Attributes:
        number: the number of the next line; a row terminator without a line feed also ends a line.
        given: how many bytes the records given so far have.
        is_comment: whether the last record is a comment, for which a record without cells was given.
    """

    def __init__(self, source: IO[bytes], dialect: Dialect, number: int, marks: Marks, limits: tuple[int, int]) -> None:
        self._source, self._dialect, self._marks = source, dialect, marks
        self._cell_limit, self._row_limit = limits
        self._ends = (dialect.line_terminator,) if dialect.has_odd_ends else TERMINATORS
        marks_of = (dialect.delimiter, *self._ends)
        apart = "|".join(map(re.escape, sorted(filter(None, marks_of), key=len, reverse=True)))
        escape = f"|{re.escape(dialect.escape_char)}" if dialect.escape_char else ""
        self._plain = re.compile(f"{apart}{escape}")
        self._quoted = re.compile(f"{re.escape(dialect.quote_char)}{escape}") if dialect.quote_char else None
        is_simple = not dialect.skip_initial_space and not any(end and end in dialect.delimiter for end in self._ends)
        mark = re.escape(dialect.quote_char or "")
        has_run = dialect.quote_char and dialect.double_quote and not dialect.escape_char
        self._run = re.compile(f"[^{mark}]*+(?:{mark * 2}[^{mark}]*+)*+") if has_run else None
        self._counted = "\n" if any("\n" in (end or "") for end in self._ends) else dialect.line_terminator or ""
        self._decoder = codecs.getincrementaldecoder("utf-8")()
        self._text, self._at, self._is_last = "", 0, False
        self._null = dialect.null_sequence if dialect.has_escaped_null else None
        self._any_end = re.compile("|".join(re.escape(end or "") for end in self._ends))
        self._end = self._any_end if is_simple else None
        self.number, self.given, self.is_comment = number, 0, False

    def records(self) -> Iterator[list[str]]:
        """The cells of each record.

        Raises:
            csv.Error: they cannot be read.
            UnicodeDecodeError: they are not UTF-8.
        """
        while True:
            if (found := self._record()) is None:
                if self._is_last:
                    return
                self._read()
                continue
            cells, end, terminator = found
            content = self._text[self._at : end]
            self._at = end
            self.given += len(content.encode())
            if "\0" in content:
                self._marks.nul.append(self.number)
            line = self.number
            self.number += content.count(self._counted)
            if terminator and not self._dialect.has_odd_ends:
                self._marks.add_ends(terminator, 1, line)
                self.number += terminator == "\r"
            yield cells

    def end_record(self) -> None:
        """Does nothing: `records` has counted the record already."""

    def _read(self) -> None:
        """Reads at least as much as is still unread, so that a long record is not parsed too often."""
        rest = self._text[self._at :]
        if len(rest) > self._row_limit:
            raise csv.Error(f"row larger than row limit ({self._row_limit})")
        chunk = self._source.read(max(_CHUNK, len(rest)))
        self._is_last = not chunk
        self._text, self._at = rest + self._decoder.decode(chunk, final=not chunk), 0

    def _record(self) -> tuple[list[str], int, str] | None:
        """The next record, the place of its end, and its terminator; None if it is incomplete or the file has ended."""
        if self._at == len(self._text):
            return None
        at, comment = self._at, self._dialect.comment_char or ""
        if len(self._text) - at < len(comment) and not self._is_last:
            return None
        self.is_comment = bool(comment) and self._text.startswith(comment, at)
        if self.is_comment:
            return self._skipped()
        if self._end:
            match = self._end.search(self._text, at)
            if not match and not self._is_last:
                return None
            if match and (cells := self._simple(match)) is not None:
                return cells, match.end(), match[0]
        cells = []
        while True:
            found = self._cell(at)
            if found is None:
                return None
            cell, at, mark = found
            if len(cell) > self._cell_limit:
                raise csv.Error(f"field larger than field limit ({self._cell_limit})")
            if at - self._at > self._row_limit:
                raise csv.Error(f"row larger than row limit ({self._row_limit})")
            cells.append(cell)
            if mark != self._dialect.delimiter:
                # The terminator may be the beginning of a longer mark: `|` if `||` divides cells.
                if at == len(self._text) and not self._is_last:
                    return None
                return ([] if cells == [""] and not self._text[self._at : at - len(mark)] else cells), at, mark

    def _skipped(self) -> tuple[list[str], int, str] | None:
        """A comment, as a record without cells."""
        match = self._any_end.search(self._text, self._at)
        end = match.end() if match else len(self._text)
        if end == len(self._text) and not self._is_last:
            return None
        return [], end, match[0] if match else ""

    def _simple(self, end: re.Match[str]) -> list[str] | None:
        """The next record if nothing in it is quoted or escaped, which takes a tenth of the time; else None."""
        if end.end() == len(self._text) and not self._is_last:
            return None
        content = self._text[self._at : end.start()]
        odd = (self._dialect.quote_char, self._dialect.escape_char)
        if any(mark and mark in content for mark in odd) or len(content) > self._cell_limit:
            return None
        return content.split(self._dialect.delimiter) if content else []

    def _cell(self, at: int) -> tuple[str, int, str] | None:
        """The cell that begins at a place, the place after its end mark, and that mark; None if it is incomplete."""
        text, dialect = self._text, self._dialect
        if dialect.skip_initial_space:
            while text.startswith(" ", at):
                at += 1
        parts: list[str] = []
        if self._null is not None and text.startswith(self._null, at):
            end = at + len(self._null)
            match = self._plain.match(text, end)
            if len(text) - end < self._longest and not self._is_last:
                return None
            if end == len(text) or (match and match[0] != dialect.escape_char):
                return NULL, match.end() if match else end, match[0] if match else ""
        if self._quoted and dialect.quote_char and text.startswith(dialect.quote_char, at):
            within = self._within(at + 1, parts)
            if within is None:
                return None
            at = within
            # After the closing mark; if marks are not doubled, the cell continues like an unquoted cell.
            if dialect.double_quote and at < len(text):
                match = self._plain.match(text, at)
                if not match or match[0] == dialect.escape_char:
                    if len(text) - at < self._longest and not self._is_last:
                        return None
                    raise csv.Error(f"'{dialect.delimiter}' expected after '{dialect.quote_char}'")
        while True:
            match = self._plain.search(text, at)
            if not match:
                if not self._is_last:
                    return None
                return "".join([*parts, text[at:]]), len(text), ""
            parts.append(text[at : match.start()])
            at = match.end()
            if match[0] != dialect.escape_char:
                if at == len(text) and not self._is_last:
                    return None
                return "".join(parts), at, match[0]
            if at == len(text):
                self._cut()
                return None
            parts.append(text[at])
            at += 1

    def _within(self, at: int, parts: list[str]) -> int | None:
        """Reads a quoted text into `parts` and returns the place after the closing mark; None if it is incomplete."""
        text, dialect = self._text, self._dialect
        assert self._quoted
        assert dialect.quote_char
        if self._run and (run := self._run.match(text, at)):  # one step for each doubled mark would be slow
            parts.append(run[0].replace(dialect.quote_char * 2, dialect.quote_char))
            at = run.end()
        while match := self._quoted.search(text, at):
            parts.append(text[at : match.start()])
            at = match.end()
            if match[0] == dialect.escape_char:
                if at == len(text):
                    break
                parts.append(text[at])
                at += 1
            elif dialect.double_quote and text.startswith(dialect.quote_char, at):
                parts.append(dialect.quote_char)
                at += 1
            elif at == len(text) and not self._is_last:
                return None
            else:
                return at
        self._cut()
        return None

    def _cut(self) -> None:
        """Raises an error if the file ends within a cell; otherwise more must be read."""
        if self._is_last:
            raise csv.Error("unexpected end of data")

    @property
    def _longest(self) -> int:
        """The length of the longest sequence that ends a cell."""
        return max(len(mark or "") for mark in (self._dialect.delimiter, *self._ends))

"""Lines of a CSV file for the csv module, counted, with the place of what is odd about them."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import IO

from onrecord.tableschema.blocks import Marks
from onrecord.tableschema.cells import ROW_LIMIT
from onrecord.tableschema.dialect import TERMINATORS

_STEP = 1024 * 1024  # bytes of a line that are read at once


class Lines:
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

    def __iter__(self) -> Lines:
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

"""The lines of a CSV file for the csv module, with their numbers and oddities."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import IO

from onrecord.tableschema.blocks import Marks
from onrecord.tableschema.cells import ROW_LIMIT
from onrecord.tableschema.dialect import TERMINATORS

_STEP = 1024 * 1024  # bytes of a line that are read at once


class Lines:
    """The lines that a file opened with `newline=""` has, for a csv reader, and facts that the reader does not give.

    Attributes:
        number: the number of the next line, from 1; as in editors, a lone carriage return in a cell ends no line.
        given: how many bytes the lines given so far have.
        size: how many of these bytes belong to the current record.
        is_comment: whether the last line is a comment, for which an empty line was given.
    """

    def __init__(self, source: IO[bytes], number: int, marks: Marks, comment: str | None) -> None:
        self._source, self._marks, self._comment = source, marks, comment
        self._pieces: Iterator[bytes] = iter(())
        self._rest = b""  # the part read so far of an unfinished line
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
        # By the characters that the row begins with: a comment may hold anything, and a quoted cell begins with a mark.
        self.is_comment = bool(self._comment) and is_first and text.startswith(self._comment or "")
        return "\n" if self.is_comment else text

    def _divided(self, content: bytes) -> bytes:
        """The next line if carriage returns end lines, or if a line is longer than the piece read at once."""
        while content and not content.endswith(b"\n"):
            self._rest += content
            *whole, self._rest = self._rest.splitlines(keepends=True)  # a line feed may follow the last return
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
        """Notes that the last line ended a record."""
        for terminator in TERMINATORS:
            if self._last.endswith(terminator):
                self._marks.add_ends(terminator, 1, self.number - (terminator != "\r"))
                self.number += terminator == "\r"
                break
        self.size = 0

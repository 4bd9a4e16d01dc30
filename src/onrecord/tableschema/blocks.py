"""Blocks: rows of a table as text, as they are in its file, and the oddities of the file's lines."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import polars as pl

if TYPE_CHECKING:  # it takes half as long to import as polars, and files without quotation marks do not need it
    import numpy as np

    Numbers: TypeAlias = np.ndarray[Any, np.dtype[np.int64]]


@dataclasses.dataclass(frozen=True, slots=True)
class Block:
    """Consecutive rows of a file.

    Attributes:
        frame: their cells as text, null for the empty text; columns in the schema's order.
        ragged: the rows whose number of cells is not the schema's number of fields, with that number, which is 0 for an
            empty line; missing cells are filled in, surplus cells are cut off.
        lines: the line, from 1, where each row starts; only the first line if each row is one line.
        at: the offset of the rows in the file, for reading them again; -1 if that is not possible.
        size: how many bytes they have there.
        path: the file that they are in, if the table has several files.
        misfits: JSON values whose type their field does not allow, as text, by row and column.
    """

    frame: pl.DataFrame
    ragged: Mapping[int, int]
    lines: int | Sequence[int] | Numbers
    at: int = -1
    size: int = 0
    path: str = ""
    misfits: Mapping[tuple[int, str], str] = dataclasses.field(default_factory=dict)

    def line(self, row: int) -> int:
        """The line where a row starts."""
        return self.lines + row if isinstance(self.lines, int) else int(self.lines[row])


@dataclasses.dataclass(slots=True)
class Marks:
    """The oddities of the lines of a file.

    Attributes:
        nul: the lines with a NUL character.
        ends: for each line terminator, how many records it ends, the header included, and the line of the first of
            them; a last record without a terminator is not counted.
        skipped: the lines of rows above the last header row that are neither header rows nor comments.
        repeated: the keys that an object of JSON repeats.
    """

    nul: list[int] = dataclasses.field(default_factory=list)
    ends: dict[str, tuple[int, int]] = dataclasses.field(default_factory=dict)
    skipped: list[int] = dataclasses.field(default_factory=list)
    repeated: list[str] = dataclasses.field(default_factory=list)

    def add_ends(self, terminator: str, count: int, line: int) -> None:
        """Counts records that end with a line terminator; the first of them is in `line`."""
        if count:
            known, first = self.ends.get(terminator, (0, line))
            self.ends[terminator] = (known + count, first)


class NotCsv(Exception):  # noqa: N818 - the fault is in the data
    """A row is not CSV, or a line is not UTF-8.

    Attributes:
        code: the rule that is broken.
        line: the line, from 1; 0 if the file as a whole is meant.
    """

    def __init__(self, code: str, message: str, line: int) -> None:
        super().__init__(message)
        self.code, self.line = code, line

    def place(self, path: str | Path) -> str:
        """The place for a message: the path of the file, and the line if there is one."""
        return f"{path}:{self.line}" if self.line else str(path)

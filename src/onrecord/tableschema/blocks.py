"""Blocks: rows of a table as its file has them, every cell as text, with what is odd about the file's lines."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import polars as pl

if TYPE_CHECKING:  # half as long to import as polars, and files without quotation marks need none of it
    import numpy as np

    Numbers: TypeAlias = np.ndarray[Any, np.dtype[np.int64]]


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

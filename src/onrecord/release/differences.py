"""Which rows of a table differ between two states, and in which cells; by hashes of 64 bits, in little memory.

A row is known by a hash of its key and one of its cells, of which the key is a part: for a change to go unseen, both
would have to collide. The cells themselves are read again for the rows that differ alone.
"""

from __future__ import annotations

import codecs
import contextlib
import dataclasses
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from pathlib import Path

import polars as pl

from onrecord.contract import Resource, Table
from onrecord.errors import PackageError
from onrecord.validate.blocks import Block, CsvBlocks, NotCsv
from onrecord.validate.sheets import dialect_of, opened_table

Key = tuple[str, ...]
_KEY, _CELLS, _ROW, _TIME, _OLD = "key", "cells", "row", "time", " of old"


@dataclasses.dataclass(frozen=True, slots=True)
class CellChange:
    """A cell that is not what it was."""

    key: Key
    field: str
    old: str
    new: str


@dataclasses.dataclass(frozen=True)
class TableDifference:
    """How the rows of a table differ.

    Attributes:
        key: the columns that tell rows apart: the primary key, or all columns where there is none that both states
            have.
        shared: the columns that both states have, in the order of the new one.
        added: the rows of the new state that the old one has not, with all columns of the new one.
        removed: the rows of the old state that the new one has not, with all columns of the old one.
        before: the rows that differ in a shared column, as they were.
        after: the same rows in the same order, as they are.
    """

    key: tuple[str, ...]
    shared: tuple[str, ...]
    added: pl.DataFrame
    removed: pl.DataFrame
    before: pl.DataFrame
    after: pl.DataFrame

    @property
    def counts(self) -> dict[str, int]:
        """How many rows were added, were removed and are changed."""
        return {"added": len(self.added), "removed": len(self.removed), "changed": len(self.after)}

    def __bool__(self) -> bool:
        return any(self.counts.values())

    def keys(self, frame: pl.DataFrame) -> list[Key]:
        """The keys of rows."""
        return frame.select(pl.col(self.key).fill_null("")).rows()

    def cells(self) -> Iterator[CellChange]:
        """The cells that differ, row by row."""
        keys = self.keys(self.after)
        old, new = (frame.select(pl.col(self.shared).fill_null("")).rows() for frame in (self.before, self.after))
        for key, was, now in zip(keys, old, new, strict=True):
            for field, one, other in zip(self.shared, was, now, strict=True):
                if one != other:
                    yield CellChange(key, field, one, other)


def difference(old: Resource, old_file: Path, new: Resource, new_file: Path) -> TableDifference:
    """How the rows of a table changed from `old_file` to `new_file`.

    Args:
        old: what the old descriptor says of the table.
        old_file: its file.
        new: what the new descriptor says of it.
        new_file: its file.

    Raises:
        PackageError: a file is missing or cannot be read.
    """
    assert old.table
    assert new.table
    shared = tuple(column for column in new.table.columns if column in old.table.columns)
    key = new.table.primary_key if new.table.primary_key and set(new.table.primary_key) <= set(shared) else shared
    with _Rows(old, old_file) as before, _Rows(new, new_file) as after:
        one, other = before.index(key, shared), after.index(key, shared)
        added = other.join(one, on=_KEY, how="anti")[_ROW].sort()
        removed = one.join(other, on=_KEY, how="anti")[_ROW].sort()
        both = other.join(one, on=_KEY, how="inner", suffix=_OLD)
        differ = both.filter(pl.col(_CELLS) != pl.col(_CELLS + _OLD)).sort(_ROW)
        return TableDifference(
            key=key,
            shared=shared,
            added=after.take(added.to_list()),
            removed=before.take(removed.to_list()),
            before=before.take(differ[_ROW + _OLD].to_list()),
            after=after.take(differ[_ROW].to_list()),
        )


class _Rows:
    """The rows of a table's file, read block by block and, some of them, again."""

    def __init__(self, resource: Resource, path: Path) -> None:
        assert resource.table
        self._table: Table = resource.table
        self._path, self._resource = path, resource
        # The number of its first row, where it is in the file, and the rows themselves where they are not found again.
        self._blocks: list[tuple[int, Block, pl.DataFrame | None]] = []
        self._height = 0

    def __enter__(self) -> _Rows:
        if len(set(self._table.columns)) < len(self._table.columns):
            raise PackageError(f"{self._path}: the schema names a column twice; validate the package")
        if not self._path.is_file():
            raise PackageError(f"{self._path}: no such file; run convert, or restore it")
        self._opened = contextlib.ExitStack()
        file = self._opened.enter_context(opened_table(self._path, self._resource))
        if file.read(3) != codecs.BOM_UTF8:
            file.seek(0)
        self._reader = CsvBlocks(file, dialect_of(self._resource))
        return self

    def __exit__(self, *exception: object) -> None:
        self._opened.close()

    def index(self, key: Sequence[str], shared: Sequence[str]) -> pl.DataFrame:
        """The hashes of the key and of the cells in `shared`, and the number, of each row."""
        with self._told():
            header = self._reader.header()
            if header is not None and tuple(header) != self._table.header:
                raise PackageError(f"{self._path}: the header is not the schema's; validate the package")
            frames = [self._indexed(block, key, shared) for block in self._reader.blocks(self._table.columns)]
        empty = pl.DataFrame(schema={_KEY: pl.UInt64, _CELLS: pl.UInt64})
        rows = pl.concat([empty, *frames]).with_row_index(_ROW)
        if tuple(key) == self._table.primary_key:
            return rows.unique(_KEY, keep="last", maintain_order=True)
        # Without a key, of equal rows each is one: the first, the second, and so on.
        return rows.with_columns(pl.struct(_KEY, pl.int_range(pl.len()).over(_KEY).alias(_TIME)).hash().alias(_KEY))

    def _indexed(self, block: Block, key: Sequence[str], shared: Sequence[str]) -> pl.DataFrame:
        place = dataclasses.replace(block, frame=pl.DataFrame(), ragged={})
        self._blocks.append((self._height, place, None if block.at >= 0 else block.frame))
        self._height += len(block.frame)
        hashes = {_KEY: key, _CELLS: shared}
        return pl.DataFrame([block.frame.select(names).hash_rows(seed=0).alias(name) for name, names in hashes.items()])

    def take(self, rows: Sequence[int]) -> pl.DataFrame:
        """Rows by their numbers, in the order in which these are given."""
        order = sorted(rows)
        frames = [pl.DataFrame(schema=dict.fromkeys(self._table.columns, pl.String))]
        ends = [first for first, _, _ in self._blocks[1:]] + [self._height]
        with self._told():
            for (first, block, kept), end in zip(self._blocks, ends, strict=False):
                some = [row - first for row in order[bisect_left(order, first) : bisect_left(order, end)]]
                if some:
                    frames.append(self._reader.again(block, some, self._table.columns) if kept is None else kept[some])
        return pl.concat(frames)[[bisect_left(order, row) for row in rows]]

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except NotCsv as error:
            raise PackageError(f"{self._path}:{error.line}: {error}; validate the package") from None

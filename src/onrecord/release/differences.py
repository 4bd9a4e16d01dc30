"""The rows and cells of a table that differ between two packages, found by hashes of 64 bits in little memory.

Each row has a hash of its key and a hash of all its cells, key included: a change is missed only if both collide. The
cells themselves are read again only for rows that differ. Rows are left out if their texts differ but their values, by
the schema of each package, do not: `1.0` and `1`, the same instant in two zones, two words for a missing value. Equal
texts are equal cells; if the new schema reads them differently, that is a change of the schema.
"""

from __future__ import annotations

import contextlib
import dataclasses
import itertools
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from pathlib import Path

import polars as pl

from onrecord.errors import PackageError
from onrecord.package import DESCRIPTOR
from onrecord.package.resources import Resource
from onrecord.package.table_data import BROKEN, Rows, has_header, opened_rows
from onrecord.tableschema.blocks import Block, NotCsv
from onrecord.tableschema.columns import keys
from onrecord.tableschema.missing import filled
from onrecord.tableschema.schema import Table
from onrecord.validation.sheets import why_not_judged

Key = tuple[str, ...]
_KEY, _CELLS, _ROW, _TIME, _OLD = "key", "cells", "row", "time", " of old"


@dataclasses.dataclass(frozen=True, slots=True)
class CellChange:
    """A cell that differs."""

    key: Key
    field: str
    old: str
    new: str


@dataclasses.dataclass(frozen=True)
class TableDifference:
    """How the rows of a table differ.

    Attributes:
        key: the columns that identify rows: the primary key, or all shared columns if they lack a primary key.
        shared: the columns that both packages have, in the order of the new package.
        added: the rows that only the new package has, with all its columns.
        removed: the rows that only the old package has, with all its columns.
        before: the rows that differ in a shared column, in the old package.
        after: the same rows in the same order, in the new package.
        differ: for each shared column, whether these rows differ in value.
    """

    key: tuple[str, ...]
    shared: tuple[str, ...]
    added: pl.DataFrame
    removed: pl.DataFrame
    before: pl.DataFrame
    after: pl.DataFrame
    differ: pl.DataFrame

    @property
    def counts(self) -> dict[str, int]:
        """How many rows were added, removed and changed."""
        return {"added": len(self.added), "removed": len(self.removed), "changed": len(self.after)}

    def __bool__(self) -> bool:
        return any(self.counts.values())

    def keys(self, frame: pl.DataFrame) -> list[Key]:
        """The keys of rows."""
        return frame.select(pl.col(self.key).fill_null("")).rows()

    def cells(self) -> Iterator[CellChange]:
        """The cells that differ, row by row."""
        return itertools.chain.from_iterable(self.changed_rows())

    def changed_rows(self) -> Iterator[tuple[CellChange, ...]]:
        """For each row that differs, in the order of `after`, the cells that differ."""
        old, new = (frame.select(pl.col(self.shared).fill_null("")).rows() for frame in (self.before, self.after))
        for key, was, now, differ in zip(self.keys(self.after), old, new, self.differ.rows(), strict=True):
            cells = itertools.compress(zip(self.shared, was, now, strict=True), differ)
            yield tuple(CellChange(key, *cell) for cell in cells)


def difference(old_folder: Path, old: Resource, new_folder: Path, new: Resource) -> TableDifference:
    """The differences between the rows of a table in two packages.

    Args:
        old_folder: folder of the old package.
        old: the table's resource in it, with the columns from `table_data.resolved`.
        new_folder: folder of the new package.
        new: the table's resource in it, likewise.

    Raises:
        PackageError: a file is missing or cannot be read.
    """
    assert old.table
    assert new.table
    shared = tuple(column for column in new.table.columns if column in old.table.columns)
    key = new.table.primary_key if new.table.primary_key and set(new.table.primary_key) <= set(shared) else shared
    with _Rows(old_folder, old) as before, _Rows(new_folder, new) as after:
        old_index, new_index = before.index(key, shared), after.index(key, shared)
        come = new_index.join(old_index, on=_KEY, how="anti")[_ROW].sort()
        gone = old_index.join(new_index, on=_KEY, how="anti")[_ROW].sort()
        both = new_index.join(old_index, on=_KEY, how="inner", suffix=_OLD)
        pairs = both.filter(pl.col(_CELLS) != pl.col(_CELLS + _OLD)).select(_ROW, _ROW + _OLD)
        added, removed = after.take(come), before.take(gone)
        # By the values of their keys, some added rows are the same as some removed rows.
        same = _by_value(added, new.table, key).join(_by_value(removed, old.table, key), on=_KEY, suffix=_OLD)
        pairs = pairs.vstack(same.select(come.gather(same[_ROW]), gone.gather(same[_ROW + _OLD]).alias(_ROW + _OLD)))
        pairs = pairs.sort(_ROW)
        was, now = before.take(pairs[_ROW + _OLD]), after.take(pairs[_ROW])
        differ = pl.DataFrame([_differ(was, old.table, now, new.table, column) for column in shared])
        changed = differ.select(pl.any_horizontal(False, pl.all())).to_series()
        return TableDifference(
            key=key,
            shared=shared,
            added=_without(added, same[_ROW]),
            removed=_without(removed, same[_ROW + _OLD]),
            before=was.filter(changed),
            after=now.filter(changed),
            differ=differ.filter(changed),
        )


def _by_value(frame: pl.DataFrame, table: Table, key: Sequence[str]) -> pl.DataFrame:
    """For each row of a frame the hash of the values of its key, and its number."""
    values = pl.DataFrame([_values(frame, table, column) for column in key])
    return _apart(pl.DataFrame({_KEY: values.hash_rows(seed=0)}).with_row_index(_ROW))


def _values(frame: pl.DataFrame, table: Table, column: str) -> pl.Series:
    """The cells of a column as texts that are equal if their values are; null for a missing value."""
    field = table.field(column)
    return keys(field, filled(frame, field))


def _apart(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows with distinct hashes: of several rows with the same key, all but the first get a new hash."""
    if rows[_KEY].n_unique() == len(rows):
        return rows
    time = pl.int_range(pl.len()).over(_KEY)
    later = pl.struct(_KEY, time.alias(_TIME)).hash()
    return rows.with_columns(pl.when(time == 0).then(pl.col(_KEY)).otherwise(later).alias(_KEY))


def _differ(was: pl.DataFrame, old: Table, now: pl.DataFrame, new: Table, column: str) -> pl.Series:
    """Whether the values of a column differ, row by row; values are compared only if the texts differ."""
    differ = was[column].ne_missing(now[column])
    rows = differ.arg_true()
    if not rows.is_empty():
        values = _values(was[rows], old, column).ne_missing(_values(now[rows], new, column))
        differ = differ.scatter(rows, values)
    return differ


def _without(frame: pl.DataFrame, rows: pl.Series) -> pl.DataFrame:
    return frame.filter(~pl.int_range(len(frame), eager=True).is_in(rows.implode()))


class _Rows:
    """The rows of a table, read block by block; some are read again."""

    def __init__(self, folder: Path, resource: Resource) -> None:
        assert resource.table
        self._table: Table = resource.table
        self._folder, self._resource = folder, resource
        self._reader: Rows | None = None
        self._path = folder / (resource.path or DESCRIPTOR)
        # For each block the number of its first row, its place in the file, and its rows if they cannot be read again.
        self._blocks: list[tuple[int, Block, pl.DataFrame | None]] = []
        self._height = 0

    def __enter__(self) -> _Rows:
        if reason := why_not_judged(self._resource):
            place = f"{self._folder / DESCRIPTOR}: the table {self._resource.name}"
            raise PackageError(f"{place} {reason}, so its rows cannot be compared")
        self._opened = contextlib.ExitStack()
        with self._errors_with_place():
            self._reader = self._opened.enter_context(opened_rows(self._folder, self._resource, self._table))
        return self

    def __exit__(self, *exception: object) -> None:
        self._opened.close()

    def index(self, key: Sequence[str], shared: Sequence[str]) -> pl.DataFrame:
        """For each row the hash of its key, the hash of its `shared` cells, and its number."""
        assert self._reader
        with self._errors_with_place():
            header = self._reader.header()
            if has_header(self._resource) and header is not None and tuple(header) != self._table.header:
                raise PackageError(f"{self._path}: the header is not the schema's; validate the package")
            frames = [self._indexed(block, key, shared) for block in self._reader.blocks(self._table.columns)]
        empty = pl.DataFrame(schema={_KEY: pl.UInt64, _CELLS: pl.UInt64})
        return _apart(pl.concat([empty, *frames]).with_row_index(_ROW))

    def _indexed(self, block: Block, key: Sequence[str], shared: Sequence[str]) -> pl.DataFrame:
        place = dataclasses.replace(block, frame=pl.DataFrame(), ragged={}, misfits={})
        self._blocks.append((self._height, place, None if block.at >= 0 else block.frame))
        self._height += len(block.frame)
        hashes = {_KEY: key, _CELLS: shared}
        return pl.DataFrame([block.frame.select(names).hash_rows(seed=0).alias(name) for name, names in hashes.items()])

    def take(self, numbers: pl.Series) -> pl.DataFrame:
        """Rows by their numbers, in the given order."""
        rows = numbers.to_list()
        order = sorted(rows)
        assert self._reader
        frames = [pl.DataFrame(schema=dict.fromkeys(self._table.columns, pl.String))]
        ends = [first for first, _, _ in self._blocks[1:]] + [self._height]
        with self._errors_with_place():
            for (first, block, kept), end in zip(self._blocks, ends, strict=False):
                some = [row - first for row in order[bisect_left(order, first) : bisect_left(order, end)]]
                if some:
                    frames.append(self._reader.again(block, some, self._table.columns) if kept is None else kept[some])
        return pl.concat(frames)[[bisect_left(order, row) for row in rows]]

    @contextlib.contextmanager
    def _errors_with_place(self) -> Iterator[None]:
        try:
            yield
        except FileNotFoundError:
            raise PackageError(f"{self._reading}: no such file; run convert, or restore it") from None
        except NotCsv as error:
            raise PackageError(f"{error.place(self._reading)}: {error}; validate the package") from None
        except BROKEN as error:
            raise PackageError(f"{self._reading}: it cannot be read ({error}); validate the package") from None

    @property
    def _reading(self) -> Path:
        """The file that is being read; the first file until the reader has opened a file."""
        return self._folder / self._reader.path if self._reader else self._path

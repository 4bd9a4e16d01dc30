"""Which rows of a table differ between two states, and in which cells; by hashes of 64 bits, in little memory.

A row is known by a hash of its key and one of its cells, of which the key is a part: for a change to go unseen, both
would have to collide. The cells themselves are read again for the rows that differ alone. Of these, the ones are left
out whose texts differ and whose values, by the schema of each side, do not: `1.0` and `1`, one instant in two zones,
two words for what is missing. Equal texts are equal cells; where the schema reads them in another way from now on, that
is told as its own change.
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
        differ: whether these rows differ in value, for each shared column.
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
        """How many rows were added, were removed and are changed."""
        return {"added": len(self.added), "removed": len(self.removed), "changed": len(self.after)}

    def __bool__(self) -> bool:
        return any(self.counts.values())

    def keys(self, frame: pl.DataFrame) -> list[Key]:
        """The keys of rows."""
        return frame.select(pl.col(self.key).fill_null("")).rows()

    def cells(self) -> Iterator[CellChange]:
        """The cells that differ, row by row."""
        old, new = (frame.select(pl.col(self.shared).fill_null("")).rows() for frame in (self.before, self.after))
        for key, was, now, differ in zip(self.keys(self.after), old, new, self.differ.rows(), strict=True):
            for field, one, other in itertools.compress(zip(self.shared, was, now, strict=True), differ):
                yield CellChange(key, field, one, other)


def difference(old_folder: Path, old: Resource, new_folder: Path, new: Resource) -> TableDifference:
    """How the rows of a table changed from one package to another.

    Args:
        old_folder: folder of the package that was.
        old: what its descriptor says of the table, with the columns that `sources.resolved` gives.
        new_folder: folder of the package that is.
        new: what its descriptor says of the table, likewise.

    Raises:
        PackageError: a file is missing or cannot be read.
    """
    assert old.table
    assert new.table
    shared = tuple(column for column in new.table.columns if column in old.table.columns)
    key = new.table.primary_key if new.table.primary_key and set(new.table.primary_key) <= set(shared) else shared
    with _Rows(old_folder, old) as before, _Rows(new_folder, new) as after:
        one, other = before.index(key, shared), after.index(key, shared)
        come = other.join(one, on=_KEY, how="anti")[_ROW].sort()
        gone = one.join(other, on=_KEY, how="anti")[_ROW].sort()
        both = other.join(one, on=_KEY, how="inner", suffix=_OLD)
        pairs = both.filter(pl.col(_CELLS) != pl.col(_CELLS + _OLD)).select(_ROW, _ROW + _OLD)
        added, removed = after.take(come), before.take(gone)
        # By their values, some of the rows that came are some of those that went.
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
    """The hash of the values of the key, and the number, of each row of a frame."""
    values = pl.DataFrame([_values(frame, table, column) for column in key])
    return _apart(pl.DataFrame({_KEY: values.hash_rows(seed=0)}).with_row_index(_ROW))


def _values(frame: pl.DataFrame, table: Table, column: str) -> pl.Series:
    """The cells of a column as texts that are equal where their values are, null where one is missing."""
    field = table.field(column)
    return keys(field, filled(frame, field))


def _apart(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows with another hash for each but the first of those whose key is one: the second, the third, and so on."""
    if rows[_KEY].n_unique() == len(rows):
        return rows
    time = pl.int_range(pl.len()).over(_KEY)
    later = pl.struct(_KEY, time.alias(_TIME)).hash()
    return rows.with_columns(pl.when(time == 0).then(pl.col(_KEY)).otherwise(later).alias(_KEY))


def _differ(was: pl.DataFrame, old: Table, now: pl.DataFrame, new: Table, column: str) -> pl.Series:
    """Whether the values of a column differ, row by row; only texts that do are looked at."""
    differ = was[column].ne_missing(now[column])
    rows = differ.arg_true()
    if not rows.is_empty():
        values = _values(was[rows], old, column).ne_missing(_values(now[rows], new, column))
        differ = differ.scatter(rows, values)
    return differ


def _without(frame: pl.DataFrame, rows: pl.Series) -> pl.DataFrame:
    return frame.filter(~pl.int_range(len(frame), eager=True).is_in(rows.implode()))


class _Rows:
    """The rows of a table, read block by block and, some of them, again."""

    def __init__(self, folder: Path, resource: Resource) -> None:
        assert resource.table
        self._table: Table = resource.table
        self._folder, self._resource = folder, resource
        self._reader: Rows | None = None
        self._path = folder / (resource.path or DESCRIPTOR)
        # The number of its first row, where it is in the file, and the rows themselves where they are not found again.
        self._blocks: list[tuple[int, Block, pl.DataFrame | None]] = []
        self._height = 0

    def __enter__(self) -> _Rows:
        if reason := why_not_judged(self._resource):
            place = f"{self._folder / DESCRIPTOR}: the table {self._resource.name}"
            raise PackageError(f"{place} {reason}, so its rows cannot be compared")
        self._opened = contextlib.ExitStack()
        with self._told():
            self._reader = self._opened.enter_context(opened_rows(self._folder, self._resource, self._table))
        return self

    def __exit__(self, *exception: object) -> None:
        self._opened.close()

    def index(self, key: Sequence[str], shared: Sequence[str]) -> pl.DataFrame:
        """The hashes of the key and of the cells in `shared`, and the number, of each row."""
        assert self._reader
        with self._told():
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
        """Rows by their numbers, in the order in which these are given."""
        rows = numbers.to_list()
        order = sorted(rows)
        assert self._reader
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
        except FileNotFoundError:
            raise PackageError(f"{self._reading}: no such file; run convert, or restore it") from None
        except NotCsv as error:
            raise PackageError(f"{error.place(self._reading)}: {error}; validate the package") from None
        except BROKEN as error:
            raise PackageError(f"{self._reading}: it cannot be read ({error}); validate the package") from None

    @property
    def _reading(self) -> Path:
        """The file that is being read, the first one until the reader has opened one."""
        return self._folder / self._reader.path if self._reader else self._path

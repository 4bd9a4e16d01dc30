"""The tables that people look at: quotes, votes, positions, claims and voices, each with the names behind its ids.

What they hold is defined once, by the views of `sql.views`; here these are applied to the files of a package.
"""

from __future__ import annotations

import dataclasses
import functools
import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import polars as pl

from onrecord.errors import PackageError
from onrecord.loading.reading import read_frames
from onrecord.package.package import Package
from onrecord.package.table_data import resolved
from onrecord.sql.views import JOINED, Column, View, lacking, views

_ROWS = 2_000  # rows that are held as Python objects at a time
# Rows that are joined at a time, and into how many parts a table is divided at most. Joined as a whole, 100,000 claims
# take 400 MB more than they do in ten parts.
_AT_ONCE, _MOST_PARTS = 10_000, 50
_SHARED = "article_id"


@dataclasses.dataclass(frozen=True)
class JoinedTable:
    """One of the tables that people look at.

    Attributes:
        name: its name, one of `JOINED`.
        view: what defines it.
        length: how many rows it has.
        parts: gives its rows in order, a frame for each part of the table, which is joined when it is asked for.
    """

    name: str
    view: View
    length: int
    parts: Callable[[], Iterator[pl.DataFrame]] = dataclasses.field(repr=False)

    @property
    def description(self) -> str:
        """What a row is, for people."""
        return self.view.description

    @property
    def columns(self) -> tuple[Column, ...]:
        """Its columns in order, with their meanings and types."""
        return self.view.columns

    def __len__(self) -> int:
        return self.length

    def slices(self) -> Iterator[pl.DataFrame]:
        """Its rows in order, some at a time."""
        for part in self.parts():
            yield from part.iter_slices(_ROWS)

    def rows(self, limit: int | None = None) -> Iterator[tuple[Any, ...]]:
        """Its rows in order, with a value for each column, None if it is missing.

        Args:
            limit: how many rows at most.
        """
        return itertools.islice((row for some in self.slices() for row in some.rows()), limit)


def joined_tables(package: Package, names: Sequence[str] | None = None) -> Iterator[JoinedTable]:
    """The tables of a package that people look at, one after the other; each file is read once.

    Args:
        package: the package.
        names: which, in this order; by default all that the package has, in the order of `JOINED`.

    Raises:
        PackageError: the package lacks a table or a column that a table in `names` needs, or a file cannot be read or
            does not match its schema.

    Examples:
        >>> [(table.name, len(table)) for table in joined_tables(read_package(Path("out")))]
        [('quotes', 5), ('votes', 1), ('positions', 1), ('claims', 4), ('voices', 4)]
    """
    package = resolved(package)
    declared = {name: table for name, resource in package.tables.items() if (table := resource.table)}
    defined = views(declared)
    there = [name for name, view in JOINED.items() if view in defined]
    wanted = there if names is None else names
    # A column that no statement names is not used by any.
    statements = "\n".join(view.select for name, view in defined.items() if name in {JOINED[each] for each in wanted})
    frames: dict[str, pl.DataFrame] = {}
    for place, name in enumerate(wanted):
        view = defined.get(JOINED[name])
        if view is None:
            missing = ", ".join(lacking(JOINED[name], declared)) or "the options of votes as names"
            message = f"{name} needs {missing}, which this package lacks"
            raise PackageError(f"{package.described}: {message}; name a package that onrecord convert made")
        frames |= read_frames(package, [each for each in view.reads if each not in frames], statements.__contains__)
        yield _joined(package, name, view, {each: frames[each] for each in view.reads})
        later = {
            each for name in wanted[place + 1 :] if JOINED[name] in defined for each in defined[JOINED[name]].reads
        }
        frames = {each: frame for each, frame in frames.items() if each in later}


def _joined(package: Package, name: str, view: View, frames: Mapping[str, pl.DataFrame]) -> JoinedTable:
    def refused(error: pl.exceptions.PolarsError) -> PackageError:
        message = f"the columns of {', '.join(view.reads)} have other types than those of onrecord ({error})"
        return PackageError(f"{package.described}: {message}; run onrecord validate")

    def parts() -> Iterator[pl.DataFrame]:
        try:
            yield from (selected(part, view) for part in _divided(frames, view))
        except pl.exceptions.PolarsError as error:
            raise refused(error) from error

    try:
        counted = pl.SQLContext(frames).execute(f"SELECT COUNT(*) FROM ({view.select}) AS counted", eager=True)
    except pl.exceptions.PolarsError as error:
        raise refused(error) from error
    return JoinedTable(name, view, counted.item(), parts)


def _divided(frames: Mapping[str, pl.DataFrame], view: View) -> Iterator[Mapping[str, pl.DataFrame]]:
    """The tables of a view in parts whose rows, one part after the other, are those of the whole, in order."""
    keys = frames[view.reads[0]][_SHARED].sort() if view.is_by_article else pl.Series(dtype=pl.String)
    step = max(_AT_ONCE, len(keys) // _MOST_PARTS)
    if len(keys) <= step or keys.null_count():
        yield frames
        return
    edges = keys.gather_every(step).unique(maintain_order=True).to_list()
    for first, after in itertools.pairwise([*edges, None]):
        is_here = pl.col(_SHARED) >= first
        if after is not None:
            is_here &= pl.col(_SHARED) < after
        yield {name: frame.filter(is_here) if _SHARED in frame.columns else frame for name, frame in frames.items()}


def table_of(view: View, rows: Sequence[Sequence[str | int | None]]) -> JoinedTable:
    """A table of rows that no SQL selects, with the name, the description and the columns of `view`."""
    kinds = {column.name: pl.Int64 if column.type == "integer" else pl.String for column in view.columns}
    return table_of_frame(view, pl.DataFrame(rows, kinds, orient="row"))


def table_of_frame(view: View, frame: pl.DataFrame) -> JoinedTable:
    """A table that is a frame already, with the name, the description and the columns of `view`."""
    return JoinedTable(view.name, view, len(frame), functools.partial(iter, [frame]))


def selected(frames: Mapping[str, pl.DataFrame], view: View) -> pl.DataFrame:
    """The rows of a view of typed tables."""
    rows = pl.SQLContext(frames).execute(view.select, eager=True)
    # polars counts with unsigned integers of 32 bits.
    return rows.cast({pl.UInt32: pl.Int64})

"""The tables that people look at: quotes, votes, positions, claims and voices, each with the names behind its ids.

What they hold is defined once, by the views of `sql.views`; here these are applied to the files of a package.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import polars as pl

from onrecord.errors import PackageError
from onrecord.loading.reading import read_frames
from onrecord.package.package import Package
from onrecord.package.table_data import resolved
from onrecord.sql.views import JOINED, Column, View, lacking, views

_ROWS = 10_000  # rows that are held as Python objects at a time


@dataclasses.dataclass(frozen=True)
class JoinedTable:
    """One of the tables that people look at.

    Attributes:
        name: its name, one of `JOINED`.
        view: what defines it.
        frame: its rows, which are not yet Python objects.
    """

    name: str
    view: View
    frame: pl.DataFrame = dataclasses.field(repr=False)

    @property
    def description(self) -> str:
        """What a row is, for people."""
        return self.view.description

    @property
    def columns(self) -> tuple[Column, ...]:
        """Its columns in order, with their meanings and types."""
        return self.view.columns

    def __len__(self) -> int:
        return self.frame.height

    def rows(self, limit: int | None = None) -> Iterator[tuple[Any, ...]]:
        """Its rows in order, with a value for each column, None if it is missing.

        Args:
            limit: how many rows at most.
        """
        for some in self.frame.head(len(self) if limit is None else limit).iter_slices(_ROWS):
            yield from some.rows()


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
    for name in wanted:
        view = defined.get(JOINED[name])
        if view is None:
            missing = ", ".join(lacking(JOINED[name], declared)) or "the options of votes as names"
            message = f"{name} needs {missing}, which this package lacks"
            raise PackageError(f"{package.described}: {message}; name a package that onrecord convert made")
        frames |= read_frames(package, [each for each in view.reads if each not in frames], statements.__contains__)
        try:
            yield JoinedTable(name, view, selected(frames, view))
        except pl.exceptions.PolarsError as error:
            message = f"the columns of {', '.join(view.reads)} have other types than those of onrecord ({error})"
            raise PackageError(f"{package.described}: {message}; run onrecord validate") from error


def table_of(view: View, rows: Sequence[Sequence[str | int | None]]) -> JoinedTable:
    """A table of rows that no SQL selects, with the name, the description and the columns of `view`."""
    kinds = {column.name: pl.Int64 if column.type == "integer" else pl.String for column in view.columns}
    return JoinedTable(view.name, view, pl.DataFrame(rows, kinds, orient="row"))


def selected(frames: Mapping[str, pl.DataFrame], view: View) -> pl.DataFrame:
    """The rows of a view of typed tables."""
    rows = pl.SQLContext(frames).execute(view.select, eager=True)
    # polars counts with unsigned integers of 32 bits.
    return rows.cast({pl.UInt32: pl.Int64})

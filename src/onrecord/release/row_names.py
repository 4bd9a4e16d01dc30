"""What people call the rows that a row refers to: the speaker behind a speaker_id, the title behind an article_id.

The foreign keys of a table say where its ids lead. The names are read for the rows of a comparison only.
"""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from onrecord.errors import PackageError
from onrecord.package.naming import NAMING, label_of
from onrecord.package.package import Package
from onrecord.package.resources import Resource
from onrecord.tableschema.schema import Table

if TYPE_CHECKING:
    import polars as pl

    from onrecord.release.differences import TableDifference

Named = Mapping[str, str]


@dataclasses.dataclass(frozen=True, slots=True)
class Link:
    """A column whose cells are keys of another table: what it is called, its name, and the table and its key column."""

    label: str
    column: str
    table: str
    key: str


@dataclasses.dataclass(frozen=True, slots=True)
class RowNames:
    """The names in one of two packages.

    Attributes:
        links: for each table the columns that lead to named rows.
        names: the names of these rows, by their table and key.
    """

    links: Mapping[str, Sequence[Link]] = dataclasses.field(default_factory=dict)
    names: Mapping[tuple[str, str], str] = dataclasses.field(default_factory=dict)

    def of(self, table: str, frame: pl.DataFrame) -> Iterator[Named]:
        """For each row of a frame the names that its ids lead to, by what their columns are called."""
        links = [link for link in self.links.get(table, ()) if link.column in frame.columns]
        if not links:
            yield from ({} for _ in range(len(frame)))
            return
        for row in frame.select(link.column for link in links).iter_rows():
            found = ((link.label, self.names.get((link.table, key))) for link, key in zip(links, row, strict=True))
            yield {label: name for label, name in found if name}


def names_in(package: Package, rows: Mapping[str, TableDifference], *, is_old: bool) -> RowNames:
    """The names that the differing rows of a package lead to; a table that cannot be read has none.

    Args:
        package: the old or the new package of a comparison.
        rows: the differences of rows, by table.
        is_old: whether it is the old package.
    """
    from onrecord.package.table_data import resolved
    from onrecord.validation.sheets import why_not_judged  # imports polars

    tables = {name: each for name, each in resolved(package).tables.items() if each.table and not why_not_judged(each)}
    links = {name: list(_links(table, tables)) for name in rows if name in tables and (table := tables[name].table)}
    wanted: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for name, each in rows.items():
        frames = (each.removed, each.before) if is_old else (each.added, each.after)
        for link in links.get(name, ()):
            for frame in frames:
                if link.column in frame.columns:
                    wanted[link.table, link.key].update(frame[link.column].drop_nulls().unique())
    names = {
        (table, key): name
        for (table, column), keys in wanted.items()
        if keys
        for key, name in _named(package, tables[table], column, keys)
    }
    return RowNames(links, names)


def _links(table: Table, tables: Mapping[str, Resource]) -> Iterator[Link]:
    for key in table.foreign_keys:
        target = tables[key.resource].table if key.resource in tables and not key.elsewhere else None
        if target is None or len(key.fields) != 1 or key.reference_fields[0] not in target.columns:
            continue
        if any(column in target.columns for column in NAMING):
            column = key.fields[0]
            yield Link(label_of(column), column, key.resource, key.reference_fields[0])


def _named(package: Package, resource: Resource, key: str, keys: set[str]) -> Iterator[tuple[str, str]]:
    """The keys of some rows of a table with their names, as far as the table can be read."""
    import polars as pl

    from onrecord.package.table_data import BROKEN, has_header, opened_rows
    from onrecord.tableschema.blocks import NotCsv

    table = resource.table
    assert table
    naming = [pl.col(column) for column in NAMING if column in table.columns and column != key]
    if not naming:
        return
    found = []
    try:
        with opened_rows(package.folder, resource, table) as rows:
            header = rows.header()
            if has_header(resource) and tuple(header or ()) != table.header:
                return
            for block in rows.blocks(table.columns):
                some = block.frame.filter(pl.col(key).is_in(keys))
                filled = [pl.when(column.str.strip_chars() != "").then(column) for column in naming]
                found += some.select(pl.col(key), pl.coalesce(filled).alias(f"name of {key}")).rows()
    except (PackageError, NotCsv, OSError, *BROKEN):
        return  # the rows were compared all the same
    yield from ((row, name) for row, name in found if name is not None)

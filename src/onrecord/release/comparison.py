"""The differences between two packages: schemas, rows by their keys, cells before and after."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.errors import PackageError, of_system
from onrecord.package.opening import opened
from onrecord.package.own_tables import TABLES
from onrecord.package.package import read_package
from onrecord.release.changes import Comparison, compare
from onrecord.release.getting import package_at
from onrecord.release.row_names import Named, RowNames, names_in
from onrecord.release.version import bump
from onrecord.text.printable import address
from onrecord.text.versions import parse_version

if TYPE_CHECKING:
    import polars as pl

    from onrecord.release.differences import CellChange, Key, TableDifference

# Where a row is in its text. An edit before it moves it, but does not change what it says.
_PLACE = frozenset({"start", "end"})
# The words of a row. If they change and the id does not, the row was re-anchored in an edited text.
_WORDS = "exact"
_IDS = "id_changes"
# What people recognize a row by that was added or removed: the first of these columns that its table has.
_SAYS = ("text", "exact", "name", "title")
# What a row is called whose other cells changed.
_OWN_NAMES = ("name", "title")
_NOBODY = "(none)"  # in place of a name, where an id came or went


@dataclasses.dataclass(frozen=True, slots=True)
class RowChange:
    """A row that differs.

    Attributes:
        what: `added`; `removed`; `moved`: the same words at a different place of the text; `reanchored`: the same row,
            found again in edited words; or `changed`.
        key: the values of its key.
        cells: the cells that differ, in a row that both packages have.
        fate: what happened to the id of a removed row, if `id_changes` says so.
        says: a column and its cell, by which people recognize a row that was added or removed; empty if the table has
            no such column.
        was: the names that the ids of the row lead to in the old package, by what they are called: `speaker`,
            `article`; and the `name` or `title` of a row whose other cells changed.
        now: the same in the new package.
    """

    what: str
    key: Key
    cells: tuple[CellChange, ...] = ()
    fate: IdChange | None = None
    says: tuple[str, str] = ("", "")
    was: Named = dataclasses.field(default_factory=dict)
    now: Named = dataclasses.field(default_factory=dict)

    @property
    def names(self) -> dict[str, str]:
        """The names that the ids of the row lead to, the old and the new name where they differ."""
        if self.what in ("added", "removed"):
            return {**self.was, **self.now}
        labels = dict.fromkeys((*self.was, *self.now))
        pairs = ((label, self.was.get(label, _NOBODY), self.now.get(label, _NOBODY)) for label in labels)
        return {label: new if old == new else f"{old} → {new}" for label, old, new in pairs}


@dataclasses.dataclass(frozen=True, slots=True)
class IdChange:
    """What happened to a removed id: the id that replaces it, or an empty text, and the reason."""

    new_id: str
    reason: str


def id_changes(comparison: Comparison) -> dict[tuple[str, str], IdChange]:
    """What happened to ids, by table and id: the rows of `id_changes` that only the new package has."""
    rows = comparison.rows.get(_IDS)
    columns = ("table_name", "old_id", "new_id", "reason")
    if rows is None or not set(columns) <= set(rows.added.columns):
        return {}
    import polars as pl

    new_rows = rows.added.vstack(rows.after).select(pl.col(columns).fill_null("")).rows()
    return {(table, old): IdChange(new, reason) for table, old, new, reason in new_rows}


def row_changes(table: str, found: Diff) -> Iterator[RowChange]:
    """The rows of a table that differ: first the added, then the removed, then all others."""
    rows, fates = found.comparison.rows[table], id_changes(found.comparison)
    old, new = found.old_names, found.new_names
    for key, says, now in zip(rows.keys(rows.added), _said(rows, rows.added), new.of(table, rows.added), strict=True):
        yield RowChange("added", key, says=says, now=now)
    for key, says, was in zip(
        rows.keys(rows.removed), _said(rows, rows.removed), old.of(table, rows.removed), strict=True
    ):
        yield RowChange("removed", key, fate=fates.get((table, key[0])), says=says, was=was)
    own = next((column for column in _OWN_NAMES if column in rows.shared and column not in rows.key), None)
    called = rows.after[own].fill_null("") if own else itertools.repeat("", len(rows.after))
    for cells, name, was, now in zip(
        rows.changed_rows(), called, old.of(table, rows.before), new.of(table, rows.after), strict=True
    ):
        fields = {cell.field for cell in cells}
        itself = {own: name} if own and name and own not in fields else {}
        yield RowChange(_kind(table, fields), cells[0].key, cells, was={**itself, **was}, now={**itself, **now})


def _said(rows: TableDifference, frame: pl.DataFrame) -> Iterator[tuple[str, str]]:
    column = next((name for name in _SAYS if name in frame.columns and name not in rows.key), "")
    cells = frame[column].fill_null("") if column else itertools.repeat("", len(frame))
    return ((column, cell) for cell in cells)


def _kind(table: str, fields: set[str]) -> str:
    if table not in TABLES:
        return "changed"
    return "moved" if fields <= _PLACE else "reanchored" if _WORDS in fields else "changed"


@dataclasses.dataclass(frozen=True)
class Diff:
    """Two packages, and how they differ: what `diff` returns.

    Attributes:
        old: the old package as its user named it, without the secrets of a URL.
        new: the new package, likewise.
        comparison: what changed.
        version: the lowest version that the new package may have after the old package's version; empty if that has no
            version, or nothing changed.
        old_names: the names that the ids of differing rows lead to in the old package.
        new_names: the same in the new package.

    Examples:
        >>> onrecord.diff("out", "out").level
        'none'
    """

    old: str
    new: str
    comparison: Comparison
    version: str
    old_names: RowNames
    new_names: RowNames

    @property
    def level(self) -> str:
        """The highest level of the changes: none, patch, minor or major."""
        return self.comparison.level.name.lower()


def diff(old: str | Path, new: str | Path) -> Diff:
    """Compares two packages.

    Args:
        old: folder of the old package, its descriptor, or a zip of it; or a release as `get` takes it: a URL, or the
            folder of a package's releases, with or without `@VERSION`.
        new: the new package, likewise.

    Raises:
        DownloadError: a release cannot be downloaded.
        PackageError: a package, its descriptor, a schema or a table cannot be read.
        ReleaseError: a package lists a text although `onrecord.texts` forbids it.

    Examples:
        >>> difference = onrecord.diff("dist/small@1.0.0", "edited")
        >>> difference.level, difference.version
        ('patch', '1.0.1')
        >>> [change.reason for change in difference.comparison.changes]
        ['entities: 1 row changed']
    """
    try:
        with opened(package_at(old)) as before, opened(package_at(new)) as after:
            old_package, new_package = read_package(before), read_package(after)
            comparison = compare(old_package, new_package)
            old_names = names_in(old_package, comparison.rows, is_old=True)
            new_names = names_in(new_package, comparison.rows, is_old=False)
    except OSError as error:
        raise PackageError(of_system(error, address(str(old)))) from error
    version = parse_version(old_package.descriptor.get("version"))
    bumped = "" if version is None or not comparison.changes else str(bump(version, comparison.level))
    return Diff(address(str(old)), address(str(new)), comparison, bumped, old_names, new_names)

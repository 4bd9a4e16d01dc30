"""The changes of each release: the table `changes` of the package, and its changelog."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from onrecord.errors import PackageError
from onrecord.package.files import read_inside
from onrecord.package.own_tables import own_tables
from onrecord.package.package import Package
from onrecord.package.tables import TableWriter, read_records
from onrecord.release.changes import Change
from onrecord.release.files import CHANGELOG, HISTORY, is_history
from onrecord.release.version import Level
from onrecord.tableschema.cells import format_cell
from onrecord.text.markdown import grid, plain

if TYPE_CHECKING:
    from semver import Version

Row = Mapping[str, str]

_TITLE = "# Changelog of the data\n"
_RELEASE = re.compile(r"^## +\[?v?(?P<version>[0-9][^\s\]]*)", re.MULTILINE)
_SECTION = re.compile(r"^## ", re.MULTILINE)
# What users of a release have to do, by the highest level of its changes.
_TO_DO = {
    "major": "Programs that use what is listed as major have to be changed before they read this release.",
    "minor": "Programs run on. Run analyses again where rows are new or gone.",
    "patch": "Programs run on. Run analyses again that use what changed.",
    "": "Nothing.",
}


def change_rows(
    version: Version, previous: Version | None, released: str | None, changes: Sequence[Change], reason: str | None
) -> list[Row]:
    """The rows of `changes` for one release.

    Args:
        version: the version of the release.
        previous: the version that it was compared with.
        released: its date-time, after RFC 3339.
        changes: what changed, the highest level first.
        reason: why it was made.
    """
    rows: list[Mapping[str, Any]] = [
        {
            "version": str(version),
            "ordinal": ordinal,
            "previous_version": previous and str(previous),
            "released": released and released[:10],
            "level": None if change.level is Level.NONE else change.level.name.lower(),
            "changed_table": change.table,
            **(change.rows or {}),
            "change": change.reason,
            "rationale": reason,
        }
        for ordinal, change in enumerate(changes, start=1)
    ]
    return [{column: format_cell(row.get(column)) for column in own_tables()[HISTORY].columns} for row in rows]


def read_history(package: Package) -> list[Row]:
    """The rows of a package's table `changes`; empty if it does not have onrecord's table.

    Raises:
        PackageError: the table cannot be read.
    """
    resource = package.tables.get(HISTORY)
    if resource is None or not is_history(resource):
        return []
    header, *records = read_records(package.folder / resource.path, package.folder)
    return [dict(zip(header.cells, record.cells, strict=True)) for record in records]


def joined(*histories: Iterable[Row]) -> list[Row]:
    """Several histories in one; if two have the same version, the first counts."""
    rows: dict[str, list[Row]] = {}
    for history in histories:
        found: dict[str, list[Row]] = {}
        for row in history:
            found.setdefault(row["version"], []).append(row)
        rows = {**rows, **{version: new for version, new in found.items() if version not in rows}}
    return [row for of_release in rows.values() for row in of_release]


def history_table(rows: Iterable[Row]) -> bytes:
    """The file of the table `changes`."""
    file = io.BytesIO()
    writer = TableWriter(file, own_tables()[HISTORY])
    for row in rows:
        writer.write(row)
    content = file.getvalue()
    writer.close()
    return content


def changelog(page: str, rows: Sequence[Row]) -> str:
    """The changelog with an entry for each release that it lacks, the newest first.

    Its text, which may be written by people, is kept.

    Args:
        page: the present changelog; empty if the package lacks it.
        rows: the rows of `changes`, the oldest release first.
    """
    known = {match["version"] for match in _RELEASE.finditer(page)}
    releases: dict[str, list[Row]] = {}
    for row in rows:
        if row["version"] not in known:
            releases.setdefault(row["version"], []).append(row)
    if not releases:
        return page
    entries = "\n".join("\n".join(_entry(of_release)) + "\n" for of_release in reversed(releases.values()))
    place = _SECTION.search(page)
    if place is None:
        head = page.rstrip("\n") + "\n" if page.strip() else _TITLE
        return f"{head}\n{entries}"
    return f"{page[: place.start()]}{entries}\n{page[place.start() :]}"


def _entry(rows: Sequence[Row]) -> Iterator[str]:
    first = rows[0]
    yield f"## {first['version']}{' - ' + first['released'] if first['released'] else ''}"
    if first["rationale"]:
        yield from ("", plain(first["rationale"]))
    if first["previous_version"]:
        yield from ("", f"Compared with {first['previous_version']}:", "")
    else:
        yield ""
    yield from (f"- {row['level'] + ': ' if row['level'] else ''}{plain(row['change'])}" for row in rows)
    of_rows = [row for row in rows if row["added"]]
    if of_rows:
        columns = ("added", "removed", "changed")
        counts = ((plain(row["changed_table"]), *(row[column] for column in columns)) for row in of_rows)
        yield from ("", *grid(("table", "rows added", "removed", "changed"), counts, numbers=3))
    if first["previous_version"]:
        yield from ("", f"What to do: {to_do(row['level'] for row in rows)}")


def to_do(levels: Iterable[str]) -> str:
    """What users of a release have to do, by the levels of its changes: `major`, `minor`, `patch`, or others."""
    found = {*levels}
    return _TO_DO[next((level for level in _TO_DO if level in found), "")]


def written_history(package: Package, rows: Sequence[Row]) -> dict[str, bytes]:
    """The new content of `changes` and of the changelog, by path; empty for a package without `changes`.

    Raises:
        PackageError: the changelog is not UTF-8.
    """
    resource = package.tables.get(HISTORY)
    if resource is None or not is_history(resource):
        return {}
    try:
        content = read_inside(package.folder, CHANGELOG).decode("utf-8")
    except FileNotFoundError:
        content = ""
    except UnicodeDecodeError as error:
        raise PackageError(
            f"{package.folder / CHANGELOG}: not UTF-8 ({error.reason}); save the file as UTF-8"
        ) from None
    return {CHANGELOG: changelog(content, rows).encode(), resource.path: history_table(rows)}

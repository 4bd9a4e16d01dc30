"""The page of all versions of a package, and what is downloaded of the newest."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence

from onrecord.package.resources import Resource
from onrecord.release.created import instant
from onrecord.release.downloads import downloads
from onrecord.release.index import Entry
from onrecord.release.metadata.about import About, File
from onrecord.release.pages import PAGE
from onrecord.release.pages.frame import render
from onrecord.release.version import Level
from onrecord.text.versions import parse_version

_IN_FULL = 50  # versions with what changed in each
_MOST = 1_000  # versions with a line in the list
_MOST_CHANGES = 10  # of a version; its own page has more


@dataclasses.dataclass(frozen=True, slots=True)
class _Version:
    """A version in the list.

    Attributes:
        entry: its entry in the index.
        day: the day of its release, if that is stated.
        level: the highest level of its changes; empty for a first version.
        page: the path of its page; empty if it has none.
        files: the paths that the list links to, by what they are called there.
    """

    entry: Entry
    day: str
    level: str
    page: str
    files: Mapping[str, str]


def name_page(entries: Sequence[Entry], about: About) -> str:
    """The page, which names only files that the index lists.

    Args:
        entries: the releases, the newest first.
        about: the first of them, as its descriptor states it.
    """
    about = dataclasses.replace(about, files=tuple(_downloads(entries[0], about.resources)))
    versions = [_version(entry) for entry in entries[:_MOST]]
    return render(
        "name.html.jinja",
        about,
        newest=versions[0],
        versions=versions[:_IN_FULL],
        older=versions[_IN_FULL:],
        left_out=len(entries) - len(versions),
        most_changes=_MOST_CHANGES,
    )


def page_of(entry: Entry) -> str:
    """The path of the page of a version, relative to the index; empty for releases of earlier versions of onrecord."""
    path = f"{entry.path}/{PAGE}"
    return path if entry.facts_of(path) else ""


def _version(entry: Entry) -> _Version:
    day = entry.created[:10] if entry.created and instant(entry.created) else ""
    page = page_of(entry)
    # What people look for if there is no page.
    base = entry.zip.removesuffix(".zip")
    known = {"Read me": f"{entry.path}/README.md", "SQLite": f"{base}.sqlite", "Hashes": entry.sums or ""}
    found = {"Page": page} if page else {label: path for label, path in known.items() if entry.facts_of(path)}
    return _Version(entry, day, _level(entry), page, {**found, "Zip": entry.zip})


def _level(entry: Entry) -> str:
    """The highest level of the changes since the previous version, by the two numbers; empty for a first version."""
    previous = parse_version(entry.previous)
    if previous is None:
        return ""
    differs = {Level.MAJOR: entry.version.major != previous.major, Level.MINOR: entry.version.minor != previous.minor}
    return next((level for level in differs if differs[level]), Level.PATCH).name.lower()


def _downloads(entry: Entry, resources: Iterable[Resource]) -> list[File]:
    """The downloads of a release, with the sizes and hashes in the index."""
    base = entry.zip.rpartition("/")[2].removesuffix(".zip")
    tables = [(each, str(each.declared.get("title") or each.name)) for each in resources if each.is_tabular]
    found = [File(entry.zip, "All files of the package", "application/zip", entry.zip_bytes, entry.zip_sha256)]
    for path, title, media_type in list(downloads(f"{base}.zip", tables, f"{base}.sqlite"))[1:]:
        if facts := entry.facts_of(f"{entry.path}/{path}"):
            found.append(File(facts.path, title, media_type, facts.bytes, facts.sha256))
    # What holds everything comes first.
    return sorted(found, key=lambda file: file.path not in {entry.zip, f"{entry.path}/{base}.sqlite"})

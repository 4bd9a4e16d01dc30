"""The feed of the versions of a package, in Atom 1.0 (RFC 4287).

An id is made from the hash of a zip, which never changes: that of the release, and for the feed that of the first
release. Atom asks for a date in each entry. A release without a stated date has the latest date of the versions before
it, or else the first moment of 1970: no clock decides about a byte, and readers know new entries by their ids.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Sequence
from typing import NamedTuple

from onrecord.release.created import instant
from onrecord.release.index import Entry
from onrecord.release.metadata.about import About
from onrecord.release.metadata.linked import reference
from onrecord.release.pages import PAGE
from onrecord.release.pages.frame import templates
from onrecord.release.pages.name_page import page_of

_MOST_ENTRIES = 50
_SPACE = uuid.uuid5(uuid.NAMESPACE_OID, "onrecord release")
# What templates leave and XML 1.0 forbids.
_NOT_XML = dict.fromkeys((0xFFFE, 0xFFFF), "\ufffd")
_UNDATED = "1970-01-01T00:00:00Z"


class _Dated(NamedTuple):
    """A release in the feed, with its date and its id."""

    at: datetime.datetime
    updated: str
    entry: Entry
    id: str
    page: str


def feed(entries: Sequence[Entry], about: About) -> str:
    """The feed, with the latest releases first.

    Args:
        entries: the releases, the highest version first.
        about: the first of them.
    """
    dated = _dated(entries)[::-1]
    dated.sort(key=lambda each: each.at, reverse=True)  # versions of one moment keep their order
    document = (
        templates()
        .get_template("feed.atom.jinja")
        .render(
            about=about,
            authors=[agent.name for agent in about.creators or about.publishers] or [about.title],
            id=_id("versions", about.name, entries[-1].zip_sha256),
            updated=dated[0].updated,
            entries=dated[:_MOST_ENTRIES],
        )
    )
    return document.translate(_NOT_XML)


def _dated(entries: Sequence[Entry]) -> list[_Dated]:
    found = []
    latest = (datetime.datetime.fromisoformat(_UNDATED), _UNDATED)
    for entry in reversed(entries):
        at = instant(entry.created) if entry.created else None
        # Atom has the letters T and Z; RFC 3339 also allows small letters.
        date = (at, entry.created.upper()) if at and entry.created else latest
        latest = max(latest, date)
        path = page_of(entry)
        page = reference(path) if path else f"{PAGE}#v{entry.version}"
        found.append(_Dated(*date, entry, _id("version", entry.zip_sha256), page))
    return found


def _id(*parts: str) -> str:
    return uuid.uuid5(_SPACE, " ".join(parts)).urn

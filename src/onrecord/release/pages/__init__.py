"""The pages of a release for people: one for each version; and next to the index, one for all versions, and a feed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from onrecord.package.package import read_package
from onrecord.release.index import Entry

# The file of a page, that of the feed, and by what a page and a feed show that `publish` made them.
PAGE, FEED = "index.html", "feed.atom"
GENERATOR = "onrecord publish"
# The largest file that may be a page made here.
LARGEST_PAGE = 4 * 1024 * 1024
_HEAD = 4 * 1024  # bytes of a page, in which it names its maker


def pages_of_all(home: Path, entries: Sequence[Entry]) -> Mapping[str, bytes]:
    """The page of all versions and the feed, by their paths in a folder of releases.

    They follow from the index and the newest release's descriptor alone.

    Args:
        home: the folder, which has that descriptor.
        entries: the releases, the newest first.
    """
    from onrecord.release.metadata.about import describe
    from onrecord.release.pages.feed import feed
    from onrecord.release.pages.name_page import name_page

    about = describe(read_package(home / entries[0].path), ())
    made = {PAGE: name_page(entries, about), FEED: feed(entries, about)}
    return {path: content.encode("utf-8") for path, content in made.items()}


def is_made_here(content: bytes) -> bool:
    """Whether a file is a page or a feed that `publish` made, which it may replace."""
    stated = (f'<meta name="generator" content="{GENERATOR} ', f"<generator>{GENERATOR} ")
    return any(each.encode("ascii") in content[:_HEAD] for each in stated)

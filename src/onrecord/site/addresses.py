"""Where each page of the site is: its path from the top, made from ids whose form was checked, never from words.

Ids have small letters and digits only, so that no two paths differ in case alone and no path leaves the site.
"""

from __future__ import annotations

import base64
import functools
import hashlib
import re

from onrecord.errors import PackageError
from onrecord.package.ids import PREFIXES
from onrecord.package.records import Row

START, SEARCH, VOICES = "index.html", "search.html", "voices.html"


@functools.cache
def _form(kind: str) -> re.Pattern[str]:
    return re.compile(rf"{PREFIXES[kind]}_[a-z2-7]{{16}}")


def checked(kind: str, row: Row, column: str) -> str:
    """The id in a column of a row.

    Args:
        kind: the table whose rows have such ids; a key of `PREFIXES`.
        row: the row.
        column: its column.

    Raises:
        PackageError: it does not have the form of such an id, so it cannot be part of an address.

    Example:
        >>> checked("articles", {"article_id": "art_4x2mk6hq7rtzc3vd"}, "article_id")
        'art_4x2mk6hq7rtzc3vd'
    """
    if _form(kind).fullmatch(row[column]):
        return row[column]
    raise PackageError(
        f"an id has the form {PREFIXES[kind]}_ and 16 letters or digits: {column} {row[column][:80]!r} does not; "
        "run onrecord validate"
    )


def article_page(article_id: str, anchor: str = "") -> str:
    """The page of an article, or the place of a row on it."""
    return f"articles/{article_id}.html{'#' if anchor else ''}{anchor}"


def entity_page(entity_id: str, page: int = 1) -> str:
    """The page of a person, an organization or another entity; further pages go on with where it is mentioned."""
    return f"entities/{entity_id}{_further(page)}.html"


def names_page(article_id: str, entity_id: str = "") -> str:
    """The page of the entities that only this article mentions, or the place of one of them on it."""
    return f"entities/{article_id}.html{'#' if entity_id else ''}{entity_id}"


def vote_page(vote_event_id: str, page: int = 1) -> str:
    """The page of a vote, with the reports of it; further pages go on with these."""
    return f"votes/{vote_event_id}{_further(page)}.html"


def _further(page: int) -> str:
    return f"_{page}" if page > 1 else ""


def outlet_id(publisher: str) -> str:
    """An id of an outlet, which has none in the tables: from a hash of its name.

    Example:
        >>> outlet_id("The Daily Record")
        'out_g4gx6hbm6yzs2wxd'
    """
    digest = hashlib.sha256(publisher.encode("utf-8", "surrogatepass")).digest()
    return f"out_{base64.b32encode(digest[:10]).decode('ascii').lower()}"


def outlet_page(publisher: str) -> str:
    """The page of an outlet."""
    return f"outlets/{outlet_id(publisher)}.html"


def table_page(table: str, of: str = "") -> str:
    """The page with a table to sort and filter; with an id, it shows the rows of what has this id."""
    return f"tables/{table}.html{'#of=' if of else ''}{of}"

"""Stable row ids.

An id is a letter prefix and 16 characters of base32 (80 bits of a SHA-256), so that no reader takes it for a number.
It is computed from the words of the row, never from offsets, so that an edit elsewhere in the article does not change
it.
"""

from __future__ import annotations

import base64
import collections
import functools
import hashlib
import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping

from onrecord.package.own_tables import facts_of, own_tables

_PREFIX = "onrecord:idPrefix"


def _prefixes() -> Iterator[tuple[str, str]]:
    """Pairs of a table and the prefix of its ids; also of things without a table, as in the column `vote_event_id`."""
    for name, table in own_tables().items():
        if prefix := facts_of(name).id_prefix:
            yield name, prefix
        for field in table.schema["fields"]:
            if _PREFIX in field:
                yield re.sub("ys$", "ies", f"{field['name'].removesuffix('_id')}s"), field[_PREFIX]


# The prefix of the ids of each table, and of things that have ids but no table; the schemas state it.
PREFIXES: Mapping[str, str] = dict(_prefixes())
_STRAIGHT = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "‚": "'"})


@functools.lru_cache(maxsize=1 << 16)  # names recur
def fold(text: str) -> str:
    """The text without meaningless differences: NFC, straight quotes, single plain spaces, case folded."""
    return " ".join(unicodedata.normalize("NFC", text).translate(_STRAIGHT).split()).casefold()


def make_id(table: str, *parts: str | int) -> str:
    """An id for a row of `table` (a key of `PREFIXES`) from the parts that identify it."""
    material = "\x1f".join([table, *map(str, parts)])
    digest = hashlib.sha256(material.encode("utf-8")).digest()
    return f"{PREFIXES[table]}_{base64.b32encode(digest[:10]).decode('ascii').lower()}"


class IdMinter:
    """Mints the row ids of one article; equal texts in one role get different ids by their order.

    The k-th occurrence of a text keeps its number as long as no equal text is added before it. Ids that are `taken`,
    for example by rows in the tables, are skipped.
    """

    def __init__(self, article_id: str, taken: Collection[str] = ()) -> None:
        self._article_id, self._taken = article_id, taken
        self._seen: collections.Counter[tuple[str, str, str]] = collections.Counter()

    def mint(self, table: str, role: str, exact: str) -> str:
        """The id of the next row of `table` in `role` (such as `direct` or `named`) that covers the text `exact`."""
        key = (table, role, fold(exact))
        while True:
            self._seen[key] += 1
            minted = make_id(table, self._article_id, role, key[2], self._seen[key])
            if minted not in self._taken:
                return minted

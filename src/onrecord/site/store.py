"""What is known of each entity, vote and outlet, gathered article by article in a file, for the pages about them."""

from __future__ import annotations

import itertools
import operator
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

# The most statements of a kind on one page. The tables have all, or else further pages.
MOST = 400
_PAGED = frozenset(("in", "reports"))
_SAVED_AT_ONCE = 20_000
_ENCODER, _DECODER = msgspec.json.Encoder(), msgspec.json.Decoder()


class Known(NamedTuple):
    """Statements of one kind about one thing: the first `MOST`, and how many there are.

    Attributes:
        shown: the statements that its page shows.
        total: how many there are.
        further: the others, if no table has them.
    """

    shown: list[Any]
    total: int
    further: list[Any]

    def pages(self) -> Iterator[tuple[int, int, list[Any]]]:
        """The statements by page: the number of the page, how many are before it, and its statements."""
        yield 1, 0, self.shown
        for number, start in enumerate(range(0, len(self.further), MOST), start=2):
            yield number, len(self.shown) + start, self.further[start : start + MOST]


class Store:
    """Statements about things, each with a kind; a file of this run that is read in the order of the things."""

    def __init__(self, path: Path) -> None:
        self._database = sqlite3.connect(path, isolation_level=None)
        self._database.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -32000;")
        self._database.execute("CREATE TABLE known (page TEXT, thing TEXT, kind TEXT, place INTEGER, value BLOB)")
        self._waiting: list[tuple[str, str, str, int, bytes]] = []
        self._place = 0

    def add(self, thing: str, kind: str, value: Sequence[Any], page: str = "") -> None:
        """Notes a statement about a thing.

        Args:
            thing: its id.
            kind: the kind of statement.
            value: the statement: a list of texts and numbers.
            page: the id of what its page is about, if that is something else.
        """
        self._place += 1
        self._waiting.append((page or thing, thing, kind, self._place, _ENCODER.encode(value)))
        if len(self._waiting) >= _SAVED_AT_ONCE:
            self._save()

    def _save(self) -> None:
        self._database.execute("BEGIN")
        self._database.executemany("INSERT INTO known VALUES (?, ?, ?, ?, ?)", self._waiting)
        self._database.execute("COMMIT")
        self._waiting = []

    def pages(self) -> Iterator[tuple[str, dict[str, dict[str, Known]]]]:
        """The pages in the order of their ids, each with its things.

        Yields:
            the id of what the page is about; and for each thing on it, in the order of their ids, its statements by
            kind, in the order they were added.
        """
        self._save()
        rows = self._database.execute("SELECT page, thing, kind, value FROM known ORDER BY page, thing, kind, place")
        for page, of_page in itertools.groupby(rows, key=operator.itemgetter(0)):
            things: dict[str, dict[str, Known]] = {}
            for (thing, kind), of_kind in itertools.groupby(of_page, key=operator.itemgetter(1, 2)):
                values = (_DECODER.decode(value) for *_, value in of_kind)
                shown = list(itertools.islice(values, MOST))
                further = list(values) if kind in _PAGED else []
                total = len(shown) + len(further) + sum(1 for _ in values)
                things.setdefault(thing, {})[kind] = Known(shown, total, further)
            yield page, things

    def close(self) -> None:
        """Closes the file."""
        self._database.close()

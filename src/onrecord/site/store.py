"""What is known of each entity, vote and outlet, gathered article by article in a file, for the pages about them."""

from __future__ import annotations

import itertools
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

# The most statements of a kind on one page; the tables have all.
MOST = 400
_SAVED_AT_ONCE = 20_000
_ENCODER, _DECODER = msgspec.json.Encoder(), msgspec.json.Decoder()


class Known(NamedTuple):
    """Statements of one kind about one thing: the first `MOST`, and how many there are."""

    shown: list[Any]
    total: int

    @property
    def left(self) -> int:
        """How many are not shown."""
        return self.total - len(self.shown)


class Store:
    """Statements about things, each with a kind; a file of this run that is read in the order of the things."""

    def __init__(self, path: Path) -> None:
        self._database = sqlite3.connect(path, isolation_level=None)
        self._database.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -32000;")
        self._database.execute("CREATE TABLE known (thing TEXT, kind TEXT, place INTEGER, value BLOB)")
        self._waiting: list[tuple[str, str, int, bytes]] = []
        self._place = 0

    def add(self, thing: str, kind: str, value: Sequence[Any]) -> None:
        """Notes a statement about a thing: a list of texts and numbers."""
        self._place += 1
        self._waiting.append((thing, kind, self._place, _ENCODER.encode(value)))
        if len(self._waiting) >= _SAVED_AT_ONCE:
            self._save()

    def _save(self) -> None:
        self._database.execute("BEGIN")
        self._database.executemany("INSERT INTO known VALUES (?, ?, ?, ?)", self._waiting)
        self._database.execute("COMMIT")
        self._waiting = []

    def things(self) -> Iterator[tuple[str, dict[str, Known]]]:
        """The things in the order of their ids, each with its statements by kind, in the order they were added."""
        self._save()
        rows = self._database.execute("SELECT thing, kind, value FROM known ORDER BY thing, kind, place")
        for thing, of_thing in itertools.groupby(rows, key=lambda row: row[0]):
            known = {}
            for kind, group in itertools.groupby(of_thing, key=lambda row: row[1]):
                shown = [_DECODER.decode(value) for _, _, value in itertools.islice(group, MOST)]
                known[kind] = Known(shown, len(shown) + sum(1 for _ in group))
            yield thing, known

    def close(self) -> None:
        """Closes the file."""
        self._database.close()

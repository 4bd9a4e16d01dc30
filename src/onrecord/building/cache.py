"""The cache of readings: what was read from a text by this code and these models is never read again.

It is a database in this user's own folder for caches, not in the package, which may come from a stranger. A reading is
found by the hash of all that it depends on, so nothing in it can be out of date. It is written while articles are read:
a run that was killed goes on where it was. Whatever is wrong with the database, articles are read as if it was empty.
"""

from __future__ import annotations

import sqlite3
import time
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType

from onrecord.package import state

# Part of the file's name, so that a database of another form is never opened.
_FORM = 1
# Bytes of readings that are kept; the longest unused go first. A reading of 700 words takes 4 kB.
LARGEST = 2 * 1024**3
_SECONDS = 30.0  # to wait for another run that writes
_BATCH = 32  # readings that are written together
_PAUSE = 2.0  # seconds after which fewer are written
_LOOKED_UP = 500  # keys in a query
_DAY = 86_400


class Cache:
    """The readings of earlier runs by their keys; as a context manager, it writes what is left at the end.

    Args:
        folder: where the database is; None for a cache that forgets everything.
    """

    def __init__(self, folder: Path | None) -> None:
        self._database: sqlite3.Connection | None = None
        self._new: list[tuple[str, bytes, int]] = []
        self._used: set[str] = set()
        self._written = time.monotonic()
        self._today = int(time.time()) // _DAY
        if folder is None:
            return
        try:
            database = sqlite3.connect(folder / f"readings-{_FORM}.sqlite", timeout=_SECONDS)
            database.executescript(
                "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;"
                "CREATE TABLE IF NOT EXISTS readings (key TEXT PRIMARY KEY, content BLOB, used INT) WITHOUT ROWID;"
            )
            self._database = database
        except sqlite3.Error:
            self._database = None

    def __enter__(self) -> Cache:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._write()
        if self._database is not None:
            self._forget()
            self._database.close()
            self._database = None

    def known(self, keys: Iterable[str]) -> set[str]:
        """Those of some keys that have a reading."""
        asked, found = list(keys), set[str]()
        for start in range(0, len(asked), _LOOKED_UP):
            part = asked[start : start + _LOOKED_UP]
            found.update(
                key for key, _ in self._rows(f"SELECT key, 0 FROM readings WHERE key IN ({_marks(part)})", part)
            )
        return found

    def get(self, keys: Iterable[str]) -> Iterator[bytes | None]:
        """The readings of some keys, in their order; None for those without a reading."""
        asked = list(keys)
        found: dict[str, bytes] = {}
        for start in range(0, len(asked), _LOOKED_UP):
            part = asked[start : start + _LOOKED_UP]
            found = dict(self._rows(f"SELECT key, content FROM readings WHERE key IN ({_marks(part)})", part))
            for key in part:
                content = _unpacked(found.get(key))
                if content is not None:
                    self._used.add(key)
                yield content

    def put(self, key: str, reading: bytes) -> None:
        """Keeps a reading."""
        if self._database is not None:
            self._new.append((key, zlib.compress(reading, 1), self._today))
            if len(self._new) >= _BATCH or time.monotonic() - self._written > _PAUSE:
                self._write()

    def _rows(self, query: str, values: list[str]) -> list[tuple[str, bytes]]:
        if self._database is None:
            return []
        try:
            return self._database.execute(query, values).fetchall()
        except sqlite3.Error:
            return []

    def _write(self) -> None:
        new, self._new = self._new, []
        self._written = time.monotonic()
        if self._database is None or not new:
            return
        try:
            with self._database:
                self._database.executemany("INSERT OR REPLACE INTO readings VALUES (?, ?, ?)", new)
        except sqlite3.Error:  # a full disk, a run that holds the lock
            return

    def _forget(self) -> None:
        """Notes which readings were used today, and removes the longest unused beyond the size that is kept."""
        if self._database is None:
            return
        try:
            with self._database:
                self._database.executemany(
                    "UPDATE readings SET used = ? WHERE key = ? AND used < ?",
                    ((self._today, key, self._today) for key in self._used),
                )
            pages, free, size = (
                self._database.execute(f"PRAGMA {name}").fetchone()[0]
                for name in ("page_count", "freelist_count", "page_size")
            )
            if (pages - free) * size > LARGEST:
                with self._database:
                    self._database.execute(
                        "DELETE FROM readings WHERE used <= (SELECT used FROM readings ORDER BY used LIMIT 1 OFFSET"
                        " (SELECT count(*) / 4 FROM readings)) AND used < ?",
                        (self._today,),
                    )
        except sqlite3.Error:
            return


def user_cache() -> Cache:
    """The cache of this user; one that forgets everything if there is no folder for it."""
    return Cache(state.cache_folder())


def _marks(values: list[str]) -> str:
    return ",".join("?" * len(values))


def _unpacked(content: bytes | None) -> bytes | None:
    try:
        return zlib.decompress(content) if content is not None else None
    except zlib.error:
        return None

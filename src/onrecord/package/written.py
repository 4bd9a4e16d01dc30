"""What this process has put in its place, for whoever has to say what an interrupted run has left.

An interrupt may come between any two steps, also between one that puts a file in its place and one that would note
that. So what is about to be put somewhere is noted before, with what tells later on whether it came to that.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

_noted: list[tuple[str, Callable[[], bool]]] = []


def expect(place: str, is_there: Callable[[], bool]) -> None:
    """Notes a place, a path or a URL, and what tells whether the new state is there."""
    _noted.append((place, is_there))


def expect_moved(path: Path, source: Path) -> None:
    """Notes that what is at `source` is about to be moved to `path`."""
    moved = source.lstat().st_ino
    expect(str(path), lambda: _inode(path) == moved)


def number() -> int:
    """How many places were noted so far."""
    return len(_noted)


def since(start: int) -> list[str]:
    """The places that have their new state, of those that were noted from a number on."""
    return list(dict.fromkeys(place for place, is_there in _noted[start:] if is_there()))


def _inode(path: Path) -> int | None:
    try:
        return path.lstat().st_ino
    except OSError:
        return None

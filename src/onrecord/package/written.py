"""What this process has put in its place, so that a message after an interrupt can say what the run has left.

An interrupt may come between any two steps, even between moving a file to its place and noting that. So a place is
noted before the move, with a check that shows afterwards whether the move happened.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

_noted: list[tuple[str, Callable[[], bool]]] = []


def expect(place: str, is_there: Callable[[], bool]) -> None:
    """Notes a place, a path or a URL, and a check of whether its new state is there."""
    _noted.append((place, is_there))


def expect_moved(path: Path, source: Path) -> None:
    """Notes that what is at `source` is about to be moved to `path`."""
    moved = source.lstat().st_ino
    expect(str(path), lambda: _inode(path) == moved)


def number() -> int:
    """How many places have been noted so far."""
    return len(_noted)


def since(start: int) -> list[str]:
    """The places that have their new state, among those noted since `number()` returned `start`."""
    return list(dict.fromkeys(place for place, is_there in _noted[start:] if is_there()))


def _inode(path: Path) -> int | None:
    try:
        return path.lstat().st_ino
    except OSError:
        return None

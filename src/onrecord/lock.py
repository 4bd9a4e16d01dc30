"""A lock on a folder: of several processes that would change it, one does so at a time."""

from __future__ import annotations

import errno
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from onrecord.errors import ReleaseError

FILE = ".onrecord-lock"
_PAUSE = 0.05
# What a file system answers that has no locks, as some over a network: nobody can be kept out there.
_WITHOUT = {errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP}


@contextmanager
def locked(folder: Path, wait: float = 60.0) -> Iterator[None]:
    """Keeps out every other process that asks for the lock on `folder`; the lock of one that dies is free again.

    The folder is made where it is missing, with its parents, and what was made is removed if it is left empty.

    Args:
        folder: what is locked.
        wait: seconds to wait for another process.

    Raises:
        ReleaseError: another process has held the lock all the time.
    """
    missing = [place for place in (folder, *folder.parents) if not place.exists()]
    end = time.monotonic() + wait
    while (lock := _try(folder)) is None:
        if time.monotonic() > end:
            raise ReleaseError(f"{folder}: another run has been at work there for {wait:g} seconds; try again later")
        time.sleep(_PAUSE)
    try:
        yield
    finally:
        # Before it is let go of: who finds the file gone makes a new one, and nobody locks this one after us.
        with suppress(OSError):  # an open file cannot be removed on Windows
            (folder / FILE).unlink()
        os.close(lock)
        if sys.platform == "win32":
            with suppress(OSError):  # another run has it open by now
                (folder / FILE).unlink()
        for place in missing:
            with suppress(OSError):  # it holds what was made in it
                place.rmdir()


def _try(folder: Path) -> int | None:
    """The open lock file of `folder`, if no other process holds it."""
    path = folder / FILE
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    except FileNotFoundError:  # another run has just removed the folder, which it leaves empty
        return None
    try:
        try:
            _lock(lock)
        except OSError as error:
            if error.errno not in _WITHOUT:
                raise
        # Another process may have removed the file since it was opened, and then it locks nothing.
        if os.path.samestat(os.fstat(lock), path.stat()):
            return lock
    except OSError:
        pass
    os.close(lock)
    return None


if sys.platform == "win32":
    import msvcrt

    def _lock(file: int) -> None:
        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)

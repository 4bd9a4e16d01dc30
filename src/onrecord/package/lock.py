"""Locks: of several processes that would change a folder, one does so at a time.

The folder itself is locked, as POSIX systems can, so that nothing has to be written into it. Windows cannot: there a
file in this user's state folder stands for it.

The library filelock (4.3) opens its lock for writing, as a folder cannot be, and takes no file that is open, as a note
in `state` is. A file of its own would lie in a package, where a stranger may have put a link, or in the user's own
folder, where it keeps no other user out; and it takes 23 ms to import, as long as asyncio does.
"""

from __future__ import annotations

import errno
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from onrecord.errors import ReleaseError
from onrecord.package import files

_PAUSE = 0.05
# What a file system answers that has no locks, as some over a network: nobody can be kept out there.
_WITHOUT = {errno.EBADF, errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP}


@contextmanager
def locked(folder: Path, wait: float = 60.0) -> Iterator[None]:
    """Keeps out every other process that asks for the lock on `folder`; the lock of one that dies is free again.

    The folder is made where it is missing, with its parents, and what was made is removed if it is left empty.

    Args:
        folder: what is locked.
        wait: seconds to wait for another process.

    Raises:
        ReleaseError: another process has held the lock all the time.
        OSError: the folder cannot be made or opened.
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
        for place in missing:
            with suppress(OSError):  # it holds what was made in it
                place.rmdir()
        os.close(lock)


def _try(folder: Path) -> int | None:
    """The open folder, or what stands for it, if no other process holds its lock."""
    try:
        if not folder.is_dir():
            folder.mkdir(parents=True, exist_ok=True)
        lock = _open(folder)
    except FileNotFoundError:  # another run has just removed the folder, which it leaves empty
        return None
    try:
        # Another process may have removed the folder since it was opened, and then nobody meets us at it.
        if take(lock) and (sys.platform == "win32" or os.path.samestat(os.fstat(lock), folder.stat())):
            return lock
    except FileNotFoundError:
        pass
    except BaseException:
        os.close(lock)
        raise
    os.close(lock)
    return None


def take(file: int) -> bool:
    """Takes the lock on an open file or folder until it is closed; False where another process holds it."""
    try:
        _lock(file)
    except OSError as error:
        return error.errno in _WITHOUT
    return True


if sys.platform == "win32":
    import msvcrt

    from onrecord.package import state

    def _lock(file: int) -> None:
        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)

    def _open(folder: Path) -> int:
        place = state.folder() / f"{state.key_of(folder)}.lock"
        with suppress(FileExistsError):
            return files.open_note(place, make=True)
        return files.open_note(place)
else:
    import fcntl

    def _lock(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _open(folder: Path) -> int:
        return files.open_folder(folder)

"""Locks: of several processes that want to change a folder, only one does so at a time.

POSIX systems can lock the folder itself, so that nothing has to be written into it. Windows cannot: there a file in
this user's state folder is locked instead.

The library filelock (4.3) does not fit: it opens its lock for writing, which a folder does not allow, and cannot lock a
file that is already open, such as a note of `state`. A separate lock file would be in the package, where a stranger may
have put a link, or in the user's own folder, where it would not keep other users out. And importing filelock takes
23 ms, because it imports asyncio.
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
# Errors of file systems without locks, such as some over a network: other runs cannot be kept out there.
_WITHOUT = {errno.EBADF, errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP}


@contextmanager
def locked(folder: Path, wait: float = 60.0) -> Iterator[None]:
    """Keeps out every other process that asks for the lock on `folder`; a process that dies frees its lock.

    A missing folder is made, with its parents; those that were made and stay empty are removed at the end.

    Args:
        folder: the folder to lock.
        wait: seconds to wait for another process.

    Raises:
        ReleaseError: another process held the lock all that time.
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
            with suppress(OSError):  # it is not empty
                place.rmdir()
        os.close(lock)


def _try(folder: Path) -> int | None:
    """The open folder, or the file that is locked instead, if no other process holds its lock."""
    try:
        if not folder.is_dir():
            folder.mkdir(parents=True, exist_ok=True)
        lock = _open(folder)
    except FileNotFoundError:  # another run has just removed the empty folder
        return None
    try:
        # Another process may have removed the folder since it was opened; then the lock keeps nobody out.
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
    """Takes the lock on an open file or folder until it is closed; False if another process holds it."""
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

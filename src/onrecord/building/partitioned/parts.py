"""Parts: the files of a partitioned conversion, in a folder or a bucket; each is written once and never changed.

The name of a part follows from what it holds, or from all that this depends on. So two workers that do the same task
write the same part once, and a run that was interrupted finds what is done. A part appears with all of its bytes or not
at all. Where a task leaves several parts, a record is written after them: the task is done if its record is there.
"""

from __future__ import annotations

import errno
import functools
import random
import time
from collections.abc import Callable, Iterator, Mapping
from typing import TypeVar

import msgspec

from onrecord.errors import OnrecordError, PackageError
from onrecord.package.stores import FileState, Store
from onrecord.progress import waiting

Result = TypeVar("Result")
Record = TypeVar("Record")

# The folder of what only the next run needs.
WORK = "work"
# Bytes of the largest part.
LARGEST = 4 * 1024**3
# Seconds between the tries of a request that a service has refused.
_PAUSES = (0.2, 0.5, 1, 2, 5, 10, 20)
# What does not pass by itself.
_LASTING = (PermissionError, FileNotFoundError, NotImplementedError)


class Parts:
    """The files of a package behind a URL or in a folder, for one process.

    Args:
        place: the folder or URL.

    A request that fails is tried again for half a minute. All methods raise `PackageError` if that does not help.
    """

    def __init__(self, place: str) -> None:
        self._store = Store(place, PackageError)
        self.place = self._store.url

    def read(self, path: str) -> bytes | None:
        """The content of a part; None if it is missing."""
        return _again(lambda: self._store.read(path, LARGEST))

    def required(self, path: str) -> bytes:
        """The content of a part that an earlier step has written."""
        content = self.read(path)
        if content is None:
            raise PackageError(
                f"{self._store.url_of(path)}: not found, but an earlier step wrote it; run the command again"
            )
        return content

    def commit(self, path: str, content: bytes) -> None:
        """Writes a part, unless it is there."""
        _again(lambda: self._store.create(path, content))

    def overwrite(self, path: str, content: bytes) -> None:
        """Writes a file over what is there."""
        _again(lambda: self._store.overwrite(path, content))

    def remove(self, path: str) -> None:
        """Removes a file if it is there."""
        _again(lambda: self._store.remove(path))

    def listing(self, path: str = "") -> Mapping[str, FileState]:
        """The files below a folder."""
        return _again(lambda: self._store.listing(path))

    def head(self, path: str, size: int) -> bytes:
        """The first bytes of a file."""
        return _again(lambda: b"".join(self._store.blocks(path, 0, min(size, self._store.size(path) or 0))))

    def blocks(self, path: str, size: int) -> Iterator[bytes]:
        """The bytes of a file of `size` bytes, block by block."""
        for at in range(0, size, _BLOCK):
            yield _again(functools.partial(self._block, path, at, min(size, at + _BLOCK)))

    def _block(self, path: str, start: int, end: int) -> bytes:
        return b"".join(self._store.blocks(path, start, end))

    def record(self, path: str, kind: type[Record]) -> Record | None:
        """The record of a task that is done; None if it is not."""
        content = self.read(path)
        return None if content is None else msgspec.json.decode(content, type=kind)

    def finish(self, path: str, record: object) -> None:
        """Writes the record of a task, after all of its parts."""
        self.commit(path, msgspec.json.encode(record))


_BLOCK = 64 * 1024**2


def _again(do: Callable[[], Result]) -> Result:
    """The result of a request, which is tried again if the service refuses it for now."""
    for pause in _PAUSES:
        try:
            return do()
        except OnrecordError as error:
            # The store's own message says what happened; the client's error is its context.
            if isinstance(error.__context__, _LASTING) or _is_full(error.__context__):
                raise
            seconds = pause * random.uniform(0.5, 1.5)  # many workers must not ask again at once
            waiting(str(error), round(seconds, 1))
            time.sleep(seconds)
    return do()


def _is_full(error: BaseException | None) -> bool:
    return isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS}

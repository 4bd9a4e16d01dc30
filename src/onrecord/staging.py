"""Atomic updates of a folder: a run that is killed at any moment leaves the old state or the new one.

New files are written to a staging folder beside the old ones. When all are complete, a journal that lists them is
put in place by one rename; from then on the update counts as made. The files are then moved over the old ones, and
if the run dies meanwhile, the next command that opens the package finishes the moves (`recover`). A staging folder
without a journal is the trace of a run that died earlier: the old state stands, and the folder is removed. A lock in it
tells whether the run lives: then nobody else touches it, and no second run writes into the same folder.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import IO

from onrecord import lock
from onrecord.errors import PackageError, ReleaseError

FOLDER = ".onrecord-staging"
_JOURNAL = "journal.json"
# Seconds between two looks at a run that moves its files.
_PAUSE = 0.05


class Staging:
    """Files that are to take their places in a folder together."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files = folder / FOLDER / "files"
        self._deletions: list[str] = []
        self._files.mkdir(parents=True)

    def path(self, relative: str) -> Path:
        """Where to write the file that is to become `relative`."""
        path = self._files / relative
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    def write(self, relative: str, content: bytes) -> None:
        """Stages `content` as the file `relative`."""
        self.path(relative).write_bytes(content)

    def open(self, relative: str) -> IO[bytes]:
        """Opens the file that is to become `relative` for writing."""
        return self.path(relative).open("wb")

    def delete(self, relative: str) -> None:
        """Has the file `relative` removed when the update is made."""
        self._deletions.append(relative)

    def commit(self) -> None:
        """Makes the update: after the journal's rename it counts as made."""
        moves = sorted(path.relative_to(self._files).as_posix() for path in self._files.rglob("*") if path.is_file())
        for move in moves:
            _flush(self._files / move)
        journal = self._folder / FOLDER / _JOURNAL
        replace_file(journal, json.dumps({"move": moves, "delete": sorted(self._deletions)}).encode("utf-8"))
        _roll_forward(self._folder)


@contextmanager
def staged(folder: Path) -> Iterator[Staging]:
    """A staging for `folder` that is committed at the end of the block and dropped when the block raises.

    A folder that does not exist yet appears as a whole, by one rename.

    Raises:
        PackageError: it is no folder, or another run is writing into it.
    """
    if folder.is_dir():
        with _alone(folder):
            _finish(folder)
            try:
                staging = Staging(folder)
                yield staging
                staging.commit()
            except BaseException:
                if not (folder / FOLDER / _JOURNAL).is_file():  # else the next command finishes the update
                    with suppress(OSError):
                        _clear(folder)
                raise
        return
    if folder.exists():
        raise PackageError(f"{folder}: not a folder; name a folder, or one that does not exist yet")
    with _parents(folder):
        nursery = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
        try:
            building = nursery / folder.name
            building.mkdir()
            staging = Staging(building)
            yield staging
            staging.commit()
            building.rename(folder)
        except BaseException:
            shutil.rmtree(nursery, ignore_errors=True)
            raise
    nursery.rmdir()


@contextmanager
def _parents(folder: Path) -> Iterator[None]:
    """Makes the missing parents of `folder` for a block, and removes them again when it raises."""
    missing = [parent for parent in folder.parents if not parent.exists()]
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        yield
    except BaseException:
        for parent in missing:
            with suppress(OSError):  # it was never made, or somebody else uses it by now
                parent.rmdir()
        raise


def recover(folder: Path) -> None:
    """Brings a folder whose last update was cut short into its old or its new state.

    An update by a run that lives is left to that run; where it has begun to move its files, its end is waited for.
    """
    while (folder / FOLDER).exists():
        try:
            with _alone(folder):
                _finish(folder)
            return
        except PackageError:
            if not (folder / FOLDER / _JOURNAL).is_file():
                return  # the old state stands
            time.sleep(_PAUSE)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Keeps all other runs from updating a folder.

    Raises:
        PackageError: another run is updating it.
    """
    staging = folder / FOLDER
    try:
        with ExitStack() as stack:
            try:
                stack.enter_context(lock.locked(staging, wait=0))
            except ReleaseError:
                raise PackageError(f"{folder}: another run is writing there; wait for its end and try again") from None
            yield
    finally:
        with suppress(OSError):  # it is gone, or the next run has it
            staging.rmdir()


def _finish(folder: Path) -> None:
    """Finishes the update of a run that died, or removes its traces."""
    if (folder / FOLDER / _JOURNAL).is_file():
        _roll_forward(folder)
    else:
        _clear(folder)


def _clear(folder: Path) -> None:
    """Removes what is staged; the lock is left, or two runs might hold one each."""
    for path in (folder / FOLDER).iterdir():
        if path.is_dir():
            shutil.rmtree(path)
        elif path.name != lock.FILE:
            path.unlink()


def _roll_forward(folder: Path) -> None:
    staging = folder / FOLDER
    journal = json.loads((staging / _JOURNAL).read_bytes())
    for relative in journal["move"]:
        source = staging / "files" / relative
        if source.is_file():  # else it was moved before the run died
            (folder / relative).parent.mkdir(parents=True, exist_ok=True)
            source.replace(folder / relative)
    for relative in journal["delete"]:
        (folder / relative).unlink(missing_ok=True)
    shutil.rmtree(staging / "files", ignore_errors=True)
    (staging / _JOURNAL).unlink()
    with suppress(OSError):  # the lock is in it
        staging.rmdir()


def replace_file(path: Path, content: bytes) -> None:
    """Writes a file so that a reader sees the old content or the new, never a part."""
    partial = path.with_name(f".{path.name}.partial")
    partial.write_bytes(content)
    _flush(partial)
    partial.replace(path)


def _flush(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())

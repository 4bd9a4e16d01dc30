"""Notes of this user's runs, outside of any package, about their unfinished files.

A run that is killed leaves files behind, and perhaps half an update. The next run may finish or remove only what
certainly belongs to a run of the same user: files that a note in this user's own folder names, under a name with the
note's random token. No file in a package can serve as such a note, because a package may come from a stranger.

A note is a file of JSON lines, locked by its run: first what the run is about to make; then, once an update counts as
made, what is left to do. A line without its end counts as unwritten.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
import secrets
import stat
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from onrecord.errors import PackageError
from onrecord.package import files, lock

STATE = "ONRECORD_STATE"
CACHE = "ONRECORD_CACHE"
_LARGEST = 1024**3  # bytes; the line for a package of a million texts has 100 MB


@dataclasses.dataclass(frozen=True, slots=True)
class Note:
    """A note of a run.

    Attributes:
        path: the file of the note.
        token: part of the names of all files that its run made.
        made: the unfinished file or folder.
        update: what is left to do of an update that counts as made; None before that.
        file: the note, open and locked; its run is dead, or is this run.
    """

    path: Path
    token: str
    made: Path
    update: Mapping[str, Any] | None
    file: int

    def commit(self, update: Mapping[str, Any]) -> None:
        """Adds what is left to do; from then on the update counts as made."""
        _append(self.file, update)

    def is_committed(self) -> bool:
        """Whether the update counts as made, as far as the next run can see."""
        return len(_lines(self.file)) > 1

    def remove(self) -> None:
        """Removes the note when all is done."""
        files.remove_file(self.path)


def folder() -> Path:
    """This user's folder for notes: ONRECORD_STATE, or the system's folder for the state of programs.

    Raises:
        PackageError: there is no such folder that can be written and belongs to this user alone.
    """
    found, reasons = _first(_places())
    if found is None:
        message = "no folder for notes about unfinished work"
        raise PackageError(f"{message} ({'; '.join(reasons)}); set {STATE} to a folder that only you can write")
    return found


def cache_folder() -> Path | None:
    """This user's folder for what can be made again: ONRECORD_CACHE, or the system's folder for caches; None if none.

    What is in it is trusted, so nobody else may be able to write there.
    """
    return _first(_cache_places())[0]


def _first(places: Iterable[Path]) -> tuple[Path | None, list[str]]:
    """The first of some folders that can be written and belongs to this user alone, and why the others before do not.

    It is made if it is missing.
    """
    reasons = []
    for place in places:
        try:
            if not place.is_dir():
                place.mkdir(parents=True, exist_ok=True, mode=0o700)
            if reason := _unsafe(place):
                reasons.append(f"{place} {reason}")
            elif os.access(place, os.W_OK):
                return place, reasons
            else:
                reasons.append(f"{place} cannot be written")
        except OSError as error:
            reasons.append(f"{place}: {error.strerror or error}")
    return None, reasons


def _places() -> Iterator[Path]:
    if message := os.environ.get(STATE):
        yield Path(message).absolute()
        return
    from platformdirs import user_state_path

    with suppress(RuntimeError):  # a user without a home
        yield user_state_path("onrecord", appauthor=False)
    yield Path(tempfile.gettempdir(), f"onrecord-{os.getuid() if hasattr(os, 'getuid') else 'state'}")


def _cache_places() -> Iterator[Path]:
    if place := os.environ.get(CACHE):
        yield Path(place).absolute()
        return
    from platformdirs import user_cache_path

    with suppress(RuntimeError):  # a user without a home
        yield user_cache_path("onrecord", appauthor=False)


def _unsafe(place: Path) -> str:
    """Why other users could write notes there; empty if they cannot."""
    found = place.lstat()
    if not stat.S_ISDIR(found.st_mode):
        return "is not a folder"
    if hasattr(os, "getuid") and (found.st_uid != os.getuid() or found.st_mode & 0o022):
        return "is not yours alone"
    return ""


def key_of(target: Path) -> str:
    """What the names of the notes about a file or folder begin with."""
    return hashlib.sha256(os.fsencode(os.path.realpath(target))).hexdigest()[:32]


@contextmanager
def noted(target: Path, parent: Path, prefix: str) -> Iterator[Note]:
    """A note about an unfinished file or folder that will become, or change, `target`; written before that is made.

    Args:
        target: the file or folder.
        parent: folder of the unfinished file or folder.
        prefix: how the unfinished file's name begins; the token follows.

    Raises:
        PackageError: no note can be written.
    """
    while True:
        token = secrets.token_hex(16)
        made = parent / f"{prefix}{token}"
        path = folder() / f"{key_of(target)}-{token}.jsonl"
        file = files.open_note(path, make=True)
        # A run that looks for notes of dead runs may have locked the new note, still empty, or even removed it.
        if lock.take(file) and path.exists():
            break
        os.close(file)
    try:
        try:
            _append(file, {"made": str(made.absolute())})
        except BaseException:
            files.remove_file(path)
            raise
        yield Note(path, token, made, None, file)
    finally:
        os.close(file)


@contextmanager
def of_dead_runs(target: Path) -> Iterator[list[Note]]:
    """The notes about a target that dead runs left, locked within the block."""
    notes: list[Note] = []
    try:
        for path in _paths(target):
            with suppress(FileNotFoundError):  # its run has just ended
                file = files.open_note(path)
                note = _note(path, file) if lock.take(file) else None
                if note is None:
                    os.close(file)
                else:
                    notes.append(note)
        yield notes
    finally:
        for note in notes:
            os.close(note.file)


def is_moving(target: Path) -> bool:
    """Whether an update of a target counts as made but is not finished, whether its run is alive or dead."""
    for path in _paths(target):
        with suppress(FileNotFoundError):
            file = files.open_note(path)
            try:
                if len(_lines(file)) > 1:
                    return True
            finally:
                os.close(file)
    return False


def _paths(target: Path) -> list[Path]:
    """The notes about a target; empty if there is no folder for notes."""
    return sorted(path for place in _places() if place.is_dir() and not _unsafe(place) for path in _of(place, target))


def _of(place: Path, target: Path) -> Iterator[Path]:
    return place.glob(f"{key_of(target)}-*.jsonl")


def _note(path: Path, file: int) -> Note | None:
    """The note in an open file; None if its run died before it wrote a line, and so before it made a file."""
    token = path.stem.rpartition("-")[2]
    lines = _lines(file)
    if not lines:
        files.remove_file(path)
        return None
    return Note(path, token, Path(lines[0]["made"]), lines[1] if len(lines) > 1 else None, file)


def _append(file: int, value: Mapping[str, Any]) -> None:
    content = memoryview(json.dumps(value).encode("ascii") + b"\n")
    while content:
        content = content[os.write(file, content) :]
    os.fsync(file)


def _lines(file: int) -> list[Any]:
    os.lseek(file, 0, os.SEEK_SET)
    with os.fdopen(os.dup(file), "rb") as copy:
        content = copy.read(_LARGEST)
    return [json.loads(line) for line in content.splitlines(keepends=True) if line.endswith(b"\n")]

"""Updates of folders as a whole: what a run that is killed leaves is the old state, or is finished by the next run.

New files are written to a staging folder in the folder that they are for, or next to it if that is new. When all are
complete, a note says so (`state`), which lies outside of the package; from then on the update counts as made. The
files are then moved over the old ones. If the run dies meanwhile, the next one that writes there finishes the moves
(`recover`), and those that only read say that this is to be done (`settled`). Without such a note the old state stands,
and what the dead run has left is removed. Only a note of this user's own can make anybody move or remove anything.

Between two moves some files are new and some are old, and a person may work on them after a kill. The note says of each
old file what tells it from another one. What is no longer that file is neither replaced nor removed.
"""

from __future__ import annotations

import errno
import os
import re
import shutil
import stat
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from io import BufferedWriter
from pathlib import Path
from typing import Any

from onrecord.errors import PackageError, ReleaseError
from onrecord.package import files, lock, state, written
from onrecord.text.printable import address

PREFIX = ".onrecord-staging-"
_TEMPORARY = "onrecord-"
# Seconds between two looks at a run that moves its files.
_PAUSE = 0.05
_LONGEST_NAME = 50  # characters, of up to four bytes, of a name in that of an unfinished file


class Staging:
    """Files that are to take their places in a folder together.

    Args:
        folder: where they are to go.
        staged: folder that they are written to meanwhile.
    """

    def __init__(self, folder: Path, staged: Path) -> None:
        self._folder, self._staged = folder, staged
        self._deletions: list[str] = []
        self._old: dict[str, list[int] | None] = {}

    def path(self, relative: str) -> Path:
        """Where to write the file that is to become `relative`.

        Raises:
            PackageError: that is not a path inside the folder.
        """
        parts = files.parts_of(self._folder, relative)
        self._remember("/".join(parts))
        path = self._staged.joinpath(*parts)
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    def write(self, relative: str, content: bytes) -> None:
        """Stages `content` as the file `relative`."""
        with self.open(relative) as file:
            file.write(content)

    def open(self, relative: str) -> BufferedWriter:
        """Opens the file that is to become `relative` for writing; what was staged for it is dropped."""
        path = self.path(relative)
        files.remove_file(path)
        return files.create_file(path)

    def delete(self, relative: str) -> None:
        """Has the file `relative` removed when the update is made.

        Raises:
            PackageError: that is not a path inside the folder.
        """
        relative = "/".join(files.parts_of(self._folder, relative))
        self._remember(relative)
        self._deletions.append(relative)

    def _remember(self, relative: str) -> None:
        """Notes which file, if any, is to be replaced or removed, when that is first said."""
        if relative not in self._old:
            self._old[relative] = _identity_at(self._folder / relative)

    def complete(self) -> dict[str, Any]:
        """Sees to it that all files are on the disk and can take their places, and gives what is then left to do.

        Raises:
            PackageError: a link lies in the way, or a file was changed since it was said that it is to be replaced.
            OSError: a file or a folder lies in the way.
        """
        moves = {path: _identity(self._staged / path) for path in files.walk(self._staged)}
        for relative in (*moves, *self._deletions):
            _refuse_in_the_way(self._folder, relative)
        for path in moves:
            files.flush_file(self._staged / path)
        # What was made in the staging folder by itself, as whole folders are, is remembered only now.
        for relative in moves:
            self._remember(relative)
        _refuse_changed(self._folder, self._old, "while this run was at work; nothing was written: run it again")
        return {"move": moves, "delete": sorted(self._deletions), "old": self._old}


@contextmanager
def staged(folder: Path, *, is_locked: bool = False) -> Iterator[Staging]:
    """A staging for `folder` whose update is made at the end of the block, and dropped when the block raises.

    A folder that does not exist yet appears as a whole, by one rename.

    Args:
        folder: the folder; where the user has named a link, the folder that it leads to.
        is_locked: whether the caller keeps out other runs by itself (`lock.locked`).

    Raises:
        PackageError: it is not a folder, another run is writing into it or has made it meanwhile, or a link lies in the
            way.
        OSError: it cannot be written.
    """
    _refuse_url(folder)
    if folder.is_dir():
        with _nobody() if is_locked else _alone(folder):
            _finish(folder)
            with state.noted(folder, folder, PREFIX) as note:
                try:
                    note.made.mkdir(mode=0o700)
                    staging = Staging(folder, note.made)
                    yield staging
                    update = staging.complete()
                    written.expect(str(folder), lambda: _is_begun(folder, update))
                    note.commit(update)
                    _roll_forward(folder, note.made, update)
                except BaseException as error:
                    if note.is_committed():  # the next run finishes the update
                        error.add_note(f"the files of {folder} are being exchanged; run the same command again")
                    else:
                        _drop(note)
                    raise
                _drop(note)
        return
    if folder.exists() or folder.is_symlink():
        raise PackageError(f"{folder}: not a folder; name a folder, or one that does not exist yet")
    _finish(folder)
    with _parents(folder), state.noted(folder, folder.parent, f".{folder.name[:_LONGEST_NAME]}.") as note:
        try:
            building = note.made / folder.name
            building.mkdir(parents=True)
            staging = Staging(folder, building)
            yield staging
            try:
                staging.complete()
                written.expect_moved(folder, building)
                files.move_file(building, folder)
            except (OSError, PackageError):
                if not folder.exists() and not folder.is_symlink():
                    raise
                message = "another run has made it while this one was at work, which has changed nothing"
                raise PackageError(f"{folder}: {message}; see what is there, and run the command again") from None
        finally:
            _drop(note)


@contextmanager
def _parents(folder: Path) -> Iterator[None]:
    """Makes the missing parents of `folder` for a block, and removes them again when it raises."""
    missing = [parent for parent in folder.parents if not parent.exists()]
    try:
        if missing:
            folder.parent.mkdir(parents=True, exist_ok=True)
        elif not folder.parent.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(folder.parent))
        yield
    except BaseException:
        for parent in missing:
            with suppress(OSError):  # it was never made, or somebody else uses it by now
                parent.rmdir()
        raise


def recover(folder: Path, *, is_locked: bool = False) -> None:
    """Brings a folder that is to be written into its old or its new state, if a run of this user's died at it.

    An update by a run that lives is left to that run; where it has begun to move its files, its end is waited for.

    Args:
        folder: the folder.
        is_locked: whether the caller keeps out other runs by itself.

    Raises:
        PackageError: the files of the update, or those that it replaces, were changed since.
    """
    while True:
        try:
            with _alone(folder) if folder.is_dir() and not is_locked else _nobody():
                _finish(folder)
            return
        except _Busy:
            if not state.is_moving(folder):
                return  # the old state stands
            time.sleep(_PAUSE)


def settled(folder: Path) -> None:
    """Waits until a folder that is to be read is not in the midst of an update; changes nothing.

    Raises:
        PackageError: a run of this user's has died at one, so that some files are old and some are new.
    """
    while state.is_moving(folder):
        with state.of_dead_runs(folder) as notes:
            if any(note.update is not None and _is_there(note.made) for note in notes):
                message = f"{folder}: an update was cut short while its files were put in place"
                raise PackageError(f"{message}; run the command that was cut short again, and it is finished first")
            if any(note.update is not None for note in notes):
                return  # another folder was here
        time.sleep(_PAUSE)


class _Busy(PackageError):  # noqa: N818 - others see the error that it is a kind of
    """Another run is writing into the folder."""


@contextmanager
def _nobody() -> Iterator[None]:
    yield


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Keeps all other runs from updating a folder.

    Raises:
        PackageError: another run is updating it.
    """
    taken = lock.locked(folder, wait=0)
    try:
        taken.__enter__()
    except ReleaseError:
        raise _Busy(f"{folder}: another run is writing there; wait for its end and try again") from None
    try:
        yield
    finally:
        taken.__exit__(None, None, None)


def _finish(folder: Path) -> None:
    """Finishes the updates of runs that died, or removes their traces."""
    with state.of_dead_runs(folder) as notes:
        for note in notes:
            if note.update is not None and _is_there(note.made):
                _roll_forward(folder, note.made, note.update)
            _drop(note)


def _is_there(made: Path) -> bool:
    """Whether a staging folder is still there; nobody can guess its name, so the folder around it is the same one."""
    try:
        return stat.S_ISDIR(made.lstat().st_mode)
    except OSError:
        return False


def _drop(note: state.Note) -> None:
    """Removes what a note's run has made and not finished, and the note."""
    if note.token in note.made.name:
        if _is_there(note.made):
            files.remove_tree(note.made)
        else:
            with suppress(OSError):  # a folder of others is in the way, or it is gone
                files.remove_file(note.made)
    note.remove()


def _roll_forward(folder: Path, made: Path, update: Mapping[str, Any]) -> None:
    """Moves the files of an update to their places, and removes those that are to go, as far as that is to be done.

    Raises:
        PackageError: a file of it, or one that it is to replace, was changed since.
    """
    sources = {relative: made.joinpath(*files.parts_of(folder, relative)) for relative in update["move"]}
    # What is not there was moved before the run died.
    left = {relative: source for relative, source in sources.items() if _identity_at(source) is not None}
    for relative, source in left.items():
        if _identity(source) != update["move"][relative]:
            message = f"{source}: changed since the run that wrote it was cut short"
            raise PackageError(f"{message}; remove {made} and run the command again")
    old = {relative: update["old"][relative] for relative in (*left, *update["delete"])}
    message = f"since an update was cut short, whose files are in {made}; move your file away and run the command again"
    _refuse_changed(folder, old, message)
    for relative, source in left.items():
        _refuse_changed(folder, {relative: old[relative]}, message)
        files.replace_inside(folder, relative, source)
    for relative in update["delete"]:
        _refuse_changed(folder, {relative: old[relative]}, message)
        files.remove_inside(folder, relative)


def _is_begun(folder: Path, update: Mapping[str, Any]) -> bool:
    """Whether a file of an update is in its place, or one is gone that was to go."""
    for relative, identity in update["move"].items():  # the first is moved first
        with suppress(OSError):
            return bool(_identity(folder / relative) == identity)
        return False
    return any(not (folder / relative).exists() for relative in update["delete"])


def _refuse_changed(folder: Path, old: Mapping[str, list[int] | None], message: str) -> None:
    """Refuses to replace or to remove what is no longer the file that it was; nothing is lost where there is none."""
    for relative, identity in old.items():
        if _identity_at(folder / relative) not in (identity, None):
            raise PackageError(f"{folder / relative}: changed {message}")


def _identity_at(path: Path) -> list[int] | None:
    """What tells a file from another one; None where there is none."""
    try:
        return _identity(path)
    except (FileNotFoundError, NotADirectoryError):
        return None


def _identity(path: Path) -> list[int]:
    """What tells a file from another one that was put in its place, or that was written again."""
    found = path.lstat()
    return [found.st_ino, found.st_size, found.st_mtime_ns, stat.S_IFMT(found.st_mode)]


def _refuse_in_the_way(folder: Path, relative: str) -> None:
    """Refuses what would stop a file on its way to its place, when some others would have taken theirs."""
    parent = relative.rpartition("/")[0]
    place = files.inside(folder, parent) if parent else folder
    while not place.exists():
        place = place.parent
    if not place.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(place))
    if (folder / relative).is_dir() and not (folder / relative).is_symlink():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(folder / relative))


def replace_link(path: Path, to: str) -> None:
    """Makes a link to a folder next to it, by one rename; see `replace_file`."""
    with _in_place_of(path) as made:
        files.make_link(made, to)


def replace_file(path: Path, content: bytes | Iterable[bytes]) -> None:
    """Writes a file for the user so that a reader sees the old content or the new, never a part.

    The content may come in pieces, which need not be in memory together. Where `path` is a link, the link is replaced,
    and what it leads to stays as it is. Missing folders are made. What a shell names for output, as `/dev/stdout`, is
    written to.

    Raises:
        PackageError: no note of the unfinished file can be written, or `path` is a URL, a folder, a socket or a device.
        OSError: it cannot be written. Nothing of it is left then.
    """
    pieces = [content] if isinstance(content, bytes) else content
    if stream := files.open_stream(path):
        with stream:
            stream.writelines(pieces)
        return
    files.refuse_as_target(path)
    with _in_place_of(path) as made:
        with files.create_file(made) as file:
            file.writelines(pieces)
        files.flush_file(made)


def replace_file_by(path: Path, source: Path) -> None:
    """As `replace_file`, with the content of a file of this run's, which may be large."""
    if stream := files.open_stream(path):
        with stream, files.open_file(source) as content:
            shutil.copyfileobj(content, stream)
        return
    files.refuse_as_target(path)
    with _in_place_of(path) as made:
        with files.open_file(source) as content:
            files.copy_file(content, made)
        files.flush_file(made)


@contextmanager
def _in_place_of(path: Path) -> Iterator[Path]:
    """Where to make what takes the place of `path`, link or file, at the end of the block."""
    _refuse_url(path)
    with _parents(path), unfinished(path, path.parent, f".{path.name[:_LONGEST_NAME]}.") as made:
        yield made
        written.expect_moved(path, made)
        files.move_file(made, path)


def _refuse_url(path: Path) -> None:
    """Refuses a URL where a place of this machine is to be written: it would become folders called as its parts."""
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]+:/", str(path)):
        raise PackageError(f"{address(str(path))}: a URL; name a place on this machine")


@contextmanager
def temporary_folder() -> Iterator[Path]:
    """A folder that exists only within the block and that nobody else can write into."""
    parent = Path(tempfile.gettempdir())
    with unfinished(parent / _TEMPORARY, parent, _TEMPORARY) as made:
        made.mkdir(mode=0o700)
        yield made


@contextmanager
def unfinished(target: Path, parent: Path, prefix: str) -> Iterator[Path]:
    """Where to make a file or a folder that is gone at the end of the block, unless it was moved to its place.

    What dead runs of this user's have left of the same target is removed first.

    Args:
        target: what it is to become, or what all of its kind are noted by.
        parent: folder that it is made in.
        prefix: how its name begins.

    Raises:
        PackageError: no note of it can be written.
    """
    with state.of_dead_runs(target) as notes:
        for note in notes:
            _drop(note)
    with state.noted(target, parent, prefix) as note:
        try:
            yield note.made
        finally:
            _drop(note)

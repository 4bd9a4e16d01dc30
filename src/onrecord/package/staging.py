"""Updates folders as a whole: a run that is killed leaves the old state, or an update that the next run finishes.

New files are written to a staging folder inside the folder to update, or next to it if that is new. When all are
complete, a note outside the package (`state`) says so; from then on the update counts as made, and its files are moved
over the old files. If the run dies during that, the next run that writes there finishes the moves (`recover`), and runs
that only read report that the update is unfinished (`settled`). Without such a note the old state is valid, and the
remains of the dead run are removed. Only this user's own notes can make a run move or remove anything.

Between two moves some files are new and some are old, and after a kill a person may work on them. So the note records
the identity of each old file (inode, size and time). A file that has another identity by then is neither replaced nor
removed.
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
# Seconds between two checks of a run that moves its files.
_PAUSE = 0.05
_LONGEST_NAME = 50  # characters, of up to four bytes, that the name of an unfinished file takes from the final name


class Staging:
    """Files that are put into a folder together.

    Args:
        folder: the folder to update.
        staged: folder that they are written to until then.
    """

    def __init__(self, folder: Path, staged: Path) -> None:
        self._folder, self._staged = folder, staged
        self._deletions: list[str] = []
        self._old: dict[str, list[int] | None] = {}

    @property
    def staged(self) -> Path:
        """The folder that holds the staged files."""
        return self._staged

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
        """Opens the file that is to become `relative` for writing; a file staged for it before is dropped."""
        path = self.path(relative)
        files.remove_file(path)
        return files.create_file(path)

    def delete(self, relative: str) -> None:
        """Marks the file `relative` for removal when the update is made.

        Raises:
            PackageError: that is not a path inside the folder.
        """
        relative = "/".join(files.parts_of(self._folder, relative))
        self._remember(relative)
        self._deletions.append(relative)

    def _remember(self, relative: str) -> None:
        """Records the identity of the file to replace or remove, if any, when it is first named."""
        if relative not in self._old:
            self._old[relative] = _identity_at(self._folder / relative)

    def complete(self) -> dict[str, Any]:
        """Ensures that all files are on the disk and can be moved to their places, and returns what is left to do.

        Raises:
            PackageError: a link is in the way, or a file has changed since it was named for replacement.
            OSError: a file or a folder is in the way.
        """
        moves = {path: _identity(self._staged / path) for path in files.walk(self._staged)}
        for relative in (*moves, *self._deletions):
            _refuse_in_the_way(self._folder, relative)
        for path in moves:
            files.flush_file(self._staged / path)
        # Files that were put into the staging folder directly, such as whole folders, are recorded only now.
        for relative in moves:
            self._remember(relative)
        _refuse_changed(self._folder, self._old, "while this run was at work; nothing was written: run it again")
        return {"move": moves, "delete": sorted(self._deletions), "old": self._old}


@contextmanager
def staged(folder: Path, *, is_locked: bool = False) -> Iterator[Staging]:
    """A staging for `folder` whose update is made at the end of the block, or dropped if the block raises.

    A folder that does not exist yet appears as a whole, by one rename.

    Args:
        folder: the folder; if the user named a link, the folder that it leads to.
        is_locked: whether the caller already keeps out other runs (`lock.locked`).

    Raises:
        PackageError: it is not a folder, another run is writing into it or has made it meanwhile, or a link is in the
            way.
        OSError: it cannot be written.
    """
    refuse_url(folder)
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
                message = "another run made this folder in the meantime; this run has changed nothing"
                raise PackageError(f"{folder}: {message}: look at the folder, and run the command again") from None
        finally:
            _drop(note)


@contextmanager
def _parents(folder: Path) -> Iterator[None]:
    """Makes the missing parents of `folder` for a block, and removes them again if it raises."""
    missing = [parent for parent in folder.parents if not parent.exists()]
    try:
        if missing:
            folder.parent.mkdir(parents=True, exist_ok=True)
        elif not folder.parent.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(folder.parent))
        yield
    except BaseException:
        for parent in missing:
            with suppress(OSError):  # it was never made, or is in use by now
                parent.rmdir()
        raise


def recover(folder: Path, *, is_locked: bool = False) -> None:
    """Brings a folder into its old or its new state before it is written, if a run of this user died while updating it.

    An update by a live run is left to that run; if it has begun to move its files, its end is waited for.

    Args:
        folder: the folder.
        is_locked: whether the caller already keeps out other runs.

    Raises:
        PackageError: the files of the update, or those that it replaces, have changed since.
    """
    while True:
        try:
            with _alone(folder) if folder.is_dir() and not is_locked else _nobody():
                _finish(folder)
            return
        except _Busy:
            if not state.is_moving(folder):
                return  # the old state is complete
            time.sleep(_PAUSE)


def settled(folder: Path) -> None:
    """Waits until a folder that is to be read is not being updated; changes nothing.

    Raises:
        PackageError: a run of this user died during an update, so that some files are old and some are new.
    """
    while state.is_moving(folder):
        with state.of_dead_runs(folder) as notes:
            if any(note.update is not None and _is_there(note.made) for note in notes):
                message = f"{folder}: an update was interrupted while its files were put in place"
                raise PackageError(f"{message}; run the interrupted command again, which finishes the update first")
            if any(note.update is not None for note in notes):
                return  # the note is about another folder that was here
        time.sleep(_PAUSE)


class _Busy(PackageError):  # noqa: N818 - callers only see a PackageError
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
        raise _Busy(f"{folder}: another run is writing there; try again when it has ended") from None
    try:
        yield
    finally:
        taken.__exit__(None, None, None)


def _finish(folder: Path) -> None:
    """Finishes the updates of dead runs, or removes what they left."""
    with state.of_dead_runs(folder) as notes:
        for note in notes:
            if note.update is not None and _is_there(note.made):
                _roll_forward(folder, note.made, note.update)
            _drop(note)


def _is_there(made: Path) -> bool:
    """Whether a staging folder is still there; nobody can guess its name, so the folder around it is the same, too."""
    try:
        return stat.S_ISDIR(made.lstat().st_mode)
    except OSError:
        return False


def _drop(note: state.Note) -> None:
    """Removes the unfinished files of a note's run, and the note."""
    if note.token in note.made.name:
        if _is_there(note.made):
            files.remove_tree(note.made)
        else:
            with suppress(OSError):  # somebody's folder is in the way, or it is gone
                files.remove_file(note.made)
    note.remove()


def _roll_forward(folder: Path, made: Path, update: Mapping[str, Any]) -> None:
    """Moves the files of an update to their places, and removes those marked for removal, unless that is done.

    Raises:
        PackageError: a file of the update, or a file that it is to replace, has changed since.
    """
    sources = {relative: made.joinpath(*files.parts_of(folder, relative)) for relative in update["move"]}
    # A file that is not there was moved before the run died.
    left = {relative: source for relative, source in sources.items() if _identity_at(source) is not None}
    for relative, source in left.items():
        if _identity(source) != update["move"][relative]:
            message = f"{source}: changed since the run that wrote it was interrupted"
            raise PackageError(f"{message}; remove {made} and run the command again")
    old = {relative: update["old"][relative] for relative in (*left, *update["delete"])}
    message = f"since an update was interrupted; its files are in {made}: move your file away and run the command again"
    _refuse_changed(folder, old, message)
    for relative, source in left.items():
        _refuse_changed(folder, {relative: old[relative]}, message)
        files.replace_inside(folder, relative, source)
    for relative in update["delete"]:
        _refuse_changed(folder, {relative: old[relative]}, message)
        files.remove_inside(folder, relative)


def _is_begun(folder: Path, update: Mapping[str, Any]) -> bool:
    """Whether a file of an update is in its place, or a file marked for removal is gone."""
    for relative, identity in update["move"].items():  # the first is moved first
        with suppress(OSError):
            return bool(_identity(folder / relative) == identity)
        return False
    return any(not (folder / relative).exists() for relative in update["delete"])


def _refuse_changed(folder: Path, old: Mapping[str, list[int] | None], message: str) -> None:
    """Refuses to replace or remove files that have changed; files that are gone by now do not matter."""
    for relative, identity in old.items():
        if _identity_at(folder / relative) not in (identity, None):
            raise PackageError(f"{folder / relative}: changed {message}")


def _identity_at(path: Path) -> list[int] | None:
    """The identity of a file; None if it is missing."""
    try:
        return _identity(path)
    except (FileNotFoundError, NotADirectoryError):
        return None


def _identity(path: Path) -> list[int]:
    """The identity of a file, which changes when it is replaced or rewritten: inode, size, time and type."""
    found = path.lstat()
    return [found.st_ino, found.st_size, found.st_mtime_ns, stat.S_IFMT(found.st_mode)]


def _refuse_in_the_way(folder: Path, relative: str) -> None:
    """Refuses an update if something is in the way of one of its files, before other files are moved."""
    parent = relative.rpartition("/")[0]
    place = files.inside(folder, parent) if parent else folder
    while not place.exists():
        place = place.parent
    if not place.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(place))
    if (folder / relative).is_dir() and not (folder / relative).is_symlink():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(folder / relative))


def replace_link(path: Path, to: str) -> None:
    """Makes a link to a folder next to the link, by one rename; see `replace_file`."""
    with _in_place_of(path) as made:
        files.make_link(made, to)


def replace_file(path: Path, content: bytes | Iterable[bytes]) -> None:
    """Writes a file for the user, such that a reader sees the old content or the new content, never a part.

    The content may come in pieces, which need not be in memory together. If `path` is a link, the link is replaced, and
    its target is not changed. Missing folders are made. Output such as `/dev/stdout` is written to directly.

    Raises:
        PackageError: no note of the unfinished file can be written, or `path` is a URL, a folder, a socket or a device.
        OSError: it cannot be written; then nothing of it is left.
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
    """As `replace_file`, with the content of a file that this run made, which may be large."""
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
    """Where to make the link or file that replaces `path` at the end of the block."""
    refuse_url(path)
    with _parents(path), unfinished(path, path.parent, f".{path.name[:_LONGEST_NAME]}.") as made:
        yield made
        written.expect_moved(path, made)
        files.move_file(made, path)


def refuse_url(path: Path) -> None:
    """Refuses a URL as a place to write, because its parts would become folders."""
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
    """Where to make a file or a folder that is removed at the end of the block, unless it was moved to its place.

    What this user's dead runs left for the same target is removed first.

    Args:
        target: what it is to become, or a common name for its kind, under which notes are kept.
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

"""Files: the only module that opens, lists, writes and removes them in code that handles packages.

A package may come from a stranger, so a path in it is hostile until it has been checked here. One rule holds for all
paths: a path is relative, it has no part that leaves the package, no part of it is a link, and it names a regular file
of limited size. A link is refused wherever it leads, because a target that is inside today may be outside tomorrow. On
systems that can do so (POSIX), a path is opened folder by folder without following links, so that nothing can be
exchanged between check and use. Elsewhere each part is checked before the file is opened, and the file is compared
afterwards.

The names of the functions show which of three kinds of paths they take:

- `..._inside(folder, location)`: a path in a package. Links in the path of the folder, which the user named, are fine.
- `open_file`, `read_file`: a file that the user named; links are followed.
- `create_file`, `copy_file`, `remove_tree`, ...: files in folders that this run made under names that nobody can guess,
  or that belong to this user alone.

Updates of a package, and files that are written for the user, are in `staging`.
"""

from __future__ import annotations

import ctypes
import errno
import os
import secrets
import shutil
import stat
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import BufferedReader, BufferedWriter
from pathlib import Path, PurePosixPath
from typing import IO

from onrecord.errors import PackageError

LARGEST_FILE = 64 * 1024**3
# For files that are read as a whole: a text, a page, a list.
LARGEST_READ = 256 * 1024**2
_LONGEST_SHOWN = 200  # characters of a path in a message
_BLOCK = 1024 * 1024
_CAN_WALK = os.open in os.supports_dir_fd and hasattr(os, "O_NOFOLLOW")
_READ = os.O_RDONLY | getattr(os, "O_BINARY", 0)
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
# A pipe would make its reader wait for a writer, and a terminal would become the terminal of this process.
_WARY = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0)
_FOLDER = getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_NOFOLLOW", 0)


# Paths in a package.


def inside(folder: Path, location: str) -> Path:
    """The path of a file in a package, for libraries that open files themselves; the file may be missing.

    Raises:
        PackageError: the path is absolute, remote or empty, leaves the package, leads over a link, or names a pipe or
            a device.
    """
    parts = parts_of(folder, location)
    _refuse_odd_parts(folder, parts, location)
    return folder.joinpath(*parts)


def refuse_links_below(folder: Path, path: Path) -> None:
    """Refuses a path that the user named if it leads over a link in the package, which may come from a stranger.

    Raises:
        PackageError: it does; the remedy is to name the target of the link.
    """
    with suppress(ValueError):  # the path is outside the package
        inside(folder, path.absolute().relative_to(folder.absolute()).as_posix())


def open_inside(folder: Path, location: str, limit: int = LARGEST_FILE) -> BufferedReader:
    """Opens a file in a package for reading.

    Args:
        folder: folder of the package.
        location: path of the file, relative to it.
        limit: the most bytes that it may have.

    Raises:
        FileNotFoundError: there is no such file.
        OSError: it cannot be read.
        PackageError: as `inside`; or it is not a regular file, or larger than `limit`.
    """
    parts = parts_of(folder, location)
    with _parent(folder, parts, location) as (parent, name):
        try:
            file = os.open(name, _READ | _WARY, dir_fd=parent)
        except OSError as error:
            _refuse_link(error, name, parent, folder, location)
            raise _of(error, folder.joinpath(*parts)) from None
    try:
        found = os.fstat(file)
        _refuse_odd(found, folder, location, is_last=True)
        if stat.S_ISDIR(found.st_mode):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(folder.joinpath(*parts)))
        if not _CAN_WALK and not os.path.samestat(found, os.lstat(name)):
            raise PackageError(f"{_place(folder, location)} was exchanged while it was opened; try again")
        if found.st_size > limit:
            message = f"{_place(folder, location)} names a file of {found.st_size:,} bytes"
            raise PackageError(f"{message}; at most {limit:,} are read")
        return os.fdopen(file, "rb")
    except BaseException:
        os.close(file)
        raise


def read_inside(folder: Path, location: str, limit: int = LARGEST_READ) -> bytes:
    """The content of a file in a package; see `open_inside`."""
    with open_inside(folder, location, limit) as file:
        return file.read(limit)


def size_inside(folder: Path, location: str) -> int | None:
    """The size in bytes of a file in a package; None if there is no file.

    Raises:
        PackageError: as `inside`.
    """
    found = _status(inside(folder, location), folder, location)
    return found.st_size if found and stat.S_ISREG(found.st_mode) else None


def is_inside(folder: Path, location: str) -> bool:
    """Whether a package has a file; raises the errors of `inside`."""
    return size_inside(folder, location) is not None


def walk(folder: Path, under: str = "") -> list[str]:
    """The paths of all files in a package, or below one of its folders, sorted.

    Links to files and folders are included, not followed; opening a link is refused.

    Raises:
        PackageError: as `inside`.
        OSError: a folder cannot be read.
    """
    found, folders = [], [PurePosixPath(under)]
    top = inside(folder, under) if under else folder
    if not top.is_dir():
        return []
    while folders:
        below = folders.pop()
        with os.scandir(folder / below) as entries:
            for entry in entries:
                path = below / entry.name
                if entry.is_dir(follow_symlinks=False):
                    folders.append(path)
                else:
                    found.append(path.as_posix())
    return sorted(found)


def names(folder: Path) -> list[str]:
    """The names of the files and folders in a folder; empty if it is missing."""
    return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


def replace_inside(folder: Path, location: str, source: Path) -> None:
    """Moves a file that this run made to its place in a package. Missing folders are made.

    A file or link that is there is replaced.

    Raises:
        PackageError: the path leaves the package or leads over a link.
        OSError: it cannot be moved.
    """
    with _parent(folder, parts_of(folder, location), location, make=True) as (parent, name):
        os.replace(source, name, dst_dir_fd=parent)


def remove_inside(folder: Path, location: str) -> None:
    """Removes a file of a package, or a link itself, if it is there.

    Raises:
        PackageError: the path leaves the package or leads over a link.
        OSError: it cannot be removed.
    """
    with suppress(FileNotFoundError), _parent(folder, parts_of(folder, location), location) as (parent, name):
        os.unlink(name, dir_fd=parent)


def parts_of(folder: Path, location: str) -> tuple[str, ...]:
    """The parts of a path in a package, from its text alone.

    Raises:
        PackageError: the path is absolute, remote or empty, or leaves the package.
    """
    parts = location.split("/")
    drive = len(location) > 1 and location[1] == ":" and location[0].isalpha()
    if not location or "\\" in location or "://" in location or location.startswith("/") or drive or ".." in parts:
        raise PackageError(f"{_place(folder, location)} must be relative and stay inside the package")
    kept = tuple(part for part in parts if part not in ("", "."))
    try:
        is_name = bool(kept) and "\0" not in location and bool(os.fsencode(location))
    except UnicodeEncodeError:  # a lone surrogate
        is_name = False
    if not is_name:
        raise PackageError(f"{_place(folder, location)} is not a valid path")
    return kept


def _place(folder: Path, location: str) -> str:
    return f"{folder}: path {location[:_LONGEST_SHOWN]!r}"


def _refuse_odd_parts(folder: Path, parts: tuple[str, ...], location: str, *, is_whole: bool = True) -> None:
    """Refuses links, pipes and devices among the parts of a path; if `is_whole`, the last part is the file itself."""
    path = folder
    for number, part in enumerate(parts, start=1):
        path /= part
        found = _status(path, folder, location)
        if found is None:
            return
        _refuse_odd(found, folder, location, is_last=is_whole and number == len(parts))


def _status(path: Path, folder: Path, location: str) -> os.stat_result | None:
    try:
        return path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        if error.errno == errno.ENAMETOOLONG:
            raise PackageError(f"{_place(folder, location)} is not a valid path") from None
        raise


def _refuse_odd(found: os.stat_result, folder: Path, location: str, *, is_last: bool) -> None:
    """Refuses links and anything else that is neither a file nor a folder."""
    if stat.S_ISLNK(found.st_mode):
        message = "is a link" if is_last else "leads over a link"
        raise PackageError(f"{_place(folder, location)} {message}; links are not followed: put the file there itself")
    if not stat.S_ISREG(found.st_mode) and not stat.S_ISDIR(found.st_mode):
        raise PackageError(f"{_place(folder, location)} names a pipe or a device; put a file there")


def _refuse_link(error: OSError, name: str, parent: int | None, folder: Path, location: str) -> None:
    """Refuses a link that the system has refused to open; its error for that depends on the system."""
    with suppress(OSError):
        found = os.lstat(name) if parent is None else os.stat(name, dir_fd=parent, follow_symlinks=False)
        _refuse_odd(found, folder, location, is_last=PurePosixPath(location).name == Path(name).name)
    if error.errno == errno.ENAMETOOLONG:
        raise PackageError(f"{_place(folder, location)} is not a valid path")


def _of(error: OSError, path: Path) -> OSError:
    """The same error with the path that the user knows."""
    return type(error)(error.errno, error.strerror, str(path))


@contextmanager
def _parent(
    folder: Path, parts: tuple[str, ...], location: str, *, make: bool = False
) -> Iterator[tuple[int | None, str]]:
    """The open folder that a path in a package leads to, without links on the way, and the file's name in it.

    If the system cannot open folders: None and the whole path, after a check of its folders.
    """
    *folders, name = parts
    if not _CAN_WALK:
        _refuse_odd_parts(folder, parts[:-1], location, is_whole=False)
        parent = folder.joinpath(*folders)
        if make:
            parent.mkdir(parents=True, exist_ok=True)
        yield None, str(parent / name)
        return
    open_folder = os.open(folder, _READ | getattr(os, "O_DIRECTORY", 0))
    try:
        for number, part in enumerate(folders, start=1):
            if make:
                with suppress(FileExistsError):
                    os.mkdir(part, dir_fd=open_folder)
            try:
                next_folder = os.open(part, _READ | _FOLDER, dir_fd=open_folder)
            except OSError as error:
                _refuse_link(error, part, open_folder, folder, location)
                raise _of(error, folder.joinpath(*parts[:number])) from None
            os.close(open_folder)
            open_folder = next_folder
        yield open_folder, name
    finally:
        os.close(open_folder)


# Files that the user named.


def open_file(path: Path) -> BufferedReader:
    """Opens a file that the user named for reading; links are followed.

    Raises:
        PackageError: it is a pipe or a device, whose reader might wait forever.
        OSError: it cannot be read.
    """
    file = os.open(path, _READ | _WARY & ~getattr(os, "O_NOFOLLOW", 0))
    try:
        mode = os.fstat(file).st_mode
        if stat.S_ISDIR(mode):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
        if not stat.S_ISREG(mode):
            raise PackageError(f"{path}: a pipe or a device; name a file")
        return os.fdopen(file, "rb")
    except BaseException:
        os.close(file)
        raise


def are_equal(one: Path, other: Path) -> bool:
    """Whether two files that the user named have the same content.

    Raises:
        PackageError: as `open_file`; or a file has more than `LARGEST_FILE` bytes.
        OSError: a file cannot be read.
    """
    with open_file(one) as first, open_file(other) as second:
        sizes = [os.fstat(file.fileno()).st_size for file in (first, second)]
        for path, size in zip((one, other), sizes, strict=True):
            if size > LARGEST_FILE:
                raise PackageError(f"{path}: {size:,} bytes, of which at most {LARGEST_FILE:,} are read")
        if sizes[0] != sizes[1]:
            return False
        while block := first.read(_BLOCK):
            if block != second.read(_BLOCK):
                return False
    return True


def read_file(path: Path, limit: int = LARGEST_READ) -> bytes:
    """The content of a file that the user named.

    Raises:
        PackageError: as `open_file`; or it has more than `limit` bytes.
        OSError: it cannot be read.
    """
    with open_file(path) as file:
        if (size := os.fstat(file.fileno()).st_size) > limit:
            raise PackageError(f"{path}: {size:,} bytes, of which at most {limit:,} are read")
        content = file.read(limit + 1)
    if len(content) > limit:
        raise PackageError(f"{path}: grows while it is read; try again")
    return content


# Files in folders of this run, or of this user alone.


def open_stream(path: Path) -> IO[bytes] | None:
    """A pipe or device that a shell names for output, such as `/dev/stdout` or `/dev/null`; None for any other path.

    Pipes and devices under other names are never written to, because a package may hold a link to a device.

    Raises:
        OSError: the pipe has no reader, or it cannot be opened.
    """
    if not path.absolute().as_posix().startswith(("/dev/", "/proc/")):
        return None
    try:
        kind = path.stat().st_mode
    except FileNotFoundError:
        return None
    if not (stat.S_ISCHR(kind) or stat.S_ISFIFO(kind)):
        return None
    opened = os.open(path, os.O_WRONLY | getattr(os, "O_NONBLOCK", 0))
    os.set_blocking(opened, True)
    return os.fdopen(opened, "wb")


def refuse_as_target(path: Path) -> None:
    """Refuses to put a file in the place of a folder, a link to a folder, a pipe, a socket or a device.

    Raises:
        PackageError: `path` is one of these.
    """
    try:
        kind = path.lstat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return
    if path.is_dir():
        raise PackageError(f"{path}: a folder; name the file to write")
    if not stat.S_ISREG(kind) and not stat.S_ISLNK(kind):
        raise PackageError(f"{path}: a pipe, a socket or a device; name a file")


def create_file(path: Path) -> BufferedWriter:
    """Opens a new file for writing; missing folders are made.

    Raises:
        FileExistsError: a file, folder or link is there.
        OSError: it cannot be made.
    """
    return os.fdopen(_created(path), "wb")


def write_file(path: Path, content: bytes) -> None:
    """Writes a new file; see `create_file`."""
    file = _created(path)
    try:
        # A site has a hundred thousand small files, for which a buffer takes as long as writing does.
        rest = memoryview(content)
        while rest:
            rest = rest[os.write(file, rest) :]
    finally:
        os.close(file)


def _created(path: Path) -> int:
    """A new file, open for writing."""
    try:
        return os.open(path, _NEW, 0o666)
    except FileNotFoundError:  # the folder is missing; to look for it each time takes as long as to open the file
        path.parent.mkdir(parents=True, exist_ok=True)
        return os.open(path, _NEW, 0o666)


def create_whole(path: Path, content: bytes) -> bool:
    """Writes a file that appears with all of its content, unless there is one; False if there is.

    Raises:
        OSError: it cannot be written; nothing is left of it.
    """
    if path.exists():
        return False
    partial = _partial(path, content)
    try:
        os.link(partial, path)
    except FileExistsError:
        return False
    except OSError:  # a file system without links
        if path.exists():
            return False
        partial.replace(path)
    finally:
        remove_file(partial)
    return True


def replace_whole(path: Path, content: bytes) -> None:
    """Writes a file that has all of its old content until it has all of its new content.

    Raises:
        OSError: it cannot be written; the old content stays.
    """
    partial = _partial(path, content)
    try:
        move_file(partial, path)
    finally:
        remove_file(partial)


def _partial(path: Path, content: bytes) -> Path:
    """A file next to a path with a content that is on the disk."""
    partial = path.with_name(f".{secrets.token_hex(8)}.partial")
    try:
        with create_file(partial) as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        remove_file(partial)
        raise
    return partial


def copy_file(source: IO[bytes], path: Path) -> None:
    """Copies the rest of an open file into a new file; see `create_file`."""
    with create_file(path) as file:
        shutil.copyfileobj(source, file, _BLOCK)


def copy_from(path: Path, target: IO[bytes]) -> None:
    """Copies a file into an open file; see `open_file`."""
    with open_file(path) as file:
        shutil.copyfileobj(file, target, _BLOCK)


def open_part(path: Path) -> BufferedWriter:
    """Opens a file of this user for appending; it is made if it is missing."""
    return path.open("ab")


def flush_file(path: Path) -> None:
    """Makes the system write a file to its disk."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def make_link(path: Path, to: str) -> None:
    """Makes a link to a folder."""
    path.symlink_to(to, target_is_directory=True)


def move_file(source: Path, target: Path) -> None:
    """Moves a file or folder by one rename, over what is there; a link there is replaced, not followed."""
    source.replace(target)


def exchange_folders(one: Path, other: Path) -> None:
    """Gives each of two folders on one file system the place of the other.

    Linux and macOS do that in one step, so that whoever opens a place finds one folder or the other. Elsewhere, and on
    file systems that cannot, it takes three renames.
    """
    if not _exchange_at_once(one, other):
        aside = one.with_name(f"{one.name}.old")
        other.replace(aside)
        try:
            one.replace(other)
        except OSError:
            aside.replace(other)
            raise
        aside.replace(one)


def _exchange_at_once(one: Path, other: Path) -> bool:
    """Exchanges two folders in one step; False if the system cannot."""
    # The function, the descriptor that stands for the current folder (AT_FDCWD), and the flag for an exchange.
    known = {"linux": ("renameat2", -100, 2), "darwin": ("renameatx_np", -2, 2)}
    if sys.platform not in known:
        return False
    name, here, exchange = known[sys.platform]
    function = getattr(ctypes.CDLL(None), name, None)
    return function is not None and function(here, os.fsencode(one), here, os.fsencode(other), exchange) == 0


def touch_file(path: Path) -> None:
    """Notes that a file of this user was used now."""
    path.touch()


def remove_file(path: Path) -> None:
    """Removes a file, or a link itself, if it is there."""
    path.unlink(missing_ok=True)


def remove_tree(folder: Path) -> None:
    """Removes a folder with its content, as far as possible; links are removed, not followed."""
    shutil.rmtree(folder, ignore_errors=True)


def open_note(path: Path, *, make: bool = False) -> int:
    """Opens a small file of this user for reading and appending; a new file can be read by nobody else.

    Raises:
        OSError: it cannot be opened, or is a link.
    """
    flags = os.O_RDWR | os.O_APPEND | getattr(os, "O_BINARY", 0) | _WARY
    return os.open(path, flags | (os.O_CREAT | os.O_EXCL if make else 0), 0o600)


def open_folder(folder: Path) -> int:
    """Opens a folder, for a lock on it.

    Raises:
        OSError: it is missing or not a folder.
    """
    return os.open(folder, os.O_RDONLY | getattr(os, "O_DIRECTORY", 0))


def temporary_file() -> IO[bytes]:
    """A file without a name that is removed when it is closed."""
    return tempfile.TemporaryFile()

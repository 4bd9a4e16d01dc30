"""Finds the descriptor of a package: a folder, a descriptor, or a zip, which is unpacked with care."""

from __future__ import annotations

import lzma
import re
import stat
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from onrecord.errors import PackageError
from onrecord.package import DESCRIPTOR, descriptor_at, files, is_descriptor
from onrecord.package.names import NOTES_OF_MACOS, check_names, is_hidden
from onrecord.package.staging import settled, temporary_folder
from onrecord.text.printable import address

# Tables shrink to about a tenth. A zip that claims far more than that is made to fill the disk.
MAX_RATIO = 200
SMALL = 16 * 1024 * 1024
_MOST_FILES = 100_000
# Errors that the library raises for malformed zips.
_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error),
    *(ArithmeticError, EOFError, LookupError, NotImplementedError, RuntimeError, ValueError),
)
_DRIVE = re.compile(r"[A-Za-z]:")


@contextmanager
def opened(package: Path) -> Iterator[Path]:
    """The descriptor of a package, for reading; the content of a zip exists only within the block.

    Raises:
        PackageError: there is no package at this place, the zip is broken or unsafe, or an update of the folder was
            interrupted.
    """
    if package.is_dir():
        settled(package)
        yield descriptor_at(package)
    elif is_descriptor(package):
        settled(package.parent)
        yield package
    elif not package.exists():
        raise PackageError(f"{address(str(package))}: no such package; name a folder, its descriptor or a zip of it")
    elif not package.is_file() or not zipfile.is_zipfile(package):
        raise PackageError(f"{address(str(package))}: not a package; name a folder, its descriptor or a zip of it")
    else:
        with temporary_folder() as folder:
            root = unpack(package, folder)
            try:
                yield descriptor_at(root)
            except PackageError as error:
                # The folder is gone by the time the user sees the message.
                raise PackageError(str(error).replace(str(folder), str(package))) from error


def unpack(package: Path, folder: Path, *, is_release: bool = False) -> Path:
    """Unpacks a zip into `folder` and returns the folder in it that holds the package.

    Args:
        package: the zip.
        folder: a new or empty folder.
        is_release: whether the files are to be kept: then each must have a name that a release can have. Otherwise
            hidden files are left out, as no file of a package may be hidden, and all other names are accepted.

    Raises:
        PackageError: the zip is broken or unsafe, has a name that no release can have, or holds no package.
    """
    try:
        with zipfile.ZipFile(package) as archive:
            _extract(archive, folder, package.stat().st_size, is_release)
        return _root(folder)
    except _BROKEN as error:
        raise PackageError(f"{package}: a broken zip ({error}); download it again") from error
    except OSError as error:
        raise PackageError(f"{package}: cannot be unpacked ({error.strerror or error})") from error
    except PackageError as error:
        raise PackageError(str(error).replace(str(folder), str(package))) from error


def _extract(archive: zipfile.ZipFile, folder: Path, packed: int, is_release: bool) -> None:
    members = [member for member in archive.infolist() if PurePosixPath(member.filename).parts[:1] != (NOTES_OF_MACOS,)]
    if len(members) > _MOST_FILES:
        raise PackageError(f"{folder}: the zip has more than {_MOST_FILES:,} files; unpack it and name the folder")
    names = Counter(PurePosixPath(member.filename) for member in members)
    for member in members:
        if reason := _unsafe(member) or ("occurs twice" if names[PurePosixPath(member.filename)] > 1 else ""):
            raise PackageError(f"{folder}: {member.filename!r} in the zip {reason}; do not use this file")
    if is_release:
        try:
            check_names(str(PurePosixPath(member.filename)) for member in members if not member.is_dir())
        except ValueError as fault:
            raise PackageError(f"{folder}: {fault}; report it to the publisher, or unpack the zip by hand") from None
    else:
        members = [member for member in members if not is_hidden(str(PurePosixPath(member.filename)))]
    size = sum(member.file_size for member in members)
    # Members may overlap in the archive.
    packed = min(packed, sum(member.compress_size for member in members))
    if size > files.LARGEST_FILE or is_out_of_proportion(size, packed):
        message = f"the zip would grow from {packed:,} to {size:,} bytes"
        raise PackageError(f"{folder}: {message}; do not use this file")
    for member in members:
        target = folder / member.filename
        if member.is_dir():
            target.mkdir(parents=True, exist_ok=True)
            continue
        # zipfile reads no more than the stated size, and compares the checksum.
        with archive.open(member) as source:
            files.copy_file(source, target)


def is_out_of_proportion(size: int, packed: int) -> bool:
    """Whether `packed` bytes unpack to so many bytes, `size`, that they must be made to fill the disk."""
    return size > max(SMALL, MAX_RATIO * packed)


def _unsafe(member: zipfile.ZipInfo) -> str:
    """Why a member must not be extracted; empty if it may be."""
    name = member.filename
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or "\\" in name or _DRIVE.match(name) or not path.parts:
        return "would leave the folder"
    kind = stat.S_IFMT(member.external_attr >> 16)
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        return "is a link or a device"
    if member.flag_bits & 1:
        return "is encrypted"
    return ""


def _root(folder: Path) -> Path:
    """The folder of the package in an extracted zip: the top, or the only folder there."""
    tops = list(folder.iterdir())
    for place in (folder, *tops):
        if descriptor_at(place).is_file() and (place == folder or len(tops) == 1):
            return place
    raise PackageError(f"{folder}: no {DESCRIPTOR} at the top of the zip; zip the package's folder")

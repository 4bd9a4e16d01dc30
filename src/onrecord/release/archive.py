"""Zip archives whose bytes depend only on the files in them."""

from __future__ import annotations

import os
import shutil
import stat
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path

from onrecord.package.files import open_file

# The earliest time that a zip can hold.
_EPOCH = (1980, 1, 1, 0, 0, 0)
_UNIX = 3
_PERMISSIONS = stat.S_IFREG | 0o644


def write_archive(archive: Path, files: Mapping[str, Path]) -> None:
    """Writes a zip of `files`, sorted by their names in it.

    They are stored, not deflated: zlib and zlib-ng give different bytes for the same level, and the hash of a release
    must not depend on the machine.
    """
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_STORED) as zipped:
        for name in sorted(files):
            info = zipfile.ZipInfo(name, _EPOCH)
            info.create_system = _UNIX
            info.external_attr = _PERMISSIONS << 16
            with open_file(files[name]) as source:
                info.file_size = os.fstat(source.fileno()).st_size
                with zipped.open(info, "w") as target:
                    shutil.copyfileobj(source, target)


def differing(archive: Path, files: Mapping[str, Path]) -> list[str]:
    """The sorted names of the files that differ between the archive and `files`, or are in only one of them."""
    with zipfile.ZipFile(archive) as zipped:
        inside = {info.filename: info.CRC for info in zipped.infolist()}
    outside = {name: _crc(path) for name, path in files.items()}
    return sorted(name for name in inside.keys() | outside.keys() if inside.get(name) != outside.get(name))


def _crc(path: Path) -> int:
    crc = 0
    with open_file(path) as file:
        while block := file.read(1 << 20):
            crc = zlib.crc32(block, crc)
    return crc

"""Zips whose bytes depend on the files alone."""

from __future__ import annotations

import hashlib
import os
import zipfile
from pathlib import Path

from onrecord.release.archive import differing, write_archive

CONTENTS = {"data/a.csv": b"a\n1\n", "b/ä.txt": "Grüße 🚢".encode(), "empty": b""}


def write(folder: Path, names: list[str]) -> dict[str, Path]:
    """The files above, written in the order of `names`."""
    files = {}
    for name in names:
        files[name] = folder / name
        files[name].parent.mkdir(parents=True, exist_ok=True)
        files[name].write_bytes(CONTENTS[name])
    return files


def test_bytes_are_pinned(tmp_path: Path) -> None:
    """Time, permissions and order of the files leave no trace; a new hash would be a new format of all releases."""
    archives = []
    for number, (mode, order) in enumerate([(0o600, sorted(CONTENTS)), (0o755, sorted(CONTENTS, reverse=True))]):
        files = write(tmp_path / str(number), order)
        for path in files.values():
            path.chmod(mode)
            os.utime(path, (number * 1e9, number * 1e9))
        archives.append(tmp_path / f"{number}.zip")
        write_archive(archives[-1], files)
    hashes = {hashlib.sha256(archive.read_bytes()).hexdigest() for archive in archives}
    assert hashes == {"af54dc5e7fa2f6d650a86bbfe08507e4459a72b43268b771cf342168835c8c89"}


def test_any_reader_gets_the_files_back(tmp_path: Path) -> None:
    """The standard library reads names, content and rights."""
    write_archive(tmp_path / "x.zip", write(tmp_path, list(CONTENTS)))
    with zipfile.ZipFile(tmp_path / "x.zip") as zipped:
        assert zipped.testzip() is None
        assert {name: zipped.read(name) for name in zipped.namelist()} == CONTENTS
        assert {info.external_attr >> 16 for info in zipped.infolist()} == {0o100644}


def test_differing_files_are_named(tmp_path: Path) -> None:
    """Changed, missing and added files are reported, equal files are not."""
    files = write(tmp_path, list(CONTENTS))
    write_archive(tmp_path / "x.zip", files)
    assert differing(tmp_path / "x.zip", files) == []
    files["data/a.csv"].write_bytes(b"a\n2\n")
    files["new"] = files.pop("empty")
    assert differing(tmp_path / "x.zip", files) == ["data/a.csv", "empty", "new"]

"""One package, published in several processes and surroundings: every byte of every file of its releases is equal."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from onrecord.package import DESCRIPTOR, descriptor

from ...small_package import write_small_package

# More than a row group of Parquet and several blocks of CSV hold, so that threads have something to share.
ROWS = 270_000
# Run in a separate process: package, output, octal umask, and libraries that are not to be found.
PUBLISH = """
import locale, os, sys
package, output, umask, *hidden = sys.argv[1:]
os.umask(int(umask, 8))
sys.modules.update(dict.fromkeys(hidden))
locale.setlocale(locale.LC_ALL, "")
from onrecord import publish
publish(package, output)
"""
FIELDS = [
    {"name": "id", "type": "integer"},
    {"name": "word", "type": "string"},
    {"name": "value", "type": "number", "missingValues": ["", "-"]},
    {"name": "at", "type": "datetime"},
    {"name": "tags", "type": "list"},
    {"name": "is_open", "type": "boolean"},
]


def write_large_package(folder: Path) -> Path:
    """Writes a third-party package of two tables, one of them large, and a text."""
    folder.mkdir(parents=True)
    with (folder / "large.csv").open("w", encoding="utf-8", newline="") as file:
        file.write("id,word,value,at,tags,is_open\n")
        for row in range(ROWS):
            at = "" if row % 13 == 0 else f"2031-05-{row % 28 + 1:02}T{row % 24:02}:00:00Z"
            value = "-" if row % 7 == 0 else f"{row / 8}"
            file.write(f'{row},"wörd, {row * 7919 % 1000}",{value},{at},"a,b",{"true" if row % 3 else "false"}\n')
    (folder / "small.csv").write_bytes(b"large_id\n5\n7\n")
    (folder / "notes.md").write_bytes(b"Notes.\n")
    reference = {"fields": ["large_id"], "reference": {"resource": "large", "fields": ["id"]}}
    small = {"fields": [{"name": "large_id", "type": "integer"}], "foreignKeys": [reference]}
    value = {
        "$schema": descriptor.SCHEMA,
        "name": "large",
        "created": "2031-05-14T08:00:00Z",
        "contributors": [{"title": "A", "roles": ["creator"]}],
        "resources": [
            {"name": "large", "type": "table", "path": "large.csv", "schema": {"fields": FIELDS, "primaryKey": ["id"]}},
            {"name": "small", "type": "table", "path": "small.csv", "schema": small},
            {"name": "notes", "path": "notes.md"},
        ],
    }
    (folder / DESCRIPTOR).write_bytes(descriptor.dump(value))
    return folder


def contents(folder: Path) -> dict[str, str]:
    """The hash of each file below a folder by its path."""
    files = (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def publish_elsewhere(
    package: Path, output: Path, environment: Mapping[str, str], umask: str = "022", hidden: Sequence[str] = ()
) -> dict[str, str]:
    """Publishes a package in a separate process, from another folder; the files of the release with their hashes."""
    output.mkdir(parents=True)
    run = subprocess.run(
        [sys.executable, "-c", PUBLISH, str(package), "dist", umask, *hidden],
        cwd=output,
        env={**os.environ, **environment},
        capture_output=True,
        encoding="utf-8",
    )
    assert run.returncode == 0, run.stderr
    return contents(output / "dist")


@pytest.mark.parametrize("write", [write_small_package, write_large_package], ids=["own", "third-party"])
def test_every_byte_repeats(write: object, tmp_path: Path) -> None:
    """Process, folder, hash seed, time zone, locale, rights, dates of files, threads and libraries change nothing."""
    assert callable(write)
    package = Path(write(tmp_path / "first" / "package"))
    copy = Path(shutil.copytree(package, tmp_path / "a folder of ünusual name" / "x" / "p"))
    for path in copy.rglob("*"):
        path.chmod(0o700)
        os.utime(path, (1, 1_000_000_000))
    plain = {"PYTHONHASHSEED": "1", "TZ": "UTC", "LC_ALL": "C.UTF-8", "POLARS_MAX_THREADS": "1"}
    other = {"PYTHONHASHSEED": "2", "TZ": "Pacific/Chatham", "LC_ALL": "C", "POLARS_MAX_THREADS": "7"}
    first = publish_elsewhere(package, tmp_path / "one", plain)
    second = publish_elsewhere(copy, tmp_path / "two" / "deeper", other, "077", ["duckdb", "pyarrow"])
    assert first == second
    index = json.loads((tmp_path / "one" / "dist" / next(iter(first)).partition("/")[0] / "index.json").read_bytes())
    assert {file["path"] for entry in index["versions"] for file in entry["files"]} == {
        path.partition("/")[2] for path in first if path.count("/") > 1
    }

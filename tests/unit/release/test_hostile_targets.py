"""Folders of releases, and buckets, that somebody else has prepared for whoever publishes there."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import fsspec
import pytest

from onrecord.cli import main
from onrecord.release.targets import _package_of

from ...small_package import edit_cell, quote_id, write_small_package
from .conftest import judged, publish_unvalidated

SMALL_ORDER = "ed25519:" + "A" * 43 + "="
LONG = "9" * 5_000


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package with a release at `dist`, changed since; what is validated has its own tests."""
    import importlib

    monkeypatch.setattr(importlib.import_module("onrecord.validation"), "validate", lambda package, engine: judged())
    monkeypatch.setenv("ONRECORD_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("ONRECORD_STATE", str(tmp_path / "state"))
    folder = write_small_package(tmp_path / "small")
    publish_unvalidated(folder, tmp_path / "dist")
    edit_cell(folder, "quotes", quote_id("empty"), "cue", "told us")
    return folder


def state(folder: Path) -> dict[str, bytes | str]:
    """All files below a folder but the cache and the notes: files, links and folders."""
    found: dict[str, bytes | str] = {}
    for path in sorted(folder.rglob("*")):
        if not {"cache", "state"} & set(path.relative_to(folder).parts):
            found[str(path)] = (
                os.readlink(path) if path.is_symlink() else path.read_bytes() if path.is_file() else "no file"  # noqa: PTH115
            )
    return found


def edited(change: Callable[[dict[str, Any]], object]) -> Callable[[bytes], bytes]:
    """An index with something changed in its first entry."""

    def edit(content: bytes) -> bytes:
        index = json.loads(content)
        change(index["versions"][0])
        return json.dumps(index).encode()

    return edit


INDEXES: dict[str, Callable[[bytes], bytes]] = {
    "zip outside": edited(lambda entry: entry.update(zip="../../x.zip")),
    "folder outside": edited(lambda entry: entry.update(path="../..")),
    "absolute folder": edited(lambda entry: entry.update(path="/etc")),
    "sums outside": edited(lambda entry: entry.update(sums="../../x")),
    "file outside": edited(lambda entry: entry["files"].append({"path": "../x", "bytes": 1, "sha256": "0" * 64})),
    "file twice": edited(lambda entry: entry["files"].append(entry["files"][0])),
    "large size": edited(lambda entry: entry.update(zip_bytes=10**900)),
    "negative size": edited(lambda entry: entry.update(zip_bytes=-1)),
    "size as text": edited(lambda entry: entry.update(zip_bytes="5")),
    "hash that is a path": edited(lambda entry: entry.update(zip_sha256="../../../x")),
    "version that is a path": edited(lambda entry: entry.update(version="../1")),
    "rows as a list": edited(lambda entry: entry.update(rows=[1])),
    "changes as a text": edited(lambda entry: entry.update(changes="x")),
    "unknown property": edited(lambda entry: entry.update(more=1)),
    "key of small order": edited(lambda entry: entry.update(public_key=SMALL_ORDER)),
    "version twice": lambda content: json.dumps(
        {**json.loads(content), "versions": json.loads(content)["versions"] * 2}
    ).encode(),
    "another package": lambda content: json.dumps({**json.loads(content), "name": "other"}).encode(),
    "long number": lambda content: content.replace(b'"zip_bytes": ', b'"zip_bytes": ' + LONG.encode()),
    "lists": lambda _: b'{"name": "small", "versions": [' + b"[]," * 1_500_000 + b"1]}",
    "depth": lambda _: b"[" * 100_000,
    "no JSON": lambda _: b"\x00\xff",
    "empty": lambda _: b"",
    "a list": lambda _: b"[]",
    "NaN": lambda _: b'{"name": "small", "versions": [NaN]}',
    "half of a character": lambda _: b'{"name": "small", "versions": ["\\ud800"]}',
}


@pytest.mark.parametrize("what", INDEXES)
def test_an_index_in_a_folder(what: str, package: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It is refused in a line, and nothing is changed anywhere."""
    index = tmp_path / "dist" / "small" / "index.json"
    index.write_bytes(INDEXES[what](index.read_bytes()))
    before = state(tmp_path)
    assert main(["publish", "--package", str(package), "--output", str(tmp_path / "dist")]) == 2
    out, message = capsys.readouterr()
    assert (out, message.count("\n")) == ("", 1)
    assert message.startswith(f"onrecord: {index}: ")
    assert len(message) < 1_000
    assert state(tmp_path) == before


@pytest.mark.parametrize("kind", ["link", "pipe", "folder", "device"])
def test_what_is_no_file(kind: str, package: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Neither is it followed nor waited for, and nothing outside is read or changed."""
    home = tmp_path / "dist" / "small"
    index = home / "index.json"
    match kind:
        case "link":
            index.rename(tmp_path / "outside.json")
            index.symlink_to(tmp_path / "outside.json")
        case "pipe":
            index.unlink()
            os.mkfifo(index)
        case "device":
            index.unlink()
            index.symlink_to("/dev/zero")
        case "folder":
            index.unlink()
            index.mkdir()
    before = state(tmp_path)
    assert main(["publish", "--package", str(package), "--output", str(tmp_path / "dist")]) == 2
    message = capsys.readouterr().err
    assert (message.count("\n"), "unexpected" in message) == (1, False)
    assert state(tmp_path) == before


def test_a_release_that_was_moved_elsewhere(package: Path, tmp_path: Path) -> None:
    """A link to it is read, as what it holds has the hashes of the index; it is not written through."""
    home = tmp_path / "dist" / "small"
    (home / "1.0.0").rename(tmp_path / "outside")
    (home / "1.0.0").symlink_to(tmp_path / "outside")
    before = state(tmp_path / "outside")
    assert main(["publish", "--package", str(package), "--output", str(tmp_path / "dist")]) == 0
    assert state(tmp_path / "outside") == before


@pytest.mark.parametrize("what", INDEXES)
def test_an_index_behind_a_url(what: str, package: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A bucket that others write into is held to the same."""
    disk = fsspec.filesystem("memory")
    try:
        for path in (tmp_path / "dist" / "small").rglob("*"):
            if path.is_file() and "latest" not in path.parts:
                disk.pipe_file(f"/hostile/{path.relative_to(tmp_path / 'dist').as_posix()}", path.read_bytes())
        disk.pipe_file("/hostile/small/index.json", INDEXES[what](disk.cat_file("/hostile/small/index.json")))
        before = {path: disk.cat_file(path) for path in disk.find("/hostile")}
        assert main(["publish", "--package", str(package), "--output", "memory://hostile"]) == 2
        assert capsys.readouterr().err.startswith("onrecord: memory://hostile/small/index.json: ")
        assert {path: disk.cat_file(path) for path in disk.find("/hostile")} == before
    finally:
        disk.store.clear()


@pytest.mark.parametrize(
    "claim",
    [
        b"",
        b"x",
        b"[]",
        b"5",
        b"[" * 100_000,
        b'{"version": 5, "zip_sha256": "x"}',
        b'{"version": "\\u001b[2J", "zip_sha256": "x"}',
        json.dumps({"version": "1.0.1", "zip_sha256": "../x"}).encode(),
        json.dumps({"version": "1.0.1", "zip_sha256": ["x"]}).encode(),
        b'{"version": "1.0.1", "version": "1.0.2", "zip_sha256": "x"}',
        b'{"version": ' + LONG.encode() + b"}",
        b" " * 5_000,
    ],
    ids=lambda claim: ascii(claim[:20]),
)
def test_a_claim_that_is_invalid(
    claim: bytes, package: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It says nothing of any release; publishing stops at it until somebody takes it over."""
    assert _package_of(claim) == ("", "")
    disk = fsspec.filesystem("memory")
    place = ["publish", "--package", str(package), "--output", "memory://claimed"]
    try:
        disk.pipe_file("/claimed/small/.claims/first.json", claim)
        package_before = shutil.copytree(package, tmp_path / "before")
        assert main(place) == 2
        message = capsys.readouterr().err
        assert message.startswith("onrecord: memory://claimed/small/.claims/first.json: ")
        assert (message.count("\n"), len(message) < 1_000, "\x1b" in message) == (1, True, False)
        assert list(state(package).values()) == list(state(package_before).values())
    finally:
        disk.store.clear()

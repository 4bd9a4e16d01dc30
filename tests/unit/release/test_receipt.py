"""Receipts that are made to harm: nothing is deleted, nothing is asked, and it is said why."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from onrecord.cli import main
from onrecord.errors import DownloadError
from onrecord.release import check_updates, get
from onrecord.release.receipt import RECEIPT, Receipt, dump_receipt, read_receipt

from .conftest import publish_twice

HASH = "0" * 64
GOOD: dict[str, Any] = {
    "url": "https://example.org/dist/small",
    "name": "small",
    "version": "1.0.0",
    "key": "",
    "files": {"datapackage.json": HASH, "data/quotes.csv": HASH},
}


def with_files(*paths: str, **hashes: Any) -> dict[str, Any]:
    """A receipt that lists more files."""
    return {**GOOD, "files": {**GOOD["files"], **dict.fromkeys(paths, HASH), **hashes}}


def written(folder: Path, content: bytes) -> Path:
    """A folder with a file of a receipt."""
    folder.mkdir(exist_ok=True)
    (folder / RECEIPT).write_bytes(content)
    return folder


def test_a_receipt_is_read_as_it_was_written(tmp_path: Path) -> None:
    """Names in every script, a package without a version, a path of this machine and an IPv6 address are all right."""
    for more in (
        {},
        {"name": "Répertoire – общий", "version": "", "url": "https://example.org/x.zip"},
        {"version": "2031-05", "url": "https://example.org/x.zip"},
        {"url": "/home/ida/dist/small"},
        {"url": "http://[::1]:8000/small"},
        {"url": "s3://bucket/small"},
        {"url": "C:\\dist\\small"},
        with_files("a b/ç.csv", "x:y.txt/z"[2:], "…"),
    ):
        receipt = Receipt(**{**GOOD, **more})
        assert read_receipt(written(tmp_path / "a", dump_receipt(receipt, "x"))) == receipt
    assert read_receipt(tmp_path) is None


ATTACKS: dict[str, Any] = {
    "a file outside": with_files("../../x"),
    "a file outside without a hash": with_files(**{"../../x": None}),
    "a file outside, further in": with_files("data/../../x"),
    "an absolute path": with_files("/etc/passwd"),
    "a path of Windows": with_files("..\\..\\x"),
    "a drive": with_files("C:/x"),
    "a stream": with_files("x:y"),
    "no path": with_files(""),
    "this folder": with_files("."),
    "a folder": with_files("data/"),
    "two slashes": with_files("data//x"),
    "a line break": with_files("a\nb"),
    "an escape": with_files("a\x1b[2J"),
    "a NUL": with_files("a\0b"),
    "half of a character": with_files("a\ud800"),
    "a separator": with_files("a\u2028b"),
    "a long path": with_files("a/" * 2_001 + "b"),
    "a long name": with_files("a" * 256),
    "the receipt": with_files(RECEIPT),
    "the staging": with_files(".onrecord-staging-x/a"),
    "another case": with_files("DATA/Quotes.CSV"),
    "another composition": with_files("caf\u00e9", "cafe\u0301"),
    "a file that is a folder": with_files("data"),
    "a hidden file": with_files(".envrc"),
    "a hidden folder": with_files("data/.git/config"),
    "a device": with_files("aux.csv"),
    "an invalid hash": with_files(x="0"),
    "a hash in capitals": with_files(x="A" * 64),
    "a hash of other digits": with_files(x="\u0660" * 64),
    "a hash that is a number": with_files(x=5),
    "a hash that is a list": with_files(x=[HASH]),
    "files as a list": {**GOOD, "files": ["a"]},
    "files as nothing": {**GOOD, "files": None},
    "a property more": {**GOOD, "more": 1},
    "a property less": {name: value for name, value in GOOD.items() if name != "key"},
    "a name of another folder": {**GOOD, "name": "../x"},
    "an invalid version": {**GOOD, "version": "x"},
    "no version": {**GOOD, "version": ""},
    "a name that is a list": {**GOOD, "name": ["small"]},
    "a name with an order": {**GOOD, "name": "a\x1b[31m"},
    "a long name of a package": {**GOOD, "name": "a" * 201},
    "a version that is a number": {**GOOD, "version": 1.0},
    "a version with a line break": {**GOOD, "version": "1.0.0\n"},
    "a long version": {**GOOD, "version": "1" * 101},
    "an invalid key": {**GOOD, "key": "ed25519:x"},
    "a key of small order": {**GOOD, "key": "ed25519:" + "A" * 43 + "="},
    "a key that is nothing": {**GOOD, "key": None},
    "no url": {**GOOD, "url": ""},
    "a url that is a number": {**GOOD, "url": 5},
    "a long url": {**GOOD, "url": "https://example.org/" + "a" * 2_000},
    "a url with a password": {**GOOD, "url": "https://ida:secret@example.org/small"},
    "a url with a query": {**GOOD, "url": "https://example.org/small?x"},
    "a url with a line break": {**GOOD, "url": "https://example.org/\nx"},
    "a file url": {**GOOD, "url": "file:///etc"},
    "a local url": {**GOOD, "url": "LOCAL:///etc"},
    "urls in a row": {**GOOD, "url": "simplecache::https://example.org/small"},
    "urls in a row at an IPv6 address": {**GOOD, "url": "simplecache::http://[::1]/small"},
    "a list": [],
    "a text": "x",
    "a number": 5,
    "nothing": None,
}
CONTENTS = {
    **{what: json.dumps(value).encode() for what, value in ATTACKS.items()},
    "no JSON": b"{",
    "an empty file": b"",
    "no UTF-8": b'{"url": "\xff"}',
    "nested": b"[" * 100_000,
    "twice": json.dumps(GOOD).replace('"key"', '"name": "other", "key"').encode(),
    "a large number": b'{"url": ' + b"9" * 5_000 + b"}",
    "NaN": json.dumps({**GOOD, "version": float("nan")}).encode(),
    "many values": b"[" + b"[]," * 1_500_000 + b"1]",
    "large": b" " * (32 * 1024 * 1024 + 1),
}


@pytest.fixture(scope="module")
def releases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the releases 1.0.0 and 1.0.1 of the small package."""
    return publish_twice(tmp_path_factory.mktemp("receipts")) / "dist" / "small"


@pytest.fixture(autouse=True)
def _cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Gives downloads their own cache."""
    monkeypatch.setenv("ONRECORD_CACHE", str(tmp_path / "cache"))


def state(folder: Path) -> dict[str, tuple[int, bytes | str]]:
    """All that is below a folder but the cache: its kind, and the content of files and links."""
    found: dict[str, tuple[int, bytes | str]] = {}
    for path in folder.rglob("*"):
        if "cache" not in path.parts:
            content = os.readlink(path) if path.is_symlink() else path.read_bytes() if path.is_file() else ""  # noqa: PTH115
            found[str(path)] = (path.lstat().st_mode, content)
    return found


def refused(folder: Path, releases: Path, capsys: pytest.CaptureFixture[str], words: str) -> None:
    """Asserts that both commands that read a receipt end with 2 and one line, and change nothing."""
    top = folder.parents[1]
    before = state(top)
    for arguments in (["get", "--check-updates", str(folder)], ["get", str(releases), str(folder)]):
        assert main(arguments) == 2
        out, message = capsys.readouterr()
        assert (out, message.count("\n")) == ("", 1)
        assert message.startswith(f"onrecord: {folder / RECEIPT}: {words}")
        assert len(message) < 1_000
    assert state(top) == before


@pytest.fixture
def foreign(tmp_path: Path) -> Path:
    """A folder from elsewhere, with files outside that a receipt may aim at."""
    folder = tmp_path / "top" / "one" / "small"
    (folder / "data").mkdir(parents=True)
    (folder / "data" / "quotes.csv").write_bytes(b"mine")
    (tmp_path / "top" / "x").write_bytes(b"mine")
    (tmp_path / "top" / "one" / "x").write_bytes(b"mine")
    return folder


@pytest.mark.parametrize("what", CONTENTS)
def test_a_receipt_that_is_made_to_harm(
    what: str, foreign: Path, releases: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is refused, and all files are as they were, in the folder and outside."""
    refused(written(foreign, CONTENTS[what]), releases, capsys, "not written by onrecord (")


@pytest.mark.parametrize("kind", ["link", "dangling link", "link to itself", "folder", "pipe", "device"])
def test_a_receipt_that_is_no_file(
    kind: str, foreign: Path, releases: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is not followed, and nobody waits for it."""
    path, good = foreign / RECEIPT, foreign.parent / "good.json"
    good.write_bytes(json.dumps(GOOD).encode())
    match kind:
        case "link":
            path.symlink_to(good)
        case "dangling link":
            path.symlink_to("nowhere")
        case "link to itself":
            path.symlink_to(RECEIPT)
        case "folder":
            path.mkdir()
        case "pipe":
            os.mkfifo(path)
        case "device":
            path.symlink_to("/dev/zero")
    refused(foreign, releases, capsys, "not written by onrecord (")


@pytest.mark.parametrize("kind", ["changed", "a link", "a link to a folder", "more"])
def test_nothing_is_removed_that_is_not_as_it_came(
    kind: str, tmp_path: Path, releases: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What the receipt lists is removed only where its hash is as listed, and it is not a link."""
    folder, outside = tmp_path / "small", tmp_path / "outside"
    get(f"{releases}@1.0.0", folder)
    outside.mkdir()
    (outside / "quotes.csv").write_bytes((folder / "data" / "quotes.csv").read_bytes())
    match kind:
        case "changed":
            (folder / "data" / "quotes.csv").write_bytes(b"mine")
        case "a link":
            (folder / "data" / "quotes.csv").unlink()
            (folder / "data" / "quotes.csv").symlink_to(outside / "quotes.csv")
        case "a link to a folder":
            (folder / "schemas").rename(outside / "schemas")
            (folder / "schemas").symlink_to(outside / "schemas")
        case "more":
            (folder / "notes.txt").write_bytes(b"mine")
    before = state(tmp_path)
    assert main(["get", str(releases), str(folder)]) == 2
    assert "not as it was downloaded" in capsys.readouterr().err
    assert state(tmp_path) == before


@pytest.mark.parametrize(
    "url",
    [
        "/etc",
        "C:\\dist",
        "\\\\server\\share",
        "dist/small",
        "memory://x",
        "zip://x.zip",
        "sftp://host/small",
        "ftp://host/small",
        "github://a:b@/c",
        "hf://a/b",
        "abfs://a/b",
        "data:,x",
        "https:small",
        "httpsx://host/small",
    ],
)
def test_a_place_that_only_its_user_may_name(url: str, foreign: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """No note in a folder makes this machine read a path, or ask a server of another kind."""
    try:
        content = dump_receipt(Receipt(**{**GOOD, "url": url}), "x")
    except DownloadError:
        content = json.dumps({**GOOD, "url": url}).encode()
    assert main(["get", "--check-updates", str(written(foreign, content))]) == 2
    message = capsys.readouterr().err
    assert (
        "which is asked only if you name it: onrecord get --check-updates URL" in message
        or "not a place that get" in message
    )


def test_a_release_with_names_that_no_receipt_can_have(tmp_path: Path) -> None:
    """It is not put into a folder in the first place."""
    for files, words in (
        (["a.csv", "A.csv"], "and are one file on Windows and macOS; report it to the publisher"),
        (["\u00fc" * 128], "a file name has at most 255 bytes; report it to the publisher"),
    ):
        with pytest.raises(DownloadError, match=words):
            dump_receipt(Receipt(**{**GOOD, "files": dict.fromkeys(files, HASH)}), "https://example.org/a.zip")


def older(releases: Path, tmp_path: Path) -> Path:
    """The releases as an attacker offers them: the newest is kept back."""
    copy = Path(shutil.copytree(releases, tmp_path / "older" / "small", symlinks=True))
    index = json.loads((copy / "index.json").read_bytes())
    del index["versions"][0]
    (copy / "index.json").write_bytes(json.dumps(index).encode())
    return copy


def test_an_older_release_is_refused_unless_it_is_named(tmp_path: Path, releases: Path) -> None:
    """Whoever keeps the newest release back cannot bring the release before in its place."""
    folder = tmp_path / "there"
    get(releases, folder)
    place = older(releases, tmp_path)
    words = rf"there: holds 1\.0\.1, and 1\.0\.0, which is offered as the newest, is older; .* {place}@1\.0\.0$"
    before = state(folder)
    for url in (str(place), f"{place}@latest", f"{place}/index.json"):
        with pytest.raises(DownloadError, match=words):
            get(url, folder)
    assert state(folder) == before
    assert get(f"{place}@1.0.0", folder).replaced == "1.0.1"
    assert get(f"{releases}@1.0.1", folder).version == "1.0.1"


def test_an_older_zip_is_refused_unless_its_name_says_its_version(tmp_path: Path, releases: Path) -> None:
    """A zip alone is held to the same."""
    folder = tmp_path / "there"
    get(releases, folder)
    zipped = tmp_path / "newest.zip"
    shutil.copyfile(releases / "1.0.0" / "small-1.0.0.zip", zipped)
    with pytest.raises(DownloadError, match=r"is older; .* name it small-1\.0\.0\.zip$"):
        get(zipped, folder)
    assert get(releases / "1.0.0" / "small-1.0.0.zip", folder).replaced == "1.0.1"


def test_a_place_of_this_machine_is_asked_when_it_is_named(tmp_path: Path, releases: Path) -> None:
    """The note of a path says where to look; its user looks there."""
    folder = tmp_path / "there"
    get(f"{releases}@1.0.0", folder)
    with pytest.raises(DownloadError, match=rf"its note says that it came from {releases}, which is asked only if you"):
        check_updates(folder)
    assert [step.version for step in check_updates(folder, url=releases).steps] == ["1.0.1"]

"""Getting a release: which one, from where, verified, into which folder, and what is newer."""

from __future__ import annotations

import hashlib
import importlib
import json
import shutil
import stat
import subprocess
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import fsspec
import pytest

from onrecord.cli import main
from onrecord.errors import DownloadError, OnrecordError, PackageError
from onrecord.package import DESCRIPTOR, staging
from onrecord.package.json_files import read_json
from onrecord.package.staging import PREFIX
from onrecord.release import Download, Updates, check_updates, diff, download, get, publish
from onrecord.release.archive import write_archive
from onrecord.release.index import LARGEST_INDEX
from onrecord.release.receipt import RECEIPT
from onrecord.release.updates import Step
from onrecord.validation import validate

from ...small_package import edit_cell, edit_rows, quote_id, write_small_package
from .conftest import judged
from .web_server import Server, serving


def leave_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """Takes out of publishing what has its own tests: validation, and the files next to the zip."""
    monkeypatch.setattr(importlib.import_module("onrecord.validation"), "validate", lambda package, engine: judged())
    monkeypatch.setattr(importlib.import_module("onrecord.release.writing"), "write_companions", write_zip_alone)


def write_zip_alone(folder: Path, files: Mapping[str, Path], archive: Path, accepted: object) -> tuple[str, ...]:
    """What `write_companions` does, but for the companions."""
    write_archive(archive, files)
    return ()


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Takes out of publishing and downloading what costs seconds, and gives them their own cache and folder."""
    leave_out(monkeypatch)
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    monkeypatch.setenv("ONRECORD_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(download, "_PAUSE", 0)
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the small package, and `dist` with three releases of it: 1.0.0, 1.0.1 and 1.1.0."""
    folder = tmp_path_factory.mktemp("made")
    package, dist = write_small_package(folder / "small"), folder / "dist"
    with pytest.MonkeyPatch.context() as context:
        leave_out(context)
        publish(package, dist)
        edit_cell(package, "quotes", quote_id("empty"), "cue", "told us")
        publish(package, dist)
        edit_rows(package, "claim_entities", lambda rows: rows.pop())
        publish(package, dist)
    return folder


@pytest.fixture
def dist(made: Path, tmp_path: Path) -> Path:
    """These releases, free to be changed."""
    return Path(shutil.copytree(made / "dist", tmp_path / "dist", symlinks=True))


@pytest.fixture
def server(dist: Path) -> Iterator[Server]:
    """A web server of these releases."""
    with serving(dist) as running:
        yield running


@pytest.fixture
def url(server: Server) -> str:
    """The address of the folder of the package."""
    return f"{server.url}/small"


def tree(folder: Path) -> dict[str, bytes]:
    """The content of each file below a folder but the note of where it came from."""
    files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    return {path: content for path, content in files.items() if path != RECEIPT}


def packed(dist: Path, version: str) -> dict[str, bytes]:
    """The content of each file in the zip of a release."""
    with zipfile.ZipFile(dist / "small" / version / f"small-{version}.zip") as zipped:
        return {name: zipped.read(name) for name in zipped.namelist()}


def edit_index(dist: Path, change: Callable[[dict[str, Any]], object]) -> None:
    """Changes the index of the package."""
    path = dist / "small" / "index.json"
    index = read_json(path)
    change(index)
    path.write_text(json.dumps(index), encoding="utf-8")


def test_the_newest(url: str, dist: Path, tmp_path: Path) -> None:
    """It goes to NAME-VERSION in the current folder, with a note of where it came from."""
    got = get(url)
    cached = tmp_path / "cache" / "sha256" / read_json(dist / "small" / "index.json")["versions"][0]["zip_sha256"]
    assert got == Download(
        name="small",
        version="1.1.0",
        folder=Path("small-1.1.0"),
        zip=cached / "content",
        is_new=True,
        replaced="",
        key="",
        is_trusted=False,
        is_known=True,
    )
    assert tree(got.folder) == packed(dist, "1.1.0")
    assert sorted(path.name for path in Path().iterdir()) == ["small-1.1.0"]
    note = read_json(got.folder / RECEIPT)
    assert (note["url"], note["name"], note["version"], note["key"]) == (url, "small", "1.1.0", "")
    assert note["files"].keys() == tree(got.folder).keys()


@pytest.mark.parametrize(
    ("form", "version"),
    [
        ("URL@1.0.0", "1.0.0"),
        ("URL/@1.0.1", "1.0.1"),
        ("URL@latest", "1.1.0"),
        ("URL/", "1.1.0"),
        ("URL/index.json", "1.1.0"),
        ("URL/index.json@1.0.0", "1.0.0"),
        ("URL?token=a", "1.1.0"),
        ("URL/index.json?token=a", "1.1.0"),
        ("URL@1.0.0?token=a", "1.0.0"),
        ("URL/@1.0.1?token=a@1.0.0", "1.0.1"),
        ("URL?token=a@1.0.0", "1.1.0"),
        ("URL/index.json@1.0.0?token=a#b@1.0.1", "1.0.0"),
        ("URL/1.0.1/small-1.0.1.zip", "1.0.1"),
        ("DIST/small", "1.1.0"),
        ("DIST/small@1.0.0", "1.0.0"),
        ("DIST/small/index.json", "1.1.0"),
        ("DIST/small/latest/small-1.1.0.zip", "1.1.0"),
        ("file://DIST/small@1.0.0", "1.0.0"),
        ("memory://mine/small@1.0.1", "1.0.1"),
        ("memory://mine/small/index.json", "1.1.0"),
        ("memory://mine/small/1.0.0/small-1.0.0.zip", "1.0.0"),
    ],
)
def test_what_can_be_named(form: str, version: str, url: str, dist: Path) -> None:
    """A folder, its index or a zip; of a server, a path, or anything that fsspec knows."""
    disk = fsspec.filesystem("memory")
    for path, content in tree(dist).items():
        disk.pipe_file(f"/mine/{path}", content)
    try:
        got = get(form.replace("URL", url).replace("DIST", str(dist)), "there")
    finally:
        disk.store.clear()
    assert (got.version, got.is_known, tree(Path("there"))) == (version, True, packed(dist, version))


def test_a_path_with_an_at(dist: Path) -> None:
    """A folder of that name takes precedence."""
    shutil.copytree(dist / "small", "small@1.0.0", symlinks=True)
    assert get("small@1.0.0").version == "1.1.0"


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ("URL@9.9.9", r"/small: no version 9\.9\.9 of small; there are 1\.1\.0, 1\.0\.1, 1\.0\.0$"),
        ("URL@1.0", r"/small@1\.0: 1\.0 is not a version; expected one such as @1\.2\.0, or @latest$"),
        ("URL@1.0?token=a", r"/small@1\.0: 1\.0 is not a version; expected one such as @1\.2\.0, or @latest$"),
        ("URL@v1.0.0", r"v1\.0\.0 is not a version"),
        (
            "URL/nowhere",
            r"/small/nowhere/index\.json: not found; name the folder of a package that holds index.json, with ",
        ),
        (
            "URL/1.0.0/nothing.zip",
            r"/small/1\.0\.0/nothing\.zip: no such file; check the URL, or report it to the publisher$",
        ),
        ("DIST", r"dist/index\.json: not found; name the folder"),
        ("nowhere", r"here/nowhere/index\.json: not found; name the folder"),
        ("nosuch://a/b", r"^nosuch://a/b: Protocol not known: nosuch; name a folder or a URL"),
        ("http://[", "Invalid IPv6 URL"),
        ("", r"here/index\.json: not found; name the folder"),
    ],
)
def test_what_is_not_there(form: str, words: str, url: str, dist: Path) -> None:
    """The message says what is missing, and what there is; no folder is made."""
    with pytest.raises(OnrecordError, match=words):
        get(form.replace("URL", url).replace("DIST", str(dist)))
    assert list(Path().iterdir()) == []


def test_get_again(url: str, dist: Path, server: Server) -> None:
    """What is there already is compared and left alone; an earlier version that nobody has changed is replaced."""
    get(f"{url}@1.0.0", "there")
    before = Path("there/data/quotes.csv").stat()
    again = get(f"{url}@1.0.0", "there")
    assert (again.is_new, again.replaced) == (False, "")
    after = Path("there/data/quotes.csv").stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    newer = get(url, "there")
    assert (newer.is_new, newer.replaced, newer.version) == (True, "1.0.0", "1.1.0")
    assert tree(Path("there")) == packed(dist, "1.1.0")
    older = get(f"{url}@1.0.1", "there")
    assert (older.replaced, tree(Path("there"))) == ("1.1.0", packed(dist, "1.0.1"))


@pytest.mark.parametrize("form", ["URL@1.0.0", "URL", "URL/1.0.0/small-1.0.0.zip"])
def test_the_same_version_with_other_files(form: str, url: str, dist: Path) -> None:
    """A release never changes, so the release in the folder stays; another folder takes the other release."""
    edit_index(dist, lambda index: index.update(versions=index["versions"][2:]))
    get(url, "there")
    before = tree(Path("there"))
    add_to_zip(dist, "corrections/other.csv")
    (dist / "small" / "1.0.0" / "SHA256SUMS").unlink()
    message = r"small-1\.0\.0\.zip: not the 1\.0\.0 that there holds, though a release never changes; ask the publ"
    with pytest.raises(DownloadError, match=message):
        get(form.replace("URL", url), "there")
    assert tree(Path("there")) == before
    assert get(form.replace("URL", url), "elsewhere").is_new


def test_a_token_is_sent_as_it_is(url: str, server: Server) -> None:
    """What looks like a version in it is its own."""
    get(f"{url}@1.0.0?token=a@1.0.1", "there")
    assert {path.partition("?")[2] for path, _ in server.asked} == {"token=a@1.0.1"}


@pytest.mark.parametrize("held", ["", "1.0.0"])
def test_a_folder_that_is_changed_during_the_download(
    held: str, url: str, dist: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What another run, or a person, has put there meanwhile is seen before anything is replaced."""
    if held:
        get(f"{url}@1.0.0", "there")
    else:
        Path("there").mkdir()
    module = importlib.import_module("onrecord.release.getting")
    fetch = module.fetch

    def meanwhile(*arguments: Any) -> Path:
        found: Path = fetch(*arguments)
        monkeypatch.setattr(module, "fetch", fetch)
        if held:
            Path("there/data/quotes.csv").write_text("mine")
        else:
            get(f"{url}@1.0.1", "there")
        return found

    monkeypatch.setattr(module, "fetch", meanwhile)
    with pytest.raises(DownloadError, match=r"^there: changed during this run; see what is there, and get it"):
        get(url, "there")
    if held:
        assert Path("there/data/quotes.csv").read_text() == "mine"
    else:
        assert tree(Path("there")) == packed(dist, "1.0.1")


def test_the_documents_say_how_large_lists_may_be() -> None:
    """They are the limits that the program has."""
    text = (Path(__file__).parents[3] / "docs" / "getting.md").read_text(encoding="utf-8")
    largest = importlib.import_module("onrecord.release.verification")._LARGEST_SUMS
    message = (
        f"The index is of at most {LARGEST_INDEX // 2**20} MiB, a list of hashes of at most {largest // 2**20} MiB"
    )
    assert message in text


def test_an_edit_after_a_kill(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever works on a file of a folder whose update was cut short loses nothing by getting it again."""
    get(f"{url}@1.0.0", "there")
    with monkeypatch.context() as patch:
        patch.setattr(staging, "_roll_forward", interrupt)
        with pytest.raises(KeyboardInterrupt):
            get(url, "there")
    path = Path("there/data/quotes.csv")
    path.write_text("mine")
    with pytest.raises(
        PackageError, match=r"^there.data.quotes\.csv: changed since an update was interrupted; its files"
    ):
        get(url, "there")
    assert path.read_text() == "mine"
    path.rename("mine.csv")
    assert get(url, "there").version == "1.1.0"
    assert tree(Path("there")).keys() >= {"data/quotes.csv"}


def interrupt(*arguments: object) -> None:
    """Ends a run as a kill does: nothing after it is done."""
    raise KeyboardInterrupt


def add_to_zip(dist: Path, name: str, *, is_listed: bool = True) -> str:
    """Adds a file to the zip of 1.0.0 which the index lists; says of the file, too, what it is if it is listed."""
    archive = dist / "small" / "1.0.0" / "small-1.0.0.zip"
    with zipfile.ZipFile(archive, "a") as zipped:
        zipped.writestr(name, "old\n")
    sha256 = hashlib.sha256(archive.read_bytes()).hexdigest()
    added = {"path": f"1.0.0/{name}", "bytes": 4, "sha256": hashlib.sha256(b"old\n").hexdigest()}

    def change(index: dict[str, Any]) -> None:
        entry = index["versions"][-1]
        entry |= {"zip_bytes": archive.stat().st_size, "zip_sha256": sha256}
        entry["files"] += [added] if is_listed else []

    edit_index(dist, change)
    return sha256


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        (".git/config", "a name that begins with a dot is hidden, and programs read such files unasked"),
        (".envrc", "a name that begins with a dot is hidden, and programs read such files unasked"),
        ("data/.vscode/settings.json", "a name that begins with a dot is hidden, and programs read such"),
        (RECEIPT, "a name that begins with a dot is hidden, and programs read such files unasked"),
        ("CON", "Windows reads it as the name of a device"),
        ("data/aux.csv", "Windows reads it as the name of a device"),
        ("x.", "Windows drops a dot or a blank at the end of a name"),
        ("x ", "Windows drops a dot or a blank at the end of a name"),
    ],
)
@pytest.mark.parametrize("form", ["URL@1.0.0", "URL/1.0.0/small-1.0.0.zip"])
def test_a_release_with_a_name_that_none_can_have(form: str, name: str, reason: str, url: str, dist: Path) -> None:
    """The rule of names that `publish` has holds for what it has not made, with an index and without; nothing stays."""
    add_to_zip(dist, name)
    (dist / "small" / "1.0.0" / "SHA256SUMS").unlink()
    with pytest.raises(PackageError) as caught:
        get(form.replace("URL", url), "there")
    message = f"{url}/1.0.0/small-1.0.0.zip: the path {name!r} cannot be part of a release: {reason}"
    assert str(caught.value).startswith(message)
    assert str(caught.value).endswith("; report it to the publisher, or unpack the zip by hand")
    assert list(Path().iterdir()) == []


def test_a_file_that_no_list_names(url: str, dist: Path) -> None:
    """A file of the zip that neither the index nor SHA256SUMS names is not a part of the release."""
    sha256 = add_to_zip(dist, "conftest.py", is_listed=False)
    message = r"1\.0\.0/small-1\.0\.0\.zip: contains conftest\.py, which the release does not list; do not use it$"
    with pytest.raises(DownloadError, match=message):
        get(f"{url}@1.0.0", "there")
    sums = dist / "small" / "1.0.0" / "SHA256SUMS"
    lines = [line for line in sums.read_text().splitlines(keepends=True) if not line.endswith(".zip\n")]
    sums.write_text("".join(lines) + f"{sha256}  small-1.0.0.zip\n")
    with pytest.raises(DownloadError, match=message):
        get(f"{url}/1.0.0/small-1.0.0.zip", "there")
    # An index of old lists no files: then it is SHA256SUMS that does.
    edit_index(dist, lambda index: index["versions"][2].pop("files"))
    with pytest.raises(DownloadError, match=message):
        get(f"{url}@1.0.0", "there")
    sums.unlink()
    with pytest.raises(DownloadError, match=r"1\.0\.0/SHA256SUMS: missing, but the index names it; report it to the"):
        get(f"{url}@1.0.0", "there")
    assert list(Path().iterdir()) == []
    # A release of old that has neither is known by the hash of its zip.
    edit_index(dist, lambda index: index["versions"][2].pop("sums"))
    assert get(f"{url}@1.0.0", "there").is_new


def test_a_file_that_is_gone_in_the_newer_one(url: str, dist: Path) -> None:
    """It does not stay behind."""
    add_to_zip(dist, "corrections/old.csv")
    get(f"{url}@1.0.0", "there")
    assert Path("there/corrections/old.csv").exists()
    get(url, "there")
    assert tree(Path("there")) == packed(dist, "1.1.0")


def test_a_folder_that_holds_something_else(url: str) -> None:
    """Nobody's files are overwritten, and an empty folder is as good as none."""
    Path("empty").mkdir()
    assert get(url, "empty").is_new
    Path("mine").mkdir()
    Path("mine/thesis.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(
        OnrecordError, match=r"^mine: holds something else; name a folder that is empty or does not exist"
    ):
        get(url, "mine")
    with pytest.raises(OnrecordError, match=r"^mine/thesis\.txt: not a folder; name a folder$"):
        get(url, "mine/thesis.txt")
    assert tree(Path("mine")) == {"thesis.txt": b"mine"}


@pytest.mark.parametrize("what", ["changed", "added", "removed", "linked"])
def test_a_download_that_was_changed(url: str, what: str) -> None:
    """Work that somebody has put into it is not lost."""
    get(f"{url}@1.0.0", "there")
    path = Path("there/data/votes.csv")
    match what:
        case "changed":
            path.write_bytes(path.read_bytes() + b"\n")
        case "added":
            path = path.with_name("mine.csv")
            path.write_bytes(b"")
        case "removed":
            path.unlink()
        case "linked":
            content = path.read_bytes()
            path.unlink()
            Path("elsewhere.csv").write_bytes(content)
            path.symlink_to(Path("elsewhere.csv").absolute())
    before = tree(Path("there"))
    with pytest.raises(
        OnrecordError, match=rf"^there: not as it was downloaded \(data/{path.name}\); move your files away"
    ):
        get(url, "there")
    assert tree(Path("there")) == before


def test_another_package_in_the_folder(url: str) -> None:
    """The message names it."""
    get(url, "there")
    note = Path("there", RECEIPT)
    note.write_text(note.read_text(encoding="utf-8").replace('"small"', '"large"'), encoding="utf-8")
    with pytest.raises(OnrecordError, match=r"^there: holds large 1\.1\.0; name a folder that is empty"):
        get(url, "there")
    for wrong in ("[]", "{}", '{"url": 1, "name": "", "version": "", "key": "", "files": {}}', "{"):
        note.write_text(wrong, encoding="utf-8")
        with pytest.raises(OnrecordError, match=r"\.onrecord-get\.json: not written by onrecord"):
            get(url, "there")


def test_a_kill_while_it_is_replaced(url: str, dist: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder holds the old release, or the new release after it is written to again."""
    get(f"{url}@1.0.0", "there")

    def die(*_: object) -> None:
        raise KeyboardInterrupt

    def get_and_die(at: str) -> None:
        monkeypatch.setattr(at, die)
        with pytest.raises(KeyboardInterrupt):
            get(url, "there")
        monkeypatch.undo()
        monkeypatch.chdir(dist.parent / "here")

    get_and_die("onrecord.package.state.Note.commit")
    assert {path: content for path, content in tree(Path("there")).items() if PREFIX not in path} == packed(
        dist, "1.0.0"
    )
    get_and_die("onrecord.package.files.replace_inside")
    with pytest.raises(PackageError, match="an update was interrupted"):
        validate("there")
    assert not get(str(dist / "small"), "there").is_new
    assert tree(Path("there")) == packed(dist, "1.1.0")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda entry: entry.update(zip="../secret.zip"), r"path '\.\./secret\.zip' leaves the folder of the index"),
        (lambda entry: entry.update(zip="/etc/passwd"), "path '/etc/passwd' leaves"),
        (lambda entry: entry.update(zip="http://elsewhere/a.zip"), "path 'http://elsewhere/a.zip' leaves"),
        (lambda entry: entry.update(zip="a\\..\\b.zip"), "leaves the folder of the index"),
        (lambda entry: entry.update(zip="a/./b.zip"), "leaves the folder of the index"),
        (lambda entry: entry.update(zip="a\nb.zip"), "leaves the folder of the index"),
        (lambda entry: entry.update(path=".."), "path '..' leaves"),
        (lambda entry: entry.update(sums="../sums"), "path '../sums' leaves"),
        (lambda entry: entry.update(signature=5), "path 5 leaves"),
        (lambda entry: entry.update(files=[{"path": "../a", "bytes": 1, "sha256": "0" * 64}]), r"path '\.\./a' leaves"),
        (lambda entry: entry.update(files=[{"path": "a", "bytes": -1, "sha256": "0" * 64}]), "size of a is -1"),
        (lambda entry: entry.update(files=[{"path": "a"}]), "'bytes'"),
        (lambda entry: entry.update(zip_bytes="9"), "size of 1.1.0/small-1.1.0.zip is '9'"),
        (lambda entry: entry.update(zip_bytes=True), "size of .* is True"),
        (lambda entry: entry.update(zip_sha256="../../../x"), r"sha256 of .* is '\.\./\.\./\.\./x'"),
        (lambda entry: entry.update(version="../1"), r"'\.\./1' is not a semantic version"),
        (lambda entry: entry.update(changes=[1]), "changes of 1.1.0 are not texts"),
        (lambda entry: entry.update(public_key=1), "public_key of 1.1.0 is not a text"),
        (lambda entry: entry.pop("zip"), "'zip'"),
        (lambda entry: entry.pop("rows"), "rows"),
        (lambda entry: entry.update(zip_bytes=10**900), r"size of 1\.1\.0/small-1\.1\.0\.zip is 10+"),
        (lambda entry: entry.update(zip_bytes=2**63), "size of .* is 9223372036854775808"),
        (lambda entry: entry.update(zip_bytes=1.5), r"size of .* is 1\.5"),
        (lambda entry: entry.update(rows={"quotes": "5"}), "rows of 1.1.0 are not numbers by table"),
        (lambda entry: entry.update(rows=[]), "rows of 1.1.0 are not numbers by table"),
        (lambda entry: entry.update(changes="abc"), "changes of 1.1.0 are not a list"),
        (lambda entry: entry.update(changes={}), "changes of 1.1.0 are not a list"),
        (lambda entry: entry.update(version="1.0.0"), "version 1.0.0 is listed twice"),
        (lambda entry: entry.update(version=[1]), r"'\[1\]' is not a semantic version"),
        (lambda entry: entry["files"].append(entry["files"][0]), "a file of 1.1.0 is listed twice"),
        (lambda entry: entry.update(path="a\u2028b"), "leaves the folder of the index"),
        (lambda entry: entry.update(path="C:/a"), "path 'C:/a' leaves"),
        (
            lambda entry: entry.update(public_key="ed25519:" + "A" * 43 + "="),
            "public_key of 1.1.0 is not a key to be trusted",
        ),
        (lambda entry: entry.update(public_key="x"), "public_key of 1.1.0 is not a key to be trusted: 'x'"),
    ],
)
def test_an_index_that_is_made_to_harm(
    change: Callable[[dict[str, Any]], object], words: str, dist: Path, url: str, server: Server
) -> None:
    """It is refused before anything else is asked for."""
    edit_index(dist, lambda index: change(index["versions"][0]))
    with pytest.raises(OnrecordError, match=rf"/small/index\.json: not an index of releases \(.*{words}"):
        get(url)
    assert [path for path, _ in server.asked] == ["small/index.json"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "not JSON"),
        (b"<html>", "not JSON"),
        (b"\xff", "not UTF-8"),
        (b"[" * 5000, "nested|not JSON"),
        (b"[]", "expected an object with a list of versions"),
        (b'{"name": "../x", "versions": []}', "name is '../x'"),
        (b'{"name": "x", "versions": 5}', "expected an object with a list of versions"),
        (b'{"name": "x", "name": "y", "versions": []}', "the property 'name' is repeated"),
        (b'{"name": "\\ud800", "versions": []}', "half of a character"),
        (b'{"name": "x", "versions": [], "a": NaN}', "NaN is not a number in JSON"),
        (b'{"name": "x", "versions": [], "a": ' + b"9" * 5_000 + b"}", "more than 1,000 digits"),
        (b'{"name": "x", "versions": [' + b"[]," * 1_500_000 + b"1]}", "more than 2,000,000 values"),
        (b'{"name": "x", "versions": [5]}', "a version is '5', not an object"),
    ],
)
def test_what_is_no_index(content: bytes, words: str, dist: Path, url: str) -> None:
    """The reason is reported with the URL."""
    (dist / "small" / "index.json").write_bytes(content)
    with pytest.raises(OnrecordError, match=rf"/small/index\.json: not an index of releases \(.*({words})"):
        get(url)
    (dist / "small" / "index.json").write_bytes(b'{"name": "x", "versions": []}')
    with pytest.raises(OnrecordError, match=r"/small/index\.json: lists no release yet$"):
        get(url)


def test_an_index_that_does_not_end(url: str, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """It has a largest size."""
    module = importlib.import_module("onrecord.release.location")
    monkeypatch.setattr(module, "LARGEST_INDEX", 100)
    with pytest.raises(OnrecordError, match=r"index\.json: larger than the 100 bytes that it may have$"):
        get(url)


def test_an_index_of_old_and_of_later(dist: Path, url: str) -> None:
    """Neither the lack of what this version writes nor what a later version may add keeps a release from being got."""

    def change(index: dict[str, Any]) -> None:
        for entry in index["versions"]:
            del entry["files"], entry["sums"]
            entry["mirrors"] = ["https://example.org"]

    edit_index(dist, change)
    assert tree(get(url).folder) == packed(dist, "1.1.0")


def test_an_exchanged_zip(dist: Path, url: str) -> None:
    """One byte in a table is enough."""
    path = dist / "small" / "1.1.0" / "small-1.1.0.zip"
    path.write_bytes(path.read_bytes().replace(b"told us", b"told me"))
    with pytest.raises(OnrecordError, match=r"small-1\.1\.0\.zip: its sha256 is not the published [0-9a-f]{64}:"):
        get(url)
    assert list(Path().iterdir()) == []


def rezip(dist: Path, write: Callable[[zipfile.ZipFile], None]) -> None:
    """Exchanges the newest zip for a different file, and lets the index agree with it."""
    import hashlib

    path = dist / "small" / "1.1.0" / "small-1.1.0.zip"
    files = packed(dist, "1.1.0")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, content in files.items():
            zipped.writestr(name, content)
        write(zipped)
    content = path.read_bytes()
    facts = {"zip_bytes": len(content), "zip_sha256": hashlib.sha256(content).hexdigest()}
    edit_index(dist, lambda index: index["versions"][0].update(facts))


def a_link(zipped: zipfile.ZipFile) -> None:
    """Adds a link that leads out of the folder."""
    info = zipfile.ZipInfo("data/link")
    info.create_system, info.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    zipped.writestr(info, "/etc/passwd")


@pytest.mark.parametrize(
    ("write", "words"),
    [
        (lambda zipped: zipped.writestr("../evil.txt", "x"), r"'\.\./evil\.txt' in the zip would leave the folder"),
        (lambda zipped: zipped.writestr("/evil.txt", "x"), "would leave the folder"),
        (a_link, "'data/link' in the zip is a link or a device; do not use this file"),
        (
            lambda zipped: zipped.writestr("data/bomb", bytes(64 << 20)),
            "the zip would grow from .* do not use this file",
        ),
        (lambda zipped: zipped.writestr("data/a/../b", "x"), "would leave the folder"),
    ],
)
def test_a_zip_that_is_made_to_harm(
    write: Callable[[zipfile.ZipFile], None], words: str, dist: Path, url: str, tmp_path: Path
) -> None:
    """A publisher that cannot be trusted does not reach beyond the folder, nor fill the disk."""
    rezip(dist, write)
    with pytest.raises(OnrecordError, match=words):
        get(url)
    assert list(Path().iterdir()) == []
    assert not list(tmp_path.rglob("evil.txt"))


def test_a_zip_that_is_not_the_folder(dist: Path, url: str) -> None:
    """What the index says of single files holds for those in the zip, too."""

    def of_another_table(entry: dict[str, Any]) -> None:
        for file in entry["files"]:
            if file["path"] == "1.1.0/data/votes.csv":
                file["sha256"] = "0" * 64

    edit_index(dist, lambda index: index["versions"][0].update(descriptor_sha256="0" * 64))
    with pytest.raises(OnrecordError, match=r"zip: its datapackage\.json is not the published file; report it"):
        get(url)
    edit_index(dist, lambda index: of_another_table(index["versions"][0]))
    with pytest.raises(OnrecordError, match=r"1\.1\.0\.zip: its data/votes\.csv is not the published file;"):
        get(url)


def test_a_zip_alone(dist: Path, server: Server) -> None:
    """The hash is in the list next to it; without the list, a note says that its hash is unknown."""
    path = dist / "small" / "1.0.0" / "small-1.0.0.zip"
    url = f"{server.url}/small/1.0.0/small-1.0.0.zip"
    got = get(url)
    assert (got.folder, got.is_known) == (Path("small-1.0.0"), True)
    content = path.read_bytes()
    path.write_bytes(content[:-1] + b"?")
    shutil.rmtree(download.cache_folder())
    with pytest.raises(OnrecordError, match="its sha256 is not"):
        get(url, "there")
    path.write_bytes(content)
    for other in (f"{'0' * 64}  other.zip\n", "<html>"):
        (path.parent / "SHA256SUMS").write_text(other, encoding="utf-8")
        assert get(url, "there").is_known is False
    (path.parent / "SHA256SUMS").unlink()
    assert get(url, "there").is_known is False
    assert tree(Path("there")) == packed(dist, "1.0.0")


def test_a_zip_of_anybodys(server: Server, dist: Path) -> None:
    """Any package can be got; one without a usual name goes to a folder that is called as the zip."""
    with zipfile.ZipFile(dist / "Some data.zip", "w") as zipped:
        zipped.writestr(DESCRIPTOR, '{"name": "../x", "resources": []}')
    got = get(f"{server.url}/Some%20data.zip".replace("%20", " "))
    assert (got.folder, got.version, sorted(tree(got.folder))) == (Path("some-data"), "", [DESCRIPTOR])
    (dist / "b.zip").write_bytes(b"PK")
    with pytest.raises(OnrecordError, match="a broken zip"):
        get(f"{server.url}/b.zip")
    with zipfile.ZipFile(dist / "c.zip", "w") as zipped:
        zipped.writestr(DESCRIPTOR, "[]")
    with pytest.raises(OnrecordError, match=r"datapackage\.json: not the descriptor of a package"):
        get(f"{server.url}/c.zip")


@pytest.fixture
def key(tmp_path: Path) -> Path:
    """A private key; `public.pem` next to it is its other half."""
    pytest.importorskip("cryptography", reason="needs cryptography: pip install 'onrecord[sign]'")
    return make_key(tmp_path / "key.pem")


def make_key(path: Path) -> Path:
    """Writes a new private key, and its other half as `public.pem` next to it."""
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    key = Ed25519PrivateKey.generate()
    form = serialization.Encoding.PEM
    path.write_bytes(key.private_bytes(form, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))
    public = key.public_key().public_bytes(form, serialization.PublicFormat.SubjectPublicKeyInfo)
    (path.parent / "public.pem").write_bytes(public)
    return path


def test_a_signed_release(small_package: Path, tmp_path: Path, key: Path) -> None:
    """The signature is verified by the key that the caller names, in both forms, or by the key that came along."""
    dist = tmp_path / "dist"
    release = publish(small_package, dist, sign=key)
    [entry] = read_json(release.index)["versions"]
    assert entry["signature"] == "1.0.0/SHA256SUMS.sig"
    assert len((dist / "small" / entry["signature"]).read_bytes()) == 64
    assert {entry["zip"], entry["sums"], entry["signature"]} < {file["path"] for file in entry["files"]}
    stated = entry["public_key"]
    came_along = get(dist / "small", "a")
    assert (came_along.key, came_along.is_trusted) == (stated, False)
    for number, named in enumerate((stated, tmp_path / "public.pem")):
        trusted = get(dist / "small", f"b{number}", key=named)
        assert (trusted.key, trusted.is_trusted) == (stated, True)
    zipped = get(release.zip, "c", key=stated)
    assert (zipped.key, zipped.is_trusted) == (stated, True)
    renamed = release.zip.rename(release.zip.with_name("other.zip"))
    with pytest.raises(OnrecordError, match=r"SHA256SUMS: signed, but does not list other\.zip; do not use it$"):
        get(renamed, "d", key=stated)


def test_the_list_of_hashes_is_one_for_sha256sum(small_package: Path, tmp_path: Path) -> None:
    """Those without onrecord check a release with what their system has."""
    if shutil.which("sha256sum") is None:
        pytest.skip("needs sha256sum")
    release = publish(small_package, tmp_path / "dist")
    command = ["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"]
    assert subprocess.run(command, cwd=release.folder).returncode == 0
    (release.folder / "data" / "votes.csv").write_bytes(b"")
    assert subprocess.run(command, cwd=release.folder, capture_output=True).returncode == 1


def test_a_wrong_or_missing_signature(dist: Path, made: Path, tmp_path: Path, key: Path) -> None:
    """With a key that is named, all is refused but what that key has signed."""
    public = str(tmp_path / "public.pem")
    with pytest.raises(
        OnrecordError, match=r"dist/small/1\.1\.0: not signed, but ed25519:.* should have signed it; do not use"
    ):
        get(dist / "small", key=public)
    with pytest.raises(
        OnrecordError, match=r"small-1\.1\.0\.zip: not signed, but a key was named; get it from its folder"
    ):
        get(dist / "small" / "1.1.0" / "small-1.1.0.zip", key=public)
    package = Path(shutil.copytree(made / "small", tmp_path / "package"))
    edit_cell(package, "quotes", quote_id("empty"), "cue", "said to us")
    release = publish(package, dist, sign=key)
    assert release.version == "1.1.1"
    assert get(dist / "small", key=public).version == "1.1.1"
    stated = read_json(release.index)["versions"][0]["public_key"]
    (tmp_path / "other").mkdir()
    make_key(tmp_path / "other" / "key.pem")
    other = str(tmp_path / "other" / "public.pem")
    with pytest.raises(
        OnrecordError,
        match=r"1\.1\.1: not signed by ed25519:.*, but by ed25519:.*; do not use it unless its publisher confirms",
    ):
        get(dist / "small", "there", key=other)
    with pytest.raises(OnrecordError, match=r"small-1\.1\.1\.zip: not signed by ed25519:.*; do not use it$"):
        get(release.zip, "there", key=other)

    signature = release.folder / "SHA256SUMS.sig"
    content = signature.read_bytes()
    signature.write_bytes(content[::-1])
    for named in (None, public):
        with pytest.raises(OnrecordError, match=r"1\.1\.1: not signed by ed25519:"):
            get(dist / "small", "there", key=named)
    signature.unlink()
    with pytest.raises(
        OnrecordError, match=r"1\.1\.1: the index names a signature that is missing; report it to the publisher"
    ):
        get(dist / "small", "there")
    signature.write_bytes(content)
    edit_index(dist, lambda index: index["versions"][0].update(public_key="ed25519:AAAA"))
    with pytest.raises(
        OnrecordError,
        match=r"index\.json: not an index of releases \(public_key of 1\.1\.1 is not a key to be trusted: 'ed255",
    ):
        get(dist / "small", "there")
    edit_index(dist, lambda index: index["versions"][0].pop("public_key"))
    message = r"dist/small/1\.1\.1: signed, but the index does not say by which key; ask the publisher for the key, and"
    with pytest.raises(DownloadError, match=message):
        get(dist / "small", "unnamed")
    assert get(dist / "small", "by_name", key=public).is_trusted
    edit_index(dist, lambda index: index["versions"][0].update(public_key=stated))
    assert get(dist / "small", "there").key == stated


def test_a_signature_of_other_files(small_package: Path, tmp_path: Path, key: Path) -> None:
    """Signed files of an older release do not pass for a newer release, nor other files for the signed files."""
    dist = tmp_path / "dist"
    publish(small_package, dist, sign=key)
    edit_cell(small_package, "quotes", quote_id("empty"), "cue", "told us")
    publish(small_package, dist, sign=key)
    index = read_json(dist / "small" / "index.json")
    newer, older = index["versions"]
    kept = ("path", "descriptor_sha256", "zip", "zip_bytes", "zip_sha256", "sums", "signature", "files")

    def refused(**changed: object) -> None:
        edit_index(dist, lambda index: index["versions"][0].update(newer | changed))
        with pytest.raises(OnrecordError, match=r"the signature is not for these files; do not use them$"):
            get(dist / "small", key=newer["public_key"])

    refused(**{name: older[name] for name in kept})
    refused(sums=older["sums"], signature=older["signature"])
    refused(zip=older["zip"], zip_bytes=older["zip_bytes"], zip_sha256=older["zip_sha256"])
    refused(descriptor_sha256=older["descriptor_sha256"])
    edit_index(dist, lambda index: index["versions"][0].update(newer))
    assert get(dist / "small", key=newer["public_key"]).version == "1.0.1"


def test_the_key_of_the_version_before(small_package: Path, tmp_path: Path, key: Path) -> None:
    """A folder that holds a signed release takes only newer releases by the same key, unless another is named."""
    dist = tmp_path / "dist"
    publish(small_package, dist, sign=key)
    get(dist / "small", "there")
    edit_cell(small_package, "quotes", quote_id("empty"), "cue", "told us")
    publish(small_package, dist, sign=key)
    updated = get(dist / "small", "there")
    assert (updated.replaced, updated.is_trusted) == ("1.0.0", True)
    edit_cell(small_package, "quotes", quote_id("empty"), "cue", "said to us")
    message = "1.0.1 is signed and this release is not: folders with the signed release refuse it; publish with --sign"
    assert publish(small_package, dist).notes[0] == message
    with pytest.raises(
        OnrecordError, match=r"1\.0\.2: not signed, but ed25519:.* should have signed it; do not use it$"
    ):
        get(dist / "small", "there")
    edit_cell(small_package, "quotes", quote_id("empty"), "cue", "shouted")
    (tmp_path / "other").mkdir()
    other = make_key(tmp_path / "other" / "key.pem")
    publish(small_package, dist, sign=other)
    with pytest.raises(OnrecordError, match=r"1\.0\.3: not signed by ed25519:.*, but by ed25519:"):
        get(dist / "small", "there")
    with pytest.raises(
        OnrecordError, match=r"^there: holds a release that ed25519:.* has signed; name that key, or another"
    ):
        get(dist / "small" / "1.0.2" / "small-1.0.2.zip", "there")
    assert get(dist / "small", "there", key=other.parent / "public.pem").replaced == "1.0.1"


def test_a_release_that_stands_is_not_signed_later(small_package: Path, tmp_path: Path, key: Path) -> None:
    """A signature would change it."""
    publish(small_package, tmp_path / "dist")
    with pytest.raises(
        OnrecordError, match=r"^small 1\.0\.0 was published without a signature, and nothing has changed; "
    ):
        publish(small_package, tmp_path / "dist", sign=key)
    publish(small_package, tmp_path / "signed", sign=key)
    assert publish(small_package, tmp_path / "signed", sign=key).is_new is False
    assert publish(small_package, tmp_path / "signed").is_new is False
    (tmp_path / "other").mkdir()
    with pytest.raises(
        OnrecordError, match=r"^small 1\.0\.0 was published with the signature of ed25519:.*, and nothing "
    ):
        publish(small_package, tmp_path / "signed", sign=make_key(tmp_path / "other" / "key.pem"))


def test_without_the_library_of_signatures(
    small_package: Path, tmp_path: Path, key: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A signature that nobody asks for is left unchecked and not spoken of; one that is asked for is reported."""
    publish(small_package, tmp_path / "dist", sign=key)
    module = importlib.import_module("onrecord.release.verification")
    monkeypatch.setattr(module, "can_verify", lambda: False)
    assert get(tmp_path / "dist" / "small").key == ""


def test_updates(url: str, dist: Path) -> None:
    """Each later release with its changes, and how far they reach together."""
    get(f"{url}@1.0.0", "there")
    before = tree(Path("there"))
    assert check_updates("there") == Updates(
        folder=Path("there"),
        url=url,
        name="small",
        version="1.0.0",
        newest="1.1.0",
        steps=(
            Step("1.0.1", "patch", ("quotes: 1 row changed",)),
            Step("1.1.0", "minor", ("claim_entities: 1 row removed",)),
        ),
        level="minor",
        is_listed=True,
    )
    assert tree(Path("there")) == before
    get(url, "there")
    found = check_updates("there")
    assert (found.version, found.steps, found.level) == ("1.1.0", (), "none")


def test_updates_of_a_folder_without_a_note(url: str, dist: Path) -> None:
    """The descriptor has name and version, and the URL must be named."""
    folder = dist / "small" / "1.0.1"
    with pytest.raises(
        OnrecordError, match=r"1\.0\.1: no note of where it came from; name the URL, too: onrecord get --ch"
    ):
        check_updates(folder)
    assert [step.version for step in check_updates(folder, url=url).steps] == ["1.1.0"]
    with pytest.raises(
        OnrecordError, match=r"here/datapackage\.json|datapackage\.json: not the descriptor of a package"
    ):
        check_updates(".", url=url)


def test_updates_of_another_package_or_of_a_version_that_is_gone(url: str, dist: Path) -> None:
    """Neither is passed over."""
    get(f"{url}@1.0.1", "there")
    edit_index(dist, lambda index: index["versions"].pop(1))
    found = check_updates("there")
    assert (found.is_listed, [step.version for step in found.steps]) == (False, ["1.1.0"])
    edit_index(dist, lambda index: index.update(name="large"))
    with pytest.raises(OnrecordError, match=r"^there: holds small 1\.0\.1, but http.*/small has large$"):
        check_updates("there")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("DIST/small@1.0.0", "URL"),
        ("URL@1.0.0", "DIST/small"),
        ("DIST/small/1.0.0", "DIST/small/1.1.0/datapackage.json"),
        ("URL/1.0.0/small-1.0.0.zip", "DIST/small/latest"),
    ],
)
def test_releases_are_compared(old: str, new: str, url: str, dist: Path) -> None:
    """Whatever `get` takes, `diff` takes as well."""
    found = diff(*(place.replace("URL", url).replace("DIST", str(dist)) for place in (old, new)))
    assert found.comparison.reasons == ("claim_entities: 1 row removed", "quotes: 1 row changed")
    assert list(Path().iterdir()) == []


def test_what_is_not_there_to_be_compared(url: str, dist: Path) -> None:
    """A missing path is reported as such, a missing version with the existing versions."""
    with pytest.raises(OnrecordError, match=r"^nowhere: no such package; "):
        diff("nowhere", url)
    with pytest.raises(
        OnrecordError, match=r"/small: no version 3\.0\.0 of small; there are 1\.1\.0, 1\.0\.1, 1\.0\.0$"
    ):
        diff(dist / "small" / "1.0.0", f"{url}@3.0.0")


def test_a_secret_of_the_url_is_not_noted(server: Server) -> None:
    """Whoever is given the folder does not get the password along with it."""
    get(f"{server.url.replace('//', '//ida:secret@')}/small?token=secret", "there")
    assert b"secret" not in Path("there", RECEIPT).read_bytes()


def test_the_command(url: str, dist: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It says what came, in whose place, what is newer, and what to do next."""
    assert main(["get", f"{url}@1.0.0", "there"]) == 0
    assert capsys.readouterr().out == "there: small 1.0.0\nnext: onrecord validate --package there\n"
    assert main(["get", "--check-updates", "there"]) == 0
    assert capsys.readouterr().out == (
        f"there: small 1.0.0; the newest is 1.1.0 at {url}\n"
        "  1.0.1 (patch): quotes: 1 row changed\n"
        "  1.1.0 (minor): claim_entities: 1 row removed\n"
        "all together: minor, programs still run, their results may differ\n"
        f"next: onrecord get {url} there\n"
    )
    assert main(["get", url, "there"]) == 0
    assert capsys.readouterr().out.splitlines()[0] == "there: small 1.1.0, replacing 1.0.0"
    assert main(["get", url, "there"]) == 0
    assert capsys.readouterr().out.splitlines()[0] == "there: small 1.1.0 was there already, as published"
    assert main(["get", "--check-updates", f"{url}/index.json", "there"]) == 0
    assert capsys.readouterr().out == f"there: small 1.1.0; this is the newest at {url}\n"
    assert main(["get"]) == 2
    assert capsys.readouterr().err.startswith("onrecord: get needs a URL; ")
    assert main(["get", f"{url}@3.0.0"]) == 2
    assert capsys.readouterr().err == f"onrecord: {url}: no version 3.0.0 of small; there are 1.1.0, 1.0.1, 1.0.0\n"


def test_the_command_and_signatures(
    small_package: Path, tmp_path: Path, key: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A key that came along is not a proof, and the command says so."""
    place = str(tmp_path / "dist")
    assert main(["publish", "--package", str(small_package), "--output", place, "--sign", str(key)]) == 0
    stated = read_json(tmp_path / "dist" / "small" / "index.json")["versions"][0]["public_key"]
    capsys.readouterr()
    assert main(["get", f"{place}/small", "there"]) == 0
    assert capsys.readouterr().out.splitlines()[1:3] == [
        f"note: signed by {stated}, a key that came with the release, so it does not show who made it;",
        "      get the key from the publisher, and name it with --key",
    ]
    assert main(["get", f"{place}/small", "other", "--key", stated]) == 0
    assert capsys.readouterr().out.splitlines()[1] == f"signed by {stated}, as required"


def test_the_example_of_the_page_runs(dist: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The block of Python in docs/getting.md gets and loads the release."""
    page = (Path(__file__).parents[3] / "docs" / "getting.md").read_text(encoding="utf-8")
    monkeypatch.chdir(dist.parent)
    names: dict[str, Any] = {}
    exec(page.partition("```python\n")[2].partition("```")[0], names)
    assert (names["download"].version, len(names["tables"].quotes)) == ("1.0.0", 5)


def test_orders_to_the_terminal_are_seen(url: str, dist: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What a stranger has written into an index does not clear the screen."""
    get(f"{url}@1.0.1", "there")
    edit_index(dist, lambda index: index["versions"][0].update(changes=["\x1b[2Jall is well\r\n"]))
    assert main(["get", "--check-updates", "there"]) == 0
    assert "  1.1.0 (minor): \\x1b[2Jall is well\\r\\n\n" in capsys.readouterr().out

"""Publishing: which version, which files, which bytes, and what a kill leaves."""

from __future__ import annotations

import hashlib
import importlib
import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from onrecord.contract import DESCRIPTOR, read_json
from onrecord.errors import PackageError, ReleaseError
from onrecord.problems import Problem
from onrecord.release import InvalidPackage, Release, publish
from onrecord.validate import validate

from ...small_package import MILL, TEXTS, edit_bytes, edit_cell, edit_descriptor, edit_rows, quote_id

TABLES = ["articles", "entities", "mentions", "quotes", "quote_spans", "votes", "vote_counts", "vote_positions"]
TABLES += ["claims", "claim_entities", "id_changes"]
FILES = {DESCRIPTOR, *TEXTS, "seeds/mill.toml"}
FILES |= {path for table in TABLES for path in (f"data/{table}.csv", f"schemas/{table}.schema.json")}


@pytest.fixture(autouse=True)
def _unvalidated(monkeypatch: pytest.MonkeyPatch) -> None:
    """Takes validation, which has tests of its own and costs a second, out of publishing."""
    monkeypatch.setattr(importlib.import_module("onrecord.validate"), "validate", lambda package, engine: [])
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)


@pytest.fixture
def package(small_package: Path) -> Path:
    """The small package."""
    return small_package


@pytest.fixture
def output(tmp_path: Path) -> Path:
    """Where releases go."""
    return tmp_path / "dist"


def tree(folder: Path) -> dict[str, bytes]:
    """The content of each file below a folder, hidden ones too."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def version_of(package: Path) -> str:
    """The version that a package's descriptor states."""
    return str(read_json(package / DESCRIPTOR)["version"])


def set_property(name: str, value: object) -> Callable[[dict[str, Any]], None]:
    """An edit of a descriptor."""
    return lambda descriptor: descriptor.update({name: value})


def change_a_cell(package: Path) -> None:
    """A change that asks for a patch."""
    edit_cell(package, "quotes", quote_id("empty"), "cue", "told us")


def test_first_release(package: Path, output: Path) -> None:
    """All files of the package, the same in a zip, and an index of the one version."""
    release = publish(package, output)
    home = output / "small"
    assert release == Release(
        name="small",
        version="1.0.0",
        folder=home / "1.0.0",
        zip=home / "1.0.0" / "small-1.0.0.zip",
        index=home / "index.json",
        changes=("first release",),
        is_new=True,
    )
    with zipfile.ZipFile(release.zip) as zipped:
        packed = {name: zipped.read(name) for name in zipped.namelist()}
    assert list(packed) == sorted(FILES)
    assert packed == {path: (package / path).read_bytes() for path in FILES}
    assert tree(home) == {
        **{f"1.0.0/{path}": content for path, content in packed.items()},
        "1.0.0/small-1.0.0.zip": release.zip.read_bytes(),
        "index.json": release.index.read_bytes(),
    }
    assert json.loads(release.index.read_bytes()) == {
        "name": "small",
        "latest": "1.0.0",
        "versions": [
            {
                "version": "1.0.0",
                "path": "1.0.0",
                "descriptor_sha256": hashlib.sha256(packed[DESCRIPTOR]).hexdigest(),
                "zip": "1.0.0/small-1.0.0.zip",
                "zip_bytes": release.zip.stat().st_size,
                "zip_sha256": hashlib.sha256(release.zip.read_bytes()).hexdigest(),
                "rows": dict(zip(TABLES, [2, 10, 12, 5, 14, 1, 2, 1, 4, 5, 2], strict=True)),
                "changes": ["first release"],
            }
        ],
    }


def test_a_release_is_a_valid_package(package: Path, output: Path) -> None:
    """The validator finds no problem in the folder and none in the zip."""
    release = publish(package, output, created="2031-05-13")
    assert validate(release.folder) == []
    assert validate(release.zip) == []


def test_other_files_stay_at_home(package: Path, output: Path) -> None:
    """Corrections and the changelog go along; what the package does not know of does not."""
    for path in ("corrections/a/b.toml", "corrections/.gitkeep", "data/CHANGELOG.md", "data/notes.txt", ".env"):
        (package / path).parent.mkdir(parents=True, exist_ok=True)
        (package / path).write_bytes(b"x\n")
    (package / "seeds" / "draft.txt").write_bytes(b"not converted yet\n")
    release = publish(package, output)
    names = {path.removeprefix("1.0.0/") for path in tree(release.folder)} - {release.zip.name}
    assert names == FILES | {"corrections/a/b.toml", "data/CHANGELOG.md"}


def leave_texts_out(descriptor: dict[str, Any]) -> None:
    """Makes a descriptor's package one whose texts may not be passed on."""
    descriptor["onrecord"]["texts"] = "none"
    descriptor["resources"] = [entry for entry in descriptor["resources"] if "schema" in entry]


def test_texts_that_may_not_be_passed_on(package: Path, output: Path) -> None:
    """Neither texts nor sidecars leave the package."""
    edit_descriptor(package, leave_texts_out)
    release = publish(package, output)
    assert {path for path in tree(release.folder) if path.startswith("seeds")} == set()
    with zipfile.ZipFile(release.zip) as zipped:
        assert set(zipped.namelist()) == FILES - {*TEXTS, "seeds/mill.toml"}


def test_a_text_that_is_listed_though_it_may_not_be_passed_on(package: Path, output: Path) -> None:
    """A descriptor that contradicts itself is not published."""
    edit_descriptor(package, lambda descriptor: descriptor["onrecord"].update(texts="none"))
    with pytest.raises(ReleaseError, match=rf"datapackage\.json: lists {MILL}, but onrecord\.texts is none; "):
        publish(package, output)
    assert not output.exists()


def test_publishing_again_changes_nothing(package: Path, output: Path, tmp_path: Path) -> None:
    """One package gives one release, here and elsewhere, whatever the umask, the day and the order of files."""
    publish(package, output)
    before = tree(output)
    again = publish(package, output)
    assert (again.version, again.changes, again.is_new) == ("1.0.0", (), False)
    assert tree(output) == before

    elsewhere = tmp_path / "elsewhere" / "copy"
    for path in sorted((path for path in package.rglob("*") if path.is_file()), reverse=True):
        target = elsewhere / path.relative_to(package)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(path.read_bytes())
        os.utime(target, (1e9, 1e9))
    umask = os.umask(0o077)
    try:
        publish(elsewhere, tmp_path / "other")
    finally:
        os.umask(umask)
    assert tree(tmp_path / "other") == before


def test_the_version_follows_from_the_changes(package: Path, output: Path) -> None:
    """Patch, minor and major changes in a row; each release stays as it is, and the descriptor knows the newest."""
    publish(package, output)
    change_a_cell(package)
    patch = publish(package, output)
    assert (patch.version, patch.changes) == ("1.0.1", ("quotes: 1 row changed",))
    kept = tree(output / "small" / "1.0.1")
    edit_rows(package, "claim_entities", lambda rows: rows.pop())
    minor = publish(package, output)
    assert (minor.version, minor.changes) == ("1.1.0", ("claim_entities: 1 row removed",))
    schema = package / "schemas" / "articles.schema.json"
    schema.write_bytes(schema.read_bytes().replace(b'"minimum": 1', b'"minimum": 2'))
    major = publish(package, output)
    assert major.version == "2.0.0"
    assert major.changes == ("articles: column length: minimum tightened", "schemas/: 1 file changed")
    assert version_of(package) == version_of(major.folder) == "2.0.0"
    assert tree(output / "small" / "1.0.1") == kept
    index = read_json(major.index)
    assert (index["latest"], [entry["version"] for entry in index["versions"]]) == (
        "2.0.0",
        ["2.0.0", "1.1.0", "1.0.1", "1.0.0"],
    )
    assert not publish(package, output).is_new


@pytest.mark.parametrize(
    ("declared", "version"),
    [("0.3.0", "0.3.0"), ("2.0.0-rc.1", "2.0.0-rc.1"), ("one", "1.0.0"), (1, "1.0.0"), (None, "1.0.0")],
)
def test_the_first_version(package: Path, output: Path, declared: object, version: str) -> None:
    """The descriptor's, if it is a semantic version; the package then states it."""
    edit_descriptor(package, set_property("version", declared))
    assert publish(package, output).version == version
    assert version_of(package) == version


@pytest.mark.parametrize(
    ("declared", "version"),
    [
        ("1.0.0", "1.0.1"),
        ("1.0.1", "1.0.1"),
        ("1.0.1-rc.1", "1.0.1"),
        ("0.9.0", "1.0.1"),
        ("one", "1.0.1"),
        ("1.0.2", "1.0.2"),
        ("3.0.0-rc.1", "3.0.0-rc.1"),
    ],
)
def test_a_higher_version_is_taken_a_lower_one_is_raised(
    package: Path, output: Path, declared: str, version: str
) -> None:
    """After a change that asks for 1.0.1, the descriptor may ask for more but not for less."""
    publish(package, output)
    change_a_cell(package)
    edit_descriptor(package, set_property("version", declared))
    assert publish(package, output).version == version
    assert version_of(package) == version


def test_a_version_alone(package: Path, output: Path) -> None:
    """With nothing else changed, a lower version is corrected and a higher one makes a release."""
    publish(package, output)
    edit_descriptor(package, set_property("version", "0.1.0"))
    assert not publish(package, output).is_new
    assert version_of(package) == "1.0.0"
    edit_descriptor(package, set_property("version", "2.0.0"))
    release = publish(package, output)
    assert (release.version, release.changes) == ("2.0.0", ("datapackage.json: version 2.0.0 set by hand",))


@pytest.mark.parametrize(
    ("stated", "moment"),
    [
        ("2031-05-13", "2031-05-13T00:00:00Z"),
        ("2031-05-13T08:00:00Z", "2031-05-13T08:00:00Z"),
        ("2031-05-13t08:00:00.25-04:00", "2031-05-13t08:00:00.25-04:00"),
    ],
)
def test_created_is_stated(package: Path, output: Path, stated: str, moment: str) -> None:
    """What the caller states goes before the descriptor; it is said in both places and stays out of the package."""
    edit_descriptor(package, set_property("created", "2030-01-01T00:00:00Z"))
    release = publish(package, output, created=stated)
    assert read_json(release.folder / DESCRIPTOR)["created"] == moment
    assert read_json(release.index)["versions"][0]["created"] == moment
    assert read_json(package / DESCRIPTOR)["created"] == "2030-01-01T00:00:00Z"
    assert not publish(package, output, created=stated).is_new


def test_created_by_a_reproducible_build(
    package: Path, output: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SOURCE_DATE_EPOCH stands in where nobody states anything, and on another day it makes no other release."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1936339200")
    release = publish(package, output)
    assert read_json(release.folder / DESCRIPTOR)["created"] == "2031-05-12T08:00:00Z"
    before = tree(output)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1936425600")
    assert not publish(package, output).is_new
    assert tree(output) == before
    edit_descriptor(package, set_property("created", "2030-01-01T00:00:00Z"))
    assert read_json(publish(package, tmp_path / "other").folder / DESCRIPTOR)["created"] == "2030-01-01T00:00:00Z"


@pytest.mark.parametrize(
    "moment", ["", "today", "2031-5-13", "2031-02-30", "2031-05-13T08:00", "20310513", " 2031-05-13"]
)
def test_created_must_be_a_date(package: Path, output: Path, moment: str) -> None:
    """Whoever states it, it is a date or date-time of RFC 3339."""
    with pytest.raises(ReleaseError, match=r"^created is '.*'; expected a date or date-time of RFC 3339 such as "):
        publish(package, output, created=moment)
    edit_descriptor(package, set_property("created", moment))
    with pytest.raises(ReleaseError, match=r"datapackage\.json: created is '"):
        publish(package, output)
    assert not output.exists()


@pytest.mark.parametrize("seconds", ["noon", "1.5", "9" * 30])
def test_the_builds_moment_must_be_one(
    package: Path, output: Path, seconds: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A wrong SOURCE_DATE_EPOCH is told, not ignored."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", seconds)
    with pytest.raises(ReleaseError, match=f"^SOURCE_DATE_EPOCH is '{seconds}'; expected seconds since 1970"):
        publish(package, output)


def test_a_release_keeps_its_date(package: Path, output: Path) -> None:
    """Another date for what is published already would change a release."""
    publish(package, output, created="2031-05-13")
    before = tree(output)
    assert not publish(package, output).is_new
    with pytest.raises(ReleaseError, match=r"^small 1\.0\.0 was published as created 2031-05-13T00:00:00Z, and not"):
        publish(package, output, created="2031-05-14")
    assert tree(output) == before


def test_a_package_with_problems_is_refused(package: Path, output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The exception carries all problems; nothing is written."""
    problems = [Problem("one", "is wrong"), Problem("two", "is wrong too")]
    monkeypatch.setattr(importlib.import_module("onrecord.validate"), "validate", lambda folder, engine: problems)
    with pytest.raises(InvalidPackage, match="2 problems found, so nothing is published; ") as caught:
        publish(package, output)
    assert caught.value.problems == tuple(problems)
    assert not output.exists()


@pytest.mark.parametrize("name", [None, "", "Small", "../small", "a/b", ".hidden", "ü"])
def test_a_name_that_is_no_folder(package: Path, output: Path, name: object) -> None:
    """The name is told with what it may be."""
    edit_descriptor(package, set_property("name", name))
    with pytest.raises(ReleaseError, match=r"datapackage\.json: name is .*; use lower case letters, digits, "):
        publish(package, output)
    assert not output.exists()


def test_an_altered_release_is_told(package: Path, output: Path) -> None:
    """A release that is not as it was published is no base for the next; nothing is written."""
    release = publish(package, output)
    zip_content = release.zip.read_bytes()
    change_a_cell(package)

    def refused(words: str) -> None:
        before = tree(output)
        with pytest.raises(ReleaseError, match=words):
            publish(package, output)
        assert tree(output) == before

    table = release.folder / "data" / "quotes.csv"
    content = table.read_bytes()
    table.write_bytes(content.replace(b"said", b"told"))
    refused(r"1\.0\.0: not as it was published \(data/quotes\.csv\); restore it from its zip")
    table.write_bytes(content)
    release.zip.write_bytes(zip_content[:-1])
    refused(r"small-1\.0\.0\.zip: not as it was published; restore it from a copy")
    release.zip.unlink()
    refused(r"small-1\.0\.0\.zip: no such file, but .*index\.json lists it; restore it from a copy")
    release.zip.write_bytes(zip_content)
    assert publish(package, output).version == "1.0.1"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "not an index of releases"),
        (b"[]", "not an index of releases"),
        (b'{"name": "small"}', "not an index of releases"),
        (b'{"name": "small", "versions": [{"version": "1.0.0"}]}', "not an index of releases"),
        (b'{"name": "small", "versions": [{"version": "../1"}]}', "'../1' is no semantic version"),
        (b'{"name": "large", "versions": []}', "lists releases of large, not of small; publish to another folder"),
    ],
)
def test_a_wrong_index_is_told(package: Path, output: Path, content: bytes, words: str) -> None:
    """An index that is none, or another package's, is not overwritten."""
    (output / "small").mkdir(parents=True)
    (output / "small" / "index.json").write_bytes(content)
    with pytest.raises(ReleaseError, match=words):
        publish(package, output)
    assert tree(output) == {"small/index.json": content}


def test_a_lost_index_is_told(package: Path, output: Path) -> None:
    """A version that no index lists may be somebody's release: it is not overwritten."""
    release = publish(package, output)
    release.index.unlink()
    before = tree(output)
    with pytest.raises(
        ReleaseError, match=r"1\.0\.0: not listed in .*index\.json; restore that file or remove the fol"
    ):
        publish(package, output)
    assert tree(output) == before


def test_places_that_cannot_be_written_or_read(package: Path, output: Path, tmp_path: Path) -> None:
    """A missing package and an output that is a file are told by name."""
    output.write_bytes(b"")
    with pytest.raises(ReleaseError, match=r"dist.*: .*; check that place"):
        publish(package, output)
    with pytest.raises(
        PackageError, match="nowhere: no such folder; name the folder of the package that is to be published"
    ):
        publish(tmp_path / "nowhere", output)


def test_a_full_disk_leaves_no_trace(package: Path, output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A write that fails takes back what was written for the new release."""
    publish(package, output)
    before = tree(output)
    change_a_cell(package)

    def fail(source: Path, target: Path) -> None:
        raise OSError(28, "No space left on device", str(target))

    monkeypatch.setattr(shutil, "copyfile", fail)
    with pytest.raises(ReleaseError, match="No space left on device"):
        publish(package, output)
    assert tree(output) == before


def test_the_example_of_the_page_runs(package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The block of Python in docs/publishing.md publishes a package `out`."""
    page = (Path(__file__).parents[3] / "docs" / "publishing.md").read_text(encoding="utf-8")
    package.rename(tmp_path / "out")
    monkeypatch.chdir(tmp_path)
    exec(page.partition("```python\n")[2].partition("```")[0], {})
    assert (tmp_path / "dist" / "small" / "1.0.0" / "small-1.0.0.zip").is_file()


# Publishes in a process of its own that is killed before its write of a number. One that was forked would have the
# locks, and not the threads, of the libraries that its parent has used.
DYING = """
import os, sys
import onrecord.validate
from onrecord.release.publish import publish

package, output, step = sys.argv[1:]
WRITES = {"os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.truncate", "shutil.copyfile", "shutil.rmtree"}
writes = 0
sys.modules["onrecord.validate"].validate = lambda folder, engine: []  # it was valid in the parent, and judging writes nothing
os.fsync = lambda descriptor: None  # a killed process loses nothing that it has written

def kill(event, arguments):
    global writes
    opened = event == "open" and isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR)
    writes += bool(opened) or event in WRITES
    if writes == int(step):
        os._exit(9)

sys.addaudithook(kill)
publish(package, output)
"""


def publish_and_die(package: Path, output: Path, step: int) -> bool:
    """Publishes in a process that is killed before its `step`-th write; whether that came."""
    command = [sys.executable, "-c", DYING, str(package), str(output), str(step)]
    code = subprocess.run(command, env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}).returncode
    assert code in {0, 9}
    return code == 9


def check_listed(home: Path) -> None:
    """All that an index lists is there, and is what it says."""
    if (home / "index.json").exists():
        for entry in read_json(home / "index.json")["versions"]:
            descriptor, archive = home / entry["path"] / DESCRIPTOR, home / entry["zip"]
            assert hashlib.sha256(descriptor.read_bytes()).hexdigest() == entry["descriptor_sha256"]
            assert hashlib.sha256(archive.read_bytes()).hexdigest() == entry["zip_sha256"]
            with zipfile.ZipFile(archive) as zipped:
                for name in zipped.namelist():
                    assert (home / entry["path"] / name).read_bytes() == zipped.read(name)


@pytest.mark.parametrize("releases", [0, 1], ids=["first release", "second release"])
def test_a_kill_at_any_moment_harms_nothing(
    package: Path, tmp_path: Path, releases: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a kill before any write, the index lists only whole releases, and the next run ends as if none had been."""
    # Few files make few moments; the code does not know how many there are.
    edit_descriptor(package, lambda descriptor: descriptor.update(resources=descriptor["resources"][:1]))
    for path in [*package.rglob("*.csv"), *package.rglob("*.schema.json")]:
        if not path.name.startswith("articles."):
            path.unlink()
    output = tmp_path / "dist"
    if releases:
        publish(package, output)
        edit_bytes(package, "data/articles.csv", lambda content: content.replace(b"Nora Pell", b"N. Pell"))
        edit_descriptor(package, set_property("version", "0.0.1"))

    def copies(name: str) -> tuple[Path, Path]:
        """The package and its releases as they are now, in a folder of their own."""
        folder = tmp_path / name
        shutil.copytree(package, folder / "small")
        if output.exists():
            shutil.copytree(output, folder / "dist")
        return folder / "small", folder / "dist"

    publish(*copies("unharmed"))
    # What is published from here on is the same, valid package.
    monkeypatch.setattr(sys.modules["onrecord.validate"], "validate", lambda folder, engine: [])
    expected = tree(tmp_path / "unharmed")
    step = 1
    while publish_and_die(*copies(str(step)), step):
        folder = tmp_path / str(step)
        check_listed(folder / "dist" / "small")
        publish(folder / "small", folder / "dist")
        assert tree(folder) == expected
        step += 1
    assert tree(tmp_path / str(step)) == expected
    assert step > 15

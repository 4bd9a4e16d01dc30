"""Publishing: which version, which files, which bytes, and what a kill leaves."""

from __future__ import annotations

import hashlib
import importlib
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from onrecord.errors import PackageError, ReleaseError
from onrecord.package import DESCRIPTOR
from onrecord.package.json_files import read_json
from onrecord.problems import Problem
from onrecord.release import InvalidPackage, Release, publish, writing
from onrecord.release.archive import write_archive
from onrecord.validation import validate

from ...small_package import MILL, TEXTS, edit_bytes, edit_cell, edit_descriptor, edit_rows, quote_id
from .conftest import judged

TABLES = ["articles", "entities", "mentions", "entity_links", "quotes", "quote_spans", "votes", "vote_counts"]
TABLES += [
    "vote_positions",
    "claims",
    "claim_entities",
    "article_relations",
    "id_changes",
    "changes",
    "article_revisions",
    "rejected",
]
FILES = {DESCRIPTOR, *TEXTS, "seeds/mill.toml", "data/CHANGELOG.md"}
FILES |= {path for table in TABLES for path in (f"data/{table}.csv", f"schemas/{table}.schema.json")}


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Takes out of publishing what has its own tests and costs seconds: validation, and the files next to the zip."""
    monkeypatch.setattr(importlib.import_module("onrecord.validation"), "validate", lambda package, engine: judged())
    monkeypatch.setattr(importlib.import_module("onrecord.release.writing"), "write_companions", write_zip_alone)
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)


def write_zip_alone(folder: Path, files: Mapping[str, Path], archive: Path, accepted: object) -> tuple[str, ...]:
    """What `write_companions` does, but for the companions."""
    write_archive(archive, files)
    return ()


@pytest.fixture
def package(small_package: Path) -> Path:
    """The small package."""
    return small_package


@pytest.fixture
def output(tmp_path: Path) -> Path:
    """Where releases go."""
    return tmp_path / "dist"


def tree(folder: Path) -> dict[str, bytes]:
    """The content of each file below a folder, also hidden files."""
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
    """All files of the package, the same in a zip, and an index of this version."""
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
    released = {**packed, "small-1.0.0.zip": release.zip.read_bytes()}
    hashes = {path: hashlib.sha256(content).hexdigest() for path, content in sorted(released.items())}
    released["SHA256SUMS"] = "".join(f"{sha256}  {path}\n" for path, sha256 in hashes.items()).encode()
    assert tree(home) == {
        **{f"1.0.0/{path}": content for path, content in released.items()},
        **{name: (home / name).read_bytes() for name in ("index.json", "index.html", "feed.atom")},
    }
    assert str((home / "latest").readlink()) == "1.0.0"
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
                "rows": dict(zip(TABLES, [2, 10, 12, 0, 5, 14, 1, 2, 1, 4, 5, 0, 2, 1, 0, 1], strict=True)),
                "changes": ["first release"],
                "sums": "1.0.0/SHA256SUMS",
                "files": [
                    {
                        "path": f"1.0.0/{path}",
                        "bytes": len(content),
                        "sha256": hashlib.sha256(content).hexdigest(),
                    }
                    for path, content in sorted(released.items())
                ],
            }
        ],
    }


def test_a_release_is_a_valid_package(package: Path, output: Path) -> None:
    """The validator finds no problem in the folder and none in the zip."""
    release = publish(package, output, created="2031-05-13")
    assert list(validate(release.folder)) == []
    assert list(validate(release.zip)) == []


def test_other_files_stay_at_home(package: Path, output: Path) -> None:
    """Corrections and the changelog go along; what the package does not know of does not."""
    for path in ("corrections/a/b.toml", "corrections/.gitkeep", "data/notes.txt", ".env"):
        (package / path).parent.mkdir(parents=True, exist_ok=True)
        (package / path).write_bytes(b"x\n")
    (package / "seeds" / "draft.txt").write_bytes(b"not converted yet\n")
    release = publish(package, output)
    names = {path.removeprefix("1.0.0/") for path in tree(release.folder)} - {release.zip.name, "SHA256SUMS"}
    assert names == FILES | {"corrections/a/b.toml"}


@pytest.mark.parametrize("name", ["corrections/a\nb.csv", "corrections/\x1b.csv"])
def test_a_file_name_that_breaks_a_line(package: Path, output: Path, name: str) -> None:
    """The list of hashes would be read differently."""
    (package / "corrections").mkdir()
    (package / name).write_bytes(b"")
    with pytest.raises(
        ReleaseError, match=r"a line break or control character in it breaks the list of hashes; rename it$"
    ):
        publish(package, output)
    assert not output.exists()


def test_a_file_of_the_name_of_the_list_of_hashes(package: Path, output: Path) -> None:
    """The package's own file of that name cannot be next to it."""
    (package / "sha256sums").write_bytes(b"mine")
    resource = {"name": "mine", "path": "sha256sums"}
    edit_descriptor(package, lambda descriptor: descriptor["resources"].append(resource))
    with pytest.raises(ReleaseError, match=r"^sha256sums is a file of the package, but publish writes that name"):
        publish(package, output)


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
    with pytest.raises(ReleaseError, match=rf"datapackage\.json: lists {MILL}, but onrecord\.texts is 'none'; "):
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
    assert major.changes == (
        "articles: column length: minimum tightened",
        "schemas/: 1 file changed (articles.schema.json)",
    )
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


@pytest.mark.parametrize("declared", ["1.0.0-01", "one"])
def test_a_replaced_version_is_reported(package: Path, output: Path, declared: str) -> None:
    """What is not a semantic version gives way to the release's, and a note says so."""
    edit_descriptor(package, set_property("version", declared))
    assert publish(package, output).notes == (
        f"version is '{declared}' in {package / DESCRIPTOR}, which is not a semantic version; this release is 1.0.0, "
        "which the descriptor now says; choose another with --version",
    )
    assert publish(package, output).notes == ()


@pytest.mark.parametrize(
    ("declared", "version"),
    [("1.0.0", "1.0.1"), ("1.0.1", "1.0.1"), ("1.0.1-rc.1", "1.0.1-rc.1"), ("one", "1.0.1"), (None, "1.0.1")],
)
def test_the_descriptor_may_state_what_the_changes_ask_for(
    package: Path, output: Path, declared: object, version: str
) -> None:
    """After a change that requires 1.0.1: the last version, 1.0.1, its release candidate, or no version."""
    publish(package, output)
    change_a_cell(package)
    edit_descriptor(package, set_property("version", declared))
    assert publish(package, output).version == version
    assert version_of(package) == version


@pytest.mark.parametrize(
    ("last", "declared", "needed"),
    [
        ("1.0.0", "0.9.0", "1.1.0"),
        ("1.0.0", "1.0.0-rc.1", "1.1.0"),
        ("1.0.0", "1.0.1", "1.1.0"),
        ("2.0.0", "2.0.0-rc.1", "2.1.0"),
    ],
)
def test_a_lower_version_is_refused(package: Path, output: Path, last: str, declared: str, needed: str) -> None:
    """No reason makes a version lower than what the changes ask for."""
    edit_descriptor(package, set_property("version", last))
    publish(package, output)
    before = tree(output)
    edit_rows(package, "claim_entities", lambda rows: rows.pop())
    for stated in (declared, None):
        with pytest.raises(ReleaseError) as caught:
            publish(package, output, version=stated, reason="I want it")
        assert str(caught.value) == (
            f"version {declared} is too low: since {last} claim_entities: 1 row removed, so it must be {needed} or "
            f"higher; choose that, or set the version in datapackage.json back to {last} to have it computed"
        )
        edit_descriptor(package, set_property("version", declared))
    assert tree(output) == before


@pytest.mark.parametrize("chosen", ["1.0.2", "1.1.0", "3.0.0-rc.1"])
def test_a_higher_version_wants_a_reason(package: Path, output: Path, chosen: str) -> None:
    """More than the changes ask for is a person's choice; index, table and changelog say why."""
    publish(package, output)
    change_a_cell(package)
    for reason in (None, "", " \n"):
        with pytest.raises(ReleaseError, match=rf"^version {re.escape(chosen)} is higher than 1\.0\.1, .* say why, as"):
            publish(package, output, version=chosen, reason=reason)
    release = publish(package, output, version=chosen, reason="The method is new.")
    assert (release.version, version_of(package)) == (chosen, chosen)
    assert release.changes == ("quotes: 1 row changed", f"version {chosen} chosen, 1.0.1 asked for")
    entry = read_json(release.index)["versions"][0]
    assert (entry["version"], entry["previous"], entry["reason"]) == (chosen, "1.0.0", "The method is new.")
    assert not publish(package, output).is_new


def test_a_version_alone(package: Path, output: Path) -> None:
    """With nothing else changed, a lower version is refused and a higher version with a reason makes a release."""
    publish(package, output)
    edit_descriptor(package, set_property("version", "0.1.0"))
    with pytest.raises(ReleaseError, match=r"^version 0\.1\.0 is too low: 1\.0\.0 has been published, so"):
        publish(package, output)
    edit_descriptor(package, set_property("version", "2.0.0"))
    release = publish(package, output, reason="Done.")
    assert (release.version, release.changes) == ("2.0.0", ("version 2.0.0 chosen, 1.0.0 asked for",))


@pytest.mark.parametrize(
    ("version", "words"), [("two", "'two' is not a semantic version; "), ("1.0.0", r"1\.0\.0 has been published, and ")]
)
def test_a_version_that_none_can_have(package: Path, output: Path, version: str, words: str) -> None:
    """An invalid version, or a published version."""
    publish(package, output)
    with pytest.raises(ReleaseError, match=f"^{words}"):
        publish(package, output, version=version, reason="I want it")


def test_a_release_beside_an_older_one(package: Path, output: Path) -> None:
    """An old line goes on; the index lists by version, and what is compared with the wrong release is reported."""
    publish(package, output)
    old = shutil.copytree(package, output.parent / "old" / "small")
    edit_rows(package, "claim_entities", lambda rows: rows.pop())
    publish(package, output)
    gone: dict[str, str] = {}
    edit_rows(old, "claim_entities", lambda rows: gone.update(rows.pop()))
    with pytest.raises(ReleaseError, match=r"^the changes since 1\.0\.0 require 1\.1\.0, which has been published; "):
        publish(old, output, against="1.0.0")
    edit_rows(old, "claim_entities", lambda rows: rows.append(gone))
    change_a_cell(old)
    release = publish(old, output, against="1.0.0")
    assert (release.version, release.changes) == ("1.0.1", ("quotes: 1 row changed",))
    index = read_json(release.index)
    assert (index["latest"], [entry["version"] for entry in index["versions"]]) == (
        "1.1.0",
        ["1.1.0", "1.0.1", "1.0.0"],
    )
    with pytest.raises(ReleaseError, match=r"^'1\.0' is not a release to compare with; there are: 1\.1\.0, 1\.0\.1, "):
        publish(old, output, against="1.0")


def test_what_changed_ships_with_the_package(package: Path, output: Path) -> None:
    """The table `changes` and the changelog list all releases: in the package, in releases, and in a fresh copy."""
    fresh = shutil.copytree(package, output.parent / "fresh" / "small")
    publish(package, output, created="2031-05-13")
    change_a_cell(fresh)
    edit_rows(fresh, "claim_entities", lambda rows: rows.pop())
    release = publish(fresh, output, created="2031-06-01T08:00:00Z", reason="May\n## 9.9.9\ncame in.")
    assert (fresh / "data" / "changes.csv").read_text().splitlines() == [
        "version,ordinal,previous_version,released,level,changed_table,added,removed,changed,change,rationale",
        "1.0.0,1,,2031-05-13,,,,,,first release,",
        "1.1.0,1,1.0.0,2031-06-01,minor,claim_entities,0,1,0,claim_entities: 1 row removed,May ## 9.9.9 came in.",
        "1.1.0,2,1.0.0,2031-06-01,patch,quotes,0,0,1,quotes: 1 row changed,May ## 9.9.9 came in.",
    ]
    assert (
        (fresh / "data" / "CHANGELOG.md").read_text()
        == """\
# Changelog of the data

## 1.1.0 - 2031-06-01

May ## 9.9.9 came in.

Compared with 1.0.0:

- minor: claim_entities: 1 row removed
- patch: quotes: 1 row changed

| table | rows added | removed | changed |
| --- | ---: | ---: | ---: |
| claim_entities | 0 | 1 | 0 |
| quotes | 0 | 0 | 1 |

What to do: Programs run on. Run analyses again where rows are new or gone.

## 1.0.0 - 2031-05-13

- first release
"""
    )
    for name in ("changes.csv", "CHANGELOG.md"):
        assert (release.folder / "data" / name).read_bytes() == (fresh / "data" / name).read_bytes()
    [entry] = [each for each in read_json(fresh / DESCRIPTOR)["resources"] if each["name"] == "changes"]
    assert (entry["rows"], entry["bytes"]) == (3, (fresh / "data" / "changes.csv").stat().st_size)
    # The cue was changed alone.
    assert [[one.code for one in validate(folder)] for folder in (release.folder, fresh)] == [["cue-differs"]] * 2


def test_a_changelog_keeps_what_people_wrote(package: Path, output: Path) -> None:
    """An existing entry is not written again, and no words are lost."""
    page = package / "data" / "CHANGELOG.md"
    page.write_text("# What is new\n\nFor readers.\n\n## 1.0.0\n\nAll of it.\n")
    publish(package, output)
    assert page.read_text() == "# What is new\n\nFor readers.\n\n## 1.0.0\n\nAll of it.\n"
    change_a_cell(package)
    publish(package, output)
    assert (
        page.read_text()
        == """\
# What is new

For readers.

## 1.0.1

Compared with 1.0.0:

- patch: quotes: 1 row changed

| table | rows added | removed | changed |
| --- | ---: | ---: | ---: |
| quotes | 0 | 0 | 1 |

What to do: Programs run on. Run analyses again that use what changed.

## 1.0.0

All of it.
"""
    )
    page.write_bytes(b"\xff\n")
    edit_rows(package, "claim_entities", lambda rows: rows.pop())
    with pytest.raises(PackageError, match=r"CHANGELOG\.md: not UTF-8 \(invalid start byte\); save the file as UTF-8"):
        publish(package, output)


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


def test_created_of_the_release_before(package: Path, output: Path) -> None:
    """A descriptor that still states it, as after `get`, is reported; a moment of one's own is not."""
    edit_descriptor(package, set_property("created", "2030-01-01T00:00:00Z"))
    stale = "created is 2030-01-01T00:00:00Z in datapackage.json, the moment of 1.0.0; "
    notes = publish(package, output).notes
    change_a_cell(package)
    assert publish(package, output).notes == (f"{stale}publish with --created, or change it", *notes)
    edit_cell(package, "quotes", quote_id("empty"), "cue", "told")
    assert publish(package, output, created="2030-01-01").notes == notes


def test_created_by_a_reproducible_build(
    package: Path, output: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SOURCE_DATE_EPOCH is used if nobody states a date, and on another day it makes no other release."""
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
    """A wrong SOURCE_DATE_EPOCH is reported, not ignored."""
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
    monkeypatch.setattr(
        importlib.import_module("onrecord.validation"), "validate", lambda folder, engine: judged(*problems)
    )
    with pytest.raises(InvalidPackage, match="2 problems found, so nothing is published; ") as caught:
        publish(package, output)
    assert caught.value.problems == tuple(problems)
    assert not output.exists()


@pytest.mark.parametrize("name", [None, "", "Small", "../small", "a/b", ".hidden", "ü"])
def test_a_name_that_is_no_folder(package: Path, output: Path, name: object) -> None:
    """The name is reported with what it may be."""
    edit_descriptor(package, set_property("name", name))
    with pytest.raises(ReleaseError, match=r"datapackage\.json: name is .*; use lower case letters, digits, "):
        publish(package, output)
    assert not output.exists()


def test_an_altered_release_is_reported(package: Path, output: Path) -> None:
    """A release that is not as published is not a base for the next; nothing is written."""
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
    refused(r"1\.0\.0: not as published \(data/quotes\.csv\); restore it from its zip")
    table.write_bytes(content)
    release.zip.write_bytes(zip_content[:-1])
    refused(r"small-1\.0\.0\.zip: not as published; restore it from a copy")
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
        (b'{"name": "small", "versions": [{"version": "../1"}]}', "'../1' is not a semantic version"),
        (b'{"name": "large", "versions": []}', "lists releases of large, not of small; publish to another folder"),
    ],
)
def test_a_wrong_index_is_reported(package: Path, output: Path, content: bytes, words: str) -> None:
    """An invalid index, or another package's, is not overwritten."""
    (output / "small").mkdir(parents=True)
    (output / "small" / "index.json").write_bytes(content)
    with pytest.raises(ReleaseError, match=words):
        publish(package, output)
    assert tree(output) == {"small/index.json": content}


def test_a_lost_index(package: Path, output: Path) -> None:
    """What no index lists may be somebody's release: it is listed if it is the same, and never overwritten."""
    release = publish(package, output)
    before = tree(output)
    release.index.unlink()
    assert publish(package, output).is_new
    assert tree(output) == before
    release.index.unlink()
    before = tree(output)
    change_a_cell(package)
    with pytest.raises(
        ReleaseError, match=r"1\.0\.0: not listed in .*index\.json; restore that file or remove the fol"
    ):
        publish(package, output)
    assert tree(output) == before


def test_places_that_cannot_be_written_or_read(package: Path, output: Path, tmp_path: Path) -> None:
    """A missing package and an output that is a file are reported by name."""
    output.write_bytes(b"")
    with pytest.raises(ReleaseError, match=r"dist.*: .*; check that place"):
        publish(package, output)
    with pytest.raises(PackageError, match="nowhere: no such folder; name the folder of the package to publish"):
        publish(tmp_path / "nowhere", output)


def test_a_full_disk_leaves_no_trace(package: Path, output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A write that fails takes back what was written for the new release."""
    publish(package, output)
    before = tree(output)
    change_a_cell(package)

    def fail(source: object, target: Path) -> None:
        raise OSError(28, "No space left on device", str(target))

    monkeypatch.setattr(writing, "copy_file", fail)
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


# Publishes again and again in children that are killed: before their write of a number, or at a random moment. The
# children are forked, which is quick, and lack the threads of polars: what changed has been found out before.
DYING = """
import os, random, shutil, signal, sys, time
from importlib import import_module
from pathlib import Path
from onrecord.package.package import read_package
from onrecord.release.archive import write_archive

how, before, folder = sys.argv[1:]
publishing = import_module("onrecord.release.publishing")
WRITES = {"os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.symlink", "os.truncate", "shutil.copyfile"}
WRITES.add("shutil.rmtree")
# It was valid in the parent, and judging writes nothing; the files next to the zip are staged as the zip is.
validation = import_module("onrecord.validation")
verdict = validation.Verdict((), (), {}, 0, 0, (), files=1)
validation.validate = lambda folder, engine: verdict
writing = import_module("onrecord.release.writing")
writing.write_companions = lambda folder, files, archive, accepted: write_archive(archive, files) or ()
os.fsync = lambda descriptor: None  # a killed process loses nothing that it has written
if Path(before, "dist").exists():
    found = publishing.compare(*(read_package(Path(before, path)) for path in ("dist/small/1.0.0", "small")))
    publishing.compare = lambda old, new: found

def kill_before(step):
    writes = 0

    def kill(event, arguments):
        nonlocal writes
        opened = event == "open" and isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR)
        writes += bool(opened) or event in WRITES
        if writes == step:
            os._exit(9)

    sys.addaudithook(kill)

def is_killed(name, arm):
    home = f"{folder}/{name}"
    shutil.copytree(before, home, symlinks=True)
    if not (child := os.fork()):
        arm()
        publishing.publish(f"{home}/small", f"{home}/dist")
        os._exit(0)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert code in (0, 9, -signal.SIGALRM), code
    return code != 0

if how == "writes":
    step = 1
    while is_killed(step, lambda: kill_before(step)):
        step += 1
else:
    begun = time.perf_counter()
    assert not is_killed("0", lambda: None)
    whole = time.perf_counter() - begun
    moments = random.Random(how)
    for number in range(1, 51):
        moment = moments.uniform(0.001, whole)
        # The timer acts on a process as SIGKILL does: it ends within whatever it is about to do.
        is_killed(number, lambda: signal.setitimer(signal.ITIMER_REAL, moment))
"""

forks = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs child processes that can be killed at a moment")


def check_listed(home: Path) -> None:
    """All files that an index lists are there, and is as listed."""
    if (home / "index.json").exists():
        for entry in read_json(home / "index.json")["versions"]:
            descriptor, archive = home / entry["path"] / DESCRIPTOR, home / entry["zip"]
            assert hashlib.sha256(descriptor.read_bytes()).hexdigest() == entry["descriptor_sha256"]
            assert hashlib.sha256(archive.read_bytes()).hexdigest() == entry["zip_sha256"]
            with zipfile.ZipFile(archive) as zipped:
                for name in zipped.namelist():
                    assert (home / entry["path"] / name).read_bytes() == zipped.read(name)


@forks
@pytest.mark.parametrize("how", ["writes", "seed 1"])
@pytest.mark.parametrize("releases", [0, 1], ids=["first release", "second release"])
def test_a_kill_at_any_moment_harms_nothing(
    package: Path, tmp_path: Path, releases: int, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a kill, the index lists only whole releases, and the next run ends as if none had been.

    Killed is before each write, and at fifty random moments.
    """
    # Few files make few moments; the code does not know how many there are.
    kept = ("articles", "changes")
    edit_descriptor(
        package,
        lambda descriptor: descriptor.update(
            resources=[entry for entry in descriptor["resources"] if entry["name"] in kept]
        ),
    )
    for path in [*package.rglob("*.csv"), *package.rglob("*.schema.json")]:
        if not path.name.startswith(kept):
            path.unlink()
    before, killed = tmp_path / "before", tmp_path / "killed"
    before.mkdir()
    package = package.rename(before / "small")
    if releases:
        publish(package, before / "dist")
        edit_bytes(package, "data/articles.csv", lambda content: content.replace(b"Nora Pell", b"N. Pell"))

    shutil.copytree(before, tmp_path / "unharmed", symlinks=True)
    publish(tmp_path / "unharmed" / "small", tmp_path / "unharmed" / "dist")
    # What is published from here on is the same, valid package.
    monkeypatch.setattr(sys.modules["onrecord.validation"], "validate", lambda folder, engine: judged())
    expected, link = tree(tmp_path / "unharmed"), f"1.0.{releases}"
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    subprocess.run([sys.executable, "-c", DYING, how, str(before), str(killed)], env=environment, check=True)

    states = set()
    for folder in killed.iterdir():
        check_listed(folder / "dist" / "small")
        states.add(tree(folder) == expected)
        publish(folder / "small", folder / "dist")
        assert tree(folder) == expected
        assert str((folder / "dist" / "small" / "latest").readlink()) == link
    assert states == {True, False}
    assert len(list(killed.iterdir())) > (15 if how == "writes" else 50)

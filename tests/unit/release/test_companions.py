"""The files next to those of the package in a version's folder, and what of it is in the zip."""

from __future__ import annotations

import contextlib
import hashlib
import importlib
import json
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from onrecord.cli import main
from onrecord.errors import PackageError, ReleaseError
from onrecord.package.descriptor import SCHEMA, dump
from onrecord.package.package import read_package
from onrecord.release import InvalidPackage, Release, publish
from onrecord.release.files import release_files
from onrecord.validation import validate, write_accepted

from ...mutations import every_constraint
from ...small_package import ARTICLES, MILL, edit_cell, edit_descriptor, quote_id, write_small_package
from .conftest import STATED, judged, publish_unvalidated

PACKED = {"README.md", "CITATION.cff", "provenance.json", "postgres.sql", "views.sql"}
METADATA = {"croissant.json", "dataset.jsonld", "dcat.jsonld", "datacite.json", "ro-crate-metadata.json"}
BESIDE = {"small-1.0.0.zip", "small-1.0.0.sqlite", "duckdb.sql", "index.html", "SHA256SUMS"}


def names(folder: Path) -> set[str]:
    """The files below a folder by their paths in it."""
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def contents(folder: Path) -> dict[str, str]:
    """The hash of each file below a folder."""
    return {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in sorted(names(folder))}


def test_the_files_of_a_release(described_release: Release) -> None:
    """The files made from the package are next to its own; the zip holds three of them."""
    package = read_package(described_release.folder)
    own = set(release_files(package))
    parquet = {f"parquet/{name}.parquet" for name in package.tables}
    assert names(described_release.folder) == own | PACKED | METADATA | BESIDE | parquet
    with zipfile.ZipFile(described_release.zip) as zipped:
        packed = {name: hashlib.sha256(zipped.read(name)).hexdigest() for name in zipped.namelist()}
    assert packed == {name: value for name, value in contents(described_release.folder).items() if name in own | PACKED}
    assert described_release.notes == ()


def test_the_hashes(described_release: Release) -> None:
    """SHA256SUMS names every file but itself."""
    lines = (described_release.folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    expected = contents(described_release.folder)
    del expected["SHA256SUMS"]
    assert lines == [f"{digest}  {name}" for name, digest in expected.items()]


def test_a_release_is_a_valid_package(described_release: Release) -> None:
    """Neither the validator nor frictionless finds a problem in the folder or the zip."""
    for place in (described_release.folder, described_release.zip):
        assert list(validate(place)) == []
    command = [sys.executable, "-m", "frictionless", "validate", "datapackage.json", "--json"]
    run = subprocess.run(command, cwd=described_release.folder, capture_output=True, text=True)
    assert (run.returncode, json.loads(run.stdout)["valid"]) == (0, True)


def test_same_package_same_bytes(described_release: Release, tmp_path: Path) -> None:
    """Made again elsewhere, every file of a small release is the same."""
    package = write_small_package(tmp_path / "elsewhere" / "small")
    (package / "corrections").mkdir()
    (package / "corrections" / "names.csv").write_bytes(
        b"action,table,id,field,old_value,new_value,reason,curator,date\n"
    )
    edit_descriptor(package, lambda descriptor: descriptor.update(STATED))
    again = publish_unvalidated(package, tmp_path / "dist")
    assert contents(again.index.parent) == contents(described_release.index.parent)
    before = contents(again.index.parent)
    unchanged = publish_unvalidated(package, tmp_path / "dist")
    assert (unchanged.is_new, unchanged.notes) == (False, ())
    assert contents(again.index.parent) == before


NO_DATE = (
    "no date is stated (datacite.json, ro-crate-metadata.json left out; croissant.json, feed.atom without it); "
    'publish with --created, or add "created": "2031-05-13T00:00:00Z" to datapackage.json'
)
NO_DESCRIPTION = (
    "no description is stated (ro-crate-metadata.json left out; croissant.json without it); "
    'add "description": "..." to datapackage.json'
)
NO_LICENCE = (
    "no licence is stated (ro-crate-metadata.json left out; croissant.json without it); "
    'add "licenses": [{"name": "CC-BY-4.0"}] to datapackage.json'
)
NO_CREATOR = (
    "no creator is stated (CITATION.cff left out; croissant.json without it); "
    'add "contributors": [{"title": "...", "roles": ["creator"]}] to datapackage.json'
)
NO_HOMEPAGE = 'no homepage is stated (croissant.json without it); add "homepage": "https://..." to datapackage.json'
NO_CREATOR_FOR_DOI = NO_CREATOR.replace("croissant.json", "datacite.json, croissant.json")
NO_PUBLISHER = (
    "no publisher is stated (datacite.json without it); "
    'add a contributor with "roles": ["publisher"] to datapackage.json'
)


def leave(*left: str) -> Callable[[dict[str, Any]], None]:
    """An edit of a descriptor that states all but some properties."""

    def edit(descriptor: dict[str, Any]) -> None:
        descriptor.update(STATED)
        for name in left:
            del descriptor[name]

    return edit


@pytest.mark.parametrize(
    ("left", "missing", "notes"),
    [
        (("created",), {"datacite.json", "ro-crate-metadata.json"}, [NO_DATE]),
        (("description",), {"ro-crate-metadata.json"}, [NO_DESCRIPTION]),
        (("licenses",), {"ro-crate-metadata.json"}, [NO_LICENCE]),
        (("contributors",), {"CITATION.cff"}, [NO_CREATOR_FOR_DOI, NO_PUBLISHER]),
        (("homepage", "id"), set(), [NO_HOMEPAGE]),
        (
            tuple(set(STATED) - {"onrecord"}),
            {"datacite.json", "ro-crate-metadata.json", "CITATION.cff"},
            [NO_DATE, NO_DESCRIPTION, NO_LICENCE, NO_CREATOR, NO_HOMEPAGE],
        ),
    ],
)
def test_what_the_descriptor_does_not_state(
    small_package: Path, tmp_path: Path, left: tuple[str, ...], missing: set[str], notes: list[str]
) -> None:
    """A file that cannot be without it is left out; what is missing is reported with the remedy; nothing is made up."""
    edit_descriptor(small_package, leave(*left))
    release = publish_unvalidated(small_package, tmp_path / "dist")
    assert (METADATA | PACKED) - names(release.folder) == missing
    assert list(release.notes) == notes


def test_unknown_creators_and_publisher(small_package: Path, tmp_path: Path) -> None:
    """DataCite has a word for what is not known."""
    edit_descriptor(small_package, leave("contributors"))
    release = publish_unvalidated(small_package, tmp_path / "dist")
    found = json.loads((release.folder / "datacite.json").read_bytes())
    assert (found["creators"], found["publisher"]) == ([{"name": ":unav"}], {"name": ":unav"})


def test_notes_are_printed(
    small_package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The command prints them after its results, and succeeds."""
    monkeypatch.setattr(importlib.import_module("onrecord.validation"), "validate", lambda folder, engine: judged())
    assert main(["publish", "--package", str(small_package), "--output", str(tmp_path / "dist")]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[-3:] == [f"note: {NO_DATE}", f"note: {NO_DESCRIPTION}", f"note: {NO_HOMEPAGE}"]


def test_the_next_release(small_package: Path, tmp_path: Path) -> None:
    """Companions do not change the package; an altered one that the zip holds is reported, others are not asked for."""
    release = publish_unvalidated(small_package, tmp_path / "dist")
    assert not publish_unvalidated(small_package, tmp_path / "dist").is_new
    edit_cell(small_package, "quotes", quote_id("empty"), "cue", "told us")
    readme = release.folder / "README.md"
    content = readme.read_bytes()
    readme.write_bytes(b"# Mine\n")
    with pytest.raises(ReleaseError, match=r"1\.0\.0: not as published \(README\.md\); restore it from its zip"):
        publish_unvalidated(small_package, tmp_path / "dist")
    readme.write_bytes(content)
    again = publish_unvalidated(small_package, tmp_path / "dist")
    assert (again.version, again.changes) == ("1.0.1", ("quotes: 1 row changed",))
    assert "Version 1.0.1 of `small`" in (again.folder / "README.md").read_text(encoding="utf-8")


def add_file(package: Path, path: str) -> None:
    """Adds a file to a package and to its descriptor."""
    (package / path).parent.mkdir(exist_ok=True)
    (package / path).write_bytes(b"ours\n")
    edit_descriptor(package, lambda value: value["resources"].append({"name": "ours", "path": path}))


def test_a_readme_of_the_package_is_kept(small_package: Path, tmp_path: Path) -> None:
    """A file that the package lists is part of the release as it is, in the folder and in the zip."""
    add_file(small_package, "README.md")
    edit_descriptor(small_package, leave())
    release = publish_unvalidated(small_package, tmp_path / "dist")
    assert (release.folder / "README.md").read_bytes() == b"ours\n"
    with zipfile.ZipFile(release.zip) as zipped:
        assert zipped.read("README.md") == b"ours\n"
    assert release.notes == ("README.md is a file of the package, and stays as it is",)
    assert not publish_unvalidated(small_package, tmp_path / "dist").is_new


@pytest.mark.parametrize("path", ["parquet/Quotes.parquet", "small-1.0.0.sqlite", "small-1.0.0.zip"])
def test_a_name_that_publishing_needs(small_package: Path, tmp_path: Path, path: str) -> None:
    """A file of the package is never written over."""
    add_file(small_package, path)
    with pytest.raises(ReleaseError, match="is a file of the package, but publish writes that name; rename"):
        publish_unvalidated(small_package, tmp_path / "dist")
    assert names(tmp_path / "dist") == set()


def test_a_table_that_cannot_name_a_file(tmp_path: Path) -> None:
    """The name of a table is not taken for a path, and no oddity of a descriptor stops the release."""

    def edit(descriptor: dict[str, Any]) -> None:
        descriptor["resources"][0]["name"] = "../Ärger & co"
        descriptor["resources"][0]["schema"]["fields"][0]["skos:exactMatch"] = 5
        descriptor["licenses"] = [{"name": "our own", "path": "LICENSE.md"}]
        descriptor["contributors"] = [{"title": "A", "roles": ["creator"]}, {"title": "A", "role": "publisher"}]
        descriptor["sources"] = [{"title": "T", "path": "t.csv"}, {"title": "T"}]
        descriptor |= {"created": "2031-05-13T00:00:00Z", "description": "Odd."}

    rows = {name: rows for name, (_, rows) in every_constraint.tables().items()}
    package = every_constraint.write_package(tmp_path / "odd", rows)
    edit_descriptor(package, edit)
    release = publish_unvalidated(package, tmp_path / "dist")
    assert (release.folder / "parquet" / "%2E.%2F%C3%84rger%20%26%20co.parquet").is_file()
    crate = json.loads((release.folder / "ro-crate-metadata.json").read_bytes())
    ids = [node["@id"] for node in crate["@graph"]]
    assert len(ids) == len(set(ids))
    assert {"#A", "#source-T", "#licence-our%20own"} <= set(ids)


def test_a_value_that_no_format_holds_leaves_no_trace(small_package: Path, tmp_path: Path) -> None:
    """The release is not there at all, and the release before it is unchanged."""
    publish_unvalidated(small_package, tmp_path / "dist")
    before = contents(tmp_path / "dist")
    edit_cell(small_package, "articles", ARTICLES[MILL], "length", "9" * 20)
    with pytest.raises(
        ReleaseError, match=r"^data/articles\.csv:2: length is '9{20}', which 64 bits do not hold; correct"
    ):
        publish_unvalidated(small_package, tmp_path / "dist")
    assert contents(tmp_path / "dist") == before


def leave_texts_out(descriptor: dict[str, Any]) -> None:
    """Makes a descriptor's package one whose texts may not be passed on."""
    descriptor["onrecord"]["texts"] = "none"
    descriptor["resources"] = [entry for entry in descriptor["resources"] if "schema" in entry]


def test_sources_that_may_not_be_passed_on(small_package: Path, tmp_path: Path) -> None:
    """Their hashes are reported, which the table of articles has."""
    edit_descriptor(small_package, leave_texts_out)
    release = publish_unvalidated(small_package, tmp_path / "dist")
    graph = json.loads((release.folder / "provenance.json").read_bytes())["@graph"]
    assert [(node["@id"], node["sha256"]) for node in graph if node["@id"].startswith("seeds/")] == [
        (path, hashlib.sha256((small_package / path).read_bytes()).hexdigest())
        for path in ("seeds/ferry.txt", "seeds/mill.txt")
    ]


def test_a_package_of_others(tmp_path: Path) -> None:
    """Any tables are published, in every format, and read back by their own schema."""
    rows = {name: rows for name, (_, rows) in every_constraint.tables().items()}
    release = publish_unvalidated(every_constraint.write_package(tmp_path / "every", rows), tmp_path / "dist")
    graph = json.loads((release.folder / "provenance.json").read_bytes())["@graph"]
    assert [node["@id"] for node in graph][:3] == ["./", "#publish", "#onrecord"]
    assert not [node for node in graph if node["@id"] == "#convert"]
    assert {path for path in names(release.folder) if path.startswith("parquet/")} == {
        f"parquet/{name}.parquet" for name in rows
    }
    page = (release.folder / "README.md").read_text(encoding="utf-8")
    assert "| [stops](#stops) | 3 | 3 |" in page
    assert [problem for problem in validate(release.folder) if problem.severity == "error"] == []


def write_flawed_package(folder: Path) -> Path:
    """A third-party package in which two cells of a column break their type, and one of another its list."""
    folder.mkdir()
    fields = [
        {"name": "id", "type": "string"},
        {"name": "size", "type": "integer"},
        {"name": "kind", "type": "string", "constraints": {"enum": ["a", "b"]}},
    ]
    resource = {"name": "t", "type": "table", "path": "t.csv", "schema": {"fields": fields, "primaryKey": ["id"]}}
    (folder / "t.csv").write_bytes(b"id,size,kind\n1,7,a\n2,8,c\n")
    value = {"$schema": SCHEMA, "name": "flawed", "resources": [resource]}
    (folder / "datapackage.json").write_bytes(dump(value))
    return folder


def test_accepted_problems(tmp_path: Path) -> None:
    """They do not stop a release, which names them with their reasons and carries the list; any other problem does."""
    package = write_flawed_package(tmp_path / "flawed")
    with pytest.raises(InvalidPackage, match="1 problem found"):
        publish(package, tmp_path / "dist")
    known = tmp_path / "known.csv"
    write_accepted(known, list(validate(package)), "c | was a kind\nonce <b>")
    release = publish(package, tmp_path / "dist", accepted=known)
    assert "README.md lists 1 accepted problem" in release.notes
    page = (release.folder / "README.md").read_text(encoding="utf-8")
    section = page.partition("## Known problems\n")[2].partition("\n## ")[0]
    assert section == (
        "\nThe publisher knows of these and publishes all the same. `accepted.csv` lists each of them, with which\n"
        "`onrecord validate --package . --accepted accepted.csv` finds no other.\n\n"
        "| rule | file | column | problems | reason |\n| --- | --- | --- | --- | --- |\n"
        "| `value-not-allowed` | t.csv | kind | 1 | c \\| was a kind once \\<b> |\n"
    )
    assert (release.folder / "accepted.csv").read_bytes() == known.read_bytes()
    with zipfile.ZipFile(release.zip) as zipped:
        assert zipped.read("accepted.csv") == known.read_bytes()
    with contextlib.closing(sqlite3.connect(release.folder / "flawed-1.0.0.sqlite")) as database:
        assert database.execute("SELECT * FROM t").fetchall() == [("1", 7, "a"), ("2", 8, "c")]
    assert "-- t is left out: it has problems that its publisher accepts.\n" in (
        release.folder / "postgres.sql"
    ).read_text(encoding="utf-8")
    judged_again = ["validate", "--package", str(release.zip), "--accepted", str(release.folder / "accepted.csv")]
    assert main(judged_again) == 0
    (package / "t.csv").write_bytes(b"id,size,kind\n1,7,a\n2,8,c\n3,x,b\n")
    with pytest.raises(InvalidPackage) as caught:
        publish(package, tmp_path / "dist", accepted=known)
    assert [(one.code, one.line) for one in caught.value.problems] == [("type-error", 4)]
    (package / "t.csv").write_bytes(b"id,size,kind\n1,7,a\n")
    with pytest.raises(InvalidPackage) as caught:
        publish(package, tmp_path / "dist", accepted=known)
    assert [one.code for one in caught.value.problems] == ["accepted-but-gone"]


def test_an_accepted_cell_that_is_not_of_its_type(tmp_path: Path) -> None:
    """No format with types can hold it: the table is in its own alone, which is reported."""
    package, known = write_flawed_package(tmp_path / "flawed"), tmp_path / "known.csv"
    (package / "t.csv").write_bytes(b"id,size,kind\n1,seven,a\n")
    write_accepted(known, list(validate(package)), "a word")
    release = publish(package, tmp_path / "dist", accepted=known)
    assert (
        "t is not written in other formats, because of an accepted problem: t.csv:2: size is 'seven', "
        "which is not a valid integer; correct the cell, or declare the column as a string"
    ) in release.notes
    assert not (release.folder / "parquet").exists()


def test_a_list_that_accepts_nothing(small_package: Path, tmp_path: Path) -> None:
    """A release of a package without problems speaks of none; a file that is not a valid list is refused."""
    known = tmp_path / "known.csv"
    write_accepted(known, [], "none")
    release = publish(small_package, tmp_path / "dist", accepted=known)
    assert not (release.folder / "accepted.csv").exists()
    assert "Known problems" not in (release.folder / "README.md").read_text(encoding="utf-8")
    known.write_bytes(b"code\n")
    with pytest.raises(
        PackageError,
        match=r"known\.csv: not a list of accepted problems; its first line must be code,path,",
    ):
        publish(small_package, tmp_path / "other", accepted=known)
    assert not (tmp_path / "other").exists()


def test_what_stays_elsewhere_is_reported(tmp_path: Path) -> None:
    """A release holds no copy of what is at a URL, whatever that is of; the password of the URL is not shown."""
    package = write_flawed_package(tmp_path / "far")
    (package / "t.csv").write_bytes(b"id,size,kind\n1,7,a\n")

    def add(descriptor: dict[str, Any]) -> None:
        far = "https://ida:secret@example.org/a.csv?token=secret"
        descriptor["resources"] += [
            {"name": "many", "path": [far, "https://example.org/b.csv"], "schema": "https://example.org/s.json"},
            {"name": "photo", "path": "https://example.org/photo.jpg"},
        ]

    edit_descriptor(package, add)
    notes = publish(package, tmp_path / "dist").notes
    urls = "https://example.org/a.csv, https://example.org/b.csv, https://example.org/s.json"
    message = "is incomplete in the release, which leaves out"
    remedy = "put it into the package, as what is there may change or disappear"
    assert [note for note in notes if message in note] == [
        f"many {message} {urls}; {remedy}",
        f"photo {message} https://example.org/photo.jpg; {remedy}",
    ]

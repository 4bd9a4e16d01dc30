"""Packages of third parties, as the standard allows them: what `validate` calls valid can be published."""

from __future__ import annotations

import contextlib
import json
import shlex
import sqlite3
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from onrecord.cli import main
from onrecord.loading import load
from onrecord.package import DESCRIPTOR
from onrecord.release import InvalidPackage, Release, publish
from onrecord.validation import validate, write_accepted

from .conftest import publish_unvalidated

SCHEMA = {"fields": [{"name": "id", "type": "integer"}, {"name": "name", "type": "string"}]}
ROWS = [(1, "apple"), (2, "pear")]
PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"


def write(folder: Path, files: dict[str, bytes], *resources: dict[str, Any], **stated: Any) -> Path:
    """A package of these files and resources."""
    folder.mkdir()
    for path, content in files.items():
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_bytes(content)
    described = {"$schema": PROFILE, "name": "fruits", "resources": list(resources), **stated}
    (folder / DESCRIPTOR).write_text(json.dumps(described))
    return folder


def files_of(release: Release) -> set[str]:
    """The files of a release, by their paths in its folder."""
    return {path.relative_to(release.folder).as_posix() for path in release.folder.rglob("*") if path.is_file()}


def downloads(release: Release) -> list[tuple[str, str]]:
    """The path and the media type of each file that the metadata list."""
    document = json.loads((release.folder / "croissant.json").read_bytes())
    return [(each["@id"], each["encodingFormat"]) for each in document["distribution"]]


CSV = b"id,name\n1,apple\n2,pear\n"
# What a table is read from, by the files and the resource, and the files that the metadata list for it.
TABLES: dict[str, tuple[dict[str, bytes], dict[str, Any], list[tuple[str, str]]]] = {
    "inline objects": ({}, {"data": [{"id": 1, "name": "apple"}, {"id": 2, "name": "pear"}]}, []),
    "inline arrays": ({}, {"data": [["id", "name"], [1, "apple"], [2, "pear"]]}, []),
    "an inline string": ({}, {"data": CSV.decode(), "format": "csv"}, []),
    "several files": (
        {"a.csv": b"id,name\n1,apple\n", "b.csv": b"id,name\n2,pear\n"},
        {"path": ["a.csv", "b.csv"]},
        [("a.csv", "text/csv"), ("b.csv", "text/csv")],
    ),
    "JSON": (
        {"t.json": b'[{"id": 1, "name": "apple"}, {"id": 2, "name": "pear"}]'},
        {"path": "t.json"},
        [("t.json", "application/json")],
    ),
}


@pytest.mark.parametrize("case", TABLES)
def test_a_table_of_any_source_is_published(case: str, tmp_path: Path) -> None:
    """Data Resource: "A resource MUST contain a property describing the location of the data", path or data."""
    files, stated, message = TABLES[case]
    folder = write(tmp_path / "p", files, {"name": "t", "schema": SCHEMA, **stated})
    release = publish(folder, tmp_path / "dist")
    parquet = ("parquet/t.parquet", "application/x-parquet")
    assert pl.read_parquet(release.folder / parquet[0]).rows() == ROWS
    packed, database = ("fruits-1.0.0.zip", "application/zip"), ("fruits-1.0.0.sqlite", "application/vnd.sqlite3")
    assert downloads(release) == [packed, *message, parquet, database]


def test_the_lines_to_paste_run_nothing_of_a_strangers(tmp_path: Path) -> None:
    """A table may have any name; in the commands of README.md it is a name and nothing else."""
    name = 'it\'s "x"; touch run #'
    folder = write(tmp_path / "p", {"t.csv": CSV}, {"name": name, "path": "t.csv", "schema": SCHEMA})
    release = publish(folder, tmp_path / "dist")
    page = (release.folder / "README.md").read_text(encoding="utf-8")
    [line] = [line for line in page.splitlines() if line.startswith("sqlite3 ")]
    assert shlex.split(line) == [
        "sqlite3",
        "fruits-1.0.0.sqlite",
        f'SELECT * FROM "{name.replace(chr(34), 2 * chr(34))}" LIMIT 5',
    ]
    with contextlib.closing(sqlite3.connect(release.folder / "fruits-1.0.0.sqlite")) as database:
        assert database.execute(shlex.split(line)[2]).fetchall() == ROWS
    [frame] = [line for line in page.splitlines() if line.startswith("frame = polars.")]
    assert frame == 'frame = polars.read_parquet("parquet/it%27s%20%22x%22%3B%20touch%20run%20%23.parquet")'


def test_a_table_without_schema_is_published(tmp_path: Path) -> None:
    """Data Resource: a Table Schema is recommended and no more; its columns are of any type."""
    folder = write(tmp_path / "p", {"t.csv": CSV}, {"name": "t", "type": "table", "path": "t.csv"})
    release = publish(folder, tmp_path / "dist")
    assert pl.read_parquet(release.folder / "parquet" / "t.parquet").rows() == [("1", "apple"), ("2", "pear")]


def test_a_package_of_files_is_published(tmp_path: Path) -> None:
    """Data Package: a resource may be any data; without a table there is no database."""
    folder = write(tmp_path / "p", {"map.geojson": b"{}"}, {"name": "map", "title": "A map", "path": "map.geojson"})
    release = publish(folder, tmp_path / "dist")
    made = {
        "README.md",
        "provenance.json",
        "croissant.json",
        "dataset.jsonld",
        "dcat.jsonld",
        "index.html",
        "SHA256SUMS",
    }
    assert files_of(release) == {DESCRIPTOR, "map.geojson", "fruits-1.0.0.zip", *made}
    page = (release.folder / "README.md").read_text()
    assert "| `map.geojson` | A map |" in page
    assert "## Tables" not in page


def test_what_was_not_judged_is_not_published(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What `validate` does not call valid is not a release, unless its publisher accepts that."""
    remote = {"name": "t", "type": "table", "path": "https://example.org/t.csv", "schema": SCHEMA}
    folder = write(tmp_path / "p", {}, remote)
    assert main(["validate", "--package", str(folder)]) == 1
    capsys.readouterr()
    assert main(["publish", "--package", str(folder), "--output", str(tmp_path / "dist")]) == 1
    message = capsys.readouterr().err
    assert "the table t refers to https://example.org/t.csv, which was not fetched" in message
    assert "none of its tables could be judged, so nothing is published" in message
    assert not (tmp_path / "dist" / "fruits" / "index.json").exists()
    write_accepted(tmp_path / "known.csv", validate(folder).problems, "the server is ours")
    assert publish(folder, tmp_path / "dist", accepted=tmp_path / "known.csv").version == "1.0.0"


def test_a_package_of_nothing_is_not_published(tmp_path: Path) -> None:
    """Data Package asks for one resource at least; inline data that are not a table are judged by nobody."""
    folder = write(tmp_path / "p", {}, {"name": "t", "data": {"a": 1}})
    with pytest.raises(InvalidPackage, match="it has neither tables nor files, so nothing is published"):
        publish(folder, tmp_path / "dist")


def test_half_of_a_character_is_published(tmp_path: Path) -> None:
    """RFC 8259 lets JSON have one as an escape; it stays that in the release."""
    folder = write(tmp_path / "p", {"t.csv": CSV}, {"name": "t", "type": "table", "path": "t.csv", "title": "x\ud800"})
    assert json.loads((publish(folder, tmp_path / "dist").folder / DESCRIPTOR).read_bytes())["resources"][0][
        "title"
    ] == ("x\ud800")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_descriptor_in_any_encoding_of_unicode(encoding: str, tmp_path: Path) -> None:
    """RFC 4627, which the standard names, has JSON in UTF-8, UTF-16 or UTF-32; a mark before it may be ignored."""
    folder = write(tmp_path / "p", {"t.csv": CSV}, {"name": "t", "type": "table", "path": "t.csv", "schema": "s.json"})
    (folder / "s.json").write_bytes(json.dumps(SCHEMA).encode(encoding))
    (folder / DESCRIPTOR).write_bytes((folder / DESCRIPTOR).read_text().encode(encoding))
    verdict = validate(folder)
    message = [(one.path, one.severity) for one in verdict.problems if one.code == "byte-order-mark"]
    assert (verdict.valid, message) == (True, [(DESCRIPTOR, "advice"), ("s.json", "advice")])
    release = publish(folder, tmp_path / "dist")
    assert pl.read_parquet(release.folder / "parquet" / "t.parquet").rows() == ROWS


def test_properties_that_stand_twice(tmp_path: Path) -> None:
    """RFC 8259: "names within an object SHOULD be unique"; what is lost is reported."""
    resource = {"name": "t", "type": "table", "path": "t.json", "schema": SCHEMA}
    folder = write(tmp_path / "p", {"t.json": b'[{"id": 1, "name": "apple", "id": 2}]'}, resource)
    text = (folder / DESCRIPTOR).read_text().replace('"path":', '"path": "u.json", "path":')
    (folder / DESCRIPTOR).write_text(text)
    verdict = validate(folder)
    message = [(one.path, one.value, one.severity) for one in verdict.problems if one.code == "repeated-property"]
    assert (verdict.valid, message) == (True, [(DESCRIPTOR, "path", "advice"), ("t.json", "id", "advice")])


@pytest.mark.parametrize("text", ["id\n1\n\n3\n", "id\r\n1\r\n\r\n3\r\n"])
def test_an_empty_line_of_a_table_of_one_column(text: str, tmp_path: Path) -> None:
    """RFC 4180: a record of one field that is empty; `load`, `publish` and `validate` take it for that."""
    schema = {"fields": [{"name": "id", "type": "integer"}]}
    folder = write(
        tmp_path / "p", {"t.csv": text.encode()}, {"name": "t", "type": "table", "path": "t.csv", "schema": schema}
    )
    assert (validate(folder).valid, dict(validate(folder).tables)) == (True, {"t": 3})
    assert load(folder, "polars")["t"].rows() == [(1,), (None,), (3,)]
    parquet = publish(folder, tmp_path / "dist").folder / "parquet" / "t.parquet"
    assert pl.read_parquet(parquet).rows() == [(1,), (None,), (3,)]


@pytest.mark.parametrize(
    ("kind", "cells", "values"),
    [("year", ["2024", "2024Z"], [2024, 2024]), ("number", ["0.1", "0.1000000000000000000001"], [0.1, 0.1])],
)
def test_values_of_a_key_that_are_one_in_a_column(
    kind: str, cells: list[str], values: list[float], tmp_path: Path
) -> None:
    """The package is valid, and the databases have all its rows; the key that they cannot hold is reported."""
    schema = {"fields": [{"name": "v", "type": kind}, {"name": "w", "type": "string"}], "primaryKey": ["v"]}
    schema["foreignKeys"] = [{"fields": ["v"], "reference": {"resource": "", "fields": ["v"]}}]
    table = {"name": "t", "type": "table", "path": "t.csv", "schema": {**schema, "uniqueKeys": [["w"]]}}
    text = "".join(f"{cell},{row}\n" for row, cell in enumerate(cells))
    release = publish_unvalidated(write(tmp_path / "p", {"t.csv": f"v,w\n{text}".encode()}, table), tmp_path / "dist")
    message = "t: v is not a key in SQLite and DuckDB, where some of its values are equal"
    assert [note for note in release.notes if note.startswith("t: ")] == [f"{message}; declare the column as a string"]
    with contextlib.closing(sqlite3.connect(release.folder / "fruits-1.0.0.sqlite")) as database:
        assert database.execute("SELECT v FROM t").fetchall() == [(value,) for value in values]
        ((made,),) = database.execute("SELECT sql FROM sqlite_schema WHERE name = 't'").fetchall()
    assert 'UNIQUE ("w")' in made
    assert "PRIMARY KEY" not in made
    duckdb = (release.folder / "duckdb.sql").read_text()
    assert ("PRIMARY KEY" in duckdb, 'UNIQUE ("w")' in duckdb) == (False, True)


def test_a_table_that_is_too_wide_for_sqlite(tmp_path: Path) -> None:
    """SQLite has 2,000 columns unless it is built otherwise (sqlite.org/limits.html); the other formats have more."""
    names = [f"c{number}" for number in range(2_001)]
    schema = {"fields": [{"name": name, "type": "string"} for name in names]}
    text = "\n".join([",".join(names), ",".join("x" for _ in names), ""])
    wide = {"name": "wide", "type": "table", "path": "w.csv", "schema": schema}
    own = {"name": "t", "type": "table", "path": "t.csv", "schema": SCHEMA}
    release = publish_unvalidated(
        write(tmp_path / "p", {"w.csv": text.encode(), "t.csv": CSV}, wide, own), tmp_path / "dist"
    )
    assert "wide is not in the SQLite database, which holds at most 2,000 columns" in release.notes
    with contextlib.closing(sqlite3.connect(release.folder / "fruits-1.0.0.sqlite")) as database:
        assert database.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall() == [("t",)]
    assert pl.read_parquet(release.folder / "parquet" / "wide.parquet").shape == (1, 2_001)


@pytest.mark.parametrize("rows", [[], {}, "many", 1.5, True, None])
def test_rows_may_be_anything(rows: object, tmp_path: Path) -> None:
    """The standard has no such property; the index is one that can be read again, and published to."""
    for version, name in (("1.0.0", "apple"), ("1.1.0", "plum")):
        content = f"id,name\n1,{name}\n".encode()
        table = {"name": "t", "path": "t.csv", "type": "table", "schema": SCHEMA, "rows": rows}
        release = publish(write(tmp_path / name, {"t.csv": content}, table), tmp_path / "dist")
        assert str(release.version) == version
    index = json.loads((tmp_path / "dist" / "fruits" / "index.json").read_bytes())
    assert [each["rows"] for each in index["versions"]] == [{}, {}]

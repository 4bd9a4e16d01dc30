"""Tables as Data Resource, Table Dialect and Table Schema allow them: each is read, judged, loaded and compared.

One row a clause. The package of a row has the table `fruits`; its two rows are (1, apple) and (2, pear), in whatever
way they are stored.
"""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from onrecord.errors import PackageError
from onrecord.loading import BACKENDS, load
from onrecord.package import DESCRIPTOR
from onrecord.package.package import read_package
from onrecord.release.comparison import diff
from onrecord.release.files import release_files
from onrecord.validation import ENGINES, infer_schema, validate

SCHEMA = {"fields": [{"name": "id", "type": "integer"}, {"name": "name", "type": "string"}]}
CSV = "id,name\n1,apple\n2,pear\n"
ROWS = [[1, "apple"], [2, "pear"]]
KEYED = [{"id": 1, "name": "apple"}, {"name": "pear", "id": 2}]


def zipped(content: bytes) -> bytes:
    """A zip of one file."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("inner.csv", content)
    return file.getvalue()


def parquet(content: bytes) -> bytes:
    """The rows of a CSV file as Parquet, with the types that the cells allow."""
    file = io.BytesIO()
    pl.read_csv(content).write_parquet(file)
    return file.getvalue()


V2 = {"$schema": "https://datapackage.org/profiles/2.0/datapackage.json"}


def lines(rows: list[Any]) -> bytes:
    """JSON, a row a line."""
    return "".join(json.dumps(row) + "\n" for row in rows).encode()


# By clause: the files, and what the resource says; `path` is the first file where it says nothing else.
READ: dict[str, tuple[dict[str, bytes], dict[str, Any]]] = {
    # Data Resource.
    "Single File": ({"t.csv": CSV.encode()}, {}),
    "Multiple Files": ({"a.csv": b"id,name\n1,apple\n", "b.csv": b"id,name\n2,pear\n"}, {"path": ["a.csv", "b.csv"]}),
    "Multiple Files, as one large file": (
        {"a.csv": b"id,name\n1,apple\n", "b.csv": b"2,pear\n"},
        {"path": ["a.csv", "b.csv"]},
    ),
    "Multiple Files, no header": (
        {"a.csv": b"1,apple\n", "b.csv": b"2,pear\n"},
        {"path": ["a.csv", "b.csv"], "dialect": {"header": False}},
    ),
    "Multiple Files, compressed": (
        {"a.csv.gz": gzip.compress(b"id,name\n1,apple\n"), "b.csv.gz": gzip.compress(b"id,name\n2,pear\n")},
        {"path": ["a.csv.gz", "b.csv.gz"]},
    ),
    "Inline Data, arrays": ({}, {"data": [["id", "name"], *ROWS]}),
    "Inline Data, objects": ({}, {"data": KEYED}),
    "Inline Data, a string": ({}, {"data": CSV, "format": "csv"}),
    "url, of version 0": ({"t.csv": CSV.encode()}, {"url": "t.csv"}),
    "encoding": ({"t.csv": CSV.encode("utf-16")}, {"encoding": "utf-16"}),
    "format": ({"t.txt": CSV.encode()}, {"format": "csv"}),
    "mediatype": ({"t.txt": CSV.encode()}, {"mediatype": "text/csv"}),
    "a profile of version 1 for the type": (
        {"t.data": CSV.encode()},
        {"profile": "tabular-data-resource", "format": "csv", "type": None},
    ),
    # Compression of Resources.
    "compression by name": ({"t.csv.gz": gzip.compress(CSV.encode())}, {}),
    "compression, declared": ({"t.csv": gzip.compress(CSV.encode())}, {"compression": "gz"}),
    "compression, zip": ({"t.csv.zip": zipped(CSV.encode())}, {}),
    "compression, bz2": ({"t.csv.bz2": bz2.compress(CSV.encode())}, {}),
    "compression, xz": ({"t.csv": lzma.compress(CSV.encode())}, {"compression": "xz"}),
    # Table Dialect.
    "dialect, by path": (
        {"t.csv": b"id;name\n1;apple\n2;pear\n", "d.json": b'{"delimiter": ";"}'},
        {"dialect": "d.json"},
    ),
    "header": ({"t.csv": b"1,apple\n2,pear\n"}, {"dialect": {"header": False}}),
    "headerRows": (
        {"t.csv": b"made in 2031\nid,name\n1,apple\n2,pear\n"},
        {"dialect": {"headerRows": [2], "commentRows": [1]}},
    ),
    "headerRows and headerJoin": (
        {"t.csv": b"a fruit\nid,name\n1,apple\n2,pear\n"},
        {
            "dialect": {"headerRows": [1, 2], "headerJoin": "-"},
            "schema": {"fields": [{**field, "name": f"a fruit-{field['name']}"} for field in SCHEMA["fields"]]},
        },
    ),
    "commentRows": ({"t.csv": b"id,name\n#fruits\n1,apple\n2,pear\n"}, {"dialect": {"commentRows": [2]}}),
    "commentChar": ({"t.csv": b"#a\nid,name\n#b\n1,apple\n2,pear\n"}, {"dialect": {"commentChar": "#"}}),
    "commentChar, the first character of a row and not of a cell": (
        {"t.csv": b'id,name\n1 a "comment,\n"1",apple\n2,pear\n1'},
        {"dialect": {"commentChar": "1"}},
    ),
    "commentChar, likewise, and a delimiter of several characters": (
        {"t.csv": b'1\nid||name\n1 a "comment,\n"1"||apple\n2||pear\n1'},
        {"dialect": {"commentChar": "1", "delimiter": "||"}},
    ),
    "commentChar, within the rows of the header": (
        {"t.csv": b"id,name\n#fruits\n1,apple\n2,pear\n"},
        {"dialect": {"commentChar": "#", "headerRows": [1, 2]}},
    ),
    "delimiter": ({"t.csv": b"id|name\n1|apple\n2|pear\n"}, {"dialect": {"delimiter": "|"}}),
    "delimiter of TSV": ({"t.tsv": b"id\tname\n1\tapple\n2\tpear\n"}, {}),
    "lineTerminator, by default": ({"t.csv": CSV.replace("\n", "\r\n").encode()}, {}),
    "lineTerminator": ({"t.csv": CSV.replace("\n", "\r").encode()}, {"dialect": {"lineTerminator": "\r"}}),
    "delimiter of several characters": (
        {"t.csv": b'id||name\n1||apple\n2||"pear"\n'},
        {"dialect": {"delimiter": "||"}},
    ),
    "lineTerminator, as in the standard's example": (
        {"t.csv": b"id,name;1,apple;2,pear"},
        {"dialect": {"lineTerminator": ";"}},
    ),
    "lineTerminator of several characters": (
        {"t.csv": b"id,name;\n1,apple;\n2,pear;\n"},
        {"dialect": {"lineTerminator": ";\n"}},
    ),
    "lineTerminator, a separator of lines of Unicode": (
        {"t.csv": CSV.replace("\n", "\u2028").encode()},
        {"dialect": {"lineTerminator": "\u2028"}},
    ),
    "lineTerminator that a delimiter begins with": (
        {"t.csv": b"id||name|1||apple|2||pear|"},
        {"dialect": {"delimiter": "||", "lineTerminator": "|"}},
    ),
    "delimiter, lineTerminator, quoteChar and escapeChar": (
        {"t.csv": b"id<>name$'1'<>apple$2<>pe\\ar$"},
        {"dialect": {"delimiter": "<>", "lineTerminator": "$", "quoteChar": "'", "escapeChar": "\\"}},
    ),
    "quoteChar": ({"t.csv": b"id,name\n1,'apple'\n2,'pear'\n"}, {"dialect": {"quoteChar": "'"}}),
    "escapeChar": ({"t.csv": b"id,name\n1,ap|ple\n2,pear\n"}, {"dialect": {"escapeChar": "|", "quoteChar": None}}),
    "skipInitialSpace": ({"t.csv": b"id, name\n1, apple\n2, pear\n"}, {"dialect": {"skipInitialSpace": True}}),
    "property": ({"t.json": json.dumps({"rows": KEYED}).encode()}, {"dialect": {"property": "rows"}}),
    "itemType": ({"t.json": json.dumps([["id", "name"], *ROWS]).encode()}, {"dialect": {"itemType": "array"}}),
    "itemKeys": (
        {"t.json": json.dumps([{**row, "count": 3} for row in KEYED]).encode()},
        {"dialect": {"itemType": "object", "itemKeys": ["id", "name"]}},
    ),
    "properties of other formats": ({"t.csv": CSV.encode()}, {"dialect": {"sheetName": "a", "itemKeys": ["b"]}}),
    "JSON Lines": ({"t.ndjson": lines(KEYED)}, {}),
    "Parquet": ({"t.parquet": parquet(CSV.encode())}, {}),
    # Table Schema.
    "schema, by path": ({"t.csv": CSV.encode(), "s.json": json.dumps(SCHEMA).encode()}, {"schema": "s.json"}),
    "fieldsMatch exact": ({"t.csv": CSV.encode()}, {"schema": {**SCHEMA, "fieldsMatch": "exact"}}),
}


def write(folder: Path, clause: str, change: Callable[[bytes], bytes] = bytes) -> Path:
    """The package of a clause, its files changed."""
    files, declared = READ[clause]
    folder.mkdir()
    for name, content in files.items():
        (folder / name).write_bytes(change(content))
    entry = {"name": "fruits", "type": "table", "path": next(iter(files), None), "schema": SCHEMA, **declared}
    for name in ("path",) if {"url", "data"} & declared.keys() else ():
        del entry[name]
    resource = {name: value for name, value in entry.items() if value is not None}
    value = {**V2, "name": "p", "resources": [resource]}
    (folder / DESCRIPTOR).write_text(json.dumps(value), encoding="utf-8")
    return folder


def rows_of(frame: Any, backend: str) -> list[tuple[Any, ...]]:
    """The rows of a frame of any library."""
    if backend == "pandas":
        return [tuple(row) for row in frame.itertuples(index=False)]
    return frame.rows() if backend == "polars" else [tuple(row.values()) for row in frame.to_pylist()]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("clause", READ)
def test_it_is_judged(clause: str, engine: str, tmp_path: Path) -> None:
    """All rows are judged by each engine; nothing is wrong with them."""
    verdict = validate(write(tmp_path / "p", clause), engine=engine)
    of_the_descriptor = {"descriptor-error", "mistyped-property", "engines-disagree"}
    assert [str(problem) for problem in verdict.problems if problem.code not in of_the_descriptor] == []
    assert (dict(verdict.tables), dict(verdict.unjudged)) == ({"fruits": 2}, {})


@pytest.mark.parametrize("clause", READ)
def test_it_is_loaded(clause: str, tmp_path: Path) -> None:
    """Each backend has the two rows, with the types of the schema."""
    folder = write(tmp_path / "p", clause)
    for backend in BACKENDS:
        tables = load(folder, backend=backend)
        if backend == "duckdb":
            found = tables.execute('SELECT * FROM "fruits"').fetchall()
        else:
            found = rows_of(tables["fruits"], backend)
        assert found == [(1, "apple"), (2, "pear")], backend


@pytest.mark.parametrize("clause", READ)
def test_it_is_compared_and_published(clause: str, tmp_path: Path) -> None:
    """It does not differ from itself; it differs in no row from the plain one; a release has all its files."""
    folder = write(tmp_path / "p", clause)
    assert diff(folder, folder).comparison.changes == ()
    if "a fruit" not in json.dumps(READ[clause][1]):
        assert diff(write(tmp_path / "q", "Single File"), folder).comparison.rows == {}
    assert sorted(release_files(read_package(folder))) == sorted([*READ[clause][0], DESCRIPTOR])


@pytest.mark.parametrize("clause", READ)
def test_its_schema_is_drafted(clause: str, tmp_path: Path) -> None:
    """As the descriptor has it read; each cell is filled."""
    names = ["a fruit-id", "a fruit-name"] if "a fruit" in json.dumps(READ[clause][1]) else ["id", "name"]
    if "header" in READ[clause][1].get("dialect", ()):
        names = ["field1", "field2"]
    draft, _ = infer_schema(write(tmp_path / "p", clause) / DESCRIPTOR)
    types = [(field["name"], field["type"], field["constraints"]) for field in draft["fields"]]
    assert types == [(names[0], "integer", {"required": True}), (names[1], "string", {"required": True})]


@pytest.mark.parametrize("clause", ["Single File", "compression by name", "compression, zip", "JSON Lines", "Parquet"])
def test_a_schema_is_drafted_of_a_file_alone(clause: str, tmp_path: Path) -> None:
    """Its name shows how it is read."""
    [name] = READ[clause][0]
    draft, notes = infer_schema(write(tmp_path / "p", clause) / name)
    assert [(field["name"], field["type"]) for field in draft["fields"]] == [("id", "integer"), ("name", "string")]
    assert [note for note in notes if "dialect" in note] == []


PLACES: dict[str, tuple[str, int]] = {
    "Single File": ("t.csv", 3),
    "Multiple Files": ("b.csv", 2),
    "Multiple Files, as one large file": ("b.csv", 1),
    "url, of version 0": ("t.csv", 3),
    "headerRows": ("t.csv", 4),
    "commentRows": ("t.csv", 4),
    "commentChar": ("t.csv", 5),
    "lineTerminator": ("t.csv", 3),
    "JSON Lines": ("t.ndjson", 2),
    "delimiter of several characters": ("t.csv", 3),
    "lineTerminator, as in the standard's example": ("t.csv", 3),
    "lineTerminator of several characters": ("t.csv", 3),
}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("clause", PLACES)
def test_a_wrong_cell_is_reported_with_its_place(clause: str, engine: str, tmp_path: Path) -> None:
    """The file among several, and the line in it; `load` refuses the same."""

    def spoil(content: bytes) -> bytes:
        return content.replace(b"2,", b"x,").replace(b"2||", b"x||").replace(b'"id": 2', b'"id": "x"')

    folder = write(tmp_path / "p", clause, spoil)
    found = [
        (problem.path, problem.line, problem.field)
        for problem in validate(folder, engine=engine).problems
        if problem.code == "type-error"
    ]
    assert found == [(*PLACES[clause], "id")]
    with pytest.raises(PackageError, match=r"id is 'x', which is not a valid integer"):
        load(folder)


# Table Schema, fieldsMatch: the header, whether it matches, and the columns that are loaded.
MATCHES: list[tuple[str, str, bool]] = [
    ("exact", "a,b", True),
    ("exact", "b,a", False),
    ("exact", "a", False),
    ("exact", "a,b,c", False),
    ("equal", "b,a", True),
    ("equal", "a", False),
    ("equal", "a,b,c", False),
    ("subset", "c,b,a", True),
    ("subset", "c,b", False),
    ("superset", "b", True),
    ("superset", "b,c", False),
    ("partial", "c,b", True),
    ("partial", "c,d", False),
]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(("match", "header", "is_matched"), MATCHES)
def test_fields_match(match: str, header: str, is_matched: bool, engine: str, tmp_path: Path) -> None:
    """Columns are mapped by names; those that the schema lacks are texts, those that the data lack are left out."""
    schema = {"fields": [{"name": name, "type": "integer"} for name in "ab"], "fieldsMatch": match}
    resource = {"name": "t", "type": "table", "path": "t.csv", "schema": schema}
    standard = "https://datapackage.org/profiles/2.0/datapackage.json"
    (tmp_path / DESCRIPTOR).write_text(json.dumps({"$schema": standard, "name": "p", "resources": [resource]}))
    names = header.split(",")
    values = {"a": 1, "b": 2, "c": "x", "d": "y"}
    (tmp_path / "t.csv").write_text(f"{header}\n{','.join(str(values[name]) for name in names)}\n")
    verdict = validate(tmp_path, engine=engine)
    assert [problem.code for problem in verdict.problems if problem.code != "descriptor-error"] == (
        [] if is_matched else ["wrong-header"]
    )
    assert verdict.valid is is_matched
    if is_matched:
        frame = load(tmp_path, "polars")["t"]
        assert (frame.columns, frame.rows()) == (names, [tuple(values[name] for name in names)])
    else:
        with pytest.raises(PackageError):
            load(tmp_path)


def test_a_null_sequence_is_missing(tmp_path: Path) -> None:
    """Table Dialect, nullSequence: in each column, with what the schema says besides."""
    fields = [{"name": "a", "type": "integer"}, {"name": "b", "type": "string", "missingValues": ["-"]}]
    resource = {"name": "t", "path": "t.csv", "dialect": {"nullSequence": "\\N"}, "schema": {"fields": fields}}
    (tmp_path / DESCRIPTOR).write_text(json.dumps({**V2, "name": "p", "resources": [resource]}))
    (tmp_path / "t.csv").write_text("a,b\n\\N,x\n2,\\N\n3,-\n")
    assert load(tmp_path, "polars")["t"].rows() == [(None, "x"), (2, None), (3, None)]


@pytest.mark.parametrize("delimiter", [",", "||"])
def test_an_escaped_null_sequence_is_missing(delimiter: str, tmp_path: Path) -> None:
    """The standard's own example, as MySQL writes it; an escape character that is escaped itself is text."""
    fields = [{"name": "a", "type": "integer"}, {"name": "b", "type": "string"}]
    dialect = {"nullSequence": "\\N", "escapeChar": "\\", "delimiter": delimiter}
    resource = {"name": "t", "path": "t.csv", "dialect": dialect, "schema": {"fields": fields}}
    (tmp_path / DESCRIPTOR).write_text(json.dumps({"name": "p", "resources": [resource]}))
    rows = ["a,b", "1,\\N", "\\N,x", "3,\\\\N", '4,"\\N"', "5,\\Na", "6,N"]
    (tmp_path / "t.csv").write_text("\n".join(rows).replace(",", delimiter))
    assert [str(one) for one in validate(tmp_path).problems if one.severity == "error"] == []
    expected = [(1, None), (None, "x"), (3, "\\N"), (4, "N"), (5, "Na"), (6, "N")]
    assert load(tmp_path, "polars")["t"].rows() == expected


def test_a_row_above_the_last_row_of_the_header(tmp_path: Path) -> None:
    """It is of no header and no comment, so that nothing says that it may be lost; an empty line says nothing."""
    dialect = {"headerRows": [1, 5], "commentRows": [2]}
    resource = {"name": "t", "type": "table", "path": "t.csv", "dialect": dialect}
    (tmp_path / DESCRIPTOR).write_text(json.dumps({"name": "p", "resources": [resource]}))
    (tmp_path / "t.csv").write_text("a,b\nunits,none\n\n1,x\nc,d\n2,y\n")
    found = validate(tmp_path).problems
    assert [(one.line, one.severity) for one in found if one.code == "skipped-row"] == [(4, "advice")]
    assert load(tmp_path, "polars")["t"].rows() == [("2", "y")]


def test_values_of_json_are_of_the_types_of_the_schema(tmp_path: Path) -> None:
    """A null is missing, whatever the words for that are; a number is not a valid string and no boolean."""
    fields = [
        {"name": "a", "type": "string", "missingValues": ["-"]},
        {"name": "b", "type": "boolean", "trueValues": ["ja"], "falseValues": ["nein"]},
        {"name": "c", "type": "number", "decimalChar": ","},
        {"name": "d", "type": "array"},
    ]
    good = [["", True, 1.5, [1, "x"]], [None, None, None, None], ["-", "nein", "2,5", "[]"]]
    resource = {"name": "t", "type": "table", "data": [list("abcd"), *good], "schema": {"fields": fields}}
    (tmp_path / DESCRIPTOR).write_text(json.dumps({**V2, "name": "p", "resources": [resource]}))
    assert load(tmp_path, "polars")["t"].rows() == [
        ("", True, 1.5, '[1, "x"]'),
        (None, None, None, None),
        (None, False, 2.5, "[]"),
    ]
    resource["data"] = [list("abcd"), [5, 1, True, {}]]
    (tmp_path / DESCRIPTOR).write_text(json.dumps({**V2, "name": "p", "resources": [resource]}))
    found = [(problem.field, problem.line) for problem in validate(tmp_path).problems if problem.code == "type-error"]
    assert found == [("a", 2), ("b", 2), ("c", 2), ("d", 2)]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("form", ["data", "json", "parquet"])
def test_only_strings_are_missing_values(form: str, engine: str, tmp_path: Path) -> None:
    """Table Schema, missingValues: "dictates which string values should be treated as null values"; 0 is an integer."""
    fields = [
        {"name": "a", "type": "integer", "missingValues": ["0"], "constraints": {"required": True}},
        {"name": "b", "type": "string", "missingValues": ["-", ""]},
        {"name": "c", "type": "integer", "missingValues": ["-99"]},
    ]
    rows = [{"a": 0, "b": "0", "c": -99}, {"a": 1, "b": "-", "c": None}]
    resource: dict[str, Any] = {"name": "t", "type": "table", "path": f"t.{form}", "schema": {"fields": fields}}
    if form == "data":
        resource["data"] = rows
        del resource["path"]
    elif form == "json":
        (tmp_path / "t.json").write_text(json.dumps(rows))
    else:
        pl.DataFrame(rows).write_parquet(tmp_path / "t.parquet")
    standard = "https://datapackage.org/profiles/2.0/datapackage.json"
    (tmp_path / DESCRIPTOR).write_text(json.dumps({"$schema": standard, "name": "p", "resources": [resource]}))
    message = [str(one) for one in validate(tmp_path, engine=engine).problems if one.code != "engines-disagree"]
    assert message == []
    assert load(tmp_path, "polars")["t"].rows() == [(0, "0", -99), (1, None, None)]
    string = {"a": "0", "b": "", "c": "99"}
    resource = {"name": "t", "type": "table", "data": [string], "schema": {"fields": fields}}
    (tmp_path / DESCRIPTOR).write_text(json.dumps({"$schema": standard, "name": "p", "resources": [resource]}))
    assert [one.code for one in validate(tmp_path, engine=engine).errors] == ["required-missing"]


def test_a_table_without_a_schema(tmp_path: Path) -> None:
    """It has the columns of its header, as texts; that its rows are as long as that is judged."""
    declared = {"name": "t", "type": "table", "path": "t.csv"}
    resources = [declared, {"name": "u", "path": "u.csv", "dialect": {"header": False}}]
    (tmp_path / DESCRIPTOR).write_text(json.dumps({"name": "p", "resources": resources}))
    (tmp_path / "t.csv").write_text("a,b\n1,2\n3\n")
    (tmp_path / "u.csv").write_text("1,2\n3,4\n")
    verdict = validate(tmp_path)
    assert [(one.table, one.code, one.line) for one in verdict.problems if one.table] == [
        ("t", "schema-advice", 0),
        ("t", "wrong-cell-count", 3),
    ]
    assert verdict.advice[0].message == (
        "the table has no schema; by their cells, its columns are a integer, b integer"
    )
    assert dict(verdict.tables) == {"t": 2, "u": 2}
    (tmp_path / "t.csv").write_text("a,b\n1,2\n")
    tables = load(tmp_path, "polars")
    assert (tables["t"].columns, tables["t"].rows()) == (["a", "b"], [("1", "2")])
    assert tables["u"].rows() == [("1", "2"), ("3", "4")]


def test_what_is_no_table_is_judged_as_a_file(tmp_path: Path) -> None:
    """A package needs no table; nor does a JSON file whose schema is a JSON Schema need one of tables."""
    resources = [
        {"name": "map", "path": "map.geojson", "format": "geojson"},
        {"name": "people", "path": "p.json", "schema": {"type": "array", "items": {"type": "object"}}},
        {"name": "notes", "data": {"who": "me"}},
    ]
    (tmp_path / DESCRIPTOR).write_text(json.dumps({"name": "p", "resources": resources}))
    for name in ("map.geojson", "p.json"):
        (tmp_path / name).write_text("[]")
    verdict = validate(tmp_path)
    assert (dict(verdict.tables), dict(verdict.unjudged), verdict.files, verdict.is_unjudged) == ({}, {}, 2, False)
    assert load(tmp_path, "polars") == {}


def test_a_field_without_a_name(tmp_path: Path) -> None:
    """The index of a frame of pandas becomes such a column; it is loaded like any other."""
    resource = {"name": "t", "path": "t.csv", "schema": {"fields": [{"name": "", "type": "integer"}, {"name": "a"}]}}
    (tmp_path / DESCRIPTOR).write_text(json.dumps({"name": "p", "resources": [resource]}))
    (tmp_path / "t.csv").write_text(",a\n0,x\n1,y\n")
    for backend in ("pandas", "polars", "arrow"):
        frame = load(tmp_path, backend=backend)["t"]  # type: ignore[call-overload]
        assert rows_of(frame, backend) == [(0, "x"), (1, "y")]


@pytest.mark.parametrize("cell", ["-0044-03-15T12:00:00Z", "12024-01-26T15:00:00"])
def test_an_instant_that_no_column_holds(cell: str, tmp_path: Path) -> None:
    """Table Schema, datetime: it is valid; where it cannot be loaded that is told of the cell, in each backend."""
    schema = {"fields": [{"name": "a", "type": "datetime"}]}
    resource = {"name": "t", "type": "table", "path": "t.csv", "schema": schema}
    (tmp_path / DESCRIPTOR).write_text(json.dumps({**V2, "name": "p", "resources": [resource]}))
    (tmp_path / "t.csv").write_text(f"a\n2031-01-01T00:00:00Z\n{cell}\n")
    assert [one.code for one in validate(tmp_path).errors] == []
    for backend in BACKENDS:
        with pytest.raises(PackageError) as caught:
            load(tmp_path, backend=backend)  # type: ignore[call-overload]
        message = f"t.csv:3: a is {cell!r}, which is outside of the years 1 to 9999"
        assert message in str(caught.value)


def test_equal_instants_beyond_the_calendar(tmp_path: Path) -> None:
    """In whatever zone they are written: a key that occurs twice is found."""
    schema = {"fields": [{"name": "a", "type": "datetime"}], "primaryKey": ["a"]}
    resource = {"name": "t", "type": "table", "path": "t.csv", "schema": schema}
    (tmp_path / DESCRIPTOR).write_text(json.dumps({**V2, "name": "p", "resources": [resource]}))
    rows = ["-0044-03-15T12:00:00Z", "-0044-03-15T13:00:00+01:00", "9999-12-31T24:00:00Z", "10000-01-01T00:00:00Z"]
    (tmp_path / "t.csv").write_text("\n".join(["a", *rows, ""]))
    assert [(one.code, one.line) for one in validate(tmp_path).errors] == [("duplicate-key", 3), ("duplicate-key", 5)]


NS = "2024-01-26T15:00:00.000000{}Z"


@pytest.mark.parametrize("engine", ["fast", "both"])
@pytest.mark.parametrize(
    ("declared", "cells", "errors"),
    [
        ({"constraints": {"unique": True}}, ["1", "2", "10"], ["duplicate-value:4"]),
        ({"constraints": {"minimum": NS.format(2)}}, ["1", "2", "3"], ["below-minimum:2"]),
        ({"constraints": {"exclusiveMinimum": NS.format(1)}}, ["1", "11", "2"], ["not-above-minimum:2"]),
        ({"constraints": {"enum": [NS.format(1)]}}, ["1", "10", "2"], ["value-not-allowed:4"]),
        ({"format": "any", "constraints": {"unique": True}}, ["1", "2", "10"], ["duplicate-value:4"]),
    ],
)
def test_instants_are_judged_as_fine_as_they_are(
    declared: dict[str, Any], cells: list[str], errors: list[str], engine: str, tmp_path: Path
) -> None:
    """Table Schema: "constraints MUST be tested against the logical representation of data"; nothing is cut off."""
    schema = {"fields": [{"name": "a", "type": "datetime", **declared}]}
    resource = {"name": "t", "type": "table", "path": "t.csv", "schema": schema}
    (tmp_path / DESCRIPTOR).write_text(json.dumps({**V2, "name": "p", "resources": [resource]}))
    (tmp_path / "t.csv").write_text("\n".join(["a", *map(NS.format, cells), ""]))
    verdict = validate(tmp_path, engine=engine)
    assert [f"{one.code}:{one.line}" for one in verdict.errors] == errors
    assert "engines-disagree" not in {one.code for one in verdict.problems}
    fine = [one.line for one in verdict.advice if one.code == "beyond-columns"]
    assert fine == [line for line in (2, 3, 4) if f":{line}" not in "".join(errors) or "duplicate" in errors[0]]
    with pytest.raises(PackageError, match="which is finer than a microsecond; declare the column as a string"):
        load(tmp_path)


def test_finer_instants_are_compared(tmp_path: Path) -> None:
    """`diff` finds what is changed in the seventh digit of a second."""
    schema = {"fields": [{"name": "a", "type": "datetime"}]}
    resource = {"name": "t", "type": "table", "path": "t.csv", "schema": schema}
    for name, digit in (("old", 1), ("new", 2)):
        (tmp_path / name).mkdir()
        (tmp_path / name / DESCRIPTOR).write_text(json.dumps({"name": "p", "resources": [resource]}))
        (tmp_path / name / "t.csv").write_text(f"a\n{NS.format(digit)}\n")
    assert diff(tmp_path / "old", tmp_path / "new").comparison.reasons == ("t: 1 row added, 1 removed",)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("2024-01-26 15:00 EST", "2024-01-26T20:00:00"),  # RFC 5322: "EST" is semantically equivalent to -0500
        ("2024-01-26 15:00 PST", "2024-01-26T23:00:00"),
        ("2024-01-26 15:00 GMT", "2024-01-26T15:00:00"),
        ("2024-07-26 15:00 CEST", "2024-07-26T13:00:00"),
        ("2024-01-26 15:00 +02:00", "2024-01-26T13:00:00"),
        ("2024-01-26 15:00", "2024-01-26T15:00:00"),
        ("2024-01-26 15:00 IST", None),  # of India, Ireland or Israel
    ],
)
def test_names_of_zones(cell: str, expected: str | None, tmp_path: Path) -> None:
    """Table Schema, datetime, any: a zone is never another one; where its name has several, the cell is refused."""
    schema = {"fields": [{"name": "a", "type": "datetime", "format": "any"}]}
    resource = {"name": "t", "type": "table", "path": "t.csv", "schema": schema}
    (tmp_path / DESCRIPTOR).write_text(json.dumps({"name": "p", "resources": [resource]}))
    (tmp_path / "t.csv").write_text(f"a\n{cell}\n")
    assert [one.code for one in validate(tmp_path).errors] == ([] if expected else ["wrong-format"])
    if expected:
        [(value,)] = load(tmp_path, "polars")["t"].rows()
        assert value.replace(tzinfo=None).isoformat() == expected

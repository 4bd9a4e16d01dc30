"""Tables as Parquet, SQLite and DuckDB: every type, nasty values, keys, and what a format cannot hold."""

from __future__ import annotations

import dataclasses
import datetime
import hashlib
import json
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from onrecord.errors import PackageError, ReleaseError
from onrecord.package import DESCRIPTOR, descriptor
from onrecord.package.package import read_package
from onrecord.package.parquet_files import write_parquet
from onrecord.release.formats.duckdb import is_installed, write_duckdb
from onrecord.release.formats.sqlite import write_sqlite
from onrecord.sql.schema import SqlTable, conditions, readable_tables, sql_tables
from onrecord.sql.typed import typed_table
from onrecord.sql.views import Column, View

from ....mutations import every_constraint

needs_duckdb = pytest.mark.skipif(not is_installed(), reason="DuckDB is not installed: pip install 'onrecord[duckdb]'")

# A column of each trap, with its cells and with what they are worth in Python.
D, T, M, UTC = datetime.date, datetime.time, datetime.datetime, datetime.UTC
NASTY: Mapping[str, tuple[dict[str, Any], Sequence[str], Sequence[Any]]] = {
    "id": ({"type": "string"}, ["12345e67", "007", "1_000"], ["12345e67", "007", "1_000"]),
    "yes": ({"type": "string"}, ["yes", "no", "TRUE"], ["yes", "no", "TRUE"]),
    "empty": ({"type": "string", "missingValues": ["-"]}, ["", "-", "NA"], ["", None, "NA"]),
    "lines": (
        {"type": "string"},
        ['one\ntwo, "three"', "a\r\nb", "🚢 naïve ’ \\ '; DROP TABLE x; --"],
        ['one\ntwo, "three"', "a\r\nb", "🚢 naïve ’ \\ '; DROP TABLE x; --"],
    ),
    "nullable": ({"type": "integer"}, ["5", "", "-0"], [5, None, 0]),
    "big": (
        {"type": "integer"},
        ["9223372036854775807", "-9223372036854775808", "9007199254740993"],
        [2**63 - 1, -(2**63), 2**53 + 1],
    ),
    "number": ({"type": "number"}, ["0.1", "1e-7", "-0.30000000000000004"], [0.1, 1e-7, -0.30000000000000004]),
    "odd": ({"type": "number"}, ["INF", "-INF", ""], [float("inf"), float("-inf"), None]),
    "grouped": ({"type": "number", "decimalChar": ",", "groupChar": "."}, ["1.000,5", "", "2"], [1000.5, None, 2.0]),
    "truth": ({"type": "boolean"}, ["true", "", "false"], [True, None, False]),
    "ja": ({"type": "boolean", "trueValues": ["ja"], "falseValues": ["1"]}, ["ja", "1", "ja"], [True, False, True]),
    "date": ({"type": "date"}, ["0001-01-01", "2031-02-28", "9999-12-31"], [D(1, 1, 1), D(2031, 2, 28), D.max]),
    "day": (
        {"type": "date", "format": "%d.%m.%Y"},
        ["01.02.2031", "", "31.12.2031"],
        [D(2031, 2, 1), None, D(2031, 12, 31)],
    ),
    "time": ({"type": "time"}, ["08:00:00", "23:59:59", "00:00:00"], [T(8), T(23, 59, 59), T(0)]),
    "local": (
        {"type": "datetime"},
        ["2031-05-13T08:00:00", "", "2031-05-13T08:00:00.000001"],
        [M(2031, 5, 13, 8, tzinfo=UTC), None, M(2031, 5, 13, 8, 0, 0, 1, UTC)],
    ),
    "zoned": (
        {"type": "datetime"},
        ["2031-05-13T08:00:00Z", "2031-05-13T08:00:00-04:00", ""],
        [M(2031, 5, 13, 8, tzinfo=UTC), M(2031, 5, 13, 12, tzinfo=UTC), None],
    ),
    "year": ({"type": "year"}, ["2031", "0007", ""], [2031, 7, None]),
    "month": ({"type": "yearmonth"}, ["2031-05", "0001-12", ""], ["2031-05", "0001-12", None]),
    "duration": ({"type": "duration"}, ["P1Y2M", "PT0.5S", ""], ["P1Y2M", "PT0.5S", None]),
    "object": ({"type": "object"}, ['{"a": [1, "🚢"]}', "", "{}"], ['{"a": [1, "🚢"]}', None, "{}"]),
    "list": ({"type": "list"}, ["a,b", "", "007"], [["a", "b"], None, ["007"]]),
    "days": (
        {"type": "list", "itemType": "date"},
        ["2031-05-13", "", "2031-05-14"],
        [[D(2031, 5, 13)], None, [D(2031, 5, 14)]],
    ),
    "point": (
        {"type": "geopoint"},
        ["-0.5, 51.5", "", "180,-90"],
        [{"lon": -0.5, "lat": 51.5}, None, {"lon": 180.0, "lat": -90.0}],
    ),
    "any": ({"type": "any"}, ["1", "", "x"], ["1", None, "x"]),
    "od\"d 'name": ({"type": "string"}, ["a", "b", ""], ["a", "b", None]),
}


def write_table_package(folder: Path, tables: Mapping[str, tuple[dict[str, Any], Sequence[Sequence[str]]]]) -> Path:
    """Writes a package of tables, each with its schema and its rows as text, into a new folder."""
    folder.mkdir()
    resources = []
    for name, (schema, rows) in tables.items():
        header = [field["name"] for field in schema["fields"]]
        lines = [",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in [header, *rows]]
        (folder / f"{name}.csv").write_bytes(("\n".join(lines) + "\n").encode())
        resources.append({"name": name, "type": "table", "path": f"{name}.csv", "schema": schema})
    value = {"$schema": descriptor.SCHEMA, "name": "tables", "resources": resources}
    (folder / DESCRIPTOR).write_bytes(descriptor.dump(value))
    return folder


@pytest.fixture
def nasty(tmp_path: Path) -> Path:
    """A package of one table of every type, full of traps."""
    fields = [{"name": name, **declared} for name, (declared, _, _) in NASTY.items()]
    rows = list(zip(*(cells for _, cells, _ in NASTY.values()), strict=True))
    schema = {"fields": fields, "primaryKey": ["id"], "uniqueKeys": [["big"], ["yes", "number"]]}
    return write_table_package(tmp_path / "nasty", {"traps": (schema, rows)})


def one_column(folder: Path, cells: Sequence[str], **declared: Any) -> Path:
    """A package of a table `t` with a column `v`, next to the numbers of the rows."""
    fields = [{"name": "n", "type": "integer"}, {"name": "v", **declared}]
    rows = [(str(number), cell) for number, cell in enumerate(cells)]
    return write_table_package(folder, {"t": ({"fields": fields}, rows)})


def written(package: Path, folder: Path, views: Sequence[View] = ()) -> tuple[list[SqlTable], dict[str, Path]]:
    """Writes the tables of a package in all formats; the tables and the Parquet files."""
    folder.mkdir(exist_ok=True)
    described = read_package(package)
    tables = sql_tables(readable_tables(described)[0])
    parquet = {table.name: folder / f"{table.name}.parquet" for table in tables}
    for table in tables:
        write_parquet(parquet[table.name], typed_table(described, table.resource))
    write_sqlite(folder / "all.sqlite", tables, parquet, views)
    if is_installed():
        write_duckdb(folder / "all.duckdb", tables, parquet, views)
    return tables, parquet


def from_sqlite(file: Path, query: str) -> list[tuple[Any, ...]]:
    """The rows of a query."""
    with closing(sqlite3.connect(file)) as database:
        return database.execute(query).fetchall()


def from_duckdb(file: Path, query: str) -> list[tuple[Any, ...]]:
    """The rows of a query."""
    import duckdb

    with duckdb.connect(str(file), read_only=True) as database:
        database.execute("SET TimeZone = 'UTC'")
        return database.execute(query).fetchall()


def as_in_sqlite(value: Any) -> Any:
    """A value as SQLite has it: no dates, no truth values, no lists."""
    if isinstance(value, list | dict):
        return json.dumps(value, default=as_in_sqlite)
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat().replace("+00:00", "Z")
    return int(value) if isinstance(value, bool) else value


ROWS = list(zip(*(values for _, _, values in NASTY.values()), strict=True))


def test_parquet_holds_every_type(nasty: Path, tmp_path: Path) -> None:
    """Each cell comes back as its value, and each column has its type."""
    _, parquet = written(nasty, tmp_path / "out")
    frame = pl.read_parquet(parquet["traps"])
    assert frame.rows() == ROWS
    text, integer, number = pl.String(), pl.Int64(), pl.Float64()
    assert dict(frame.schema) == {
        **dict.fromkeys(("id", "yes", "empty", "lines"), text),
        **dict.fromkeys(("nullable", "big"), integer),
        **dict.fromkeys(("number", "odd", "grouped"), number),
        **dict.fromkeys(("truth", "ja"), pl.Boolean()),
        **dict.fromkeys(("date", "day"), pl.Date()),
        "time": pl.Time(),
        **dict.fromkeys(("local", "zoned"), pl.Datetime("us", "UTC")),
        "year": integer,
        **dict.fromkeys(("month", "duration", "object"), text),
        "list": pl.List(text),
        "days": pl.List(pl.Date()),
        "point": pl.Struct({"lon": number, "lat": number}),
        **dict.fromkeys(("any", "od\"d 'name"), text),
    }


def test_sqlite_holds_every_type(nasty: Path, tmp_path: Path) -> None:
    """Each cell comes back as the value that SQLite has for it, in the order of the file, and of the right class."""
    written(nasty, tmp_path / "out")
    found = from_sqlite(tmp_path / "out" / "all.sqlite", "SELECT * FROM traps")
    expected = [tuple(map(as_in_sqlite, row)) for row in ROWS]
    assert found == expected
    assert [list(map(type, row)) for row in found] == [list(map(type, row)) for row in expected]
    declared = from_sqlite(tmp_path / "out" / "all.sqlite", "SELECT name, type, pk FROM pragma_table_info('traps')")
    integers = {"nullable", "big", "truth", "ja", "year"}
    numbers = {"number", "odd", "grouped"}
    assert declared == [
        (name, "INTEGER" if name in integers else "REAL" if name in numbers else "TEXT", int(name == "id"))
        for name in NASTY
    ]


@needs_duckdb
def test_duckdb_holds_every_type(nasty: Path, tmp_path: Path) -> None:
    """Each cell comes back as its value, and each column has its type."""
    written(nasty, tmp_path / "out")
    file = tmp_path / "out" / "all.duckdb"
    assert from_duckdb(file, "SELECT * FROM traps") == ROWS
    declared = from_duckdb(file, "SELECT column_name, data_type FROM duckdb_columns() WHERE table_name = 'traps'")
    assert dict(declared) == {
        **dict.fromkeys(("id", "yes", "empty", "lines"), "VARCHAR"),
        **dict.fromkeys(("nullable", "big"), "BIGINT"),
        **dict.fromkeys(("number", "odd", "grouped"), "DOUBLE"),
        **dict.fromkeys(("truth", "ja"), "BOOLEAN"),
        **dict.fromkeys(("date", "day"), "DATE"),
        "time": "TIME",
        **dict.fromkeys(("local", "zoned"), "TIMESTAMP WITH TIME ZONE"),
        "year": "BIGINT",
        "month": "VARCHAR",
        "duration": "VARCHAR",
        "object": "JSON",
        "list": "VARCHAR[]",
        "days": "DATE[]",
        "point": "STRUCT(lon DOUBLE, lat DOUBLE)",
        "any": "VARCHAR",
        "od\"d 'name": "VARCHAR",
    }


def test_every_constraint_of_the_standard(tmp_path: Path) -> None:
    """A package that uses all of them is held by every format, and the databases hold it to its keys and lists."""
    rows = {name: rows for name, (_, rows) in every_constraint.tables().items()}
    package = every_constraint.write_package(tmp_path / "every", rows)
    tables, parquet = written(package, tmp_path / "out")
    for table in tables:
        frame = pl.read_parquet(parquet[table.name])
        assert len(frame) == len(rows[table.name])
        found = from_sqlite(tmp_path / "out" / "all.sqlite", f'SELECT * FROM "{table.name}"')
        assert found == [tuple(map(as_in_sqlite, row)) for row in frame.rows()]
        if is_installed():
            assert from_duckdb(tmp_path / "out" / "all.duckdb", f'FROM "{table.name}"') == frame.rows()
    assert from_sqlite(tmp_path / "out" / "all.sqlite", "PRAGMA foreign_key_check") == []
    assert from_sqlite(tmp_path / "out" / "all.sqlite", "PRAGMA integrity_check") == [("ok",)]
    (statement,) = from_sqlite(tmp_path / "out" / "all.sqlite", "SELECT sql FROM sqlite_schema WHERE name = 'trips'")[0]
    assert (
        statement
        == """\
CREATE TABLE "trips" ( -- trips
  "id" INTEGER NOT NULL,
  "country" TEXT,
  "place" INTEGER,
  "word" TEXT,
  "after" INTEGER,
  PRIMARY KEY ("id"),
  FOREIGN KEY ("country", "place") REFERENCES "places" ("country", "number"),
  FOREIGN KEY ("word") REFERENCES "string" ("id"),
  FOREIGN KEY ("after") REFERENCES "trips" ("id")
)"""
    )


def test_own_tables_in_sqlite(small_package: Path, tmp_path: Path) -> None:
    """Rows are those of the CSV, foreign keys have indexes, descriptions are comments, nothing is next to the file."""
    tables, parquet = written(small_package, tmp_path / "out")
    file = tmp_path / "out" / "all.sqlite"
    for table in tables:
        frame = pl.read_parquet(parquet[table.name])
        assert from_sqlite(file, f"SELECT * FROM {table.name}") == [
            tuple(map(as_in_sqlite, row)) for row in frame.rows()
        ]
    assert from_sqlite(file, "PRAGMA foreign_key_check") == []
    assert from_sqlite(
        file, "SELECT name FROM sqlite_schema WHERE tbl_name = 'vote_positions' AND sql IS NOT NULL"
    ) == [
        ("vote_positions",),
        ("vote_positions_by_article_id",),
        ("vote_positions_by_voter_id",),
    ]
    (statement,) = from_sqlite(file, "SELECT sql FROM sqlite_schema WHERE name = 'claim_entities'")[0]
    lines = statement.splitlines()
    assert lines[:2] == [
        'CREATE TABLE "claim_entities" ( -- One row says that a claim is about an entity.',
        '  "claim_id" TEXT NOT NULL, -- The claim.',
    ]
    assert lines[-7:] == [
        '  PRIMARY KEY ("claim_id", "entity_id", "role"),',
        '  FOREIGN KEY ("claim_id") REFERENCES "claims" ("claim_id"),',
        '  FOREIGN KEY ("entity_id") REFERENCES "entities" ("entity_id"),',
        '  FOREIGN KEY ("article_id") REFERENCES "articles" ("article_id"),',
        "  CHECK (\"role\" IN ('subject', 'object', 'mentioned')),",
        "  CHECK (\"status\" IN ('auto', 'confirmed', 'corrected'))",
        ")",
    ]
    assert [path.name for path in (tmp_path / "out").iterdir() if path.name.startswith("all.sqlite")] == ["all.sqlite"]


@needs_duckdb
def test_own_tables_in_duckdb(small_package: Path, tmp_path: Path) -> None:
    """Rows, keys, lists of values and descriptions are those of the package; no log is next to the file."""
    tables, parquet = written(small_package, tmp_path / "out")
    file = tmp_path / "out" / "all.duckdb"
    for table in tables:
        assert from_duckdb(file, f"FROM {table.name}") == pl.read_parquet(parquet[table.name]).rows()
    query = (
        "SELECT constraint_type, constraint_column_names FROM duckdb_constraints() WHERE table_name = 'claim_entities'"
    )
    found = [(kind, columns) for kind, columns in from_duckdb(file, query) if kind != "NOT NULL"]
    assert sorted(found) == [
        ("CHECK", ["role"]),
        ("CHECK", ["status"]),
        ("FOREIGN KEY", ["article_id"]),
        ("FOREIGN KEY", ["claim_id"]),
        ("FOREIGN KEY", ["entity_id"]),
        ("PRIMARY KEY", ["claim_id", "entity_id", "role"]),
    ]
    comment = "SELECT comment FROM duckdb_columns() WHERE table_name = 'claim_entities' AND column_name = 'claim_id'"
    assert from_duckdb(file, comment) == [("The claim.",)]
    assert [path.name for path in (tmp_path / "out").iterdir() if path.name.startswith("all.duckdb")] == ["all.duckdb"]


def test_same_tables_same_bytes(small_package: Path, tmp_path: Path) -> None:
    """Written twice, Parquet and SQLite are the same to the byte."""
    hashes = []
    for name in ("one", "two"):
        written(small_package, tmp_path / name)
        hashes.append(
            {
                path.name: hashlib.sha256(path.read_bytes()).hexdigest()
                for path in (tmp_path / name).iterdir()
                if path.suffix != ".duckdb"
            }
        )
    assert hashes[0] == hashes[1]


def test_views_are_made_when_the_tables_are_there(small_package: Path, tmp_path: Path) -> None:
    """Both databases have the view, and say what it is."""
    columns = (Column("body", "e.name", "The body."), Column("votes", "count(*)", "How many votes it took."))
    view = View(
        "votes_by_body",
        "One row is a body\nthat voted.",
        columns,
        "votes AS v JOIN entities AS e ON v.body_id = e.entity_id GROUP BY e.name",
    )
    written(small_package, tmp_path / "out", [view])
    file, query = tmp_path / "out" / "all.sqlite", "SELECT body, votes FROM votes_by_body"
    assert from_sqlite(file, query) == [("Ashgrove council", 1)]
    (statement,) = from_sqlite(file, "SELECT sql FROM sqlite_schema WHERE name = 'votes_by_body'")[0]
    assert statement.splitlines()[0] == 'CREATE VIEW "votes_by_body" AS -- One row is a body that voted.'
    if is_installed():
        file = file.with_suffix(".duckdb")
        assert from_duckdb(file, query) == [("Ashgrove council", 1)]
        comment = "SELECT comment FROM duckdb_views() WHERE view_name = 'votes_by_body'"
        assert from_duckdb(file, comment) == [("One row is a body that voted.",)]


@pytest.mark.parametrize(
    ("cell", "declared", "message"),
    [
        ("9223372036854775808", {"type": "integer"}, "which 64 bits do not hold"),
        ("1e400", {"type": "number"}, "which a float does not hold"),
        ("NaN", {"type": "number"}, "which SQLite stores as a missing value"),
        (
            "2031-05-13T08:00:00.0000001",
            {"type": "datetime"},
            "which is finer than a microsecond",
        ),
        ("9999-12-31T23:00:00-04:00", {"type": "datetime"}, "which is outside of the years 1 to 9999"),
        ("1,9223372036854775808", {"type": "list", "itemType": "integer"}, "which 64 bits do not hold"),
        ("1,INF", {"type": "list", "itemType": "number"}, "which a float does not hold"),
        ("one", {"type": "integer"}, "which is not a valid integer"),
        ("1,one", {"type": "list", "itemType": "integer"}, "which is not a valid list"),
    ],
)
def test_a_value_that_no_format_holds(tmp_path: Path, cell: str, declared: dict[str, Any], message: str) -> None:
    """It is reported with its line, its column and the remedy."""
    package = read_package(one_column(tmp_path / "package", ["", cell], **declared))
    with pytest.raises(ReleaseError) as refusal:
        typed_table(package, package.tables["t"])
    remedy = "correct the cell, or declare the column as a string"
    assert str(refusal.value) == f"t.csv:3: v is '{cell}', {message}; {remedy}"


def test_a_table_that_is_invalid(tmp_path: Path) -> None:
    """A package that was not validated is not guessed at."""
    folder = one_column(tmp_path / "package", ["1"], type="integer")
    (folder / "t.csv").write_bytes(b"n,w\n0,1\n")
    package = read_package(folder)
    with pytest.raises(
        PackageError, match=r"^t\.csv:1: the header lacks v; the header has 'w', which the schema lacks"
    ):
        typed_table(package, package.tables["t"])


@pytest.mark.parametrize(
    ("names", "columns", "words"),
    [
        (("a", "A"), ("x",), "tables a and A differ only in case, and are the same in SQL; rename one"),
        (("a",), ("x", "X"), "table a: columns x and X differ only in case, and are the same in SQL; rename one"),
        (("sqlite_a",), ("x",), "tables sqlite_a: names that begin with sqlite_ are reserved by SQLite; rename it"),
    ],
)
def test_names_that_sql_has_not(tmp_path: Path, names: Sequence[str], columns: Sequence[str], words: str) -> None:
    """Names that a database takes for one, or for its own, are reported."""
    schema = {"fields": [{"name": column, "type": "string"} for column in columns]}
    package = read_package(write_table_package(tmp_path / "package", {name: (schema, []) for name in names}))
    with pytest.raises(ReleaseError, match=words):
        sql_tables(list(package.tables.values()))


def keyed(
    fields: Sequence[str], primary: str = "", references: Mapping[str, tuple[str, str]] | None = None
) -> dict[str, Any]:
    """A schema of columns of strings with keys."""
    return {
        "fields": [{"name": name, "type": "string"} for name in fields],
        **({"primaryKey": [primary]} if primary else {}),
        "foreignKeys": [
            {"fields": [own], "reference": {"resource": table, "fields": [theirs]}}
            for own, (table, theirs) in (references or {}).items()
        ],
    }


def test_keys_that_lead_round_in_a_circle(tmp_path: Path) -> None:
    """SQLite has both foreign keys, DuckDB that to the table that was made before; rows are there in both."""
    package = write_table_package(
        tmp_path / "package",
        {
            "a": (keyed(["id", "b"], "id", {"b": ("b", "id")}), [("a1", "b1"), ("a2", "")]),
            "b": (keyed(["id", "a"], "id", {"a": ("a", "id")}), [("b1", "a2")]),
        },
    )
    tables, _ = written(package, tmp_path / "out")
    assert [(table.name, [one.table for one in table.straight]) for table in tables] == [("a", []), ("b", ["a"])]
    query = (
        "SELECT m.name, k.\"table\" FROM sqlite_schema m JOIN pragma_foreign_key_list(m.name) k WHERE m.type = 'table'"
    )
    assert from_sqlite(tmp_path / "out" / "all.sqlite", query) == [("a", "b"), ("b", "a")]
    if is_installed():
        assert from_duckdb(tmp_path / "out" / "all.duckdb", "FROM a JOIN b ON a.b = b.id") == [("a1", "b1", "b1", "a2")]


def test_keys_that_sql_has_not(tmp_path: Path) -> None:
    """A foreign key to columns that are not a key, to another type or to a table that cannot be read is left out."""
    typed = {"fields": [{"name": "id", "type": "integer"}], "primaryKey": ["id"]}
    references = {"x": ("loose", "id"), "y": ("typed", "id"), "z": ("sheet", "id")}
    package = write_table_package(
        tmp_path / "package",
        {
            "loose": (keyed(["id"]), [("1",), ("1",)]),
            "typed": (typed, [("1",)]),
            "sheet": (keyed(["id"], "id"), [("1",)]),
            "rows": (keyed(["x", "y", "z"], "", references), [("1", "1", "1")]),
        },
    )
    value = json.loads((package / DESCRIPTOR).read_bytes())
    value["resources"][2]["format"] = "xlsx"
    (package / DESCRIPTOR).write_bytes(descriptor.dump(value))
    tables, _ = written(package, tmp_path / "out")
    assert [table.references for table in tables if table.name == "rows"] == [()]
    assert readable_tables(read_package(package))[1] == [
        "sheet is of the format xlsx, which onrecord does not read, so it is not converted to other formats"
    ]


def test_lists_of_decimal_fractions(tmp_path: Path) -> None:
    """A list of allowed numbers is a condition as far as both databases read numbers as Python writes them."""
    allowed = [0.1, 1e-7, 5]
    package = one_column(tmp_path / "package", ["0.1", "1e-7", "5"], type="number", constraints={"enum": allowed})
    [table], _ = written(package, tmp_path / "out")
    assert list(conditions(table.table.field("v"))) == ['"v" IN (0.1, 1e-07, 5.0)']
    assert list(conditions(dataclasses.replace(table.table.field("v"), enum=(0.1, 0.30000000000000004)))) == []
    assert list(conditions(dataclasses.replace(table.table.field("v"), enum=(0.1, "INF")))) == []


def test_odd_names(tmp_path: Path) -> None:
    """Words of SQL, names of databases, and folders that look like patterns or partitions are only names."""
    names = ["release", "main", "memory", "temp", "select", "any", "rows"]
    fields = [{"name": name, "type": "string"} for name in ("order", "rowid", "a b", "naïve", "group.by", "-- x")]
    folder = tmp_path / "year=2031" / "[a]*'b"
    folder.mkdir(parents=True)
    rows = [("1", "2", "3", "4", "5", "6")]
    package = write_table_package(folder / "package", {name: ({"fields": fields}, rows) for name in names})
    written(package, folder / "out")
    for name in names:
        assert from_sqlite(folder / "out" / "all.sqlite", f'SELECT * FROM "{name}"') == rows
        if is_installed():
            assert from_duckdb(folder / "out" / "all.duckdb", f'SELECT * FROM "all".main."{name}"') == rows


def test_tables_without_rows(tmp_path: Path) -> None:
    """They are there with their columns and types."""
    schema = {"fields": [{"name": name, **declared} for name, (declared, _, _) in NASTY.items()]}
    package = write_table_package(tmp_path / "package", {"none": (schema, [])})
    _, parquet = written(package, tmp_path / "out")
    assert pl.read_parquet(parquet["none"]).schema["days"] == pl.List(pl.Date())
    assert len(from_sqlite(tmp_path / "out" / "all.sqlite", "PRAGMA table_info('none')")) == len(NASTY)
    if is_installed():
        assert from_duckdb(tmp_path / "out" / "all.duckdb", "FROM none") == []


def semicolons(package: Path) -> None:
    """Gives the file of a table another delimiter, another encoding and no header."""
    text = (package / "t.csv").read_bytes().decode().partition("\n")[2].replace(",", ";")
    (package / "t.csv").write_bytes(text.encode("latin-1"))
    value = json.loads((package / DESCRIPTOR).read_bytes())
    value["resources"][0] |= {"encoding": "latin-1", "dialect": {"delimiter": ";", "header": False}}
    (package / DESCRIPTOR).write_bytes(descriptor.dump(value))


@pytest.mark.parametrize("change", [lambda package: None, semicolons], ids=["as usual", "in another dialect"])
def test_the_dialect_is_read(tmp_path: Path, change: Callable[[Path], None]) -> None:
    """Whatever a file looks like, its values are the same."""
    package = one_column(tmp_path / "package", ["é", "ß"], type="string")
    change(package)
    described = read_package(package)
    assert typed_table(described, described.tables["t"]).rows() == [(0, "é"), (1, "ß")]

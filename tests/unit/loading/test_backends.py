"""One package in pandas, polars, DuckDB and pyarrow: the same values, types and views."""

from __future__ import annotations

import copy
import datetime
import json
import math
import pickle
import sys
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
import pytest

from onrecord.errors import OnrecordError, PackageError
from onrecord.loading import BACKENDS, Tables, load
from onrecord.package.own_tables import own_tables
from onrecord.sql.views import views

from ...small_package import edit_rows

V2 = {"$schema": "https://datapackage.org/profiles/2.0/datapackage.json"}
KINDS = {
    "id": "string",
    "size": "integer",
    "share": "number",
    "open": "boolean",
    "day": "date",
    "at": "time",
    "seen": "datetime",
    "end": "year",
}
ROWS = (
    "12345e67,9223372036854775807,0.1,true,0001-01-01,01:02:03,2024-01-02T03:04:05+01:00,2031\n"
    ",,,,,,,\n"
    '"NA\n",-1,NaN,false,9999-12-31,23:59:59,1969-12-31T23:59:59,0001\n'
)
VALUES = [
    (
        "12345e67",
        2**63 - 1,
        0.1,
        True,
        datetime.date(1, 1, 1),
        datetime.time(1, 2, 3),
        datetime.datetime(2024, 1, 2, 2, 4, 5, tzinfo=datetime.UTC),
        2031,
    ),
    (None,) * 8,
    (
        "NA\n",
        -1,
        math.nan,
        False,
        datetime.date(9999, 12, 31),
        datetime.time(23, 59, 59),
        datetime.datetime(1969, 12, 31, 23, 59, 59, tzinfo=datetime.UTC),
        1,
    ),
]


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A package with one table that has a column of each type."""
    schema = {"fields": [{"name": name, "type": kind} for name, kind in KINDS.items()]}
    resource = {"name": "order", "path": "order.csv", "schema": schema}
    (tmp_path / "datapackage.json").write_text(
        json.dumps({**V2, "name": "p", "resources": [resource]}), encoding="utf-8"
    )
    (tmp_path / "order.csv").write_bytes((",".join(KINDS) + "\n" + ROWS).encode())
    return tmp_path


def same(found: list[tuple[Any, ...]]) -> bool:
    """Whether rows are the expected ones; NaN is itself here, and instants may be told in other zones."""

    def plain(row: tuple[Any, ...]) -> list[Any]:
        return ["NaN" if value != value else value for value in row]

    return list(map(plain, found)) == list(map(plain, VALUES))


def test_polars(package: Path) -> None:
    """A frame of polars, missing being null."""
    frame = load(package, "polars")["order"]
    assert dict(frame.schema) == {
        "id": pl.String,
        "size": pl.Int64,
        "share": pl.Float64,
        "open": pl.Boolean,
        "day": pl.Date,
        "at": pl.Time,
        "seen": pl.Datetime("us", "UTC"),
        "end": pl.Int64,
    }
    assert same(frame.rows())


def test_pandas(package: Path) -> None:
    """A frame of pandas in types that know missing values; NaN, which is a number, is not missing."""
    frame = load(package)["order"]
    assert {name: str(dtype) for name, dtype in frame.dtypes.items()} == {
        "id": "string",
        "size": "Int64",
        "share": "Float64",
        "open": "boolean",
        "day": "datetime64[s]",
        "at": "object",
        "seen": "datetime64[us, UTC]",
        "end": "Int64",
    }
    assert frame.isna().to_numpy().tolist() == [[False] * 8, [True] * 8, [False] * 8]
    frame["at"] = frame["at"].where(frame["at"].notna(), None)
    rows = [
        tuple(
            value.date()
            if isinstance(value, pd.Timestamp) and value.tz is None
            else value.to_pydatetime()
            if isinstance(value, pd.Timestamp)
            else None
            if value is pd.NA or value is pd.NaT
            else value
            for value in row
        )
        for row in frame.itertuples(index=False, name=None)
    ]
    assert same(rows)


def test_duckdb(package: Path) -> None:
    """A connection to a database with the tables; names may be keywords of SQL."""
    pytest.importorskip("duckdb")
    connection = load(package, backend="duckdb")
    described = connection.execute('DESCRIBE "order"').fetchall()
    assert [(name, kind) for name, kind, *_ in described] == [
        ("id", "VARCHAR"),
        ("size", "BIGINT"),
        ("share", "DOUBLE"),
        ("open", "BOOLEAN"),
        ("day", "DATE"),
        ("at", "TIME"),
        ("seen", "TIMESTAMP WITH TIME ZONE"),
        ("end", "BIGINT"),
    ]
    assert same(connection.execute('FROM "order"').fetchall())


def test_arrow(package: Path) -> None:
    """A table of pyarrow."""
    pytest.importorskip("pyarrow")
    table = load(package, backend="arrow")["order"]
    assert {field.name: str(field.type) for field in table.schema} == {
        "id": "large_string",
        "size": "int64",
        "share": "double",
        "open": "bool",
        "day": "date32[day]",
        "at": "time64[ns]",
        "seen": "timestamp[us, tz=UTC]",
        "end": "int64",
    }
    assert same([tuple(row.values()) for row in table.to_pylist()])


def view_rows(package: Path, backend: str) -> dict[str, list[dict[str, Any]]]:
    """All rows of all views as a backend has them."""
    if backend == "duckdb":
        connection = load(package, "duckdb")
        return {
            name: [
                dict(zip([column.name for column in view.columns], row, strict=True))
                for row in connection.execute(f"FROM {name}").fetchall()
            ]
            for name, view in views(own_tables()).items()
        }
    if backend == "polars":
        return {name: frame.to_dicts() for name, frame in load(package, "polars").views.items()}
    if backend == "arrow":
        return {name: table.to_pylist() for name, table in load(package, "arrow").views.items()}
    return {
        name: frame.astype(object).where(frame.notna(), None).to_dict("records")
        for name, frame in load(package).views.items()
    }


@pytest.mark.parametrize("backend", BACKENDS)
def test_views_are_the_same_in_each_backend(backend: str, small_package: Path) -> None:
    """The same columns, rows and order as SQL gives them."""
    if backend in ("duckdb", "arrow"):
        pytest.importorskip({"duckdb": "duckdb", "arrow": "pyarrow"}[backend])
    found = view_rows(small_package, backend)
    assert list(found) == list(views(own_tables()))
    assert all(found.values())
    assert found == view_rows(small_package, "polars")
    for name, rows in found.items():
        assert [*rows[0]] == [column.name for column in views(own_tables())[name].columns]


@pytest.mark.parametrize("backend", BACKENDS)
def test_rows_of_views_stand_in_the_order_of_the_text(backend: str, small_package: Path) -> None:
    """However the tables are sorted, and also by what the view does not show."""
    if backend in ("duckdb", "arrow"):
        pytest.importorskip({"duckdb": "duckdb", "arrow": "pyarrow"}[backend])
    for table, place in (("votes", "vote_id"), ("vote_positions", "voter")):
        edit_rows(small_package, table, lambda rows, place=place: rows.append({**rows[0], place: "a", "start": "0"}))
    sorted_ones = view_rows(small_package, backend)
    assert sorted_ones["votes_wide"][0]["vote_id"] == "a"
    assert sorted_ones["positions_named"][0]["voter"] == "a"
    for table in own_tables():
        edit_rows(small_package, table, list.reverse)
    assert view_rows(small_package, backend) == sorted_ones


def test_views_are_made_when_they_are_asked_for(small_package: Path) -> None:
    """By name and by attribute one frame; a copy has them, too; counts are integers."""
    tables = load(small_package)
    assert tables.views.speaker_counts is tables.views["speaker_counts"]
    assert str(tables.views.speaker_counts["quotes"].dtype) == "Int64"
    assert repr(tables.views) == (
        "Views(quotes_named, speaker_counts, votes_wide, positions_named, claims_named, voices, stories, "
        "speaker_stories)"
    )
    with pytest.raises(AttributeError, match=r"^no view votes; the package has quotes_named, speaker_counts, "):
        tables.views.votes  # noqa: B018
    for copied in (copy.copy(tables), pickle.loads(pickle.dumps(tables))):
        pd.testing.assert_frame_equal(copied.views.votes_wide, tables.views.votes_wide)


def test_a_package_without_the_tables_has_no_views(package: Path) -> None:
    """Third-party packages load, too."""
    tables = load(package, backend="polars")
    assert dict(tables.views) == {}
    with pytest.raises(AttributeError, match=r"^no view quotes_named; the package has no views$"):
        tables.views.quotes_named  # noqa: B018


@pytest.mark.parametrize(("backend", "library"), [("duckdb", "duckdb"), ("arrow", "pyarrow")])
def test_a_library_that_is_missing(backend: Any, library: str, package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The extra that brings it is named."""
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(OnrecordError) as caught:
        load(package, backend)
    assert str(caught.value) == (
        f"backend '{backend}' needs {library}, which is not installed; run pip install 'onrecord[{backend}]'"
    )


def test_pandas_and_polars_need_no_extra(small_package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tables and views are there without pyarrow and DuckDB."""
    monkeypatch.setitem(sys.modules, "duckdb", None)
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    for tables in (load(small_package), load(small_package, "polars")):
        assert isinstance(tables, Tables)
        assert [len(frame) for frame in tables.views.values()] == [5, 3, 1, 1, 4, 4, 2, 3]


def test_an_unknown_backend(package: Path) -> None:
    """The ones that there are, are listed."""
    with pytest.raises(OnrecordError, match=r"^there is no backend 'dask'; use one of pandas, polars, duckdb, arrow$"):
        load(package, "dask")  # type: ignore[call-overload]


def test_names_that_duckdb_takes_for_one(package: Path) -> None:
    """The error names what a database cannot hold, and the workaround."""
    pytest.importorskip("duckdb")
    descriptor = json.loads((package / "datapackage.json").read_bytes())
    descriptor["resources"][0]["schema"]["fields"][1]["name"] = "ID"
    (package / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    (package / "order.csv").write_bytes((",".join(KINDS).replace("size", "ID") + "\n" + ROWS).encode())
    with pytest.raises(PackageError, match=r"^DuckDB refuses the tables: .*; load them with another backend$"):
        load(package, backend="duckdb")
    assert load(package, backend="polars")["order"].height == 3


UNREADABLE = {
    "no CSV": (
        {"path": "order.xlsx"},
        "order is of the format xlsx, which onrecord does not read, so it cannot be loaded; ",
    ),
    "a URL": (
        {"path": "https://example.org/order.csv"},
        "order refers to https://example.org/order.csv, which was not fetched, so it cannot be loaded; ",
    ),
}


@pytest.mark.parametrize(("changes", "message"), UNREADABLE.values(), ids=UNREADABLE.keys())
def test_tables_that_are_no_csv_file(changes: dict[str, Any], message: str, package: Path) -> None:
    """The error names descriptor, table and reason."""
    descriptor = json.loads((package / "datapackage.json").read_bytes())
    descriptor["resources"][0] |= changes
    (package / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    with pytest.raises(PackageError) as caught:
        load(package)
    assert str(caught.value).startswith(f"{package / 'datapackage.json'}: {message}")


def test_other_dialects_and_encodings(package: Path) -> None:
    """A file is read as the descriptor says that it is written."""
    descriptor = json.loads((package / "datapackage.json").read_bytes())
    descriptor["resources"][0] |= {"dialect": {"delimiter": ";", "header": False}, "encoding": "utf-16"}
    (package / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    (package / "order.csv").write_bytes(ROWS.replace(",", ";").encode("utf-16"))
    assert same(load(package, backend="polars")["order"].rows())

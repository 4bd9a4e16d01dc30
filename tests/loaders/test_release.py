"""The files of a release beside the CSV: SQLite and Parquet hold the same values, its scripts load them."""

from __future__ import annotations

import contextlib
import datetime
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import semver

from onrecord import load
from onrecord.package.own_tables import own_tables
from onrecord.package.package import read_package
from onrecord.release.companions import DUCKDB, POSTGRES, VIEWS, write_companions
from onrecord.release.new_release import NewRelease
from onrecord.sql.postgres import postgres_script
from onrecord.sql.views import views, views_script

from .conformance import KINDS, Row, expected, worth, write_things
from .page import block


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a release `out` 1.0.0 with the conformance tables."""
    folder = tmp_path_factory.mktemp("release") / "dist" / "out" / "1.0.0"
    folder.parent.mkdir(parents=True)
    write_things(folder)
    files = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    new = NewRelease(semver.Version(1), None, None, (), None, [], None)
    write_companions(folder, files, folder / "out-1.0.0.zip", new)
    return folder


def plain(table: str, rows: list[dict[str, Any]]) -> list[Row]:
    """The values of rows in one form, whatever the type that a format has for them."""
    for row in rows:
        seen = row.get("seen")
        if seen is not None:
            row["seen"] = datetime.datetime.fromisoformat(str(seen)).astimezone(datetime.UTC)
        place = row.get("place")
        if place is not None:
            place = json.loads(place) if isinstance(place, str) else place
            row["place"] = [place["lon"], place["lat"]]
    return worth(KINDS[table], rows)


@pytest.mark.parametrize("table", KINDS)
def test_parquet(table: str, release: Path) -> None:
    """A file of its own for each table."""
    rows = pl.read_parquet(release / "parquet" / f"{table}.parquet").to_dicts()
    assert plain(table, rows) == expected(table)


def test_sqlite(release: Path) -> None:
    """Tables and views."""
    shown = {name: frame.to_dicts() for name, frame in load(release, "polars").views.items()}
    assert list(shown) == list(views(own_tables()))
    with contextlib.closing(sqlite3.connect(release / "out-1.0.0.sqlite")) as database:
        database.row_factory = sqlite3.Row
        for table in KINDS:
            rows = [dict(row) for row in database.execute(f"SELECT * FROM {table} ORDER BY rowid")]
            assert plain(table, rows) == expected(table)
        assert {name: [dict(row) for row in database.execute(f"SELECT * FROM {name}")] for name in shown} == shown


def test_the_command_of_the_page(release: Path) -> None:
    """SQLite's shell answers in one query who is quoted how often."""
    if not shutil.which("sqlite3"):
        pytest.skip("SQLite's shell is not installed: apt-get install sqlite3")
    command = ["bash", "-euc", block("SQLite", "sh")]
    run = subprocess.run(command, cwd=release.parents[2], capture_output=True, encoding="utf-8", check=True)
    assert run.stdout.splitlines()[0] == "Ida Brandt|2"


def test_duckdb(release: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The script makes a database with tables and views in the folder of the release; run again, it changes nothing."""
    duckdb = pytest.importorskip("duckdb")
    shown = {name: frame.to_dicts() for name, frame in load(release, "polars").views.items()}
    monkeypatch.setenv("PATH", os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]))
    shutil.copytree(release.parent, tmp_path / "dist" / "out")
    subprocess.run(["bash", "-euc", block("A DuckDB file", "sh", 2)], cwd=tmp_path, check=True)
    monkeypatch.chdir(tmp_path / "dist" / "out" / "1.0.0")
    with duckdb.connect("out-1.0.0.duckdb") as database:
        with pytest.raises(duckdb.CatalogException):
            database.execute(Path(DUCKDB).read_text(encoding="utf-8"))

        def rows(relation: str) -> list[dict[str, Any]]:
            found = database.execute(f"SELECT * FROM {relation}")
            names = [name for name, *_ in found.description]
            return [dict(zip(names, row, strict=True)) for row in found.fetchall()]

        database.execute("ROLLBACK")
        for table in KINDS:
            assert plain(table, rows(table)) == expected(table)
        assert {name: rows(name) for name in shown} == shown


def test_the_shell_of_duckdb(release: Path, tmp_path: Path) -> None:
    """The commands of the page, with DuckDB's own shell."""
    if not shutil.which("duckdb"):
        pytest.skip("DuckDB's shell is not installed: pip install duckdb-cli")
    shutil.copytree(release.parent, tmp_path / "dist" / "out")
    command = ["bash", "-euc", block("A DuckDB file", "sh", 1)]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, encoding="utf-8", check=True)
    assert "Ida Brandt" in run.stdout


def test_scripts(release: Path) -> None:
    """The scripts for PostgreSQL and for the views are those that `onrecord export` writes."""
    package = read_package(release)
    declared = {name: resource.table for name, resource in package.tables.items() if resource.table}
    assert (release / POSTGRES).read_text(encoding="utf-8") == postgres_script(package)
    assert (release / VIEWS).read_text(encoding="utf-8") == views_script(declared)

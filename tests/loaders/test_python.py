"""Libraries of Python: what onrecord loads into them, and what they read as docs/loading.md says."""

from __future__ import annotations

import contextlib
import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from onrecord import load

from .conformance import FORM_KINDS, FORMS, KINDS, Row, expected, worth, write_forms, write_things
from .page import block

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning")


def rows_of_pandas(frame: Any) -> list[Row]:
    """The rows of a frame of pandas, None where a value is missing."""
    import pandas

    def plain(value: Any) -> Any:
        value = value.to_pydatetime() if isinstance(value, pandas.Timestamp) else value
        return value.item() if hasattr(value, "item") else value

    missing = frame.isna()
    return [
        {name: None if missing[name].iloc[row] else plain(frame[name].iloc[row]) for name in frame.columns}
        for row in range(len(frame))
    ]


def rows_of_duckdb(database: Any, table: str) -> list[Row]:
    """The rows of a table of DuckDB."""
    found = database.execute(f'SELECT * FROM "{table}" ORDER BY rowid')
    names = [name for name, *_ in found.description]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


BACKENDS: dict[str, tuple[str, Callable[[Any, str], list[Row]]]] = {
    "pandas": ("pandas", lambda tables, name: rows_of_pandas(tables[name])),
    "polars": ("polars", lambda tables, name: tables[name].to_dicts()),
    "duckdb": ("duckdb", rows_of_duckdb),
    "arrow": ("pyarrow", lambda tables, name: tables[name].to_pylist()),
}


@pytest.mark.parametrize("backend", BACKENDS)
def test_onrecord(backend: Any, tmp_path: Path) -> None:
    """Every value of every type and form arrives in each backend."""
    library, rows = BACKENDS[backend]
    pytest.importorskip(library)
    loaded = load(write_things(tmp_path / "out"), backend)
    for name, kinds in KINDS.items():
        assert worth(kinds, rows(loaded, name)) == expected(name)
    assert worth(FORM_KINDS, rows(load(write_forms(tmp_path / "forms"), backend), "forms")) == FORMS


def run(code: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """The names that a snippet of the page leaves behind, run beside the package `out`."""
    write_things(folder / "out")
    monkeypatch.chdir(folder)
    names: dict[str, Any] = {}
    with contextlib.redirect_stdout(io.StringIO()):
        exec(compile(code, "docs/loading.md", "exec"), names)
    return names


ALONE: dict[str, tuple[str, Callable[[dict[str, Any], str], list[Row]]]] = {
    "pandas": ("pandas alone", lambda names, table: rows_of_pandas(names["read"](table))),
    "polars": ("polars alone", lambda names, table: names["read"](table).to_dicts()),
    "duckdb": ("DuckDB alone", lambda names, table: rows_of_duckdb(names["database"], table)),
    "pyarrow": ("pyarrow alone", lambda names, table: names["read"](table).to_pylist()),
    "frictionless": (
        "frictionless",
        lambda names, table: [row.to_dict() for row in names["package"].get_resource(table).read_rows()],
    ),
}


@pytest.mark.parametrize("library", ALONE)
def test_without_onrecord(library: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A library that is told the types of the schemas reads the same values."""
    if pytest.importorskip(library).__version__.startswith("2.") and library == "pandas":
        pytest.skip("before version 3, pandas reads some numbers with an error in the last digit")
    section, rows = ALONE[library]
    names = run(block(section, "python"), tmp_path, monkeypatch)
    for table, kinds in KINDS.items():
        assert worth(kinds, rows(names, table)) == expected(table)


def test_frictionless_reads_other_forms(tmp_path: Path) -> None:
    """It knows the properties of a schema as onrecord does, but for the groupChar of an integer, new in version 2."""
    frictionless = pytest.importorskip("frictionless")
    package = frictionless.Package(str(write_forms(tmp_path / "forms") / "datapackage.json"))
    rows = [row.to_dict() for row in package.get_resource("forms").read_rows()]
    assert worth(FORM_KINDS, rows) == [{**row, "people": None} if row["people"] == 12000 else row for row in FORMS]


def test_what_readers_make_of_cells_when_they_guess(tmp_path: Path) -> None:
    """The table of traps on the page holds: numbers of ids, nothing of words, truth values of answers."""
    file = tmp_path / "votes.csv"
    file.write_text("id,name,option,code\n12345e67,NA,yes,007\n1e5,None,no,010\n", encoding="utf-8")
    pandas, duckdb = pytest.importorskip("pandas"), pytest.importorskip("duckdb")
    frame = pandas.read_csv(file)
    assert frame["id"].tolist() == [12345e67, 1e5]
    assert frame["name"].isna().tolist() == [True, True]
    assert frame["code"].tolist() == [7, 10]
    polars = pytest.importorskip("polars")
    assert polars.read_csv(file)["id"].to_list() == [12345e67, 1e5]
    assert polars.read_csv(file)["code"].to_list() == [7, 10]
    assert duckdb.sql(f"SELECT option FROM read_csv('{file}')").fetchall() == [(True,), (False,)]


def test_the_readme(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Its lines of Python say who is quoted how often and who voted how, by frames and by SQL."""
    pytest.importorskip("duckdb")
    write_things(tmp_path / "onrecord-reference-1.0.0")
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    [code] = re.findall(r"^## Get it, check it, load it\n.*?^```python\n(.*?)^```", readme, re.M | re.S)
    monkeypatch.chdir(tmp_path)
    exec(compile(code, "README.md", "exec"), {})
    printed = capsys.readouterr().out
    assert re.findall(r"Ida Brandt\W+2\b", printed)
    assert len(re.findall(r"Ashgrove council\W+rezone the old mill\W+pass\W+5\b.*2\b", printed)) == 2

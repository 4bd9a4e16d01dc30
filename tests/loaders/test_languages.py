"""R and Node read the package as docs/loading.md says."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from ..small_package import edit_cell, entity_id
from .conformance import KINDS, Row, expected, worth, write_things
from .page import block

# Prints the classes and the rows of a frame as JSON. What JSON has no type for becomes text, and so do numbers, of
# which jsonlite writes 15 digits.
R_PRINTS = """
as_json <- function(frame) {
  types <- lapply(frame, function(column) class(column)[[1]])
  for (name in names(frame)) {
    column <- frame[[name]]
    missing <- is.na(column)
    if (inherits(column, "POSIXct")) column <- format(column, "%Y-%m-%dT%H:%M:%OS6+00:00", tz = "UTC")
    else if (inherits(column, c("Date", "hms", "integer64"))) column <- as.character(column)
    else if (is.double(column)) column <- sprintf("%.17g", column)
    column[missing] <- NA
    frame[[name]] <- column
  }
  toJSON(list(types = types, rows = frame), dataframe = "rows", na = "null", auto_unbox = TRUE)
}
"""


def has_r(*packages: str) -> bool:
    """Whether R is installed with some packages."""
    if not shutil.which("Rscript"):
        return False
    code = "".join(f"library({package});" for package in packages) or "TRUE"
    return subprocess.run(["Rscript", "-e", code], capture_output=True).returncode == 0


def printed(command: list[str], folder: Path, **environment: str) -> Any:
    """The JSON that a program prints in its last line."""
    run = subprocess.run(
        command, cwd=folder, env=os.environ | environment, capture_output=True, encoding="utf-8", timeout=300
    )
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout.splitlines()[-1])


def read_by_r(code: str, table: str, folder: Path) -> tuple[dict[str, str], list[Row]]:
    """The classes of the columns of a table that R has read, and its rows."""
    script = folder / "read.R"
    script.write_text(f'{code}{R_PRINTS}\ncat("\\n"); cat(as_json(read_package_table("{table}")))\n', encoding="utf-8")
    found = printed(["Rscript", str(script)], folder, LC_ALL="C.UTF-8", TZ="America/New_York")
    parse = {"numeric": float, "integer64": int}
    rows = []
    for row in found["rows"]:
        # jsonlite leaves out what is missing in columns of texts.
        cells = {name: row.get(name) for name in KINDS[table]}
        for name, cell in cells.items():
            if cell is not None and (read := parse.get(found["types"][name])):
                cells[name] = read(cell)
        rows.append(cells)
    return found["types"], worth(KINDS[table], rows)


def classes(**of_types: str) -> dict[str, str]:
    """The class of each column of `things`, characters where the type has none."""
    return {name: of_types.get(kind, "character") for name, kind in KINDS["things"].items()}


def test_readr(tmp_path: Path) -> None:
    """Types from the schema, missing values only where the cell is empty, integers of 64 bits by a collector."""
    if not has_r("readr", "jsonlite"):
        pytest.skip(
            "R with readr and jsonlite is not installed: apt-get install r-base-core r-cran-readr r-cran-jsonlite"
        )
    write_things(tmp_path / "out")
    code = block("R with readr", "r")
    types, rows = read_by_r(code, "things", tmp_path)
    numbers = {"integer": "integer", "year": "integer", "number": "numeric", "boolean": "logical"}
    assert types == classes(**numbers, date="Date", time="hms", datetime="POSIXct")
    assert rows == expected("things")
    types, rows = read_by_r(code + block("R with readr", "r", 1), "large", tmp_path)
    assert types == {"id": "character", "large": "integer64"}
    assert rows == expected("large")


def test_base_r(tmp_path: Path) -> None:
    """R's own reader gives texts, which are converted by the schema; of two characters that end a line it keeps one."""
    if not has_r("jsonlite"):
        pytest.skip("R with jsonlite is not installed: apt-get install r-base-core r-cran-jsonlite")
    write_things(tmp_path / "out")
    types, rows = read_by_r(block("R alone", "r"), "things", tmp_path)
    numbers = {"integer": "integer", "year": "integer", "number": "numeric", "boolean": "logical"}
    assert types == classes(**numbers, date="Date", datetime="POSIXct")
    assert rows == [{**row, "text": row["text"].replace("\r\n", "\n")} for row in expected("things")]


README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
# The names and numbers of those who are quoted, where two of them have one name: the most quoted first, then by id.
QUOTED = [("Ida Brandt", 2), ("pilots’ union", 1), ("Ida Brandt", 1)]


def write_namesakes(folder: Path) -> Path:
    """A package in which two who are quoted have one name."""
    write_things(folder)
    edit_cell(folder, "entities", entity_id("harbor office") or "", "name", "Ida Brandt")
    return folder


def test_python_of_the_readme(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its lines of Python say who is quoted how often, by id, in pandas and in DuckDB."""
    pytest.importorskip("duckdb")
    write_namesakes(tmp_path / "onrecord-reference-1.0.0")
    monkeypatch.chdir(tmp_path)
    [code] = re.findall(r"^```python\n(.*?)^```", README, re.M | re.S)
    names: dict[str, Any] = {}
    exec(compile(code, "README.md", "exec"), names)
    counts = names["tables"].views.speaker_counts
    assert list(zip(counts.speaker, counts.quotes, strict=True)) == QUOTED
    assert names["database"].sql("SELECT speaker, quotes FROM speaker_counts").fetchall() == QUOTED
    assert "Ida Brandt" in capsys.readouterr().out


def test_the_readme(tmp_path: Path) -> None:
    """Its lines of R say who is quoted how often, as those of Python do, and who voted how."""
    if not has_r():
        pytest.skip("R is not installed: apt-get install r-base-core")
    write_namesakes(tmp_path / "onrecord-reference-1.0.0")
    [code] = re.findall(r"^```r\n(.*?)^```", README, re.M | re.S)
    command = ["Rscript", "-e", code]
    run = subprocess.run(
        command, cwd=tmp_path, env=os.environ | {"LC_ALL": "C.UTF-8"}, capture_output=True, encoding="utf-8"
    )
    assert run.returncode == 0, run.stderr
    assert [line.split() for line in run.stdout.splitlines()] == [
        ["name", "Freq"],
        *([*name.split(), str(quotes)] for name, quotes in QUOTED),
        ["name", "motion", "result", "option", "value"],
        ["1", "Ashgrove", "council", "rezone", "the", "old", "mill", "pass", "yes", "5"],
        ["2", "Ashgrove", "council", "rezone", "the", "old", "mill", "pass", "no", "2"],
    ]


NODE_PRINTS = """
const plain = (value) =>
  value instanceof Date ? value.toISOString() :
  value && value.asSeconds ? value.asSeconds() :
  value && value.toISOString ? value.toISOString() : value;
const show = async (table, texts) => {
  const rows = await read(table, texts);
  const plainRow = (row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, plain(value)]));
  console.log(JSON.stringify(rows.map(plainRow)));
};
"""


def node_modules() -> str:
    """The NODE_PATH of the library `datapackage`: the one that is set, else npm's global one; empty where it is not."""
    if not shutil.which("node"):
        return ""
    places = [os.environ.get("NODE_PATH", "")]
    if npm := shutil.which("npm"):
        places.append(subprocess.run([npm, "root", "-g"], capture_output=True, encoding="utf-8").stdout.strip())
    found = next((Path(place) for place in places if place and Path(place, "datapackage").is_dir()), None)
    # Globally each library keeps what comes with it to itself.
    return f"{found}{os.pathsep}{found / 'datapackage' / 'node_modules'}" if found else ""


def test_node(tmp_path: Path) -> None:
    """The library knows the schema; integers that a number of JavaScript does not hold are asked for as texts."""
    if not (modules := node_modules()):
        pytest.skip("Node with the library datapackage is not installed: npm install -g datapackage@1.1.10")
    write_things(tmp_path / "out")
    code = block("Node", "js").split("\nread(")[0] + NODE_PRINTS
    script = tmp_path / "read.js"
    for table, texts in (("things", '["area"]'), ("large", '["large"]')):
        script.write_text(f'{code}show("{table}", {texts});\n', encoding="utf-8")
        rows = printed(["node", str(script)], tmp_path, NODE_PATH=modules, TZ="UTC")
        for row in rows:
            if row.get("large"):
                row["large"] = int(row["large"])
            if row.get("at"):  # that time of today
                row["at"] = row["at"][11:19]
        assert worth(KINDS[table], rows) == expected(table)

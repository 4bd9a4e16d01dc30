"""Characters that are not seen, or that turn the direction of writing, in what a stranger's package says of itself.

Whoever reads a release, or a script before it is run, sees what stands there.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from onrecord.cli import main
from onrecord.errors import ReleaseError
from onrecord.package import DESCRIPTOR
from onrecord.release.index import parse_index

HIDDEN = "\x1b[31m\x9b\u202e\r"
SEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\u061c]")


def package(folder: Path, name: str = "name", table: str = "t") -> Path:
    """A package that hides something wherever it may."""
    field = {
        "name": name,
        "type": "string",
        "title": HIDDEN,
        "description": f"d{HIDDEN}",
        "missingValues": ["", f"NA{HIDDEN}\\"],
    }
    fields: list[dict[str, Any]] = [{"name": "id", "type": "integer"}, field | {"constraints": {"enum": ["a", HIDDEN]}}]
    schema = {"fields": fields, "primaryKey": "id", "title": HIDDEN, "description": f"s{HIDDEN}"}
    declared = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "p",
        "version": "1.0.0",
        "title": f"p{HIDDEN}",
        "description": f"x{HIDDEN}",
        "contributors": [{"title": f"c{HIDDEN}"}],
        "sources": [{"title": f"s{HIDDEN}"}],
        "resources": [
            {
                "name": table,
                "path": "t.csv",
                "type": "table",
                "title": HIDDEN,
                "description": f"r{HIDDEN}",
                "schema": schema,
            }
        ],
    }
    folder.mkdir()
    (folder / DESCRIPTOR).write_text(json.dumps(declared))
    (folder / "t.csv").write_text(f'id,"{name}"\n1,a\n', encoding="utf-8", newline="")
    return folder


def hiding(folder: Path) -> dict[str, str]:
    """The texts in a folder with characters that are not seen, each with its surroundings."""
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.suffix in {".md", ".sql", ".json", ".jsonld", ".cff", ".txt"} and path.is_file():
            text = path.read_bytes().decode("utf-8")
            if match := SEEN.search(text):
                found[path.name] = text[max(0, match.start() - 40) : match.end() + 20]
    return found


@pytest.fixture(autouse=True)
def _state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONRECORD_STATE", str(tmp_path / "state"))
    monkeypatch.setenv("ONRECORD_CACHE", str(tmp_path / "cache"))


def test_a_release_hides_nothing(tmp_path: Path) -> None:
    """All of its texts, and the descriptor, whose value is what it was."""
    foreign, output = package(tmp_path / "p"), tmp_path / "dist"
    assert main(["publish", "--package", str(foreign), "--output", str(output)]) == 0
    assert hiding(output) == {}


def test_a_script_for_postgres_hides_nothing(tmp_path: Path) -> None:
    """Words for what is missing are named by the numbers of their characters."""
    foreign, script = package(tmp_path / "p"), tmp_path / "out" / "postgres.sql"
    script.parent.mkdir()
    assert main(["export", "postgres", "--package", str(foreign), "--output", str(script)]) == 0
    assert hiding(script.parent) == {}
    assert r"U&'NA\001b[31m\009b\202e\000d\\'" in script.read_text()


@pytest.mark.parametrize("names", [{"name": "na\u202eme"}, {"table": "t\x9b"}])
def test_a_name_that_hides_something_is_refused(
    names: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """No script of SQL can have it in another way."""
    foreign = package(tmp_path / "p", **names)
    assert main(["export", "duckdb", "--package", str(foreign), "--output", str(tmp_path / "o.db")]) == 2
    assert "names may not have invisible characters in SQL; rename it" in capsys.readouterr().err


def test_a_file_that_is_called_as_a_folder_of_the_release(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What to do about it is said, not what the system says of it."""
    folder = tmp_path / "p"
    folder.mkdir()
    fields = [{"name": "id", "type": "integer"}]
    resources = [
        {"name": "t", "path": "t.csv", "type": "table", "schema": {"fields": fields}},
        {"name": "other", "path": "parquet", "format": "bin"},
    ]
    standard = "https://datapackage.org/profiles/2.0/datapackage.json"
    declared = {"$schema": standard, "name": "p", "version": "1.0.0", "resources": resources}
    (folder / DESCRIPTOR).write_text(json.dumps(declared))
    (folder / "t.csv").write_text("id\n1\n")
    (folder / "parquet").write_text("x")
    assert main(["publish", "--package", str(folder), "--output", str(tmp_path / "dist")]) == 2
    assert "parquet is a file of the package, but publish writes that name; rename it" in capsys.readouterr().err


@pytest.mark.parametrize(
    "versions", [[{}], [{"version": 1}], [{"version": "1.0.0", "files": [5]}], [{"version": "1.0.0", "files": 5}]]
)
def test_a_broken_index_is_told_in_words(versions: Any) -> None:
    """Not in those of Python."""
    with pytest.raises(ReleaseError) as raised:
        parse_index(json.dumps({"name": "p", "versions": versions}).encode(), "index.json")
    assert not re.search(r"object|Error|subscriptable|iterable", str(raised.value))

"""URLs in a descriptor: nothing is fetched unless that is asked for, and then all is judged."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from onrecord.cli import main
from onrecord.package import DESCRIPTOR
from onrecord.release.download import fetch_url
from onrecord.validation import validate

from ..unit.release.web_server import Server, serving

SCHEMA = {"fields": [{"name": "id", "type": "integer"}]}


def write(folder: Path, server: Server) -> Path:
    """A package of three tables: one elsewhere, one whose schema and dialect are, and one that is all here."""
    folder.mkdir()
    files = {"far.csv": "id\nx\n", "schema.json": json.dumps(SCHEMA), "dialect.json": '{"header": false}'}
    for name, content in files.items():
        (server.root / name).write_text(content)
    resources = [
        {"name": "far", "path": f"{server.url}/far.csv", "schema": SCHEMA},
        {
            "name": "half",
            "path": "half.csv",
            "schema": f"{server.url}/schema.json",
            "dialect": f"{server.url}/dialect.json",
        },
        {"name": "near", "path": "near.csv", "schema": SCHEMA},
        {"name": "lost", "path": f"{server.url}/lost.csv", "schema": SCHEMA},
    ]
    (folder / DESCRIPTOR).write_text(json.dumps({"name": "p", "resources": resources}))
    (folder / "half.csv").write_text("1\ny\n")
    (folder / "near.csv").write_text("id\nz\n")
    return folder


@pytest.fixture
def server(tmp_path: Path) -> object:
    """A server of an empty folder."""
    (tmp_path / "web").mkdir()
    with serving(tmp_path / "web") as started:
        yield started


def test_nothing_is_fetched_unasked(server: Server, tmp_path: Path) -> None:
    """The tables that are elsewhere are not judged, and each says so; the others are."""
    verdict = validate(write(tmp_path / "p", server))
    assert server.asked == []
    assert list(verdict.unjudged) == ["far", "half", "lost"]
    assert [(one.table, one.value) for one in verdict.problems if one.code == "type-error"] == [("near", "z")]


def test_what_is_elsewhere_is_judged_where_asked(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Table, schema and dialect are downloaded; what is not there is told."""
    monkeypatch.setenv("ONRECORD_CACHE", str(tmp_path / "cache"))
    folder = write(tmp_path / "p", server)
    verdict = validate(folder, fetch=fetch_url)
    found = [(one.table, one.line, one.value) for one in verdict.problems if one.code == "type-error"]
    assert sorted(found) == [("far", 2, "x"), ("half", 2, "y"), ("near", 2, "z")]
    assert list(verdict.unjudged) == ["lost"]
    assert main(["validate", "--package", str(folder), "--allow-remote"]) == 1
    assert "'x' is not a valid integer" in capsys.readouterr().out


def test_each_url_is_asked_for_once(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many tables are at it, and also where it fails."""
    monkeypatch.setenv("ONRECORD_CACHE", str(tmp_path / "cache"))
    (server.root / "far.csv").write_text("id\n1\n")
    places = [f"{server.url}/far.csv", f"{server.url}/lost.csv"]
    resources = [
        {"name": f"t{number}{at}", "path": place, "schema": SCHEMA}
        for number, place in enumerate(places)
        for at in "abc"
    ]
    (tmp_path / DESCRIPTOR).write_text(json.dumps({"name": "p", "resources": resources}))
    verdict = validate(tmp_path, fetch=fetch_url)
    assert (verdict.tables, list(verdict.unjudged)) == ({"t0a": 1, "t0b": 1, "t0c": 1}, ["t1a", "t1b", "t1c"])
    assert sorted(path for path, _ in server.asked) == ["far.csv", "lost.csv"]

"""Millions of problems are counted where they cannot all be kept, and none of their kinds is hidden."""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import Any

import pytest

from onrecord.validation import sheets, validate, verdict
from onrecord.validation.budget import ProblemBudget

FIELDS = [{"name": "id", "type": "integer"}, {"name": "stays_advice", "type": "boolean"}]


@pytest.fixture
def little_room(monkeypatch: pytest.MonkeyPatch) -> None:
    """ProblemBudget for three problems, and for one of each rule in a table."""
    monkeypatch.setattr(verdict, "ProblemBudget", functools.partial(ProblemBudget, most=3, floor=1))


def package(folder: Path, content: str, fields: list[dict[str, Any]] = FIELDS) -> Path:
    """A package of one table."""
    table = {"name": "doors", "path": "doors.csv", "type": "table", "schema": {"fields": fields}}
    (folder / "doors.csv").write_text(content, encoding="utf-8")
    described = {"$schema": "https://datapackage.org/profiles/2.0/datapackage.json", "resources": [table]}
    (folder / "datapackage.json").write_text(json.dumps(described), encoding="utf-8")
    return folder


def places(folder: Path) -> list[tuple[int, str, str, str]]:
    """Line, code, severity and, where problems were left out, the message of each problem with rows."""
    found = validate(folder).problems
    return [
        (one.line, one.code, one.severity, one.message if one.code == "more-problems" else "")
        for one in found
        if one.code != "schema-advice"
    ]


@pytest.mark.usefixtures("little_room")
def test_what_is_left_out_is_counted(tmp_path: Path) -> None:
    """Columns are judged one after the other: those of the first take the room, and one of the next is kept."""
    rows = ["1,TRUE", "2,TRUE", "3,TRUE", "x,true", "y,true", "z,true", "xx,true"]
    assert places(package(tmp_path, "id,stays_advice\n" + "\n".join(rows) + "\n")) == [
        (0, "more-problems", "error", "1 more problem of the rule type-error"),
        (0, "more-problems", "advice", "2 more problems of the rule loose-form"),
        (2, "loose-form", "advice", ""),
        (5, "type-error", "error", ""),
        (6, "type-error", "error", ""),
        (7, "type-error", "error", ""),
    ]


@pytest.mark.usefixtures("little_room")
def test_advice_that_is_left_out_leaves_a_package_valid(tmp_path: Path) -> None:
    """However much of it there is; strictly, it counts as errors."""
    folder = package(tmp_path, "id,stays_advice\n" + "1,TRUE\n" * 10)
    assert (validate(folder).valid, validate(folder, strict=True).valid) == (True, False)


@pytest.mark.parametrize("row", ["", "1", "1,true,2"])
def test_rows_of_another_width_without_end(row: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """They are a problem of the file, reported once, with the line of the first row."""
    monkeypatch.setattr(sheets, "MOST_PROBLEMS", 3)
    folder = package(tmp_path, "id,stays_advice\n1,true\n" + f"{row}\n" * 4)
    verdict = validate(folder)
    assert [(one.line, one.code) for one in verdict.problems] == [(3, "wrong-cell-count")]
    assert (verdict.valid, list(verdict.unjudged)) == (False, ["doors"])

"""The verdict as people and programs read it."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import jsonschema
import pytest

from onrecord.problems import Problem
from onrecord.validation import LEVELS, RULES, Verdict, render_json, render_text, validate

from ....small_package import edit_cell, mention_id

ROOT = Path(__file__).parents[4]

ENGINES = ("frictionless 5.21.0", "pandera 0.35.0")
LOW = Problem(
    code="below-minimum",
    message="'-1' is below the minimum 0",
    remedy="correct the cell",
    path="data/mentions.csv",
    table="mentions",
    line=5,
    key="men_a",
    field="start",
    value="-1",
)
HIGH = Problem(
    code="above-maximum",
    message="'2' is above the maximum 1",
    remedy="correct the cell",
    path="data/quotes.csv",
    table="quotes",
    line=2,
    key="quo_ü",
    field="confidence",
    value="2",
)
LOWER = Problem(code="below-minimum", message="'-2' is below the minimum 0", path="data/mentions.csv", line=6)
INVALID = Verdict((LOW, LOWER, HIGH), ("one note",), {"mentions": 1000, "quotes": 1}, 3, 2, ENGINES)


def test_a_valid_package_is_one_line() -> None:
    """The line says what was judged and by whom."""
    verdict = Verdict((), (), {"articles": 1, "mentions": 1233}, 1, 1, ENGINES)
    assert render_text(verdict) == ("valid: 2 tables, 1,234 rows, judged by frictionless 5.21.0 and pandera 0.35.0\n")


def test_one_is_not_many() -> None:
    """Numbers and nouns agree."""
    verdict = Verdict((LOW,), (), {"mentions": 1}, 1, 1, ENGINES)
    assert render_text(verdict).splitlines()[-1] == (
        "invalid: 1 error in 1 table, 1 row, judged by frictionless 5.21.0 and pandera 0.35.0"
    )


def test_problems_are_summed_up_and_listed() -> None:
    """The most frequent rule first, then every problem, the notes and the verdict."""
    assert render_text(INVALID) == (
        "        2  below-minimum  A value is below the schema's minimum.\n"
        "        1  above-maximum  A value is above the schema's maximum.\n"
        "\n"
        "data/mentions.csv:5: men_a start: '-1' is below the minimum 0; correct the cell [below-minimum]\n"
        "data/mentions.csv:6: '-2' is below the minimum 0 [below-minimum]\n"
        "data/quotes.csv:2: quo_ü confidence: '2' is above the maximum 1; correct the cell [above-maximum]\n"
        "\n"
        "note: one note\n"
        "invalid: 3 errors in 2 tables, 1,001 rows, judged by frictionless 5.21.0 and pandera 0.35.0\n"
    )


@pytest.mark.parametrize(
    ("level", "message"),
    [
        ("quick", "valid: 1 table, only their sizes, hashes and headers"),
        ("rows", "valid: 1 table, 3 rows, judged by frictionless 5.21.0 and pandera 0.35.0, by the schemas only"),
    ],
)
def test_how_far_it_went(level: str, message: str) -> None:
    """Who looks at part of a package says so."""
    engines = () if level == "quick" else ENGINES
    assert render_text(Verdict((), (), {"votes": 3}, 0, 0, engines, level)) == message + "\n"


WARNED = Problem("reports-differ", "yes 6, not 5", path="data/votes.csv", line=3, severity="advice")


def test_advice_leaves_a_package_valid() -> None:
    """It is listed like errors and counted apart."""
    verdict = Verdict((WARNED,), (), {"votes": 2}, 1, 1, ENGINES)
    assert render_text(verdict).splitlines() == [
        "        1  reports-differ  (advice) Reports of the same vote give different counts.",
        "",
        "data/votes.csv:3: advice: yes 6, not 5 [reports-differ]",
        "",
        "valid: 1 piece of advice in 1 table, 2 rows, judged by frictionless 5.21.0 and pandera 0.35.0",
    ]
    both = Verdict((LOW, WARNED), (), {"votes": 2}, 1, 1, ENGINES)
    assert render_text(both).splitlines()[-1] == (
        "invalid: 1 error and 1 piece of advice in 1 table, 2 rows, judged by frictionless 5.21.0 and pandera 0.35.0"
    )


def test_a_problem_stays_on_its_line() -> None:
    """A key that holds a line break does not break the list."""
    broken = Problem(code="blank-row", message="all cells are empty", path="data/a.csv", line=2, key="Mara\r\nQuill")
    assert render_text(Verdict((broken,), (), {}, 0, 0, ENGINES)).splitlines()[2] == (
        r"data/a.csv:2: Mara\r\nQuill: all cells are empty [blank-row]"
    )


def test_json_has_the_documented_keys() -> None:
    """Programs find everything under names that stay."""
    value = json.loads(render_json(INVALID))
    assert value == {
        "valid": False,
        "level": "deep",
        "engines": ["frictionless 5.21.0", "pandera 0.35.0"],
        "tables": {"mentions": 1000, "quotes": 1},
        "not_judged": {},
        "files": 0,
        "articles": 3,
        "texts": 2,
        "notes": ["one note"],
        "problems": [{**one.as_dict(), "clause": RULES[one.code].clause} for one in (LOW, LOWER, HIGH)],
    }
    assert list(value["problems"][0]) == [
        "code",
        "message",
        "remedy",
        "path",
        "table",
        "line",
        "key",
        "field",
        "value",
        "severity",
        "clause",
    ]
    assert "quo_ü" in render_json(INVALID)


@pytest.mark.parametrize("level", LEVELS)
def test_json_is_as_its_schema_says(level: str, small_package: Path) -> None:
    """The schema in docs/ knows every key, and asks for each of them."""
    schema = json.loads((ROOT / "docs" / "verdict.schema.json").read_bytes())
    jsonschema.Draft202012Validator.check_schema(schema)
    problem = schema["$defs"]["problem"]
    assert problem["required"] == list(problem["properties"])
    assert problem["required"] == [*(field.name for field in dataclasses.fields(Problem)), "clause"]
    edit_cell(small_package, "mentions", mention_id(3), "start", "-1\u2028")
    verdict = validate(small_package, level=level, engine="fast")
    jsonschema.validate(json.loads(render_json(verdict)), schema, jsonschema.Draft202012Validator)

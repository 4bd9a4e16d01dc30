"""Where the engines agree there is one problem, where they do not there is one more."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from onrecord.problems import sort_problems
from onrecord.tableschema.schema import Table, parse_table
from onrecord.validation.engines.comparison import settle
from onrecord.validation.engines.findings import Finding, Judgement
from onrecord.validation.sheets import Sheet

SCHEMA = {
    "fields": [
        {"name": "id", "type": "string", "constraints": {"required": True}},
        {"name": "count", "type": "integer", "constraints": {"minimum": 1}},
        {"name": "code", "type": "string", "constraints": {"unique": True}},
        {"name": "place", "type": "date", "format": "wkt"},
    ],
    "primaryKey": ["id"],
    "uniqueKeys": [["id", "code"]],
    "foreignKeys": [{"fields": ["code"], "reference": {"resource": "codes", "fields": ["code"]}}],
}
THINGS: Table = parse_table("things", SCHEMA, "here")
CELLS = {"id": ["a", "b"], "count": ["0", "x"], "code": ["p", "p"], "place": ["", "north"]}


def sheet_of(cells: Mapping[str, list[str]], ragged: Mapping[int, int] | None = None) -> Sheet:
    """Two rows of `things`."""
    return Sheet("data/things.csv", THINGS, pl.DataFrame(cells), lines=[2, 3], ragged=ragged or {})


SHEET = sheet_of(CELLS)
CODES = Sheet("data/codes.csv", parse_table("codes", {"fields": []}, "here"), pl.DataFrame(), lines=[], ragged={})


def settled(contract: set[Finding], pandera: set[Finding], sheet: Sheet = SHEET) -> list[str]:
    """The problems that come of two engines' findings, as they are printed."""
    judgements = Judgement("frictionless", contract), Judgement("pandera", pandera)
    return [str(problem) for problem in sort_problems(settle(*judgements, {"things": sheet, "codes": CODES}))]


LOW = Finding("things", 0, "count", "below-minimum")
LOW_TOLD = "data/things.csv:2: a count: '0' is below the minimum 1; correct the cell [below-minimum]"
TWICE = Finding("things", 1, "code", "duplicate-value")
TWICE_TOLD = "data/things.csv:3: b code: 'p' is in line 2 already; correct the cell [duplicate-value]"
AT_COUNT, AT_CODE = "data/things.csv:2: a count", "data/things.csv:3: b code"
FAILED = (
    "could not judge the table: no reason; use --engine fast, or change what the engine does not support "
    "[engine-failed]"
)


def disagreement(place: str, message: str) -> str:
    """The line on a disagreement."""
    remedy = "write the value in its plain form; if it already is, report this as a bug in onrecord"
    return f"{place}: advice: {message}; {remedy} [engines-disagree]"


def test_a_defect_that_both_see_is_one_problem() -> None:
    """The reader is not told twice."""
    assert settled({LOW, TWICE}, {LOW, TWICE}) == [LOW_TOLD, TWICE_TOLD]


def test_a_cell_that_only_frictionless_rejects() -> None:
    """It breaks no rule of the standard; the disagreement names the rule, the place and who said what."""
    assert settled({LOW}, set()) == [
        disagreement(AT_COUNT, "frictionless rejects '0' (below-minimum), pandera accepts it"),
    ]


def test_a_cell_that_only_pandera_rejects() -> None:
    """It goes both ways."""
    assert settled(set(), {LOW}) == [
        LOW_TOLD,
        disagreement(AT_COUNT, "pandera rejects '0' (below-minimum), frictionless accepts it"),
    ]


def test_a_key_that_only_one_rejects() -> None:
    """Rules on a row among others are compared too."""
    assert settled({TWICE}, set()) == [
        disagreement(AT_CODE, "frictionless rejects 'p' (duplicate-value), pandera accepts it"),
    ]


def test_a_row_that_only_one_finds_ragged() -> None:
    """The form of rows is compared with what the reading of the file found."""
    ragged = sheet_of(CELLS, {1: 2})
    assert settled(set(), set(), ragged) == [
        disagreement("data/things.csv:3: b", "pandera rejects the row (wrong-cell-count), frictionless accepts it"),
        "data/things.csv:3: b: the row has 2 cells, the schema 4 fields; correct the row [wrong-cell-count]",
    ]


def test_rejecting_a_cell_for_different_reasons_is_agreement() -> None:
    """The reason is that of the law."""
    type_error = Finding("things", 1, "count", "type-error")
    assert settled({Finding("things", 1, "count", "below-minimum")}, {type_error}) == [
        "data/things.csv:3: b count: 'x' is not a valid integer; correct the cell [type-error]"
    ]


def test_what_only_one_engine_knows_is_no_disagreement() -> None:
    """Types that the mapper leaves to frictionless, other constraints, and uniqueKeys are told without a comparison."""
    contract = {Finding("things", 1, "place", "wrong-format"), Finding("things", 0, "count", "constraint-broken")}
    pandera = {Finding("things", 1, "id,code", "duplicate-value")}
    cells = {**CELLS, "id": ["a", "a"]}
    assert settled(contract, pandera, sheet_of(cells)) == [
        "data/things.csv:2: a count: '0' breaks a constraint of the schema; correct the cell [constraint-broken]",
        "data/things.csv:3: a id,code: 'a,p' is in line 2 already; correct the cell [duplicate-value]",
        "data/things.csv:3: a place: 'north' is not in the format wkt; correct the cell [wrong-format]",
    ]


def test_a_key_with_a_rejected_cell_is_not_judged() -> None:
    """What follows from another defect is not told."""
    rejected = Finding("things", 1, "code", "type-error")
    assert settled({rejected, TWICE}, {rejected}) == [
        "data/things.csv:3: b code: 'p' is not a valid string; correct the cell [type-error]"
    ]


def test_a_table_that_one_engine_could_not_judge_is_not_compared() -> None:
    """The failure is told, and what the other engine found."""
    contract = Judgement("frictionless", failed={"things": "no reason"})
    problems = settle(contract, Judgement("pandera", {LOW}), {"things": SHEET, "codes": CODES})
    assert [str(problem) for problem in sort_problems(problems)] == [
        f"data/things.csv: advice: frictionless {FAILED}",
        LOW_TOLD,
    ]


def test_a_reference_into_a_table_that_one_engine_could_not_judge_is_not_compared() -> None:
    """Without the target, frictionless cannot know the keys."""
    contract = Judgement("frictionless", failed={"codes": "no reason"})
    nowhere = Finding("things", 1, "code", "unknown-reference")
    problems = settle(contract, Judgement("pandera", {nowhere}), {"things": SHEET, "codes": CODES})
    assert [str(problem) for problem in sort_problems(problems)] == [
        f"data/codes.csv: advice: frictionless {FAILED}",
        "data/things.csv:3: b code: 'p' is not found in code of codes; "
        "correct the reference, or add the row [unknown-reference]",
    ]

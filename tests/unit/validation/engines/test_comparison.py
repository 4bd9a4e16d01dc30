"""A defect is one problem if the engines agree, and two if they do not."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from onrecord.problems import sort_problems
from onrecord.tableschema.schema import Table, parse_table
from onrecord.validation.engines.comparison import compare
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


def compared(by_frictionless: set[Finding], pandera: set[Finding], sheet: Sheet = SHEET) -> list[str]:
    """The problems from the findings of two engines, as they are printed."""
    judgements = Judgement("frictionless", by_frictionless), Judgement("pandera", pandera)
    return [str(problem) for problem in sort_problems(compare(*judgements, {"things": sheet, "codes": CODES}))]


LOW = Finding("things", 0, "count", "below-minimum")
LOW_LINE = "data/things.csv:2: a count: '0' is below the minimum 1; correct the cell [below-minimum]"
TWICE = Finding("things", 1, "code", "duplicate-value")
TWICE_LINE = "data/things.csv:3: b code: 'p' is already in line 2; correct the cell [duplicate-value]"
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
    """It is reported once."""
    assert compared({LOW, TWICE}, {LOW, TWICE}) == [LOW_LINE, TWICE_LINE]


def test_a_cell_that_only_frictionless_rejects() -> None:
    """It breaks no rule of the standard; the disagreement names the rule, the place and who said what."""
    assert compared({LOW}, set()) == [
        disagreement(AT_COUNT, "frictionless rejects '0' (below-minimum), pandera accepts it"),
    ]


def test_a_cell_that_only_pandera_rejects() -> None:
    """It goes both ways."""
    assert compared(set(), {LOW}) == [
        LOW_LINE,
        disagreement(AT_COUNT, "pandera rejects '0' (below-minimum), frictionless accepts it"),
    ]


def test_a_key_that_only_one_rejects() -> None:
    """Rules on a row among others are compared too."""
    assert compared({TWICE}, set()) == [
        disagreement(AT_CODE, "frictionless rejects 'p' (duplicate-value), pandera accepts it"),
    ]


def test_a_row_that_only_one_finds_ragged() -> None:
    """The form of rows is compared with what the reading of the file found."""
    ragged = sheet_of(CELLS, {1: 2})
    assert compared(set(), set(), ragged) == [
        disagreement("data/things.csv:3: b", "pandera rejects the row (wrong-cell-count), frictionless accepts it"),
        "data/things.csv:3: b: the row has 2 cells, but the schema has 4 fields; correct the row [wrong-cell-count]",
    ]


def test_rejecting_a_cell_for_different_reasons_is_agreement() -> None:
    """The reason is that of the exact rules."""
    type_error = Finding("things", 1, "count", "type-error")
    assert compared({Finding("things", 1, "count", "below-minimum")}, {type_error}) == [
        "data/things.csv:3: b count: 'x' is not a valid integer; correct the cell [type-error]"
    ]


def test_rules_of_one_engine_are_not_compared() -> None:
    """Types that are left to frictionless, other constraints, and uniqueKeys are reported without a comparison."""
    by_frictionless = {
        Finding("things", 1, "place", "wrong-format"),
        Finding("things", 0, "count", "constraint-broken"),
    }
    by_pandera = {Finding("things", 1, "id,code", "duplicate-value")}
    cells = {**CELLS, "id": ["a", "a"]}
    assert compared(by_frictionless, by_pandera, sheet_of(cells)) == [
        "data/things.csv:2: a count: '0' breaks a constraint of the schema; correct the cell [constraint-broken]",
        "data/things.csv:3: a id,code: 'a,p' is already in line 2; correct the cell [duplicate-value]",
        "data/things.csv:3: a place: 'north' is not in the format wkt; correct the cell [wrong-format]",
    ]


def test_a_key_with_a_rejected_cell_is_not_judged() -> None:
    """Problems that follow from another defect are not reported."""
    rejected = Finding("things", 1, "code", "type-error")
    assert compared({rejected, TWICE}, {rejected}) == [
        "data/things.csv:3: b code: 'p' is not a valid string; correct the cell [type-error]"
    ]


def test_a_table_that_one_engine_could_not_judge_is_not_compared() -> None:
    """The failure is reported, and the findings of the other engine."""
    by_frictionless = Judgement("frictionless", failed={"things": "no reason"})
    problems = compare(by_frictionless, Judgement("pandera", {LOW}), {"things": SHEET, "codes": CODES})
    assert [str(problem) for problem in sort_problems(problems)] == [
        f"data/things.csv: advice: frictionless {FAILED}",
        LOW_LINE,
    ]


def test_a_reference_into_a_table_that_one_engine_could_not_judge_is_not_compared() -> None:
    """Without the target, frictionless cannot judge the keys."""
    by_frictionless = Judgement("frictionless", failed={"codes": "no reason"})
    nowhere = Finding("things", 1, "code", "unknown-reference")
    problems = compare(by_frictionless, Judgement("pandera", {nowhere}), {"things": SHEET, "codes": CODES})
    assert [str(problem) for problem in sort_problems(problems)] == [
        f"data/codes.csv: advice: frictionless {FAILED}",
        "data/things.csv:3: b code: 'p' is not found in code of codes; "
        "correct the reference, or add the row [unknown-reference]",
    ]

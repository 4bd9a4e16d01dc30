"""Finding: what an engine says, in words that the engines share, so that their judgements can be compared."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping

from onrecord.problems import Problem
from onrecord.validate.rules import shown
from onrecord.validate.sheets import Sheet


@dataclasses.dataclass(frozen=True, order=True, slots=True)
class Finding:
    """A rule of the contract that a row breaks.

    Attributes:
        table: name of the table.
        row: number of the row, from 0.
        field: name of the column, of several joined by commas; empty where the whole row is meant.
        code: the rule.
    """

    table: str
    row: int
    field: str
    code: str


@dataclasses.dataclass(frozen=True, slots=True)
class Judgement:
    """What an engine says.

    Attributes:
        engine: its name.
        findings: the rules that it finds broken.
        failed: the tables that it could not judge, with the reason.
    """

    engine: str
    findings: set[Finding] = dataclasses.field(default_factory=set)
    failed: dict[str, str] = dataclasses.field(default_factory=dict)


# Rules on one cell. A value that is not of its type is judged by no other of them.
TYPE_CODES = frozenset({"type-error", "wrong-format"})
CELL_CODES = TYPE_CODES | {
    "required-missing",
    "value-not-allowed",
    "pattern-mismatch",
    "below-minimum",
    "above-maximum",
    "too-short",
    "too-long",
    "constraint-broken",
}
# Rules on a row among others.
KEY_CODES = frozenset({"duplicate-key", "duplicate-value", "unknown-reference"})
# Rules on the form of a row.
ROW_CODES = frozenset({"blank-row", "wrong-cell-count"})


def describe(finding: Finding, sheet: Sheet, remedy: str = "") -> Problem:
    """The problem that a finding is, with its place and its value, and a remedy better than its rule's."""
    message = _MESSAGES[finding.code](sheet, finding)
    return sheet.problem(finding.code, finding.row, finding.field, message, remedy)


def _value(sheet: Sheet, finding: Finding) -> str:
    return shown(",".join(sheet.cells[name][finding.row] for name in finding.field.split(",")))


def _breaks(rule: Callable[[Sheet, Finding], str]) -> Callable[[Sheet, Finding], str]:
    return lambda sheet, finding: f"{_value(sheet, finding)} {rule(sheet, finding)}"


def _declared(template: str) -> Callable[[Sheet, Finding], str]:
    """A message with the properties of the contract's `Field`."""
    return _breaks(lambda sheet, finding: template.format(field=sheet.table.field(finding.field)))


def _stands_already(sheet: Sheet, finding: Finding) -> str:
    return f"stands in line {sheet.first_line(finding.row, finding.field)} already"


def _not_there(sheet: Sheet, finding: Finding) -> str:
    fields = tuple(finding.field.split(","))
    targets = [
        f"{','.join(key.reference_fields)} of {key.resource}"
        for key in sheet.table.foreign_keys
        if key.fields == fields
    ]
    return f"is no {' or '.join(targets)}"


def _cell_count(sheet: Sheet, finding: Finding) -> str:
    return f"the row has {sheet.ragged[finding.row]} cells, the header {len(sheet.table.columns)}"


_MESSAGES: Mapping[str, Callable[[Sheet, Finding], str]] = {
    "type-error": _declared("is no {field.type}"),
    "wrong-format": _declared("is no {field.format}"),
    "required-missing": lambda sheet, finding: "the cell is empty, a value is required",
    "value-not-allowed": _breaks(
        lambda sheet, finding: f"is none of {', '.join(map(str, sheet.table.field(finding.field).enum))}"
    ),
    "pattern-mismatch": _declared("does not match the pattern {field.pattern}"),
    "below-minimum": _declared("is below the minimum {field.minimum}"),
    "above-maximum": _declared("is above the maximum {field.maximum}"),
    "too-short": _declared("has fewer than {field.min_length} characters"),
    "too-long": _declared("has more than {field.max_length} characters"),
    "constraint-broken": _breaks(lambda sheet, finding: "breaks a constraint of the schema"),
    "duplicate-key": _breaks(_stands_already),
    "duplicate-value": _breaks(_stands_already),
    "unknown-reference": _breaks(_not_there),
    "blank-row": lambda sheet, finding: "all cells of the row are empty",
    "wrong-cell-count": _cell_count,
}

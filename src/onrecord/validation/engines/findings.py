"""Findings: the judgement of an engine in a form that all engines share, so that it can be compared."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from onrecord.problems import Problem
from onrecord.tableschema.schema import Field, ForeignKey
from onrecord.text.numbers import counted
from onrecord.text.printable import shown
from onrecord.validation.keys import KeyRule, repeated, values
from onrecord.validation.rules import problem
from onrecord.validation.sheets import Sheet


@dataclasses.dataclass(frozen=True, order=True, slots=True)
class Finding:
    """A rule of the schema that a row breaks.

    Attributes:
        table: name of the table.
        row: number of the row, from 0.
        field: name of the column, or several names joined by commas; empty for the row as a whole.
        code: the rule.
    """

    table: str
    row: int
    field: str
    code: str


@dataclasses.dataclass(frozen=True, slots=True)
class Judgement:
    """The judgement of an engine.

    Attributes:
        engine: its name.
        findings: the broken rules.
        failed: the tables that it could not judge, with the reason.
    """

    engine: str
    findings: set[Finding] = dataclasses.field(default_factory=set)
    failed: dict[str, str] = dataclasses.field(default_factory=dict)


_FEW = 50  # values in a message
# Rules for one cell. A value that is not of its column's type is not judged by the others.
TYPE_CODES = frozenset({"type-error", "wrong-format"})
_CELL_MESSAGES: Mapping[str, Callable[[Field], str]] = {
    "type-error": lambda field: f"is not a valid {field.type}",
    "wrong-format": lambda field: f"is not {'a valid' if field.type == 'string' else 'in the format'} {field.format}",
    "value-not-allowed": lambda field: f"is not one of {_allowed(field.enum or field.categories)}",
    "pattern-mismatch": lambda field: f"does not match the pattern {field.pattern}",
    "below-minimum": lambda field: f"is below the minimum {field.minimum}",
    "above-maximum": lambda field: f"is above the maximum {field.maximum}",
    "not-above-minimum": lambda field: f"is not above {field.exclusive_minimum}",
    "not-below-maximum": lambda field: f"is not below {field.exclusive_maximum}",
    "too-short": lambda field: f"has fewer than {field.min_length} {_parts(field)}",
    "too-long": lambda field: f"has more than {field.max_length} {_parts(field)}",
    "not-of-json-schema": lambda field: "does not match the JSON Schema of its column",
    "constraint-broken": lambda field: "breaks a constraint of the schema",
}
INCOMPLETE_KEY = "the cell is empty, but part of the primary key"
CELL_CODES = frozenset({*_CELL_MESSAGES, "required-missing"})
# Rules for a row and the other rows.
KEY_CODES = frozenset({"duplicate-key", "duplicate-value", "unknown-reference"})
# Rules for the form of a row.
ROW_CODES = frozenset({"blank-row", "wrong-cell-count"})


def _allowed(values: Sequence[Any]) -> str:
    more = f" and {len(values) - _FEW:,} more" if len(values) > _FEW else ""
    return ", ".join(map(str, values[:_FEW])) + more


def _parts(field: Field) -> str:
    return "characters" if field.type == "string" else "parts"


def cell_message(code: str, field: Field, cell: str) -> str:
    """How a cell breaks a rule for cells."""
    if code == "required-missing":
        return "the cell is empty, but a value is required"
    return f"{shown(cell)} {_CELL_MESSAGES[code](field)}"


def key_message(value: str, first_line: int) -> str:
    """How a key repeats the key of the line `first_line`."""
    return f"{shown(value)} is already in line {first_line}"


def reference_message(value: str, key: ForeignKey) -> str:
    """How a value breaks a foreign key."""
    return f"{shown(value)} is not found in {','.join(key.reference_fields)} of {key.resource}"


def mismatched_key(sheet: Sheet, key: ForeignKey, differ: str) -> Problem:
    """The problem, reported once, with a foreign key whose fields have other types than those they refer to."""
    fields = ",".join(key.fields)
    message = f"no value can refer to {','.join(key.reference_fields)} of {key.resource}: {differ}"
    remedy = "declare both with the same type"
    place = {"path": sheet.path, "table": sheet.name, "field": fields}
    return problem("unknown-reference", message, remedy=remedy, **place)


def row_message(sheet: Sheet, row: int) -> tuple[str, str]:
    """The rule that a ragged row breaks, and the message."""
    if count := sheet.ragged[row]:
        cells, fields = counted(count, "cell"), counted(len(sheet.table.columns), "field")
        return "wrong-cell-count", f"the row has {cells}, but the schema has {fields}"
    return "blank-row", f"the line is empty, but the schema has {len(sheet.table.columns)} fields"


def describe(finding: Finding, sheet: Sheet, remedy: str = "") -> Problem:
    """A finding as a problem, with its place and value; `remedy` replaces the remedy of the rule."""
    code, row = finding.code, finding.row
    if code in ROW_CODES:
        message = row_message(sheet, row)[1] if row in sheet.ragged else "all cells of the row are missing"
    elif code in KEY_CODES:
        fields = tuple(finding.field.split(","))
        first = sheet.lines[first_row(sheet, code, fields, row)]
        message = key_message(sheet.value(row, fields), first)
    else:
        message = cell_message(code, sheet.table.field(finding.field), sheet.value(row, [finding.field]))
    return sheet.problem(code, row, finding.field, message, remedy)


def first_row(sheet: Sheet, code: str, fields: tuple[str, ...], row: int) -> int:
    """The first row with the same key in `fields` as `row`."""
    return repeated(values(sheet, fields), KeyRule(code, fields)).get(row, row)

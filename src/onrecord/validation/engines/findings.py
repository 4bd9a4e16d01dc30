"""Finding: what an engine says, in words that the engines share, so that their judgements can be compared."""

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
_FEW = 50  # values in a message
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
    "not-of-json-schema": lambda field: "is not what the JSON Schema of its column asks for",
    "constraint-broken": lambda field: "breaks a constraint of the schema",
}
INCOMPLETE_KEY = "the cell is empty, yet part of the primary key"
CELL_CODES = frozenset({*_CELL_MESSAGES, "required-missing"})
# Rules on a row among others.
KEY_CODES = frozenset({"duplicate-key", "duplicate-value", "unknown-reference"})
# Rules on the form of a row.
ROW_CODES = frozenset({"blank-row", "wrong-cell-count"})


def _allowed(values: Sequence[Any]) -> str:
    more = f" and {len(values) - _FEW:,} more" if len(values) > _FEW else ""
    return ", ".join(map(str, values[:_FEW])) + more


def _parts(field: Field) -> str:
    return "characters" if field.type == "string" else "parts"


def cell_message(code: str, field: Field, cell: str) -> str:
    """How a cell breaks one of the rules on cells."""
    if code == "required-missing":
        return "the cell is empty, a value is required"
    return f"{shown(cell)} {_CELL_MESSAGES[code](field)}"


def key_message(value: str, first_line: int) -> str:
    """How a value of a key breaks a rule on keys, which is in the line `first_line` before."""
    return f"{shown(value)} is in line {first_line} already"


def reference_message(value: str, key: ForeignKey) -> str:
    """How a value breaks a foreign key."""
    return f"{shown(value)} is not found in {','.join(key.reference_fields)} of {key.resource}"


def mismatched_key(sheet: Sheet, key: ForeignKey, differ: str) -> Problem:
    """A foreign key by which no row can refer to another one, as the types differ; told once."""
    fields = ",".join(key.fields)
    message = f"no value can refer to {','.join(key.reference_fields)} of {key.resource}: {differ}"
    remedy = "declare both with one type"
    place = {"path": sheet.path, "table": sheet.name, "field": fields}
    return problem("unknown-reference", message, remedy=remedy, **place)


def row_message(sheet: Sheet, row: int) -> tuple[str, str]:
    """The rule that a ragged row breaks, and how."""
    if count := sheet.ragged[row]:
        cells, fields = counted(count, "cell"), counted(len(sheet.table.columns), "field")
        return "wrong-cell-count", f"the row has {cells}, the schema {fields}"
    return "blank-row", f"the line is empty, the schema has {len(sheet.table.columns)} fields"


def describe(finding: Finding, sheet: Sheet, remedy: str = "") -> Problem:
    """The problem that a finding is, with its place and its value, and a remedy better than its rule's."""
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
    """The first row that has the key of `row` in `fields`."""
    return repeated(values(sheet, fields), KeyRule(code, fields)).get(row, row)

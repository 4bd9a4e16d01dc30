"""The frictionless engine, its errors converted into the findings that all engines share.

It is given rows, not files: it would guess the dialect of a file, which fails for some files and takes forever for
others, and it cannot read everything that the standard allows.
"""

from __future__ import annotations

import copy
import functools
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import frictionless
import polars as pl

from onrecord.package import DESCRIPTOR
from onrecord.package.package import Package
from onrecord.problems import Problem
from onrecord.tableschema.parsers import in_python, is_known
from onrecord.tableschema.patterns import is_quick
from onrecord.tableschema.schema import DATED, NEW_IN_2, Field, ForeignKey, Table, has_effect, is_version_1
from onrecord.tableschema.values import broken
from onrecord.validation.engines.findings import Finding, Judgement
from onrecord.validation.properties import PROFILES, without_custom
from onrecord.validation.rules import problem
from onrecord.validation.sheets import Sheet

_CODES = {
    "type-error": "type-error",
    "unique-error": "duplicate-value",
    "primary-key": "duplicate-key",
    "foreign-key": "unknown-reference",
    "blank-row": "blank-row",
    "missing-cell": "wrong-cell-count",
    "extra-cell": "wrong-cell-count",
}
CONSTRAINTS = {
    "required": "required-missing",
    "enum": "value-not-allowed",
    "pattern": "pattern-mismatch",
    "minimum": "below-minimum",
    "maximum": "above-maximum",
    "minLength": "too-short",
    "maxLength": "too-long",
    "exclusiveMinimum": "not-above-minimum",
    "exclusiveMaximum": "not-below-maximum",
}
# The properties of a field that have no effect on its cells.
_FOR_PEOPLE = ("title", "description")
# Types whose values frictionless cannot look up: it fails if they must be unique, or are part of a key.
_NOT_LOOKED_UP = frozenset({"object", "array", "list", "geojson"})
_WIDEST = 20_000  # cells in a row
_FIRST_ROW = 2  # frictionless counts from 1, with the header
_MOST_FIELDS, _MOST_KEYS, _MOST_ALLOWED = 4_000, 1_000, 10**8


def judge_descriptor(package: Package) -> list[Problem]:
    """The problems that frictionless finds in the descriptor and the schemas."""
    is_v1 = is_version_1(package.descriptor, otherwise=True)
    descriptor = copy.deepcopy(without_custom(package.descriptor, "package", is_v1=is_v1))
    descriptor["resources"] = [without_custom(one, "resource", is_v1=is_v1) for one in descriptor["resources"]]
    for resource, declared in zip(package.resources, descriptor["resources"], strict=True):
        if resource.table:
            declared["schema"] = copy.deepcopy(_schema(resource.table))
        elif not resource.is_tabular:
            declared.pop("schema", None)  # may be a JSON Schema, which frictionless reads as a Table Schema
    for profiled in (descriptor, *descriptor["resources"]):
        # frictionless would fetch any other profile from the URL in the descriptor.
        if profiled.get("profile") not in PROFILES:
            profiled.pop("profile", None)
    try:
        report = frictionless.Package.validate_descriptor(descriptor, basepath=str(package.folder))
    except Exception as failure:  # unusual JSON makes frictionless raise all kinds of exceptions
        message = f"frictionless cannot read the descriptor ({type(failure).__name__}: {failure})"
        return [problem("descriptor-error", message, path=DESCRIPTOR)]
    return [problem("descriptor-error", error.note, path=DESCRIPTOR) for error in report.errors]


def judge(package: Package, sheets: Mapping[str, Sheet]) -> Judgement:
    """The judgement of frictionless on the sheets."""
    judgement = Judgement("frictionless")
    for resource in _resources(package, sheets, judgement):
        sheet = sheets[resource.name]
        try:
            errors: list[Any] = resource.validate(limit_errors=sys.maxsize).tasks[0].errors
        except Exception as failure:  # frictionless passes on the exceptions of the libraries that it uses
            judgement.failed[sheet.name] = f"{type(failure).__name__}: {failure}"
            continue
        for error in errors:
            if error.type in _CODES or error.type == "constraint-error":
                row = error.row_number - _FIRST_ROW
                judgement.findings.update(
                    Finding(sheet.name, row, field, code) for code, field in _broken(error, sheet, row)
                )
            else:
                judgement.failed[sheet.name] = error.message.rstrip(".")  # the note may be half a sentence
        judgement.findings.update(_by_slow_patterns(sheet))
    return judgement


class _Rows:
    """The header and the rows of a sheet; each call gives them again."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet

    def __call__(self) -> Iterator[list[str]]:
        sheet, width = self._sheet, len(self._sheet.frame.columns)
        yield sheet.frame.columns
        rows = sheet.frame.with_columns(pl.all().fill_null("")).iter_rows()
        for row, cells in enumerate(rows):
            count = sheet.ragged.get(row, 0) or width
            yield [*cells, *[""] * (count - width)][:count]


def _by_slow_patterns(sheet: Sheet) -> Iterator[Finding]:
    """The cells that do not match the patterns that are kept from frictionless."""
    for field in sheet.table.fields:
        if field.type == "string" and not _is_quick(field.pattern):
            rules = broken(field)
            is_faulty = functools.lru_cache(100_000)(lambda cell, rules=rules: "pattern-mismatch" in rules(cell))
            missing = {"", *field.missing_values}
            for row, cell in enumerate(sheet.cells[field.name]):
                if cell not in missing and is_faulty(cell):
                    yield Finding(sheet.name, row, field.name, "pattern-mismatch")


def _why_not(sheet: Sheet) -> str:
    """Why frictionless would take too long for a table; empty if it would not."""
    if (widest := max(sheet.ragged.values(), default=0)) > _WIDEST:  # it makes an error for each surplus cell
        return f"a row has {widest:,} cells"
    # It compares each label with each field, copies the table for each foreign key, and searches the enum for each
    # cell.
    if (fields := len(sheet.table.fields)) > _MOST_FIELDS:
        return f"it has {fields:,} fields"
    if (keys := len(sheet.table.foreign_keys)) > _MOST_KEYS:
        return f"it has {keys:,} foreign keys"
    if len(sheet.lines) * max(len(field.enum) for field in sheet.table.fields) > _MOST_ALLOWED:
        return "an enum has too many values for so many rows"
    return ""


def _resources(package: Package, sheets: Mapping[str, Sheet], judgement: Judgement) -> list[Any]:
    """The sheets as resources of frictionless, without the tables that it refuses."""
    judgement.failed.update({name: reason for name, sheet in sheets.items() if (reason := _why_not(sheet))})
    resources = {name: _resource(sheet) for name, sheet in sheets.items() if name not in judgement.failed}
    able = {name: sheets[name] for name in resources}
    try:
        return _load(package, [_with_keys(resource, able) for resource in resources.values()], sheets)
    except Exception:  # unusual JSON makes frictionless raise all kinds of exceptions
        reasons = {name: _why_refused(package, resource, sheets[name]) for name, resource in resources.items()}
    judgement.failed.update({name: reason for name, reason in reasons.items() if reason})
    # frictionless does not judge the rows of a table whose foreign key leads to a table that it cannot read.
    able = {name: sheet for name, sheet in able.items() if name not in judgement.failed}
    return _load(package, [_with_keys(resources[name], able) for name in able], able) if able else []


def _why_refused(package: Package, resource: Mapping[str, Any], sheet: Sheet) -> str:
    """Why frictionless refuses a table; empty if it does not."""
    try:
        _load(package, [resource], {sheet.name: sheet})
    except frictionless.FrictionlessException as failure:
        return "; ".join(error.note for error in failure.to_errors())
    except Exception as failure:  # unusual JSON makes frictionless raise all kinds of exceptions
        return f"{type(failure).__name__}: {failure}"
    return ""


def _load(package: Package, resources: Sequence[Mapping[str, Any]], sheets: Mapping[str, Sheet]) -> list[Any]:
    profile = package.descriptor.get("$schema")
    standard = {"$schema": profile} if isinstance(profile, str) else {}
    descriptor = copy.deepcopy({**standard, "name": "rows", "resources": resources})
    loaded = list(frictionless.Package.from_descriptor(descriptor).resources)
    for resource in loaded:
        resource.data = _Rows(sheets[resource.name])
    return loaded


def _resource(sheet: Sheet) -> dict[str, Any]:
    """The properties of a table that have an effect on its rows."""
    schema = _schema(sheet.table)
    for field, column in zip(schema["fields"], sheet.table.columns, strict=True):
        field["name"] = column
        for name in _FOR_PEOPLE:
            field.pop(name, None)
        if field.get("type") == "integer" and field.get("groupChar"):
            field["type"] = "number"  # frictionless supports groupChar for numbers only
    if not can_look_up(sheet.table, sheet.table.primary_key):
        del schema["primaryKey"]
    return {"name": sheet.name, "type": "table", "data": [[]], "schema": schema}


def _schema(table: Table) -> dict[str, Any]:
    """A schema without the properties that frictionless does not support, for which it would refuse the table."""
    schema = without_custom(table.schema, "schema", is_v1=table.is_v1)
    schema.pop("fieldsMatch", None)  # the rows are given in the order of the fields
    stated = [field if isinstance(field, dict) else {} for field in schema["fields"]]
    return {**schema, "fields": [_field(field, table.is_v1) for field in stated]}


def _field(declared: Mapping[str, Any], is_v1: bool) -> dict[str, Any]:
    """The properties of a field, without the constraints that frictionless does not support on its type.

    The example is left out, too: frictionless checks it whenever it copies a field, by the defaults of its type.
    """
    field = without_custom(declared, "field", is_v1=is_v1)
    if is_v1 and (field.get("type") == "integer" or field.get("groupChar") is None):
        field.pop("groupChar", None)
    kind, format_ = field.get("type"), field.get("format")
    if not has_effect(field):
        del field["format"]
    elif kind in DATED and isinstance(format_, str):
        if not is_known(Field("", str(kind), format_)):
            return {"name": field.get("name"), "type": "any"}
        field["format"] = in_python(format_)
    constraints, known = field.get("constraints"), knows(str(field.get("type", "any")))
    if isinstance(constraints, dict) and known:
        beyond = NEW_IN_2["constraints"] if is_v1 else frozenset()
        field["constraints"] = {name: value for name, value in constraints.items() if name in known - beyond}
        if not _is_quick(constraints.get("pattern", "")):
            del field["constraints"]["pattern"]
    return field


def _is_quick(pattern: Any) -> bool:
    """Whether frictionless can be given a pattern: it has no time limit."""
    return not isinstance(pattern, str) or is_quick(pattern)


@functools.cache
def knows(kind: str) -> frozenset[str]:
    """The constraints that frictionless supports on the fields of a type; empty if it does not know the type."""
    try:
        known = {*frictionless.system.select_field_class(kind).supported_constraints, "unique"}
    except frictionless.FrictionlessException:
        return frozenset()
    return frozenset(known - {"unique"} if kind in _NOT_LOOKED_UP else known)


def _with_keys(resource: Mapping[str, Any], sheets: Mapping[str, Sheet]) -> dict[str, Any]:
    """The resource with its foreign keys, as far as they lead to the sheets."""
    schema, sheet = dict(resource["schema"]), sheets[resource["name"]]
    schema.pop("foreignKeys", None)
    keys = [stated for key, stated in sheet.table.stated_keys if _can_be_judged(key, sheet, sheets)]
    return {**resource, "schema": {**schema, "foreignKeys": keys} if keys else schema}


def _can_be_judged(key: ForeignKey, sheet: Sheet, sheets: Mapping[str, Sheet]) -> bool:
    target = sheets.get(key.resource)
    return (
        target is not None
        and not key.elsewhere
        and target.has(*key.reference_fields)
        and can_look_up(sheet.table, key.fields)
        and can_look_up(target.table, key.reference_fields)
    )


def can_look_up(table: Table, fields: Sequence[str]) -> bool:
    """Whether frictionless can look up the values of fields, and no field is named twice."""
    unsuited = any(field.type in _NOT_LOOKED_UP for field in table.fields if field.name in fields)
    return not unsuited and len(set(fields)) == len(fields)


def _broken(error: Any, sheet: Sheet, row: int) -> Iterator[tuple[str, str]]:
    """The rules that an error of frictionless is about, each with its column."""
    table = sheet.table
    match error.type:
        case "constraint-error":
            [constraint] = re.findall(r'^constraint "(\w+)" is', error.note) or [""]
            yield CONSTRAINTS.get(constraint, "constraint-broken"), error.field_name
        case "type-error" if table.field(error.field_name).format != "default":
            yield "wrong-format", error.field_name
        case "type-error":
            yield "type-error", error.field_name
        case "unique-error" if table.primary_key == (error.field_name,):
            yield "duplicate-key", error.field_name
        case "unique-error":
            yield "duplicate-value", error.field_name
        case "primary-key":
            # The rules for cells report empty parts of keys. To frictionless, unreadable cells are empty, too.
            if not any(sheet.cells[name][row] in sheet.missing(name) for name in table.primary_key):
                yield "duplicate-key", ",".join(table.primary_key)
        case "foreign-key":
            yield "unknown-reference", ",".join(error.field_names)
        case _:
            yield _CODES[error.type], ""

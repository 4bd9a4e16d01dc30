"""The contract engine: frictionless, its errors put into words that both engines share."""

from __future__ import annotations

import copy
import functools
import itertools
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import frictionless

from onrecord.contract import DESCRIPTOR, ForeignKey, Package, Table
from onrecord.package.files import inside, open_file
from onrecord.problems import Problem
from onrecord.validate.findings import Finding, Judgement
from onrecord.validate.patterns import is_quick
from onrecord.validate.rules import problem
from onrecord.validate.shapes import PROFILES
from onrecord.validate.sheets import Sheet, dialect_of, record_numbers
from onrecord.validate.values import broken

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
_FILE_FACTS = {"hash-count": "wrong-hash", "byte-count": "wrong-bytes", "row-count": "wrong-rows"}
# What of a resource bears on its rows; the rest is judged with the descriptor.
_OF_ROWS = ("name", "type", "path", "format", "encoding", "dialect", "bytes", "hash", "rows")
# What of a field does not.
_FOR_PEOPLE = ("title", "description")
# Types whose values frictionless cannot look up: it fails where they must be unique, or are part of a key.
_NOT_LOOKED_UP = frozenset({"object", "array", "list", "geojson"})
_WIDEST = 20_000  # cells in a row
_MOST_KEYS, _MOST_ALLOWED = 1_000, 10**8
_SAMPLE, _LONGEST, _STEPS = 100, 16 * 1024 * 1024, 10**10


def judge_descriptor(package: Package) -> list[Problem]:
    """What frictionless finds in the descriptor and the schemas."""
    descriptor = copy.deepcopy(dict(package.descriptor))
    for resource, declared in zip(package.resources, descriptor["resources"], strict=True):
        if resource.table:
            declared["schema"] = copy.deepcopy(_schema(resource.table.schema))
    for profiled in (descriptor, *descriptor["resources"]):
        # A profile that it has not at hand it would fetch from wherever the descriptor says.
        if profiled.get("profile") not in PROFILES:
            profiled.pop("profile", None)
    try:
        report = frictionless.Package.validate_descriptor(descriptor, basepath=str(package.folder))
    except Exception as failure:  # frictionless lets through whatever odd JSON makes it stumble over
        told = f"frictionless cannot read the descriptor ({type(failure).__name__}: {failure})"
        return [problem("descriptor-error", told, path=DESCRIPTOR)]
    return [problem("descriptor-error", error.note, path=DESCRIPTOR) for error in report.errors]


def judge(package: Package, sheets: Mapping[str, Sheet]) -> tuple[Judgement, set[tuple[str, str]]]:
    """What frictionless says of the sheets, and pairs of a table and a rule on its file that is broken."""
    judgement = Judgement("frictionless")
    facts: set[tuple[str, str]] = set()
    for resource in _resources(package, sheets, judgement):
        sheet = sheets[resource.name]
        if reason := _why_not(inside(package.folder, sheet.path), sheet):
            judgement.failed[sheet.name] = reason
            continue
        header = dialect_of(package.tables[sheet.name]).header
        rows = {number: row for row, number in enumerate(_numbers(package, sheet)[int(bool(header)) :])}
        try:
            errors: list[Any] = resource.validate(limit_errors=sys.maxsize).tasks[0].errors
        except Exception as failure:  # frictionless lets through whatever a library below it raises
            judgement.failed[sheet.name] = f"{type(failure).__name__}: {failure}"
            continue
        for error in errors:
            if error.type in _FILE_FACTS:
                facts.add((sheet.name, _FILE_FACTS[error.type]))
            elif (error.type in _CODES or error.type == "constraint-error") and error.row_number in rows:
                row = rows[error.row_number]
                judgement.findings.update(
                    Finding(sheet.name, row, field, code) for code, field in _told(error, sheet, row)
                )
            else:
                judgement.failed[sheet.name] = error.note or error.message
        judgement.findings.update(_by_slow_patterns(sheet))
    return judgement, facts


def _by_slow_patterns(sheet: Sheet) -> Iterator[Finding]:
    """The cells that do not match the patterns that frictionless was not given."""
    for field in sheet.table.fields:
        if field.type == "string" and not _is_quick(field.pattern):
            rules = broken(field)
            is_faulty = functools.lru_cache(100_000)(lambda cell, rules=rules: "pattern-mismatch" in rules(cell))
            missing = {"", *field.missing_values}
            for row, cell in enumerate(sheet.cells[field.name]):
                if cell not in missing and is_faulty(cell):
                    yield Finding(sheet.name, row, field.name, "pattern-mismatch")


def _numbers(package: Package, sheet: Sheet) -> Sequence[int]:
    """The numbers that frictionless gives to the header, if there is one, and to the rows: it counts comments, too."""
    declared = package.tables[sheet.name]
    if dialect_of(declared).comment_char:
        return record_numbers(declared, inside(package.folder, sheet.path))
    return range(1, len(sheet.lines) + 2)


def _why_not(path: Path, sheet: Sheet) -> str:
    """Why frictionless would not come to an end with a table; empty where nothing speaks against it."""
    if (widest := max(sheet.ragged.values(), default=0)) > _WIDEST:  # an error of its own for each surplus cell
        return f"a row has {widest:,} cells"
    # It copies the table for each foreign key, and goes through the enum for each cell.
    if (keys := len(sheet.table.foreign_keys)) > _MOST_KEYS:
        return f"it has {keys:,} foreign keys"
    if len(sheet.lines) * max(len(field.enum) for field in sheet.table.fields) > _MOST_ALLOWED:
        return "an enum has too many values for so many rows"
    # It guesses the dialect from the first lines, from each mark on to their end.
    with open_file(path) as file:
        sample = b"".join(itertools.islice(iter(lambda: file.readline(_LONGEST), b""), _SAMPLE))
    if len(sample) * (sample.count(b'"') + sample.count(b"'")) > _STEPS:
        return "its first lines are too long, with too many quotation marks"
    return ""


def _resources(package: Package, sheets: Mapping[str, Sheet], judgement: Judgement) -> list[Any]:
    """The sheets as frictionless sees them, without those that it does not take for tables."""
    resources = {name: _resource(package, sheet) for name, sheet in sheets.items()}
    try:
        return _load(package, [_with_keys(resource, sheets) for resource in resources.values()])
    except Exception:  # frictionless lets through whatever odd JSON makes it stumble over
        judgement.failed.update(_refused(package, resources))
    # frictionless judges no row of a table whose foreign key leads to a table that it cannot read.
    able = {name: sheet for name, sheet in sheets.items() if name not in judgement.failed}
    return _load(package, [_with_keys(resources[name], able) for name in able]) if able else []


def _refused(package: Package, resources: Mapping[str, dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """The tables that frictionless does not take, with the reason."""
    for name, resource in resources.items():
        try:
            _load(package, [resource])
        except frictionless.FrictionlessException as failure:
            yield name, "; ".join(error.note for error in failure.to_errors())
        except Exception as failure:
            yield name, f"{type(failure).__name__}: {failure}"


def _load(package: Package, resources: list[dict[str, Any]]) -> list[Any]:
    profile = package.descriptor.get("$schema")
    standard = {"$schema": profile} if isinstance(profile, str) else {}
    descriptor = copy.deepcopy({**standard, "name": "rows", "resources": resources})
    return list(frictionless.Package.from_descriptor(descriptor, basepath=str(package.folder)).resources)


def _resource(package: Package, sheet: Sheet) -> dict[str, Any]:
    """What the descriptor says of a table as far as it bears on its rows."""
    declared = package.tables[sheet.name].declared
    schema = _schema(sheet.table.schema)
    for field in schema["fields"]:
        for name in _FOR_PEOPLE:
            field.pop(name, None)
        if field.get("type") == "integer" and field.get("groupChar"):
            field["type"] = "number"  # of which frictionless knows groups
    if not can_look_up(sheet.table, sheet.table.primary_key):
        del schema["primaryKey"]
    stated = {key: declared[key] for key in _OF_ROWS if key in declared}
    if (dialect := stated.get("dialect")) and dialect.get("commentChar") and dialect.get("header", True):
        stated["dialect"] = {**dialect, "headerRows": list(_numbers(package, sheet)[:1])}
    if isinstance(stated.get("hash"), str):
        stated["hash"] = stated["hash"].lower()  # as frictionless writes its own
    return {**stated, "schema": schema}


def _schema(declared: Mapping[str, Any]) -> dict[str, Any]:
    """A schema without what frictionless does not know of its fields; it would refuse the whole table."""
    return {**declared, "fields": [_field(field) for field in declared["fields"]]}


def _field(declared: Mapping[str, Any]) -> dict[str, Any]:
    """What a schema says of a field, without the constraints that frictionless does not know on its type.

    Without the example, too: frictionless tests it whenever it copies a field, and by the defaults of its type.
    """
    field = {key: value for key, value in declared.items() if key != "example"}
    known = knows(str(field.get("type", "any")))
    if isinstance(constraints := field.get("constraints"), dict) and known:
        field["constraints"] = {name: value for name, value in constraints.items() if name in known}
        if not _is_quick(constraints.get("pattern", "")):
            del field["constraints"]["pattern"]
    return field


def _is_quick(pattern: Any) -> bool:
    """Whether frictionless can be given a pattern: it waits however long that takes."""
    return not isinstance(pattern, str) or is_quick(pattern)


@functools.cache
def knows(kind: str) -> frozenset[str]:
    """The constraints that frictionless knows on the fields of a type; none where it does not know the type."""
    try:
        known = {*frictionless.system.select_field_class(kind).supported_constraints, "unique"}
    except frictionless.FrictionlessException:
        return frozenset()
    return frozenset(known - {"unique"} if kind in _NOT_LOOKED_UP else known)


def _with_keys(resource: Mapping[str, Any], sheets: Mapping[str, Sheet]) -> dict[str, Any]:
    """The resource with those of its foreign keys that lead to one of the sheets."""
    schema, sheet = dict(resource["schema"]), sheets[resource["name"]]
    declared = zip(schema.pop("foreignKeys", []), sheet.table.foreign_keys, strict=True)
    keys = [key for key, parsed in declared if _can_be_judged(parsed, sheet, sheets)]
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
    """Whether frictionless can look up the values of fields, none of which should be named twice."""
    odd = any(field.type in _NOT_LOOKED_UP for field in table.fields if field.name in fields)
    return not odd and len(set(fields)) == len(fields)


def _told(error: Any, sheet: Sheet, row: int) -> Iterator[tuple[str, str]]:
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
            # What is empty is told by the rules on cells. Unreadable cells, too, are empty to frictionless.
            if not any(sheet.cells[name][row] in sheet.missing(name) for name in table.primary_key):
                yield "duplicate-key", ",".join(table.primary_key)
        case "foreign-key":
            yield "unknown-reference", ",".join(error.field_names)
        case _:
            yield _CODES[error.type], ""

"""What a descriptor or a schema declares: slips that are valid JSON, and that engines pass over in silence.

Properties beyond the standard's are allowed; one that is nearly a standard one is taken for a slip of the pen.
Source of the names: datapackage.org/standard, versions 1 and 2.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from onrecord.contract import DESCRIPTOR, Package, read_json
from onrecord.problems import Problem, sort_problems
from onrecord.validate.rules import problem, shown


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_OF_ALL = _names(
    "$schema name title description homepage version created keywords contributors licenses sources profile"
)
_PACKAGE = _OF_ALL | _names("id image resources")
_RESOURCE = _OF_ALL | _names("path type format mediatype encoding bytes hash schema dialect data")
_DIALECT = _OF_ALL | _names("""
    header headerRows headerJoin commentRows commentChar delimiter lineTerminator quoteChar doubleQuote escapeChar
    nullSequence skipInitialSpace property itemType itemKeys sheetNumber sheetName table caseSensitiveHeader
""")
_SCHEMA = _OF_ALL | _names("fields fieldsMatch missingValues primaryKey uniqueKeys foreignKeys examples")
_FIELD = _names("""
    name type format title description example examples constraints rdfType categories categoriesOrdered missingValues
    trueValues falseValues bareNumber decimalChar groupChar delimiter itemType
""")
_CONSTRAINTS = _names("""
    required unique enum pattern minimum maximum exclusiveMinimum exclusiveMaximum minLength maxLength jsonSchema
""")
_KEY = _names("fields reference")
_REFERENCE = _names("resource fields")
# How alike a property must be to a standard one to be taken for it: "requird", "primarykey", "min-length".
_ALIKE = 0.8
_LONGEST, _MOST = 40, 1_000  # names that are looked at, as each takes a while


def descriptor_slips(package: Package) -> Iterator[Problem]:
    """Slips in the descriptor of a package and in its schemas."""
    yield from _mistyped(package.descriptor, _PACKAGE, DESCRIPTOR, "the package", "")
    for resource in package.resources:
        where = f"resource {resource.name}"
        yield from _mistyped(resource.declared, _RESOURCE, DESCRIPTOR, where, "")
        yield from _mistyped(resource.declared.get("dialect"), _DIALECT, DESCRIPTOR, f"the dialect of {where}", "")
        if resource.table is not None:
            schema = resource.declared.get("schema")
            path = schema if isinstance(schema, str) else DESCRIPTOR
            yield from schema_slips(resource.table.schema, path, resource.name)


def schema_slips(schema: Mapping[str, Any], path: str, table: str = "") -> Iterator[Problem]:
    """Slips in a Table Schema.

    Args:
        schema: its JSON.
        path: the file that it was read from.
        table: the name of its table, where it has one.
    """
    yield from _mistyped(schema, _SCHEMA, path, "the schema", table)
    for key in _dictionaries(schema.get("foreignKeys")):
        yield from _mistyped(key, _KEY, path, "a foreign key", table)
        yield from _mistyped(key.get("reference"), _REFERENCE, path, "the reference of a foreign key", table)
    for field in _dictionaries(schema.get("fields")):
        name = str(field.get("name", ""))
        constraints = field.get("constraints")
        yield from _mistyped(field, _FIELD, path, f"field {name}", table, name)
        yield from _mistyped(constraints, _CONSTRAINTS, path, f"the constraints of field {name}", table, name)
        if isinstance(constraints, dict):
            yield from _impossible(constraints, path, table, name)
            yield from _slow(constraints, path, table, name)


def _dictionaries(value: Any) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _mistyped(
    declared: Any, standard: frozenset[str], path: str, where: str, table: str, field: str = ""
) -> Iterator[Problem]:
    if not isinstance(declared, Mapping):
        return
    folded = {name.lower(): name for name in standard}
    # With a colon it belongs to a vocabulary, as skos:exactMatch does.
    own = [name for name in map(str, declared) if name not in standard and ":" not in name and len(name) <= _LONGEST]
    for name in sorted(own)[:_MOST]:
        near = difflib.get_close_matches(name.lower().replace("-", "").replace("_", ""), folded, 1, _ALIKE)
        if near and folded[near[0]] not in declared:
            told = f"{where} has {name!r}, which the standard does not know"
            remedy = f"write {folded[near[0]]!r}, or choose a name that is less like it"
            yield problem("mistyped-property", told, remedy=remedy, path=path, table=table, field=field, value=name)


def _impossible(constraints: Mapping[str, Any], path: str, table: str, field: str) -> Iterator[Problem]:
    for least, most in (("minimum", "maximum"), ("minLength", "maxLength"), ("exclusiveMinimum", "exclusiveMaximum")):
        low, high = constraints.get(least), constraints.get(most)
        numbers = all(isinstance(value, int | float) and not isinstance(value, bool) for value in (low, high))
        if numbers and low > high:  # type: ignore[operator]
            told = f"field {field} has {least} {low} above {most} {high}"
            yield problem("impossible-constraint", told, path=path, table=table, field=field)
    allowed = constraints.get("enum")
    if isinstance(allowed, list) and (not allowed or len({json.dumps(value) for value in allowed}) < len(allowed)):
        what = "an empty enum" if not allowed else "a value twice in its enum"
        yield problem("impossible-constraint", f"field {field} has {what}", path=path, table=table, field=field)


def _slow(constraints: Mapping[str, Any], path: str, table: str, field: str) -> Iterator[Problem]:
    from onrecord.validate.json_schemas import slow_patterns
    from onrecord.validate.patterns import takes_forever

    pattern = constraints.get("pattern")
    slow = [pattern] if isinstance(pattern, str) and takes_forever(pattern) else []
    for pattern in [*slow, *slow_patterns(constraints.get("jsonSchema"))]:
        told = f"the pattern {shown(pattern)} of field {field} could take forever; no cell was judged by it"
        yield problem("slow-pattern", told, path=path, table=table, field=field, value=pattern)


def check_schema(file: str | Path) -> list[Problem]:
    """All that is wrong with a Table Schema, and what it lacks to be a good one; sorted.

    Args:
        file: a JSON file with the schema.

    Raises:
        PackageError: the file is missing or is no JSON.
    """
    path = Path(file).as_posix()
    schema = read_json(Path(file))
    if not isinstance(schema, dict):
        return [problem("descriptor-error", "a schema is a JSON object", remedy="mend the schema", path=path)]
    import frictionless

    standard = {**schema, "$schema": "https://datapackage.org/profiles/2.0/tableschema.json"}
    remedy = "mend the schema"
    try:
        told = [error.note for error in frictionless.Schema.validate_descriptor(standard).errors]
    except Exception as failure:  # frictionless lets through whatever odd JSON makes it stumble over
        told = [f"the schema is not what the standard asks for ({type(failure).__name__}: {failure})"]
    found = [problem("descriptor-error", note, remedy=remedy, path=path) for note in told]
    found += schema_slips(schema, path)
    found += _advice(schema, path)
    return sort_problems(found)


def _advice(schema: Mapping[str, Any], path: str) -> Iterator[Problem]:
    if not schema.get("primaryKey"):
        yield problem("schema-advice", "the schema has no primary key: rows cannot be told apart", path=path)
    fields = _dictionaries(schema.get("fields"))
    for field in fields:
        name = str(field.get("name", ""))
        for lacking, why in (("type", "readers will guess it"), ("description", "nobody will know what it means")):
            if not field.get(lacking):
                told = f"field {name} has no {lacking}: {why}"
                yield problem("schema-advice", told, path=path, field=name)
        if not name.isascii() or not name.replace("_", "").isalnum():
            told = f"the name {name!r} needs quoting in SQL and in R"
            remedy = "write it with letters, digits and underscores"
            yield problem("schema-advice", told, remedy=remedy, path=path, field=name)
    yield from _alike_names([str(field.get("name", "")) for field in fields], path)


def _alike_names(names: Sequence[str], path: str) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for name in names:
        other = seen.setdefault(name.casefold(), name)
        if other != name:
            told = f"the names {other!r} and {name!r} are one to SQL"
            yield problem("schema-advice", told, remedy="rename one of them", path=path, field=name)

"""Advice on descriptors and schemas: declarations that the standard allows and that will hurt a reader.

Custom properties are allowed; a custom property whose name is close to a standard property is reported as a likely
misspelling. Source of the names: datapackage.org/standard, versions 1 and 2.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from onrecord.errors import PackageError
from onrecord.package import DESCRIPTOR
from onrecord.package.files import read_inside
from onrecord.package.json_files import read_json
from onrecord.package.package import ADDITIVE, RECIPE, VERSIONING, Package
from onrecord.problems import Problem, sort_problems
from onrecord.tableschema.schema import NEW_IN_2, PROFILE_ADDRESS, Field, has_effect, is_version_1
from onrecord.text.bounded_json import LARGEST, NotReadable, encoding_of, parse_json
from onrecord.text.printable import in_json, shown
from onrecord.validation.properties import is_path
from onrecord.validation.rules import problem
from onrecord.validation.shapes import is_value, schema_shape


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
# Properties that have no effect outside the object that they belong to.
_MISPLACED = {"required": "constraints", "unique": "constraints", "enum": "constraints", "pattern": "constraints"}
_OF_SCHEMAS = ("fields", "missingValues", "primaryKey", "foreignKeys")
_SHORTEST, _LONGEST, _MOST = 3, 40, 1_000  # length and number of the names that are compared, which takes time


def descriptor_advice(package: Package) -> Iterator[Problem]:
    """Advice on the descriptor of a package and on its schemas."""
    read_from = dict.fromkeys(path for resource in package.resources for path in resource.companions)
    for path in (package.described_in, *read_from):
        yield from _of_bytes(package.folder, path, DESCRIPTOR if path == package.described_in else path)
    yield from _mistyped(package.descriptor, _PACKAGE, DESCRIPTOR, "the package", "")
    yield from _against_profile(package.descriptor, "the package")
    yield from _misplaced(package.descriptor, dict.fromkeys(_OF_SCHEMAS, "the schema"), DESCRIPTOR, "the package")
    stated = package.descriptor.get(VERSIONING, RECIPE)
    if stated not in (RECIPE, ADDITIVE):
        message = f"{VERSIONING} is {shown(json.dumps(stated))}; expected {RECIPE!r} or {ADDITIVE!r}"
        yield problem("wrong-versioning", message, path=DESCRIPTOR)
    for resource in package.resources:
        where = f"resource {resource.name}"
        yield from _mistyped(resource.declared, _RESOURCE, DESCRIPTOR, where, "")
        yield from _against_profile(resource.declared, where)
        yield from _misplaced(resource.declared, dict.fromkeys(_OF_SCHEMAS, "the schema"), DESCRIPTOR, where)
        yield from _mistyped(resource.declared.get("dialect"), _DIALECT, DESCRIPTOR, f"the dialect of {where}", "")
        if resource.table is not None:
            schema = resource.declared.get("schema")
            path = schema if isinstance(schema, str) else DESCRIPTOR
            yield from schema_advice(resource.table.schema, path, resource.name, is_v1=resource.table.is_v1)


def _of_bytes(folder: Path, path: str, called: str) -> Iterator[Problem]:
    """Advice on the JSON of a file: its encoding, and names that occur twice in an object."""
    try:
        content, repeated = read_inside(folder, path, LARGEST), list[str]()
        parse_json(content, repeated=repeated)
    except (OSError, PackageError, NotReadable):  # reported by `read_package`
        return
    if (encoding := encoding_of(content)) != "utf-8":
        message = f"the file is in {encoding}" if encoding != "utf-8-sig" else "the file begins with a byte order mark"
        yield problem("byte-order-mark", f"{message}, which some readers of JSON refuse", path=called)
    for name in dict.fromkeys(repeated):
        message = f"an object has the property {shown(name)} twice, and readers keep only one of the values"
        yield problem("repeated-property", message, path=called, value=name)


def schema_advice(schema: Mapping[str, Any], path: str, table: str = "", *, is_v1: bool = False) -> Iterator[Problem]:
    """Advice on a Table Schema.

    Args:
        schema: its JSON.
        path: the file that it was read from.
        table: the name of its table, if it has one.
        is_v1: whether version 1 of the standard applies.
    """
    yield from _mistyped(schema, _SCHEMA, path, "the schema", table)
    if is_v1:
        yield from _too_new(schema, path, table)
    elif isinstance(stated := schema.get("fieldsMatch"), list):
        message = f"fieldsMatch is {in_json(stated, _LONGEST)}, a list as in the JSON profile of version 2.0"
        remedy = "write it as a string, as in the text of the standard"
        yield problem("profile-differs", message, remedy=remedy, path=path, table=table)
    for key in _dictionaries(schema.get("foreignKeys")):
        yield from _mistyped(key, _KEY, path, "a foreign key", table)
        yield from _mistyped(key.get("reference"), _REFERENCE, path, "the reference of a foreign key", table)
    seen: set[str] = set()
    for number, field in enumerate(_dictionaries(schema.get("fields"))):
        name = str(field.get("name", ""))
        constraints = field.get("constraints")
        place: dict[str, Any] = {"path": path, "table": table, "field": name}
        if field.get("name") == "":
            message, remedy = f"the name of field {number} is empty", "give it a name, in the header too"
            yield problem("schema-advice", message, remedy=remedy, **place)
        elif name in seen:
            yield problem("repeated-field", f"two fields are called {shown(name)}", value=name, **place)
        seen.add(name)
        yield from _mistyped(field, _FIELD, path, f"field {name}", table, name)
        yield from _misplaced(field, _MISPLACED, path, f"field {name}", table, name)
        yield from _wrong_example(field, place)
        yield from _ambiguous(field, place)
        if not has_effect(field):
            message = (
                f"the type {field.get('type', 'any')} of field {name} does not have the format {shown(field['format'])}"
            )
            yield problem("not-judged", f"{message}: it has no effect", remedy="leave it out", **place)
        yield from _mistyped(constraints, _CONSTRAINTS, path, f"the constraints of field {name}", table, name)
        if isinstance(constraints, dict):
            beyond = NEW_IN_2["constraints"] if is_v1 else frozenset()
            constraints = {name: value for name, value in constraints.items() if name not in beyond}
            yield from _impossible(constraints, path, table, name)
            yield from _odd_patterns(constraints, path, table, name)


def _ambiguous(field: Mapping[str, Any], place: Mapping[str, Any]) -> Iterator[Problem]:
    """Words or characters that a field declares with two meanings."""
    read = Field("", "")
    true, false = (field.get(name) for name in ("trueValues", "falseValues"))
    true = true if isinstance(true, list) else list(read.true_values)
    false = false if isinstance(false, list) else list(read.false_values)
    both = sorted(word for word in true if isinstance(word, str) and word in false)
    if field.get("type") == "boolean" and both:
        message = f"{shown(both[0])} is both true and false, and is read as false"
        remedy = "list it in trueValues or in falseValues"
        yield problem("schema-advice", message, remedy=remedy, value=both[0], **place)
    point, group = field.get("decimalChar", read.decimal_char), field.get("groupChar")
    if field.get("type") == "number" and group and point == group:
        message = f"{shown(str(group))} is both groupChar and decimalChar, so that 1{group}5 is read as 15"
        yield problem("schema-advice", message, remedy="declare different characters", value=str(group), **place)


def _dictionaries(value: Any) -> list[dict[str, Any]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _mistyped(
    declared: Any, standard: frozenset[str], path: str, where: str, table: str, field: str = ""
) -> Iterator[Problem]:
    if not isinstance(declared, Mapping):
        return
    names = {_folded(name): name for name in standard}
    # Names with a colon or an at sign are meant: they belong to a vocabulary or a language, such as skos:exactMatch and
    # description@de.
    custom = [name for name in map(str, declared) if name not in standard and not {":", "@"} & {*name}]
    for name in sorted(name for name in custom if len(name) <= _LONGEST)[:_MOST]:
        near = _nearest(_folded(name), names)
        if near and near not in declared:
            message = f"{where} has {shown(name)}, which the standard does not define"
            remedy = f"write {near!r} if you mean that"
            yield problem("mistyped-property", message, remedy=remedy, path=path, table=table, field=field, value=name)


def _folded(name: str) -> str:
    return name.lower().replace("-", "").replace("_", "")


def _nearest(name: str, known: Mapping[str, str]) -> str | None:
    """The standard property that differs from a name in at most one letter, case and hyphens aside."""
    if name in known:
        return known[name]
    if len(name) < _SHORTEST:
        return None
    return next(
        (known[other] for other in sorted(known) if len(other) > _SHORTEST and _is_misspelling(name, other)), None
    )


def _is_misspelling(name: str, other: str) -> bool:
    """Whether two names differ by one letter that is added, missing, replaced or swapped with the next."""
    start = next((at for at, (a, b) in enumerate(zip(name, other, strict=False)) if a != b), min(len(name), len(other)))
    left, right = name[start:], other[start:]
    return (
        left[1:] in (right, right[1:]) or left == right[1:] or (left[2:] == right[2:] and left[:2] == right[:2][::-1])
    )


# The profile does not allow paths that begin with a dot or a tilde.
_REFUSED_START = re.compile(r"[.~]")
_PATHS = ("path", "image", "schema", "dialect")


def _against_profile(declared: Mapping[str, Any], where: str) -> Iterator[Problem]:
    """Values that the text of the standard allows but its JSON profile, which some readers use, does not."""
    parts = [("", declared)]
    for name in ("licenses", "sources", "contributors"):
        parts += [(f"{name}[{number}].", entry) for number, entry in enumerate(_dictionaries(declared.get(name)))]
    for place, part in parts:
        for name in _PATHS:
            stated = part.get(name)
            for path in stated if isinstance(stated, list) else [stated]:
                if isinstance(path, str) and is_path(path) and _REFUSED_START.match(path):
                    message = f"{where}: {place}{name} is {shown(path)}, which the text of the standard allows"
                    remedy = "begin it with the name of a file or a folder"
                    yield _differing(message, remedy, path)
        for name in ("homepage", "image", "email", *(["path"] if place else [])):
            if part.get(name) == "":
                message = f"{where}: {place}{name} is an empty string, which the text of the standard allows"
                yield _differing(message, "leave it out", "")


def _differing(message: str, remedy: str, value: str) -> Problem:
    message = f"{message}, but its JSON profile does not"
    return problem("profile-differs", message, remedy=remedy, path=DESCRIPTOR, value=value)


def _too_new(schema: Mapping[str, Any], path: str, table: str) -> Iterator[Problem]:
    """Properties that are new in version 2, in a schema of version 1."""
    parts = [("schema", schema, "the schema", "")]
    for field in _dictionaries(schema.get("fields")):
        name = str(field.get("name", ""))
        parts.append(("field", field, f"field {name}", name))
        if isinstance(constraints := field.get("constraints"), dict):
            parts.append(("constraints", constraints, f"the constraints of field {name}", name))
    for kind, declared, where, field_name in parts:
        for new in sorted(NEW_IN_2[kind] & declared.keys()):
            message = f"{where} has {new!r}, which is new in version 2 of the standard and has no effect in version 1"
            remedy = f'declare version 2: "$schema": "{PROFILE_ADDRESS}2.0/datapackage.json"'
            yield problem(
                "mistyped-property", message, remedy=remedy, path=path, table=table, field=field_name, value=new
            )


def _misplaced(
    declared: Mapping[str, Any], places: Mapping[str, str], path: str, where: str, table: str = "", field: str = ""
) -> Iterator[Problem]:
    for name, place in places.items():
        if name in declared:
            message = f"{where} has {name!r}, which has no effect there"
            remedy = f"move it to {place}"
            yield problem("mistyped-property", message, remedy=remedy, path=path, table=table, field=field, value=name)


def _wrong_example(declared: Mapping[str, Any], place: Mapping[str, Any]) -> Iterator[Problem]:
    """An example that is not a valid value of its field."""
    example = declared.get("example")
    if isinstance(declared.get("type"), str) and example not in (None, "") and not is_value(declared, example):
        message = f"the example {shown(str(example))} of field {place['field']} is not a valid {declared['type']}"
        yield problem("schema-advice", message, remedy="correct the example", **place)


def _impossible(constraints: Mapping[str, Any], path: str, table: str, field: str) -> Iterator[Problem]:
    for least, most in (("minimum", "maximum"), ("minLength", "maxLength"), ("exclusiveMinimum", "exclusiveMaximum")):
        low, high = constraints.get(least), constraints.get(most)
        numbers = all(isinstance(value, int | float) and not isinstance(value, bool) for value in (low, high))
        if numbers and low > high:  # type: ignore[operator]
            message = f"field {field} has {least} {low} above {most} {high}"
            yield problem("impossible-constraint", message, path=path, table=table, field=field)


def _odd_patterns(constraints: Mapping[str, Any], path: str, table: str, field: str) -> Iterator[Problem]:
    from onrecord.tableschema.json_schemas import slow_patterns, why_not
    from onrecord.tableschema.patterns import is_readable, takes_forever
    from onrecord.tableschema.xml_patterns import is_of_standard

    pattern, place = constraints.get("pattern"), {"path": path, "table": table, "field": field}
    schema = constraints.get("jsonSchema")
    slow = [*slow_patterns(schema)]
    if isinstance(schema, dict) and not slow and (found := why_not(schema)):
        code, reason, remedy = found
        message = f"the JSON Schema of field {field} {reason}; no cell was checked against it"
        yield problem(code, message, remedy=remedy, **place)
    if isinstance(pattern, str) and is_readable(pattern):
        if not takes_forever(pattern):
            if not is_of_standard(pattern):
                message = f"the pattern {shown(pattern)} of field {field} is not a regular expression of XML Schema"
                yield problem("foreign-pattern", message, value=pattern, **place)
        elif is_of_standard(pattern):
            message = f"the pattern {shown(pattern)} of field {field} repeats too much; no cell was checked against it"
            yield problem("not-judged", message, remedy="write it with fewer repetitions", value=pattern, **place)
        else:
            slow.append(pattern)
    for pattern in slow:
        message = f"the pattern {shown(pattern)} of field {field} could take forever; no cell was checked against it"
        yield problem("slow-pattern", message, value=pattern, **place)


def check_schema(file: str | Path) -> list[Problem]:
    """The errors of a Table Schema, and advice on how to improve it; sorted.

    Args:
        file: a JSON file with the schema.

    Raises:
        PackageError: the file is missing or is not JSON.

    Examples:
        >>> onrecord.check_schema("out/schemas/quotes.schema.json")
        []
    """
    path = Path(file).as_posix()
    schema = read_json(Path(file))
    if not isinstance(schema, dict):
        return [problem("descriptor-error", "a schema is a JSON object", remedy="correct the schema", path=path)]
    is_v1 = is_version_1(schema, otherwise=False)
    found = [*schema_shape(schema, path), *schema_advice(schema, path, is_v1=is_v1)]
    found += _improvements(schema, path)
    return sort_problems(found)


def _improvements(schema: Mapping[str, Any], path: str) -> Iterator[Problem]:
    if not schema.get("primaryKey"):
        yield problem("schema-advice", "the schema has no primary key: rows cannot be identified", path=path)
    fields = _dictionaries(schema.get("fields"))
    for field in fields:
        name = str(field.get("name", ""))
        for lacking, why in (("type", "readers will guess it"), ("description", "nobody will know what it means")):
            if not field.get(lacking):
                message = f"field {name} has no {lacking}: {why}"
                yield problem("schema-advice", message, path=path, field=name)
        if name and not (name.isascii() and name.replace("_", "").isalnum()):
            message = f"the name {name!r} needs quoting in SQL and in R"
            remedy = "write it with letters, digits and underscores"
            yield problem("schema-advice", message, remedy=remedy, path=path, field=name)
    yield from _alike_names([str(field.get("name", "")) for field in fields], path)


def _alike_names(names: Sequence[str], path: str) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for name in names:
        other = seen.setdefault(name.casefold(), name)
        if other != name:
            message = f"the names {other!r} and {name!r} are the same in SQL"
            yield problem("schema-advice", message, remedy="rename one of them", path=path, field=name)

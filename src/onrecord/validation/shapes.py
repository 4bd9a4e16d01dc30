"""Descriptors and schemas against the Data Package standard: whether their properties have the required values.

A descriptor is judged by version 2 of the standard, or by version 1 if it declares that. All problems here are errors;
`declared` has the advice, and `files_and_forms` the tables that foreign keys refer to. The properties are in
`properties`. Source: datapackage.org/standard.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from onrecord.package import DESCRIPTOR
from onrecord.package.package import Package
from onrecord.package.resources import TABULAR, Resource, format_of
from onrecord.problems import Problem
from onrecord.tableschema.schema import LONGEST_SHOWN, NEW_IN_2, Field, is_version_1, parse_table
from onrecord.tableschema.types import ORDERED, TYPES
from onrecord.text.printable import in_json, shown, without_secrets
from onrecord.validation.properties import (
    BOUNDS,
    CONSTRAINED,
    DIALECT,
    PROFILE,
    PROFILES,
    Kind,
    any_of,
    of_type,
    properties,
    read_by,
)
from onrecord.validation.rules import problem

# The place of a property whose value is not as expected, that value, and what was expected.
_Misfit = tuple[str, Any, str]
_MISSING = object()


def unknown_profiles(package: Package) -> set[str]:
    """The profiles that a descriptor declares, except for those of the standard itself."""
    declared = [package.descriptor, *(resource.declared for resource in package.resources)]
    unknown = (part["profile"] for part in declared if part.get("profile", PROFILES[0]) not in PROFILES)
    return {
        without_secrets(profile if isinstance(profile, str) else in_json(profile, LONGEST_SHOWN)) for profile in unknown
    }


def package_shape(package: Package) -> Iterator[Problem]:
    """Where the descriptor of a package, its resources and its schemas break the standard."""
    is_v1 = is_version_1(package.descriptor, otherwise=True)
    for misfit in _of_package(package, is_v1):
        yield _problem(misfit, "the package", DESCRIPTOR)
    for resource in package.resources:
        schema, table = resource.declared.get("schema"), resource.name if resource.table else ""
        for misfit in _of_resource(resource, package.descriptor.get("profile"), is_v1):
            yield _problem(misfit, f"resource {resource.name}", DESCRIPTOR, table)
        if isinstance(dialect := resource.declared.get("dialect"), str):
            for misfit in _misfits(resource.stated_dialect, PROFILE | DIALECT, "dialect."):
                yield _problem(misfit, f"resource {resource.name}", dialect, table)
        if resource.table:
            path = schema if isinstance(schema, str) else DESCRIPTOR
            yield from _shape(resource.table.schema, path, table, is_v1, is_apart=isinstance(schema, str))


def schema_shape(schema: Any, path: str, table: str = "") -> Iterator[Problem]:
    """Where a Table Schema breaks the standard, version 2 unless it declares version 1.

    Args:
        schema: any JSON.
        path: the file that it was read from.
        table: the name of its table, if it has one.
    """
    yield from _shape(schema, path, table, is_v1=False, is_apart=True)


def _shape(schema: Any, path: str, table: str, is_v1: bool, is_apart: bool) -> Iterator[Problem]:
    """The same for a schema; only a schema in a separate file can declare its profile."""
    where = f"table {table}" if table else "the schema"
    if not isinstance(schema, dict):
        yield _problem(("the JSON", schema, "an object"), where, path, table)
        return
    is_v1 = is_version_1(schema, otherwise=is_v1) if is_apart else is_v1
    for misfit in (*(_misfits(schema, PROFILE) if is_apart else ()), *_of_schema(schema, table, is_v1)):
        yield _problem(misfit, where, path, table)
    for number, field in enumerate(schema["fields"] if isinstance(schema.get("fields"), list) else ()):
        if isinstance(field, dict):
            name = _name(field)
            for misfit in _of_field(field, is_v1):
                yield _problem(misfit, f"{where}, field {name or number}", path, table, name)


def _problem(misfit: _Misfit, where: str, path: str, table: str = "", field: str = "") -> Problem:
    place, value, expected = misfit
    text = "missing" if value is _MISSING else shown(value) if isinstance(value, str) else in_json(value, LONGEST_SHOWN)
    message = f"{where}: {place} is {text}; expected {expected}"
    remedy = "" if path == DESCRIPTOR else "correct that file" if place.startswith("dialect.") else "correct the schema"
    value = value if isinstance(value, str) else ""
    return problem("descriptor-error", message, remedy=remedy, path=path, table=table, field=field, value=value)


def _name(field: Mapping[str, Any]) -> str:
    """The name of a field, empty if it has none."""
    return name if isinstance(name := field.get("name"), str) else ""


def _judged(declared: Mapping[str, Any], kinds: Mapping[str, Kind]) -> tuple[list[_Misfit], dict[str, Any]]:
    """The properties, also nested, whose values do not fit; and the other properties, including custom properties."""
    misfits = list(_misfits(declared, kinds))
    amiss = {re.split(r"[.\[]", place)[0] for place, _, _ in misfits}
    return misfits, {name: value for name, value in declared.items() if name not in amiss}


def _misfits(declared: Mapping[str, Any], kinds: Mapping[str, Kind], above: str = "") -> Iterator[_Misfit]:
    for name, kind in kinds.items():
        place, value = above + name, declared.get(name, _MISSING)
        if value is _MISSING and not kind.needed:
            continue
        if not kind.fits(value):
            yield place, value, kind.expected
        elif kind.inside and isinstance(value, dict):
            yield from _misfits(value, kind.inside, f"{place}.")
        elif kind.inside and isinstance(value, list):
            for number, part in enumerate(value):
                yield from _misfits(part, kind.inside, f"{place}[{number}].")


def _repeated(place: str, names: Iterable[str]) -> Iterator[_Misfit]:
    seen = {""}
    for number, name in enumerate(names):
        if name and name in seen:
            yield f"{place}[{number}].name", name, "a name that occurs only once"
        seen.add(name)


def _described(declared: Mapping[str, Any], kinds: Mapping[str, Kind], is_v1: bool) -> Iterator[_Misfit]:
    """The checks that a package and a resource have in common."""
    misfits, sound = _judged(declared, kinds)
    yield from misfits
    if is_v1 and not re.fullmatch(r"[-a-z0-9._/]+", sound.get("name", "x")):
        yield "name", sound["name"], "only lower-case letters, digits and . _ - /, as version 1 requires"
    for number, license_ in enumerate(sound.get("licenses", ())):
        if not license_.get("name") and not license_.get("path"):
            yield f"licenses[{number}]", license_, "an object with a name or a path"
    for name in ("sources", "contributors"):
        for number, entry in enumerate(sound[name] if name in sound and name in kinds else ()):
            if not entry:
                yield f"{name}[{number}]", entry, "an object with at least one property"


def _of_package(package: Package, is_v1: bool) -> Iterator[_Misfit]:
    yield from _described(package.descriptor, properties("package", is_v1=is_v1), is_v1)
    if not package.resources:
        yield "resources", package.descriptor.get("resources", _MISSING), "a list of objects, at least one"
    yield from _repeated("resources", (resource.name for resource in package.resources))


def _of_resource(resource: Resource, profile: Any, is_v1: bool) -> Iterator[_Misfit]:
    """The misfits of a resource in a package with this profile."""
    declared, own = resource.declared, resource.declared.get("profile", _MISSING)
    yield from _described(declared, properties("resource", is_v1=is_v1), is_v1)
    yield from _located(declared, is_v1)
    if own in TABULAR and not declared.get("schema"):
        yield "schema", declared.get("schema", _MISSING), f"a schema, because the profile is {TABULAR[0]}"
    form = format_of(declared, resource.parts)
    if is_v1 and own in TABULAR and resource.parts and form not in ("csv", "tsv"):
        yield "path", declared.get("path"), f"a CSV file, because the profile is {TABULAR[0]}; its format is {form}"
    if profile == "tabular-data-package" and own not in TABULAR and (own is _MISSING or isinstance(own, str)):
        yield "profile", own, f"{TABULAR[0]}, because the profile of the package is {profile}"


def _located(declared: Mapping[str, Any], is_v1: bool) -> Iterator[_Misfit]:
    """The misfits of the properties that say where the data of a resource is."""
    data, path = declared.get("data", _MISSING), declared.get("path", declared.get("url", _MISSING))
    if data is _MISSING and path is _MISSING:
        yield "path", _MISSING, "a path, or data"
    elif data is not _MISSING and path is not _MISSING:
        yield "data", data, "either a path or data, not both"
    elif isinstance(data, str) and not (declared.get("format") or declared.get("mediatype")):
        yield "data", data, "a list or an object, or a string with a format or a mediatype"
    elif data is not _MISSING and not isinstance(data, str | list | dict):
        yield "data", data, "a list, an object or a string"
    elif not is_v1 and declared.get("type") == "table" and isinstance(data, dict | str):
        yield "data", data, "a list of lists or of objects, because the resource is a table"


def _of_schema(schema: Mapping[str, Any], table: str, is_v1: bool) -> Iterator[_Misfit]:
    misfits, sound = _judged(schema, properties("schema", is_v1=is_v1))
    yield from misfits
    sound = _known(sound, "schema", is_v1)
    named = _names("primaryKey", sound.get("primaryKey", []))
    yield from _repeated_in_key("primaryKey", sound.get("primaryKey", []))
    for number, unique in enumerate(sound.get("uniqueKeys", ())):
        yield from _repeated_in_key(f"uniqueKeys[{number}]", unique)
        named |= _names(f"uniqueKeys[{number}]", unique)
    for number, key in enumerate(sound.get("foreignKeys", ())):
        place, there = f"foreignKeys[{number}]", key["reference"]["fields"]
        own = _names(f"{place}.fields", key["fields"])
        yield from _repeated_in_key(f"{place}.fields", key["fields"])
        yield from _repeated_in_key(f"{place}.reference.fields", there)
        named |= own
        if len(own) != len(_names("", there)):
            yield f"{place}.reference.fields", there, "as many names as the key has"
    if "fields" in sound:
        names = [_name(field) for field in sound["fields"]]
        known = set(names)
        yield from ((place, name, "the name of a field") for place, name in named.items() if name not in known)


def _names(place: str, value: str | list[str]) -> dict[str, str]:
    """The names of a key by their place in the schema."""
    return {place: value} if isinstance(value, str) else {f"{place}[{n}]": name for n, name in enumerate(value)}


def _repeated_in_key(place: str, names: str | list[str]) -> Iterator[_Misfit]:
    """The names that occur twice in a key."""
    seen: set[str] = set()
    for number, name in enumerate(names if isinstance(names, list) else ()):
        if name in seen:
            yield f"{place}[{number}]", name, "a name that occurs only once in its key"
        seen.add(name)


def _known(declared: Mapping[str, Any], kind: str, is_v1: bool) -> dict[str, Any]:
    """The properties without those that are new in version 2 if version 1 applies."""
    return {name: value for name, value in declared.items() if not (is_v1 and name in NEW_IN_2[kind])}


def _beyond_categories(field: Mapping[str, Any]) -> Iterator[_Misfit]:
    """An enum that allows more than the categories."""
    categories, allowed = field.get("categories"), field.get("constraints", {}).get("enum")
    if categories and allowed:
        known = [category["value"] if isinstance(category, dict) else category for category in categories]
        if any(value not in known for value in allowed):
            yield "constraints.enum", allowed, "values that are categories of the field"


def _of_field(declared: Mapping[str, Any], is_v1: bool) -> Iterator[_Misfit]:
    from onrecord.tableschema.parsers import is_known

    misfits, sound = _judged(declared, properties("field", is_v1=is_v1))
    yield from misfits
    sound = _known(sound, "field", is_v1)
    if "type" in declared and "type" not in sound:
        return
    # A field without a type is a string in version 1, and may be anything in version 2.
    type_, constraints = sound.get("type", "string"), _known(sound.get("constraints", {}), "constraints", is_v1)
    for name, value in constraints.items():
        if type_ not in CONSTRAINED.get(name, (*TYPES,)):
            yield f"constraints.{name}", value, f"no such constraint on the type {type_}"
    field = parse_table("", {"fields": [{"name": "", "type": type_, **sound}]}, "", is_v1=is_v1).fields[0]
    if not is_known(field):
        # "<PATTERN> MUST follow the syntax of standard Python / C strptime"; other formats have no such rule.
        yield "format", field.format, "default, any or a pattern of strptime such as %d/%m/%Y"
        return
    yield from _beyond_categories(sound)
    values = {f"constraints.{name}": constraints[name] for name in BOUNDS if name in constraints and type_ in ORDERED}
    yield from (
        (place, value, f"a value of the type {type_}") for place, value in values.items() if not _fits(field, value)
    )


def is_value(declared: Mapping[str, Any], value: Any) -> bool:
    """Whether a JSON value is a value of a field; true if the field is not declared correctly."""
    from onrecord.tableschema.parsers import is_known

    misfits, sound = _judged(declared, properties("field", is_v1=False))
    if misfits or "type" not in sound:
        return True
    field = parse_table("", {"fields": [{"name": "", **sound}]}, "").fields[0]
    return not is_known(field) or _fits(field, value)


def _fits(field: Field, value: Any) -> bool:
    from onrecord.tableschema.parsers import reader

    return any_of(of_type(*TYPES[field.type].json), read_by(reader(field)))(value)

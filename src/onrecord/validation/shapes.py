"""What the Data Package standard asks of the shape of a descriptor and of its schemas.

Version 2 is asked for, or version 1 where that is the one declared. All that is told here is forbidden; what is allowed
and will hurt a reader is in `declared`, and the tables that foreign keys refer to are in `strict`.
Source: datapackage.org/standard, and its profiles.

The profiles themselves, JSON Schemas of 660 kB, are not what a package is judged by. fastjsonschema (2.22) compiles
one in 90 to 240 ms, stops at the first fault and says of a mistyped type "data.fields[0] must be valid exactly by one
definition (0 matches found)"; and they let a field without a type have `"minLength": -1`, or `"pattern": "("`. Where
they are stricter than the text, that is advice (`declared`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from onrecord.package import DESCRIPTOR
from onrecord.package.package import Package
from onrecord.package.resources import TABULAR, Resource, format_of
from onrecord.problems import Problem
from onrecord.tableschema.schema import LONGEST_SHOWN, NEW_IN_2, PROFILE_ADDRESS, Field, is_version_1, parse_table
from onrecord.tableschema.types import ORDERED, SIZED, TYPES
from onrecord.text.printable import in_json, shown, without_secrets
from onrecord.validation.rules import problem

_Test = Callable[[Any], bool]
# The place of a property that is not as it should be, its value, and what was expected.
_Misfit = tuple[str, Any, str]
_MISSING = object()

# The values of `profile`, a property of version 1, that ask for no more than the standard.
PROFILES = ("data-package", "tabular-data-package", "data-resource", "tabular-data-resource")
_VERSIONS = r"(1\.0|2\.0|2\.1)/(datapackage|dataresource|tabledialect|tableschema)\.json"
_URL = r"[A-Za-z][A-Za-z0-9+.-]*:\S+"
_NAMED = "((tabular-|fiscal-)?data-package|(tabular-)?data-resource)"  # as version 1 has them
# RFC 3339, section 5.6: T and Z may be small, and a minute may have a leap second.
_TIME = re.compile(r"([0-9-]{10}[Tt][0-9:]{5}:)([0-5][0-9]|60)(\.[0-9]+)?([Zz]|[+-][0-9]{2}:[0-9]{2})")

_BOUNDS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")
# The constraints, and the types that they suit.
_SUITED = {
    **dict.fromkeys(("required", "unique", "enum"), (*TYPES,)),
    **dict.fromkeys(("minLength", "maxLength"), SIZED),
    **dict.fromkeys(_BOUNDS, ORDERED),
    "pattern": ("string",),
    "jsonSchema": ("array", "object"),
}


class _Kind(NamedTuple):
    """What a property should be, in words and as a test; for an object or a list of them also what is inside."""

    expected: str
    fits: _Test
    inside: Mapping[str, _Kind] = {}
    needed: bool = False


def _is(*types: type) -> _Test:
    return lambda value: type(value) in types


def _like(pattern: re.Pattern[str]) -> _Test:
    return lambda value: isinstance(value, str) and bool(pattern.fullmatch(value))


def _read_by(read: Callable[[str], Any]) -> _Test:
    def fits(value: Any) -> bool:
        try:
            read(value)
        except (ValueError, OverflowError, RecursionError, re.error):
            return False
        return True

    return _all_of(_is(str), fits)


def _is_time(value: Any) -> bool:
    if not isinstance(value, str) or not (match := _TIME.fullmatch(value)):
        return False
    minute, second, _, zone = match.groups()
    return _read_by(datetime.fromisoformat)(f"{minute}{min(second, '59')}{zone}".upper())


def _all_of(*tests: _Test) -> _Test:
    return lambda value: all(fits(value) for fits in tests)


def _any_of(*tests: _Test) -> _Test:
    return lambda value: any(fits(value) for fits in tests)


def _list(fits: _Test, least: int = 0) -> _Test:
    return lambda value: isinstance(value, list) and len(value) >= least and all(map(fits, value))


def _differ(values: Iterable[Any]) -> bool:
    texts = [json.dumps(value, sort_keys=True) for value in values]
    return len({*texts}) == len(texts)


def _labelled(is_value: _Test) -> _Test:
    """Whether these are values; or objects with a value and perhaps a label; and nothing stands twice."""

    def fits(value: Any) -> bool:
        stated = [(key, one[key]) for one in value for key in ("value", "label") if key in one]
        return len(set(stated)) == len(stated)

    labelled = _all_of(_is(dict), lambda one: is_value(one.get("value")) and isinstance(one.get("label", ""), str))
    return _any_of(_all_of(_list(is_value), _differ), _all_of(_list(labelled), fits))


def _is_enum(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and _differ(value)


def _is_pattern(value: Any) -> bool:
    from onrecord.tableschema.patterns import is_readable

    return isinstance(value, str) and is_readable(value)


def _whole(least: int) -> _Kind:
    return _Kind(f"a whole number of {least} or more", lambda value: type(value) is int and value >= least)


def _one_of(*words: str) -> _Kind:
    return _Kind(f"one of {', '.join(words)}", lambda value: isinstance(value, str) and value in words)


def _objects(inside: Mapping[str, _Kind]) -> _Kind:
    return _Kind("a list of objects", _list(_is(dict)), inside)


def _at_least_one(of_what: str, fits: _Test) -> _Kind:
    return _Kind(f"a list of {of_what}, at least one", _list(fits, 1))


def _each(names: str, kind: _Kind) -> dict[str, _Kind]:
    return dict.fromkeys(names.split(), kind)


_ONCE = "or of objects with a value and perhaps a label, none of them twice"
_TEXT = _Kind("a string", _is(str))
_WORD = _Kind("a string that is not empty", _like(re.compile(r"(?s:.+)")))
_CHARACTER = _Kind("a string of one character", _like(re.compile(r"(?s:.)")))
_TEXTS = _Kind("a list of strings", _list(_is(str)))
_FLAG = _Kind("true or false", _is(bool))
_KEY = _Kind("the name of a field, or a list of such names", _any_of(_is(str), _list(_is(str), 1)), needed=True)
# Of what says something of a package, an empty string says nothing, which nothing forbids.
_EMAIL = {"email": _Kind("an email address", _like(re.compile(r"([^@\s]+@[^@\s]+)?")))}
_MISSING_VALUES = {"missingValues": _Kind(f"a list of strings, {_ONCE}", _labelled(_is(str)))}
_MATCH = _one_of("exact", "equal", "subset", "superset", "partial")
_NEAR = r"(?!/|[A-Za-z][A-Za-z0-9+.-]*:)(?!(.*/)?\.\.(/|$))(?!.*\\).+"
_HIDDEN = re.compile(r"(.*/)?\.[^/.][^/]*/")
_is_near, _is_far = _like(re.compile(_NEAR)), _like(re.compile(r"(http|ftp)s?://\S+"))


def is_path(value: Any) -> bool:
    """Whether a value is a path that version 2 allows: not hidden folders, which version 1 has nothing against."""
    return _is_near(value) and not _HIDDEN.match(value)


_is_place = _any_of(is_path, _is_far)
_PLACE = "a relative path without .. and hidden folders in it, or an address of http, https, ftp or ftps"
_is_empty = _like(re.compile(""))
_LOCATION = _Kind(_PLACE, _any_of(_is_place, _is_empty))
_ADDRESS = _Kind("an address, as https://example.org", _like(re.compile(f"({_URL})?")))

# What stands in no table is a custom property, which may be anything.
_PROFILE = {
    "$schema": _Kind(
        f"the address of a profile that there is, as {PROFILE_ADDRESS}2.0/datapackage.json",
        _like(re.compile(rf"{PROFILE_ADDRESS}{_VERSIONS}|{_NAMED}|(?!{PROFILE_ADDRESS}){_URL}")),
    )
}
_COMMON = {
    **_each("name title description", _TEXT),
    "licenses": _objects(_each("name title", _TEXT) | {"path": _LOCATION}),
    "sources": _objects(_each("title version", _TEXT) | {"path": _LOCATION} | _EMAIL),
}
_PACKAGE = {
    **_PROFILE,
    **_COMMON,
    **_each("id version", _TEXT),
    "image": _LOCATION,
    "homepage": _ADDRESS,
    "created": _Kind("a time, as 2031-05-13T08:00:00Z", _is_time),
    "keywords": _TEXTS,
    "contributors": _objects(
        _each("title givenName familyName organization role", _TEXT) | _EMAIL | {"path": _ADDRESS, "roles": _TEXTS}
    ),
}
_DIALECT = {
    **_each("delimiter lineTerminator nullSequence headerJoin property sheetName table", _TEXT),
    **_each("quoteChar escapeChar", _CHARACTER),
    "commentChar": _WORD,
    **_each("header doubleQuote skipInitialSpace", _FLAG),
    **_each("headerRows commentRows", _Kind("a list of whole numbers of 1 or more", _list(_whole(1).fits))),
    "itemType": _one_of("array", "object"),
    "itemKeys": _TEXTS,
    "sheetNumber": _whole(1),
}
_RESOURCE = {
    **_COMMON,
    "type": _one_of("table"),
    **_each("format mediatype encoding hash", _TEXT),
    "bytes": _whole(0),
    "path": _Kind(
        f"{_PLACE}; or a list of such paths, or of such addresses",
        _any_of(_is_place, _list(is_path, 1), _list(_is_far, 1)),
    ),
    "dialect": _Kind(f"an object, {_PLACE}", _any_of(_is(dict), _is_place), _DIALECT),
    "schema": _Kind(f"an object, {_PLACE}", _any_of(_is(dict), _is_place)),
}
_REFERENCE = _Kind("an object", _is(dict), {"resource": _TEXT, "fields": _KEY}, needed=True)
_SCHEMA = {
    **_MISSING_VALUES,
    "fields": _at_least_one("objects", _is(dict))._replace(needed=True),
    # The profile of version 2.0 asks for a list where the text has a string, a slip that 2.1 corrects.
    "fieldsMatch": _Kind(_MATCH.expected, _any_of(_MATCH.fits, _list(_MATCH.fits, 1))),
    "primaryKey": _Kind(_KEY.expected, _any_of(_is(str), _list(_is(str)))),
    "uniqueKeys": _at_least_one("lists of names of fields", _list(_is(str), 1)),
    "foreignKeys": _objects({"fields": _KEY, "reference": _REFERENCE}),
}
_CONSTRAINTS = {
    **_each("required unique", _FLAG),
    **_each("minLength maxLength", _whole(0)),
    "enum": _Kind("a list of values, at least one and none of them twice", _is_enum),
    "pattern": _Kind("a regular expression", _is_pattern),
    "jsonSchema": _Kind("an object", _is(dict)),
}
_FIELD = {
    **_MISSING_VALUES,
    "name": _TEXT._replace(needed=True),
    "type": _one_of(*sorted(TYPES)),
    **_each("title description format rdfType decimalChar groupChar", _TEXT),
    **_each("bareNumber categoriesOrdered", _FLAG),
    **_each("trueValues falseValues", _TEXTS),
    "categories": _Kind(f"a list of strings or numbers, {_ONCE}", _labelled(_is(str, int, float))),
    "delimiter": _WORD,
    "itemType": _one_of("string", "integer", "boolean", "number", "datetime", "date", "time"),
    "constraints": _Kind("an object", _is(dict), _CONSTRAINTS),
}

# Version 1, where it asks for something else: what is None there is a custom property.
_LOCATION_1 = _Kind(
    "a relative path without .. in it, or an address of http or https, as version 1 asks",
    _any_of(_is_near, _like(re.compile(r"https?://\S+"))),
)
_TITLED = {"title": _TEXT._replace(needed=True)}
_TEXTS_1 = _Kind("a list of strings, as version 1 asks", _list(_is(str)))


def _of_1(kinds: Mapping[str, _Kind], **others: _Kind | None) -> dict[str, _Kind]:
    """The properties of version 1: those of version 2 but for some."""
    return {name: kind for name, kind in {**kinds, **others}.items() if kind}


_COMMON_1: dict[str, _Kind | None] = {
    "profile": _Kind(
        f"the id of a profile such as {PROFILES[0]}, or its address", _like(re.compile(f"{_NAMED}|{_URL}"))
    ),
    "licenses": _objects(_each("name title", _TEXT) | {"path": _LOCATION_1}),
    "sources": _objects(_TITLED | {"path": _LOCATION_1} | _EMAIL),
}
_PACKAGE_1 = _of_1(
    _PACKAGE,
    **_COMMON_1,
    image=_LOCATION_1,
    contributors=_objects(_TITLED | _each("organization role", _TEXT) | _EMAIL | {"path": _ADDRESS}),
)
_RESOURCE_1 = _of_1(
    _RESOURCE,
    **_COMMON_1,
    type=None,
    path=_Kind(
        f"{_LOCATION_1.expected}; or a list of such paths, or of such addresses",
        _any_of(_LOCATION_1.fits, _list(_is_near, 1), _list(_all_of(_is_far, _LOCATION_1.fits), 1)),
    ),
    dialect=_Kind(
        f"an object, {_LOCATION_1.expected}",
        _any_of(_is(dict), _LOCATION_1.fits),
        {**_DIALECT, "caseSensitiveHeader": _FLAG},
    ),
    schema=_Kind(f"an object, {_LOCATION_1.expected}", _any_of(_is(dict), _LOCATION_1.fits)),
)
_SCHEMA_1 = _of_1(_SCHEMA, missingValues=_TEXTS_1, **dict.fromkeys(NEW_IN_2["schema"]))
_FIELD_1 = _of_1(
    _FIELD,
    type=_one_of(*sorted({*TYPES} - {"list"})),
    # "The default value is null", says version 1 of it.
    groupChar=_Kind("a string", _is(str, type(None))),
    constraints=_Kind("an object", _is(dict), _of_1(_CONSTRAINTS, **dict.fromkeys(NEW_IN_2["constraints"]))),
    **dict.fromkeys(NEW_IN_2["field"]),
)


_STANDARD = {
    "package": (_PACKAGE, _PACKAGE_1),
    "resource": (_RESOURCE, _RESOURCE_1),
    "schema": (_SCHEMA, _SCHEMA_1),
    "field": (_FIELD, _FIELD_1),
}
_DESCRIBED = {"package": {"$schema", "resources"}, "resource": {"data", "url"}}


def without_custom(declared: Mapping[str, Any], kind: str, *, is_v1: bool) -> dict[str, Any]:
    """What a version of the standard knows of a package, a resource, a schema or a field."""
    known = _STANDARD[kind][is_v1].keys() | _DESCRIBED.get(kind, set())
    return {name: value for name, value in declared.items() if name in known}


def unknown_profiles(package: Package) -> set[str]:
    """The profiles beyond the standard's own that a descriptor asks to be judged by."""
    declared = [package.descriptor, *(resource.declared for resource in package.resources)]
    unknown = (one["profile"] for one in declared if one.get("profile", PROFILES[0]) not in PROFILES)
    return {
        without_secrets(profile if isinstance(profile, str) else in_json(profile, LONGEST_SHOWN)) for profile in unknown
    }


def package_shape(package: Package) -> Iterator[Problem]:
    """What the descriptor of a package, its resources and its schemas have that is not as the standard asks."""
    is_v1 = is_version_1(package.descriptor, otherwise=True)
    for misfit in _of_package(package, is_v1):
        yield _told(misfit, "the package", DESCRIPTOR)
    for resource in package.resources:
        schema, table = resource.declared.get("schema"), resource.name if resource.table else ""
        for misfit in _of_resource(resource, package.descriptor.get("profile"), is_v1):
            yield _told(misfit, f"resource {resource.name}", DESCRIPTOR, table)
        if isinstance(dialect := resource.declared.get("dialect"), str):
            for misfit in _misfits(resource.stated_dialect, _PROFILE | _DIALECT, "dialect."):
                yield _told(misfit, f"resource {resource.name}", dialect, table)
        if resource.table:
            path = schema if isinstance(schema, str) else DESCRIPTOR
            yield from _shape(resource.table.schema, path, table, is_v1, is_apart=isinstance(schema, str))


def schema_shape(schema: Any, path: str, table: str = "") -> Iterator[Problem]:
    """What a Table Schema, of version 2 unless it says otherwise, has that is not as the standard asks.

    Args:
        schema: its JSON, whatever that is.
        path: the file that it was read from.
        table: the name of its table, where it has one.
    """
    yield from _shape(schema, path, table, is_v1=False, is_apart=True)


def _shape(schema: Any, path: str, table: str, is_v1: bool, is_apart: bool) -> Iterator[Problem]:
    """That of a schema, which says its profile where it is a file apart: within a descriptor that is ignored."""
    where = f"table {table}" if table else "the schema"
    if not isinstance(schema, dict):
        yield _told(("the JSON", schema, "an object"), where, path, table)
        return
    is_v1 = is_version_1(schema, otherwise=is_v1) if is_apart else is_v1
    for misfit in (*(_misfits(schema, _PROFILE) if is_apart else ()), *_of_schema(schema, table, is_v1)):
        yield _told(misfit, where, path, table)
    for number, field in enumerate(schema["fields"] if isinstance(schema.get("fields"), list) else ()):
        if isinstance(field, dict):
            name = _name(field)
            for misfit in _of_field(field, is_v1):
                yield _told(misfit, f"{where}, field {name or number}", path, table, name)


def _told(misfit: _Misfit, where: str, path: str, table: str = "", field: str = "") -> Problem:
    place, value, expected = misfit
    text = "missing" if value is _MISSING else shown(value) if isinstance(value, str) else in_json(value, LONGEST_SHOWN)
    message = f"{where}: {place} is {text}; expected {expected}"
    remedy = "" if path == DESCRIPTOR else "correct that file" if place.startswith("dialect.") else "correct the schema"
    value = value if isinstance(value, str) else ""
    return problem("descriptor-error", message, remedy=remedy, path=path, table=table, field=field, value=value)


def _name(field: Mapping[str, Any]) -> str:
    """The name of a field, empty where it has none."""
    return name if isinstance(name := field.get("name"), str) else ""


def _judged(declared: Mapping[str, Any], kinds: Mapping[str, _Kind]) -> tuple[list[_Misfit], dict[str, Any]]:
    """The properties, inside of others too, that are not of their kind; and those that are, as are those of no kind."""
    misfits = list(_misfits(declared, kinds))
    amiss = {re.split(r"[.\[]", place)[0] for place, _, _ in misfits}
    return misfits, {name: value for name, value in declared.items() if name not in amiss}


def _misfits(declared: Mapping[str, Any], kinds: Mapping[str, _Kind], above: str = "") -> Iterator[_Misfit]:
    for name, kind in kinds.items():
        place, value = above + name, declared.get(name, _MISSING)
        if value is _MISSING and not kind.needed:
            continue
        if not kind.fits(value):
            yield place, value, kind.expected
        elif kind.inside and isinstance(value, dict):
            yield from _misfits(value, kind.inside, f"{place}.")
        elif kind.inside and isinstance(value, list):
            for number, one in enumerate(value):
                yield from _misfits(one, kind.inside, f"{place}[{number}].")


def _repeated(place: str, names: Iterable[str]) -> Iterator[_Misfit]:
    seen = {""}
    for number, name in enumerate(names):
        if name and name in seen:
            yield f"{place}[{number}].name", name, "a name that stands once"
        seen.add(name)


def _described(declared: Mapping[str, Any], kinds: Mapping[str, _Kind], is_v1: bool) -> Iterator[_Misfit]:
    """What a package and a resource have in common."""
    misfits, sound = _judged(declared, kinds)
    yield from misfits
    if is_v1 and not re.fullmatch(r"[-a-z0-9._/]+", sound.get("name", "x")):
        yield "name", sound["name"], "lower case letters, digits and any of . _ - / alone, as version 1 asks"
    for number, license_ in enumerate(sound.get("licenses", ())):
        if not license_.get("name") and not license_.get("path"):
            yield f"licenses[{number}]", license_, "a name or a path in it"
    for name in ("sources", "contributors"):
        for number, one in enumerate(sound[name] if name in sound and name in kinds else ()):
            if not one:
                yield f"{name}[{number}]", one, "at least one property in it"


def _of_package(package: Package, is_v1: bool) -> Iterator[_Misfit]:
    yield from _described(package.descriptor, _PACKAGE_1 if is_v1 else _PACKAGE, is_v1)
    if not package.resources:
        yield "resources", package.descriptor.get("resources", _MISSING), "a list of objects, at least one"
    yield from _repeated("resources", (resource.name for resource in package.resources))


def _of_resource(resource: Resource, profile: Any, is_v1: bool) -> Iterator[_Misfit]:
    """Those of a resource in a package that has this profile."""
    declared, own = resource.declared, resource.declared.get("profile", _MISSING)
    yield from _described(declared, _RESOURCE_1 if is_v1 else _RESOURCE, is_v1)
    yield from _located(declared, is_v1)
    if own in TABULAR and not declared.get("schema"):
        yield "schema", declared.get("schema", _MISSING), f"one, as the profile is {TABULAR[0]}"
    form = format_of(declared, resource.parts)
    if is_v1 and own in TABULAR and resource.parts and form not in ("csv", "tsv"):
        yield "path", declared.get("path"), f"a CSV file, as the profile is {TABULAR[0]}; it is of the format {form}"
    if profile == "tabular-data-package" and own not in TABULAR and (own is _MISSING or isinstance(own, str)):
        yield "profile", own, f"{TABULAR[0]}, as the package's is {profile}"


def _located(declared: Mapping[str, Any], is_v1: bool) -> Iterator[_Misfit]:
    """What is said of where the data of a resource is."""
    data, path = declared.get("data", _MISSING), declared.get("path", declared.get("url", _MISSING))
    if data is _MISSING and path is _MISSING:
        yield "path", _MISSING, "a path, or data"
    elif data is not _MISSING and path is not _MISSING:
        yield "data", data, "a path alone, or data alone"
    elif isinstance(data, str) and not (declared.get("format") or declared.get("mediatype")):
        yield "data", data, "a list or an object, or a string with a format or a mediatype"
    elif data is not _MISSING and not isinstance(data, str | list | dict):
        yield "data", data, "a list, an object or a string"
    elif not is_v1 and declared.get("type") == "table" and isinstance(data, dict | str):
        yield "data", data, "a list of lists or of objects, as the resource is a table"


def _of_schema(schema: Mapping[str, Any], table: str, is_v1: bool) -> Iterator[_Misfit]:
    misfits, sound = _judged(schema, _SCHEMA_1 if is_v1 else _SCHEMA)
    yield from misfits
    sound = _known(sound, "schema", is_v1)
    named = _names("primaryKey", sound.get("primaryKey", []))
    yield from _doubled("primaryKey", sound.get("primaryKey", []))
    for number, unique in enumerate(sound.get("uniqueKeys", ())):
        yield from _doubled(f"uniqueKeys[{number}]", unique)
        named |= _names(f"uniqueKeys[{number}]", unique)
    for number, key in enumerate(sound.get("foreignKeys", ())):
        place, there = f"foreignKeys[{number}]", key["reference"]["fields"]
        own = _names(f"{place}.fields", key["fields"])
        yield from _doubled(f"{place}.fields", key["fields"])
        yield from _doubled(f"{place}.reference.fields", there)
        named |= own
        if len(own) != len(_names("", there)):
            yield f"{place}.reference.fields", there, "as many names as the key has"
    if "fields" in sound:
        names = [_name(field) for field in sound["fields"]]
        known = set(names)
        yield from ((place, name, "the name of a field") for place, name in named.items() if name not in known)


def _names(place: str, value: str | list[str]) -> dict[str, str]:
    """The names of a key by their places."""
    return {place: value} if isinstance(value, str) else {f"{place}[{n}]": name for n, name in enumerate(value)}


def _doubled(place: str, names: str | list[str]) -> Iterator[_Misfit]:
    """The names that stand twice in one key."""
    seen: set[str] = set()
    for number, name in enumerate(names if isinstance(names, list) else ()):
        if name in seen:
            yield f"{place}[{number}]", name, "a name that stands once in its key"
        seen.add(name)


def _known(declared: Mapping[str, Any], kind: str, is_v1: bool) -> dict[str, Any]:
    """The properties without those that version 2 brought, where it is version 1 that counts."""
    return {name: value for name, value in declared.items() if not (is_v1 and name in NEW_IN_2[kind])}


def _beyond_categories(field: Mapping[str, Any]) -> Iterator[_Misfit]:
    """An enum that allows what the categories do not."""
    categories, allowed = field.get("categories"), field.get("constraints", {}).get("enum")
    if categories and allowed:
        known = [one["value"] if isinstance(one, dict) else one for one in categories]
        if any(value not in known for value in allowed):
            yield "constraints.enum", allowed, "values that are categories of the field"


def _of_field(declared: Mapping[str, Any], is_v1: bool) -> Iterator[_Misfit]:
    from onrecord.tableschema.parsers import is_known

    misfits, sound = _judged(declared, _FIELD_1 if is_v1 else _FIELD)
    yield from misfits
    sound = _known(sound, "field", is_v1)
    if "type" in declared and "type" not in sound:
        return
    # Without a type it is a string to version 1 and anything to version 2.
    type_, constraints = sound.get("type", "string"), _known(sound.get("constraints", {}), "constraints", is_v1)
    for name, value in constraints.items():
        if type_ not in _SUITED.get(name, (*TYPES,)):
            yield f"constraints.{name}", value, f"no such constraint on the type {type_}"
    field = parse_table("", {"fields": [{"name": "", "type": type_, **sound}]}, "", is_v1=is_v1).fields[0]
    if not is_known(field):
        # "<PATTERN> MUST follow the syntax of standard Python / C strptime"; other formats have no such rule.
        yield "format", field.format, "default, any or a pattern of strptime, as %d/%m/%Y"
        return
    yield from _beyond_categories(sound)
    values = {f"constraints.{name}": constraints[name] for name in _BOUNDS if name in constraints and type_ in ORDERED}
    yield from (
        (place, value, f"a value of the type {type_}") for place, value in values.items() if not _fits(field, value)
    )


def is_value(declared: Mapping[str, Any], value: Any) -> bool:
    """Whether a value of JSON is one of a field that is declared rightly; true where it is not."""
    from onrecord.tableschema.parsers import is_known

    misfits, sound = _judged(declared, _FIELD)
    if misfits or "type" not in sound:
        return True
    field = parse_table("", {"fields": [{"name": "", **sound}]}, "").fields[0]
    return not is_known(field) or _fits(field, value)


def _fits(field: Field, value: Any) -> bool:
    from onrecord.tableschema.parsers import reader

    return _any_of(_is(*TYPES[field.type].json), _read_by(reader(field)))(value)

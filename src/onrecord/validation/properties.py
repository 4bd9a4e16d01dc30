"""The properties that the Data Package standard defines, as data: what the value of each must be.

`shapes` compares descriptors with these tables. Version 1 has its own table where it differs from version 2.
Source: datapackage.org/standard, and its profiles.

The standard's profiles, JSON Schemas of 660 kB, are not used for this. fastjsonschema (2.22) compiles one in 90 to
240 ms, stops at the first fault and says of a mistyped type "data.fields[0] must be valid exactly by one definition (0
matches found)"; and they allow a field without a type to have `"minLength": -1`, or `"pattern": "("`. Where they are
stricter than the text, `declared` gives advice.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from onrecord.tableschema.schema import NEW_IN_2, PROFILE_ADDRESS
from onrecord.tableschema.types import ORDERED, SIZED, TYPES

Test = Callable[[Any], bool]

# The values of `profile`, a property of version 1, that require no more than the standard.
PROFILES = ("data-package", "tabular-data-package", "data-resource", "tabular-data-resource")
_VERSIONS = r"(1\.0|2\.0|2\.1)/(datapackage|dataresource|tabledialect|tableschema)\.json"
_URL = r"[A-Za-z][A-Za-z0-9+.-]*:\S+"
_NAMED = "((tabular-|fiscal-)?data-package|(tabular-)?data-resource)"  # the names of version 1
# RFC 3339, section 5.6: T and Z may be lower case, and a minute may have a leap second.
_TIME = re.compile(r"([0-9-]{10}[Tt][0-9:]{5}:)([0-5][0-9]|60)(\.[0-9]+)?([Zz]|[+-][0-9]{2}:[0-9]{2})")

BOUNDS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")
# The types that each constraint is allowed on.
CONSTRAINED = {
    **dict.fromkeys(("required", "unique", "enum"), (*TYPES,)),
    **dict.fromkeys(("minLength", "maxLength"), SIZED),
    **dict.fromkeys(BOUNDS, ORDERED),
    "pattern": ("string",),
    "jsonSchema": ("array", "object"),
}


class Kind(NamedTuple):
    """What the value of a property must be.

    Attributes:
        expected: in words.
        fits: as a test.
        inside: the properties of the object, or of each object in the list.
        needed: whether the property is required.
    """

    expected: str
    fits: Test
    inside: Mapping[str, Kind] = {}
    needed: bool = False


def of_type(*types: type) -> Test:
    """A test for values of these types; subclasses do not count, because a bool is an int."""
    return lambda value: type(value) in types


def _like(pattern: re.Pattern[str]) -> Test:
    return lambda value: isinstance(value, str) and bool(pattern.fullmatch(value))


def read_by(read: Callable[[str], Any]) -> Test:
    """A test for strings that a function reads without an error."""

    def fits(value: Any) -> bool:
        try:
            read(value)
        except (ValueError, OverflowError, RecursionError, re.error):
            return False
        return True

    return _all_of(of_type(str), fits)


def _is_time(value: Any) -> bool:
    if not isinstance(value, str) or not (match := _TIME.fullmatch(value)):
        return False
    minute, second, _, zone = match.groups()
    return read_by(datetime.fromisoformat)(f"{minute}{min(second, '59')}{zone}".upper())


def _all_of(*tests: Test) -> Test:
    return lambda value: all(fits(value) for fits in tests)


def any_of(*tests: Test) -> Test:
    """A test that one of these tests is enough for."""
    return lambda value: any(fits(value) for fits in tests)


def _list(fits: Test, least: int = 0) -> Test:
    return lambda value: isinstance(value, list) and len(value) >= least and all(map(fits, value))


def _differ(values: Iterable[Any]) -> bool:
    texts = [json.dumps(value, sort_keys=True) for value in values]
    return len({*texts}) == len(texts)


def _labelled(is_value: Test) -> Test:
    """A test for a list of values, or of objects with a value and perhaps a label, without duplicates."""

    def are_distinct(entries: Any) -> bool:
        stated = [(key, entry[key]) for entry in entries for key in ("value", "label") if key in entry]
        return len(set(stated)) == len(stated)

    is_entry = _all_of(
        of_type(dict), lambda entry: is_value(entry.get("value")) and isinstance(entry.get("label", ""), str)
    )
    return any_of(_all_of(_list(is_value), _differ), _all_of(_list(is_entry), are_distinct))


def _is_enum(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and _differ(value)


def _is_pattern(value: Any) -> bool:
    from onrecord.tableschema.patterns import is_readable

    return isinstance(value, str) and is_readable(value)


def _whole(least: int) -> Kind:
    return Kind(f"a whole number of {least} or more", lambda value: type(value) is int and value >= least)


def _one_of(*words: str) -> Kind:
    return Kind(f"one of {', '.join(words)}", lambda value: isinstance(value, str) and value in words)


def _objects(inside: Mapping[str, Kind]) -> Kind:
    return Kind("a list of objects", _list(of_type(dict)), inside)


def _at_least_one(of_what: str, fits: Test) -> Kind:
    return Kind(f"a list of {of_what}, at least one", _list(fits, 1))


def _each(names: str, kind: Kind) -> dict[str, Kind]:
    return dict.fromkeys(names.split(), kind)


_ONCE = "or of objects with a value and perhaps a label, without duplicates"
_TEXT = Kind("a string", of_type(str))
_WORD = Kind("a string that is not empty", _like(re.compile(r"(?s:.+)")))
_CHARACTER = Kind("a string of one character", _like(re.compile(r"(?s:.)")))
_TEXTS = Kind("a list of strings", _list(of_type(str)))
_FLAG = Kind("true or false", of_type(bool))
_KEY = Kind("the name of a field, or a list of such names", any_of(of_type(str), _list(of_type(str), 1)), needed=True)
# An empty string in metadata says nothing, and nothing forbids it.
_EMAIL = {"email": Kind("an email address", _like(re.compile(r"([^@\s]+@[^@\s]+)?")))}
_MISSING_VALUES = {"missingValues": Kind(f"a list of strings, {_ONCE}", _labelled(of_type(str)))}
_MATCH = _one_of("exact", "equal", "subset", "superset", "partial")
_RELATIVE = r"(?!/|[A-Za-z][A-Za-z0-9+.-]*:)(?!(.*/)?\.\.(/|$))(?!.*\\).+"
_HIDDEN = re.compile(r"(.*/)?\.[^/.][^/]*/")
_is_relative, _is_remote = _like(re.compile(_RELATIVE)), _like(re.compile(r"(http|ftp)s?://\S+"))


def is_path(value: Any) -> bool:
    """Whether a value is a relative path that version 2 allows; version 1 also allows hidden folders."""
    return _is_relative(value) and not _HIDDEN.match(value)


_is_location = any_of(is_path, _is_remote)
_RELATIVE_OR_REMOTE = "a relative path without .. and hidden folders, or a URL of http, https, ftp or ftps"
_is_empty = _like(re.compile(""))
_LOCATION = Kind(_RELATIVE_OR_REMOTE, any_of(_is_location, _is_empty))
_ADDRESS = Kind("a URL such as https://example.org", _like(re.compile(f"({_URL})?")))

# A property in none of these tables is a custom property, and its value may be anything.
PROFILE = {
    "$schema": Kind(
        f"the URL of an existing profile, such as {PROFILE_ADDRESS}2.0/datapackage.json",
        _like(re.compile(rf"{PROFILE_ADDRESS}{_VERSIONS}|{_NAMED}|(?!{PROFILE_ADDRESS}){_URL}")),
    )
}
_COMMON = {
    **_each("name title description", _TEXT),
    "licenses": _objects(_each("name title", _TEXT) | {"path": _LOCATION}),
    "sources": _objects(_each("title version", _TEXT) | {"path": _LOCATION} | _EMAIL),
}
_PACKAGE = {
    **PROFILE,
    **_COMMON,
    **_each("id version", _TEXT),
    "image": _LOCATION,
    "homepage": _ADDRESS,
    "created": Kind("a time such as 2031-05-13T08:00:00Z", _is_time),
    "keywords": _TEXTS,
    "contributors": _objects(
        _each("title givenName familyName organization role", _TEXT) | _EMAIL | {"path": _ADDRESS, "roles": _TEXTS}
    ),
}
DIALECT = {
    **_each("delimiter lineTerminator nullSequence headerJoin property sheetName table", _TEXT),
    **_each("quoteChar escapeChar", _CHARACTER),
    "commentChar": _WORD,
    **_each("header doubleQuote skipInitialSpace", _FLAG),
    **_each("headerRows commentRows", Kind("a list of whole numbers of 1 or more", _list(_whole(1).fits))),
    "itemType": _one_of("array", "object"),
    "itemKeys": _TEXTS,
    "sheetNumber": _whole(1),
}
_RESOURCE = {
    **_COMMON,
    "type": _one_of("table"),
    **_each("format mediatype encoding hash", _TEXT),
    "bytes": _whole(0),
    "path": Kind(
        f"{_RELATIVE_OR_REMOTE}; or a list of such paths or of such URLs",
        any_of(_is_location, _list(is_path, 1), _list(_is_remote, 1)),
    ),
    "dialect": Kind(f"an object, {_RELATIVE_OR_REMOTE}", any_of(of_type(dict), _is_location), DIALECT),
    "schema": Kind(f"an object, {_RELATIVE_OR_REMOTE}", any_of(of_type(dict), _is_location)),
}
_REFERENCE = Kind("an object", of_type(dict), {"resource": _TEXT, "fields": _KEY}, needed=True)
_SCHEMA = {
    **_MISSING_VALUES,
    "fields": _at_least_one("objects", of_type(dict))._replace(needed=True),
    # The profile of version 2.0 requires a list where the text has a string; 2.1 corrects that.
    "fieldsMatch": Kind(_MATCH.expected, any_of(_MATCH.fits, _list(_MATCH.fits, 1))),
    "primaryKey": Kind(_KEY.expected, any_of(of_type(str), _list(of_type(str)))),
    "uniqueKeys": _at_least_one("lists of names of fields", _list(of_type(str), 1)),
    "foreignKeys": _objects({"fields": _KEY, "reference": _REFERENCE}),
}
_CONSTRAINTS = {
    **_each("required unique", _FLAG),
    **_each("minLength maxLength", _whole(0)),
    "enum": Kind("a list of at least one value, without duplicates", _is_enum),
    "pattern": Kind("a regular expression", _is_pattern),
    "jsonSchema": Kind("an object", of_type(dict)),
}
_FIELD = {
    **_MISSING_VALUES,
    "name": _TEXT._replace(needed=True),
    "type": _one_of(*sorted(TYPES)),
    **_each("title description format rdfType decimalChar groupChar", _TEXT),
    **_each("bareNumber categoriesOrdered", _FLAG),
    **_each("trueValues falseValues", _TEXTS),
    "categories": Kind(f"a list of strings or numbers, {_ONCE}", _labelled(of_type(str, int, float))),
    "delimiter": _WORD,
    "itemType": _one_of("string", "integer", "boolean", "number", "datetime", "date", "time"),
    "constraints": Kind("an object", of_type(dict), _CONSTRAINTS),
}

# Version 1, where it differs: None removes a property, which is then a custom property.
_LOCATION_1 = Kind(
    "a relative path without .., or a URL of http or https, as version 1 requires",
    any_of(_is_relative, _like(re.compile(r"https?://\S+"))),
)
_TITLED = {"title": _TEXT._replace(needed=True)}
_TEXTS_1 = Kind("a list of strings, as version 1 requires", _list(of_type(str)))


def _of_1(kinds: Mapping[str, Kind], **others: Kind | None) -> dict[str, Kind]:
    """The properties of version 1: those of version 2 except for some."""
    return {name: kind for name, kind in {**kinds, **others}.items() if kind}


_COMMON_1: dict[str, Kind | None] = {
    "profile": Kind(f"the id of a profile such as {PROFILES[0]}, or its URL", _like(re.compile(f"{_NAMED}|{_URL}"))),
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
    path=Kind(
        f"{_LOCATION_1.expected}; or a list of such paths or of such URLs",
        any_of(_LOCATION_1.fits, _list(_is_relative, 1), _list(_all_of(_is_remote, _LOCATION_1.fits), 1)),
    ),
    dialect=Kind(
        f"an object, {_LOCATION_1.expected}",
        any_of(of_type(dict), _LOCATION_1.fits),
        {**DIALECT, "caseSensitiveHeader": _FLAG},
    ),
    schema=Kind(f"an object, {_LOCATION_1.expected}", any_of(of_type(dict), _LOCATION_1.fits)),
)
_SCHEMA_1 = _of_1(_SCHEMA, missingValues=_TEXTS_1, **dict.fromkeys(NEW_IN_2["schema"]))
_FIELD_1 = _of_1(
    _FIELD,
    type=_one_of(*sorted({*TYPES} - {"list"})),
    # Version 1 says: "The default value is null".
    groupChar=Kind("a string", of_type(str, type(None))),
    constraints=Kind("an object", of_type(dict), _of_1(_CONSTRAINTS, **dict.fromkeys(NEW_IN_2["constraints"]))),
    **dict.fromkeys(NEW_IN_2["field"]),
)


_PROPERTIES: Mapping[str, tuple[Mapping[str, Kind], Mapping[str, Kind]]] = {
    "package": (_PACKAGE, _PACKAGE_1),
    "resource": (_RESOURCE, _RESOURCE_1),
    "schema": (_SCHEMA, _SCHEMA_1),
    "field": (_FIELD, _FIELD_1),
}
# Properties that the standard defines and `shapes` checks by itself.
_CHECKED_APART = {"package": {"$schema", "resources"}, "resource": {"data", "url"}}


def properties(kind: str, *, is_v1: bool) -> Mapping[str, Kind]:
    """The properties of a `package`, a `resource`, a `schema` or a `field` in a version of the standard."""
    return _PROPERTIES[kind][is_v1]


def without_custom(declared: Mapping[str, Any], kind: str, *, is_v1: bool) -> dict[str, Any]:
    """The properties of a package, a resource, a schema or a field that a version of the standard defines."""
    known = properties(kind, is_v1=is_v1).keys() | _CHECKED_APART.get(kind, set())
    return {name: value for name, value in declared.items() if name in known}

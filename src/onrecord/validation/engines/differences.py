"""Known differences between frictionless and the standard, by name, each with the clause that decides it.

Seen with frictionless 5.21. Other differences are reported, because they may be bugs in onrecord.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from onrecord.tableschema.parsers import item_of, kind_of
from onrecord.tableschema.schema import Field
from onrecord.tableschema.xml_patterns import is_of_standard

_NUMERIC = frozenset({"integer", "number", "year", "yearmonth", "geopoint"})
_JSON = frozenset({"object", "array", "geojson", "geopoint"})


class Difference(NamedTuple):
    """A kind of cells that frictionless judges differently.

    Attributes:
        name: the kind.
        types: the types of their fields.
        form: a pattern that occurs in the cells.
        clause: the clause of the standard on them.
    """

    name: str
    types: frozenset[str]
    form: re.Pattern[str]
    clause: str


def _difference(name: str, types: str, form: str, clause: str) -> Difference:
    return Difference(name, frozenset(types.split()), re.compile(form, re.DOTALL), clause)


DIFFERENCES = (
    Difference(
        "digits as in Python: 1_000, ٣",
        _NUMERIC,
        re.compile(r"_|[^\x00-\x7f]"),
        "Table Schema, number and integer",
    ),
    _difference("special numbers", "number", r"(?i)inf|nan", "Table Schema, number"),
    _difference("long numbers", "integer number", r"\d{4000}", "Table Schema, number and integer"),
    _difference("dates without zeros", "date", r"^\d{1,4}-\d{1,2}-\d{1,2}\Z", "Table Schema, date"),
    _difference("times of ISO 8601", "time", r"^\d{2}:\d{2}:\d{2}|^24", "Table Schema, time"),
    _difference(
        "dates with times of ISO 8601",
        "datetime",
        r"^-?\d{4,}-\d{2}-\d{2}.\d{2}:\d{2}:",
        "Table Schema, datetime",
    ),
    _difference(
        "years of XML Schema", "year", r"^\s*[+-]?\d|\d\s*\Z", "Table Schema, year; www.w3.org/TR/xmlschema-2/#gYear"
    ),
    _difference(
        "months of XML Schema",
        "yearmonth",
        r"^\s*[+-]?\d+\s*-\s*\d",
        "Table Schema, yearmonth; www.w3.org/TR/xmlschema-2/#gYearMonth",
    ),
    _difference(
        "durations of ISO 8601",
        "duration",
        r"^[+-]?P",
        "Table Schema, duration; www.w3.org/TR/xmlschema-2/#duration",
    ),
    Difference(
        "NaN and Infinity in JSON",
        _JSON,
        re.compile(r"NaN|Infinity"),
        "Table Schema, object and array",
    ),
    _difference(
        "strings and truth values as numbers",
        "geopoint",
        r"^\[(?:[^\"tf]|t(?!rue)|f(?!alse))*(?:\"|true|false)",
        "Table Schema, geopoint",
    ),
    _difference("points that are nowhere on earth", "geopoint", r"\d{2}", "Table Schema, geopoint: each is a number"),
    _difference("JSON of any kind", "object", r"^\s*[^{\s]", "Table Schema 1, object: data which is valid JSON"),
    _difference("shapes of GeoJSON", "geojson", r"", "Table Schema, geojson; RFC 7946"),
    _difference("addresses, identifiers and base64", "string", r"", "Table Schema, string"),
)


# Errors that frictionless finds in valid descriptors: a pattern in its message, and the clause that allows it.
_OF_DESCRIPTORS = (
    (r"is not of type 'object', 'array' at property .*data", "Data Resource, Inline Data: a string with a format"),
    (r"names of the fields are not unique", "Table Schema, name: MUST NOT be taken for an invalid descriptor"),
    (r"requires datapackage v2", "Glossary, Custom Properties: all are allowed"),
    (r"should be set", "Glossary, Custom Properties: all are allowed"),
    (r"example", "Table Schema, example"),
    (r"\"created\" is not valid", "Data Package, created: RFC 3339, with leap seconds"),
    (r"pattern", "Table Schema, pattern: the expressions of XML Schema"),
)


def difference_of_descriptors(note: str) -> str:
    """The clause that allows a descriptor that frictionless rejects with this note; empty if no clause is known."""
    return next((clause for words, clause in _OF_DESCRIPTORS if re.search(words, note)), "")


def difference_of(field: Field, cell: str, code: str) -> str:
    """The name of the difference by which frictionless may judge a cell differently; empty if no difference is known.

    Args:
        field: the field of the cell.
        cell: its text.
        code: the rule that one of the engines finds broken.
    """
    kind = kind_of(field)
    if kind == "list":
        items, item = cell.split(field.delimiter), item_of(field)
        return next((name for part in items if (name := difference_of(item, part, code))), "")
    if code == "pattern-mismatch":
        is_same = field.pattern is None or (is_of_standard(field.pattern) and "|" not in field.pattern)
        return "" if is_same and not cell.endswith("\n") else "patterns that match the whole cell"
    if kind == "string" and field.format == "default":
        return ""
    return next((known.name for known in DIFFERENCES if kind in known.types and known.form.search(cell)), "")

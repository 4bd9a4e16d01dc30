"""A valid package whose schemas use every type, format, constraint and key of Table Schema v2.

Each type has a table of its own, called as the type is, in which each column tries one thing; four tables try the
keys.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from onrecord.package import DESCRIPTOR, descriptor
from onrecord.tableschema.schema import Table, parse_table

Rows = list[dict[str, str]]

# Of each type five values in rising order, as JSON has them; the rows have the inner ones.
VALUES: Mapping[str, tuple[Any, ...]] = {
    "any": ("ant", "bee", "cat", "dog", "eel"),
    "string": ("ant", "bee", "cat", "dog", "eel"),
    "integer": (1, 2, 3, 4, 5),
    "number": (0.5, 1, 1.5, 2.25, 3),
    "boolean": (True, True, False, True, True),
    "date": tuple(f"2031-05-{day}" for day in range(11, 16)),
    "time": tuple(f"0{hour}:30:00" for hour in range(1, 6)),
    "datetime": tuple(f"2031-05-{day}T08:00:00Z" for day in range(11, 16)),
    "year": (2029, 2030, 2031, 2032, 2033),
    "yearmonth": tuple(f"2031-0{month}" for month in range(3, 8)),
    "duration": tuple(f"P{days}D" for days in range(1, 6)),
    "object": tuple({"a": number, "b": 0} for number in range(1, 6)),
    "array": tuple([number, 0] for number in range(1, 6)),
    "list": ("ant,bee", "bee,cat", "cat,dog", "dog,eel", "eel,fox"),
    "geopoint": tuple(f"{lon},45.5" for lon in range(1, 6)),
    "geojson": tuple({"type": "Point", "coordinates": [lon, 45.5]} for lon in range(1, 6)),
}
BOUNDED = ("integer", "number", "date", "time", "datetime", "year", "yearmonth", "duration")
SIZED = {"string": 3, "object": 2, "array": 2, "list": 2}
_ITEMS = ("string", "integer", "boolean", "number", "date", "time", "datetime")
_UUID = "0e1f8a4c-6b2d-4f3a-9c5e-7d8b9a0c1e2"
_TOPOLOGY = '{"type": "Topology", "objects": {}, "arcs": [[[0, 0], [1, %s]]]}'
_JSON_SCHEMA = {"object": {"required": ["a"]}, "array": {"contains": {"const": 0}}}
# Columns that only one type has: what is declared of each, and its cells.
_OWN: Mapping[str, Mapping[str, tuple[dict[str, Any], tuple[str, str, str]]]] = {
    "string": {
        "uri": ({"format": "uri"}, ("https://example.org/", "mailto:a@example.org", "urn:isbn:1")),
        "email": ({"format": "email"}, ("ant@example.org", "bee@example.org", "cat@example.org")),
        "uuid": ({"format": "uuid"}, (f"{_UUID}1", f"{_UUID}2", f"{_UUID}3")),
        "binary": ({"format": "binary"}, ("YW50", "YmVl", "Y2F0")),
        "pattern": ({"constraints": {"pattern": "[a-f]{3}|cat|dog"}}, ("bee", "cat", "dog")),
        "categories": ({"categories": ["bee", "cat", "dog"]}, ("bee", "cat", "dog")),
        "labelled": (
            {"categories": [{"value": "bee", "label": "Bee"}, {"value": "cat"}], "categoriesOrdered": True},
            ("bee", "cat", ""),
        ),
        "missing": ({"missingValues": ["-", "none"], "constraints": {"required": True}}, ("bee", "cat", "dog")),
        "labelled_missing": ({"missingValues": [{"value": "-9", "label": "unknown"}]}, ("bee", "cat", "-9")),
    },
    "integer": {
        "categories": ({"categories": [2, 3, 4]}, ("2", "3", "4")),
        "labelled": ({"categories": [{"value": 2, "label": "two"}, {"value": 3, "label": "three"}]}, ("2", "3", "")),
        "grouped": ({"groupChar": "'", "constraints": {"maximum": 9000}}, ("1'000", "2'500", "3000")),
        "with_unit": ({"bareNumber": False, "constraints": {"minimum": 0}}, ("95%", "EUR 7", "8")),
        "missing": ({"missingValues": ["-", "n/a"], "constraints": {"minimum": 2}}, ("2", "-", "n/a")),
    },
    "number": {
        "decimal_comma": ({"decimalChar": ",", "constraints": {"maximum": 9.5}}, ("1,5", "-2,25", "9,5")),
        "grouped": ({"decimalChar": ",", "groupChar": "."}, ("1.000,5", "2.500", "3")),
        "with_unit": ({"bareNumber": False, "constraints": {"minimum": 0}}, ("9.5%", "EUR 7.25", "8")),
    },
    "boolean": {
        "words": ({"trueValues": ["yes", "ja"], "falseValues": ["no"]}, ("yes", "ja", "no")),
    },
    "date": {
        "loose": ({"format": "any"}, ("13 May 2031", "2031/05/14", "15.05.2031")),
        "by_pattern": (
            {"format": "%d/%m/%Y", "constraints": {"minimum": "13/05/2031"}},
            ("13/05/2031", "14/05/2031", "01/06/2031"),
        ),
    },
    "time": {
        "loose": ({"format": "any"}, ("8:30", "9:30 pm", "10:30:15")),
        "by_pattern": ({"format": "%H.%M", "constraints": {"maximum": "12.00"}}, ("08.30", "09.30", "12.00")),
    },
    "datetime": {
        "loose": ({"format": "any"}, ("13 May 2031 8:30", "2031-05-14 09:30", "2031-05-15T10:30")),
        "by_pattern": (
            {"format": "%d/%m/%Y %H:%M", "constraints": {"exclusiveMaximum": "01/06/2031 00:00"}},
            ("13/05/2031 08:30", "14/05/2031 09:30", "31/05/2031 23:59"),
        ),
    },
    "list": {
        "by_bar": ({"delimiter": "|", "constraints": {"maxLength": 3}}, ("ant|bee", "bee", "cat|dog|eel")),
        **{
            f"of_{item}": (
                {"itemType": item, "delimiter": ";"},
                tuple(";".join(map(json.dumps, VALUES[item][1:n])).replace('"', "") for n in (2, 3, 4)),
            )
            for item in _ITEMS
        },
    },
    "geopoint": {
        "as_array": ({"format": "array"}, ("[1, 45.5]", "[-180, 90]", "[0,0]")),
        "as_object": ({"format": "object"}, ('{"lon": 1, "lat": 45.5}', '{"lat": 1, "lon": 45.5}', "")),
    },
    "geojson": {"as_topology": ({"format": "topojson"}, (_TOPOLOGY % 1, _TOPOLOGY % 2, _TOPOLOGY % 3))},
}
_KEYED: Mapping[str, tuple[dict[str, Any], Rows]] = {
    "places": (
        {
            "fields": [
                {"name": "country", "type": "string", "constraints": {"required": True}},
                {"name": "number", "type": "integer"},
                {"name": "name", "type": "string"},
                {"name": "code", "type": "string"},
                {"name": "founded", "type": "date"},
            ],
            "primaryKey": ["country", "number"],
            "uniqueKeys": [["name"], ["code", "founded"]],
        },
        [
            {"country": "AA", "number": "1", "name": "Ashgrove", "code": "A", "founded": "1901-02-03"},
            {"country": "AA", "number": "2", "name": "Tarn", "code": "A", "founded": ""},
            {"country": "BB", "number": "1", "name": "", "code": "A", "founded": ""},
            {"country": "BB", "number": "3", "name": "", "code": "B", "founded": "1901-02-03"},
        ],
    ),
    "trips": (
        {
            "fields": [
                {"name": "id", "type": "integer"},
                {"name": "country", "type": "string"},
                {"name": "place", "type": "integer"},
                {"name": "word", "type": "string"},
                {"name": "after", "type": "integer"},
            ],
            "primaryKey": "id",
            "foreignKeys": [
                {
                    "fields": ["country", "place"],
                    "reference": {"resource": "places", "fields": ["country", "number"]},
                },
                {"fields": "word", "reference": {"resource": "string", "fields": "id"}},
                {"fields": ["after"], "reference": {"resource": "", "fields": ["id"]}},
            ],
        },
        [
            {"id": "10", "country": "AA", "place": "2", "word": "r1", "after": ""},
            {"id": "11", "country": "BB", "place": "3", "word": "r3", "after": "10"},
            {"id": "12", "country": "", "place": "", "word": "", "after": "12"},
        ],
    ),
    "stops": (
        {
            "fields": [
                {"name": "trip", "type": "integer", "constraints": {"required": True}},
                {"name": "ordinal", "type": "integer", "constraints": {"required": True, "minimum": 1}},
                {"name": "previous", "type": "integer"},
            ],
            "primaryKey": ["trip", "ordinal"],
            "foreignKeys": [
                {"fields": ["trip"], "reference": {"resource": "trips", "fields": ["id"]}},
                {
                    "fields": ["trip", "previous"],
                    "reference": {"resource": "stops", "fields": ["trip", "ordinal"]},
                },
            ],
        },
        [
            {"trip": "10", "ordinal": "1", "previous": "1"},
            {"trip": "10", "ordinal": "2", "previous": "1"},
            {"trip": "11", "ordinal": "1", "previous": "1"},
        ],
    ),
    "routes": (
        {
            "fields": [
                {"name": "trips", "type": "list", "itemType": "integer", "constraints": {"required": True}},
                {"name": "instead_of", "type": "list", "itemType": "integer"},
                {"name": "name", "type": "string"},
            ],
            "primaryKey": ["trips"],
            "foreignKeys": [{"fields": ["instead_of"], "reference": {"resource": "routes", "fields": ["trips"]}}],
        },
        [
            {"trips": "10,11", "instead_of": "", "name": "North"},
            {"trips": "10,12", "instead_of": "10,11", "name": "North"},
        ],
    ),
}


def _cell(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _constraints(kind: str) -> Iterator[tuple[str, Any]]:
    """The constraints that suit a type, with what each is."""
    lowest, low, middle, high, highest = VALUES[kind]
    yield "required", True
    yield "unique", True
    yield "enum", [low, middle, high] if kind != "boolean" else [True]
    if kind in BOUNDED:
        yield "minimum", low
        yield "maximum", high
        yield "exclusiveMinimum", lowest
        yield "exclusiveMaximum", highest
    if kind in SIZED:
        yield "minLength", SIZED[kind]
        yield "maxLength", SIZED[kind]
    if kind in _JSON_SCHEMA:
        yield "jsonSchema", _JSON_SCHEMA[kind]


def _table_of_type(kind: str) -> tuple[dict[str, Any], Rows]:
    _, *inner, _ = map(_cell, VALUES[kind])
    fields: list[dict[str, Any]] = [{"name": "id", "type": "string", "constraints": {"pattern": "r[0-9]+"}}]
    columns: dict[str, Iterable[str]] = {"id": ("r1", "r2", "r3"), "plain": inner}
    fields.append({"name": "plain", "type": kind})
    for name, value in _constraints(kind):
        cells = [inner[0], "", inner[0]] if kind == "boolean" and name == "enum" else inner
        columns[name] = [*inner[:2], ""] if name == "unique" else cells
        fields.append({"name": name, "type": kind, "constraints": {name: value}})
    for name, (declared, cells) in _OWN.get(kind, {}).items():
        columns[name] = cells
        fields.append({"name": name, "type": kind, **declared})
    schema = {"fields": fields, "primaryKey": ["id"], "missingValues": ["", "n/a"]}
    return schema, [dict(zip(columns, cells, strict=True)) for cells in zip(*columns.values(), strict=True)]


SCHEMAS = {kind: _table_of_type(kind) for kind in VALUES} | dict(_KEYED)


def tables() -> dict[str, tuple[Table, Rows]]:
    """The tables by name, each with its rows as text."""
    return {name: (parse_table(name, schema, name), rows) for name, (schema, rows) in SCHEMAS.items()}


def write_package(folder: Path, rows: Mapping[str, Rows]) -> Path:
    """Writes the package with these rows into `folder`, which it makes, and returns that."""
    folder.mkdir()
    resources = []
    for name, (schema, _) in SCHEMAS.items():
        path = f"{name}.csv"
        with (folder / path).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, [field["name"] for field in schema["fields"]], lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows[name])
        resources.append({"name": name, "type": "table", "path": path, "schema": schema})
    value = {"$schema": descriptor.SCHEMA, "name": "every-constraint", "resources": resources}
    (folder / DESCRIPTOR).write_bytes(descriptor.dump(value))
    return folder

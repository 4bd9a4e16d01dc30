"""What the text of a cell is worth under its field, and which rules it breaks."""

from __future__ import annotations

import datetime
import json
import time
from decimal import Decimal
from typing import Any

import frictionless
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.tableschema.parsers import NotOfType, is_known, reader
from onrecord.tableschema.schema import Field, parse_table
from onrecord.tableschema.values import TEXT_IS_VALUE, broken, cell_rules, normal

CODES = {
    "enum": "value-not-allowed",
    "pattern": "pattern-mismatch",
    "minimum": "below-minimum",
    "maximum": "above-maximum",
    "exclusiveMinimum": "not-above-minimum",
    "exclusiveMaximum": "not-below-maximum",
    "minLength": "too-short",
    "maxLength": "too-long",
}
TYPED, FORMAT = "type-error", "wrong-format"
POINT = '{"type": "Point", "coordinates": [1, 2]}'
HIGH = '{"type": "Point", "coordinates": [1, 2, 300.5]}'
COLLECTION = '{"type": "GeometryCollection", "geometries": []}'
RING = "[[0, 0], [0, 1], [1, 1], [0, 0]]"
FEATURE = f'{{"type": "Feature", "geometry": {POINT}, "properties": {{}}}}'
TOPOLOGY = '{"type": "Topology", "objects": {"a": {"type": "LineString", "arcs": [0]}}, "arcs": [[[0, 0], [1, 1]]]}'
DEEP = "[" * 200_000

# Type, with what else the field declares; cells that are of it, and cells that are not.
OF_TYPE: list[tuple[dict[str, Any], list[str], list[str]]] = [
    ({"type": "any"}, ["", "x", "٣"], []),
    ({"type": "string"}, ["", "x", "٣", "\ud800"], []),
    (
        {"type": "string", "format": "uri"},
        ["https://example.org/a?b#c", "urn:isbn:1", "mailto:a@b.org"],
        ["example.org", "", "//example.org"],
    ),
    (
        {"type": "string", "format": "email"},
        ["ada@example.org"],
        ["ada", "ada@", "@example.org", "a b@example.org", ""],
    ),
    (
        {"type": "string", "format": "uuid"},
        ["95ecc380-afe9-11e4-9b6c-751b66dd541e", "95ECC380-AFE9-11E4-9B6C-751B66DD541E"],
        ["95ecc380-afe9-11e4-9b6c", "", "95ecc380-afe9-11e4-9b6c-751b66dd541g"],
    ),
    ({"type": "string", "format": "binary"}, ["YQ==", "YWJj", ""], ["YQ", "YQ=", "a"]),
    (
        {"type": "integer"},
        ["0", "7", "-7", "+7", "007", "-0", " 7 ", "\t7\n", "9" * 4_000],
        ["", "-", "7.0", "7e1", "x", "7 7", "0x7", "1,000", "--7"],
    ),
    ({"type": "integer", "bareNumber": False}, ["€ 7", "7%", "-7 km", "USD-7x", "7."], ["km", "", "1 000 km", "1.5km"]),
    (
        {"type": "number"},
        ["0", "-0.5", "+.5", "5.", "1e3", "1E-3", " 1.5 ", "9" * 5_000, "1e999999", "NaN", "nan", "inf", "-Inf"],
        ["", ".", "1,5", "x", "1e", "e1", "1 000", "--1", "1.2.3", "1e9999999999999999999"],
    ),
    ({"type": "number", "decimalChar": ","}, ["1,5", "1", "-,5"], ["1.5", "1,2,3"]),
    ({"type": "number", "groupChar": ","}, ["1,000.5", "1000.5", "1,0,0"], ["1.000.5", ","]),
    ({"type": "number", "groupChar": ".", "decimalChar": ","}, ["1.000,5", "1.000"], ["1,000,5"]),
    ({"type": "number", "groupChar": " "}, ["1 000.5"], ["1\t000"]),
    ({"type": "number", "bareNumber": False}, ["$1.5", "-1.5%", "EUR 3"], ["%", "1.5 and 2", "1e5x6"]),
    ({"type": "boolean"}, ["true", "True", "TRUE", "1", "false", "False", "FALSE", "0"], ["", "yes", "tRUE", " true"]),
    ({"type": "boolean", "trueValues": ["yes"], "falseValues": ["no"]}, ["yes", "no"], ["true", "0", "Yes"]),
    (
        {"type": "date"},
        ["2031-05-13", "2024-02-29", "0001-01-01", "9999-12-31"],
        ["", "2031-02-29", "2031-13-01", "13.5.2031", "0000-01-01", "2031-05-13T10:00:00", "20310513", "2031-W01-1"],
    ),
    ({"type": "date", "format": "any"}, ["13.5.2031", "May 13, 2031", "2031-05-13"], ["soon", "", "2031-13-45"]),
    ({"type": "date", "format": "%d.%m.%Y"}, ["13.05.2031", "3.5.2031"], ["2031-05-13", "", "32.05.2031"]),
    ({"type": "date", "format": "%Y年%m月%d日"}, ["2031年05月13日"], ["2031-05-13"]),
    ({"type": "date", "format": "fmt:%d/%m/%y"}, ["13/05/31"], ["13/05/2031"]),
    (
        {"type": "time"},
        ["10:00:00", "23:59:59"],
        ["", "10:00", "25:00:00", "10:60:00", "10:00:61", "noon", "10:00:00 Z"],
    ),
    ({"type": "time", "format": "any"}, ["10:00", "10pm"], ["soon"]),
    ({"type": "time", "format": "%H.%M"}, ["10.30"], ["10:30", "25.00"]),
    (
        {"type": "datetime"},
        ["2031-05-13T10:00:00", "2031-05-13T10:00:00Z", "2031-05-13T10:00:00.25-03:30", "2031-12-31T24:00:00"],
        ["", "2031-05-13", "2031-05-13T10:00", "2031-05-13T25:00:00", "2031-02-30T10:00:00", "now"],
    ),
    ({"type": "datetime", "format": "any"}, ["13 May 2031 10:00", "2031-05-13T10:00:00 UTC"], ["x", "1" * 101]),
    ({"type": "datetime", "format": "%d.%m.%Y %H:%M%z"}, ["13.05.2031 10:00+0200"], ["13.05.2031 10:00"]),
    ({"type": "year"}, ["2031", "0001", "9999"], ["", "31", "02031", "-031", "x", "2031+15:00"]),
    ({"type": "yearmonth"}, ["2031-05", "0001-12"], ["", "2031-13", "2031-00", "2031", "2031-05-01"]),
    (
        {"type": "duration"},
        ["P1Y2M3DT4H5M6S", "P2Y", "PT0.5S", "-P1D", "P0D", "PT36H"],
        ["", "P", "1D", "P1H", "P1DT1D", "PT1S1M", "p1d", "P-1D", "P1.D"],
    ),
    ({"type": "object"}, ["{}", ' {"a": [1]} '], ["", "[]", "{", "1", "null", '{"a": 1,}', '{"a":' * 200_000]),
    ({"type": "array"}, ["[]", '[1, {"a": null}]'], ["", "{}", "[", '"a"', "[1,]", DEEP]),
    ({"type": "list"}, ["a", "a,b", "", ","], []),
    ({"type": "list", "itemType": "integer", "delimiter": ";"}, ["1", "1;-2; 3"], ["1,2", "1;;2", "x", "1;"]),
    ({"type": "list", "itemType": "date"}, ["2031-05-13,2031-05-14"], ["2031-05-13,14"]),
    ({"type": "list", "itemType": "boolean", "trueValues": ["yes"]}, ["true,0"], ["yes"]),
    ({"type": "geopoint"}, ["90.5,45.25", "-180, 90", "0,0"], ["", "1", "a,b", "1,2,3", "NaN,0"]),
    (
        {"type": "geopoint", "format": "array"},
        ["[90.5, 45]"],
        ["90.5,45", "[1]", "[1,2,3]", '["a","b"]', DEEP],
    ),
    (
        {"type": "geopoint", "format": "object"},
        ['{"lon": 90.5, "lat": 45}'],
        ['{"lon": 1}', '{"lon": 1, "lat": 2, "x": 3}', "[1, 2]"],
    ),
    (
        {"type": "geojson"},
        [
            POINT,
            '{"type": "LineString", "coordinates": [[0, 0], [1.5, 1]]}',
            '{"type": "MultiPoint", "coordinates": []}',
            f'{{"type": "Polygon", "coordinates": [{RING}]}}',
            f'{{"type": "MultiPolygon", "coordinates": [[{RING}], [{RING}]]}}',
            f'{{"type": "GeometryCollection", "geometries": [{POINT}]}}',
            FEATURE,
            '{"type": "Feature", "geometry": null, "properties": null}',
            f'{{"type": "FeatureCollection", "features": [{FEATURE}]}}',
        ],
        [
            "",
            "{}",
            "[]",
            '{"type": "Point"}',
            '{"type": "Point", "coordinates": [1]}',
            '{"type": "Point", "coordinates": ["1", "2"]}',
            '{"type": "Square", "coordinates": [1, 2]}',
            '{"type": ["Point"], "coordinates": [1, 2]}',
            '{"type": "LineString", "coordinates": [[0, 0]]}',
            '{"type": "Polygon", "coordinates": [[[0, 0], [1, 1]]]}',
            '{"type": "Polygon", "coordinates": ["abcd"]}',
            '{"type": "GeometryCollection", "geometries": {}}',
            '{"type": "Feature", "geometry": null}',
            '{"type": "Feature", "geometry": null, "properties": 1}',
            f'{{"type": "FeatureCollection", "features": [{POINT}]}}',
            '{"type":"GeometryCollection","geometries":[' * 100_000,
        ],
    ),
    (
        {"type": "geojson", "format": "topojson"},
        [TOPOLOGY, POINT, '{"type": "Polygon", "arcs": [[0, -1]]}'],
        [
            "",
            "{}",
            FEATURE,
            '{"type": "Topology", "objects": {}}',
            '{"type": "Topology", "objects": [], "arcs": []}',
            '{"type": "LineString", "arcs": [0.5]}',
        ],
    ),
]
# What frictionless takes and we refuse: forms that the standard does not have.
STRICTER: list[tuple[dict[str, Any], list[str]]] = [
    ({"type": "integer"}, ["1_000", "٣"]),
    ({"type": "number"}, ["1_000.5", "٣", "Infinity", "+INF", "sNaN", "-nan"]),
    ({"type": "date"}, ["2031-1-2", "2031-05-3"]),
    ({"type": "date", "format": "%d.%m.%Y"}, ["13.05.٢٠٣١"]),
    ({"type": "time"}, ["10:00:00,5", "10:00:00+02", "10:00:00+0200", "10:00:00.5", "10:00:00Z", "24:00:00"]),
    (
        {"type": "datetime"},
        ["2031-05-13 10:00:00", "2031-05-13T10:00:00+0200", "2031-05-13T10:00:00,5", "2031-05-13T10:00:00+14:30"],
    ),
    ({"type": "year"}, [" 203", "+203", "1_00", "٢٠٣١", "0000"]),
    ({"type": "yearmonth"}, ["2031-5", "31-05", "2031- 5", "20_31-05"]),
    ({"type": "duration"}, ["PT", "P1DT", "P0001-01-01T00:00:00", "P2W", "+P1D", "P0.5Y", "PT1,5H", "P1W2D"]),
    ({"type": "object"}, ['{"a": NaN}']),
    ({"type": "array"}, ["[Infinity]"]),
    ({"type": "geopoint"}, ["1_0,2"]),
    ({"type": "geopoint", "format": "array"}, ['["1", "2"]', "[true, false]"]),
    ({"type": "string", "format": "uri"}, ["http://a b", "a:"]),
    (
        {"type": "string", "format": "uuid"},
        ["95ecc380afe911e49b6c751b66dd541e", "{95ecc380-afe9-11e4-9b6c-751b66dd541e}"],
    ),
    ({"type": "string", "format": "binary"}, ["Y Q = =", "YQ==\n"]),
    ({"type": "list", "itemType": "integer"}, ["1_0"]),
]
# What frictionless refuses and we take, as the standard has it.
WIDER: list[tuple[dict[str, Any], list[str]]] = [
    ({"type": "integer"}, ["9" * 5_000]),
    ({"type": "integer", "groupChar": ","}, ["1,000"]),
    ({"type": "number", "bareNumber": False}, ["NaN", "INF"]),
    ({"type": "duration"}, ["P9999999999D"]),
    ({"type": "year"}, ["-0044", "12020", "2031Z", "2031-05:00"]),
    ({"type": "yearmonth"}, ["2031-05Z"]),
    ({"type": "geopoint"}, ["181,0", "0,91"]),
    ({"type": "geopoint", "format": "array"}, ["[181,0]"]),
    ({"type": "geopoint", "format": "object"}, ['{"lon": 1, "lat": 91}']),
    ({"type": "geojson"}, [HIGH, f'{{"type": "GeometryCollection", "geometries": [{COLLECTION}]}}']),
]

# Declaration, with constraints; cells and the codes of what they break.
BROKEN: list[tuple[dict[str, Any], dict[str, Any], dict[str, tuple[str, ...]]]] = [
    (
        {"type": "string"},
        {"enum": ["abc", "b"], "pattern": "[a-z]+", "minLength": 2, "maxLength": 3},
        {
            "abc": (),
            "b": (CODES["minLength"],),
            "abcd": (CODES["enum"], CODES["maxLength"]),
            "A": (CODES["enum"], CODES["pattern"], CODES["minLength"]),
            "ABCD": (CODES["enum"], CODES["pattern"], CODES["maxLength"]),
        },
    ),
    ({"type": "string"}, {"maxLength": 1}, {"é": (), "e\u0301": (CODES["maxLength"],), "𝒳": ()}),
    (
        {"type": "string", "format": "email"},
        {"maxLength": 5},
        {"x": (FORMAT,), "ada@example.org": (CODES["maxLength"],)},
    ),
    (
        {"type": "integer"},
        {"minimum": 1, "maximum": 9},
        {"1": (), "09": (), "0": (CODES["minimum"],), "10": (CODES["maximum"],), "x": (TYPED,)},
    ),
    (
        {"type": "integer"},
        {"minimum": "5", "enum": [5, "6", 7.0, 3]},
        {"05": (), "6": (), "7": (), "3": ("below-minimum",)},
    ),
    (
        {"type": "integer"},
        {"exclusiveMinimum": 1, "exclusiveMaximum": 3},
        {"1": (CODES["exclusiveMinimum"],), "2": (), "3": (CODES["exclusiveMaximum"],)},
    ),
    (
        {"type": "integer", "format": "default"},
        {"minimum": 10**30},
        {"9" * 30: (CODES["minimum"],), "1" + "0" * 30: ()},
    ),
    (
        {"type": "number"},
        {"minimum": 0.1, "exclusiveMaximum": "0.5", "enum": [0.1, 0.5, 7e-1, "0.05"]},
        {
            "0.10": (),
            "1e-1": (),
            "0.5": (CODES["exclusiveMaximum"],),
            "0.7": (CODES["exclusiveMaximum"],),
            "0.05": (CODES["minimum"],),
            "-INF": (CODES["enum"], CODES["minimum"]),
        },
    ),
    (
        {"type": "number", "decimalChar": ","},
        {"minimum": "1,5", "maximum": "2,5"},
        {"1,4": (CODES["minimum"],), "2": ()},
    ),
    ({"type": "boolean"}, {"enum": [True]}, {"1": (), "true": (), "0": (CODES["enum"],)}),
    ({"type": "boolean"}, {"enum": ["true"]}, {"1": (), "false": (CODES["enum"],)}),
    (
        {"type": "date"},
        {"minimum": "2031-01-02", "exclusiveMaximum": "2031-12-31"},
        {
            "2031-01-01": (CODES["minimum"],),
            "2031-01-02": (),
            "2031-12-31": (CODES["exclusiveMaximum"],),
            "x": (TYPED,),
        },
    ),
    (
        {"type": "date", "format": "%d.%m.%Y"},
        {"maximum": "01.02.2031", "enum": ["01.02.2031", "02.02.2031"]},
        {"1.2.2031": (), "02.02.2031": (CODES["maximum"],), "03.02.2030": (CODES["enum"],), "x": (FORMAT,)},
    ),
    ({"type": "time"}, {"minimum": "10:00:00"}, {"09:59:59": (CODES["minimum"],), "10:00:00": ()}),
    ({"type": "datetime"}, {"maximum": "2031-01-01T00:00:00Z"}, {"2031-01-01T01:00:00Z": (CODES["maximum"],)}),
    ({"type": "datetime"}, {"enum": ["2031-01-01T00:00:00Z"]}, {"2031-01-01T02:00:00+02:00": ()}),
    ({"type": "year"}, {"minimum": "2000", "maximum": "2031"}, {"1999": (CODES["minimum"],), "2031": ()}),
    ({"type": "yearmonth"}, {"minimum": "2031-02"}, {"2031-01": (CODES["minimum"],), "2031-02": ()}),
    ({"type": "duration"}, {"enum": ["PT1H"]}, {"PT60M": (), "P1D": (CODES["enum"],)}),
    (
        {"type": "object"},
        {"minLength": 1, "maxLength": 1},
        {"{}": (CODES["minLength"],), '{"a": 1, "b": 2}': ("too-long",)},
    ),
    ({"type": "object"}, {"enum": ['{"a": 1, "b": 2}']}, {'{"b":2,"a":1.0}': (), '{"a": 1}': (CODES["enum"],)}),
    ({"type": "array"}, {"enum": ["[1]"], "maxLength": 1}, {"[ 1 ]": (), "[1,2]": (CODES["enum"], CODES["maxLength"])}),
    ({"type": "list", "itemType": "integer"}, {"minLength": 2}, {"1": (CODES["minLength"],), "1,2": (), "x": (TYPED,)}),
    ({"type": "geopoint"}, {"enum": ["1,2"]}, {"1.0, 2": (), "2,1": (CODES["enum"],)}),
    ({"type": "geojson"}, {"enum": [POINT]}, {POINT.replace(" ", ""): (), COLLECTION: (CODES["enum"],)}),
    ({"type": "any"}, {"enum": ["a"]}, {"a": (), "b": (CODES["enum"],)}),
]
# The same, where frictionless says otherwise or raises.
BROKEN_BY_US: list[tuple[dict[str, Any], dict[str, Any], dict[str, tuple[str, ...]]]] = [
    ({"type": "string"}, {"enum": [5, True]}, {"5": (), "true": (), "x": (CODES["enum"],)}),
    ({"type": "string"}, {"pattern": "a|b"}, {"a": (), "ax": (CODES["pattern"],), "a\n": (CODES["pattern"],)}),
    ({"type": "string"}, {"pattern": "a{1,99999999999999}"}, {"x": ()}),
    ({"type": "string"}, {"pattern": "("}, {"x": ()}),
    ({"type": "string", "categories": ["a", {"value": "b", "label": "B"}]}, {}, {"b": (), "c": (CODES["enum"],)}),
    (
        {"type": "integer", "categories": [1, 2]},
        {"enum": [2, 3]},
        {"02": (), "1": (CODES["enum"],), "3": (CODES["enum"],)},
    ),
    ({"type": "integer", "categories": [{"value": 1, "label": "one"}]}, {}, {"1": (), "2": (CODES["enum"],)}),
    ({"type": "integer"}, {"minimum": "x", "maximum": [1], "exclusiveMinimum": True}, {"5": ()}),
    ({"type": "integer"}, {"pattern": "x", "minLength": 9}, {"5": ()}),
    (
        {"type": "integer"},
        {"minimum": 1, "maximum": 9},
        {"9" * 5_000: (CODES["maximum"],), "-" + "9" * 5_000: ("below-minimum",)},
    ),
    (
        {"type": "number"},
        {"minimum": 1, "maximum": 2, "exclusiveMinimum": "NaN"},
        {"NaN": (CODES["minimum"], CODES["maximum"]), "INF": (CODES["maximum"],)},
    ),
    ({"type": "number", "decimalChar": ","}, {"minimum": 1.5}, {"1,4": (CODES["minimum"],), "1,5": ()}),
    (
        {"type": "boolean", "trueValues": ["yes"], "falseValues": []},
        {"enum": [True, False]},
        {"yes": (), "no": (TYPED,)},
    ),
    ({"type": "year"}, {"minimum": "-0044"}, {"-0045": (CODES["minimum"],), "-0043": ()}),
    (
        {"type": "datetime"},
        {"minimum": "2031-01-01T00:00:00Z"},
        {"2030-12-31T23:59:59": (CODES["minimum"],), "0001-01-01T00:00:00+14:00": (CODES["minimum"],)},
    ),
    ({"type": "year"}, {"minimum": 2000}, {"1999": (CODES["minimum"],)}),
    (
        {"type": "duration"},
        {"minimum": "P1M", "exclusiveMaximum": "P1Y"},
        {"P30D": (CODES["minimum"],), "P31D": (), "P12M": (CODES["exclusiveMaximum"],), "-P2M": (CODES["minimum"],)},
    ),
    ({"type": "array"}, {"enum": [[1]]}, {"[1.0]": (), "[true]": (CODES["enum"],)}),
    ({"type": "list", "itemType": "integer"}, {"enum": [[1, 2]]}, {"01,2": (), "1": (CODES["enum"],)}),
    ({"type": "geopoint"}, {"enum": [[1, 2]]}, {"1.0,2": (), "1,2.5": (CODES["enum"],)}),
    (
        {"type": "geopoint", "format": "object"},
        {"enum": [{"lon": 1, "lat": 2}]},
        {'{"lat": 2.0, "lon": 1}': (), "1": (FORMAT,)},
    ),
    ({"type": "geopoint"}, {}, {"180.0000000000000000000000000000001,0": ()}),
    (
        {"type": "object"},
        {"jsonSchema": {"required": ["a"], "properties": {"a": {"type": "integer"}}}},
        {'{"a": 1}': (), '{"a": "x"}': ("not-of-json-schema",), "{}": ("not-of-json-schema",), "[]": (TYPED,)},
    ),
    (
        {"type": "array"},
        {"jsonSchema": {"items": {"type": "number"}}},
        {"[1, 2.5]": (), '["x"]': ("not-of-json-schema",)},
    ),
    ({"type": "object"}, {"jsonSchema": {"type": "nothing"}}, {"{}": ()}),
    ({"type": "object"}, {"jsonSchema": {"$schema": 5}}, {"{}": ()}),
    ({"type": "object"}, {"jsonSchema": {"$id": "http://[bad", "$ref": "x"}}, {"{}": ()}),
    ({"type": "object"}, {"jsonSchema": {"$ref": "https://example.org/nowhere.json"}}, {"{}": ()}),
    (
        {"type": "object"},
        {"jsonSchema": {"properties": {"a": {"multipleOf": 0.5}}}},
        {'{"a": 1e400}': ("not-of-json-schema",)},
    ),
    ({"type": "object"}, {"jsonSchema": {"$ref": "#"}}, {"{}": ()}),
    ({"type": "money"}, {"enum": ["1 €"], "minimum": 1}, {"1 €": (), "x": (CODES["enum"],)}),
    ({"type": "string", "format": "wkt"}, {"minLength": 2}, {"ab": (), "x": (CODES["minLength"],)}),
    ({"type": "integer", "format": "roman"}, {"minimum": 1}, {"IV": (TYPED,), "0": (CODES["minimum"],)}),
]
UNKNOWN: list[dict[str, Any]] = [
    {"type": "money"},
    {"type": "date", "format": "DD/MM/YYYY"},
    {"type": "date", "format": "%Q"},
    {"type": "date", "format": "%Y %Y"},
    {"type": "list", "itemType": "object"},
    {"type": "list", "delimiter": ""},
]
VALUES: list[tuple[dict[str, Any], str, Any]] = [
    ({"type": "string"}, " x ", " x "),
    ({"type": "integer"}, " -07 ", -7),
    ({"type": "integer", "groupChar": ",", "bareNumber": False}, "$1,000", 1000),
    ({"type": "integer"}, "1" * 5_000, Decimal("1" * 5_000)),
    ({"type": "number"}, "0.10", Decimal("0.1")),
    ({"type": "number"}, "-INF", Decimal("-Infinity")),
    ({"type": "boolean"}, "1", True),
    ({"type": "date", "format": "fmt:%d.%m.%Y"}, "13.5.2031", datetime.date(2031, 5, 13)),
    ({"type": "date", "format": "any"}, "10:00", datetime.date(2000, 1, 1)),
    ({"type": "year"}, "-0044", -44),
    ({"type": "datetime"}, "2031-12-31T24:00:00", datetime.datetime(2032, 1, 1, tzinfo=datetime.UTC)),
    (
        {"type": "datetime", "format": "any"},
        "2031-01-01 1:00 EST",
        datetime.datetime(2031, 1, 1, 6, tzinfo=datetime.UTC),
    ),
    ({"type": "year"}, "0031", 31),
    ({"type": "yearmonth"}, "2031-05", (2031, 5)),
    ({"type": "duration"}, "-PT1M30.0S", -90),
    ({"type": "object"}, '{"a": [1.0]}', {"a": [1]}),
    ({"type": "list", "itemType": "number", "delimiter": "; "}, "1; 2.5", [1, Decimal("2.5")]),
    ({"type": "geopoint", "format": "array"}, "[0.1, 2]", (Decimal("0.1"), Decimal(2))),
    ({"type": "geojson"}, POINT, json.loads(POINT)),
]
# Cells of which all those in one group are equal, and no two of different groups.
NORMAL: list[tuple[dict[str, Any], list[list[str]]]] = [
    ({"type": "string"}, [["1"], ["01"]]),
    ({"type": "integer"}, [["7", "007", "+7", " 7"], ["0", "-0", "0" * 700, "-" + "0" * 700], ["-7"], ["x"]]),
    ({"type": "integer"}, [["1" * 700, "0" + "1" * 700], ["1" * 701], ["1" + "0" * 200, "0" * 600 + "1" + "0" * 200]]),
    (
        {"type": "number"},
        [
            ["0.5", "5e-1", ".50", "0.05e1"],
            ["10", "1e1", "10.0"],
            ["1e500", "1" + "0" * 500, "10e499"],
            ["0", "-0.0", "0e99999"],
            ["NaN"],
            ["INF"],
            ["-INF"],
            ["0." + "1" * 60],
            ["0." + "1" * 61],
        ],
    ),
    ({"type": "boolean"}, [["1", "true", "TRUE"], ["0", "False"], ["no"]]),
    ({"type": "date"}, [["2031-05-13"], ["2031-05-14"]]),
    ({"type": "date", "format": "%d.%m.%Y"}, [["13.5.2031", "13.05.2031"], ["14.5.2031"]]),
    ({"type": "time"}, [["10:00:00"], ["10:00:01"]]),
    (
        {"type": "datetime"},
        [
            ["2031-01-01T00:00:00Z", "2031-01-01T02:00:00+02:00", "2030-12-31T24:00:00"],
            ["0001-01-01T00:00:00+10:00"],
            ["9999-12-31T23:59:59-10:00"],
        ],
    ),
    ({"type": "yearmonth", "format": "default"}, [["2031-05"], ["2031-06"]]),
    ({"type": "duration"}, [["P1Y", "P12M"], ["PT1H", "PT60M", "PT3600.0S"], ["PT0.5S"]]),
    ({"type": "object"}, [['{"a":1,"b":[2]}', '{"b": [2.0], "a": 1}'], ['{"a":true,"b":[2]}']]),
    ({"type": "list", "itemType": "integer"}, [["1,2", "01, 2"], ["12"], ["1"]]),
    ({"type": "list"}, [["a,b"], ["a, b"]]),
    ({"type": "geopoint"}, [["1,2", "1.0, 2"], ["2,1"]]),
    ({"type": "geojson"}, [[POINT, POINT.replace(" ", "")], [HIGH]]),
]
DECLARATIONS = [*(declared for declared, _, _ in OF_TYPE), *UNKNOWN]
# Pieces that look like values.
PIECES = st.sampled_from(
    [
        *'0123456789+-.,:/ TZPWDHMSYe[]{}"٣²%',
        "NaN",
        "INF",
        "24:00:00",
        "2031-05-13",
        "T10:00:00",
        "May",
        "EST",
        "am",
        "\0",
        *[POINT, FEATURE, TOPOLOGY, '"type":', '"lon"', '"lat"', "null", "true", "coordinates", "\ud800"],
    ]
)
CELLS = st.one_of(st.text(), st.lists(PIECES, max_size=12).map("".join))


def field_of(declared: dict[str, Any]) -> Field:
    """The field that a declaration makes."""
    return parse_table("t", {"fields": [{"name": "a", **declared}]}, "here").fields[0]


def of_frictionless(declared: dict[str, Any], cell: str) -> tuple[str, ...]:
    """The codes of what a cell breaks by frictionless, to which nothing is missing."""
    field = frictionless.Field.from_descriptor({"name": "a", **declared})
    field.missing_values = []
    _, notes = field.read_cell(cell)
    wrong = FORMAT if declared.get("format", "default") != "default" else TYPED
    return (wrong,) if notes and "type" in notes else tuple(CODES[name] for name in notes or {})


def cases(table: Any) -> list[Any]:
    """Each declaration of a table with each of its cells."""
    return [(declared, cell) for declared, cells in table for cell in cells]


@pytest.mark.parametrize(("declared", "good", "bad"), OF_TYPE)
def test_types(declared: dict[str, Any], good: list[str], bad: list[str]) -> None:
    """Cells of their type break nothing, others their type alone, and frictionless says the same."""
    field = field_of(declared)
    wrong = (FORMAT,) if field.format != "default" else (TYPED,)
    judge, read = broken(field), reader(field)
    assert is_known(field)
    for cell in good:
        read(cell)
        assert judge(cell) == of_frictionless(declared, cell) == (), cell[:80]
    for cell in bad:
        with pytest.raises(NotOfType):
            read(cell)
        assert judge(cell) == of_frictionless(declared, cell) == wrong, cell[:80]


@pytest.mark.parametrize(("declared", "cell"), cases(STRICTER))
def test_stricter_than_frictionless(declared: dict[str, Any], cell: str) -> None:
    """Forms that frictionless takes though the standard has them not are refused."""
    assert broken(field_of(declared))(cell) in [(TYPED,), (FORMAT,)]
    assert of_frictionless(declared, cell) == ()


@pytest.mark.parametrize(("declared", "cell"), cases(WIDER))
def test_wider_than_frictionless(declared: dict[str, Any], cell: str) -> None:
    """Forms that frictionless refuses though the standard has them are taken."""
    assert broken(field_of(declared))(cell) == ()
    assert of_frictionless(declared, cell) != ()


@pytest.mark.parametrize(("declared", "constraints", "cells"), BROKEN)
def test_constraints(declared: dict[str, Any], constraints: dict[str, Any], cells: dict[str, tuple[str, ...]]) -> None:
    """A cell breaks the rules that it should, and by frictionless the same."""
    whole = declared | {"constraints": constraints}
    judge = broken(field_of(whole))
    for cell, codes in cells.items():
        assert judge(cell) == codes, cell
        assert sorted(of_frictionless(whole, cell)) == sorted(codes), cell


@pytest.mark.parametrize(("declared", "constraints", "cells"), BROKEN + BROKEN_BY_US)
def test_rules(declared: dict[str, Any], constraints: dict[str, Any], cells: dict[str, tuple[str, ...]]) -> None:
    """A cell breaks the rules that it should, by all rules at once and by each alone."""
    field = field_of(declared | {"constraints": constraints})
    judge, rules = broken(field), cell_rules(field)
    for cell, codes in cells.items():
        assert judge(cell) == codes, cell[:80]
        assert tuple(code for code, passes in rules.items() if not passes(cell)) == codes, cell[:80]


def test_codes_in_order() -> None:
    """The rule of the type comes first, and rules that cannot be read are left out."""
    constraints = {"maximum": 9, "minimum": 1, "enum": [1], "exclusiveMaximum": "x", "pattern": "1"}
    rules = cell_rules(field_of({"type": "integer", "constraints": constraints}))
    assert list(rules) == [TYPED, CODES["enum"], CODES["minimum"], CODES["maximum"]]
    assert list(cell_rules(field_of({"type": "date", "format": "any"}))) == [FORMAT]
    assert not cell_rules(field_of({"type": "string"}))


@pytest.mark.parametrize("declared", UNKNOWN)
def test_unknown(declared: dict[str, Any]) -> None:
    """A type or format that is not known takes any text, which is its value."""
    field = field_of(declared)
    assert not is_known(field)
    assert (reader(field)("x"), broken(field)("x"), normal(field)("x"), dict(cell_rules(field))) == ("x", (), "x", {})


@pytest.mark.parametrize(("declared", "cell", "value"), VALUES)
def test_values(declared: dict[str, Any], cell: str, value: Any) -> None:
    """A text is read as the value that it stands for."""
    assert reader(field_of(declared))(cell) == value


@pytest.mark.parametrize(("declared", "groups"), NORMAL)
def test_normal(declared: dict[str, Any], groups: list[list[str]]) -> None:
    """Equal values have equal texts, others have not."""
    texts = [set(map(normal(field_of(declared)), group)) for group in groups]
    assert [len(some) for some in texts] == [1] * len(groups)
    assert len(set.union(*texts)) == len(groups)


def test_normal_numbers() -> None:
    """An integer has the same normal text as the number that equals it."""
    integer, number = (normal(field_of({"type": name})) for name in ("integer", "number"))
    assert integer("007") == number("7.00") == "7"
    assert integer("-0") == number("-0.0") == "0"
    assert integer("1" * 700) == number("1" * 700)


def test_text_is_value() -> None:
    """The types whose texts are values have each text for a normal one."""
    for name in TEXT_IS_VALUE:
        assert normal(field_of({"type": name}))(" 07 ") == " 07 "


@pytest.mark.parametrize("declared", DECLARATIONS, ids=lambda declared: "-".join(map(str, declared.values())))
@given(cell=CELLS)
def test_any_text(declared: dict[str, Any], cell: str) -> None:
    """No text makes a reader raise anything but NotOfType, and all functions agree about it."""
    field = field_of(declared)
    codes = broken(field)(cell)
    normal(field)(cell)
    try:
        reader(field)(cell)
    except NotOfType:
        assert codes in [(TYPED,), (FORMAT,)]
    else:
        assert codes == ()


@pytest.mark.parametrize("declared", DECLARATIONS, ids=lambda declared: "-".join(map(str, declared.values())))
def test_long_texts(declared: dict[str, Any]) -> None:
    """A long text is judged or refused in a moment, not in a time that grows as its square."""
    size = 200_000
    start = time.perf_counter()
    for cell in ("1" * size, "a" * size, "1a" * size, "1" + "a" * size + "1", "-" * size, "P" + "1" * size + "Y", DEEP):
        broken(field_of(declared))(cell)
        normal(field_of(declared))(cell)
    assert time.perf_counter() - start < 5

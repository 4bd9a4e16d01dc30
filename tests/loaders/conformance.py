"""Packages with every type and every nasty value, and what each of their cells is worth in any client.

`write_things` adds to a small package of onrecord the tables `things`, whose forms all clients read, and `large`, whose
integers a float does not hold. `write_forms` makes a package whose forms only readers of Table Schemas know.
"""

from __future__ import annotations

import csv
import datetime
import io
import json
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from onrecord.package.own_tables import data_path, schema_path

from ..small_package import edit_descriptor, write_small_package

Row = dict[str, Any]

# Ids that look like numbers, dates and truth values.
IDS = (
    "12345e67",
    "007",
    "1e5",
    "0x1F",
    "1_000",
    "+5",
    "-0",
    "true",
    "F",
    "2031-05-13",
    "NaN",
    "Inf",
    "1,5",
    "T",
    "12:30",
)
# Words that stand for nothing elsewhere, and marks that mean something to readers of CSV.
TEXTS = (
    "NA",
    "null",
    "None",
    "two\r\nlines",
    "nan",
    "#N/A",
    " leading",
    "trailing ",
    'comma, and "quotes"',
    "line\nbreak\n",
    "e\u0301 and é 中文 🚢👩🏽‍🚒",
    "=1+1",
    "\\N",
    "# no comment",
    "it's; a\ttab\\.",
)
_KINDS = {
    "id": "string",
    "text": "string",
    "code": "string",
    "answer": "string",
    "empty": "string",
    "count": "integer",
    "unmeasured": "number",
    "share": "number",
    "open": "boolean",
    "day": "date",
    "at": "time",
    "seen": "datetime",
    "end": "year",
    "month": "yearmonth",
    "took": "duration",
    "data": "object",
    "parts": "array",
    "place": "geopoint",
    "area": "geojson",
    "word": "any",
}
_CELLS: Mapping[str, Sequence[str]] = {
    "code": ("007", "", "010"),  # nothing but numbers, which are none
    "answer": ("yes", "no"),
    "empty": ("",),
    "count": ("3", "", "-2147483647", "0"),
    "unmeasured": ("",),
    "share": ("0.1", "", "1e-7", "0.30000000000000004", "-12.5", "100"),
    "open": ("true", "", "false"),
    "day": ("2024-02-29", "", "1969-12-31"),
    "at": ("01:02:03", "", "23:59:59"),
    "seen": ("2024-02-29T23:59:59Z", "", "1969-12-31T00:00:00Z"),
    "end": ("2031", "", "1066"),
    "month": ("2031-05", ""),
    "took": ("P1DT2H", "", "PT90S"),
    "data": ('{"a": "é, \\"b\\"", "n": [1, null]}', "", "{}"),
    "parts": ('["x", 1, true]', "", "[]"),
    "place": ("-78.9,36", "", "0,-0.5"),
    "area": ('{"type": "Point", "coordinates": [-78.9, 36.5]}', ""),
    "word": ("1", "", "word"),
}
_THINGS = [
    {"id": name, "text": text, **{column: cells[row % len(cells)] for column, cells in _CELLS.items()}}
    for row, (name, text) in enumerate(zip(IDS, TEXTS, strict=True))
]
_LARGE = [
    {"id": name, "large": cell}
    for name, cell in zip("abcd", ("9223372036854775807", "", "9007199254740993", "-9223372036854775807"), strict=True)
]
KINDS: Mapping[str, Mapping[str, str]] = {"things": _KINDS, "large": {"id": "string", "large": "integer"}}
_ROWS = {"things": _THINGS, "large": _LARGE}

FORM_FIELDS: list[Row] = [
    {"name": "id", "type": "string"},
    {"name": "answer", "type": "boolean", "trueValues": ["yes", "oui"], "falseValues": ["no"]},
    {"name": "price", "type": "number", "decimalChar": ",", "groupChar": ".", "bareNumber": False},
    {"name": "people", "type": "integer", "groupChar": " "},
    {"name": "ratio", "type": "number"},
    {"name": "day", "type": "date", "format": "%d.%m.%Y"},
    {"name": "oldest", "type": "date"},
]
_FORMS = [
    ("NA", "yes", "€1.234,50", "12 000", "INF", "03.04.2024", "0001-01-01"),
    ("", "no", "-0,1", "-5", "NaN", "31.12.1999", "9999-12-31"),
    ("-", "oui", "7", "12", "-INF", "n/a", "n/a"),
    ("n/a", "-", "n/a", "-", "-", "-", "-"),
]
# "" is not a missing value here.
_FORM_MISSING = ["-", "n/a"]
FORMS: list[Row] = [
    {
        "id": "NA",
        "answer": True,
        "price": 1234.5,
        "people": 12000,
        "ratio": math.inf,
        "day": "2024-04-03",
        "oldest": "0001-01-01",
    },
    {
        "id": "",
        "answer": False,
        "price": -0.1,
        "people": -5,
        "ratio": "NaN",
        "day": "1999-12-31",
        "oldest": "9999-12-31",
    },
    {"id": None, "answer": True, "price": 7.0, "people": 12, "ratio": -math.inf, "day": None, "oldest": None},
    {"id": None, "answer": None, "price": None, "people": None, "ratio": None, "day": None, "oldest": None},
]
FORM_KINDS = {field["name"]: field["type"] for field in FORM_FIELDS}


def write_things(folder: Path) -> Path:
    """Writes a small package with the tables `things` and `large` beside its own."""
    write_small_package(folder)
    resources = []
    for name, kinds in KINDS.items():
        schema = {
            "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
            "name": name,
            "fields": [{"name": column, "type": kind} for column, kind in kinds.items()],
            "missingValues": [""],
            "primaryKey": ["id"],
        }
        (folder / schema_path(name)).write_text(json.dumps(schema), encoding="utf-8")
        (folder / data_path(name)).write_bytes(_csv([list(kinds), *(row.values() for row in _ROWS[name])]))
        resource = {"name": name, "path": data_path(name), "schema": schema_path(name), "rows": len(_ROWS[name])}
        resources.append({**resource, "type": "table", "profile": "tabular-data-resource", "encoding": "utf-8"})
    edit_descriptor(folder, lambda descriptor: descriptor["resources"].extend(resources))
    return folder


def write_forms(folder: Path) -> Path:
    """Writes a package with the table `forms`."""
    folder.mkdir()
    schema = {"fields": FORM_FIELDS, "missingValues": _FORM_MISSING}
    resource = {"name": "forms", "path": "forms.csv", "schema": schema, "dialect": {"delimiter": ";"}}
    resource |= {"type": "table", "profile": "tabular-data-resource", "encoding": "utf-8", "format": "csv"}
    standard = "https://datapackage.org/profiles/2.0/datapackage.json"
    descriptor = {"$schema": standard, "name": "forms", "resources": [resource]}
    (folder / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    (folder / "forms.csv").write_bytes(_csv([list(FORM_KINDS), *_FORMS], delimiter=";"))
    return folder


def _csv(rows: Iterable[Iterable[str]], delimiter: str = ",") -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n", delimiter=delimiter).writerows(rows)
    return text.getvalue().encode()


def expected(table: str) -> list[Row]:
    """What each cell of `things` or `large` is worth."""
    return worth(
        KINDS[table], [{name: cell or None for name, cell in row.items()} for row in _ROWS[table]], is_text=True
    )


def worth(kinds: Mapping[str, str], rows: Iterable[Mapping[str, Any]], *, is_text: bool = False) -> list[Row]:
    """The values of a client in one form, whatever types it has for them; None where one is missing.

    Args:
        kinds: the types of the columns by the schema, in order.
        rows: the values by column, in any type; a text stays a text where the type is string or any, and a value that
            is not a text there does not become one.
        is_text: whether all values are given as the text of their cells.
    """
    found = []
    for row in rows:
        assert list(row) == list(kinds)
        found.append({name: _worth(kinds[name], value, is_text=is_text) for name, value in row.items()})
    return found


def _worth(kind: str, value: Any, *, is_text: bool) -> Any:
    if value is None or kind in ("string", "any"):
        return value
    if kind in ("integer", "year"):
        return int(value) if is_text or (isinstance(value, int) and not isinstance(value, bool)) else repr(value)
    if kind == "number":
        number = float(value) if is_text or isinstance(value, int | float | Decimal) else repr(value)
        return "NaN" if number != number else number
    if kind == "boolean":
        # SQLite has no type for them.
        return {"true": True, "false": False}[value] if is_text else bool(value) if value in (0, 1) else repr(value)
    if kind in _FORMS_OF_TYPES:
        return _FORMS_OF_TYPES[kind](value)
    return json.loads(value) if isinstance(value, str) else value


def _date(value: Any) -> str:
    if isinstance(value, datetime.datetime):
        assert value.time() == datetime.time()
        value = value.date()
    return datetime.date.fromisoformat(str(value)[:10]).isoformat()


def _time(value: Any) -> str:
    return str(datetime.time.fromisoformat(str(value)).replace(tzinfo=None))


def _instant(value: Any) -> str:
    instant = value if isinstance(value, datetime.datetime) else datetime.datetime.fromisoformat(value)
    assert instant.tzinfo, "an instant has a zone"
    return instant.astimezone(datetime.UTC).isoformat()


def _month(value: Any) -> str:
    return value if isinstance(value, str) else "{:04}-{:02}".format(*value)


def _seconds(value: Any) -> float:
    if isinstance(value, datetime.timedelta):
        return value.total_seconds()
    if isinstance(value, int | float):
        return value
    match = re.fullmatch(r"P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?", value)
    assert match, value
    days, hours, minutes, seconds = (int(part or 0) for part in match.groups())
    return ((days * 24 + hours) * 60 + minutes) * 60 + seconds


def _point(value: Any) -> list[float]:
    return [float(part) for part in (value.split(",") if isinstance(value, str) else value)]


_FORMS_OF_TYPES = {
    "date": _date,
    "time": _time,
    "datetime": _instant,
    "yearmonth": _month,
    "duration": _seconds,
    "geopoint": _point,
}

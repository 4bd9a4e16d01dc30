"""The causes of wrong values, recognized by their form."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from onrecord.tableschema.schema import Field
from onrecord.validation import validate
from onrecord.validation.hints import folded, hint_for_column, hint_for_encoding, hint_for_header, hint_for_reference

from ...small_package import edit_bytes

DATES = "write them as 2031-05-13"
EITHER = f"the dates are day-first or month-first; their values fit both; {DATES}"
COLUMNS = [
    ("date", ["13.5.2031", "2.5.2031"], f"the dates are day-first; {DATES}"),
    ("date", ["5/13/2031"], f"the dates are month-first; {DATES}"),
    ("date", ["5/6/2031", "1/2/2031"], EITHER),
    ("date", ["13.14.2031"], EITHER),
    ("date", ["2031-05-13T10:00:00Z"], "declare the column as datetime, or leave out the time"),
    ("date", ["13.5.2031", "soon"], ""),
    (
        "integer",
        ["12.0", "3.00"],
        "write the integers without .0, which pandas adds if a column has gaps and its type is not Int64",
    ),
    ("number", ["0,5", "1.234,5"], 'declare "decimalChar": ",", or write a decimal point'),
    ("integer", ["1,234"], 'declare "groupChar": ",", or leave out the commas between thousands'),
    ("number", ["$5", "12%", "3 km"], 'declare "bareNumber": false, or leave out signs and units'),
    ("number", ["many"], ""),
    (
        "datetime",
        ["2031-05-13 07:30:00", "2031-05-13 07:30"],
        "write T between date and time instead of the blank that databases write: 2031-05-13T07:30:00Z",
    ),
    (
        "datetime",
        ["2031-05-13T07:30:00+0200", "2031-05-13T07:30:00.5-05"],
        "write the zone with hours, a colon and minutes: +02:00",
    ),
    ("time", ["07:30", "23:59Z"], "write the seconds, too: 07:30:00"),
    ("datetime", ["2031-05-13 07:30:00", "soon"], ""),
    ("boolean", ["yes", "No"], "declare these words as trueValues and falseValues, or write true or false"),
    ("boolean", ["maybe"], ""),
    ("string", ["x"], ""),
]


@pytest.mark.parametrize(("kind", "cells", "hint"), COLUMNS)
def test_columns(kind: str, cells: list[str], hint: str) -> None:
    """All wrong cells of a column must agree on the cause; otherwise there is no hint."""
    assert hint_for_column(Field("a", kind), cells) == hint


@pytest.mark.parametrize(
    ("field", "cells", "hint"),
    [
        (
            Field("a", "number", decimal_char=","),
            ["1.5", ".5"],
            "write ',' before the decimals, which the schema declares, or leave out decimalChar",
        ),
        (Field("a", "number", decimal_char=","), ["1.5 km"], ""),
        (
            Field("a", "integer", group_char=","),
            ["1,234 km"],
            'declare "bareNumber": false, or leave out signs and units',
        ),
        (Field("a", "number", bare_number=False), ["$"], ""),
    ],
)
def test_what_is_declared_is_no_remedy(field: Field, cells: list[str], hint: str) -> None:
    """A hint does not ask for a property that the schema has."""
    assert hint_for_column(field, cells) == hint


@pytest.mark.parametrize(
    ("header", "hint"),
    [
        (["a;b"], 'cells are separated by semicolons: declare "dialect": {"delimiter": ";"}, or use commas'),
        (['"a"\t"b"'], 'cells are separated by tabs: declare "dialect": {"delimiter": "\\t"}, or use commas'),
        (["a|c"], ""),
        (["a"], ""),
        (["a", "c"], ""),
    ],
)
def test_headers(header: list[str], hint: str) -> None:
    """Another delimiter is named only if it gives the columns of the schema."""
    assert hint_for_header(header, ("a", "b")) == hint


def test_references() -> None:
    """A key that differs by case or blanks is named."""
    known = folded(["Ada", "Bo"])
    assert hint_for_reference(" ada", known) == "write 'Ada', which differs only in blanks or case"
    assert hint_for_reference("Cy", known) == ""


@pytest.mark.parametrize(
    ("content", "hint"),
    [
        ("a,b\n".encode("utf-16"), "the file is UTF-16, as Excel's Unicode text is: save it as CSV UTF-8"),
        (
            b"a\x92b\n",
            "the file is in Windows-1252 or another old encoding, as Excel's plain CSV is: save it as CSV UTF-8",
        ),
        ("é ".encode() + b"\x92", ""),
    ],
)
def test_encodings(content: bytes, hint: str, tmp_path: Path) -> None:
    """A file without any UTF-8 shows its encoding; a single bad byte does not."""
    (tmp_path / "x.csv").write_bytes(content)
    assert hint_for_encoding(tmp_path / "x.csv") == hint


def test_a_semicolon_file_is_reported(small_package: Path) -> None:
    """The problem with the header says how to correct the file."""
    edit_bytes(small_package, "data/claim_entities.csv", lambda content: content.replace(b",", b";"))
    [remedy] = [one.remedy for one in validate(small_package, level="quick")]
    assert remedy == 'cells are separated by semicolons: declare "dialect": {"delimiter": ";"}, or use commas'


def test_a_reference_in_capitals_is_reported(tmp_path: Path) -> None:
    """The key that was meant stands in the remedy, in this row and in no other."""
    key = {"fields": "place", "reference": {"resource": "places", "fields": "name"}}
    fields = {
        "places": {"fields": [{"name": "name", "type": "string"}], "primaryKey": ["name"]},
        "trips": {"fields": [{"name": "place", "type": "string"}], "foreignKeys": [key]},
    }
    tables = [
        {"name": name, "path": f"{name}.csv", "type": "table", "schema": schema} for name, schema in fields.items()
    ]
    (tmp_path / "datapackage.json").write_text(json.dumps({"name": "trips", "resources": tables}))
    (tmp_path / "places.csv").write_text("name\nOslo\n")
    (tmp_path / "trips.csv").write_text("place\nOSLO\nRome\nOslo\n")
    assert [(one.code, one.value, one.remedy) for one in validate(tmp_path)] == [
        ("unknown-reference", "OSLO", "write 'Oslo', which differs only in blanks or case"),
        ("unknown-reference", "Rome", "correct the reference, or add the row"),
    ]

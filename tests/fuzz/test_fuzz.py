"""Any bytes are judged or refused; the fast engine finds what the slow reference finds, whatever the cells."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from .targets import DIALECTS, FIELDS, PIECES, TARGETS, compare

QUICK = settings(max_examples=120, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
LONG = settings(QUICK, max_examples=250)
# Inputs that have failed: a unique key of no column, a JSON Schema whose $id is a list, a schema that is its own
# reference, a name in a zip that is not UTF-8.
FAILED = [
    ("descriptor", "96d495284b95738f002f38313ab55675a0afc10b"),
    (
        "descriptor",
        "c801905488f9e3dd3350b5c25b5587b84b2038ae2173e9fdb46c8e905bce91136b493a6c53fc86ded33e43c5bf112988d51f3f9cf4792ad2"
        "f710b28c4cba79bbf217ac5d6e25038a56671331aa058af0",
    ),
    (
        "schema",
        "195b467ef08705782990d6dc7af7eedb7c5078273bd7d6196ab05d80115b1ac7d60984cb7cf0fd538e48bd1342855f825c9a00f322a84daa"
        "5998592cb910f82dc6a1b5c6b0c14926d22222fc88d83b24",
    ),
    (
        "zip",
        "4e275b432a5769ac22edd8edb0a06d0e5901fbb9f0b837210eb94f6e9dd86518c9e110c3f38784477c897af227832a7e238f5e3ce1d2cb4e"
        "d38a05f74867ed8c27917e35c8b9fb5abb3b234603d8fb41236c85b3e21e9710db26cc0c591950a31da074ea0beb32992c6cf687cee1301e",
    ),
]

NUMBERS = st.one_of(
    st.integers(-(10**20), 10**20),
    st.sampled_from([0, 1, 2**53, 2**53 + 1, 2**63 - 1, 2**63, -(2**63), 10**400, 0.1, 1e-300, 1e300, 1.5e308]),
    st.floats(allow_nan=False, allow_infinity=False),
)
DATES = st.one_of(st.dates().map(str), st.sampled_from(["0001-01-01", "9999-12-31", "2000-02-29", "2001-02-29"]))
BLANKS = st.sampled_from([" ", "\xa0", "\u3000", "\u200b", "\x1c", "\x85", "\t", "\ufeff", "\n", "\r", "\0"])
WORDS = st.one_of(st.sampled_from(PIECES), st.text(max_size=5))
PATTERNS = [
    *(
        r"[a-z]+",
        r"\d{2,3}",
        "a|b",
        "(a|ab)(c|bcd)*",
        "^a.c$",
        "[^,;]*",
        r"\.\*?",
        "(?:x{0,2}y?)*",
        ".*.*=.*",
        "[A-Z]-?",
    ),
    *(r"\w+", r"\s*\S+", "(?i)ab", "a++b", r"(a)\1", "(?!x).+", "", "a$", r"(\w+\s?)*", "ü+", "[ä-ü]", "(a+)+b"),
]
BOUNDS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")
TYPICAL = {
    "string": [
        "a",
        "ab",
        "abc",
        "aab",
        "a-1",
        "12",
        "123",
        "axc",
        "AB",
        "a\nc",
        "x=y",
        "a b",
        "aa",
        "ü",
        "foo!",
        "NA",
        " a",
    ],
    "integer": ["0", "7", "-7", "07", "+7", "7.0", "1e3", "1,000", "7%", "\u0667", "NaN", "1_0", " 7"],
    "number": [
        "0",
        "7",
        "0.5",
        "-.5",
        "5.",
        "1e3",
        "INF",
        "-INF",
        "NaN",
        "nan",
        "1,5",
        "1.000,5",
        "7%",
        "1_0",
        "0x1",
        " 7",
    ],
    "boolean": ["true", "false", "True", "1", "0", "yes", "TRUE", "tRue", ""],
    "date": [
        "2000-02-29",
        "2001-02-29",
        "2000-2-9",
        "0000-01-01",
        "20000229",
        "2000-04-31",
        "2000-12-31",
        "2000-01-01T00:00:00",
    ],
    "year": ["2000", "0000", "-2000", "02000", "200", "\u0662000", " 2000"],
}
# What may happen to a row: a cell too many or too few, or a blank at the end of one.
ODD_ROWS: Mapping[int, Callable[[tuple[str, ...], str], tuple[str, ...]]] = {
    0: lambda row, blank: (*row, ""),
    1: lambda row, blank: (*row, blank),
    2: lambda row, blank: row[:-1],
    3: lambda row, blank: (),
    **dict.fromkeys((4, 5), lambda row, blank: (*row[:-1], row[-1] + blank)),
    6: lambda row, blank: (blank + row[0], *row[1:]),
    7: lambda row, blank: ("",) * len(row),
}


def forms(value: Any) -> list[str]:
    """Forms in which a value might stand in a cell, and some that are nearly the same."""
    text = str(value)
    if isinstance(value, bool | list | dict):
        return [json.dumps(value), text]
    if isinstance(value, str):
        return [text, text + "0", text[:-1], text.upper(), "-" + text]
    plain = f"{Decimal(value):f}"[:400]
    near = [str(value + step) for step in (-1, 1)] if isinstance(value, int) else []
    return [
        text,
        plain,
        text + ".0",
        text + "0",
        f"{Decimal(value):e}",
        f"0{text}",
        f"+{text}",
        f"{plain}{'0' * 20}1",
        *near,
    ]


def cells(field: Mapping[str, Any]) -> list[str]:
    """Cells that lie near to what is declared of a column."""
    constraints = field.get("constraints", {})
    near = [form for name in BOUNDS if name in constraints for form in forms(constraints[name])]
    for one in constraints.get("enum", field.get("categories", []))[:4]:
        near += forms(one["value"] if isinstance(one, dict) else one)
    for name in ("missingValues", "trueValues", "falseValues"):
        near += field.get(name, [])
    sizes = [
        constraints[name] + step for name in ("minLength", "maxLength") if name in constraints for step in (-1, 0, 1)
    ]
    near += [letter * size for size in sizes for letter in ("a", "\U0001f6a2")]
    return near + TYPICAL.get(field["type"], [])


@st.composite
def fields(draw: st.DrawFn) -> dict[str, Any]:
    """What is declared of a column."""
    if draw(st.booleans()):
        return draw(st.sampled_from(FIELDS))
    kind = draw(st.sampled_from(["string", "string", "integer", "number", "boolean", "date", "year"]))
    field: dict[str, Any] = {"type": kind}
    constraints: dict[str, Any] = {}
    known = {"string": WORDS, "integer": st.integers(-(10**20), 10**20), "number": NUMBERS, "date": DATES}
    values = known.get(kind, st.integers(0, 9999))
    if kind in ("integer", "number", "date", "year"):
        for name in draw(st.lists(st.sampled_from(BOUNDS), max_size=2, unique=True)):
            constraints[name] = draw(NUMBERS if kind == "integer" else values)
    if kind == "string":
        constraints |= draw(st.sampled_from([{}, {"minLength": 1}, {"maxLength": 2}, {"minLength": 3, "maxLength": 3}]))
        if draw(st.booleans()):
            constraints["pattern"] = draw(st.sampled_from(PATTERNS))
    if kind != "boolean" and draw(st.integers(0, 3)) == 0:
        constraints["enum"] = draw(st.lists(values, min_size=1, max_size=13))
    if kind == "boolean" and draw(st.booleans()):
        field["trueValues"] = draw(st.lists(WORDS, min_size=1, max_size=3))
        field["falseValues"] = draw(st.lists(WORDS, min_size=1, max_size=3))
    if draw(st.integers(0, 3)) == 0:
        field["missingValues"] = draw(st.lists(WORDS, max_size=3))
    constraints |= draw(st.sampled_from([{}, {}, {"required": True}, {"unique": True}]))
    return {**field, "constraints": constraints}


@st.composite
def tables(draw: st.DrawFn) -> tuple[dict[str, Any], dict[str, Any], bytes]:
    """A schema, a dialect and a file that may have ragged rows, any line ends and cells quoted or not."""
    drawn = draw(st.lists(fields(), min_size=1, max_size=3))
    schema: dict[str, Any] = {"fields": [{**field, "name": name} for name, field in zip("abc", drawn, strict=False)]}
    if draw(st.integers(0, 3)) == 0:
        schema["primaryKey"] = ["a"]
    dialect: Mapping[str, Any] = draw(st.sampled_from(DIALECTS))
    columns = [st.one_of(WORDS, *([st.sampled_from(near)] * 4 if (near := cells(field)) else [])) for field in drawn]
    rows = draw(st.lists(st.tuples(*columns), min_size=4, max_size=16))
    text = io.StringIO(newline="")
    marks = {"delimiter": dialect.get("delimiter", ","), "quotechar": dialect.get("quoteChar", '"')}
    marks["quoting"] = csv.QUOTE_ALL if draw(st.integers(0, 3)) == 0 else csv.QUOTE_MINIMAL
    writer = csv.writer(text, lineterminator=draw(st.sampled_from(["\n", "\n", "\r\n"])), **marks)
    if dialect.get("header", True):
        writer.writerow("abc"[: len(drawn)])
    for row in rows:
        change = draw(st.integers(0, 19))
        writer.writerow(ODD_ROWS[change](row, draw(BLANKS)) if change in ODD_ROWS else row)
    return schema, dict(dialect), text.getvalue().encode("utf-8", "replace")


@pytest.mark.parametrize(("target", "data"), FAILED)
def test_what_has_failed(target: str, data: str) -> None:
    """Once is enough."""
    TARGETS[target](bytes.fromhex(data))


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("data", [b"", b"\0" * 40, b"\xff" * 40, bytes(range(256))])
def test_plain_bytes(target: str, data: bytes) -> None:
    """The first choices and the last ones."""
    TARGETS[target](data)


@QUICK
@given(st.binary(max_size=120))
def test_any_csv(data: bytes) -> None:
    """Bytes that choose a schema, a dialect and pieces of a file."""
    TARGETS["csv"](data)


@QUICK
@given(st.binary(max_size=60))
def test_any_descriptor(data: bytes) -> None:
    """Bytes that spoil a descriptor."""
    TARGETS["descriptor"](data)


@QUICK
@given(st.binary(max_size=60))
def test_any_schema(data: bytes) -> None:
    """Bytes that spoil a schema."""
    TARGETS["schema"](data)


@QUICK
@given(st.binary(max_size=60))
def test_any_zip(data: bytes) -> None:
    """Bytes that spoil a zip."""
    TARGETS["zip"](data)


@LONG
@given(tables())
def test_the_fast_engine_finds_what_the_law_finds(table: tuple[dict[str, Any], dict[str, Any], bytes]) -> None:
    """Cells on bounds, nearly allowed, blank in all ways; ragged rows, quotes, line ends: all the same problems."""
    compare(*table)

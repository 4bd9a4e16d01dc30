"""Any bytes are judged or refused; the fast engine finds what the slow reference finds, whatever the cells."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from .targets import DIALECTS, FIELDS, PIECES, TARGETS, compare

QUICK = settings(max_examples=120, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
LONG = settings(QUICK, max_examples=400)
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
BLANKS = st.sampled_from(["", "", "", " ", "\xa0", "\u3000", "\u200b", "\x1c", "\x85", "\t", "\ufeff"])
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
BOUNDS = {"minimum": True, "maximum": True, "exclusiveMinimum": False, "exclusiveMaximum": False}


def written(value: Any) -> list[str]:
    """Forms in which a value might stand in a cell, and some that are nearly the same."""
    text = str(value)
    if isinstance(value, str) or value != value:
        return [text, text + "0", text[:-1], text.upper(), "-" + text]
    return [
        text,
        text + ".0",
        text + "0",
        f"{Decimal(value):f}"[:400],
        f"{Decimal(value):e}",
        f"0{text}",
        f"+{text}",
        f"{text}.{'0' * 20}1",
    ]


@st.composite
def fields(draw: st.DrawFn) -> tuple[dict[str, Any], list[str]]:
    """What is declared of a column, and cells that lie near to it."""
    if draw(st.booleans()):
        return draw(st.sampled_from(FIELDS)), []
    kind = draw(st.sampled_from(["string", "string", "integer", "number", "boolean", "date", "year"]))
    field: dict[str, Any] = {"type": kind}
    constraints: dict[str, Any] = {}
    near: list[str] = []
    values = {"string": WORDS, "integer": st.integers(-(10**20), 10**20), "number": NUMBERS, "date": DATES}.get(
        kind, st.integers(0, 9999)
    )
    if kind in ("integer", "number", "date", "year"):
        for name in draw(st.lists(st.sampled_from(sorted(BOUNDS)), max_size=2, unique=True)):
            constraints[name] = draw(values if kind != "integer" else NUMBERS)
            near += written(constraints[name])
    if kind == "string":
        constraints |= draw(st.sampled_from([{}, {"minLength": 1}, {"maxLength": 2}, {"minLength": 3, "maxLength": 3}]))
        if draw(st.booleans()):
            constraints["pattern"] = draw(st.sampled_from(PATTERNS))
    if kind != "boolean" and draw(st.integers(0, 3)) == 0:
        constraints["enum"] = draw(st.lists(values, min_size=1, max_size=13))
        near += [form for one in constraints["enum"][:3] for form in written(one)]
    if kind == "boolean" and draw(st.booleans()):
        field["trueValues"] = draw(st.lists(WORDS, min_size=1, max_size=3))
        field["falseValues"] = draw(st.lists(WORDS, min_size=1, max_size=3))
        near += [*field["trueValues"], *field["falseValues"]]
    if draw(st.integers(0, 3)) == 0:
        field["missingValues"] = draw(st.lists(WORDS, max_size=3))
        near += field["missingValues"]
    constraints |= draw(st.sampled_from([{}, {}, {"required": True}, {"unique": True}]))
    return {**field, "constraints": constraints}, near


@st.composite
def tables(draw: st.DrawFn) -> tuple[dict[str, Any], dict[str, Any], bytes]:
    """A schema, a dialect and a file that may have ragged rows, any line ends and cells quoted or not."""
    drawn = draw(st.lists(fields(), min_size=1, max_size=3))
    schema = {"fields": [{**field, "name": name} for name, (field, _) in zip("abc", drawn, strict=False)]}
    if draw(st.integers(0, 3)) == 0:
        schema["primaryKey"] = ["a"]
    dialect: Mapping[str, Any] = draw(st.sampled_from(DIALECTS))
    cell = [
        st.builds(str.__add__, st.one_of(WORDS, *([st.sampled_from(near)] if near else [])), BLANKS)
        for _, near in drawn
    ]
    rows = draw(st.lists(st.tuples(*cell), max_size=8))
    text = io.StringIO(newline="")
    end = draw(st.sampled_from(["\n", "\n", "\r\n"]))
    quoting = draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))
    marks = {"delimiter": dialect.get("delimiter", ","), "quotechar": dialect.get("quoteChar", '"')}
    writer = csv.writer(text, lineterminator=end, quoting=quoting, **marks)  # type: ignore[arg-type]
    if dialect.get("header", True):
        writer.writerow("abc"[: len(drawn)])
    for row in rows:
        writer.writerow(
            [*row, *draw(st.sampled_from([(), (), (), (), ("",), ("x",)]))][draw(st.sampled_from([0, 0, 0, 0, 1])) :]
        )
    content = text.getvalue().encode("utf-8", "surrogatepass")
    return schema, dict(dialect), content.replace(b"\xed", b"x") if b"\xed" in content else content


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

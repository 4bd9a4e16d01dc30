"""Packages made to hang their reader, to fill its memory or to lead it astray: refused, or judged, within seconds."""

from __future__ import annotations

import gzip
import json
import os
import random
import re
import struct
import zipfile
from pathlib import Path
from typing import Any

import pytest

from onrecord.errors import PackageError
from onrecord.package import DESCRIPTOR, opening
from onrecord.tableschema import patterns
from onrecord.tableschema.patterns import is_quick, matcher, takes_forever
from onrecord.validation import ENGINES, validate

from .targets import FILE, descriptor_of, dumped

MIB = 1024 * 1024


def package(folder: Path, fields: list[dict[str, Any]], content: bytes | str, dialect: Any = None, **more: Any) -> Path:
    """A package of one table."""
    (folder / DESCRIPTOR).write_bytes(dumped(descriptor_of({"fields": fields}, dialect, **more)))
    (folder / more.get("path", FILE)).write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def column(kind: str = "string", **constraints: Any) -> list[dict[str, Any]]:
    """The schema of a table with one column."""
    return [{"name": "a", "type": kind, "constraints": constraints}]


def judged(folder: Path, engine: str = "fast") -> list[str]:
    """The problems of a package as they are printed, without the remedies, or why it is refused."""
    try:
        return [
            f"{one.path}:{one.line} {one.field}: {one.message} [{one.code}]" for one in validate(folder, engine=engine)
        ]
    except PackageError as error:
        return [str(error).replace(f"{folder}/", "")]


def spoilt(folder: Path, **resource: Any) -> list[str]:
    """What is said of a package of one table whose resource is spoilt."""
    return judged(package(folder, column(), "a\nx\n", **resource))


# Regular expressions.

SLOW = [
    *(
        "(a+)+",
        "(a*)*b",
        "(a|a)*c",
        "(a|aa)+",
        "(a|ab|b)*c",
        "(.*a){20}",
        "(a?){30}a{30}",
        "(a{1,30}){1,30}b",
        "(a{2,3})*b",
    ),
    *("((a|b)*)*c", "([a-z]+-?)*x", "(a?b?)*c", "(?:a+){20}b", r"(\w+\s?)*\.", r"([A-Za-z]+[ ,.'-]?)+", "(x{0,3}y?)*"),
    *("(a*?)*?b", r"([a-z]+)*\1x", "(?=(a+)+$)a*", "(?x) (a+)+ # x", "((?:(?:(?:))? b)*|c)", "(?:(?:a*|b*)c?)*d"),
]
QUICK = [
    *(
        "[a-z0-9]+(-[a-z0-9]+)*",
        "^[A-Z]{2}-[0-9]{4}$",
        r"\s*\w+\s*",
        r"\d{4}-\d{2}-\d{2}",
        "[0-9a-f]{32}",
        r"(\w+\s)*\w+",
    ),
    *(r"https?://[^\s/$.?#].[^\s]*", "[^,]+(, [^,]+)*", r'("[^"]*"|[^"])*', r"(\d{1,3})(,\d{3})*(\.\d+)?", r"[\s\S]*"),
    *(
        r"((25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(25[0-5]|2[0-4]\d|1?\d?\d)",
        "(red|blue)(,(red|blue))*",
        r"\w{1,200}",
        "a{1000}",
    ),
    *(r"(?=.*\d)(?=.*[a-z])(?=.*[A-Z]).{8,}", r"\w++\s*+", "[A-Z]+(?:_[A-Z0-9]+)*_?", "(?i:(a|A)*)b", "", "a|b"),
]


@pytest.mark.parametrize("pattern", SLOW)
def test_slow_patterns_are_known(pattern: str) -> None:
    """What can take a text in many ways is slow."""
    assert not is_quick(pattern)


@pytest.mark.parametrize("pattern", QUICK)
def test_quick_patterns_are_known(pattern: str) -> None:
    """Repetitions inside repetitions are common, and mostly harmless; words and blanks are those of XML Schema."""
    as_it_is = not re.search(r"\\[wWsS]", pattern)
    assert (is_quick(pattern) or not as_it_is, takes_forever(pattern)) == (True, False)


@pytest.mark.parametrize("pattern", ["a*a*c", ".+@.+x", r".+@.+\..+", "a*.*a*.*a*"])
def test_the_time_may_grow_with_a_power(pattern: str) -> None:
    """Then Python is not asked, and others match texts of any length."""
    assert (is_quick(pattern), takes_forever(pattern)) == (False, False)


def random_pattern(draw: random.Random, depth: int) -> str:
    """A regular expression of parts inside each other."""
    kind = draw.random() if depth else 0
    if kind < 0.25:
        return draw.choice(["a", "b", "[ab]", "[^a]", ".", r"\w", r"\s", r"\d", "(?:)", "ab", "(?i:a)", " "])
    one, other = random_pattern(draw, depth - 1), random_pattern(draw, depth - 1)
    if kind < 0.5:
        return one + other
    if kind < 0.7:
        return f"({one}|{other})"
    return f"(?:{one})" + draw.choice(["*", "+", "?", "{2}", "{1,3}", "{0,2}", "{2,}", "*?", "+?", "{10}", "{0,12}"])


def test_automata_match_as_python_does() -> None:
    """Of thousands of patterns: those that the automaton matches it matches rightly, and quick ones are quick."""
    draw, compared = random.Random(7), 0
    while compared < 20_000:
        pattern = random_pattern(draw, 4)
        exact, compiled = patterns._exact(pattern), re.compile(pattern)
        if exact is None or patterns._degree(pattern) == float("inf"):  # Python would not come to an end
            continue
        for _ in range(20):
            text = "".join(draw.choices("abA 1\n", k=draw.randrange(9)))
            assert exact(text) == bool(compiled.fullmatch(text)), (pattern, text)
            compared += 1
        if is_quick(pattern):
            compiled.fullmatch("ab" * 2000 + "!")


@pytest.mark.parametrize("pattern", ["(a+)+", "(a+)+$", r"(\w+\s?)*", "(a|a)*"])
def test_slow_patterns_are_matched_all_the_same(pattern: str) -> None:
    """By polars, or by an automaton: in no time, and to texts of any length."""
    matches = matcher(pattern)
    assert matches
    assert [matches("a" * 100_000), matches("a" * 100_000 + "!"), matches("a")] == [True, False, True]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("pattern", ["(a+)+$", r"(\w+\s?)*", "a*a*a*a*a*a*"])
def test_a_pattern_hangs_no_engine(pattern: str, engine: str, tmp_path: Path) -> None:
    """All of them find the cell that does not match, and disagree on nothing."""
    folder = package(tmp_path, column(pattern=pattern), f"a\n{'a' * 40}!\n{'a' * 40}\n")
    message = f"'{'a' * 30}…{'a' * 29}!'" if len("a" * 40) > 60 else repr("a" * 40 + "!")
    assert judged(folder, engine) == [f"{FILE}:2 a: {message} does not match the pattern {pattern} [pattern-mismatch]"]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("pattern", [r"([a-z]+)*\1x", "(?=(a+)+$)a*!?"])
def test_a_pattern_that_nothing_can_match_is_told(pattern: str, engine: str, tmp_path: Path) -> None:
    """Lookarounds and references are beyond what is linear."""
    folder = package(tmp_path, column(pattern=pattern), f"a\n{'a' * 40}!\n")
    message = f"the pattern {pattern!r} of field a could take forever; no cell was checked against it [slow-pattern]"
    assert judged(folder, engine) == [f"{DESCRIPTOR}:0 a: {message}"]


# JSON Schemas.

WRONG = "does not match the JSON Schema of its column [not-of-json-schema]"
FOREVER = (
    f"{DESCRIPTOR}:0 a: the pattern '(b+)+$' of field a could take forever; no cell was checked against it "
    "[slow-pattern]"
)
DOUBLING = {f"a{step}": {"anyOf": [{"$ref": f"#/$defs/a{step + 1}"}] * 2} for step in range(40)}


ENDLESS = "refers to itself endlessly for the same value"


def of_schema(message: str, code: str = "not-judged") -> str:
    """What is said of a JSON Schema by which no cell was judged."""
    return f"{DESCRIPTOR}:0 a: the JSON Schema of field a {message}; no cell was checked against it [{code}]"


@pytest.mark.parametrize(
    ("schema", "cell", "problems"),
    [
        ({"$ref": "http://localhost:9/x"}, "{}", [of_schema("refers to 'http://localhost:9/x', which is not fetched")]),
        ({"$ref": "file:///etc/passwd"}, "{}", [of_schema("refers to 'file:///etc/passwd', which is not fetched")]),
        ({"$schema": "http://localhost:9/x"}, "{}", []),
        (
            {"$id": [], "$ref": "x"},
            "{}",
            [of_schema("is not valid", "descriptor-error")],
        ),
        ({"$ref": "#"}, "{}", [of_schema(ENDLESS)]),
        ({"allOf": [{"$ref": "#"}, {"$ref": "#"}]}, "{}", [of_schema(ENDLESS)]),
        ({"$ref": "#/$defs/a0", "$defs": DOUBLING | {"a40": False}}, "{}", [f"{FILE}:2 a: '{{}}' {WRONG}"]),
        ({"properties": {"b": {"anyOf": [{"$ref": "#"}] * 2}}}, '{"b":' * 60 + "{}" + "}" * 60, []),
        (
            {"properties": {"b": {"pattern": "(b+)+$"}}},
            '{"b":"' + "b" * 40 + '!"}',
            [f"""{FILE}:2 a: '{{"b":"{"b" * 40}!"}}' {WRONG}"""],
        ),
        (
            {"patternProperties": {"(b+)+$": {}}},
            '{"' + "b" * 40 + '!":1}',
            [],
        ),
        (
            {"properties": {"b": {"uniqueItems": True}}},
            json.dumps({"b": [{"c": number % 20_000} for number in range(20_001)]}),
            [f"""{FILE}:2 a: '{{"b": [{{"c": 0}}, {{"c": 1}}, {{"c…998}}, {{"c": 19999}}, {{"c": 0}}]}}' {WRONG}"""],
        ),
        (
            {"properties": {"b": {"pattern": "b+c"}}},
            json.dumps({"b": "b" * 100_000}),
            [f"""{FILE}:2 a: '{{"b": "bbb…bbb"}}' {WRONG}"""],
        ),
    ],
)
def test_json_schemas(schema: Any, cell: str, problems: list[str], tmp_path: Path) -> None:
    """Nothing is fetched, no reference is followed without end, no pattern hangs."""
    quoted = cell.replace('"', '""')
    folder = package(tmp_path, column("object", jsonSchema=schema), f'a\n"{quoted}"\n')
    found = [re.sub("b{9,}", "bbb", one) if len(cell) > 50_000 else one for one in judged(folder)]
    assert found == problems


# Size.


def test_a_cell_may_have_16_mib(tmp_path: Path) -> None:
    """One more character is too many, whoever reads the row."""
    message = "the row is not CSV: field larger than field limit (16777216) [not-csv]"
    assert judged(package(tmp_path, column(), "a\n" + "x" * (16 * MIB) + "\n")) == []
    assert judged(package(tmp_path, column(), "a\n" + "x" * (16 * MIB + 1) + "\n")) == [f"{FILE}:2 : {message}"]


@pytest.mark.parametrize("header", ["", "a\n"])
@pytest.mark.parametrize("content", ["," * (40 * MIB), f'"{"x" * 1_000}\n",' * 40_000, f'"{"x" * 1_000}\r",' * 40_000])
def test_a_row_may_have_32_mib(content: str, header: str, tmp_path: Path) -> None:
    """In one line or in many."""
    line = 1 + bool(header)
    message = f"{FILE}:{line} : the row is not CSV: row larger than row limit (33554432) [not-csv]"
    assert judged(package(tmp_path, column(), header + content)) == [message]


@pytest.mark.parametrize("engine", ENGINES)
def test_a_row_of_a_million_cells(engine: str, tmp_path: Path) -> None:
    """frictionless, which would make a million errors of it, is not asked."""
    found = judged(package(tmp_path, column(), "a\n" + "x," * 999_999 + "x\nb\n"), engine)
    failed = f"{FILE}:0 : frictionless could not judge the table: a row has 1,000,000 cells [engine-failed]"
    message = f"{FILE}:2 : the row has 1,000,000 cells, but the schema has 1 field [wrong-cell-count]"
    assert found == {"fast": [message], "both": [failed, message], "frictionless": [failed]}[engine]


def test_thousands_of_columns(tmp_path: Path) -> None:
    """As many are named and not judged; a header of as many is told in few words."""
    names = [f"c{number}" for number in range(20_000)]
    content = ",".join(names) + "\n"
    found = judged(package(tmp_path, [{"name": name, "type": "integer"} for name in names], content))
    message = "the table has 20,000 fields; up to 10,000 can be judged; its rows were not judged [not-judged]"
    assert found == [f"{FILE}:0 : {message}"]
    few = ", ".join(map(repr, names[:20]))
    message = f"the header lacks a; the header has {few} and 19,980 more, which the schema lacks [wrong-header]"
    assert judged(package(tmp_path, column(), content)) == [f"{FILE}:1 : {message}"]


def test_a_million_values(tmp_path: Path) -> None:
    """A message does not list them all."""
    values = [f"v{number}" for number in range(300_000)]
    field = {"name": "a", "type": "string", "missingValues": values[:100_000], "constraints": {"enum": values}}
    message = f"'zz' is not one of {', '.join(values[:50])} and 299,950 more [value-not-allowed]"
    assert judged(package(tmp_path, [field], "a\nv7\nv200000\nzz\n")) == [f"{FILE}:4 a: {message}"]


def test_properties_without_number_or_end(tmp_path: Path) -> None:
    """Each is compared with those of the standard, which takes a while."""
    odd = {f"titel{number}": 1 for number in range(50_000)} | {"pah" + "h" * MIB: 1}
    found = spoilt(tmp_path, **odd)
    assert found == []


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"[" * 100_000, "nested more than 100 deep; correct the file"),
        (b'{"resources":' + b"[" * 200 + b"]" * 200 + b"}", "nested more than 100 deep; correct the file"),
        (b'{"a":' * 101 + b"1" + b"}" * 101, "nested more than 100 deep; correct the file"),
        (b"9" * 5_000, "it has a number of more than 1,000 digits; correct the file"),
    ],
    ids=["lists", "descriptor", "objects", "digits"],
)
def test_json_that_exhausts_its_reader(content: bytes, message: str, tmp_path: Path) -> None:
    """In the descriptor and in a schema."""
    (tmp_path / "s.json").write_bytes(content)
    (tmp_path / DESCRIPTOR).write_bytes(dumped(descriptor_of("s.json")))
    fault = (
        f"the table things has its schema in s.json, which cannot be read: s.json: {message}; its rows were not judged"
    )
    assert f"{DESCRIPTOR}:0 : {fault} [descriptor-error]" in judged(tmp_path)
    (tmp_path / DESCRIPTOR).write_bytes(content)
    assert judged(tmp_path) == [f"{DESCRIPTOR}: {message}"]


def test_json_of_a_gigabyte(tmp_path: Path) -> None:
    """It is refused by its size, before a byte of it is read."""
    with (tmp_path / DESCRIPTOR).open("wb") as file:
        file.truncate(1024 * MIB)
    message = f"path '{DESCRIPTOR}' names a file of 1,073,741,824 bytes; at most 67,108,864 are read"
    assert judged(tmp_path) == [f"{tmp_path}: {message}"]


def test_cells_nested_without_end(tmp_path: Path) -> None:
    """They are of no type that can be read."""
    message = f"'{'[' * 30}…{']' * 30}' is not a valid array [type-error]"
    folder = package(tmp_path, column("array", enum=[[1]], jsonSchema={}), "a\n" + "[" * 100_000 + "]" * 100_000 + "\n")
    assert judged(folder) == [f"{FILE}:2 a: {message}"]


def test_too_many_tables(tmp_path: Path) -> None:
    """Files without a schema may be as many as one likes."""
    resources = [{"name": f"t{number}", "path": FILE, "schema": {"fields": column()}} for number in range(10_001)]
    folder = package(tmp_path, column(), "a\n")
    (folder / DESCRIPTOR).write_bytes(dumped({"resources": resources}))
    assert judged(folder) == [f"{DESCRIPTOR}: more than 10,000 tables; divide the package"]


@pytest.mark.parametrize(
    ("kind", "bound", "cells", "problems"),
    [
        ("number", 1, "1e999999999999\n1e-999999999\n", ["2 a: '1e999999999999' is above the maximum 1"]),
        (
            "number",
            "1e99999999999",
            "1e99999999998\n1e999999999999\n",
            ["3 a: '1e999999999999' is above the maximum 1e99999999999"],
        ),
        (
            "integer",
            10**400,
            f"1{'0' * 400}\n1{'0' * 399}1\n",
            [f"3 a: '1{'0' * 29}…{'0' * 29}1' is above the maximum 1{'0' * 400}"],
        ),
        (
            "duration",
            "P" + "9" * 99 + "Y",
            f"P1Y\nP{'9' * 100}Y\n",
            [f"3 a: 'P{'9' * 29}…{'9' * 29}Y' is not a valid duration"],
        ),
        (
            "date",
            "9999-12-31",
            "0000-01-01\n2031-02-31\n",
            ["2 a: '0000-01-01' is not a valid date", "3 a: '2031-02-31' is not a valid date"],
        ),
        (
            "datetime",
            "9999-12-31T23:59:59Z",
            "9999-12-31T24:00:00Z\n0001-01-01T00:00:00+23:59\n",
            # A zone of XML Schema is at most 14 hours away.
            [
                "2 a: '9999-12-31T24:00:00Z' is above the maximum 9999-12-31T23:59:59Z",
                "3 a: '0001-01-01T00:00:00+23:59' is not a valid datetime",
            ],
        ),
    ],
)
def test_numbers_and_times_at_the_end_of_the_world(
    kind: str, bound: Any, cells: str, problems: list[str], tmp_path: Path
) -> None:
    """Exact however large, and none of their type where Python has no such value."""
    folder = package(tmp_path, column(kind, maximum=bound), "a\n" + cells)
    found = [one.rpartition(" [")[0] for one in judged(folder) if not one.endswith("[beyond-columns]")]
    assert found == [f"{FILE}:{one}" for one in problems]


# Names.


@pytest.mark.parametrize("name", ["*", "^.*$", "\0row"])
def test_names_that_mean_something_to_the_reader(name: str, tmp_path: Path) -> None:
    """A field may be called so; its table is not judged."""
    found = judged(package(tmp_path, [{"name": name, "type": "integer"}, {"name": "b"}], f"{name},b\nx,1\n"))
    message = (
        f"has a field called {name!r}, which means something else to the reader; its rows were not judged [not-judged]"
    )
    assert found == [f"{FILE}:0 : the table {message}"]


def test_two_fields_of_one_name(tmp_path: Path) -> None:
    """The standard allows them to stand there, and the rows are judged by the fields' places."""
    found = judged(package(tmp_path, column() * 2, "a,a\n1,2\n"))
    assert found == [f"{DESCRIPTOR}:0 a: two fields are called 'a' [repeated-field]"]


@pytest.mark.parametrize(
    ("keys", "places"),
    [
        ({"primaryKey": ["a", "a"]}, ["primaryKey[1]"]),
        ({"uniqueKeys": [["a", "a"]]}, ["uniqueKeys[0][1]"]),
        (
            {"foreignKeys": [{"fields": ["a", "a"], "reference": {"resource": "", "fields": ["a", "a"]}}]},
            ["foreignKeys[0].fields[1]", "foreignKeys[0].reference.fields[1]"],
        ),
    ],
)
def test_a_key_that_names_a_column_twice(keys: Any, places: list[str], tmp_path: Path) -> None:
    """It is told, and not judged."""
    folder = package(tmp_path, column(), "a\nx\nx\n")
    (folder / DESCRIPTOR).write_bytes(dumped(descriptor_of({"fields": column(), **keys})))
    message = "expected a name that occurs only once in its key [descriptor-error]"
    assert judged(folder) == [f"{DESCRIPTOR}:0 : table things: {place} is 'a'; {message}" for place in places]


def test_a_unique_key_of_no_column(tmp_path: Path) -> None:
    """Nor is a key without parts."""
    folder = package(tmp_path, column(), "a\nx\nx\n")
    (folder / DESCRIPTOR).write_bytes(dumped(descriptor_of({"fields": column(), "uniqueKeys": [[]]})))
    expected = "expected a list of lists of names of fields, at least one"
    message = f"table things: uniqueKeys is [[]]; {expected} [descriptor-error]"
    assert judged(folder) == [f"{DESCRIPTOR}:0 : {message}"]


@pytest.mark.parametrize("header", [{}, {"header": False}])
def test_a_schema_without_fields(header: Any, tmp_path: Path) -> None:
    """There is nothing to judge the rows by."""
    found = judged(package(tmp_path, [], "\n\n", header))
    assert found == [
        f"{DESCRIPTOR}:0 : table things: fields is []; expected a list of objects, at least one [descriptor-error]",
    ]


# Encodings and dialects.


@pytest.mark.parametrize(
    "encoding", ["rot13", "hex", "base64", "zip", "bz2", "uu", "quopri", "no such", "utf\08", "x" * 99_999, ""]
)
def test_codecs_that_are_no_encodings(encoding: str, tmp_path: Path) -> None:
    """Some turn bytes to bytes, and one of them is a bomb."""
    shown = repr(encoding if len(encoding) <= 60 else f"{encoding[:30]}…{encoding[-30:]}")
    message = f"the table is declared as {shown}, which is not a known encoding; its rows were not judged"
    assert spoilt(tmp_path, encoding=encoding) == [f"{FILE}:0 : {message} [not-judged]"]


@pytest.mark.parametrize(
    ("encoding", "content", "reason"),
    [
        ("undefined", b"a\n", "undefined encoding"),
        (
            "utf-7",
            b"a\n+2AA-\n",
            "'utf-8' codec can't encode character '\\ud800' in position 2: surrogates not allowed",
        ),
        (
            "unicode_escape",
            b"a\n\\ud800\n",
            "'utf-8' codec can't encode character '\\ud800' in position 2: surrogates not allowed",
        ),
        (
            "utf-16",
            b"\xff\xfea\0\n\0\0\xd8x\0",
            "'utf-16-le' codec can't decode bytes in position 6-7: illegal UTF-16 surrogate",
        ),
    ],
)
def test_encodings_that_give_no_text(encoding: str, content: bytes, reason: str, tmp_path: Path) -> None:
    """Halves of characters are none."""
    found = judged(package(tmp_path, column(), content, encoding=encoding))
    assert found == [f"{FILE}:0 : the file cannot be read: {reason} [not-readable]"]


@pytest.mark.parametrize("dialect", [{"commentChar": 5}, {"delimiter": ""}, {"lineTerminator": ""}, {"quoteChar": {}}])
def test_dialects_that_are_none(dialect: Any, tmp_path: Path) -> None:
    """Named by the clause, and nothing is read by them."""
    found = spoilt(tmp_path, dialect=dialect)
    assert found
    assert all("dialect" in one for one in found)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("dialect", "content", "line"),
    [
        ({"header": False}, "1\nx\n3\n", 2),
        ({"commentChar": "#"}, "#c\na\n1\n#d\nx\n3\n", 5),
        ({"header": False, "commentChar": "#"}, "#c\n1\n#d\nx\n", 4),
    ],
)
def test_rows_are_counted_alike(dialect: Any, content: str, line: int, engine: str, tmp_path: Path) -> None:
    """Comments count for frictionless, and so does the header."""
    folder = package(tmp_path, column("integer"), content, dialect)
    assert judged(folder, engine) == [f"{FILE}:{line} a: 'x' is not a valid integer [type-error]"]


@pytest.mark.parametrize("engine", ENGINES)
def test_a_cell_that_hangs_a_sniffer(engine: str, tmp_path: Path) -> None:
    """To guess a dialect, one goes from each quotation mark to the end."""
    cell = ('x"",""' * 30_000) + "x"
    assert judged(package(tmp_path, column("string"), f'a\n"{cell}"\n'), engine) == []


@pytest.mark.parametrize("engine", ENGINES)
def test_a_header_that_breaks_a_sniffer(engine: str, tmp_path: Path) -> None:
    """The standard's dialect holds where none is declared, and nobody guesses another."""
    fields = [{"name": 't"; x', "type": "string"}, {"name": 'u"; x', "type": "integer"}]
    folder = package(tmp_path, fields, '"t""; x","u""; x"\na;b,1\nc,d\n')
    assert judged(folder, engine) == [f"{FILE}:3 u\"; x: 'd' is not a valid integer [type-error]"]


@pytest.mark.parametrize("engine", ENGINES)
def test_a_list_of_many_items(engine: str, tmp_path: Path) -> None:
    """The time grows with their number, and not with its square."""
    field = {"name": "a", "type": "list", "itemType": "integer", "delimiter": ";"}
    cells = [";".join(["7"] * 200_000), ";".join(["7"] * 200_000 + ["x"])]
    [message] = judged(package(tmp_path, [field], "a\n" + "\n".join(cells) + "\n"), engine)
    assert message.startswith(f"{FILE}:3 a: '7;7;7;")
    assert message.endswith("is not a valid list [type-error]")


@pytest.mark.parametrize("engine", ENGINES)
def test_ten_thousand_columns(engine: str, tmp_path: Path) -> None:
    """They are read and judged; frictionless, which would not come to an end, is not asked."""
    fields = [{"name": f"c{number}", "type": "integer"} for number in range(10_000)]
    rows = ",".join(field["name"] for field in fields) + "\n" + ",".join(["1"] * 10_000) + "\n"
    failed = f"{FILE}:0 : frictionless could not judge the table: it has 10,000 fields [engine-failed]"
    assert judged(package(tmp_path, fields, rows), engine) == ([] if engine == "fast" else [failed])


# Paths.


@pytest.mark.parametrize("what", ["path", "schema"])
@pytest.mark.parametrize(
    "path",
    [
        *("/etc/passwd", "../x.csv", "a/../../x.csv", "http://localhost/x.csv", "file:///etc/passwd", "//host/x.csv"),
        *("\\\\host\\x.csv", "s3://bucket/x.csv", "zip://x"),
    ],
)
def test_paths_that_leave_the_package(path: str, what: str, tmp_path: Path) -> None:
    """By their form: nothing is read there, and no connection is made."""
    (tmp_path / FILE).write_text("a\n")
    place = "a relative path without .., or a URL of http or https, as version 1 requires"
    expected = {
        "path": f"{place}; or a list of such paths or of such URLs",
        "schema": f"an object, {place}",
    }[what]
    message = f"resource t: {what} is {path!r}; expected {expected} [descriptor-error]"
    if path.startswith("http:"):
        message = f"the table t refers to {path}, which was not fetched; its rows were not judged [not-judged]"
    resource = {"name": "t", "path": FILE, "schema": {"fields": column()}} | {what: path}
    (tmp_path / DESCRIPTOR).write_bytes(dumped({"resources": [resource]}))
    assert f"{DESCRIPTOR}:0 : {message}" in judged(tmp_path)


@pytest.mark.parametrize("what", ["path", "schema"])
@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("out.csv", "is a link; links are not followed: put the file there itself"),
        ("out/passwd", "leads over a link; links are not followed: put the file there itself"),
        ("zero.csv", "is a link; links are not followed: put the file there itself"),
        ("t\0.csv", "is not a valid path"),
        ("\ud800.csv", "is not a valid path"),
    ],
)
def test_links_and_names_that_lead_nowhere(path: str, message: str, what: str, tmp_path: Path) -> None:
    """By what they lead to."""
    for name, target in {"out.csv": "/etc/passwd", "out": "/etc", "zero.csv": "/dev/zero"}.items():
        (tmp_path / name).symlink_to(target)
    (tmp_path / FILE).write_text("a\n")
    resource = {"name": "t", "path": FILE, "schema": {"fields": column()}} | {what: path}
    (tmp_path / DESCRIPTOR).write_bytes(dumped({"resources": [resource]}))
    fault = f"{DESCRIPTOR}:0 : the table t cannot be read: path {path!r} {message}; its rows were not judged"
    assert any(one.startswith(fault) for one in judged(tmp_path))


def test_what_is_no_file(tmp_path: Path) -> None:
    """A folder, a link to itself and a pipe, which would make its reader wait for ever."""
    os.mkfifo(tmp_path / "pipe.csv")
    (tmp_path / "folder.csv").mkdir()
    (tmp_path / "loop.csv").symlink_to("loop.csv")
    refused, end = f"{DESCRIPTOR}:0 : the table t cannot be read: path", "; its rows were not judged [not-readable]"
    pipe = f"{refused} 'pipe.csv' names a pipe or a device; put a file there{end}"
    loop = f"{refused} 'loop.csv' is a link; links are not followed: put the file there itself{end}"
    text = {"pipe.csv": pipe, "loop.csv": loop, "folder.csv": "folder.csv:0 : the file does not exist [missing-file]"}
    for name, message in text.items():
        resource = {"name": "t", "path": name, "schema": {"fields": column()}}
        (tmp_path / DESCRIPTOR).write_bytes(dumped({"resources": [resource]}))
        assert message in judged(tmp_path)
    (tmp_path / DESCRIPTOR).write_bytes(dumped({"resources": [{"name": "t", "path": "t.csv", "schema": "pipe.csv"}]}))
    assert pipe in judged(tmp_path)
    with pytest.raises(PackageError, match=r"pipe\.csv: not a package; name a folder"):
        validate(tmp_path / "pipe.csv")


# Archives.


def zipped(target: Path, *members: tuple[str, bytes]) -> Path:
    """A zip with these members."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return target


@pytest.mark.parametrize(
    ("names", "message"),
    [
        (["x", "./x"], "'x' in the zip occurs twice; do not use this file"),
        (["a//b", "a/b"], "'a//b' in the zip occurs twice; do not use this file"),
        (["x/", "x"], "'x/' in the zip occurs twice; do not use this file"),
        (["x", "x/y"], "cannot be unpacked (Not a directory)"),
        (["x" * 300], "cannot be unpacked (File name too long)"),
        (["x/" * 3000 + "y"], "cannot be unpacked (File name too long)"),
    ],
)
def test_names_in_a_zip(names: list[str], message: str, tmp_path: Path) -> None:
    """No member may take the place of another; the message names the zip and no folder that is gone."""
    package = zipped(tmp_path / "p.zip", *[(name, b"") for name in names])
    with pytest.raises(PackageError) as caught:
        validate(package)
    assert str(caught.value) == f"{package}: {message}"


def test_a_zip_of_too_many_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """They would be made one by one."""
    monkeypatch.setattr(opening, "_MOST_FILES", 100)
    package = zipped(tmp_path / "p.zip", *[(str(number), b"") for number in range(101)])
    with pytest.raises(PackageError) as caught:
        validate(package)
    assert str(caught.value) == f"{package}: the zip has more than 100 files; unpack it and name the folder"


def test_members_that_share_what_they_have_packed(tmp_path: Path) -> None:
    """Sizes that a zip claims for what it has packed do not hide that it is a bomb."""
    package = zipped(
        tmp_path / "p.zip", *[(f"{number:03}", bytes(4 * MIB) if number == 0 else b"") for number in range(100)]
    )
    content = bytearray(package.read_bytes())
    first = content.index(b"PK\1\2")
    size, crc = content[first + 24 : first + 28], content[first + 16 : first + 20]
    place = first
    while content[place : place + 4] == b"PK\1\2":
        content[place + 16 : place + 28] = crc + struct.pack("<I", 30_000) + size
        content[place + 42 : place + 46] = bytes(4)
        place += 46 + 3
    package.write_bytes(content)
    with pytest.raises(PackageError) as caught:
        validate(package)
    message = f"the zip would grow from {len(content):,} to {400 * MIB:,} bytes; do not use this file"
    assert str(caught.value) == f"{package}: {message}"


def test_names_in_a_zip_that_are_no_text(tmp_path: Path) -> None:
    """Whatever the library stumbles over is a broken zip."""
    package = zipped(tmp_path / "p.zip", ("\u00fc", b""))
    package.write_bytes(package.read_bytes().replace("\u00fc".encode(), b"\xc0\xc0"))
    with pytest.raises(PackageError, match=r"p\.zip: a broken zip \('utf-8' codec can't decode byte 0xc0"):
        validate(package)


def test_a_gzip_bomb(tmp_path: Path) -> None:
    """It is unpacked as far as is plausible."""
    found = judged(package(tmp_path, column(), gzip.compress(b"a\n" + b"x" * (256 * MIB)), path="t.csv.gz"))
    message = "the file cannot be read: it grows to more than 200 times its size; do not use this file [not-readable]"
    assert found == [f"t.csv.gz:0 : {message}"]

"""Third-party JSON: what is read, what is refused, and that refusing costs little."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from onrecord.text.bounded_json import MOST_VALUES, NotReadable, parse_json, parse_lines

MIB = 1024 * 1024
# RFC 4627: "JSON text SHALL be encoded in Unicode"; it recognizes UTF-8, -16 and -32 by the first bytes.
UNICODE = ("utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be")


@pytest.mark.parametrize(
    ("content", "value"),
    [
        (b'{"a": [1, 2.5, -1e3, true, null, "x"]}', {"a": [1, 2.5, -1000.0, True, None, "x"]}),
        (b" [] \n", []),
        (b'{"a": 1, "a": 2}', {"a": 2}),
        *(('{"a": "\u00e9"}'.encode(name), {"a": "\u00e9"}) for name in UNICODE),
        (b'"\\ud800"', "\ud800"),
        (b'"\\ud83d\\ude00"', "\U0001f600"),
        (b"9" * 1_000, int("9" * 1_000)),
        (b"[" * 100 + b"]" * 100, None),
    ],
)
def test_what_is_read(content: bytes, value: object) -> None:
    """What RFC 8259 allows, as all common readers have it."""
    assert parse_json(content) == (value if value is not None else json.loads(content))


def test_names_that_stand_twice() -> None:
    """Each name is reported once for each object, at any depth; the last value is kept."""
    repeated: list[str] = []
    value = parse_json(b'{"a": 1, "b": {"c": 1, "c": 2, "c": 3}, "a": {"d": 1}}', repeated=repeated)
    assert (value, sorted(repeated)) == ({"a": {"d": 1}, "b": {"c": 3}}, ["a", "c"])


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "not JSON (Expecting value: line 1 column 1 (char 0)); correct the file at that place"),
        (b'{"a": NaN}', "not JSON (NaN is not a number in JSON); correct the file"),
        (b"[-Infinity]", "not JSON (-Infinity is not a number in JSON); correct the file"),
        (b"1e999", "the number 1e999 is too large to be read; correct the file"),
        (b"9" * 1_001, "it has a number of more than 1,000 digits; correct the file"),
        (b"-" + b"9" * 5_000, "it has a number of more than 1,000 digits; correct the file"),
        (b"\xff", "not UTF-8 at byte 0; save the file as UTF-8"),
        (b'"\xed\xa0\x80"', "not UTF-8 at byte 1; save the file as UTF-8"),
        (b"[" * 101 + b"]" * 101, "nested more than 100 deep; correct the file"),
        (b"[" * MIB, "nested more than 100 deep; correct the file"),
        (b'{"a":' * 101 + b"1" + b"}" * 101, "nested more than 100 deep; correct the file"),
        (b" " * (64 * MIB + 1), "larger than 64 MiB; divide it"),
    ],
    ids=lambda value: value[:20] if isinstance(value, bytes) else "",
)
def test_what_is_refused(content: bytes, words: str) -> None:
    """The message has the rule and the remedy."""
    with pytest.raises(NotReadable) as refusal:
        parse_json(content)
    assert str(refusal.value) == words


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b'{"b": {"a": 1, "a": 1}}', "the property 'a' is repeated; correct the file"),
        (b'["\\ud800"]', "a string has half of a character (a lone surrogate); correct the file"),
        (b'{"\\udfff": 1}', "a string has half of a character (a lone surrogate); correct the file"),
    ],
)
def test_our_own_files_are_read_strictly(content: bytes, words: str) -> None:
    """Nobody but an attacker writes them otherwise."""
    with pytest.raises(NotReadable) as refusal:
        parse_json(content, strict=True)
    assert str(refusal.value) == words
    parse_json(content)


def test_commas_of_a_text_are_no_values() -> None:
    """Nor are brackets, and quotation marks in it do not end it."""
    text = ',[{:"' * (MOST_VALUES // 2)
    assert parse_json(json.dumps([text]).encode()) == [text]


READING = """
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))
from onrecord.text.bounded_json import NotReadable, parse_json
try:
    parse_json(eval(sys.argv[1]))
    print("read")
except NotReadable as error:
    print(error)
"""
MANY = "more than 2,000,000 values; divide it\n"
UNENDED = "not JSON (Unterminated string starting at: line 1 column 1 (char 0)); correct the file at that place\n"


@pytest.mark.parametrize(
    ("content", "printed"),
    [
        ("b'[' + b'[],' * 20_000_000 + b'1]'", MANY),
        ("b'[' + b'{\"a\":{}},' * 7_000_000 + b'1]'", MANY),
        ("b'[' + b'0,' * 30_000_000 + b'1]'", MANY),
        ("b'[' * 60_000_000", MANY),
        ("b'[' + b'{\"a\":1},' * 660_000 + b'1]'", "read\n"),
        ("b'[' + '\"яш\",'.encode() * 1_990_000 + b'1]'", "read\n"),
        ("b'\"' + b'\\\\\"' * 20_000_000", UNENDED),
    ],
    ids=["lists", "objects", "numbers", "depth", "as many objects as may be", "as many texts as may be", "a text"],
)
def test_memory_has_a_bound(content: str, printed: str) -> None:
    """Sixty megabytes that are made to become gigabytes are refused within one, and before the reader is tired."""
    run = subprocess.run(
        [sys.executable, "-c", READING, content], capture_output=True, text=True, timeout=60, check=False
    )
    assert (run.stdout, run.stderr) == (printed, "")


def test_lines_hold_a_value_each() -> None:
    """Numbers count empty lines, too; white space around a value is that of RFC 8259."""
    content = b'{"a": 1, "a": 2}\n\n [1, {"b": "\xe2\x80\xa8\\n"}]\r\n\t"x"'
    repeated: list[str] = []
    assert list(parse_lines(content, repeated)) == [(1, {"a": 2}), (3, [1, {"b": "\u2028\n"}]), (4, "x")]
    assert repeated == ["a"]


@pytest.mark.parametrize(
    ("content", "line", "message"),
    [
        (b'{"a": 1}\n{"a": [{"b": 1}\n{"c": 2}]}\n{"d": 3},{"e": 4}', 2, "Expecting ','"),
        (b'{"a": 1}\n{"a": [{"b": 1},\n{"c": 2}]}\n{"d": 3},{"e": 4}', 2, "Expecting value"),
        (b'{"a": 1}\n{"b": 2} {"c": 3}', 2, "one value"),
        (b'{"a": 1}\n{"b": "two\nlines"}', 2, "Unterminated string"),
        (b'{"a": 1}\n{"b": NaN}', 2, "NaN"),
        (b'{"a": 1}\nx', 2, "Expecting value"),
        (b'{"a": 1}\n"\xff"', 2, "not UTF-8"),
        (b"1\n" + b"[" * 101 + b"]" * 101, 2, "nested"),
        (b"1\n" + b"[" * 100_000 + b"]" * 100_000, 2, "nested"),
        (b"1\n[" + b"0," * MOST_VALUES + b"0]", 2, "more than 2,000,000 values"),
        (b"1\n" + b"9" * 1_001, 2, "more than 1,000 digits"),
        (b"1\n1e999", 2, "too large to be read"),
    ],
)
def test_lines_that_are_refused(content: bytes, line: int, message: str) -> None:
    """With the number of the line; lines that make up for each other are refused, too."""
    with pytest.raises(NotReadable, match=message) as caught:
        list(parse_lines(content))
    assert caught.value.line == line

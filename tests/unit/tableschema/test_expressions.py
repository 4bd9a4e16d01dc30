"""Regular expressions taken apart: by the syntax that Python documents, and as Python itself takes them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.tableschema.expressions import (
    Anchor,
    Aside,
    Branch,
    Characters,
    Group,
    Parts,
    Reference,
    Repeat,
    parts,
)


def character(source: str, flags: int = 0) -> Characters:
    """A set of characters."""
    return Characters(source, flags)


A, B = character("a"), character("b")


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("", ()),
        ("^a$", (Anchor("^"), A, Anchor("$"))),
        (r"\Aa\b\Z", (Anchor(r"\A"), A, Anchor(r"\b"), Anchor(r"\Z"))),
        (".[^]a-z].", (character("."), character("[^]a-z]"), character("."))),
        (r"[\]]\d\.\x41\101\0", tuple(map(character, (r"[\]]", r"\d", r"\.", r"\x41", r"\101", r"\0")))),
        (r"\N{BULLET}", (character(r"\N{BULLET}"),)),
        ("a*b+?", (Repeat(0, None, (A,)), Repeat(1, None, (B,)))),
        ("a?b{2}", (Repeat(0, 1, (A,)), Repeat(2, 2, (B,)))),
        ("a{,3}b{2,}", (Repeat(0, 3, (A,)), Repeat(2, None, (B,)))),
        ("a{}", (A, character(r"\{"), character(r"\}"))),
        ("a{1", (A, character(r"\{"), character("1"))),
        ("a++", (Repeat(1, None, (A,), is_final=True),)),
        ("(?:ab)*", (Repeat(0, None, (A, B)),)),
        ("(?:a+)*", (Repeat(0, None, (Repeat(1, None, (A,)),)),)),
        ("(?:ab)(a)(?P<x>b)", (A, B, Group(1, (A,)), Group(2, (B,)))),
        ("a|b", (character("(?:a|b)"),)),
        ("a|ab", (A, Branch(((), (B,))))),
        ("a.|b", (Branch(((A, character(".")), (B,))),)),
        ("(?=a)(?<!b)(?>a)", (Aside((A,), is_kept=False), Aside((B,), is_kept=False), Aside((A,), is_kept=True))),
        (r"(a)\1(?(1)a|b)", (Group(1, (A,)), Reference(), Branch(((A,), (B,)), is_conditional=True))),
        ("(?i:a)b", (Group(0, (character("a", re.IGNORECASE),)), B)),
        ("a(?#b)*", (Repeat(0, None, (A,)),)),
    ],
)
def test_parts(pattern: str, expected: Parts) -> None:
    """Each kind of part."""
    re.compile(pattern)
    assert parts(pattern) == expected


def test_flags() -> None:
    """Those of the whole hold where no group takes them away; blanks and comments go where they are skipped."""
    flags = re.compile("(?xs)").flags
    plain = re.UNICODE | re.DOTALL
    assert parts("(?xs) a [ ] # b\n (?-x: )", flags) == (
        character("a", flags),
        character("[ ]", flags),
        Group(0, (character(r"\ ", plain),)),
    )
    assert parts("(?a:a)", re.UNICODE) == (Group(0, (character("a", re.ASCII),)),)


@pytest.mark.parametrize(
    "pattern", ["(", ")", "(?P<x", "(?z)", "[", "[]a", "\\", r"\q", r"\1", "*", "^*", "a**", "(?i)*", "a{2,1}", "a|*"]
)
def test_no_expression(pattern: str) -> None:
    """What `re` refuses for its structure is refused."""
    with pytest.raises(re.error):
        re.compile(pattern)
    with pytest.raises(re.error):
        parts(pattern)


PIECES = [
    "a",
    "|",
    "(",
    ")",
    "(?:",
    "(?=",
    "(?i:",
    "[",
    "]",
    "^",
    "*",
    "+",
    "?",
    "{2}",
    "{,1}",
    "\\",
    "d",
    "1",
    "{",
    "#",
]


@pytest.mark.filterwarnings("ignore::FutureWarning")
@settings(max_examples=1_000, deadline=None, derandomize=True)
@given(st.lists(st.sampled_from(PIECES), max_size=10))
def test_what_python_reads_is_taken_apart(pieces: list[str]) -> None:
    """And what it does not read is refused, wherever it is the structure that is wrong."""
    pattern = "".join(pieces)
    try:
        re.compile(pattern)
    except re.error:
        return
    assert isinstance(parts(pattern), tuple)

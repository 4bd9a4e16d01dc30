r"""Third-party regular expressions: which of them can be matched in reasonable time, and how.

The standard requires the regular expressions of XML Schema; most authors write those of Python or JavaScript, and the
standard's own example has their `^` and `$` at the ends. All expressions are matched to whole texts.

Python's matcher backtracks: with `(a+)+`, forty letters can take forever. The automaton of an expression
(`automata`) shows how the time grows. If it grows faster than the text, or a short text has too many ways to match,
polars matches the expression, or the automaton itself does, both in linear time. Only expressions with lookarounds or
references are beyond both.

Other engines do not help. On a million ids, `regex` takes 0.5 s, 1.5 s with a time limit, google-re2 3.4 s, `re`
0.25 s and polars 0.05 s. With a time limit, a package could be valid on a fast machine and invalid on a slow machine.
RE2 (1.1) has no lookarounds, which patterns for passwords use, allows at most 1,000 repetitions, and reads `\d` as
ASCII.
"""

from __future__ import annotations

import functools
import math
import re
import warnings
from collections.abc import Callable

from onrecord.tableschema.automata import MOST_POSITIONS, Automaton, TooMany
from onrecord.tableschema.expressions import Branch, Group, Parts, Repeat, parts
from onrecord.tableschema.xml_patterns import LONGEST, in_python

# Expressions that mean the same in Python and in Rust, whose engine takes linear time.
_SHARED = re.compile(
    r"""(?:
        (?:
            [A-Za-z0-9_\ ,:;/@%&=!"'<>~^$|).\x80-\U0010ffff-] | \\[.^$*+?()|\[\]{}/-] | \\d | \{\d{1,3}(?:,\d{0,3})?\}
            | \[ \^? (?: [A-Za-z0-9_\ .,:;/@%+*?!=()'"<>|\x80-\U0010ffff] (?:-[A-Za-z0-9\x80-\U0010ffff])?
                  | \\[\[\]\\^.d-] )+ -? \]
        )
        [*+?]*
        | \((?:\?:)?
    )*""",
    re.VERBOSE | re.ASCII,
)
# A possessive quantifier of Python is a doubled quantifier in Rust.
_POSSESSIVE = re.compile(r"[*+?}]\+")
# Python is slow to compile sets with characters beyond ASCII.
_ODD, _MOST_ODD = re.compile(r"[^\x00-\x7f]|\\[uUxNpPiIcC]"), 20
_WORD, _MOST_WORDS = re.compile(r"\\[wW]"), 60
_HEAVY = 2_000  # positions in repetitions
_MOST_CHOICES = 10_000
_REFUSALS = (re.error, OverflowError, RecursionError, TypeError)

Match = Callable[[str], bool]


@functools.lru_cache(4096)
def _compiled(pattern: str, *, of_xsd: bool = False) -> re.Pattern[str] | None:
    """A pattern compiled by Python; None if Python refuses it, or if that could take long.

    `of_xsd` is whether an expression of XML Schema is read as such; patterns of JSON Schema and our own are not.
    """
    if _takes_long_to_read(pattern):
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about syntax whose meaning may change in a future version
            return re.compile(in_python(pattern, of_xsd=of_xsd))
    except _REFUSALS:
        return None


def _takes_long_to_read(pattern: str) -> bool:
    return len(pattern) > LONGEST or len(_ODD.findall(pattern)) > _MOST_ODD or len(_WORD.findall(pattern)) > _MOST_WORDS


@functools.lru_cache(4096)
def is_readable(pattern: str) -> bool:
    """Whether a pattern is a regular expression, of XML Schema or of Python."""
    if _compiled(pattern) is not None or for_polars(pattern) is not None:
        return True
    if not _takes_long_to_read(pattern):
        return False
    try:
        parts(pattern)
    except _REFUSALS:
        return False
    return True


@functools.cache
def for_polars(pattern: str) -> str | None:
    """The expression with which polars finds the texts that match from end to end; None if polars cannot.

    It means the same as the pattern, and is matched in linear time.
    """
    if len(pattern) > LONGEST or not _SHARED.fullmatch(pattern) or _POSSESSIVE.search(pattern):
        return None
    expression = f"^(?:{pattern})$"
    return expression if (_is_light(pattern) or is_quick(pattern)) and _is_of_rust(expression) else None


def _is_light(pattern: str) -> bool:
    """Whether the repetitions of an expression are small: each character may have to be compared with all of them."""
    try:
        return _weight(parts(pattern), 0) <= _HEAVY
    except _REFUSALS:
        return False


def _weight(items: Parts, copies: int) -> int:
    """How many positions the repetitions in an expression have when written out."""
    weight = 0
    for item in items:
        match item:
            case Repeat(least, most, body):
                many = max(least if most is None else most, 1)
                weight += _weight(body, max(copies, 1) * many if most != 1 or copies else 0)
            case Group(_, body):
                weight += _weight(body, copies)
            case Branch(bodies):
                weight += sum(_weight(body, copies) for body in bodies)
            case _:
                weight += copies
    return weight


def _is_of_rust(expression: str) -> bool:
    import polars as pl

    try:
        pl.Series([""]).str.contains(expression)
    except (pl.exceptions.PolarsError, UnicodeError):  # too large for Rust, or with a lone surrogate
        return False
    return True


def is_quick(pattern: str) -> bool:
    """Whether Python matches a pattern, without changes, in linear time."""
    compiled = _compiled(pattern, of_xsd=True)
    return compiled is not None and compiled.pattern == pattern and _degree(pattern, of_xsd=True) <= 1


def grows_linearly(pattern: str) -> bool:
    """Whether Python's time is linear, with any factor; for patterns that are not hostile."""
    try:
        return Automaton(pattern).degree() <= 1
    except (TooMany, *_REFUSALS):
        return False


def takes_forever(pattern: str) -> bool:
    """Whether a pattern is a regular expression that nothing here can match in reasonable time."""
    return is_readable(pattern) and matcher(pattern) is None


@functools.lru_cache(256)
def matcher(pattern: str) -> Match | None:
    """A linear-time test of whether a text matches from end to end; None if there is no such test."""
    if (compiled := _compiled(pattern, of_xsd=True)) and _degree(pattern, of_xsd=True) <= 1:
        return lambda text: compiled.fullmatch(text) is not None
    if (expression := for_polars(pattern)) is not None:
        return lambda text: _contains(text, expression)
    return _exact(pattern, of_xsd=True)


@functools.lru_cache(256)
def searcher(pattern: str) -> Match | None:
    """A linear-time test of whether a pattern matches somewhere in a text; None if there is no such test."""
    if (compiled := _compiled(pattern)) is None:
        return None
    is_anchored = pattern.startswith("^") and "|" not in pattern
    if _degree(pattern if is_anchored else rf"(?s:.*)(?:{pattern})") <= 1:
        return lambda text: compiled.search(text) is not None
    if for_polars(pattern) is not None:
        return lambda text: _contains(text, pattern)
    return _exact(rf"(?s:.*)(?:{pattern})(?s:.*)")


def _contains(text: str, expression: str) -> bool:
    import polars as pl

    try:
        return bool(pl.Series([text]).str.contains(expression)[0])
    except UnicodeError:  # a lone surrogate, which no file has
        return False


@functools.lru_cache(4096)
def _degree(pattern: str, *, of_xsd: bool = False) -> float:
    """The power of a text's length with which Python's worst time grows; infinity if it grows exponentially."""
    if _compiled(pattern, of_xsd=of_xsd) is None:
        return math.inf
    try:
        automaton = Automaton(pattern, of_xsd=of_xsd)
        return math.inf if automaton.choices() > _MOST_CHOICES else automaton.degree()
    except (TooMany, *_REFUSALS):
        return math.inf


def _exact(pattern: str, *, of_xsd: bool = False) -> Callable[[str], bool] | None:
    """A test of whether a text matches, by the automaton of a pattern; None if the automaton cannot decide that."""
    if _compiled(pattern, of_xsd=of_xsd) is None:
        return None
    try:
        automaton = Automaton(pattern, many=MOST_POSITIONS, of_xsd=of_xsd)
    except (TooMany, *_REFUSALS):
        return None
    return automaton.accepts if automaton.is_exact else None

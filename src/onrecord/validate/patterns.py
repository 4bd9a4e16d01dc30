"""Regular expressions: which of them can be matched in a time that one can wait for, and how.

Python's matcher goes back and tries again, for which `(a+)+` needs longer than the world lasts on forty letters. How
the time grows is read off the automaton of an expression, after Weber and Seidl, "On the degree of ambiguity of finite
automata" (1991): for ever where a loop can take one text in two ways, else with a power of the text's length. Where it
grows faster than the text, polars matches the expression, or the automaton itself does, both in linear time; what has
lookarounds or references is beyond both.
"""

from __future__ import annotations

import copy
import dataclasses
import functools
import itertools
import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from re import _compiler, _constants, _parser  # type: ignore[attr-defined]
from typing import Any

# What means the same in the regular expressions of Python and of Rust; these are linear in time.
_SHARED = re.compile(
    r"""(?:
        (?:
            [A-Za-z0-9_\ ,:;/@%&=!"'<>~^$|).-] | \\[.^$*+?()|\[\]{}/-] | \\d | \{\d{1,3}(?:,\d{0,3})?\}
            | \[ \^? (?: [A-Za-z0-9_\ .,:;/@%+*?!=()'"<>|] (?:-[A-Za-z0-9])? | \\[\[\]\\^.d-] )+ -? \]
        )
        [*+?]*
        | \((?:\?:)?
    )*""",
    re.VERBOSE | re.ASCII,
)
# A possessive quantifier of Python is a doubled one to Rust.
_POSSESSIVE = re.compile(r"[*+?}]\+")

_STEPS = 10**8  # as many as Python takes in about a second
_SHORT = 100  # a pattern that cannot be matched to texts of this length is of no use
_MANY = 9
_MOST_POSITIONS, _MOST_STATES = 2_000, 200_000
# Characters that stand for all others of their kind, beside those that an expression names.
_SAMPLES = "aZ5_ -\n\0é٣中"
_BEGINNINGS, _ENDS = {"AT_BEGINNING", "AT_BEGINNING_STRING"}, {"AT_END", "AT_END_STRING"}


@functools.cache
def is_shared(pattern: str) -> bool:
    """Whether a regular expression surely means the same to Python and to polars, which is linear in time."""
    if not _SHARED.fullmatch(pattern) or _POSSESSIVE.search(pattern):
        return False
    import polars as pl

    try:
        pl.Series([""]).str.contains(whole(pattern))
    except pl.exceptions.PolarsError:  # a repetition that is too large for Rust
        return False
    return True


def whole(pattern: str) -> str:
    """The expression by which polars finds the texts that match a shared pattern from end to end."""
    return f"^(?:{pattern})$"


def is_quick(pattern: str) -> bool:
    """Whether Python matches a pattern in a time that grows no faster than the text."""
    return _degree(pattern) <= 1


def takes_forever(pattern: str) -> bool:
    """Whether nothing at hand can match a pattern in a time worth waiting for."""
    try:
        return matcher(pattern) is None
    except (re.error, OverflowError, RecursionError):
        return False  # no expression, which others tell


def longest(pattern: str, *, anywhere: bool = False) -> float:
    """The length of the longest text that Python should match a pattern to, or search for it."""
    degree = _degree(rf"(?s:.*)(?:{pattern})" if anywhere and not pattern.startswith("^") else pattern)
    limit = math.inf if degree <= 1 else _STEPS ** (1 / degree)
    return limit if limit >= _SHORT else 0


@functools.lru_cache(256)
def matcher(pattern: str) -> Callable[[str], bool] | None:
    """What tells whether a text matches from end to end; None where that could take forever.

    A text that is too long for the pattern is refused.
    """
    compiled = re.compile(pattern)
    if is_quick(pattern):
        return lambda text: compiled.fullmatch(text) is not None
    if is_shared(pattern):
        import polars as pl

        return lambda text: bool(pl.Series([text]).str.contains(whole(pattern))[0])
    if exact := _exact(pattern):
        return exact
    limit = longest(pattern)
    return (lambda text: len(text) <= limit and compiled.fullmatch(text) is not None) if limit else None


@functools.lru_cache(4096)
def _degree(pattern: str) -> float:
    """The power of a text's length with which the time grows that Python takes at worst; infinity if it is none."""
    try:
        return _Automaton(pattern).degree()
    except (re.error, OverflowError, RecursionError):
        return 0  # no expression, which others tell
    except _TooMany:
        return math.inf


def _exact(pattern: str) -> Callable[[str], bool] | None:
    """What tells by the automaton of a pattern whether a text matches; None where it cannot."""
    try:
        automaton = _Automaton(pattern, many=_MOST_POSITIONS)
    except (RecursionError, _TooMany):
        return None
    return automaton.accepts if automaton.is_exact else None


class _TooMany(Exception):  # noqa: N818 - it is no error of the program
    """An automaton has more states than can be looked at."""


@dataclasses.dataclass(frozen=True, slots=True)
class _Part:
    """A part of an expression: the positions that its texts begin and end with, and whether it takes the empty one."""

    first: frozenset[int] = frozenset()
    last: frozenset[int] = frozenset()
    is_empty: bool = True


class _Automaton:
    """The automaton whose states are the positions of an expression, after Glushkov.

    Args:
        pattern: the expression.
        many: from so many on, repetitions are taken for a loop; fewer are written out.

    Attributes:
        is_exact: whether it takes the texts that the expression matches from end to end, and no others.

    Raises:
        _TooMany: it would be too large.
    """

    def __init__(self, pattern: str, many: int = _MANY) -> None:
        tree = _parser.parse(pattern)
        codes = {code + step for code in _codes(tree) for step in (-1, 0, 1)}
        self._samples = "".join({*_SAMPLES, *(chr(code) for code in codes if 0 <= code <= 0x10FFFF)})
        self._many = many
        self._loops = 0  # around the part that is being read
        self._tests: list[Callable[[str], object]] = []  # whether a position takes a character
        self._takes: list[int] = []  # the samples that each position takes, as bits
        self._ways: Counter[tuple[int, int]] = Counter()  # in how many ways one position follows another
        self._asides: list[float] = [0]  # the degrees of what is matched by itself
        self._is_ambiguous = False  # whether a loop takes nothing in several ways
        self.is_exact = True
        items = list(tree)
        if items and str(items[0][1]) in _BEGINNINGS:
            del items[0]
        if items and str(items[-1][1]) in _ENDS:
            del items[-1]
        self._all = self._sequence(items, tree.state.flags)

    def _sequence(self, items: Iterable[Any], flags: int) -> _Part:
        return functools.reduce(self._then, (self._item(item, flags) for item in items), _Part())

    def _then(self, one: _Part, other: _Part) -> _Part:
        self._ways.update(itertools.product(one.last, other.first))
        return _Part(
            one.first | other.first if one.is_empty else one.first,
            one.last | other.last if other.is_empty else other.last,
            one.is_empty and other.is_empty,
        )

    def _any_of(self, parts: list[_Part]) -> _Part:
        self._is_ambiguous |= bool(self._loops) and sum(part.is_empty for part in parts) > 1
        first, last = (frozenset[int]().union(*(getattr(part, end) for part in parts)) for end in ("first", "last"))
        return _Part(first, last, any(part.is_empty for part in parts))

    def _item(self, item: Any, flags: int) -> _Part:
        operation, about = item
        match str(operation):
            case "MAX_REPEAT" | "MIN_REPEAT":
                least, most, body = about
                return self._repeat(least, most, body, flags)
            case "SUBPATTERN":
                _, added, removed, body = about
                return self._sequence(body, (flags | added) & ~removed)
            case "BRANCH":
                return self._any_of([self._sequence(body, flags) for body in about[1]])
            case "LITERAL" | "NOT_LITERAL" | "ANY" | "IN":
                tree = _parser.SubPattern(_parser.State(), [item])
                return self._position(_compiler.compile(tree, flags & ~re.VERBOSE).fullmatch)
        self.is_exact = False
        match str(operation):
            case "GROUPREF_EXISTS":
                return self._any_of([self._sequence(body or (), flags) for body in about[1:]])
            case "GROUPREF":
                part = self._position(lambda text: True)
                self._ways.update(itertools.product(part.last, part.first))
                return dataclasses.replace(part, is_empty=True)
            case "ASSERT" | "ASSERT_NOT":
                self._aside(about[1], flags)
            case "ATOMIC_GROUP":
                return self._aside(about, flags)
            case "POSSESSIVE_REPEAT":
                return self._aside([(_constants.MAX_REPEAT, about)], flags)
        return _Part()

    def _aside(self, body: Any, flags: int) -> _Part:
        """A part that is matched by itself and, once matched, at once."""
        inner = copy.copy(self)
        inner._tests, inner._takes, inner._ways, inner._asides = [], [], Counter(), [0]
        inner._all = inner._sequence(body, flags)
        self._asides.append(inner.degree() + bool(self._loops))
        part = self._position(lambda text: any(takes(text) for takes in inner._tests))
        return dataclasses.replace(part, is_empty=True)

    def _repeat(self, least: int, most: int, body: Any, flags: int) -> _Part:
        is_endless = most is _constants.MAXREPEAT
        is_loop = is_endless or max(least, most - least) >= self._many
        needed = 1 if least >= self._many else max(least, 1)
        self._loops += is_loop
        copies = [self._sequence(body, flags) for _ in range(needed if is_loop else max(most, 1))]
        self._loops -= is_loop
        if not most:
            return _Part()
        # Which of the repetitions are empty can be chosen.
        self._is_ambiguous |= copies[0].is_empty and (bool(self._loops) or needed < least)
        if is_loop:
            self.is_exact &= is_endless and needed >= least
            self._ways.update(itertools.product(copies[-1].last, copies[-1].first))
        rest = _Part()
        for part in reversed(copies[needed:]):
            rest = dataclasses.replace(self._then(part, rest), is_empty=True)
        whole = self._then(functools.reduce(self._then, copies[:needed]), rest)
        return whole if least else dataclasses.replace(whole, is_empty=True)

    def _position(self, test: Callable[[str], object]) -> _Part:
        if len(self._tests) == _MOST_POSITIONS:
            raise _TooMany
        self._tests.append(test)
        self._takes.append(sum(1 << number for number, sample in enumerate(self._samples) if test(sample)))
        here = frozenset({len(self._tests) - 1})
        return _Part(here, here, is_empty=False)

    @functools.cached_property
    def _step(self) -> Callable[[int, str], int]:
        """What gives the positions, as bits, that a character leads to from others."""
        follow = [0] * len(self._tests)
        for one, other in self._ways:
            follow[one] |= 1 << other

        @functools.lru_cache(10_000)
        def taking(character: str) -> int:
            return sum(1 << number for number, test in enumerate(self._tests) if test(character))

        @functools.lru_cache(100_000)
        def step(state: int, character: str) -> int:
            return functools.reduce(int.__or__, (follow[one] for one in _bits(state)), 0) & taking(character)

        follow.append(sum(1 << one for one in self._all.first))  # of the place before the first character
        return step

    def accepts(self, text: str) -> bool:
        """Whether the automaton takes a text from end to end."""
        step, state = self._step, 1 << len(self._tests)
        for character in text:
            state = step(state, character)
            if not state:
                return False
        return any(state >> one & 1 for one in self._all.last) if text else self._all.is_empty

    def degree(self) -> float:
        """The power with which the number of ways to take a text grows with its length."""
        follow: list[list[int]] = [[] for _ in self._takes]
        for one, other in self._ways:
            follow[one].append(other)
        reach = _reach(follow)
        # Positions in one loop, which each other can be reached from.
        loop = {
            one: min(other for other in _bits(ahead) if reach[other] >> one & 1)
            for one, ahead in enumerate(reach)
            if ahead >> one & 1
        }
        inside: list[list[int]] = [
            [other for other in others if one in loop and loop.get(other) == loop[one]]
            for one, others in enumerate(follow)
        ]
        if any(count > 1 and two in inside[one] for (one, two), count in self._ways.items()):
            return math.inf
        if self._is_ambiguous or self._takes_twice(loop, inside):
            return math.inf
        depth: dict[int, float] = {}
        members = {root: [one for one in loop if loop[one] == root] for root in loop.values()}
        for root in sorted(members, key=lambda root: reach[root].bit_count()):
            later = [other for other in depth if reach[root] >> other & 1]
            depth[root] = 1 + max(
                (
                    depth[other]
                    for other in later
                    if any(self._splits(one, two, follow, inside) for one in members[root] for two in members[other])
                ),
                default=0,
            )
        return max(*self._asides, *depth.values(), 0)

    def _takes_twice(self, loop: Iterable[int], inside: list[list[int]]) -> bool:
        """Whether a loop can take one text in two ways."""

        def steps(pair: tuple[int, int]) -> Iterator[tuple[int, int]]:
            for one, other in itertools.product(inside[pair[0]], inside[pair[1]]):
                if self._takes[one] & self._takes[other]:
                    yield (one, other) if one < other else (other, one)

        seen, before = {(one, one) for one in loop}, dict[tuple[int, int], list[tuple[int, int]]]()
        ahead = list(seen)
        for pair in ahead:  # grows
            for after in steps(pair):
                before.setdefault(after, []).append(pair)
                if after not in seen:
                    seen.add(after)
                    ahead.append(after)
            if len(ahead) > _MOST_STATES:
                raise _TooMany
        back = [pair for pair in seen if pair[0] == pair[1]]
        returning = set(back)
        for pair in back:  # grows
            for earlier in before.get(pair, ()):
                if earlier[0] != earlier[1]:
                    return True
                if earlier not in returning:
                    returning.add(earlier)
                    back.append(earlier)
        return False

    def _splits(self, one: int, two: int, follow: list[list[int]], inside: list[list[int]]) -> bool:
        """Whether a text leads round the loops of two positions, and from the first of them to the second."""
        start, goal = (one, one, two), (one, two, two)
        seen, ahead = {start}, [start]
        for state in ahead:  # grows
            for after in itertools.product(inside[state[0]], follow[state[1]], inside[state[2]]):
                if after not in seen and self._takes[after[0]] & self._takes[after[1]] & self._takes[after[2]]:
                    if after == goal:
                        return True
                    seen.add(after)
                    ahead.append(after)
            if len(ahead) > _MOST_STATES:
                raise _TooMany
        return False


def _codes(tree: Any) -> Iterator[int]:
    """The numbers in a parsed expression, the codes of its characters among them."""
    if isinstance(tree, int):
        yield int(tree)
    elif isinstance(tree, tuple | list | _parser.SubPattern):
        for part in tree:
            yield from _codes(part)


def _reach(follow: list[list[int]]) -> list[int]:
    """The positions that each position leads to, as bits."""
    reach = [0] * len(follow)
    for start in range(len(follow)):
        ahead = list(follow[start])
        for one in ahead:  # grows
            if not reach[start] >> one & 1:
                reach[start] |= 1 << one
                ahead.extend(follow[one])
    return reach


def _bits(number: int) -> Iterator[int]:
    while number:
        low = number & -number
        yield low.bit_length() - 1
        number ^= low

"""Automata of regular expressions: how fast the number of ways to match a text grows, and matching in linear time.

How the number grows is read off the automaton, after Weber and Seidl, "On the degree of ambiguity of finite automata"
(1991): exponentially if a loop can match one text in two ways, otherwise with a power of the text's length.
"""

from __future__ import annotations

import copy
import dataclasses
import functools
import itertools
import math
import re
import warnings
from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from onrecord.tableschema.expressions import (
    Anchor,
    Aside,
    Branch,
    Characters,
    Group,
    Part,
    Parts,
    Reference,
    Repeat,
    parts,
)
from onrecord.tableschema.xml_patterns import in_python

_MANY = 9  # repetitions that are treated as a loop
MOST_POSITIONS, _MOST_STATES = 2_000, 200_000
# Characters that stand for all others of their kind, in addition to those that an expression names.
_SAMPLES = "aZ5_ -\n\0é٣中"
_BEGINNINGS, _ENDS = (Anchor("^"), Anchor(r"\A")), (Anchor("$"), Anchor(r"\Z"), Anchor(r"\z"))


class TooMany(Exception):  # noqa: N818 - it is not an error of the program
    """An automaton has too many states to be examined."""


@dataclasses.dataclass(frozen=True, slots=True)
class _Part:
    """A part of an expression: the positions where its texts begin and end; whether it matches the empty text."""

    first: frozenset[int] = frozenset()
    last: frozenset[int] = frozenset()
    is_empty: bool = True


class Automaton:
    """The automaton whose states are the positions of an expression, after Glushkov.

    Args:
        pattern: the expression.
        of_xsd: whether to read it as an expression of XML Schema.
        many: this many repetitions or more are treated as a loop; fewer are written out.

    Attributes:
        is_exact: whether it accepts exactly the texts that the expression matches from end to end.

    Raises:
        TooMany: it would be too large.
    """

    def __init__(self, pattern: str, many: int = _MANY, *, of_xsd: bool = False) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compiled = re.compile(in_python(pattern, of_xsd=of_xsd))
        codes = {ord(character) + step for character in _unescaped(compiled.pattern) for step in (-1, 0, 1)}
        self._samples = "".join({*_SAMPLES, *(chr(code) for code in codes if 0 <= code <= 0x10FFFF)})
        self._many = many
        self._loops = 0  # around the part that is being read
        self._tests: list[Callable[[str], object]] = []  # whether a position matches a character
        self._takes: list[int] = []  # the samples that each position matches, as bits
        self._ways: Counter[tuple[int, int]] = Counter()  # in how many ways one position follows another
        self._asides: list[float] = [0]  # the degrees of parts that are matched separately
        self._aside_choices: list[float] = [1]
        self._is_ambiguous = False  # whether a loop matches the empty text in several ways
        self.is_exact = True
        items = parts(compiled.pattern, compiled.flags)
        if items and items[0] in _BEGINNINGS:
            items = items[1:]
        if items and items[-1] in _ENDS:
            items = items[:-1]
        self._all = self._sequence(items)

    def _sequence(self, items: Parts) -> _Part:
        return functools.reduce(self._then, map(self._item, items), _Part())

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

    def _item(self, item: Part) -> _Part:
        match item:
            case Repeat(least, most, body, is_final=False):
                return self._repeat(least, most, body)
            case Group(_, body):
                return self._sequence(body)
            case Branch(bodies, is_conditional=is_conditional):
                self.is_exact &= not is_conditional
                return self._any_of([self._sequence(body) for body in bodies])
            case Characters():
                return self._position(_test_of(item))
        self.is_exact = False
        match item:
            case Reference():
                part = self._position(lambda text: True)
                self._ways.update(itertools.product(part.last, part.first))
                return dataclasses.replace(part, is_empty=True)
            case Aside(body, is_kept=is_kept):
                part = self._aside(body)
                return part if is_kept else _Part()
            case Repeat():
                return self._aside((dataclasses.replace(item, is_final=False),))
        return _Part()

    def _aside(self, body: Parts) -> _Part:
        """A part that is matched separately, and without going back into it."""
        inner = copy.copy(self)
        inner._tests, inner._takes, inner._ways, inner._asides = [], [], Counter(), [0]
        inner._aside_choices = [1]
        inner._all = inner._sequence(body)
        self._asides.append(inner.degree() + bool(self._loops))
        self._aside_choices.append(inner.choices())
        part = self._position(lambda text: any(takes(text) for takes in inner._tests))
        return dataclasses.replace(part, is_empty=True)

    def _repeat(self, least: int, most: int | None, body: Parts) -> _Part:
        is_loop = most is None or max(least, most - least) >= self._many
        needed = 1 if least >= self._many else max(least, 1)
        self._loops += is_loop
        copies = [self._sequence(body) for _ in range(needed if most is None or is_loop else max(most, 1))]
        self._loops -= is_loop
        if most == 0:
            return _Part()
        # There is a choice of which repetitions are empty.
        self._is_ambiguous |= copies[0].is_empty and (bool(self._loops) or needed < least)
        if is_loop:
            self.is_exact &= most is None and needed >= least
            self._ways.update(itertools.product(copies[-1].last, copies[-1].first))
        rest = _Part()
        for part in reversed(copies[needed:]):
            rest = dataclasses.replace(self._then(part, rest), is_empty=True)
        whole = self._then(functools.reduce(self._then, copies[:needed]), rest)
        return whole if least else dataclasses.replace(whole, is_empty=True)

    def _position(self, test: Callable[[str], object]) -> _Part:
        if len(self._tests) == MOST_POSITIONS:
            raise TooMany
        self._tests.append(test)
        self._takes.append(sum(1 << number for number, sample in enumerate(self._samples) if test(sample)))
        here = frozenset({len(self._tests) - 1})
        return _Part(here, here, is_empty=False)

    @functools.cached_property
    def _step(self) -> Callable[[int, str], int]:
        """A function that gives the positions, as bits, to which a character leads from given positions."""
        follow = [0] * len(self._tests)
        for one, other in self._ways:
            follow[one] |= 1 << other

        @functools.lru_cache(10_000)
        def taking(character: str) -> int:
            return sum(1 << number for number, test in enumerate(self._tests) if test(character))

        @functools.lru_cache(100_000)
        def step(state: int, character: str) -> int:
            return functools.reduce(int.__or__, (follow[one] for one in _bits(state)), 0) & taking(character)

        follow.append(sum(1 << one for one in self._all.first))  # for the place before the first character
        return step

    def accepts(self, text: str) -> bool:
        """Whether the automaton matches a text from end to end."""
        step, state = self._step, 1 << len(self._tests)
        for character in text:
            state = step(state, character)
            if not state:
                return False
        return any(state >> one & 1 for one in self._all.last) if text else self._all.is_empty

    def choices(self) -> float:
        """The product of the numbers of ways in which Python can go on, over all places with a choice."""
        follow: list[list[int]] = [[] for _ in self._takes]
        for one, other in self._ways:
            follow[one].append(other)
        product = 1.0
        for others in (list(self._all.first), *follow):
            ways = Counter(sample for other in others for sample in _bits(self._takes[other]))
            product *= max(ways.values(), default=1)
        return max(product, *self._aside_choices)

    def degree(self) -> float:
        """The power with which the number of ways to match a text grows with its length; infinity if exponentially."""
        follow: list[list[int]] = [[] for _ in self._takes]
        for one, other in self._ways:
            follow[one].append(other)
        reach = _reach(follow)
        # For each position in a loop, the lowest position of the loop: all its positions can reach each other.
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
        """Whether a loop can match one text in two ways."""

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
                raise TooMany
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
        """Whether one text leads around the loop of each position, and also from the first position to the second."""
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
                raise TooMany
        return False


@functools.lru_cache(4096)
def _test_of(item: Characters) -> Callable[[str], object]:
    """A test of whether an item matches a character."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return re.compile(item.source, item.flags & ~re.VERBOSE).fullmatch


def _unescaped(pattern: str) -> str:
    """The characters in a pattern, including those that are written by their codes or names."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # escapes of sets, such as \d, are unknown in Python's strings
        return pattern.encode("latin-1", "backslashreplace").decode("unicode_escape")


def _reach(follow: list[list[int]]) -> list[int]:
    """The positions that each position can reach, as bits."""
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

r"""Regular expressions of anybody's: which of them can be matched in a time that one can wait for, and how.

The standard asks for the regular expressions of XML Schema; most authors write those of Python or JavaScript, of which
`^` and `$` at the ends are in the standard's own example. All are matched to whole texts.

Python's matcher goes back and tries again, for which `(a+)+` needs longer than the world lasts on forty letters. How
the time grows is read off the automaton of an expression, after Weber and Seidl, "On the degree of ambiguity of finite
automata" (1991): for ever where a loop can take one text in two ways, else with a power of the text's length. Where it
grows faster than the text, or where there are too many ways to take a short one, polars matches the expression, or the
automaton itself does, both in linear time. What has lookarounds or references, and no other expression, is beyond both.

Other engines do not take their place. On a million ids, `regex` takes 0.5 s, 1.5 s with a limit of time, google-re2
3.4 s, `re` 0.25 s and polars 0.05 s. A limit of time would let a package be valid on a fast machine and not on a slow
one. RE2 (1.1) has no lookarounds, as passwords are described by, repeats at most 1,000 times, and takes `\d` for ASCII.
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

# What means the same in the regular expressions of Python and of Rust; these are linear in time.
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
# A possessive quantifier of Python is a doubled one to Rust.
_POSSESSIVE = re.compile(r"[*+?}]\+")
# The expressions of XML Schema (www.w3.org/TR/xmlschema-2/#regexs), taken apart; and, as nearly all have them, those
# with ^ and $ at the ends and with a backslash before a mark that needs none.
_CLASS = r"\[\^?(?:[^\\\[\]]|\\.)+(?:-\[\^?(?:[^\\\[\]]|\\.)+\])?\]"
_TOKEN = re.compile(
    rf"""(?P<class>{_CLASS}) | (?P<escape>\\(?:[pP]\{{[A-Za-z0-9-]+\}}|[nrtsSiIcCdDwW]|[^\w\s]))
    | (?P<plain>[^.\\?*+()|\[\]{{}}^$] | [.|)] | \((?!\?) | ^\^ | \$\Z | (?:[?*+]|\{{\d+(?:,\d*)?\}})(?![?*+{{]))""",
    re.VERBOSE | re.DOTALL,
)
# What of these Python does not know, or takes for something else.
_OF_XML = re.compile(r"\\[pPiIcC]|-\[")
# And what Python takes for something else: its words have the underscore and no signs, its blanks all that Unicode has.
_OF_XSD = re.compile(rf"{_OF_XML.pattern}|\\[wWsS]")
_SUBTRACTED = re.compile(r"(?P<from>\[(?:[^\\\[]|\\.)+)-(?P<less>\[[^\]]+\])\]", re.DOTALL)
_ESCAPE = re.compile(
    r"\\(?:(?P<not>[pP])\{(?P<name>[A-Za-z0-9-]+)\}|(?P<multi>[iIcC])|(?P<short>[wWsS])|(?P<mark>.))", re.DOTALL
)
# What the names of XML begin with, and what more they are made of: categories of Unicode, and characters.
_NAME_START, _NAME_MORE = ("L", "Nl", "_", ":"), ("Nd", "M", ".", "·", "-")

_BLOCK = "Is"  # begins the name of a block of Unicode
_LONGEST = 20_000  # characters of an expression
# Python takes its time over each character beyond ASCII in a set.
_ODD, _MOST_ODD = re.compile(r"[^\x00-\x7f]|\\[uUxNpPiIcC]"), 20
_WORD, _MOST_WORDS = re.compile(r"\\[wW]"), 60
_HEAVY = 2_000  # positions in repetitions
_MANY = 9
_MOST_POSITIONS, _MOST_STATES = 2_000, 200_000
_MOST_CHOICES = 10_000
# Characters that stand for all others of their kind, beside those that an expression names.
_SAMPLES = "aZ5_ -\n\0é٣中"
_BEGINNINGS, _ENDS = (Anchor("^"), Anchor(r"\A")), (Anchor("$"), Anchor(r"\Z"), Anchor(r"\z"))
_REFUSALS = (re.error, OverflowError, RecursionError, TypeError)

Match = Callable[[str], bool]


@functools.lru_cache(4096)
def _compiled(pattern: str, *, of_xsd: bool = False) -> re.Pattern[str] | None:
    """A pattern as Python reads it; None where it does not, or where that could take long.

    `of_xsd` is whether it is read as XML Schema does, if it is of that; patterns of JSON Schema and our own are not.
    """
    if _takes_long_to_read(pattern):
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what a future version might understand in another way
            return re.compile(_in_python(pattern, of_xsd=of_xsd))
    except _REFUSALS:
        return None


def _takes_long_to_read(pattern: str) -> bool:
    return (
        len(pattern) > _LONGEST or len(_ODD.findall(pattern)) > _MOST_ODD or len(_WORD.findall(pattern)) > _MOST_WORDS
    )


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


@functools.lru_cache(4096)
def _tokens(pattern: str) -> tuple[re.Match[str], ...] | None:
    """A pattern taken apart as XML Schema does; None where it is no such expression."""
    found, at = [], 0
    while at < len(pattern):
        token = _TOKEN.match(pattern, at)
        if not token or len(pattern) > _LONGEST:
            return None
        found.append(token)
        at = token.end()
    return tuple(found)


def is_of_standard(pattern: str) -> bool:
    """Whether a pattern keeps to the expressions of XML Schema, but for ^ and $ around it."""
    return _tokens(pattern) is not None


@functools.lru_cache(4096)
def _in_python(pattern: str, *, of_xsd: bool = False) -> str:
    """A pattern with what XML Schema alone understands written in other words.

    Raises:
        re.error: it names a category that there is not.
    """
    tokens = _tokens(pattern) if (_OF_XSD if of_xsd else _OF_XML).search(pattern) else None
    if tokens is None:
        return pattern
    return "".join(
        token[0] if token["plain"] else _class_in_python(token[0], bool(token["class"]), of_xsd=of_xsd)
        for token in tokens
    )


def _class_in_python(text: str, is_class: bool, *, of_xsd: bool) -> str:
    def of(name: re.Match[str]) -> str:
        if name["mark"]:
            return name[0]
        if letter := name["short"]:
            ranges = _short(letter) if of_xsd else name[0]
            return ranges if is_class or not of_xsd else f"[{ranges}]"
        letter = name["name"] or name["multi"]
        if name["name"] and letter.startswith(_BLOCK):
            ranges = _block(letter, without=name["not"] == "P")
            return ranges if is_class else f"[{ranges}]"
        among = {"i": _NAME_START, "c": _NAME_START + _NAME_MORE}.get(letter.lower()) if name["multi"] else (letter,)
        ranges = _ranges(among or (), without=(name["not"] or letter) in ("P", "I", "C"))
        return ranges if is_class else f"[{ranges}]"

    if subtracted := _SUBTRACTED.fullmatch(text) if is_class else None:
        parts = (subtracted["less"], subtracted["from"] + "]")
        less, base = (_class_in_python(part, is_class=True, of_xsd=of_xsd) for part in parts)
        return f"(?:(?!{less}){base})"
    return _ESCAPE.sub(of, text)


def _short(letter: str) -> str:
    """The words and the blanks of XML Schema as the inside of a set, or all other characters."""
    if letter.lower() == "w":
        return _ranges(("P", "Z", "C"), without=letter == "w")
    return r" \t\n\r" if letter == "s" else r"\x00-\x08\x0b\x0c\x0e-\x1f!-\U0010ffff"


@functools.cache
def _block(name: str, *, without: bool) -> str:
    """A block of Unicode, as `IsBasicLatin`, as the inside of a set; or all other characters.

    Raises:
        re.error: there is no such block.
    """
    from elementpath.regex import RegexError, unicode_subset

    try:
        ranges = unicode_subset(name).codepoints
    except (RegexError, KeyError):
        raise re.error(f"no such block as {name}") from None
    bounds = sorted(one if isinstance(one, tuple) else (one, one + 1) for one in ranges)
    if without:
        ends = [0, *(code for pair in bounds for code in pair), 0x110000]
        bounds = [(first, end) for first, end in zip(ends[::2], ends[1::2], strict=True) if first < end]
    return "".join(f"\\U{first:08x}-\\U{end - 1:08x}" for first, end in bounds)


@functools.cache
def _ranges(among: tuple[str, ...], *, without: bool) -> str:
    """Categories of Unicode, by one letter or two, and characters as the inside of a set; or all others.

    Raises:
        re.error: there is no such category.
    """
    import unicodedata

    known = {unicodedata.category(chr(code)) for code in range(0x3000)} | {"Cs", "Co", "Cn"}
    names = {name for name in known for one in among if name.startswith(one)}
    marks = {one for one in among if len(one) == 1 and not one.isalpha()}
    if len(names) < sum(one not in marks for one in among):
        raise re.error(f"no such category among {', '.join(among)}")
    are_in = [
        ((character := chr(code)) in marks or unicodedata.category(character) in names) != without
        for code in range(0x110000)
    ]
    parts, code = [], 0
    for is_in, run in itertools.groupby(are_in):
        first, code = code, code + sum(1 for _ in run)
        if is_in:
            parts.append(f"\\U{first:08x}-\\U{code - 1:08x}")
    return "".join(parts)


@functools.cache
def for_polars(pattern: str) -> str | None:
    """The expression by which polars finds the texts that match from end to end; None where there is none.

    It means the same as the pattern, and is matched in a time that is linear in the text.
    """
    if len(pattern) > _LONGEST or not _SHARED.fullmatch(pattern) or _POSSESSIVE.search(pattern):
        return None
    expression = f"^(?:{pattern})$"
    return expression if (_is_light(pattern) or is_quick(pattern)) and _is_of_rust(expression) else None


def _is_light(pattern: str) -> bool:
    """Whether what an expression repeats is small: each character of a text may have to be compared with all of it."""
    try:
        return _weight(parts(pattern), 0) <= _HEAVY
    except _REFUSALS:
        return False


def _weight(items: Parts, copies: int) -> int:
    """How many positions the repetitions in an expression have, written out."""
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
    except (pl.exceptions.PolarsError, UnicodeError):  # one that is too large for Rust, or half of a character
        return False
    return True


def is_quick(pattern: str) -> bool:
    """Whether Python matches a pattern, as it is, in a time that grows no faster than the text."""
    compiled = _compiled(pattern, of_xsd=True)
    return compiled is not None and compiled.pattern == pattern and _degree(pattern, of_xsd=True) <= 1


def grows_linearly(pattern: str) -> bool:
    """Whether Python's time grows no faster than the text, by however much; for patterns that nobody made to harm."""
    try:
        return _Automaton(pattern).degree() <= 1
    except (_TooMany, *_REFUSALS):
        return False


def takes_forever(pattern: str) -> bool:
    """Whether nothing at hand can match a pattern, which is a regular expression, in a time worth waiting for."""
    return is_readable(pattern) and matcher(pattern) is None


@functools.lru_cache(256)
def matcher(pattern: str) -> Match | None:
    """What tells in linear time whether a text matches from end to end; None where nothing does."""
    if (compiled := _compiled(pattern, of_xsd=True)) and _degree(pattern, of_xsd=True) <= 1:
        return lambda text: compiled.fullmatch(text) is not None
    if (expression := for_polars(pattern)) is not None:
        return lambda text: _contains(text, expression)
    return _exact(pattern, of_xsd=True)


@functools.lru_cache(256)
def searcher(pattern: str) -> Match | None:
    """What tells in linear time whether a text has what matches somewhere in it; None where nothing does."""
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
    except UnicodeError:  # half of a character, which no file has
        return False


@functools.lru_cache(4096)
def _degree(pattern: str, *, of_xsd: bool = False) -> float:
    """The power of a text's length with which the time grows that Python takes at worst; infinity if it is none."""
    if _compiled(pattern, of_xsd=of_xsd) is None:
        return math.inf
    try:
        automaton = _Automaton(pattern, of_xsd=of_xsd)
        return math.inf if automaton.choices() > _MOST_CHOICES else automaton.degree()
    except (_TooMany, *_REFUSALS):
        return math.inf


def _exact(pattern: str, *, of_xsd: bool = False) -> Callable[[str], bool] | None:
    """What tells by the automaton of a pattern whether a text matches; None where it cannot."""
    if _compiled(pattern, of_xsd=of_xsd) is None:
        return None
    try:
        automaton = _Automaton(pattern, many=_MOST_POSITIONS, of_xsd=of_xsd)
    except (_TooMany, *_REFUSALS):
        return None
    return automaton.accepts if automaton.is_exact else None


class _TooMany(Exception):  # noqa: N818 - it is not an error of the program
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
        of_xsd: whether it is read as XML Schema does.
        many: from so many on, repetitions are taken for a loop; fewer are written out.

    Attributes:
        is_exact: whether it takes the texts that the expression matches from end to end, and no others.

    Raises:
        _TooMany: it would be too large.
    """

    def __init__(self, pattern: str, many: int = _MANY, *, of_xsd: bool = False) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compiled = re.compile(_in_python(pattern, of_xsd=of_xsd))
        codes = {ord(one) + step for one in _unescaped(compiled.pattern) for step in (-1, 0, 1)}
        self._samples = "".join({*_SAMPLES, *(chr(code) for code in codes if 0 <= code <= 0x10FFFF)})
        self._many = many
        self._loops = 0  # around the part that is being read
        self._tests: list[Callable[[str], object]] = []  # whether a position takes a character
        self._takes: list[int] = []  # the samples that each position takes, as bits
        self._ways: Counter[tuple[int, int]] = Counter()  # in how many ways one position follows another
        self._asides: list[float] = [0]  # the degrees of what is matched by itself
        self._aside_choices: list[float] = [1]
        self._is_ambiguous = False  # whether a loop takes nothing in several ways
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
        """A part that is matched by itself and, once matched, at once."""
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
        # Which of the repetitions are empty can be chosen.
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

    def choices(self) -> float:
        """In how many ways Python may go on at most, all places at which it has a choice taken together."""
        follow: list[list[int]] = [[] for _ in self._takes]
        for one, other in self._ways:
            follow[one].append(other)
        product = 1.0
        for others in (list(self._all.first), *follow):
            ways = Counter(sample for other in others for sample in _bits(self._takes[other]))
            product *= max(ways.values(), default=1)
        return max(product, *self._aside_choices)

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


@functools.lru_cache(4096)
def _test_of(item: Characters) -> Callable[[str], object]:
    """Whether a character is one of an item."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return re.compile(item.source, item.flags & ~re.VERBOSE).fullmatch


def _unescaped(pattern: str) -> str:
    """The characters in a pattern, those among them that are written by their codes or names."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of escapes of sets, as \d, which Python's texts do not have
        return pattern.encode("latin-1", "backslashreplace").decode("unicode_escape")


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

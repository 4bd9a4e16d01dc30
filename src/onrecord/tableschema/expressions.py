"""Parses regular expressions by the syntax in the documentation of Python's `re`.

`re` does not show the parts of an expression: its parser is private, and the output of `re.DEBUG` has no fixed form.
Here the parts are found by the documented syntax, and each set of characters is kept as text for `re` to compile.
`re.compile` decides whether an expression is valid; an expression that has not passed it is checked only for its
structure: brackets, repetitions, escapes and references.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from typing import TypeAlias

_ESCAPE = re.compile(
    r"""\\(?:(?P<anchor>[AbBZz]) | (?P<octal>0[0-7]{0,2}|[1-3][0-7]{2}) | (?P<number>[1-9][0-9]?)
    | x[0-9a-fA-F]{2} | u[0-9a-fA-F]{4} | U[0-9a-fA-F]{8} | N\{[^{}]+\} | [abdDfnrsStvwW] | [^A-Za-z0-9])""",
    re.VERBOSE | re.DOTALL,
)
_CLASS = re.compile(r"\[\^?\]?+(?:[^\]\\]|\\.)*\]", re.DOTALL)
_REPEAT = re.compile(r"(?:[*+?]|\{(?=[0-9,])(?P<least>[0-9]*)(?P<comma>,(?P<most>[0-9]*))?\})(?P<how>[?+]?)")
_OPENING = re.compile(
    r"""\((?: \?(?: (?P<comment>\#[^)]*\)) | (?P<reference>P=\w+\)) | (?P<look><?[=!]) | (?P<atomic>>)
    | (?P<either>\(\w+\)) | (?P<all>[aiLmsux]+\)) | (?P<flags>[aiLmsux]*(?:-[imsx]+)?): | P<(?P<name>\w+)>)
    | (?!\?))""",
    re.VERBOSE,
)
_SKIPPED = re.compile(r"\s|#[^\n]*", re.ASCII)
_KINDS = re.ASCII | re.LOCALE | re.UNICODE


@dataclasses.dataclass(frozen=True, slots=True)
class Characters:
    """A set of characters, as an expression for one character, with the flags in effect there."""

    source: str
    flags: int


@dataclasses.dataclass(frozen=True, slots=True)
class Anchor:
    r"""A position: `^`, `$`, or an escape such as `\b`."""

    source: str


@dataclasses.dataclass(frozen=True, slots=True)
class Repeat:
    """Parts that are repeated; without a maximum `most` has no value; `is_final` is whether they are possessive."""

    least: int
    most: int | None
    body: Parts
    is_final: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class Group:
    """Parts in parentheses that have a number or change a flag; parts in other parentheses join the outer parts."""

    number: int
    body: Parts


@dataclasses.dataclass(frozen=True, slots=True)
class Branch:
    """Alternatives; `is_conditional` is whether a group decides between them."""

    bodies: tuple[Parts, ...]
    is_conditional: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class Aside:
    """Parts that are matched separately: a lookahead, a lookbehind, or (`is_kept`) an atomic group."""

    body: Parts
    is_kept: bool


@dataclasses.dataclass(frozen=True, slots=True)
class Reference:
    """A back-reference: the text that a group has matched."""


Part: TypeAlias = Characters | Anchor | Repeat | Group | Branch | Aside | Reference
Parts: TypeAlias = tuple[Part, ...]


def parts(pattern: str, flags: int = 0) -> Parts:
    """The parts of an expression with the flags of `re.compile`.

    Raises:
        re.error: it is not a regular expression.
        RecursionError: it is nested too deeply.
    """
    reader = _Reader(pattern)
    found = reader.alternatives(flags)
    if reader.at < len(pattern):
        raise re.error("unbalanced parenthesis", pattern, reader.at)
    return found


class _Reader:
    """Reads an expression; `at` is the place of the next character."""

    def __init__(self, pattern: str) -> None:
        self.at = 0
        self._pattern = pattern
        self._groups = 0

    def alternatives(self, flags: int, *, is_conditional: bool = False) -> Parts:
        """The parts up to the parenthesis that closes them, or the end."""
        bodies = [tuple(self._sequence(flags))]
        while self._pattern.startswith("|", self.at):
            self.at += 1
            bodies.append(tuple(self._sequence(flags)))
        if is_conditional:
            if len(bodies) > 2:
                raise self._error("conditional with more than two branches")
            return (Branch((*bodies, ())[:2], is_conditional=True),)
        # As in Python, a common beginning is put before the alternatives, and single characters become one set.
        first: Parts = ()
        while len(bodies) > 1 and all(bodies) and len({body[0] for body in bodies}) == 1:
            if not isinstance(bodies[0][0], Characters | Anchor):
                break
            first = (*first, bodies[0][0])
            bodies = [body[1:] for body in bodies]
        if len(bodies) == 1:
            return first + bodies[0]
        sets = [body[0].source for body in bodies if len(body) == 1 and isinstance(body[0], Characters)]
        if len(sets) == len(bodies) and not any(source == "." or source.startswith("[^") for source in sets):
            return (*first, Characters(f"(?:{'|'.join(dict.fromkeys(sets))})", flags))
        return (*first, Branch(tuple(bodies)))

    def _sequence(self, flags: int) -> Iterator[Part]:
        found: list[Parts] = []
        can_repeat = False  # the last item
        while True:
            if flags & re.VERBOSE and (skipped := _SKIPPED.match(self._pattern, self.at)):
                self.at = skipped.end()
                continue
            if self.at == len(self._pattern) or self._pattern[self.at] in "|)":
                break
            if repeat := _REPEAT.match(self._pattern, self.at):
                if not can_repeat:
                    raise self._error("nothing to repeat")
                found[-1] = (self._repeat(found[-1], repeat),)
                can_repeat = False
                continue
            is_group = self._pattern[self.at] == "("
            if (item := self._item(flags)) is not None:
                found.append(item)
                can_repeat = is_group or not isinstance(item[0], Anchor)
        for item in found:
            yield from item

    def _repeat(self, body: Parts, repeat: re.Match[str]) -> Repeat:
        self.at = repeat.end()
        mark, most = repeat[0][0], repeat["most"] if repeat["comma"] else repeat["least"]
        least = int(repeat["least"] or 0) if mark == "{" else int(mark == "+")
        end = 1 if mark == "?" else int(most) if most else None
        if end is not None and end < least:
            raise self._error("min repeat greater than max repeat")
        return Repeat(least, end, body, is_final=repeat["how"] == "+")

    def _item(self, flags: int) -> Parts | None:
        """The next item; None for a comment or flags, which have no parts."""
        match self._pattern[self.at]:
            case "(":
                return self._group(flags)
            case "[":
                return (Characters(self._taken(_CLASS)[0], flags),)
            case "\\":
                escape = self._taken(_ESCAPE)
                if escape["anchor"]:
                    return (Anchor(escape[0]),)
                if escape["number"]:
                    if int(escape["number"]) > self._groups:
                        raise self._error("invalid group reference")
                    return (Reference(),)
                return (Characters(escape[0], flags),)
            case "^" | "$" as mark:
                self.at += 1
                return (Anchor(mark),)
            case mark:
                self.at += 1
                return (Characters(mark if mark == "." else re.escape(mark), flags),)

    def _group(self, flags: int) -> Parts | None:
        opening = self._taken(_OPENING)
        if opening["comment"] or opening["all"]:
            return None
        if opening["reference"]:
            return (Reference(),)
        number = 0
        if opening["name"] or opening[0] == "(":
            self._groups += 1
            number = self._groups
        inner = _changed(flags, opening["flags"] or "")
        body = self.alternatives(inner, is_conditional=bool(opening["either"]))
        if not self._pattern.startswith(")", self.at):
            raise self._error("missing ), unterminated subpattern")
        self.at += 1
        if opening["look"] or opening["atomic"]:
            return (Aside(body, is_kept=bool(opening["atomic"])),)
        return (Group(number, body),) if number or opening["flags"] else body

    def _taken(self, form: re.Pattern[str]) -> re.Match[str]:
        found = form.match(self._pattern, self.at)
        if not found:
            raise self._error(f"cannot read {self._pattern[self.at]!r}")
        self.at = found.end()
        return found

    def _error(self, words: str) -> re.error:
        return re.error(words, self._pattern, self.at)


def _changed(flags: int, letters: str) -> int:
    """Flags changed by those that a group adds and removes, such as `i-s`."""
    added, _, removed = letters.partition("-")
    for letter in added:
        flag = re.RegexFlag[letter.upper()]
        flags = (flags & ~_KINDS if flag & _KINDS else flags) | flag
    for letter in removed:
        flags &= ~re.RegexFlag[letter.upper()]
    return int(flags)

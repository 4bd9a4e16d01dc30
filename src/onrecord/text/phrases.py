"""Phrases: patterns of very many alternatives, of which only those are tried that may begin as the words do."""

from __future__ import annotations

import functools
import re
import string
from collections.abc import Iterator

# What nearly all lines of a text begin with, in lower case; there is a pattern for each of them.
_USUAL = string.ascii_lowercase + string.digits + "\"'“‘("
_ALL = frozenset(_USUAL)
# The parts of a pattern: an escape, a set, the beginning of a group, or a single character.
_PART = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\(\?[a-z-]*:|.", re.DOTALL)
_GROUP = re.compile(r"\(\?[a-z-]*:(.*)\)", re.DOTALL)
_QUANTIFIER = re.compile(r"(?P<optional>[?*]|\{0?,\d*\}|\{0\})?(?:\+|\{[\d,]+\})?[?+]?")
# What takes no character; and what cannot be read here: other groups.
_EMPTY = re.compile(r"\\[AbBZ]|[\^$(]")


class Phrases:
    r"""A pattern that is one of many phrases, without regard to case.

    A regular expression tries its alternatives one by one, and a line of a page is compared with hundreds of them. Here
    those are tried that may begin with the first character of the words. The patterns are made when they are needed.

    Args:
        phrases: the alternatives, with `|` between them.
        before: what is before each of them.
        after: what is after each of them.

    Examples:
        >>> services = Phrases(r"menu|(?:sign|log) in|\d+ min read", after=r"\Z")
        >>> [services.match(words) is not None for words in ("Log in", "5 min read", "Logging")]
        [True, True, False]
    """

    def __init__(self, phrases: str, *, before: str = "", after: str = "") -> None:
        self._phrases, self._before, self._after = phrases, before, after
        # The phrases, each with the usual characters that it may begin with.
        self._beginnings = [(phrase, _beginnings(f"{before}(?:{phrase})")) for phrase in alternatives(phrases)]
        self._patterns: dict[str, re.Pattern[str]] = {}

    @property
    def whole(self) -> re.Pattern[str]:
        """The pattern of all phrases."""
        return self._pattern("")

    def match(self, words: str, start: int = 0) -> re.Match[str] | None:
        """What the whole pattern matches at a place of words; None if it does not match there."""
        first = words[start : start + 1].lower()
        if first not in _ALL:
            first = ""
        return (self._patterns.get(first) or self._pattern(first)).match(words, start)

    def _pattern(self, first: str) -> re.Pattern[str]:
        """The pattern of the phrases that may begin with a character; of all if it is empty."""
        kept = [phrase for phrase, beginnings in self._beginnings if first in beginnings] if first else [self._phrases]
        either = "|".join(kept) if kept else r"(?!)"
        pattern = self._patterns[first] = re.compile(f"{self._before}(?:{either}){self._after}", re.IGNORECASE)
        return pattern


def alternatives(pattern: str) -> list[str]:
    """The alternatives of a pattern that are in no group."""
    found, depth = [""], 0
    for part in _PART.findall(pattern):
        if part == "|" and not depth:
            found.append("")
            continue
        depth += part.startswith("(") - (part == ")")
        found[-1] += part
    return found


def _elements(sequence: str) -> Iterator[tuple[str, bool]]:
    """The elements of a pattern without alternatives, each with whether it may be left out."""
    place = 0
    while place < len(sequence):
        start, depth = place, 0
        for part in _PART.finditer(sequence, place):
            depth += part[0].startswith("(") - (part[0] == ")")
            if not depth:
                place = part.end()
                break
        quantifier = _QUANTIFIER.match(sequence, place)
        element, place = sequence[start:place], quantifier.end() if quantifier else place
        yield element, bool(quantifier and quantifier["optional"])


@functools.cache  # groups recur, and so do phrases that two patterns have
def _beginnings(pattern: str) -> frozenset[str]:
    """The usual characters that what a pattern matches may begin with; all if this cannot be read from it."""
    found: frozenset[str] = frozenset()
    for sequence in alternatives(pattern):
        for element, is_optional in _elements(sequence):
            if group := _GROUP.fullmatch(element):
                found |= _beginnings(group[1])
            elif _EMPTY.match(element):
                return _ALL
            else:
                found |= {element.lower()} & _ALL if element.isalnum() else frozenset(_found(element))
            if not is_optional:
                break
        else:
            return _ALL  # it may be empty
    return found


@functools.cache  # patterns have few elements that are not letters
def _found(element: str) -> list[str]:
    return re.findall(element, _USUAL, re.IGNORECASE)

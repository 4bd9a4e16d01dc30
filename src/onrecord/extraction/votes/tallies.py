"""Tallies: expressions that state the votes of both sides, such as "5-2" and "seven votes to none"."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator

from onrecord.text.calendar import MONTH
from onrecord.text.numbers import DIGITS, NUMBER, TENS, UNITS, WORD_NUMBERS, number
from onrecord.text.spans import Span

# What the two sides of a vote add up to in percent.
WHOLE = (97, 101)
# The most tallies of a sentence.
_MOST = 20
_PERCENT = r"\s*(?:%|per ?cent)"
_DASH = r"[-–—‑]"

# Context of a number that is part of something else: a bill, a date, a decimal, a longer row of figures.
_NOT_BEFORE = r"(?<![\w.$€£/:,–—-])(?<![\d]\s)(?<!hundred )(?<!hundred and )(?<!thousand )"
_NOT_AFTER = r"(?![\w/:%]|[.,]\d|[-–—]\d)"

_PAIR = re.compile(
    rf"{_NOT_BEFORE}(?P<yes>{DIGITS}|{WORD_NUMBERS})(?P<sep>\s?{_DASH}\s?(?:to{_DASH})?|\s+to\s+)(?P<no>{DIGITS}|{WORD_NUMBERS})"
    rf"(?:\s?{_DASH}\s?(?P<third>{DIGITS}))?{_NOT_AFTER}",
    re.IGNORECASE,
)
_VOTES_TO = re.compile(rf"{_NOT_BEFORE}(?P<yes>{NUMBER}) votes? (?:to|against) (?P<no>{NUMBER})\b", re.IGNORECASE)
_ALL = re.compile(
    rf"\b(?P<yes>{NUMBER}){_DASH}all\b|\b(?:tied|deadlocked|split)(?: at)? (?P<each>{NUMBER}) (?:apiece|each|all)\b",
    re.IGNORECASE,
)
_PERCENT_PAIR = re.compile(
    rf"(?P<yes>{DIGITS})(?:{_PERCENT})?\s*(?:to|{_DASH})\s*(?P<no>{DIGITS}){_PERCENT}", re.IGNORECASE
)
_FOR = r"(?:votes? )?(?:in favou?r|for|yeas?|ayes?|yes(?: votes)?)\b"
_AGAINST = r"(?:votes? )?(?:against|opposed|no votes|noes|nos?|nays?)\b"
_FOR_AGAINST = re.compile(
    rf"{_NOT_BEFORE}(?P<yes>{NUMBER}) {_FOR}(?:,? and |, | to )(?P<no>{NUMBER}) {_AGAINST}"
    rf"(?:(?:,? and|,|,? with) (?P<third>{NUMBER}) (?:abstentions?|abstaining|abstained|members? abstaining))?",
    re.IGNORECASE,
)
_NUMERALS = re.compile(r"\d+|[a-z]+")
_EACH = frozenset({"apiece", "each"})  # "tied at five apiece"
_COUNTING = frozenset([*UNITS, *TENS, "none", "nil", "no", "all"])
_YEAR = re.compile(r"(?:1\d|20)\d\d")
_RECENT = re.compile(r"(?:1[89]|20)\d\d")
# Words before a range: "from 412 to 188".
_RANGE = re.compile(
    r"\b(?:from|between|about|some|every|for|more than|almost|nearly|over|(?:off|priced|listed|quoted) at)\s+$",
    re.IGNORECASE,
)
_MONTH = re.compile(rf"\b{MONTH}\s+$")
# Words before a number, or a pair of numbers, that is the number of something, not of votes.
LABEL = re.compile(
    r"(?:\b(?:Resolutions?|Bills?|Polic(?:y|ies)|Ordinances?|Articles?|Sections?|Items?|Route|Propositions?|Prop|"
    r"Measures?|Questions?|Chapter|Room|Lot|Phase|Ward|District|Local|Highway|No|Nos|Case|Title|Rule|Docket|ages?|aged|"
    r"dated|HB|SB|Amendments?|Motions?|Flight|Channel|Interstate)\.?|H\.\s?R\.|H\.\s?B\.|S\.\s?B\.|\bS\.)\s*$"
)


@dataclasses.dataclass(frozen=True, slots=True)
class Tally:
    """Numbers for two options in the order of the text, and perhaps a third number.

    Attributes:
        span: the whole expression.
        first: the first number and its place.
        second: the second number and its place.
        third: the third number and its place; abstentions, by custom.
        labelled: whether the text itself says which number is for and which against the motion.
        unit: `count` or `percent`.
    """

    span: Span
    first: tuple[float, Span]
    second: tuple[float, Span]
    third: tuple[float, Span] | None
    labelled: bool
    unit: str


def find_tallies(text: str, within: Span) -> list[Tally]:
    """The tallies in a span, in order, without overlaps; of a table of numbers, only the first."""
    if not _may_have_a_tally(within.exact(text)):
        return []
    found: list[Tally] = []
    taken: set[int] = set()
    for tally in _candidates(text, within):
        places = range(tally.span.start, tally.span.end)
        if taken.isdisjoint(places):
            found.append(tally)
            taken.update(places)
    return sorted(found, key=lambda tally: tally.span)[:_MOST]


def _may_have_a_tally(text: str) -> bool:
    """Whether there are two numbers, or a number with "apiece" or "each": a quick test before the slow patterns."""
    found: list[str] = _NUMERALS.findall(text.lower())
    numbers = sum(word[0].isdigit() or word in _COUNTING for word in found)
    return numbers > 1 or (numbers == 1 and not _EACH.isdisjoint(found))


def _candidates(text: str, within: Span) -> Iterator[Tally]:
    patterns = (
        (_FOR_AGAINST, True, "count"),
        (_PERCENT_PAIR, False, "percent"),
        (_VOTES_TO, False, "count"),
        (_PAIR, False, "count"),
    )
    for pattern, labelled, unit in patterns:
        for match in pattern.finditer(text, within.start, within.end):
            if pattern is _PAIR and not _may_count(text, match):
                continue
            if unit == "percent" and not WHOLE[0] <= number(match["yes"]) + number(match["no"]) <= WHOLE[1]:
                continue  # a poll or a change: in a vote, the two sides add up to about 100 percent
            third = (number(match["third"]), Span(*match.span("third"))) if match.groupdict().get("third") else None
            yield Tally(
                Span(*match.span()),
                (number(match["yes"]), Span(*match.span("yes"))),
                (number(match["no"]), Span(*match.span("no"))),
                third,
                labelled,
                unit,
            )
    for match in _ALL.finditer(text, within.start, within.end):
        side = "yes" if match["yes"] else "each"
        both = (number(match[side]), Span(*match.span(side)))
        yield Tally(Span(*match.span()), both, both, None, False, "count")


def _may_count(text: str, match: re.Match[str]) -> bool:
    first, second, separator = match["yes"], match["no"], match["sep"]
    if "." in first or "." in second or LABEL.search(text[max(0, match.start() - 14) : match.start()]):
        return False
    if _RANGE.search(text[max(0, match.start() - 12) : match.start()]):
        return False
    if second.lower() == "no" or first.lower() in {"no", "none"}:
        return False
    # "Jan. 21-26" are days
    days = not match["third"] and first.isdigit() and second.isdigit() and int(first) < int(second) <= 31
    if days and _MONTH.search(text[max(0, match.start() - 11) : match.start()]):
        return False
    # "2019-20" and "1558-9" are years, and "5-2-2031" is a day.
    if _YEAR.fullmatch(first) and (len(second) < 3 or _YEAR.fullmatch(second)):
        return False
    if _RECENT.fullmatch(first) or _YEAR.fullmatch(match["third"] or ""):
        return False
    # "two-one" is not a tally, "two to one" may be.
    words = not (first[0].isdigit() and second[0].isdigit())
    return not (words and "to" not in separator.lower())

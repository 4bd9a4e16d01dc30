"""Numbers that count votes, by their tags: not ages, dates, bills, sizes of bodies and margins."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping, Sequence

from onrecord.extraction.votes.numerals import Numeral, find_numerals
from onrecord.extraction.votes.tallies import LABEL
from onrecord.nlp.articles import Passage
from onrecord.nlp.vote_tags import NUMBERS, VoteTags
from onrecord.text.calendar import MONTH
from onrecord.text.numbers import NUMBER, WORD_NUMBERS
from onrecord.text.spans import Span

# Before and after numbers that count no votes: money, bills, dates, sizes, margins.
_MONEY = re.compile(r"(?:[$€£₹]|Rs\.? ?|US\$)\Z")
_NOT_AFTER = re.compile(
    r" ?(?:billion|trillion|crore|lakh|bn)\b| [ap]\.?m\b|(?:st|nd|rd|th)\b|"
    rf"-(?!(?:to|for|all|odd|some|plus|{WORD_NUMBERS})\b)[A-Za-z]|"
    r" votes? (?:to spare|short|shy|more|fewer|ahead|behind|in it)\b|-(?:day|year|month|member)|"
    r" (?:seats?|vacanc(?:y|ies))\b"
)
# "Policy 4-3": also the second number.
_LABELLED = re.compile(rf"(?:{LABEL.pattern.removesuffix('$')})(?:{NUMBER}[-–—])?\Z|\b{MONTH} (?:{NUMBER}[-–—])?\Z")
_NAME_BEFORE = re.compile(r"\b[A-Z][\w’'-]{1,28}, \Z")
_AGE = re.compile(r"(?:1[6-9]|[2-9]\d|10\d)(?=,)")
_OF_MONTH = re.compile(rf" {MONTH}")
_YEAR = re.compile(r"(?:19|20)\d\d")
# "two of nine commissioners": the size of the body; "more than 60 votes": not a count.
_SIZE = re.compile(
    rf"\b{NUMBER} (?:out )?of (?:the |its |all )?\Z|\b(?:(?<!no )(?:more|fewer|less) than|at least|at most|up to) \Z",
    re.IGNORECASE,
)
_BY = re.compile(r"\bby (?:just |only |about )?\Z")
_VOTES = re.compile(r" votes?\b(?! (?:to|against|for)\b)")
_PERCENT = re.compile(r" ?(?:%|per ?cent)")
EDGE = 100  # characters before and after a window in which a number or a tally of it may begin or end


@dataclasses.dataclass(frozen=True, slots=True)
class TaggedNumber:
    """A number in a passage with the probabilities of its tags."""

    numeral: Numeral
    passage: Passage
    kinds: Mapping[str, float]
    vote: int

    @property
    def span(self) -> Span:
        """Its place in the article."""
        return self.numeral.span

    @property
    def value(self) -> float:
        """The number."""
        return self.numeral.value

    @property
    def share(self) -> float:
        """The probability that it counts votes."""
        return sum(self.kinds[kind] for kind in NUMBERS)


def find_numbers(text: str, passages: Sequence[Passage], tags: VoteTags) -> Iterator[TaggedNumber]:
    """Yields the numbers of paragraphs that may count votes, in text order."""
    for passage in passages:
        for numeral in find_numerals(text, part_with_tags(passage, tags)):
            place = numeral.span
            before = text[max(0, place.start - 30) : place.start]
            if _MONEY.search(before) or _NOT_AFTER.match(text, place.end) or _LABELLED.search(before):
                continue
            if _NAME_BEFORE.search(before) and _AGE.match(text, place.start):
                continue  # "Justice Stone, 71, dissented"
            if _SIZE.search(before) or _OF_MONTH.match(text, place.end) or _YEAR.fullmatch(place.exact(text)):
                continue
            if _BY.search(before) and _VOTES.match(text, place.end):
                continue  # a margin
            mark = next((mark for mark in tags.marks if mark.kind in NUMBERS and mark.span.overlaps(place)), None)
            kinds = tags.of(mark.span if mark is not None and place.covers(mark.span) else place)
            if kinds:
                yield TaggedNumber(numeral, passage, kinds, mark.vote if mark is not None else 0)


def part_with_tags(passage: Passage, tags: VoteTags) -> Span:
    """The part of a paragraph that has these tags, and a little around it."""
    start, end = int(tags.starts[0]) - EDGE, int(tags.ends[-1]) + EDGE
    return Span(max(passage.span.start, start), min(passage.span.end, end))


def unit_of(text: str, number: TaggedNumber) -> str:
    """`percent` if the text says so, else `count`."""
    return "percent" if _PERCENT.match(text, number.span.end) else "count"

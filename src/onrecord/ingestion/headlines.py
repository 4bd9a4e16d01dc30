"""The headline of a text: the best of the lines before its first paragraph."""

from __future__ import annotations

import dataclasses
import functools
import re
from collections.abc import Sequence

from onrecord.ingestion.bylines import is_desk, is_outlet, is_post_line, is_special
from onrecord.ingestion.front_lines import FrontLines, Kind, Reading
from onrecord.ingestion.lines import SMALL_WORDS, Line
from onrecord.ingestion.stamps import day_in
from onrecord.lang.en import lexicon

_KICKER_WORDS = 3
_YEAR = re.compile(r"\b(?:19|20)\d\d\Z")
_VERBAL = re.compile(r"\w(?:s|ed|ing|n’t|n't)\b", re.IGNORECASE)  # what verbs of headlines end with: "Ferry stays"
_ARTICLES = frozenset({"a", "an", "the"})


class Headline:
    """The search for the headline.

    Attributes:
        first: the number of its line; None if the text lacks it.
        last: the number of its last line.
    """

    def __init__(self, front: FrontLines) -> None:
        self._front, self._lines, self._readings = front, front.lines, front.readings
        self.first = self._title()
        self._settle_above(self.first)
        self.last = None if self.first is None else self._end(self.first)

    def _title(self) -> int | None:
        """The number of the line with the headline: the best of those before the first paragraph."""
        first = self._first()
        labelled = next((n for n in range(first) if self._readings[n].kind is Kind.TITLED), None)
        if labelled is not None:
            return labelled
        candidates = [n for n in range(first) if self._readings[n].kind in {Kind.PHRASE, Kind.NAMES}]
        if not candidates:
            return self._sentence_as_title(first) if first < len(self._lines) else None
        if first == len(self._lines):
            candidates = candidates[:1]
        candidates = [
            n for n in candidates if self._front.following(n) is not None and not (n == 0 and self._lines[n].is_section)
        ]
        if not candidates:
            return None
        if len(candidates) == 1 and self._front.is_only_byline(candidates[0]):
            return None
        others = [n for n in candidates if self._readings[n].kind is Kind.PHRASE or not self._front.is_author(n)]
        candidates = others or candidates[:1]
        return max(candidates, key=lambda number: (self._likeness(number, candidates), -number))

    def _first(self) -> int:
        """The number of the first line at which the body may begin, so that the headline is before it."""
        is_after = False
        for number, reading in enumerate(self._readings):
            is_opened = reading.opening is not None and reading.opening.rest is not None and is_after
            if reading.kind is Kind.PROSE or (reading.kind is Kind.PHRASE and is_opened):
                return number
            is_after |= reading.kind in {Kind.PHRASE, Kind.NAMES, Kind.TITLED}
        return len(self._lines)

    def _sentence_as_title(self, first: int) -> int | None:
        """A headline with a period: in title case, or before a byline, a date or a dateline, or repeated."""
        line = self._lines[first]
        after = self._front.following(first)
        if (
            after is None
            or not line.is_short
            or line.words[-1] in ",;:"
            or self._front.is_turn(first)
            or self._readings[first].opening
        ):
            return None
        following = self._readings[after]
        is_before = following.is_signature or following.kind is Kind.PLACE or following.opening is not None
        is_again = any(other.folded == line.folded for other in self._lines[first + 1 :])
        return first if is_before or is_again or line.is_title else None

    def _likeness(self, number: int, candidates: Sequence[int]) -> float:
        """How much a line is like a headline, compared with the others."""
        line = self._lines[number]
        others = [self._lines[other] for other in candidates if other != number]
        score = min(line.count, 4) / 2
        score -= (
            3
            * line.is_label
            * (line.is_section or line.count < 3 or any(not other.words.isupper() for other in others))
        )
        score -= 3 * _is_of_outlet(line)
        score -= 4 * (self._front.is_author(number) or day_in(line.words) is not None)
        score -= 2 * line.is_two
        score += 4 * any(other.folded == line.folded for other in self._lines[number + 1 :])
        score += min(3, len(line.content & self._lead)) / 2
        score -= 2 * self._is_kicker(number, candidates)
        return score - sum(
            not other.is_label and not _is_of_outlet(other) and not self._is_kicker(place, candidates)
            for place, other in ((place, self._lines[place]) for place in candidates if place < number)
        )

    def _is_kicker(self, number: int, candidates: Sequence[int]) -> bool:
        """Whether a few words above a longer line name a subject: they have a year, or a standfirst is below, too."""
        line, after = self._lines[number], [self._lines[other] for other in candidates if other > number]
        if line.count > _KICKER_WORDS or not after or after[0].count <= line.count or line.words[-1] in "?!”\"’'":
            return False
        is_verbal = _VERBAL.search(line.words) is not None
        longer = [other for other in after if other.count > _KICKER_WORDS and not day_in(other.words)]
        return _YEAR.search(line.words) is not None or (len(longer) > 1 and not is_verbal)

    @functools.cached_property
    def _lead(self) -> frozenset[str]:
        """The words of the first paragraph."""
        first = next((n for n in range(len(self._lines)) if self._readings[n].kind is Kind.PROSE), None)
        return frozenset() if first is None else self._lines[first].content

    def _settle_above(self, title: int | None) -> None:
        """Names above the headline are a byline if a post is below them; a database names the outlet there."""
        for number in range(title or 0):
            reading, after = self._readings[number], self._readings[number + 1]
            is_signed = number + 1 < (title or 0) and (
                after.kind is Kind.PARTICULARS or is_post_line(self._lines[number + 1].words)
            )
            if reading.kind is Kind.NAMES:
                is_known = is_signed or (number + 1 == title and self._is_columnist(number))
                is_byline = is_known and self._front.is_author(number)
                self._readings[number] = (
                    dataclasses.replace(reading, kind=Kind.PARTICULARS) if is_byline else Reading(Kind.PHRASE)
                )
            elif self._front.is_record and is_desk(self._lines[number].words):
                self._readings[number] = Reading(Kind.PAGE)

    def _is_columnist(self, number: int) -> bool:
        """Whether names above the headline are its author's: the end is about them, or they are in capitals."""
        line, stated = self._lines[number], self._readings[number].particulars
        name = stated.authors[0].exact(line.words).lower() if stated and stated.authors else ""
        if name and any(last.words.lower().startswith(f"{name} ") for last in self._front.all[-3:]):
            return True
        is_below_label = number > 0 and self._lines[number - 1].is_section
        is_given = name.partition(" ")[0] in lexicon.FEMALE_NAMES | lexicon.MALE_NAMES
        return is_below_label and is_given and line.words.isupper() and not self._lines[number + 1].words.isupper()

    def _end(self, title: int) -> int:
        """The number of the last line of the headline: it goes on where its words do, with no blank line between."""
        line = self._lines[title]
        if (
            title + 1 >= len(self._lines)
            or self._readings[title].kind not in {Kind.PHRASE, Kind.NAMES}
            or line.zone is not None
        ):
            return title
        after = self._lines[title + 1]
        is_next = self._front.text[line.span.end : after.span.start].count("\n") == 1
        last, first = line.words.split()[-1].lower(), after.words.split()[0]
        is_open = last in SMALL_WORDS or first.lower() in SMALL_WORDS - _ARTICLES
        is_alike = line.words.isupper() == after.words.isupper() and line.is_title and after.is_title
        is_loud = line.words.isupper() and after.words.isupper() and min(line.count, after.count) > 2
        is_one = (
            is_next and line.is_phrase and after.is_phrase and ((is_open and is_alike) or is_loud or first.islower())
        )
        may_be = {Kind.PHRASE} if not is_open and self._front.is_author(title + 1) else {Kind.PHRASE, Kind.NAMES}
        return title + 1 if is_one and self._readings[title + 1].kind in may_be else title


def _is_of_outlet(line: Line) -> bool:
    """Whether a line above the headline names the outlet or those who sign for it: "Special to the Courier"."""
    return is_desk(line.words) or is_special(line.words) or (is_outlet(line.words) and line.count <= 4)

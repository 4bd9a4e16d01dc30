"""Fronts: the lines before the first paragraph of an article, read by one grammar.

    front = { page | label | note | caption | particulars } title
            { again | standfirst | particulars | note | caption | page }
    body  = opening | prose

A line alone may be several of these. Which it is follows from its form, from the lines around it and from what the
body repeats: the headline shares words with the first paragraph, an author's name is not in the body.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence

from onrecord.ingestion.bylines import is_desk, is_outlet, is_post
from onrecord.ingestion.front_lines import NO_NAMES, FrontLines, Kind, Reading
from onrecord.ingestion.headlines import Headline
from onrecord.ingestion.lines import Line, words_of
from onrecord.ingestion.openings import Opening, dateline_alone, read_opening
from onrecord.ingestion.services import is_record_line
from onrecord.lang.en import lexicon, pages
from onrecord.text.spans import Span


@dataclasses.dataclass(frozen=True, slots=True)
class Front:
    """The front of an article.

    Attributes:
        readings: what each of its lines is.
        title: the number of the line with the headline; None if the text lacks it.
        title_end: the number of the last line of the headline, which may run over two.
        body: the number of the line where the body begins.
        opening: the dateline and the credit before the first sentence.
        is_record: whether the front is that of a database of news, whose lines need no label.
    """

    readings: tuple[Reading, ...]
    title: int | None
    title_end: int | None
    body: int
    opening: Opening | None = None
    is_record: bool = False


_SENTENCES = 2  # the most between the headline and the byline
_LONGEST = 120  # words of a standfirst
_SHORT = 8  # words of the shortest paragraph that a body begins with, if sentences are before it
_POINT_WORDS = 14  # of a point in a summary
_SUMMARY = re.compile(rf"(?:{pages.SUMMARIES})\W{{0,3}}\Z", re.IGNORECASE)
_COMPASS = lexicon.words("new united east west north south st")
_PLACE = re.compile(
    r"([^\W\d_a-z]{2}[^\W\d_a-z.’'-]{1,20}(?:[ /][^\W\d_a-z.’'-]{2,20}){0,2}"
    r"(?:, [^\W\d_a-z][\w.]{1,20}(?: [^\W\d_a-z][\w.]{1,20}){0,2})?) ?:?"
)


def read_front(text: str, lines: Sequence[Line]) -> Front:
    """The front of a text.

    Args:
        text: the text.
        lines: its lines.
    """
    front = FrontLines(text, lines)
    headline = Headline(front)
    body = _Search(front).body(headline.last)
    is_record = any(is_record_line(line.words) for line in front.lines[:body])
    opening = front.readings[body].opening if body < len(front.readings) else None
    opening = opening if opening and opening.rest else None
    return Front(tuple(front.readings[:body]), headline.first, headline.last, body, opening, is_record)


class _Search:
    """The search for the line where the body begins; it settles what the lines before it are."""

    def __init__(self, front: FrontLines) -> None:
        self._front, self._lines, self._readings = front, front.lines, front.readings

    def body(self, title: int | None) -> int:
        """The number of the line where the body begins.

        Sentences between the headline and a byline, a date or a dateline are a standfirst, if there are but a few.
        """
        start = 0 if title is None else title + 1
        first: int | None = None
        is_summary = False
        sentences, is_signed = 0, any(reading.is_signature for reading in self._readings[:start])
        for number in range(start, len(self._lines)):
            reading = self._readings[number]
            if title is not None and self._is_again(number, title):
                first, sentences = None, 0
                continue
            is_summary |= _SUMMARY.match(self._lines[number].words) is not None
            if reading.kind in {Kind.PAGE, Kind.NOTE, Kind.CAPTION, Kind.TITLED}:
                continue
            if reading.kind in {Kind.PARTICULARS, Kind.NAMES, Kind.PLACE}:
                if self._is_signature(number, title, is_late=first is not None):
                    is_signed, first, sentences = True, None, 0
                elif reading.kind is Kind.PLACE and first is None and title is not None:
                    pass
                elif reading.kind is not Kind.PARTICULARS:
                    self._readings[number] = Reading(Kind.PHRASE)
                continue
            if is_signed and first is None and self._is_place(number):
                continue
            if self._is_opening(number, title, is_signed=is_signed, is_late=first is not None):
                return number
            if is_summary and self._lines[number].count <= _POINT_WORDS:
                continue
            if reading.kind is Kind.PROSE:
                first = number if first is None else first
                sentences += 1
                if sentences > _SENTENCES or self._lines[number].count > _LONGEST or title is None:
                    break
        if first is not None:
            return first
        phrases = [n for n in range(start, len(self._lines)) if self._readings[n].kind is Kind.PHRASE]
        return phrases[0] if phrases else len(self._lines)

    def _is_place(self, number: int) -> bool:
        """Whether a line under a byline is a place in capitals, or one with a day without its year: "Tarn, May 8"."""
        line = self._lines[number]
        opening = dateline_alone(self._front.text, line.span, expected=True)
        is_other = is_outlet(line.words) or is_post(line.words) or is_desk(line.words) or self._front.is_record
        if (match := _PLACE.fullmatch(line.words)) and number + 1 < len(self._lines) and not is_other:
            place = Span(*match.span(1)).shift(line.span.start)
            opening = None if words_of(match[1]) & NO_NAMES - _COMPASS else Opening(place, None, None)
        if opening is not None:
            self._readings[number] = Reading(Kind.PLACE, opening=opening)
        return opening is not None

    def _is_again(self, number: int, title: int) -> bool:
        return self._lines[number].folded == self._lines[title].folded

    def _is_signature(self, number: int, title: int | None, *, is_late: bool) -> bool:
        """Whether a line is a byline or the like at its place; after sentences it must show so itself."""
        reading = self._readings[number]
        stated = reading.particulars
        if stated is None:
            return reading.kind is Kind.PLACE and not is_late and title is not None
        if is_late and not any(
            self._readings[n].kind is Kind.PROSE and self._lines[n].count >= _SHORT
            for n in range(number + 1, len(self._lines))
        ):
            return False
        if reading.kind is Kind.NAMES:
            before = [other.particulars for other in self._readings[:number]]
            is_second = any(other and other.authors for other in before[:-1]) and not (
                before[-1] and before[-1].authors
            )
            is_there = title is not None or self._front.is_only_byline(number)
            return is_there and not is_second and self._front.is_unknown(number, stated)
        if stated.byline and not stated.is_signed and not self._front.is_unknown(number, stated):
            # "New Delhi, May 23": the names next to the day are those of a place.
            stated = dataclasses.replace(stated, byline=None, authors=(), place=stated.byline)
            self._readings[number] = dataclasses.replace(reading, particulars=stated)
        return reading.is_signature and (not is_late or bool(stated.published or stated.updated or stated.byline))

    def _is_opening(self, number: int, title: int | None, *, is_signed: bool, is_late: bool) -> bool:
        """Whether a line opens with a dateline or a credit; after sentences, with one that nothing else has."""
        line, reading = self._lines[number], self._readings[number]
        if is_late:
            opening = read_opening(self._front.text, line.span, certain=True) if title is not None else None
        elif is_signed and reading.opening is None and reading.kind is Kind.PROSE:
            opening = read_opening(self._front.text, line.span, expected=True)
        elif title is None and number == 0 and reading.opening is None and not line.is_short:
            opening = read_opening(self._front.text, line.span, expected=True)
            # Without a headline or a byline above it, only a place in capitals shows itself: "TARN: The ferry".
            is_place = opening is not None and opening.dateline and opening.dateline.exact(self._front.text).isupper()
            opening = opening if is_place else None
        else:
            opening = reading.opening
        self._readings[number] = dataclasses.replace(reading, opening=opening)
        return opening is not None and opening.rest is not None

"""Fronts: the lines before the first paragraph of an article, read by one grammar.

    front = { page | label | note | caption | particulars } title
            { again | standfirst | particulars | note | caption | page }
    body  = opening | prose

A line alone may be several of these. Which it is follows from its form, from the lines around it and from what the
body repeats: the headline shares words with the first paragraph, an author's name is not in the body.
"""

from __future__ import annotations

import collections
import dataclasses
import enum
import functools
import re
from collections.abc import Sequence

from onrecord.ingestion.bylines import LEAD, is_desk, is_outlet, is_post, is_post_line, is_special
from onrecord.ingestion.captions import is_caption, is_picture_credit
from onrecord.ingestion.lines import SMALL_WORDS, Line, is_title_case, words_of
from onrecord.ingestion.openings import Opening, dateline_alone, read_opening
from onrecord.ingestion.particulars import Particulars, read_particulars
from onrecord.ingestion.services import (
    CODE,
    is_about_makers,
    is_address,
    is_contact,
    is_link,
    is_marker,
    is_notice,
    is_record_line,
    is_service,
    is_trail,
    is_word_count,
    names_next,
)
from onrecord.ingestion.stamps import day_in, masthead_rest, read_stamp
from onrecord.ingestion.zones import Zone
from onrecord.lang.en import lexicon, pages
from onrecord.text.spans import Span


class Kind(enum.StrEnum):
    """What a line of a front is by its form."""

    PAGE = "page"  # a line of the page, not of the article
    NOTE = "note"  # a correction or an editor's note
    CAPTION = "caption"
    TITLED = "titled"  # a headline with a label: "Title: Barges banned"
    PARTICULARS = "particulars"  # who wrote it, when, where and for whom
    NAMES = "names"  # names alone, which may be a byline
    PLACE = "place"  # a dateline on a line by itself
    PHRASE = "phrase"  # a few words without a period: a headline, a kicker, a standfirst
    PROSE = "prose"


@dataclasses.dataclass(frozen=True, slots=True)
class Reading:
    """What a line is by its form, and what it states.

    Attributes:
        kind: the kind.
        particulars: who, when, where and for whom; the spans count in the line.
        opening: the dateline and the credit at the beginning of the line, in the text.
        title: the headline in the line, without its label, in the text.
        is_continued: whether the line goes on with the byline before it.
    """

    kind: Kind
    particulars: Particulars | None = None
    opening: Opening | None = None
    title: Span | None = None
    is_continued: bool = False

    @property
    def is_signature(self) -> bool:
        """Whether the line shows who wrote the article or when."""
        stated = self.particulars
        return (
            self.kind is Kind.PARTICULARS
            and stated is not None
            and bool(stated.byline or stated.credit or stated.is_dated)
        )


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


# The most lines of a front, and sentences between the headline and the byline.
_LINES, _SENTENCES = 24, 2
_DAY = len("2031-05-08")
_LONGEST = 120  # words of a standfirst
_SIGNED_WORDS = 12  # of a line with dateline, credit and name
_SHORT = 8  # words of the shortest paragraph that a body begins with, if sentences are before it
_POINT_WORDS = 14  # of a point in a summary
_BIOGRAPHY = re.compile(r",? (?:is|was|writes|covers|teaches|lives|works|has (?:been|written)|can be|reports) ")
_MASTHEAD_WORDS = 6
_KICKER_WORDS = 3
_TRAIL_WORDS = 5  # with the mark between two steps
_YEAR = re.compile(r"\b(?:19|20)\d\d\Z")
_VERBAL = re.compile(r"\w(?:s|ed|ing|n’t|n't)\b", re.IGNORECASE)  # what verbs of headlines end with: "Ferry stays"
_COLUMNS = re.compile(r"\s{2,20}|[|•·;\t]")
_STEPS = re.compile(r"\s?[>»›|/]\s?")
_IN_BRACKETS = re.compile(r"\([\w ,.]{1,40}\)")
_PAGE_NUMBER = re.compile(r"(?:page|p\.|pg\.?)?\s?[A-Z]?\d{1,3}\Z", re.IGNORECASE)
_SUMMARY = re.compile(rf"(?:{pages.SUMMARIES})\W{{0,3}}\Z", re.IGNORECASE)
_TITLED = re.compile(rf"(?:{pages.TITLES}):\s{{1,3}}(?=\S)", re.IGNORECASE)
_LABELLED = re.compile(r"([^\W\d_][\w& ]{2,30}?) \| (?=[^\W_]|[‘“\"'])")
_NOTE = re.compile(rf"[\[(*_•]*\s?(?:(?:{pages.NOTES})\b\W{{0,3}}:|(?:{pages.AMENDED}))", re.IGNORECASE)
_WRITTEN = re.compile(r"(?:written|words|story|reported|report|text|posted|published)(?: by)?:?|by:?", re.IGNORECASE)
_AND = re.compile(r"(?:and|&|with)\s{1,3}(?=(?-i:[^\W\d_a-z]))", re.IGNORECASE)
_DATELINE = re.compile(r"(?:dateline|place):\s{0,3}", re.IGNORECASE)
_COMPASS = lexicon.words("new united east west north south st")
_PLACE = re.compile(
    r"([^\W\d_a-z]{2}[^\W\d_a-z.’'-]{1,20}(?:[ /][^\W\d_a-z.’'-]{2,20}){0,2}"
    r"(?:, [^\W\d_a-z][\w.]{1,20}(?: [^\W\d_a-z][\w.]{1,20}){0,2})?) ?:?"
)
_SALUTATION = re.compile(
    r"(?:(?:to )?(?:the )?(?:managing )?editors?(?:-in-chief)?[:,]|to the editors?"
    r"|dear (?:the )?(?:editors?|sirs?|madam)(?:(?:,| or|/| and) ?(?:sirs?|madam|editor))?|sirs?|madam)\s?[:,]?\Z",
    re.IGNORECASE,
)
_ARTICLES = frozenset({"a", "an", "the"})
NO_NAMES = (
    pages.TOPICS
    | lexicon.ORGANIZATIONS
    | lexicon.FACILITIES
    | lexicon.words("a an as at but by for from into nor of off on or over per the to up via vs")
)


def read_front(text: str, lines: Sequence[Line]) -> Front:
    """The front of a text.

    Args:
        text: the text.
        lines: its lines.
    """
    return _Reader(text, lines).read()


def is_note(words: str) -> bool:
    """Whether a line is a note to the reader: a correction, a clarification, an editor's note."""
    return _NOTE.match(words) is not None


def _is_section(words: str) -> bool:
    """Whether words are the name of a section: "Opinion", "News & Views"."""
    return all(word in pages.TOPICS | pages.JOINING for word in words.lower().split())


def _before_outlet(words: str) -> int:
    """Where a headline ends before the outlet's name, as in the title of a page: "Ferry to stay – Tarn Courier"."""
    mark = max((words.rfind(f" {mark} ") for mark in "|–—-"), default=-1)
    outlet = words[mark + 3 :]
    is_named = is_outlet(outlet) and is_title_case(outlet) and len(outlet.split()) <= _MASTHEAD_WORDS
    return mark if mark > 0 and is_named and len(words[:mark].split()) > _KICKER_WORDS else 0


def _titled(line: Line) -> Reading | None:
    """A line that holds the headline with a label or the outlet's name next to it."""
    if (match := _LABELLED.match(line.words)) and _is_section(match[1]):
        title = Span(match.end(), len(line.words))
        return Reading(Kind.PHRASE, title=title.shift(line.span.start))
    if line.is_phrase and (kept := _before_outlet(line.words)):
        return Reading(Kind.PHRASE, title=Span(0, kept).shift(line.span.start))
    if match := _TITLED.match(line.words):
        title = Span(match.end(), len(line.words)).trim(line.words, ' "') or Span(0, len(line.words))
        return Reading(Kind.TITLED, title=title.shift(line.span.start))
    return None


def _is_page(line: Line) -> bool:
    words = line.words
    return any(
        rule(words)
        for rule in (is_address, is_about_makers, is_record_line, is_contact, is_notice, is_trail, is_picture_credit)
    ) or is_aside(line)


def masthead_day(words: str) -> str | None:
    """The day in the head of a page, with the outlet, the section or the page: "The Tarn Courier, May 8, 2031"."""
    if LEAD.match(words) or (found := masthead_rest(words)) is None:
        return None
    rest, day = found
    parts = [part.strip(" ,;:.") for part in _COLUMNS.split(rest) if part.strip(" ,;:.")]
    return day if parts and all(map(_is_of_masthead, parts)) else None


def _is_of_masthead(part: str) -> bool:
    plain = part.lower().split()
    return (
        (is_outlet(_IN_BRACKETS.sub("", part).strip()) and len(plain) <= _MASTHEAD_WORDS)
        or _PAGE_NUMBER.match(part) is not None
        or all(word.strip(",&") in pages.TOPICS | pages.JOINING | {"of", ""} for word in plain)
    )


def is_aside(line: Line) -> bool:
    """Whether a line is the page's, above, in or below the article."""
    return is_service(line.words) or is_link(line.words) or is_address(line.words)


def _is_of_outlet(line: Line) -> bool:
    """Whether a line above the headline names the outlet or those who sign for it: "Special to the Courier"."""
    return is_desk(line.words) or is_special(line.words) or (is_outlet(line.words) and line.count <= 4)


def _shifted(span: Span | None, by: int) -> Span | None:
    return Span(span.start + by, span.end + by) if span else None


def _moved(stated: Particulars, by: int) -> Particulars:
    """Particulars of a part of a line, counted in the line."""
    return dataclasses.replace(
        stated,
        byline=_shifted(stated.byline, by),
        credit=_shifted(stated.credit, by),
        place=_shifted(stated.place, by),
        authors=tuple(Span(name.start + by, name.end + by) for name in stated.authors),
    )


_OF_TITLES = frozenset({Kind.PHRASE, Kind.NAMES, Kind.TITLED, Kind.PROSE})


class _Reader:
    """Reads the front of a text: first each line by itself, then the headline, then where the body begins."""

    def __init__(self, text: str, lines: Sequence[Line]) -> None:
        self.text = text
        self.all = lines
        self.lines = lines[:_LINES]
        self.readings: list[Reading] = []

    def read(self) -> Front:
        """The front."""
        for number in range(len(self.lines)):
            self.readings.append(self._reading(number))
        title = self._title()
        self._settle_above(title)
        title_end = title if title is None else self._title_end(title)
        body = self._body(title_end)
        is_record = any(is_record_line(line.words) for line in self.lines[:body])
        opening = self.readings[body].opening if body < len(self.readings) else None
        opening = opening if opening and opening.rest else None
        return Front(tuple(self.readings[:body]), title, title_end, body, opening, is_record)

    def _reading(self, number: int) -> Reading:
        """What a line is by its form; the first kind that it has decides."""
        line = self.lines[number]
        if line.zone is not None:
            return self._given(line)
        if titled := _titled(line):
            return titled
        if is_note(line.words):
            return Reading(Kind.NOTE)
        if is_marker(line.words):
            day = None if line.words.lower().startswith("embargo") else day_in(line.words)
            return Reading(Kind.PAGE, Particulars(published=day) if day else None)
        if (match := _DATELINE.match(line.words)) and match.end() < len(line.words):
            place = Span(match.end(), len(line.words)).shift(line.span.start)
            return Reading(Kind.PLACE, opening=Opening(place, None, None))
        if number and (more := self._more_authors(number)):
            return more
        if coded := self._coded(line):
            return coded
        if _SALUTATION.match(line.words):
            return Reading(Kind.PAGE)
        before = self.lines[number - 1].words if number else ""
        if (_SALUTATION.match(before) and is_outlet(line.words)) or (
            names_next(before) and line.count <= _MASTHEAD_WORDS
        ):
            return Reading(Kind.PAGE)
        if opening := dateline_alone(self.text, line.span):
            return Reading(Kind.PLACE, opening=opening)
        steps = _STEPS.split(line.words)
        if (is_trail(line.words) and _is_section(steps[0])) or (
            len(steps) == 2 and line.count <= _TRAIL_WORDS and any(map(_is_section, steps))
        ):
            return Reading(Kind.PAGE)
        if day := masthead_day(line.words):
            return Reading(Kind.PAGE, Particulars(published=day))
        stated = self._timed(number, read_particulars(line.words))
        if stated and stated.is_certain and stated.states_anything:
            return Reading(Kind.PARTICULARS, stated)
        if self._is_page(number):
            return Reading(Kind.PAGE)
        if line.is_image or is_caption(line.words):
            return Reading(Kind.CAPTION)
        if stated:
            return Reading(Kind.PARTICULARS if stated.is_certain else Kind.NAMES, stated)
        if stated := self._signed_opening(line):
            return Reading(Kind.PARTICULARS, stated)
        if self._is_prose(number):
            return Reading(Kind.PROSE, opening=read_opening(self.text, line.span))
        opening = read_opening(self.text, line.span)
        return Reading(Kind.PROSE if opening and opening.rest and not line.is_short else Kind.PHRASE, opening=opening)

    def _timed(self, number: int, stated: Particulars | None) -> Particulars | None:
        """What a line states; a time alone is that of the day on the line before it, in a database."""
        before = self.readings[number - 1] if number else None
        if (
            stated is None
            or stated.is_dated
            or not self._is_record
            or before is None
            or before.particulars is None
            or before.kind is not Kind.PARTICULARS
            or len(before.particulars.published or "") != _DAY
        ):
            return stated
        stamp = read_stamp(f"{self.lines[number - 1].words} {self.lines[number].words}")
        if stamp is None or stamp.published is None:
            return stated
        earlier = dataclasses.replace(before.particulars, published=stamp.published)
        self.readings[number - 1] = dataclasses.replace(before, particulars=earlier)
        return stated

    def _more_authors(self, number: int) -> Reading | None:
        """A line that goes on with the byline before it: "and Ida Brandt"."""
        words, before = self.lines[number].words, self.readings[number - 1].particulars
        if _WRITTEN.fullmatch(self.lines[number - 1].words) or (
            before is not None
            and before.byline
            and not before.authors
            and before.is_signed
            and LEAD.match(self.lines[number - 1].words)
        ):
            stated = read_particulars(f"By {words}")
            return Reading(Kind.PARTICULARS, _moved(stated, -3)) if stated and stated.authors else None
        match = _AND.match(words)
        if match is None or before is None or not before.authors:
            return None
        stated = read_particulars(f"By {words[match.end() :]}")
        return (
            Reading(Kind.PARTICULARS, _moved(stated, match.end() - 3), is_continued=True)
            if stated and stated.authors
            else None
        )

    def _coded(self, line: Line) -> Reading | None:
        """A line of a database whose fields have codes: "HD Barges banned", "PD 8 May 2031"."""
        match = CODE.match(line.words) if self._is_coded else None
        if match is None:
            return None
        value = Span(match.end(), len(line.words)).trim(line.words) if match.end() < len(line.words) else None
        if value is None or match["code"] not in {"HD", "BY", "PD"}:
            return Reading(Kind.PAGE)
        if match["code"] == "HD":
            return Reading(Kind.TITLED, title=value.shift(line.span.start))
        words = value.exact(line.words)
        stated = read_particulars(words if match["code"] == "PD" else f"By {words}")
        return Reading(Kind.PARTICULARS, _moved(stated, value.start - 3 * (match["code"] == "BY"))) if stated else None

    @functools.cached_property
    def _is_coded(self) -> bool:
        return any(is_word_count(line.words) for line in self.lines)

    def _signed_opening(self, line: Line) -> Particulars | None:
        """A dateline and a credit with the author's name after them: "Paris (AFP) – Nora Pell"."""
        opening = read_opening(self.text, line.span, certain=True) if line.count <= _SIGNED_WORDS else None
        if opening is None or opening.rest is None:
            return None
        stated = read_particulars(opening.rest.exact(self.text))
        if stated is None or not stated.authors or stated.byline is None:
            return None

        before = -line.span.start
        return dataclasses.replace(
            _moved(stated, opening.rest.start + before),
            place=_shifted(opening.dateline, before),
            credit=_shifted(opening.credit, before),
            published=stated.published or opening.published,
            is_certain=True,
        )

    def _is_page(self, number: int) -> bool:
        line = self.lines[number]
        if is_link(line.words) and not any(reading.kind in _OF_TITLES for reading in self.readings):
            return False
        return _is_page(line)

    def _is_prose(self, number: int) -> bool:
        line = self.lines[number]
        return self._is_turn(number) or (line.is_prose and not line.is_phrase)

    def _is_turn(self, number: int) -> bool:
        """Whether a line is a speaker's, as most of those after it are."""
        labelled = [other.is_labelled for other in self.lines[number + 1 : number + 4]]
        return self.lines[number].is_turn and 2 * sum(labelled) > len(labelled)

    def _given(self, line: Line) -> Reading:
        """A line whose zone the format shows, as a web page does."""
        match line.zone:
            case Zone.HEADLINE:
                return Reading(Kind.TITLED, title=line.span)
            case Zone.CAPTION:
                return Reading(Kind.CAPTION)
            case Zone.BODY:
                return Reading(Kind.PROSE, opening=read_opening(self.text, line.span))
        return Reading(Kind.PARTICULARS, read_particulars(line.words) or Particulars(is_certain=True))

    # The headline.

    def _title(self) -> int | None:
        """The number of the line with the headline: the best of those before the first paragraph."""
        first = self._first()
        labelled = next((n for n in range(first) if self.readings[n].kind is Kind.TITLED), None)
        if labelled is not None:
            return labelled
        candidates = [n for n in range(first) if self.readings[n].kind in {Kind.PHRASE, Kind.NAMES}]
        if not candidates:
            return self._sentence_as_title(first) if first < len(self.lines) else None
        if first == len(self.lines):
            candidates = candidates[:1]
        candidates = [
            n for n in candidates if self._following(n) is not None and not (n == 0 and self.lines[n].is_section)
        ]
        if not candidates:
            return None
        if len(candidates) == 1 and self._is_only_byline(candidates[0]):
            return None
        others = [n for n in candidates if self.readings[n].kind is Kind.PHRASE or not self._is_author(n)]
        candidates = others or candidates[:1]
        return max(candidates, key=lambda number: (self._likeness(number, candidates), -number))

    def _is_only_byline(self, number: int) -> bool:
        """Whether names are all that is above the body: "Nora Pell, Takoradi"."""
        stated = self.readings[number].particulars
        words = self.lines[number].words
        is_name = (
            "," in words or words.isupper() or words.split()[0].lower() in lexicon.FEMALE_NAMES | lexicon.MALE_NAMES
        )
        return stated is not None and is_name and self._is_unknown(number, stated)

    def _is_author(self, number: int) -> bool:
        stated = self.readings[number].particulars
        return stated is not None and self._is_unknown(number, stated)

    def _first(self) -> int:
        """The number of the first line at which the body may begin, so that the headline is before it."""
        is_after = False
        for number, reading in enumerate(self.readings):
            is_opened = reading.opening is not None and reading.opening.rest is not None and is_after
            if reading.kind is Kind.PROSE or (reading.kind is Kind.PHRASE and is_opened):
                return number
            is_after |= reading.kind in {Kind.PHRASE, Kind.NAMES, Kind.TITLED}
        return len(self.lines)

    def _sentence_as_title(self, first: int) -> int | None:
        """A headline with a period: in title case, or before a byline, a date or a dateline, or repeated."""
        line = self.lines[first]
        after = self._following(first)
        if (
            after is None
            or not line.is_short
            or line.words[-1] in ",;:"
            or self._is_turn(first)
            or self.readings[first].opening
        ):
            return None
        following = self.readings[after]
        is_before = following.is_signature or following.kind is Kind.PLACE or following.opening is not None
        is_again = any(other.folded == line.folded for other in self.lines[first + 1 :])
        return first if is_before or is_again or line.is_title else None

    def _following(self, number: int) -> int | None:
        """The next line that is not the page's or a caption."""
        aside = {Kind.PAGE, Kind.CAPTION}
        after = (n for n in range(number + 1, len(self.lines)) if self.readings[n].kind not in aside)
        return next(after, None)

    def _likeness(self, number: int, candidates: Sequence[int]) -> float:
        """How much a line is like a headline, compared with the others."""
        line = self.lines[number]
        others = [self.lines[other] for other in candidates if other != number]
        score = min(line.count, 4) / 2
        score -= (
            3
            * line.is_label
            * (line.is_section or line.count < 3 or any(not other.words.isupper() for other in others))
        )
        score -= 3 * _is_of_outlet(line)
        score -= 4 * (self._is_author(number) or day_in(line.words) is not None)
        score -= 2 * line.is_two
        score += 4 * any(other.folded == line.folded for other in self.lines[number + 1 :])
        score += min(3, len(line.content & self._lead)) / 2
        score -= 2 * self._is_kicker(number, candidates)
        return score - sum(
            not other.is_label and not _is_of_outlet(other) and not self._is_kicker(place, candidates)
            for place, other in ((place, self.lines[place]) for place in candidates if place < number)
        )

    def _is_kicker(self, number: int, candidates: Sequence[int]) -> bool:
        """Whether a few words above a longer line name a subject: they have a year, or a standfirst is below, too."""
        line, after = self.lines[number], [self.lines[other] for other in candidates if other > number]
        if line.count > _KICKER_WORDS or not after or after[0].count <= line.count or line.words[-1] in "?!”\"’'":
            return False
        is_verbal = _VERBAL.search(line.words) is not None
        longer = [other for other in after if other.count > _KICKER_WORDS and not day_in(other.words)]
        return _YEAR.search(line.words) is not None or (len(longer) > 1 and not is_verbal)

    @functools.cached_property
    def _lead(self) -> frozenset[str]:
        """The words of the first paragraph."""
        first = next((n for n in range(len(self.lines)) if self.readings[n].kind is Kind.PROSE), None)
        return frozenset() if first is None else self.lines[first].content

    def _settle_above(self, title: int | None) -> None:
        """Names above the headline are a byline if a post is below them; a database names the outlet there."""
        for number in range(title or 0):
            reading, after = self.readings[number], self.readings[number + 1]
            is_signed = number + 1 < (title or 0) and (
                after.kind is Kind.PARTICULARS or is_post_line(self.lines[number + 1].words)
            )
            if reading.kind is Kind.NAMES:
                is_byline = (is_signed or (number + 1 == title and self._is_columnist(number))) and self._is_author(
                    number
                )
                self.readings[number] = (
                    dataclasses.replace(reading, kind=Kind.PARTICULARS) if is_byline else Reading(Kind.PHRASE)
                )
            elif self._is_record and is_desk(self.lines[number].words):
                self.readings[number] = Reading(Kind.PAGE)

    def _is_columnist(self, number: int) -> bool:
        """Whether names above the headline are its author's: the end is about them, or they are in capitals."""
        line, stated = self.lines[number], self.readings[number].particulars
        name = stated.authors[0].exact(line.words).lower() if stated and stated.authors else ""
        if name and any(last.words.lower().startswith(f"{name} ") for last in self.all[-3:]):
            return True
        is_below_label = number > 0 and self.lines[number - 1].is_section
        is_given = name.partition(" ")[0] in lexicon.FEMALE_NAMES | lexicon.MALE_NAMES
        return is_below_label and is_given and line.words.isupper() and not self.lines[number + 1].words.isupper()

    def _title_end(self, title: int) -> int:
        """The number of the last line of the headline: it goes on where its words do, with no blank line between."""
        line = self.lines[title]
        if (
            title + 1 >= len(self.lines)
            or self.readings[title].kind not in {Kind.PHRASE, Kind.NAMES}
            or line.zone is not None
        ):
            return title
        after = self.lines[title + 1]
        is_next = self.text[line.span.end : after.span.start].count("\n") == 1
        last, first = line.words.split()[-1].lower(), after.words.split()[0]
        is_open = last in SMALL_WORDS or first.lower() in SMALL_WORDS - _ARTICLES
        is_alike = line.words.isupper() == after.words.isupper() and line.is_title and after.is_title
        is_loud = line.words.isupper() and after.words.isupper() and min(line.count, after.count) > 2
        is_one = (
            is_next and line.is_phrase and after.is_phrase and ((is_open and is_alike) or is_loud or first.islower())
        )
        return title + 1 if is_one and self.readings[title + 1].kind is Kind.PHRASE else title

    # The body.

    def _body(self, title: int | None) -> int:
        """The number of the line where the body begins.

        Sentences between the headline and a byline, a date or a dateline are a standfirst, if there are but a few.
        """
        start = 0 if title is None else title + 1
        first: int | None = None
        is_summary = False
        sentences, is_signed = 0, any(reading.is_signature for reading in self.readings[:start])
        for number in range(start, len(self.lines)):
            reading = self.readings[number]
            if title is not None and self._is_again(number, title):
                first, sentences = None, 0
                continue
            is_summary |= _SUMMARY.match(self.lines[number].words) is not None
            if reading.kind in {Kind.PAGE, Kind.NOTE, Kind.CAPTION, Kind.TITLED}:
                continue
            if reading.kind in {Kind.PARTICULARS, Kind.NAMES, Kind.PLACE}:
                if self._is_signature(number, title, is_late=first is not None):
                    is_signed, first, sentences = True, None, 0
                elif reading.kind is Kind.PLACE and first is None and title is not None:
                    pass
                elif reading.kind is not Kind.PARTICULARS:
                    self.readings[number] = Reading(Kind.PHRASE)
                continue
            if is_signed and first is None and self._is_place(number):
                continue
            if self._is_opening(number, title, is_signed=is_signed, is_late=first is not None):
                return number
            if is_summary and self.lines[number].count <= _POINT_WORDS:
                continue
            if reading.kind is Kind.PROSE:
                first = number if first is None else first
                sentences += 1
                if sentences > _SENTENCES or self.lines[number].count > _LONGEST or title is None:
                    break
        if first is not None:
            return first
        phrases = [n for n in range(start, len(self.lines)) if self.readings[n].kind is Kind.PHRASE]
        return phrases[0] if phrases else len(self.lines)

    def _is_place(self, number: int) -> bool:
        """Whether a line under a byline is a place in capitals, or one with a day without its year: "Tarn, May 8"."""
        line = self.lines[number]
        opening = dateline_alone(self.text, line.span, expected=True)
        is_other = is_outlet(line.words) or is_post(line.words) or is_desk(line.words) or self._is_record
        if (match := _PLACE.fullmatch(line.words)) and number + 1 < len(self.lines) and not is_other:
            place = Span(*match.span(1)).shift(line.span.start)
            opening = None if words_of(match[1]) & NO_NAMES - _COMPASS else Opening(place, None, None)
        if opening is not None:
            self.readings[number] = Reading(Kind.PLACE, opening=opening)
        return opening is not None

    @functools.cached_property
    def _is_record(self) -> bool:
        return self._is_coded or any(is_record_line(line.words) for line in self.lines)

    def _is_again(self, number: int, title: int) -> bool:
        return self.lines[number].folded == self.lines[title].folded

    def _is_signature(self, number: int, title: int | None, *, is_late: bool) -> bool:
        """Whether a line is a byline or the like at its place; after sentences it must show so itself."""
        reading = self.readings[number]
        stated = reading.particulars
        if stated is None:
            return reading.kind is Kind.PLACE and not is_late and title is not None
        if is_late and not any(
            self.readings[n].kind is Kind.PROSE and self.lines[n].count >= _SHORT
            for n in range(number + 1, len(self.lines))
        ):
            return False
        if reading.kind is Kind.NAMES:
            before = [other.particulars for other in self.readings[:number]]
            is_second = any(other and other.authors for other in before[:-1]) and not (
                before[-1] and before[-1].authors
            )
            is_there = title is not None or self._is_only_byline(number)
            return is_there and not is_second and self._is_unknown(number, stated)
        if stated.byline and not stated.is_signed and not self._is_unknown(number, stated):
            # "New Delhi, May 23": the names next to the day are those of a place.
            stated = dataclasses.replace(stated, byline=None, authors=(), place=stated.byline)
            self.readings[number] = dataclasses.replace(reading, particulars=stated)
        return reading.is_signature and (not is_late or bool(stated.published or stated.updated or stated.byline))

    def _is_unknown(self, number: int, stated: Particulars) -> bool:
        """Whether names are an author's: no other line has them, and they are not those of a body or a section."""
        words = self.lines[number].words
        if self._following(number) is None or any(NO_NAMES & words_of(name.exact(words)) for name in stated.authors):
            return False
        own = words_of(words)
        return bool(stated.authors) and not any(
            self._told[word] > (word in own) + self._is_biography(name.exact(words))
            for name in stated.authors
            for word in words_of(name.exact(words))
        )

    def _is_biography(self, name: str) -> bool:
        """Whether the last line of a short text is about an author: "Nora Pell is a novelist."."""
        last = self.all[-1].words if 1 < len(self.all) <= 6 else ""
        return last.lower().startswith(f"{name.lower()} ") and _BIOGRAPHY.match(last, len(name)) is not None

    @functools.cached_property
    def _told(self) -> collections.Counter[str]:
        """In how many lines each word is, without the last lines, which may name the author again."""
        lines = self.all[:-3] if len(self.all) > 6 else [line for line in self.all if not is_about_makers(line.words)]
        return collections.Counter(word for line in lines for word in words_of(line.words))

    def _is_opening(self, number: int, title: int | None, *, is_signed: bool, is_late: bool) -> bool:
        """Whether a line opens with a dateline or a credit; after sentences, with one that nothing else has."""
        line, reading = self.lines[number], self.readings[number]
        if is_late:
            opening = read_opening(self.text, line.span, certain=True) if title is not None else None
        elif is_signed and reading.opening is None and reading.kind is Kind.PROSE:
            opening = read_opening(self.text, line.span, expected=True)
        elif title is None and number == 0 and reading.opening is None and not line.is_short:
            opening = read_opening(self.text, line.span, expected=True)
            # Without a headline or a byline above it, only a place in capitals shows itself: "TARN: The ferry".
            is_place = opening is not None and opening.dateline and opening.dateline.exact(self.text).isupper()
            opening = opening if is_place else None
        else:
            opening = reading.opening
        self.readings[number] = dataclasses.replace(reading, opening=opening)
        return opening is not None and opening.rest is not None

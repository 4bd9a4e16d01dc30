"""What each line of a front is by its form, and by the lines before it."""

from __future__ import annotations

import collections
import dataclasses
import enum
import functools
import re
from collections.abc import Sequence

from onrecord.ingestion.bylines import LEAD, is_outlet
from onrecord.ingestion.captions import is_caption, is_picture_credit
from onrecord.ingestion.lines import Line, is_title_case, words_of
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


_LINES = 24  # the most of a front
_DAY = len("2031-05-08")
_OF_SECTIONS = pages.TOPICS | pages.JOINING
_OF_MASTHEADS = _OF_SECTIONS | {"of", ""}
_SIGNED_WORDS = 12  # of a line with dateline, credit and name
_MASTHEAD_WORDS = 6
_TRAIL_WORDS = 5  # with the mark between two steps
_OUTLET_WORDS = 3  # the fewest before the name of an outlet
_BIOGRAPHY = re.compile(r",? (?:is|was|writes|covers|teaches|lives|works|has (?:been|written)|can be|reports) ")
_COLUMNS = re.compile(r"\s{2,20}|[|•·;\t]")
_STEPS = re.compile(r"\s?[>»›|/]\s?")
_IN_BRACKETS = re.compile(r"\([\w ,.]{1,40}\)")
_PAGE_NUMBER = re.compile(r"(?:page|p\.|pg\.?)?\s?[A-Z]?\d{1,3}\Z", re.IGNORECASE)
_TITLED = re.compile(rf"(?:{pages.TITLES}):\s{{1,3}}(?=\S)", re.IGNORECASE)
_LABELLED = re.compile(r"([^\W\d_][\w& ]{2,30}?) \| (?=[^\W_]|[‘“\"'])")
_NOTE = re.compile(rf"[\[(*_•]*\s?(?:(?:{pages.NOTES})\b\W{{0,3}}:|(?:{pages.AMENDED}))", re.IGNORECASE)
_WRITTEN = re.compile(r"(?:written|words|story|reported|report|text|posted|published)(?: by)?:?|by:?", re.IGNORECASE)
_AND = re.compile(r"(?:and|&|with)\s{1,3}(?=(?-i:[^\W\d_a-z]))", re.IGNORECASE)
_DATELINE = re.compile(r"(?:dateline|place):\s{0,3}", re.IGNORECASE)
_SALUTATION = re.compile(
    r"(?:(?:to )?(?:the )?(?:managing )?editors?(?:-in-chief)?[:,]|to the editors?"
    r"|dear (?:the )?(?:editors?|sirs?|madam)(?:(?:,| or|/| and) ?(?:sirs?|madam|editor))?|sirs?|madam)\s?[:,]?\Z",
    re.IGNORECASE,
)
NO_NAMES = (
    pages.TOPICS
    | lexicon.ORGANIZATIONS
    | lexicon.FACILITIES
    | lexicon.words("a an as at but by for from into nor of off on or over per the to up via vs")
)
_OF_TITLES = frozenset({Kind.PHRASE, Kind.NAMES, Kind.TITLED, Kind.PROSE})


def is_note(words: str) -> bool:
    """Whether a line is a note to the reader: a correction, a clarification, an editor's note."""
    return _NOTE.match(words) is not None


def is_aside(line: Line) -> bool:
    """Whether a line is the page's, above, in or below the article."""
    return is_service(line.words) or is_link(line.words) or is_address(line.words)


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
        or all(word.strip(",&") in _OF_MASTHEADS for word in plain)
    )


def _is_section(words: str) -> bool:
    """Whether words are the name of a section: "Opinion", "News & Views"."""
    return all(word in _OF_SECTIONS for word in words.lower().split())


def _before_outlet(words: str) -> int:
    """Where a headline ends before the outlet's name, as in the title of a page: "Ferry to stay – Tarn Courier"."""
    mark = max((words.rfind(f" {mark} ") for mark in "|–—-"), default=-1)
    outlet = words[mark + 3 :]
    is_named = is_outlet(outlet) and is_title_case(outlet) and len(outlet.split()) <= _MASTHEAD_WORDS
    return mark if mark > 0 and is_named and len(words[:mark].split()) > _OUTLET_WORDS else 0


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


class FrontLines:
    """The first lines of a text, and what each of them is.

    Attributes:
        text: the text.
        all: its lines.
        lines: the first of them.
        readings: what each of these is.
    """

    def __init__(self, text: str, lines: Sequence[Line]) -> None:
        self.text = text
        self.all = lines
        self.lines = lines[:_LINES]
        self.readings: list[Reading] = []
        for number in range(len(self.lines)):
            self.readings.append(self._reading(number))

    @functools.cached_property
    def is_record(self) -> bool:
        """Whether the text is a record of a database of news."""
        return self._is_coded or any(is_record_line(line.words) for line in self.lines)

    def following(self, number: int) -> int | None:
        """The next line that is not the page's or a caption."""
        aside = {Kind.PAGE, Kind.CAPTION}
        after = (n for n in range(number + 1, len(self.lines)) if self.readings[n].kind not in aside)
        return next(after, None)

    def is_author(self, number: int) -> bool:
        """Whether names on a line are an author's."""
        stated = self.readings[number].particulars
        return stated is not None and self.is_unknown(number, stated)

    def is_only_byline(self, number: int) -> bool:
        """Whether names are all that is above the body: "Nora Pell, Takoradi"."""
        stated = self.readings[number].particulars
        words = self.lines[number].words
        is_name = (
            "," in words or words.isupper() or words.split()[0].lower() in lexicon.FEMALE_NAMES | lexicon.MALE_NAMES
        )
        return stated is not None and is_name and self.is_unknown(number, stated)

    def is_unknown(self, number: int, stated: Particulars) -> bool:
        """Whether names are an author's: no other line has them, and they are not those of a body or a section."""
        words = self.lines[number].words
        if self.following(number) is None or any(NO_NAMES & words_of(name.exact(words)) for name in stated.authors):
            return False
        own = words_of(words)
        return bool(stated.authors) and not any(
            self._told[word] > (word in own) + self._is_biography(name.exact(words))
            for name in stated.authors
            for word in words_of(name.exact(words))
        )

    def is_turn(self, number: int) -> bool:
        """Whether a line is a speaker's, as most of those after it are."""
        labelled = [other.is_labelled for other in self.lines[number + 1 : number + 4]]
        return self.lines[number].is_turn and 2 * sum(labelled) > len(labelled)

    def _is_biography(self, name: str) -> bool:
        """Whether the last line of a short text is about an author: "Nora Pell is a novelist."."""
        last = self.all[-1].words if 1 < len(self.all) <= 6 else ""
        return last.lower().startswith(f"{name.lower()} ") and _BIOGRAPHY.match(last, len(name)) is not None

    @functools.cached_property
    def _told(self) -> collections.Counter[str]:
        """In how many lines each word is, without the last lines, which may name the author again."""
        lines = self.all[:-3] if len(self.all) > 6 else [line for line in self.all if not is_about_makers(line.words)]
        return collections.Counter(word for line in lines for word in words_of(line.words))

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
            or not self.is_record
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
        return self.is_turn(number) or (line.is_prose and not line.is_phrase)

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

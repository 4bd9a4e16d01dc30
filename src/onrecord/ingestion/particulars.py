"""Particulars: what a line around an article states of it: who wrote it, for whom, where and when.

Such a line is a row of parts with marks between them, in any order, and nothing else: a byline, an agency, a place, a
stamp, an address, a service of the page: "PTI | Ranchi | Updated: May 8, 2031 20:10 IST | 2 min read".
"""

from __future__ import annotations

import dataclasses
import functools
import re

from onrecord.ingestion.bylines import LEAD, Byline, is_agency, is_desk, is_outlet, is_post, is_post_alone, read_people
from onrecord.ingestion.services import is_of_editor, is_record_line, is_service
from onrecord.ingestion.stamps import BEGINNINGS, stamp_at
from onrecord.text.spans import Span


@dataclasses.dataclass(frozen=True, slots=True)
class Particulars:
    """What a line states; the spans count in its words.

    Attributes:
        byline: the words that name the authors, without `By`.
        authors: the names in the byline.
        credit: the agency.
        place: where the article was written.
        published: the day of publication, with its time if it is stated, in EDTF.
        updated: the same of the last update.
        is_dated: whether the line names a day, if only "3 hours ago".
        is_signed: whether `By`, a post or an outlet shows that the names are a byline.
        is_certain: whether the line can be nothing else; names alone may be a heading.
    """

    byline: Span | None = None
    authors: tuple[Span, ...] = ()
    credit: Span | None = None
    place: Span | None = None
    published: str | None = None
    updated: str | None = None
    is_dated: bool = False
    is_signed: bool = False
    is_certain: bool = False

    @property
    def states_anything(self) -> bool:
        """Whether the line states a fact about the article."""
        return bool(self.byline or self.credit or self.place or self.is_dated)


_LONGEST = 250  # characters of a line
_MOST = 12  # parts of a line
_POST_WORDS = 14  # of a post or an outlet
# Between parts, and where a part ends at the latest.
_MARKS = re.compile(r"[\s|•·●▪;:,*_–—/>»()-]+")
_END = re.compile(r"\s?[|•·●▪\t]|\s[–—-]{1,2}\s|\s/\s|\s{3,20}|\s\(?@\w|\s\(?[\w.+-]{1,64}@\w|\s\(?https?://")
_ADDRESS = re.compile(
    r"\(?(?:[\w.+-]{1,64}@[\w.-]{1,100}|@\w{1,40}|(?:https?://|www\.)\S{1,200}|\+?\d[\d ()-]{6,20})\)?(?=\s|\Z|[|,;])"
)
_SOURCE = re.compile(r"sources?:\s{0,3}", re.IGNORECASE)
_OUTLET = re.compile(r"The(?: [^\W\d_a-z][\w’'-]{1,20}){1,3}|[A-Z]{3,6}")
# Before what may be a stamp; a blank or a bracket is never given back, as it would pass for the beginning of one.
_BREAKS = re.compile(rf",?\s{{1,20}}+\(?+(?={BEGINNINGS})", re.IGNORECASE)
_PLACE = re.compile(r"[^\W\d_a-z][\w.’'-]{0,30}(?:[ ,/]{1,2}[^\W\d_a-z][\w.’'-]{0,30}){0,3}")
_DASHES = frozenset({"-", "–", "—"})
_SENTENCE = re.compile(r"\w{3}[.!?][”\"’')]?\Z")


@functools.lru_cache(maxsize=64)  # in short articles, the lines of the front are those of the end, too
def read_particulars(words: str) -> Particulars | None:
    """What a line states; None unless all its parts are particulars.

    Examples:
        >>> line = "By Nora Pell, Staff Writer | May 8, 2031"
        >>> read_particulars(line).published
        '2031-05-08'
    """
    if len(words) > _LONGEST:
        return None
    found, place = Particulars(), 0
    for _ in range(_MOST):
        if match := _MARKS.match(words, place):
            place = match.end()
        if place == len(words):
            return found if found != Particulars() else None
        step = _stamp(words, place, found) or _address(words, place, found) or _part(words, place, found)
        if step is None:
            return None
        found, place = step
    return None


def read_byline(words: str) -> Byline | None:
    """The byline that words are which begin with `By` or its like; None if they are anything else.

    Examples:
        >>> line = "By Nora Pell, Staff Writer | May 8, 2031"
        >>> [name.exact(line) for name in read_byline(line).authors]
        ['Nora Pell']
    """
    return _byline(words) if LEAD.match(words) else None


def bare_byline(words: str) -> Byline | None:
    """The byline that words without `By` are: names, perhaps with posts; None if they are anything else."""
    return None if LEAD.match(words) else _byline(words)


def _byline(words: str) -> Byline | None:
    stated = read_particulars(words)
    return Byline(stated.byline, stated.authors, stated.is_signed) if stated and stated.byline else None


_Step = tuple[Particulars, int]


def _stamp(words: str, place: int, found: Particulars) -> _Step | None:
    stamp = stamp_at(words, place)
    if stamp is None or (stamp.end < len(words) and words[stamp.end - 1].isalnum()):
        return None
    changed = dataclasses.replace(
        found,
        published=found.published or stamp.published,
        updated=found.updated or stamp.updated,
        is_dated=found.is_dated or stamp.is_day,
        is_certain=True,
    )
    return changed, stamp.end


def _address(words: str, place: int, found: Particulars) -> _Step | None:
    match = _ADDRESS.match(words, place)
    return (dataclasses.replace(found, is_certain=True), match.end()) if match else None


def _part(words: str, place: int, found: Particulars) -> _Step | None:
    """A part up to the next mark, or up to a stamp after it."""
    end = _end(words, place)
    part = words[place:end]
    if is_service(part) or is_of_editor(part) or is_record_line(part) or (found.is_dated and _OUTLET.fullmatch(part)):
        return dataclasses.replace(found, is_certain=True), end
    is_of_agency, is_of_desk = is_agency(part), is_desk(part)
    if is_of_agency and found == Particulars() and end == len(words):  # an agency signs for its author
        return dataclasses.replace(found, byline=Span(place, end), is_signed=True, is_certain=True), end
    if (match := _SOURCE.match(part)) and is_agency(part[match.end() :]) and not found.credit:
        return dataclasses.replace(found, credit=Span(place + match.end(), end), is_certain=True), end
    if is_of_agency and not found.credit:
        return dataclasses.replace(found, credit=Span(place, end), is_certain=True), end
    if found.byline and (joined := _joined(words, place, end, found)):
        return joined, end
    if is_of_desk and found.byline:
        return dataclasses.replace(found, is_signed=True, is_certain=True), end
    if is_of_desk:
        return dataclasses.replace(found, byline=Span(place, end), is_signed=True, is_certain=True), end
    if not found.byline and (signed := _signed(words, place, end, found)):
        return signed, end
    is_short = len(part.split()) <= _POST_WORDS
    if found.byline and is_short and (is_post(part) or is_outlet(part)) and not _SENTENCE.search(part):
        return dataclasses.replace(found, is_signed=True, is_certain=True), end
    if (found.is_certain or found.byline) and not found.place and _PLACE.fullmatch(part):
        return dataclasses.replace(found, place=Span(place, end)), end
    return None


def _joined(words: str, place: int, end: int, found: Particulars) -> Particulars | None:
    """A part that belongs to the byline before it: another author after a slash, the author's post after a dash."""
    byline = found.byline
    mark = words[byline.end : place].strip() if byline else ""
    if byline is None or not found.authors or found.is_dated:
        return None
    if mark in _DASHES and is_post_alone(words[place:end]) and not is_outlet(words[place:end]):
        return dataclasses.replace(found, byline=Span(byline.start, end), is_signed=True, is_certain=True)
    more = read_people(words, place, end, is_signed=False) if mark == "/" else None
    if more is None or not all(" " in name.exact(words) for name in more.authors):
        return None
    return dataclasses.replace(found, byline=Span(byline.start, more.words.end), authors=found.authors + more.authors)


def _signed(words: str, place: int, end: int, found: Particulars) -> Particulars | None:
    lead = LEAD.match(words, place, end)
    start = lead.end() if lead else place
    if (
        _SENTENCE.search(words[start:end])
        and (lead is None or len(words[start:end].split()) > 4)
        and not (is_post(words[start:end]) and words[end - 1] == ".")
    ):
        return None
    byline = read_people(words, start, end, is_signed=lead is not None)
    if byline is None or (lead is None and words.startswith(":", byline.words.end)):  # a speaker's label
        return None
    credit, last = found.credit, byline.words.exact(words).rpartition(", ")[2]
    if byline.authors and credit is None and is_agency(last):
        credit = Span(byline.words.end - len(last), byline.words.end)
    return dataclasses.replace(
        found,
        byline=byline.words,
        authors=byline.authors,
        credit=credit,
        is_signed=byline.is_certain,
        is_certain=found.is_certain or byline.is_certain,
    )


def _end(words: str, place: int) -> int:
    """Where a part ends: at a mark between parts, or before a stamp."""
    mark = _END.search(words, place + 1)
    end = mark.start() if mark else len(words)
    for gap in _BREAKS.finditer(words, place, end):
        stamp = stamp_at(words, gap.end())
        if stamp is not None and (stamp.is_day or ":" in words[stamp.start : stamp.end]) and gap.start() > place:
            return gap.start()
    return end

"""The layout of a news text: headline, byline, dateline, credit, captions and paragraphs, recognized by form alone."""

from __future__ import annotations

import dataclasses
import enum
import itertools
import re
from collections.abc import Iterator

from onrecord.text.calendar import MONTH_WORD, WEEKDAYS
from onrecord.text.spans import Span, span_or_none


class Zone(enum.StrEnum):
    """The part of an article that a stretch of text belongs to."""

    HEADLINE = "headline"
    BYLINE = "byline"
    DATELINE = "dateline"
    CAPTION = "caption"
    BODY = "body"


@dataclasses.dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph without outer white space; the first paragraph of the body is without dateline and credit."""

    span: Span
    zone: Zone


@dataclasses.dataclass(frozen=True, slots=True)
class Layout:
    """The parts of a text, recognized by form; None if the text lacks a part.

    Attributes:
        paragraphs: all paragraphs, in order.
        title: the headline.
        byline: the authors' names, without `By`.
        dateline: the place before the first paragraph.
        credit: the agency before the first paragraph, without its parentheses.
        photo_credits: the sources of pictures that the captions name.
    """

    paragraphs: tuple[Paragraph, ...]
    title: Span | None = None
    byline: Span | None = None
    dateline: Span | None = None
    credit: Span | None = None
    photo_credits: tuple[Span, ...] = ()


_BLANK_LINE = re.compile(r"\n[^\S\n]*(?:\n[^\S\n]*)+|\u2029")
_LINE = re.compile(r"[^\n\u2028]+")
_CAPTION = re.compile(
    r"(?:pictured|photo(?:graph)?|image|picture|caption|file photo|in this (?:file )?photo|credit|"
    r"(?:photo|image) credit)\b[^.]{0,30}?:|(?:file photo|pictured (?:above|here|left|right)|in this .{0,40}\bphoto\b)",
    re.IGNORECASE,
)
_PICTURE = r"(?:photo|image|picture)s?"
_PHOTO_CREDIT = re.compile(
    rf"\((?:(?:(?:{_PICTURE} )?(?:credit|source)s?|{_PICTURE})(?:\s*:| by\b)|(?:{_PICTURE} )?courtesy(?: of)?\b:?)"
    r"\s*(?:the )?((?-i:[A-Z@])[^()]{1,60}?)\s{0,3}\.?\)"
    rf"|(?<!file )\b{_PICTURE}(?: credit| by| courtesy of)?:\s*((?-i:[A-Z@])[^().:]{{1,60}}?)\s{{0,3}}\.?$"
    r"|\(((?-i:AP|AFP|Reuters|Getty|EPA)\b[^()]{0,40})\)\s{0,3}\.?$",
    re.IGNORECASE,
)
_BYLINE = re.compile(r"(?:(?:story|words|report) )?by[:\s]\s*(\S.*)", re.IGNORECASE)
# A city in capitals, or any place followed by an agency in parentheses; then a dash.
_PLACE = r"[A-Z][\w.’'-]*(?:[ ,/]+[A-Z][\w.’'-]*){0,5}"
_AGENCY = r"[A-Z][\w.&/’' -]{1,40}"
_WEEKDAY = rf"(?:{'|'.join(WEEKDAYS)}|Mon|Tues?|Wed|Thurs?|Fri|Sat|Sun)\b"
_MONTH = rf"{MONTH_WORD}\b"
# A weekday, a day, or both. No more: "May 12 May 12" can be read in many ways.
_DATE = (
    rf"(?:,?\s{{1,3}}(?:{_WEEKDAY}\.?|"
    rf"(?:\d{{1,2}}\s{{1,3}})?{_MONTH}\.?(?:\s{{1,3}}\d{{1,2}}\b)?(?:,?\s{{1,3}}\d{{4}}\b)?)){{0,2}}"
)
_DASH = r"\s*(?:[-–—_]+|:)\s*"
_DATELINE_CREDIT = re.compile(rf"({_PLACE}?),?{_DATE}\s*\(({_AGENCY})\)(?:{_DASH})(?=\S)")
_DATELINE = re.compile(
    rf"([A-Z][A-Z.’'-]+(?:[ /]+[A-Z][A-Z.’'-]*)*(?:,\s*(?!{_WEEKDAY}|{_MONTH})[A-Z][\w. ]{{1,20}}?)?),?{_DATE}"
    r"(?:\s{0,3}(?:[–—]|--)\s*|\s{1,3}-\s+)(?=[A-Z“\"‘'])"
)
_CREDIT = re.compile(rf"\(({_AGENCY})\)(?:{_DASH}|\s+)(?=\S)")
_SMALL_WORDS = frozenset(
    "a an and as at but by for from in into nor of off on or over per the to up via vs with".split()  # noqa: SIM905 -- a list of words reads better as a text
)


def lay_out(text: str) -> Layout:
    """The layout of `text`."""
    pieces = list(_paragraphs(text))
    zones: list[Zone] = []
    title = byline = None
    for index, piece in enumerate(pieces):
        words = piece.exact(text)
        if index == 0 and len(pieces) > 1 and _is_headline(words, pieces[1].exact(text)):
            title, zone = piece, Zone.HEADLINE
        elif byline is None and index < 5 and (match := _BYLINE.fullmatch(words)) and _is_byline(match[1]):
            byline, zone = Span(*match.span(1)).shift(piece.start), Zone.BYLINE
        elif _is_caption(words):
            zone = Zone.CAPTION
        elif index and _is_subhead(words):
            zone = Zone.HEADLINE
        else:
            zone = Zone.BODY
        zones.append(zone)
    dateline = credit = None
    if Zone.BODY in zones:
        first = zones.index(Zone.BODY)
        dateline, credit, rest = _opening(text, pieces[first])
        pieces[first] = rest
    photo_credits = itertools.chain.from_iterable(
        _photo_credits(text, piece) for piece, zone in zip(pieces, zones, strict=True) if zone is Zone.CAPTION
    )
    paragraphs = tuple(Paragraph(piece, zone) for piece, zone in zip(pieces, zones, strict=True))
    return Layout(paragraphs, title, byline, dateline, credit, tuple(photo_credits))


def _paragraphs(text: str) -> Iterator[Span]:
    """The paragraphs of a text: blocks between blank lines, divided into their lines unless they are hard-wrapped."""
    start = 0
    for end, following in [*(match.span() for match in _BLANK_LINE.finditer(text)), (len(text), len(text))]:
        block = span_or_none(start, end)
        start = following
        if block is None:
            continue
        lines = [Span(*match.span()).shift(block.start) for match in _LINE.finditer(block.exact(text))]
        for piece in [block] if _is_wrapped([line.exact(text).rstrip() for line in lines]) else lines:
            trimmed = piece.trim(text, lambda character: character.isspace() or character == "\ufeff")
            if trimmed:
                yield trimmed


def _is_wrapped(lines: list[str]) -> bool:
    """Whether lines end because they were full, not because a paragraph ends."""
    if len(lines) < 2:
        return False
    lengths = [len(line) for line in lines]
    full = lengths[:-1]
    return max(lengths) <= 100 and min(full) >= 40 and max(full) - min(full) <= 30


def _is_headline(words: str, following: str) -> bool:
    """Whether words are a headline: short, and without a final period, or capitalized, or before a dateline."""
    if len(words) > 250 or len(words.split()) > 30 or _BYLINE.match(words) or _is_caption(words):
        return False
    if any(opening.match(following) for opening in (_DATELINE_CREDIT, _DATELINE)):
        return True
    return not re.search(r"[.;:,][”\"’']?$", words) or _capitalized(words) >= 0.75


def _is_subhead(words: str) -> bool:
    return len(words.split()) <= 10 and not re.search(r"[.!?;:,…][”\"’')]?$", words) and _capitalized(words) >= 0.9


def _capitalized(words: str) -> float:
    """The share of the words that begin with a capital, without articles and the like."""
    counted = [word for word in re.findall(r"[^\W\d_][\w’'-]*", words) if word.lower() not in _SMALL_WORDS]
    return sum(word[0].isupper() for word in counted) / len(counted) if counted else 0.0


def is_title_case(words: str) -> bool:
    """Whether `words` are in title case, like American headlines: important words begin with a capital."""
    return _capitalized(words) >= 0.75


def _is_byline(names: str) -> bool:
    return (
        len(names) <= 250 and len(names.split()) <= 12 and names[0].isupper() and not re.search(r"[!?“”\"]|\.$", names)
    )


def _is_caption(words: str) -> bool:
    if len(words) > 600:
        return False
    return bool(_CAPTION.match(words.lstrip("([ "))) or bool(_PHOTO_CREDIT.search(words[-90:]) and len(words) < 400)


def _opening(text: str, paragraph: Span) -> tuple[Span | None, Span | None, Span]:
    """The dateline and the credit of the first paragraph of the body, and the rest of it."""
    words = paragraph.exact(text)

    def group(match: re.Match[str], number: int) -> Span | None:
        span = span_or_none(*match.span(number))
        return span.shift(paragraph.start).trim(text, " ,") if span else None

    if (match := _DATELINE_CREDIT.match(words)) and match[1]:
        return group(match, 1), group(match, 2), Span(paragraph.start + match.end(), paragraph.end)
    if match := _CREDIT.match(words):
        return None, group(match, 1), Span(paragraph.start + match.end(), paragraph.end)
    if match := _DATELINE.match(words):
        return group(match, 1), None, Span(paragraph.start + match.end(), paragraph.end)
    return None, None, paragraph


def _photo_credits(text: str, caption: Span) -> Iterator[Span]:
    for match in _PHOTO_CREDIT.finditer(caption.exact(text)):
        number = match.lastindex or 0
        named = Span(*match.span(number)).shift(caption.start)
        # "AP Photo/Jane Doe" names the agency, then the photographer.
        between = re.finditer(r"/|\s+Photos?(?=\s*(?:/|$))", named.exact(text))
        for part in named.without(Span(*match.span()).shift(named.start) for match in between):
            if piece := part.trim(text):
                yield piece

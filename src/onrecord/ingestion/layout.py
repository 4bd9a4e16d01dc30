"""The layout of a news text: headline, byline, dateline, credit, captions and paragraphs, recognized by form alone."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Sequence

from onrecord.ingestion.bylines import Byline, is_agency, is_outlet, is_post_line
from onrecord.ingestion.captions import is_caption, is_picture_credit, photo_credits
from onrecord.ingestion.document import Block
from onrecord.ingestion.ends import Ending, Tail, read_end
from onrecord.ingestion.front_lines import Kind, Reading, is_aside, is_note
from onrecord.ingestion.fronts import Front, read_front
from onrecord.ingestion.lines import Line, is_title_case, read_lines
from onrecord.ingestion.openings import Opening
from onrecord.ingestion.services import last_sign
from onrecord.ingestion.stamps import read_stamp
from onrecord.ingestion.zones import Layout, Paragraph, Zone
from onrecord.text.legible import legible
from onrecord.text.spans import Span, hull

__all__ = ["is_title_case", "lay_out"]


_SECTION_WORDS = 2  # of a section's name under the headline
_PAGE_WORDS = 3  # of a line of the page without a word that shows it
_RECORD_WORDS = 4  # of a line of a database without a label: the outlet, its code, the edition


@dataclasses.dataclass(frozen=True, slots=True)
class _Part:
    """What a line is in the article: its zone, or None for a line of the page; and what it states."""

    zone: Zone | None
    span: Span
    byline: Byline | None = None
    credit: Span | None = None
    place: Span | None = None
    published: str | None = None
    updated: str | None = None
    is_standfirst: bool = False
    is_note: bool = False


def lay_out(text: str, blocks: Sequence[Block] = ()) -> Layout:
    """The layout of `text`.

    Args:
        text: the text.
        blocks: its paragraphs, if the format of the file shows them; otherwise they are found by blank lines.
    """
    text = legible(text)
    lines = read_lines(text, blocks)
    front = read_front(text, lines)
    end = read_end(
        text,
        lines,
        front.body,
        authors=[
            name.exact(line.words)
            for line, reading in zip(lines, front.readings, strict=False)
            for name in (reading.particulars.authors if reading.particulars else ())
        ],
        is_signed=any(reading.particulars and reading.particulars.byline for reading in front.readings),
        is_credited=front.opening is not None and front.opening.credit is not None,
    )
    parts: list[_Part] = [
        _front_part(lines, front, number)
        if number < front.body
        else _end_part(lines[number], end[number])
        if number in end
        else _body_part(lines, front, number)
        for number in range(len(lines))
    ]
    _sign_off(text, parts, front)
    return _layout(text, lines, front, parts)


def _sign_off(text: str, parts: list[_Part], front: Front) -> None:
    """Takes the sign of an agency off the last paragraph of the body: "… said. (PTI)"."""
    last = next((n for n in range(len(parts) - 1, front.body, -1) if parts[n].zone is Zone.BODY), None)
    if last is None:
        return
    part = parts[last]
    if match := last_sign(part.span.exact(text)):
        name = "agency" if match["agency"] else "agency2"
        credit = Span(*match.span(name)).shift(part.span.start) if match[name] else None
        kept = Span(part.span.start, part.span.start + match.start())
        parts[last] = dataclasses.replace(part, span=kept, credit=part.credit or credit)


def _layout(text: str, lines: Sequence[Line], front: Front, parts: Sequence[_Part]) -> Layout:
    byline = _byline(front, parts)
    title = None if front.title is None else _title(lines, front)
    kicker, section = _above(lines, front)
    captions = [part.span for part in parts if part.zone is Zone.CAPTION]
    return Layout(
        paragraphs=tuple(Paragraph(part.span, part.zone) for part in parts if part.zone is not None),
        title=title,
        byline=byline.words if byline else None,
        dateline=_dateline(front, parts),
        credit=_credit(front, parts),
        photo_credits=tuple(itertools.chain.from_iterable(photo_credits(text, caption) for caption in captions)),
        authors=byline.authors if byline else (),
        published=next((part.published for part in parts if part.published), None),
        updated=next((part.updated for part in parts if part.updated), None),
        kicker=kicker,
        section=section,
        standfirst=tuple(part.span for part in parts if part.is_standfirst),
        notes=tuple(part.span for part in parts if part.is_note),
    )


def _byline(front: Front, parts: Sequence[_Part]) -> Byline | None:
    """The first byline that names people, or else the first; with the authors on the line after it after "and"."""
    stated = [number for number, part in enumerate(parts) if part.byline]
    stated = [n for n in stated if (byline := parts[n].byline) and byline.authors] or stated
    first = parts[stated[0]].byline if stated else None
    after = parts[stated[1]].byline if len(stated) > 1 and stated[1] == stated[0] + 1 else None
    if first is None or after is None or stated[1] >= front.body or not front.readings[stated[1]].is_continued:
        return first
    return Byline(hull([first.words, after.words]), first.authors + after.authors)


def _dateline(front: Front, parts: Sequence[_Part]) -> Span | None:
    """The place before the first sentence, or else on a line by itself, or else next to the byline."""
    if front.opening and front.opening.dateline:
        return front.opening.dateline
    return next((part.place for part in parts if part.place), None)


def _credit(front: Front, parts: Sequence[_Part]) -> Span | None:
    """The agency before the first sentence, or else on a line by itself."""
    if front.opening and front.opening.credit:
        return front.opening.credit
    return next((part.credit for part in parts if part.credit), None)


def _title(lines: Sequence[Line], front: Front) -> Span:
    """The headline, which may run over two lines."""
    first, last = front.title or 0, front.title_end or 0
    start = front.readings[first].title or lines[first].span
    return start if first == last else hull([start, lines[last].span])


def _above(lines: Sequence[Line], front: Front) -> tuple[Span | None, Span | None]:
    """The kicker and the section above the headline."""
    if front.title is None:
        return None, None
    labels = [
        line
        for line, reading in zip(lines, front.readings[: front.title], strict=False)
        if reading.kind in {Kind.PHRASE, Kind.NAMES}
    ]
    sections = [line for line in labels if line.is_section and not line.is_kicker]
    kickers = [line for line in labels if line.is_label and line not in sections and not is_outlet(line.words)]
    section = sections[0].span if sections else None
    kicker = kickers[-1].span if kickers else None
    return kicker, section


def _front_part(lines: Sequence[Line], front: Front, number: int) -> _Part:
    """A line above the body."""
    line, reading = lines[number], front.readings[number]
    is_under = front.title_end is not None and number > front.title_end
    if number == front.title:
        return _Part(Zone.HEADLINE, _title(lines, front))
    if number == front.title_end:
        return _Part(None, line.span)  # a part of the headline
    if is_under and front.title is not None and line.folded == lines[front.title].folded:
        return _Part(Zone.HEADLINE, line.span)
    match reading.kind:
        case Kind.PAGE:
            return _Part(None, line.span, published=reading.particulars.published if reading.particulars else None)
        case Kind.NOTE:
            return _Part(Zone.BODY, line.span, is_note=True)
        case Kind.CAPTION:
            return _Part(Zone.CAPTION, line.span)
        case Kind.TITLED:
            return _Part(Zone.HEADLINE, line.span)
        case Kind.PARTICULARS if _is_agency_of_author(lines, front, number):
            return _Part(Zone.BYLINE, line.span, credit=line.span)
        case Kind.PARTICULARS | Kind.NAMES:
            return _particulars(line, reading)
        case Kind.PLACE:
            return _opened(_Part(None, line.span), reading.opening)
    if not is_under or front.title is None or (front.is_record and line.count <= _RECORD_WORDS):
        return _Part(None, line.span)
    if _is_under_byline(lines, front, number):
        return _Part(Zone.BYLINE, line.span)
    if (line.is_section and line.count <= _SECTION_WORDS) or _is_among_signatures(lines, front, number):
        return _Part(None, line.span)
    return _Part(Zone.HEADLINE if line.is_heading else Zone.BODY, line.span, is_standfirst=True)


def _is_under_byline(lines: Sequence[Line], front: Front, number: int) -> bool:
    """Whether a line names the post or the outlet of the author on the line before it."""
    before = front.readings[number - 1].particulars
    return before is not None and before.byline is not None and is_post_line(lines[number].words)


def _is_among_signatures(lines: Sequence[Line], front: Front, number: int) -> bool:
    """Whether a few words are the page's, as they are below the byline and not a heading above the body."""
    is_below = any(reading.is_signature for reading in front.readings[front.title or 0 : number])
    return is_below and number + 1 < front.body and lines[number].is_phrase and lines[number].count <= _PAGE_WORDS


def _is_agency_of_author(lines: Sequence[Line], front: Front, number: int) -> bool:
    """Whether a line is the agency that the author on the line before it works for."""
    before = front.readings[number - 1].particulars if number else None
    return before is not None and bool(before.authors) and is_agency(lines[number].words)


def _particulars(line: Line, reading: Reading) -> _Part:
    stated, start = reading.particulars, line.span.start
    if stated is None:
        return _Part(None, line.span)

    def placed(span: Span | None) -> Span | None:
        return span.shift(start) if span else None

    byline = placed(stated.byline)
    authors = tuple(name.shift(start) for name in stated.authors)
    return _Part(
        Zone.BYLINE if byline or line.zone is Zone.BYLINE else None,
        line.span,
        Byline(byline, authors) if byline else None,
        placed(stated.credit),
        placed(stated.place),
        stated.published,
        stated.updated,
    )


def _opened(part: _Part, opening: Opening | None) -> _Part:
    """A part with what the dateline and the credit before it state."""
    if opening is None:
        return part
    return dataclasses.replace(
        part, span=opening.rest or part.span, credit=opening.credit, place=opening.dateline, published=opening.published
    )


def _end_part(line: Line, ending: Ending) -> _Part:
    zone = {Tail.PAGE: None, Tail.NOTE: Zone.BODY, Tail.SIGNATURE: Zone.BYLINE, Tail.BODY: Zone.BODY}[ending.tail]
    return _Part(
        zone,
        line.span,
        ending.byline,
        ending.credit,
        None,
        ending.published,
        ending.updated,
        is_note=ending.tail is Tail.NOTE,
    )


def _body_part(lines: Sequence[Line], front: Front, number: int) -> _Part:
    """A line of the body, among which lines of the page may be."""
    line = lines[number]
    if line.zone is not None and line.zone is not Zone.BODY:
        return _Part(line.zone, line.span)
    if number == front.body:
        return _opened(_Part(Zone.BODY, line.whole), front.opening)
    if line.zone is Zone.BODY:
        return _Part(Zone.BODY, line.whole)
    if is_aside(line) or is_picture_credit(line.words) or read_stamp(line.words):
        return _Part(None, line.span)
    if is_caption(line.words):
        return _Part(Zone.CAPTION, line.span)
    if is_note(line.words):
        return _Part(Zone.BODY, line.span, is_note=True)
    return _Part(Zone.HEADLINE, line.span) if line.is_heading else _Part(Zone.BODY, line.whole)

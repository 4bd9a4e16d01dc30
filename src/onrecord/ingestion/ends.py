"""Ends: the lines after the last paragraph of an article, read by their form.

end = { note | signature | names | biography | sign-off | page } [ "###" anything ]
"""

from __future__ import annotations

import dataclasses
import enum
import re
from collections.abc import Collection, Sequence

from onrecord.ingestion.bylines import Byline, byline_at_end, is_agency
from onrecord.ingestion.captions import is_picture_credit
from onrecord.ingestion.front_lines import NO_NAMES, is_aside, is_note
from onrecord.ingestion.lines import Line, words_of
from onrecord.ingestion.particulars import Particulars, read_particulars
from onrecord.ingestion.services import (
    is_about_makers,
    is_coded_line,
    is_contact,
    is_end,
    is_notice,
    is_record_line,
    is_sign_off,
    is_word_count,
    last_sign,
)
from onrecord.ingestion.stamps import day_in
from onrecord.lang.en import pages
from onrecord.text.spans import Span, hull


class Tail(enum.StrEnum):
    """What a line at the end of an article is."""

    PAGE = "page"  # not of the article
    NOTE = "note"  # a correction or an editor's note
    SIGNATURE = "signature"  # who wrote it
    BODY = "body"


@dataclasses.dataclass(frozen=True, slots=True)
class Ending:
    """What a line at the end of an article is, and what it states; spans count in the text."""

    tail: Tail
    byline: Byline | None = None
    credit: Span | None = None
    published: str | None = None
    updated: str | None = None


_LINES = 14  # lines of an end
_NAME = r"(?-i:[^\W\d_a-z][\w.’'-]{1,30}(?: [^\W\d_a-z][\w.’'-]{0,30}){1,3})"
_BIOGRAPHY = re.compile(
    rf"(?P<name>(?!The |This |An? ){_NAME}),? (?:is|was) (?:(?:an?|the|our|its) )?(?:[\w’'-]{{1,20}},? ){{0,8}}?"
    rf"(?:{'|'.join(sorted(pages.POSTS & pages.PEOPLE))})\b"
    rf"|(?P<name2>(?!The |This |An? ){_NAME}) (?:writes|covers) (?:[\w’'-]{{1,20}} ){{0,8}}(?:for|at) "
)
_TELLS = re.compile(
    r",? (?:is|was|has|writes|wrote|covers|teaches|lives|works|can|reports|edits|joined|contributes|hosts|directs)\b"
    r"|[’']s? (?:(?:latest|new|next|first|last) )?(?:book|novel|column|podcast|memoir|e-?mail)\b"
)
_HEADING = re.compile(
    r"about (?!(?:a|an|this|that|\d|half|one|two)\b)(?-i:(?:the )?[A-Z])[\w&.,’' -]{1,60}\Z", re.IGNORECASE
)
_FIRST = re.compile(
    r"this (?:report|story|article) by the [\w ]{2,40} was first published\b"
    r"|published in (?-i:[^\W\d_a-z])[\w’' .&-]{1,60}, (?:on )?(?=[^,]{1,20}\d)",
    re.IGNORECASE,
)
_SIGN = re.compile(rf"\W{{0,3}}(?P<agency>{pages.AGENCIES})\b", re.IGNORECASE)
_LETTER = re.compile(r"(?:sir|madam|dear|editor|sirs|to the editor)\b", re.IGNORECASE)
_STREET = re.compile(r"\b(?:street|road|avenue|lane|square|park|house|end|day|year|week)\b", re.IGNORECASE)
_LETTER_LINES = 4  # with the name and the address of who wrote a letter
_BIOGRAPHY_WORDS = 50  # words of a biography
_SHORT = 12  # words of a line below a contact


def read_end(
    text: str,
    lines: Sequence[Line],
    body: int,
    *,
    authors: Collection[str] = (),
    is_signed: bool = False,
    is_credited: bool = False,
) -> dict[int, Ending]:
    """What the lines at the end of a text are, by their numbers.

    Args:
        text: the text.
        lines: its lines.
        body: the number of the line where the body begins, which does not belong to the end.
        authors: the names of the authors in the front.
        is_signed: whether the front names who wrote the article; names at the end are then no signature.
        is_credited: whether it names the agency before the first sentence.
    """
    found: dict[int, Ending] = {}
    first = max(body + 1, len(lines) - _LINES)
    is_over = is_contacts = False
    is_letter = any(_LETTER.match(line.words) is not None for line in lines[: body + 1])
    is_coded = any(is_word_count(line.words) for line in lines[:body])
    by_form = {number: _ending(lines[number]) for number in range(first, len(lines))}
    last = max(
        (number for number, ending in by_form.items() if ending is None and _is_prose(lines[number])), default=body
    )
    is_tail = any(ending and ending.tail is Tail.PAGE for number, ending in by_form.items() if number > last)
    for number in range(first, len(lines)):
        line = lines[number]
        if line.zone is not None:
            continue
        is_over |= is_end(line.words)
        is_contacts |= is_contact(line.words)
        is_letters = is_letter and number >= len(lines) - _LETTER_LINES
        is_over |= _HEADING.match(line.words) is not None and number > body + 1
        if is_over or (is_contacts and line.count <= _SHORT):
            found[number] = Ending(Tail.NOTE if is_note(line.words) else Tail.PAGE)
        elif is_coded and is_coded_line(line.words):
            found[number] = Ending(Tail.PAGE)
        elif not (is_signed or is_credited) and is_agency(line.words):  # an agency signs for its author
            found[number] = Ending(Tail.SIGNATURE, Byline(line.span, ()))
        elif (ending := _ending(line, is_letter=True) if is_letters else by_form[number]) and not (
            ending.tail is Tail.PAGE and ending.byline and _is_told(text, lines[body:number], ending.byline)
        ):
            found[number] = ending
        elif number > last - 2 and line.count <= _BIOGRAPHY_WORDS and _is_about(line.words, authors):
            found[number] = Ending(Tail.PAGE)
        elif is_tail and number > last and not (_is_prose(line) or (line.is_labelled and lines[last].is_labelled)):
            found[number] = Ending(Tail.PAGE)  # a link below "Most read", a tag above "Share"
        elif is_letters and any(earlier.byline for earlier in found.values()) and line.count <= _SHORT:
            found[number] = Ending(Tail.PAGE)  # where the writer of a letter lives
    if not is_signed and not any(ending.byline for ending in found.values()):
        found |= _last_names(lines, body, found)
    return found


def _last_names(lines: Sequence[Line], body: int, found: dict[int, Ending]) -> dict[int, Ending]:
    """Names on the last line, which the text has nowhere else, as letters and short articles are signed."""
    number = next((n for n in range(len(lines) - 1, body, -1) if n not in found), None)
    if number is None or lines[number].zone is not None or lines[number - 1].is_phrase:
        return {}
    line = lines[number]
    stated = read_particulars(line.words)
    if stated is None or stated.byline is None or not stated.authors or not line.is_phrase:
        return {}
    name = stated.authors[0]
    words = words_of(name.exact(line.words))
    is_told = any(not words.isdisjoint(words_of(other.words)) for other in lines[:number])
    if len(words) < 2 or is_told or not words.isdisjoint(NO_NAMES) or _STREET.search(line.words[: name.end]):
        return {}
    is_with_place = len(stated.authors) < 2 or "," in line.words[name.end : stated.authors[1].start]
    authors = stated.authors[:1] if is_with_place else stated.authors
    signed = hull(authors).shift(line.span.start)
    return {number: Ending(Tail.SIGNATURE, Byline(signed, tuple(one.shift(line.span.start) for one in authors)))}


def _is_prose(line: Line) -> bool:
    """Whether a line ends like a sentence, perhaps with the sign of an agency after it."""
    return line.is_prose or last_sign(line.words) is not None


def _is_about(words: str, authors: Collection[str]) -> bool:
    """Whether a line says who an author is: "Nora Pell is a retired teacher", "Nora Pell’s new novel is out"."""
    lowered = words.lower()
    return any(
        lowered.startswith(name.lower()) and _TELLS.match(words, len(name)) is not None
        for name in authors
        if " " in name
    )


def _is_told(text: str, lines: Sequence[Line], byline: Byline) -> bool:
    """Whether the article is about a person, so that the words on that person are not a biography of its author."""
    surname = byline.words.exact(text).split()[-1]
    return any(surname in line.words for line in lines)


def _ending(line: Line, *, is_letter: bool = False) -> Ending | None:
    words, start = line.words, line.span.start
    if is_note(words):
        return Ending(Tail.NOTE)
    if byline := byline_at_end(words):
        return Ending(Tail.SIGNATURE, _shifted(byline, start))
    if _FIRST.match(words):
        return Ending(Tail.PAGE, published=day_in(words))
    if is_sign_off(words):
        match = _SIGN.match(words)
        return Ending(Tail.PAGE, credit=Span(*match.span("agency")).shift(start) if match else None)
    if any(rule(words) for rule in (is_notice, is_record_line, is_picture_credit)) or is_aside(line):
        return Ending(Tail.PAGE)
    if line.count <= _BIOGRAPHY_WORDS and (match := _BIOGRAPHY.match(words)):
        name = Span(*match.span("name" if match["name"] else "name2")).shift(start)
        return Ending(Tail.PAGE, Byline(name, (name,)))
    if is_about_makers(words):
        return Ending(Tail.PAGE)
    return _signed(read_particulars(words), start, is_letter=is_letter)


def _signed(stated: Particulars | None, start: int, *, is_letter: bool) -> Ending | None:
    """A line with particulars: an author who signs, a date, an address."""
    if stated is None or not (stated.is_certain or is_letter):
        return None
    byline = (
        Byline(stated.byline.shift(start), tuple(name.shift(start) for name in stated.authors))
        if stated.byline
        else None
    )
    credit = stated.credit.shift(start) if stated.credit else None
    return Ending(Tail.SIGNATURE if byline else Tail.PAGE, byline, credit, stated.published, stated.updated)


def _shifted(byline: Byline, start: int) -> Byline:
    return dataclasses.replace(
        byline, words=byline.words.shift(start), authors=tuple(name.shift(start) for name in byline.authors)
    )

"""Bylines: the lines that name the authors of an article, with `By` or without."""

from __future__ import annotations

import dataclasses
import re

from onrecord.ingestion.stamps import stamp_at_end
from onrecord.lang.en import pages
from onrecord.text.calendar import MONTHS, WEEKDAYS
from onrecord.text.spans import Span


@dataclasses.dataclass(frozen=True, slots=True)
class Byline:
    """A byline.

    Attributes:
        words: the words that name the authors, with their posts, without `By`.
        authors: the names among them.
        published: the day of publication at the end of the line, in EDTF.
    """

    words: Span
    authors: tuple[Span, ...]
    published: str | None = None


_LEAD = re.compile(
    rf"(?:(?:{'|'.join(sorted(pages.WORKS))})(?: and \w+)? )?by[:\s]\s*|(?:{'|'.join(sorted(pages.AUTHORS))}):\s*",
    re.IGNORECASE,
)
# The end of an article: "Reporting by Nora Pell; Editing by Ida Brandt", "(Reporting by Nora Pell in Tarn)".
_AT_END = re.compile(rf"\(?(?:{'|'.join(sorted(pages.WORKS - {'posted', 'published'}))})(?: and \w+)? by[:\s]\s*", re.I)
# What follows the authors: an outlet, an address, the name of an account.
_TAIL = re.compile(r"[|•·/;)]|\sreports? from\s|\s[–—-]\s|@\w|(?<![\w.+-])[\w.+-]{1,64}@\w|https?://|\(\Z")
_WORD = r"(?<![\w’'-])[^\W\d_a-z](?:[\w’'-]|\.(?=[\w-]))*\.?"
_PARTICLE = r"(?:van|von|der|den|de|la|del|della|di|da|dos|du|al|el|bin|ibn|ten|ter|le|y)"
_NAME = rf"{_WORD}(?: (?:{_PARTICLE} ){{0,2}}{_WORD}){{1,3}}"
_BETWEEN = re.compile(r",? (?:and|&|with) |, ", re.IGNORECASE)
_NAMES = re.compile(rf"{_WORD}(?: (?:{_PARTICLE} ){{0,2}}{_WORD}){{1,4}}")
_PLACE_AFTER = re.compile(r" (?:in|at) (?=[^\W\d_a-z])")
_DAYS = frozenset(word.lower() for word in (*MONTHS, *WEEKDAYS))
_LONGEST = 250  # characters of a byline
_MOST = 20  # words of a byline without `By`


def read_byline(words: str) -> Byline | None:
    """The byline that begins with `By` or its like; None if the words name nobody so."""
    match = _LEAD.match(words) if len(words) <= _LONGEST else None
    return _signed(words, match.end()) if match else None


def byline_at_end(words: str) -> Byline | None:
    """The byline at the end of an article, which is about its making: "Reporting by Nora Pell"."""
    match = _AT_END.match(words) if len(words) <= 2 * _LONGEST else None
    return _signed(words.rstrip(" )."), match.end()) if match else None


def bare_byline(words: str) -> Byline | None:
    """The byline of nothing but names, perhaps with a post or an outlet: "Nora Pell, Staff Writer"."""
    if len(words) > _LONGEST or re.search(r"[.!?:“”\"]\Z", words):
        return None
    found = _signed(words, 0)
    if found is None:
        return None
    people = [_placeless(part) for part in _BETWEEN.split(found.words.exact(words))]
    others = [part for part in people if not re.fullmatch(_NAME, part)]
    is_signed = people[0] not in others and not _is_post(people[0]) and (not others or _is_post(" ".join(others)))
    return found if is_signed and len(words.split()) <= _MOST else None


def _placeless(name: str) -> str:
    """A name without the place from where its owner reports: "Nora Pell in Tarn"."""
    match = _PLACE_AFTER.search(name)
    return name[: match.start()] if match else name


def is_certain(words: str, byline: Byline) -> bool:
    """Whether a bare byline shows by a post or an outlet that it is one."""
    named = byline.words.exact(words)
    return any(map(_is_post, _BETWEEN.split(named)[1:])) or bool(re.match(r"\s*[|•·]", words[byline.words.end :]))


def is_outlet_line(words: str) -> bool:
    """Whether a line after a byline names the author's post or outlet, as in "Special to the Tarn Courier"."""
    return len(words.split()) <= 8 and not re.search(r"[.!?:]\Z", words) and _is_post(words)


def _signed(words: str, start: int) -> Byline | None:
    end, published = len(words), None
    if (stamp := stamp_at_end(words[start:])) is not None:
        end, published = start + stamp.start, stamp.published
    if (tail := _TAIL.search(words, start, end)) is not None:
        end = tail.start()
    span = Span(start, end).trim(words, " ,;|•·–—-(") if start < end else None
    if span is None:
        return None
    named = span.exact(words)
    if not named[0].isupper() or len(named.split()) > 16 or re.search(r"[!?“”\"]|\w{3}\.\Z", named):
        return None
    authors = tuple(_authors(named, span.start))
    is_dated = named.split()[0].strip(",").lower() in _DAYS
    is_name = bool(authors) or _is_post(named) or (start > 0 and re.fullmatch(_WORD, named) is not None)
    return Byline(span, authors, published) if is_name and not is_dated else None


def _authors(named: str, start: int) -> list[Span]:
    """The names in the words of a byline, without posts, outlets and places."""
    found, place = [], 0
    for gap in [*_BETWEEN.finditer(named), None]:
        part = named[place : gap.start() if gap else len(named)]
        whole = _placeless(part)
        names = list(_NAMES.finditer(whole))
        if names and not (place and _is_post(whole)):
            # A post may come before the name: "Courier political editor Nora Pell".
            found.append(Span(*names[-1].span()).shift(start + place))
        place = gap.end() if gap else len(named)
    return [name for name in found if not _is_post(named[name.start - start : name.end - start])]


def _is_post(words: str) -> bool:
    """Whether words name a post or an outlet, not a person."""
    return not pages.CREDENTIALS.isdisjoint(word.strip(".,").lower() for word in words.split())

"""Dates and times by themselves around an article: "Updated 14:05", "Thursday, May 8, 2031"."""

from __future__ import annotations

import dataclasses
import datetime
import re

from onrecord.lang.en import pages
from onrecord.text.calendar import MONTH_WORD, WEEKDAY_WORD, resolve_date

_WEEKDAY = rf"{WEEKDAY_WORD}\b\.?"
_DAY = r"(?P<{0}>\d{{1,2}}(?:st|nd|rd|th)?)"
# The forms of a day with its year; a day and a month in digits alone are in an order that nobody knows.
_FULL = re.compile(
    rf"(?P<month>{MONTH_WORD})\b\.?\s{{1,3}}{_DAY.format('day')}\b,?\s{{1,3}}(?P<year>\d{{4}})\b"
    rf"|{_DAY.format('day2')}\s{{1,3}}(?P<month2>{MONTH_WORD})\b\.?,?\s{{1,3}}(?P<year2>\d{{4}})\b"
    r"|(?P<iso>\d{4}-\d{2}-\d{2})",
    re.IGNORECASE,
)
_CLOCK = r"\d{1,2}(?:[:.]\d{2}){1,2}\s?(?:[ap]\.?m\b\.?)?|\d{1,2}\s?[ap]\.?m\b\.?|noon|midnight"
_TOKEN = re.compile(
    rf"\s+|[,;|•·–—/()-]|(?P<solid>{_FULL.pattern.replace('?P<', '?P<t_')}"
    rf"|{_CLOCK}|\d{{1,2}}[/.]\d{{1,2}}[/.]\d{{2,4}}\b|\d{{1,2}}(?:st|nd|rd|th)?\s{MONTH_WORD}\b\.?|{MONTH_WORD}\b\.?\s\d{{1,2}}(?:st|nd|rd|th)?\b"
    rf"|{_WEEKDAY}|{MONTH_WORD}\s\d{{4}}\b|\d+\s(?:min(?:ute)?|hour|hr|day)s?\sago)"
    r"|(?-i:[A-Z]{1,4}T|UTC|GMT|BST|IST)\b|(?P<word>[a-z]+):?",
    re.IGNORECASE,
)


@dataclasses.dataclass(frozen=True, slots=True)
class Stamp:
    """A date or time by itself.

    Attributes:
        start: where it begins in the words that were read.
        published: the day of publication, in EDTF; None if no day with its year is stated, or only that of an update.
    """

    start: int
    published: str | None


def read_stamp(words: str) -> Stamp | None:
    """The stamp that the words are, None if they are anything else.

    Examples:
        >>> read_stamp("Published on Thursday, May 8, 2031").published
        '2031-05-08'
    """
    place, solid, later, published = 0, False, False, None
    while place < len(words):
        match = _TOKEN.match(words, place)
        if match is None or (match["word"] and match["word"].lower() not in pages.STAMPS):
            return None
        if match["word"]:
            word = match["word"].lower()
            later = word in pages.LATER or (later and word in {"on", "at", "last"})
        solid |= bool(match["solid"])
        if published is None and not later and (full := _FULL.match(words, place)):
            published = _day(full)
        place = match.end()
    return Stamp(0, published) if solid else None


def stamp_at_end(words: str) -> Stamp | None:
    """The stamp after other words: "Nora Pell Updated May 8, 2031"; None if nothing dates them."""
    for match in re.finditer(r"\s", words):
        stamp = read_stamp(words[match.end() :])
        if stamp is not None:
            return Stamp(match.start(), stamp.published)
    return None


def _day(match: re.Match[str]) -> str | None:
    if match["iso"]:
        try:
            return str(datetime.date.fromisoformat(match["iso"]))
        except ValueError:
            return None
    month, day, year = (match[name] or match[f"{name}2"] for name in ("month", "day", "year"))
    return resolve_date(f"{month.capitalize()} {re.sub(r'[a-z]+', '', day, flags=re.I)}, {year}", None)

"""Dates and times by themselves around an article: "Updated 14:05", "Thursday, May 8, 2031 at 2:05 p.m. EDT"."""

from __future__ import annotations

import dataclasses
import datetime
import itertools
import re

from onrecord.lang.en import pages
from onrecord.text.calendar import MONTH_WORD, WEEKDAY_WORD, resolve_date
from onrecord.text.phrases import Phrases

_WEEKDAY = rf"{WEEKDAY_WORD}\b\.?"
_NUMBER = r"\d{1,2}(?:st|nd|rd|th)?"
# The forms of a day with its year.
_FULL = (
    rf"(?P<month>{MONTH_WORD})\b\.?[\s-]{{1,3}}(?P<day>{_NUMBER})\b,?[\s-]{{1,3}}(?P<year>\d{{4}})(?!\d)"
    rf"|(?P<day2>{_NUMBER})\s{{1,3}}(?:of\s)?(?P<month2>{MONTH_WORD})\b[.,]?\s{{1,3}}(?P<year2>\d{{4}})(?!\d)"
    r"|(?P<iso>\d{4}-\d{2}-\d{2})(?=T|\b)"
    r"|(?P<first>\d{1,2})(?P<mark>[/.-])(?P<second>\d{1,2})(?P=mark)(?P<year3>\d{4})\b"
)
_CLOCK = (
    r"T?(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:[:.]\d{2}(?:\.\d{1,6})?)?(?:\s?(?P<half>[ap])\.?m\b\.?)?(?:\s?hrs\b)?"
    r"|(?P<hour2>\d{1,2})\s?(?P<half2>[ap])\.?m\b\.?"
    r"|(?P<digits>[012]\d[0-5]\d)(?=\s?(?:GMT|UTC|hrs|h\b))(?:\s?hrs|h)?"
    r"|(?P<noon>noon)\b|midnight\b"
)
_ZONE = (
    r"(?-i:(?:[A-Z]{1,4}T|UTC)(?![+-]\d)|(?:[A-Z][a-z]{2,12} ){1,3}[Tt]ime)\b"
    r"|(?:(?:GMT|UTC)(?=[+-]))?(?P<offset>(?-i:Z)\b|[+-]\d{1,2}:?\d{2}\b|[+-]\d{1,2}\b)"
)
# Other words that date something: a day without its year, a weekday, "3 hours ago".
_VAGUE = (
    rf"{_NUMBER}\s{MONTH_WORD}\b\.?|{MONTH_WORD}\b\.?\s{_NUMBER}\b|{_WEEKDAY}|{MONTH_WORD}\s\d{{4}}\b"
    r"|\d{1,2}(?P<between>[/.-])\d{1,2}(?P=between)\d{2}\b"
    r"|(?:\d{1,3}|an?|one|two|three)\s(?:min(?:ute)?|hour|hr|day|week|month|year)s?\sago\b"
    r"|\d{1,3}\s?(?:min(?:ute)?|hour|hr|day)s?\s(?:later|earlier)\b"
    r"|\d{1,2}[hdm]\sago\b|just now\b"
    r"|today\b|yesterday\b"
)
_FILLER = re.compile(r"\s+|[,;|•·–—/()\[\]:-]")
_SOLID = re.compile(rf"(?P<full>{_FULL})|(?P<clock>{_CLOCK})|(?P<vague>{_VAGUE})", re.IGNORECASE)
_DATED = re.compile(rf"(?<!\w)(?:{_FULL})", re.IGNORECASE)
_ZONED = re.compile(_ZONE, re.IGNORECASE)
_WORD = re.compile(r"(?P<word>[a-z]+):?(?![\w’'])", re.IGNORECASE)
# What a stamp may begin with; most places in a text are dismissed by it.
BEGINNINGS = (
    rf"[\W\d]|T\d|{MONTH_WORD}|{WEEKDAY_WORD}|{'|'.join(sorted(pages.STAMPS))}|noon|midnight|today|yesterday|an?\b|one\b"
    r"|two\b|three\b|just now\b"
)
_FIRST = Phrases(BEGINNINGS)
_BLANK = re.compile(rf"\s(?={BEGINNINGS})", re.IGNORECASE)
_LONGEST = 250  # characters of a line with a stamp


@dataclasses.dataclass(frozen=True, slots=True)
class Stamp:
    """A date or time by itself.

    Attributes:
        start: where it begins in the words that were read.
        end: where it ends in them.
        published: the day of publication in EDTF, with the time if one is stated; None if no day with its year is
            stated, or only that of an update.
        updated: the day of the last update, likewise.
        is_day: whether a day is named, and not only a time.
    """

    start: int
    end: int
    published: str | None
    updated: str | None
    is_day: bool


@dataclasses.dataclass(slots=True)
class _Moment:
    """A day and the time next to it, as they are read."""

    is_later: bool = False
    day: str | None = None
    time: str | None = None
    zone: str = ""

    def edtf(self) -> str | None:
        return f"{self.day}T{self.time}:00{self.zone}" if self.day and self.time else self.day


def read_stamp(words: str) -> Stamp | None:
    """The stamp that the words are, None if they are anything else.

    Examples:
        >>> read_stamp("Published on Thursday, May 8, 2031").published
        '2031-05-08'
        >>> read_stamp("Updated: 14:05 GMT, 8 May 2031").updated
        '2031-05-08T14:05:00Z'
    """
    stamp = stamp_at(words, 0) if len(words) <= _LONGEST else None
    return stamp if stamp is not None and stamp.end == len(words) else None


def stamp_at(words: str, start: int) -> Stamp | None:
    """The longest stamp that begins at a place of the words, with the marks after it; None if no stamp does."""
    if _FIRST.match(words, start) is None:
        return None
    place, end, is_day = start, start, False
    moments = [_Moment()]
    while place < len(words):
        if match := _FILLER.match(words, place):
            place = match.end()
            end = place if end > start else end
            continue
        if match := _SOLID.match(words, place):
            is_day |= match["clock"] is None
            _take(moments, match)
        elif (match := _ZONED.match(words, place)) and moments[-1].time:
            moments[-1].zone = _offset(match["offset"]) if match["offset"] else pages.ZONES.get(match[0], "")
        elif (match := _WORD.match(words, place)) and match["word"].lower() in pages.STAMPS:
            _turn(moments, match["word"].lower())
            place = match.end()
            continue
        else:
            break
        place = end = match.end()
    if end == start:
        return None
    _fill(moments)
    published, updated = (
        next((moment.edtf() for moment in moments if moment.day and moment.is_later is later), None)
        for later in (False, True)
    )
    return Stamp(start, end, published, updated, is_day)


def stamp_at_end(words: str) -> Stamp | None:
    """The stamp after other words: "Nora Pell Updated May 8, 2031"; None if nothing dates them."""
    for match in _BLANK.finditer(words[:_LONGEST]):
        stamp = stamp_at(words, match.end())
        if stamp is not None and stamp.end == len(words):
            return dataclasses.replace(stamp, start=match.start())
    return None


def masthead_rest(words: str) -> tuple[str, str] | None:
    """The words around the only day in words, and this day in EDTF; None if they have none."""
    match = _DATED.search(words) if len(words) <= _LONGEST else None
    day = _day(match) if match else None
    if match is None or day is None:
        return None
    before = re.sub(rf"(?:{_WEEKDAY}|\bof\b)\W*\Z", " ", words[: match.start()].rstrip(" ,"), flags=re.IGNORECASE)
    after = re.sub(rf"\A\W*{_WEEKDAY}", " ", words[match.end() :], flags=re.IGNORECASE)
    return f"{before}  {after}", day


def day_in(words: str) -> str | None:
    """The first day with its year in words, in EDTF."""
    match = _DATED.search(words[:_LONGEST])
    return _day(match) if match else None


def _fill(moments: list[_Moment]) -> None:
    """A later time without a day is that of the day before it: "May 8, 2031 06:00, updated 11:12"."""
    for before, moment in itertools.pairwise(moments):
        if moment.is_later and moment.time and moment.day is None:
            moment.day = before.day


def _offset(words: str) -> str:
    """An offset from UTC as EDTF has it: `+01:00` for `+1`."""
    if words == "Z":
        return words
    digits = words[1:].replace(":", "")
    hours, minutes = (digits[:-2], digits[-2:]) if len(digits) > 2 else (digits, "00")
    return f"{words[0]}{int(hours):02}:{minutes}" if int(hours) < 15 and int(minutes) < 60 else ""


def _turn(moments: list[_Moment], word: str) -> None:
    """Begins another moment where a word such as `updated` does."""
    is_later = word in pages.LATER
    if word in pages.STAMPS - pages.LATER - {"published", "posted", "created", "issued", "released", "filed"}:
        return
    if moments[-1].day or moments[-1].time:
        moments.append(_Moment(is_later))
    else:
        moments[-1].is_later = is_later


def _take(moments: list[_Moment], match: re.Match[str]) -> None:
    """Notes a day or a time."""
    moment = moments[-1]
    if match["full"]:
        if moment.day:
            moments.append(moment := _Moment(moment.is_later))
        moment.day = _day(match)
    elif match["clock"] and moment.time is None:
        moment.time = _time(match)


def _time(match: re.Match[str]) -> str | None:
    """A time of day as `HH:MM`; None unless there is one."""
    if match["noon"]:
        return "12:00"
    if digits := match["digits"]:
        return f"{digits[:2]}:{digits[2:]}"
    if not (match["hour"] or match["hour2"]):
        return None
    hour, minute = int(match["hour"] or match["hour2"]), int(match["minute"] or 0)
    half = match["half"] or match["half2"]
    if half and 1 <= hour <= 12:  # "14:05 pm" is a time of 24 hours
        hour = hour % 12 + (12 if half.lower() == "p" else 0)
    return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else None


def _day(match: re.Match[str]) -> str | None:
    """A day in ISO 8601; None if there is no such day, or two may be meant: 5/8/2031 is in May or in August."""
    if match["iso"]:
        try:
            return str(datetime.date.fromisoformat(match["iso"]))
        except ValueError:
            return None
    if match["first"]:
        one, two = int(match["first"]), int(match["second"])
        if min(one, two) > 12 or (max(one, two) <= 12 and one != two):
            return None
        day, month = max(one, two), min(one, two)
        try:
            return str(datetime.date(int(match["year3"]), month, day))
        except ValueError:
            return None
    month_name, day_name, year = (match[name] or match[f"{name}2"] for name in ("month", "day", "year"))
    return resolve_date(f"{month_name.capitalize()} {re.sub(r'[a-z]+', '', day_name, flags=re.I)}, {year}", None)

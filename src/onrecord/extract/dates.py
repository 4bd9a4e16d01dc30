"""Dates in the words of news, read against the day of publication.

Limits: a weekday alone is the last such day up to the day of publication, as news has it; "last Monday", which people
read in two ways, and spans of time ("last week") are found, but not resolved.
"""

from __future__ import annotations

import calendar
import datetime
import re

from onrecord.spans import Span

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = tuple(calendar.month_name)[1:]
_SHORT = "Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec"
_TIME = r"(?: (?:night|morning|evening|afternoon))?"
_PATTERN = re.compile(
    rf"\b(?:earlier this (?:week|month|year)|(?:last|late|early|this|on) (?:{'|'.join(_WEEKDAYS)}){_TIME}|"
    rf"(?:{'|'.join(_WEEKDAYS)}){_TIME}|yesterday{_TIME}|today|tonight|(?:last|this) (?:week|month|year|night)|"
    rf"(?:on )?(?:{'|'.join(_MONTHS)}|(?:{_SHORT})\.?) \d{{1,2}}(?:, \d{{4}})?)\b"
)
_DAY = re.compile(rf"({'|'.join(_MONTHS)}|{_SHORT})\.? (\d{{1,2}})(?:, (\d{{4}}))?$")


def find_date(text: str, within: Span) -> Span | None:
    """The first words in a stretch of text that date what it tells."""
    match = _PATTERN.search(text, within.start, within.end)
    if match is None:
        return None
    start = match.start() + len("on ") if match[0].startswith("on ") else match.start()
    return Span(start, match.end())


def resolve_date(words: str, published: str | None) -> str | None:
    """The day that `words` name, as `YYYY-MM-DD`; None where that does not follow.

    Args:
        words: as `find_date` finds them.
        published: the day of publication as `YYYY-MM-DD`; in any other form of EDTF, or None, it settles nothing.
    """
    reference = _day(published)
    if match := _DAY.search(words):
        return _calendar_day(match, reference)
    if reference is None:
        return None
    for number, weekday in enumerate(_WEEKDAYS):
        if weekday in words and not words.startswith("last "):
            return str(reference - datetime.timedelta(days=(reference.weekday() - number) % 7))
    if words.startswith("yesterday") or words == "last night":
        return str(reference - datetime.timedelta(days=1))
    return str(reference) if words in {"today", "tonight"} else None


def _day(published: str | None) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(published) if published and len(published) == 10 else None
    except ValueError:
        return None


def _calendar_day(match: re.Match[str], reference: datetime.date | None) -> str | None:
    """As in "May 13" is the last one up to the day of publication."""
    month = next(number for number, name in enumerate(_MONTHS, start=1) if name.startswith(match[1][:3]))
    if not match[3] and reference is None:
        return None
    year = int(match[3]) if match[3] else reference.year if reference else 0
    try:
        day = datetime.date(year, month, int(match[2]))
        if not match[3] and reference and day > reference:
            day = day.replace(year=year - 1)
    except ValueError:
        return None
    return str(day)

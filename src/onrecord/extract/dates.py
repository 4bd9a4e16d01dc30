"""Dates in the words of news, read against the day of publication.

Limits: a weekday alone is the last such day up to the day of publication, as news has it; "last Monday", which people
read in two ways, "this Friday" on a Monday, and spans of time ("last week") are found, but not resolved.
"""

from __future__ import annotations

import datetime
import re

from onrecord.spans import Span

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_MONTH = rf"(?:{'|'.join(_MONTHS)}|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?)"
_WEEKDAY = rf"(?:{'|'.join(_WEEKDAYS)})"
_TIME = r"(?: (?:night|morning|evening|afternoon))?"
_YEAR = r"(?:,? (?P<year>\d{4}))?"
# In "voted 5-2 May 13" the 2 is no day.
_CALENDAR_DAY = rf"(?:{_MONTH} \d{{1,2}}|(?<![-–—$])\d{{1,2}} {_MONTH}(?! \d{{1,2}}\b))(?:,? \d{{4}})?"
_PATTERN = re.compile(
    r"\b(?:(?i:earlier this (?:week|month|year)|(?:last|this) (?:week|month|year|night))|"
    rf"(?i:yesterday{_TIME}|today|tonight)|"
    rf"(?:(?i:last|late|early|this|on) )?{_WEEKDAY}{_TIME}(?:,? {_CALENDAR_DAY})?|"
    rf"(?:(?i:on) )?{_CALENDAR_DAY})\b"
)
_DAYS = (
    re.compile(rf"(?P<month>{_MONTH}) (?P<day>\d{{1,2}}){_YEAR}$"),
    re.compile(rf"(?P<day>\d{{1,2}}) (?P<month>{_MONTH}){_YEAR}$"),
)


def find_date(text: str, within: Span) -> Span | None:
    """The first words in a stretch of text that date what it tells."""
    match = _PATTERN.search(text, within.start, within.end)
    if match is None:
        return None
    start = match.start() + len("on ") if match[0].lower().startswith("on ") else match.start()
    return Span(start, match.end())


def resolve_date(words: str, published: str | None) -> str | None:
    """The day that `words` name, as `YYYY-MM-DD`; None where that does not follow.

    Args:
        words: as `find_date` finds them.
        published: the day of publication as `YYYY-MM-DD`; in any other form of EDTF, or None, it settles nothing.
    """
    reference = _day(published)
    for pattern in _DAYS:
        if match := pattern.search(words):
            return _calendar_day(match, reference)
    if reference is None:
        return None
    folded = words.lower()
    for number, weekday in enumerate(_WEEKDAYS):
        if weekday in words:
            days_ago = (reference.weekday() - number) % 7
            is_open = folded.startswith("last ") or (folded.startswith("this ") and days_ago > reference.weekday())
            return None if is_open else _days_before(reference, days_ago)
    if folded.startswith("yesterday") or folded == "last night":
        return _days_before(reference, 1)
    return str(reference) if folded in {"today", "tonight"} else None


def _days_before(reference: datetime.date, days: int) -> str | None:
    try:
        return str(reference - datetime.timedelta(days=days))
    except OverflowError:  # before the first day of the calendar
        return None


def _day(published: str | None) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(published) if published and len(published) == 10 else None
    except ValueError:
        return None


def _calendar_day(match: re.Match[str], reference: datetime.date | None) -> str | None:
    """As in "May 13" is the last one up to the day of publication."""
    month = next(number for number, name in enumerate(_MONTHS, start=1) if name.startswith(match["month"][:3]))
    if not match["year"] and reference is None:
        return None
    year = int(match["year"]) if match["year"] else reference.year if reference else 0
    try:
        day = datetime.date(year, month, int(match["day"]))
        if not match["year"] and reference and day > reference:
            day = day.replace(year=year - 1)
    except ValueError:
        return None
    return str(day)

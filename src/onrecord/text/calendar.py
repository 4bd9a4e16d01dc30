"""Dates in the words of news, resolved against the day of publication.

A weekday alone is the last such day up to the day of publication, as is usual in news. Limits: "last Monday", which
people read in two ways, and "this Friday" on a Monday are found, but not resolved.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

from onrecord.text.numbers import NUMBERS, UNITS
from onrecord.text.spans import Span

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_SHORT_MONTHS = "Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec"
# Patterns for a month, by its name or its abbreviation, with and without the period of the abbreviation.
MONTH = rf"(?:{'|'.join(MONTHS)}|(?:{_SHORT_MONTHS})\.?)"
MONTH_WORD = rf"(?:{'|'.join(MONTHS)}|{_SHORT_MONTHS})"
# A pattern for a weekday, by its name or its abbreviation without the period.
WEEKDAY_WORD = rf"(?:{'|'.join(WEEKDAYS)}|Mon|Tues?|Wed|Thu(?:rs?)?|Fri|Sat|Sun)"
_WEEKDAY = rf"(?:{'|'.join(WEEKDAYS)})"
_TIME = r"(?: (?:night|morning|evening|afternoon))?"
_YEAR = r"(?:,? (?P<year>\d{4}))?"
# In "voted 5-2 May 13" the 2 is not a day.
_CALENDAR_DAY = rf"(?:{MONTH} \d{{1,2}}|(?<![-–—$])\d{{1,2}} {MONTH}(?! \d{{1,2}}\b))(?:,? \d{{4}})?"
_MONTH_NAME = rf"(?:{'|'.join(MONTHS)})"
_NUMBER = rf"(?:\d{{1,2}}|{'|'.join(UNITS[1:11])})"
_PATTERN = re.compile(
    r"\b(?:(?i:earlier (?:today|this (?:week|month|year))|(?:last|this) (?:week|month|year|night|weekend)|"
    r"(?:over|at) the weekend|this (?:morning|afternoon|evening))|"
    rf"(?i:{_NUMBER} (?:day|week)s? ago)|"
    rf"(?i:yesterday{_TIME}|today|tonight)|"
    rf"(?:(?i:last|late|early|this|on) )?{_WEEKDAY}{_TIME}(?:,? {_CALENDAR_DAY})?|"
    rf"(?:(?i:on) )?{_CALENDAR_DAY}|"
    rf"(?i:in) (?:{_MONTH_NAME}(?:,? \d{{4}})?|(?:19|20)\d\d))\b"
)
_LEAD = re.compile(r"(?:on|in) ", re.IGNORECASE)
_AGO = re.compile(rf"(?P<number>{_NUMBER}) (?P<unit>day|week)s? ago")
_MONTH_ALONE = re.compile(rf"(?P<month>{_MONTH_NAME})(?:,? (?P<year>\d{{4}}))?")
_DAYS = (
    re.compile(rf"(?P<month>{MONTH}) (?P<day>\d{{1,2}}){_YEAR}$"),
    re.compile(rf"(?P<day>\d{{1,2}}) (?P<month>{MONTH}){_YEAR}$"),
)


def find_dates(text: str, within: Span) -> Iterator[Span]:
    """The words in a stretch of text that date something, in order."""
    for match in _PATTERN.finditer(text, within.start, within.end):
        before = _LEAD.match(match[0])
        yield Span(match.start() + (before.end() if before else 0), match.end())


def is_ahead(words: str, published: str | None) -> bool:
    """Whether a day without its year is in the half year after publication; then it is not an earlier day."""
    reference = _day(published)
    match = next((match for pattern in _DAYS if (match := pattern.search(words))), None)
    if reference is None or match is None or match["year"]:
        return False
    day = _in_year(match, reference.year) or reference
    ahead = (day - reference).days % 365
    return 0 < ahead <= 183


def resolve_date(words: str, published: str | None) -> str | None:
    """The time that `words` name, in EDTF; None if it does not follow from them.

    A day is `2031-05-13`, a month `2031-05`, a year `2031`, a part of a week an interval such as
    `2031-05-12/2031-05-14`, and "two weeks ago" an approximate day, `2031-04-30~`. Weeks begin on Monday, as in
    ISO 8601.

    Args:
        words: the words, as found by `find_dates`.
        published: the day of publication as `YYYY-MM-DD`, with or without a time; None and any other form of EDTF are
            of no use.
    """
    reference = _day(published)
    for pattern in _DAYS:
        if match := pattern.search(words):
            return _calendar_day(match, reference)
    if match := _MONTH_ALONE.fullmatch(words):
        return _calendar_month(match, reference)
    if re.fullmatch(r"\d{4}", words):
        return words
    return _counted_back(words, reference) if reference else None


def is_long(words: str) -> bool:
    """Whether the words name a month or a year."""
    return bool(_MONTH_ALONE.fullmatch(words) or re.fullmatch(r"\d{4}", words))


def is_stated(words: str) -> bool:
    """Whether the words state the year, so that the day of publication is not needed."""
    return bool(re.search(r"\d{4}$", words))


def _counted_back(words: str, reference: datetime.date) -> str | None:
    """The time that words name relative to the day of publication."""
    folded = words.lower()
    for number, weekday in enumerate(WEEKDAYS):
        if weekday in words:
            days_ago = (reference.weekday() - number) % 7
            is_open = folded.startswith("last ") or (folded.startswith("this ") and days_ago > reference.weekday())
            return None if is_open else _days_before(reference, days_ago)
    if folded.startswith("yesterday") or folded == "last night":
        return _days_before(reference, 1)
    if match := _AGO.fullmatch(folded):
        number = int(match["number"]) if match["number"].isdigit() else NUMBERS[match["number"]]
        day = _days_before(reference, number * (7 if match["unit"] == "week" else 1))
        return f"{day}~" if day and match["unit"] == "week" else day
    monday = reference - datetime.timedelta(days=min(reference.weekday(), reference.toordinal() - 1))
    match folded.removeprefix("earlier "):
        case "today" | "tonight" | "this morning" | "this afternoon" | "this evening":
            return str(reference)
        case "this week":
            return str(reference) if monday == reference else f"{monday}/{reference}"
        case "last week":
            first, last = _days_before(monday, 7), _days_before(monday, 1)
            return f"{first}/{last}" if first else None
        case "last weekend" | "over the weekend" | "at the weekend":
            first, last = _days_before(monday, 2), _days_before(monday, 1)
            return f"{first}/{last}" if first and reference.weekday() < 5 else None
        case "this month":
            return f"{reference:%Y-%m}"
        case "last month":
            end = _days_before(reference.replace(day=1), 1)
            return end[:7] if end else None
        case "this year":
            return f"{reference:%Y}"
        case "last year":
            return f"{reference.year - 1:04}"
    return None


def _days_before(reference: datetime.date, days: int) -> str | None:
    try:
        return str(reference - datetime.timedelta(days=days))
    except OverflowError:  # before the first day of the calendar
        return None


def _day(published: str | None) -> datetime.date | None:
    try:
        day = (published or "").partition("T")[0]
        return datetime.date.fromisoformat(day) if len(day) == 10 else None
    except ValueError:
        return None


def _calendar_day(match: re.Match[str], reference: datetime.date | None) -> str | None:
    """The day of words such as "May 13": without a year, the last such day up to the day of publication."""
    if match["year"]:
        day = _in_year(match, int(match["year"]))
    elif reference is None:
        return None
    else:
        day = _in_year(match, reference.year)
        if day and day > reference:
            day = _in_year(match, reference.year - 1)
    return str(day) if day else None


def _in_year(match: re.Match[str], year: int) -> datetime.date | None:
    try:
        return datetime.date(year, _number_of(match["month"]), int(match["day"]))
    except ValueError:
        return None


def _calendar_month(match: re.Match[str], reference: datetime.date | None) -> str | None:
    """The month of words such as "March": without a year, the last such month up to the month of publication."""
    month = _number_of(match["month"])
    if match["year"]:
        return f"{match['year']}-{month:02}"
    return None if reference is None else f"{reference.year - (month > reference.month):04}-{month:02}"


def _number_of(month: str) -> int:
    return next(number for number, name in enumerate(MONTHS, start=1) if name.startswith(month[:3]))

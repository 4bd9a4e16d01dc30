"""The dates that records, feeds and documents state, in the forms that programs and people write them in."""

from __future__ import annotations

import datetime
import email.utils
import enum
import re
from collections.abc import Iterable

from onrecord.ingestion.stamps import day_in
from onrecord.text.calendar import MONTH_WORD
from onrecord.text.edtf import LONGEST_DATE, is_edtf

_CLOCK = re.compile(
    r"[\sT,]{0,3}(?P<hour>\d{1,2})(?::?(?P<minute>\d{2})(?::?(?P<second>\d{2})(?:[.,]\d{1,9})?)?)?\s?(?P<half>[ap]\.?m\.?)?"
    r"\s?(?P<zone>Z|UTC|GMT|(?:UTC|GMT)?[+-]\d{2}:?(?:\d{2})?)?(?:\s?\(?[A-Z][A-Za-z]{1,4}\)?)?",
    re.IGNORECASE,
)
_ISO = re.compile(r"(?P<year>\d{4})(?P<gap>[-/.]?)(?P<month>\d{2})(?P=gap)(?P<day>\d{2})(?:(?!\d)|(?=\d{6}(?!\d)))")
_DIGITS = re.compile(r"(?P<first>\d{1,2})(?P<gap>[/.-])(?P<second>\d{1,2})(?P=gap)(?P<year>\d{4})(?!\d)")
# Seconds or milliseconds since 1970: of the years from 2001 to 2286.
_EPOCH = re.compile(r"(?P<seconds>[1-9]\d{9})(?:\d{3})?(?:\.\d{1,9})?")
_WORDS = re.compile(
    rf"(?:\w{{3,9}}\.?,?\s{{1,3}})?(?:{MONTH_WORD}\b\.?\s{{1,3}}\d{{1,2}}(?:st|nd|rd|th)?\b,?\s{{1,3}}\d{{4}}\b"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?\s{{1,3}}{MONTH_WORD}\b\.?,?\s{{1,3}}\d{{4}}\b)(?:\s{{0,3}}(?:at|,|[-–|])(?=\W))?",
    re.IGNORECASE,
)
_MAIL = re.compile(
    r"[A-Z][a-z]{2},?\s{1,3}\d{1,2}\s{1,3}[A-Z][a-z]{2}\w*\s{1,3}\d{4}\s\d|\d{1,2}\s[A-Z][a-z]{2}\s\d{4}\s\d"
)


class DayOrder(enum.Enum):
    """Which of two numbers with slashes is the day."""

    DAY_FIRST = "day first"
    MONTH_FIRST = "month first"


def order_of(values: Iterable[str]) -> DayOrder | None:
    """The order of day and month in all of a file's dates; None if no date settles it, or two contradict each other.

    Examples:
        >>> order_of(["03/04/2031", "28/04/2031"])
        <DayOrder.DAY_FIRST: 'day first'>
    """
    found = set()
    for value in values:
        match = _DIGITS.match(value.strip())
        if match and int(match["first"]) > 12:
            found.add(DayOrder.DAY_FIRST)
        elif match and int(match["second"]) > 12:
            found.add(DayOrder.MONTH_FIRST)
    return found.pop() if len(found) == 1 else None


def is_open(value: str) -> bool:
    """Whether a date is written so that the order of its day and its month must be known."""
    return bool(_DIGITS.match(value.strip()))


def read_date(value: str, order: DayOrder | None = None, *, is_utc: bool = False) -> str | None:
    """A date or a time in EDTF; None if it is neither, or may be read in two ways.

    Args:
        value: the date as it is written.
        order: the order of day and month, if known.
        is_utc: whether a time without a zone is in UTC.

    Examples:
        >>> read_date("Thu, 08 May 2031 14:05:00 +0100")
        '2031-05-08T14:05:00+01:00'
        >>> read_date("May 8, 2031")
        '2031-05-08'
        >>> print(read_date("03/04/2031"))
        None
    """
    value = " ".join(value.split())
    if not value or len(value) > LONGEST_DATE:
        return None
    found = _mail(value) or _since_1970(value) or _numbers(value, order, is_utc) or _words(value, is_utc)
    found = found or (value if is_edtf(value) else None)
    return found if found and is_edtf(found) else None


def _mail(value: str) -> str | None:
    """A date as mails and RSS have it."""
    if not _MAIL.match(value):
        return None
    try:
        found = email.utils.parsedate_to_datetime(value)
    except (ValueError, IndexError):
        return None
    # The zone -0000 is that of a clock whose place is not known.
    return _with_zone(found.replace(microsecond=0).isoformat())


def _since_1970(value: str) -> str | None:
    match = _EPOCH.fullmatch(value)
    if not match:
        return None
    moment = datetime.datetime.fromtimestamp(int(match["seconds"]), datetime.UTC)
    return _with_zone(moment.isoformat())


def _numbers(value: str, order: DayOrder | None, is_utc: bool) -> str | None:
    if match := _ISO.match(value):
        day, month = match["day"], match["month"]
    elif match := _DIGITS.match(value):
        first, second = int(match["first"]), int(match["second"])
        if first == second or second > 12 or first > 12:
            is_day_first = first > 12 or (first == second)
        elif order is None:
            return None
        else:
            is_day_first = order is DayOrder.DAY_FIRST
        day, month = (match["first"], match["second"]) if is_day_first else (match["second"], match["first"])
    else:
        return None
    return _timed(match["year"], month, day, value[match.end() :], is_utc)


def _words(value: str, is_utc: bool) -> str | None:
    match = _WORDS.match(value)
    found = day_in(match[0]) if match else None
    if match is None or found is None:
        return None
    year, month, day = found.split("-")
    return _timed(year, month, day, value[match.end() :], is_utc)


def _timed(year: str, month: str, day: str, rest: str, is_utc: bool) -> str | None:
    """A day with the time that the rest of the words states; None if there is no such day or time."""
    try:
        date = datetime.date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None
    if not rest.strip():
        return date
    match = _CLOCK.fullmatch(rest)
    if match is None:
        return None
    hour, minute, second = (int(match[name] or 0) for name in ("hour", "minute", "second"))
    if match["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + 12 * (match["half"][0].lower() == "p")
    elif match["minute"] is None:
        return None
    zone = (match["zone"] or ("Z" if is_utc else "")).upper().removeprefix("UTC").removeprefix("GMT")
    if (match["zone"] or "").upper() in {"UTC", "GMT"}:
        zone = "Z"
    if zone not in {"", "Z"}:
        digits = zone[1:].replace(":", "")
        zone = f"{zone[0]}{digits[:2]}:{digits[2:] or '00'}"
    return _with_zone(f"{date}T{hour:02}:{minute:02}:{second:02}{zone}")


def _with_zone(moment: str) -> str:
    """A time of ISO 8601 with `Z` for UTC, as EDTF has it."""
    return f"{moment[:-6]}Z" if moment.endswith(("+00:00", "-00:00")) else moment

"""Dates in EDTF, the Extended Date/Time Format of ISO 8601-2."""

from __future__ import annotations

import calendar
import itertools
import re
import string

LONGEST_DATE = 100  # characters; the parser tries many ways to read a text
_DATE = r"(?!0000)[0-9]{4}(?:-(?:0[1-9]|1[0-2])(?:-[0-9]{2})?)?"
_TIME = r"T(?:[01][0-9]|2[0-3])(?::[0-5][0-9]){2}(?:Z|[+-](?:0[0-9]|1[01]):[0-5][0-9])?"
# A date, also approximate or uncertain; an interval; a date with a time. Nearly all values have one of these forms.
_COMMON = re.compile(
    rf"{_DATE}[~?%]?(?:/(?:{_DATE}[~?%]?|\.\.))?|\.\./{_DATE}[~?%]?|[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}{_TIME}"
)
# A day, perhaps with unspecified digits; qualifiers have been removed.
_DAY = re.compile(r"(?<![\dX])([\dX]{4})-([\dX]{2})-([\dX]{2})(?![\dX])")
_QUALIFIERS = str.maketrans("", "", "~?%")


def is_edtf(value: str) -> bool:
    """Whether a text is a date in EDTF, no longer than `LONGEST_DATE`.

    Examples:
        >>> [is_edtf(value) for value in ("2031-05-13", "2031-05~", "2031-02-30", "May 13")]
        [True, True, False, False]
    """
    if len(value) > LONGEST_DATE:
        return False
    # The parser takes 14 ms for each date.
    if not _COMMON.fullmatch(value):
        from edtf import EDTFParseException, parse_edtf

        try:
            parse_edtf(value)
        except (EDTFParseException, TypeError, ValueError, RecursionError, OverflowError):
            return False
    # The parser checks the lengths of months, but neither leap years nor the year 0, nor days with unspecified digits
    # or qualified parts.
    return all(_is_day(*match.groups()) for match in _DAY.finditer(value.translate(_QUALIFIERS)))


def _is_day(year: str, month: str, day: str) -> bool:
    """Whether some choice of the unspecified digits gives a day that exists."""
    years = [number for number in _numbers(year) if number]
    leap = any(map(calendar.isleap, years))
    lengths = [
        calendar.monthrange(2000 if leap else 2001, number)[1] for number in _numbers(month) if 1 <= number <= 12
    ]
    return bool(years) and any(1 <= number <= max(lengths, default=0) for number in _numbers(day))


def _numbers(digits: str) -> list[int]:
    """The numbers that digits may stand for; X stands for any digit."""
    choices = (string.digits if digit == "X" else digit for digit in digits)
    return [int("".join(chosen)) for chosen in itertools.product(*choices)]

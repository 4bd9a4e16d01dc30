"""Dates in EDTF, the Extended Date/Time Format of ISO 8601-2."""

from __future__ import annotations

import datetime
import re

LONGEST_DATE = 100  # characters; the grammar of EDTF tries many ways
_DATE = r"(?!0000)[0-9]{4}(?:-(?:0[1-9]|1[0-2])(?:-[0-9]{2})?)?"
_TIME = r"T(?:[01][0-9]|2[0-3])(?::[0-5][0-9]){2}(?:Z|[+-](?:0[0-9]|1[01]):[0-5][0-9])?"
# A date that is approximate or uncertain, or two that an interval reaches between, or a time: nearly all are such.
_COMMON = re.compile(
    rf"{_DATE}[~?%]?(?:/(?:{_DATE}[~?%]?|\.\.))?|\.\./{_DATE}[~?%]?|[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}{_TIME}"
)
_DAY = re.compile(r"(?<!\d)\d{4}-\d{2}-\d{2}(?!\d)")


def is_edtf(value: str) -> bool:
    """Whether a text is a date in EDTF, no longer than `LONGEST_DATE`.

    Examples:
        >>> [is_edtf(value) for value in ("2031-05-13", "2031-05~", "2031-02-30", "May 13")]
        [True, True, False, False]
    """
    if len(value) > LONGEST_DATE:
        return False
    # The grammar takes 14 ms for each date.
    if not _COMMON.fullmatch(value):
        from edtf import EDTFParseException, parse_edtf

        try:
            parse_edtf(value)
        except (EDTFParseException, TypeError, ValueError, RecursionError, OverflowError):
            return False
    # The grammar knows the lengths of the months, but neither the years of 366 days nor that there is no year 0.
    return all(map(_is_day, _DAY.findall(value)))


def _is_day(value: str) -> bool:
    try:
        datetime.date.fromisoformat(value)
    except ValueError:
        return False
    return True

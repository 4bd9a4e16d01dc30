"""The date of a release, as somebody states it; never the clock of the machine that builds it."""

from __future__ import annotations

import datetime
import os
import re

from onrecord.errors import ReleaseError
from onrecord.package.package import Package

# `datetime.fromisoformat` alone accepts more than RFC 3339 allows.
_RFC3339 = re.compile(r"\d{4}-\d\d-\d\d(?P<time>[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d))?", re.ASCII)
_EPOCH = "SOURCE_DATE_EPOCH"


def stated_moment(package: Package, created: str | None) -> str | None:
    """The date-time that the caller states, or else the descriptor; for a date, its start in UTC.

    Raises:
        ReleaseError: it is not a valid date or date-time of RFC 3339.
    """
    if created is not None:
        return _checked("created", created)
    moment = package.descriptor.get("created")
    return None if moment is None else _checked(f"{package.described}: created", moment)


def _checked(place: str, moment: object) -> str:
    try:
        if isinstance(moment, str) and (match := _RFC3339.fullmatch(moment)):
            datetime.datetime.fromisoformat(moment.upper())
            # The standard requires a date-time in the descriptor.
            return moment if match["time"] else f"{moment}T00:00:00Z"
    except ValueError:
        pass  # such as 30 February
    example = "2031-05-13 or 2031-05-13T08:00:00Z"
    raise ReleaseError(f"{place} is {moment!r}; expected a date or date-time of RFC 3339 such as {example}")


def instant(moment: str) -> datetime.datetime | None:
    """The instant that a date-time of RFC 3339 names; None for another text, as an index may hold."""
    match = _RFC3339.fullmatch(moment)
    try:
        return datetime.datetime.fromisoformat(moment.upper()) if match and match["time"] else None
    except ValueError:
        return None


def build_moment() -> str | None:
    """The time that the environment sets for reproducible builds: SOURCE_DATE_EPOCH.

    Raises:
        ReleaseError: it is not a valid number of seconds since 1970.
    """
    seconds = os.environ.get(_EPOCH)
    if not seconds:
        return None
    try:
        moment = datetime.datetime.fromtimestamp(int(seconds), datetime.UTC)
    except (ValueError, OverflowError, OSError):
        raise ReleaseError(f"{_EPOCH} is {seconds!r}; expected seconds since 1970, as in 1936339200") from None
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")

"""Values of cells in a column of a frame or a database, with the types that nearly all readers have.

A value that such a column cannot hold is never changed silently: `validate` advises, `load` and `publish` refuse.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from onrecord.tableschema.parsers import FarInstant, Instant, NotOfType, is_known, reader
from onrecord.tableschema.schema import Field
from onrecord.text.printable import shown

LIMITS = {
    "integer": "which 64 bits do not hold",
    "year": "which 64 bits do not hold",
    "number": "which a float does not hold",
    "datetime": "which is outside of the years 1 to 9999",
}
_ALL_HELD = frozenset({"boolean", "date"})
EXACT_UP_TO = 2**53  # a float holds each whole number up to this


class NotHeld(OverflowError):  # noqa: N818 - users see a NotReadable
    """A column cannot hold a value; the message says why."""


def why_not_held(error: OverflowError, kind: str) -> str:
    """Why a column of a type cannot hold a value."""
    return str(error) if isinstance(error, NotHeld) else LIMITS.get(kind, LIMITS["number"])


def beyond_columns(field: Field) -> Callable[[str], tuple[str, str] | None]:
    """A function that gives a code and a message if a cell is of its field's type but no column can hold its value."""
    column = READERS.get(field.type)
    if column is None or field.type in _ALL_HELD or not is_known(field):
        return lambda cell: None
    parse = reader(field)

    def defect(cell: str) -> tuple[str, str] | None:
        try:
            column(parse(cell))
        except OverflowError as error:
            return "beyond-columns", f"{shown(cell)} is a {field.type} {why_not_held(error, field.type)}"
        except NotOfType:
            return None
        return None

    return defect


def _integer(value: int | Decimal) -> int:
    if not -(2**63) <= value < 2**63:
        raise OverflowError
    return int(value)


def _number(value: Decimal) -> float:
    number = float(value)
    if not value.is_finite():
        return number
    # A fraction becomes the nearest binary fraction; but a whole number may be an id, which must not change.
    if math.isinf(number) or (
        value.copy_abs() >= EXACT_UP_TO
        and value == value.to_integral_value()
        and value not in (Decimal(number), Decimal(repr(number)))
    ):
        raise OverflowError
    return number


def _time(value: Instant) -> datetime.time:
    return _datetime(value).time()


def _datetime(value: Instant) -> datetime.datetime:
    if isinstance(value, FarInstant):
        if value.finer:
            raise NotHeld("which is finer than a microsecond")
        raise OverflowError
    return value.astimezone(datetime.UTC)


# Turn a value, as `parsers` reads it, into the value in the column.
READERS: Mapping[str, Callable[[Any], Any]] = {
    "integer": _integer,
    "number": _number,
    "boolean": bool,
    "date": lambda value: value,
    "time": _time,
    "datetime": _datetime,
    "year": _integer,
}

"""Cells as text: how a value is written, and how large a cell may be."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable
from typing import Any

# The csv module refuses cells over 131,072 characters. A quote may be longer; a file of one cell is a mistake.
CELL_LIMIT = 16 * 1024 * 1024
ROW_LIMIT = 2 * CELL_LIMIT


def format_cell(value: Any) -> str:
    """A value as it stands in a cell.

    Raises:
        TypeError: the value is not one of str, bool, int, float and None.
    """
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    raise TypeError(f"a cell holds a string, a number, a boolean or nothing, not {value!r}")


def writable(words: Iterable[str]) -> list[str]:
    """The words that can stand in a cell: JSON has halves of characters that UTF-8 has not."""
    return [word for word in words if word.isascii() or word.encode("utf-8", "ignore").decode() == word]


def text_of(value: Any, kind: str, *, nan: bool) -> str | None:
    """A value as it would stand in a cell; None where nothing would."""
    if isinstance(value, str):
        return value
    if isinstance(value, float) and value != value:
        return "NaN" if nan else None
    if value is None or isinstance(value, bool | int | float):
        return format_cell(value)
    if isinstance(value, list | tuple | dict):
        return json.dumps(value, ensure_ascii=False, default=str)
    if isinstance(value, datetime.datetime):
        return _date_or_time(value, kind)
    # pandas says with NA and NaT, which equal nothing, that there is nothing.
    return None if str(value) in ("<NA>", "NaT") else str(value)


def _date_or_time(value: datetime.datetime, kind: str) -> str | None:
    if value != value:  # NaT, which calls itself a datetime
        return None
    if kind == "date" and value.time() == datetime.time():
        return value.date().isoformat()
    return value.isoformat().replace("+00:00", "Z")

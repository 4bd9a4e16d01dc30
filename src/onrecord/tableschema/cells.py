"""Cells as text: how a value is written, and how large a cell may be."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable
from typing import Any

# Characters. The csv module's own limit is 131,072, which a quote may exceed; a cell as large as a file is a mistake.
CELL_LIMIT = 16 * 1024 * 1024
ROW_LIMIT = 2 * CELL_LIMIT


def format_cell(value: Any) -> str:
    """A value as the text of a cell.

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
    """The words that a cell can hold: strings in JSON may have lone surrogates, which UTF-8 cannot encode."""
    return [word for word in words if word.isascii() or word.encode("utf-8", "ignore").decode() == word]


def text_of(value: Any, kind: str, *, nan: bool) -> str | None:
    """A value of a column as the text of a cell; None if it is missing."""
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
    # NA and NaT, which are not equal to themselves, are missing values of pandas.
    return None if str(value) in ("<NA>", "NaT") else str(value)


def _date_or_time(value: datetime.datetime, kind: str) -> str | None:
    if value != value:  # NaT, which is an instance of datetime
        return None
    if kind == "date" and value.time() == datetime.time():
        return value.date().isoformat()
    return value.isoformat().replace("+00:00", "Z")

"""Hints: remedies for wrong values whose form shows what went wrong."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from onrecord.package.files import open_file
from onrecord.tableschema.boolean_words import YES_AND_NO
from onrecord.tableschema.schema import Field

_DAY = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})")
_WITH_TIME = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}.*")
_BLANK_FOR_T = re.compile(r"\d{4}-\d{2}-\d{2} +\d{2}:\d{2}")
_SHORT_ZONE = re.compile(r"\d{2}:\d{2}:\d{2}(?:\.\d+)?[+-](?:\d{2}|\d{4})$")
_NO_SECONDS = re.compile(r"(?:^|T)\d{2}:\d{2}(?:Z|[+-]\d{2}:\d{2})?$")
_COMMA = re.compile(r"[+-]?(?:\d{1,3}(?:\.\d{3})+|\d+),\d+")
_GROUPS = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_POINT = re.compile(r"[+-]?\d*\.\d+")
_FLOAT = re.compile(r"[+-]?\d+\.0+")
_UNIT = re.compile(r"[+-]?[$€£¥]?\s?\d[\d.,]*\s?(?:%|[$€£¥]|[A-Za-z]{1,3})?")
_MOST_BYTES = 64 * 1024 * 1024  # of a file whose encoding is guessed


def hint_for_column(field: Field, cells: Iterable[str]) -> str:
    """The remedy for the cells of a column that are not of its type; empty if their form does not show the cause.

    Args:
        field: the column in the schema.
        cells: the wrong cells, without duplicates.
    """
    wrong, kind = set(cells), field.type
    if kind == "date":
        return _dates(wrong)
    if kind in ("datetime", "time"):
        return _times(wrong)
    if kind in ("integer", "number"):
        return _numbers(field, wrong)
    if kind == "boolean" and all(cell.lower() in YES_AND_NO for cell in wrong):
        return "declare these words as trueValues and falseValues, or write true or false"
    return ""


def _dates(wrong: Collection[str]) -> str:
    if all(_WITH_TIME.fullmatch(cell) for cell in wrong):
        return "declare the column as datetime, or leave out the time"
    parts = [match for cell in wrong if (match := _DAY.fullmatch(cell))]
    if len(parts) < len(wrong):
        return ""
    first, second = ({int(match[number]) for match in parts} for number in (1, 3))
    if max(first) > 12 >= max(second):
        order = "the dates are day-first"
    elif max(second) > 12 >= max(first):
        order = "the dates are month-first"
    else:
        order = "the dates are day-first or month-first; their values fit both"
    return f"{order}; write them as 2031-05-13"


def _times(wrong: Collection[str]) -> str:
    if all(_BLANK_FOR_T.match(cell) for cell in wrong):
        return "write T between date and time instead of the blank that databases write: 2031-05-13T07:30:00Z"
    if all(_SHORT_ZONE.search(cell) for cell in wrong):
        return "write the zone with hours, a colon and minutes: +02:00"
    if all(_NO_SECONDS.search(cell) for cell in wrong):
        return "write the seconds, too: 07:30:00"
    return ""


def _numbers(field: Field, wrong: Collection[str]) -> str:
    is_number = field.type == "number"
    if is_number and field.decimal_char != ".":
        # The schema declares it already, so declaring it is not the remedy.
        message = (
            f"write {field.decimal_char!r} before the decimals, which the schema declares, or leave out decimalChar"
        )
        return message if all(_POINT.fullmatch(cell) for cell in wrong) else ""
    if not is_number and all(_FLOAT.fullmatch(cell) for cell in wrong):
        return "write the integers without .0, which pandas adds if a column has gaps and its type is not Int64"
    if is_number and all(_COMMA.fullmatch(cell) for cell in wrong):
        return 'declare "decimalChar": ",", or write a decimal point'
    if field.is_v1 and not is_number and all(_GROUPS.fullmatch(cell) for cell in wrong):
        return "leave out the commas between thousands"
    if not field.group_char and all(_GROUPS.fullmatch(cell) for cell in wrong):
        return 'declare "groupChar": ",", or leave out the commas between thousands'
    if field.bare_number and all(_UNIT.fullmatch(cell) and not cell.isdigit() for cell in wrong):
        return 'declare "bareNumber": false, or leave out signs and units'
    return ""


def folded(keys: Iterable[str]) -> dict[str, str]:
    """Keys by their text without case and surrounding blanks."""
    return {key.strip().casefold(): key for key in sorted(keys, reverse=True)}


def hint_for_reference(value: str, known: Mapping[str, str]) -> str:
    """The remedy for a reference to a row that does not exist; empty if no key is nearly the same.

    Args:
        value: the reference.
        known: the existing keys, as `folded` returns them.
    """
    near = known.get(value.strip().casefold())
    return f"write {near!r}, which differs only in blanks or case" if near not in (None, value) else ""


def hint_for_header(header: Collection[str], columns: tuple[str, ...]) -> str:
    """The remedy for a header of one cell whose names are separated by another character than a comma; else empty."""
    if len(header) != 1:
        return ""
    [cell] = header
    names = {";": "semicolons", "\t": "tabs", "|": "bars"}
    for character, name in names.items():
        if tuple(part.strip('"') for part in cell.split(character)) == columns:
            declared = character.replace("\t", "\\t")
            return f'cells are separated by {name}: declare "dialect": {{"delimiter": "{declared}"}}, or use commas'
    return ""


def hint_for_encoding(path: Path) -> str:
    """The remedy for a file that is not UTF-8; empty if its bytes do not show its encoding."""
    with open_file(path) as file:
        content = file.read(_MOST_BYTES)
    start = content[:4096]
    if start.startswith((b"\xff\xfe", b"\xfe\xff")) or start[1:8:2] == b"\0\0\0\0":
        return "the file is UTF-16, as Excel's Unicode text is: save it as CSV UTF-8"
    if not content.decode("utf-8", "ignore").isascii():
        return ""  # UTF-8 except for a few bad characters
    return "the file is in Windows-1252 or another old encoding, as Excel's plain CSV is: save it as CSV UTF-8"

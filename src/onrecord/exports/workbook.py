"""The joined tables as Excel workbooks, in which every text is a text."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from onrecord.errors import PackageError
from onrecord.loading.joined import JoinedTable
from onrecord.progress import track
from onrecord.tableschema.cells import text_of
from onrecord.text.numbers import counted

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

# "Excel specifications and limits". The characters of a cell are UTF-16 code units.
_MOST_ROWS, _LONGEST = 1_048_576, 32_767
_LARGEST = 10**15  # numbers of a workbook are floats, of which Excel shows fifteen digits
_NARROWEST, _WIDEST = 8, 60  # characters of a column
_MEASURED = 200  # rows that decide how wide a column is
_NAMED = 3  # cells in a note
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
# The clock would give other bytes each time. XlsxWriter gives the same date to the files in the zip.
_CREATED = datetime.datetime(1980, 1, 1)
_MEANINGS = "columns"
_ABOUT = ("column", "type", "meaning")

Cell = str | int | float | bool | None


def write_workbook(path: Path, table: JoinedTable) -> list[str]:
    """Writes a table as a new workbook: a sheet with its rows, and a sheet that says what its columns mean.

    Texts stay texts, whatever they look like: none becomes a formula, a link, a number or a date. Characters that XML
    does not allow are escaped as the format prescribes, so that Excel has the same text.

    Args:
        path: the file, which does not exist yet, in a folder that nobody else can write into.
        table: the table.

    Returns:
        A note on the cells that are too long for a workbook and were cut.

    Raises:
        PackageError: the table has more rows than a sheet can have, or the workbook cannot be written.
    """
    from xlsxwriter import Workbook
    from xlsxwriter.exceptions import XlsxFileError

    if len(table) >= _MOST_ROWS:
        message = f"{table.name} has {len(table):,} rows, and a sheet has room for {_MOST_ROWS - 1:,}"
        raise PackageError(f"{message}; choose the format csv or json")
    names, kinds = ([getattr(column, fact) for column in table.columns] for fact in ("name", "type"))

    def cells(limit: int | None = None) -> Iterable[list[Cell]]:
        return ([_cell(*pair) for pair in zip(row, kinds, strict=True)] for row in table.rows(limit))

    about: list[list[Cell]] = [[column.name, column.type, column.description] for column in table.columns]
    about.append([None, None, table.description])
    try:
        with Workbook(path, {**_OPTIONS, "tmpdir": str(path.parent)}) as workbook:
            workbook.set_properties({"title": table.name, "comments": table.description, "created": _CREATED})
            rows = track(cells(), len(table), table.name)
            cut = _write_sheet(workbook, table.name, names, _widths([names, *cells(_MEASURED)]), rows)
            _write_sheet(workbook, _MEANINGS, _ABOUT, _widths([_ABOUT, *about]), about)
    except XlsxFileError as error:
        raise PackageError(f"the workbook cannot be written ({error}); choose the format csv or json") from None
    if not cut:
        return []
    named = ", ".join(cut[:_NAMED]) + (f" and {len(cut) - _NAMED:,} more" if len(cut) > _NAMED else "")
    one = len(cut) == 1
    return [
        f"{counted(len(cut), 'cell')} {'is' if one else 'are'} longer than the {_LONGEST:,} characters that a workbook "
        f"allows, and cut: {named}; csv and json have {'it' if one else 'them'} whole"
    ]


def _write_sheet(
    workbook: Workbook, name: str, header: Sequence[str], widths: Sequence[int], rows: Iterable[Sequence[Cell]]
) -> list[str]:
    """Adds a sheet, with a header that stays and filters the rows; returns the names of the cells that were cut."""
    from xlsxwriter.utility import xl_rowcol_to_cell

    sheet = workbook.add_worksheet(name)
    head = workbook.add_format({"bold": True, "bottom": 1, "valign": "top"})
    plain, wrapped = (workbook.add_format({"valign": "top", "text_wrap": wraps}) for wraps in (False, True))
    for place, width in enumerate(widths):
        sheet.set_column(place, place, width, wrapped if width == _WIDEST else plain)
    for place, column in enumerate(header):
        sheet.write_string(0, place, column, head)
    sheet.freeze_panes(1, 0)
    cut, last = [], 0
    for last, row in enumerate(rows, start=1):
        for place, cell in enumerate(row):
            if not _write_cell(sheet, last, place, cell):
                cut.append(xl_rowcol_to_cell(last, place))
    sheet.autofilter(0, 0, last, len(header) - 1)
    # Excel would mark each year that is a text as a mistake.
    sheet.ignore_errors({"number_stored_as_text": f"A1:{xl_rowcol_to_cell(last, len(header) - 1)}"})
    return cut


def _write_cell(sheet: Worksheet, row: int, place: int, cell: Cell) -> bool:
    """Writes a cell; whether it was written whole."""
    if isinstance(cell, str):
        fitting = _fitting(cell)
        sheet.write_string(row, place, fitting)
        return fitting == cell
    if isinstance(cell, bool):
        sheet.write_boolean(row, place, cell)
    elif cell is not None:
        sheet.write_number(row, place, cell)
    return True


def _cell(value: Any, kind: str) -> Cell:
    """A value as a cell: numbers that a workbook would round or does not have, dates and times are texts."""
    if value is None or (isinstance(value, int | float) and abs(value) < _LARGEST):
        return value
    return text_of(value, kind, nan=True)


def _fitting(text: str) -> str:
    """A text, or as much of it as a cell can hold, with … after it."""
    if len(text) <= _LONGEST // 2 or _units(text) <= _LONGEST:
        return text
    units = itertools.accumulate(map(_units, text))
    return text[: sum(1 for _ in itertools.takewhile(lambda end: end < _LONGEST, units))] + "…"


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _widths(rows: Sequence[Sequence[Cell]]) -> list[int]:
    """How wide each column is, by its longest cell; a wide column breaks its lines."""
    longest = (max(len(str(cell)) for cell in column if cell is not None) for column in zip(*rows, strict=True))
    return [min(max(_NARROWEST, width + 2), _WIDEST) for width in longest]

"""Reads and writes CSV, such that equal rows give equal bytes.

UTF-8 without a byte order mark; lines end with a line feed; quotes only around cells that need them; a missing value is
the empty cell; numbers in their shortest form; booleans `true` and `false`.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, Any, NamedTuple

from onrecord.errors import PackageError
from onrecord.package.files import open_file, open_inside
from onrecord.tableschema.cells import CELL_LIMIT, format_cell
from onrecord.tableschema.schema import Table


class _LineFeeds:
    """Ends lines with a line feed alone.

    The csv module of Python before 3.11.9 and 3.12.3 quotes a carriage return in a cell only if its own lines end
    with one; its output would lose the cell, and differ from the output of later versions.
    """

    def __init__(self, text: IO[str]) -> None:
        self._text = text

    def write(self, line: str) -> None:
        self._text.write(line.removesuffix("\r\n") + "\n")


def as_csv(records: Iterable[Sequence[str]]) -> bytes:
    r"""Records as the content of a CSV file, which `read_records` reads as the same records.

    Examples:
        >>> as_csv([("name", "words"), ("Ada", "a\rb")])
        b'name,words\nAda,"a\rb"\n'
    """
    text = io.StringIO(newline="")
    csv.writer(_LineFeeds(text), lineterminator="\r\n").writerows(records)
    return text.getvalue().encode("utf-8")


class TableWriter:
    """Writes the rows of one table, in the order of the calls, into an open binary file."""

    def __init__(self, file: IO[bytes], table: Table) -> None:
        self._table, self._columns, self._file = table, table.columns, file
        self._text = io.TextIOWrapper(file, encoding="utf-8", newline="", write_through=True)
        self._writer = csv.writer(_LineFeeds(self._text), lineterminator="\r\n")
        self._writer.writerow(self._columns)
        self.count = 0

    def write(self, row: Mapping[str, Any]) -> None:
        """Adds a row; columns that it does not name are left empty.

        Raises:
            KeyError: the row names a column that the table does not have.
        """
        unknown = row.keys() - self._columns
        if unknown:
            raise KeyError(f"table {self._table.name} has no column {', '.join(sorted(unknown))}")
        self._writer.writerow(
            [cell if isinstance(cell := row.get(column), str) else format_cell(cell) for column in self._columns]
        )
        self.count += 1

    @property
    def place(self) -> int:
        """How many bytes were written so far."""
        return self._file.tell()

    def copy(self, content: bytes, rows: int) -> None:
        """Adds rows as the bytes that another writer of the same table made of them."""
        self._file.write(content)
        self.count += rows

    def close(self) -> None:
        """Flushes and closes the file."""
        self._text.close()


class Record(NamedTuple):
    """One record of a CSV file: its cells as text, and the line, from 1, where it starts."""

    line: int
    cells: tuple[str, ...]


def read_records(path: Path, within: Path | None = None) -> Iterator[Record]:
    """The records of a CSV file, the header first.

    Args:
        path: the file.
        within: folder of the package that the file belongs to; the path may not leave it.

    Raises:
        PackageError: the file is missing, is not UTF-8, has a cell of more than 16 MiB, or leaves the package.
    """
    csv.field_size_limit(CELL_LIMIT)
    try:
        opened = open_file(path) if within is None else open_inside(within, path.relative_to(within).as_posix())
        with io.TextIOWrapper(opened, encoding="utf-8", newline="") as file:
            reader, line = csv.reader(file), 1
            for cells in reader:
                yield Record(line, tuple(cells))
                line = reader.line_num + 1
    except FileNotFoundError:
        raise PackageError(f"{path}: no such file; run convert, or restore it") from None
    except OSError as error:
        raise PackageError(f"{path}: {error.strerror or error}") from None
    except UnicodeDecodeError as error:
        raise PackageError(f"{path}: not UTF-8 ({error.reason}); save the file as UTF-8") from None
    except csv.Error as error:
        raise PackageError(f"{path}: not CSV ({error}); correct or restore the file") from None


def read_rows(path: Path, within: Path | None = None) -> Iterator[dict[str, str]]:
    """The rows of a CSV file by column; cells missing at the end of a row are empty.

    Arguments and errors as for `read_records`.
    """
    records = read_records(path, within)
    header = next(records, None)
    columns = header.cells if header else ()
    filler = ("",) * len(columns)
    return (dict(zip(columns, record.cells + filler, strict=False)) for record in records if record.cells)

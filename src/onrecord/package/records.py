"""Reads a package as text: table rows as cells by column, and the texts of the articles."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Iterator, Mapping, Sequence

from onrecord.errors import PackageError
from onrecord.package.files import read_inside
from onrecord.package.own_tables import LATER_TABLES, TABLES, own_tables
from onrecord.package.package import Package
from onrecord.package.tables import Record, read_records

Row = Mapping[str, str]


@dataclasses.dataclass(frozen=True, slots=True)
class Source:
    """The text of an article, None if it cannot be shown; `note` says what is wrong and what to do."""

    text: str | None = None
    note: str = ""


def read_tables(package: Package) -> dict[str, list[Row]]:
    """The rows of all tables, by the table's name, in the order of their files.

    Raises:
        PackageError: a table or one of its columns is missing, a file cannot be read, or onrecord did not make it.
    """
    return {name: list(rows_of(package, name)) for name in tables_in(package)}


def tables_in(package: Package) -> tuple[str, ...]:
    """The names of the tables that can be read from a package; those of later versions only if it has them.

    Raises:
        PackageError: onrecord did not make the package.
    """
    if package.tables and package.tables.keys().isdisjoint(TABLES):
        raise PackageError(
            f"{package.described}: another tool's package, with the tables {', '.join(package.tables)}; "
            "name a package that onrecord convert made"
        )
    there = {resource.name for resource in package.resources}
    return tuple(name for name in TABLES if name in there or name not in LATER_TABLES)


def rows_of(package: Package, name: str) -> Iterator[Row]:
    """The rows of a table, in the order of its file, read as they are asked for.

    Raises:
        PackageError: the table or one of its columns is missing, or the file cannot be read; some are raised at once,
            others while the rows are read.
    """
    columns, records = _opened(package, name)
    width = len(columns)
    return (
        dict(zip(columns, cells if len(cells) == width else (*cells, *[""] * width), strict=False))
        for _, cells in records
        if cells
    )


def cells_of(package: Package, name: str, columns: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """The cells of some columns of a table, row by row; errors as for `rows_of`."""
    there, records = _opened(package, name)
    # As in `rows_of`, the last of several columns with the same name counts.
    places = [len(there) - 1 - there[::-1].index(column) for column in columns]
    return (tuple([cells[place] if place < len(cells) else "" for place in places]) for _, cells in records if cells)


def _opened(package: Package, name: str) -> tuple[tuple[str, ...], Iterator[Record]]:
    """The columns of a table, and the records after the header."""
    resource = package.tables.get(name)
    if resource is None and any(other.name == name for other in package.resources):
        raise PackageError(f"{package.described}: the schema of {name} cannot be read; validate the package")
    if resource is None:
        raise PackageError(f"{package.described}: no table {name}; run: onrecord convert")
    path = package.folder / resource.path
    records = read_records(path, package.folder)
    header = next(records, None)
    columns = header.cells if header else ()
    missing = [column for column in own_tables()[name].columns if column not in columns]
    if missing:
        raise PackageError(f"{path}: no column {', '.join(missing)}; restore the file, or run: onrecord convert")
    return columns, records


def read_source(package: Package, article: Row) -> Source:
    """The text of an article, as stored."""
    location = article["text_path"]
    try:
        content = read_inside(package.folder, location)
        text = content.decode("utf-8")
    except PackageError as error:
        message = str(error).removeprefix(f"{package.folder}: ").partition(";")[0]
        return Source(note=f"The {message}; run onrecord validate.")
    except UnicodeDecodeError as error:
        return Source(note=f"{location} is not UTF-8 at byte {error.start}; restore the file.")
    except (OSError, ValueError):
        # For a package without texts, the start page of the site says so once.
        is_expected = package.texts == "none"
        return Source(note="" if is_expected else f"{location} cannot be read; restore the file.")
    if hashlib.sha256(content).hexdigest() != article["text_sha256"]:
        return Source(text, f"{location} has changed since its rows were made; run onrecord convert.")
    return Source(text)

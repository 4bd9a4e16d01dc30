"""The files of a package as polars frames; what is not as its schema says is an error with its place."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterable
from pathlib import Path

import polars as pl

from onrecord.contract import DESCRIPTOR, Package, Resource, Table
from onrecord.errors import PackageError
from onrecord.load.typed import NotReadable, dtype_of, typed
from onrecord.package.files import inside
from onrecord.validate.blocks import Block, CsvBlocks, NotCsv
from onrecord.validate.rules import shown
from onrecord.validate.sheets import dialect_of, opened_table, why_unreadable

_REMEDY = "run onrecord validate to see all that is wrong"
_RESTORE = "restore the file, or run convert again"


def read_frames(package: Package, names: Iterable[str]) -> dict[str, pl.DataFrame]:
    """Tables of a package by name, in the order of the names, every column of its schema's type.

    Raises:
        PackageError: the package has no such table, or one cannot be read or is not as its schema says.
    """
    frames = {}
    for name in names:
        resource = package.tables.get(name)
        if resource is None or resource.table is None:
            there = ", ".join(package.tables) or "none"
            raise PackageError(f"{package.folder / DESCRIPTOR}: no table {shown(name)}; the package has {there}")
        frames[name] = _frame(package, resource, resource.table)
    return frames


def _frame(package: Package, resource: Resource, table: Table) -> pl.DataFrame:
    if reason := why_unreadable(resource):
        place = f"{package.folder / DESCRIPTOR}: {resource.name}"
        raise PackageError(f"{place} {reason}, so it cannot be loaded; write it as a CSV file in UTF-8")
    path = inside(package.folder, resource.path)
    frames = [pl.DataFrame(schema={field.name: dtype_of(field) for field in table.fields})]
    try:
        with opened_table(path, resource) as file:
            blocks = CsvBlocks(file, dialect := dialect_of(resource))
            header = blocks.header() or [] if dialect.header else table.header
            if tuple(header) != table.header:
                told = f"the header is {','.join(header)!r}, but its schema has {','.join(table.header)!r}"
                raise PackageError(f"{path}:1: {told}; {_REMEDY}")
            frames += [_typed(path, table, block) for block in blocks.blocks(table.columns)]
    except FileNotFoundError:
        raise PackageError(f"{path}: no such file; run convert, or restore it") from None
    except NotCsv as error:
        remedy = "save the file as UTF-8" if error.code == "not-utf8" else _RESTORE
        raise PackageError(f"{path}:{error.line}: {error}; {remedy}") from None
    except (UnicodeError, gzip.BadGzipFile, zlib.error, EOFError) as error:
        raise PackageError(f"{path}: it cannot be read ({error}); {_RESTORE}") from None
    except OSError as error:
        raise PackageError(f"{path}: {error.strerror or error}") from None
    return pl.concat(frames)


def _typed(path: Path, table: Table, block: Block) -> pl.DataFrame:
    for row, count in sorted(block.ragged.items()):
        told = f"{count} cells, but the header has {len(table.columns)}"
        raise PackageError(f"{path}:{block.line(row)}: {told}; {_REMEDY}")
    try:
        return pl.DataFrame([typed(field, block.frame) for field in table.fields])
    except NotReadable as error:
        raise PackageError(f"{path}:{block.line(error.row)}: {error}; {_REMEDY}") from None

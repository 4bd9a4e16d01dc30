"""Reads the files of a package as polars frames; a value that breaks its schema is an error with its place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import polars as pl

from onrecord.errors import PackageError
from onrecord.package.package import Package
from onrecord.package.resources import Resource
from onrecord.package.table_data import BROKEN, has_header, opened_rows
from onrecord.tableschema.blocks import Block, NotCsv
from onrecord.tableschema.schema import Field, Table
from onrecord.tableschema.typed import NotReadable, dtype_of, typed
from onrecord.text.printable import shown
from onrecord.validation.sheets import why_not_judged

_REMEDY = "run onrecord validate to see all problems"
_TEXT = "declare the column as a string, or load only the other tables"
_RESTORE = "restore the file, or correct the descriptor"


def read_frames(
    package: Package, names: Iterable[str], needs: Callable[[str], bool] = lambda _: True
) -> dict[str, pl.DataFrame]:
    """Tables of a package by name, in the order of the names, with the types of their schemas.

    Args:
        package: the package.
        names: which tables.
        needs: whether a column is needed, by its name; the values of the other columns are not read.

    Raises:
        PackageError: the package has no such table, or a table cannot be read or does not match its schema.
    """
    frames, there = {}, {resource.name: resource for resource in package.resources if resource.is_tabular}
    for name in names:
        if name not in there:
            message = f"no table {shown(name)}; the package has {', '.join(there) or 'no tables'}"
            raise PackageError(f"{package.described}: {message}")
        frames[name] = _frame(package, there[name], needs)
    return frames


def _frame(package: Package, resource: Resource, needs: Callable[[str], bool]) -> pl.DataFrame:
    table, reason = resource.table, why_not_judged(resource)
    if reason or table is None:
        place = f"{package.described}: {resource.name}"
        raise PackageError(f"{place} {reason}, so it cannot be loaded; load only the other tables")
    fields = [field for field in table.fields if needs(field.name)]
    frames = [pl.DataFrame(schema={field.name: dtype_of(field) for field in fields})]
    path, rows = package.folder / (resource.path or package.described_in), None
    try:
        with opened_rows(package.folder, resource, table) as rows:
            header = rows.header()
            if has_header(resource) and tuple(header or ()) != table.header:
                message = f"the header is {','.join(header or ())!r}, but its schema has {','.join(table.header)!r}"
                raise PackageError(f"{path}:1: {message}; {_REMEDY}")
            frames += [
                _typed(package.folder / (block.path or path), table, fields, block)
                for block in rows.blocks(table.columns)
            ]
    except FileNotFoundError:
        missing = package.folder / rows.path if rows else path
        raise PackageError(f"{missing}: no such file; {_RESTORE}") from None
    except NotCsv as error:
        remedy = "save the file as UTF-8" if error.code == "not-utf8" else _RESTORE
        raise PackageError(f"{error.place(package.folder / rows.path if rows else path)}: {error}; {remedy}") from None
    except BROKEN as error:
        raise PackageError(
            f"{package.folder / rows.path if rows else path}: it cannot be read ({error}); {_RESTORE}"
        ) from None
    except OSError as error:
        raise PackageError(f"{path}: {error.strerror or error}") from None
    return pl.concat(frames)


def _typed(path: Path, table: Table, fields: Sequence[Field], block: Block) -> pl.DataFrame:
    for row, count in sorted(block.ragged.items()):
        message = f"the row has {count} cells, but the header has {len(table.columns)}"
        raise PackageError(f"{path}:{block.line(row)}: {message}; {_REMEDY}")
    for (row, name), text in sorted(block.misfits.items()):
        message = f"{name} is {shown(text)}, which is not a valid {table.field(name).type}"
        raise PackageError(f"{path}:{block.line(row)}: {message}; {_REMEDY}")
    try:
        return pl.DataFrame({field.name: typed(field, block.frame) for field in fields})
    except NotReadable as error:
        remedy = _TEXT if error.is_valid else _REMEDY
        raise PackageError(f"{path}:{block.line(error.row)}: {error}; {remedy}") from None

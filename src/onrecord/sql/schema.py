"""The schemas of a package in SQL: names, keys, checks, and an order in which the tables can be created."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from onrecord.errors import ReleaseError
from onrecord.package import DESCRIPTOR
from onrecord.package.package import Package
from onrecord.package.resources import Resource
from onrecord.sql.syntax import listed, literal, quoted
from onrecord.sql.typed import declared_values, iso, kind_of
from onrecord.tableschema.schema import Field, Table
from onrecord.text.printable import hides, visible
from onrecord.validation.sheets import why_not_judged

Columns = tuple[str, ...]
# Types whose different values may be equal in a database column.
_MERGING = frozenset({"number", "year"})


@dataclasses.dataclass(frozen=True, slots=True)
class Reference:
    """A foreign key that a database can hold: the target has a key of exactly these columns, with the same types."""

    columns: Columns
    table: str
    target: Columns


@dataclasses.dataclass(frozen=True, slots=True)
class SqlTable:
    """A table as a database can hold it.

    Attributes:
        resource: the table's entry in the descriptor.
        table: its schema.
        primary_key: the columns of its primary key; empty if SQL cannot compare the values of one of them.
        unique: the columns of each other key that SQL can compare.
        references: the foreign keys that SQL can compare.
        first: the tables in `references` that can be created earlier; the other references are circular.
    """

    resource: Resource
    table: Table
    primary_key: Columns
    unique: tuple[Columns, ...]
    references: tuple[Reference, ...]
    first: frozenset[str] = frozenset()

    @property
    def name(self) -> str:
        """The name of the table."""
        return self.resource.name

    @property
    def not_null(self) -> Collection[str]:
        """The columns without missing values."""
        return {*self.primary_key, *(field.name for field in self.table.fields if field.required)}

    @property
    def straight(self) -> tuple[Reference, ...]:
        """The foreign keys to tables that can be created earlier."""
        return tuple(reference for reference in self.references if reference.table in self.first)


def readable_tables(package: Package) -> tuple[list[Resource], list[str]]:
    """The readable tables of a package, and a note on each other table."""
    tables, notes = [], []
    for resource in package.tables.values():
        if reason := why_not_judged(resource):
            notes.append(f"{resource.name} {reason}, so it is not converted to other formats")
        else:
            tables.append(resource)
    return tables, notes


def sql_tables(resources: Sequence[Resource]) -> list[SqlTable]:
    """Tables in an order in which each table comes after those it refers to, unless references are circular.

    Raises:
        ReleaseError: two tables, or two columns of a table, have the same name in SQL.
    """
    _check_names(f"{DESCRIPTOR}: tables", [resource.name for resource in resources])
    keys: dict[str, SqlTable] = {}
    for resource in resources:
        assert resource.table
        _check_names(f"table {resource.name}: columns", resource.table.columns)
        keys[resource.name] = _keys(resource, resource.table)
    linked = [dataclasses.replace(each, references=tuple(_references(each, keys))) for each in keys.values()]
    return _ordered(linked)


def without_constraints(tables: Sequence[SqlTable], names: Collection[str]) -> list[SqlTable]:
    """Tables in which those with these names have no keys and constraints, and nothing refers to them."""
    loose = []
    for each in tables:
        kept = tuple(reference for reference in each.references if reference.table not in names)
        if each.name in names:
            fields = tuple(
                dataclasses.replace(field, required=False, enum=(), categories=()) for field in each.table.fields
            )
            table = dataclasses.replace(each.table, fields=fields)
            loose.append(dataclasses.replace(each, table=table, primary_key=(), unique=(), references=()))
        else:
            loose.append(dataclasses.replace(each, references=kept))
    return loose


def without_merged_keys(tables: Sequence[SqlTable], parquet: Mapping[str, Path]) -> tuple[list[SqlTable], list[str]]:
    """Tables without the keys whose different values are equal in a database, and a note on each such key.

    Numbers that differ from 0.1 in the twentieth digit are the float 0.1, and the years 2024 and 2024Z are the integer
    2024.

    Args:
        tables: the tables; their rows satisfy their keys.
        parquet: the Parquet files with their rows, by the tables' names.
    """
    merged = {
        (table.name, key)
        for table in tables
        for key in (table.primary_key, *table.unique)
        if any(table.table.field(name).type in _MERGING for name in key) and _repeats(parquet[table.name], key)
    }
    kept = [
        dataclasses.replace(
            table,
            primary_key=() if (table.name, table.primary_key) in merged else table.primary_key,
            unique=tuple(key for key in table.unique if (table.name, key) not in merged),
            references=tuple(each for each in table.references if (each.table, each.target) not in merged),
        )
        for table in tables
    ]
    message = "is not a key in SQLite and DuckDB, where some of its values are equal"
    return kept, [f"{name}: {', '.join(key)} {message}; declare the column as a string" for name, key in sorted(merged)]


def _repeats(file: Path, key: Columns) -> bool:
    rows = pl.read_parquet(file, columns=list(key), glob=False).drop_nulls()
    return bool(rows.is_duplicated().any())


def _check_names(place: str, names: Iterable[str]) -> None:
    seen: dict[str, str] = {}
    for name in names:
        if (folded := name.casefold()) in seen:
            message = f"{place} {seen[folded]} and {name} differ only in case, and are the same in SQL; rename one"
            raise ReleaseError(message)
        if folded.startswith("sqlite_"):
            raise ReleaseError(f"{place} {name}: names that begin with sqlite_ are reserved by SQLite; rename it")
        if hides(name):
            message = f"{place} {visible(name)}: names may not have invisible characters in SQL; rename it"
            raise ReleaseError(message)
        seen[folded] = name


def _keys(resource: Resource, table: Table) -> SqlTable:
    comparing = {field.name for field in table.fields if kind_of(field).compares}
    primary = table.primary_key if comparing.issuperset(table.primary_key) else ()
    others = [*((field.name,) for field in table.fields if field.unique), *table.unique_keys]
    unique = dict.fromkeys(key for key in others if key and key != primary and comparing.issuperset(key))
    return SqlTable(resource, table, primary, tuple(unique), ())


def _references(source: SqlTable, tables: dict[str, SqlTable]) -> Iterator[Reference]:
    found = set()
    for key in source.table.foreign_keys:
        target = tables.get(key.resource)
        if target is None or not {*source.table.columns}.issuperset(key.fields):
            continue
        for columns in (target.primary_key, *target.unique):
            if sorted(columns) != sorted(key.reference_fields):
                continue
            own = dict(zip(key.reference_fields, key.fields, strict=True))
            reference = Reference(tuple(own[column] for column in columns), target.name, columns)
            if reference not in found and _have_same_kinds(source.table, target.table, reference):
                found.add(reference)
                yield reference
            break


def _have_same_kinds(source: Table, target: Table, reference: Reference) -> bool:
    pairs = zip(reference.columns, reference.target, strict=True)
    return all(kind_of(source.field(own)) == kind_of(target.field(other)) for own, other in pairs)


def _ordered(tables: Sequence[SqlTable]) -> list[SqlTable]:
    placed: dict[str, SqlTable] = {}
    left = list(tables)
    while left:
        free = (
            each
            for each in left
            if all(reference.table in placed or reference.table == each.name for reference in each.references)
        )
        # Circular references are broken at the table that the descriptor lists first.
        chosen = next(free, left[0])
        first = frozenset(reference.table for reference in chosen.references if reference.table in placed)
        placed[chosen.name] = dataclasses.replace(chosen, first=first)
        left.remove(chosen)
    return list(placed.values())


def conditions(field: Field) -> Iterator[str]:
    """The conditions on a column from the `enum` and `categories` of its field."""
    if not kind_of(field).compares:
        return
    for declared in (field.enum, field.categories if field.type in ("string", "integer") else ()):
        values = list(declared_values(field, declared))
        if values and all(map(_is_written, values)):
            yield f"{quoted(field.name)} IN ({', '.join(dict.fromkeys(map(_literal, values)))})"


def _is_written(value: Any) -> bool:
    """Whether both databases read the value from a literal.

    They do not for infinite numbers, numbers of more than 15 digits, and texts with invisible characters.
    """
    if isinstance(value, str):
        return not hides(value)
    return not isinstance(value, float) or (abs(value) != float("inf") and float(f"{value:.15g}") == value)


def _literal(value: Any) -> str:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return repr(value)
    return literal(iso(value) if isinstance(value, datetime.date | datetime.time) else value)


def constraints(table: SqlTable, references: Iterable[Reference]) -> Iterator[str]:
    """The constraints of a CREATE TABLE, which follow the columns."""
    if table.primary_key:
        yield f"PRIMARY KEY {listed(table.primary_key)}"
    for key in table.unique:
        yield f"UNIQUE {listed(key)}"
    for reference in references:
        target = f"{quoted(reference.table)} {listed(reference.target)}"
        yield f"FOREIGN KEY {listed(reference.columns)} REFERENCES {target}"
    for field in table.table.fields:
        for condition in conditions(field):
            yield f"CHECK ({condition})"

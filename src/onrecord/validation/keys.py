"""Keys of whole tables: rows that repeat a key, and rows that refer to a missing key."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence

import polars as pl

from onrecord.tableschema.columns import keys
from onrecord.tableschema.missing import filled
from onrecord.tableschema.schema import ForeignKey, Table
from onrecord.validation.sheets import Sheet

_ROW, _FIRST = "\0row", "\0first"  # a column of a readable schema cannot have these names


@dataclasses.dataclass(frozen=True, slots=True)
class KeyRule:
    """A rule that compares the values of columns with those of other rows.

    Attributes:
        code: the rule that is broken.
        fields: the columns.
        empty_if_any: whether a key counts as empty if any part is empty, as in SQL, or only if all parts are.
        target: the key that the values refer to; None if they must be distinct.
    """

    code: str
    fields: tuple[str, ...]
    empty_if_any: bool = True
    target: ForeignKey | None = None

    @property
    def name(self) -> str:
        """The columns, joined by commas."""
        return ",".join(self.fields)


def key_rules(table: Table, tables: Mapping[str, Sequence[str]]) -> Iterator[KeyRule]:
    """The rules for the keys of a table that can be judged.

    Args:
        table: the table and its schema.
        tables: the columns of the available tables, by name.
    """
    columns = set(table.columns)

    def has(names: tuple[str, ...]) -> bool:
        return columns.issuperset(names) and 0 < len(set(names)) == len(names)

    if table.primary_key and has(table.primary_key):
        yield KeyRule("duplicate-key", table.primary_key)
    for field in table.fields:
        if field.unique and table.primary_key != (field.name,):
            yield KeyRule("duplicate-value", (field.name,))
    for fields in dict.fromkeys(table.unique_keys):
        if has(fields) and fields != table.primary_key:
            yield KeyRule("duplicate-value", fields)
    for key in dict.fromkeys(key for key in table.foreign_keys if not key.elsewhere):
        there = set(key.reference_fields)
        if has(key.fields) and len(there) == len(key.fields) and there <= set(tables.get(key.resource, ())):
            yield KeyRule("unknown-reference", key.fields, target=key)


# Types whose values can be equal to each other's.
_NUMBERS = frozenset({"integer", "number", "year"})


def types_differ(key: ForeignKey, own: Table, target: Table) -> str:
    """How the types of a foreign key's fields differ from those that it refers to, so that values are never equal.

    Empty if they do not differ, or if a field has the type `any`.
    """
    for name, other in zip(key.fields, key.reference_fields, strict=True):
        own_type, target_type = own.field(name).type, target.field(other).type
        types = {own_type, target_type}
        if len(types) > 1 and "any" not in types and not types <= _NUMBERS:
            return f"{name} has the type {own_type}, but {other} of {target.name} has the type {target_type}"
    return ""


def key_columns(table: Table, tables: Mapping[str, Table]) -> set[str]:
    """The columns of a table that keys need: its own keys, and those of the tables that refer to it."""
    targets = {key.resource: tables[key.resource].columns for key in table.foreign_keys if key.resource in tables}
    own = {name for rule in key_rules(table, targets) for name in rule.fields}
    referred = {
        name
        for other in tables.values()
        for key in other.foreign_keys
        if key.resource == table.name
        for name in key.reference_fields
    }
    return (own | referred | set(table.primary_key)) & set(table.columns)


def any_filled(sheet: Sheet, key: ForeignKey) -> bool:
    """Whether a row has a value in all fields of a foreign key."""
    return not values(sheet, key.fields).drop_nulls().is_empty()


def values(sheet: Sheet, columns: Sequence[str]) -> pl.DataFrame:
    """The cells of columns, null if a value is missing; equal values have equal texts."""
    # Kept, because thousands of keys may share columns.
    for name in columns:
        if name not in sheet.key_values:
            field = sheet.table.field(name)
            sheet.key_values[name] = keys(field, filled(sheet.frame, field))
    return pl.DataFrame([sheet.key_values[name] for name in columns])


def repeated(frame: pl.DataFrame, rule: KeyRule) -> dict[int, int]:
    """The rows whose key occurs in a row above, with the first row that has it.

    Args:
        frame: the values of the rule's columns.
        rule: a rule without a target.
    """
    # A shortcut for single columns: a struct takes three times as long.
    if len(rule.fields) == 1 and (column := frame.to_series()).n_unique() == len(column):
        return {}
    filled = frame.with_row_index(_ROW).filter(~_is_empty(rule))
    among = list(rule.fields)
    again = filled.filter(~pl.struct(among).is_first_distinct())
    if again.is_empty():
        return {}
    first = filled.join(again.select(among).unique(), on=among, how="semi", nulls_equal=True)
    first = first.group_by(among).agg(pl.col(_ROW).min().alias(_FIRST))
    pairs = again.join(first, on=among, nulls_equal=True).select(_ROW, _FIRST)
    return dict(sorted(pairs.iter_rows()))


def unknown(frame: pl.DataFrame, rule: KeyRule, targets: pl.DataFrame) -> list[int]:
    """The rows whose values are not in `targets`.

    Args:
        frame: the values of the rule's columns.
        rule: a rule with a target.
        targets: the allowed values, with the columns in the same order.
    """
    targets = targets.rename(dict(zip(targets.columns, rule.fields, strict=True)))
    if len(rule.fields) == 1:
        column, known = frame.to_series(), targets.to_series()
        return (~column.is_in(known.drop_nulls().implode())).fill_null(value=False).arg_true().to_list()
    filled = frame.with_row_index(_ROW).filter(~_is_empty(rule))
    return sorted(filled.join(targets, on=list(rule.fields), how="anti", nulls_equal=True)[_ROW].to_list())


def _is_empty(rule: KeyRule) -> pl.Expr:
    parts = [pl.col(name).is_null() for name in rule.fields]
    return pl.any_horizontal(parts) if rule.empty_if_any else pl.all_horizontal(parts)

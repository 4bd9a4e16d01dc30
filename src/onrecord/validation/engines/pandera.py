"""The Pandera engine: DataFrame schemas built from Table Schemas, for polars frames whose cells are text.

The cells stay text so that a cell that is not a number is reported with all other problems and does not end the run.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping

import pandera.polars as pa
import polars as pl
from pandera.errors import SchemaErrors

from onrecord.tableschema.columns import Column
from onrecord.tableschema.missing import present
from onrecord.tableschema.schema import Field, Table
from onrecord.tableschema.values import broken
from onrecord.validation.engines.findings import Finding, Judgement
from onrecord.validation.keys import KeyRule, key_rules, repeated, types_differ, unknown, values
from onrecord.validation.sheets import Sheet

# pandera's name of the check that a column has no nulls.
_REQUIRED = "not_nullable"
_CELL = "cell"
_AT_ONCE = 100  # columns in a schema: Pandera's time grows with their square
_Judge = Callable[[str], tuple[str, ...]]


def dataframe_schemas(sheet: Sheet, sheets: Mapping[str, Sheet]) -> Iterator[pa.DataFrameSchema]:
    """The Pandera schemas of a table, each for some of its columns; cells are text, null if a value is missing.

    Args:
        sheet: the table; its keys are judged on its own rows.
        sheets: the tables that its foreign keys may lead to.
    """
    there = {name: other.frame.columns for name, other in sheets.items()}
    rules = [rule for rule in key_rules(sheet.table, there) if not _is_mismatched(rule, sheet, sheets)]
    checks = [_key_check(sheet, rule, sheets) for rule in rules]
    for start in range(0, len(sheet.table.fields), _AT_ONCE):
        fields = sheet.table.fields[start : start + _AT_ONCE]
        columns = {
            field.name: pa.Column(pl.String, checks=_cell_check(sheet.table, field), nullable=not field.required)
            for field in fields
        }
        yield pa.DataFrameSchema(columns, checks=checks, strict=True, ordered=True)
        checks = []


def _cell_check(table: Table, field: Field) -> pa.Check:
    """The rules for the cells of a field as one check: a check costs pandera more time than the cells cost polars."""
    column = Column.of(table, field)

    def judge(data: pa.PolarsData) -> pl.LazyFrame:
        cells = data.lazyframe.select(field.name).collect().to_series()
        rows = [row for row, _ in column.faulty(cells, lambda cell: bool(column.broken(cell)))]
        return _all_but(rows, len(cells))

    return pa.Check(judge, error=_CELL)


def _is_mismatched(rule: KeyRule, sheet: Sheet, sheets: Mapping[str, Sheet]) -> bool:
    """Whether a foreign key leads to fields of another type; that is a problem of the key, not of each row."""
    return bool(rule.target and types_differ(rule.target, sheet.table, sheets[rule.target.resource].table))


def _key_check(sheet: Sheet, rule: KeyRule, sheets: Mapping[str, Sheet]) -> pa.Check:
    def judge(data: pa.PolarsData) -> pl.LazyFrame:
        frame = values(sheet, rule.fields)
        if rule.target is None:
            return _all_but(repeated(frame, rule), len(frame))
        targets = values(sheets[rule.target.resource], rule.target.reference_fields)
        return _all_but(unknown(frame, rule, targets), len(frame))

    return pa.Check(judge, error=f"{rule.code} {rule.name}", ignore_na=False)


def _all_but(rows: Mapping[int, int] | list[int], height: int) -> pl.LazyFrame:
    """A column of booleans, false in these rows and true in the others."""
    passes = pl.Series("passes", [True]).new_from_index(0, height)
    return passes.scatter(list(rows), [False] * len(rows)).to_frame().lazy()


def judge(sheets: Mapping[str, Sheet]) -> Judgement:
    """The judgement of Pandera on the sheets."""
    judgement = Judgement("pandera")
    for name, sheet in sheets.items():
        frame = sheet.frame.select(present(field) for field in sheet.table.fields)
        rules = functools.cache(lambda column, table=sheet.table: broken(table.field(column)))
        for schema in dataframe_schemas(sheet, sheets):
            try:
                schema.validate(frame.select(list(schema.columns)), lazy=True)
            except SchemaErrors as errors:
                for column, check, row in errors.failure_cases.select("column", "check", "index").rows():
                    if row is None:  # a check that raised
                        judgement.failed[name] = str(check)
                    else:
                        judgement.findings.update(_findings(sheet, column, check, row, rules))
    return judgement


def _findings(sheet: Sheet, column: str, check: str, row: int, rules: Callable[[str], _Judge]) -> Iterator[Finding]:
    """The findings behind a failure case."""
    code, _, fields = check.partition(" ")
    if code == _REQUIRED:
        yield Finding(sheet.name, row, column, "required-missing")
    elif code == _CELL:
        yield from (Finding(sheet.name, row, column, rule) for rule in rules(column)(sheet.cells[column][row]))
    else:
        yield Finding(sheet.name, row, fields, code)

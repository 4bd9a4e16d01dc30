"""The Pandera engine: DataFrame schemas built from the contract, on cells as text.

Text, because a cell that cannot become a number is to be reported with all others and not to end the run, and
because pandas would turn integers with a gap into floats. Each rule tests a cell, once per distinct text.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

import pandas as pd
import pandera.pandas as pa
from pandera.errors import SchemaErrors

from onrecord.contract import Field, ForeignKey, Table
from onrecord.tables import format_cell
from onrecord.validate.findings import Finding, Judgement
from onrecord.validate.sheets import Sheet, reads_plainly

Test = Callable[[str], bool]
# The values of a key, None where the key counts as empty.
Keys = Iterable[str | tuple[str | None, ...] | None]
Targets = Mapping[ForeignKey, frozenset[str | tuple[str | None, ...] | None]]

_INTEGER = re.compile(r"[+-]?[0-9]+")
_NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# RFC 3986: a scheme, then none of the characters that an address never holds.
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s\x00-\x1f<>\"{}|\\^`]+")


def _is_number(cell: str) -> bool:
    try:
        return bool(_NUMBER.fullmatch(cell.strip()) and Decimal(cell).is_finite())
    except InvalidOperation:  # an exponent beyond all measure
        return False


def _is_date(cell: str) -> bool:
    try:
        return bool(_DATE.fullmatch(cell) and datetime.date.fromisoformat(cell))
    except ValueError:
        return False


# The forms of the standard. White space around numbers is left to the strict layer, as frictionless takes it.
_TYPES: Mapping[str, Test] = {
    "any": lambda cell: True,
    "string": lambda cell: True,
    "integer": lambda cell: bool(_INTEGER.fullmatch(cell.strip())),
    "number": _is_number,
    "boolean": lambda cell: cell in {"true", "True", "TRUE", "1", "false", "False", "FALSE", "0"},
    "date": _is_date,
}
_FORMATS: Mapping[str, Test] = {"uri": lambda cell: bool(_URI.fullmatch(cell))}
_VALUES: Mapping[str, Callable[[str], Any]] = {
    "integer": Decimal,
    "number": Decimal,
    "date": datetime.date.fromisoformat,
}


def knows(table: Table, column: str) -> bool:
    """Whether this engine can judge the cells of a column."""
    field = table.field(column)
    known_format = field.format == "default" or (field.type == "string" and field.format in _FORMATS)
    return field.type in _TYPES and known_format and reads_plainly(table, column)


def cell_rules(field: Field) -> dict[str, Test]:
    """The tests that a field's cells must pass, by the code of their rule."""
    rules: dict[str, Test] = {}
    is_typed = _TYPES[field.type]
    if field.type not in ("any", "string"):
        rules["type-error"] = is_typed
    if field.format != "default":
        rules["wrong-format"] = _FORMATS[field.format]
    if field.enum:
        allowed = {format_cell(value) for value in field.enum}
        rules["value-not-allowed"] = lambda cell: cell in allowed
    if (pattern := field.pattern) is not None:
        rules["pattern-mismatch"] = lambda cell: re.fullmatch(pattern, cell) is not None
    if (least := field.min_length) is not None:
        rules["too-short"] = lambda cell: len(cell) >= least
    if (most := field.max_length) is not None:
        rules["too-long"] = lambda cell: len(cell) <= most
    if value := _VALUES.get(field.type):
        if field.minimum is not None:
            minimum = value(str(field.minimum))
            rules["below-minimum"] = lambda cell: not is_typed(cell) or value(cell) >= minimum
        if field.maximum is not None:
            maximum = value(str(field.maximum))
            rules["above-maximum"] = lambda cell: not is_typed(cell) or value(cell) <= maximum
    return rules


def dataframe_schema(table: Table, targets: Targets) -> pa.DataFrameSchema:
    """The Pandera schema of a table's cells as text, None where a value is missing.

    Args:
        table: what the contract declares.
        targets: the keys that exist, for each foreign key that is to be judged.
    """
    checks: dict[str, list[pa.Check]] = {name: [] for name in table.columns}
    wide: list[pa.Check] = []
    for field in table.fields:
        if knows(table, field.name):
            checks[field.name] += [_cell_check(code, test) for code, test in cell_rules(field).items()]
    for code, fields, test, empty in _key_rules(table, targets):
        if len(fields) == 1:
            checks[fields[0]].append(_key_check(code, test))
        else:
            wide.append(_wide_check(code, fields, test, empty))
    columns = {
        field.name: pa.Column(
            None, checks=checks[field.name], nullable=not (field.required and knows(table, field.name))
        )
        for field in table.fields
    }
    return pa.DataFrameSchema(columns, checks=wide, strict=True, ordered=True)


def _key_rules(
    table: Table, targets: Targets
) -> Iterator[tuple[str, tuple[str, ...], Callable[[Keys], Iterator[bool]], Callable[[Iterable[bool]], bool]]]:
    """Code, columns, test and what makes a key of several columns count as empty, for each key of a table."""
    has = set(table.columns).issuperset
    if table.primary_key and has(table.primary_key):
        yield "duplicate-key", table.primary_key, _are_distinct, all
    for field in table.fields:
        if field.unique and table.primary_key != (field.name,):
            yield "duplicate-value", (field.name,), _are_distinct, all
    for fields in table.unique_keys:
        if has(fields) and fields != table.primary_key:
            yield "duplicate-value", fields, _are_distinct, any
    for key, values in targets.items():
        yield "unknown-reference", key.fields, _are_among(values), all


def _are_distinct(keys: Keys) -> Iterator[bool]:
    seen = set()
    for key in keys:
        yield key is None or key not in seen
        seen.add(key)


def _are_among(values: frozenset[Any]) -> Callable[[Keys], Iterator[bool]]:
    return lambda keys: (key is None or key in values for key in keys)


def _cell_check(code: str, test: Test) -> pa.Check:
    def judge(cells: Any) -> Any:
        return cells.map({cell: test(cell) for cell in cells.unique()}).astype(bool)

    return pa.Check(judge, error=code)


def _key_check(code: str, test: Callable[[Keys], Iterator[bool]]) -> pa.Check:
    return pa.Check(lambda cells: pd.Series(list(test(cells)), index=cells.index, dtype=bool), error=code)


def _wide_check(
    code: str,
    fields: tuple[str, ...],
    test: Callable[[Keys], Iterator[bool]],
    empty: Callable[[Iterable[bool]], bool],
) -> pa.Check:
    def judge(frame: Any) -> Any:
        keys = zip(*(frame[name] for name in fields), strict=True)
        judged = test(None if empty(part is None for part in key) else key for key in keys)
        return pd.Series(list(judged), index=frame.index, dtype=bool)

    return pa.Check(judge, error=f"{code} {','.join(fields)}", ignore_na=False)


def judge(sheets: Mapping[str, Sheet]) -> Judgement:
    """What Pandera says of the sheets."""
    judgement = Judgement("pandera")
    cells = {name: _values(sheet) for name, sheet in sheets.items()}
    for name, sheet in sheets.items():
        try:
            dataframe_schema(sheet.table, _targets(sheet.table, cells)).validate(cells[name], lazy=True)
        except SchemaErrors as errors:
            cases = errors.failure_cases
            judgement.findings.update(_findings(name, cases[cases["index"].notna()]))
            raised = cases.loc[cases["index"].isna(), "failure_case"]  # a check that raised has no row
            if len(raised):
                judgement.failed[name] = str(raised.iloc[0])
        except (ArithmeticError, TypeError, ValueError) as error:
            judgement.failed[name] = f"{type(error).__name__}: {error}"
    return judgement


def _values(sheet: Sheet) -> pd.DataFrame:
    """The cells, None where a value is missing, numbers in one form so that equal keys are equal texts."""
    readings = {
        field.name: _NORMAL.get(field.type, str) if knows(sheet.table, field.name) else str
        for field in sheet.table.fields
    }
    columns = {}
    for name, reading in readings.items():
        values = {cell: None if cell in sheet.missing else reading(cell) for cell in set(sheet.cells[name])}
        columns[name] = [values[cell] for cell in sheet.cells[name]]
    return pd.DataFrame(columns, dtype=object)


def _integer(cell: str) -> str:
    if not _TYPES["integer"](cell):
        return cell
    plain = f"{Decimal(cell):f}"  # not by int(), which refuses numbers of many digits
    return "0" if plain == "-0" else plain


def _number(cell: str) -> str:
    if not _TYPES["number"](cell):
        return cell
    # Not by normalize(), which rounds.
    sign, digits, exponent = Decimal(cell).as_tuple()
    whole = "".join(map(str, digits)).lstrip("0")
    plain = whole.rstrip("0")
    return f"{'-' * sign}{plain}e{int(exponent) + len(whole) - len(plain)}" if plain else "0"


_NORMAL: Mapping[str, Callable[[str], str]] = {"integer": _integer, "number": _number}


def _targets(table: Table, cells: Mapping[str, pd.DataFrame]) -> Targets:
    """The keys that the foreign keys of a table may refer to, for those that can be judged."""
    targets = {}
    for key in table.foreign_keys:
        frame = cells.get(key.resource)
        if frame is None or not set(key.reference_fields) <= set(frame) or not set(key.fields) <= set(table.columns):
            continue
        columns = [frame[name] for name in key.reference_fields]
        targets[key] = frozenset(columns[0] if len(columns) == 1 else zip(*columns, strict=True))
    return targets


def _findings(table: str, cases: pd.DataFrame) -> Iterator[Finding]:
    """The findings in Pandera's failure cases, which tell of a failing row once for each column."""
    for column, check, row in zip(cases["column"], cases["check"], cases["index"], strict=True):
        code, _, fields = str(check).partition(" ")
        yield Finding(table, int(row), fields or column, "required-missing" if code == "not_nullable" else code)

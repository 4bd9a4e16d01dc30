"""The exact rules for one cell: which constraints of its field a text breaks, and which texts have equal values."""

from __future__ import annotations

import functools
import json
import operator
from collections.abc import Callable, Mapping, Sized
from decimal import MAX_EMAX, MAX_PREC, MIN_EMIN, Context, Decimal
from typing import Any

from onrecord.tableschema.cells import format_cell
from onrecord.tableschema.json_schemas import fits
from onrecord.tableschema.parsers import REFUSALS, Instant, item_of, kind_of, parser_of, since_epoch
from onrecord.tableschema.patterns import matcher
from onrecord.tableschema.schema import DATED, Field
from onrecord.tableschema.types import ORDERED, SIZED

Test = Callable[[Any], bool]

# Types whose equal values always have equal texts in the default format.
TEXT_IS_VALUE = frozenset({"any", "string", "date", "year", "yearmonth"})
_WITH_JSON_SCHEMA = frozenset({"object", "array"})
_CATEGORICAL = frozenset({"string", "integer"})
_EXACT = Context(prec=MAX_PREC, Emax=MAX_EMAX, Emin=MIN_EMIN)


def cell_rules(field: Field) -> Mapping[str, Callable[[str], bool]]:
    """The tests that a field's cells must pass unless they are missing, by the code of their rule.

    The code of the type comes first; a cell that is not of its type passes all other tests.
    """
    rules = {code: _judge(field, {code: test}) for code, test in _value_rules(field).items()}
    if parser_of(field) is not str:
        rules = {_type_code(field): _judge(field, {})} | rules

    def passing(code: str) -> Callable[[str], bool]:
        judge = rules[code]
        return lambda cell: code not in judge(cell)

    return {code: passing(code) for code in rules}


def broken(field: Field) -> Callable[[str], tuple[str, ...]]:
    """A function that gives the codes of the rules that a present cell breaks, in the order of `cell_rules`."""
    return _judge(field, _value_rules(field))


def normal(field: Field) -> Callable[[str], str]:
    """A function that gives the same text for equal values; a cell that is not of its type stays as it is."""
    parse, canon = parser_of(field), _canon(field)
    if field.type in TEXT_IS_VALUE and (field.type not in DATED or field.format == "default"):
        return str

    def of_cell(cell: str) -> str:
        try:
            return canon(parse(cell))
        except REFUSALS:
            return cell

    return of_cell


def _type_code(field: Field) -> str:
    return "type-error" if field.format == "default" else "wrong-format"


def _judge(field: Field, rules: Mapping[str, Test]) -> Callable[[str], tuple[str, ...]]:
    parse, not_typed, tests = parser_of(field), (_type_code(field),), tuple(rules.items())

    def judge(cell: str) -> tuple[str, ...]:
        try:
            value = parse(cell)
        except REFUSALS:
            return not_typed
        return tuple([code for code, test in tests if not test(value)]) if tests else ()

    return judge


# Rules on values.


def _value_rules(field: Field) -> dict[str, Test]:
    """The tests of values, for the constraints that the field's type supports and whose values are valid."""
    kind = kind_of(field)
    rules = {"value-not-allowed": _is_allowed(field)}
    if kind == "string":
        rules["pattern-mismatch"] = _matches(field.pattern)
    if kind in ORDERED:
        rules["below-minimum"] = _is_within(field, field.minimum, operator.ge)
        rules["above-maximum"] = _is_within(field, field.maximum, operator.le)
        rules["not-above-minimum"] = _is_within(field, field.exclusive_minimum, operator.gt)
        rules["not-below-maximum"] = _is_within(field, field.exclusive_maximum, operator.lt)
    if kind in SIZED:
        rules["too-short"] = _is_sized(field.min_length, operator.ge)
        rules["too-long"] = _is_sized(field.max_length, operator.le)
    if kind in _WITH_JSON_SCHEMA:
        rules["not-of-json-schema"] = None if field.json_schema is None else fits(field.json_schema)
    return {code: test for code, test in rules.items() if test}


def _is_allowed(field: Field) -> Test | None:
    lists = [values for values in (field.enum, field.categories if field.type in _CATEGORICAL else ()) if values]
    if not lists:
        return None
    canon = _canon(field)
    declared = declarer(field)
    parsed = [[value for each in values if (value := declared(each)) is not None] for values in lists]
    allowed = set.intersection(*[set(map(canon, values)) for values in parsed])

    def is_allowed(value: Any) -> bool:
        try:
            return canon(value) in allowed
        except RecursionError:  # reading allows a little more depth than this
            return False

    return is_allowed


def _matches(pattern: Any) -> Test | None:
    return matcher(pattern) if isinstance(pattern, str) else None


def _is_within(field: Field, declared: Any, holds: Callable[[Any, Any], bool]) -> Test | None:
    bound = declarer(field)(declared)
    if bound is None or bound != bound:
        return None
    return lambda value: value == value and holds(value, bound)  # NaN, which is not equal to itself, is not in bounds


def _is_sized(size: float | None, holds: Callable[[Any, Any], bool]) -> Test | None:
    is_size = isinstance(size, int | float) and not isinstance(size, bool)
    # In version 1 an object may be a JSON number, which has no length.
    return (lambda value: not isinstance(value, Sized) or holds(len(value), size)) if is_size else None


def declarer(field: Field) -> Callable[[Any], Any]:
    """A function that gives a field's value for a JSON value in its schema, None if it is not of the field's type."""
    parse = parser_of(field)

    def value(declared: Any) -> Any:
        try:
            return None if declared is None else parse(as_cell(field, declared))
        except REFUSALS:
            return None

    return value


def as_cell(field: Field, declared: Any) -> str:
    """A JSON value as the text of a field's cell."""
    if isinstance(declared, bool) and field.type == "boolean":
        return (field.true_values if declared else field.false_values)[0]
    if isinstance(declared, list) and field.type in ("list", "geopoint") and field.format == "default":
        delimiter = field.delimiter if field.type == "list" else ","
        return delimiter.join(as_cell(item_of(field), item) for item in declared)
    if isinstance(declared, list | dict):
        return json.dumps(declared)
    if field.type == "year" and isinstance(declared, int):
        return f"{'-' if declared < 0 else ''}{abs(declared):04}"
    cell = format_cell(declared)
    is_number = field.type == "number" and not isinstance(declared, str)
    return cell.replace(".", field.decimal_char) if is_number else cell


# Canonical texts: equal for equal values.


def _canon(field: Field) -> Callable[[Any], str]:
    kind = kind_of(field)
    if kind != "list":
        return _CANONS.get(kind, str)
    canon = _CANONS.get(field.item_type, str)
    return lambda items: json.dumps([canon(item) for item in items])


def _plain(value: int | Decimal) -> str:
    exact = _EXACT.normalize(Decimal(value))
    # Without an exponent, unless that is much longer.
    return (f"{exact:f}" if abs(exact.adjusted()) < 100 else str(exact)) if exact else "0"


def _instant(value: Instant) -> str:
    return ".".join(map(str, since_epoch(value)))  # not by astimezone(), which fails at the ends of the calendar


_json_text = functools.partial(json.dumps, sort_keys=True)
_CANONS: Mapping[str, Callable[[Any], str]] = {
    "integer": _plain,
    "number": _plain,
    "boolean": lambda value: "true" if value else "false",
    "time": _instant,
    "datetime": _instant,
    "yearmonth": lambda value: "{:04}-{:02}".format(*value),
    "object": _json_text,
    "array": _json_text,
    "geojson": _json_text,
    "geopoint": lambda value: ",".join(map(_plain, value)),
}

"""The exact law of one cell: what its text is worth under a field of a Table Schema, and which rules it breaks.

The forms are those of Data Package v2; packages of v1 are read by them too. A text is judged in a time that grows no
faster than its length, or is refused at once.
"""

from __future__ import annotations

import base64
import datetime
import functools
import json
import operator
import re
from collections.abc import Callable, Mapping
from decimal import MAX_EMAX, MAX_PREC, MIN_EMIN, Context, Decimal
from fractions import Fraction
from typing import Any

from onrecord.contract import Field
from onrecord.tables import format_cell
from onrecord.validate.json_schemas import fits
from onrecord.validate.patterns import matcher

Reader = Callable[[str], Any]
Test = Callable[[Any], bool]

# Types whose equal values always have equal texts under the default format.
TEXT_IS_VALUE = frozenset({"any", "string", "date", "year", "yearmonth"})
_DATED = frozenset({"date", "time", "datetime"})
_BOUNDED = _DATED | {"integer", "number", "year", "yearmonth", "duration"}
_SIZED = frozenset({"string", "object", "array", "list"})
_JSON = frozenset({"object", "array", "geojson"})
_CATEGORICAL = frozenset({"string", "integer"})
_ITEMS = _DATED | {"string", "integer", "boolean", "number"}
# Formats beside the default; dates have patterns, too.
_FORMATS: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(_DATED, frozenset({"any"})),
    "string": frozenset({"uri", "email", "uuid", "binary"}),
    "geopoint": frozenset({"array", "object"}),
    "geojson": frozenset({"topojson"}),
}

_INTEGER = re.compile(r"[+-]?[0-9]+")
_NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?")
_NO_NUMBERS = {"NaN": Decimal("NaN"), "INF": Decimal("Infinity"), "-INF": Decimal("-Infinity")}
# What is left of a number where characters that are none of its own are taken off both ends.
_CORE = re.compile(r"[^-0-9]*+(.*[0-9])", re.DOTALL)
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DATETIME = re.compile(_DATE.pattern + r"T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})?")
_YEAR = re.compile(r"[0-9]{4}")
_YEARMONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")
_OTHER_DIGIT = re.compile(r"[^\D0-9]")
_COUNTS = {unit: rf"(?:([0-9]{{1,99}}(?:[.,][0-9]{{1,99}})?){unit})?" for unit in "YMWDHS"}
_DURATION = re.compile("([+-]?)P(?=.){Y}{M}{W}{D}(?:T(?=.){H}{M}{S})?".format_map(_COUNTS))
# Seconds of each unit; years and months are the mean ones of the Gregorian calendar, so that all durations compare.
_UNITS = (31_556_952, 2_629_746, 604_800, 86_400, 3_600, 60, 1)
# RFC 3986: a scheme, then none of the characters that an address never holds.
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s\x00-\x1f<>\"{}|\\^`]+")
_UUID = re.compile(r"[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")

# What a parser may raise of a text that is not of its type.
_REFUSALS = (ArithmeticError, LookupError, RecursionError, TypeError, ValueError)
_DIGITS_OF_INT = 640  # int() reads as many whatever the interpreter's limit is set to, and does so fast
_LONGEST_LOOSE_DATE = 100  # dateutil takes its time
_EPOCH = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)
_EXACT = Context(prec=MAX_PREC, Emax=MAX_EMAX, Emin=MIN_EMIN)


class NotOfType(ValueError):  # noqa: N818 - a verdict, no error of the program
    """The text is not of the field's type and format."""


def is_known(field: Field) -> bool:
    """Whether this module can judge the type and the format of a field; else it takes any text, as of type any."""
    if not isinstance(field.format, str) or (
        field.type == "list" and not (field.delimiter and field.item_type in _ITEMS)
    ):
        return False
    if field.format == "default" or field.format in _FORMATS.get(field.type, ()):
        return field.type in _PARSERS
    return field.type in _DATED and _is_pattern(_pattern(field))


def reader(field: Field) -> Reader:
    """What gives the value of a text: numbers, dates and the like, which compare, or the text itself.

    Integers of more digits than int() takes become Decimals. What is returned raises NotOfType.
    """
    parse = _parser(field)

    def read(text: str) -> Any:
        try:
            return parse(text)
        except _REFUSALS:
            raise NotOfType from None

    return read


def cell_rules(field: Field) -> Mapping[str, Callable[[str], bool]]:
    """The tests that a field's cells must pass unless they are missing, by the code of their rule.

    The code of the type comes first; a cell that is not of its type passes all other tests.
    """
    rules = {code: _judge(field, {code: test}) for code, test in _value_rules(field).items()}
    if _parser(field) is not str:
        rules = {_type_code(field): _judge(field, {})} | rules

    def passing(code: str) -> Callable[[str], bool]:
        judge = rules[code]
        return lambda cell: code not in judge(cell)

    return {code: passing(code) for code in rules}


def broken(field: Field) -> Callable[[str], tuple[str, ...]]:
    """What gives the codes of the rules that a cell breaks, if it is not missing, in the order of `cell_rules`."""
    return _judge(field, _value_rules(field))


def normal(field: Field) -> Callable[[str], str]:
    """What gives the same text for equal values; of a cell that is not of its type, the cell itself."""
    parse, canon = _parser(field), _canon(field)
    if field.type in TEXT_IS_VALUE and (field.type not in _DATED or field.format == "default"):
        return str

    def of_cell(cell: str) -> str:
        try:
            return canon(parse(cell))
        except _REFUSALS:
            return cell

    return of_cell


def _type_code(field: Field) -> str:
    return "type-error" if field.format == "default" else "wrong-format"


def _judge(field: Field, rules: Mapping[str, Test]) -> Callable[[str], tuple[str, ...]]:
    parse, not_typed, tests = _parser(field), (_type_code(field),), tuple(rules.items())

    def judge(cell: str) -> tuple[str, ...]:
        try:
            value = parse(cell)
        except _REFUSALS:
            return not_typed
        return tuple([code for code, test in tests if not test(value)]) if tests else ()

    return judge


# Rules on values.


def _value_rules(field: Field) -> dict[str, Test]:
    """The tests of values, for the constraints that the field's type supports and that can be read."""
    kind = _kind(field)
    rules = {"value-not-allowed": _is_allowed(field)}
    if kind == "string":
        rules["pattern-mismatch"] = _matches(field.pattern)
    if kind in _BOUNDED:
        rules["below-minimum"] = _is_within(field, field.minimum, operator.ge)
        rules["above-maximum"] = _is_within(field, field.maximum, operator.le)
        rules["not-above-minimum"] = _is_within(field, field.exclusive_minimum, operator.gt)
        rules["not-below-maximum"] = _is_within(field, field.exclusive_maximum, operator.lt)
    if kind in _SIZED:
        rules["too-short"] = _is_sized(field.min_length, operator.ge)
        rules["too-long"] = _is_sized(field.max_length, operator.le)
    if kind in _JSON:
        rules["not-of-json-schema"] = None if field.json_schema is None else fits(field.json_schema)
    return {code: test for code, test in rules.items() if test}


def _is_allowed(field: Field) -> Test | None:
    lists = [values for values in (field.enum, field.categories if field.type in _CATEGORICAL else ()) if values]
    if not lists:
        return None
    canon = _canon(field)
    declared = declarer(field)
    values = [[value for one in values if (value := declared(one)) is not None] for values in lists]
    allowed = set.intersection(*[set(map(canon, some)) for some in values])

    def is_allowed(value: Any) -> bool:
        try:
            return canon(value) in allowed
        except RecursionError:  # nested as deep as can just be read
            return False

    return is_allowed


def _matches(pattern: str | None) -> Test | None:
    try:
        return None if pattern is None else matcher(pattern)
    except (re.error, OverflowError, RecursionError, TypeError):
        return None


def _is_within(field: Field, declared: Any, holds: Callable[[Any, Any], bool]) -> Test | None:
    bound = declarer(field)(declared)
    if bound is None or bound != bound:
        return None
    return lambda value: value == value and holds(value, bound)  # NaN, which alone is not itself, is within no bounds


def _is_sized(size: float | None, holds: Callable[[Any, Any], bool]) -> Test | None:
    is_size = isinstance(size, int | float) and not isinstance(size, bool)
    return (lambda value: holds(len(value), size)) if is_size else None


def declarer(field: Field) -> Callable[[Any], Any]:
    """What gives the value that the schema's JSON stands for in a field, None where it is none of its type."""
    parse = _parser(field)

    def value(declared: Any) -> Any:
        try:
            return None if declared is None else parse(_as_cell(field, declared))
        except _REFUSALS:
            return None

    return value


def _as_cell(field: Field, declared: Any) -> str:
    """A value of the schema's JSON as the field's cells have it."""
    if isinstance(declared, bool) and field.type == "boolean":
        return (field.true_values if declared else field.false_values)[0]
    if isinstance(declared, list) and field.type in ("list", "geopoint") and field.format == "default":
        delimiter = field.delimiter if field.type == "list" else ","
        return delimiter.join(_as_cell(_item(field), one) for one in declared)
    if isinstance(declared, list | dict):
        return json.dumps(declared)
    cell = format_cell(declared)
    is_number = field.type == "number" and not isinstance(declared, str)
    return cell.replace(".", field.decimal_char) if is_number else cell


# Texts that are equal for equal values.


def _canon(field: Field) -> Callable[[Any], str]:
    kind = _kind(field)
    if kind != "list":
        return _CANONS.get(kind, str)
    canon = _CANONS.get(field.item_type, str)
    return lambda items: json.dumps([canon(item) for item in items])


def _plain(value: int | Decimal) -> str:
    exact = _EXACT.normalize(Decimal(value))
    # Without exponent only where that is not much longer.
    return (f"{exact:f}" if abs(exact.adjusted()) < 100 else str(exact)) if exact else "0"


def _instant(value: datetime.datetime) -> str:
    return str(value - _EPOCH)  # not by astimezone(), which fails at the ends of the calendar


_json_text = functools.partial(json.dumps, sort_keys=True)
_CANONS: Mapping[str, Callable[[Any], str]] = {
    "integer": _plain,
    "number": _plain,
    "boolean": lambda value: "true" if value else "false",
    "time": lambda value: _instant(datetime.datetime.combine(_EPOCH, value)),
    "datetime": _instant,
    "yearmonth": lambda value: "{:04}-{:02}".format(*value),
    "object": _json_text,
    "array": _json_text,
    "geojson": _json_text,
    "geopoint": lambda value: ",".join(map(_plain, value)),
}


# Parsers: they raise one of the refusals of a text that is not of its type.


def _kind(field: Field) -> str:
    """The type that a field is judged by."""
    return field.type if is_known(field) or field.type == "string" else "any"


def _parser(field: Field) -> Reader:
    return _PARSERS[_kind(field)](field)


def _match(form: re.Pattern[str], text: str) -> re.Match[str]:
    if not (match := form.fullmatch(text)):
        raise NotOfType
    return match


def _such(is_such: Callable[[Any], object], parse: Reader = str) -> Reader:
    """What parses, and refuses values that are not such as they should be."""

    def read(text: str) -> Any:
        if not is_such(value := parse(text)):
            raise NotOfType
        return value

    return read


def _string(field: Field) -> Reader:
    if field.format == "email":
        from validators import email

        return _such(email)
    if field.format == "binary":
        return _such(lambda text: base64.b64decode(text, validate=True) is not None)
    if field.format == "uri":
        return _such(_URI.fullmatch)
    return _such(_UUID.fullmatch) if field.format == "uuid" else str


def _cleaner(field: Field, point: str) -> Callable[[str], str]:
    """What takes from a number all that its field allows beside the form of the standard."""
    if field.bare_number and not field.group_char and point == ".":
        return str.strip

    def clean(text: str) -> str:
        text = text.strip()
        if not field.bare_number:
            text = core[1] if (core := _CORE.match(text)) else ""
        text = text.replace(field.group_char, "") if field.group_char else text
        return text if point == "." else "" if "." in text else text.replace(point, ".")

    return clean


def _integer(field: Field) -> Reader:
    clean = _cleaner(field, ".")

    def parse(text: str) -> int | Decimal:
        plain = clean(text)
        if not _INTEGER.fullmatch(plain):
            raise NotOfType
        return int(plain) if len(plain) <= _DIGITS_OF_INT else Decimal(plain)

    return parse


def _number(field: Field) -> Reader:
    clean = _cleaner(field, field.decimal_char or ".")

    def parse(text: str) -> Decimal:
        plain = clean(text)
        return Decimal(plain) if _NUMBER.fullmatch(plain) else _NO_NUMBERS[text.strip()]

    return parse


def _boolean(field: Field) -> Reader:
    return (dict.fromkeys(field.true_values, True) | dict.fromkeys(field.false_values, False)).__getitem__


def _date(field: Field) -> Reader:
    if field.format == "default":
        return lambda text: datetime.date.fromisoformat(_match(_DATE, text)[0])
    parse = _loose_datetime(field)
    return lambda text: parse(text).date()


def _time(field: Field) -> Reader:
    parse = _datetime(field)
    return lambda text: parse(f"2000-01-01T{text}" if field.format == "default" else text).timetz()


def _datetime(field: Field) -> Callable[[str], datetime.datetime]:
    return _iso_datetime if field.format == "default" else _loose_datetime(field)


def _iso_datetime(text: str) -> datetime.datetime:
    """The instant of a text; where no zone is told it is UTC, so that all compare."""
    _match(_DATETIME, text)
    if text.startswith("24:00:00", 11):  # the end of the day
        start = _iso_datetime(f"{text[:11]}00{text[13:]}")
        if start.microsecond:
            raise NotOfType
        return start + datetime.timedelta(days=1)
    value = datetime.datetime.fromisoformat(text)
    return value if value.tzinfo else value.replace(tzinfo=datetime.UTC)


def _loose_datetime(field: Field) -> Callable[[str], datetime.datetime]:
    """What reads the format `any`, or a pattern of strptime."""
    pattern = _pattern(field)

    def parse(text: str) -> datetime.datetime:
        if not text.isascii() and _OTHER_DIGIT.search(text):
            raise NotOfType
        value = _any_datetime(text) if pattern == "any" else datetime.datetime.strptime(text, pattern)
        return value.replace(tzinfo=datetime.timezone(value.utcoffset() or datetime.timedelta()))

    return parse


def _any_datetime(text: str) -> datetime.datetime:
    from dateutil.parser import parse  # type: ignore[import-untyped]

    if len(text) > _LONGEST_LOOSE_DATE:
        raise NotOfType
    # Neither today's date nor the zone of the machine must bear on what a text is worth.
    value = parse(text, default=datetime.datetime(2000, 1, 1), tzinfos=lambda name, offset: offset or 0)
    assert isinstance(value, datetime.datetime)
    return value


def _pattern(field: Field) -> str:
    return field.format.removeprefix("fmt:")  # as v1 had it once


def _is_pattern(pattern: str) -> bool:
    """Whether strptime can read by a pattern what the pattern has written."""
    try:
        return "%" in pattern and bool(datetime.datetime.strptime(_EPOCH.strftime(pattern), pattern))
    except (ValueError, re.error):
        return False


def _yearmonth(text: str) -> tuple[int, int]:
    year, month = _match(_YEARMONTH, text).groups()
    return int(year), int(month)


def _duration(text: str) -> Fraction | int:
    sign, *counts = _match(_DURATION, text).groups()
    told = [(count.replace(",", "."), unit) for count, unit in zip(counts, _UNITS, strict=True) if count]
    seconds = sum((Fraction(count) if "." in count else int(count)) * unit for count, unit in told)
    return -seconds if sign == "-" else seconds


def _json_number(text: str) -> int | float:
    value = float(text)
    return int(value) if value.is_integer() and abs(value) < 2**53 else value  # 1.0 is 1


def _no_json(name: str) -> Any:
    raise NotOfType  # NaN and Infinity, which Python takes


_of_json = json.JSONDecoder(parse_float=_json_number, parse_constant=_no_json).decode
_of_exact_json = json.JSONDecoder(parse_int=Decimal, parse_float=Decimal, parse_constant=_no_json).decode


def _list(field: Field) -> Reader:
    parse = _parser(_item(field))
    return lambda text: [parse(part) for part in text.split(field.delimiter)]


def _item(field: Field) -> Field:
    """The field of the items of a list, which has nothing but their type."""
    return Field(field.name, field.item_type)


def _geopoint(field: Field) -> Reader:
    number = _number(Field(field.name, "number"))

    def parse(text: str) -> tuple[Decimal, Decimal]:
        parts: Any = list(map(number, text.split(","))) if field.format == "default" else _of_exact_json(text)
        if field.format == "object":
            parts = [parts["lon"], parts["lat"]] if len(parts) == 2 else []
        lon, lat = _listed(parts)
        if not isinstance(lon, Decimal) or not isinstance(lat, Decimal):
            raise NotOfType
        if not (-180 <= lon <= 180 and -90 <= lat <= 90):
            raise NotOfType
        return lon, lat

    return parse


# Of a geometry, the depth of the lists around its positions, and the least length of the innermost.
_SHAPES = {
    "Point": (0, 0),
    "MultiPoint": (1, 0),
    "LineString": (1, 2),
    "MultiLineString": (2, 2),
    "Polygon": (2, 4),
    "MultiPolygon": (3, 4),
}


def _is_geojson(value: Any) -> bool:
    """Whether a value has what RFC 7946 asks of its type."""
    if value["type"] == "FeatureCollection":
        return all(one["type"] == "Feature" and _is_geojson(one) for one in _listed(value["features"]))
    if value["type"] == "Feature":
        geometry, properties = value["geometry"], value["properties"]
        return (geometry is None or _is_geometry(geometry)) and (properties is None or isinstance(properties, dict))
    return _is_geometry(value)


def _is_topojson(value: Any) -> bool:
    if value["type"] != "Topology":
        return _is_geometry(value, by_arcs=True)
    objects = value["objects"]
    are_objects = isinstance(objects, dict) and all(_is_geometry(one, by_arcs=True) for one in objects.values())
    return are_objects and _are_nested(value["arcs"], 2, 2, _is_position)


def _is_geometry(value: Any, by_arcs: bool = False) -> bool:
    kind = value["type"]
    if kind == "GeometryCollection":
        return all(_is_geometry(one, by_arcs) for one in _listed(value["geometries"]))
    depth, least = _SHAPES[kind]
    if by_arcs and "Point" not in kind:
        return _are_nested(value["arcs"], depth, 0, lambda arc: type(arc) is int)
    return _are_nested(value["coordinates"], depth, least, _is_position)


def _are_nested(value: Any, depth: int, least: int, is_such: Test) -> bool:
    if not depth:
        return is_such(value)
    long_enough = depth > 1 or len(value) >= least
    return long_enough and all(_are_nested(part, depth - 1, least, is_such) for part in _listed(value))


def _is_position(value: Any) -> bool:
    return len(_listed(value)) >= 2 and all(type(part) in (int, float) for part in value)


def _listed(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise NotOfType
    return value


_PARSERS: Mapping[str, Callable[[Field], Reader]] = {
    "any": lambda field: str,
    "string": _string,
    "integer": _integer,
    "number": _number,
    "boolean": _boolean,
    "date": _date,
    "time": _time,
    "datetime": _datetime,
    "year": lambda field: lambda text: int(_match(_YEAR, text)[0]),
    "yearmonth": lambda field: _yearmonth,
    "duration": lambda field: _duration,
    "object": lambda field: _such(lambda value: isinstance(value, dict), _of_json),
    "array": lambda field: _such(lambda value: isinstance(value, list), _of_json),
    "list": _list,
    "geopoint": _geopoint,
    "geojson": lambda field: _such(_is_topojson if field.format == "topojson" else _is_geojson, _of_json),
}

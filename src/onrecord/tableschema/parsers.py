"""The value of a cell's text under a field of a Table Schema.

The forms are those of Data Package v2; packages of v1 are read by these forms too, and by the few that only v1 allows.
Years, durations and datetimes are those of XML Schema (www.w3.org/TR/xmlschema-2). A text is read in linear time, or is
refused at once.
"""

from __future__ import annotations

import base64
import dataclasses
import datetime
import functools
import json
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeAlias

from onrecord.tableschema.geo import is_geojson, is_topojson
from onrecord.tableschema.schema import DATED, FORMATS_OF, Field

Reader = Callable[[str], Any]

_ITEMS = DATED | {"string", "integer", "boolean", "number"}
_INTEGER = re.compile(r"[+-]?[0-9]+")
_NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?")
# In upper or lower case: inf, Inf, INF.
_NO_NUMBERS = {"NAN": Decimal("NaN"), "INF": Decimal("Infinity"), "-INF": Decimal("-Infinity")}
# A number after other characters are removed from both ends.
_CORE = re.compile(r"[^-0-9]*+(.*[0-9])", re.DOTALL)
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_ZONE = r"(?:Z|[+-](?:(?:0[0-9]|1[0-3]):[0-5][0-9]|14:00))"
_TIME = re.compile(r"[0-9]{2}:[0-9]{2}:[0-9]{2}")
# A year of more than four digits does not begin with 0; and there is no year 0000.
_CENTURY = r"-?(?:[1-9][0-9]{3,98}|0(?!000)[0-9]{3})"
_DATETIME = re.compile(rf"({_CENTURY})(-[0-9]{{2}}-[0-9]{{2}}T{_TIME.pattern}(?:\.[0-9]+)?)({_ZONE})?")
_YEAR = re.compile(rf"({_CENTURY}){_ZONE}?")
_YEARMONTH = re.compile(rf"({_CENTURY})-(0[1-9]|1[0-2]){_ZONE}?")
# Directives of C's strptime that Python's lacks (POSIX, strptime; ISO C, strftime, for %F), in Python's terms.
_DIRECTIVE = re.compile(r"%.", re.DOTALL)
_OF_C = {
    **{"%D": "%m/%d/%y", "%F": "%Y-%m-%d", "%R": "%H:%M", "%T": "%H:%M:%S", "%r": "%I:%M:%S %p"},
    **{"%e": "%d", "%h": "%b", "%n": " ", "%t": " "},
}
_OTHER_DIGIT = re.compile(r"[^\D0-9]")
_COUNTS = {unit: rf"(?:([0-9]{{1,99}}){unit})?" for unit in "YMDH"} | {"S": r"(?:([0-9]{1,99}(?:\.[0-9]{1,99})?)S)?"}
_DURATION = re.compile("(-?)P(?=.){Y}{M}{D}(?:T(?=.){H}{M}{S})?".format_map(_COUNTS))
# Seconds of each unit; years and months are Gregorian means, so that all durations can be compared.
_UNITS = (31_556_952, 2_629_746, 86_400, 3_600, 60, 1)
# RFC 3986: a scheme, then no character that a URI cannot have.
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s\x00-\x1f<>\"{}|\\^`]+")
# RFC 5322, section 3.4.1, without comments and folding; RFC 6531 for letters beyond ASCII.
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~\x80-\U0010ffff-]+"
_EMAIL = re.compile(
    rf"""(?:{_ATOM}(?:\.{_ATOM})*|"(?:[^"\\\r\n]|\\[^\r\n])*")@(?:{_ATOM}(?:\.{_ATOM})*|\[[!-Z^-~]*\])"""
)
_UUID = re.compile(r"[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")

# Errors that a parser may raise for a text that is not of its type.
REFUSALS = (ArithmeticError, LookupError, RecursionError, TypeError, ValueError)
_DIGITS_OF_INT = 640  # int() reads this many with any limit of the interpreter, and does so fast
_LONGEST_LOOSE_DATE = 100  # dateutil is slow
# Hours of the zones that RFC 5322 names, and of the European zones with unambiguous names.
_ZONES = {"Z": 0, "UT": 0, "UTC": 0, "GMT": 0, "WET": 0, "WEST": 1, "CET": 1, "CEST": 2, "EET": 2, "EEST": 3} | {
    "EST": -5,
    "EDT": -4,
    "CST": -6,
    "CDT": -5,
    "MST": -7,
    "MDT": -6,
    "PST": -8,
    "PDT": -7,
}
EPOCH = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)


_MICROSECOND = datetime.timedelta(microseconds=1)
_DIGITS_OF_MICROSECOND = 6
_FINE = re.compile(r":[0-9]{2}[.,][0-9]{6}([0-9]+)")
# The calendar repeats itself after this many years.
_CYCLE = 400
_OF_CYCLE = datetime.timedelta(days=146_097) // _MICROSECOND


class NotOfType(ValueError):  # noqa: N818 - the fault is in the data
    """The text is not of the field's type and format."""


@functools.total_ordering
@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class FarInstant:
    """An instant that Python's datetime cannot hold; it can be compared with other instants.

    It is outside the years 1 to 9999, or finer than a microsecond.

    Attributes:
        microseconds: the whole microseconds since `EPOCH`.
        finer: the digits of the remaining fraction of a microsecond, without zeros at the end.
    """

    microseconds: int
    finer: str = ""

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, FarInstant | datetime.datetime):
            return NotImplemented
        return since_epoch(self) == since_epoch(other)

    def __lt__(self, other: FarInstant | datetime.datetime) -> bool:
        return since_epoch(self) < since_epoch(other)

    def __hash__(self) -> int:
        return hash(since_epoch(self))


Instant: TypeAlias = FarInstant | datetime.datetime


def since_epoch(instant: Instant) -> tuple[int, str]:
    """The whole microseconds from `EPOCH` to an instant, and the digits of the rest; both can be compared."""
    if isinstance(instant, FarInstant):
        return instant.microseconds, instant.finer
    return (instant - EPOCH) // _MICROSECOND, ""


def _with_finer(instant: Instant, digits: str) -> Instant:
    """An instant with the decimals of its second after the sixth."""
    finer = digits.rstrip("0")
    return FarInstant(since_epoch(instant)[0], finer) if finer else instant


def in_python(format_: str) -> str:
    """A format of dates or times in the terms of Python's strptime."""
    return _pattern(Field("", "date", format_))


def is_known(field: Field) -> bool:
    """Whether this module knows the type and the format of a field; if not, it accepts any text, as for type any."""
    if not isinstance(field.format, str) or (
        field.type == "list" and not (field.delimiter and field.item_type in _ITEMS)
    ):
        return False
    if field.format == "default" or field.format in FORMATS_OF.get(field.type, ()):
        return field.type in _PARSERS
    return field.type in DATED and _is_pattern(_pattern(field))


def reader(field: Field) -> Reader:
    """A function that gives the value of a text: a number, a date or the like, which compares, or the text itself.

    Integers with too many digits for int() become Decimals. The function raises NotOfType.
    """
    parse = parser_of(field)

    def read(text: str) -> Any:
        try:
            return parse(text)
        except REFUSALS:
            raise NotOfType from None

    return read


def kind_of(field: Field) -> str:
    """The type that a field is checked as."""
    return field.type if is_known(field) or field.type == "string" else "any"


def parser_of(field: Field) -> Reader:
    """The same as `reader`, but faster, because it raises any of `REFUSALS`."""
    return _PARSERS[kind_of(field)](field)


def _match(form: re.Pattern[str], text: str) -> re.Match[str]:
    if not (match := form.fullmatch(text)):
        raise NotOfType
    return match


def _such(is_such: Callable[[Any], object], parse: Reader = str, then: Reader | None = None) -> Reader:
    """A parser that refuses values that fail a test, and may parse the others further."""

    def read(text: str) -> Any:
        if not is_such(value := parse(text)):
            raise NotOfType
        return then(value) if then else value

    return read


def _string(field: Field) -> Reader:
    if field.format == "email":
        return _such(_EMAIL.fullmatch)
    if field.format == "binary":
        return _such(lambda text: base64.b64decode(text, validate=True) is not None)
    if field.format == "uri":
        return _such(_URI.fullmatch)
    return _such(_UUID.fullmatch) if field.format == "uuid" else str


def _cleaner(field: Field, point: str) -> Callable[[str], str]:
    """A function that brings a number from the forms that its field allows into the standard form."""
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
        return Decimal(plain) if _NUMBER.fullmatch(plain) else _NO_NUMBERS[text.strip().upper()]

    return parse


def _boolean(field: Field) -> Reader:
    return (dict.fromkeys(field.true_values, True) | dict.fromkeys(field.false_values, False)).__getitem__


def _date(field: Field) -> Reader:
    if field.format == "default":
        return lambda text: datetime.date.fromisoformat(_match(_DATE, text)[0])
    parse = _loose_datetime(field)
    return lambda text: parse(text).date()


def _time(field: Field) -> Reader:
    """A parser that gives a time as an instant of a fixed day, so that all times can be compared."""
    parse = _loose_datetime(field)

    def read(text: str) -> Instant:
        if field.format != "default":
            return _with_finer(datetime.datetime.combine(EPOCH, parse(text).timetz()), _finer_than_parsed(text))
        # Version 1 allows all times of ISO 8601, with fractions and zones, except 24:00, the end of a day.
        if text.startswith("24") or not (field.is_v1 or _TIME.fullmatch(text)):
            raise NotOfType
        return _iso_datetime(f"2000-01-01T{text}")

    return read


def _datetime(field: Field) -> Callable[[str], Instant]:
    if field.format == "default":
        return _iso_datetime
    parse = _loose_datetime(field)
    return lambda text: _with_finer(parse(text), _finer_than_parsed(text))


def _finer_than_parsed(text: str) -> str:
    """The decimals of a second that dateutil cuts off."""
    return found[1] if (found := _FINE.search(text)) else ""


def _iso_datetime(text: str) -> Instant:
    """The instant of a text; without a zone it is in UTC, so that all instants can be compared."""
    stated, rest, zone = _match(_DATETIME, text).groups()
    year = int(stated)
    cycles = 0 if datetime.MINYEAR <= year < datetime.MAXYEAR else year // _CYCLE - EPOCH.year // _CYCLE
    time, is_end = rest[len("-01-01T") :], False
    if time.startswith("24:00:00"):  # the end of the day
        if time[len("24:00:00") :].strip(".0"):
            raise NotOfType
        rest, is_end = f"{rest[: len('-01-01T')]}00:00:00", True
    value = datetime.datetime.fromisoformat(f"{year - cycles * _CYCLE:04}{rest}{zone or 'Z'}")
    value += datetime.timedelta(days=is_end)
    finer = time.partition(".")[2][_DIGITS_OF_MICROSECOND:]
    if not cycles:
        return _with_finer(value, finer)
    instant = since_epoch(value)[0] + cycles * _OF_CYCLE
    try:
        return _with_finer(EPOCH + instant * _MICROSECOND, finer)
    except OverflowError:
        return _with_finer(FarInstant(instant), finer)


def _loose_datetime(field: Field) -> Callable[[str], datetime.datetime]:
    """A parser for the format `any`, or for a pattern of strptime."""
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
    # Neither today's date nor the zone of the machine may affect the value of a text.
    value = parse(text, default=datetime.datetime(2000, 1, 1), tzinfos=_offset)
    assert isinstance(value, datetime.datetime)
    return value


def _offset(name: str | None, offset: int | None) -> int:
    """The offset of a zone in seconds, as the text states it or by its name; an ambiguous name is refused."""
    if offset is not None:
        return offset
    if name is not None and name.upper() not in _ZONES:
        raise NotOfType
    return 3_600 * _ZONES.get((name or "Z").upper(), 0)


def _pattern(field: Field) -> str:
    pattern = field.format.removeprefix("fmt:")  # of early versions of v1
    return _DIRECTIVE.sub(lambda directive: _OF_C.get(directive[0], directive[0]), pattern)


def _is_pattern(pattern: str) -> bool:
    """Whether strptime can read what strftime writes by a pattern."""
    try:
        return "%" in pattern and bool(datetime.datetime.strptime(EPOCH.strftime(pattern), pattern))
    except (ValueError, re.error):
        return False


def _yearmonth(text: str) -> tuple[int, int]:
    year, month = _match(_YEARMONTH, text).groups()
    return int(year), int(month)


def _duration(text: str) -> Fraction | int:
    sign, *counts = _match(_DURATION, text).groups()
    message = [(count, unit) for count, unit in zip(counts, _UNITS, strict=True) if count]
    seconds = sum((Fraction(count) if "." in count else int(count)) * unit for count, unit in message)
    return -seconds if sign == "-" else seconds


def _json_number(text: str) -> int | float:
    value = float(text)
    return int(value) if value.is_integer() and abs(value) < 2**53 else value  # 1.0 is 1


def _no_json(name: str) -> Any:
    raise NotOfType  # NaN and Infinity, which Python's json accepts


_of_json = json.JSONDecoder(parse_float=_json_number, parse_constant=_no_json).decode
_of_exact_json = json.JSONDecoder(parse_int=Decimal, parse_float=Decimal, parse_constant=_no_json).decode


def _list(field: Field) -> Reader:
    parse = parser_of(item_of(field))
    return lambda text: [parse(part) for part in text.split(field.delimiter)]


def item_of(field: Field) -> Field:
    """The field of the items of a list, which has only their type."""
    return Field(field.name, field.item_type, is_v1=field.is_v1)


def _geopoint(field: Field) -> Reader:
    number = _number(Field(field.name, "number"))

    def parse(text: str) -> tuple[Decimal, Decimal]:
        parts: Any = list(map(number, text.split(","))) if field.format == "default" else _of_exact_json(text)
        if field.format == "object":
            parts = [parts["lon"], parts["lat"]] if len(parts) == 2 else []
        lon, lat = _listed(parts)
        if not isinstance(lon, Decimal) or not isinstance(lat, Decimal) or not (lon.is_finite() and lat.is_finite()):
            raise NotOfType
        return lon, lat

    return parse


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
    "year": lambda field: lambda text: int(_match(_YEAR, text)[1]),
    "yearmonth": lambda field: _yearmonth,
    "duration": lambda field: _duration,
    # "Data which is valid JSON", says version 1.
    "object": lambda field: _of_json if field.is_v1 else _such(lambda value: isinstance(value, dict), _of_json),
    "array": lambda field: _such(lambda value: isinstance(value, list), _of_json),
    "list": _list,
    "geopoint": _geopoint,
    "geojson": lambda field: _such(is_topojson if field.format == "topojson" else is_geojson, _of_json),
}

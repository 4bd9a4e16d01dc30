"""What the text of a cell is worth under a field of a Table Schema.

The forms are those of Data Package v2; packages of v1 are read by them too, and by the few that v1 alone allows. Years
and durations, and times with a date, are those of XML Schema (www.w3.org/TR/xmlschema-2). A text is read in a time that
grows no faster than its length, or is refused at once.
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
# In any case: inf, Inf, INF.
_NO_NUMBERS = {"NAN": Decimal("NaN"), "INF": Decimal("Infinity"), "-INF": Decimal("-Infinity")}
# What is left of a number where characters that are not one of its own are taken off both ends.
_CORE = re.compile(r"[^-0-9]*+(.*[0-9])", re.DOTALL)
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_ZONE = r"(?:Z|[+-](?:(?:0[0-9]|1[0-3]):[0-5][0-9]|14:00))"
_TIME = re.compile(r"[0-9]{2}:[0-9]{2}:[0-9]{2}")
# More than four digits begin with none that is 0; and there is no year 0000.
_CENTURY = r"-?(?:[1-9][0-9]{3,98}|0(?!000)[0-9]{3})"
_DATETIME = re.compile(rf"({_CENTURY})(-[0-9]{{2}}-[0-9]{{2}}T{_TIME.pattern}(?:\.[0-9]+)?)({_ZONE})?")
_YEAR = re.compile(rf"({_CENTURY}){_ZONE}?")
_YEARMONTH = re.compile(rf"({_CENTURY})-(0[1-9]|1[0-2]){_ZONE}?")
# What strptime of C knows, and Python's does not (POSIX, strptime; ISO C, strftime, for %F), in Python's words.
_DIRECTIVE = re.compile(r"%.", re.DOTALL)
_OF_C = {
    **{"%D": "%m/%d/%y", "%F": "%Y-%m-%d", "%R": "%H:%M", "%T": "%H:%M:%S", "%r": "%I:%M:%S %p"},
    **{"%e": "%d", "%h": "%b", "%n": " ", "%t": " "},
}
_OTHER_DIGIT = re.compile(r"[^\D0-9]")
_COUNTS = {unit: rf"(?:([0-9]{{1,99}}){unit})?" for unit in "YMDH"} | {"S": r"(?:([0-9]{1,99}(?:\.[0-9]{1,99})?)S)?"}
_DURATION = re.compile("(-?)P(?=.){Y}{M}{D}(?:T(?=.){H}{M}{S})?".format_map(_COUNTS))
# Seconds of each unit; years and months are the mean ones of the Gregorian calendar, so that all durations compare.
_UNITS = (31_556_952, 2_629_746, 86_400, 3_600, 60, 1)
# RFC 3986: a scheme, then none of the characters that an address never holds.
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s\x00-\x1f<>\"{}|\\^`]+")
# RFC 5322, section 3.4.1, without comments and folding; RFC 6531 for letters beyond ASCII.
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~\x80-\U0010ffff-]+"
_EMAIL = re.compile(
    rf"""(?:{_ATOM}(?:\.{_ATOM})*|"(?:[^"\\\r\n]|\\[^\r\n])*")@(?:{_ATOM}(?:\.{_ATOM})*|\[[!-Z^-~]*\])"""
)
_UUID = re.compile(r"[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")

# What a parser may raise of a text that is not of its type.
REFUSALS = (ArithmeticError, LookupError, RecursionError, TypeError, ValueError)
_DIGITS_OF_INT = 640  # int() reads as many whatever the interpreter's limit is set to, and does so fast
_LONGEST_LOOSE_DATE = 100  # dateutil takes its time
# Hours of the zones that RFC 5322 names, and of those of Europe that no other zone is called like.
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
# The calendar repeats itself after so many years, of which each has as many days as those of the last time.
_CYCLE = 400
_OF_CYCLE = datetime.timedelta(days=146_097) // _MICROSECOND


class NotOfType(ValueError):  # noqa: N818 - a verdict, no error of the program
    """The text is not of the field's type and format."""


@functools.total_ordering
@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class FarInstant:
    """An instant that Python's datetime cannot hold; it compares with others.

    It is beyond the years 1 to 9999, or finer than a microsecond.

    Attributes:
        microseconds: the whole ones since `EPOCH`.
        finer: the digits of the fraction of one behind them, without zeros at the end.
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
    """The microseconds from `EPOCH` to an instant, and the digits of the fraction of one; both compare."""
    if isinstance(instant, FarInstant):
        return instant.microseconds, instant.finer
    return (instant - EPOCH) // _MICROSECOND, ""


def _with_finer(instant: Instant, digits: str) -> Instant:
    """An instant with the digits of its second that stand behind the sixth."""
    finer = digits.rstrip("0")
    return FarInstant(since_epoch(instant)[0], finer) if finer else instant


def in_python(format_: str) -> str:
    """A format of dates or times as Python's strptime knows it."""
    return _pattern(Field("", "date", format_))


def is_known(field: Field) -> bool:
    """Whether this module can judge the type and the format of a field; else it takes any text, as of type any."""
    if not isinstance(field.format, str) or (
        field.type == "list" and not (field.delimiter and field.item_type in _ITEMS)
    ):
        return False
    if field.format == "default" or field.format in FORMATS_OF.get(field.type, ()):
        return field.type in _PARSERS
    return field.type in DATED and _is_pattern(_pattern(field))


def reader(field: Field) -> Reader:
    """What gives the value of a text: numbers, dates and the like, which compare, or the text itself.

    Integers of more digits than int() takes become Decimals. What is returned raises NotOfType.
    """
    parse = parser_of(field)

    def read(text: str) -> Any:
        try:
            return parse(text)
        except REFUSALS:
            raise NotOfType from None

    return read


# They raise one of the refusals of a text that is not of its type.


def kind_of(field: Field) -> str:
    """The type that a field is judged by."""
    return field.type if is_known(field) or field.type == "string" else "any"


def parser_of(field: Field) -> Reader:
    """What `reader` gives, but that it raises any of `REFUSALS`; it is the quicker one."""
    return _PARSERS[kind_of(field)](field)


def _match(form: re.Pattern[str], text: str) -> re.Match[str]:
    if not (match := form.fullmatch(text)):
        raise NotOfType
    return match


def _such(is_such: Callable[[Any], object], parse: Reader = str, then: Reader | None = None) -> Reader:
    """What parses, refuses values that are not such as they should be, and parses what is such further."""

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
    """What gives a time as an instant of one day, so that all compare."""
    parse = _loose_datetime(field)

    def read(text: str) -> Instant:
        if field.format != "default":
            return _with_finer(datetime.datetime.combine(EPOCH, parse(text).timetz()), _finer_than_parsed(text))
        # Version 1 allows all times of ISO 8601, with fractions and zones; none has 24:00, the end of a day.
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
    """The digits of a second that dateutil cuts off."""
    return found[1] if (found := _FINE.search(text)) else ""


def _iso_datetime(text: str) -> Instant:
    """The instant of a text; where no zone is told it is UTC, so that all compare."""
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
    value = parse(text, default=datetime.datetime(2000, 1, 1), tzinfos=_offset)
    assert isinstance(value, datetime.datetime)
    return value


def _offset(name: str | None, offset: int | None) -> int:
    """The seconds of a zone, as the text states them or by its name; a name of several zones tells nobody which."""
    if offset is not None:
        return offset
    if name is not None and name.upper() not in _ZONES:
        raise NotOfType
    return 3_600 * _ZONES.get((name or "Z").upper(), 0)


def _pattern(field: Field) -> str:
    pattern = field.format.removeprefix("fmt:")  # as v1 had it once
    return _DIRECTIVE.sub(lambda directive: _OF_C.get(directive[0], directive[0]), pattern)


def _is_pattern(pattern: str) -> bool:
    """Whether strptime can read by a pattern what the pattern has written."""
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
    raise NotOfType  # NaN and Infinity, which Python takes


_of_json = json.JSONDecoder(parse_float=_json_number, parse_constant=_no_json).decode
_of_exact_json = json.JSONDecoder(parse_int=Decimal, parse_float=Decimal, parse_constant=_no_json).decode


def _list(field: Field) -> Reader:
    parse = parser_of(item_of(field))
    return lambda text: [parse(part) for part in text.split(field.delimiter)]


def item_of(field: Field) -> Field:
    """The field of the items of a list, which has nothing but their type."""
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

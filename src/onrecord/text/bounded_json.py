"""Third-party JSON, read within limits for its size, its depth, its values and its numbers.

All JSON that comes from outside is read here: descriptors, schemas, indexes, receipts, claims. NaN and Infinity, which
RFC 8259 does not have, are refused. If an object repeats a property, the last value counts, as for all common readers,
because the RFC has no rule for it. In our own files (`strict`) that is refused, as are lone surrogates (halves of
characters), which UTF-8 cannot hold.
"""

from __future__ import annotations

import io
import json
import math
import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any, NoReturn, TypeAlias

# Far more than people write; larger or deeper files are made to exhaust their readers.
LARGEST, DEEPEST = 64 * 1024 * 1024, 100
MOST_VALUES = 2_000_000  # with the names of properties; Python needs up to eighty bytes for each
_MOST_DIGITS = 1_000  # Python prints up to 4,300, and results of a computation have more digits than its numbers
# A string of JSON, and a stretch of JSON with many strings, so that only a stretch is copied at a time.
_STRING = re.compile(rb'(?s)"[^"\\]*(?:\\.[^"\\]*)*"')
_STRETCH = re.compile(rb'(?s)(?:[^"]*"[^"\\]*(?:\\.[^"\\]*)*"){1,500}')
_LONG_NUMBER = re.compile(rb"(?<![0-9])[0-9]{%d}" % (_MOST_DIGITS + 1))
_HALF = re.compile("[\ud800-\udfff]")
_BLANKS = " \t\r\n"  # white space by RFC 8259


_Pairs: TypeAlias = list[tuple[str, Any]]


class NotReadable(ValueError):  # noqa: N818 - the name says enough
    """It is not JSON, or exceeds a limit; the message has the remedy, and `line` is the line in JSON Lines, else 0."""

    def __init__(self, message: str, line: int = 0) -> None:
        super().__init__(message)
        self.line = line


def parse_json(
    content: bytes, *, strict: bool = False, largest: int = LARGEST, repeated: list[str] | None = None
) -> Any:
    """The value that JSON holds, in UTF-8 or, as RFC 4627 allows, in UTF-16 or UTF-32.

    Args:
        content: the JSON.
        strict: for our own files: requires UTF-8, and refuses repeated properties and lone surrogates.
        largest: the most bytes that it may have.
        repeated: gets the names that an object repeats, whose last value is kept.

    Raises:
        NotReadable: it is not JSON, or exceeds a limit.
    """
    if len(content) > largest:
        raise NotReadable(f"larger than {largest >> 20} MiB; divide it")
    try:
        if not strict and (encoding := encoding_of(content)) != "utf-8":
            content = content.decode(encoding).encode("utf-8")
        if _count(content) > MOST_VALUES:
            raise NotReadable(f"more than {MOST_VALUES:,} values; divide it")
        text = content.decode("utf-8")
        hook = _refuse_repeated if strict else None if repeated is None else _noting(repeated)
        value = _decoder(content, hook).decode(text)
    except UnicodeDecodeError as error:
        raise NotReadable(f"not {error.encoding.upper()} at byte {error.start}; save the file as UTF-8") from None
    except json.JSONDecodeError as error:
        raise NotReadable(f"not JSON ({error}); correct the file at that place") from None
    except RecursionError:
        raise _too_deep() from None
    if _depth(value) > DEEPEST:
        raise _too_deep()
    if strict and any(map(_HALF.search, strings_of(value))):
        raise NotReadable("a string has half of a character (a lone surrogate); correct the file")
    return value


def parse_lines(content: bytes, repeated: list[str] | None = None) -> Iterator[tuple[int, Any]]:
    """The values of JSON Lines in UTF-8, each with the number of its line, from 1; empty lines are skipped.

    Args:
        content: the lines.
        repeated: gets the names that an object repeats, as in `parse_json`.

    Raises:
        NotReadable: a line is not a single value; `line` is its number.
    """
    scan = _decoder(content, None if repeated is None else _noting(repeated)).raw_decode
    for number, line in enumerate(io.BytesIO(content), start=1):
        try:
            if text := line.decode("utf-8").strip(_BLANKS):
                yield number, _scanned(text, scan)
        except UnicodeDecodeError as error:
            raise NotReadable(f"not UTF-8 at byte {error.start}; save the file as UTF-8", number) from None
        except json.JSONDecodeError as error:
            raise NotReadable(f"not JSON ({error.msg}: column {error.colno}); correct the line", number) from None
        except RecursionError:
            raise NotReadable(str(_too_deep()), number) from None
        except NotReadable as error:
            raise NotReadable(str(error), number) from None


def _scanned(text: str, scan: Callable[[str], tuple[Any, int]]) -> Any:
    """The only value in a text."""
    brackets = text.count("[") + text.count("{")
    if brackets + text.count(",") > MOST_VALUES:
        raise NotReadable(f"more than {MOST_VALUES:,} values in a line; divide it")
    value, end = scan(text)
    if end != len(text):
        raise NotReadable("not JSON (a line holds exactly one value); correct the line")
    if brackets > DEEPEST and _depth(value) > DEEPEST:
        raise _too_deep()
    return value


def encoding_of(content: bytes) -> str:
    """The Unicode encoding of JSON, by its first bytes; `utf-8-sig` is UTF-8 with a byte order mark."""
    return json.detect_encoding(content)


def _too_deep() -> NotReadable:
    return NotReadable(f"nested more than {DEEPEST} deep; correct the file")


def _count(content: bytes) -> int:
    """An upper bound of the number of values and names of properties, without parsing; stops at too large a number."""
    if (count := _marks(content)) <= MOST_VALUES:
        return count
    count = place = 0  # without the marks in strings
    while count <= MOST_VALUES and (stretch := _STRETCH.match(content, place)):
        count += _marks(_STRING.sub(b"", stretch[0]))
        place = stretch.end()
    return count + _marks(content[place:])


def _marks(content: bytes) -> int:
    return 1 + sum(map(content.count, (b",", b":", b"[", b"{")))


def _decoder(content: bytes, hook: Callable[[_Pairs], Any] | None) -> json.JSONDecoder:
    return json.JSONDecoder(
        parse_constant=_refuse_constant,
        parse_float=_float,
        parse_int=_int if _LONG_NUMBER.search(content) else None,
        object_pairs_hook=hook,
    )


def _refuse_constant(name: str) -> NoReturn:
    raise NotReadable(f"not JSON ({name} is not a number in JSON); correct the file")


def _float(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise NotReadable(f"the number {digits[:20]} is too large to be read; correct the file")
    return number


def _int(digits: str) -> int:
    if len(digits) > _MOST_DIGITS:
        raise NotReadable(f"it has a number of more than {_MOST_DIGITS:,} digits; correct the file")
    return int(digits)


def _refuse_repeated(pairs: _Pairs) -> dict[str, Any]:
    repeated: list[str] = []
    value = _noting(repeated)(pairs)
    if repeated:
        raise NotReadable(f"the property {repeated[0][:100]!r} is repeated; correct the file")
    return value


def _noting(repeated: list[str]) -> Callable[[_Pairs], dict[str, Any]]:
    def of_pairs(pairs: _Pairs) -> dict[str, Any]:
        value = dict(pairs)
        if len(value) < len(pairs):
            counts = Counter(name for name, _ in pairs)
            repeated.extend(name for name, count in counts.items() if count > 1)
        return value

    return of_pairs


def _depth(value: Any) -> int:
    """How deep lists and objects are nested, at most one level more than is allowed."""
    level, depth = [value], 0
    while depth <= DEEPEST and (level := [each for each in level if isinstance(each, dict | list)]):
        level = [inner for each in level for inner in (each.values() if isinstance(each, dict) else each)]
        depth += 1
    return depth


def strings_of(value: Any) -> Iterator[str]:
    """All strings in a value, including the names of properties."""
    waiting = [value]
    while waiting:
        part = waiting.pop()
        if isinstance(part, str):
            yield part
        elif isinstance(part, dict):
            yield from part
            waiting.extend(part.values())
        elif isinstance(part, list):
            waiting.extend(part)

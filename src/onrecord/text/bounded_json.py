"""JSON that somebody else wrote, read within bounds: of its size, its depth, its values and its numbers.

All JSON that comes from outside is read here: descriptors, schemas, indexes, receipts, claims. What RFC 8259 does not
know (NaN, Infinity) is refused. An object that names a property twice is left as all common readers have it, with the
value that comes last, as the RFC has no rule for it; in our own files it is refused (`strict`), as are halves of
characters, which UTF-8 cannot hold.
"""

from __future__ import annotations

import io
import json
import math
import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any, NoReturn, TypeAlias

# Far beyond what anybody writes; what is larger, or nested deeper, is made to exhaust its readers.
LARGEST, DEEPEST = 64 * 1024 * 1024, 100
MOST_VALUES = 2_000_000  # with the names of properties; of each, Python needs up to eighty bytes
_MOST_DIGITS = 1_000  # Python prints up to 4,300, and what is computed from a number has more than it
# A text of JSON, and a stretch of JSON with many, as what is made of one takes memory.
_STRING = re.compile(rb'(?s)"[^"\\]*(?:\\.[^"\\]*)*"')
_STRETCH = re.compile(rb'(?s)(?:[^"]*"[^"\\]*(?:\\.[^"\\]*)*"){1,500}')
_LONG_NUMBER = re.compile(rb"(?<![0-9])[0-9]{%d}" % (_MOST_DIGITS + 1))
_HALF = re.compile("[\ud800-\udfff]")
_BLANKS = " \t\r\n"  # white space by RFC 8259


_Pairs: TypeAlias = list[tuple[str, Any]]


class NotReadable(ValueError):  # noqa: N818 - it says what it is
    """It is not JSON, or beyond the bounds; the message says what to do, `line` in which line of several values."""

    def __init__(self, message: str, line: int = 0) -> None:
        super().__init__(message)
        self.line = line


def parse_json(
    content: bytes, *, strict: bool = False, largest: int = LARGEST, repeated: list[str] | None = None
) -> Any:
    """The value that JSON holds, in UTF-8 or, as RFC 4627 allows, in UTF-16 or UTF-32.

    Args:
        content: the JSON.
        strict: for files of ours, in UTF-8, in which no property stands twice and all text is Unicode.
        largest: how many bytes it may have.
        repeated: takes the names that stand twice in one object, of which the value that comes last is kept.

    Raises:
        NotReadable: it is not, or holds more than anybody writes.
    """
    if len(content) > largest:
        raise NotReadable(f"larger than {largest >> 20} MiB; a descriptor or a schema never is")
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
        raise NotReadable("a text has half of a character; correct the file")
    return value


def parse_lines(content: bytes, repeated: list[str] | None = None) -> Iterator[tuple[int, Any]]:
    """The values of JSON Lines in UTF-8, one a line, each with the number of its line, from 1; empty lines are skipped.

    Args:
        content: the lines.
        repeated: takes the names that stand twice in one object, as in `parse_json`.

    Raises:
        NotReadable: a line holds no single value; `line` is its number.
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
    """The value that a text is, all of it."""
    brackets = text.count("[") + text.count("{")
    if brackets + text.count(",") > MOST_VALUES:
        raise NotReadable(f"more than {MOST_VALUES:,} values in a line; divide it")
    value, end = scan(text)
    if end != len(text):
        raise NotReadable("not JSON (a line holds one value, and all of it); correct the line")
    if brackets > DEEPEST and _depth(value) > DEEPEST:
        raise _too_deep()
    return value


def encoding_of(content: bytes) -> str:
    """The encoding of JSON by its first bytes, one of Unicode; `utf-8-sig` is UTF-8 with a byte order mark."""
    return json.detect_encoding(content)


def _too_deep() -> NotReadable:
    return NotReadable(f"nested more than {DEEPEST} deep; correct the file")


def _count(content: bytes) -> int:
    """How many values there are at most, names of properties included; found without making any.

    It is a little more than there are, and ends where there are too many.
    """
    if (count := _marks(content)) <= MOST_VALUES:
        return count
    count = place = 0  # those in texts count for nothing
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
        raise NotReadable(f"the number {digits[:20]} is larger than can be read; correct the file")
    return number


def _int(digits: str) -> int:
    if len(digits) > _MOST_DIGITS:
        raise NotReadable("it has a number of more digits than can be read; correct the file")
    return int(digits)


def _refuse_repeated(pairs: _Pairs) -> dict[str, Any]:
    repeated: list[str] = []
    value = _noting(repeated)(pairs)
    if repeated:
        raise NotReadable(f"the property {repeated[0][:100]!r} stands twice; correct the file")
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
    """How many lists and objects stand in each other, as far as that is allowed and one more."""
    level, depth = [value], 0
    while depth <= DEEPEST and (level := [one for one in level if isinstance(one, dict | list)]):
        level = [inner for one in level for inner in (one.values() if isinstance(one, dict) else one)]
        depth += 1
    return depth


def strings_of(value: Any) -> Iterator[str]:
    """All texts of a value, with the names of its properties."""
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            yield one
        elif isinstance(one, dict):
            yield from one
            waiting.extend(one.values())
        elif isinstance(one, list):
            waiting.extend(one)

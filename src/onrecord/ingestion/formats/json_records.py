"""Articles in JSON: an object, an array of objects, an object around such an array, or lines of objects."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, BinaryIO

from onrecord.errors import SourceError
from onrecord.ingestion.document import Document, Refusal
from onrecord.ingestion.encodings import UTF_8, decoded, seekable
from onrecord.ingestion.formats.reading import read_whole
from onrecord.ingestion.formats.registry import Format, Request
from onrecord.ingestion.limits import LONGEST_TEXT
from onrecord.ingestion.records import Item, Record, has_text, read_records
from onrecord.package.files import LARGEST_READ
from onrecord.text.bounded_json import NotReadable, parse_json

if TYPE_CHECKING:
    import msgspec

# Bytes of a record: its text in HTML, with many characters escaped.
LARGEST_RECORD = 8 * LONGEST_TEXT
_DEEPEST = 3  # of the array of articles in an object: `response.results`
_SAMPLE = 20
_MARK = b"\xef\xbb\xbf"
_BEGINS = re.compile(
    rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s{0,200}"
    rb"(?:\{\s{0,200}\"[^\"\\]{1,200}\"\s{0,20}:|\[\s{0,200}\{\s{0,200}\"[^\"\\]{1,200}\"\s{0,20}:)"
)
_HALF = re.compile(rb"\\u[dD][89a-fA-F]")
_ESCAPE = re.compile(
    rb"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(?P<half>u[dD][89a-fA-F][0-9a-fA-F]{2})|.)",
    re.DOTALL,
)
# The array of linked data, which has organizations and pages among the articles.
_GRAPH = "@graph"


def read(file: BinaryIO, request: Request) -> Iterator[Document | Refusal]:
    """The articles in a file of JSON; lines are read one at a time.

    Raises:
        SourceError: it is not JSON, or has no records of articles.
    """
    file = seekable(file, request.where, LARGEST_READ)
    if _has_lines(file):
        items = functools.partial(_lines, file)
    else:
        items = functools.partial(_parsed, _found(read_whole(file, request.where, LARGEST_READ), request))
    yield from read_records(items, request.columns, request.where)


def _has_lines(file: BinaryIO) -> bool:
    """Whether the first two lines are an object each."""
    lines: list[bytes] = []
    file.seek(0)
    while len(lines) < 2 and (line := file.readline(LARGEST_RECORD)):
        lines += [found] if (found := line.removeprefix(_MARK).strip()) else []
    file.seek(0)
    return len(lines) == 2 and all(line.startswith(b"{") for line in lines) and lines[0].endswith(b"}")


def _lines(file: BinaryIO) -> Iterator[Item]:
    file.seek(0)
    number = 0
    while line := file.readline(LARGEST_RECORD):
        number += 1
        is_whole = len(line) < LARGEST_RECORD or line.endswith(b"\n")
        while not is_whole and not (rest := file.readline(LARGEST_RECORD)).endswith(b"\n") and rest:
            pass
        if not is_whole:
            message = f"a line of more than {LARGEST_RECORD >> 20} MiB; give each article its own line"
            yield f"line {number}", Refusal("too_long", message)
        elif line := line.removeprefix(_MARK).strip():
            yield f"line {number}", _record(line)


def _parsed(found: list[bytes]) -> Iterator[Item]:
    for number, content in enumerate(found, start=1):
        yield f"item {number}", _record(content)


def _record(content: bytes) -> Record | Refusal:
    try:
        value = parse_json(content, largest=LARGEST_RECORD)
    except NotReadable as error:
        return Refusal("broken", str(error))
    if not isinstance(value, dict):
        return Refusal("broken", "not an object with the text and the facts of an article; correct it, or remove it")
    return _unwrapped(value, {})


def _unwrapped(record: Record, columns: Mapping[str, str]) -> Record:
    """A record without the object around it that some interfaces add: `{"_id": 1, "_source": {"body": ...}}`."""
    if has_text(record, columns):
        return record
    inner = [value for value in record.values() if isinstance(value, Mapping) and has_text(value, columns)]
    return {**record, **inner[0]} if len(inner) == 1 else record


def _found(content: bytes, request: Request) -> list[bytes]:
    """The records in a file that is a single value, each as JSON."""
    import msgspec

    text, encoding = decoded(content, request.where)
    content = (content if encoding == UTF_8 else text.encode("utf-8", "surrogatepass")).removeprefix(_MARK).strip()
    del text
    # The reader of whole files refuses a file for a single half of a character.
    if _HALF.search(content):
        content = _ESCAPE.sub(lambda match: rb"\ufffd" if match["half"] else match[0], content)
    try:
        if content.startswith(b"["):
            return _array(content)
        if not content.startswith(b"{"):
            raise SourceError(f"{request.where}: JSON without an object or an array; leave it out")
        arrays = {} if _is_article(content, request.columns) else dict(_arrays(content, request.columns, ""))
    except (msgspec.DecodeError, NotReadable) as error:
        raise SourceError(f"{request.where}: not JSON ({error}); correct it, or export it again") from None
    except RecursionError:
        raise SourceError(f"{request.where}: its values are nested too deeply; leave it out") from None
    if len(arrays) > 1:
        raise SourceError(f"{request.where}: {' and '.join(arrays)} are all arrays of articles; keep one of them")
    if not arrays:
        return [content]
    [(path, found)] = arrays.items()
    if path.endswith(_GRAPH):
        return [each for each in found if _is_article(each, request.columns)]
    return found


def _array(content: bytes | msgspec.Raw) -> list[bytes]:
    """The values of an array, each as JSON."""
    import msgspec

    return [bytes(each) for each in msgspec.json.decode(content, type=list[msgspec.Raw])]


def _is_article(content: bytes, columns: Mapping[str, str]) -> bool:
    """Whether JSON is an object with a text, without a look into arrays of objects, which may be large."""
    import msgspec

    if not content.startswith(b"{"):
        return False
    values: dict[str, Any] = {}
    for name, raw in msgspec.json.decode(content, type=dict[str, msgspec.Raw]).items():
        value = bytes(raw)
        if len(value) <= LARGEST_RECORD and not re.match(rb"\[\s{0,100}[\[{]", value):
            values[name] = parse_json(value, largest=LARGEST_RECORD)
    return has_text(values, columns)


def _arrays(content: bytes, columns: Mapping[str, str], path: str) -> Iterator[tuple[str, list[bytes]]]:
    """The arrays of articles in an object, by their paths."""
    import msgspec

    for name, raw in msgspec.json.decode(content, type=dict[str, msgspec.Raw]).items():
        value, below = bytes(raw), f"{path}.{name}" if path else name
        if value.startswith(b"[") and len(value) > 2:
            found = _array(value)
            sample = [each for each in map(_record, found[:_SAMPLE]) if not isinstance(each, Refusal)]
            if any(has_text(_unwrapped(each, columns), columns) for each in sample):
                yield below, found
        elif value.startswith(b"{") and below.count(".") < _DEEPEST:
            yield from _arrays(value, columns, below)


FORMAT = Format(
    "json",
    1,
    "JSON or JSON Lines",
    frozenset({".json", ".jsonl", ".ndjson", ".jl"}),
    lambda head: _BEGINS.match(head.replace(b"\0", b"")) is not None,
    read,
    is_many=True,
)

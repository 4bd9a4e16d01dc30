"""What a Parquet file grows to when it is read, seen before it is.

A page of a few bytes may hold a text of gigabytes, or a number that stands in a billion rows; and what the footer says
of that may be a lie. So the heads of the pages are read, which are what a reader goes by.
Sources: github.com/apache/parquet-format (parquet.thrift); the compact protocol of Apache Thrift.
"""

from __future__ import annotations

import struct
from typing import Any

_MAGIC, _ENCRYPTED = b"PAR1", b"PARE"
_DEEPEST = 32  # of the structures in a footer and in the head of a page; the format has no deeper ones
_MOST = 2_000_000  # values in the footer and in all heads of pages; a page for each of 100,000 columns has fewer
_TRUE, _FALSE, _BYTE, _DOUBLE, _BINARY, _LIST, _SET, _MAP, _STRUCT = 1, 2, 3, 7, 8, 9, 10, 11, 12
_INTEGERS = frozenset({4, 5, 6})
# The numbers that parquet.thrift gives to fields: of FileMetaData, SchemaElement, RowGroup, ColumnChunk,
# ColumnMetaData, PageHeader and the heads of pages of data.
_SCHEMA, _ROWS, _GROUPS = 2, 3, 4
_REPETITION, _CHILDREN = 3, 5
_REPEATED = 2
_CHUNKS, _ROWS_OF_GROUP = 1, 3
_METADATA = 3
_VALUES, _UNPACKED, _PACKED, _DATA_OFFSET, _DICTIONARY_OFFSET = 5, 6, 7, 9, 11
_PAGE_UNPACKED, _PAGE_PACKED, _HEADS_OF_DATA = 2, 3, (5, 8)
_PAGE_VALUES = 1


class Malformed(ValueError):  # noqa: N818 - a verdict on a file
    """The footer or the head of a page is none."""


class _Compact:
    """Reads structures of Thrift's compact protocol, as dictionaries by the numbers of their fields."""

    def __init__(self, content: memoryview, at: int, left: int = _MOST) -> None:
        self._content, self.at, self.left = content, at, left

    def structure(self, depth: int = 0) -> dict[int, Any]:
        """The structure that begins here."""
        if depth > _DEEPEST:
            raise Malformed("it is nested too deeply")
        fields: dict[int, Any] = {}
        number = 0
        while head := self._byte():
            number = number + (head >> 4) if head >> 4 else self._zigzag()
            fields[number] = self._value(head & 0x0F, depth + 1, in_field=True)
        return fields

    def _value(self, kind: int, depth: int, *, in_field: bool = False) -> Any:
        self.left -= 1
        if self.left < 0:
            raise Malformed(f"its footer and the heads of its pages have more than {_MOST:,} values")
        if kind in (_TRUE, _FALSE):
            return kind == _TRUE if in_field else self._byte() == _TRUE
        if kind in _INTEGERS:
            return self._zigzag()
        if kind == _STRUCT:
            return self.structure(depth)
        if kind in (_LIST, _SET):
            head = self._byte()
            length = head >> 4 if head >> 4 < 15 else self._varint()
            return [self._value(head & 0x0F, depth) for _ in range(self._held(length))]
        if kind in (_BYTE, _DOUBLE, _BINARY):
            return self._skip({_BYTE: 1, _DOUBLE: 8}.get(kind) or self._varint())
        if kind == _MAP:
            length = self._held(self._varint())
            kinds = self._byte() if length else 0
            return [(self._value(kinds >> 4, depth), self._value(kinds & 0x0F, depth)) for _ in range(length)]
        raise Malformed(f"it has a value of the type {kind}, which there is not")

    def _held(self, length: int) -> int:
        """A number of values, each of which takes a byte."""
        if length > len(self._content) - self.at:
            raise Malformed("it ends early")
        return length

    def _skip(self, size: int) -> None:
        self.at += self._held(size)

    def _byte(self) -> int:
        if not 0 <= self.at < len(self._content):
            raise Malformed("it ends early")
        self.at += 1
        return self._content[self.at - 1]

    def _varint(self) -> int:
        value = shift = 0
        while True:
            byte = self._byte()
            value |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                return value
            if shift > 63:
                raise Malformed("it has a number of more than 64 bits")

    def _zigzag(self) -> int:
        value = self._varint()
        return (value >> 1) ^ -(value & 1)


def size_when_read(content: bytes) -> int:
    """At least how many bytes a Parquet file grows to: its pages when they are unpacked, and one for each value.

    Where the footer and the heads of the pages differ, it is the larger number.

    Raises:
        Malformed: it is not a Parquet file, or its parts differ in how many rows there are: a reader would lose some.
    """
    if content[-4:] == _ENCRYPTED:
        raise Malformed("it is encrypted")
    if len(content) < 12 or content[:4] != _MAGIC or content[-4:] != _MAGIC:
        raise Malformed("it does not begin and end as one")
    length = struct.unpack("<I", content[-8:-4])[0]
    if length > len(content) - 12:
        raise Malformed("its footer is longer than the file")
    view = memoryview(content)[:-8]
    end = len(view) - length
    reader = _Compact(view, end)
    footer, left = reader.structure(), reader.left
    rows = size = packed = 0
    one_a_row = _columns_of_one_value_a_row(_structures(footer.get(_SCHEMA)))
    for group in _structures(footer.get(_GROUPS)):
        rows += _number(group, _ROWS_OF_GROUP)
        for column, chunk in enumerate(_structures(group.get(_CHUNKS))):
            metadata = chunk.get(_METADATA)
            if not isinstance(metadata, dict):
                raise Malformed("it does not say where a column is")
            # A writer that has no dictionary may say that it begins at 0.
            start = _number(metadata, _DICTIONARY_OFFSET) or _number(metadata, _DATA_OFFSET)
            length = _number(metadata, _PACKED)
            packed += length
            if packed > end:
                raise Malformed("its columns are larger than the file")
            unpacked, values, left = _pages(view[: min(start + length, end)], start, left)
            size += max(unpacked, _number(metadata, _UNPACKED))
            stated, expected = _number(metadata, _VALUES), _number(group, _ROWS_OF_GROUP)
            if column in one_a_row and not values == stated == expected:
                message = f"a column of {stated:,} values, of which {values:,} are there"
                raise Malformed(f"it has a part of {expected:,} rows with {message}")
            size += max(values, stated, expected)
    if rows != _number(footer, _ROWS):
        raise Malformed(f"it says that it has {_number(footer, _ROWS):,} rows, and its parts have {rows:,}")
    return max(size, rows)


def _columns_of_one_value_a_row(schema: list[dict[int, Any]]) -> frozenset[int]:
    """The places, among all columns, of those in no list; the schema is a tree, each node before its children."""
    found, place = set(), 0
    open_nodes: list[list[Any]] = []  # how many children are to come, and whether one of them may come several times
    for element in schema:
        is_repeated = element.get(_REPETITION) == _REPEATED or bool(open_nodes and open_nodes[-1][1])
        if open_nodes:
            open_nodes[-1][0] -= 1
        if children := _number(element, _CHILDREN):
            open_nodes.append([children, is_repeated])
        else:
            found |= set() if is_repeated else {place}
            place += 1
        while open_nodes and not open_nodes[-1][0]:
            open_nodes.pop()
    return frozenset(found)


def _pages(content: memoryview, at: int, left: int) -> tuple[int, int, int]:
    """How many bytes the pages from a place on have when unpacked, how many values, and what is `left` to be read."""
    size = values = 0
    while at < len(content):
        reader = _Compact(content, at, left)
        head = reader.structure()
        left = reader.left
        size += _number(head, _PAGE_UNPACKED)
        data = (head[kind] for kind in _HEADS_OF_DATA if isinstance(head.get(kind), dict))
        values += sum(_number(one, _PAGE_VALUES) for one in data)
        at = reader.at + _number(head, _PAGE_PACKED)
    return size, values, left


def _structures(value: Any) -> list[dict[int, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _number(fields: dict[int, Any], number: int) -> int:
    """A number in a structure, 0 where it has none; none that the format has is negative."""
    value = fields.get(number, 0)
    if not isinstance(value, int) or value < 0:
        raise Malformed("it has a size that is none")
    return value

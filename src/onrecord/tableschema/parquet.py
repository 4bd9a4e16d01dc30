"""How large a Parquet file becomes when it is read, computed without reading it.

A page of a few bytes may unpack to gigabytes of text, or to a number in a billion rows, and the footer may lie about
that. So the page headers are read as well, on which a reader relies.
Sources: github.com/apache/parquet-format (parquet.thrift); the compact protocol of Apache Thrift.
"""

from __future__ import annotations

import struct
from typing import Any

_MAGIC, _ENCRYPTED = b"PAR1", b"PARE"
_DEEPEST = 32  # levels of structures in a footer or a page header; the format has fewer
_MOST = 2_000_000  # values in the footer and all page headers; a page for each of 100,000 columns has fewer
_TRUE, _FALSE, _BYTE, _DOUBLE, _BINARY, _LIST, _SET, _MAP, _STRUCT = 1, 2, 3, 7, 8, 9, 10, 11, 12
_INTEGERS = frozenset({4, 5, 6})
# The numbers of fields in parquet.thrift: of FileMetaData, SchemaElement, RowGroup, ColumnChunk, ColumnMetaData,
# PageHeader and the headers of data pages.
_SCHEMA, _ROWS, _GROUPS = 2, 3, 4
_REPETITION, _CHILDREN = 3, 5
_REPEATED = 2
_CHUNKS, _ROWS_OF_GROUP = 1, 3
_METADATA = 3
_VALUES, _UNPACKED, _PACKED, _DATA_OFFSET, _DICTIONARY_OFFSET = 5, 6, 7, 9, 11
_PAGE_UNPACKED, _PAGE_PACKED, _HEADS_OF_DATA = 2, 3, (5, 8)
_PAGE_VALUES = 1


class Malformed(ValueError):  # noqa: N818 - the fault is in the file
    """The footer or a page header is invalid."""


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
            raise Malformed(f"its footer and page headers have more than {_MOST:,} values")
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
        raise Malformed(f"it has a value of the unknown type {kind}")

    def _held(self, length: int) -> int:
        """The given number of values, checked: each needs at least a byte."""
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
    """A lower bound of the bytes that a Parquet file needs when read: its pages unpacked, and one for each value.

    If the footer and the page headers differ, the larger number counts.

    Raises:
        Malformed: it is not a Parquet file, or its parts disagree about the number of rows, so that a reader would lose
            some.
    """
    if content[-4:] == _ENCRYPTED:
        raise Malformed("it is encrypted")
    if len(content) < 12 or content[:4] != _MAGIC or content[-4:] != _MAGIC:
        raise Malformed("it does not begin and end as a Parquet file")
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
            # A writer without a dictionary may state the offset 0.
            start = _number(metadata, _DICTIONARY_OFFSET) or _number(metadata, _DATA_OFFSET)
            length = _number(metadata, _PACKED)
            packed += length
            if packed > end:
                raise Malformed("its columns are larger than the file")
            unpacked, values, left = _pages(view[: min(start + length, end)], start, left)
            size += max(unpacked, _number(metadata, _UNPACKED))
            stated, expected = _number(metadata, _VALUES), _number(group, _ROWS_OF_GROUP)
            if column in one_a_row and not values == stated == expected:
                message = f"a column that states {stated:,} values and has {values:,}"
                raise Malformed(f"it has a row group of {expected:,} rows with {message}")
            size += max(values, stated, expected)
    if rows != _number(footer, _ROWS):
        raise Malformed(f"it states {_number(footer, _ROWS):,} rows, but its row groups have {rows:,}")
    return max(size, rows)


def _columns_of_one_value_a_row(schema: list[dict[int, Any]]) -> frozenset[int]:
    """The positions of columns that are not in a list; the schema is a tree, each node before its children."""
    found, place = set(), 0
    open_nodes: list[list[Any]] = []  # how many children are still to come, and whether the node is repeated
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
    """The unpacked bytes and the values of the pages from a place on, and how many values are `left` to be read."""
    size = values = 0
    while at < len(content):
        reader = _Compact(content, at, left)
        head = reader.structure()
        left = reader.left
        size += _number(head, _PAGE_UNPACKED)
        data = (head[kind] for kind in _HEADS_OF_DATA if isinstance(head.get(kind), dict))
        values += sum(_number(fields, _PAGE_VALUES) for fields in data)
        at = reader.at + _number(head, _PAGE_PACKED)
    return size, values, left


def _structures(value: Any) -> list[dict[int, Any]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _number(fields: dict[int, Any], number: int) -> int:
    """A number in a structure, 0 if it is missing; the format has no negative numbers."""
    value = fields.get(number, 0)
    if not isinstance(value, int) or value < 0:
        raise Malformed("it has an invalid size")
    return value

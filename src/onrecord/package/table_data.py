"""Where the rows of a table are and how they are read: from files, URLs or the descriptor itself, in any format.

All code that reads tables uses this module: `resolved` gives the tables of a package the columns of their data, and
`opened_rows` reads their rows. Sources of the properties: datapackage.org/standard, Table Dialect and Data Resource;
for the compressions, its recipe "Compression of Resources".
"""

from __future__ import annotations

import bz2
import codecs
import contextlib
import dataclasses
import gzip
import io
import lzma
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from pathlib import Path
from typing import IO, Any, Protocol

from onrecord.package import DESCRIPTOR
from onrecord.package.files import inside, open_file, open_inside, temporary_file
from onrecord.package.opening import MAX_RATIO, is_out_of_proportion
from onrecord.package.package import Package
from onrecord.package.resources import COMPRESSIONS, Resource, compression_of, format_of
from onrecord.tableschema.blocks import Block, Marks, NotCsv
from onrecord.tableschema.csv_blocks import CsvBlocks
from onrecord.tableschema.dialect import Dialect
from onrecord.tableschema.records import NULL
from onrecord.tableschema.schema import NAMELESS, Field, Table, fields_match
from onrecord.text.printable import shown

# The properties of a dialect that apply to delimited files, with the attributes of `Dialect`. The properties of other
# formats have no effect, as the standard says.
_DELIMITED = {
    "delimiter": "delimiter",
    "quoteChar": "quote_char",
    "doubleQuote": "double_quote",
    "escapeChar": "escape_char",
    "skipInitialSpace": "skip_initial_space",
    "commentChar": "comment_char",
    "commentRows": "comment_rows",
    "lineTerminator": "line_terminator",
    "header": "header",
    "headerRows": "header_rows",
    "headerJoin": "header_join",
    "nullSequence": "null_sequence",
}
# Line terminators in messages.
LINE_ENDS = {"\n": "a line feed", "\r\n": "a carriage return and a line feed", "\r": "a carriage return alone"}
DELIMITED, STRUCTURED = ("csv", "tsv"), ("json", "ndjson", "parquet")
FORMATS = (*DELIMITED, *STRUCTURED)
_UTF8 = frozenset({"utf-8", "utf8", "us-ascii", "ascii"})
# Errors of unpacking and decoding.
BROKEN = (UnicodeError, gzip.BadGzipFile, zipfile.BadZipFile, lzma.LZMAError, zlib.error, EOFError)
_FEW = 20  # names in a message


class Rows(Protocol):
    """The rows of a table, wherever they are.

    Attributes:
        path: the file that is being read.
        marks: the oddities in the lines of each file.
        with_mark: the files that begin with a byte order mark.
    """

    path: str
    marks: dict[str, Marks]
    with_mark: list[str]

    def header(self) -> list[str] | None:
        """The labels of the columns; None if the data are empty or the table has no header."""

    def blocks(self, columns: Sequence[str]) -> Iterator[Block]:
        """The rows, block by block."""

    def again(self, block: Block, rows: Sequence[int], columns: Sequence[str]) -> Any:
        """Some of the rows of a block, read again from the block's place in its file."""


def why_unreadable(resource: Resource) -> str:
    """Why the rows of a table cannot be read; empty if they can."""
    if fault := next((fault for fault in resource.faults if fault.blocks), None):
        return fault.reason
    if not resource.is_tabular and resource.table is None:
        return "is not a table"
    form = format_of(resource.declared, resource.parts)
    if form not in FORMATS:
        return f"is of {f'the format {form}' if form else 'an unknown format'}, which onrecord does not read"
    data = resource.declared.get("data")
    is_inside = isinstance(data, dict) and "property" in resource.dialect
    if not resource.parts and not (is_inside or isinstance(data, list if form == "json" else str)):
        return f"has data that are not a table: {type(data).__name__}"
    for part in resource.parts:
        if (packed := compression_of(resource.declared, part)) and packed not in COMPRESSIONS:
            return f"is compressed as {packed!r}, which onrecord does not read"
    encoding = resource.declared.get("encoding", "utf-8")
    if not _is_encoding(encoding):
        return f"is declared as {shown(str(encoding))}, which is not a known encoding"
    return _why_no_dialect(resource) if form in DELIMITED else ""


def _why_no_dialect(resource: Resource) -> str:
    try:
        dialect_of(resource).check()
    except TypeError:  # the check of the descriptor's shape names the property
        return "has a dialect with a property of the wrong type"
    except ValueError as error:
        return f"has an impossible dialect: {error}"
    return ""


def _is_encoding(name: object) -> bool:
    """Whether a name is that of a text encoding; some codecs of Python turn bytes into bytes."""
    try:
        return bool(codecs.lookup(name)._is_text_encoding)  # type: ignore[arg-type]
    except (LookupError, TypeError, ValueError):
        return False


def dialect_of(resource: Resource) -> Dialect:
    """The dialect of a resource's file, as its descriptor states it."""
    stated: dict[str, Any] = {
        ours: resource.dialect[theirs] for theirs, ours in _DELIMITED.items() if theirs in resource.dialect
    }
    for name in {"comment_rows", "header_rows"} & stated.keys():
        stated[name] = tuple(stated[name])
    if stated.get("header_rows") == ():
        stated["header"] = False
    if format_of(resource.declared, resource.parts) == "tsv":
        stated.setdefault("delimiter", "\t")
    return Dialect(**stated)


def has_header(resource: Resource) -> bool:
    """Whether the data of a table name their columns."""
    return bool(resource.dialect.get("header", True) and resource.dialect.get("headerRows") != [])


# The columns that the data of a table have.


def resolved(package: Package) -> Package:
    """The package with its tables' columns as their data have them, in that order.

    Fields that the data lack are left out if `fieldsMatch` allows that. Columns that the schema lacks, or all columns
    if there is no schema, become fields of any type. A table whose columns do not match is unchanged.
    """
    return dataclasses.replace(
        package, resources=tuple(_resolved(package.folder, resource) for resource in package.resources)
    )


def _resolved(folder: Path, resource: Resource) -> Resource:
    if not resource.is_tabular or why_unreadable(resource):
        return resource
    table = resource.table
    if table is None or table.is_v1 or fields_match(table) != "exact" or NAMELESS in table.header:
        header = _header(folder, resource)
        table = table or _without_schema(resource.name)
        table = table if header is None else _matched(_named_by(table, header), header, resource.dialect)
    fields = tuple(_with_nulls(resource, table.fields))
    is_same = all(one is other for one, other in zip(fields, table.fields, strict=True))
    return dataclasses.replace(resource, table=table if is_same else _with_fields(table, fields))


def labels(folder: Path, resource: Resource) -> list[str] | None:
    """The labels of a table's columns, `field1` and so on if the data have no header; None if there are no data.

    Raises the errors of `opened_rows` and of reading the rows.
    """
    with opened_rows(folder, resource) as rows:
        header = rows.header()
        if has_header(resource) or header is not None:
            return header
        first = next(rows.blocks(("field1",)), None)
        width = first.ragged.get(0, 1) if first else 0
        return [f"field{number}" for number in range(1, width + 1)]


def _header(folder: Path, resource: Resource) -> list[str] | None:
    """The labels of the columns; None if they cannot be read."""
    try:
        return labels(folder, resource)
    except (NotCsv, OSError, *BROKEN):
        return None


def _without_schema(name: str) -> Table:
    return Table(name, name, "", (), (), (), (), {"fields": []})


def _with_nulls(resource: Resource, fields: Sequence[Field]) -> Iterator[Field]:
    """The fields with the texts for a missing value in these data, including the nulls of the format."""
    form, sequence = format_of(resource.declared, resource.parts), resource.dialect.get("nullSequence")
    has_escaped_null = form in DELIMITED and dialect_of(resource).has_escaped_null
    for field in fields:
        words = field.missing_values
        if form in STRUCTURED:
            # A missing value is a string; a number that is written the same is not a missing value.
            texts = words if field.null_texts is None else field.null_texts
            yield dataclasses.replace(field, null_texts=texts, missing_values=("",) if "" in texts else (NULL,))
        elif has_escaped_null:
            yield dataclasses.replace(field, missing_values=(*words, NULL))
        elif isinstance(sequence, str) and sequence not in words:
            yield dataclasses.replace(field, missing_values=(*words, sequence))
        else:
            yield field


def _matched(table: Table, header: Sequence[str], dialect: Mapping[str, Any]) -> Table:
    """The table with the columns of a header, by the rules of its version of the standard and of `fieldsMatch`."""
    if table.is_v1:
        return _of_columns_1(table, header, is_cased=dialect.get("caseSensitiveHeader") is True)
    is_exact = table.fields and fields_match(table) == "exact"
    return table if is_exact or len({*header}) < len(header) else _of_columns(table, header)


def _of_columns(table: Table, header: Sequence[str]) -> Table:
    """The table with the columns of a header; unchanged if its fields do not match them."""
    if table.fields and any(unmatched(table, header)):
        return table
    known = {field.name: field for field in table.fields}
    of_header = _without_keys(table, {*header})
    return _with_fields(of_header, tuple(known.get(name, Field(name, "any")) for name in header))


def _without_keys(table: Table, there: Set[str]) -> Table:
    """The table without the keys that have missing fields."""
    keys = [key for key in table.foreign_keys if there >= {*key.fields}]
    unique = [key for key in table.unique_keys if there >= {*key}]
    schema = {
        **table.schema,
        "fieldsMatch": "exact",
        "foreignKeys": [stated for key, stated in table.stated_keys if key in keys],
        "uniqueKeys": [list(key) for key in unique],
    }
    kept = {name: value for name, value in schema.items() if value or name not in ("foreignKeys", "uniqueKeys")}
    return dataclasses.replace(table, foreign_keys=tuple(keys), unique_keys=tuple(unique), schema=kept)


def _named_by(table: Table, header: Sequence[str]) -> Table:
    """The table with labels for its nameless fields, from the header, if that has as many columns."""
    if NAMELESS not in table.header or len(header) != len(table.fields):
        return table
    pairs = zip(table.fields, header, strict=True)
    named = (dataclasses.replace(field, label=label) if field.label == NAMELESS else field for field, label in pairs)
    return dataclasses.replace(table, fields=tuple(named))


def _of_columns_1(table: Table, header: Sequence[str], *, is_cased: bool) -> Table:
    """The table with the columns of a header by version 1, which requires neither their number nor their order.

    A column with the name of a field, in upper or lower case, is that field; other columns are of any type.
    """

    def folded(name: str) -> str:
        return name if is_cased else name.casefold()

    there, names = [*map(folded, header)], [*map(folded, table.header)]
    if there == names:
        pairs = zip(table.fields, header, strict=True)
        return dataclasses.replace(table, fields=tuple(_labelled(field, label) for field, label in pairs))
    known = {name: field for name, field in zip(names, table.fields, strict=True) if name in there}
    lacking = [field for name, field in zip(names, table.fields, strict=True) if name not in there]
    are_needed = any(field.required or field.name in table.primary_key for field in lacking)
    if not known or are_needed or len({*there}) < len(there) or len({*names}) < len(names):
        return table
    message = [
        *(f"lacks {', '.join(field.name for field in lacking[:_FEW])}" for _ in lacking[:1]),
        *(
            f"has {', '.join(more[:_FEW])}, too"
            for more in [[name for name in header if folded(name) not in known]]
            if more
        ),
    ]
    fields = tuple(
        _labelled(known[name], label) if name in known else Field(label, "any", is_v1=True)
        for name, label in zip(there, header, strict=True)
    )
    matched = _without_keys(table, {field.name for field in fields})
    return dataclasses.replace(
        _with_fields(matched, fields), header_differs=" and ".join(message) or "has the fields in another order"
    )


def _labelled(field: Field, label: str) -> Field:
    return field if label == field.name else dataclasses.replace(field, label=label)


def unmatched(table: Table, header: Sequence[str]) -> tuple[list[str], list[str]]:
    """The fields that the data must not lack but do, and the columns that the schema must not lack but does.

    A required field must never be missing. A partial match has at least one field in the data.
    """
    match, there = fields_match(table), set(header)
    lacking = [
        label
        for label, field in zip(table.header, table.fields, strict=True)
        if label not in there
        and (match not in ("superset", "partial") or field.required or field.name in table.primary_key)
    ]
    unknown = [name for name in header if match not in ("subset", "partial") and name not in table.header]
    if match == "partial" and there.isdisjoint(table.header):
        lacking = list(table.header)
    return lacking, unknown


def _with_fields(table: Table, fields: tuple[Field, ...]) -> Table:
    """The table with other fields, also in its schema."""
    of_fields = zip(table.fields, table.schema["fields"], strict=True)
    stated = {field.name: one for field, one in of_fields if isinstance(one, dict) and isinstance(one.get("name"), str)}
    declared = [
        {
            **stated.get(field.name, {"name": field.name, "type": field.type}),
            "missingValues": list(field.missing_values),
        }
        for field in fields
    ]
    return dataclasses.replace(table, fields=fields, schema={**table.schema, "fields": declared})


# The rows.


@contextlib.contextmanager
def opened_rows(folder: Path, resource: Resource, table: Table | None = None) -> Iterator[Rows]:
    """The rows of a table for which `why_unreadable` is empty.

    Args:
        folder: folder of the package.
        resource: the entry of the descriptor for the table.
        table: the columns, if known; JSON values are written in the form of their types.

    Raises:
        NotCsv: the data are not in their format; also raised by the methods of the rows.
        PackageError: a file cannot be opened.
        OSError: likewise.
        UnicodeError: the data are not in the declared encoding; likewise another error of `BROKEN` if they cannot be
            unpacked.
    """
    if format_of(resource.declared, resource.parts) in STRUCTURED:
        from onrecord.package.structured import structured_rows

        yield structured_rows(folder, resource, table or resource.table)
        return
    with contextlib.closing(_Delimited(folder, resource)) as rows:
        yield rows


class _Delimited:
    """The rows of delimited files, read as one large file; each file may repeat the header of the first."""

    def __init__(self, folder: Path, resource: Resource) -> None:
        self._folder, self._resource, self._dialect = folder, resource, dialect_of(resource)
        self._parts = resource.parts or (DESCRIPTOR,)
        self._opened = contextlib.ExitStack()
        self._reader: CsvBlocks | None = None
        self.path = ""
        self.marks: dict[str, Marks] = {}
        self.with_mark: list[str] = []

    def close(self) -> None:
        """Closes the file that is open."""
        self._opened.close()

    def _open(self, part: str, *, again: bool = False) -> CsvBlocks:
        """Opens one of the files, after its byte order mark."""
        if self._reader and self.path == part and not again:
            return self._reader
        self._opened.close()
        self._opened = contextlib.ExitStack()
        self.path = part
        self._file = self._opened.enter_context(opened_part(self._folder, self._resource, part))
        self._start = len(codecs.BOM_UTF8) if self._file.read(3) == codecs.BOM_UTF8 else 0
        if self._start and part not in self.with_mark:
            self.with_mark.append(part)
        return self._from_start()

    def _from_start(self) -> CsvBlocks:
        self._file.seek(self._start)
        self._reader = CsvBlocks(self._file, self._dialect)
        return self._reader

    def header(self) -> list[str] | None:
        """The labels of the columns in the first file."""
        reader = self._open(self._parts[0])
        self._labels = reader.header() if self._dialect.header else None
        self.marks[self._parts[0]] = reader.marks
        return self._labels

    def blocks(self, columns: Sequence[str]) -> Iterator[Block]:
        """The rows of all files."""
        several = len(self._parts) > 1
        for number, part in enumerate(self._parts):
            reader = self._open(part, again=number > 0)  # a file may be listed twice
            if number and self._dialect.header and reader.header() != self._labels:
                reader = self._from_start()
            self.marks[part] = reader.marks
            for block in reader.blocks(columns):
                if len(columns) == 1:  # an empty line is a row whose only cell is empty
                    wrong = {row: count for row, count in block.ragged.items() if count}
                    block = dataclasses.replace(block, ragged=wrong)
                yield dataclasses.replace(block, path=part) if several else block

    def again(self, block: Block, rows: Sequence[int], columns: Sequence[str]) -> Any:
        """Some of the rows of a block, read again."""
        return self._open(block.path or self._parts[0]).again(block, rows, columns)


@contextlib.contextmanager
def opened_part(folder: Path, resource: Resource, part: str) -> Iterator[IO[bytes]]:
    """A file of a resource, or its data in the descriptor, unpacked and in UTF-8; a converted copy if necessary."""
    if not resource.parts:
        yield io.BytesIO(resource.declared["data"].encode("utf-8", "surrogatepass"))
        return
    encoding = codecs.lookup(resource.declared.get("encoding", "utf-8")).name
    packed = compression_of(resource.declared, part)
    with open_file(resource.fetched[part]) if part in resource.fetched else open_inside(folder, part) as file:
        if not packed and encoding in _UTF8:
            yield file
            return
        with temporary_file() as copy, _unpacked(file, packed) as source:
            decoder = codecs.getincrementaldecoder(encoding)()
            size = file.seek(0, io.SEEK_END)
            file.seek(0)
            while chunk := source.read(1 << 20):
                copy.write(chunk if encoding in _UTF8 else decoder.decode(chunk).encode())
                check_growth(size, copy.tell())
            copy.write(b"" if encoding in _UTF8 else decoder.decode(b"", final=True).encode())
            copy.seek(0)
            yield copy


def check_growth(packed: int, size: int) -> None:
    """Refuses a file that is made to fill the disk or the memory.

    Args:
        packed: the size of the file in bytes.
        size: the size of its content in bytes, as far as it is known.

    Raises:
        EOFError: the content is too large for the file.
    """
    if is_out_of_proportion(size, packed):
        raise EOFError(f"it grows to more than {MAX_RATIO} times its size; do not use this file")


@contextlib.contextmanager
def _unpacked(file: IO[bytes], packed: str) -> Iterator[Any]:
    """The content of a compressed file; for a zip, the only file in it."""
    if packed != "zip":
        openers: Mapping[str, Callable[[Any], Any]] = {"gz": gzip.open, "bz2": bz2.open, "xz": lzma.open}
        yield openers[packed](file) if packed else file
        return
    with zipfile.ZipFile(file) as archive:
        members = [member for member in archive.infolist() if not member.is_dir()]
        if len(members) != 1 or members[0].flag_bits & 1:
            message = f"it is a zip of {len(members)} files" if len(members) != 1 else "it is a zip with a password"
            raise NotCsv("not-judged", f"{message}; only a zip of one file, without a password, can be read", 0)
        with archive.open(members[0]) as source:
            yield source


def size_of(folder: Path, resource: Resource) -> int:
    """The size in bytes of the files of a resource; missing files count as 0."""
    return sum(size_of_part(folder, resource, part) for part in resource.parts)


def size_of_part(folder: Path, resource: Resource, part: str) -> int:
    """The size in bytes of a file of a resource, 0 if it is missing."""
    file = resource.fetched.get(part) or inside(folder, part)
    return file.stat().st_size if file.is_file() else 0

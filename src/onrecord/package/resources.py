"""Resources: the entries of a descriptor, what they refer to, and why some cannot be read."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Any, TypeAlias

from onrecord.errors import OnrecordError, PackageError
from onrecord.package.files import inside, is_inside, parts_of
from onrecord.package.json_files import read_json
from onrecord.tableschema.schema import LONGEST_SHOWN, Table, is_version_1, parse_table
from onrecord.text.printable import in_json, without_secrets

# Downloads a URL and returns the file; raises an OnrecordError if it cannot.
Fetch: TypeAlias = Callable[[str], Path]
# The properties of a dialect with their types; for a list, also the type of its items.
_OF_DIALECTS: Mapping[str, tuple[type, type | None]] = {
    **dict.fromkeys(("delimiter", "lineTerminator", "quoteChar", "escapeChar", "commentChar"), (str, None)),
    **dict.fromkeys(("nullSequence", "headerJoin", "property", "itemType", "sheetName", "table"), (str, None)),
    **dict.fromkeys(("header", "doubleQuote", "skipInitialSpace", "caseSensitiveHeader"), (bool, None)),
    **dict.fromkeys(("headerRows", "commentRows"), (list, int)),
    "itemKeys": (list, str),
    "sheetNumber": (int, None),
}


@dataclasses.dataclass(frozen=True, slots=True)
class Fault:
    """A reason why a resource cannot be read as its descriptor states it.

    Attributes:
        code: the rule: `descriptor-error` if the standard forbids what is stated, `not-judged` if it does not.
        reason: the end of a sentence that begins with the resource.
        blocks: whether it keeps the data from being read.
        remedy: what to do about it, unless that is the rule's usual remedy.
    """

    code: str
    reason: str
    blocks: bool = True
    remedy: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Resource:
    """One entry of the descriptor's `resources`.

    Attributes:
        name: its name; without one, its place in the list.
        path: the first of its files that are in the package; may be empty.
        table: its columns, as its schema declares them; None if it is not a table or has no readable schema.
        declared: the entry itself.
        parts: its files, in order: paths inside the package, or URLs.
        dialect: the properties of its dialect that have the right type; the others have no effect.
        companions: the files in the package that its schema and its dialect are read from.
        fetched: the downloaded files, by their URLs.
        faults: why it cannot be read.
        is_tabular: whether it is a table, by its type, its schema or the format of its data.
        is_v1: whether its package follows version 1 of the standard.
        stated_dialect: its whole dialect, whether stated in the descriptor or in another file.
    """

    name: str
    path: str
    table: Table | None
    declared: Mapping[str, Any] = dataclasses.field(repr=False, compare=False)
    parts: tuple[str, ...] = ()
    dialect: Mapping[str, Any] = dataclasses.field(default_factory=dict, hash=False)
    companions: tuple[str, ...] = ()
    fetched: Mapping[str, Path] = dataclasses.field(default_factory=dict, hash=False)
    faults: tuple[Fault, ...] = ()
    is_tabular: bool = False
    is_v1: bool = dataclasses.field(default=False, compare=False)
    stated_dialect: Mapping[str, Any] = dataclasses.field(default_factory=dict, hash=False)

    @property
    def local_parts(self) -> tuple[str, ...]:
        """Its files that are in the package."""
        return tuple(part for part in self.parts if not is_url(part))

    @property
    def remote(self) -> tuple[str, ...]:
        """The URLs that it refers to: of its files, its schema and its dialect, fetched or not."""
        path = self.declared.get("path", self.declared.get("url"))
        stated = [*(path if isinstance(path, list) else [path]), *map(self.declared.get, ("schema", "dialect"))]
        return tuple(one for one in stated if isinstance(one, str) and is_url(one))


_URL = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://")
_SCHEMES = frozenset({"http", "https", "ftp", "ftps"})
TABULAR = ("tabular-data-resource", "https://specs.frictionlessdata.io/schemas/tabular-data-resource.json")
# Formats that alone make a resource a table, as the standard lets a reader find out by itself; JSON may be anything.
_TABULAR_FORMATS = frozenset({"csv", "tsv", "parquet", "ndjson"})
_MEDIA_TYPES = {
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
    "application/json": "json",
    "application/x-ndjson": "ndjson",
    "application/vnd.apache.parquet": "parquet",
}
_FORMATS = frozenset(_MEDIA_TYPES.values())
_SAME_FORMATS = {"jsonl": "ndjson", "geoparquet": "parquet"}
# Ways to compress a file, which are also the extensions of its name.
COMPRESSIONS = ("gz", "zip", "bz2", "xz")


def is_url(location: str) -> bool:
    """Whether a location is a URL and not a path in a package."""
    return bool(_URL.match(location))


def format_of(declared: Mapping[str, Any], parts: Sequence[str]) -> str:
    """The format of a resource's data in lower case, as declared or by the name of the file; empty if unknown."""
    stated, media_type = declared.get("format"), declared.get("mediatype")
    if isinstance(stated, str) and stated:
        found = stated.lower().removeprefix(".")
    elif isinstance(media_type, str) and (kind := media_type.partition(";")[0].strip().lower()) in _MEDIA_TYPES:
        found = _MEDIA_TYPES[kind]
    elif parts:
        name, compression = _file_name(parts[0]), compression_of(declared, parts[0])
        found = (name.with_suffix("") if compression and name.suffix == f".{compression}" else name).suffix[1:]
    else:
        found = "json" if "data" in declared else ""
    # The files of a tabular data resource of version 1 are CSV, whatever their names are.
    is_csv = found not in _FORMATS and declared.get("profile") in TABULAR and not (stated or media_type)
    return "csv" if parts and is_csv else _SAME_FORMATS.get(found, found)


def _file_name(location: str) -> PurePosixPath:
    """A path, or a URL without its query, in lower case."""
    return PurePosixPath((location.partition("?")[0] if is_url(location) else location).lower())


def media_type_of(form: str) -> str:
    """The media type of a format; the type for any bytes if the format is not in the table."""
    return next((kind for kind, found in _MEDIA_TYPES.items() if found == form), "application/octet-stream")


def compression_of(declared: Mapping[str, Any], part: str) -> str:
    """How a file of a resource is compressed, as declared or by the file's name; empty if it is not compressed."""
    stated = declared.get("compression")
    if isinstance(stated, str):
        return "" if stated == "no" else stated
    suffix = _file_name(part).suffix[1:]
    return suffix if suffix in COMPRESSIONS else ""


def read_resource(folder: Path, number: int, declared: Any, fetch: Fetch | None, *, is_v1: bool) -> Resource:
    """Reads one entry of the descriptor, as far as it can be understood."""
    place = f"resources[{number}]"
    if not isinstance(declared, dict):
        fault = Fault("descriptor-error", f"is {in_json(declared, LONGEST_SHOWN)}; expected an object")
        return Resource(place, "", None, {}, faults=(fault,))
    reader, name = _ResourceReader(folder, declared, fetch), declared.get("name")
    if not isinstance(name, str) or not name:
        name = place
        reader.faults.append(Fault("descriptor-error", "has no name", blocks=False))
    parts = tuple(reader.parts())
    dialect, schema = reader.described("dialect"), reader.described("schema")
    if not isinstance(dialect, dict | None):
        message = f"has the dialect {in_json(dialect, LONGEST_SHOWN)}; expected an object"
        reader.faults.append(Fault("descriptor-error", message))
    dialect = dialect if isinstance(dialect, dict) else {}
    is_tabular = (
        declared.get("type") == "table"
        or str(declared.get("profile")) in TABULAR
        or (isinstance(schema, dict) and "fields" in schema)
        or format_of(declared, parts) in _TABULAR_FORMATS
    )
    table = None
    if schema is not None and is_tabular:
        try:
            # A schema in its own file states its own version; within a descriptor that has no effect.
            is_file = isinstance(declared.get("schema"), str) and isinstance(schema, dict)
            schema_is_v1 = is_version_1(schema, otherwise=is_v1) if is_file else is_v1
            table = parse_table(name, schema, "its schema", is_v1=schema_is_v1)
        except PackageError as error:
            reader.faults.append(Fault("descriptor-error", f"cannot be read: {error}"))
    path = next((part for part in parts if not is_url(part)), "")
    return Resource(
        name,
        path,
        table,
        declared,
        parts,
        {name: value for name, value in dialect.items() if name in _OF_DIALECTS and _is_of(value, *_OF_DIALECTS[name])},
        tuple(reader.companions),
        reader.fetched,
        tuple(reader.faults),
        is_tabular,
        is_v1,
        dialect,
    )


def _is_of(value: Any, kind: type, items: type | None) -> bool:
    """Whether a JSON value and its items have the given types; numbers of rows and sheets are 1 or more."""
    if isinstance(value, list) and kind is list:
        return all(items is not None and _is_of(item, items, None) for item in value)
    return type(value) is kind and not (type(value) is int and value < 1)


class _ResourceReader:
    """Reads what an entry of the descriptor refers to, and gathers the reasons why that cannot be read."""

    def __init__(self, folder: Path, declared: Mapping[str, Any], fetch: Fetch | None) -> None:
        self._folder, self._declared, self._fetch = folder, declared, fetch
        self.faults: list[Fault] = []
        self.companions: list[str] = []
        self.fetched: dict[str, Path] = {}

    def parts(self) -> Iterator[str]:
        """The files of the resource that can be read."""
        declared = self._declared
        # In version 0 of the standard the property was called url.
        stated = declared.get("path", declared.get("url"))
        if "data" in declared:
            if stated is not None:
                self._fault("descriptor-error", "has both path and data; the standard allows only one of them")
            return
        locations = stated if isinstance(stated, list) else [stated]
        if not locations or not all(isinstance(location, str) and location for location in locations):
            expected = "expected a path, a URL, or a list of either"
            message = (
                "has no path and no data"
                if stated is None
                else f"has the path {in_json(stated, LONGEST_SHOWN)}; {expected}"
            )
            self._fault("descriptor-error", message)
            return
        if len({is_url(location) for location in locations}) > 1:
            self._fault("descriptor-error", "has paths and URLs in one list, which the standard does not allow")
            return
        yield from (location for location in locations if self._can_be_read(location))

    def described(self, kind: str) -> Any:
        """The value stated for the dialect or the schema; None if it is missing or cannot be read."""
        stated = self._declared.get(kind)
        if not isinstance(stated, str) or not self._can_be_read(stated):
            return None if isinstance(stated, str) else stated
        try:
            if stated in self.fetched:
                return read_json(self.fetched[stated])
            if not is_inside(self._folder, stated):
                self._fault("missing-file", f"has its {kind} in {stated}, which does not exist")
                return None
            self.companions.append(stated)
            return read_json(inside(self._folder, stated), self._folder)
        except PackageError as error:
            self._fault("descriptor-error", f"has its {kind} in {stated}, which cannot be read: {self._without(error)}")
            return None

    def _can_be_read(self, location: str) -> bool:
        """Whether a path may be followed, or the content of a URL was downloaded."""
        if found := _URL.match(location):
            if found[1].lower() not in _SCHEMES:
                self._fault("descriptor-error", f"has the URL {location}; expected http, https, ftp or ftps")
                return False
            return self._is_fetched(location)
        checks = {"descriptor-error": parts_of, "not-readable": inside}  # its text, then the file system
        for code, check in checks.items():
            try:
                check(self._folder, location)
            except PackageError as error:
                self._fault(code, f"cannot be read: {self._without(error)}")
                return False
        return True

    def _is_fetched(self, url: str) -> bool:
        if self._fetch is None:
            remedy = "validate with --allow-remote, or put the file into the package"
            self._fault("not-judged", f"refers to {url}, which was not fetched", remedy)
            return False
        try:
            self.fetched[url] = self._fetch(url)
        except OnrecordError as error:
            remedy = "try again later, or put the file into the package"
            self._fault("not-judged", f"refers to {url}, which cannot be fetched: {error}", remedy)
            return False
        return True

    def _fault(self, code: str, reason: str, remedy: str = "") -> None:
        self.faults.append(Fault(code, without_secrets(reason), remedy=remedy))

    def _without(self, error: PackageError) -> str:
        """A message without the folder, which the user knows."""
        return str(error).replace(f"{self._folder}: ", "").replace(f"{self._folder}/", "")

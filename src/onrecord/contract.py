"""The contract: what datapackage.json and schemas/ say. The only reader of both.

The schemas are Table Schemas of Data Package v2 and the only place where a column is defined. The repository keeps
them in `schemas/`; the wheel carries the same files as `onrecord/schemas/`.
"""

from __future__ import annotations

import dataclasses
import functools
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Any, TypeAlias

from onrecord.errors import OnrecordError, PackageError
from onrecord.package import DESCRIPTOR as DESCRIPTOR
from onrecord.package import descriptor_at
from onrecord.package.files import inside, is_inside, parts_of, read_file, read_inside
from onrecord.text.bounded_json import LARGEST, NotReadable, parse_json
from onrecord.text.printable import in_json, without_secrets

TABLES = (
    "articles",
    "entities",
    "mentions",
    "quotes",
    "quote_spans",
    "votes",
    "vote_counts",
    "vote_positions",
    "claims",
    "claim_entities",
    "id_changes",
    "changes",
)
# Tables that packages made by an earlier onrecord lack; such a package is as good as it was.
LATER_TABLES = frozenset({"id_changes", "changes"})
TEXTS_SETTINGS = ("full", "none")
# The property that says by which rules a package gets its versions. Namespaced, as the standard has no such property:
# it is for any package, and makes none a package of onrecord.
VERSIONING = "onrecord:versioning"
RECIPE, ADDITIVE = "recipe", "additive"
# What a field is called that has no name; no header has it.
NAMELESS = "\0"
# What downloads a URL and gives the file; it raises an OnrecordError where it cannot.
Fetch: TypeAlias = Callable[[str], Path]
_MOST_TABLES = 10_000
_LONGEST = 100  # as a message shows a value
# What version 2 of the standard brought: in version 1 these are custom properties, which have no effect.
NEW_IN_2: Mapping[str, frozenset[str]] = {
    "schema": frozenset({"fieldsMatch", "uniqueKeys"}),
    "field": frozenset({"categories", "categoriesOrdered", "missingValues", "delimiter", "itemType"}),
    "constraints": frozenset({"exclusiveMinimum", "exclusiveMaximum", "jsonSchema"}),
}
# Types of which a pattern is a format, too.
DATED = frozenset({"date", "time", "datetime"})
# The formats of a type beside the default; another one has no effect.
FORMATS_OF: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(DATED, frozenset({"any"})),
    "string": frozenset({"uri", "email", "uuid", "binary"}),
    "geopoint": frozenset({"array", "object"}),
    "geojson": frozenset({"topojson"}),
}
# The properties of a field, and of its constraints, that bear on cells, what `Field` calls them and the kind that they
# have. One of another kind has no effect; the validator tells of it.
_OF_FIELDS: Mapping[str, tuple[str, type | tuple[type, ...]]] = {
    "format": ("format", str),
    "categories": ("categories", list),
    "trueValues": ("true_values", list),
    "falseValues": ("false_values", list),
    "decimalChar": ("decimal_char", str),
    "groupChar": ("group_char", str),
    "bareNumber": ("bare_number", bool),
    "delimiter": ("delimiter", str),
    "itemType": ("item_type", str),
}
_OF_CONSTRAINTS: Mapping[str, tuple[str, type | tuple[type, ...]]] = {
    "enum": ("enum", list),
    "pattern": ("pattern", str),
    "minimum": ("minimum", (str, int, float)),
    "maximum": ("maximum", (str, int, float)),
    "exclusiveMinimum": ("exclusive_minimum", (str, int, float)),
    "exclusiveMaximum": ("exclusive_maximum", (str, int, float)),
    "minLength": ("min_length", int),
    "maxLength": ("max_length", int),
    "jsonSchema": ("json_schema", dict),
}
# Those of a dialect, and the kind that they have; for a list also that of its items. Likewise.
_OF_DIALECTS: Mapping[str, tuple[type, type | None]] = {
    **dict.fromkeys(("delimiter", "lineTerminator", "quoteChar", "escapeChar", "commentChar"), (str, None)),
    **dict.fromkeys(("nullSequence", "headerJoin", "property", "itemType", "sheetName", "table"), (str, None)),
    **dict.fromkeys(("header", "doubleQuote", "skipInitialSpace", "caseSensitiveHeader"), (bool, None)),
    **dict.fromkeys(("headerRows", "commentRows"), (list, int)),
    "itemKeys": (list, str),
    "sheetNumber": (int, None),
}


@dataclasses.dataclass(frozen=True, slots=True)
class Field:
    """One column, as its schema declares it; None or an empty tuple where the schema is silent.

    `missing_values` are the texts that stand for a missing value, the field's own or else those of its schema. Bounds
    are numbers or texts, as the JSON has them. `categories` allow no other values than theirs. `is_v1` is whether the
    forms of version 1 of the standard are allowed, too. `label` is the name in the header where that is another one;
    `NAMELESS` where the schema has none.
    `null_texts` are the missing values of data that have types of their own, in which no other value is missing; there
    `missing_values` stand for what is missing already.
    """

    name: str
    type: str
    format: str = "default"
    description: str = ""
    example: Any = None
    exact_match: str = ""
    required: bool = False
    unique: bool = False
    enum: tuple[Any, ...] = ()
    pattern: str | None = None
    minimum: Any = None
    maximum: Any = None
    exclusive_minimum: Any = None
    exclusive_maximum: Any = None
    min_length: int | None = None
    max_length: int | None = None
    json_schema: Mapping[str, Any] | None = dataclasses.field(default=None, hash=False)
    categories: tuple[Any, ...] = ()
    missing_values: tuple[str, ...] = ("",)
    true_values: tuple[str, ...] = ("true", "True", "TRUE", "1")
    false_values: tuple[str, ...] = ("false", "False", "FALSE", "0")
    decimal_char: str = "."
    group_char: str = ""
    bare_number: bool = True
    delimiter: str = ","
    item_type: str = "string"
    is_v1: bool = dataclasses.field(default=False, compare=False)
    label: str | None = None
    null_texts: tuple[str, ...] | None = dataclasses.field(default=None, compare=False)


@dataclasses.dataclass(frozen=True, slots=True)
class ForeignKey:
    """Columns whose values stand in the columns `reference_fields` of the table `resource`, which may be their own.

    `elsewhere` is whether that is a table of another package: the recipe "External Foreign Keys", and version 0.
    """

    fields: tuple[str, ...]
    resource: str
    reference_fields: tuple[str, ...]
    elsewhere: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class Table:
    """One table, as its schema declares it; `schema` is the JSON itself.

    `header_differs` says how the header of its data is another one than the schema's, where that is allowed.

    The fields have different names: of those that a schema gives one name, the second is called `name (2)`; one without
    a name is called by its place, as `field2`.
    """

    name: str
    title: str
    description: str
    fields: tuple[Field, ...]
    primary_key: tuple[str, ...]
    foreign_keys: tuple[ForeignKey, ...]
    unique_keys: tuple[tuple[str, ...], ...]
    schema: Mapping[str, Any] = dataclasses.field(repr=False, compare=False)
    header_differs: str = dataclasses.field(default="", compare=False)

    @property
    def is_v1(self) -> bool:
        """Whether it is of version 1 of the standard."""
        return any(field.is_v1 for field in self.fields)

    @property
    def header(self) -> tuple[str, ...]:
        """The names of the fields as the schema has them, in order; some may be the same."""
        return tuple(field.name if field.label is None else field.label for field in self.fields)

    @property
    def stated_keys(self) -> list[tuple[ForeignKey, Mapping[str, Any]]]:
        """The foreign keys, each with what the schema has of it."""
        stated = _listed(self.schema.get("foreignKeys"))
        return [(key, one) for one in stated if (key := _foreign_key(one, self.name))]

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the fields, in order."""
        return tuple(field.name for field in self.fields)

    def field(self, name: str) -> Field:
        """The field called `name`.

        Raises:
            KeyError: the table has no such field.
        """
        for field in self.fields:
            if field.name == name:
                return field
        raise KeyError(f"table {self.name} has no column {name}")


@dataclasses.dataclass(frozen=True, slots=True)
class Fault:
    """Why a resource cannot be read, as its descriptor has it.

    Attributes:
        code: the rule, `descriptor-error` where the standard forbids what is there, `not-judged` where it does not.
        reason: how it is, as the end of a sentence that begins with the resource.
        blocks: whether its data cannot be read therefore.
        remedy: what to do about it, where that is something else than the rule's own remedy.
    """

    code: str
    reason: str
    blocks: bool = True
    remedy: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Resource:
    """One entry of the descriptor's `resources`.

    Attributes:
        name: its name; its place in the list where it has none.
        path: the first of its files that are in the package; empty where none is.
        table: what its schema declares of its columns; None where it is no table, or has no schema that can be read.
        declared: the entry itself.
        parts: its files, in order: paths inside the package, or URLs.
        dialect: the properties of its dialect that are of their kind; the others have no effect.
        companions: the files in the package that its schema and its dialect are read from.
        fetched: where the files are that were downloaded, by their URLs.
        faults: why it cannot be read.
        is_tabular: whether it is a table, by its type, its schema or the format of its data.
        is_v1: whether its package is of version 1 of the standard.
        stated_dialect: all of its dialect, read from where it stands.
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


@dataclasses.dataclass(frozen=True)
class Package:
    """A data package: the folder that holds it, its descriptor, what that lists, and the name of its file."""

    folder: Path
    descriptor: Mapping[str, Any] = dataclasses.field(repr=False)
    resources: tuple[Resource, ...]
    described_in: str = DESCRIPTOR

    @property
    def described(self) -> Path:
        """The file of its descriptor."""
        return self.folder / self.described_in

    @functools.cached_property
    def tables(self) -> dict[str, Resource]:
        """The resources that are tables, by name, in the descriptor's order."""
        return {resource.name: resource for resource in self.resources if resource.table is not None}

    @property
    def is_own(self) -> bool:
        """Whether it is one of onrecord's own, as the property `onrecord` of its descriptor says, not its tables."""
        return isinstance(self.descriptor.get("onrecord"), Mapping)

    @property
    def texts(self) -> str:
        """Whether the package carries its articles' texts: `full` or `none`."""
        return str(self.settings.get("texts", "full"))

    @property
    def settings(self) -> Mapping[str, Any]:
        """The descriptor's `onrecord` property: the settings and the origin of the tables."""
        settings = self.descriptor.get("onrecord", {})
        return settings if isinstance(settings, Mapping) else {}


def read_json(path: Path, within: Path | None = None) -> Any:
    """The value that a JSON file holds.

    Args:
        path: the file.
        within: folder of the package that the file belongs to, which its path then may not leave.

    Raises:
        PackageError: the file is missing, is not JSON in UTF-8, is too large or nested too deeply, or leaves the
            package.
    """
    try:
        if within is None:
            content = read_file(path, LARGEST)
        else:
            content = read_inside(within, path.relative_to(within).as_posix(), LARGEST)
        return parse_json(content)
    except FileNotFoundError:
        raise PackageError(f"{path}: no such file") from None
    except OSError as error:
        raise PackageError(f"{path}: {error.strerror or error}") from None
    except NotReadable as error:
        raise PackageError(f"{path}: {error}") from None


PROFILE_ADDRESS = "https://datapackage.org/profiles/"


def is_version_1(declared: Mapping[str, Any], *, otherwise: bool) -> bool:
    """Whether a descriptor or a schema is of version 1 of the standard, by its `$schema`, else as `otherwise` says."""
    profile = declared.get("$schema")
    return otherwise if profile is None else isinstance(profile, str) and profile.startswith(f"{PROFILE_ADDRESS}1.")


def parse_table(name: str, schema: Any, where: str, *, is_v1: bool | None = None) -> Table:
    """The table called `name` that `schema`, the JSON of a Table Schema read from `where`, declares.

    A property that is not of its kind has no effect; the validator tells of it. `is_v1` is whether it is of version 1
    of the standard; without it, that is as the schema itself says.

    Raises:
        PackageError: the schema is no object with a list of fields.
    """
    if not isinstance(schema, dict) or not isinstance(schema.get("fields"), list):
        told = "its fields are" if isinstance(schema, dict) else "it is"
        found = in_json(schema.get("fields"), _LONGEST) if isinstance(schema, dict) else in_json(schema, _LONGEST)
        found = "missing" if isinstance(schema, dict) and "fields" not in schema else found
        raise PackageError(f"{where}: a Table Schema is an object with a list of fields; {told} {found}")
    is_v1 = is_version_1(schema, otherwise=False) if is_v1 is None else is_v1
    missing_values = _missing_values(schema.get("missingValues"), ("",))
    title, description = schema.get("title"), schema.get("description")
    keys = [] if is_v1 else _listed(schema.get("uniqueKeys"))
    return Table(
        name=name,
        title=title if isinstance(title, str) else name,
        description=description if isinstance(description, str) else "",
        fields=_told_apart(tuple(_field(declared, missing_values, is_v1) for declared in schema["fields"])),
        primary_key=_names(schema.get("primaryKey")),
        foreign_keys=tuple(
            key for declared in _listed(schema.get("foreignKeys")) if (key := _foreign_key(declared, name))
        ),
        unique_keys=tuple(names for key in keys if (names := _names(key))),
        schema=schema,
    )


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _told_apart(fields: tuple[Field, ...]) -> tuple[Field, ...]:
    """The fields, those that have no name, or the name of one before them, with another one."""
    names = [field.name for field in fields]
    if NAMELESS not in names and len({*names}) == len(names):
        return fields
    taken, apart = {*names}, list[Field]()
    for place, field in enumerate(fields):
        if field.name == NAMELESS or field.name in names[:place]:
            first = f"field{place + 1}" if field.name == NAMELESS else field.name
            numbered = (f"{first} ({number})" for number in range(2, len(names) + 2))
            apart_name = next(name for name in (first, *numbered) if name not in taken)
            field = dataclasses.replace(field, name=apart_name, label=field.name)
            taken.add(field.name)
        apart.append(field)
    return tuple(apart)


def _foreign_key(declared: Any, table: str) -> ForeignKey | None:
    """A foreign key; None where it has not as many fields as it refers to."""
    reference = declared.get("reference") if isinstance(declared, dict) else None
    if not isinstance(reference, dict):
        return None
    resource, is_elsewhere = reference.get("resource") or table, not {"package", "datapackage"}.isdisjoint(reference)
    own, there = _names(declared.get("fields")), _names(reference.get("fields"))
    is_key = isinstance(resource, str) and 0 < len(own) == len(there)
    return ForeignKey(own, resource, there, is_elsewhere) if is_key else None


def _names(value: Any) -> tuple[str, ...]:
    """The names of the fields of a key; none where these are no names."""
    names = [value] if isinstance(value, str) else _listed(value)
    return tuple(names) if all(isinstance(name, str) for name in names) else ()


def _field(declared: Any, missing_values: tuple[str, ...], is_v1: bool) -> Field:
    declared = declared if isinstance(declared, dict) else {}
    constraints = declared.get("constraints")
    constraints = constraints if isinstance(constraints, dict) else {}
    if is_v1:
        declared = {name: value for name, value in declared.items() if name not in NEW_IN_2["field"]}
        constraints = {name: value for name, value in constraints.items() if name not in NEW_IN_2["constraints"]}
        if declared.get("type") == "integer":  # groups of digits are of numbers alone there
            declared = {name: value for name, value in declared.items() if name != "groupChar"}
    if not has_effect(declared):
        declared = {name: value for name, value in declared.items() if name != "format"}
    name, kind, description = declared.get("name"), declared.get("type", "any"), declared.get("description")
    term = declared.get("skos:exactMatch")
    return Field(
        name=name if isinstance(name, str) else NAMELESS,
        type=kind if isinstance(kind, str) and isinstance(declared.get("format", ""), str) else "any",
        description=description if isinstance(description, str) else "",
        example=declared.get("example"),
        exact_match=term if isinstance(term, str) else "",
        required=constraints.get("required") is True,
        unique=constraints.get("unique") is True,
        is_v1=is_v1,
        missing_values=_missing_values(declared.get("missingValues"), missing_values),
        **_stated(declared, _OF_FIELDS),
        **_stated(constraints, _OF_CONSTRAINTS),
    )


def has_effect(declared: Mapping[str, Any]) -> bool:
    """Whether the format of a field, if it has one, is one of its type."""
    kind, stated = declared.get("type", "any"), declared.get("format", "default")
    is_text = isinstance(kind, str) and isinstance(stated, str)
    return not is_text or kind in DATED or stated in FORMATS_OF.get(kind, frozenset()) | {"default"}


def _stated(declared: Mapping[str, Any], names: Mapping[str, tuple[str, Any]]) -> dict[str, Any]:
    """The properties of `names` that are there, under the names that `Field` has for them; lists become tuples."""
    stated = {}
    for theirs, (ours, kind) in names.items():
        if theirs in declared and isinstance(declared[theirs], kind):
            stated[ours] = declared[theirs]
    if "categories" in stated:
        stated["categories"] = [one.get("value") if isinstance(one, dict) else one for one in stated["categories"]]
    for name in {"true_values", "false_values"} & stated.keys():
        stated[name] = [one for one in stated[name] if isinstance(one, str)]
    return {name: tuple(value) if isinstance(value, list) else value for name, value in stated.items()}


def _missing_values(declared: Any, otherwise: tuple[str, ...]) -> tuple[str, ...]:
    """The texts that stand for a missing value, each a string or, with a label, an object; else as `otherwise` says."""
    if not isinstance(declared, list):
        return otherwise
    texts = [one.get("value") if isinstance(one, dict) else one for one in declared]
    return tuple(text for text in texts if isinstance(text, str))


def schemas_folder() -> Path:
    """The folder of the project's own schemas: in the installed package, else in the checkout."""
    here = Path(__file__).resolve()
    shipped = here.parent / "schemas"
    return shipped if shipped.is_dir() else here.parents[2] / "schemas"


def schema_path(table: str) -> str:
    """Where a package keeps the schema of a table."""
    return f"schemas/{table}.schema.json"


def data_path(table: str) -> str:
    """Where a package keeps a table."""
    return f"data/{table}.csv"


@functools.cache
def own_tables() -> Mapping[str, Table]:
    """The project's own tables by name, in the order of `TABLES`."""
    folder = schemas_folder()
    return {name: _read_table(name, folder / f"{name}.schema.json") for name in TABLES}


@functools.cache
def corrections_table() -> Table:
    """What the files in a package's corrections/ hold; they are no tables of the package."""
    return _read_table("corrections", schemas_folder() / "corrections.schema.json")


def _read_table(name: str, path: Path) -> Table:
    return parse_table(name, read_json(path), str(path))


def allowed(table: str, field: str) -> tuple[Any, ...]:
    """The values that a column of one of the project's own tables may take, as its schema lists them."""
    return own_tables()[table].field(field).enum


def read_package(place: Path, fetch: Fetch | None = None) -> Package:
    """The package at a place, with the reason for each resource that cannot be read.

    Args:
        place: its folder, or its descriptor, which may have any name that ends with .json.
        fetch: what downloads a URL and gives the file; None where nothing is fetched.

    Raises:
        PackageError: the descriptor is missing or is no JSON object with a list of resources, or there are too many.
    """
    path = descriptor_at(place)
    folder = path.parent
    if not is_inside(folder, path.name):
        raise PackageError(f"{path}: no such file, so {folder} is no package; name one, or make one: onrecord convert")
    descriptor = read_json(path, folder)
    if not isinstance(descriptor, dict) or not isinstance(descriptor.get("resources"), list):
        raise PackageError(f"{path}: a descriptor is a JSON object with a list of resources")
    settings = descriptor.get("onrecord", {})
    if not isinstance(settings, dict):
        raise PackageError(f'{path}: onrecord is {settings!r}; expected an object such as {{"texts": "full"}}')
    texts = settings.get("texts", "full")
    if texts not in TEXTS_SETTINGS:
        raise PackageError(f"{path}: onrecord.texts is {texts!r}; it must be one of {', '.join(TEXTS_SETTINGS)}")
    is_v1 = is_version_1(descriptor, otherwise=True)
    entries = enumerate(descriptor["resources"])
    resources = [_resource(folder, number, declared, fetch, is_v1=is_v1) for number, declared in entries]
    if sum(resource.table is not None for resource in resources) > _MOST_TABLES:
        raise PackageError(f"{path}: more than {_MOST_TABLES:,} tables; divide the package")
    return Package(folder, descriptor, tuple(resources), path.name)


_URL = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://")
_SCHEMES = frozenset({"http", "https", "ftp", "ftps"})
TABULAR = ("tabular-data-resource", "https://specs.frictionlessdata.io/schemas/tabular-data-resource.json")
# What is a table by its format alone, as the standard lets a reader see for itself; JSON may be anything.
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
# Ways to compress a file, which are also the ends of its name.
COMPRESSIONS = ("gz", "zip", "bz2", "xz")


def is_url(location: str) -> bool:
    """Whether a location is a URL and not a path in a package."""
    return bool(_URL.match(location))


def format_of(declared: Mapping[str, Any], parts: Sequence[str]) -> str:
    """The format of a resource's data, in lower case, as it declares it or as its file is called; empty if unknown."""
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
    # A tabular data resource of version 1 has CSV in its files, whatever these are called.
    is_csv = found not in _FORMATS and declared.get("profile") in TABULAR and not (stated or media_type)
    return "csv" if parts and is_csv else _SAME_FORMATS.get(found, found)


def _file_name(location: str) -> PurePosixPath:
    """A path, or that of a URL without its query, in lower case."""
    return PurePosixPath((location.partition("?")[0] if is_url(location) else location).lower())


def media_type_of(form: str) -> str:
    """The media type of a format; that of any bytes where it has none here."""
    return next((kind for kind, found in _MEDIA_TYPES.items() if found == form), "application/octet-stream")


def compression_of(declared: Mapping[str, Any], part: str) -> str:
    """How a file of a resource is compressed, as it declares or as the file is called; empty where it is not."""
    stated = declared.get("compression")
    if isinstance(stated, str):
        return "" if stated == "no" else stated
    suffix = _file_name(part).suffix[1:]
    return suffix if suffix in COMPRESSIONS else ""


def _resource(folder: Path, number: int, declared: Any, fetch: Fetch | None, *, is_v1: bool) -> Resource:
    """One entry of the descriptor, as far as it can be understood."""
    place = f"resources[{number}]"
    if not isinstance(declared, dict):
        fault = Fault("descriptor-error", f"is {in_json(declared, _LONGEST)}; expected an object")
        return Resource(place, "", None, {}, faults=(fault,))
    reader, name = _ResourceReader(folder, declared, fetch), declared.get("name")
    if not isinstance(name, str) or not name:
        name = place
        reader.faults.append(Fault("descriptor-error", "has no name", blocks=False))
    parts = tuple(reader.parts())
    dialect, schema = reader.described("dialect"), reader.described("schema")
    if not isinstance(dialect, dict | None):
        told = f"has the dialect {in_json(dialect, _LONGEST)}; expected an object"
        reader.faults.append(Fault("descriptor-error", told))
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
            # A schema says its version where it is a file apart; within a descriptor that has no effect.
            is_apart = isinstance(declared.get("schema"), str) and isinstance(schema, dict)
            schema_is_v1 = is_version_1(schema, otherwise=is_v1) if is_apart else is_v1
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
    """Whether a value of JSON is of a kind, and its items of theirs; numbers of rows and sheets are 1 or more."""
    if isinstance(value, list) and kind is list:
        return all(items is not None and _is_of(item, items, None) for item in value)
    return type(value) is kind and not (type(value) is int and value < 1)


class _ResourceReader:
    """Reads what an entry of the descriptor refers to, and gathers what keeps that from being read."""

    def __init__(self, folder: Path, declared: Mapping[str, Any], fetch: Fetch | None) -> None:
        self._folder, self._declared, self._fetch = folder, declared, fetch
        self.faults: list[Fault] = []
        self.companions: list[str] = []
        self.fetched: dict[str, Path] = {}

    def parts(self) -> Iterator[str]:
        """The files of the resource that can be read."""
        declared = self._declared
        # Version 0 of the standard called it url.
        stated = declared.get("path", declared.get("url"))
        if "data" in declared:
            if stated is not None:
                self._fault("descriptor-error", "has both path and data, of which the standard allows one")
            return
        locations = stated if isinstance(stated, list) else [stated]
        if not locations or not all(isinstance(location, str) and location for location in locations):
            expected = "expected a path, a URL, or a list of either"
            told = (
                "has no path and no data" if stated is None else f"has the path {in_json(stated, _LONGEST)}; {expected}"
            )
            self._fault("descriptor-error", told)
            return
        if len({is_url(location) for location in locations}) > 1:
            self._fault("descriptor-error", "has paths and URLs in one list, which the standard does not allow")
            return
        yield from (location for location in locations if self._can_be_read(location))

    def described(self, kind: str) -> Any:
        """The dialect or the schema, whatever that is; None where there is none or it cannot be read."""
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
        """Whether a path may be followed, or what is at a URL is at hand."""
        if found := _URL.match(location):
            if found[1].lower() not in _SCHEMES:
                self._fault("descriptor-error", f"has the URL {location}, which is none of http, https, ftp and ftps")
                return False
            return self._is_fetched(location)
        checks = {"descriptor-error": parts_of, "not-readable": inside}  # by its words, then by what is there
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
        """A message without the folder, which its reader knows."""
        return str(error).replace(f"{self._folder}: ", "").replace(f"{self._folder}/", "")

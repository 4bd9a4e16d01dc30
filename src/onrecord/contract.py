"""The contract: what datapackage.json and schemas/ say. The only reader of both.

The schemas are Table Schemas of Data Package v2 and the only place where a column is defined. The repository keeps
them in `schemas/`; the wheel carries the same files as `onrecord/schemas/`.
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from onrecord.bounded_json import LARGEST, NotReadable, parse_json
from onrecord.errors import PackageError
from onrecord.package import DESCRIPTOR as DESCRIPTOR
from onrecord.package.files import inside, is_inside, read_file, read_inside

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
_MOST_TABLES = 10_000
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


@dataclasses.dataclass(frozen=True, slots=True)
class Field:
    """One column, as its schema declares it; None or an empty tuple where the schema is silent.

    `missing_values` are the texts that stand for a missing value, the field's own or else those of its schema. Bounds
    are numbers or texts, as the JSON has them. `categories` allow no other values than theirs. `is_v1` is whether the
    forms of version 1 of the standard are allowed, too. `label` is the name in the schema where that is another one.
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

    The fields have different names: of those that a schema gives one name, the second is called `name (2)`.
    """

    name: str
    title: str
    description: str
    fields: tuple[Field, ...]
    primary_key: tuple[str, ...]
    foreign_keys: tuple[ForeignKey, ...]
    unique_keys: tuple[tuple[str, ...], ...]
    schema: Mapping[str, Any] = dataclasses.field(repr=False, compare=False)

    @property
    def header(self) -> tuple[str, ...]:
        """The names of the fields as the schema has them, in order; some may be the same."""
        return tuple(field.name if field.label is None else field.label for field in self.fields)

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
class Resource:
    """One entry of the descriptor's `resources`.

    `table` is None where the resource is no table; `path` is empty where it is not in one file.
    """

    name: str
    path: str
    table: Table | None
    declared: Mapping[str, Any] = dataclasses.field(repr=False, compare=False)


@dataclasses.dataclass(frozen=True)
class Package:
    """A data package: the folder that holds it, its descriptor and what the descriptor lists."""

    folder: Path
    descriptor: Mapping[str, Any] = dataclasses.field(repr=False)
    resources: tuple[Resource, ...]

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


def parse_table(name: str, schema: Any, where: str, *, is_v1: bool = False) -> Table:
    """The table called `name` that `schema`, the JSON of a Table Schema read from `where`, declares.

    `is_v1` is whether it is of version 1 of the standard unless it says otherwise.

    Raises:
        PackageError: the schema is no Table Schema.
    """
    try:
        declared_fields, missing_values = schema["fields"], _missing_values(schema.get("missingValues", [""]))
        is_v1 = is_version_1(schema, otherwise=is_v1)
        fields = tuple(_field(declared, missing_values, is_v1) for declared in declared_fields)
        return Table(
            name=name,
            title=schema.get("title", name),
            description=schema.get("description", ""),
            fields=_told_apart(fields),
            primary_key=_names(schema.get("primaryKey", ())),
            foreign_keys=tuple(_foreign_key(key, name) for key in schema.get("foreignKeys", ())),
            unique_keys=tuple(_names(key) for key in schema.get("uniqueKeys", ())),
            schema=schema,
        )
    except (AttributeError, KeyError, TypeError) as error:
        reason = f"{type(error).__name__}: {error}"
        raise PackageError(f"{where}: not a Table Schema ({reason}); see docs/data-dictionary.md") from None


def _told_apart(fields: tuple[Field, ...]) -> tuple[Field, ...]:
    """The fields, those that have the name of one before them with a number behind it."""
    names = [field.name for field in fields]
    if not all(isinstance(name, str) for name in names) or len({*names}) == len(names):
        return fields
    taken, apart = {*names}, list[Field]()
    for place, field in enumerate(fields):
        if field.name in names[:place]:
            numbers = (f"{field.name} ({number})" for number in range(2, len(names) + 2))
            apart_name = next(name for name in numbers if name not in taken)
            field = dataclasses.replace(field, name=apart_name, label=field.name)
            taken.add(field.name)
        apart.append(field)
    return tuple(apart)


def _foreign_key(declared: Mapping[str, Any], table: str) -> ForeignKey:
    key = ForeignKey(
        _names(declared["fields"]),
        declared["reference"].get("resource") or table,
        _names(declared["reference"]["fields"]),
        not {"package", "datapackage"}.isdisjoint(declared["reference"]),
    )
    if not isinstance(key.resource, str) or not 0 < len(key.fields) == len(key.reference_fields):
        raise TypeError(f"a foreign key needs as many columns as it refers to, not {declared!r}")
    return key


def _names(value: Any) -> tuple[str, ...]:
    names = (value,) if isinstance(value, str) else tuple(value)
    if not all(isinstance(name, str) for name in names):
        raise TypeError(f"{value!r} should be the names of columns")
    return names


def _field(declared: Mapping[str, Any], missing_values: tuple[str, ...], is_v1: bool) -> Field:
    constraints, kind = declared.get("constraints", {}), declared.get("type", "any")
    own, term = declared.get("missingValues"), declared.get("skos:exactMatch")
    return Field(
        name=declared["name"],
        type=kind if isinstance(kind, str) and isinstance(declared.get("format", ""), str) else "any",
        description=declared.get("description", ""),
        example=declared.get("example"),
        exact_match=term if isinstance(term, str) else "",
        required=bool(constraints.get("required", False)),
        unique=bool(constraints.get("unique", False)),
        is_v1=is_v1,
        missing_values=missing_values if own is None else _missing_values(own),
        **_stated(declared, _OF_FIELDS),
        **_stated(constraints, _OF_CONSTRAINTS),
    )


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


def _missing_values(declared: Any) -> tuple[str, ...]:
    """The texts that stand for a missing value, each a string or, with a label, an object."""
    if not isinstance(declared, list):
        raise TypeError(f"missingValues is {declared!r}, not a list")
    return tuple(str(one["value"] if isinstance(one, dict) else one) for one in declared)


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


def _read_table(name: str, path: Path, within: Path | None = None, *, is_v1: bool = False) -> Table:
    return parse_table(name, read_json(path, within), str(path), is_v1=is_v1)


def allowed(table: str, field: str) -> tuple[Any, ...]:
    """The values that a column of one of the project's own tables may take, as its schema lists them."""
    return own_tables()[table].field(field).enum


def read_package(folder: Path) -> Package:
    """The package in `folder`.

    Raises:
        PackageError: the descriptor or a schema is missing or cannot be understood, a path leaves the folder, or there
            are too many tables.
    """
    path = folder / DESCRIPTOR
    if not is_inside(folder, DESCRIPTOR):
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
    resources, is_v1 = [], is_version_1(descriptor, otherwise=True)
    for number, declared in enumerate(descriptor["resources"]):
        if not isinstance(declared, dict) or not isinstance(declared.get("name"), str):
            raise PackageError(f"{path}: resource {number} has no name")
        name, location = declared["name"], declared.get("path", "")
        if isinstance(location, list) or (not location and "data" in declared):
            # Several files, or rows in the descriptor itself: the validator names what it does not read.
            for part in location or ():
                inside(folder, part if isinstance(part, str) else "")
            location = ""
        elif isinstance(location, str):
            inside(folder, location)
        else:
            raise PackageError(f"{path}: resource {name} has a path that is none: {location!r}")
        schema = declared.get("schema")
        table = None
        if isinstance(schema, str):
            table = _read_table(name, inside(folder, schema), folder, is_v1=is_v1)
        elif schema is not None:
            table = parse_table(name, schema, f"{path}, resource {name}", is_v1=is_v1)
        resources.append(Resource(name, location, table, declared))
    if sum(resource.table is not None for resource in resources) > _MOST_TABLES:
        raise PackageError(f"{path}: more than {_MOST_TABLES:,} tables; divide the package")
    return Package(folder, descriptor, tuple(resources))

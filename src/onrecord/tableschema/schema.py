"""Table Schema as objects: tables, their fields and keys, in version 2 of the standard and in version 1."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from onrecord.errors import PackageError
from onrecord.text.printable import in_json

# The label of a field without a name; no header has it.
NAMELESS = "\0"
# With more columns, even a few rows take minutes.
MOST_FIELDS = 10_000
LONGEST_SHOWN = 100  # characters of a value in a message
# Properties that version 2 of the standard added: in version 1 these are custom properties, which have no effect.
NEW_IN_2: Mapping[str, frozenset[str]] = {
    "schema": frozenset({"fieldsMatch", "uniqueKeys"}),
    "field": frozenset({"categories", "categoriesOrdered", "missingValues", "delimiter", "itemType"}),
    "constraints": frozenset({"exclusiveMinimum", "exclusiveMaximum", "jsonSchema"}),
}
# How the fields of a schema may match the columns of the data, in the standard's terms.
MATCHES = ("exact", "equal", "subset", "superset", "partial")
# Types whose format may be a pattern.
DATED = frozenset({"date", "time", "datetime"})
# The formats of a type in addition to the default; other formats have no effect.
FORMATS_OF: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(DATED, frozenset({"any"})),
    "string": frozenset({"uri", "email", "uuid", "binary"}),
    "geopoint": frozenset({"array", "object"}),
    "geojson": frozenset({"topojson"}),
}
# The properties of a field and of its constraints that affect cells, with their names in `Field` and their types. A
# property of another type has no effect; the validator reports it.
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
    """One column, as its schema declares it; None or an empty tuple for properties that the schema does not state.

    `missing_values` are the texts that stand for a missing value, the field's own or else those of its schema. Bounds
    are numbers or texts, as in the JSON. `categories` allow no other values. `is_v1` is whether the forms of version 1
    of the standard are allowed, too. `label` is the name in the header if that is not `name`; `NAMELESS` if the schema
    states no name.
    `words` is the property `onrecord:words` of a field that holds words of a text: `exact`, the characters between the
    row's offsets, `verbatim`, words that occur in the text, or `adapted`, words taken from it; else empty.
    `notation` is the property `onrecord:notation` of a field whose strings are in a notation: `edtf` (ISO 8601-2), or
    `text` for whole texts, whose outer white space is a part of them.
    `null_texts` are the missing values of data in a format with types, such as JSON; there `missing_values` are the
    texts that stand for a null in the frame.
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
    words: str = ""
    notation: str = ""
    null_texts: tuple[str, ...] | None = dataclasses.field(default=None, compare=False)


@dataclasses.dataclass(frozen=True, slots=True)
class ForeignKey:
    """Columns whose values occur in the columns `reference_fields` of the table `resource`, perhaps the same table.

    `elsewhere` is whether that table is in another package: the recipe "External Foreign Keys", and version 0.
    """

    fields: tuple[str, ...]
    resource: str
    reference_fields: tuple[str, ...]
    elsewhere: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class Table:
    """One table, as its schema declares it; `schema` is the JSON itself.

    `header_differs` says how the header of the data differs from the schema, if that is allowed.

    All fields have different names: the second field with the same name becomes `name (2)`, and a field without a name
    is named by its position, such as `field2`.
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
        """Whether it follows version 1 of the standard."""
        return any(field.is_v1 for field in self.fields)

    @property
    def header(self) -> tuple[str, ...]:
        """The names of the fields as the schema states them, in order; names may be repeated."""
        return tuple(field.name if field.label is None else field.label for field in self.fields)

    @property
    def stated_keys(self) -> list[tuple[ForeignKey, Mapping[str, Any]]]:
        """The foreign keys, each with its JSON in the schema."""
        stated = _listed(self.schema.get("foreignKeys"))
        return [(key, declared) for declared in stated if (key := _foreign_key(declared, self.name))]

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the fields, in order."""
        return tuple(field.name for field in self.fields)

    def field(self, name: str) -> Field:
        """The field with the name `name`.

        Raises:
            KeyError: the table has no such field.
        """
        for field in self.fields:
            if field.name == name:
                return field
        raise KeyError(f"table {self.name} has no column {name}")


PROFILE_ADDRESS = "https://datapackage.org/profiles/"


def is_version_1(declared: Mapping[str, Any], *, otherwise: bool) -> bool:
    """Whether a descriptor or a schema follows version 1 of the standard, by its `$schema`; without it, `otherwise`."""
    profile = declared.get("$schema")
    return otherwise if profile is None else isinstance(profile, str) and profile.startswith(f"{PROFILE_ADDRESS}1.")


def parse_table(name: str, schema: Any, where: str, *, is_v1: bool | None = None) -> Table:
    """The table `name` that `schema` declares, the JSON of a Table Schema read from `where`.

    A property of the wrong type has no effect; the validator reports it. `is_v1` is whether the schema follows version
    1 of the standard; by default the schema itself decides.

    Raises:
        PackageError: the schema is not an object with a list of fields.
    """
    if not isinstance(schema, dict) or not isinstance(schema.get("fields"), list):
        message = "its fields are" if isinstance(schema, dict) else "it is"
        found = (
            in_json(schema.get("fields"), LONGEST_SHOWN) if isinstance(schema, dict) else in_json(schema, LONGEST_SHOWN)
        )
        found = "missing" if isinstance(schema, dict) and "fields" not in schema else found
        raise PackageError(f"{where}: a Table Schema is an object with a list of fields; {message} {found}")
    is_v1 = is_version_1(schema, otherwise=False) if is_v1 is None else is_v1
    missing_values = _missing_values(schema.get("missingValues"), ("",))
    title, description = schema.get("title"), schema.get("description")
    keys = [] if is_v1 else _listed(schema.get("uniqueKeys"))
    return Table(
        name=name,
        title=title if isinstance(title, str) else name,
        description=description if isinstance(description, str) else "",
        fields=_distinct(tuple(_field(declared, missing_values, is_v1) for declared in schema["fields"])),
        primary_key=_names(schema.get("primaryKey")),
        foreign_keys=tuple(
            key for declared in _listed(schema.get("foreignKeys")) if (key := _foreign_key(declared, name))
        ),
        unique_keys=tuple(names for key in keys if (names := _names(key))),
        schema=schema,
    )


def fields_match(table: Table) -> str:
    """How the fields of a table match the columns of its data; in the profile of version 2.0 the value is in a list."""
    if table.is_v1:
        return MATCHES[0]
    stated = table.schema.get("fieldsMatch", "exact")
    match = stated[0] if isinstance(stated, list) and len(stated) == 1 else stated
    return match if match in MATCHES else "exact"


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _distinct(fields: tuple[Field, ...]) -> tuple[Field, ...]:
    """The fields, with new names for those that have no name or the name of an earlier field."""
    names = [field.name for field in fields]
    if NAMELESS not in names and len({*names}) == len(names):
        return fields
    taken, distinct = {*names}, list[Field]()
    for place, field in enumerate(fields):
        if field.name == NAMELESS or field.name in names[:place]:
            first = f"field{place + 1}" if field.name == NAMELESS else field.name
            numbered = (f"{first} ({number})" for number in range(2, len(names) + 2))
            new_name = next(name for name in (first, *numbered) if name not in taken)
            field = dataclasses.replace(field, name=new_name, label=field.name)
            taken.add(field.name)
        distinct.append(field)
    return tuple(distinct)


def _foreign_key(declared: Any, table: str) -> ForeignKey | None:
    """A foreign key; None if it does not have as many fields as it refers to."""
    reference = declared.get("reference") if isinstance(declared, dict) else None
    if not isinstance(reference, dict):
        return None
    resource, is_elsewhere = reference.get("resource") or table, not {"package", "datapackage"}.isdisjoint(reference)
    own, there = _names(declared.get("fields")), _names(reference.get("fields"))
    is_key = isinstance(resource, str) and 0 < len(own) == len(there)
    return ForeignKey(own, resource, there, is_elsewhere) if is_key else None


def _names(value: Any) -> tuple[str, ...]:
    """The names of the fields of a key; empty if they are not names."""
    names = [value] if isinstance(value, str) else _listed(value)
    return tuple(names) if all(isinstance(name, str) for name in names) else ()


def _field(declared: Any, missing_values: tuple[str, ...], is_v1: bool) -> Field:
    declared = declared if isinstance(declared, dict) else {}
    constraints = declared.get("constraints")
    constraints = constraints if isinstance(constraints, dict) else {}
    if is_v1:
        declared = {name: value for name, value in declared.items() if name not in NEW_IN_2["field"]}
        constraints = {name: value for name, value in constraints.items() if name not in NEW_IN_2["constraints"]}
        if declared.get("type") == "integer":  # in version 1, only the type number has groups of digits
            declared = {name: value for name, value in declared.items() if name != "groupChar"}
    if not has_effect(declared):
        declared = {name: value for name, value in declared.items() if name != "format"}
    name, kind, description = declared.get("name"), declared.get("type", "any"), declared.get("description")
    term, words = declared.get("skos:exactMatch"), declared.get("onrecord:words")
    notation = declared.get("onrecord:notation")
    return Field(
        name=name if isinstance(name, str) else NAMELESS,
        type=kind if isinstance(kind, str) and isinstance(declared.get("format", ""), str) else "any",
        description=description if isinstance(description, str) else "",
        example=declared.get("example"),
        exact_match=term if isinstance(term, str) else "",
        required=constraints.get("required") is True,
        unique=constraints.get("unique") is True,
        words=words if isinstance(words, str) else "",
        notation=notation if isinstance(notation, str) else "",
        is_v1=is_v1,
        missing_values=_missing_values(declared.get("missingValues"), missing_values),
        **_stated(declared, _OF_FIELDS),
        **_stated(constraints, _OF_CONSTRAINTS),
    )


def has_effect(declared: Mapping[str, Any]) -> bool:
    """Whether the format of a field, if it has one, belongs to its type."""
    kind, stated = declared.get("type", "any"), declared.get("format", "default")
    is_text = isinstance(kind, str) and isinstance(stated, str)
    return not is_text or kind in DATED or stated in FORMATS_OF.get(kind, frozenset()) | {"default"}


def _stated(declared: Mapping[str, Any], names: Mapping[str, tuple[str, Any]]) -> dict[str, Any]:
    """The properties in `names` that are stated, under their names in `Field`; lists become tuples."""
    stated = {}
    for theirs, (ours, kind) in names.items():
        if theirs in declared and isinstance(declared[theirs], kind):
            stated[ours] = declared[theirs]
    if "categories" in stated:
        stated["categories"] = [each.get("value") if isinstance(each, dict) else each for each in stated["categories"]]
    for name in {"true_values", "false_values"} & stated.keys():
        stated[name] = [word for word in stated[name] if isinstance(word, str)]
    return {name: tuple(value) if isinstance(value, list) else value for name, value in stated.items()}


def _missing_values(declared: Any, otherwise: tuple[str, ...]) -> tuple[str, ...]:
    """The texts that stand for a missing value, each a string or an object with a label; `otherwise` if not stated."""
    if not isinstance(declared, list):
        return otherwise
    texts = [each.get("value") if isinstance(each, dict) else each for each in declared]
    return tuple(text for text in texts if isinstance(text, str))

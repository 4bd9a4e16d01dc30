"""Mutations: for each constraint that a schema declares, cells computed from it that break it, in a row of their own.

A mutated row stands behind the rows of its table. It is one of them with other cells: those that break the constraint,
and new keys, so that it repeats no row, and no row refers to it.
"""

from __future__ import annotations

import dataclasses
import datetime
import functools
import itertools
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from jsonschema import Draft202012Validator

from onrecord.tableschema.cells import format_cell
from onrecord.tableschema.columns import Column
from onrecord.tableschema.schema import _OF_CONSTRAINTS, _OF_FIELDS, Field, ForeignKey, Table
from onrecord.tableschema.values import broken, normal

Row = dict[str, str]
Tables = Mapping[str, tuple[Table, list[Row]]]


class Mutation(NamedTuple):
    """Cells that break a constraint.

    Attributes:
        table: name of the table.
        target: the field, or the fields of the key, joined by commas.
        constraint: what is broken, as the schema calls it.
        cells: the cells.
        faults: what is to be told of the row: the rules that are broken, each with the field or the fields.
    """

    table: str
    target: str
    constraint: str
    cells: Mapping[str, str]
    faults: tuple[tuple[str, str], ...]

    def __str__(self) -> str:
        return f"{self.table}.{self.target} {self.constraint} {','.join(self.cells.values())!r}"


# Values that differ little from others.

_ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyz"


def variants(field: Field, cells: Iterable[str]) -> Iterator[str]:
    """Sound values of a field, whatever its enum and its categories are, that are not one of these cells."""
    is_sound = _soundness(dataclasses.replace(field, enum=(), categories=(), json_schema=None))
    near = sorted({*cells})
    seen = {*near, *field.missing_values}
    for cell in near:  # which grows
        for other in _near(cell) if field.type != "boolean" else (*field.true_values, *field.false_values):
            # frictionless knows no years of five digits.
            if other not in seen and is_sound(other) and not (field.type == "year" and len(other) > len(cell)):
                yield other
                near.append(other)
                seen.add(other)


def _near(cell: str) -> Iterator[str]:
    """Texts that differ from a cell in one character."""
    for place in reversed(range(len(cell) + 1)):
        yield from (cell[:place] + character + cell[place + 1 :] for character in _ALPHABET)


@functools.cache
def _soundness(field: Field) -> Callable[[str], bool]:
    column = Column.of(Table("", "", "", (field,), (), (), (), {}), field)
    return lambda cell: not column.broken(cell) and not column.form(cell)


# Cells that break a constraint of a field, by the field, what it declares, and a cell of it that is right.

_OF_NO_TYPE = {
    "integer": "x",
    "number": "x",
    "boolean": "perhaps",
    "date": "2031-02-30",
    "time": "25:00:00",
    "datetime": "2031-02-30T08:00:00Z",
    "year": "31",
    "yearmonth": "2031-13",
    "duration": "P",
    "object": "[]",
    "array": "{}",
    "geopoint": "x,0",
    "geojson": '{"type": "Nowhere"}',
}
_OF_NO_FORMAT = {
    "uri": "nowhere",
    "email": "nobody",
    "uuid": "1",
    "binary": "YW5",
    "array": '["x", 0]',
    "object": '{"lon": "x", "lat": 0}',
    "topojson": '{"type": "Nowhere"}',
}
_PATTERNS = {"date": "%Y-%m-%d", "time": "%H:%M:%S", "datetime": "%Y-%m-%dT%H:%M:%SZ"}
_NOTHINGS = ("", "n/a", "-", "none")


def of_no_type(field: Field) -> list[str]:
    """A text that is not of a field's type and format; none where every text is, as with strings."""
    if field.type == "list":
        return of_no_type(Field("item", field.item_type))
    if field.format != "default":
        return [_OF_NO_FORMAT.get(field.format, "nowhen")]
    return [_OF_NO_TYPE[field.type]] if field.type in _OF_NO_TYPE else []


def _cell(field: Field, value: Any) -> str:
    """A value of the schema as a cell."""
    if isinstance(value, list | dict):
        return json.dumps(value)
    is_number = field.type == "number" and not isinstance(value, str)
    return format_cell(value).replace(".", field.decimal_char) if is_number else format_cell(value)


def _shifted(field: Field, bound: Any, steps: int) -> str:
    """The value that stands some steps behind a bound, or before it."""
    if field.type in ("integer", "year"):
        return str(int(bound) + steps)
    if field.type == "number":
        return _cell(field, float(Decimal(str(bound)) + steps))
    if field.type == "duration":
        return re.sub(r"\d+", lambda count: str(int(count[0]) + steps), bound, count=1)
    if field.type == "yearmonth":
        year, month = map(int, bound.split("-"))
        year, month = divmod(12 * year + month - 1 + steps, 12)
        return f"{year:04}-{month + 1:02}"
    pattern = _PATTERNS[field.type] if field.format == "default" else field.format
    step = datetime.timedelta(hours=steps) if field.type == "time" else datetime.timedelta(days=steps)
    return (datetime.datetime.strptime(bound, pattern) + step).strftime(pattern)


def _sized(field: Field, sample: str, size: int) -> str:
    """A value of so many characters or parts, made of a sample."""
    if field.type == "string":
        return (sample * (size + 1))[:size]
    if field.type == "list":
        return field.delimiter.join((sample.split(field.delimiter) * (size + 1))[:size])
    if field.type == "array":
        return json.dumps((json.loads(sample) * (size + 1))[:size])
    parts = {**json.loads(sample), **{f"more{number}": 0 for number in range(size)}}
    return json.dumps(dict(list(parts.items())[:size]))


def _not_listed(field: Field, listed: Sequence[Any], sample: str) -> Iterator[str]:
    form, cells = normal(field), [_cell(field, value) for value in listed]
    values = set(map(form, cells))
    return (cell for cell in variants(field, [*cells, sample]) if form(cell) not in values)


def _not_matching(field: Field, pattern: str, sample: str) -> Iterator[str]:
    return (cell for cell in ("x", "?", f"{sample}?", f"?{sample}") if not re.fullmatch(pattern, cell))


def _not_of_schema(field: Field, schema: Mapping[str, Any], sample: str) -> Iterator[str]:
    values: tuple[Any, ...] = ({}, {"other": None}) if field.type == "object" else ([], [None])
    return (json.dumps(value) for value in values if not Draft202012Validator(schema).is_valid(value))


BREAKING: Mapping[str, tuple[str, Callable[[Field, Any, str], Iterable[str]]]] = {
    "enum": ("value-not-allowed", _not_listed),
    "categories": ("value-not-allowed", _not_listed),
    "pattern": ("pattern-mismatch", _not_matching),
    "minimum": ("below-minimum", lambda field, bound, sample: [_shifted(field, bound, -1)]),
    "maximum": ("above-maximum", lambda field, bound, sample: [_shifted(field, bound, 1)]),
    "exclusiveMinimum": ("not-above-minimum", lambda field, bound, sample: [_cell(field, bound)]),
    "exclusiveMaximum": ("not-below-maximum", lambda field, bound, sample: [_cell(field, bound)]),
    "minLength": ("too-short", lambda field, least, sample: [_sized(field, sample, least - 1)] if least else []),
    "maxLength": ("too-long", lambda field, most, sample: [_sized(field, sample, most + 1)]),
    "jsonSchema": ("not-of-json-schema", _not_of_schema),
}
# Of the properties that tell how a field is read, a cell that is of its type without them, where there is one.
MISREADING: Mapping[str, Callable[[Field], list[str]]] = {
    "trueValues": lambda field: [word for word in ("true", "1") if word not in field.true_values + field.false_values],
    "falseValues": lambda field: [
        word for word in ("false", "0") if word not in field.true_values + field.false_values
    ],
    "decimalChar": lambda field: ["1.5"] if field.group_char != "." else [],
    "groupChar": lambda field: ["1~000"],
    "bareNumber": lambda field: ["%"],
    "delimiter": lambda field: ["1~2"] if field.item_type != "string" else [],
    "itemType": of_no_type,
}


# Mutations.


def mutations(tables: Tables) -> list[Mutation]:
    """What breaks the constraints and keys of all tables, each by itself."""
    return [
        mutation
        for table, rows in tables.values()
        for mutation in (
            *(mutation for field in table.fields for mutation in _of_field(table, field, rows)),
            *_of_keys(table, rows),
            *(mutation for key in table.foreign_keys for mutation in _of_reference(table, key, tables)),
        )
    ]


def _of_field(table: Table, field: Field, rows: list[Row]) -> Iterator[Mutation]:
    def broken_by(constraint: str, cell: str, *codes: str) -> Mutation:
        return Mutation(table.name, field.name, constraint, {field.name: cell}, tuple((c, field.name) for c in codes))

    def states(name: str) -> bool:
        return bool(getattr(field, name) != getattr(Field(field.name, field.type), name))

    declared = table.schema["fields"][table.columns.index(field.name)]
    kind, code = ("type", "type-error") if field.format == "default" else ("format", "wrong-format")
    yield from (broken_by(kind, cell, code) for cell in of_no_type(field))
    for constraint, misread in MISREADING.items():
        if states(_OF_FIELDS[constraint][0]):
            yield from (broken_by(constraint, cell, code) for cell in misread(field)[:1])
    if declared.get("missingValues") and field.type not in ("any", "string"):
        cell = next(word for word in _NOTHINGS if word not in field.missing_values)
        yield broken_by("missingValues", cell, code)
    if field.required:
        yield from (broken_by("required", word, "required-missing") for word in field.missing_values)
    sample = next((row[field.name] for row in rows if row[field.name] not in field.missing_values), "x")
    if field.unique:
        is_key = table.primary_key == (field.name,)
        yield broken_by("unique", sample, "duplicate-key" if is_key else "duplicate-value")
    for constraint, (code, cells) in BREAKING.items():
        name = (_OF_CONSTRAINTS.get(constraint) or _OF_FIELDS[constraint])[0]
        if not states(name):
            continue
        # What the cell would break without this constraint it breaks, too; one that breaks nothing else is preferred.
        others = broken(dataclasses.replace(field, **{name: getattr(Field("", ""), name)}))
        few = itertools.islice(cells(field, getattr(field, name), sample), 20)
        cell = min(few, key=lambda cell: len(others(cell)), default=None)
        if cell in field.missing_values:  # as the text is that is shorter than one character
            yield broken_by(constraint, cell, *(["required-missing"] if field.required else []))
        elif cell is not None:
            yield broken_by(constraint, cell, code, *others(cell))


def _of_keys(table: Table, rows: list[Row]) -> Iterator[Mutation]:
    for constraint, code, keys in (
        ("primaryKey", "duplicate-key", [table.primary_key] if table.primary_key else []),
        ("uniqueKeys", "duplicate-value", table.unique_keys),
    ):
        for key in keys:
            cells = next(cells for row in rows if _is_full(table, cells := {name: row[name] for name in key}))
            yield Mutation(table.name, ",".join(key), constraint, cells, ((code, ",".join(key)),))
    for name in table.primary_key:
        field = table.field(name)
        if not field.required:
            for word in field.missing_values[:1]:
                yield Mutation(table.name, name, "primaryKey", {name: word}, (("incomplete-key", name),))


def _of_reference(table: Table, key: ForeignKey, tables: Tables) -> Iterator[Mutation]:
    def broken_by(*values: str) -> Mutation:
        cells = dict(zip(key.fields, values, strict=True))
        # A key that shares a column with this one leads nowhere, too, where no row has the cell of that column.
        nowhere = [
            other
            for other in table.foreign_keys
            if other == key
            or any(
                name in cells and cells[name] not in _column(tables[other.resource][1], there)
                for name, there in zip(other.fields, other.reference_fields, strict=True)
            )
        ]
        faults = tuple(("unknown-reference", ",".join(other.fields)) for other in nowhere)
        return Mutation(table.name, ",".join(key.fields), "foreignKeys", cells, faults)

    fields = [table.field(name) for name in key.fields]
    rows = tables[key.resource][1]
    columns = [_column(rows, name) for name in key.reference_fields]
    if len(fields) == 1:
        yield broken_by(next(variants(fields[0], columns[0])))
        return
    there = {tuple(row[name] for name in key.reference_fields) for row in rows}
    full = [values for values in there if _is_full(table, dict(zip(key.fields, values, strict=True)))]
    apart = itertools.product(*(sorted(set(column)) for column in zip(*full, strict=True)))
    yield broken_by(*next(values for values in apart if values not in there))


def _column(rows: list[Row], name: str) -> list[str]:
    return [row[name] for row in rows]


def _is_full(table: Table, cells: Mapping[str, str]) -> bool:
    """Whether none of these cells is missing."""
    return not any(cell in table.field(name).missing_values for name, cell in cells.items())


# Rows.


def enriched(tables: Tables, count: int = 6) -> Tables:
    """The tables with more rows in those that keys of several columns refer to, so that there are new keys enough."""
    parents = {
        key.resource
        for table, _ in tables.values()
        for key in table.foreign_keys
        if len(table.primary_key) > 1 and set(key.fields) <= set(table.primary_key)
    }
    maker = RowMaker(tables, [])
    for _, name in itertools.product(range(count), sorted(parents)):
        maker.row(Mutation(name, "", "", {}, ()))
    return {name: (table, [*rows, *maker.made[name]]) for name, (table, rows) in tables.items()}


class RowMaker:
    """Makes mutated rows that can stand in the tables together.

    Attributes:
        made: the rows by table.
    """

    def __init__(self, tables: Tables, mutations: Iterable[Mutation]) -> None:
        self._tables = tables
        self.made: dict[str, list[Row]] = {name: [] for name in tables}
        # Where no row must stand.
        self._nowhere = [
            (key.resource, dict(zip(key.reference_fields, (mutation.cells[name] for name in key.fields), strict=True)))
            for mutation in mutations
            for key in tables[mutation.table][0].foreign_keys
            if ("unknown-reference", ",".join(key.fields)) in mutation.faults and mutation.cells.keys() >= {*key.fields}
        ]

    def row(self, mutation: Mutation) -> Row:
        """The row of a mutation, with keys that no row has that is there or was made."""
        table, rows = self._tables[mutation.table]
        row = {**rows[0], **mutation.cells}
        new = [name for name in table.primary_key if name not in mutation.cells]
        for key in self._unique(table):
            free = [name for name in key if name not in {*mutation.cells, *table.primary_key}]
            optional = [name for name in free if not table.field(name).required]
            if optional:
                row[optional[0]] = table.field(optional[0]).missing_values[0]
            else:
                new += free[:1]
        for cells in itertools.product(*(self._choices(table, name) for name in new)):
            made = {**row, **dict(zip(new, cells, strict=True))}
            if self._is_new(table, made, mutation.cells) and self._refers(table, made, mutation.cells):
                self.made[table.name].append(made)
                return made
        raise LookupError(f"no key is left for {mutation}")

    def _unique(self, table: Table) -> list[tuple[str, ...]]:
        return [*((field.name,) for field in table.fields if field.unique), *table.unique_keys]

    def _choices(self, table: Table, name: str) -> list[str]:
        """The cells that a field of a key may have."""
        field, column = table.field(name), _column(self._tables[table.name][1], name)
        for key in table.foreign_keys:
            if key.fields == (name,):
                return _column(self._tables[key.resource][1], *key.reference_fields)
        return list(map(format_cell, field.enum)) or list(itertools.islice(variants(field, column), 100))

    def _is_new(self, table: Table, row: Row, cells: Mapping[str, str]) -> bool:
        """Whether a row repeats no key, but for those that are mutated as a whole, and no reference leads to it."""
        rows = [*self._tables[table.name][1], *self.made[table.name]]
        keys = [{name: row[name] for name in key} for key in (table.primary_key, *self._unique(table))]
        taken = [
            (values, other)
            for values in keys
            if values.keys() - cells.keys() and _is_full(table, values)
            for other in rows
        ]
        nowhere = [(values, row) for name, values in self._nowhere if name == table.name]
        return not any(values.items() <= other.items() for values, other in (*taken, *nowhere))

    def _refers(self, table: Table, row: Row, cells: Mapping[str, str]) -> bool:
        """Whether the row's foreign keys, but for those that have mutated cells, lead to rows."""
        for key in table.foreign_keys:
            own = {name: row[name] for name in key.fields}
            if not own.keys() & cells.keys() and _is_full(table, own):
                values = dict(zip(key.reference_fields, own.values(), strict=True))
                targets = [*self._tables[key.resource][1], *([row] if key.resource == table.name else [])]
                if not any(values.items() <= target.items() for target in targets):
                    return False
        return True

"""The changes between two states of a package, each with its level by the rules of `levels`."""

from __future__ import annotations

import dataclasses
import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from onrecord.package import DESCRIPTOR, descriptor
from onrecord.package.files import are_equal
from onrecord.package.package import RECIPE, Package
from onrecord.package.resources import Resource
from onrecord.release.files import CHANGELOG, is_history, is_seed, release_files
from onrecord.release.levels import level_of, versioning_of
from onrecord.release.version import Level
from onrecord.tableschema.schema import Field, Table, fields_match
from onrecord.text.numbers import counted

if TYPE_CHECKING:
    from onrecord.release.differences import TableDifference

_CONSTRAINTS = (
    "required",
    "unique",
    "enum",
    "categories",
    "pattern",
    "minimum",
    "maximum",
    "exclusive_minimum",
    "exclusive_maximum",
    "min_length",
    "max_length",
    "json_schema",
)
# How a cell is read: if one of these changes, the same text may have a different value.
_READING = (
    "missing_values",
    "true_values",
    "false_values",
    "decimal_char",
    "group_char",
    "bare_number",
    "delimiter",
    "item_type",
)
# An archive gives each version of a deposit its own DOI: it names a release, as `version` does.
_DOI = re.compile(r"(https?://(dx\.)?doi\.org/|doi:)?10\.\d{4,9}/\S+", re.IGNORECASE)
_NAMED = 3  # files of a folder that are named for each kind of change
# Properties of a resource that follow from the content of its file.
_DERIVED = {"bytes", "hash", "rows"}
# Properties of a descriptor that describe the release, not its content.
_OF_THE_RELEASE = {"version", "created"}


@dataclasses.dataclass(frozen=True, slots=True)
class Change:
    """One change.

    Attributes:
        level: patch, minor or major.
        reason: the change in a few words.
        table: the table that changed; empty if the change is not of a table.
        rows: how many rows were `added`, `removed` and `changed`; None if the change is not of rows.
    """

    level: Level
    reason: str
    table: str = ""
    rows: Mapping[str, int] | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Comparison:
    """All changes, the highest level first, and the differences of rows by table."""

    changes: tuple[Change, ...]
    rows: Mapping[str, TableDifference]

    @property
    def level(self) -> Level:
        """The highest level of the changes."""
        return max((change.level for change in self.changes), default=Level.NONE)

    @property
    def reasons(self) -> tuple[str, ...]:
        """What changed, in words."""
        return tuple(change.reason for change in self.changes)


def compare(old: Package, new: Package) -> Comparison:
    """The changes from `old` to `new`, without facts about releases: versions, dates, changes of earlier releases.

    The new package's descriptor chooses the rules for levels.

    Raises:
        PackageError: a table cannot be read, or a path leaves its package.
        ReleaseError: a package lists a text although `onrecord.texts` forbids it, or chooses rules that do not exist.
    """
    from onrecord.package.table_data import resolved
    from onrecord.release.differences import difference  # imports polars
    from onrecord.validation.sheets import why_not_judged

    versioning, old_data, new_data = versioning_of(new), resolved(old), resolved(new)
    files = _changed_files(release_files(old), release_files(new))
    for path in (CHANGELOG, *(each.path for each in (*old.resources, *new.resources) if is_history(each))):
        files.pop(path, None)
    before, after = _tables(old, old_data), _tables(new, new_data)
    changes = [_change("resource-removed", f"{name}: table removed", name) for name in before if name not in after]
    changes += [_change("resource-added", f"{name}: table added", name) for name in after if name not in before]
    referenced = {key.resource for name, table in before.items() for key in table.foreign_keys if key.resource != name}
    rows: dict[str, TableDifference] = {}
    compared: set[str] = set()
    for name, table in after.items():
        if name not in before:
            continue
        changes += (
            dataclasses.replace(change, table=name) for change in schema_changes(before[name], table, versioning)
        )
        old_table, new_table = old_data.tables[name], new_data.tables[name]
        if _is_same_data(old_table, new_table) and not files.keys() & set(new_table.local_parts):
            continue
        if reason := why_not_judged(old_table) or why_not_judged(new_table):
            changes.append(_change("files", f"{name}: rows not compared, as the table {reason}", name))
            continue
        found = difference(old.folder, old_table, new.folder, new_table)
        if found:
            rows[name] = found
            rule = "cells" if found.added.is_empty() and found.removed.is_empty() else "rows"
            if name in referenced and not found.removed.is_empty():
                rule = "referenced-rows-removed"
            changes.append(_change(rule, f"{name}: {_in_words(found.counts)}", name, found.counts))
        elif old_table.parts == new_table.parts and before[name].columns == table.columns:
            place = ", ".join(new_table.parts) or DESCRIPTOR
            changes.append(_change("files", f"{name}: the same rows, written in another way ({place})", name))
        if old_table.parts == new_table.parts:
            compared.update(new_table.local_parts)
    changes += _file_changes({path: what for path, what in files.items() if path not in compared})
    changes += _descriptor_changes(old, new)
    return Comparison(tuple(sorted(changes, key=lambda change: (-change.level, change.reason))), rows)


def _is_same_data(old: Resource, new: Resource) -> bool:
    """Whether two resources have the same files or inline data, read in the same way."""
    names = ("data", "encoding", "compression", "format", "mediatype")
    stated = [[resource.declared.get(name) for name in names] for resource in (old, new)]
    return (old.parts, old.dialect, stated[0]) == (new.parts, new.dialect, stated[1])


def _tables(package: Package, data: Package) -> dict[str, Table]:
    """The tables of a package by name, as their schemas describe them, or as read from data without a schema."""
    return {
        each.name: table
        for each, found in zip(package.resources, data.resources, strict=True)
        if (table := each.table or found.table) is not None and not is_history(each)
    }


def _change(rule: str, reason: str, table: str = "", rows: Mapping[str, int] | None = None) -> Change:
    return Change(level_of(rule), reason, table, rows)


def schema_changes(old: Table, new: Table, versioning: str = RECIPE) -> Iterator[Change]:
    """The changes of a schema that matter to a program that reads the table; titles and descriptions are left out."""
    kept = [column for column in new.columns if column in old.columns]
    reading: Sequence[str] = _READING
    if old.schema.get("missingValues", [""]) != new.schema.get("missingValues", [""]):
        yield _change("reading-changed", f"{new.name}: missing values changed")
        reading = _READING[1:]
    if fields_match(old) != fields_match(new):
        yield _change("reading-changed", f"{new.name}: fieldsMatch is {fields_match(new)}, was {fields_match(old)}")
    for column in old.columns:
        if column not in kept:
            yield _change("column-removed", f"{new.name}: column {column} removed")
    if kept != [column for column in old.columns if column in kept]:
        yield _change("columns-reordered", f"{new.name}: columns in another order")
    rule = "column-appended" if list(new.columns[: len(kept)]) == kept else "column-added"
    for column in new.columns:
        if column not in kept:
            yield Change(level_of(rule, versioning), f"{new.name}: column {column} added")
        else:
            for change in _field_changes(old.field(column), new.field(column), reading):
                yield Change(change.level, f"{new.name}: column {column}: {change.reason}")
    if old.primary_key != new.primary_key:
        yield _change("key-added", f"{new.name}: primary key changed")
    yield from _key_changes(old, new)


def _key_changes(old: Table, new: Table) -> Iterator[Change]:
    """Changes of unique and foreign keys; a foreign key is identified by its columns."""
    before, after = set(old.unique_keys), set(new.unique_keys)
    if after - before:
        yield _change("key-added", f"{new.name}: unique key added or changed")
    elif before - after:
        yield _change("key-loosened", f"{new.name}: unique key dropped")
    bound = {key.fields for key in old.foreign_keys}
    added = [key for key in new.foreign_keys if key not in old.foreign_keys]
    if any(key.fields not in bound for key in added):
        yield _change("key-added", f"{new.name}: foreign key added")
    for key in added:
        if key.fields in bound:
            target = f"{key.resource} ({', '.join(key.reference_fields)})"
            yield _change("key-loosened", f"{new.name}: foreign key {', '.join(key.fields)} refers to {target}")
    if bound - {key.fields for key in new.foreign_keys}:
        yield _change("key-loosened", f"{new.name}: foreign key dropped")


def _field_changes(old: Field, new: Field, reading: Sequence[str]) -> Iterator[Change]:
    before, after = ((field.type, field.format) for field in (old, new))
    if before != after:
        yield _change("type-changed", f"type {'/'.join(after)}, was {'/'.join(before)}")
    for name in reading:
        if getattr(old, name) != getattr(new, name):
            yield _change("reading-changed", f"{name} changed")
    for constraint in _CONSTRAINTS:
        before, after = getattr(old, constraint), getattr(new, constraint)
        if not _allows(constraint, before, after):
            yield _change("constraint-tightened", f"{constraint} tightened")
        elif not _allows(constraint, after, before):
            yield _change("constraint-loosened", f"{constraint} loosened")


def _allows(constraint: str, old: Any, new: Any) -> bool:
    """Whether the new constraint allows every value that the old constraint allows."""
    match constraint:
        case "required" | "unique":
            return old or not new
        case "enum" | "categories":
            return not new or (bool(old) and all(value in new for value in old))
        case "minimum" | "exclusive_minimum" | "min_length":
            return new is None or _is_at_most(new, old)
        case "maximum" | "exclusive_maximum" | "max_length":
            return new is None or _is_at_most(old, new)
        case _:  # It is unknown which of two patterns allows more.
            return new is None or new == old


def _is_at_most(bound: Any, limit: Any) -> bool:
    """Whether a bound is at most a limit; False if they cannot be compared, such as a number and a text."""
    numbers = all(isinstance(value, int | float) for value in (bound, limit))
    texts = all(isinstance(value, str) for value in (bound, limit))
    return bool(bound == limit) if not (numbers or texts) else bool(bound <= limit)


def _changed_files(old: Mapping[str, Path], new: Mapping[str, Path]) -> dict[str, str]:
    """Each file that is not the same in both: `added`, `removed` or `changed`."""
    return {
        path: "removed" if path not in new else "added" if path not in old else "changed"
        for path in old.keys() | new.keys()
        if path not in old or path not in new or not are_equal(old[path], new[path])
    }


def _file_changes(files: Mapping[str, str]) -> Iterator[Change]:
    """Changes of files other than rows and columns, by folder: texts, descriptions in schemas, other listed files."""
    folders: defaultdict[str, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for path, what in sorted(files.items()):
        if path != DESCRIPTOR:
            folder, _, name = path.rpartition("/")
            folders[folder][what].append(name)
    for folder, names in folders.items():
        parts: list[str] = []
        for what in ("added", "removed", "changed"):
            if some := names.get(what):
                more = f" and {len(some) - _NAMED:,} more" if len(some) > _NAMED else ""
                count = f"{len(some):,}" if parts else counted(len(some), "file")
                parts.append(f"{count} {what} ({', '.join(some[:_NAMED])}{more})")
        yield _change("files", f"{folder or '.'}/: {', '.join(parts)}")


def _in_words(counts: Mapping[str, int]) -> str:
    """As in `1 row added, 2 changed`."""
    first, *others = [(counts[what], what) for what in ("added", "removed", "changed") if counts.get(what)]
    return ", ".join([f"{counted(first[0], 'row')} {first[1]}", *(f"{number:,} {what}" for number, what in others)])


def _descriptor_changes(old: Package, new: Package) -> Iterator[Change]:
    if old.texts != new.texts:
        # Without the texts, nobody can compare offsets with the download any more.
        rule = "texts-removed" if new.texts == "none" else "texts-added"
        yield _change(rule, f"{DESCRIPTOR}: onrecord.texts is {new.texts}, was {old.texts}")
    identity = [name for name in ("name", "id") if _is_another(old.descriptor.get(name), new.descriptor.get(name))]
    for name in identity:
        message = f"{new.descriptor[name]!r}, was {old.descriptor[name]!r}"
        yield _change("identity", f"{DESCRIPTOR}: {name} is {message}")
    before, after = _others(old), _others(new)
    for name in sorted(before - after):
        yield _change("resource-removed", f"{DESCRIPTOR}: resource {name} removed")
    for name in sorted(after - before):
        yield _change("resource-added", f"{DESCRIPTOR}: resource {name} added")
    common = {resource.name for resource in old.resources} & {resource.name for resource in new.resources}
    earlier, later = _metadata(old, common), _metadata(new, common)
    for name in identity:
        del earlier[name], later[name]
    if list(earlier.items()) != list(later.items()):
        names = sorted(name for name in earlier.keys() | later.keys() if earlier.get(name) != later.get(name))
        yield _change("words", f"{DESCRIPTOR}: {', '.join(names) or 'order of the properties'} changed")


def _is_another(old: Any, new: Any) -> bool:
    """Whether an identifier was replaced; not if it was added or removed, or if both are DOIs."""
    are_dois = all(isinstance(value, str) and _DOI.fullmatch(value) for value in (old, new))
    return None not in (old, new) and old != new and not are_dois


def _others(package: Package) -> set[str]:
    """The resources that are neither tables nor texts; texts are added and removed with the rows of `articles`."""
    return {each.name for each in package.resources if each.table is None and not is_seed(each.path)}


def _metadata(package: Package, resources: set[str]) -> dict[str, str]:
    """The properties of a release's descriptor, except those that follow from the files or the release."""
    entries = [
        {key: value for key, value in resource.declared.items() if key not in _DERIVED}
        for resource in package.resources
        if resource.name in resources
    ]
    built = descriptor.build(package.descriptor, package.settings, entries)
    return {key: json.dumps(value) for key, value in built.items() if key not in _OF_THE_RELEASE}

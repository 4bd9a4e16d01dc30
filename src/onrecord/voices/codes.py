"""Codes of entities that the user brings, such as a gender or a party: onrecord guesses none."""

from __future__ import annotations

from collections.abc import Mapping, Set
from pathlib import Path

from onrecord.errors import PackageError
from onrecord.package.own_tables import own_tables
from onrecord.text.numbers import counted
from onrecord.text.printable import shown
from onrecord.voices.user_files import rows_of

COLUMNS = ("entity_id", "category", "value")
NOT_CODED = "(not coded)"
MOST_CATEGORIES = 50
_SHOWN = 3  # wrong ids in a message

# Category -> id of an entity -> value.
Codes = Mapping[str, Mapping[str, str]]


def read_codes(path: Path, entities: Set[str]) -> Codes:
    """The codes of a file, by category and id.

    Args:
        path: CSV with the columns of `COLUMNS`.
        entities: the ids of the entities of the package.

    Raises:
        PackageError: the file cannot be read or has a row that makes no sense, an id is not of the package, or an
            entity has two values in a category.
    """
    found: dict[str, dict[str, str]] = {}
    unknown: dict[str, int] = {}
    for line, (entity, category, value) in rows_of(path, COLUMNS):
        if entity not in entities:
            unknown.setdefault(entity, line)
        if value.startswith("("):
            message = f"value is {shown(value)}, but values in round brackets are those that onrecord gives"
            raise PackageError(f"{path}:{line}: {message}; leave the brackets out")
        own = found.setdefault(category, {})
        if own.setdefault(entity, value) != value:
            message = f"{entity} has two values in {shown(category)}: {shown(own[entity])} and {shown(value)}"
            raise PackageError(f"{path}:{line}: {message}; keep one, or use two categories")
        if len(found) > MOST_CATEGORIES:
            message = f"more than {MOST_CATEGORIES} categories; is {shown(category)} a category?"
            raise PackageError(f"{path}:{line}: {message} The columns are {', '.join(COLUMNS)}")
    if unknown:
        first = ", ".join(f"{shown(entity)} (line {line})" for entity, line in list(unknown.items())[:_SHOWN])
        more = f" and {len(unknown) - _SHOWN:,} more" if len(unknown) > _SHOWN else ""
        message = f"{counted(len(unknown), 'id')} not in the table entities of this package: {first}{more}"
        raise PackageError(f"{path}: {message}; {_remedy(next(iter(unknown)))}")
    return found


def _remedy(entity: str) -> str:
    prefix = next(field.example for field in own_tables()["entities"].fields if field.name == "entity_id")
    if not entity.startswith(str(prefix).partition("_")[0]):
        return "write ids of the column entity_id, not names: onrecord export voices lists them as speaker_id"
    return "look it up in old_id of the table id_changes, which has the id of today, or remove the row"

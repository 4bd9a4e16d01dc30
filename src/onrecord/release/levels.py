"""The level of each kind of change, after the recipe "Data Package Version" of datapackage.org.

A version shows those who read a package by its schemas whether their program still works. A major change can break it,
a minor change can change its results, and a patch only corrects or explains. docs/publishing.md shows the rules; a test
compares it with them.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

from onrecord.errors import ReleaseError
from onrecord.package.package import ADDITIVE, RECIPE, VERSIONING, Package
from onrecord.release.version import Level


@dataclasses.dataclass(frozen=True, slots=True)
class Rule:
    """A kind of change: its level, its words in docs/publishing.md, and its level in an additive package."""

    level: Level
    words: str
    additive: Level | None = None


RULES: Mapping[str, Rule] = {
    # Incompatible changes.
    "identity": Rule(Level.MAJOR, "the package's `name` or `id` changes"),
    "resource-removed": Rule(Level.MAJOR, "a table or another listed file is removed or renamed"),
    "column-added": Rule(Level.MAJOR, "a column is added before another column"),
    "column-appended": Rule(Level.MAJOR, "a column is added at the end", Level.MINOR),
    "column-removed": Rule(Level.MAJOR, "a column is removed or renamed"),
    "columns-reordered": Rule(Level.MAJOR, "the order of columns changes"),
    "type-changed": Rule(Level.MAJOR, "the type or format of a column changes"),
    "reading-changed": Rule(
        Level.MAJOR, "cells are read differently (`missingValues`, `trueValues`, `decimalChar`, `fieldsMatch`)"
    ),
    "constraint-tightened": Rule(
        Level.MAJOR, "a constraint is added or tightened, or it is unclear which allows more (a pattern)"
    ),
    "key-added": Rule(Level.MAJOR, "a unique or foreign key is added, or the primary key changes"),
    "referenced-rows-removed": Rule(Level.MAJOR, "rows are removed from a table that another table refers to"),
    "texts-removed": Rule(Level.MAJOR, "the texts are left out (`texts` becomes `none`)"),
    # More data, or weaker rules.
    "resource-added": Rule(Level.MINOR, "a table or another listed file is added"),
    "rows": Rule(Level.MINOR, "rows are added, or removed from a table that no other table refers to"),
    "constraint-loosened": Rule(Level.MINOR, "a constraint is loosened or removed"),
    "key-loosened": Rule(Level.MINOR, "a unique or foreign key is removed, or refers to a different table"),
    "texts-added": Rule(Level.MINOR, "the texts are added"),
    # Corrections and words.
    "cells": Rule(Level.PATCH, "the values of cells change"),
    "files": Rule(
        Level.PATCH, "the order of rows or the form of values changes; texts, sidecars or corrections change"
    ),
    "words": Rule(Level.PATCH, "titles, descriptions, licenses, models, paths or other metadata change"),
}


def level_of(rule: str, versioning: str = RECIPE) -> Level:
    """The level of a kind of change, by its name in `RULES`."""
    found = RULES[rule]
    return found.level if versioning == RECIPE or found.additive is None else found.additive


def versioning_of(package: Package) -> str:
    """The rules for the versions of a package: `recipe`, or `additive` if its descriptor says so.

    Raises:
        ReleaseError: the descriptor says something else.
    """
    stated = package.descriptor.get(VERSIONING, RECIPE)
    if stated in (RECIPE, ADDITIVE):
        return str(stated)
    raise ReleaseError(
        f"{package.described}: {VERSIONING} is {stated!r}, but must be {RECIPE!r} or {ADDITIVE!r}; "
        "correct it, or leave it out for the recipe"
    )

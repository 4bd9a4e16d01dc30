"""Facts about an article that its text need not state: from a sidecar, a metadata.csv, or the file it was in."""

from __future__ import annotations

import dataclasses
import datetime
import re
from collections.abc import Mapping
from pathlib import Path

from onrecord.errors import SourceError
from onrecord.ingestion.document import Fact
from onrecord.package.own_cells import SEPARATOR, rejects
from onrecord.package.own_tables import own_tables

# The name of a table of facts about the files of a folder.
METADATA_NAME = "metadata.csv"


@dataclasses.dataclass(frozen=True, slots=True)
class Facts:
    """The facts about an article; each is a column of the table `articles`, which defines it.

    Attributes:
        authors: the names, joined by `SEPARATOR`.
        basis: where each fact was found, by its name; see `Fact`.
    """

    url: str | None = None
    publisher: str | None = None
    published: str | None = None
    language: str | None = None
    rights: str | None = None
    title: str | None = None
    authors: str | None = None
    updated: str | None = None
    section: str | None = None
    basis: Mapping[str, str] = dataclasses.field(default_factory=dict, compare=False)

    def over(self, other: Facts) -> Facts:
        """These facts, and those of `other` that are missing here."""
        missing = [key for key in KEYS if getattr(self, key) is None and getattr(other, key) is not None]
        basis = {key: other.basis.get(key, "") for key in missing}
        return dataclasses.replace(self, **{key: getattr(other, key) for key in missing}, basis={**self.basis, **basis})

    def without(self, basis: str) -> Facts:
        """The facts with another basis."""
        return Facts(
            **{key: fact.value for key, fact in self.pairs.items() if fact.basis != basis},
            basis={key: fact.basis for key, fact in self.pairs.items() if fact.basis != basis},
        )

    @property
    def pairs(self) -> dict[str, Fact]:
        """The facts that are known, by name."""
        known = {key: getattr(self, key) for key in KEYS}
        return {key: Fact(value, self.basis.get(key, "")) for key, value in known.items() if value is not None}


KEYS = tuple(field.name for field in dataclasses.fields(Facts) if field.name != "basis")


def require_facts(columns: Mapping[str, str], where: str | Path) -> None:
    """Checks that the columns of an export are named by our names: `text`, `id` and the facts.

    Raises:
        SourceError: a name is another.
    """
    if unknown := [name for name in columns if name not in {"text", "id", *KEYS}]:
        raise SourceError(f"{where}: {_shown(unknown[0])} is not a fact; use text, id, {', '.join(KEYS)}")


def facts_of(values: Mapping[str, object], where: str | Path, basis: str) -> Facts:
    """The facts with `values`; messages name their place by `where`.

    Raises:
        SourceError: a key is not one of `KEYS`, or the table `articles` does not allow a value.
    """
    found: dict[str, str] = {}
    for key, value in values.items():
        if key not in KEYS:
            raise SourceError(f"{where}: unknown key {_shown(key)}; use only {', '.join(KEYS)}")
        if isinstance(value, datetime.date):
            value = value.isoformat()  # TOML has types for dates and times
        if key == "authors" and isinstance(value, list) and all(isinstance(name, str) for name in value):
            value = SEPARATOR.join(value)
        found[key] = _checked(where, key, value)
    return Facts(**found, basis=dict.fromkeys(found, basis))


def usable(facts: Mapping[str, Fact]) -> tuple[Facts, list[str]]:
    """The facts that the table `articles` allows, of those that a file states, and why the others are left out."""
    found, faults = Facts(), []
    for key, fact in facts.items():
        try:
            found = found.over(facts_of({key: " ".join(fact.value.split())}, fact.basis, fact.basis))
        except SourceError as error:
            faults.append(str(error))
    return found, faults


def _checked(where: str | Path, key: str, value: object) -> str:
    if not isinstance(value, str):
        raise SourceError(f"{where}: {key} is {_shown(value)}; write it as a string in quotation marks")
    if not value.strip() or value != value.strip():
        raise SourceError(f"{where}: {key} is {_shown(value)}; leave the key out, or give a value without outer blanks")
    if re.search(r"[\x00-\x1f\x7f]", value):
        raise SourceError(f"{where}: {key} is {_shown(value)}; remove line breaks and control characters")
    field = own_tables()["articles"].field(key)
    if rejects(field, value):
        expected = "an EDTF date such as" if field.notation == "edtf" else "something like"
        raise SourceError(f"{where}: {key} is {_shown(value)}; expected {expected} {field.example!r}")
    if key == "url" and "@" in value.partition("://")[2].partition("/")[0]:
        raise SourceError(f"{where}: url has a user or a password, which all readers would see; remove them")
    if key == "url" and not re.fullmatch(r"https?://[^\s/<>\"{}|\\^`]+(/[^\s<>\"{}|\\^`]*)?", value):
        raise SourceError(f"{where}: url is {_shown(value)}; expected something like {field.example!r}")
    if key == "language" and value.split("-")[0].lower() != "en":
        raise SourceError(
            f"{where}: language is {_shown(value)}; only English texts can be converted, so leave out this article"
        )
    return value


def _shown(value: object, limit: int = 60) -> str:
    try:
        message = repr(value)
    except (ValueError, RecursionError):  # a number with thousands of digits, deeply nested lists
        return f"a value of type {type(value).__name__}"
    return message if len(message) <= limit else f"{message[: limit // 2]}…{message[-(limit // 2) :]}"

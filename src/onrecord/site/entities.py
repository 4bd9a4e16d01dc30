"""The entities of a package in little memory, with how often each is met."""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from onrecord.errors import PackageError
from onrecord.package.package import Package
from onrecord.package.records import Row, rows_of
from onrecord.site.addresses import checked, entity_page, names_page


class Entity(NamedTuple):
    """An entity: the columns of its row that pages show."""

    entity_id: str
    name: str
    entity_type: str
    role: str
    aliases: str
    wikidata_id: str
    method: str
    confidence: str
    status: str


@dataclasses.dataclass(slots=True)
class Counts:
    """How often an entity speaks, makes claims, is spoken about, votes, is mentioned, and in how many articles."""

    quotes: int = 0
    claims: int = 0
    about: int = 0
    votes: int = 0
    mentions: int = 0
    articles: int = 0


class Entities(Mapping[str, Entity]):
    """The entities by id, in the order of their table, and the counts of each.

    Args:
        package: the package.
        articles: the ids of its articles.
        homes: for each entity that shares its page, the number of the article that alone mentions it.
    """

    def __init__(self, package: Package, articles: Sequence[str], homes: Mapping[str, int]) -> None:
        self._articles, self._homes = articles, homes
        self._entities: dict[str, Entity] = {}
        self.counts: dict[str, Counts] = {}
        for row in rows_of(package, "entities"):
            key = checked("entities", row, "entity_id")
            if key in self._entities:
                raise PackageError(f"{package.described}: two entities have the id {key}; run onrecord validate")
            self._entities[key] = Entity(*(_shared(row, column) for column in Entity._fields))
            self.counts[key] = Counts()

    def __getitem__(self, entity_id: str) -> Entity:
        return self._entities[entity_id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._entities)

    def __len__(self) -> int:
        return len(self._entities)

    def owner(self, entity_id: str) -> str:
        """Whose page shows an entity: its own id, or that of the article that alone mentions it."""
        home = self._homes.get(entity_id)
        return entity_id if home is None else self._articles[home]

    def page(self, entity_id: str) -> str:
        """Where an entity is shown: its page, or its place on the page that it shares."""
        owner = self.owner(entity_id)
        return entity_page(entity_id) if owner == entity_id else names_page(owner, entity_id)

    def name(self, entity_id: str) -> str:
        """The name of an entity; empty if there is no such entity."""
        found = self._entities.get(entity_id)
        return found.name if found else ""


def _shared(row: Row, column: str) -> str:
    """A cell; equal cells of columns with few values share their memory."""
    return sys.intern(row[column]) if column in ("entity_type", "method", "confidence", "status") else row[column]

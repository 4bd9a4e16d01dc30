"""The registry of named entities: resolves entities across articles and keeps their ids.

The entities in a package's tables keep their ids when the package is converted again, whatever articles were added or
changed. The same name in two articles means the same entity. Namesakes are the exception: two people with the same name
are different people if both have offices, these have no word in common, and the articles share no other name; a name
with and a name without a middle name are the same person only if they share an office or another name.
"""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from onrecord.building.links import Link, compared
from onrecord.extraction.entities.name_forms import generation, key_of
from onrecord.extraction.values import Entity
from onrecord.lang.en import lexicon
from onrecord.package.ids import fold, make_id
from onrecord.package.own_cells import SEPARATOR

# The method, in any version, of entities that are described but not named: they belong to their article alone.
_DESCRIBED = "entities:described@"
_SMALL = frozenset(["a", "an", "and", "at", "for", "former", "in", "of", "on", "the", "to"])
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})
# The most names that are remembered from the articles of an entity.
_COMPANY = 500


def is_shared(entity: Entity) -> bool:
    """Whether the name means the same entity in other articles.

    A description ("a spokesman") and a person's single name ("Lopez") mean nobody in particular outside their article.
    """
    return entity.named and (entity.entity_type != "person" or len(entity.name.split()) > 1)


def is_of_one_article(row: Mapping[str, str | None]) -> bool:
    """Whether a row of the table `entities` belongs to a single article; see `is_shared`."""
    is_single_name = row.get("entity_type") == "person" and len((row.get("name") or "").split()) < 2
    return (row.get("method") or "").startswith(_DESCRIBED) or is_single_name


@dataclasses.dataclass(slots=True, eq=False)  # two namesakes are never equal, and comparing all fields is slow
class _Known:
    """An entity with the facts of all articles so far.

    `company` holds the folded names of the other entities there, `links` how it was found in each article.
    """

    entity_id: str
    name: str
    entity_type: str
    role: str | None
    method: str
    forms: dict[str, None] = dataclasses.field(default_factory=dict)
    company: tuple[str, ...] = ()
    links: list[Link] = dataclasses.field(default_factory=list)

    @property
    def met(self) -> bool:
        """Whether an article of this conversion names it."""
        return bool(self.links)


class Registry:
    """Gives each named entity of each article its id, and collects its facts from the articles.

    Args:
        previous: rows of the package's table `entities`; a missing value is an empty string or None.
    """

    def __init__(self, previous: Iterable[Mapping[str, str | None]] = ()) -> None:
        self._known: dict[str, _Known] = {}
        self._by_key: dict[tuple[str, str], list[_Known]] = {}
        for row in previous:
            if is_of_one_article(row):
                continue
            name, entity_type, method = (row.get(column) or "" for column in ("name", "entity_type", "method"))
            known = _Known(row["entity_id"] or "", name, entity_type, row.get("role") or None, method)
            known.forms = dict.fromkeys([name, *filter(None, (row.get("aliases") or "").split(SEPARATOR))])
            self._add(known)

    def identify(self, article_id: str, entities: Sequence[Entity]) -> dict[int, str]:
        """The ids of the shared entities of an article, by their keys; see `is_shared`."""
        shared = [entity for entity in entities if is_shared(entity)]
        names = company_of(shared)
        return {entity.key: self.identify_among(article_id, entity, names) for entity in shared}

    def rows(self) -> Iterator[dict[str, Any]]:
        """Rows of the table `entities` for all entities of the articles, in order of first appearance."""
        for known in self._known.values():
            if known.met:
                aliases = [form for form in known.forms if form != known.name]
                yield {
                    "entity_id": known.entity_id,
                    "name": known.name,
                    "entity_type": known.entity_type,
                    "role": known.role,
                    "aliases": SEPARATOR.join(aliases) or None,
                    "method": known.method,
                }

    def links(self) -> Iterator[tuple[str, list[Link]]]:
        """The entities that several articles name: the id, and a link for each article, in their order."""
        met = [known for known in self._known.values() if known.met]
        people: dict[str, list[_Known]] = {}
        for known in met:
            if known.entity_type == "person":
                people.setdefault(_short(known.name), []).append(known)
        for known in met:
            if len(known.links) > 1:
                others = people.get(_short(known.name), ()) if known.entity_type == "person" else ()
                has_namesake = any(other is not known and not _differ(known.name, other.name) for other in others)
                yield (
                    known.entity_id,
                    [link.beside_a_namesake() for link in known.links] if has_namesake else known.links,
                )

    def identify_among(self, article_id: str, entity: Entity, names: Mapping[str, None]) -> str:
        """The id of a shared entity of an article; `names` are those of all its shared entities: see `company_of`."""
        candidates = {
            id(known): known for key in keys_of(entity.entity_type, entity.name) for known in self._by_key.get(key, ())
        }
        likely = [(fit, known) for known in candidates.values() if (fit := _fit(entity, names, known)) is not None]
        known = max(likely, key=lambda pair: pair[0])[1] if likely else self._new(entity)
        if not known.met:  # in the order of the articles, not of the previous tables
            self._known[known.entity_id] = self._known.pop(known.entity_id)
            known.role, known.method = entity.role, entity.method
            known.name, known.forms = entity.name, {}
            known.links.append(Link(article_id, entity.key, entity.entity_type, entity.role))
        elif known.links[-1].article_id != article_id:  # several names in an article may mean it
            own, theirs = (_office(role) for role in (entity.role, known.role))
            offices = len(own & theirs) if own and theirs else None
            known.links.append(
                compared(article_id, entity, known.forms, offices, _names_in_common(entity, names, known))
            )
        known.role = known.role or entity.role
        known.forms |= dict.fromkeys([entity.name, *entity.aliases])
        if _fullness(entity.name) > _fullness(known.name):
            known.name = entity.name
        if (room := _COMPANY - len(known.company)) > 0:
            more = dict.fromkeys(itertools.islice(names, room + 1))
            more.pop(fold(entity.name), None)
            known.company = tuple(dict.fromkeys((*known.company, *itertools.islice(more, room))))
        for key in keys_of(entity.entity_type, entity.name):
            if known not in self._by_key.setdefault(key, []):
                self._by_key[key].append(known)
        return known.entity_id

    def _new(self, entity: Entity) -> _Known:
        entity_id = make_id("entities", entity.entity_type, fold(entity.name))
        number = 2
        while entity_id in self._known:  # a namesake
            entity_id = make_id("entities", entity.entity_type, fold(entity.name), number)
            number += 1
        known = _Known(entity_id, entity.name, entity.entity_type, entity.role, entity.method)
        self._add(known)
        return known

    def _add(self, known: _Known) -> None:
        self._known[known.entity_id] = known
        for key in keys_of(known.entity_type, known.name):
            self._by_key.setdefault(key, []).append(known)


def _fullness(name: str) -> tuple[int, bool]:
    """What makes a name the fuller one of two: more words, then letters that are not all capitals."""
    return len(name.split()), " " in name and not name.isupper()


def company_of(shared: Iterable[Entity]) -> dict[str, None]:
    """The names of the shared entities of an article, folded and in order."""
    return dict.fromkeys(sorted(fold(entity.name) for entity in shared))


def keys_of(entity_type: str, name: str) -> list[tuple[str, str]]:
    """The keys for looking up an entity: its name, and for a person also the first and last name.

    Entities without a common key are never the same.
    """
    keys = [(entity_type, key_of(name, entity_type))]
    if entity_type == "person":
        keys.append((entity_type, _short(name)))
    return keys


def _short(name: str) -> str:
    """The first and the last name of a person."""
    words = _person(name)
    return f"{words[0]} {words[-1]}"


def _person(name: str) -> list[str]:
    words = [word.strip(".,") for word in fold(name).split()]
    kept = [word for word in words if word not in _SUFFIXES]
    return kept if len(kept) > 1 else words


def _fit(entity: Entity, names: Mapping[str, None], known: _Known) -> tuple[int, int, bool] | None:
    """How well an entity of an article fits a known entity, as a tuple to compare; None if it does not fit.

    `names` are those of all entities of the article, folded.
    """
    same = fold(entity.name) == fold(known.name)
    if entity.entity_type != "person":
        return (0, 0, same)
    if _differ(entity.name, known.name):
        return None
    own, theirs = (_office(role) for role in (entity.role, known.role))
    offices, shared = len(own & theirs), _names_in_common(entity, names, known)
    middles, others = _person(entity.name)[1:-1], _person(known.name)[1:-1]
    if middles and others and [word[0] for word in middles] != [word[0] for word in others]:
        return None
    if own and theirs and not offices and not shared and known.company:
        return None
    # Entities from the previous tables have no company: for them, the name and the office decide.
    if fold(entity.name) not in map(fold, known.forms) and not offices and not shared:
        return None
    return (offices, shared, same)


def _differ(name: str, other: str) -> bool:
    """Whether two names are those of a father and a son: "Ray Stone Sr.", "Ray Stone Jr."."""
    return bool(generation(name) and generation(other)) and generation(name) != generation(other)


def _names_in_common(entity: Entity, names: Mapping[str, None], known: _Known) -> int:
    """How many names of the article, other than the entity's, are among those of the articles of a known entity."""
    return sum(map(names.__contains__, known.company)) - (fold(entity.name) in known.company)


def _office(role: str | None) -> set[str]:
    """The words of a title or an office, with those that short forms mean: "Dr." is a doctor."""
    words = {word.strip(".,").lower() for word in (role or "").split()} - _SMALL
    return words.union(*(lexicon.ABBREVIATED_TITLES.get(word, ()) for word in words))

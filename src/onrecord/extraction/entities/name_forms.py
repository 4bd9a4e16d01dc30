"""Clusters: the forms of an entity's name, and which shorter forms may mean the same entity."""

from __future__ import annotations

import collections
import dataclasses
import functools
import re
from collections.abc import Iterable, Sequence, Set

from onrecord.extraction.entities.names import Name
from onrecord.package.ids import fold

# The most people with a surname that is resolved, and the most words of a description.
MOST_NAMESAKES, _MOST_WORDS = 200, 20
_SUFFIXES = frozenset({"jr", "jr.", "sr", "sr.", "ii", "iii", "iv"})


@dataclasses.dataclass(slots=True)
class Cluster:
    """An entity while its mentions are still being collected.

    Attributes:
        entity_type: its type.
        named: whether it has a name.
        forms: the forms of its name, or its descriptions, and how often each is used.
        role: its title or office.
        gender: `f` or `m`.
        described_as: words that describe it.
        name: the fullest form; see `add`.
        times: how often it is mentioned by any form.
    """

    entity_type: str
    named: bool
    forms: collections.Counter[str] = dataclasses.field(default_factory=collections.Counter)
    role: str | None = None
    gender: str | None = None
    described_as: set[str] = dataclasses.field(default_factory=set)
    name: str = ""
    times: int = 0
    _rank: tuple[int, int, int, str] = (0, 0, 0, "")

    def add(self, form: str) -> None:
        """Counts a use of a form.

        The name is the form with the most words; of these the longest, then the most frequent. The name of a place is
        its most frequent form: "Durham" rather than "City of Durham".
        """
        self.forms[form] += 1
        self.times += 1
        words = 0 if self.entity_type == "place" else len(form.split())
        often = (self.forms[form], len(form)) if self.entity_type == "place" else (len(form), self.forms[form])
        self._rank = max(self._rank, (words, *often, form))
        self.name = self._rank[-1]


@functools.lru_cache(1 << 15)
def _words(name: str) -> tuple[str, ...]:
    return tuple(fold(name).split())


@functools.lru_cache(1 << 15)
def person_words(name: str) -> tuple[str, ...]:
    """The words of a person's name, folded, without "Jr." and its like."""
    words = [word for word in fold(name).split() if word not in _SUFFIXES]
    return tuple(word.strip(".") for word in words)


def is_alias(name: Name, form: str) -> bool:
    """Whether a name may be a shorter form of `form`, which has the same type."""
    if name.entity_type == "person":
        short, full = person_words(name.text), person_words(form)
        if len(full) < 2 or len(short) > len(full):
            return False
        return (
            short == full[-1:]
            or short == full[:1]
            or (len(short) > 1 and short[0] == full[0] and short[-1] == full[-1])
        )
    short, full = _words(name.text), _words(form)
    if name.entity_type == "place":
        return (
            len(full) > 2
            and full[:-1] in {(kind, "of") for kind in ("city", "town", "county", "state", "village")}
            and full[2:] == short
        )
    if name.entity_type not in {"organization", "facility", "event", "law"} or len(full) < 2:
        return False
    if len(short) < len(full) and (short == full[: len(short)] or short == full[-len(short) :]):
        return len(short) > 1 or short[0] not in {
            "national",
            "american",
            "united",
            "new",
            "the",
            "university",
            "house",
            "senate",
            "congress",
            "parliament",
            "department",
            "ministry",
            "city",
            "county",
            "state",
        }
    return name.text.isupper() and len(name.text) > 1 and name.text.replace(".", "") == _initials(form)


def _initials(form: str) -> str:
    return "".join(word[0] for word in re.findall(r"[^\W\d_][\w’'-]*", form) if word[0].isupper()).upper()


def _long_parts(entity_type: str, form: str) -> set[tuple[str, ...]]:
    """Keys of a form that a shorter form of it shares; see `_short_parts`."""
    if entity_type == "person":
        full = person_words(form)
        return {full[:1], full[-1:], (full[0], full[-1])} if len(full) > 1 else set()
    full = _words(form)
    if entity_type == "place":
        return {full[2:]} if len(full) > 2 else set()
    return {full[:1], full[:2], full[-1:], full[-2:], ("", _initials(form))} if len(full) > 1 else set()


def _short_parts(name: Name) -> set[tuple[str, ...]]:
    """Keys of a name, at least one of which each fuller form of it shares."""
    if name.entity_type == "person":
        short = person_words(name.text)
        return {(short[0], short[-1]) if len(short) > 1 else short}
    short = _words(name.text)
    return {short} if name.entity_type == "place" else {short[:2], short[-2:], ("", name.text.replace(".", ""))}


class Forms:
    """An index of the forms of an article's entities, so that names are not compared with all entities.

    Args:
        clusters: the entities; the list may grow.
    """

    def __init__(self, clusters: Sequence[Cluster]) -> None:
        self._clusters = clusters
        self._by_form: dict[tuple[str, str], int] = {}
        self._by_part: dict[tuple[str, tuple[str, ...]], set[int]] = collections.defaultdict(set)
        self._by_name: dict[str, set[int]] = collections.defaultdict(set)
        self._by_last: dict[tuple[str, ...], set[int]] = collections.defaultdict(set)
        self._by_end: dict[tuple[str, str], int] = {}

    def add(self, key: int, form: str) -> None:
        """Counts a use of a form for an entity."""
        cluster = self._clusters[key]
        cluster.add(form)
        if cluster.forms[form] > 1:
            return
        kind, folded = cluster.entity_type, fold(form)
        self._by_form[kind, form] = min(key, self._by_form.get((kind, form), key))
        for part in _long_parts(kind, form):
            self._by_part[kind, part].add(key)
        words = folded.split()
        if cluster.named:
            self._by_name[folded].add(key)
            if kind == "person":
                self._by_last[person_words(form)[-1:]].add(key)
        else:
            for end in {folded, *(" ".join(words[-length:]) for length in range(1, min(len(words), _MOST_WORDS) + 1))}:
                self._by_end[kind, end] = max(key, self._by_end.get((kind, end), key))

    def describe(self, key: int, words: Iterable[str]) -> None:
        """Records words that describe an entity."""
        self._clusters[key].described_as.update(words)

    def first(self, entity_type: str, form: str) -> int | None:
        """The first entity of a type with a form."""
        return self._by_form.get((entity_type, form))

    def last_described(self, entity_type: str, words: str) -> int | None:
        """The last unnamed entity of a type that was described by `words`, folded, or by words that end in them."""
        return self._by_end.get((entity_type, words))

    def named(self, name: str) -> Set[int]:
        """The named entities with this form, folded."""
        return self._by_name.get(name, frozenset())

    def with_surname(self, name: str) -> Set[int]:
        """The people with a form that has the same last word as `name`, folded."""
        return self._by_last.get(person_words(name)[-1:], frozenset())

    def longer(self, name: Name) -> list[int] | None:
        """The entities of which a name may be a shorter form; None if they are too many to choose from."""
        keys = {key for part in _short_parts(name) for key in self._by_part.get((name.entity_type, part), ())}
        if len(keys) > MOST_NAMESAKES:
            return None
        return [key for key in sorted(keys) if any(is_alias(name, form) for form in self._clusters[key].forms)]

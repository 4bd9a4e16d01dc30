"""Clusters: the forms of one name, and which shorter form may mean the same."""

from __future__ import annotations

import collections
import dataclasses
import functools
import re

from onrecord.extract.names import Name
from onrecord.identifiers import fold

_SUFFIXES = frozenset({"jr", "jr.", "sr", "sr.", "ii", "iii", "iv"})


@dataclasses.dataclass(slots=True)
class Cluster:
    """An entity while its mentions are still being gathered."""

    entity_type: str
    named: bool
    forms: collections.Counter[str] = dataclasses.field(default_factory=collections.Counter)
    role: str | None = None
    gender: str | None = None
    described_as: set[str] = dataclasses.field(default_factory=set)

    @property
    def name(self) -> str:
        """The form with the most words; of these the longest, then the most frequent.

        A place goes by its most frequent form: "Durham" rather than "City of Durham".
        """
        if self.entity_type == "place":
            return max(self.forms, key=lambda form: (self.forms[form], len(form), form))
        return max(self.forms, key=lambda form: (len(form.split()), len(form), self.forms[form], form))


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
    initials = "".join(word[0] for word in re.findall(r"[^\W\d_][\w’'-]*", form) if word[0].isupper())
    return name.text.isupper() and len(name.text) > 1 and name.text.replace(".", "") == initials.upper()

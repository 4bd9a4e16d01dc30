"""Links: the grounds on which the entity of an article was taken for that of the articles before it.

`Registry` decides which entities are the same; what it saw then is kept here, with what speaks against it. How well the
grounds support an identification is an ordered scale by rule: it was not measured.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

from onrecord.extraction.entities.name_forms import key_of
from onrecord.extraction.values import Entity
from onrecord.lang.en import lexicon
from onrecord.package.ids import fold

FIRST, CORRECTION = "first", "correction"
SAME_NAME, SPELLED_ALIKE, FIRST_AND_LAST_NAME = "same_name", "spelled_alike", "first_and_last_name"
SAME_OFFICE, SHARED_NAMES = "same_office", "shared_names"
OTHER_OFFICE, NAMESAKE, COMMON_NAME, ACRONYM, NAME_ALONE = (
    "other_office",
    "namesake",
    "common_name",
    "acronym",
    "name_alone",
)
DECIDED, STRONG, FAIR, WEAK = "decided", "strong", "fair", "weak"
_LONGEST_ACRONYM = 6  # letters


@dataclasses.dataclass(frozen=True, slots=True)
class Link:
    """How the entity of an article is linked with that of the articles before it.

    Attributes:
        article_id: the article.
        key: the key of the entity in it.
        entity_type: the type of the entity.
        role: its title or office in the article.
        grounds: why they are the same, by name; how the names compare comes first.
        doubts: what speaks against it, by name.
        names_in_common: how many other names the articles share; None if nothing was compared.
    """

    article_id: str
    key: int
    entity_type: str
    role: str | None
    grounds: tuple[str, ...] = (FIRST,)
    doubts: tuple[str, ...] = ()
    names_in_common: int | None = None

    @property
    def method(self) -> str:
        """The name and version of the rule: how the names compare."""
        return f"links:{self.grounds[0]}@1"

    @property
    def support(self) -> str | None:
        """How well the grounds support the identification; None for the first article.

        An office that differs, or another person of the name, outweighs all but a shared office. The name of a person
        alone is weak, as people share names; so is the name alone of a body whose name many places have.
        """
        if self.grounds == (FIRST,):
            return None
        doubts, is_person = {*self.doubts}, self.entity_type == "person"
        is_common = is_person or not doubts.isdisjoint({COMMON_NAME, ACRONYM})
        if OTHER_OFFICE in doubts or (NAMESAKE in doubts and SAME_OFFICE not in self.grounds):
            return WEAK
        if NAME_ALONE in doubts:
            return WEAK if is_common else FAIR
        if is_person:
            return STRONG if {SAME_OFFICE, SHARED_NAMES} <= {*self.grounds} else FAIR
        return FAIR if is_common else STRONG

    def beside_a_namesake(self) -> Link:
        """The link if another person has the same name."""
        if self.grounds == (FIRST,):
            return self
        at = int(OTHER_OFFICE in self.doubts)
        return dataclasses.replace(self, doubts=(*self.doubts[:at], NAMESAKE, *self.doubts[at:]))


def compared(article_id: str, entity: Entity, forms: Iterable[str], offices: int | None, names_in_common: int) -> Link:
    """The link of an entity of an article with the entity of the articles before it.

    Args:
        article_id: the article.
        entity: its entity.
        forms: the forms of the name in the articles before it.
        offices: how many words of their titles or offices are the same; None unless both have one.
        names_in_common: how many other names the articles share.
    """
    grounds = [
        _names(entity, list(forms)),
        *([SAME_OFFICE] if offices else []),
        *([SHARED_NAMES] if names_in_common else []),
    ]
    doubts = [OTHER_OFFICE] if offices == 0 else []
    if entity.entity_type == "organization":
        if lexicon.COMMON_NAMES.issuperset(fold(entity.name).split()):
            doubts.append(COMMON_NAME)
        elif is_acronym(entity.name):
            doubts.append(ACRONYM)
    if len(grounds) == 1:
        doubts.append(NAME_ALONE)
    return Link(article_id, entity.key, entity.entity_type, entity.role, tuple(grounds), tuple(doubts), names_in_common)


def _names(entity: Entity, forms: list[str]) -> str:
    """How the name of an entity compares with earlier forms of the name."""
    name, kind = entity.name, entity.entity_type
    if name in forms or fold(name) in map(fold, forms):
        return SAME_NAME
    is_alike = kind != "person" or key_of(name, kind) in (key_of(form, kind) for form in forms)
    return SPELLED_ALIKE if is_alike else FIRST_AND_LAST_NAME


def is_acronym(name: str) -> bool:
    """Whether a name is an acronym: "WHO", "U.N."."""
    letters = name.replace(".", "")
    return letters.isalpha() and letters.isupper() and len(letters) <= _LONGEST_ACRONYM

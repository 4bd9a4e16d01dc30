"""How a name in a package compares with a name in the user's table: a ground and a score.

The score orders candidates; it is not a probability. Spellings are compared by RapidFuzz.
"""

from __future__ import annotations

import dataclasses
import functools
import unicodedata

from onrecord.errors import OnrecordError
from onrecord.package.ids import fold

try:
    from rapidfuzz import fuzz
except ImportError:
    raise OnrecordError(
        "names are compared by RapidFuzz, which is not installed; run pip install 'onrecord[reconcile]'"
    ) from None

SAME_NAME, SAME_ALIAS, SPELLED_ALIKE, INITIALS, SIMILAR = (
    "same_name",
    "same_alias",
    "spelled_alike",
    "initials",
    "similar",
)
SAME_ITEM = "same_wikidata_id"
# What each ground scores, from 0 to 100; a similar name scores less than a name that is spelled alike.
SCORES = {SAME_ITEM: 100.0, SAME_NAME: 99.0, SAME_ALIAS: 97.0, SPELLED_ALIKE: 95.0, INITIALS: 85.0}
_MOST_SIMILAR = 94.0


@dataclasses.dataclass(frozen=True, slots=True)
class Likeness:
    """How two names compare: a named ground, and its score."""

    ground: str
    score: float


@functools.lru_cache(1 << 16)
def plain(name: str) -> str:
    """A name without case, accents and marks, and with the given name first.

    Examples:
        >>> plain("Müller-Lüdenscheidt, José")
        'jose muller ludenscheidt'
    """
    last, comma, first = name.partition(",")
    turned = f"{first} {last}" if comma and first.strip() and "," not in first else name
    letters = unicodedata.normalize("NFKD", fold(turned))
    kept = "".join(letter if letter.isalnum() else " " for letter in letters if not unicodedata.combining(letter))
    return " ".join(kept.split())


def compare(name: str, other: str, least: float) -> Likeness | None:
    """How two names compare; None if they are less alike than a score of `least`."""
    if fold(name) == fold(other):
        return Likeness(SAME_NAME, SCORES[SAME_NAME])
    mine, theirs = plain(name), plain(other)
    if mine == theirs:
        found = Likeness(SPELLED_ALIKE, SCORES[SPELLED_ALIKE])
    elif _are_initials(mine.split(), theirs.split()):
        found = Likeness(INITIALS, SCORES[INITIALS])
    else:
        found = Likeness(SIMILAR, round(min(fuzz.token_sort_ratio(mine, theirs, score_cutoff=least), _MOST_SIMILAR), 1))
    return found if found.score >= least else None


def _are_initials(mine: list[str], theirs: list[str]) -> bool:
    """Whether two names differ in initials for given names, or in middle names: "J. Lee", "John Lee", "John A. Lee"."""
    if len(mine) < 2 or len(theirs) < 2 or mine[-1] != theirs[-1]:
        return False
    one, other = mine[0], theirs[0]
    return one == other or (min(len(one), len(other)) == 1 and one[0] == other[0])

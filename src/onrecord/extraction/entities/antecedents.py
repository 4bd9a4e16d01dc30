"""Pronoun -> the entity that it means, chosen among those that the text mentioned before it, or soon after.

Each candidate is described by features: how far away it is, what part of the sentence it fills there and here, how
often it is mentioned and speaks, and whether gender, number and type agree. A small network scores the candidates, and
also the case that none of them is meant. `training/antecedents.py` makes the weights; docs/method.md has the figures.
"""

from __future__ import annotations

import collections
import dataclasses
import functools
import itertools
import math
from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from onrecord.errors import ModelError
from onrecord.extraction.entities.name_forms import Cluster
from onrecord.ingestion import Zone
from onrecord.nlp.decoding import Array
from onrecord.nlp.mention_vectors import MentionVectors
from onrecord.nlp.models import WEIGHTS
from onrecord.nlp.noun_phrases import SUBJECTS
from onrecord.package.ids import fold
from onrecord.text.spans import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

# The pronouns of the third person by gender: masculine, feminine, plural, neuter.
GENDERS = {
    **dict.fromkeys(("he", "him", "his", "himself"), "m"),
    **dict.fromkeys(("she", "her", "hers", "herself"), "f"),
    **dict.fromkeys(("they", "them", "their", "theirs", "themselves"), "p"),
    **dict.fromkeys(("it", "its", "itself"), "n"),
}
# What stands for the gender of a description: "the premier" may be of any.
_DESCRIPTION = "d"
# The types of entities that a pronoun of each gender, or a description, may mean.
_MEANT = {
    _DESCRIPTION: frozenset({"person", "organization", "group"}),
    "m": frozenset({"person"}),
    "f": frozenset({"person"}),
    "p": frozenset({"person", "organization", "group", "place", "facility", "work", "event", "law", "other"}),
    "n": frozenset({"organization", "group", "place", "facility", "work", "event", "law", "other"}),
}
_TYPES = ("person", "organization", "place", "group")
# What part of its clause a word fills.
_ROLES = ("subject", "object", "possessor", "of a preposition", "apposition", "complement", "other")
_DEPENDENCIES = {
    **dict.fromkeys(SUBJECTS, 0),
    **dict.fromkeys(("dobj", "dative", "obj", "iobj"), 1),
    "poss": 2,
    "pobj": 3,
    "appos": 4,
    **dict.fromkeys(("attr", "oprd"), 5),
}
_JOINED = frozenset({"compound", "flat", "nmod", "conj", "case"})
# Sentences that a pronoun looks back; candidates that are compared; entities that are looked at to find them; words
# after the pronoun in its sentence that may name whom it means ("When she resigned, Ms. Lee ...").
REACH, _MOST, _LOOKED_AT, AHEAD = 15, 14, 250, 12
_DEEPEST = 12


@dataclasses.dataclass(frozen=True, slots=True)
class Description:
    """A noun phrase that describes somebody, such as "the outgoing premier".

    Attributes:
        noun: its noun, as a lemma in lower case.
        modifiers: the words between its determiner and the noun, in lower case.
        determiner: the kind of its determiner, a place in `_DETERMINERS`.
        is_plural: whether the noun is a plural.
        types: how probable it is that it describes a person and an organization.
    """

    noun: str
    modifiers: tuple[str, ...]
    determiner: str
    is_plural: bool
    types: tuple[float, float]


_DETERMINERS = ("the", "this", "possessive", "none")


@dataclasses.dataclass(frozen=True, slots=True)
class Occurrence:
    """Where an entity is mentioned.

    Attributes:
        sentence: the number of the sentence in the article.
        paragraph: the number of the paragraph.
        span: the mention.
        role: the part of the clause that it fills, a place in `_ROLES`.
        verb: the paragraph and the token of the verb on which it hangs.
        pronoun: the pronoun, in small letters; empty for a name or description.
        is_quoted: whether it is in quotation marks.
        is_joined: whether it is joined to others by "and".
        zone: the part of the article.
        speaks: whether it is the subject of a verb of saying.
        description: what it says, if it is a description to be resolved.
    """

    sentence: int
    paragraph: int
    span: Span
    role: int
    verb: tuple[int, int]
    pronoun: str
    is_quoted: bool
    is_joined: bool
    zone: Zone
    speaks: bool
    description: Description | None = None

    @property
    def gender(self) -> str:
        """The pronoun's gender; that of a description is open."""
        return GENDERS.get(self.pronoun, _DESCRIPTION)


@dataclasses.dataclass(slots=True)
class History:
    """What was seen of one entity so far.

    Attributes:
        last: its last occurrence.
        named: the last occurrence that is not a pronoun.
        times: how often it occurred.
        pronouns: how many pronouns of each gender meant it.
        recent: how often it filled each role, by sentence, in the last two sentences that mention it.
        in_headline: whether the headline mentions it.
        spoke: how often it was the subject of a verb of saying.
    """

    last: Occurrence
    named: Occurrence | None = None
    times: int = 0
    pronouns: dict[str, int] = dataclasses.field(default_factory=dict)
    recent: dict[int, collections.Counter[int]] = dataclasses.field(default_factory=dict)
    in_headline: bool = False
    spoke: int = 0

    def add(self, occurrence: Occurrence) -> None:
        """It occurs once more."""
        self.last = occurrence
        self.times += 1
        if occurrence.pronoun:
            gender = GENDERS[occurrence.pronoun]
            self.pronouns[gender] = self.pronouns.get(gender, 0) + 1
        else:
            self.named = occurrence
        self.recent.setdefault(occurrence.sentence, collections.Counter())[occurrence.role] += 1
        while len(self.recent) > 2:
            del self.recent[next(iter(self.recent))]
        self.in_headline = self.in_headline or occurrence.zone is Zone.HEADLINE
        self.spoke += occurrence.speaks


@dataclasses.dataclass(frozen=True, slots=True)
class Candidates:
    """The entities that a pronoun may mean, and their features.

    Attributes:
        keys: the keys of the entities.
        features: (candidates, features), with the products of the mentions' vectors at the end.
        mentions: the last mention of each, and the last that is not a pronoun.
        of_description: whether it is a description that may mean them.
    """

    keys: tuple[int, ...]
    features: Array
    mentions: tuple[tuple[Span, Span], ...]
    of_description: bool = False


class Discourse:
    """The entities that an article has spoken of, in the order in which it last did.

    Args:
        clusters: what is known of each entity, by its key.
        vectors: the vectors of the article's mentions.
    """

    def __init__(self, clusters: Sequence[Cluster], vectors: MentionVectors) -> None:
        self._clusters = clusters
        self._vectors = vectors
        self._histories: dict[int, History] = {}  # the entity of the last mention at the end
        self._total = 0
        self._unknown = -1  # where somebody was last named whom the reader did not recognize
        self._speaker: int | None = None  # who spoke last

    def see_unknown(self, place: int) -> None:
        """Somebody is named at a place of the article whom the reader did not recognize."""
        self._unknown = place

    def add(self, key: int, occurrence: Occurrence) -> None:
        """An entity occurs."""
        history = self._histories.pop(key, None) or History(occurrence)
        history.add(occurrence)
        self._histories[key] = history
        self._total += 1
        if occurrence.speaks:
            self._speaker = key

    def is_one_of_two(self, key: int, others: Sequence[int]) -> bool:
        """Whether the last mention of an entity is joined to another: "Ida Brandt and Ruth Stone spoke"."""
        if key not in self._histories:
            return False
        last = self._histories[key].last
        return last.is_joined and any(
            other.last.is_joined and (other.last.sentence, other.last.verb) == (last.sentence, last.verb)
            for name in others
            if name != key and (other := self._histories.get(name)) is not None
        )

    def candidates(self, pronoun: Occurrence, ahead: Sequence[tuple[int, Occurrence]]) -> Candidates:
        """The entities that a pronoun may mean.

        Args:
            pronoun: where it is.
            ahead: entities with their occurrences that follow in its sentence, in the order of the text.
        """
        gender = pronoun.gender
        before = list(itertools.islice(self._before(pronoun, gender), _MOST))
        after: dict[int, Occurrence] = {}
        for key, occurrence in ahead:
            of_frame = pronoun.is_quoted and not occurrence.is_quoted  # as the speaker: “She left,” Berg said
            if key not in after and not of_frame and self._may_mean(key, gender):
                after[key] = occurrence
        ranks = {key: rank for rank, key in enumerate(before)}
        keys = (*before, *(key for key in after if key not in ranks))
        of_description = pronoun.description is not None
        if not keys:
            return Candidates((), np.zeros((0, 0), dtype=np.float32), (), of_description)
        rows = [self._features(pronoun, gender, key, ranks, after.get(key)) for key in keys]
        mentions = tuple(self._mentions(key, after.get(key)) for key in keys)
        found = self._vectors.found([mention for pair in mentions for mention in pair])
        products = self._vectors.looking(pronoun.span) * found
        features = np.hstack([np.array(rows, dtype=np.float32), products.reshape(len(keys), -1)])
        return Candidates(keys, features, mentions, of_description)

    def _mentions(self, key: int, after: Occurrence | None) -> tuple[Span, Span]:
        history = self._histories.get(key)
        if history is not None:
            return history.last.span, (history.named or history.last).span
        assert after is not None  # or the entity would not be a candidate
        return after.span, after.span

    def _before(self, pronoun: Occurrence, gender: str) -> Iterator[int]:
        for key in itertools.islice(reversed(self._histories), _LOOKED_AT):
            if pronoun.sentence - self._histories[key].last.sentence > REACH:
                return
            if self._may_mean(key, gender) and not self._speaks_around(key, pronoun):
                yield key

    def _speaks_around(self, key: int, pronoun: Occurrence) -> bool:
        """Whether a pronoun is in the words of an entity, which calls itself "I" there."""
        last = self._histories[key].last
        return pronoun.is_quoted and last.speaks and not last.is_quoted and last.sentence == pronoun.sentence

    def _may_mean(self, key: int, gender: str) -> bool:
        cluster = self._clusters[key]
        opposite = {"m": "f", "f": "m"}.get(gender)
        return cluster.entity_type in _MEANT[gender] and (opposite is None or cluster.gender != opposite)

    def _features(
        self, pronoun: Occurrence, gender: str, key: int, ranks: Mapping[int, int], after: Occurrence | None
    ) -> list[float]:
        """One row; the order of the features is the order of the weights."""
        cluster, history = self._clusters[key], self._histories.get(key)
        counts = history.pronouns if history else {}
        same, other = counts.get(gender, 0), counts.get({"m": "f", "f": "m"}.get(gender, ""), 0)
        row = [
            *_one_of(gender, "mfpn"),
            *_one_of(cluster.entity_type, _TYPES),
            cluster.entity_type not in _TYPES,
            cluster.gender == gender,
            cluster.gender is None,
            cluster.named,
            math.log1p(same),
            math.log1p(other),
            other > same,
            *_one_of(pronoun.role, range(len(_ROLES))),
            pronoun.speaks,
            key == self._speaker,
            key == self._speaker and pronoun.speaks,
            pronoun.speaks and self._speaker is not None and key != self._speaker,
        ]
        row += _of_history(pronoun, history, self._total, self._unknown) if history else [0.0] * _LENGTH_OF_HISTORY
        rank = ranks.get(key, 99)
        row += [*_one_of(rank, range(4)), math.log1p(rank)]
        if after is None:
            row += [0.0] * 6
        else:
            apart = math.log1p(max(0, after.span.start - pronoun.span.start)) / 8
            row += [1.0, apart, after.role == 0, after.verb == pronoun.verb, history is None, pronoun.speaks]
        row += [len(ranks) == 1, math.log1p(len(ranks))]
        row += _of_description(pronoun.description, cluster) if pronoun.description else [0.0] * _LENGTH_OF_DESCRIPTION
        return row


_LENGTH_OF_HISTORY, _LENGTH_OF_DESCRIPTION = 41, 18
_NOWHERE: collections.Counter[int] = collections.Counter()


def _of_description(description: Description, cluster: Cluster) -> list[float]:
    """What a description says of a candidate."""
    known = {*cluster.described_as, *fold(cluster.role or "").split()}
    name = {word for form in cluster.forms for word in fold(form).split()}
    person, organization = description.types
    fits = person if cluster.entity_type == "person" else organization
    new = [word for word in description.modifiers if word not in known and word not in name]
    return [
        1.0,
        *_one_of(description.determiner, _DETERMINERS),
        description.is_plural,
        math.log1p(len(description.modifiers)),
        math.log1p(len(new)),
        description.noun in known,
        description.noun in name,
        bool(known) and description.noun not in known,
        not cluster.named,
        not cluster.named and description.noun in name,
        person,
        organization,
        fits,
        fits * cluster.named,
        any(word[:1].isdigit() for word in description.modifiers) or description.noun[:1].isdigit(),
    ]


def _of_history(pronoun: Occurrence, history: History, total: int, unknown: int) -> list[float]:
    """What the earlier occurrences of a candidate say."""
    last = history.last
    sentences = pronoun.sentence - last.sentence
    same_verb = last.verb == pronoun.verb
    here, before = (history.recent.get(pronoun.sentence - back, _NOWHERE) for back in (0, 1))
    row: list[float] = [
        1.0,
        *_one_of(sentences, range(4)),
        math.log1p(sentences),
        math.log1p(max(0, pronoun.span.start - last.span.start)) / 8,
        *_one_of(last.role, range(len(_ROLES))),
        last.role == pronoun.role,
        bool(last.pronoun),
        bool(last.pronoun) and last.gender == pronoun.gender,
        bool(last.pronoun) and last.gender != pronoun.gender,
        same_verb,
        same_verb and last.role == 0 and pronoun.role == 1,
        same_verb and last.role == 0 and pronoun.role == 2,
        same_verb and last.role != 0,
        last.is_quoted,
        pronoun.is_quoted,
        last.is_quoted == pronoun.is_quoted,
        last.is_joined,
        pronoun.is_joined,
        last.paragraph == pronoun.paragraph,
        math.log1p(max(0, pronoun.paragraph - last.paragraph)),
        0 in here,
        0 in before,
        (here.total() + before.total()) / 3,
        math.log1p(history.times),
        history.times / max(1, total),
        history.in_headline,
        last.zone is not pronoun.zone,
        bool(here) and bool(before),
        unknown > last.span.start,
        last.speaks,
        last.speaks and pronoun.speaks,
        math.log1p(history.spoke),
    ]
    return row


@functools.lru_cache(maxsize=1024)  # the same few again and again
def _one_of(value: Hashable, values: tuple[str, ...] | range | str) -> tuple[bool, ...]:
    return tuple(value == other for other in values)


def role_of(token: Token) -> int:
    """The part of its clause that a token's phrase fills, a place in `_ROLES`."""
    token = top_of(token)
    if token.dep_ == "pobj" and token.head.dep_ == "agent":
        return 0
    return _DEPENDENCIES.get(token.dep_, len(_ROLES) - 1)


def top_of(token: Token) -> Token:
    """The word on which a token hangs as a part of a name or a list."""
    for _ in range(_DEEPEST):
        if token.dep_ not in _JOINED or token.head.i == token.i:
            break
        token = token.head
    return token


def verb_of(token: Token) -> int:
    """The number of the verb on which a token hangs, or of the topmost word that is reached."""
    for _ in range(_DEEPEST):
        if token.pos_ in {"VERB", "AUX"} or token.head.i == token.i:
            break
        token = token.head
    return int(token.i)


@dataclasses.dataclass(frozen=True, slots=True)
class Choice:
    """An entity that a pronoun means, with the probability that the network gives it."""

    key: int
    probability: float


def choose(candidates: Candidates, _: Span) -> Choice | None:
    """The most probable candidate, with the weights of the package.

    Raises:
        ModelError: the weights are missing.
    """
    return most_probable(candidates, _weights()) if candidates.keys else None


def most_probable(candidates: Candidates, weights: Mapping[str, Array]) -> Choice | None:
    """The most probable candidate; None if it is more probable that none is meant."""
    if not candidates.keys:
        return None
    hidden = (candidates.features - weights["mean"]) / weights["deviation"]
    # Not by `@`, whose sums differ between processors; see `syntax.parse`.
    for name in ("first", "second"):
        hidden = np.maximum(np.einsum("ij,jk->ik", hidden, weights[name]) + weights[f"{name}_bias"], 0)
    nobody = weights["none"][int(candidates.of_description)]
    scores = np.append(np.einsum("ij,j->i", hidden, weights["last"]) + weights["last_bias"], nobody)
    shares = np.exp(scores - scores.max())
    shares /= shares.sum()
    best = int(shares.argmax())
    if best == len(candidates.keys):
        return None
    return Choice(candidates.keys[best], float(shares[best]))


@functools.cache
def _weights() -> dict[str, Array]:
    path = WEIGHTS / "antecedents.npz"
    try:
        with np.load(path, allow_pickle=False) as stored:
            return {name: stored[name] for name in stored.files}
    except (OSError, ValueError) as error:
        raise ModelError(f"{path}: cannot be read ({error}); install onrecord again") from None

"""Entities: all that an article names or describes, with their mentions.

`name_clusters` joins the names of an entity, and `attributes` reads what is said of it next to its name. `referents`
adds noun phrases that mean it, and `coreference` pronouns and later descriptions.
"""

from __future__ import annotations

import collections
import dataclasses
import functools
from collections.abc import Sequence
from typing import TYPE_CHECKING

from onrecord.extraction.entities.attributes import read_attributes
from onrecord.extraction.entities.descriptions import introduced_by
from onrecord.extraction.entities.mentions import Mentions
from onrecord.extraction.entities.name import BARE, QUOTED, Name
from onrecord.extraction.entities.name_clusters import NameClusters
from onrecord.extraction.entities.name_forms import Cluster, Forms
from onrecord.extraction.values import Entity, Mention
from onrecord.ingestion import Zone
from onrecord.nlp.articles import ParsedArticle, Passage
from onrecord.nlp.mention_vectors import MentionVectors
from onrecord.nlp.noun_phrases import noun_phrase
from onrecord.package.ids import fold
from onrecord.text.spans import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

_NAMED = "entities:named@1"
_DESCRIBED = "entities:described@1"
NOMINAL = "mentions:nominal@1"
# The most words of a role by which its holder is found.
_ROLE_WORDS = 6


class Entities:
    """The entities of an article. Each mention belongs to exactly one entity; no two mentions have the same span.

    Attributes:
        clusters: the entities; the key of an entity is its index.
        forms: their names and descriptions.
        vectors: what the reader says of the article's mentions.
    """

    def __init__(self, parsed: ParsedArticle, names: Sequence[Name]) -> None:
        self._parsed = parsed
        self.clusters: list[Cluster] = []
        self.forms = Forms(self.clusters)
        self.vectors = MentionVectors(parsed.reading.mentions)
        self._names = NameClusters(parsed, self.clusters, self.forms)
        self._mentions = Mentions()
        for name, key in zip(names, self._names.cluster(names), strict=True):
            span = name.span.trim(parsed.text) or name.span
            self._mentions.put(Mention(span, "named", key, name.zone, name.method, name.probability))
        read_attributes(parsed, self._mentions, self.clusters)
        self._find_introductions()

    # -- reading ------------------------------------------------------------------------------------------------

    def entities(self) -> tuple[Entity, ...]:
        """All entities with a mention, in the order of their first mention."""
        order = dict.fromkeys(mention.entity for mention in self.mentions())
        return tuple(
            Entity(
                key,
                cluster.name,
                cluster.entity_type,
                cluster.role,
                cluster.named,
                _NAMED if cluster.named else _DESCRIBED,
                tuple(form for form, _ in cluster.forms.most_common() if fold(form) != fold(cluster.name)),
            )
            for key in order
            for cluster in [self.clusters[key]]
        )

    def mentions(self) -> tuple[Mention, ...]:
        """All mentions, in text order."""
        return tuple(self._mentions)

    def inside(self, span: Span) -> list[Mention]:
        """The mentions inside a span of the article, in text order."""
        return self._mentions.inside(span)

    def at(self, passage: Passage, token: Token) -> int | None:
        """The entity of the shortest mention that covers a token; None if no mention does."""
        mention = self.mention_at(passage, token)
        return mention.entity if mention else None

    def mention_at(self, passage: Passage, token: Token) -> Mention | None:
        """The shortest mention that covers a token."""
        return self._mentions.at(passage.span_of(token, token))

    def exactly(self, span: Span) -> int | None:
        """The entity with a mention at exactly this span."""
        mention = self._mentions.get(span)
        return mention.entity if mention else None

    def described(self, words: str, entity_type: str) -> int | None:
        """The entity with this name, or described before by the same words, or by words that end in them."""
        named = [key for key in self.forms.named(fold(words)) if self.clusters[key].entity_type == entity_type]
        return named[0] if len(named) == 1 else self.forms.last_described(entity_type, fold(words))

    def alias(self, name: Name) -> int | None:
        """The entity that a shorter form of its name means, if only one fits."""
        return self._names.alias(name)

    def is_named(self, key: int) -> bool:
        """Whether the entity has a name."""
        return self.clusters[key].named

    def is_ambiguous(self, key: int) -> bool:
        """Whether the entity's name is a bare surname of several people in the article."""
        return self._names.is_ambiguous(key)

    def recurs(self, key: int) -> bool:
        """Whether the entity is mentioned more than once."""
        return self.clusters[key].times > 1

    def entity_type(self, key: int) -> str:
        """The type of the entity."""
        return self.clusters[key].entity_type

    # -- growing ------------------------------------------------------------------------------------------------

    def add(self, entity_type: str, *, named: bool) -> int:
        """Adds an entity, still without a mention; returns its key."""
        return self.forms.create(entity_type, named=named)

    def note(self, span: Span, key: int, mention_type: str, zone: Zone, method: str) -> None:
        """Adds a mention of an entity, unless the span has a mention already."""
        span = span.trim(self._parsed.text) or span
        if self._mentions.get(span) is None:
            self._mentions.put(Mention(span, mention_type, key, zone, method))

    def relink(self, span: Span, key: int) -> None:
        """Gives the mention at a span to another entity."""
        mention = self._mentions.get(span)
        if mention is not None:
            self._mentions.put(dataclasses.replace(mention, entity=key))

    def name(self, span: Span, entity_type: str, zone: Zone) -> int:
        """The entity of this type that words name, added if no mention of it was found before."""
        words = span.exact(self._parsed.text)
        key = self.alias(Name(span, words, entity_type, zone, BARE))
        if key is None:
            key = self.forms.first(entity_type, words)
        if key is None:
            key = self.add(entity_type, named=True)
        self.forms.add(key, words)
        self.note(span, key, "named", zone, BARE)
        return key

    def in_role(self, span: Span, zone: Zone) -> int:
        """The person in the role that a span names: the only named person in it, or else a person of this role."""
        role = span.exact(self._parsed.text)
        words = fold(role).split()
        holders = self._holders.get(" ".join(words), ())
        key = holders[0] if len(holders) == 1 else self.described(role, "person")
        if key is None:
            key = self.add("person", named=False)
        if not self.clusters[key].named:
            self.forms.add(key, role)
            self.clusters[key].described_as.update(words[-1:])
        self.note(span, key, "nominal", zone, NOMINAL)
        return key

    @functools.cached_property
    def _holders(self) -> dict[str, list[int]]:
        """The named people by their roles, also before an apposition, and by the last words of these."""
        found: dict[str, set[int]] = collections.defaultdict(set)
        for mention in self._mentions:
            cluster = self.clusters[mention.entity]
            if cluster.entity_type != "person" or not cluster.named:
                continue
            passage = self._parsed.passage_at(mention.span)
            heads = [token.head for token in passage.tokens(mention.span) if token.dep_ == "appos"]
            for role in [
                cluster.role or "",
                *(noun_phrase(passage, head).bare for head in heads if head.pos_ == "NOUN"),
            ]:
                words = fold(role).split()[-_ROLE_WORDS:]
                for number in range(len(words)):
                    found[" ".join(words[number:])].add(mention.entity)
        return {role: sorted(keys) for role, keys in found.items()}

    def _find_introductions(self) -> None:
        """Links descriptions to quoted names; see `descriptions.introduced_by`."""
        for mention in [m for m in self._mentions if m.method == QUOTED]:
            passage = self._parsed.passage_at(mention.span)
            noun = introduced_by(passage, mention.span)
            if noun is None:
                continue
            described = {noun.lemma_.lower()}
            while noun.dep_ == "pobj" and noun.head.dep_ == "prep" and noun.head.head.pos_ == "NOUN":
                noun = noun.head.head
                described.add(noun.lemma_.lower())
            if noun.tag_ in {"NNS", "NNPS"}:  # "villages named “Lund” and “Voll”"
                continue
            self.clusters[mention.entity].described_as |= described
            span = passage.span_of(noun_phrase(passage, noun).tokens[0], noun)
            self.note(span, mention.entity, "nominal", passage.zone, NOMINAL)

"""Names -> entities, and the noun phrases that mean them; pronouns are resolved in `coreference`."""

from __future__ import annotations

import collections
import dataclasses
import functools
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from onrecord.extraction.entities.attributes import read_attributes, record_description
from onrecord.extraction.entities.compatibility import DESCRIBES, may_be, noun_type
from onrecord.extraction.entities.descriptions import described_type, introduced_by
from onrecord.extraction.entities.mentions import Mentions
from onrecord.extraction.entities.name import BARE, QUOTED, Name
from onrecord.extraction.entities.name_clusters import NameClusters
from onrecord.extraction.entities.name_forms import Cluster, Forms
from onrecord.extraction.entities.roles import (
    subject_of_complement,
)
from onrecord.extraction.entities.titles import are_title
from onrecord.extraction.values import Entity, Mention
from onrecord.ingestion import Zone
from onrecord.lang.en import lexicon
from onrecord.nlp import ParsedArticle, Passage
from onrecord.nlp.mention_vectors import MentionVectors
from onrecord.nlp.noun_phrases import SUBJECTS, NounPhrase, noun_phrase
from onrecord.package.ids import fold
from onrecord.text.spans import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

_NAMED = "entities:named@1"
_DESCRIBED = "entities:described@1"
_COMMON = lexicon.ROLES | lexicon.COLLECTIVES | lexicon.ORGANIZATIONS | lexicon.BODIES | lexicon.ANONYMOUS
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
        mention = self._mentions.at(passage.span_of(token, token))
        return mention.entity if mention else None

    def exactly(self, span: Span) -> int | None:
        """The entity with a mention at exactly this span."""
        mention = self._mentions.get(span)
        return mention.entity if mention else None

    def name(self, span: Span, entity_type: str, zone: Zone) -> int:
        """The entity of this type that words name, added if no mention of it was found before."""
        words = span.exact(self._parsed.text)
        key = self._names.alias(Name(span, words, entity_type, zone, BARE))
        if key is None:
            key = self.forms.first(entity_type, words)
        if key is None:
            key = self.add(entity_type, named=True)
        self.forms.add(key, words)
        self.note(span, key, "named", zone, BARE)
        return key

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

    def only_person_before(self, place: int) -> int | None:
        """The only person whose full name is before a place, except authors; None if there are several or nobody."""
        keys = {
            mention.entity
            for mention in self._mentions
            if mention.span.start < place
            and mention.zone is not Zone.BYLINE
            and self.clusters[mention.entity].entity_type == "person"
            and " " in self.clusters[mention.entity].name
        }
        return keys.pop() if len(keys) == 1 else None

    # -- growing ------------------------------------------------------------------------------------------------

    def refer(self, phrase: NounPhrase) -> int | None:
        """The entity that a noun phrase means, added if the text only describes it; None for unresolved pronouns."""
        head = phrase.head
        key = self.named_by(phrase)
        if key is None and (subject := subject_of_complement(head)) is not None:  # "Smith is the third to run"
            key = self.at(phrase.passage, subject)
        if key is None:
            key = self.at(phrase.passage, head)
        if key is None:
            key = self.titled_person(phrase.passage, phrase.span)
        nobody = (
            head.pos_ in {"PRON", "DET"}
            or not head.text[0].isalpha()
            or head.like_url
            or phrase.tokens[0].lower_ == "no"
        )
        if key is not None or nobody:
            return key
        if _is_bare_name(phrase):
            place = phrase.passage.span_of(head, head)
            return self.name(place, "person", phrase.passage.zone)
        entity_type = noun_type(self.vectors, phrase.passage, head)
        # "Board Of Supervisors" in a headline; "Police"
        known = phrase.is_definite or head.pos_ == "PROPN" or (len(phrase.tokens) == 1 and entity_type == "group")
        key = self.described(phrase.bare, entity_type) if known else None
        if key is None and head.pos_ == "PROPN" and entity_type == "organization":  # "the Trust"
            key = self._names.alias(Name(phrase.span, phrase.bare, entity_type, phrase.passage.zone, BARE))
        if key is None:
            key = self.add(entity_type, named=False)
        self.forms.add(key, phrase.bare)
        self.clusters[key].described_as.add(head.lemma_.lower())
        self.note(phrase.span, key, "nominal", phrase.passage.zone, NOMINAL)
        return key

    def titled_person(self, passage: Passage, span: Span) -> int | None:
        """The person named after a title or description: "union negotiator Awa Ndiaye", "Minister for Ports Ida Holm".

        "a lawyer for Moss", "aides to Moss" and "Berg and Moss" are not Moss; "leader of the Opposition Moss" is.
        """
        names = [mention for mention in self.inside(span) if mention.mention_type == "named"]
        people = [mention for mention in names if self.entity_type(mention.entity) == "person"]
        if not people or people[0].span.start == span.start:
            return None
        name = people[0].span
        rest = passage.tokens(Span(name.end, span.end)) if name.end < span.end else []
        if rest and (rest[0].text not in {",", "("} and rest[0].lower_ not in lexicon.POST_NOMINALS):
            return None
        before = passage.tokens(Span(span.start, name.start))
        others = [mention.span for mention in names if mention.span.end <= name.start]
        titled = are_title(before, lambda token: any(other.covers(passage.span_of(token, token)) for other in others))
        return people[0].entity if titled else None

    def named_by(self, phrase: NounPhrase) -> int | None:
        """The entity that the name in apposition to a description means, whose role the description then is.

        Jane Smith in "The group's president, Jane Smith,", "Jane Smith, the group's president," and "The political
        scientist Jane Smith"; Acme in "the lobby group Acme".
        """
        head, passage = phrase.head, phrase.passage
        if head.pos_ not in {"NOUN", "PROPN"} or phrase.is_plural or self.at(passage, head) is not None:
            return None
        if head.lemma_.lower() in lexicon.TOWNS:
            return self._town(phrase)
        if head.dep_ == "appos" and head.i > head.head.i:
            name = self._name_at(passage, head.head)
            names = [name] if name is not None and head.head.pos_ == "PROPN" else []
        else:
            names = list(self._appositions(phrase))
        for name in names:
            entity_type = self.clusters[name.entity].entity_type
            if may_be(self.vectors, passage, head, entity_type, DESCRIBES):
                if described_type(head) == entity_type:
                    record_description(self.clusters[name.entity], phrase)
                else:  # only the reader takes it for a person's, so it is not the role
                    self.clusters[name.entity].described_as.add(head.lemma_.lower())
                return name.entity
        return None

    def _town(self, phrase: NounPhrase) -> int | None:
        """The place in "the city of Tarn"."""
        for child in phrase.head.children:
            for noun in child.children if child.lower_ == "of" else ():
                key = self.at(phrase.passage, noun) if noun.dep_ == "pobj" else None
                if key is not None and self.clusters[key].entity_type == "place":
                    return key
        return None

    def _appositions(self, phrase: NounPhrase) -> Iterator[Mention]:
        """Names that the parse puts in apposition to a phrase, and the name that follows its noun without a comma."""
        passage, doc, head = phrase.passage, phrase.passage.doc, phrase.head
        # The parse may give the name to the last noun of the phrase: "the mayor of Tarn, Ida Brandt,".
        for token in (head, *reversed([token for token in phrase.tokens if token.i > head.i])):
            for child in token.children:
                name = self._name_at(passage, child) if child.dep_ == "appos" and child.pos_ == "PROPN" else None
                if name is None:
                    continue
                # "the daughter of the poet Ida Brandt" is not the poet.
                of_another = token.pos_ == "NOUN" and may_be(self.vectors, passage, token, "person", DESCRIBES)
                if token is head or (self.clusters[name.entity].entity_type == "person" and not of_another):
                    yield name
        if head.i + 1 < len(doc) and (name := self._name_at(passage, doc[head.i + 1])) is not None:
            last = passage.tokens(name.span)[-1]
            begins = name.span.start == doc[head.i + 1].idx + passage.offset
            leads = last.dep_ in SUBJECTS and last.head.dep_ in {"relcl", "acl"}  # "the plan Smith signed"
            modifies = last.dep_ in {"compound", "nmod", "poss"} and last.head.i > last.i  # "a few Smith voters"
            if begins and not (leads or modifies):
                yield name

    def _name_at(self, passage: Passage, token: Token) -> Mention | None:
        mention = self._mentions.at(passage.span_of(token, token))
        return mention if mention is not None and mention.mention_type == "named" else None

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

    def described(self, words: str, entity_type: str) -> int | None:
        """The entity with this name, or described before by the same words, or by words that end in them."""
        named = [key for key in self.forms.named(fold(words)) if self.clusters[key].entity_type == entity_type]
        return named[0] if len(named) == 1 else self.forms.last_described(entity_type, fold(words))


def _is_bare_name(phrase: NounPhrase) -> bool:
    """Whether a phrase is a capitalized word that is not a common noun, with titles at most: "Cole", not "Police"."""
    head = phrase.head
    return (
        head.pos_ == "PROPN"
        and head.text[0].isupper()
        and not head.text.isupper()
        and head.lemma_.lower() not in _COMMON
        and head.lower_ not in _COMMON
        and all(token.lower_.rstrip(".") in lexicon.TITLES for token in phrase.tokens if token.i < head.i)
    )

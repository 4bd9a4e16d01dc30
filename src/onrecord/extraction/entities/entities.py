"""Names -> entities, and the noun phrases that mean them; pronouns are resolved in `coreference`."""

from __future__ import annotations

import bisect
import collections
import dataclasses
import functools
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from onrecord.extraction.entities.mentions import Mentions
from onrecord.extraction.entities.name_forms import Cluster, Forms
from onrecord.extraction.entities.names import BARE, QUOTED, Name
from onrecord.extraction.entities.roles import gender_of, gender_of_name, role_after, title_before
from onrecord.extraction.values import Entity, Mention
from onrecord.ingestion import Zone
from onrecord.lang.en import lexicon
from onrecord.nlp import ParsedArticle, Passage
from onrecord.nlp.noun_phrases import NounPhrase, noun_phrase
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
# "the state Supreme Court" is not the U.S. Supreme Court.
_OTHER_BODY = re.compile(r"\b(?:state|county|city|town|federal|local|district|provincial|regional)(?:[’']s)? $")


class Entities:
    """The entities of an article. Each mention belongs to exactly one entity; no two mentions have the same span.

    Attributes:
        clusters: the entities; the key of an entity is its index.
        forms: their names and descriptions.
    """

    def __init__(self, parsed: ParsedArticle, names: Sequence[Name]) -> None:
        self._parsed = parsed
        self.clusters: list[Cluster] = []
        self.forms = Forms(self.clusters)
        self._mentions = Mentions()
        for name, key in zip(names, self._cluster(names), strict=True):
            span = name.span.trim(parsed.text) or name.span
            self._mentions.put(Mention(span, "named", key, name.zone, name.method, name.probability))
        self._find_roles()
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
                tuple(form for form, _ in cluster.forms.most_common() if form != cluster.name),
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
        key = self._alias(Name(span, words, entity_type, zone, BARE), (entity_type, fold(words), None))
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
        return ("person", fold(self.clusters[key].name)) in self._ambiguous

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
            self.forms.describe(key, words[-1:])
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
        key = self._apposition(phrase)
        if key is None:
            key = self.at(phrase.passage, head)
        if key is not None or head.pos_ == "PRON" or not head.text[0].isalpha():
            return key
        if _is_bare_name(phrase):
            place = phrase.passage.span_of(head, head)
            return self.name(place, "person", phrase.passage.zone)
        entity_type = _described_type(phrase)
        key = self.described(phrase.bare, entity_type) if phrase.is_definite else None
        if key is None:
            key = self.add(entity_type, named=False)
        self.forms.add(key, phrase.bare)
        self.forms.describe(key, [head.lemma_.lower()])
        self.note(phrase.span, key, "nominal", phrase.passage.zone, NOMINAL)
        return key

    def _apposition(self, phrase: NounPhrase) -> int | None:
        """The person in apposition to a description: Jane Smith in "The group's president, Jane Smith,"."""
        if phrase.head.pos_ == "PROPN":
            return None
        for child in phrase.head.children:
            if child.dep_ == "appos" and child.pos_ == "PROPN":
                key = self.at(phrase.passage, child)
                if key is not None and self.entity_type(key) == "person":
                    cluster = self.clusters[key]
                    if cluster.role is None:
                        cluster.role = phrase.bare
                    return key
        return None

    def add(self, entity_type: str, *, named: bool) -> int:
        """Adds an entity, still without a mention; returns its key."""
        self.clusters.append(Cluster(entity_type, named))
        return len(self.clusters) - 1

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

    # -- names --------------------------------------------------------------------------------------------------

    def _cluster(self, names: Sequence[Name]) -> list[int]:
        """The entity of each name: equal and fuller forms first, then surnames, acronyms and short forms."""
        keys: dict[int, int] = {}
        self._full: dict[int, list[Span]] = collections.defaultdict(list)  # the full names of each person, in order
        self._shared: set[tuple[str, str, str | None]] = set()  # surnames of several people
        self._ambiguous: set[tuple[str, str]] = set()  # the same, of either gender
        by_form: dict[tuple[str, str, str | None], int] = {}
        order = sorted(range(len(names)), key=lambda index: (-_weight(names[index]), names[index].span))
        for index in order:
            name = names[index]
            gender = self._honorific(name)
            form = (name.entity_type, fold(name.text), gender)
            key = by_form.get(form)
            if key is None:
                key = self._alias(name, form)
            if key is None:
                key = self.add(name.entity_type, named=True)
            if name.entity_type == "person":
                cluster = self.clusters[key]
                cluster.gender = cluster.gender or gender or gender_of_name(name.text)
            if form not in self._shared:
                by_form.setdefault(form, key)
            self.forms.add(key, name.text)
            if name.entity_type == "person" and len(name.text.split()) > 1:
                bisect.insort(self._full[key], name.span)
            keys[index] = key
        return [keys[index] for index in range(len(names))]

    def _honorific(self, name: Name) -> str | None:
        """The gender of "Mr" or "Mrs" before a person's name."""
        if name.entity_type != "person":
            return None
        before = re.search(r"\b(\w+)\.?\s$", name.span.prefix(self._parsed.text))
        return gender_of({before[1].lower()}) if before else None

    def _alias(self, name: Name, form: tuple[str, str, str | None]) -> int | None:
        """The entity that a shorter form of its name means, if only one fits."""
        gender = form[2]
        if _OTHER_BODY.search(name.span.prefix(self._parsed.text)) and name.entity_type == "organization":
            return None
        longer = self.forms.longer(name)
        matches = [key for key in longer or () if gender is None or self.clusters[key].gender in {None, gender}]
        if (longer is None or len(matches) > 1) and name.entity_type == "person":
            self._shared.add(form)
            self._ambiguous.add(form[:2])
            return self._namesake(name, matches)
        return matches[0] if len(matches) == 1 else None

    def _namesake(self, name: Name, matches: Sequence[int]) -> int | None:
        """The person that a bare surname of several people means.

        It is the only person who was named in full before it, or else in the same paragraph; or the person whom the
        article names far more often, unless the last paragraph with full names has only another's.
        """
        paragraphs: dict[int, set[int]] = collections.defaultdict(set)  # paragraph -> people last named in full there
        for key in matches:
            full = self._full.get(key, ())
            if number := bisect.bisect_right(full, name.span.start, key=lambda span: span.end):
                paragraphs[self._parsed.number_at(full[number - 1])].add(key)
        before = [key for keys in paragraphs.values() for key in keys]
        if len(before) < 2:
            return before[0] if before else None
        here = paragraphs.get(self._parsed.number_at(name.span), set())
        if len(here) == 1:
            return next(iter(here))
        often = sorted(matches, key=lambda key: -self.clusters[key].times)
        first, second = (self.clusters[key].times for key in often[:2])
        last = paragraphs[max(paragraphs)]
        return often[0] if first >= 2 * second and (often[0] in last or len(last) > 1) else None

    # -- roles --------------------------------------------------------------------------------------------------

    def _find_roles(self) -> None:
        for mention in self.mentions():
            span = mention.span
            cluster = self.clusters[mention.entity]
            if cluster.entity_type != "person" or mention.zone is Zone.BYLINE:
                continue
            passage = self._parsed.passage_at(span)
            tokens = passage.tokens(span)
            if not tokens:
                continue
            role = title_before(passage, tokens) or role_after(passage, tokens)
            if role:
                words = {word.strip(".,").lower() for word in role.split()}
                cluster.gender = cluster.gender or gender_of(words)
                if words - {"mr", "mrs", "ms", "miss"}:
                    if cluster.role is None:
                        cluster.role = role
                    self.forms.describe(mention.entity, words & (lexicon.ROLES | lexicon.TITLES))

    def _find_introductions(self) -> None:
        """Links descriptions to quoted names: "a coalition of groups, dubbed “Clean Rivers Now,”"."""
        for mention in [m for m in self._mentions if m.method == QUOTED]:
            passage = self._parsed.passage_at(mention.span)
            first = passage.tokens(mention.span)[0]
            before = list(passage.doc[max(0, first.i - 4) : first.i])
            verb = next((t for t in before if t.lemma_.lower() in lexicon.NAMING), None)
            noun = next((t for t in reversed(passage.doc[: verb.i]) if not t.is_punct), None) if verb else None
            if noun is None or noun.pos_ != "NOUN":
                continue
            described = {noun.lemma_.lower()}
            while noun.dep_ == "pobj" and noun.head.dep_ == "prep" and noun.head.head.pos_ == "NOUN":
                noun = noun.head.head
                described.add(noun.lemma_.lower())
            self.forms.describe(mention.entity, described)
            self.note(noun_phrase(passage, noun).span, mention.entity, "nominal", passage.zone, NOMINAL)

    def described(self, words: str, entity_type: str) -> int | None:
        """The entity that was described before by the same words, or by words that end in them."""
        return self.forms.last_described(entity_type, fold(words))


def _weight(name: Name) -> int:
    return len(name.text.split())


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


def _described_type(phrase: NounPhrase) -> str:
    lemma, word = phrase.head.lemma_.lower(), phrase.head.lower_
    if lemma in lexicon.DOCUMENTS or lemma in lexicon.CARRIERS:
        return "work"
    if lemma in lexicon.BODIES or (
        lemma in lexicon.ORGANIZATIONS | lexicon.GENERIC_ORGANIZATIONS and not phrase.is_plural
    ):
        return "organization"
    if phrase.is_plural or word in lexicon.COLLECTIVES:
        return "group"
    return "person"

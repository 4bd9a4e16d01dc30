"""Compatibility: which entities a description may mean, by the type of its noun, its modifiers and its office."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from onrecord.extraction.entities.descriptions import described_type, is_listed, modifiers
from onrecord.extraction.entities.name_forms import Cluster
from onrecord.lang.en import lexicon
from onrecord.nlp.articles import Passage
from onrecord.nlp.mention_vectors import MentionVectors
from onrecord.nlp.noun_phrases import NounPhrase
from onrecord.package.ids import fold

if TYPE_CHECKING:
    from spacy.tokens import Token

DESCRIBES = 0.5  # from this probability on, a noun describes a person or an organization
_CONTENT = frozenset({"NOUN", "PROPN", "ADJ", "NUM", "VERB"})  # what of a description must be known of an office
_PEOPLE = 0.2  # from this sum on, a plural may be of people or bodies


def noun_type(vectors: MentionVectors, passage: Passage, noun: Token) -> str:
    """The type of what a noun describes: by the lists, or else by the reader's probability."""
    known = described_type(noun)
    if is_listed(noun) or noun.pos_ != "NOUN" or (known == "group" and noun.lower_ in lexicon.COLLECTIVES):
        return known
    person, organization = vectors.types(passage.span_of(noun, noun))
    if known == "group":
        return known if person + organization >= _PEOPLE else "other"  # "her remarks"
    if max(person, organization) < DESCRIBES:
        return known
    return "person" if person > organization else "organization"


def may_be(vectors: MentionVectors, passage: Passage, noun: Token, entity_type: str, least: float) -> bool:
    """Whether a noun may describe an entity of a type: by the lists, or else by the reader's probability."""
    if entity_type == "person" and noun.lower_ in lexicon.TOGETHER:
        return False
    if is_listed(noun):
        return described_type(noun) == entity_type
    person, organization = vectors.types(passage.span_of(noun, noun))
    return {"person": person, "organization": organization}.get(entity_type, 0.0) >= least


def may_mean(phrase: NounPhrase, cluster: Cluster) -> bool:
    """Whether a description may mean an entity: no modifier blocks it that the text has not given the entity.

    "the rival group" is another group; "the Republican governor" may be the governor, but "the former governor"
    only one who was called that; "the former banker" may be anybody, since it does not name an office.
    """
    new = modifiers(phrase) - cluster.described_as - set(re.findall(r"\w+", fold(" ".join(cluster.forms))))
    if phrase.head.lemma_.lower() not in lexicon.OFFICES:
        new -= lexicon.PAST
    return not (new if cluster.entity_type != "person" else new & lexicon.CONTRASTING)


def is_other_office(phrase: NounPhrase, cluster: Cluster) -> bool:
    """Whether a description with a noun of an entity surely is of another office.

    "the mayor" is not the deputy mayor, "the finance minister" not the prime minister, and "the president of a
    court" no president in particular.
    """
    noun = phrase.head.lemma_.lower()
    if noun not in cluster.described_as or noun in lexicon.KIN or cluster.entity_type != "person":
        return False
    words = {token.lower_ for token in phrase.tokens}
    role = fold(cluster.role or "").split()
    compounds = {token.lower_ for token in phrase.head.children if token.dep_ == "compound"}
    is_qualified = noun in role and role.index(noun) > 0
    links = [child for child in phrase.head.children if child.dep_ == "prep" and child.i > phrase.head.i]
    return (
        bool((cluster.described_as & lexicon.CONTRASTING) - lexicon.PAST - words)
        or (is_qualified and bool(compounds - {*role, *cluster.described_as}))
        or any(word.lower_ in {"a", "an"} for link in links for noun in link.children for word in noun.children)
    )


def has_office(phrase: NounPhrase, cluster: Cluster) -> bool:
    """Whether the text gives a person the office by which a description calls somebody.

    All words of the description must be known of that office: "the fire chief" is "the chief of the Tarn fire
    department". Who heads a body may be called its head, whatever the office: "the port chief" is "director of the
    port".
    """
    noun = phrase.head.lemma_.lower()
    words = {fold(token.text) for token in phrase.tokens if token.pos_ in _CONTENT and token.i != phrase.head.i}
    offices = {noun} | (lexicon.HEADS if words and noun in lexicon.HEADS_OF_ANY else set())
    known = any(words <= cluster.offices[office] for office in offices & cluster.offices.keys())
    return known and not is_other_office(phrase, cluster)

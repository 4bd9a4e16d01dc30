"""Attributes: what the article says that its named people and organizations are, around their names.

A title or an office becomes the role of a person; a title shows the gender, too; and all words that describe an entity
are kept, so that `compatibility` knows what a later description may mean.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from onrecord.extraction.entities.descriptions import described_type, modifiers
from onrecord.extraction.entities.mentions import Mentions
from onrecord.extraction.entities.name_forms import Cluster
from onrecord.extraction.entities.roles import gender_of, said_of, title_before, unlisted_title, words_before
from onrecord.extraction.entities.titles import are_title
from onrecord.ingestion import Zone
from onrecord.lang.en import lexicon
from onrecord.nlp.articles import ParsedArticle, Passage
from onrecord.nlp.noun_phrases import NounPhrase
from onrecord.package.ids import fold

if TYPE_CHECKING:
    from spacy.tokens import Token

_ANYBODY = lexicon.words("man woman boy girl person")  # words that say nothing of an office
_LONGEST_TITLE = 30  # words
_TITLING = frozenset({"PROPN", "NOUN", "ADJ", "ADP", "CCONJ", "DET", "PUNCT"})  # the words that a title consists of


def read_attributes(parsed: ParsedArticle, mentions: Mentions, clusters: Sequence[Cluster]) -> None:
    """Reads the titles, roles and descriptions of named people and organizations, and records them.

    Args:
        parsed: the article.
        mentions: its named entities, where they are mentioned.
        clusters: the entities, by their keys, to which the attributes are added.
    """
    unlisted: dict[int, str] = {}
    for mention in mentions:
        cluster = clusters[mention.entity]
        if cluster.entity_type not in {"person", "organization"} or mention.zone is Zone.BYLINE:
            continue
        passage = parsed.passage_at(mention.span)
        tokens = passage.tokens(mention.span)
        if not tokens:
            continue
        if cluster.entity_type == "person":
            title = _joint_title(passage, tokens, mentions, clusters) or title_before(passage, tokens)
            if title:
                _record_title(cluster, title)
            if before := words_before(passage, tokens):
                cluster.titles.add(fold(" ".join(token.text for token in before)))
        for phrase in said_of(passage, tokens):
            if described_type(phrase.head) == cluster.entity_type:
                record_description(cluster, phrase)
        if cluster.entity_type == "person" and (title := unlisted_title(passage, tokens)):
            unlisted.setdefault(mention.entity, title)
    for key, title in unlisted.items():
        clusters[key].role = clusters[key].role or title


def _joint_title(
    passage: Passage, tokens: Sequence[Token], mentions: Mentions, clusters: Sequence[Cluster]
) -> str | None:
    """A title with several parts that begins a sentence: "Minister of Water, Lands and Ports" before a name."""
    before = passage.doc[passage.sentence_of(tokens[0]).start : tokens[0].i]
    while len(before) and (before[0].is_space or before[0].pos_ in {"DET", "PUNCT"}):
        before = before[1:]
    if not 2 < len(before) <= _LONGEST_TITLE or any(token.pos_ not in _TITLING for token in before):
        return None
    while len(before) and (before[-1].is_punct or before[-1].lower_.rstrip(".") in lexicon.ADDRESS):
        before = before[:-1]
    named = [mentions.at(passage.span_of(token, token)) for token in before]
    people = [own for own in named if own is not None and clusters[own.entity].entity_type == "person"]
    is_joined = any(token.pos_ in {"CCONJ", "ADP"} for token in before)
    if not is_joined or people:
        return None
    is_title = are_title(list(before), lambda token: mentions.at(passage.span_of(token, token)) is not None)
    return " ".join(before.text.split()) if is_title and before[0].text[0].isupper() else None


def _record_title(cluster: Cluster, title: str) -> None:
    """Records a title before a person's name."""
    words = {word.strip(".,").lower() for word in title.split()}
    cluster.gender = cluster.gender or gender_of(words)
    if words - lexicon.ADDRESS:
        cluster.role = cluster.role or title
        cluster.described_as |= words & (lexicon.OFFICES | lexicon.CONTRASTING)
        for word in words & lexicon.ABBREVIATED_TITLES.keys():
            cluster.described_as |= lexicon.ABBREVIATED_TITLES[word]
        for office in cluster.described_as & lexicon.OFFICES:
            cluster.offices.setdefault(office, set()).update(words)


def record_description(cluster: Cluster, phrase: NounPhrase) -> None:
    """Records what a sentence says that a person or organization is; an office is the person's role."""
    word = phrase.head.lemma_.lower()
    cluster.described_as |= {word, *modifiers(phrase)}
    if cluster.entity_type == "person":
        cluster.gender = cluster.gender or gender_of({word})
        cluster.offices.setdefault(word, set()).update(fold(token.text) for token in phrase.tokens)
        if cluster.role is None and word not in lexicon.KIN | _ANYBODY:
            cluster.role = phrase.bare

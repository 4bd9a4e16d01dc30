"""Speakers: the entity that the source of a quote refers to, and the outlet that carried the words."""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from onrecord.extraction.entities.entities import Entities
from onrecord.extraction.entities.referents import refer, titled_person
from onrecord.extraction.quotes.constructions import outlets_of
from onrecord.extraction.quotes.cues import Frame, holder_of
from onrecord.extraction.quotes.outlets import carriers, outlet_at
from onrecord.extraction.values import Mention
from onrecord.lang.en import lexicon
from onrecord.nlp.noun_phrases import NounPhrase, noun_phrase
from onrecord.text.spans import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

_NOMINAL = frozenset({"NOUN", "PROPN", "PRON"})
# The words between a conjunction and the name that it joins: "and his deputy Pia Holm".
_OF_TITLE = frozenset({"NOUN", "PROPN", "ADJ", "DET", "PRON"})
# Words with which an article explains why a speaker is not named.
ANONYMITY = re.compile(
    r"(?:on|under)\s(?:the\s)?condition\sof\sanonymity|"
    r"(?:asked|declined|requested|wished|wanted)\s(?:not\sto\sbe|to\sremain|that\s.{0,20}\snot\sbe)\s"
    r"(?:named|identified|anonymous)|(?:not|n[’']t)\s(?:be\s|been\s)?(?:authorized|named|identified)|"
    r"spoke\sanonymously",
    re.IGNORECASE | re.DOTALL,
)


def speaker_of(frame: Frame, entities: Entities) -> tuple[int | None, str]:
    """The entity of a frame's source, and the speaker status: `named`, `role`, `collective`, `unknown` and so on."""
    if frame.source is None:
        return None, "unknown"
    # The source is a whole phrase, such as "Ida Brandt, who asked not to be quoted"; its core names the entity.
    phrase = noun_phrase(frame.source.passage, frame.source.head, frame.source.span)
    head = phrase.head
    if head.tag_ in {"WP", "WDT"}:
        relative = (
            frame.verb
            if frame.verb.dep_ == "relcl"
            else next((a for a in frame.verb.ancestors if a.dep_ == "relcl"), None)
        )
        if relative is None or relative.head.pos_ not in {"NOUN", "PROPN"}:
            return None, "unknown"
        phrase = noun_phrase(phrase.passage, relative.head)
        head = phrase.head
        if _is_last_of_several(phrase, entities):
            return None, "unknown"
    if _are_several(frame.source, entities):
        return None, "unknown"
    if (person := titled_person(entities, frame.source.passage, frame.source.span)) is not None:
        return person, "named"
    if _is_joint(phrase, entities):
        return None, "unknown"
    lemma = head.lemma_.lower()
    if lemma in lexicon.DOCUMENTS and (head.text.islower() or head.pos_ == "NOUN"):
        # "Her phone records show" is about her; "her report says" is by her.
        is_held = phrase.is_plural and frame.verb.lemma_.lower() in lexicon.EVIDENCE
        issuer = None if is_held and _owner(head) else _issuer(phrase)
        key = refer(entities, issuer) if issuer else None
        return (key if key is not None else refer(entities, phrase)), "document"
    key = refer(entities, phrase)
    # A pronoun means whom its mention means, even if that is only a surname; whose it is, stays open.
    if key is not None and head.pos_ != "PRON" and entities.is_ambiguous(key):
        return None, "unknown"
    if key is not None and entities.is_named(key):
        return key, "named"
    sentence = frame.passage.place(frame.passage.sentence_of(frame.verb)).shift(-frame.passage.offset)
    if lemma in lexicon.ANONYMOUS or frame.passage.occurrences(ANONYMITY).within(sentence):
        return key, "anonymous"
    if key is None:
        return None, "unknown"
    if phrase.is_plural or head.lower_ in lexicon.COLLECTIVES or entities.entity_type(key) in {"group", "organization"}:
        return key, "collective"
    return key, "role"


def _issuer(document: NounPhrase) -> NounPhrase | None:
    """Who issued a document: "a report by the city", "a post on the city's website"."""
    passage, noun = document.passage, document.head
    if (holder := holder_of(passage, noun, ("by", "from", "of"))) is not None:
        return holder
    places = (place for child in noun.children if child.lower_ == "on" for place in child.children)
    return next((holder for place in places if _owner(place) and (holder := holder_of(passage, place))), None)


def _owner(noun: Token) -> Token | None:
    return next((child for child in noun.children if child.dep_ == "poss"), None)


def form_of(frame: Frame, entities: Entities) -> str | None:
    """What the source of a frame is: a `name`, a `description` or a `pronoun`; None without a source."""
    if frame.source is None:
        return None
    head = frame.source.head
    if head.pos_ == "PRON" or head.tag_ in {"PRP", "WP", "WDT"}:
        return "pronoun"
    key = entities.at(frame.source.passage, head)
    return "name" if head.pos_ == "PROPN" or (key is not None and entities.is_named(key)) else "description"


def _is_joint(phrase: NounPhrase, entities: Entities) -> bool:
    """Whether a phrase joins a name to others: "Lund and Voll", "Lund and the mayor"; no single entity is meant."""
    passage, joined = phrase.passage, [phrase.head]
    for token in joined:  # grows
        joined += [child for child in token.children if child.dep_ == "conj" and child.pos_ in _NOMINAL]
    inside = {token.i for token in phrase.tokens}
    keys = [entities.at(passage, token) for token in joined if token.i in inside]
    named = [key for key in keys if key is not None and entities.is_named(key)]
    return len(keys) > 1 and bool(named) and len(set(keys)) > 1


def _is_last_of_several(phrase: NounPhrase, entities: Entities) -> bool:
    """Whether a name is joined to a name before it, so that "who" may mean both: "Lund and Voll, who said"."""
    passage, place = phrase.passage, phrase.tokens[0].i - 1
    if place < 1 or passage.doc[place].pos_ != "CCONJ":
        return False
    keys = [entities.at(passage, token) for token in (phrase.head, passage.doc[place - 1])]
    return all(key is not None and entities.is_named(key) for key in keys) and keys[0] != keys[1]


def _are_several(source: NounPhrase, entities: Entities) -> bool:
    """Whether people are listed, by the words between their names: "Lund, the pilot, and his deputy Pia Holm".

    Bodies are listed by nothing but their names: "Norvo, Tarn Steel and the Harbor Trust".
    """
    named = [mention for mention in entities.inside(source.span) if mention.mention_type == "named"]
    people, bodies = (
        [mention for mention in named if entities.entity_type(mention.entity) == kind]
        for kind in ("person", "organization")
    )
    return _are_listed(source, people, _OF_TITLE) or (not people and _are_listed(source, bodies, {"DET"}))


def _are_listed(source: NounPhrase, names: Sequence[Mention], of_title: Collection[str]) -> bool:
    """Whether commas and a last conjunction are between names; words of some parts of speech may be before them."""
    if len(names) < 2 or any(token.pos_ == "ADP" for token in _between(source, source.span.start, names[0].span)):
        return False
    for before, name in itertools.pairwise(names):
        between = _between(source, before.span.end, name.span)
        while between and between[-1].pos_ in of_title:
            between.pop()
        if between and between[-1].pos_ == "CCONJ":
            return before.entity != name.entity
        if [token.text for token in between] != [","]:
            return False
    return False


def _between(source: NounPhrase, start: int, name: Span) -> list[Token]:
    return source.passage.tokens(Span(start, name.start)) if start < name.start else []


def via_of(frame: Frame, entities: Entities) -> int | None:
    """The outlet in "in a news report by WRAL-TV", "told The Gazette", "The Gazette quoted her as saying"."""
    outlets = [
        *([frame.outlet] if frame.outlet is not None else []),
        *(outlets_of(frame.source) if frame.source else ()),
    ]
    for outlet in outlets:
        phrase = noun_phrase(frame.passage, outlet)
        key = refer(entities, phrase)
        if key is not None and (phrase.is_definite or entities.entity_type(key) != "person"):
            return key
    return next(
        (key for noun in carriers(frame.verb) if (key := outlet_at(frame.passage, noun, entities)) is not None), None
    )

"""Who speaks in the turns of an interview or transcript."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from onrecord.extraction.entities.entities import Entities
from onrecord.extraction.entities.referents import refer
from onrecord.extraction.quotes.turns import Turn
from onrecord.ingestion import Zone
from onrecord.lang.en import lexicon
from onrecord.nlp.articles import ParsedArticle
from onrecord.nlp.noun_phrases import noun_phrase

if TYPE_CHECKING:
    from spacy.tokens import Token

# Verbs and nouns for a talk between a reporter and somebody.
_TALKS = frozenset(
    {"interview", "ask", "question", "conversation", "talk", "speak", "chat", "q&a", "discussion", "sit"}
)


def turn_speaker(
    parsed: ParsedArticle, entities: Entities, turn: Turn, answering: int | None
) -> tuple[int | None, str]:
    """The entity that speaks in a turn, and the speaker status; `answering` is who is interviewed."""
    key: int | None = None
    if turn.speaker == "answer":
        key = answering
    elif turn.speaker == "role" and turn.name is not None:
        key = entities.in_role(turn.name, parsed.passage_at(turn.name).zone)
    elif turn.name is not None:
        key = entities.exactly(turn.name)
    if key is None or entities.is_ambiguous(key):
        return None, "unknown"
    return key, "named" if entities.is_named(key) else "role"


def interviewee(parsed: ParsedArticle, entities: Entities, turns: Sequence[Turn]) -> int | None:
    """Who answers in an interview; None if the text before it does not settle that.

    It is the only person whose full name is before the turns, or the person with whom the text says that it talked, or
    the only person that it describes.
    """
    first = next((turn for turn in turns if turn.speaker in {"question", "answer"}), None)
    if first is None:
        return None
    start = (first.label or first.contents[0]).start
    if (key := _only_person_before(entities, start)) is not None:
        return key
    before = [passage for passage in parsed.passages if passage.span.end <= start]
    nouns = [(passage, token) for passage in before for token in passage.words if _is_person(token)]
    talked = {entities.at(passage, token) for passage, token in nouns if _is_interviewed(token)} - {None}
    people = {key for key in talked if key is not None and entities.is_named(key)}
    if len(people) == 1:
        return people.pop()
    described = [(passage, token) for passage, token in nouns if token.lemma_.lower() in lexicon.ROLES]
    if len({token.lemma_ for _, token in described}) == 1:
        passage, token = described[0]
        return refer(entities, noun_phrase(passage, token))
    return None


def _only_person_before(entities: Entities, place: int) -> int | None:
    """The only person whose full name is before a place, except authors; None if there are several or nobody."""
    keys = {
        mention.entity
        for mention in entities.mentions()
        if mention.span.start < place
        and mention.zone is not Zone.BYLINE
        and entities.clusters[mention.entity].entity_type == "person"
        and " " in entities.clusters[mention.entity].name
    }
    return keys.pop() if len(keys) == 1 else None


def _is_person(token: Token) -> bool:
    return token.ent_type_ == "PERSON" or (token.pos_ == "NOUN" and token.lemma_.lower() in lexicon.ROLES)


def _is_interviewed(token: Token) -> bool:
    """Whether a noun is who is talked with: "interviewed X", "in a conversation with X"."""
    if token.dep_ in {"appos", "compound"} and token.head.i != token.i:
        return _is_interviewed(token.head)
    if token.dep_ in {"dobj", "nsubjpass"}:
        return token.head.lemma_.lower() in _TALKS
    return token.dep_ == "pobj" and token.head.lower_ in {"with", "of"} and token.head.head.lemma_.lower() in _TALKS

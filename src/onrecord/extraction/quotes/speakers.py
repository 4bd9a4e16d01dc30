"""Speakers: the entity that the source of a quote refers to, and the outlet that carried the words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from onrecord.extraction.entities.entities import Entities
from onrecord.extraction.quotes.cues import Frame, holder_of
from onrecord.lang.en import lexicon
from onrecord.nlp.noun_phrases import noun_phrase, subtree
from onrecord.text.spans import Span

if TYPE_CHECKING:
    from onrecord.extraction.quotes.turns import Turn
    from onrecord.nlp import ParsedArticle
    from spacy.tokens import Token

# Verbs and nouns for a talk between a reporter and somebody.
_TALKS = frozenset({"interview", "ask", "question", "conversation", "talk", "speak", "chat", "q&a", "discussion", "sit"})
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
    if (person := _person_at_the_end(frame, entities)) is not None:
        return person, "named"
    lemma = head.lemma_.lower()
    if lemma in lexicon.DOCUMENTS and head.text.islower():
        issuer = holder_of(phrase.passage, head, ("by", "from", "of"))
        key = entities.refer(issuer) if issuer else None
        return (key if key is not None else entities.refer(phrase)), "document"
    key = entities.refer(phrase)
    if key is not None and entities.is_ambiguous(key):
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


def _person_at_the_end(frame: Frame, entities: Entities) -> int | None:
    """The person named after a role: "union negotiator Mehmet Yildiz", "the juror, the poet Awa Ndiaye"."""
    if frame.source is None:
        return None
    span = frame.source.span
    people = [
        mention
        for mention in entities.inside(span)
        if mention.mention_type == "named" and entities.entity_type(mention.entity) == "person"
    ]
    if len(people) != 1 or people[0].span.end != span.end or people[0].span.start == span.start:
        return None
    passage = frame.source.passage
    before = passage.tokens(Span(span.start, people[0].span.start))
    # "a lawyer for Moss", "aides to Moss" and "Berg and Moss" are not Moss; "leader of the Opposition Moss" is.
    words = " ".join(token.text for token in before)
    apart = any(
        token.pos_ in {"CCONJ", "VERB", "AUX", "PRON"}
        or token.tag_ in {"TO", "NNS"}
        or (token.pos_ == "ADP" and token.lower_ != "of")
        for token in before
    )
    return None if apart or re.search(r"\bof (?!the [A-Z])", words) else people[0].entity


def turn_speaker(
    parsed: ParsedArticle, entities: Entities, turn: Turn, answering: int | None
) -> tuple[int | None, str]:
    """The entity that speaks in a turn, and the speaker status; `answering` is who is interviewed."""
    key: int | None = None
    if turn.speaker == "answer":
        key = answering
    elif turn.speaker == "initials" and turn.name is not None:
        key = entities.with_initials(turn.name.exact(parsed.text))
    elif turn.speaker == "role" and turn.name is not None:
        key = entities.in_role(turn.name, parsed.passage_at(turn.name).zone)
    elif turn.name is not None:
        key = entities.exactly(turn.name)
    if key is None or entities.is_ambiguous(key):
        return None, "unknown"
    return key, "named" if entities.is_named(key) else "role"


def interviewee(parsed: ParsedArticle, entities: Entities, first: Turn) -> int | None:
    """Who answers in an interview whose first turn is `first`; None if the text before it does not settle that.

    It is the only person whose full name is before it, or the person with whom it says that it talked, or the only person
    that it describes.
    """
    start = (first.label or first.contents[0]).start
    if (key := entities.only_person_before(start)) is not None:
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
        return entities.refer(noun_phrase(passage, token))
    return None


def _is_person(token: Token) -> bool:
    return token.ent_type_ == "PERSON" or (token.pos_ == "NOUN" and token.lemma_.lower() in lexicon.ROLES)


def _is_interviewed(token: Token) -> bool:
    """Whether a noun is who is talked with: "interviewed X", "in a conversation with X"."""
    if token.dep_ in {"appos", "compound"} and token.head.i != token.i:
        return _is_interviewed(token.head)
    if token.dep_ in {"dobj", "nsubjpass"}:
        return token.head.lemma_.lower() in _TALKS
    return (
        token.dep_ == "pobj" and token.head.lower_ in {"with", "of"} and token.head.head.lemma_.lower() in _TALKS
    )


def via_of(frame: Frame, entities: Entities) -> int | None:
    """The outlet in "in a news report by WRAL-TV", "told The Gazette"."""
    for child in frame.verb.children:
        nouns = [child] if child.dep_ in {"dobj", "dative"} and frame.verb.lemma_ == "tell" else []
        if child.dep_ == "prep" and child.lower_ in {"in", "to", "with", "on"}:
            nouns = [noun for noun in child.children if noun.dep_ == "pobj"]
        for noun in nouns:
            is_carrier = noun.lemma_.lower() in lexicon.CARRIERS
            if child.dep_ == "prep" and not is_carrier and child.lower_ != "on":
                continue
            tokens = subtree(noun)
            keys = (entities.at(frame.passage, token) for token in tokens)
            key = next((key for key in keys if key is not None and entities.entity_type(key) == "organization"), None)
            if key is not None and (is_carrier or _is_outlet(tokens)):
                return key
    return None


def _is_outlet(tokens: Sequence[Token]) -> bool:
    """Whether a name looks like that of a news outlet."""
    words = {token.text for token in tokens if token.ent_type_}
    return bool(
        words
        & {
            "CNN",
            "MSNBC",
            "NPR",
            "BBC",
            "ABC",
            "CBS",
            "NBC",
            "PBS",
            "Reuters",
            "AP",
            "AFP",
            "Bloomberg",
            "Politico",
        }
    ) or any(
        word
        in {
            "News",
            "Times",
            "Post",
            "Journal",
            "Herald",
            "Tribune",
            "Gazette",
            "Press",
            "Radio",
            "TV",
            "Television",
            "Today",
            "Chronicle",
            "Guardian",
            "Record",
            "Observer",
            "Magazine",
        }
        or word.endswith("TV")
        for word in words
    )

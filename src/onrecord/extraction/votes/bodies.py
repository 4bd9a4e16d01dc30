"""Bodies: the entity that held a vote."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from onrecord.extraction.entities.entities import Entities
from onrecord.extraction.entities.referents import refer
from onrecord.extraction.votes.reports import Report
from onrecord.extraction.votes.tallies import Tally
from onrecord.extraction.votes.triggers import MOTION_NOUNS, NOUNS, is_body
from onrecord.lang.en import lexicon
from onrecord.nlp.articles import Passage
from onrecord.nlp.noun_phrases import NounPhrase, noun_phrase
from onrecord.text.spans import Span

if TYPE_CHECKING:
    from spacy.tokens import Span as TokenSpan
    from spacy.tokens import Token

# Words between a chamber and its numbers: "in the Senate on a 29-9 vote", "the finance panel, 8-1, endorsed".
_TO_TALLY = lexicon.words("on by in a an the vote tally count margin of roll call narrow close party-line") | {",", "("}
_HOW_MANY = lexicon.words("all each every no of")
# Groups that do not vote as a body: parties, supporters, people.
NOBODY = lexicon.words(
    "they we those supporters opponents critics sources people others republicans democrats republican democrat"
)


def find_body(report: Report, decided: Token | None, motion: Span | None, entities: Entities) -> int | None:
    """The key of the entity that voted: subject or agent of the verb, or the owner of a noun such as "vote".

    Args:
        report: the report.
        decided: the verb that says what was decided, if there is one.
        motion: the words for what was voted on; the body is not searched for in them.
        entities: the article's entities; a body that is only described is added to them.
    """
    passage = report.passage
    verbs = [verb for verb in (decided, report.governor) if verb is not None]
    chamber = _chamber_of(passage, report.tally) if report.tally else None
    for token in (*([chamber] if chamber else []), *_candidates(report.governor, decided, report.sentence)):
        lemma = token.lemma_.lower()
        if (
            lemma in MOTION_NOUNS
            or token.lower_ in NOBODY
            or (motion is not None and motion.covers(passage.span_of(token, token)))
        ):
            continue
        key = entities.at(passage, token)
        known = key is not None and entities.entity_type(key) in {"organization", "group"}
        votes = _are_many(token) or lemma in lexicon.ORGANIZATIONS
        voting = token.dep_ == "nsubj" and token.head in verbs and votes
        if known or voting or is_body(token):
            return key if key is not None else refer(entities, _uncounted(passage, token))
    return None


def _uncounted(passage: Passage, token: Token) -> NounPhrase:
    """The phrase for a body without a number of voters: "regents" in "all nine regents", "the board" unchanged."""
    phrase = noun_phrase(passage, token)
    words = [t for t in phrase.tokens if t.i <= token.i]
    first = next(t for t in words if not (t.lower_ in _HOW_MANY or t.like_num or t.dep_ == "nummod"))
    if first == words[0] or not _are_many(token):
        return phrase
    return noun_phrase(passage, token, Span(passage.span_of(first, first).start, phrase.span.end))


def _are_many(token: Token) -> bool:
    """Whether a noun names people who may vote together: "pilots at the airline", "the villagers"."""
    return token.tag_ in {"NNS", "NNPS"} and token.lower_ not in NOBODY


def _chamber_of(passage: Passage, tally: Tally) -> Token | None:
    """The chamber next to a tally: "cleared the Senate 31-8 and the House 77-20", "98-41 in the House"."""
    tokens = passage.tokens(tally.span)
    before, after = tokens[0].i - 1, tokens[-1].i + 1
    doc = passage.doc
    while before > 0 and tokens[0].i - before < 7 and doc[before].lower_ in _TO_TALLY:
        before -= 1
    chamber = doc[before]
    if before > 0 and is_body(chamber) and chamber.dep_ not in {"nsubj", "nsubjpass", "compound"}:
        placed = chamber.doc[chamber.left_edge.i - 1].lower_ in {"in", "through", "by", "as"}
        if placed or chamber.dep_ in {"dobj", "conj", "appos"}:
            return chamber
    following = doc[after : after + 5]
    if len(following) > 1 and following[0].lower_ in {"in", "by"}:
        return next((t for t in following[1:] if t.tag_ == "NNP" and is_body(t)), None)
    return None


def _candidates(governor: Token, decided: Token | None, sentence: TokenSpan) -> Iterator[Token]:
    """Yields the words that may name the body, the likeliest first."""
    verbs = list(dict.fromkeys(verb for verb in (decided, governor) if verb is not None))
    for verb in verbs:
        for child in verb.children:
            if child.dep_ in {"nsubj", "poss"}:
                yield from _subject(child)
            if child.dep_ == "agent":
                for agent in child.children:
                    yield from _members_of(agent) if _is_number_of_members(agent) else [agent]
        if verb.dep_ in {"conj", "advcl", "xcomp"}:
            for child in verb.head.children:
                if child.dep_ == "nsubj":
                    yield from _subject(child)
    for token in sentence:
        if token.lemma_.lower() in NOUNS:
            for child in token.children:
                if child.dep_ == "poss":
                    yield child
                if child.dep_ == "prep" and child.lower_ in {"of", "by"}:
                    yield from (t for t in child.children if t.dep_ == "pobj")
    for verb in verbs:
        yield from _where(verb)
    # "In a 6-0 vote, the council said": the subject of the sentence, if the vote is outside the main clause.
    for token in sentence:
        if token.dep_ == "nsubj" and not (decided is not None and token.head.lemma_.lower() in lexicon.SPEECH):
            yield from _members_of(token) if _is_number_of_members(token) else [token]


def _subject(token: Token) -> Iterator[Token]:
    """Yields a subject, or the body that it belongs to: "the council" in "two members of the council"."""
    if _is_number_of_members(token):
        yield from _members_of(token)
        return
    # In "the Bank of England's policy committee" the parse may attach the committee to "England".
    if any(child.dep_ == "case" for child in token.children):
        yield from (t for t in [token.right_edge] if is_body(t))
    if token.lemma_.lower() == "member" and any(child.dep_ == "nummod" for child in token.children):
        yield from _members_of(token)  # "all 15 members of the council"
    yield token
    yield from (t for child in token.children if child.dep_ == "prep" and child.text == "of" for t in child.children)


def _members_of(token: Token) -> Iterator[Token]:
    """Yields the body of some voters: "two members of the council", "204 of the assembly's 300 lawmakers"."""
    for child in token.children:
        if child.dep_ == "prep" and child.lower_ in {"of", "on"}:
            for whole in child.children:
                owners = [t for t in whole.children if t.dep_ == "poss"]
                yield from (t for t in (*owners, whole) if is_body(t) and (t in owners or whole.tag_ in {"NN", "NNP"}))


def _where(verb: Token) -> Iterator[Token]:
    """Yields the chamber of a motion: "passed in parliament", "cleared the Senate", "reported out of committee"."""
    for child in verb.children:
        if child.lower_ in {"in", "through"}:
            yield from (t for t in child.children if is_body(t))
        if child.lower_ == "out":
            yield from (t for of in child.children for t in of.children if is_body(t))
        if child.lower_ == "on":
            floors = (t for t in child.children if t.lemma_.lower() == "floor")
            yield from (t for floor in floors for t in floor.children if is_body(t))
        if child.dep_ == "dobj" and verb.lemma_.lower() in {"clear", "pass", "squeak"} and is_body(child):
            yield child


def _is_number_of_members(token: Token) -> bool:
    """Whether a phrase counts members of a body: "two members" are not the body."""
    counted = token.like_num or any((c.dep_ == "nummod" or c.like_num) and c.i < token.i for c in token.children)
    single = token.lemma_.lower() == "member" and token.tag_ == "NN"
    return single or (counted and token.doc[token.left_edge.i].lower_ not in {"all", "every", "the"})

"""Positions: how the voters whom a sentence names voted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from onrecord.extract.deciding import is_unreal
from onrecord.extract.entities import Entities
from onrecord.extract.values import Position
from onrecord.language import Passage
from onrecord.spans import Span

if TYPE_CHECKING:
    from spacy.tokens import Span as TokenSpan
    from spacy.tokens import Token

_STANCES = {
    "dissent": "no",
    "object": "no",
    "oppose": "no",
    "abstain": "abstain",
    "recuse": "excused",
    "miss": "absent",
    "support": "yes",
}


def find_positions(passage: Passage, sentence: TokenSpan, entities: Entities) -> Iterator[Position]:
    """How the voters whom a sentence names voted."""
    seen: set[Span] = set()
    words = passage.tokens(passage.place(sentence))
    if not words:
        return
    evidence = passage.span_of(words[0], words[-1])
    for verb in words:
        option = _stance(verb)
        if option is None:
            continue
        for person in _voters(verb):
            key = entities.at(passage, person)
            if key is None or entities.entity_type(key) != "person" or person.pos_ == "PRON":
                continue
            place = passage.span_of(person, person)
            here = (m.span for m in entities.inside(evidence) if m.entity == key and m.span.overlaps(place))
            name = next(here, None)
            if name is not None and name not in seen:
                seen.add(name)
                yield Position(name, key, option, evidence, "votes:position@1")


def _stance(verb: Token) -> str | None:
    lemma = verb.lemma_.lower()
    if is_unreal(verb) or any(c.dep_ == "neg" for c in verb.children):
        return None
    after = {t.lower_ for t in verb.doc[verb.i + 1 : verb.i + 4]}
    if lemma == "vote" and verb.pos_ == "VERB":
        if after & {"no", "against", "nay"}:
            return "no"
        if after & {"yes", "aye", "for"} or "favor" in after:
            return "yes"
        return None
    if lemma == "cast":
        words = {t.lower_ for t in verb.subtree}
        if words & {"dissenting", "opposing", "no"} and words & {"vote", "votes"}:
            return "no"
        return None
    if lemma == "be" and any(c.lower_ == "absent" for c in verb.children):
        return "absent"
    if lemma == "sit" and "out" in after:
        return "abstain"
    if lemma in {"support", "oppose"}:
        # Alone these tell an opinion; "only Dell supported" and "opposed it in the vote" tell a vote.
        only = any(
            t.lower_ in {"only", "alone"}
            for c in verb.children
            if c.dep_ == "nsubj"
            for t in (c, *c.lefts, c.nbor(-1) if c.i else c)
        )
        return _STANCES[lemma] if only else None
    return _STANCES.get(lemma) if verb.pos_ in {"VERB", "AUX"} else None


def _voters(verb: Token) -> Iterator[Token]:
    subjects = [c for c in verb.children if c.dep_ in {"nsubj", "attr"}]
    if not subjects and verb.dep_ in {"csubj", "nsubj"} and verb.head.lemma_ == "be":
        subjects = [c for c in verb.head.children if c.dep_ in {"attr", "nsubj"} and c.i > verb.i]
    if verb.dep_ == "pcomp":  # "with Lee and Ray dissenting"
        subjects = subjects or [c for c in verb.head.children if c.dep_ == "pobj" and c.i < verb.i]
    if not subjects and verb.dep_ in {"advcl", "conj", "acl", "pcomp"}:
        subjects = [c for c in verb.head.children if c.dep_ == "nsubj"] if verb.head.pos_ == "VERB" else [verb.head]
    for subject in subjects:
        if subject.lower_ in {"who", "which"} and verb.dep_ == "relcl":
            subject = verb.head
        yield subject
        yield from subject.conjuncts
        for named in (c for c in subject.children if c.dep_ in {"appos", "nsubj"} and c.i > subject.i):
            yield from (named, *named.conjuncts)

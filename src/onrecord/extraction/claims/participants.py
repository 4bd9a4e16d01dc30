"""Participants: the entities that a clause mentions, each as its subject, its object or neither."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.extraction.claims.clauses import Clause
from onrecord.extraction.entities.entities import Entities
from onrecord.nlp.articles import Passage
from onrecord.text.spans import Span

if TYPE_CHECKING:
    from spacy.tokens import Token


def find_participants(clause: Clause, entities: Entities) -> tuple[tuple[int, str], ...]:
    """The keys of the entities of a clause, each with its role: `subject`, `object` or `mentioned`."""
    passage, verb = clause.passage, clause.verb
    roles: dict[int, str] = {}
    subjects = {clause.subject.i, *(other.i for other in clause.subject.conjuncts)} if clause.subject else set()
    for part in clause.parts:
        for mention in entities.inside(part):
            head = _head_of_name(passage, mention.span)
            role = "mentioned"
            if head.i in subjects:
                role = "subject"
            elif head.head.i == verb.i and head.dep_ in {"dobj", "dative", "attr", "oprd"}:
                role = "object"
            if roles.get(mention.entity, "mentioned") == "mentioned":
                roles[mention.entity] = role
    return tuple(roles.items())


def _head_of_name(passage: Passage, name: Span) -> Token:
    """The word of a mention that its other words depend on: its last word, or the word that this is a part of."""
    head = passage.tokens(name)[-1]
    while head.dep_ in {"compound", "flat"} and head.head.i != head.i:
        if not name.covers(passage.span_of(head.head, head.head)):
            break
        head = head.head
    return head

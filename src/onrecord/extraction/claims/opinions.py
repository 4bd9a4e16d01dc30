"""Opinions, feelings, wishes and norms, recognized by the predicate of a clause and by `onrecord.lang.en.opinions`.

Limits: opinions in other words are left to the reader; see `checkable`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.extraction.claims.clauses import Clause
from onrecord.extraction.claims.predicates import complements_of
from onrecord.lang.en.opinions import EVALUATIVE, FEELINGS, NEEDS, NORMS, WISHES

if TYPE_CHECKING:
    from spacy.tokens import Token

_PERSONS = frozenset({"i", "we", "he", "she", "they", "you"})


def is_opinion(clause: Clause) -> bool:
    """Whether the predicate of a clause is a norm, a wish or an evaluation: "should pay", "I hope", "is a disgrace"."""
    return _is_norm(clause.verb) or _is_wish(clause) or _is_evaluation(clause.verb)


def _is_norm(verb: Token) -> bool:
    """Whether a predicate says what ought to be: "should pay", "deserves more", "there is a need"."""
    if verb.lemma_.lower() in NEEDS or any(c.dep_ == "aux" and c.lower_ in NORMS for c in verb.children):
        return True
    return any(c.lemma_.lower() == "need" for c in complements_of(verb))


def _is_wish(clause: Clause) -> bool:
    """Whether a pronoun for people is the subject: "the town needs rain" is about the town."""
    is_personal = clause.subject is not None and clause.subject.lower_ in _PERSONS
    return is_personal and clause.verb.lemma_.lower() in WISHES


def _is_evaluation(verb: Token) -> bool:
    """Whether a predicate praises, blames or feels: "was shocked", "is wrong", "was a terrible day"."""
    if verb.lemma_.lower() in FEELINGS and verb.tag_ == "VBN":
        return True
    return any(
        c.lemma_.lower() in EVALUATIVE | FEELINGS
        or any(g.lemma_.lower() in EVALUATIVE for g in c.children if g.dep_ == "amod")
        for c in complements_of(verb)
    )

"""Assertions: which clauses state a whole proposition that can be true or false.

Limits: `checkable` decides, by the reader's judgement, between the clauses that no rule here leaves out.
"""

from __future__ import annotations

from onrecord.extraction.claims.clauses import Clause
from onrecord.extraction.claims.opinions import is_opinion
from onrecord.extraction.claims.predicates import complements_of, has_child, is_linking
from onrecord.extraction.claims.questions import is_question
from onrecord.extraction.quotes.cues import is_condition
from onrecord.nlp.noun_phrases import SUBJECTS

_REFERRING = frozenset({*SUBJECTS, "dobj"})
# How what completes "be" depends on it, other than a complement: "was in the house", "was there".
_COMPLETING = frozenset({"prep", "advmod", "ccomp", "xcomp", "npadvmod"})
_SHORTEST = 12  # characters of a claim
_FEWEST = 4  # tokens of a claim about "it"


def is_assertion(clause: Clause, *, denied: bool = False) -> bool:
    """Whether a clause is not a question, condition, command, wish, norm or mere opinion, and is whole.

    `denied` is true for what a source denies: "disputed whether the boat had sunk" does not ask anything.
    """
    if clause.subject is None or (not denied and is_question(clause)):
        return False
    return not (_is_conditional(clause, denied=denied) or is_opinion(clause) or _is_partial(clause))


def _is_conditional(clause: Clause, *, denied: bool) -> bool:
    """Whether a clause is itself a condition, which asserts nothing."""
    return is_condition(clause.verb) or (not denied and has_child(clause.verb, "mark", frozenset({"whether"})))


def _is_partial(clause: Clause) -> bool:
    """Whether what a clause states is partly in other words than its own."""
    verb = clause.verb
    if any(c.lower_ in {"nor", "neither", "otherwise"} for c in verb.children if c.i < verb.i):
        return True  # the negation or condition is in a word that joins clauses, and would be lost with it
    arguments = (t for t in (clause.subject, *verb.children) if t is not None and t.dep_ in _REFERRING)
    if any(t.tag_ == "DT" and t.lower_ in {"this", "that"} for t in arguments):
        return True  # what it means is in another sentence
    if _is_introduction(clause) or sum(len(part) for part in clause.parts) < _SHORTEST:
        return True
    completed = bool(complements_of(verb)) or any(c.dep_ in _COMPLETING for c in verb.children)
    return is_linking(verb) and not completed


def _is_introduction(clause: Clause) -> bool:
    """Whether a clause only introduces a claim: "It is possible"."""
    is_empty = clause.subject is not None and clause.subject.lower_ == "it" and clause.verb.lemma_ == "be"
    return is_empty and sum(len(clause.passage.tokens(part)) for part in clause.parts) < _FEWEST

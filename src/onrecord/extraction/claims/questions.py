"""Questions: clauses that ask, by the question mark behind them, their question word or the word that leads to them."""

from __future__ import annotations

import re

from onrecord.extraction.claims.clauses import Clause
from onrecord.extraction.claims.predicates import is_clause
from onrecord.nlp.noun_phrases import is_mark

_ASKED = re.compile(r"[”\"’' ]*\?")
_HEADED = re.compile(r"\b(?:what|whatever|who|whoever|how)\W{1,3}$", re.IGNORECASE)
_END = re.compile(r"[?!]|\.(?=\W|$)")


def is_question(clause: Clause) -> bool:
    """Whether a clause asks, is a part of a question, or depends on a question word: "what | I said"."""
    end = clause.parts[-1].end - clause.passage.offset
    asked = _ASKED.match(clause.passage.text, end)
    first = clause.verb if clause.is_subordinate else clause.verb.left_edge
    while is_mark(first) and first.i < clause.verb.i:
        first = first.nbor()
    # "When it opened, traffic fell" states something, "when it would open" does not.
    opening = clause.passage.tokens_from(clause.parts[0].start, clause.parts[0].end, 1)[0]
    asks = not clause.is_subordinate and (
        any(c.lower_ in {"when", "where"} and c.i < clause.verb.i for c in clause.verb.children)
        or (opening.tag_ == "WRB" and next(filter(is_clause, opening.ancestors), None) == clause.verb)
    )
    # "You voted for this, didn't you?"; "What I said was that we need more"
    ends = clause.passage.occurrences(_END).end_of_first(end)
    tagged = ends is not None and clause.passage.text[ends - 1] == "?"
    start = clause.parts[0].start - clause.passage.offset
    heads = _HEADED.search(clause.passage.text, max(0, start - 12), start)
    return (
        bool(asked)
        or tagged
        or asks
        or bool(heads)
        or (first.lower_ in {"why", "how", "what", "who", "whether"} and first.i < clause.verb.i)
    )

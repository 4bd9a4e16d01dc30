"""How probably a clause can be checked: the reader's judgement, and three facts of grammar that it leaves out.

`training/statements.py` measured the weights by logistic regression on clauses that people had judged, in
texts that the reader was not trained on.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from onrecord.extraction.claims.clauses import Clause
from onrecord.lang.en import modality
from onrecord.nlp.judgements import CHECKABLE
from onrecord.text.spans import hull

if TYPE_CHECKING:
    from onrecord.nlp import ParsedArticle

_LEAST_SHARE = 1e-6


class Evidence(NamedTuple):
    """What speaks for a clause, as numbers that are multiplied by `WEIGHTS` and added up.

    Attributes:
        bias: 1.
        reader: the log-odds that the reader gives it.
        past: 1 in the past tense or the perfect. A clause in the present states an opinion more often than its words
            give away.
        future: 1 with "will" or the like.
        number: 1 if it has a number.
    """

    bias: float
    reader: float
    past: float
    future: float
    number: float


WEIGHTS = Evidence(bias=0.3, reader=0.72, past=0.52, future=0.59, number=0.73)


def evidence(clause: Clause, share: float) -> Evidence:
    """The evidence for a clause to which the reader gives `share`, the probability that it can be checked."""
    share = min(max(share, _LEAST_SHARE), 1 - _LEAST_SHARE)
    auxiliaries = [child for child in clause.verb.children if "aux" in child.dep_]
    past = clause.verb.tag_ == "VBD" or any(verb.tag_ == "VBD" or verb.lemma_ == "have" for verb in auxiliaries)
    return Evidence(
        bias=1,
        reader=math.log(share / (1 - share)),
        past=past,
        future=any(verb.lower_ in modality.FUTURE for verb in auxiliaries),
        number=any(token.like_num for part in clause.parts for token in clause.passage.tokens(part)),
    )


def checkable_probability(parsed: ParsedArticle, clause: Clause) -> float | None:
    """How probably a clause can be checked; None where the reader did not judge it."""
    statement = parsed.reading.statement(hull(clause.parts))
    if not statement:
        return None
    own = evidence(clause, sum(statement[label] for label in CHECKABLE))
    odds = sum(weight * value for weight, value in zip(WEIGHTS, own, strict=True))
    return 1 / (1 + math.exp(-odds))

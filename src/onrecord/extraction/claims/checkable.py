"""How probably a clause can be checked: the reader's judgement, and four facts that it leaves out.

`training/statements.py` measured the weights by logistic regression on clauses that people had judged, in
texts that the reader was not trained on.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from onrecord.extraction.claims.clauses import Clause
from onrecord.lang.en import modality
from onrecord.nlp.judgements import UNCHECKED
from onrecord.text.spans import hull

if TYPE_CHECKING:
    from onrecord.nlp.articles import ParsedArticle

_LEAST_SHARE = 1e-4


class Evidence(NamedTuple):
    """What speaks for a clause, as numbers that are multiplied by `WEIGHTS` and added up.

    Attributes:
        bias: 1.
        doubt: the logarithm of the probability that the reader gives to an opinion or a norm.
        past: 1 in the past tense or the perfect. A clause in the present states an opinion more often than its words
            give away.
        future: 1 with "will" or the like.
        number: 1 if it has a number.
        quoted: 1 if it is in quotation marks. What is worth a quote is often an opinion.
    """

    bias: float
    doubt: float
    past: float
    future: float
    number: float
    quoted: float


WEIGHTS = Evidence(bias=-0.87, doubt=-1.07, past=0.44, future=0.71, number=1.07, quoted=-0.26)


def evidence(clause: Clause, statement: Mapping[str, float], *, quoted: bool) -> Evidence:
    """The evidence for a clause.

    Args:
        clause: the clause.
        statement: the probability that the reader gives to each of `onrecord.nlp.judgements.STATEMENTS`.
        quoted: whether it is in quotation marks.
    """
    auxiliaries = [child for child in clause.verb.children if "aux" in child.dep_]
    past = clause.verb.tag_ == "VBD" or any(verb.tag_ == "VBD" or verb.lemma_ == "have" for verb in auxiliaries)
    return Evidence(
        bias=1,
        doubt=_doubt(statement),
        past=past,
        future=any(verb.lower_ in modality.FUTURE for verb in auxiliaries),
        number=any(token.like_num for part in clause.parts for token in clause.passage.tokens(part)),
        quoted=quoted,
    )


def checkable_probability(parsed: ParsedArticle, clause: Clause, *, quoted: bool = False) -> float | None:
    """How probably a clause can be checked; None where the reader did not judge it. See `evidence`."""
    statement = parsed.reading.statement(hull(clause.parts))
    if not statement:
        return None
    own = evidence(clause, statement, quoted=quoted)
    odds = sum(weight * value for weight, value in zip(WEIGHTS, own, strict=True))
    return 1 / (1 + math.exp(-odds))


def is_improbable(probability: float | None, least: float) -> bool:
    """Whether a probability is known and less than `least`."""
    return probability is not None and probability < least


def _doubt(statement: Mapping[str, float]) -> float:
    return math.log(sum(statement[label] for label in UNCHECKED) + _LEAST_SHARE)

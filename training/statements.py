"""Measures what `onrecord.extraction.claims.checkable` adds to the reader, and how often claims are right.

    python -m training.statements LABELS... --articles LABELS... --texts GOLD.jsonl ...

Of the first labels, those of texts that `training.further` held out are used; no text of the others may have been
trained on. Printed are the weights of a logistic regression, for clauses that are whole, and, for the probabilities
that it gives to parts of the texts that it has not seen, the table of `onrecord.extraction.confidence`: a claim that
onrecord reads is right if it can be checked, is whole, and is the claimant's.
"""

from __future__ import annotations

import argparse
import dataclasses
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from onrecord.evaluation.own import article_of
from onrecord.extraction.claims.checkable import Evidence, evidence
from onrecord.extraction.claims.clauses import find_clauses
from onrecord.extraction.extract import extract
from onrecord.nlp.articles import ParsedArticle, parse
from onrecord.nlp.decoding import Array
from onrecord.nlp.judgements import CHECKABLE
from onrecord.text.quotation import find_quoted_runs
from onrecord.text.spans import Span
from training.calibrate import steps
from training.further import labels_of
from training.texts import is_held

FOLDS, ROUNDS, RIDGE = 5, 30, 1.0

Label = dict[str, Any]


@dataclasses.dataclass(frozen=True)
class Judged:
    """A clause that people judged.

    Attributes:
        label: what they found.
        evidence: what speaks for it.
        is_claim: whether onrecord reads a claim there.
    """

    label: Label
    evidence: Evidence
    is_claim: bool

    @property
    def checkable(self) -> bool:
        return self.label["label"] in CHECKABLE

    @property
    def right(self) -> bool:
        return self.checkable and self.label.get("whose", "ok") == "ok"


def judged(parsed: ParsedArticle, labels: Sequence[Label]) -> Iterator[Judged]:
    """The labels of an article whose words have a main clause."""
    runs = find_quoted_runs(parsed.text, [passage.span for passage in parsed.passages])
    claims = {claim.span for claim in extract(parsed).claims}
    for label in labels:
        span = Span(label["start"], label["end"])
        passage = parsed.passage_at(span)
        clause = next(find_clauses(passage, passage.tokens(span)), None)
        statement = parsed.reading.statement(span)
        if clause is not None and statement:
            quoted = any(run.outer.overlaps(span) for run in runs)
            yield Judged(label, evidence(clause, statement, quoted=quoted), span in claims)


def regression(values: Array, right: Array) -> Array:
    """The weights of a logistic regression with a small ridge."""
    weights = np.zeros(values.shape[1])
    for _ in range(ROUNDS):
        given = 1 / (1 + np.exp(-values @ weights))
        curvature = (values * (given * (1 - given))[:, None]).T @ values + RIDGE * np.eye(len(weights))
        weights -= np.linalg.solve(curvature, values.T @ (given - right) + RIDGE * weights)
    return weights


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("labels", type=Path, nargs="+")
    parser.add_argument("--articles", type=Path, nargs="*", default=[], help="labels of texts not trained on")
    parser.add_argument("--texts", type=Path, nargs="+", required=True, help="the gold files that have the texts")
    args = parser.parse_args()
    held = [(text, labels) for key, text, labels in labels_of(args.labels, args.texts) if is_held(key)]
    held += [(text, labels) for _, text, labels in labels_of(args.articles, args.texts)]
    rows: list[tuple[Judged, int]] = []
    for number, parsed in enumerate(parse(article_of(text) for text, _ in held)):
        labels = [label for label in held[number][1] if "start" in label]
        rows += [(own, number % FOLDS) for own in judged(parsed, labels)]
    table = np.array([own.evidence for own, _ in rows], dtype=float)
    whole = np.array([own.label["label"] != "broken" for own, _ in rows])
    outcome, part = np.array([own.checkable for own, _ in rows]), np.array([number for _, number in rows])
    weights = regression(table[whole], outcome[whole])
    print(Evidence(*np.round(weights, 2).tolist()), f"# {int(whole.sum())} labels")
    unseen = np.zeros(len(rows))
    for number in range(FOLDS):
        weights = regression(table[whole & (part != number)], outcome[whole & (part != number)])
        unseen[part == number] = 1 / (1 + np.exp(-table[part == number] @ weights))
    read = [(float(odds), own.right) for odds, (own, _) in zip(unseen, rows, strict=True) if own.is_claim]
    print(steps(read), f"# {len(read)} claims")


if __name__ == "__main__":
    main()

"""Measures what `onrecord.extraction.claims.checkable` adds to the reader, and how often claims are right.

    python -m training.statements LABELS... --texts GOLD.jsonl ...

The texts are those that `training.further` held out. Printed are the weights of a logistic regression and, for the
probabilities that it gives to parts of the texts that it has not seen, the table of `onrecord.extraction.confidence`:
a claim is right if it can be checked, is whole, and is the claimant's.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from onrecord import nlp
from onrecord.evaluation.own import article_of
from onrecord.extraction.claims.checkable import Evidence, evidence
from onrecord.extraction.claims.clauses import Clause, find_clauses
from onrecord.nlp.decoding import Array
from onrecord.nlp.judgements import CHECKABLE
from onrecord.text.spans import Span
from training.calibrate import steps
from training.further import labels_of
from training.texts import is_held

FOLDS, ROUNDS, RIDGE = 5, 30, 1.0

Label = dict[str, Any]


def clauses_of(parsed: nlp.ParsedArticle, wanted: Sequence[Label]) -> Iterator[tuple[Label, Clause]]:
    """The labels whose words have a main clause, each with the first."""
    for label in wanted:
        span = Span(label["start"], label["end"])
        passage = parsed.passage_at(span)
        clause = next(find_clauses(passage, passage.tokens(span)), None)
        if clause is not None:
            yield label, clause


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
    parser.add_argument("--texts", type=Path, nargs="+", required=True, help="the gold files that have the texts")
    args = parser.parse_args()
    held = [(text, labels) for key, text, labels in labels_of(args.labels, args.texts) if is_held(key)]
    values, checkable, right, parts = [], [], [], []
    for number, parsed in enumerate(nlp.parse(article_of(text) for text, _ in held)):
        for label, clause in clauses_of(parsed, [label for label in held[number][1] if "start" in label]):
            given = parsed.reading.statement(Span(label["start"], label["end"]))
            values.append(evidence(clause, sum(given[kind] for kind in CHECKABLE)))
            checkable.append(label["label"] in CHECKABLE)
            right.append(label["label"] in CHECKABLE and label.get("whose", "ok") == "ok")
            parts.append(number % FOLDS)
    table, outcome, part = np.array(values, dtype=float), np.array(checkable), np.array(parts)
    print(Evidence(*np.round(regression(table, outcome), 2).tolist()), f"# {len(outcome)} labels")
    unseen = np.zeros(len(outcome))
    for number in range(FOLDS):
        weights = regression(table[part != number], outcome[part != number])
        unseen[part == number] = 1 / (1 + np.exp(-table[part == number] @ weights))
    print(steps([(float(odds), bool(good)) for odds, good in zip(unseen, right, strict=True)]))


if __name__ == "__main__":
    main()

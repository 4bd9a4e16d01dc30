"""Measures what `onrecord.extraction.claims.checkable` adds to the reader, and how often claims are right.

    python -m training.statements READER.onnx training/labels/statements.jsonl --texts GOLD.jsonl ...

Each label is judged by a head that has not seen its article (`training/judgements.py`, `FOLDS` parts of the articles),
and its words are parsed. Printed are the weights of a logistic regression,
and for the probabilities that it gives to articles that it has not seen, the table of `onrecord.extraction.confidence`:
a claim is right if it can be checked, is whole, and is the claimant's.
"""

from __future__ import annotations

import argparse
import dataclasses
import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch

from onrecord import nlp
from onrecord.evaluation.own import article_of
from onrecord.extraction.claims.checkable import Evidence, evidence
from onrecord.extraction.claims.clauses import Clause, find_clauses
from onrecord.nlp.decoding import Array
from onrecord.nlp.judgements import CHECKABLE, STATEMENTS
from onrecord.text.spans import Span
from training.calibrate import steps
from training.judgements import States, as_tensors, labelled, pools, train

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


def shares(rows: Sequence[Sequence[Array | None]], right: Sequence[int], folds: Array, width: int) -> Array:
    """The probability of being checkable that a head gives to each row without having seen its article."""
    kept = np.zeros(len(rows))
    for number in range(FOLDS):
        own, seen = np.flatnonzero(folds == number), np.flatnonzero(folds != number)
        head = train([rows[k] for k in seen], [right[k] for k in seen], len(STATEMENTS), width, 0)
        with torch.no_grad():
            given = head(*as_tensors([rows[k] for k in own], width)).softmax(1).numpy()
        kept[own] = given[:, [STATEMENTS.index(label) for label in CHECKABLE]].sum(axis=1)
    return kept


def regression(values: Array, right: Array) -> Array:
    """The weights of a logistic regression with a small ridge."""
    weights = np.zeros(values.shape[1])
    for _ in range(ROUNDS):
        given = 1 / (1 + np.exp(-values @ weights))
        curvature = (values * (given * (1 - given))[:, None]).T @ values + RIDGE * np.eye(len(weights))
        weights -= np.linalg.solve(curvature, values.T @ (given - right) + RIDGE * weights)
    return weights


def main() -> None:
    torch.set_num_threads(1)
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("reader", type=Path)
    parser.add_argument("labels", type=Path)
    parser.add_argument("--texts", type=Path, nargs="+", required=True, help="the gold files that have the texts")
    args = parser.parse_args()
    labels = [(label, text) for _, label, text in labelled([args.labels], args.texts)]
    texts = {label["text"]: text for label, text in labels}
    order = sorted(texts)
    random.Random(0).shuffle(order)
    fold = {article: number % FOLDS for number, article in enumerate(order)}
    states = States(args.reader)
    read = {article: states.of(text) for article, text in texts.items()}
    rows = [pools("statements", label, *read[label["text"]]) for label, _ in labels]
    folds = np.array([fold[label["text"]] for label, _ in labels])
    width = next(iter(read.values()))[1].shape[1]
    given = shares(rows, [STATEMENTS.index(label["label"]) for label, _ in labels], folds, width)
    for (label, _), share in zip(labels, given, strict=True):
        label["share"] = float(share)
    values, checkable, right, parts = [], [], [], []
    for article, parsed in zip(texts, nlp.parse(article_of(text) for text in texts.values()), strict=True):
        for label, clause in clauses_of(parsed, [label for label, _ in labels if label["text"] == article]):
            values.append(dataclasses.astuple(evidence(clause, label["share"])))
            checkable.append(label["label"] in CHECKABLE)
            right.append(label["label"] in CHECKABLE and label["whose"] == "ok")
            parts.append(fold[article])
    table, outcome, part = np.array(values, dtype=float), np.array(checkable), np.array(parts)
    print(Evidence(*np.round(regression(table, outcome), 2).tolist()), f"# {len(outcome)} of {len(labels)} labels")
    unseen = np.zeros(len(outcome))
    for number in range(FOLDS):
        weights = regression(table[part != number], outcome[part != number])
        unseen[part == number] = 1 / (1 + np.exp(-table[part == number] @ weights))
    print(steps([(float(odds), bool(good)) for odds, good in zip(unseen, right, strict=True)]))


if __name__ == "__main__":
    main()

"""Scoring a reading of articles against their annotations."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path

from onrecord.errors import SourceError
from onrecord.evaluation.figures import Figure, figures
from onrecord.evaluation.gold import Annotated, read_gold, write_gold
from onrecord.evaluation.own import annotate
from onrecord.evaluation.scores import tally
from onrecord.nlp.pipeline import require_libraries
from onrecord.package.staging import replace_file
from onrecord.progress import track


@dataclasses.dataclass(frozen=True, slots=True)
class Evaluation:
    """How well articles were read: what `evaluate` returns.

    Attributes:
        articles: number of articles in the gold file.
        figures: the scores, each with its interval.

    Examples:
        >>> evaluation = onrecord.evaluate("gold.jsonl", "theirs.jsonl")
        >>> {figure.name: figure.value for figure in evaluation.figures}["content/exact"]
        1.0
    """

    articles: int
    figures: tuple[Figure, ...]


def evaluate(gold: str | Path, predictions: str | Path | None = None, *, write: str | Path | None = None) -> Evaluation:
    """Scores what onrecord, or another program, reads in the texts of a gold file.

    Args:
        gold: JSON lines, as docs/evaluate.md describes them.
        predictions: JSON lines in the same format with the same ids; by default onrecord reads the texts.
        write: a file for the predictions that were scored, in the same format.

    Raises:
        SourceError: a file cannot be read, or the predictions are for other texts.
        ModelError: a language model is missing or is not the expected one; install the extra `convert`. Not raised
            if `predictions` are given.

    Examples:
        >>> evaluation = onrecord.evaluate("gold.jsonl", "theirs.jsonl")
        >>> evaluation.articles, evaluation.figures[0].name, evaluation.figures[0].value
        (1, 'source/exact', 1.0)
    """
    if predictions is None:
        require_libraries()
    annotated = read_gold(gold)
    if predictions is not None:
        predicted = _same_texts(annotated, read_gold(predictions), gold, predictions)
    else:
        predicted = list(track(annotate(annotated), len(annotated), "reading"))
    if write is not None:
        replace_file(Path(write), write_gold(predicted).encode("utf-8"))
    tallies = [tally(article, prediction) for article, prediction in zip(annotated, predicted, strict=True)]
    return Evaluation(len(annotated), figures(tallies))


def _same_texts(
    annotated: Sequence[Annotated], predicted: Sequence[Annotated], gold: str | Path, predictions: str | Path
) -> list[Annotated]:
    """The predictions in the order of the annotated articles."""
    by_id = {article.article_id: article for article in predicted}
    for article in annotated:
        prediction = by_id.get(article.article_id)
        if prediction is None:
            raise SourceError(f"{predictions}: no article {article.article_id!r}, which {gold} has")
        if prediction.text != article.text:
            raise SourceError(f"{predictions}: the text of {article.article_id!r} differs from that in {gold}")
    return [by_id[article.article_id] for article in annotated]

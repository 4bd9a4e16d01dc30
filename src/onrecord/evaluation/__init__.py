"""How well articles are read: scores against annotated articles, with confidence intervals."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from onrecord.errors import SourceError
from onrecord.evaluation.gold import ROLES, Annotated, read_gold, write_gold
from onrecord.evaluation.own import annotate
from onrecord.evaluation.scores import Tallies, Tally, tally, total
from onrecord.nlp import require_libraries
from onrecord.package.staging import replace_file
from onrecord.progress import track
from onrecord.text.numbers import counted

__all__ = ["Evaluation", "Figure", "evaluate", "render_json", "render_text"]

_DRAWS = 1000
_GROUPS = (*ROLES, "quotes", "names", "votes")
_SEED = 20310513


@dataclasses.dataclass(frozen=True, slots=True)
class Figure:
    """One figure with the interval that holds it in 95 of 100 draws of as many articles, with replacement.

    Attributes:
        name: what was scored, as a path: `content/exact`.
        value: F1, or a mean; 0 to 1.
        low: lower end of the interval.
        high: upper end of the interval.
        precision: None for a mean.
        recall: None for a mean.
        number: how many there are in the gold.
    """

    name: str
    value: float
    low: float
    high: float
    precision: float | None
    recall: float | None
    number: int


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
    """Scores what onrecord reads in the texts of a gold file, or what somebody else has read in them.

    Args:
        gold: JSON lines, as docs/evaluate.md describes them.
        predictions: JSON lines of the same format and with the same ids; our own reading unless given.
        write: a file for our own reading, in the same format.

    Raises:
        SourceError: a file cannot be read, or the predictions are of other texts.
        ModelError: a language model is missing or is not the one that it should be; the extra `convert` brings it.
            Predictions need none.

    Examples:
        >>> evaluation = onrecord.evaluate("gold.jsonl", "theirs.jsonl")
        >>> evaluation.articles, evaluation.figures[0].name, evaluation.figures[0].value
        (1, 'source/exact', 1.0)
    """
    if predictions is None:
        require_libraries()
    articles = read_gold(gold)
    if predictions is not None:
        theirs = _same_texts(articles, read_gold(predictions), gold, predictions)
    else:
        theirs = list(track(annotate(articles), len(articles), "reading"))
    if write is not None:
        replace_file(Path(write), write_gold(theirs).encode("utf-8"))
    tallies = [tally(one, other) for one, other in zip(articles, theirs, strict=True)]
    return Evaluation(len(articles), _figures(tallies))


def _same_texts(
    articles: Sequence[Annotated], others: Sequence[Annotated], gold: str | Path, predictions: str | Path
) -> list[Annotated]:
    by_id = {article.article_id: article for article in others}
    for article in articles:
        other = by_id.get(article.article_id)
        if other is None:
            raise SourceError(f"{predictions}: no article {article.article_id!r}, which {gold} has")
        if other.text != article.text:
            raise SourceError(f"{predictions}: the text of {article.article_id!r} is not the one in {gold}")
    return [by_id[article.article_id] for article in articles]


def _figures(tallies: Sequence[Tallies]) -> tuple[Figure, ...]:
    import numpy as np

    sums = {name: value for name, value in total(tallies).items() if value.found or value.wanted}
    rows = {
        name: np.array([[t.right, t.found, t.wanted] for t in (own.get(name, Tally()) for own in tallies)])
        for name in sums
    }
    drawn = np.random.default_rng(_SEED).multinomial(len(tallies), [1 / len(tallies)] * len(tallies), size=_DRAWS)
    figures = []
    for name, whole in sorted(sums.items(), key=lambda item: _GROUPS.index(item[0].split("/")[0].split(" (")[0])):
        score: Callable[[float, float, float], float] = _mean if name.endswith("mean") else _f1
        values = [score(*row) for row in drawn @ rows[name]]
        low, high = np.percentile(values, [2.5, 97.5])
        is_mean = name.endswith("mean")
        figures.append(
            Figure(
                name.removesuffix(" mean"),
                score(whole.right, whole.found, whole.wanted),
                float(low),
                float(high),
                None if is_mean else _share(whole.right, whole.found),
                None if is_mean else _share(whole.right, whole.wanted),
                round(whole.wanted),
            )
        )
    return tuple(figures)


def _share(part: float, whole: float) -> float:
    return float(part / whole) if whole else 0.0


def _f1(right: float, found: float, wanted: float) -> float:
    return _share(2 * right, found + wanted)


def _mean(right: float, _found: float, wanted: float) -> float:
    return _share(right, wanted)


def render_text(evaluation: Evaluation) -> str:
    """The figures as a table for people."""
    lines = [
        f"{counted(evaluation.articles, 'article')}; strict, symmetric scores; 95 % bootstrap intervals over articles",
        "",
    ]
    if not evaluation.figures:
        lines += ["nothing to score: nothing is annotated, and nothing was read"]
    width = max((len(figure.name.split("/")[1]) for figure in evaluation.figures), default=0)
    group = ""
    for figure in evaluation.figures:
        part, _, name = figure.name.partition("/")
        if part != group:
            lines += [f"{part:<{width}}    value  interval      precision  recall  number"]
            group = part
        own = ["" if value is None else f"{value:.3f}" for value in (figure.precision, figure.recall)]
        lines.append(
            f"  {name:<{width}}  {figure.value:.3f}  {figure.low:.3f}-{figure.high:.3f}  {own[0]:>9}  {own[1]:>6}"
            f"  {figure.number:>6}"
        )
    return "\n".join([*lines, ""])


def render_json(evaluation: Evaluation) -> str:
    """The figures as JSON for programs."""
    figures: dict[str, Mapping[str, object]] = {
        figure.name: {
            key: round(value, 4) if isinstance(value, float) else value
            for key, value in dataclasses.asdict(figure).items()
            if key != "name" and value is not None
        }
        for figure in evaluation.figures
    }
    return json.dumps({"articles": evaluation.articles, "figures": figures}, indent=2) + "\n"

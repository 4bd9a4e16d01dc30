"""An evaluation as text for people or JSON for programs."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping

from onrecord.evaluation.evaluation import Evaluation
from onrecord.text.numbers import counted


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

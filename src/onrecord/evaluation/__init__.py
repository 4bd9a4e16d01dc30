"""How well articles are read: scores against annotated articles, with confidence intervals."""

from onrecord.evaluation.evaluation import Evaluation, evaluate
from onrecord.evaluation.figures import Figure
from onrecord.evaluation.rendering import render_json, render_text

__all__ = ["Evaluation", "Figure", "evaluate", "render_json", "render_text"]

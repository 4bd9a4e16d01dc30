"""Agreement and the evaluation of a reviewed sample as text for people or JSON for programs."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

from onrecord.evaluation.adjudication import Disagreement, compared, in_words, kind_of_part
from onrecord.evaluation.agreement import Agreement, Coefficient
from onrecord.evaluation.reviewed import ReviewedEvaluation
from onrecord.text.numbers import counted

_SHOWN = 20


def render_agreement(agreement: Agreement) -> str:
    """An agreement as a table for people."""
    one, other = agreement.coders
    lines = [
        f"{one} and {other}: {counted(agreement.rows, 'row')} in common; 95 % bootstrap intervals over articles",
        "",
    ]
    names = [compared(each.table, each.field, each.part) for each in agreement.fields]
    width = max(map(len, names))
    lines.append(f"{'':<{width}}  values  agree  interval     kappa  interval       alpha  interval")
    for each, name in zip(agreement.fields, names, strict=True):
        shares = "  ".join((_coefficient(each.percent, 5), _coefficient(each.kappa, 6), _coefficient(each.alpha, 6)))
        lines.append(f"{name:<{width}}  {each.units:>6}  {shares}".rstrip())
    first, second, both = agreement.added
    lines += ["", f"rows added: {first} and {second}, {both} of them by both"]
    lines.append(f"values on which they disagree: {len(agreement.disagreements)}")
    for disagreement in agreement.disagreements[:_SHOWN]:
        unit = disagreement.unit
        what = compared(unit.table, unit.field, kind_of_part(unit.table, unit.key))
        says = "; ".join(in_words(disagreement, agreement.coders))
        lines += ["", f"{what}, {','.join(unit.key)}", f"  {says}"]
    if more := len(agreement.disagreements) - _SHOWN:
        lines += ["", f"and {more:,} more; --adjudicate writes all into a file"] if more > 0 else []
    return "\n".join([*lines, ""])


def _coefficient(found: Coefficient, width: int) -> str:
    if found.value is not None and (found.low is None or found.high is None):
        return f"{found.value:>{width}.3f}  {'-':<{2 * width + 1}}"
    if found.value is None or found.low is None or found.high is None:
        return f"{'-':>{width}}  {'':<{2 * width + 1}}"
    return f"{found.value:>{width}.3f}  {f'{found.low:.3f}-{found.high:.3f}':<{2 * width + 1}}"


def render_agreement_json(agreement: Agreement) -> str:
    """An agreement as JSON for programs; a coefficient that is not defined is null."""
    value = {
        "coders": list(agreement.coders),
        "rows": agreement.rows,
        "fields": [_rounded(dataclasses.asdict(each)) for each in agreement.fields],
        "added": list(agreement.added),
        "disagreements": [_disagreement(each) for each in agreement.disagreements],
    }
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


def _disagreement(found: Disagreement) -> dict[str, Any]:
    shown = {"one_named": found.one, "other_named": found.other, "words": list(found.words), "names": dict(found.names)}
    return dataclasses.asdict(found.unit) | shown


def _rounded(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _rounded(each) for name, each in value.items()}
    return round(value, 4) if isinstance(value, float) else value


def render_reviewed(evaluation: ReviewedEvaluation) -> str:
    """The evaluation of a reviewed sample as a table for people."""
    rows = counted(evaluation.rows, "row")
    articles = f", {counted(evaluation.articles, 'article')} read completely" if evaluation.articles else ""
    lines = [f"{rows} reviewed by {evaluation.coder}{articles}; 95 % intervals"]
    group = ""
    names = [f"{each.of}{f', {each.method}' if each.method else ''}" for each in evaluation.shares]
    width = max(map(len, names), default=0)
    for each, name in zip(evaluation.shares, names, strict=True):
        if group != (group := f"{each.table}: {each.what}"):
            lines += ["", f"{group:<{width + 2}}  share  interval     judged     of"]
        total = f"{each.total:>6}" if each.total else ""
        lines.append(
            f"  {name:<{width}}  {each.value:.3f}  {each.low:.3f}-{each.high:.3f}  {each.number:>6}  {total}".rstrip()
        )
    return "\n".join([*lines, ""])


def render_reviewed_json(evaluation: ReviewedEvaluation) -> str:
    """The evaluation of a reviewed sample as JSON for programs."""
    value = dataclasses.asdict(evaluation) | {
        "shares": [_rounded(dataclasses.asdict(each)) for each in evaluation.shares]
    }
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"

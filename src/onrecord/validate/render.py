"""A verdict as text and as JSON."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator

from onrecord.validate.rules import RULES
from onrecord.validate.verdict import Verdict


def render_text(verdict: Verdict) -> str:
    """The verdict for people: a summary by rule, every problem on a line, the notes, valid or not."""
    return "\n".join(_lines(verdict)) + "\n"


def _lines(verdict: Verdict) -> Iterator[str]:
    counts = Counter(problem.code for problem in verdict.problems)
    width = max(map(len, counts), default=0)
    for code, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        yield f"{count:>9,}  {code:<{width}}  {RULES[code].meaning}"
    if counts:
        yield ""
        # A key may hold line breaks: names are taken from texts as they stand.
        yield from (str(problem).replace("\r", "\\r").replace("\n", "\\n") for problem in verdict.problems)
        yield ""
    for note in verdict.notes:
        yield f"note: {note}"
    rows = sum(verdict.tables.values())
    size = f"{_number(len(verdict.tables), 'table')}, {_number(rows, 'row')}"
    judged = f"{size}, judged by {' and '.join(verdict.engines)}"
    if verdict.valid:
        yield f"valid: {judged}"
    else:
        yield f"invalid: {_number(len(verdict.problems), 'problem')} in {judged}"


def _number(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def render_json(verdict: Verdict) -> str:
    """The verdict for programs: a JSON object whose keys stay as docs/problems.md gives them."""
    value = {
        "valid": verdict.valid,
        "engines": list(verdict.engines),
        "tables": dict(verdict.tables),
        "articles": verdict.articles,
        "texts": verdict.texts,
        "notes": list(verdict.notes),
        "problems": [problem.as_dict() for problem in verdict.problems],
    }
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"

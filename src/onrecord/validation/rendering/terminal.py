"""A verdict on a terminal: in color, with a sample of each rule's problems."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from onrecord.problems import Problem
from onrecord.text.printable import visible
from onrecord.validation.rendering.plain import closing_line, more_line
from onrecord.validation.rules import RULES
from onrecord.validation.verdict import Verdict

_SAMPLE = 5
_COLOURS = {"error": "red", "advice": "yellow"}


def show(verdict: Verdict, console: Console | None = None, *, limit: int | None = None) -> None:
    """Prints a verdict: a summary by rule, some problems of each rule, the notes, and whether it is valid.

    Args:
        verdict: the verdict.
        console: where to print; by default, standard output.
        limit: shows this many problems, in the order of the package; None shows some of each rule.
    """
    console = console or Console(highlight=False)
    by_code: dict[str, list[Problem]] = defaultdict(list)
    for problem in verdict.problems:
        by_code[problem.code].append(problem)
    # Not the severity of the rule: strict validation turns advice into errors.
    severity = {code: problems[0].severity for code, problems in by_code.items()}
    codes = sorted(by_code, key=lambda code: (severity[code] != "error", -len(by_code[code]), code))
    if codes:
        summary = Table.grid(padding=(0, 2))
        summary.add_column(justify="right")
        for code in codes:
            colour = _COLOURS[severity[code]]
            summary.add_row(f"{len(by_code[code]):,}", Text(code, colour), RULES[code].meaning)
        console.print(summary)
        console.print()
    if limit is None:
        _sample(by_code, codes, console)
    else:
        for problem in verdict.problems[:limit]:
            console.print(Text(str(problem)), soft_wrap=True)
        if (more := len(verdict.problems) - limit) > 0:
            console.print(Text(more_line(more), "dim"))
    if codes:
        console.print()
    for note in verdict.notes:
        console.print(Text(f"note: {visible(note)}", "dim"), soft_wrap=True)
    console.print(Text(closing_line(verdict), "green" if verdict.valid else "red"), soft_wrap=True)


def _sample(by_code: Mapping[str, Sequence[Problem]], codes: Sequence[str], console: Console) -> None:
    """Prints some problems of each rule, and how many more there are."""
    for code in codes:
        for problem in by_code[code][:_SAMPLE]:
            console.print(Text(str(problem)), soft_wrap=True)
        if (more := len(by_code[code]) - _SAMPLE) > 0:
            console.print(Text(f"... and {more:,} more of {code}", "dim"))
    if any(len(problems) > _SAMPLE for problems in by_code.values()):
        console.print(Text("to see all: --limit, --format json or html, or text in a pipe", "dim"))

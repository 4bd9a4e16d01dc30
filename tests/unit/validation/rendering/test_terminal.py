"""What a person sees on a terminal."""

from __future__ import annotations

import io

from rich.console import Console

from onrecord.problems import Problem
from onrecord.validation import Verdict
from onrecord.validation.rendering.terminal import show


def shown(verdict: Verdict, *, colour: bool = False, limit: int | None = None) -> str:
    """The output on a terminal of 80 columns."""
    file = io.StringIO()
    show(verdict, Console(file=file, width=80, force_terminal=colour, highlight=False), limit=limit)
    return file.getvalue()


def test_a_sample_of_each_rule() -> None:
    """Errors come first, five problems of a rule are shown, and how to see all."""
    many = tuple(Problem("below-minimum", f"no {n}", path="data/a.csv", line=n) for n in range(2, 9))
    warned = Problem("reports-differ", "yes 6", path="data/votes.csv", line=3, severity="advice")
    lines = shown(Verdict((*many, warned), ("a note",), {"a": 9}, 0, 0, ("pandera 0",))).splitlines()
    assert [line.rstrip() for line in lines] == [
        "7  below-minimum   A value is below the schema's minimum.",
        "1  reports-differ  Reports of the same vote give different counts.",
        "",
        *(f"data/a.csv:{n}: no {n} [below-minimum]" for n in range(2, 7)),
        "... and 2 more of below-minimum",
        "data/votes.csv:3: advice: yes 6 [reports-differ]",
        "to see all: --limit, --format json or html, or text in a pipe",
        "",
        "note: a note",
        "invalid: 7 errors and 1 piece of advice in 1 table, 9 rows, judged by pandera 0",
    ]


def test_a_limit_takes_the_first_ones() -> None:
    """So many problems are shown, in the order of the package, whatever their rules."""
    many = tuple(Problem("below-minimum", f"no {n}", path="data/a.csv", line=n) for n in range(2, 10))
    verdict = Verdict(many, (), {"a": 9}, 0, 0, ("pandera 0",))
    lines = shown(verdict, limit=6).splitlines()
    assert lines[2:-2] == [*(f"data/a.csv:{n}: no {n} [below-minimum]" for n in range(2, 8)), "... and 2 more problems"]
    assert shown(verdict, limit=8).splitlines()[2:-2] == [str(problem) for problem in many]


def test_markup_in_a_cell_is_text() -> None:
    """What a cell holds is never taken for colours."""
    odd = Problem("padded-value", "'[red]x[/red] ' is padded", path="data/a.csv", line=2)
    assert "'[red]x[/red] ' is padded" in shown(Verdict((odd,), (), {}, 0, 0, ()), colour=True)


def test_orders_to_the_terminal_are_seen() -> None:
    """Neither a name nor a note moves the cursor, or turns the direction of writing."""
    odd = Problem("padded-value", "\x1b[2J\u202e", path="data/\r.csv", line=2, key="\x9b31m", field="\ud800")
    text = shown(Verdict((odd,), ("\x1b[31m",), {}, 0, 0, ()))
    assert not set(text) & set("\x1b\x9b\u202e\r\ud800")
    assert r"data/\r.csv:2: \x9b31m \ud800: \x1b[2J\u202e [padded-value]" in text


def test_valid_is_one_line() -> None:
    """Nothing is printed if there are no problems."""
    assert shown(Verdict((), (), {"a": 1}, 0, 0, ("pandera 0",))) == "valid: 1 table, 1 row, judged by pandera 0\n"

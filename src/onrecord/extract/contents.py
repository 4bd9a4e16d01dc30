"""Contents: the stretches of text that were said, and how they stand to the text in quotation marks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from onrecord.quotation import QuotedRun
from onrecord.spans import Places, Span, hull

MARKS = frozenset("“”\"‘’'«»")


def utterance(text: str, run: QuotedRun) -> Span | None:
    """The words of a run without the comma that belongs to the frame."""
    return run.inner.trim(text, lambda c: c.isspace() or c in ",")


def by_place(runs: Iterable[QuotedRun]) -> Places[QuotedRun]:
    """Text in quotation marks by where it stands, marks included."""
    return Places((run.outer, run) for run in runs)


def extend(text: str, contents: list[Span], more: Sequence[Span]) -> list[Span]:
    """Joins more contents to those that are joined already; returns those that are new or longer than before."""
    kept = len(contents) - 1 if contents and all(contents[-1] <= one for one in more) else 0
    contents[kept:] = joined(text, [*contents[kept:], *more])
    return contents[kept:]


def joined(text: str, contents: Sequence[Span]) -> list[Span]:
    """Contents between which nothing stands but marks and white space are one, and where no sentence ends."""
    made: list[Span] = []
    for content in sorted(contents):
        between = text[made[-1].end : content.start] if made else ""
        apart = re.search(r"[\w\n]|[.?!].*(?:[“\"«„‘]|''|``)|(?:[”\"»’]|'').*[.?!]", between)
        if made and (content.start <= made[-1].end or not apart):
            made[-1] = hull([made[-1], content])
        else:
            made.append(content)
    return made


def type_of(text: str, runs: Places[QuotedRun], contents: Sequence[Span]) -> str:
    """Direct where all words stand in quotation marks, indirect where none do."""
    marked = [[run.outer for run in runs.at(content)] for content in contents]
    pairs = zip(contents, marked, strict=True)
    unmarked = [rest.exact(text) for content, outer in pairs for rest in content.without(outer)]
    if not any(character.isalnum() for rest in unmarked for character in rest):
        return "direct"
    return "mixed" if any(marked) else "indirect"


def resumes(text: str, run: Span, later: QuotedRun) -> bool:
    """Whether a run goes on with the sentence of the one before, which its frame interrupts."""
    between = text[run.end : later.outer.start]
    leads = run.exact(text)[-2:-1] == "," or between.startswith(",")
    return leads and bool(re.fullmatch(r"[^.?!\n:;]*[\w)],\s", between)) and text[later.inner.start].islower()

"""Finding text in quotation marks, of every style, paired paragraph by paragraph.

Double marks (curly, straight, low, guillemets) come first; single marks count where no double ones enclose them. A
paragraph that opens with a mark which is not closed runs to its end where the next paragraph opens with one too: so
newspapers set an utterance of several paragraphs. Other unbalanced marks are passed over.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Sequence

from onrecord.spans import Span, span_or_none

# Opening marks with the marks that may close them; two single marks stand for a double one where type was poor.
_CLOSING = {"“": ("”",), "„": ("”", "“"), "«": ("»",), '"': ('"',), "''": ("''",), "``": ("''", "``")}
_MARK = re.compile(r"''|``|[“”„«»\"]")
_OPENERS = "“„«\"‘'"
# An apostrophe that begins a word: '90s, 'em, 'til, rock 'n' roll.
_CONTRACTION = re.compile(r"[’'‘](?:\d0s\b|em\b|til\b|tis\b|twas\b|cause\b|n[’'])", re.IGNORECASE)


@dataclasses.dataclass(frozen=True, order=True, slots=True)
class QuotedRun:
    """Text in quotation marks.

    Attributes:
        outer: with the marks.
        inner: without them.
        closed: False where the utterance goes on in the next paragraph.
        continues: whether it goes on from the run before.
    """

    outer: Span
    inner: Span
    closed: bool = True
    continues: bool = False


def find_quoted_runs(text: str, paragraphs: Sequence[Span]) -> list[QuotedRun]:
    """All runs in quotation marks of `paragraphs`, in order."""
    runs: list[QuotedRun] = []
    open_before = False
    for number, paragraph in enumerate(paragraphs):
        following = paragraphs[number + 1].exact(text) if number + 1 < len(paragraphs) else ""
        found = list(_double(text, paragraph, following[:1] in _OPENERS and following != ""))
        if open_before and found and found[0].outer.start == paragraph.start:
            found[0] = dataclasses.replace(found[0], continues=True)
        open_before = bool(found) and not found[-1].closed
        free = paragraph.without(run.outer for run in found)
        found += [run for stretch in free for run in _single(text, stretch)]
        runs += found
    return sorted(runs)


def _double(text: str, paragraph: Span, goes_on: bool) -> Iterator[QuotedRun]:
    marks = list(_MARK.finditer(text, paragraph.start, paragraph.end))
    number = 0
    while number < len(marks):
        opening = marks[number]
        if opening[0] not in _CLOSING or not _may_open(text, opening, paragraph):
            number += 1
            continue
        closing = next((k for k in range(number + 1, len(marks)) if _ends(opening[0], marks[k][0])), None)
        end = paragraph.end if closing is None else marks[closing].start()
        inner = span_or_none(opening.end(), end)
        if closing is not None:
            if inner:
                yield QuotedRun(Span(opening.start(), marks[closing].end()), inner)
            number = closing + 1
        elif inner and goes_on and number == len(marks) - 1:
            yield QuotedRun(Span(opening.start(), end), inner, closed=False)
            return
        else:
            number += 1


def _ends(opening: str, mark: str) -> bool:
    return mark in _CLOSING[opening]


def _may_open(text: str, mark: re.Match[str], paragraph: Span) -> bool:
    if mark[0] not in {'"', "''"} or mark.start() == paragraph.start:
        return True
    before, after = text[mark.start() - 1], text[mark.end() : mark.end() + 1]
    return (before.isspace() or before in "([{-–—―/‘'“:") and bool(after) and not after.isspace()


def _single(text: str, stretch: Span) -> Iterator[QuotedRun]:
    position = stretch.start
    while position < stretch.end:
        if text[position] not in "‘'" or not _opens_single(text, position, stretch):
            position += 1
            continue
        end = _closing_single(text, position, stretch)
        inner = span_or_none(position + 1, end) if end is not None else None
        if end is None or inner is None:
            position += 1
            continue
        yield QuotedRun(Span(position, end + 1), inner)
        position = end + 1


def _opens_single(text: str, position: int, stretch: Span) -> bool:
    before = text[position - 1] if position > stretch.start else " "
    after = text[position + 1 : position + 2]
    if not (before.isspace() or before in '([{-–—:"“') or not after or after.isspace() or after in ",.;:!?)":
        return False
    return not _CONTRACTION.match(text, position)


def _closing_single(text: str, opening: int, stretch: Span) -> int | None:
    """The mark that closes a single quotation; one after punctuation is surer than one that may be an apostrophe."""
    candidates = []
    for position in range(opening + 2, stretch.end):
        character = text[position]
        if character == "‘":
            break
        if character not in "’'":
            continue
        after = text[position + 1] if position + 1 < stretch.end else " "
        if after.isalnum():
            continue
        if text[position - 1] in ",.!?…":
            return position
        candidates.append(position)
    for position in candidates:
        # "the members' vote" is a possessive: a plural before a blank and another word.
        if not (text[position - 1] in "sS" and re.match(r"[’'] [a-z]", text[position : position + 3])):
            return position
    return candidates[-1] if candidates else None

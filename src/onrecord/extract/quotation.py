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

_OPENING = {"“": "”", "„": "”“", "«": "»", '"': '"'}
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
    position = paragraph.start
    while position < paragraph.end:
        mark = text[position]
        if mark not in _OPENING or not _may_open(text, position, paragraph):
            position += 1
            continue
        end = _closing(text, position, paragraph)
        inner = span_or_none(position + 1, paragraph.end if end is None else end)
        if end is not None:
            if inner:
                yield QuotedRun(Span(position, end + 1), inner)
            position = end + 1
        elif inner and goes_on and not any(text[k] in _OPENING for k in range(position + 1, paragraph.end)):
            yield QuotedRun(Span(position, paragraph.end), inner, closed=False)
            return
        else:
            position += 1


def _may_open(text: str, position: int, paragraph: Span) -> bool:
    if text[position] != '"' or position == paragraph.start:
        return True
    before, after = text[position - 1], text[position + 1 : position + 2]
    return (before.isspace() or before in "([{-–—/‘'“:") and bool(after) and not after.isspace()


def _closing(text: str, opening: int, paragraph: Span) -> int | None:
    closers = _OPENING[text[opening]]
    for position in range(opening + 1, paragraph.end):
        if text[position] in closers:
            return position
        if text[opening] == "“" and text[position] == "“":
            return None
    return None


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

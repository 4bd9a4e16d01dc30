"""Finding text in quotation marks, of every style, paired paragraph by paragraph.

The outermost marks count. Double ones (curly, straight, low, guillemets) are paired first; single ones hold them only
where their closing mark is surely no apostrophe. A paragraph with a mark that is not closed runs to its end where the
next paragraph opens with one too: so newspapers set an utterance of several paragraphs. Other unbalanced marks are
passed over.
"""

from __future__ import annotations

import bisect
import dataclasses
import itertools
import re
from collections.abc import Iterator, Mapping, Sequence

from onrecord.spans import Span, span_or_none

# Opening marks with the marks that may close them; two single marks stand for a double one where type was poor.
_CLOSING = {"“": ("”",), "„": ("”", "“"), "«": ("»",), '"': ('"',), "''": ("''",), "``": ("''", "``")}
_MIXED = {"“": '"', '"': "”"}
_MARK = re.compile(r"''|``|[“”„«»\"]")
_SINGLE_OPENING = re.compile(r"[‘']")
_SINGLE = re.compile(r"[‘’']")
_OPENERS = "“„«\"‘'"
# An apostrophe that begins a word: '90s, 'em, 'til, rock 'n' roll.
_CONTRACTION = re.compile(r"[’'‘](?:\d0s\b|em\b|til\b|tis\b|twas\b|cause\b|n[’'])", re.IGNORECASE)

# After a plural, as in "the members' vote": before a word that a noun phrase may go on with.
_POSSESSIVE = re.compile(
    r"[’'] (?!(?:is|are|was|were|has|have|had|said|says|will|would|can|could|may|and|or|but|as|at|by|for|from|in|into|"
    r"of|on|to|with|that|which|who|a|an|the|it|he|she|they|we)\b)[a-z]"
)


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
        double = list(_double(text, paragraph, following[:1] in _OPENERS and following != ""))
        single = list(_single(text, paragraph, [run.outer for run in double], following[:1]))
        found = sorted([run for run in double if not any(other.outer.covers(run.outer) for other in single)] + single)
        if open_before and found and found[0].outer.start == paragraph.start:
            found[0] = dataclasses.replace(found[0], continues=True)
        open_before = bool(found) and not found[-1].closed
        runs += found
    return runs


def _double(text: str, paragraph: Span, goes_on: bool) -> Iterator[QuotedRun]:
    marks = list(_MARK.finditer(text, paragraph.start, paragraph.end))
    places: dict[str, list[int]] = {}
    for number, mark in enumerate(marks):
        places.setdefault(mark[0], []).append(number)
    number = 0
    while number < len(marks):
        opening = marks[number]
        if opening[0] not in _CLOSING or not _may_open(text, opening, paragraph):
            number += 1
            continue
        closing = _closing(text, marks, number, places)
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


def _closing(
    text: str, marks: Sequence[re.Match[str]], opening: int, places: Mapping[str, Sequence[int]]
) -> int | None:
    """The mark that closes one; else, where type was mixed, one of another style after punctuation.

    `places` are the numbers of the marks of each kind.
    """
    mark = marks[opening][0]

    def after(kind: str) -> Iterator[int]:
        same = places.get(kind, ())
        at = bisect.bisect_right(same, opening)
        yield from same[at : at + 1]

    own = min(itertools.chain.from_iterable(map(after, _CLOSING[mark])), default=None)
    again = next(after(mark), None)
    if mark not in _MIXED or (own is not None and (again is None or own <= again)):
        return own
    # The next mark of all: one that another has opened in between belongs to that one.
    other = opening + 1
    closes = other < len(marks) and marks[other][0] == _MIXED[mark] and text[marks[other].start() - 1] in ",.?!"
    return other if closes else own


def _may_open(text: str, mark: re.Match[str], paragraph: Span) -> bool:
    if mark[0] not in {'"', "''"} or mark.start() == paragraph.start:
        return True
    before, after = text[mark.start() - 1], text[mark.end() : mark.end() + 1]
    return (before.isspace() or before in "([{-–—―/‘'“:") and bool(after) and not after.isspace()


def _single(text: str, paragraph: Span, double: Sequence[Span], following: str) -> Iterator[QuotedRun]:
    """The runs in single marks; `following` is the first character of the next paragraph."""
    after = paragraph.start
    for mark in _SINGLE_OPENING.finditer(text, paragraph.start, paragraph.end):
        position = mark.start()
        if position < after or any(span.start <= position < span.end for span in double):
            continue
        if not _opens_single(text, position, paragraph):
            continue
        end, surely = _closing_single(text, position, paragraph, double)
        if following == text[position] and not surely and not any(span.start > position for span in double):
            inner = span_or_none(position + 1, paragraph.end)
            if inner:
                yield QuotedRun(Span(position, paragraph.end), inner, closed=False)
                return
        inner = span_or_none(position + 1, end) if end is not None else None
        if end is not None and inner is not None:
            yield QuotedRun(Span(position, end + 1), inner)
            after = end + 1


def _opens_single(text: str, position: int, paragraph: Span) -> bool:
    before = text[position - 1] if position > paragraph.start else " "
    after = text[position + 1 : position + 2]
    if not (before.isspace() or before in '([{-–—:"“”') or not after or after.isspace() or after in ",.;:!?)":
        return False
    return not _CONTRACTION.match(text, position)


def _closing_single(text: str, opening: int, paragraph: Span, double: Sequence[Span]) -> tuple[int | None, bool]:
    """The mark that closes a single quotation, and whether it can be nothing else.

    One after punctuation is surer than one that may be an apostrophe; only such a one closes over double marks.
    """
    candidates = []
    for mark in _SINGLE.finditer(text, opening + 2, paragraph.end):
        position = mark.start()
        if any(span.start <= position < span.end for span in double):
            continue
        if mark[0] == "‘":
            break
        after = text[position + 1] if position + 1 < paragraph.end else " "
        if after.isalnum():
            continue
        before = [span.end for span in double if opening < span.start and span.end <= position]
        if text[position - 1] in ",.!?…" or position in before:
            return position, True
        if not before:
            candidates.append(position)
    for position in candidates:
        if not (text[position - 1] in "sS" and _POSSESSIVE.match(text, position)):
            return position, True
    return (candidates[-1] if candidates else None), False

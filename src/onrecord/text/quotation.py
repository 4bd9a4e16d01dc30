"""Finds text in quotation marks of every style, paragraph by paragraph.

The outermost marks count. Double marks (curly, straight, low, guillemets) are paired first; single marks enclose double
marks only if the closing single mark is certainly not an apostrophe. A quotation that is not closed runs to the end of
its paragraph if the next paragraph begins with an opening mark, as newspapers set an utterance of several paragraphs,
or if it looks like an utterance whose closing mark was forgotten. Other unbalanced marks are ignored.
"""

from __future__ import annotations

import bisect
import dataclasses
import itertools
import re
from collections.abc import Iterator, Mapping, Sequence

from onrecord.text.spans import Span, span_or_none

# Opening marks with the marks that may close them; in plain type, two single marks stand for a double mark.
_CLOSING = {"“": ("”",), "„": ("”", "“"), "«": ("»",), '"': ('"',), "''": ("''",), "``": ("''", "``")}
_MIXED = {"“": '"', '"': "”"}
_MARK = re.compile(r"''|``|[“”„«»\"]")
_SINGLE_OPENING = re.compile(r"[‘']")
_SINGLE = re.compile(r"[‘’']")
_OPENERS = "“„«\"‘'"
# An apostrophe that begins a word: '90s, 'em, 'til, rock 'n' roll.
_CONTRACTION = re.compile(r"[’'‘](?:\d0s\b|em\b|til\b|tis\b|twas\b|cause\b|n[’'])", re.IGNORECASE)

# After a plural, as in "the members' vote": before a word that may continue a noun phrase.
_POSSESSIVE = re.compile(
    r"[’'] (?!(?:is|are|was|were|has|have|had|said|says|will|would|can|could|may|and|or|but|as|at|by|for|from|in|into|"
    r"of|on|to|with|that|which|who|a|an|the|it|he|she|they|we)\b)[a-z]"
)


# What shows, between the pieces of a quotation, that words are left out.
BREAK = " … "


@dataclasses.dataclass(frozen=True, order=True, slots=True)
class QuotedRun:
    """Text in quotation marks.

    Attributes:
        outer: the span with the marks.
        inner: the span without them.
        closed: False if the utterance continues in the next paragraph.
        continues: whether it continues the run before.
    """

    outer: Span
    inner: Span
    closed: bool = True
    continues: bool = False


def find_quoted_runs(text: str, paragraphs: Sequence[Span]) -> list[QuotedRun]:
    """All runs in quotation marks in `paragraphs`, in order."""
    runs: list[QuotedRun] = []
    open_before = False
    for number, paragraph in enumerate(paragraphs):
        following = paragraphs[number + 1].exact(text) if number + 1 < len(paragraphs) else ""
        double = list(_double(text, paragraph, following[:1] in _OPENERS and following != ""))
        single = list(_single(text, paragraph, [run.outer for run in double], following[:1]))
        free = _Stretches([run.outer for run in single])
        found = sorted([run for run in double if not free.covers(run.outer.start)] + single)
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
        elif inner and number == len(marks) - 1 and _lacks_its_end(text, opening, paragraph):
            yield QuotedRun(Span(opening.start(), end), inner)
            return
        else:
            number += 1


def _lacks_its_end(text: str, opening: re.Match[str], paragraph: Span) -> bool:
    """Whether a mark that is not closed begins an utterance whose closing mark was forgotten.

    An utterance begins after punctuation, with a capital letter unless a comma is before it, and ends with a sentence.
    """
    before = text[paragraph.start : opening.start()].rstrip()[-1:]
    begins = before == "," or (before in ".?!:”" and text[opening.end()].isupper())
    return begins and text[paragraph.start : paragraph.end].rstrip()[-1:] in {".", "?", "!", "…"}


def _closing(
    text: str, marks: Sequence[re.Match[str]], opening: int, places: Mapping[str, Sequence[int]]
) -> int | None:
    """The mark that closes an opening mark; or else, in mixed type, a mark of another style next to punctuation.

    `places` are the numbers of the marks of each kind.
    """
    mark = marks[opening][0]

    def following(kind: str) -> Iterator[int]:
        same = places.get(kind, ())
        at = bisect.bisect_right(same, opening)
        yield from same[at : at + 1]

    own = min(itertools.chain.from_iterable(map(following, _CLOSING[mark])), default=None)
    again = next(following(mark), None)
    if mark not in _MIXED or (own is not None and (again is None or own <= again)):
        return own
    # Only the very next mark: a later mark may belong to another opening mark in between.
    other = opening + 1
    if other >= len(marks) or marks[other][0] != _MIXED[mark]:
        return own
    before, after = text[marks[other].start() - 1], text[marks[other].end() : marks[other].end() + 1]
    return other if before in ",.?!" or (after in ",.?!" and not before.isspace()) else own


def _may_open(text: str, mark: re.Match[str], paragraph: Span) -> bool:
    if mark[0] not in {'"', "''"} or mark.start() == paragraph.start:
        return True
    before, after = text[mark.start() - 1], text[mark.end() : mark.end() + 1]
    return (before.isspace() or before in "([{-–—―/‘'“:,") and bool(after) and not after.isspace()


class _Stretches:
    """Stretches of a text, in order and without overlaps."""

    def __init__(self, spans: Sequence[Span]) -> None:
        self._spans = spans
        self._starts = [span.start for span in spans]

    def covers(self, position: int) -> bool:
        """Whether one of them covers a character."""
        before = bisect.bisect_right(self._starts, position)
        return before > 0 and position < self._spans[before - 1].end

    def after(self, position: int) -> Span | None:
        """The first stretch that begins after a character."""
        number = bisect.bisect_right(self._starts, position)
        return self._spans[number] if number < len(self._spans) else None


def _single(text: str, paragraph: Span, double: Sequence[Span], following: str) -> Iterator[QuotedRun]:
    """The runs in single marks; `following` is the first character of the next paragraph."""
    held = _Stretches(double)
    closing: _SingleMarks | None = None
    after = paragraph.start
    for mark in _SINGLE_OPENING.finditer(text, paragraph.start, paragraph.end):
        position = mark.start()
        if position < after or held.covers(position):
            continue
        if not _opens_single(text, position, paragraph):
            continue
        closing = closing or _SingleMarks(text, paragraph, held)
        end, surely = closing.of(position)
        if following == text[position] and not surely and held.after(position) is None:
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


class _SingleMarks:
    """The marks of a paragraph that may close a single quotation, sorted once for all its opening marks.

    A mark after punctuation, or after a closing double mark, is surer than a mark that may be an apostrophe; only a
    sure mark closes a quotation that encloses double marks.
    """

    def __init__(self, text: str, paragraph: Span, double: _Stretches) -> None:
        self._double = double
        self._end = paragraph.end
        self._openings: list[int] = []
        self._possible: list[int] = []
        self._sure: list[int] = []  # after punctuation
        self._likely: list[int] = []  # not the apostrophe of a possessive
        for mark in _SINGLE.finditer(text, paragraph.start, paragraph.end):
            position = mark.start()
            if double.covers(position):
                continue
            if mark[0] == "‘":
                self._openings.append(position)
                continue
            if position + 1 < paragraph.end and text[position + 1].isalnum():
                continue
            self._possible.append(position)
            before = text[position - 1] if position > paragraph.start else " "
            if before in ",.!?…" or double.covers(position - 1):
                self._sure.append(position)
            if not (before in "sS" and _POSSESSIVE.match(text, position)):
                self._likely.append(position)

    def of(self, opening: int) -> tuple[int | None, bool]:
        """The mark that closes the quotation opened at a place, and whether it is certainly not an apostrophe."""
        first = opening + 2
        limit = _first(self._openings, first, self._end)
        if (sure := _first(self._sure, first, limit)) < limit:
            return sure, True
        held = self._double.after(opening)
        limit = min(limit, held.end) if held else limit
        if (likely := _first(self._likely, first, limit)) < limit:
            return likely, True
        last = bisect.bisect_left(self._possible, limit)
        return (self._possible[last - 1], False) if last and self._possible[last - 1] >= first else (None, False)


def _first(places: Sequence[int], least: int, default: int) -> int:
    """The first of the sorted places that is at least `least`; else `default`."""
    number = bisect.bisect_left(places, least)
    return places[number] if number < len(places) else default

"""Marks on a text. Spans overlap, HTML elements may not: the text is cut at every boundary of a mark."""

from __future__ import annotations

import bisect
import collections
import dataclasses
import itertools
from collections.abc import Iterable, Iterator, Sequence

from onrecord.text.spans import Span, span_or_none

# The most marks shown on a stretch of text; without a limit, a page could be the square of its text.
_MOST = 50


@dataclasses.dataclass(frozen=True, slots=True)
class Mark:
    """A marked stretch.

    Attributes:
        span: its place in the text.
        token: the token that all marks, the card and the line of a row share; its first letter is that of the layer.
        style: class of the stretch, such as `m-content` for the words of a quote.
        pin: label before the stretch; may be empty.
        title: explanation; may be empty.
    """

    span: Span
    token: str
    style: str
    pin: str = ""
    title: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Segment:
    """A stretch within which no mark begins or ends; `marks` cover it, the shortest first."""

    span: Span
    text: str
    marks: tuple[Mark, ...]

    @property
    def pins(self) -> tuple[Mark, ...]:
        """The marks with a pin that begin here, the longest first."""
        beginning = (mark for mark in self.marks if mark.pin and mark.span.start == self.span.start)
        return tuple(sorted(beginning, key=lambda mark: -len(mark.span)))

    @property
    def begins(self) -> bool:
        """Whether a mark begins here, so links may lead here."""
        return any(mark.span.start == self.span.start for mark in self.marks)

    @property
    def styles(self) -> str:
        """The classes of the marks, each once, in a fixed order."""
        return " ".join(sorted({mark.style for mark in self.marks}))

    @property
    def tokens(self) -> str:
        """The tokens of the marks, each once, that of the shortest mark first."""
        return " ".join(dict.fromkeys(mark.token for mark in self.marks if mark.token))

    @property
    def title(self) -> str:
        """The explanations of the marks, that of the shortest mark first."""
        return "; ".join(dict.fromkeys(mark.title for mark in self.marks if mark.title))


def segments(text: str, block: Span, marks: Iterable[Mark]) -> Iterator[Segment]:
    """Cuts the stretch `block` of `text` at every boundary of a mark; the pieces add up to the stretch."""
    here = sorted((mark for mark in marks if mark.span.overlaps(block)), key=lambda mark: len(mark.span))
    edges = {edge for mark in here for edge in (mark.span.start, mark.span.end) if block.start < edge < block.end}
    beginning: dict[int, list[int]] = collections.defaultdict(list)
    ending: dict[int, list[int]] = collections.defaultdict(list)
    for number, mark in enumerate(here):
        beginning[max(mark.span.start, block.start)].append(number)
        ending[mark.span.end].append(number)
    covering: list[int] = []  # numbers of marks, in order
    for start, end in itertools.pairwise(sorted(edges | {block.start, block.end})):
        for number in ending.get(start, ()):
            del covering[bisect.bisect_left(covering, number)]
        for number in beginning.get(start, ()):
            bisect.insort(covering, number)
        span = Span(start, end)
        shown = covering[:_MOST]
        if len(shown) < len(covering):
            shown = sorted({*shown, *beginning.get(start, ())})
        yield Segment(span, span.exact(text), tuple(here[number] for number in shown))


def blocks(text: str, paragraphs: Sequence[Span]) -> list[Span]:
    """A stretch for each paragraph and the text before it; the last extends to the end of the text."""
    ends = [paragraph.end for paragraph in paragraphs[:-1]]
    pieces = (span_or_none(start, end) for start, end in itertools.pairwise([0, *ends, len(text)]))
    return [piece for piece in pieces if piece]

"""Span: a stretch of text. All offset arithmetic of the project is here.

Offsets are 0-based and end-exclusive and count Unicode code points of the source text as stored, as the W3C Web
Annotation `TextPositionSelector` does; `exact`, `prefix` and `suffix` are terms of its `TextQuoteSelector`.
"""

from __future__ import annotations

import bisect
import collections
import dataclasses
import heapq
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclasses.dataclass(frozen=True, order=True, slots=True)
class Span:
    """A non-empty stretch of a text.

    Raises:
        ValueError: unless `0 <= start < end`.
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"a span needs 0 <= start < end, not {self.start}-{self.end}")

    def __len__(self) -> int:
        return self.end - self.start

    def __str__(self) -> str:
        return f"{self.start}-{self.end}"

    def exact(self, text: str) -> str:
        """The characters of `text` that the span covers."""
        return text[self.start : self.end]

    def prefix(self, text: str, length: int = 32) -> str:
        """Up to `length` characters of `text` before the span."""
        return text[max(0, self.start - length) : self.start]

    def suffix(self, text: str, length: int = 32) -> str:
        """Up to `length` characters of `text` after the span."""
        return text[self.end : self.end + length]

    def shift(self, offset: int) -> Span:
        """The same stretch after `offset` characters are put before the text."""
        return Span(self.start + offset, self.end + offset)

    def covers(self, other: Span) -> bool:
        """Whether all of `other` is inside the span."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Whether the two spans share a character."""
        return self.start < other.end and other.start < self.end

    def gap(self, other: Span) -> int:
        """The number of characters between the two spans; 0 if they touch or overlap."""
        return max(0, max(self.start, other.start) - min(self.end, other.end))

    def trim(self, text: str, unwanted: str | Callable[[str], bool] = str.isspace) -> Span | None:
        """The span without unwanted characters (white space by default) at its ends; None if nothing is left."""
        drop = unwanted if callable(unwanted) else unwanted.__contains__
        start, end = self.start, self.end
        while start < end and drop(text[start]):
            start += 1
        while start < end and drop(text[end - 1]):
            end -= 1
        return Span(start, end) if start < end else None

    def without(self, holes: Iterable[Span]) -> Iterator[Span]:
        """The spans that are left, in order, when `holes` are cut out."""
        start = self.start
        for hole in sorted(holes):
            if not self.overlaps(hole):
                continue
            if start < hole.start:
                yield Span(start, hole.start)
            start = max(start, hole.end)
        if start < self.end:
            yield Span(start, self.end)


def span_or_none(start: int, end: int) -> Span | None:
    """The span from `start` to `end`, or None if it would be empty."""
    return Span(start, end) if start < end else None


def hull(spans: Iterable[Span]) -> Span:
    """The shortest span that covers all of `spans`, which must not be empty."""
    spans = list(spans)
    if len(spans) == 1:
        return spans[0]
    return Span(min(span.start for span in spans), max(span.end for span in spans))


class Places(Generic[T]):
    """An index of values by their spans in a text, for finding those at a place without looking at all.

    Args:
        values: each with its span.

    Examples:
        >>> Places([(Span(0, 5), "a"), (Span(4, 9), "b")]).at(Span(5, 6))
        ['b']
    """

    _WIDTH = 256

    def __init__(self, values: Iterable[tuple[Span, T]] = ()) -> None:
        self._values: list[tuple[Span, T]] = []
        self._numbers: dict[int, list[int]] = collections.defaultdict(list)
        for span, value in values:
            self.add(span, value)

    def add(self, span: Span, value: T) -> None:
        """Adds a value with its span."""
        for block in self._blocks(span):
            self._numbers[block].append(len(self._values))
        self._values.append((span, value))

    def _blocks(self, span: Span) -> range:
        return range(span.start // self._WIDTH, (span.end - 1) // self._WIDTH + 1)

    def at(self, place: Span) -> list[T]:
        """The values whose spans overlap a place, in the order in which they were added."""
        numbers = {number for block in self._blocks(place) for number in self._numbers.get(block, ())}
        return [self._values[number][1] for number in sorted(numbers) if self._values[number][0].overlaps(place)]

    def over(self, place: Span) -> Iterator[T]:
        """The same values lazily, for finding the first that fits; a value may be repeated."""
        for number in heapq.merge(*(self._numbers.get(block, ()) for block in self._blocks(place))):
            span, value = self._values[number]
            if span.overlaps(place):
                yield value


class Occurrences:
    """The places where a pattern occurs in a text, found once for all queries about parts of the text.

    Args:
        pattern: the pattern; it must not match the empty text. If it has groups, an occurrence ends with the last.
        text: the text.

    Examples:
        >>> Occurrences(re.compile("an"), "a banana and an ant").within(Span(9, 12))
        True
    """

    def __init__(self, pattern: re.Pattern[str], text: str) -> None:
        found = [(match.start(), match.end(pattern.groups)) for match in pattern.finditer(text)]
        self._starts = [start for start, _ in found]
        self._ends = [end for _, end in found]

    def within(self, place: Span) -> bool:
        """Whether an occurrence begins in a span and ends in it."""
        end = self.end_of_first(place.start)
        return end is not None and end <= place.end

    def end_of_first(self, start: int) -> int | None:
        """The end of the first occurrence that begins at a place or after it."""
        number = bisect.bisect_left(self._starts, start)
        return self._ends[number] if number < len(self._ends) else None

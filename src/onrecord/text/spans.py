"""Span: a stretch of text. The only offset arithmetic of the project.

Offsets are 0-based and end-exclusive and count Unicode code points of the source text as stored, as the W3C Web
Annotation `TextPositionSelector` does; `exact`, `prefix` and `suffix` are the words of its `TextQuoteSelector`.
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
        """The same stretch where `offset` characters stand before the text."""
        return Span(self.start + offset, self.end + offset)

    def covers(self, other: Span) -> bool:
        """Whether all of `other` lies inside."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Whether the two share a character."""
        return self.start < other.end and other.start < self.end

    def gap(self, other: Span) -> int:
        """Characters between the two; 0 where they touch or overlap."""
        return max(0, max(self.start, other.start) - min(self.end, other.end))

    def trim(self, text: str, unwanted: str | Callable[[str], bool] = str.isspace) -> Span | None:
        """The span without unwanted characters (white space unless told) at its ends; None where nothing is left."""
        drop = unwanted if callable(unwanted) else unwanted.__contains__
        start, end = self.start, self.end
        while start < end and drop(text[start]):
            start += 1
        while start < end and drop(text[end - 1]):
            end -= 1
        return Span(start, end) if start < end else None

    def without(self, holes: Iterable[Span]) -> Iterator[Span]:
        """What is left, in order, when `holes` are cut out."""
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
    """The span from `start` to `end`, or None where it would be empty."""
    return Span(start, end) if start < end else None


def hull(spans: Iterable[Span]) -> Span:
    """The shortest span that covers all of `spans`, which must not be empty."""
    spans = list(spans)
    return Span(min(span.start for span in spans), max(span.end for span in spans))


class Places(Generic[T]):
    """Things by the stretches of a text where they stand, so that those at a place are found without a look at all.

    Args:
        things: each with its stretch.

    Examples:
        >>> Places([(Span(0, 5), "a"), (Span(4, 9), "b")]).at(Span(5, 6))
        ['b']
    """

    _WIDTH = 256

    def __init__(self, things: Iterable[tuple[Span, T]] = ()) -> None:
        self._things: list[tuple[Span, T]] = []
        self._numbers: dict[int, list[int]] = collections.defaultdict(list)
        for span, thing in things:
            self.add(span, thing)

    def add(self, span: Span, thing: T) -> None:
        """One more thing, with its stretch."""
        for block in self._blocks(span):
            self._numbers[block].append(len(self._things))
        self._things.append((span, thing))

    def _blocks(self, span: Span) -> range:
        return range(span.start // self._WIDTH, (span.end - 1) // self._WIDTH + 1)

    def at(self, place: Span) -> list[T]:
        """The things whose stretches overlap a place, in the order in which they were given."""
        numbers = {number for block in self._blocks(place) for number in self._numbers.get(block, ())}
        return [self._things[number][1] for number in sorted(numbers) if self._things[number][0].overlaps(place)]

    def over(self, place: Span) -> Iterator[T]:
        """The same one by one, for those who need the first that fits; one may come again."""
        for number in heapq.merge(*(self._numbers.get(block, ()) for block in self._blocks(place))):
            span, thing = self._things[number]
            if span.overlaps(place):
                yield thing


class Occurrences:
    """Where a pattern stands in a text, found once for all who ask of stretches of it.

    Args:
        pattern: the pattern; it may not match nothing. It ends with its last group where it has some.
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
        """Whether it stands inside a stretch."""
        end = self.end_of_first(place.start)
        return end is not None and end <= place.end

    def end_of_first(self, start: int) -> int | None:
        """The end of the first one that begins at a place or after it."""
        number = bisect.bisect_left(self._starts, start)
        return self._ends[number] if number < len(self._ends) else None

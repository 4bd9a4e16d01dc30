"""The mentions of an article, found by their place."""

from __future__ import annotations

import bisect
import operator
from collections.abc import Iterator

from onrecord.extract.values import Mention
from onrecord.spans import Span

_start = operator.attrgetter("start")


class Mentions:
    """One mention a span at most, in text order."""

    def __init__(self) -> None:
        self._by_span: dict[Span, Mention] = {}
        self._places: list[Span] = []  # in order
        self._longest = 0

    def __iter__(self) -> Iterator[Mention]:
        return (self._by_span[span] for span in self._places)

    def put(self, mention: Mention) -> None:
        """Adds a mention; the one that had its span gives way."""
        if mention.span not in self._by_span:
            bisect.insort(self._places, mention.span)
            self._longest = max(self._longest, len(mention.span))
        self._by_span[mention.span] = mention

    def get(self, span: Span) -> Mention | None:
        """The mention with just this span."""
        return self._by_span.get(span)

    def inside(self, span: Span) -> list[Mention]:
        """The mentions inside a stretch of the article, in text order."""
        first, after = (bisect.bisect_left(self._places, end, key=_start) for end in (span.start, span.end))
        return [self._by_span[place] for place in self._places[first:after] if place.end <= span.end]

    def at(self, place: Span) -> Mention | None:
        """The shortest mention that covers a place."""
        first = bisect.bisect_left(self._places, place.end - self._longest, key=_start)
        after = bisect.bisect_right(self._places, place.start, key=_start)
        covering = [span for span in self._places[first:after] if span.end >= place.end]
        return self._by_span[min(covering, key=len)] if covering else None

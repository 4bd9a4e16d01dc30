"""The mentions of an article, indexed by place."""

from __future__ import annotations

import bisect
import collections
import operator
from collections.abc import Iterator

from onrecord.extraction.values import Mention
from onrecord.text.spans import Span

_start = operator.attrgetter("start")
_WIDTH = 64


class Mentions:
    """Mentions in text order, at most one per span."""

    def __init__(self) -> None:
        self._by_span: dict[Span, Mention] = {}
        self._places: list[Span] = []  # in order
        self._covering: dict[int, list[Span]] = collections.defaultdict(list)  # by blocks of `_WIDTH` characters

    def __iter__(self) -> Iterator[Mention]:
        return (self._by_span[span] for span in self._places)

    def put(self, mention: Mention) -> None:
        """Adds a mention; it replaces a mention with the same span."""
        if mention.span not in self._by_span:
            bisect.insort(self._places, mention.span)
            for block in range(mention.span.start // _WIDTH, (mention.span.end - 1) // _WIDTH + 1):
                self._covering[block].append(mention.span)
        self._by_span[mention.span] = mention

    def get(self, span: Span) -> Mention | None:
        """The mention with exactly this span."""
        return self._by_span.get(span)

    def inside(self, span: Span) -> list[Mention]:
        """The mentions inside a span of the article, in text order."""
        first, after = (bisect.bisect_left(self._places, end, key=_start) for end in (span.start, span.end))
        return [self._by_span[place] for place in self._places[first:after] if place.end <= span.end]

    def at(self, place: Span) -> Mention | None:
        """The shortest mention that covers a place."""
        covering = [span for span in self._covering.get(place.start // _WIDTH, ()) if span.covers(place)]
        return self._by_span[min(covering, key=lambda span: (len(span), span))] if covering else None

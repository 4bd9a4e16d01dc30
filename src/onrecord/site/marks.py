"""Marks on a text. Spans overlap, HTML elements may not: the text is cut at every boundary of a mark.

An article has hundreds of marks and a site has thousands of articles, so that marks and segments are plain tuples.
"""

from __future__ import annotations

import bisect
import collections
import functools
import itertools
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

# The most marks shown on a stretch of text; without a limit, a page could be the square of its text.
_MOST = 50


class Mark(NamedTuple):
    """A marked stretch from `start` to `end`.

    Attributes:
        start: its first character.
        end: just past its last character.
        token: what all marks and the card of a row share on the page; its first letter is that of the layer.
        style: class of the stretch, such as `m-content` for the words of a quote.
        anchor: the id of the row, if its address leads here; may be empty.
        pin: label before the stretch; may be empty.
        title: explanation; may be empty.
        link: the page of the entity that is meant; may be empty.
    """

    start: int
    end: int
    token: str
    style: str
    anchor: str = ""
    pin: str = ""
    title: str = ""
    link: str = ""


class Segment(NamedTuple):
    """A stretch within which no mark begins or ends.

    Attributes:
        text: its characters.
        styles: the classes of its marks, each once, in a fixed order.
        tokens: the tokens of its marks, that of the shortest mark first.
        pins: the marks with a label that begin here, the longest first.
        anchors: the ids of the rows without a label whose address leads here.
        title: the explanations of its marks.
        link: the page that the shortest of its marks leads to.
    """

    text: str
    styles: str = ""
    tokens: str = ""
    pins: tuple[Mark, ...] = ()
    anchors: tuple[str, ...] = ()
    title: str = ""
    link: str = ""


def cut(text: str, stretches: Sequence[tuple[int, int]], marks: Iterable[Mark]) -> Iterator[list[Segment]]:
    """Cuts each of some stretches of a text, which are in order, at the boundaries of the marks.

    The segments of a stretch add up to its text.
    """
    waiting = sorted(set(marks))
    place, carried = 0, list[Mark]()
    for start, end in stretches:
        here = [mark for mark in carried if mark.end > start]
        while place < len(waiting) and waiting[place].start < end:
            if waiting[place].end > start:
                here.append(waiting[place])
            place += 1
        carried = [mark for mark in here if mark.end > end]
        yield list(_segments(text, start, end, here)) if here else [Segment(text[start:end])]


def _segments(text: str, start: int, end: int, marks: list[Mark]) -> Iterator[Segment]:
    marks.sort(key=_length)
    if len(marks) > _MOST:
        yield from _segments_of_many(text, start, end, marks)
        return
    edges = {start, end}
    edges.update([mark.start for mark in marks if mark.start > start])
    edges.update([mark.end for mark in marks if mark.end < end])
    order = sorted(edges)
    places = {edge: place for place, edge in enumerate(order)}
    covering: list[list[Mark]] = [[] for _ in order]
    for mark in marks:
        for place in range(places.get(mark.start, 0), places.get(mark.end, len(order) - 1)):
            covering[place].append(mark)
    for (left, right), here in zip(itertools.pairwise(order), covering, strict=False):
        yield _segment(text[left:right], left, here)


def _segments_of_many(text: str, start: int, end: int, marks: list[Mark]) -> Iterator[Segment]:
    """The same for many marks, in time that grows with their number, not with its square."""
    edges = {start, end}
    beginning: dict[int, list[int]] = collections.defaultdict(list)
    ending: dict[int, list[int]] = collections.defaultdict(list)
    for number, mark in enumerate(marks):
        first = max(mark.start, start)
        edges.add(first)
        beginning[first].append(number)
        if mark.end < end:
            edges.add(mark.end)
            ending[mark.end].append(number)
    covering: list[int] = []  # numbers of marks, in order
    for left, right in itertools.pairwise(sorted(edges)):
        for number in ending.get(left, ()):
            del covering[bisect.bisect_left(covering, number)]
        new = beginning.get(left, ())
        for number in new:
            bisect.insort(covering, number)
        shown = covering[:_MOST]
        if len(shown) < len(covering):
            shown = sorted({*shown, *new})
        yield _segment(text[left:right], left, [marks[number] for number in shown])


def _segment(words: str, start: int, marks: list[Mark]) -> Segment:
    if not marks:
        return Segment(words)
    if len(marks) == 1:  # most segments have one mark
        [mark] = marks
        is_first = mark.start == start
        pins = (mark,) if is_first and mark.pin else ()
        anchors = (mark.anchor,) if is_first and mark.anchor and not mark.pin else ()
        return Segment(words, mark.style, mark.token, pins, anchors, mark.title, mark.link)
    first = [mark for mark in marks if mark.start == start]
    titled = [mark.title for mark in marks if mark.title]
    return Segment(
        words,
        _styles(tuple([mark.style for mark in marks])),
        " ".join(dict.fromkeys([mark.token for mark in marks if mark.token])),
        tuple([mark for mark in sorted(first, key=_shortness) if mark.pin]) if first else (),
        tuple([mark.anchor for mark in first if mark.anchor and not mark.pin]) if first else (),
        "; ".join(dict.fromkeys(titled)) if titled else "",
        next((mark.link for mark in marks if mark.link), "") if titled else "",
    )


@functools.lru_cache
def _styles(styles: tuple[str, ...]) -> str:
    return " ".join(sorted({*styles}))


def _length(mark: Mark) -> int:
    return mark.end - mark.start


def _shortness(mark: Mark) -> int:
    return mark.start - mark.end


def stretches_of(length: int, paragraphs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """A stretch for each paragraph and the text before it; the last extends to the end of a text of this length."""
    ends = [end for _, end in paragraphs[:-1]]
    return [(start, end) for start, end in itertools.pairwise([0, *ends, length]) if start < end]

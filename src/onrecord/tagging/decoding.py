"""Logits -> spans: the best sequence of tags that makes sense, and which spans belong together."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]

ROLES = ("source", "cue", "content")
# The types of names in the corpus that the model was trained on.
NAMES = ("Person", "Organization", "Location", "NORP", "Facility", "Product", "Date", "Money", "Misc")
# What a link loses by each doubling of the pieces between its ends, about, and by each paragraph.
_PIECES, _PARAGRAPHS = 2.0, 4.0
_FORBIDDEN = np.float32(-1e9)


@dataclasses.dataclass(frozen=True, slots=True, order=True)
class Tagged:
    """A stretch of pieces with one tag.

    Attributes:
        first: number of the first piece.
        after: number of the piece after the last.
        kind: place of the tag in `ROLES` or `NAMES`.
        probability: that all its pieces have this tag, as the model sees it: the geometric mean.
    """

    first: int
    after: int
    kind: int
    probability: float


def log_softmax(logits: Array) -> Array:
    """Logits as logarithms of probabilities, over the last axis."""
    shifted = logits - logits.max(axis=-1, keepdims=True)
    return np.asarray(shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True)), dtype=np.float32)


def tag(logits: Array, breaks: NDArray[np.bool_], outside: float = 0.0) -> list[Tagged]:
    """The most probable sequence of spans.

    The tags are O and, for each kind, begin, inside, end and single, in this order. No span goes over a break.

    Args:
        logits: (pieces, 1 + 4 * kinds).
        breaks: (pieces,), whether a piece begins a paragraph.
        outside: what is added to the logits of O; more of it makes fewer spans.
    """
    if not len(logits):
        return []
    scores = log_softmax(logits)
    biased = scores.copy()
    biased[:, 0] += np.float32(outside)
    path = _best_path(biased, breaks)
    return list(_spans(path, scores))


def _best_path(scores: Array, breaks: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Viterbi over spans; linear in the number of kinds, since a span changes its kind nowhere."""
    length, width = scores.shape
    kinds = (width - 1) // 4
    emitted = scores[:, 1:].reshape(length, kinds, 4)
    # For each piece: the best score outside all spans or at the end of one, and of being inside one of each kind.
    came_out = np.empty(length, dtype=np.int64)  # the state behind `free`, as a tag
    opened = np.empty((length, kinds), dtype=bool)  # whether the piece before begins the span that goes on here
    free, begun, inside = np.float32(0), np.full(kinds, _FORBIDDEN), np.full(kinds, _FORBIDDEN)
    states = np.empty(width, dtype=np.float32)
    for k in range(length):
        if breaks[k]:
            begun, inside = np.full(kinds, _FORBIDDEN), np.full(kinds, _FORBIDDEN)
        opened[k] = begun >= inside
        going = np.maximum(begun, inside)
        own = emitted[k]
        ending, single = going + own[:, 2], free + own[:, 3]
        states[0] = free + scores[k, 0]
        states[1:].reshape(kinds, 4)[:] = _FORBIDDEN
        states[3::4], states[4::4] = ending, single
        came_out[k] = states.argmax()
        begun, inside = free + own[:, 0], going + own[:, 1]
        free = states[came_out[k]]
    path = np.zeros(length, dtype=np.int64)
    k = length - 1
    while k >= 0:
        tag_here = int(came_out[k])
        path[k] = tag_here
        if tag_here and (tag_here - 1) % 4 == 2:
            kind = (tag_here - 1) // 4
            while not opened[k, kind]:
                k -= 1
                path[k] = 2 + 4 * kind
            k -= 1
            path[k] = 1 + 4 * kind
        k -= 1
    return path


def _spans(path: NDArray[np.int64], scores: Array) -> Iterator[Tagged]:
    chosen = scores[np.arange(len(path)), path]
    first = 0
    for k in np.flatnonzero(path).tolist():
        place = (path[k] - 1) % 4
        if place in {0, 3}:
            first = k
        if place in {2, 3}:
            yield Tagged(first, k + 1, int(path[k] - 1) // 4, float(np.exp(chosen[first : k + 1].mean())))


def best_link(
    vectors: Array, paragraphs: NDArray[np.int64], seeker: Tagged, sought: Sequence[Tagged], heads: tuple[int, int]
) -> int | None:
    """The place among `sought` of the span that belongs to `seeker`; None where there are none.

    The vectors of the two spans' first pieces speak for a pair, pieces and paragraphs between them against it.

    Args:
        vectors: (pieces, 4, width), as the reader gives them.
        paragraphs: (pieces,), the number of the paragraph of each piece.
        seeker: a content that looks for its cue, or a cue that looks for its source.
        sought: the spans that it may belong to.
        heads: which of the four vectors speak for the seeker and for the sought.
    """
    if not sought:
        return None
    first, after = (np.array([getattr(span, end) for span in sought]) for end in ("first", "after"))
    likeness = vectors[first, heads[1]] @ vectors[seeker.first, heads[0]] / np.float32(8)
    between = np.maximum(0, np.maximum(first, seeker.first) - np.minimum(after, seeker.after))
    apart = np.abs(paragraphs[first] - paragraphs[seeker.first])
    return int((likeness - _PIECES * np.log1p(between) - _PARAGRAPHS * apart).argmax())

"""Logits -> spans: the best valid sequence of tags, and which spans belong together."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]

ROLES = ("source", "cue", "content")
# Types of names in the corpus that the model was trained on.
NAMES = ("Person", "Organization", "Location", "NORP", "Facility", "Product", "Date", "Money", "Misc")
# The number of distance classes of links, in pieces, each twice as wide as the class before; the divisor of the product
# of two vectors.
LEVELS, LIKENESS = 9, 16.0
# The score below which a content belongs to no cue: the reader missed its cue, and any other would be wrong. It cannot
# be learned, since each content in the corpus has a cue.
NO_CUE = -1.0
# Added to the logits of the label "outside": a reader trained on its teachers' probabilities marks slightly too little.
SHY = -0.15
# How many paragraphs away a cue or a source may be; how much less than the best pair a pair may score to give a content
# to a cue that would have none.
FAR, LOSS = 3, 2.0
# How many pairs are scored together; how many unchosen spans may be offered to a seeker; how many paragraphs are
# decoded side by side.
_PAIRS, _FEW, _TOGETHER = 1_000_000, 50, 32
# A logit so low that no path takes it.
FORBIDDEN = np.float32(-1e9)


@dataclasses.dataclass(frozen=True, slots=True, order=True)
class Tagged:
    """A stretch of pieces with one tag.

    Attributes:
        first: index of the first piece.
        after: index of the piece after the last.
        kind: index of the tag in `ROLES` or `NAMES`.
        probability: the geometric mean of the model's probabilities that its pieces have this tag.
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

    The tags are O and, for each kind, begin, inside, end and single, in this order. No span crosses a break.

    Args:
        logits: (pieces, 1 + 4 * kinds).
        breaks: (pieces,), whether a piece begins a paragraph.
        outside: added to the logits of O; the higher it is, the fewer the spans.
    """
    if not len(logits):
        return []
    scores = log_softmax(logits)
    biased = scores.copy()
    biased[:, 0] += np.float32(outside)
    path = biased.argmax(axis=1)
    starts = breaks.copy()
    starts[0] = True
    # Transitions have no scores: if the best tags of a paragraph form a valid path, no other path is better.
    bounds = [*np.flatnonzero(starts).tolist(), len(path)]
    broken = np.unique((np.cumsum(starts) - 1)[_is_broken(path, starts)]).tolist()
    for start in range(0, len(broken), _TOGETHER):
        paragraphs = [slice(*bounds[number : number + 2]) for number in broken[start : start + _TOGETHER]]
        for paragraph, best in zip(paragraphs, _best_paths([biased[own] for own in paragraphs]), strict=True):
            path[paragraph] = best
    return list(_spans(path, scores))


def _is_broken(path: NDArray[np.int64], starts: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Whether the tags of each piece break a rule of spans; `starts` says which pieces begin a paragraph."""
    place = np.where(path == 0, -1, (path - 1) % 4)
    opens, goes_on = (place == 0) | (place == 1), (place == 1) | (place == 2)
    kind = (path - 1) // 4
    open_before, kind_before = np.roll(opens, 1), np.roll(kind, 1)
    torn = (open_before != goes_on) | (open_before & (kind != kind_before))
    ends = np.roll(starts, -1)
    return np.asarray(np.where(starts, goes_on, torn) | (ends & opens))


def _best_paths(paragraphs: Sequence[Array]) -> Iterator[list[int]]:
    """Viterbi over the spans of each paragraph; linear in the number of kinds, since a span never changes its kind.

    The paragraphs are read side by side, piece by piece; after its end, a paragraph is outside all spans.
    """
    longest, number, width = max(map(len, paragraphs)), len(paragraphs), paragraphs[0].shape[1]
    kinds = (width - 1) // 4
    scores = np.full((longest, number, width), FORBIDDEN)
    scores[:, :, 0] = 0
    for column, own in enumerate(paragraphs):
        scores[: len(own), column] = own
    # For each piece: the best score outside all spans or at the end of a span, and inside a span of each kind.
    came_out = np.empty((longest, number), dtype=np.int64)  # the tag with the score `free`
    opened = np.empty((longest, number, kinds), dtype=bool)  # whether the piece before begins the span that goes on
    free = np.zeros(number, dtype=np.float32)
    begun, inside = np.full((2, number, kinds), FORBIDDEN)
    states = np.full((number, width), FORBIDDEN)
    rows = np.arange(number)
    emitted = scores[:, :, 1:].reshape(longest, number, kinds, 4).transpose(0, 3, 1, 2)
    for k, (outside, (begin, within, end, single)) in enumerate(zip(scores[:, :, 0], emitted, strict=True)):
        opened[k] = begun >= inside
        going = np.maximum(begun, inside)
        states[:, 0] = free + outside
        states[:, 3::4], states[:, 4::4] = going + end, free[:, None] + single
        came_out[k] = states.argmax(axis=1)
        begun, inside = free[:, None] + begin, going + within
        free = states[rows, came_out[k]]
    for column, own in enumerate(paragraphs):
        yield _traced(came_out[: len(own), column].tolist(), opened[:, column])


def _traced(path: list[int], opened: NDArray[np.bool_]) -> list[int]:
    """The best path, from its end to its start; `path` has the tags with which each piece comes out of a span."""
    k = len(path) - 1
    while k >= 0:
        tag_here = path[k]
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
    sums = np.append(0.0, scores[np.arange(len(path)), path].cumsum(dtype=np.float64))
    first = 0
    for k in np.flatnonzero(path).tolist():
        place = (path[k] - 1) % 4
        if place in {0, 3}:
            first = k
        if place in {2, 3}:
            mean = (sums[k + 1] - sums[first]) / (k + 1 - first)
            yield Tagged(first, k + 1, int(path[k] - 1) // 4, float(np.exp(mean)))


@dataclasses.dataclass(frozen=True, slots=True)
class Link:
    """How a span (the seeker) finds the span that it belongs to (the target).

    Attributes:
        heads: which vectors of a piece are used for the seeker and for the target.
        between: (2 * `LEVELS`,), scores of the distance in pieces: first for targets before the seeker, then after.
        paragraphs: (5,), scores of the distance in paragraphs: -2 or less, -1, 0, 1, 2 or more.
        nothing: the score of belonging to no target; None if each seeker must have a target.
        shares: whether each target gets at least one seeker, as long as that loses no more than `LOSS`.
    """

    heads: tuple[int, int]
    between: Array
    paragraphs: Array
    nothing: float | None = None
    shares: bool = False


def links(facts: Mapping[str, Any]) -> tuple[Link, Link]:
    """The links from contents to cues and from cues to sources, from the metadata of the weights."""
    between, paragraphs = (np.array(facts[name], dtype=np.float32) for name in ("between", "paragraphs"))
    to_cue = Link((0, 1), between[0], paragraphs[0], NO_CUE, shares=True)
    return to_cue, Link((2, 3), between[1], paragraphs[1], facts["no_source"])


def reach(
    paragraphs: NDArray[np.int64], seekers: NDArray[np.int64], targets: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The indices in `Link.between` and in `Link.paragraphs` for the distance between each seeker and each target.

    Args:
        paragraphs: (pieces,), the number of the paragraph of each piece.
        seekers: (seekers, 2), the first piece of each and the piece after its last.
        targets: (targets, 2), the same.

    Returns:
        Two arrays of the shape (seekers, targets).
    """
    first, after = targets.T
    own, end = seekers.T[:, :, None]
    between = np.maximum(0, np.maximum(first, own) - np.minimum(after, end))
    level = np.minimum(np.log2(1 + between).astype(np.int64), LEVELS - 1)
    apart = np.clip(paragraphs[first] - paragraphs[own], -2, 2) + 2
    return level + LEVELS * (first > own), apart


def match(
    vectors: Array, paragraphs: NDArray[np.int64], seekers: Sequence[Tagged], targets: Sequence[Tagged], link: Link
) -> list[int | None]:
    """For each seeker the index in `targets` of the span that it belongs to; None if it belongs to no span.

    A pair's score is the product of their vectors, summed over the first and the last piece, plus the scores of the
    distance. With `link.shares`, a target that no seeker chose takes a seeker without a target, or one from a target
    with several, if their scores are close: each cue has a content.

    Args:
        vectors: (pieces, heads, width), from the reader.
        paragraphs: (pieces,), the number of the paragraph of each piece.
        seekers: contents that look for their cue, or cues that look for their source.
        targets: the spans that they may belong to.
        link: the vectors and scores to use.
    """
    if not seekers or not targets:
        return [None] * len(seekers)
    ours, theirs = (np.array([(span.first, span.after) for span in spans]) for spans in (seekers, targets))
    nothing = -np.inf if link.nothing is None else link.nothing
    chosen, held = np.full(len(ours), -1), np.full(len(ours), nothing, dtype=np.float32)
    for rows, near in _near(paragraphs, ours, theirs):
        scores = _scores(vectors, paragraphs, ours[rows], theirs[near], link)
        best = scores.argmax(axis=1)
        reached = scores[np.arange(len(scores)), best]
        found = (reached >= nothing) & ~np.isneginf(reached)
        chosen[rows][found], held[rows][found] = best[found] + near.start, reached[found]
    if link.shares:
        number = np.bincount(chosen[chosen >= 0], minlength=len(theirs))
        free = (chosen < 0) | (number[chosen] > 1)
        losses = []
        for rows, near in _near(paragraphs, ours, theirs):
            loss = held[rows, None] - _scores(vectors, paragraphs, ours[rows], theirs[near], link)
            loss[~free[rows]] = np.inf
            loss[:, number[near] > 0] = np.inf
            offered = loss <= LOSS
            if offered.sum(axis=1).max() > _FEW:
                best = np.argsort(loss, axis=1, kind="stable")[:, :_FEW]
                few = np.zeros_like(offered)
                np.put_along_axis(few, best, True, axis=1)
                offered &= few
            row, column = np.nonzero(offered)
            losses.append((loss[row, column], row + rows.start, column + near.start))
        if losses:
            _share(chosen, number, *(np.concatenate(parts) for parts in zip(*losses, strict=True)))
    return [place if place >= 0 else None for place in chosen.tolist()]


def _near(
    paragraphs: NDArray[np.int64], ours: NDArray[np.int64], theirs: NDArray[np.int64]
) -> Iterator[tuple[slice, slice]]:
    """Yields batches of seekers and of the targets near them, small enough that all their pairs can be scored."""
    own, targets = paragraphs[ours[:, 0]], paragraphs[theirs[:, 0]]
    first, after = 0, len(own)
    while first < len(own):
        stretch = own[first:after]
        low = int(np.searchsorted(targets, stretch.min() - FAR))
        high = int(np.searchsorted(targets, stretch.max() + FAR, side="right"))
        if after - first > 1 and (after - first) * (high - low) > _PAIRS:
            after = first + (after - first) // 2
            continue
        if low < high:
            yield slice(first, after), slice(low, high)
        first, after = after, min(len(own), after + 2 * (after - first))


def _scores(
    vectors: Array, paragraphs: NDArray[np.int64], ours: NDArray[np.int64], theirs: NDArray[np.int64], link: Link
) -> Array:
    """The score of each seeker with each target; minus infinity if they are too far apart."""
    level, apart = reach(paragraphs, ours, theirs)
    looking, seen = (
        vectors[ends[:, 0], head] + vectors[ends[:, 1] - 1, head]
        for ends, head in zip((ours, theirs), link.heads, strict=True)
    )
    # Not by `@`: see `parse._arcs`.
    likeness = np.einsum("id,jd->ij", looking, seen) / np.float32(LIKENESS)
    scores = likeness + link.between[level] + link.paragraphs[apart]
    scores[np.abs(paragraphs[theirs[:, 0]] - paragraphs[ours[:, :1]]) > FAR] = -np.inf
    return np.asarray(scores, dtype=np.float32)


def _share(
    chosen: NDArray[np.int64],
    number: NDArray[np.int64],
    losses: Array,
    seekers: NDArray[np.int64],
    takers: NDArray[np.int64],
) -> None:
    """Gives each target that no seeker chose the seeker that loses least.

    Args:
        chosen: the target of each seeker, or -1; changed in place.
        number: how many seekers chose each target; changed in place.
        losses: what a seeker would lose by moving to an unchosen target, a value per pair.
        seekers: the seeker of each pair.
        takers: the target of each pair.
    """
    for pair in np.argsort(losses, kind="stable").tolist():
        seeker, taker = int(seekers[pair]), int(takers[pair])
        before = chosen[seeker]
        if number[taker] or (before >= 0 and number[before] < 2):
            continue
        chosen[seeker] = taker
        number[taker] += 1
        if before >= 0:
            number[before] -= 1

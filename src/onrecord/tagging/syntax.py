"""The parse: a tree for each sentence out of the scores that the reader gives to tags, dependencies and heads."""

from __future__ import annotations

import dataclasses
import itertools

import numpy as np
from numpy.typing import NDArray

from onrecord.tagging.decoding import Array, log_softmax

# Numbers of the vectors by which a token looks for its head.
ARC = 128


@dataclasses.dataclass(frozen=True, slots=True)
class Scores:
    """What the reader says of each piece; a token has the scores of its first piece.

    Attributes:
        tags: (pieces, tags) logits.
        dependencies: (pieces, dependencies) logits.
        starts: (pieces,) logits of beginning a sentence.
        seekers: (pieces, ARC) vectors of tokens that look for their heads.
        heads: (pieces, ARC) vectors of heads that are looked for.
    """

    tags: Array
    dependencies: Array
    starts: Array
    seekers: Array
    heads: Array


@dataclasses.dataclass(frozen=True, slots=True)
class Parse:
    """The tokens' parse: numbers of tags and dependencies, the place of each head, and whether a sentence begins there.

    The root of a sentence is its own head; its dependency is the one with the number `root`.
    """

    tags: NDArray[np.int64]
    dependencies: NDArray[np.int64]
    heads: NDArray[np.int64]
    starts: NDArray[np.bool_]


def parse(scores: Scores, pieces: NDArray[np.int64], root: int, breaks: NDArray[np.bool_]) -> Parse:
    """The parse of the tokens that some pieces stand for.

    Args:
        scores: of each piece.
        pieces: (tokens,), the piece of each token, in rising order.
        root: the number of the root's dependency.
        breaks: (tokens,), whether a token begins a paragraph, and so a sentence.
    """
    begins = (scores.starts[pieces] > 0) | breaks
    begins[:1] = True
    labels = scores.dependencies[pieces]
    labels[:, root] = -np.inf
    dependencies = labels.argmax(axis=1)
    heads = np.zeros(len(pieces), dtype=np.int64)
    for first, after in itertools.pairwise([*np.flatnonzero(begins).tolist(), len(pieces)]):
        own = pieces[first:after]
        # Not by `@`: for so little, the threads of a linear algebra library cost three times what they save.
        arcs = np.einsum("id,jd->ij", scores.seekers[own], scores.heads[own]) / np.float32(11)
        tree = best_tree(log_softmax(arcs))
        heads[first:after] = tree + first
    dependencies[heads == np.arange(len(heads))] = root
    return Parse(scores.tags[pieces].argmax(axis=1), dependencies, heads, begins)


def best_tree(scores: Array) -> NDArray[np.int64]:
    """The head of each token in the tree with the best sum; one token, the root, is its own head.

    Args:
        scores: (tokens, tokens), of each token in a row with each head; on the diagonal, of being the root.
    """
    root = int(np.diagonal(scores).argmax())
    own = scores.astype(np.float64)
    np.fill_diagonal(own, -np.inf)
    own[root] = -np.inf
    heads: NDArray[np.int64] = own.argmax(axis=1)
    heads[root] = root
    if _cycle(heads, root):
        heads = _spanning(own, root)
    return heads


def _cycle(heads: NDArray[np.int64], root: int) -> list[int]:
    """The tokens of a cycle, or none."""
    above: list[int] = heads.tolist()
    seen_from = [-1] * len(above)  # the token from which the way up first came by
    seen_from[root] = root
    for start in range(len(above)):
        k, path = start, []
        while seen_from[k] < 0:
            seen_from[k] = start
            path.append(k)
            k = above[k]
        if path and seen_from[k] == start:
            return path[path.index(k) :]
    return []


def _spanning(scores: NDArray[np.float64], root: int) -> NDArray[np.int64]:
    """Chu-Liu and Edmonds: cycles become one node until there are none."""
    heads: NDArray[np.int64] = scores.argmax(axis=1)
    heads[root] = root
    cycle = _cycle(heads, root)
    if not cycle:
        return heads
    inside = np.zeros(len(heads), dtype=bool)
    inside[cycle] = True
    outside = np.flatnonzero(~inside)
    node = len(outside)  # the cycle's number in the smaller problem
    inner = np.asarray(cycle)
    gain = scores[inner, heads[inner]]
    smaller = np.full((node + 1, node + 1), -np.inf)
    smaller[:node, :node] = scores[np.ix_(outside, outside)]
    into = scores[np.ix_(inner, outside)] - gain[:, None]  # breaking the cycle at a token
    smaller[node, :node] = into.max(axis=0)
    entry = inner[into.argmax(axis=0)]
    out = scores[np.ix_(outside, inner)]
    smaller[:node, node] = out.max(axis=1)
    leaving = inner[out.argmax(axis=1)]
    solved = _spanning(smaller, int(np.flatnonzero(outside == root)[0]))
    result: NDArray[np.int64] = heads.copy()
    for k, token in enumerate(outside.tolist()):
        if token != root:
            result[token] = leaving[k] if solved[k] == node else outside[solved[k]]
    broken = int(entry[solved[node]])
    result[broken] = outside[solved[node]]
    return result

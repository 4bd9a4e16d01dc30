"""The parse: a tree for each sentence out of the scores that the reader gives to tags, dependencies and heads."""

from __future__ import annotations

import dataclasses
import itertools

import numpy as np
from numpy.typing import NDArray

from onrecord.tagging.decoding import Array, log_softmax

# Numbers of the vectors by which a token looks for its head.
ARC = 128
# Tokens of a sentence that are compared with each other.
_LONGEST = 500


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
        heads[first:after] = first + _sentence(scores, pieces[first:after])
    dependencies[heads == np.arange(len(heads))] = root
    return Parse(scores.tags[pieces].argmax(axis=1), dependencies, heads, begins)


def _sentence(scores: Scores, pieces: NDArray[np.int64]) -> NDArray[np.int64]:
    """The head of each token of a sentence.

    All pairs of tokens are compared, so that a sentence longer than any that is written is taken stretch by stretch:
    the root of each hangs on a token of the stretch before.
    """
    heads: list[NDArray[np.int64]] = []
    for start in range(0, len(pieces), _LONGEST):
        own = pieces[start : start + _LONGEST]
        tree = best_tree(log_softmax(_arcs(scores, own, own))) + start
        if start:
            before = pieces[start - _LONGEST : start]
            root = int(np.flatnonzero(tree == np.arange(start, start + len(own)))[0])
            tree[root] = start - _LONGEST + int(_arcs(scores, own[root : root + 1], before).argmax())
        heads.append(tree)
    return np.concatenate(heads)


def _arcs(scores: Scores, seeking: NDArray[np.int64], sought: NDArray[np.int64]) -> Array:
    # Not by `@`: for so little, the threads of a linear algebra library cost three times what they save.
    arcs = np.einsum("id,jd->ij", scores.seekers[seeking], scores.heads[sought]) / np.float32(11)
    return np.asarray(arcs, dtype=np.float32)


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


@dataclasses.dataclass(frozen=True, slots=True)
class _Contraction:
    """A cycle that became one node, the last one.

    Attributes:
        heads: the best head of each token before, by which the cycle runs.
        outside: the tokens that are not in the cycle, by their numbers before.
        entry: the token of the cycle at which it is broken, by the head outside.
        leaving: the head in the cycle, by the token outside.
        root: the root's number before.
    """

    heads: NDArray[np.int64]
    outside: NDArray[np.int64]
    entry: NDArray[np.int64]
    leaving: NDArray[np.int64]
    root: int

    def expand(self, solved: NDArray[np.int64]) -> NDArray[np.int64]:
        """The heads of the tokens before, out of those after."""
        node = len(self.outside)
        inside = solved[:node] == node
        heads = self.heads.copy()
        heads[self.outside] = np.where(inside, self.leaving, self.outside[np.where(inside, 0, solved[:node])])
        heads[self.root] = self.root
        into = solved[node]
        heads[self.entry[into]] = self.outside[into]
        return heads


def _spanning(scores: NDArray[np.float64], root: int) -> NDArray[np.int64]:
    """Chu-Liu and Edmonds: cycles become one node until there are none."""
    contractions: list[_Contraction] = []
    while True:
        heads: NDArray[np.int64] = scores.argmax(axis=1)
        heads[root] = root
        cycle = _cycle(heads, root)
        if not cycle:
            break
        inner = np.asarray(cycle)
        outside = np.delete(np.arange(len(heads)), inner)
        node = len(outside)  # the cycle's number in the smaller problem
        gain = scores[inner, heads[inner]]
        into = scores[np.ix_(inner, outside)] - gain[:, None]  # breaking the cycle at a token
        out = scores[np.ix_(outside, inner)]
        smaller = np.full((node + 1, node + 1), -np.inf)
        smaller[:node, :node] = scores[np.ix_(outside, outside)]
        smaller[node, :node], smaller[:node, node] = into.max(axis=0), out.max(axis=1)
        contractions.append(_Contraction(heads, outside, inner[into.argmax(axis=0)], inner[out.argmax(axis=1)], root))
        scores, root = smaller, int(np.searchsorted(outside, root))
    for contraction in reversed(contractions):
        heads = contraction.expand(heads)
    return heads

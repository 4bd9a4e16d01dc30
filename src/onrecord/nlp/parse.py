"""The parse: a tree for each sentence, from the reader's scores for tags, dependencies and heads."""

from __future__ import annotations

import dataclasses
import itertools

import numpy as np
from numpy.typing import NDArray

from onrecord.nlp.decoding import Array, log_softmax

# The width of the vectors by which tokens and heads are matched.
ARC = 128
# The most tokens whose pairs are all scored.
_LONGEST = 500


@dataclasses.dataclass(frozen=True, slots=True)
class Scores:
    """The reader's scores of each piece; a token has the scores of its first piece.

    Attributes:
        tags: (pieces, tags) logits.
        dependencies: (pieces, dependencies) logits.
        starts: (pieces,) logits of beginning a sentence.
        seekers: (pieces, ARC) vectors of tokens as dependents.
        heads: (pieces, ARC) vectors of tokens as heads.
    """

    tags: Array
    dependencies: Array
    starts: Array
    seekers: Array
    heads: Array


@dataclasses.dataclass(frozen=True, slots=True)
class Parse:
    """The tokens' parse: numbers of tags and dependencies, index of each head, and whether a token begins a sentence.

    The root of a sentence is its own head; its dependency has the number `root`.
    """

    tags: NDArray[np.int64]
    dependencies: NDArray[np.int64]
    heads: NDArray[np.int64]
    starts: NDArray[np.bool_]


def parse(scores: Scores, pieces: NDArray[np.int64], root: int, breaks: NDArray[np.bool_]) -> Parse:
    """The parse of the tokens whose first pieces are `pieces`.

    Args:
        scores: of each piece.
        pieces: (tokens,), the piece of each token, in ascending order.
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

    All pairs of tokens are scored, so a sentence longer than any real one is parsed in stretches. The root of each
    stretch depends on the root of the first.
    """
    trees = []
    for start in range(0, len(pieces), _LONGEST):
        own = pieces[start : start + _LONGEST]
        trees.append(best_tree(log_softmax(_arcs(scores, own, own))) + start)
    heads = np.concatenate(trees)
    roots = heads == np.arange(len(heads))
    heads[roots] = roots.argmax()
    return heads


def _arcs(scores: Scores, seeking: NDArray[np.int64], sought: NDArray[np.int64]) -> Array:
    # Not by `@`: for arrays this small, the threads of a linear algebra library cost three times what they save.
    arcs = np.einsum("id,jd->ij", scores.seekers[seeking], scores.heads[sought]) / np.float32(11)
    return np.asarray(arcs, dtype=np.float32)


def best_tree(scores: Array) -> NDArray[np.int64]:
    """The head of each token in the tree with the highest sum of scores; the root is its own head.

    Args:
        scores: (tokens, tokens), a row per token and a column per head; on the diagonal, the score of being the root.
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
    """The tokens of a cycle; empty if there is no cycle."""
    above: list[int] = heads.tolist()
    seen_from = [-1] * len(above)  # the start of the first path that visited the token
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
    """A cycle of tokens that was contracted to a node with the number of its first token.

    Attributes:
        cycle: its tokens, or nodes that were cycles before.
        heads: the head of each of them within the cycle.
        entry: for each head outside, the token at which it breaks the cycle.
        leaving: for each token outside, the token of the cycle that is its best head.
    """

    cycle: NDArray[np.int64]
    heads: NDArray[np.int64]
    entry: NDArray[np.int64]
    leaving: NDArray[np.int64]

    def expand(self, heads: NDArray[np.int64]) -> None:
        """Replaces the node by the cycle, in place."""
        node = self.cycle[0]
        above = heads[node]
        hanging = np.flatnonzero(heads == node)
        heads[hanging] = self.leaving[hanging]
        heads[self.cycle] = self.heads
        heads[self.entry[above]] = above


def _spanning(scores: NDArray[np.float64], root: int) -> NDArray[np.int64]:
    """Chu-Liu/Edmonds in Tarjan's version: each cycle on a path to the root is contracted in place.

    Its time grows with the number of pairs, however many cycles there are.
    """
    heads: NDArray[np.int64] = scores.argmax(axis=1)
    heads[root] = root
    leads_up = np.zeros(len(heads), dtype=bool)  # to the root
    leads_up[root] = True
    contractions: list[_Contraction] = []
    for start in range(len(heads)):
        path: list[int] = []
        places: dict[int, int] = {}
        k = start
        while not leads_up[k]:
            if k not in places:
                places[k] = len(path)
                path.append(k)
                k = int(heads[k])
                continue
            cycle = np.array(path[places[k] :])
            del path[places[k] :]
            for member in cycle.tolist():
                del places[member]
            contractions.append(_contract(scores, heads, cycle))
            k = int(cycle[0])
            leads_up[cycle[1:]] = True  # no longer nodes
        leads_up[path] = True
    for contraction in reversed(contractions):
        contraction.expand(heads)
    return heads


def _contract(scores: NDArray[np.float64], heads: NDArray[np.int64], cycle: NDArray[np.int64]) -> _Contraction:
    """Contracts a cycle to a node, in place, in the scores and the best heads."""
    node, own = cycle[0], heads[cycle]
    into = scores[cycle] - scores[cycle, own][:, None]  # breaking the cycle at a token
    out = scores[:, cycle]
    row, column = into.max(axis=0), out.max(axis=1)
    row[cycle] = column[cycle] = -np.inf
    scores[cycle], scores[:, cycle] = -np.inf, -np.inf
    scores[node], scores[:, node] = row, column
    scores[node, node] = -np.inf
    heads[np.isin(heads, cycle)] = node
    heads[cycle[1:]] = cycle[1:]
    heads[node] = row.argmax()
    return _Contraction(cycle, own, cycle[into.argmax(axis=0)], cycle[out.argmax(axis=1)])

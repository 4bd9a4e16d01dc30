"""From scores to trees: against trying all trees."""

from __future__ import annotations

import itertools
import tracemalloc

import numpy as np
import pytest

from onrecord.nlp.parse import Scores, best_tree, parse


def is_tree(heads: tuple[int, ...], root: int) -> bool:
    """Whether all tokens lead to the root."""
    for start in range(len(heads)):
        token = start
        for _ in heads:
            token = heads[token]
        if token != root:
            return False
    return True


def best_of_all(scores: np.ndarray) -> tuple[int, ...]:
    """The best tree under the best root, found by trying all trees."""
    root, size = int(np.diagonal(scores).argmax()), len(scores)
    choices = [[root] if k == root else [h for h in range(size) if h != k] for k in range(size)]
    trees = (heads for heads in itertools.product(*choices) if is_tree(heads, root))
    return max(trees, key=lambda heads: sum(float(scores[k, h]) for k, h in enumerate(heads)))


@pytest.mark.parametrize("seed", range(60))
def test_the_tree_is_the_best_tree(seed: int) -> None:
    """Cycles of greedy choices are broken where it costs least."""
    random = np.random.default_rng(seed)
    scores = random.normal(size=(int(random.integers(1, 6)),) * 2).astype(np.float32)
    assert tuple(best_tree(scores).tolist()) == best_of_all(scores)


def test_each_sentence_has_a_tree_of_its_own() -> None:
    """Tokens are given by their first pieces; the root alone has the root's dependency."""
    size, width = 6, 6
    vectors = np.eye(size, 128, dtype=np.float32) * 30
    heads_of = {0: 2, 2: 2, 3: 4, 4: 4}  # piece 1 continues a token, piece 5 has no token
    seekers = np.zeros((size, 128), np.float32)
    for piece, head in heads_of.items():
        seekers[piece] = vectors[head]
    dependencies = np.zeros((size, width), np.float32)
    dependencies[:, 0], dependencies[:, 3] = 2, 1
    starts = np.array([-1, -1, -1, 1, -1, -1], np.float32)
    tags = np.eye(size, dtype=np.float32)
    scores, pieces = Scores(tags, dependencies, starts, seekers, vectors), np.array([0, 2, 3, 4])
    found = parse(scores, pieces, root=0, breaks=np.zeros(4, bool))
    assert (found.heads.tolist(), found.dependencies.tolist()) == ([1, 1, 3, 3], [3, 0, 3, 0])
    assert (found.tags.tolist(), found.starts.tolist()) == ([0, 2, 3, 4], [True, False, True, False])


def test_a_paragraph_begins_a_sentence() -> None:
    """Whatever the scores say of it."""
    scores = Scores(*(np.zeros(shape, np.float32) for shape in ((4, 2), (4, 2), (4,), (4, 128), (4, 128))))
    found = parse(scores, np.arange(4), root=0, breaks=np.array([True, False, True, False]))
    assert found.starts.tolist() == [True, False, True, False]
    assert [head // 2 for head in found.heads.tolist()] == [0, 0, 1, 1]


def random_scores(size: int) -> Scores:
    """Scores of so many pieces that no tokens agree on their heads."""
    random = np.random.default_rng(3)
    seekers, heads = (random.normal(size=(size, 128)).astype(np.float32) for _ in range(2))
    return Scores(*(np.zeros(shape, np.float32) for shape in ((size, 2), (size, 2), (size,))), seekers, heads)


def test_a_sentence_of_thousands_of_words_has_one_tree() -> None:
    """In memory that grows with its length; all tokens lead to a single root."""
    size = 5_000
    scores = random_scores(size)
    tracemalloc.start()
    found = parse(scores, np.arange(size), root=0, breaks=np.zeros(size, bool))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 32_000_000
    (root,) = np.flatnonzero(found.heads == np.arange(size)).tolist()
    above = found.heads
    for _ in range(size.bit_length()):  # twice as far up each time
        above = above[above]
    assert (found.starts.sum(), set(above.tolist())) == (1, {root})


def test_many_cycles_take_little_memory() -> None:
    """As many as half the tokens: each token would rather hang on its neighbour."""
    size = 600
    scores = np.random.default_rng(4).normal(size=(size, size)).astype(np.float32)
    scores[np.arange(size), np.arange(size) ^ 1] += 50
    tracemalloc.start()
    heads = best_tree(scores)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 12 * scores.nbytes
    assert is_tree(tuple(heads.tolist()), int(np.diagonal(scores).argmax()))

"""From scores to trees: against trying all trees."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from onrecord.tagging.syntax import Scores, best_tree, parse


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
    """The best tree under the best root, found by trying every one."""
    root, size = int(np.diagonal(scores).argmax()), len(scores)
    choices = [[root] if k == root else [h for h in range(size) if h != k] for k in range(size)]
    trees = (heads for heads in itertools.product(*choices) if is_tree(heads, root))
    return max(trees, key=lambda heads: sum(float(scores[k, h]) for k, h in enumerate(heads)))


@pytest.mark.parametrize("seed", range(60))
def test_the_tree_is_the_best_one(seed: int) -> None:
    """Cycles of greedy choices are broken where it costs least."""
    random = np.random.default_rng(seed)
    scores = random.normal(size=(int(random.integers(1, 6)),) * 2).astype(np.float32)
    assert tuple(best_tree(scores).tolist()) == best_of_all(scores)


def test_each_sentence_has_a_tree_of_its_own() -> None:
    """Tokens are given by their first pieces; the root alone has the root's dependency."""
    size, width = 6, 6
    vectors = np.eye(size, 128, dtype=np.float32) * 30
    heads_of = {0: 2, 2: 2, 3: 4, 4: 4}  # piece 1 goes on a token, piece 5 is none
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

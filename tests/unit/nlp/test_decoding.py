"""From logits to spans: the decoder against trying all that is possible."""

from __future__ import annotations

import itertools
import tracemalloc

import numpy as np
import pytest

from onrecord.nlp.decoding import FAR, LEVELS, LIKENESS, Tagged, links, log_softmax, match, reach, tag

OUTSIDE, BEGIN, INSIDE, END, SINGLE = range(5)


def is_sound(path: tuple[int, ...], breaks: list[bool]) -> bool:
    """Whether each span begins, ends, keeps its kind and stays in its paragraph."""
    open_kind = None
    for tagged, is_break in zip(path, breaks, strict=True):
        place, kind = (tagged - 1) % 4 + 1 if tagged else OUTSIDE, (tagged - 1) // 4
        if open_kind is None:
            if place in {INSIDE, END}:
                return False
        elif is_break or place not in {INSIDE, END} or kind != open_kind:
            return False
        open_kind = kind if place in {BEGIN, INSIDE} else None
    return open_kind is None


def best_of_all(scores: np.ndarray, breaks: list[bool]) -> tuple[int, ...]:
    """The best valid path, found by trying all paths."""
    paths = itertools.product(range(scores.shape[1]), repeat=len(scores))
    sound = (path for path in paths if is_sound(path, breaks))
    return max(sound, key=lambda path: sum(float(scores[k, tagged]) for k, tagged in enumerate(path)))


def spans_of(path: tuple[int, ...]) -> list[tuple[int, int, int]]:
    """First piece, piece after the last, and kind of each span of a path."""
    firsts = [k for k, tagged in enumerate(path) if tagged and (tagged - 1) % 4 + 1 in {BEGIN, SINGLE}]
    lasts = [k for k, tagged in enumerate(path) if tagged and (tagged - 1) % 4 + 1 in {END, SINGLE}]
    return [(first, last + 1, (path[first] - 1) // 4) for first, last in zip(firsts, lasts, strict=True)]


@pytest.mark.parametrize("seed", range(40))
def test_the_decoder_finds_the_best_sound_path(seed: int) -> None:
    """As trying all paths does, with breaks between paragraphs anywhere."""
    random = np.random.default_rng(seed)
    length = int(random.integers(1, 6))
    logits = (3 * random.normal(size=(length, 9))).astype(np.float32)
    breaks = [True, *(bool(b) for b in random.random(length - 1) < 0.3)]
    found = tag(logits, np.array(breaks))
    assert [(s.first, s.after, s.kind) for s in found] == spans_of(best_of_all(log_softmax(logits), breaks))


def test_no_pieces_have_no_spans() -> None:
    """An article may be empty of words."""
    assert tag(np.empty((0, 5), np.float32), np.empty(0, bool)) == []


def test_a_bias_for_outside_takes_the_weaker_spans_away() -> None:
    """The stronger span stays, and its probability is the model's, without the bias."""
    logits = np.zeros((2, 5), np.float32)
    logits[0, SINGLE], logits[1, SINGLE] = 4, 1
    kept = Tagged(0, 1, 0, pytest.approx(float(np.exp(log_softmax(logits)[0, SINGLE]))))  # type: ignore[arg-type]
    assert tag(logits, np.array([True, False]), outside=2.0) == [kept]
    assert len(tag(logits, np.array([True, False]))) == 2


def test_a_link_goes_to_what_is_alike_and_near() -> None:
    """The vectors of the spans' first and last pieces speak for a pair; pieces and paragraphs between, against it."""
    vectors = np.zeros((9, 4, 8), np.float32)
    paragraphs = np.array([0, 0, 0, 0, 0, 0, 1, 1, 1])
    facts = {
        "between": -np.tile(np.arange(LEVELS, dtype=np.float32), (2, 2)),
        "paragraphs": np.array([[-9, -4, 0, -4, -9]] * 2),
        "no_source": -2.5,
    }
    to_cue, to_source = links(facts)
    near, content, far, later, next_door = (Tagged(k, k + 1, 0, 1.0) for k in (3, 2, 0, 5, 6))
    assert match(vectors, paragraphs, [], [near], to_cue) == []
    assert match(vectors, paragraphs, [content], [], to_cue) == [None]
    assert match(vectors, paragraphs, [content], [far, near], to_cue) == [1]
    assert match(vectors, paragraphs, [later], [next_door, near], to_cue) == [1]
    assert match(vectors, paragraphs, [later], [next_door, near], to_source) == [1]
    assert match(vectors, paragraphs, [later], [next_door], to_source) == [None]
    vectors[2, 0, 0], vectors[0, 1, 0] = 8, 4
    assert match(vectors, paragraphs, [content], [far, near], to_cue) == [0]


def test_no_link_goes_further_than_a_few_paragraphs() -> None:
    """However alike the two are."""
    vectors = np.full((9, 4, 8), 9, np.float32)
    facts = {"between": np.zeros((2, 2 * LEVELS)), "paragraphs": np.zeros((2, 5)), "no_source": -2.5}
    first, near, far = (Tagged(k, k + 1, 0, 1.0) for k in (0, FAR, FAR + 1))
    assert match(vectors, np.arange(9), [first], [far, near], links(facts)[0]) == [1]
    assert match(vectors, np.arange(9), [first], [far], links(facts)[0]) == [None]


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        ([[5, 4], [5, 0]], [1, 0]),  # the second cue takes the content that loses least
        ([[5, 2], [5, 0]], [0, 0]),  # none comes close
        ([[5, 4]], [0]),  # a cue does not lose the only content that it has
        ([[5, 4, 4], [5, 4, 4], [5, 4, 4]], [1, 2, 0]),
        ([[-3, -9]], [0]),  # a content without a cue, and a cue without a content
        ([[-5, -9]], [None]),
    ],
)
def test_each_cue_has_a_content(scores: list[list[float]], expected: list[int | None]) -> None:
    """As long as that costs little; sources may be left alone, and share nothing."""
    count = len(scores) + len(scores[0])
    vectors = np.zeros((count, 4, count), np.float32)
    for row, own in enumerate(scores):  # spans of one piece count twice at either side
        vectors[row, 0, row] = vectors[row, 2, row] = 0.5
        for column, score in enumerate(own):
            vectors[len(scores) + column, 1, row] = vectors[len(scores) + column, 3, row] = LIKENESS / 2 * score
    facts = {"between": np.zeros((2, 2 * LEVELS)), "paragraphs": np.zeros((2, 5)), "no_source": -4}
    spans = [Tagged(k, k + 1, 0, 1.0) for k in range(count)]
    to_cue, to_source = links(facts)
    seekers, sought = spans[: len(scores)], spans[len(scores) :]
    one_paragraph = np.zeros(count, np.int64)
    assert match(vectors, one_paragraph, seekers, sought, to_cue) == expected
    best = [own.index(max(own)) if max(own) >= -4 else None for own in scores]
    assert match(vectors, one_paragraph, seekers, sought, to_source) == best


def test_distances_tell_the_side_and_double() -> None:
    """Adjacent, one between, three between, far; before and after; the paragraphs apart up to two."""
    paragraphs = np.repeat([0, 1, 2, 3], 300)
    sought = np.array([(305, 310), (304, 309), (312, 313), (315, 316), (0, 1), (1199, 1200)])
    levels, apart = reach(paragraphs, np.array([(310, 312)]), sought)
    assert levels.tolist() == [[0, 1, LEVELS, LEVELS + 2, 8, LEVELS + 8]]
    assert apart.tolist() == [[2, 2, 2, 2, 1, 4]]


def test_links_of_a_long_article_take_little_memory() -> None:
    """A table of all pairs would have a hundred million cells."""
    size = 10_000
    random = np.random.default_rng(5)
    vectors = random.normal(size=(2 * size, 4, 8)).astype(np.float32)
    facts = {"between": np.zeros((2, 2 * LEVELS)), "paragraphs": np.zeros((2, 5)), "no_source": -2.5}
    contents, cues = ([Tagged(2 * k + side, 2 * k + side + 1, 0, 1.0) for k in range(size)] for side in range(2))
    paragraphs = np.arange(2 * size) // 2
    tracemalloc.start()
    found = match(vectors, paragraphs, contents, cues, links(facts)[0])
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 100_000_000
    assert all(place is None or abs(place - number) <= FAR for number, place in enumerate(found))
    few = match(vectors[:60], paragraphs[:60], contents[:30], cues[:30], links(facts)[0])
    assert found[:20] == few[:20]

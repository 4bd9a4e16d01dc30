"""Vectors of mentions, by which a pronoun or a description is compared with what it may mean.

The reader gives each word piece a vector for what looks back, one for what is looked for, and three scores for the
noun of a description: it is of a person, of an organization, of something else. A mention's vector is the mean of those
of its first and its last piece. `training/heads.py` trains them.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from onrecord.nlp.decoding import Array
from onrecord.nlp.judgements import part_at, pieces_of
from onrecord.text.spans import Span

# The width of a vector, and the number of scores of types behind the two: person, organization, other.
WIDTH, TYPES = 32, 3


@dataclasses.dataclass(frozen=True, slots=True)
class Vectors:
    """The vectors of some paragraphs.

    Attributes:
        starts: (pieces,), where each piece begins in the text, in code points.
        ends: (pieces,), where each ends.
        values: (pieces, 2 * WIDTH + TYPES), of 16 bits, since all of an article's are kept.
    """

    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    values: NDArray[np.float16]


class MentionVectors:
    """The vectors of an article's mentions.

    Args:
        parts: the vectors of its paragraphs, in order.
    """

    def __init__(self, parts: tuple[Vectors, ...]) -> None:
        self._parts = parts
        self._known: dict[Span, Array] = {}

    def looking(self, mention: Span) -> Array:
        """(WIDTH,): the vector of a pronoun or description that looks for what it means."""
        return self._of(mention)[:WIDTH]

    def found(self, mentions: Sequence[Span]) -> Array:
        """(mentions, WIDTH): the vectors of mentions that are looked for."""
        return np.array([self._of(mention) for mention in mentions])[:, WIDTH : 2 * WIDTH]

    def types(self, noun: Span) -> tuple[float, float]:
        """How probable it is that a noun describes a person, and that it describes an organization."""
        scores = self._of(noun)[2 * WIDTH :]
        shares = np.exp(scores - scores.max())
        person, organization, _ = (shares / shares.sum()).tolist()
        return person, organization

    def _of(self, mention: Span) -> Array:
        vector = self._known.get(mention)
        if vector is None:
            part = part_at(self._parts, mention)
            if part is None or not len(part.starts):
                return np.zeros(2 * WIDTH + TYPES, dtype=np.float32)
            first, after = pieces_of(part.starts, part.ends, mention)
            last = len(part.starts) - 1
            ends = part.values[[min(first, last), min(max(after - 1, 0), last)]].astype(np.float32)
            vector = (ends[0] + ends[1]) / np.float32(2)
            self._known[mention] = vector
        return vector

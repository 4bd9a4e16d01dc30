"""Tags of votes: what each word says of a vote, such as a number of votes against it or the name of an absent voter.

A second, small model reads the paragraphs in which a word could belong to a vote, with the paragraphs between them and
before them, so that other text costs nothing. It goes on from the reader's embeddings; the gate that lets paragraphs
through, from the states of its second layer.
`training/votes.py` makes the weights from the passages in `training/labels`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from onrecord.nlp.decoding import Array, log_softmax, tag
from onrecord.nlp.judgements import pieces_of
from onrecord.nlp.word_pieces import Pieces
from onrecord.text.spans import Span

# Numbers of votes by option, and one number for both sides; names of voters by option; the body and the motion; words
# that say how the vote went (passed, failed, tied, unsaid); words that say that it was unanimous.
NUMBERS = {"Y": ("yes",), "N": ("no",), "YN": ("yes", "no"), "A": ("abstain",), "X": ("absent",)}
VOTERS = {"VY": "yes", "VN": "no", "VA": "abstain", "VX": "absent", "VR": "excused", "VV": "not_voting"}
DECISIONS = {"P": "pass", "F": "fail", "T": "tie", "D": None}
KINDS = (*NUMBERS, *VOTERS, "B", "M", *DECISIONS, "U")
# After the tags (O, and for each kind begin, inside, end and single), the logits of which vote of the passage it is.
VOTES = 3
WIDTH = 1 + 4 * len(KINDS) + VOTES
# A piece near a vote needs so much less than the piece that opens the gate: "Two members abstained."
_MARGIN = 2.0


@dataclasses.dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of text with a tag.

    Attributes:
        span: its place in the article.
        kind: one of `KINDS`.
        vote: which vote of the passage it belongs to, from 0.
        probability: that its pieces have this tag, not calibrated.
    """

    span: Span
    kind: str
    vote: int
    probability: float


@dataclasses.dataclass(frozen=True, slots=True)
class VoteTags:
    """The tags of a stretch of an article.

    Attributes:
        marks: the most probable spans, in text order.
        starts: (pieces,), where each piece begins in the text, in code points.
        ends: (pieces,), where each ends.
        probabilities: (pieces, 1 + kinds), of no tag and of each of `KINDS`, of 16 bits.
    """

    marks: tuple[Mark, ...]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    probabilities: NDArray[np.float16]

    def of(self, span: Span) -> dict[str, float]:
        """The mean probability of each kind for a word or a number; empty where nothing was read."""
        first, after = pieces_of(self.starts, self.ends, span)
        if first >= after:
            return {}
        mean = self.probabilities[first:after].mean(axis=0, dtype=np.float32)
        return dict(zip(KINDS, mean[1:].tolist(), strict=True))


@dataclasses.dataclass(frozen=True, slots=True)
class Gate:
    """Two small layers that say which words are worth a reading for votes.

    Attributes:
        first: (hidden, states).
        bias: (hidden,).
        second: (hidden,).
        least: the least score of a word piece that opens it.
    """

    first: Array
    bias: Array
    second: Array
    least: float

    def scores(self, states: Array) -> Array:
        """How likely each piece belongs to a vote, by the reader's states, (pieces, states)."""
        # Not by `@`, whose sums differ between processors; see `parse._arcs`.
        hidden = np.maximum(np.einsum("ni,ji->nj", states, self.first) + self.bias, 0)
        return np.asarray(np.einsum("nj,j->n", hidden, self.second))

    def opens_for(self, scores: Array, paragraphs: NDArray[np.int64]) -> slice | None:
        """The pieces of a window that are worth a reading; None if no piece opens the gate.

        They run from the paragraph before the first that may belong to a vote, since that may name the body or the
        motion, to the last, since votes and their voters are linked only within a reading.

        Args:
            scores: (pieces,), of `scores`.
            paragraphs: (pieces,), the number of the paragraph of each piece, ascending.
        """
        if scores.max() < self.least:
            return None
        own = paragraphs[scores >= self.least - _MARGIN]
        first, after = np.searchsorted(paragraphs, (own[0] - 1, own[-1] + 1)).tolist()
        return slice(first, after)


def gate_of(facts: Mapping[str, Any]) -> Gate:
    """A gate out of the metadata of the weights."""
    arrays = {name: np.array(facts[name], dtype=np.float32) for name in ("first", "bias", "second")}
    # A row for each sum, which is twice as fast as a column.
    return Gate(np.ascontiguousarray(arrays["first"].T), arrays["bias"], arrays["second"], float(facts["least"]))


def decoded(pieces: Pieces, window: slice, logits: Array) -> VoteTags:
    """The tags of a window of an article, from the logits of its pieces, (pieces, `WIDTH`)."""
    own, votes = logits[:, :-VOTES], logits[:, -VOTES:]
    paragraphs = pieces.paragraphs[window]
    starts, ends = pieces.starts[window], pieces.ends[window]
    marks = []
    for found in tag(own, np.diff(paragraphs, prepend=-1) != 0):
        vote = int(votes[found.first : found.after].sum(axis=0).argmax())
        span = Span(int(starts[found.first]), int(ends[found.after - 1]))
        marks.append(Mark(span, KINDS[found.kind], vote, found.probability))
    shares = np.exp(log_softmax(own))
    kinds = shares[:, 1:].reshape(len(shares), len(KINDS), 4).sum(axis=2)
    joined = np.concatenate([shares[:, :1], kinds], axis=1).astype(np.float16)
    return VoteTags(tuple(marks), starts, ends, joined)

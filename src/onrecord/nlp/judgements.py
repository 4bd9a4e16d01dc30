"""Judgements of stretches of text: what an attribution does, and whether a clause is checkable.

The reader gives each word piece a vector for each part of what is judged, such as the cue and the content. The vectors
of the pieces of a part are averaged, those of the parts are added up, and a second layer gives the label's
probabilities. `training/further.py` makes the weights from labels that people gave.
"""

from __future__ import annotations

import bisect
import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from onrecord.nlp.decoding import Array
from onrecord.text.spans import Span

# What an attribution does. The first five report words or thoughts; the others are not quotes: nothing was said
# ("declined to comment"), something was done ("signed the bill"), or cue and content do not belong together.
ACTS = ("said", "thought", "asked", "urged", "denied", "unsaid", "act", "none")
REPORTS = ACTS[:5]
# What a clause says; the first three can be checked, today or later, opinions and norms cannot.
STATEMENTS = ("fact", "prediction", "plan", "opinion", "norm", "question", "broken")
CHECKABLE, UNCHECKED = STATEMENTS[:3], STATEMENTS[3:5]
# The parts that are judged, in the order of the reader's vectors.
ATTRIBUTION_PARTS = ("cue", "content", "content start", "source")
CLAUSE_PARTS = ("clause", "start", "end")


@dataclasses.dataclass(frozen=True, slots=True)
class Judge:
    """The layers of one judgement behind the reader's vectors.

    Attributes:
        labels: the labels, in the order of the logits.
        bias: (hidden,), of the first layer.
        missing: (parts, hidden), what a part adds that is missing.
        second: (hidden, labels).
        second_bias: (labels,).
    """

    labels: tuple[str, ...]
    bias: Array
    missing: Array
    second: Array
    second_bias: Array

    def probabilities(self, vectors: Array, parts: Sequence[slice | None]) -> dict[str, float]:
        """The probability of each label.

        Args:
            vectors: (pieces, parts * hidden), as the reader gives them.
            parts: the pieces of each part; None for a part that is missing.
        """
        width = len(self.bias)
        total = self.bias.copy()
        for number, pieces in enumerate(parts):
            own = vectors[pieces, number * width : (number + 1) * width] if pieces is not None else ()
            total += np.add.reduce(own) / np.float32(len(own)) if len(own) else self.missing[number]
        # Not by `@`, whose sums differ between processors; see `syntax.parse`.
        scores = np.einsum("i,ij->j", np.maximum(total, 0), self.second) + self.second_bias
        shares = np.exp(scores - scores.max())
        return dict(zip(self.labels, (shares / shares.sum()).tolist(), strict=True))


def judge_of(facts: Mapping[str, Any]) -> Judge:
    """A judge out of the metadata of the weights."""
    arrays = {name: np.array(facts[name], dtype=np.float32) for name in ("bias", "missing", "second", "second_bias")}
    return Judge(tuple(facts["labels"]), **arrays)


@dataclasses.dataclass(frozen=True, slots=True)
class Clauses:
    """The vectors of some paragraphs, by which their clauses are judged.

    Attributes:
        starts: (pieces,), where each piece begins in the text, in code points.
        ends: (pieces,), where each ends.
        vectors: (pieces, parts * hidden), of 16 bits, since all of an article's are kept.
        judge: the judge of clauses.
    """

    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    vectors: NDArray[np.float16]
    judge: Judge

    def probabilities(self, clause: Span) -> dict[str, float]:
        """The probability of each of `STATEMENTS` for a stretch of these paragraphs."""
        first, after = pieces_of(self.starts, self.ends, clause)
        own = self.vectors[first:after].astype(np.float32)
        parts = (slice(0, len(own)), slice(0, 1), slice(max(0, len(own) - 1), len(own)))
        return self.judge.probabilities(own, parts)


def pieces_of(starts: NDArray[np.int64], ends: NDArray[np.int64], span: Span) -> tuple[int, int]:
    """The first piece that shares characters with a span, and the piece after the last."""
    return int(ends.searchsorted(span.start, side="right")), int(starts.searchsorted(span.end, side="left"))


class Part(Protocol):
    """What the reader says of some paragraphs: it knows where its pieces begin."""

    @property
    def starts(self) -> NDArray[np.int64]:
        """(pieces,), where each piece begins in the text, in code points."""


Found = TypeVar("Found", bound=Part)


def part_at(parts: Sequence[Found], span: Span) -> Found | None:
    """The part of an article, in order, that holds a span; None where none does."""
    number = bisect.bisect_right(parts, span.start, key=lambda part: int(part.starts[0]) if len(part.starts) else -1)
    return parts[number - 1] if number else None

"""The reader: a model that finds names, attributions (source, cue, content) and syntax in one pass over an article.

One encoder with three heads, trained by `training/`; MODEL_CARD.md, next to the weights, gives the training data and
the scores. It runs with onnxruntime on any processor.
"""

from __future__ import annotations

import collections
import dataclasses
import functools
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from onrecord.errors import ModelError
from onrecord.nlp.decoding import FORBIDDEN, NAMES, SHY, Array, Link, Tagged, links, match, tag
from onrecord.nlp.judgements import Clauses, Judge, judge_of, part_at, pieces_of
from onrecord.nlp.mention_vectors import Vectors
from onrecord.nlp.models import HASHES, WEIGHTS
from onrecord.nlp.parse import ARC, Scores
from onrecord.nlp.vote_tags import Gate, VoteTags, decoded, gate_of
from onrecord.nlp.word_pieces import Pieces, cut_windows, framed, read_pieces
from onrecord.text.spans import Span, hull

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

# The heads of the model, in the order in which they are decoded.
OUTPUTS = ["attribution", "names", "links", "syntax", "acts", "statements", "mentions"]
# The most pieces of a pass of the model; larger windows are slower and give no better results.
WINDOW = 190


@dataclasses.dataclass(frozen=True, slots=True)
class Marked:
    """A span of an article with the kind that the model gives it.

    `kind` is one of `decoding.ROLES` or `decoding.NAMES`; `probability` is not calibrated.
    """

    span: Span
    kind: str
    probability: float


@dataclasses.dataclass(frozen=True, slots=True)
class Attribution:
    """The contents that a cue attributes to a source; a content without a cue in reach is an attribution by itself.

    `acts` is the probability of each of `judgements.ACTS`.
    """

    contents: tuple[Marked, ...]
    cue: Marked | None
    source: Marked | None
    acts: Mapping[str, float] = dataclasses.field(default_factory=dict, compare=False)


@dataclasses.dataclass(frozen=True, slots=True)
class Reading:
    """What the model finds in an article, in text order; contents are without quotation marks and "that"."""

    names: tuple[Marked, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    clauses: tuple[Clauses, ...] = dataclasses.field(default=(), repr=False, compare=False)
    votes: tuple[VoteTags, ...] = dataclasses.field(default=(), repr=False, compare=False)
    mentions: tuple[Vectors, ...] = dataclasses.field(default=(), repr=False, compare=False)

    def __add__(self, other: Reading) -> Reading:
        return Reading(
            self.names + other.names,
            self.attributions + other.attributions,
            self.clauses + other.clauses,
            self.votes + other.votes,
            self.mentions + other.mentions,
        )

    def statement(self, clause: Span) -> Mapping[str, float]:
        """The probability of each of `judgements.STATEMENTS` for a clause; empty where nothing was read."""
        part = part_at(self.clauses, clause)
        return part.probabilities(clause) if part is not None else {}


@dataclasses.dataclass(frozen=True, slots=True)
class Syntax:
    """The pieces with their scores for the parse, and the names of the labels.

    A tag is a fine-grained tag and a part of speech, joined by `|`.
    """

    pieces: Pieces
    scores: Scores
    tags: tuple[str, ...]
    dependencies: tuple[str, ...]


def read(text: str, paragraphs: Sequence[Span]) -> tuple[Reading, Syntax]:
    """Reads paragraphs of an article.

    The scores for the parse take some kilobytes per word, so callers read long articles in parts.

    Raises:
        ModelError: the weights are missing or have the wrong hash.
    """
    model = _model()
    pieces = read_pieces(text, paragraphs, model.tokenizer)
    outputs: list[Array] = []
    starts: list[int] = []
    votes: list[VoteTags] = []
    for window in cut_windows(pieces, WINDOW):
        ids, forms, places = framed(pieces, window)
        run: list[Any] = model.session.run([*OUTPUTS, "states", "embedded"], {"ids": ids[None], "forms": forms[None]})
        # All windows are written into one array for each output: their copies would cost as much as the decoding.
        outputs = outputs or [np.empty((len(pieces), output.shape[1]), output.dtype) for output in run[: len(OUTPUTS)]]
        for output, own in zip(outputs, run, strict=False):
            own.take(places, axis=0, out=output[window], mode="clip")
        starts.append(window.start)
        votes += _votes(pieces, window, places, *run[len(OUTPUTS) :])
    reading, syntax = interpret(pieces, outputs, starts, model)
    return dataclasses.replace(reading, votes=tuple(votes)), syntax


def _votes(
    pieces: Pieces, window: slice, places: NDArray[np.int64], states: Array, embedded: Array
) -> Iterator[VoteTags]:
    """The tags of the paragraphs of a window that may report votes; nothing is run for others."""
    tagger, gate = _tagger()
    own = gate.opens_for(gate.scores(states.take(places, axis=0)), pieces.paragraphs[window])
    if own is not None:
        inside = places[own]
        # With the start of the window before them, the breaks between them and the break after them.
        run: list[Any] = tagger.run(["votes"], {"embedded": embedded[np.r_[0, inside[0] : inside[-1] + 2]]})
        yield decoded(pieces, slice(window.start + own.start, window.start + own.stop), run[0][inside - inside[0] + 1])


def interpret(pieces: Pieces, outputs: Sequence[Array], starts: Sequence[int], model: Model) -> tuple[Reading, Syntax]:
    """Decodes the model's outputs, each with a row per piece; `starts` are the first pieces of its windows."""
    if not outputs:
        return Reading(), _syntax(pieces, None, model)
    tags, types, vectors, syntax, acts, clauses, mentions = outputs
    # No span crosses the end of a window, even inside a paragraph.
    breaks = np.diff(pieces.paragraphs, prepend=-1) != 0
    breaks[starts] = True
    marks = _Marks(pieces)
    names = tuple(marks.mark(found, NAMES[found.kind]) for found in tag(_capitalized(types, pieces), breaks))
    attributions = _linked(tag(tags, breaks, SHY), vectors.reshape(len(vectors), 4, -1), model.links, marks)
    judged = tuple(dataclasses.replace(own, acts=_acts(own, pieces, acts, model.acts)) for own in attributions)
    statements = Clauses(pieces.starts, pieces.ends, clauses.astype(np.float16), model.statements)
    looked_for = Vectors(pieces.starts, pieces.ends, mentions.astype(np.float16))
    return Reading(names, judged, (statements,), mentions=(looked_for,)), _syntax(pieces, syntax, model)


def _acts(attribution: Attribution, pieces: Pieces, vectors: Array, judge: Judge) -> Mapping[str, float]:
    """What an attribution does; its contents count as one stretch."""

    def of(*marks: Marked | None) -> slice | None:
        spans = [mark.span for mark in marks if mark is not None]
        return slice(*pieces_of(pieces.starts, pieces.ends, hull(spans))) if spans else None

    content = of(*attribution.contents)
    start = slice(content.start, content.start + 1) if content is not None else None
    return judge.probabilities(vectors, (of(attribution.cue), content, start, of(attribution.source)))


def _capitalized(types: Array, pieces: Pieces) -> Array:
    """The logits with names that begin in lower case forbidden, except dates and sums of money."""
    allowed = types.copy()
    named = allowed[:, : 1 + 4 * NAMES.index("Date")]
    named[pieces.small, 1::4] = named[pieces.small, 4::4] = FORBIDDEN
    return allowed


def _syntax(pieces: Pieces, output: Array | None, model: Model) -> Syntax:
    tags, dependencies = len(model.tags), len(model.dependencies)
    if output is None:
        output = np.zeros((0, tags + dependencies + 1 + 2 * ARC), np.float32)
    own = np.split(output, np.cumsum([tags, dependencies, 1, ARC]), axis=1)
    return Syntax(pieces, Scores(own[0], own[1], own[2][:, 0], own[3], own[4]), model.tags, model.dependencies)


@dataclasses.dataclass(frozen=True, slots=True)
class _Marks:
    """Turns stretches of pieces into spans of the article."""

    pieces: Pieces

    def mark(self, found: Tagged, kind: str) -> Marked:
        span = Span(int(self.pieces.starts[found.first]), int(self.pieces.ends[found.after - 1]))
        return Marked(span, kind, found.probability)


def _linked(found: Sequence[Tagged], vectors: Array, to: tuple[Link, Link], marks: _Marks) -> list[Attribution]:
    """The attributions: contents with the cue, and cues with the source, that the model links them to."""
    paragraphs = marks.pieces.paragraphs
    sources, cues, contents = ([span for span in found if span.kind == kind] for kind in range(3))
    parts_of: dict[int | None, list[Marked]] = collections.defaultdict(list)
    for content, cue in zip(contents, match(vectors, paragraphs, contents, cues, to[0]), strict=True):
        parts_of[cue].append(marks.mark(content, "content"))
    made = [Attribution((alone,), None, None) for alone in parts_of.pop(None, [])]
    used = [cues[k] for k in parts_of if k is not None]
    for cue_span, source, parts in zip(
        used, match(vectors, paragraphs, used, sources, to[1]), parts_of.values(), strict=True
    ):
        named = marks.mark(sources[source], "source") if source is not None else None
        made.append(Attribution(tuple(parts), marks.mark(cue_span, "cue"), named))
    return sorted(made, key=lambda attribution: attribution.contents[0].span)


@dataclasses.dataclass(frozen=True, slots=True)
class Model:
    """The weights, ready to run, with the parameters of the links and the labels of the parse."""

    session: InferenceSession
    tokenizer: Tokenizer
    links: tuple[Link, Link]
    tags: tuple[str, ...]
    dependencies: tuple[str, ...]
    acts: Judge
    statements: Judge


@functools.cache
def _model() -> Model:
    for name, expected in HASHES.items():
        path = WEIGHTS / name
        actual = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "missing"
        if actual != expected:
            raise ModelError(f"{path}: sha256 is {actual}, expected {expected}; install onrecord again")
    import onnxruntime
    from tokenizers import Tokenizer

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1  # articles are read in parallel instead
    session = onnxruntime.InferenceSession(WEIGHTS / "reader.onnx", options, providers=["CPUExecutionProvider"])
    facts = json.loads(session.get_modelmeta().custom_metadata_map["onrecord"])
    return Model(
        session,
        Tokenizer.from_file(str(WEIGHTS / "tokenizer.json")),
        links(facts),
        tuple(facts["tags"]),
        tuple(facts["dependencies"]),
        judge_of(facts["acts"]),
        judge_of(facts["statements"]),
    )


@functools.cache
def _tagger() -> tuple[InferenceSession, Gate]:
    """The tagger of votes, and what it is asked for."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    # Fused, the sum and the normalization take longer than as two steps (onnxruntime 1.32).
    session = onnxruntime.InferenceSession(
        WEIGHTS / "votes.onnx", options, ["CPUExecutionProvider"], disabled_optimizers=["SkipLayerNormFusion"]
    )
    return session, gate_of(json.loads(session.get_modelmeta().custom_metadata_map["onrecord"]))

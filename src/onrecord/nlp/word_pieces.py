"""Text -> word pieces, the input of the reader.

The vocabulary is uncased, and articles use quotation marks of all styles. So each piece has a form besides its number
in the vocabulary: how its word is written, and whether it is inside quotation marks, which `find_quoted_runs` pairs.
All quotation marks become straight double marks, so that the model learns no newspaper's style.
"""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from onrecord.text.quotation import find_quoted_runs
from onrecord.text.spans import Span

if TYPE_CHECKING:
    from tokenizers import Tokenizer

# How a word is written: no letters, lower case, capitalized, all capitals, mixed; each outside and inside marks.
FORMS = 10
# Numbers in BERT's uncased vocabulary: the start; the end, also used between paragraphs; the full stop.
_START, _BREAK, _FULL_STOP = 101, 102, 1012
_STRAIGHT = str.maketrans(dict.fromkeys("“”„‟«»〝〞", '"') | dict.fromkeys("‘’‚‛`´", "'"))


@dataclasses.dataclass(frozen=True, slots=True)
class Pieces:
    """The word pieces of an article, in order; arrays of one length.

    Attributes:
        ids: numbers in the vocabulary, int64.
        forms: 0 to `FORMS` - 1, int64.
        starts: where each piece begins in the text, in code points, int64.
        ends: where each piece ends, int64.
        paragraphs: the number of the paragraph of each piece, int64.
        words: the number of the word of each piece, counted through the article, int64.
    """

    ids: NDArray[np.int64]
    forms: NDArray[np.int64]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    paragraphs: NDArray[np.int64]
    words: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def small(self) -> NDArray[np.bool_]:
        """Whether the word of each piece is in lower case."""
        return np.asarray(self.forms % 5 == 1)


def read_pieces(text: str, paragraphs: Sequence[Span], tokenizer: Tokenizer) -> Pieces:
    """The pieces of the paragraphs of `text`; a character that the vocabulary lacks is still a piece."""
    runs = find_quoted_runs(text, paragraphs)
    inside = np.zeros(len(text) + 1, dtype=bool)
    plain = list(text.translate(_STRAIGHT))
    for run in runs:
        inside[run.inner.start : run.inner.end] = True
        for mark in (range(run.outer.start, run.inner.start), range(run.inner.end, run.outer.end)):
            for position in mark:
                plain[position] = '"'
    prepared = "".join(plain)
    encodings = tokenizer.encode_batch([prepared[p.start : p.end] for p in paragraphs], add_special_tokens=False)
    ids: list[int] = []
    spans: list[tuple[int, int]] = []
    numbers: list[int] = []
    words: list[int] = []
    word = 0
    for number, (paragraph, encoding) in enumerate(zip(paragraphs, encodings, strict=True)):
        ids += encoding.ids
        spans += [(start + paragraph.start, end + paragraph.start) for start, end in encoding.offsets]
        numbers += [number] * len(encoding.ids)
        words += [word + (own or 0) for own in encoding.word_ids]
        word = words[-1] + 1 if words else 0
    places = np.array(spans, dtype=np.int64).reshape(-1, 2)
    word_numbers = np.array(words, dtype=np.int64)
    forms = _written(prepared, places, word_numbers) + 5 * inside[places[:, 0]]
    return Pieces(
        np.array(ids, dtype=np.int64),
        forms,
        places[:, 0],
        places[:, 1],
        np.array(numbers, dtype=np.int64),
        word_numbers,
    )


def _written(text: str, places: NDArray[np.int64], words: NDArray[np.int64]) -> NDArray[np.int64]:
    """How the word of each piece is written."""
    forms = np.zeros(len(places), dtype=np.int64)
    firsts = np.flatnonzero(np.diff(words, prepend=-1))
    for first, after in itertools.pairwise([*firsts.tolist(), len(words)]):
        forms[first:after] = _form(text[places[first, 0] : places[after - 1, 1]])
    return forms


def _form(word: str) -> int:
    if word.islower():
        return 1
    if not any(map(str.isalpha, word)):
        return 0
    if word.isupper():
        return 3 if len(word) > 1 else 2
    return 2 if word[0].isupper() and word[1:].islower() else 4


def cut_windows(pieces: Pieces, length: int, first: int | None = None) -> Iterator[slice]:
    """Yields the stretches of pieces that the model reads in a pass: whole paragraphs where they fit.

    A break between paragraphs takes the place of one piece. A paragraph longer than a window is cut after the last full
    stop in the window's second half, if there is one.

    Args:
        pieces: the article's pieces.
        length: the most pieces of a window, breaks included.
        first: the most pieces of the first window, so that an article can be cut in several ways.
    """
    bounds = [*np.flatnonzero(np.diff(pieces.paragraphs, prepend=-1)).tolist(), len(pieces)]
    start, room = 0, first or length
    taken = 0
    for begin, end in itertools.pairwise(bounds):
        extra = end - begin + (1 if taken else 0)
        if taken and taken + extra > room:
            yield slice(start, begin)
            start, taken, room, extra = begin, 0, length, end - begin
        while end - start > room and taken == 0:
            cut = _cut(pieces, start, room)
            yield slice(start, cut)
            start, room = cut, length
            extra = end - start
        taken += extra
    if start < len(pieces):
        yield slice(start, len(pieces))


def _cut(pieces: Pieces, start: int, room: int) -> int:
    """Where to cut a paragraph that is longer than `room` pieces."""
    ids = pieces.ids[start + room // 2 : start + room]
    stops = np.flatnonzero(ids == _FULL_STOP)
    return start + room // 2 + int(stops[-1]) + 1 if len(stops) else start + room


def framed(pieces: Pieces, window: slice) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """The ids and forms of a window with its start, end and paragraph breaks, and the index of each piece in them."""
    paragraphs = pieces.paragraphs[window]
    # Each piece moves by one for the start, and by one for each break before it.
    places = np.arange(len(paragraphs)) + 1 + np.cumsum(np.diff(paragraphs, prepend=paragraphs[:1]) != 0)
    ids = np.full(places[-1] + 2, _BREAK, dtype=np.int64)
    forms = np.zeros_like(ids)
    ids[0] = _START
    ids[places], forms[places] = pieces.ids[window], pieces.forms[window]
    return ids, forms, places

"""Sketching: what is kept of an article's body to compare it with others.

Apart from `copies`, which compares sketches, as it needs the parts of `ingestion` that know how articles begin and end.
"""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Sequence

import numpy as np

from onrecord.building.copies import KEPT, SIXTEENTH, STORED, Hashes, Sketch
from onrecord.ingestion import Layout
from onrecord.ingestion.bodies import body_words
from onrecord.ingestion.paragraphs import split_paragraphs
from onrecord.ingestion.stamps import read_stamp
from onrecord.lang.en import pages

# Words of a shingle. With fewer, unrelated texts share some; with more, few are left of a text edited word by word.
_SHINGLE = 4
# The words of the shortest body that is compared: a shorter body is a stub, such as the lines of a paywall.
_LEAST_WORDS = 12
# Paragraphs at the top and at the end that may say that an article is an update or a copy.
_ENDS = 4
# Characters of a line with the date of an update.
_LONGEST_STAMP = 120

_REPUBLISHED = re.compile(pages.REPUBLISHED)
_UPDATE = re.compile(pages.UPDATES, re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")


def sketch(text: str, layout: Layout) -> Sketch:
    """The sketch of an article.

    Args:
        text: the text of the article.
        layout: its layout, which says what is body.

    Examples:
        >>> one = "The ferry stays in port, said the harbor office, until the ice on the river has gone."
        >>> other = "“The ferry stays in port”, said the harbor office -- until the ice on the river has gone."
        >>> sketch(one, lay_out(one)) == sketch(other, lay_out(other))
        True
    """
    words = body_words(text, layout)
    if len(words) < _LEAST_WORDS:
        return Sketch("")
    hashes = np.unique(_hashes(words))
    kept = hashes[: max(KEPT, int(np.searchsorted(hashes, np.uint64(SIXTEENTH))))]
    # Not those of the layout, which leaves out the lines of the page: "Updated May 4, 2031".
    paragraphs = [span.exact(text) for span in split_paragraphs(text)]
    ends = [*paragraphs[:_ENDS], *paragraphs[_ENDS:][-_ENDS:]]
    named = dict.fromkeys(found["outlet"] for words in ends for found in _REPUBLISHED.finditer(words))
    update = max(map(_update, ends), default=0)
    digest = hashlib.sha256(" ".join(words).encode()).hexdigest()[:32]
    return Sketch(digest, len(hashes), kept.astype(STORED).tobytes(), tuple(named), update)


def _update(line: str) -> int:
    """The number of the update that a line says the article is, or 1; 0 if it says nothing of that."""
    if found := _UPDATE.match(line):
        return int(found["number"] or 1)
    is_stamp = len(line) <= _LONGEST_STAMP and read_stamp(line) is not None
    return int(is_stamp and not pages.LATER.isdisjoint(_WORD.findall(line.casefold())))


def _hashes(words: Sequence[str]) -> Hashes:
    """A hash of each run of `_SHINGLE` words, from 0 to 2**63, the same on every machine."""
    codes = np.fromiter((zlib.crc32(word.encode()) for word in words), np.uint64, len(words))
    runs = np.zeros(len(words) - _SHINGLE + 1, np.uint64)
    for place in range(_SHINGLE):  # unsigned numbers wrap around
        runs = runs * np.uint64(0x9E3779B97F4A7C15) + codes[place : place + len(runs)]
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):  # splitmix64 mixes the bits
        runs = (runs ^ (runs >> np.uint64(shift))) * np.uint64(factor)
    return (runs ^ (runs >> np.uint64(31))) >> np.uint64(1)

"""Paragraphs of a text: blocks between blank lines, divided into their lines unless they are hard-wrapped."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

from onrecord.ingestion.marks import without_marks
from onrecord.ingestion.particulars import read_particulars
from onrecord.ingestion.services import is_sign_off
from onrecord.text.spans import Span, span_or_none

_BLANK_LINE = re.compile(r"\n[^\S\n]*(?:\n[^\S\n]*)+|\u2029")
_LINE = re.compile(r"[^\n\u2028]+")
_LONGEST_LINE = 100  # characters of a line that ends because it is full
_FRONT = 6  # lines of a block that may be of the front
_ENDED = re.compile(r"[.!?:;…][”\"’')\]]*\Z")


def split_paragraphs(text: str) -> Iterator[Span]:
    """Yields the paragraphs of a text, without white space at their ends."""
    blocks, start = [], 0
    for end, following in [*(match.span() for match in _BLANK_LINE.finditer(text)), (len(text), len(text))]:
        if block := span_or_none(start, end):
            lines = [Span(*match.span()).shift(block.start) for match in _LINE.finditer(block.exact(text))]
            blocks.append((block, lines, [line.exact(text).strip() for line in lines]))
        start = following
    is_filled = any(len(words) > 2 and _is_wrapped(words) for _, _, words in blocks)
    for block, lines, words in blocks:
        is_one = _is_wrapped(words) if len(words) > 2 or is_filled else _is_broken(words)
        for piece in [block] if is_one else lines:
            trimmed = piece.trim(text, lambda character: character.isspace() or character == "\ufeff")
            if trimmed:
                yield trimmed


def _is_broken(lines: Sequence[str]) -> bool:
    """Whether two lines are one, as the second goes on with a small letter."""
    return (
        len(lines) == 2
        and max(map(len, lines)) <= _LONGEST_LINE
        and _breaks(lines) == 1
        and not (_is_of_front(lines[1]) or is_sign_off(lines[1]))
    )


def _breaks(lines: Sequence[str]) -> int:
    """The number of lines that end inside a sentence."""
    return sum(after[:1].islower() and not _ENDED.search(before) for before, after in itertools.pairwise(lines))


def _is_wrapped(lines: Sequence[str]) -> bool:
    """Whether lines end because they were full, or inside a sentence, and not because a paragraph ends."""
    if len(lines) < 2 or any(map(_is_of_front, lines[:_FRONT])):
        return False
    lengths = [len(line) for line in lines]
    full = lengths[:-1]
    if max(lengths) > _LONGEST_LINE:
        return False
    inside = _breaks(lines)
    if inside == len(full) or (inside > 1 and 2 * inside >= len(full)):
        return True
    return min(full) >= 40 and max(full) - min(full) <= 30


def _is_of_front(line: str) -> bool:
    """Whether a line names who wrote an article or when, so that it is a paragraph by itself."""
    stated = read_particulars(without_marks(line).strip())
    return stated is not None and stated.is_certain

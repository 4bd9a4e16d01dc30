"""Paragraphs of a text: blocks between blank lines, divided into their lines unless they are hard-wrapped."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

from onrecord.ingestion.marks import without_marks
from onrecord.ingestion.particulars import read_particulars
from onrecord.text.spans import Span, span_or_none

_BLANK_LINE = re.compile(r"\n[^\S\n]*(?:\n[^\S\n]*)+|\u2029")
_LINE = re.compile(r"[^\n\u2028]+")
_FRONT = 6  # lines of a block that may be of the front
_ENDED = re.compile(r"[.!?:;…][”\"’')\]]*\Z")


def split_paragraphs(text: str) -> Iterator[Span]:
    """Yields the paragraphs of a text, without white space at their ends."""
    start = 0
    for end, following in [*(match.span() for match in _BLANK_LINE.finditer(text)), (len(text), len(text))]:
        block = span_or_none(start, end)
        start = following
        if block is None:
            continue
        lines = [Span(*match.span()).shift(block.start) for match in _LINE.finditer(block.exact(text))]
        for piece in [block] if _is_wrapped([line.exact(text).strip() for line in lines]) else lines:
            trimmed = piece.trim(text, lambda character: character.isspace() or character == "\ufeff")
            if trimmed:
                yield trimmed


def _is_wrapped(lines: Sequence[str]) -> bool:
    """Whether lines end because they were full, or inside a sentence, and not because a paragraph ends."""
    if len(lines) < 2 or any(map(_is_of_front, lines[:_FRONT])):
        return False
    lengths = [len(line) for line in lines]
    full = lengths[:-1]
    if max(lengths) > 100:
        return False
    inside = sum(after[:1].islower() and not _ENDED.search(before) for before, after in itertools.pairwise(lines))
    if inside == len(full) or (inside > 1 and 2 * inside >= len(full)):
        return True
    return min(full) >= 40 and max(full) - min(full) <= 30


def _is_of_front(line: str) -> bool:
    """Whether a line names who wrote an article or when, so that it is not one of several lines of a paragraph."""
    stated = read_particulars(without_marks(line).strip())
    return stated is not None and stated.is_certain

"""Marks of Markdown, which mean emphasis, headings and links and are not words."""

from __future__ import annotations

import re

_EMPHASIS = re.compile(r"[*_]{1,3}\S|#{1,6}\s")
_MARKS = str.maketrans("*_#", "   ")
_LINK = re.compile(r"!?\[([^\[\]]{0,200})\]\([^()\s]{0,500}\)")
_ONLY_MARKS = re.compile(r"[\W_]*\Z")


def without_marks(words: str) -> str:
    """The words with blanks for their marks, so that all characters stay in their places.

    Examples:
        >>> without_marks("**By [Nora Pell](#pell)**")
        '  By  Nora Pell          '
    """
    if _ONLY_MARKS.match(words):
        return words
    if "](" in words:
        words = _LINK.sub(_blanked, words)
    return words.translate(_MARKS) if _EMPHASIS.match(words) else words


def is_image(words: str) -> bool:
    """Whether words are a picture with its description."""
    return words.startswith("![") and _LINK.fullmatch(words) is not None


def is_only_link(words: str) -> bool:
    """Whether words are a link and nothing else."""
    return _LINK.fullmatch(words) is not None


def _blanked(match: re.Match[str]) -> str:
    before, after = match.span(1)
    return " " * (before - match.start()) + match[1] + " " * (match.end() - after)

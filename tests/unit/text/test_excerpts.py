"""Excerpts: a sentence around words."""

from __future__ import annotations

import pytest

from onrecord.text.excerpts import sentence_around
from onrecord.text.spans import Span

TEXT = """\
Ferry stays

SALTMERE — It stays. Mayor T. J. Rask told Dr. Ida Brandt: “We wait.” Then Ada left! “Why?” asked Owen Pike
of Saltmere Inc.

The end of Zed
"""


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("Ferry", "Ferry stays"),
        ("It stays", "SALTMERE — It stays."),
        ("Rask", "Mayor T. J. Rask told Dr. Ida Brandt: “We wait.”"),
        ("Brandt", "Mayor T. J. Rask told Dr. Ida Brandt: “We wait.”"),
        ("Ada left", "Then Ada left!"),
        ("Zed", "The end of Zed"),
    ],
)
def test_sentences(words: str, sentence: str) -> None:
    """Titles and initials end no sentence; a line break does."""
    start = TEXT.index(words)
    assert sentence_around(TEXT, Span(start, start + len(words))) == sentence


def test_long_sentences_are_cut() -> None:
    """On both sides, and the cuts are shown."""
    text = f"{'x ' * 300}Ada Quint{' y' * 300}"
    start = text.index("Ada")
    assert sentence_around(text, Span(start, start + 9), 6) == "…x x x Ada Quint y y y…"
    assert sentence_around("Ada", Span(0, 3), 6) == "Ada"

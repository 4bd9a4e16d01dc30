"""The parse corrects where a content ends."""

from __future__ import annotations

import pytest

from onrecord.extraction.quotes.boundaries import with_relative
from onrecord.text.spans import Span

from ..conftest import Parse


@pytest.mark.parametrize(
    ("text", "marked", "whole"),
    [
        ("Moss praised the nurses who stayed on the island.", "the nurses", "the nurses who stayed on the island"),
        ("Moss praised the nurses, who stayed on the island.", "the nurses", "the nurses"),
        ("Moss praised the nurses on the island.", "the nurses", "the nurses"),
    ],
)
def test_a_relative_clause_belongs_to_its_noun(parse: Parse, text: str, marked: str, whole: str) -> None:
    """Without a comma it says which nurses are meant."""
    start = text.index(marked)
    content, cue = Span(start, start + len(marked)), Span(5, 12)
    assert with_relative(parse(text).passages[0], content, cue).exact(text) == whole

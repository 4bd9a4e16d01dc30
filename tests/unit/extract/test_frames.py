"""Frames that no model is needed for: a name that signs a quote."""

from __future__ import annotations

import pytest
import spacy

from onrecord.extract.frames import signed
from onrecord.ingest import Zone, lay_out
from onrecord.language import Passage
from onrecord.quotation import find_quoted_runs


def signature(text: str) -> tuple[str, str] | None:
    """Cue and source of the first text in quotation marks, where it is signed."""
    blank = spacy.blank("en")
    spans = [paragraph.span for paragraph in lay_out(text).paragraphs]
    passages = [Passage(blank(span.exact(text)), span.exact(text), span, Zone.BODY) for span in spans]
    frame = signed(text, passages, find_quoted_runs(text, spans)[0])
    return (frame.cue.exact(text), frame.source.span.exact(text)) if frame and frame.cue and frame.source else None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“We will vote.” — Maria Keller", ("—", "Maria Keller")),
        ("“We will vote.” -- Maria Keller, a nurse.", ("--", "Maria Keller")),
        ("“We will vote.”\n\n― Ana de la Cruz\n\nThe town waits.", ("―", "Ana de la Cruz")),
        ("“We will vote.” — Maria Keller spoke first.", None),
        ("“We will vote.” — the town", None),
        ("“We will vote.”\n\nMaria Keller", None),
        ("“We will vote,” said Keller.", None),
        ("“We will vote.”", None),
    ],
)
def test_signatures(text: str, expected: tuple[str, str] | None) -> None:
    """A dash and a name, in the same line or the next, and nothing more but what the person is."""
    assert signature(text) == expected

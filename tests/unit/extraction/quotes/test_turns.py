"""Turns of interviews and transcripts, recognized by layout alone."""

from __future__ import annotations

from typing import Any, cast

from spacy.tokens import Doc
from spacy.vocab import Vocab

from onrecord.extraction.quotes.turns import find_turns
from onrecord.ingestion import Article, Sidecar, lay_out
from onrecord.nlp import ParsedArticle, Passage


def turns(body: str) -> list[tuple[str | None, str, str]]:
    """Label, content and speaker of each turn of an article with a headline and this body."""
    text = f"A report from Tarn\n\n{body}"
    article = Article("art_aaaaaaaaaaaaaaaa", "seeds/a.txt", text, "0" * 64, Sidecar(), lay_out(text))
    nothing = cast(Any, None)  # the reading is not looked at, nor a parse
    blank = Doc(Vocab())
    passages = tuple(Passage(blank, p.span.exact(text), p.span, p.zone) for p in article.layout.paragraphs)
    found = find_turns(ParsedArticle(article, passages, nothing))
    return [(turn.label and turn.label.exact(text), turn.content.exact(text), turn.speaker) for turn in found]


def test_questions_and_answers() -> None:
    """An answer may have several paragraphs; text after the last answer may be anything."""
    assert turns("Q: Why now?\n\nA: It rained.\n\nAnd rained.\n\nQ. And then?\n\nA: We left.\n\nShe sat down.") == [
        ("Q", "Why now?", "q"),
        ("A", "It rained.", "a"),
        (None, "And rained.", "a"),
        ("Q", "And then?", "q"),
        ("A", "We left.", "a"),
    ]


def test_speakers_by_name() -> None:
    """A transcript; applause is nobody's."""
    assert turns("BRANDT: We won.\n\n(Applause.)\n\nPELL: Did you?\n\nBRANDT: We did.") == [
        ("BRANDT", "We won.", "brandt"),
        ("PELL", "Did you?", "pell"),
        ("BRANDT", "We did.", "brandt"),
    ]


def test_a_transcript_in_quotation_marks() -> None:
    """Each paragraph opens with a mark, the last closes it; without a label it continues the turn before."""
    assert turns("“PELL: Did you?\n\n“BRANDT: We did.\n\n“Twice.\n\n“(CROSSTALK.)\n\n“PELL: Thanks.”") == [
        ("PELL", "Did you?", "pell"),
        ("BRANDT", "We did.", "brandt"),
        (None, "Twice.", "brandt"),
        ("PELL", "Thanks.", "pell"),
    ]


def test_what_only_looks_like_turns() -> None:
    """Two labels, labels that all differ, headings with a colon, and labels without a word."""
    assert turns("Brandt: We won.\n\nPell: Did you?") == []
    assert turns("Brandt: One.\n\nPell: Two.\n\nStone: Three.") == []
    assert turns("Where: Tarn.\n\nWhere: Ferro.\n\nWhere: Denver.") == []
    assert turns("“A: ”\n\n“A: ”\n\n“A: ”\n\n“") == []

"""Turns of interviews and transcripts, recognized by layout alone."""

from __future__ import annotations

from typing import Any, cast

import pytest
from spacy.tokens import Doc
from spacy.vocab import Vocab

from onrecord.extraction.quotes.turns import find_turns
from onrecord.ingestion import Article, Facts
from onrecord.ingestion.layout import lay_out
from onrecord.nlp.articles import ParsedArticle, Passage

Row = tuple[str | None, str, str | None, str]


def turns(body: str) -> list[Row]:
    """Label, words, name and kind of speaker of each turn of an article with a headline and this body."""
    text = f"A report from Tarn\n\n{body}"
    article = Article("art_aaaaaaaaaaaaaaaa", "seeds/a.txt", text, "0" * 64, Facts(), lay_out(text))
    nothing = cast(Any, None)  # the reading is not looked at, nor a parse
    blank = Doc(Vocab())
    passages = tuple(Passage(blank, p.span.exact(text), p.span, p.zone) for p in article.layout.paragraphs)
    return [
        (
            turn.label and turn.label.exact(text),
            " / ".join(content.exact(text) for content in turn.contents),
            turn.name and turn.name.exact(text),
            turn.speaker,
        )
        for turn in find_turns(ParsedArticle(article, passages, nothing))
    ]


def test_questions_and_answers() -> None:
    """An answer may have several paragraphs; text after the last answer may be anything."""
    assert turns("Q: Why now?\n\nA: It rained.\n\nAnd rained.\n\nQ. And then?\n\nA: We left.\n\nShe sat down.") == [
        ("Q", "Why now?", None, "question"),
        ("A", "It rained. / And rained.", None, "answer"),
        ("Q", "And then?", None, "question"),
        ("A", "We left.", None, "answer"),
    ]


def test_questions_of_readers() -> None:
    """A question may have the name of who asks; emphasis is not a part of label or words."""
    assert turns("**Q (from Jo Quill): Why now?**\n\n**A:** It rained.") == [
        ("Q (from Jo Quill)", "Why now?", "Jo Quill", "question"),
        ("A", "It rained.", None, "answer"),
    ]


def test_speakers_by_name() -> None:
    """A transcript; applause is nobody's."""
    assert turns("BRANDT: We won.\n\n(Applause.)\n\nPELL: Did you?\n\nBRANDT: We did.") == [
        ("BRANDT", "We won.", "BRANDT", "name"),
        ("PELL", "Did you?", "PELL", "name"),
        ("BRANDT", "We did.", "BRANDT", "name"),
    ]


def test_a_transcript_in_quotation_marks() -> None:
    """Each paragraph opens with a mark, the last closes it; without a label it continues the turn before."""
    assert turns("“PELL: Did you?\n\n“BRANDT: We did.\n\n“Twice.\n\n“(CROSSTALK.)\n\n“PELL: Thanks.”") == [
        ("PELL", "Did you?", "PELL", "name"),
        ("BRANDT", "We did. / Twice.", "BRANDT", "name"),
        ("PELL", "Thanks.", "PELL", "name"),
    ]


LABELS = [
    ("IDA BRANDT, TNN ANCHOR", "IDA BRANDT", "name"),
    ("REAR ADM. IDA BRANDT, MILITARY ANALYST", "IDA BRANDT", "name"),
    ("SEN. IDA BRANDT (D-Tarn)", "IDA BRANDT", "name"),
    ("Ida Brandt (chair)", "Ida Brandt", "name"),
    ("Ida Brandt (Tarn North) (Lab)", "Ida Brandt", "name"),
    ("Ida Brandt, 54, farmer", "Ida Brandt", "name"),
    ("Ida van der Brandt", "Ida van der Brandt", "name"),
    ("Council president Ida Brandt", "Ida Brandt", "name"),
    ("Ms Brandt", "Brandt", "name"),
    ("State Senator Ida Brandt", "Ida Brandt", "name"),
    ("The Tarn Post", "Tarn Post", "name"),
    ("The Minister for Ports (Ida Brandt)", "Ida Brandt", "name"),
    ("The Prime Minister", "Prime Minister", "role"),
    ("Audience member", "Audience member", "role"),
    ("UNIDENTIFIED MALE", "UNIDENTIFIED MALE", "role"),
    ("CALLER FROM TARN", "CALLER", "role"),
    ("Speaker 2", "Speaker 2", "role"),
]


@pytest.mark.parametrize(("label", "name", "kind"), LABELS)
def test_a_label(label: str, name: str, kind: str) -> None:
    """Titles, descriptions, places and parentheses belong to the label, not to the name."""
    assert turns(f"{label}: We won.\n\nPELL: Did you?\n\n{label}: We did.") == [
        (label, "We won.", name, kind),
        ("PELL", "Did you?", "PELL", "name"),
        (label, "We did.", name, kind),
    ]


def test_times() -> None:
    """A clock before or after a name is a part of neither label nor words."""
    assert turns("[10:02] BRANDT: We won.\n\nIda Pell [00:10:07]: At 4:57?\n\nBRANDT: 4:58, I think.") == [
        ("BRANDT", "We won.", "BRANDT", "name"),
        ("Ida Pell", "At 4:57?", "Ida Pell", "name"),
        ("BRANDT", "4:58, I think.", "BRANDT", "name"),
    ]


def test_a_record_of_proceedings() -> None:
    """A label with a title ends with a period, after a note in parentheses."""
    assert turns(
        "Mr. PELL (during the reading). I object.\n\nThe ACTING CHAIR. Why?\n\nMr. PELL. I have a reason."
    ) == [
        ("Mr. PELL", "I object.", "PELL", "name"),
        ("The ACTING CHAIR", "Why?", "ACTING CHAIR", "role"),
        ("Mr. PELL", "I have a reason.", "PELL", "name"),
    ]


def test_further_paragraphs_notes_and_inserts() -> None:
    """A paragraph without a label continues a turn; notes, inserts and narration do not."""
    assert turns(
        "BRANDT: We won. (LAUGHTER) Twice.\n\nIt was a long day.\n\nTEXT: The vote was 5-2\n\n"
        "PELL: (voice-over): I saw it.\n\nPell then left the room.\n\nBRANDT: So did I."
    ) == [
        ("BRANDT", "We won. / Twice. / It was a long day.", "BRANDT", "name"),
        ("PELL", "I saw it.", "PELL", "name"),
        ("BRANDT", "So did I.", "BRANDT", "name"),
    ]


def test_labels_that_all_differ() -> None:
    """They are turns if they have a form of labels and some of the words sound spoken or are in quotation marks."""
    assert turns("Ida Brandt: The wells are dry.\n\nJo Quill: Ours, too.\n\nNora Pell: We drilled.") == [
        ("Ida Brandt", "The wells are dry.", "Ida Brandt", "name"),
        ("Jo Quill", "Ours, too.", "Jo Quill", "name"),
        ("Nora Pell", "We drilled.", "Nora Pell", "name"),
    ]
    assert turns("Ida Brandt, 54, farmer: “It should stay. It is ours.”\n\nJo Quill, 31, nurse: “Close it.”") == [
        ("Ida Brandt, 54, farmer", "It should stay. It is ours.", "Ida Brandt", "name"),
        ("Jo Quill, 31, nurse", "Close it.", "Jo Quill", "name"),
    ]


def test_initials() -> None:
    """They stand for the only name with them in the text before."""
    assert turns("The writer Rosa Quill talks to us.\n\nHM: When did you start?\n\nRQ: At nine.\n\nHM: Why?") == [
        ("HM", "When did you start?", None, "unknown"),
        ("RQ", "At nine.", "Rosa Quill", "name"),
        ("HM", "Why?", None, "unknown"),
    ]


def test_answers_without_labels() -> None:
    """After a dash each, or after questions that are paragraphs of their own, in the first person."""
    assert turns("— When did you start?\n\n— At nine.\n\n— Why?\n\n— It rained.") == [
        (None, "At nine.", None, "answer"),
        (None, "It rained.", None, "answer"),
    ]
    questions = ["When did you start?", "Why?", "Who read you?", "And now?"]
    answers = ["At nine. I had a desk.", "I was bored.\n\nIt rained.", "My sister.", "I wait."]
    body = "\n\n".join(f"{question}\n\n{answer}" for question, answer in zip(questions, answers, strict=True))
    assert turns(body) == [(None, answer.replace("\n\n", " / "), None, "answer") for answer in answers]


def test_a_post() -> None:
    """Its words, with author and account as the label."""
    assert turns("Two boats sank.\n\nStay home. We are there. — Tarn Police (@TarnPolice) May 8, 2031") == [
        ("Tarn Police (@TarnPolice)", "Stay home. We are there.", "Tarn Police", "name")
    ]


@pytest.mark.parametrize(
    "body",
    [
        "Brandt: We won.\n\nPell: Did you?",
        "Brandt: One.\n\nPell: Two.\n\nStone: Three.",
        "Where: Tarn.\n\nWhere: Ferro.\n\nWhere: Denver.",
        "“A: ”\n\n“A: ”\n\n“A: ”\n\n“",
        "TARN: A man was hurt.\n\nFERRO: A boat sank.\n\nLOWER TARN: The museum closed.",
        "Old Lamp: Fish soup and a view.\n\nCafe Orla: Cakes from $3.\n\nThe Depot: Closed on Mondays.",
        "Ida Brandt, the mayor, says: We won.\n\nJo Quill, a nurse, says: We lost.\n\nNora Pell adds: We wait.",
        "When did it start?\n\nAt six.\n\nWho was hurt?\n\nNobody.\n\nWhy?\n\nIt rained.\n\nAnd now?\n\nWe wait.",
    ],
    ids=["two", "words that differ", "headings", "no words", "places", "restaurants", "clauses", "an explanation"],
)
def test_what_only_looks_like_turns(body: str) -> None:
    """Labels alone are not enough."""
    assert turns(body) == []

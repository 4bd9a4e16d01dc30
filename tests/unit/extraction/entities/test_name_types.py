"""What becomes of the names that the reader marks: the marks are invented here."""

from __future__ import annotations

import pytest
import spacy

from onrecord.extraction.entities.names import find_names
from onrecord.ingestion import Article, Facts
from onrecord.ingestion.layout import lay_out
from onrecord.nlp.articles import ParsedArticle, Passage
from onrecord.nlp.reader import Marked, Reading
from onrecord.text.spans import Span


def read(sentence: str, words: str, kind: str, tag: str) -> list[tuple[str, str]]:
    """The names in a sentence in which `words` are marked as a name, and their last token has a tag."""
    text = f"A report from the town\n\n{sentence}"
    article = Article("art_aaaaaaaaaaaaaaaa", "seeds/a.txt", text, "0" * 64, Facts(), lay_out(text))
    blank = spacy.blank("en")
    passages = []
    for paragraph in article.layout.paragraphs:
        doc = blank(paragraph.span.exact(text))
        for token in doc:
            token.tag_ = tag
        passages.append(Passage(doc, doc.text, paragraph.span, paragraph.zone))
    start = text.rindex(words)
    reading = Reading((Marked(Span(start, start + len(words)), kind, 0.9),))
    return [(name.text, name.entity_type) for name in find_names(ParsedArticle(article, tuple(passages), reading))]


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Gov. Ray Stone", "Ray Stone"),
        ("former Mayor Ida Brandt", "Ida Brandt"),
        ("Maria Keller, the county engineer", "Maria Keller"),
        ("Martin Luther King, Jr.", "Martin Luther King, Jr."),
        ("King", "King"),
        ("Ray Stone", "Ray Stone"),
    ],
)
def test_a_person_is_named_without_title_and_description(words: str, name: str) -> None:
    """A title alone may be a surname."""
    assert read(f"Then {words} spoke.", words, "Person", "NNP") == [(name, "person")]


@pytest.mark.parametrize(
    ("words", "tag", "expected"),
    [
        ("Kenyan", "JJ", "group"),
        ("Kenyans", "NNPS", "group"),
        ("Philippines", "NNPS", "place"),
        ("Kenya", "NNP", "place"),
        ("Padma Bridge", "NNP", "facility"),
        ("Bridge", "NNP", "place"),
    ],
)
def test_a_place_may_be_its_people_or_a_building(words: str, tag: str, expected: str) -> None:
    """An adjective or a plural of people, and a name that ends in a kind of building."""
    assert read(f"They saw {words} again.", words, "Location", tag) == [(words, expected)]


@pytest.mark.parametrize(
    ("words", "kind", "expected"),
    [
        ("Clean Water Act", "Misc", "law"),
        ("Harbor Festival", "Misc", "event"),
        ("Model T", "Product", "other"),
        ("Harbor Trust", "Organization", "organization"),
    ],
)
def test_other_names(words: str, kind: str, expected: str) -> None:
    """Laws and events are recognized by a word of their name."""
    assert read(f"They like the {words} again.", words, kind, "NNP") == [(words, expected)]


def test_dates_are_no_entities() -> None:
    """The reader marks them for the votes."""
    assert read("They met on Friday.", "Friday", "Date", "NNP") == []

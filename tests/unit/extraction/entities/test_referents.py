"""What noun phrases mean. The names are given, so that only the rules count."""

from __future__ import annotations

import pytest

from onrecord.extraction.entities.entities import Entities
from onrecord.extraction.entities.referents import named_by, refer, titled_person
from onrecord.nlp.noun_phrases import noun_phrase
from onrecord.text.spans import Span

from ..conftest import Parse
from .conftest import entities_of, name_all

REFERENCES = [
    # A text, the nouns of its sources, and the entities that they speak of, by number of first appearance.
    ("A police spokesman spoke. The spokesman left.", ["spokesman", "spokesman"], [0, 0]),
    ("A police spokesman spoke. A spokesman left.", ["spokesman", "spokesman"], [0, 1]),
    ("Ida Brandt spoke. A police spokesman left.", ["Brandt", "spokesman"], [0, 1]),
    ("Residents spoke. Their lawyer left.", ["Residents", "lawyer"], [0, 1]),
    ("Cole spoke. Then Cole left.", ["Cole", "Cole"], [0, 0]),
    ("It rained. They left.", ["It", "They"], [None, None]),
]


@pytest.mark.parametrize(("text", "nouns", "expected"), REFERENCES)
def test_sources(parse: Parse, text: str, nouns: list[str], expected: list[int | None]) -> None:
    """A definite description means what the same words described before; an indefinite description, somebody new."""
    parsed = parse(text)
    found = entities_of(parsed, ["p:Ida Brandt"])
    (passage,) = parsed.passages
    tokens = iter(passage.doc)
    heads = [next(token for token in tokens if token.text == noun) for noun in nouns]
    keys = [refer(found, noun_phrase(passage, head)) for head in heads]
    order = list(dict.fromkeys(key for key in keys if key is not None))
    assert [None if key is None else order.index(key) for key in keys] == expected
    assert {entity.key for entity in found.entities()} >= set(order)


def test_the_kind_of_what_is_described(parse: Parse) -> None:
    """The noun distinguishes persons, groups, organizations and works."""
    text = "A spokesman spoke. Residents wept. A commission met. A petition failed."
    parsed = parse(text)
    found = entities_of(parsed, ["p:Nobody"])
    (passage,) = parsed.passages
    kinds = {}
    for noun in ("spokesman", "Residents", "commission", "petition"):
        key = refer(found, noun_phrase(passage, next(token for token in passage.doc if token.text == noun)))
        assert key is not None
        kinds[noun] = found.entity_type(key)
    assert kinds == {
        "spokesman": "person",
        "Residents": "group",
        "commission": "organization",
        "petition": "work",
    }


@pytest.mark.parametrize(
    ("text", "noun", "expected"),
    [
        ("The group’s president, Jane Smith, left.", "president", "Jane Smith"),
        ("Jane Smith, the group’s president, left.", "president", "Jane Smith"),
        ("The political scientist Jane Smith left.", "scientist", "Jane Smith"),
        ("The city of Tarn voted.", "city", "Tarn"),
        ("The president of Tarn left.", "president", None),
    ],
)
def test_names_in_apposition(parse: Parse, text: str, noun: str, expected: str | None) -> None:
    """A description means the name next to it."""
    parsed = parse(text)
    found = Entities(parsed, name_all(text, ["p:Jane Smith", "l:Tarn"]))
    (passage,) = parsed.passages
    key = named_by(found, noun_phrase(passage, next(token for token in passage.doc if token.text == noun)))
    assert (None if key is None else found.clusters[key].name) == expected


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("The union negotiator Jane Smith left.", "The union negotiator Jane Smith", "Jane Smith"),
        ("A lawyer for Jane Smith left.", "A lawyer for Jane Smith", None),
        ("Jane Smith left.", "Jane Smith", None),
    ],
)
def test_people_after_their_titles(parse: Parse, text: str, words: str, expected: str | None) -> None:
    """A title means the person, who is not whom somebody works for."""
    parsed = parse(text)
    found = Entities(parsed, name_all(text, ["p:Jane Smith"]))
    key = titled_person(found, parsed.passages[0], Span(0, len(words)))
    assert (None if key is None else found.clusters[key].name) == expected

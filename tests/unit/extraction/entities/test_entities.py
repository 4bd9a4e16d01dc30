"""The entities of an article and their mentions. The names are given, so that only the rules count."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from onrecord.extraction.entities.entities import Entities
from onrecord.extraction.entities.referents import refer
from onrecord.extraction.values import Mention
from onrecord.nlp.articles import Passage
from onrecord.nlp.noun_phrases import noun_phrase
from onrecord.text.spans import Span

from ..conftest import Parse
from .conftest import entities_of

TEXT = "Barges banned\n\nIda Brandt of the Harbor Trust spoke. The mayor of Tarn left, and so did Brandt."


@pytest.fixture
def found(parse: Parse) -> Entities:
    """The entities of `TEXT`."""
    return entities_of(parse(TEXT), ["p:Ida Brandt", "p:Brandt", "o:Harbor Trust", "l:Tarn"])


@pytest.fixture
def body(parse: Parse) -> Passage:
    """The body of `TEXT`."""
    return parse(TEXT).passages[1]


def words(mentions: Sequence[Mention]) -> list[str]:
    """The words of mentions in `TEXT`."""
    return [mention.span.exact(TEXT) for mention in mentions]


def test_mentions_and_entities_are_in_order(found: Entities) -> None:
    """Mentions by their place, entities by their first mention; what is known of an entity can be asked for."""
    assert words(found.mentions()) == ["Ida Brandt", "Harbor Trust", "Tarn", "Brandt"]
    listed = found.entities()
    assert [(entity.name, entity.entity_type, entity.named) for entity in listed] == [
        ("Ida Brandt", "person", True),
        ("Harbor Trust", "organization", True),
        ("Tarn", "place", True),
    ]
    for entity in listed:
        assert found.is_named(entity.key) is entity.named
        assert found.entity_type(entity.key) == entity.entity_type


def test_mentions_inside_a_stretch(found: Entities) -> None:
    """The whole mention must lie in it."""
    start = TEXT.index("Ida")
    assert words(found.inside(Span(start, TEXT.index(" spoke")))) == ["Ida Brandt", "Harbor Trust"]
    assert words(found.inside(Span(start + 1, TEXT.index("Tarn") + 4))) == ["Harbor Trust", "Tarn"]


def test_the_entity_at_a_token(found: Entities, body: Passage) -> None:
    """The shortest mention that covers a token counts, once a description covers a name."""
    tarn = next(token for token in body.doc if token.text == "Tarn")
    mayor = next(token for token in body.doc if token.text == "mayor")
    place = found.at(body, tarn)
    assert place is not None
    assert found.entity_type(place) == "place"
    assert found.at(body, mayor) is None
    person = refer(found, noun_phrase(body, mayor))
    assert person is not None
    assert (found.at(body, mayor), found.at(body, tarn)) == (person, place)
    assert not found.is_named(person)
    assert words(found.mentions()) == ["Ida Brandt", "Harbor Trust", "The mayor of Tarn", "Tarn", "Brandt"]

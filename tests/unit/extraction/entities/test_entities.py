"""Entities: which names, descriptions and pronouns mean the same. The names are given, so that only the rules count."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from onrecord.extraction.entities.coreference import References
from onrecord.extraction.entities.entities import Entities
from onrecord.extraction.values import Mention
from onrecord.nlp import ParsedArticle, Passage
from onrecord.nlp.noun_phrases import noun_phrase
from onrecord.text.spans import Span

from ..conftest import Parse
from .conftest import name_all


def entities(parsed: ParsedArticle, names: Sequence[str], quoted: str = "") -> Entities:
    """The entities of an article with these names; `quoted` is in quotation marks."""
    start = parsed.text.find(quoted)
    entities = Entities(parsed, name_all(parsed.text, names))
    References(parsed, entities, [Span(start, start + len(quoted))] if quoted else []).resolve()
    return entities


PRONOUNS = [
    ("Ida Brandt spoke. She left.", "", {"She": "Ida Brandt"}),
    ("Ida Brandt spoke. He left. She wept.", "", {"She": "Ida Brandt"}),
    ("Mr. Stone spoke. She left. He wept.", "", {"He": "Stone"}),
    ("Ida Brandt met Ray Stone. She left.", "", {"She": "Ida Brandt"}),
    ("Ida Brandt and Ray Stone spoke. She left.", "", {"She": "Ida Brandt"}),
    ("Ida Brandt and Ruth Stone spoke. She left.", "", {}),
    ("Ida Brandt spoke. The town slept. It rained. She left.", "", {"She": "Ida Brandt"}),
    ("Ida Brandt spoke. The town slept. It rained. It snowed. She left.", "", {"She": "Ida Brandt"}),
    ("The Harbor Trust met. He left.", "", {}),
    ("Ida Brandt spoke. “She is late,” they said.", "“She is late,”", {"She": "Ida Brandt"}),
    ("Ida Brandt spoke. They left. It rained. We slept.", "", {}),
]
NAMES = ["p:Ida Brandt", "p:Ray Stone", "p:Stone", "o:Harbor Trust"]


@pytest.mark.parametrize(("text", "quoted", "expected"), PRONOUNS)
def test_pronouns(parse: Parse, text: str, quoted: str, expected: dict[str, str]) -> None:
    """He and she mean the nearest person who is the subject; where that is open, they mean nobody."""
    found = entities(parse(text), NAMES, quoted)
    names = {entity.key: entity.name for entity in found.entities()}
    pronouns = [mention for mention in found.mentions() if mention.mention_type == "pronominal"]
    assert {mention.span.exact(text): names[mention.entity] for mention in pronouns} == expected


TEXT = "Barges banned\n\nIda Brandt of the Harbor Trust spoke. The mayor of Tarn left, and so did Brandt."


@pytest.fixture
def found(parse: Parse) -> Entities:
    """The entities of `TEXT`."""
    return entities(parse(TEXT), ["p:Ida Brandt", "p:Brandt", "o:Harbor Trust", "l:Tarn"])


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
    person = found.refer(noun_phrase(body, mayor))
    assert person is not None
    assert (found.at(body, mayor), found.at(body, tarn)) == (person, place)
    assert not found.is_named(person)
    assert words(found.mentions()) == ["Ida Brandt", "Harbor Trust", "The mayor of Tarn", "Tarn", "Brandt"]


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
    found = entities(parsed, ["p:Ida Brandt"])
    (passage,) = parsed.passages
    tokens = iter(passage.doc)
    heads = [next(token for token in tokens if token.text == noun) for noun in nouns]
    keys = [found.refer(noun_phrase(passage, head)) for head in heads]
    order = list(dict.fromkeys(key for key in keys if key is not None))
    assert [None if key is None else order.index(key) for key in keys] == expected
    assert {entity.key for entity in found.entities()} >= set(order)


def test_the_kind_of_what_is_described(parse: Parse) -> None:
    """The noun distinguishes persons, groups, organizations and works."""
    text = "A spokesman spoke. Residents wept. A commission met. A petition failed."
    parsed = parse(text)
    found = entities(parsed, ["p:Nobody"])
    (passage,) = parsed.passages
    kinds = {}
    for noun in ("spokesman", "Residents", "commission", "petition"):
        key = found.refer(noun_phrase(passage, next(token for token in passage.doc if token.text == noun)))
        assert key is not None
        kinds[noun] = found.entity_type(key)
    assert kinds == {
        "spokesman": "person",
        "Residents": "group",
        "commission": "organization",
        "petition": "work",
    }

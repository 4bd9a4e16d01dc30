"""Entities: which names, descriptions and pronouns mean the same. The names are given, so that only the rules count."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest

from onrecord.extraction.entities.coreference import References
from onrecord.extraction.entities.entities import Entities
from onrecord.extraction.entities.name import Name
from onrecord.extraction.values import Mention
from onrecord.ingestion import Zone
from onrecord.nlp import ParsedArticle, Passage
from onrecord.nlp.noun_phrases import noun_phrase
from onrecord.text.spans import Span

from ..conftest import Parse

TYPES = {"p": "person", "o": "organization", "l": "place", "f": "facility"}


def name_all(text: str, names: Sequence[str]) -> list[Name]:
    """Each occurrence of the names, the longest first if they overlap; a name is `letter:words`."""
    types = {words: TYPES[letter] for letter, _, words in (name.partition(":") for name in names)}
    pattern = "|".join(rf"\b{re.escape(words)}(?!\w)" for words in sorted(types, key=len, reverse=True))
    return [
        Name(Span(*match.span()), match[0], types[match[0]], Zone.BODY, "test@1")
        for match in re.finditer(pattern, text)
    ]


def entities(parsed: ParsedArticle, names: Sequence[str], quoted: str = "") -> Entities:
    """The entities of an article with these names; `quoted` is in quotation marks."""
    start = parsed.text.find(quoted)
    entities = Entities(parsed, name_all(parsed.text, names))
    References(parsed, entities, [Span(start, start + len(quoted))] if quoted else []).resolve()
    return entities


def clusters(parsed: ParsedArticle, names: Sequence[str]) -> dict[str, list[str]]:
    """The named mentions of each entity, by its name and in the order of the text."""
    found = entities(parsed, names)
    return {
        entity.name: [m.span.exact(parsed.text) for m in found.mentions() if m.entity == entity.key]
        for entity in found.entities()
        if entity.named
    }


ALIASES = [
    (
        "John Hall and Mary Hall spoke. Hall left. Hall wept.",
        ["p:John Hall", "p:Mary Hall", "p:Hall"],
        {"John Hall": ["John Hall"], "Mary Hall": ["Mary Hall"], "Hall": ["Hall", "Hall"]},
    ),
    (
        "Tom A. Hall spoke. Tom B. Hall left. Tom Alan Hall slept.",
        ["p:Tom A. Hall", "p:Tom B. Hall", "p:Tom Alan Hall"],
        {"Tom Alan Hall": ["Tom A. Hall", "Tom Alan Hall"], "Tom B. Hall": ["Tom B. Hall"]},
    ),
    (
        "Omar Nadir Al-Sabri met Omar Nadir. Al-Sabri left. Nadir Al-Sabri stayed.",
        ["p:Omar Nadir Al-Sabri", "p:Omar Nadir", "p:Al-Sabri", "p:Nadir Al-Sabri"],
        {
            "Omar Nadir Al-Sabri": ["Omar Nadir Al-Sabri", "Omar Nadir", "Al-Sabri"],
            "Nadir Al-Sabri": ["Nadir Al-Sabri"],
        },
    ),
    (
        "The Republic of Tarn met. Tarn paid. The Democratic Republic of Kell met. Kell paid.",
        ["l:Republic of Tarn", "l:Tarn", "l:Democratic Republic of Kell", "l:Kell"],
        {
            "Republic of Tarn": ["Republic of Tarn", "Tarn"],
            "Democratic Republic of Kell": ["Democratic Republic of Kell"],
            "Kell": ["Kell"],
        },
    ),
    (
        "Doctors of Tarn, also known as Tarn Medical, met. Tarn Medical paid.",
        ["o:Doctors of Tarn", "o:Tarn Medical"],
        {"Doctors of Tarn": ["Doctors of Tarn", "Tarn Medical", "Tarn Medical"]},
    ),
    (
        "Ray Stone Sr. owned it. Ray Stone Jr. sold it.",
        ["p:Ray Stone Sr.", "p:Ray Stone Jr."],
        {"Ray Stone Sr.": ["Ray Stone Sr."], "Ray Stone Jr.": ["Ray Stone Jr."]},
    ),
    (
        "Ray Stone Jr. spoke. Ray Stone left.",
        ["p:Ray Stone Jr.", "p:Ray Stone"],
        {"Ray Stone Jr.": ["Ray Stone Jr.", "Ray Stone"]},
    ),
    (
        "Ana Ruiz de la Vega spoke. De la Vega left.",
        ["p:Ana Ruiz de la Vega", "p:De la Vega"],
        {"Ana Ruiz de la Vega": ["Ana Ruiz de la Vega", "De la Vega"]},
    ),
    (
        "Mona Leung Pik-yan spoke. Leung left.",
        ["p:Mona Leung Pik-yan", "p:Leung"],
        {"Mona Leung Pik-yan": ["Mona Leung Pik-yan", "Leung"]},
    ),
    (
        "Tarn Desert Minerals (TADMIN) met. TADMIN paid.",
        ["o:Tarn Desert Minerals", "o:TADMIN"],
        {"Tarn Desert Minerals": ["Tarn Desert Minerals", "TADMIN", "TADMIN"]},
    ),
    (
        "Harrow Friends College (Harfco) met. Harfco paid.",
        ["o:Harrow Friends College", "l:Harfco"],
        {"Harrow Friends College": ["Harrow Friends College", "Harfco", "Harfco"]},
    ),
    (
        "The Free Water Party of Tarn met. The FWP paid.",
        ["o:Free Water Party of Tarn", "o:FWP"],
        {"Free Water Party of Tarn": ["Free Water Party of Tarn", "FWP"]},
    ),
    (
        "Stone & Field Holdings, Inc. met. Field Holdings paid.",
        ["o:Stone & Field Holdings, Inc.", "o:Field Holdings"],
        {"Stone & Field Holdings, Inc.": ["Stone & Field Holdings, Inc.", "Field Holdings"]},
    ),
    (
        "The US and the U.S. are the United States.",
        ["l:US", "l:U.S.", "l:United States"],
        {"United States": ["US", "U.S.", "United States"]},
    ),
    (
        "Tarn, Maine, is a town. Tarn is old. The City of Tarn is near.",
        ["l:Tarn, Maine", "l:Tarn", "l:City of Tarn"],
        {"City of Tarn": ["Tarn, Maine", "Tarn", "City of Tarn"]},
    ),
    (
        "Zürn Works met. Zurn Works paid.",
        ["o:Zürn Works", "o:Zurn Works"],
        {"Zürn Works": ["Zürn Works", "Zurn Works"]},
    ),
    ("Ida Brandt spoke. Brandt left.", ["p:Ida Brandt", "p:Brandt"], {"Ida Brandt": ["Ida Brandt", "Brandt"]}),
    ("Brandt spoke. Ida Brandt left.", ["p:Ida Brandt", "p:Brandt"], {"Ida Brandt": ["Brandt", "Ida Brandt"]}),
    ("Ida Brandt spoke. Ida left.", ["p:Ida Brandt", "p:Ida"], {"Ida Brandt": ["Ida Brandt", "Ida"]}),
    (
        "Ida M. Brandt spoke. Ida Brandt left.",
        ["p:Ida M. Brandt", "p:Ida Brandt"],
        {"Ida M. Brandt": ["Ida M. Brandt", "Ida Brandt"]},
    ),
    (
        "Ray Stone Jr. spoke. Stone left.",
        ["p:Ray Stone Jr.", "p:Stone"],
        {"Ray Stone Jr.": ["Ray Stone Jr.", "Stone"]},
    ),
    (
        "John Hall and Mary Hall spoke. Hall left.",
        ["p:John Hall", "p:Mary Hall", "p:Hall"],
        {"John Hall": ["John Hall"], "Mary Hall": ["Mary Hall"], "Hall": ["Hall"]},
    ),
    (
        "John Hall spoke. John Hall wept. Mary Hall slept. Hall left.",
        ["p:John Hall", "p:Mary Hall", "p:Hall"],
        {"John Hall": ["John Hall", "John Hall", "Hall"], "Mary Hall": ["Mary Hall"]},
    ),
    (
        "The Tarn River Authority met. The River Authority and the TRA spoke.",
        ["o:Tarn River Authority", "o:River Authority", "o:TRA"],
        {"Tarn River Authority": ["Tarn River Authority", "River Authority", "TRA"]},
    ),
    (
        "The Harbor Trust met. Harbor is rich.",
        ["o:Harbor Trust", "o:Harbor"],
        {"Harbor Trust": ["Harbor Trust", "Harbor"]},
    ),
    (
        "The National Trust met. The National is a paper.",
        ["o:National Trust", "o:National"],
        {"National Trust": ["National Trust"], "National": ["National"]},
    ),
    (
        "The City of Tarn voted. Tarn is old. Tarn is poor.",
        ["l:City of Tarn", "l:Tarn"],
        {"Tarn": ["City of Tarn", "Tarn", "Tarn"]},
    ),
    (
        "New Tarn voted. Tarn is old.",
        ["l:New Tarn", "l:Tarn"],
        {"New Tarn": ["New Tarn"], "Tarn": ["Tarn"]},
    ),
    (
        "BRANDT spoke. Brandt left.",
        ["p:BRANDT", "p:Brandt"],
        {"Brandt": ["BRANDT", "Brandt"]},
    ),
    (
        "Tarn voted. The Tarn Trust met. Tarn Hall burned.",
        ["l:Tarn", "o:Tarn Trust", "f:Tarn Hall"],
        {"Tarn": ["Tarn"], "Tarn Trust": ["Tarn Trust"], "Tarn Hall": ["Tarn Hall"]},
    ),
]


@pytest.mark.parametrize(("text", "names", "expected"), ALIASES)
def test_names_of_one_entity(parse: Parse, text: str, names: list[str], expected: dict[str, list[str]]) -> None:
    """Shorter forms join the only fuller form that they fit; if two fit, they stay apart."""
    assert clusters(parse(text), names) == expected


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

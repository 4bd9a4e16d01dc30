"""Which descriptions may mean an entity, and which are of another."""

from __future__ import annotations

import pytest

from onrecord.extraction.entities.compatibility import is_other_office, may_be, may_mean, noun_type
from onrecord.extraction.entities.name_forms import Cluster
from onrecord.nlp.mention_vectors import MentionVectors
from onrecord.nlp.noun_phrases import NounPhrase, noun_phrase

from ..conftest import Parse


def subject(parse: Parse, text: str) -> tuple[NounPhrase, MentionVectors]:
    """The subject of a sentence, and what the reader says of the text."""
    parsed = parse(text)
    (passage,) = parsed.passages
    noun = next(token for token in passage.words if token.dep_ == "nsubj")
    return noun_phrase(passage, noun), MentionVectors(parsed.reading.mentions)


@pytest.mark.parametrize(
    ("text", "entity_type", "role", "described_as", "meant", "another"),
    [
        ("The rival group left.", "organization", None, {"group"}, False, False),
        ("The rival group left.", "organization", None, {"group", "rival"}, True, False),
        ("The Republican governor left.", "person", "governor", {"governor"}, True, False),
        ("The former governor left.", "person", "governor", {"governor"}, False, False),
        ("The former banker left.", "person", "governor", {"governor"}, True, False),
        ("The mayor left.", "person", "deputy mayor", {"mayor", "deputy"}, True, True),
        ("The finance minister left.", "person", "prime minister", {"minister"}, True, True),
        ("The president of a court left.", "person", "president", {"president"}, True, True),
        ("The president of the court left.", "person", "president", {"president"}, True, False),
    ],
)
def test_descriptions(
    parse: Parse, text: str, entity_type: str, role: str | None, described_as: set[str], meant: bool, another: bool
) -> None:
    """By the modifiers that the text has given the entity, and by its office."""
    phrase, _ = subject(parse, text)
    cluster = Cluster(entity_type, True, role=role, described_as=described_as)
    assert (may_mean(phrase, cluster), is_other_office(phrase, cluster)) == (meant, another)


@pytest.mark.parametrize(
    ("text", "entity_type"),
    [("The governor left.", "person"), ("The commission met.", "organization"), ("The petition failed.", "work")],
)
def test_types_of_listed_nouns(parse: Parse, text: str, entity_type: str) -> None:
    """Where a list has the noun, the reader is not asked."""
    phrase, vectors = subject(parse, text)
    assert noun_type(vectors, phrase.passage, phrase.head) == entity_type
    for other in ("person", "organization", "work", "place"):
        assert may_be(vectors, phrase.passage, phrase.head, other, 0.5) is (other == entity_type)

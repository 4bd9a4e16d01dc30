"""Pronouns of entities. The names are given, so that only the rules count."""

from __future__ import annotations

import pytest

from ..conftest import Parse
from .conftest import entities_of

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
    found = entities_of(parse(text), NAMES, quoted)
    names = {entity.key: entity.name for entity in found.entities()}
    pronouns = [mention for mention in found.mentions() if mention.mention_type == "pronominal"]
    assert {mention.span.exact(text): names[mention.entity] for mention in pronouns} == expected

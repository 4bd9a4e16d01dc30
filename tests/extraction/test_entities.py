"""Sentences and the entities in them, with their nominal and pronominal mentions."""

from __future__ import annotations

import pytest

from .conftest import Read

# Name, type, role, descriptions and pronouns.
EXAMPLES = [
    (
        "Mayor Ellen Park met Gov. Ray Stone in Harbor City on Monday. Park said she was pleased. Stone left early.",
        [
            ("Ellen Park", "person", "Mayor", ["she"]),
            ("Ray Stone", "person", "Gov.", []),
            ("Harbor City", "place", None, []),
        ],
    ),
    (
        "The Lakes Institute for Water opened in 1990. The institute employs 40 people, and the Lakes Institute is growing.",
        [
            ("Lakes Institute for Water", "organization", None, ["The institute"]),
        ],
    ),
    (
        "The Harbor City Council met on Monday. The council approved the plan.",
        [
            ("Harbor City Council", "organization", None, ["The council"]),
        ],
    ),
    (
        "Jane Moss, president of the Harbor Trust, spoke first. She left at noon.",
        [
            ("Jane Moss", "person", "president of the Harbor Trust", ["president of the Harbor Trust", "She"]),
            ("Harbor Trust", "organization", None, []),
        ],
    ),
    (
        "The Federal Aviation Administration closed the airport. The FAA said it would reopen.",
        [
            ("Federal Aviation Administration", "organization", None, ["it"]),
        ],
    ),
    (
        "Former state Sen. Rosa Diaz arrived late.",
        [
            ("Rosa Diaz", "person", "Former state Sen.", []),
        ],
    ),
    (
        "Police Chief Dana Cole and Sheriff Tom Berg disagreed. Cole spoke for an hour.",
        [
            ("Dana Cole", "person", "Police Chief", []),
            ("Tom Berg", "person", "Sheriff", []),
        ],
    ),
    (
        "Mr. Stone met his wife in Paris.",
        [
            ("Stone", "person", None, ["his"]),
            ("Paris", "place", None, []),
        ],
    ),
    (
        "France’s foreign ministry said the talks had failed.",
        [
            ("France", "place", None, []),
            ("France’s foreign ministry", "organization", None, ["France’s foreign ministry"]),
        ],
    ),
    (
        "The Harbor Trust sued. The group wants the dam removed.",
        [
            ("Harbor Trust", "organization", None, ["The group"]),
        ],
    ),
    (
        "John Hall and Mary Hall run the bakery. Hall said business was slow.",
        [
            ("John Hall", "person", None, []),
            ("Mary Hall", "person", None, []),
            ("Hall", "person", None, []),
        ],
    ),
    (
        "Citizens for Clean Rivers sued Brant Chemicals Inc. in 2020.",
        [
            ("Citizens for Clean Rivers", "organization", None, []),
            ("Brant Chemicals Inc.", "organization", None, []),
        ],
    ),
]


@pytest.mark.parametrize(("text", "expected"), EXAMPLES)
def test_entities(read: Read, text: str, expected: list[tuple[object, ...]]) -> None:
    """The entities of a text are these and no others."""
    text, found = read(text)
    described = [mention for mention in found.mentions if mention.mention_type != "named"]
    rows = [
        (
            entity.name,
            entity.entity_type,
            entity.role,
            [mention.span.exact(text) for mention in described if mention.entity == entity.key],
        )
        for entity in found.entities
    ]
    assert rows == expected

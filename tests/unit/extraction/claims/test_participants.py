"""The roles of names in a clause."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest

from onrecord.extraction.claims.clauses import find_clauses
from onrecord.extraction.claims.participants import find_participants
from onrecord.extraction.entities.entities import Entities
from onrecord.extraction.entities.name import Name
from onrecord.ingestion import Zone
from onrecord.text.spans import Span

from ..conftest import Parse


@pytest.mark.parametrize(
    ("text", "names", "expected"),
    [
        (
            "Ida Brandt sued Acme in Kell.",
            ["Ida Brandt", "Acme", "Kell"],
            {"Ida Brandt": "subject", "Acme": "object", "Kell": "mentioned"},
        ),
        (
            "Ida Brandt and Ray Stone sued Acme.",
            ["Ida Brandt", "Ray Stone", "Acme"],
            {"Ida Brandt": "subject", "Ray Stone": "subject", "Acme": "object"},
        ),
        (
            "A lawyer for Acme met Ida Brandt in Kell.",
            ["Kell", "Acme", "Ida Brandt"],
            {"Kell": "mentioned", "Acme": "mentioned", "Ida Brandt": "object"},
        ),
        ("Workers of Acme sued Acme.", ["Acme"], {"Acme": "object"}),
    ],
)
def test_roles(parse: Parse, text: str, names: Sequence[str], expected: dict[str, str]) -> None:
    """An entity has one role, and is no more than mentioned if it is neither subject nor object."""
    parsed = parse(text)
    types = {"Acme": "organization", "Kell": "place"}
    places = (match for name in names for match in re.finditer(name, text))
    found = Entities(
        parsed,
        [Name(Span(*m.span()), m[0], types.get(m[0], "person"), Zone.BODY, "test@1") for m in places],
    )
    (passage,) = parsed.passages
    (clause,) = find_clauses(passage, passage.words)
    called = {entity.key: entity.name for entity in found.entities()}
    assert {called[key]: role for key, role in find_participants(clause, found)} == expected

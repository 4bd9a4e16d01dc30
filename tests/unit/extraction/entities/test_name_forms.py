"""Whom a shorter form of a name may mean, looked up instead of compared with all."""

from __future__ import annotations

import pytest

from onrecord.extraction.entities.name import READ, Name
from onrecord.extraction.entities.name_forms import Cluster, Forms
from onrecord.ingestion import Zone
from onrecord.text.spans import Span

ENTITIES = [
    ("person", "Ida Brandt"),
    ("person", "Ida Maria Moss"),
    ("organization", "Harbor Trust of Tarn"),
    ("organization", "Tarn River Board"),
    ("place", "City of Tarn"),
    ("person", "Brandt"),
]


def forms(entities: list[tuple[str, str]]) -> Forms:
    """The forms of entities that have one each."""
    clusters: list[Cluster] = []
    made = Forms(clusters)
    for key, (entity_type, form) in enumerate(entities):
        clusters.append(Cluster(entity_type, named=True))
        made.add(key, form)
    return made


def name(entity_type: str, text: str) -> Name:
    """A name somewhere."""
    return Name(Span(0, len(text)), text, entity_type, Zone.BODY, READ)


@pytest.mark.parametrize(
    ("entity_type", "text", "longer"),
    [
        ("person", "Brandt", [0]),
        ("person", "Ida", [0, 1]),
        ("person", "Ida Moss", [1]),
        ("person", "Maria", []),
        ("organization", "Harbor Trust", [2]),
        ("organization", "River Board", [3]),
        ("organization", "TRB", [3]),
        ("organization", "T.R.B.", [3]),
        ("organization", "Tarn", [2, 3]),
        ("place", "Tarn", [4]),
        ("law", "Tarn", []),
    ],
)
def test_longer_forms(entity_type: str, text: str, longer: list[int]) -> None:
    """Of the same type, and only those that go on from the name."""
    assert forms(ENTITIES).longer(name(entity_type, text)) == longer


def test_a_surname_of_hundreds_means_nobody() -> None:
    """They are not compared."""
    assert forms([("person", f"Ida{number} Brandt") for number in range(300)]).longer(name("person", "Brandt")) is None

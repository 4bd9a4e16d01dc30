"""What the text says that somebody is, and whom a later description then means."""

from __future__ import annotations

import pytest

from .conftest import Read

# The text, the name of an entity in it, its role and its mentions.
DESCRIBED = [
    (
        "Ada Quist is a former premier. The former premier left.",
        "Ada Quist",
        "former premier",
        ["Ada Quist", "The former premier"],
    ),
    (
        "Tom Vane was the head of the Tarn Trust. On Monday the head said it was late.",
        "Tom Vane",
        "head of the Tarn Trust",
        ["Tom Vane", "the head"],
    ),
    ("Tom Vane is not a judge. The judge said it was late.", "Tom Vane", None, ["Tom Vane"]),
    (
        "R. Gil Moss, the Tarn harbor commissioner, said the gate was shut. The commissioner left.",
        "R. Gil Moss",
        "Tarn harbor commissioner",
        ["R. Gil Moss", "the Tarn harbor commissioner", "The commissioner"],
    ),
    (
        "Dr. Mona Reeve treated the boy. The doctor said the arm was broken.",
        "Mona Reeve",
        "Dr.",
        ["Mona Reeve", "The doctor"],
    ),
    (
        "Rep. Ida Holm opposed the bill. The congresswoman said it was too long.",
        "Ida Holm",
        "Rep.",
        ["Ida Holm", "The congresswoman"],
    ),
    (
        "Minister of Water, Lands, and Ports and Chairman of the Food Board Omar Nadir left. The minister was late.",
        "Omar Nadir",
        "Minister of Water, Lands, and Ports and Chairman of the Food Board",
        ["Omar Nadir", "The minister"],
    ),
    (
        "Deputy Youth and Sports Minister Ida Holm left.",
        "Ida Holm",
        "Deputy Youth and Sports Minister",
        ["Ida Holm"],
    ),
    ("Sheikh Omar Nadir met them in Tarn.", "Omar Nadir", "Sheikh", ["Omar Nadir"]),
    (
        "The watchdog group Open Harbor sued. Police said the watchdog group threw stones.",
        "Open Harbor",
        None,
        ["The watchdog group", "Open Harbor", "the watchdog group"],
    ),
    ("Open Harbor marched. Police said the rival group threw stones.", "Open Harbor", None, ["Open Harbor"]),
    (
        "The mayor of Tarn, Ivo Brandt, opened the pool on Monday.",
        "Ivo Brandt",
        "mayor of Tarn",
        ["The mayor", "Ivo Brandt"],
    ),
]


@pytest.mark.parametrize(("text", "name", "role", "mentions"), DESCRIBED)
def test_descriptions(read: Read, text: str, name: str, role: str | None, mentions: list[str]) -> None:
    """By apposition, copula or title; a modifier that the text has not given a group is another group's."""
    _, found = read(f"News of the day\n\n{text}")
    (entity,) = (entity for entity in found.entities if entity.name == name)
    whole = f"News of the day\n\n{text}"
    spans = [mention.span.exact(whole) for mention in found.mentions if mention.entity == entity.key]
    assert (entity.role, spans) == (role, mentions)


TYPES = [
    ("A majority of voters said the plan was bad.", [("majority of voters", "group")]),
    ("The clip showed that the gate was open, and the clip said so.", []),
    ("No one said that the gate was open.", []),
    ("“We will pay,” the pilot said.", [("pilot", "person")]),
    ("The narrator said that the gate was open.", [("narrator", "person")]),
]


@pytest.mark.parametrize(("text", "people"), TYPES)
def test_what_is_no_person_is_not_described_as_one(read: Read, text: str, people: list[tuple[str, str]]) -> None:
    """Only people and groups of them."""
    _, found = read(f"News of the day\n\n{text}")
    described = [(entity.name, entity.entity_type) for entity in found.entities]
    assert [pair for pair in described if pair[1] in {"person", "group"}] == people

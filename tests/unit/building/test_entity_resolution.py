"""The registry: who is one and the same over the articles, and ids that stay."""

from __future__ import annotations

from typing import Any

import pytest

from onrecord.building.entity_resolution import Registry
from onrecord.extraction.values import Entity


def entity(name: str, entity_type: str = "person", role: str | None = None, *aliases: str, key: int = 0) -> Entity:
    """A named entity of an article."""
    return Entity(key, name, entity_type, role, True, "names:reader@1", aliases)


def met(registry: Registry, *articles: list[Entity]) -> list[list[str]]:
    """The ids of each article's entities, in order."""
    return [list(registry.identify(f"art_{number}", [*article]).values()) for number, article in enumerate(articles)]


def company(*names: str) -> list[Entity]:
    """Organizations that an article names with somebody."""
    return [entity(name, "organization", key=number) for number, name in enumerate(names, start=1)]


def row(**cells: Any) -> dict[str, Any]:
    """A row of a package's table `entities`."""
    return {"entity_id": "ent_old", "name": "Jane Smith", "entity_type": "person", "role": "", "aliases": ""} | cells


def test_one_name_is_one_entity() -> None:
    """In all articles, whatever its case; another type is another entity."""
    first, second, third = met(
        Registry(),
        [entity("Durham", "place")],
        [entity("DURHAM", "place")],
        [entity("Durham", "organization")],
    )
    assert first == second != third


@pytest.mark.parametrize("names", [("JANE SMITH", "Jane Smith"), ("Jane Smith", "JANE SMITH")])
def test_a_name_in_capitals(names: tuple[str, str]) -> None:
    """The spelling of a transcript is an alias of the usual one, whichever comes first."""
    registry = Registry()
    met(registry, *([entity(name)] for name in names))
    assert [(one["name"], one["aliases"]) for one in registry.rows()] == [("Jane Smith", "JANE SMITH")]


def test_single_names_of_people_and_descriptions_are_their_article_s() -> None:
    """The registry leaves them alone."""
    described = Entity(0, "a spokesman", "person", None, False, "entities:described@1")
    assert Registry().identify("art_0", [entity("Lopez"), described]) == {}


def test_what_was_only_described_keeps_its_id_from_a_name() -> None:
    """An article's "city council" is another article's City Council only by chance of its letters."""
    previous = row(entity_id="ent_its_own", name="City council", entity_type="organization") | {
        "method": "entities:described@1"
    }
    assert met(Registry([previous]), company("City Council")) == met(Registry(), company("City Council"))


@pytest.mark.parametrize(
    ("one", "other", "shared", "same"),
    [
        (("John Lee", None), ("John Lee", "mayor"), (), True),
        (("John Lee", "mayor"), ("John Lee", "former mayor of Durham"), (), True),
        (("John Lee", "mayor"), ("John Lee", "striker"), (), False),
        (("John Lee", "Dr."), ("John Lee", "doctor"), (), True),
        (("John Lee", "mayor"), ("John Lee", "candidate"), ("Durham City Council",), True),
        (("John Lee", "mayor"), ("John A. Lee", "mayor"), (), True),
        (("John Lee", None), ("John A. Lee", None), (), False),
        (("John Lee", None), ("John A. Lee", None), ("Durham City Council",), True),
        (("John A. Lee", "mayor"), ("John B. Lee", "mayor"), (), False),
        (("John Lee", None), ("Jane Lee", None), ("Durham City Council",), False),
    ],
)
def test_people_of_like_names(
    one: tuple[str, str], other: tuple[str, str], shared: tuple[str, ...], same: bool
) -> None:
    """Office and company decide where names alone do not."""
    registry = Registry()
    first, second = met(
        registry,
        [entity(one[0], "person", one[1]), *company("Old Mill Trust", *shared)],
        [entity(other[0], "person", other[1]), *company("New Mill Trust", *shared)],
    )
    assert (first[0] == second[0]) is same
    names = {found["name"] for found in registry.rows() if found["entity_type"] == "person"}
    assert len(names) == (1 if same else len({one[0], other[0]}))


def test_namesakes_get_ids_of_their_own_and_keep_them() -> None:
    """The second John Lee is found again by his office."""
    registry = Registry()
    mayor, striker, again = met(
        registry,
        [entity("John Lee", "person", "mayor"), *company("City Council")],
        [entity("John Lee", "person", "striker"), *company("Rovers")],
        [entity("John Lee", "person", "striker")],
    )
    assert mayor[0] != striker[0] == again[0]


def test_ids_stay_when_a_fuller_name_comes() -> None:
    """The name that is shown grows, its id does not change, and the old form is an alias."""
    previous = [row(role="mayor", aliases="J. Smith")]
    registry = Registry(previous)
    assert met(registry, [entity("Jane Ann Smith", "person", "mayor", "Smith")]) == [["ent_old"]]
    assert list(registry.rows()) == [
        {
            "entity_id": "ent_old",
            "name": "Jane Ann Smith",
            "entity_type": "person",
            "role": "mayor",
            "aliases": "Smith",
            "method": "names:reader@1",
        }
    ]


def test_previous_entities_that_no_article_names_are_left_out() -> None:
    """An article that was taken out takes its entities with it."""
    registry = Registry([row()])
    assert list(registry.rows()) == []
    registry.identify("art_0", [entity("Acme", "organization", None, "ACME Inc")])
    assert [(found["name"], found["aliases"]) for found in registry.rows()] == [("Acme", "ACME Inc")]


def test_conversions_in_a_row_give_the_same_rows() -> None:
    """Each conversion starts from the rows of the conversion before."""
    articles = [
        [entity("John Lee", "person", "mayor"), *company("City Council")],
        [entity("John Lee", "person", "striker"), *company("Rovers")],
        [entity("John A. Lee", "person", "mayor", "Lee"), *company("City Council")],
    ]
    first = Registry()
    ids = met(first, *articles)
    second = Registry(list(first.rows()))
    assert met(second, *articles) == ids
    assert list(second.rows()) == list(first.rows())


def test_a_father_and_a_son_of_one_name_are_two() -> None:
    """Even with the same role."""
    first, second = met(Registry(), [entity("Ray Stone Sr.", role="mayor")], [entity("Ray Stone Jr.", role="mayor")])
    assert first != second


def test_spellings_of_a_country_are_one() -> None:
    """By its initials or in full."""
    (first,), *others = met(Registry(), *([entity(name, "place")] for name in ("US", "U.S.", "USA", "United States")))
    assert others == [[first]] * 3


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Millbrook's City Council", "Millbrook City Council", True),
        ("Millbrook’s City Council", "MILLBROOK CITY COUNCIL", True),
        ("Saltmere Town Council", "Saltmere's Town Council", True),
        ("Ashgrove's School Board", "Ashgrove School Board", True),
        ("Pellham Planning Commission", "Pellham's Planning Commission", True),
        ("Tarn County's Board of Commissioners", "Tarn County Board of Commissioners", True),
        ("Quay St. Odo's Parish Council", "Quay St. Odo Parish Council", True),
        ("Lower Tarn’s Zoning Board", "Lower Tarn Zoning Board", True),
        ("Veldania's Parliament", "Veldania Parliament", True),
        ("Millbrook's City Council", "Marlow City Council", False),
        ("Millbrook's City Council", "City Council", False),
        ("Millbrook's City Council", "Millbrook School Board", False),
        ("Lloyd's Bank", "Lloyd Bank", False),
        ("Brandt's Bakery", "Brandt Bakery", False),
        ("Children's Hospital", "Children Hospital", False),
    ],
)
def test_a_body_and_the_place_that_it_is_of(one: str, other: str, same: bool) -> None:
    """A town's council is the town council, in whichever order the articles come; shops may differ by that sign."""
    for names in ((one, other), (other, one)):
        first, second = met(Registry(), *(company(name) for name in names))
        assert (first == second) is same

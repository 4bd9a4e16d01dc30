"""Links: who was taken for whom across articles, on what grounds, and how that changes with corrections."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest

from onrecord.building.conversion import convert
from onrecord.building.entity_resolution import Registry
from onrecord.building.links import Link, is_acronym
from onrecord.corrections import split_id
from onrecord.extraction.values import Entity
from onrecord.package.ids import make_id
from onrecord.validation import validate

# What an article has: names, each with a type and a role.
People = list[tuple[str, str, str | None]]
TARN, KELL = ("Tarn", "place", None), ("Kell", "place", None)


def linked(*articles: People) -> dict[str, list[Link]]:
    """The links by the name of the entity in its first article."""
    registry = Registry()
    names = {}
    for number, article in enumerate(articles):
        entities = [Entity(key, *facts, True, "entities:named@1") for key, facts in enumerate(article)]
        for key, entity_id in registry.identify(f"art_{number}", entities).items():
            names.setdefault(entity_id, entities[key].name)
    return {names[entity_id]: links for entity_id, links in registry.links()}


@pytest.mark.parametrize(
    ("one", "other", "grounds", "doubts", "support"),
    [
        # People: an office and other names in common speak for it, the name alone does not.
        (("John Lee", "mayor"), ("John Lee", "Mayor of Tarn"), "same_name same_office shared_names", "", "strong"),
        (("John Lee", None), ("JOHN LEE", "mayor"), "same_name shared_names", "", "fair"),
        (("John Lee", "mayor"), ("John Lee", "striker"), "same_name shared_names", "other_office", "weak"),
        (("José Lee-Ruiz", None), ("Jose Lee Ruiz", None), "spelled_alike shared_names", "", "fair"),
        (("John A. Lee", "mayor"), ("John Lee", "mayor"), "first_and_last_name same_office shared_names", "", "strong"),
    ],
)
def test_grounds_of_people(
    one: tuple[str, str | None], other: tuple[str, str | None], grounds: str, doubts: str, support: str
) -> None:
    """The first article is compared with nothing; the second with it."""
    (name, role), (new, new_role) = one, other
    first, second = linked([(name, "person", role), TARN], [(new, "person", new_role), TARN])[name]
    assert first == Link("art_0", 0, "person", role)
    assert (first.support, first.method) == (None, "links:first@1")
    assert second == Link("art_1", 0, "person", new_role, tuple(grounds.split()), tuple(doubts.split()), 1)
    assert (second.support, second.method) == (support, f"links:{grounds.split()[0]}@1")


@pytest.mark.parametrize(
    ("name", "entity_type", "doubts", "alone", "together"),
    [
        ("John Lee", "person", [], "weak", "fair"),
        ("Tarn Harbor Trust", "organization", [], "fair", "strong"),
        ("City Council", "organization", ["common_name"], "weak", "fair"),
        ("Ministry of Finance", "organization", ["common_name"], "weak", "fair"),
        ("THT", "organization", ["acronym"], "weak", "fair"),
        ("Marlow", "place", [], "fair", "strong"),
    ],
)
def test_a_name_alone(name: str, entity_type: str, doubts: list[str], alone: str, together: str) -> None:
    """What a name alone says depends on how many may have it; another name in common supports it."""
    thing = (name, entity_type, None)
    _, second = linked([thing, TARN], [thing, KELL])[name]
    assert second == Link("art_1", 0, entity_type, None, ("same_name",), (*doubts, "name_alone"), 0)
    assert second.support == alone
    _, second = linked([thing, TARN], [thing, TARN])[name]
    assert second == Link("art_1", 0, entity_type, None, ("same_name", "shared_names"), tuple(doubts), 1)
    assert second.support == together


def test_namesakes() -> None:
    """Where two people have a name, only an office decides; a father and a son are no namesakes."""
    mayor, striker = ("John Lee", "person", "mayor"), ("John Lee", "person", "striker")
    found = linked([mayor, TARN], [striker, KELL], [mayor, TARN], [("John Lee", "person", None), TARN])["John Lee"]
    assert [(link.article_id, link.doubts, link.support) for link in found] == [
        ("art_0", (), None),
        ("art_2", ("namesake",), "strong"),
        ("art_3", ("namesake",), "weak"),
    ]
    father, son = ("Ray Stone Sr.", "person", None), ("Ray Stone Jr.", "person", None)
    assert [link.doubts for link in linked([father, son, TARN], [son, TARN])["Ray Stone Jr."]] == [(), ()]


def test_two_names_in_an_article_are_one_link() -> None:
    """An article that writes US and United States has one row of the country."""
    us, states = ("US", "place", None), ("United States", "place", None)
    assert [link.article_id for link in linked([us, states], [us, states])["US"]] == ["art_0", "art_1"]


def test_grounds_do_not_depend_on_an_earlier_conversion() -> None:
    """The ids of the tables are kept; what is compared are the articles."""
    articles = [
        [Entity(0, "John Lee", "person", role, True, "entities:named@1"), Entity(1, *place, True, "entities:named@1")]
        for role, place in (("mayor", TARN), (None, TARN), ("striker", KELL), (None, KELL))
    ]
    registry, found = Registry(), []
    for _ in range(2):
        for number, article in enumerate(articles):
            registry.identify(f"art_{number}", article)
        found.append(list(registry.links()))
        registry = Registry([{**row, "status": "auto"} for row in registry.rows()])
    assert found[0] == found[1]


@pytest.mark.parametrize(("name", "holds"), [("WHO", True), ("U.N.", True), ("Who", False), ("COUNCIL", False)])
def test_acronyms(name: str, holds: bool) -> None:
    """Short, in capitals, with points or without."""
    assert is_acronym(name) is holds


# -- in a package -----------------------------------------------------------------------------------------------------

TEXTS = {
    "ferry": "Ferry goes on\n\nThe ferry stays in Saltmere, said Mayor Tilda Rask. The Harbor Trust agreed.\n",
    "crane": "Saltmere buys a crane\n\nMayor Tilda Rask signed for the crane in Saltmere. “It lifts,” said Rask.\n",
    "novel": "Prize for a first novel\n\nMarlow hailed Tilda Rask on Friday. “I am glad,” said Rask.\n",
    "trust": "Trust repaints its shed\n\nThe Saltmere Harbor Trust repainted its shed. Owen Pike said it was blue.\n",
}
IDS = {name: make_id("articles", f"{name}.txt") for name in TEXTS}
RASK = make_id("entities", "person", "tilda rask")
SHORT, LONG = (make_id("entities", "organization", name) for name in ("harbor trust", "saltmere harbor trust"))
HEADER = "action,table,id,field,old_value,new_value,reason,curator,date\n"
SIGNED = "seen,Nora Pell,2031-06-01\n"


@pytest.fixture(scope="module")
def converted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package of the four articles."""
    folder = tmp_path_factory.mktemp("links")
    (folder / "texts").mkdir()
    for name, text in TEXTS.items():
        (folder / "texts" / f"{name}.txt").write_text(text, encoding="utf-8")
    convert(folder / "texts", package=folder / "out")
    return folder / "out"


def links(package: Path, entity: str) -> list[dict[str, str]]:
    """The rows of an entity, with the cells that are filled."""
    with (package / "data" / "entity_links.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row.pop("entity_id") == entity]
    return [{name: cell for name, cell in row.items() if cell} for row in rows]


def row(article: str, exact: str, grounds: str = "first", **cells: str) -> dict[str, str]:
    """The cells of a row that are filled."""
    start = TEXTS[article].index(exact)
    own = {"article_id": IDS[article], "grounds": grounds, "start": str(start), "end": str(start + len(exact))}
    return own | {"exact": exact, "method": f"links:{grounds.split()[0]}@1", "status": "auto"} | cells


CRANE = row("crane", "Tilda Rask", role="Mayor")
FERRY = row(
    "ferry", "Tilda Rask", "same_name | same_office | shared_names", support="strong", names_in_common="1", role="Mayor"
)
NOVEL = row("novel", "Tilda Rask", "same_name", doubts="name_alone", support="weak", names_in_common="0")


def decided(action: str, line: int, article: str, exact: str, **cells: str) -> dict[str, str]:
    """The row of an article about which a line of the corrections decided."""
    own = {"support": "decided", "decided_in": f"corrections/desk.csv:{line}", "status": "corrected"}
    return row(article, exact, "correction", **cells) | own | {"method": f"corrections:{action}@1"}


def test_rows(converted: Path) -> None:
    """A row for each article of an entity that several mention, in their order, where each names it in full."""
    assert links(converted, RASK) == [CRANE, FERRY, NOVEL]
    assert links(converted, LONG) == []
    assert validate(converted, engine="both").problems == ()


SPLIT = f"split,entities,{RASK},article_id,{{}},Tilda Rask,{SIGNED}"
CASES = {
    "merge": (
        f"merge,entities,{SHORT},name,Harbor Trust,{LONG},{SIGNED}",
        LONG,
        [decided("merge", 2, "ferry", "Harbor Trust"), row("trust", "Saltmere Harbor Trust")],
    ),
    "merge of an entity with links": (
        f"merge,entities,{RASK},name,Tilda Rask,{LONG},{SIGNED}",
        LONG,
        [
            decided("merge", 2, "crane", "Tilda Rask", role="Mayor"),
            decided("merge", 2, "ferry", "Tilda Rask", role="Mayor"),
            decided("merge", 2, "novel", "Tilda Rask"),
            row("trust", "Saltmere Harbor Trust"),
        ],
    ),
    "split": (SPLIT.format(IDS["novel"]), RASK, [CRANE, FERRY]),
    "two articles split off": (
        SPLIT.format(IDS["novel"]) + SPLIT.format(IDS["ferry"]),
        split_id(RASK, "Tilda Rask"),
        [
            decided("split", 3, "ferry", "Tilda Rask", role="Mayor"),
            decided("split", 2, "novel", "Tilda Rask"),
        ],
    ),
    "split of the first article": (
        SPLIT.format(IDS["crane"]),
        RASK,
        [row("ferry", "Tilda Rask", role="Mayor"), NOVEL],
    ),
    "confirmation": (
        f'confirm,entity_links,"{RASK},{IDS["novel"]}",support,weak,,{SIGNED}',
        RASK,
        [CRANE, FERRY, NOVEL | {"status": "confirmed"}],
    ),
    "confirmation and split": (
        f'confirm,entity_links,"{RASK},{IDS["ferry"]}",support,strong,,{SIGNED}' + SPLIT.format(IDS["novel"]),
        RASK,
        [CRANE, FERRY | {"status": "confirmed"}],
    ),
    "withdrawal": (f"withdraw,entities,{RASK},name,Tilda Rask,,{SIGNED}", RASK, []),
}


@pytest.mark.parametrize("case", CASES)
def test_corrections(case: str, converted: Path, tmp_path: Path) -> None:
    """What people decide is a ground, with the line; without the file, the rows are as before."""
    lines, entity, expected = CASES[case]
    package = tmp_path / "out"
    shutil.copytree(converted, package)
    before = (package / "data" / "entity_links.csv").read_bytes()
    desk = package / "corrections" / "desk.csv"
    desk.parent.mkdir()
    desk.write_text(HEADER + lines, encoding="utf-8")
    for cache in (True, True, False):
        assert convert(package=package, cache=cache).problems == ()
        assert sorted(links(package, entity), key=place) == sorted(expected, key=place)
        # A withdrawn speaker leaves other problems.
        assert [each.code for each in validate(package).problems if each.code.startswith("link")] == []
    desk.unlink()
    convert(package=package)
    assert (package / "data" / "entity_links.csv").read_bytes() == before


def place(cells: dict[str, str]) -> str:
    """The id of the article of a row."""
    return cells["article_id"]


def test_rows_cannot_be_changed_by_hand(converted: Path, tmp_path: Path) -> None:
    """They follow from entities and mentions, which can."""
    package = tmp_path / "out"
    shutil.copytree(converted, package)
    (package / "corrections").mkdir()
    line = f'withdraw,entity_links,"{RASK},{IDS["novel"]}",support,weak,,{SIGNED}'
    (package / "corrections" / "desk.csv").write_text(HEADER + line, encoding="utf-8")
    assert [str(problem) for problem in convert(package=package).problems] == [
        f"corrections/desk.csv:2: {RASK},{IDS['novel']} support: rows of entity_links follow from entities and "
        "mentions; merge or split the entities, or confirm the row [correction-invalid]"
    ]

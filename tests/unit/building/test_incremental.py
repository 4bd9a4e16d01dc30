"""Converting again: what is kept from earlier conversions never shows in the package, and saves the reading."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.building.assembly import Assembly
from onrecord.building.conversion import Conversion, convert
from onrecord.building.placing import Entry
from onrecord.package.ids import make_id
from onrecord.package.own_tables import TABLES, data_path
from onrecord.package.state import CACHE

from ...correcting import FILE, correction, read, write_corrections

TEXTS = {
    "bridge": """\
Bridge opens

By Nell Farrow

HARROW — The bridge opened on Monday, said Owen Pike, an engineer.

“It will stand for a century,” said Mayor Tilda Rask of Saltmere.
""",
    "clinic": """\
Clinic delayed until spring

By Nell Farrow

SALTMERE — The new clinic will not open before April, the Harbor Health Trust said Thursday.

Mayor Tilda Rask said that the town had paid its share on time.
""",
    "ferry": """\
Saltmere keeps its ferry

By Nell Farrow

SALTMERE — The Saltmere Town Council voted 4-1 on Tuesday to keep the ferry running through the winter.

“Nobody here wants to row,” said Mayor Tilda Rask. “The ferry carries 300 people a day.”

Council member Owen Pike voted no. He said that the ferry loses 9,000 crowns every month.

A spokesman for the harbor said that the pier was safe.
""",
    "harbor": """\
Council: ferry to run all winter

SALTMERE (WNA) — In a 4-1 vote, the Saltmere Town Council decided to keep the ferry running this winter.

“We need it,” said council member Dora Quint. Owen Pike said the ferry was too expensive.
""",
    "museum": """\
Museum of nets shuts

The museum lost 40 visitors a week, said its director, Ruth Amsel. A spokesman for the museum declined to comment.
""",
}
# Texts that may be put before all others, and change what a name there stands for.
NEW = {
    "a-rask": "Rask to retire\n\nMayor Tilda M. Rask of Saltmere said on Friday that she would retire in May.\n",
    "a-vote": """\
Ferry saved

The Saltmere Town Council voted 4-1 to keep the ferry running, said Council member Owen J. Pike, who voted no.
""",
    "z-pike": "Teacher wins\n\nOwen Pike, a teacher from Harrow, won the race on Sunday. “I ran,” said Pike.\n",
}
SIDECARS = {
    "ferry": 'published = "2031-05-14"\npublisher = "The Saltmere Courier"\n',
    "harbor": 'published = "2031-05-15"\n',
    "a-vote": 'published = "2031-05-15"\n',
}
WORDS = {
    # Old and new words in a text.
    "ferry": [
        ("Owen Pike", "Owen Pyke"),
        ("300", "400"),
        ("4-1", "5-1"),
        ("\nA spokesman", "\nIt rained.\n\nA spokesman"),
    ],
    "clinic": [("Tilda Rask", "Tilda M. Rask"), ("Trust", "Fund"), ("said Thursday.", "said Thursday. It rained.")],
    "harbor": [("4-1", "4-2"), ("Owen Pike", "Owen Pike Jr."), ("“We need it,” said", "It rained, said")],
    "bridge": [("Bridge opens", "A bridge opens"), ("Owen Pike, an engineer", "Ole Pike, an engineer")],
    "museum": [("Ruth Amsel", "Ruth Amsell"), ("A spokesman for the museum declined to comment.", "")],
}

Step = Callable[[Path], object]


@dataclasses.dataclass(frozen=True)
class Named:
    """A step with a name, for messages."""

    name: str
    do: Step

    def __repr__(self) -> str:
        return self.name


def text_of(package: Path, name: str) -> Path:
    """Where the text of an article is."""
    return package / "seeds" / f"{name}.txt"


def add(name: str) -> Named:
    """An article more."""

    def do(package: Path) -> None:
        text_of(package, name).parent.mkdir(parents=True, exist_ok=True)
        text_of(package, name).write_text({**TEXTS, **NEW}[name], encoding="utf-8")
        if name in SIDECARS:
            text_of(package, name).with_suffix(".toml").write_text(SIDECARS[name], encoding="utf-8")

    return Named(f"add {name}", do)


def remove(name: str) -> Named:
    """An article less."""

    def do(package: Path) -> None:
        if len(list(package.glob("seeds/*.txt"))) > 1:
            text_of(package, name).unlink(missing_ok=True)
            text_of(package, name).with_suffix(".toml").unlink(missing_ok=True)

    return Named(f"remove {name}", do)


def edit(name: str, number: int) -> Named:
    """Other words in an article, or the old words again."""
    old, new = WORDS[name][number]

    def do(package: Path) -> None:
        if text_of(package, name).exists():
            text = text_of(package, name).read_text(encoding="utf-8")
            now = text.replace(new, old) if new and new in text else text.replace(old, new)
            text_of(package, name).write_text(now, encoding="utf-8")

    return Named(f"edit {name} {number}", do)


def rename(name: str, other: str) -> Named:
    """An article under another name, or under its old name again."""

    def do(package: Path) -> None:
        before, after = (name, other) if text_of(package, name).exists() else (other, name)
        for suffix in (".txt", ".toml"):
            path = text_of(package, before).with_suffix(suffix)
            if path.exists():
                path.rename(text_of(package, after).with_suffix(suffix))

    return Named(f"rename {name} {other}", do)


def state(name: str, facts: str) -> Named:
    """Other facts about an article."""

    def do(package: Path) -> None:
        if text_of(package, name).exists():
            text_of(package, name).with_suffix(".toml").write_text(facts, encoding="utf-8")

    return Named(f"state {name} {facts}", do)


def correct(*kinds: str) -> Named:
    """Corrections of these kinds and no others, of rows that the package has now."""

    def do(package: Path) -> None:
        lines = [line for kind in kinds for line in CORRECTIONS[kind](package)]
        if lines:
            write_corrections(package, lines)
        elif (package / FILE).exists():
            (package / FILE).unlink()
            (package / FILE).parent.rmdir()

    return Named(f"correct {' '.join(kinds)}", do)


def entity(package: Path, words: str) -> Mapping[str, str]:
    """The row of the first entity whose name has these words; some other row if there is none."""
    rows = read(package, "entities")
    return next((row for row in rows if words in row["name"]), rows[0])


def _name(package: Path) -> list[tuple[str, ...]]:
    row = entity(package, "Rask")
    return [correction("correct", "entities", row["entity_id"], "name", row["name"], "Aurelia Quintana")]


def _described(package: Path) -> list[tuple[str, ...]]:
    row = entity(package, "spokesman")
    return [correction("correct", "entities", row["entity_id"], "name", row["name"], "speaker of the pier")]


def _quote(package: Path) -> list[tuple[str, ...]]:
    row = read(package, "quotes")[0]
    return [correction("withdraw", "quotes", row["quote_id"], "text", row["text"])]


def _merge(package: Path) -> list[tuple[str, ...]]:
    one, other = entity(package, "Council"), entity(package, "Trust")
    return [correction("merge", "entities", other["entity_id"], "name", other["name"], one["entity_id"])]


def _split(package: Path) -> list[tuple[str, ...]]:
    row, article = entity(package, "Rask"), make_id("articles", "clinic.txt")
    return [correction("split", "entities", row["entity_id"], "article_id", article, "Tilda Rask the younger")]


def _added(package: Path) -> list[tuple[str, ...]]:
    article = next((row for row in read(package, "articles") if row["text_path"] == "seeds/clinic.txt"), None)
    values = {
        "article_id": article["article_id"] if article else "",
        "entity_id": entity(package, "Trust")["entity_id"],
        "mention_type": "nominal",
        "exact": "The new clinic",
        "zone": "body",
    }
    return [correction("add", "mentions", "clinic", field, "", value) for field, value in values.items()]


CORRECTIONS: dict[str, Callable[[Path], list[tuple[str, ...]]]] = {
    "name": _name,
    "described": _described,
    "quote": _quote,
    "merge": _merge,
    "split": _split,
    "added": _added,
}


def files(package: Path) -> dict[str, bytes]:
    """The content of each file of a package."""
    return {path.relative_to(package).as_posix(): path.read_bytes() for path in package.rglob("*") if path.is_file()}


def told(conversion: Conversion) -> Conversion:
    """What a conversion returned, without the place and what it saved."""
    return dataclasses.replace(conversion, folder=Path(), read=0, new=0)


class World:
    """Two packages of the same name, converted after every step: one by what is kept, one from nothing."""

    def __init__(self, folder: Path) -> None:
        self.kept, self.plain = folder / "kept" / "out", folder / "plain" / "out"
        self.least: float | None = None
        for name in TEXTS:
            for package in (self.kept, self.plain):
                add(name).do(package)
        self.convert()

    def convert(self) -> Conversion:
        """Converts both, which become the same."""
        conversion = convert(package=self.kept, min_confidence=self.least)
        plain = convert(package=self.plain, min_confidence=self.least, cache=False)
        assert files(self.kept) == files(self.plain)
        assert told(conversion) == told(plain)
        assert plain.read == len(plain.articles)
        return conversion

    def take(self, step: Named) -> Conversion:
        """Takes a step in both."""
        step.do(self.kept)
        step.do(self.plain)
        return self.convert()


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The articles whose rows are made anew, not copied, by all conversions after this."""
    paths: list[str] = []
    make = Assembly._make

    def noted(assembly: Assembly, entry: Entry, *arguments: object) -> None:
        paths.append(entry.path.removeprefix("seeds/").removesuffix(".txt"))
        make(assembly, entry, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(Assembly, "_make", noted)
    return paths


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    """Both packages, with nothing else in the cache."""
    monkeypatch.setenv(CACHE, str(tmp_path / "cache"))
    return World(tmp_path)


SCENARIOS: dict[str, tuple[list[Named], int, list[str]]] = {
    # Steps; then how many articles the last step reads, and the articles whose rows it makes anew.
    "nothing": ([], 0, []),
    "added": ([add("z-pike")], 1, ["z-pike"]),
    "added and removed": ([add("z-pike"), remove("z-pike")], 0, []),
    "removed": ([remove("museum")], 0, []),
    "removed and added": ([remove("museum"), add("museum")], 0, ["museum"]),
    "edited": ([edit("ferry", 1)], 1, ["ferry"]),
    "edited and back": ([edit("ferry", 1), edit("ferry", 1)], 0, ["ferry"]),
    "renamed": ([rename("museum", "nets")], 0, ["nets"]),
    "facts": ([state("museum", 'publisher = "The Tarn Courier"\n')], 0, ["museum"]),
    "the day": ([state("museum", 'published = "2031-05-14"\n')], 1, ["museum"]),
    "an address": ([state("museum", 'url = "https://example.org/nets"\n')], 0, ["museum"]),
    "corrected": ([correct("name", "quote")], 0, []),
    "other corrections": ([correct("name", "quote"), correct("described")], 0, []),
    "corrections taken back": ([correct("name", "merge", "split"), correct()], 0, []),
    "a row that is added": ([correct("added")], 0, []),
    "corrected and edited": ([correct("name", "merge", "added"), edit("clinic", 2)], 1, ["clinic"]),
    "corrected and added": ([correct("described", "split"), add("z-pike")], 1, ["z-pike"]),
    "corrected and removed": ([correct("name", "quote"), remove("bridge")], 0, []),
    "corrected, taken back and edited": ([correct("name", "described"), correct(), edit("ferry", 1)], 1, ["ferry"]),
}


@pytest.mark.parametrize(("steps", "read_anew", "made_anew"), SCENARIOS.values(), ids=SCENARIOS.keys())
def test_the_same_bytes_as_from_nothing(
    steps: list[Named], read_anew: int, made_anew: list[str], world: World, made: list[str]
) -> None:
    """After every step; and the last step takes no more work than it has to."""
    for step in steps[:-1]:
        world.take(step)
    made.clear()
    for step in steps[-1:]:
        step.do(world.kept)
        step.do(world.plain)
    conversion = convert(package=world.kept)
    assert (conversion.read, made) == (read_anew, made_anew)
    convert(package=world.plain, cache=False)
    assert files(world.kept) == files(world.plain)
    made.clear()
    again = convert(package=world.kept)
    assert (again.read, again.new) == (0, 0)
    assert files(world.kept) == files(world.plain)


RELATED: dict[str, list[Named]] = {
    # Steps by which the rows of other articles change, too.
    "a fuller name before": [add("a-rask")],
    "a fuller name, and gone again": [add("a-rask"), remove("a-rask")],
    "an earlier report of the vote": [add("a-vote")],
    "an earlier report, and gone again": [add("a-vote"), remove("a-vote")],
    "the first report is gone": [remove("ferry")],
    "the first report has other counts": [edit("ferry", 2)],
    "the second report has other counts": [edit("harbor", 0)],
    "the first report is of another day": [state("ferry", 'published = "2031-06-14"\n')],
    "a name in another spelling": [edit("ferry", 0)],
    "a name in another spelling, and back": [edit("ferry", 0), edit("ferry", 0)],
    "a name of two articles": [edit("clinic", 0), edit("bridge", 1)],
    "a described person who is renamed": [correct("described"), rename("ferry", "a-ferry"), edit("museum", 1)],
    "all at once": [add("a-rask"), add("a-vote"), edit("ferry", 0), rename("clinic", "a-clinic"), correct("name")],
}


@pytest.mark.parametrize("steps", RELATED.values(), ids=RELATED.keys())
def test_the_same_bytes_where_articles_share_something(steps: list[Named], world: World) -> None:
    """Names that lead to another entity, votes to another event, and entities that keep an id of before."""
    for step in steps:
        world.take(step)


def test_an_earlier_report_gives_the_event_its_id(world: World, made: list[str]) -> None:
    """The rows of the other reports are made anew, from readings that are kept."""
    made.clear()
    add("a-vote").do(world.kept)
    conversion = convert(package=world.kept)
    paths = {row["article_id"]: row["text_path"] for row in read(world.kept, "articles")}
    events = {paths[row["article_id"]]: row["vote_event_id"] for row in read(world.kept, "votes")}
    assert events.keys() == {"seeds/a-vote.txt", "seeds/ferry.txt", "seeds/harbor.txt"}
    assert len(set(events.values())) == 1
    assert (conversion.read, made) == (1, ["a-vote", "ferry", "harbor"])


@pytest.mark.parametrize("share", [0.0, 0.9, 0.97])
def test_the_same_bytes_with_another_threshold(share: float, world: World, made: list[str]) -> None:
    """No article is read again, whichever rows are left out."""
    world.least = share
    made.clear()
    conversion = convert(package=world.kept, min_confidence=share)
    assert (conversion.read, len(made)) == (0, len(TEXTS))
    world.convert()
    world.least = None
    world.convert()
    world.least = share
    world.take(edit("ferry", 1))


STEPS = [
    *(add(name) for name in (*TEXTS, *NEW)),
    *(remove(name) for name in (*TEXTS, *NEW)),
    *(edit(name, number) for name, pairs in WORDS.items() for number in range(len(pairs))),
    rename("ferry", "a-ferry"),
    rename("clinic", "y-clinic"),
    state("ferry", 'published = "2031-06-14"\n'),
    state("harbor", 'url = "https://example.org/harbor"\n'),
    state("bridge", 'title = "The bridge"\nauthors = ["Nell Farrow", "Jo Ash"]\n'),
    correct(),
    *(correct(kind) for kind in CORRECTIONS),
    correct("name", "quote", "merge"),
    correct("described", "split", "added"),
]


@settings(
    deadline=None,
    max_examples=12,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=st.lists(st.sampled_from(STEPS), min_size=2, max_size=6))
def test_the_same_bytes_whatever_is_done(steps: Sequence[Named], tmp_path_factory: pytest.TempPathFactory) -> None:
    """Any steps, one after the other."""
    folder = tmp_path_factory.mktemp("steps")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(CACHE, str(folder / "cache"))
        world = World(folder)
        for step in steps:
            world.take(step)


def test_tables_that_were_changed_by_hand_are_not_copied(world: World) -> None:
    """What is kept belongs to exactly the tables that the conversion wrote."""
    expected = files(world.kept)
    for table in TABLES:
        path = world.kept / data_path(table)
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        if table in {"changes", "article_revisions", "rejected"} or len(lines) < 2:
            continue
        path.write_text("".join(lines[:-1]), encoding="utf-8")
        convert(package=world.kept)
        assert files(world.kept) == expected


@pytest.mark.parametrize("jobs", [1, 2, 3])
def test_the_bytes_do_not_depend_on_the_number_of_processes(jobs: int, world: World) -> None:
    """Nor does what a conversion returns."""
    for name in NEW:
        add(name).do(world.kept)
        add(name).do(world.plain)
    one = convert(package=world.kept, jobs=jobs, cache=False)
    two = convert(package=world.plain)
    assert files(world.kept) == files(world.plain)
    assert told(one) == told(two)

"""Conversions keep ids, whatever is edited, and corrections, and packages stay valid."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.building.conversion import convert
from onrecord.building.previous import IDS
from onrecord.cli import main
from onrecord.corrections import added_id, split_id
from onrecord.package.ids import make_id
from onrecord.package.own_tables import TABLES, data_path
from onrecord.package.staging import recover
from onrecord.package.tables import read_rows
from onrecord.validation import validate

from ...correcting import FILE, Line, correction, read, tables_of, write_corrections

FERRY = """\
Saltmere keeps its ferry

By Nell Farrow

SALTMERE — The Saltmere Town Council voted 4-1 on Tuesday to keep the ferry running through the winter.

“Nobody here wants to row,” said Mayor Tilda Rask. “The ferry carries 300 people a day.”

Council member Owen Pike voted no. He said that the ferry loses 9,000 crowns every month.

A spokesman for the harbor said that the pier was safe.
"""
CLINIC = """\
Clinic delayed until spring

By Nell Farrow

SALTMERE — The new clinic will not open before April, the Harbor Health Trust said Thursday.

Mayor Tilda Rask said that the town had paid its share on time.
"""


@pytest.fixture(scope="module")
def converted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package of the two articles, to be left as it is."""
    folder = tmp_path_factory.mktemp("lasting")
    (folder / "texts").mkdir()
    (folder / "texts" / "ferry.txt").write_text(FERRY, encoding="utf-8")
    (folder / "texts" / "clinic.txt").write_text(CLINIC, encoding="utf-8")
    convert([folder / "texts"], package=folder / "out")
    return folder / "out"


@pytest.fixture
def package(converted: Path, tmp_path: Path) -> Path:
    """A copy, free to be changed."""
    return Path(shutil.copytree(converted, tmp_path / "out"))


def edit(package: Path, old: str, new: str, name: str = "ferry") -> None:
    """Changes a text and converts again."""
    path = package / "seeds" / f"{name}.txt"
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")
    convert(package=package)


def ids(package: Path) -> dict[str, tuple[str, str]]:
    """Table and words of each row that has an id."""
    return {
        row[column]: (table, row.get("exact") or row.get("text") or row.get("name") or "")
        for table, column in IDS.items()
        for row in read(package, table)
        if table != "articles"
    }


def id_of(package: Path, table: str, words: str) -> str:
    """The id of the only row of a table with these words."""
    [found] = [row_id for row_id, key in ids(package).items() if key == (table, words)]
    return found


def changes(package: Path) -> list[tuple[str, ...]]:
    """The rows of id_changes, without the words of those that were taken back."""
    return [
        (row["table_name"], row["old_id"], row["new_id"], row["reason"], row["article_id"])
        for row in read(package, "id_changes")
    ]


def files(package: Path) -> dict[str, bytes]:
    """The content of each file of a package."""
    return {path.relative_to(package).as_posix(): path.read_bytes() for path in package.rglob("*") if path.is_file()}


def corrected(package: Path, lines: list[Line]) -> None:
    """Converts with corrections that all apply; the package is valid, and a second conversion changes nothing."""
    write_corrections(package, lines)
    assert convert(package=package).problems == ()
    assert list(validate(package)) == []
    before = files(package)
    convert(package=package)
    assert files(package) == before


# -- ids --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "table", "words", "now"),
    [
        (
            "wants to row",
            "wants to rows",
            "quotes",
            "Nobody here wants to row … The ferry",
            "Nobody here wants to rows",
        ),
        ("Owen Pike", "Owen Pyke", "mentions", "Owen Pike", "Owen Pyke"),
        ("Owen Pike", "Owen Pyke", "entities", "Owen Pike", "Owen Pyke"),
        ("A spokesman for", "The spokesman for", "entities", "spokesman for the harbor", "spokesman for the harbor"),
        ("4-1", "5-1", "votes", "The Saltmere Town Council voted 4-1", "The Saltmere Town Council voted 5-1"),
        (
            "every month",
            "each month",
            "claims",
            "the ferry loses 9,000 crowns every",
            "the ferry loses 9,000 crowns each",
        ),
    ],
)
def test_an_edit_inside_a_row(old: str, new: str, table: str, words: str, now: str, package: Path) -> None:
    """The row keeps its id, and all others do."""
    before = ids(package)
    [row_id] = [key for key, (name, exact) in before.items() if name == table and exact.startswith(words)]
    edit(package, old, new)
    after = ids(package)
    assert before.keys() <= after.keys()
    assert after[row_id][1].startswith(now)
    assert changes(package) == []
    assert list(validate(package)) == []


@pytest.mark.parametrize("words", ["Tilda Rask", "spokesman for the harbor", "Saltmere Town Council"])
def test_a_correction_that_is_corrected(words: str, package: Path) -> None:
    """Another new name in its line, and the entity keeps its id; without the line it has its old name."""
    before = files(package)
    entity = id_of(package, "entities", words)
    for name in ("Aurelia Quintana", "Zoë Holmqvist"):
        corrected(package, [correction("correct", "entities", entity, "name", words, name)])
        assert id_of(package, "entities", name) == entity
        assert changes(package) == []
    (package / FILE).unlink()
    (package / FILE).parent.rmdir()
    convert(package=package)
    assert files(package) == before


def test_a_type_that_is_corrected_and_taken_back(package: Path) -> None:
    """The entity keeps its id."""
    before = files(package)
    entity = id_of(package, "entities", "Owen Pike")
    corrected(package, [correction("correct", "entities", entity, "entity_type", "person", "group")])
    (package / FILE).unlink()
    (package / FILE).parent.rmdir()
    convert(package=package)
    assert files(package) == before


def test_references_follow_an_entity_that_keeps_its_id(package: Path) -> None:
    """A name that is spelled in another way is the same speaker, voter and subject as before."""
    pike = id_of(package, "entities", "Owen Pike")
    before = tables_of(package)
    edit(package, "Owen Pike", "Owen Pyke")
    after = tables_of(package)
    for table, column in (("quotes", "speaker_id"), ("claims", "claimant_id"), ("vote_positions", "voter_id")):
        assert [row[column] for row in after[table]] == [row[column] for row in before[table]]
        assert pike in {row[column] for row in after[table]}


def test_a_namesake_before_keeps_the_ids_behind(package: Path) -> None:
    """Ids count equal words; with one more put before them, the rows behind are still what they were."""
    before = {row["mention_id"]: row["start"] for row in read(package, "mentions") if row["exact"] == "Tilda Rask"}
    sentence = "Mayor Tilda Rask smiled on Tuesday.\n\n"
    edit(package, "“Nobody", f"{sentence}“Nobody")
    after = {row["mention_id"]: row["start"] for row in read(package, "mentions") if row["exact"] == "Tilda Rask"}
    shift = {one: int(after[one]) - int(start) for one, start in before.items()}
    assert sorted(shift.values()) == [0, len(sentence)]
    assert len(after) == 3


def test_what_is_taken_out_leaves_an_entry_until_it_comes_back(package: Path, converted: Path) -> None:
    """The entry stays over conversions, and goes when the text is as it was; the bytes are those of before."""
    before = ids(package)
    article = next(row["article_id"] for row in read(package, "articles") if row["text_path"] == "seeds/ferry.txt")
    sentence = "\nA spokesman for the harbor said that the pier was safe.\n"
    edit(package, sentence, "")
    gone = sorted((before[one][0], one) for one in before.keys() - ids(package).keys())
    assert {table for table, _ in gone} == {"entities", "mentions", "quotes", "claims"}
    expected = [(table, one, "", "withdrawn", article if table != "entities" else "") for table, one in gone]
    assert changes(package) == expected
    assert list(validate(package)) == []
    edit(package, "300 people", "400 people")
    assert changes(package) == expected
    edit(package, "400 people", "300 people")
    edit(package, "every month.\n", f"every month.\n{sentence}")
    assert ids(package) == before
    assert files(package) == files(converted)


def test_an_article_that_is_taken_out(package: Path) -> None:
    """All its ids have an entry, that of the article, too."""
    before = ids(package)
    (package / "seeds" / "clinic.txt").unlink()
    convert(package=package)
    [article] = [row for row in changes(package) if row[0] == "articles"]
    assert article == ("articles", article[1], "", "withdrawn", article[1])
    assert {row[1] for row in changes(package)} == before.keys() - ids(package).keys() | {article[1]}
    assert list(validate(package)) == []


def test_an_article_that_gets_an_address(package: Path) -> None:
    """Its own id follows from the address; an entry leads there, and the rows keep theirs."""
    before = ids(package)
    (package / "seeds" / "ferry.toml").write_text('url = "https://example.org/ferry"\n', encoding="utf-8")
    convert(package=package)
    old, new = make_id("articles", "ferry.txt"), make_id("articles", "https://example.org/ferry")
    assert ids(package) == before
    assert changes(package) == [("articles", old, new, "reanchored", old)]
    assert list(validate(package)) == []


def test_from_nothing_ids_follow_the_rule(package: Path, converted: Path) -> None:
    """Without the previous tables, and with broken tables, the same texts give the same bytes again."""
    edit(package, "300 people", "400 people")
    edit(package, "400 people", "300 people")
    for spoil in (
        lambda path: path.unlink(),
        lambda path: path.write_bytes(b"\xff"),
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(b"mention_id,table_name\nx,y\n"),
    ):
        for table in TABLES:
            if table not in {"changes", "article_revisions", "rejected"}:  # the past is not read from texts
                spoil(package / data_path(table))
        convert(package=package)
        assert files(package) == files(converted)


def test_tables_that_were_edited_by_hand(package: Path) -> None:
    """Invalid ids, duplicate ids and impossible offsets do no harm."""
    path = package / data_path("mentions")
    header, first, *others = path.read_text(encoding="utf-8").splitlines()
    cells = first.split(",")
    huge = [*cells[:4], "9" * 30, "9" * 30, *cells[6:]]
    path.write_text(
        "\n".join([header, first, first, ",".join(["men_x", *cells[1:]]), ",".join(huge), *others, '"', ""]),
        encoding="utf-8",
    )
    (package / data_path("id_changes")).write_text(
        "table_name,old_id,new_id,reason,article_id,words,words_start,words_end\n"
        "mentions,men_x,,withdrawn,,,,\nplaces,men_aaaaaaaaaaaaaaaa,,withdrawn,,,,\n"
    )
    convert(package=package)
    assert list(validate(package)) == []
    assert changes(package) == []


SENTENCES = [
    "Mayor Tilda Rask said that the town had paid.",
    "“The pier is safe,” said Owen Pike of the Harbor Health Trust.",
    "The Saltmere Town Council voted 5-2 to close the pier.",
    "It rained in Saltmere on Tuesday.",
    "He said that the ferry loses 9,000 crowns every month.",
]


@settings(
    deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(
    paragraphs=st.lists(st.sampled_from(SENTENCES), min_size=2, max_size=5, unique=True),
    place=st.integers(0, 5),
    inserted=st.sampled_from(["Nothing else was decided.", "Mayor Tilda Rask smiled.", "The ferry sank in May."]),
)
def test_an_edit_elsewhere_keeps_the_ids(
    paragraphs: list[str], place: int, inserted: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Wherever a paragraph is put in: each row that is read again, at its new place, has its old id."""
    package = tmp_path_factory.mktemp("property")
    text = package / "seeds" / "story.txt"
    text.parent.mkdir()
    place = min(place, len(paragraphs))
    text.write_text("\n\n".join(paragraphs), encoding="utf-8")
    convert(package=package)
    before = tables_of(package)
    text.write_text("\n\n".join([*paragraphs[:place], inserted, *paragraphs[place:]]), encoding="utf-8")
    convert(package=package)
    after = tables_of(package)
    at = len("\n\n".join(paragraphs[:place]))
    kept = 0
    for table in ("mentions", "quotes", "votes", "claims"):
        new = {(row["start"], row["end"]): row[IDS[table]] for row in after[table]}
        for row in before[table]:
            start, end = int(row["start"]), int(row["end"])
            shift = len(inserted) + 2 if start >= at else 0
            now = new.get((str(start + shift), str(end + shift)))
            assert now in (None, row[IDS[table]])
            kept += now is not None
    assert kept
    assert list(validate(package)) == []
    again = files(package)
    convert(package=package)
    assert files(package) == again


# -- corrections ------------------------------------------------------------------------------------------------


def test_corrections_are_replayed_after_every_conversion(package: Path) -> None:
    """A name and a speaker stay corrected when the article is edited elsewhere, and come back when the lines go."""
    plain = tables_of(package)
    rask, pike = id_of(package, "entities", "Tilda Rask"), id_of(package, "entities", "Owen Pike")
    loss = id_of(package, "quotes", "the ferry loses 9,000 crowns every month")
    lines = [
        correction("correct", "entities", rask, "name", "Tilda Rask", "Tilda Räsk"),
        correction("correct", "quotes", loss, "speaker_id", pike, rask),
        correction("confirm", "entities", pike, "name", "Owen Pike"),
    ]
    corrected(package, lines)
    edit(package, "Saltmere keeps", "It rained in Saltmere.\n\nSaltmere keeps")
    assert list(validate(package)) == []
    entities = {row["entity_id"]: (row["name"], row["status"]) for row in read(package, "entities")}
    assert (entities[rask], entities[pike]) == (("Tilda Räsk", "corrected"), ("Owen Pike", "confirmed"))
    [quote] = [row for row in read(package, "quotes") if row["quote_id"] == loss]
    assert (quote["speaker_id"], quote["status"]) == (rask, "corrected")
    edit(package, "It rained in Saltmere.\n\n", "")
    (package / FILE).unlink()
    convert(package=package)
    assert {**tables_of(package), "id_changes": []} == plain


def test_rows_that_were_withdrawn_stay_away(package: Path) -> None:
    """A quote and an entity with all that hangs on them; the ids are known again after edits around them."""
    loss = id_of(package, "quotes", "the ferry loses 9,000 crowns every month")
    [claim] = [row["claim_id"] for row in read(package, "claims") if row["quote_id"] == loss]
    before = ids(package)
    lines = [correction("withdraw", "quotes", loss, "text", "the ferry loses 9,000 crowns every month")]
    corrected(package, lines)
    assert before.keys() - ids(package).keys() == {loss, claim}
    gone = [("claims", claim), ("quotes", loss)]
    words = {row["old_id"]: (row["reason"], row["words"]) for row in read(package, "id_changes")}
    assert words == dict.fromkeys((loss, claim), ("withdrawn", "the ferry loses 9,000 crowns every month"))
    again = "Dora Quint said that the ferry loses 9,000 crowns every month.\n\n"
    edit(package, "SALTMERE — The Saltmere", f"{again}SALTMERE — The Saltmere")
    assert [row[:4] for row in changes(package)] == [(name, one, "", "withdrawn") for name, one in gone]
    assert ("quotes", "the ferry loses 9,000 crowns every month") in ids(package).values()
    assert loss not in ids(package)
    assert convert(package=package).problems == ()
    edit(package, again, "")
    (package / FILE).unlink()
    convert(package=package)
    assert ids(package) == before
    assert not before.keys() & {row[1] for row in changes(package)}


def test_a_row_that_kept_its_id_stays_withdrawn(package: Path) -> None:
    """Its id is not what the rule gives for its words; it is found by its place."""
    loss = id_of(package, "quotes", "the ferry loses 9,000 crowns every month")
    edit(package, "every month", "each month")
    corrected(package, [correction("withdraw", "quotes", loss, "text", "the ferry loses 9,000 crowns each month")])
    edit(package, "By Nell Farrow\n", "By Nell Farrow\n\nIt rained in Saltmere.\n")
    assert loss not in ids(package)
    assert list(validate(package)) == []


def test_words_that_were_corrected_are_found_again(package: Path) -> None:
    """The corrected row is found in the text, though the tables have other words for it."""
    loss = id_of(package, "quotes", "the ferry loses 9,000 crowns every month")
    part = f"{loss},content,1"
    words = ("the ferry loses 9,000 crowns every month", "loses 9,000 crowns")
    corrected(package, [correction("correct", "quote_spans", part, "exact", *words)])
    edit(package, "By Nell Farrow\n", "By Nell Farrow\n\nIt rained in Saltmere.\n")
    assert list(validate(package)) == []
    [quote] = [row for row in read(package, "quotes") if row["quote_id"] == loss]
    assert quote["text"] == "loses 9,000 crowns"


def test_a_merge_and_a_split_survive_conversions(package: Path) -> None:
    """The merged entity is merged again; the next conversion does not take the split-off entity for the other."""
    council, trust = (
        id_of(package, "entities", "Saltmere Town Council"),
        id_of(package, "entities", "Harbor Health Trust"),
    )
    rask = id_of(package, "entities", "Tilda Rask")
    clinic = make_id("articles", "clinic.txt")
    other = split_id(rask, "Tilda Rask the younger")
    lines = [
        correction("merge", "entities", trust, "name", "Harbor Health Trust", council),
        correction("split", "entities", rask, "article_id", clinic, "Tilda Rask the younger"),
    ]
    corrected(package, lines)
    assert changes(package) == [("entities", trust, council, "merged", "")]
    speakers = {(row["article_id"] == clinic, row["speaker_id"]) for row in read(package, "quotes")}
    assert {(True, council), (True, other), (False, rask)} <= speakers
    assert not {(True, trust), (True, rask)} & speakers
    edit(package, "said Thursday.", "said Thursday. It rained.", "clinic")
    assert list(validate(package)) == []
    assert {(row["article_id"] == clinic, row["speaker_id"]) for row in read(package, "quotes")} == speakers


def test_rows_that_were_added_move_with_the_text(package: Path) -> None:
    """The words are looked for again; where they are gone, the line is a problem and everything else is written."""
    clinic = make_id("articles", "clinic.txt")
    values = {
        "article_id": clinic,
        "entity_id": id_of(package, "entities", "Harbor Health Trust"),
        "mention_type": "nominal",
        "exact": "The new clinic",
        "zone": "body",
    }
    lines = [correction("add", "mentions", "clinic", field, "", value) for field, value in values.items()]
    corrected(package, lines)
    edit(package, "By Nell Farrow\n", "By Nell Farrow\n\nIt rained in Saltmere.\n", "clinic")
    assert list(validate(package)) == []
    [row] = [row for row in read(package, "mentions") if row["mention_id"] == added_id("mentions", "clinic")]
    text = (package / "seeds" / "clinic.txt").read_text(encoding="utf-8")
    assert text[int(row["start"]) : int(row["end"])] == row["exact"] == "The new clinic"
    edit(package, "The new clinic", "A hospital", "clinic")
    assert [(one.code, one.line) for one in convert(package=package).problems] == [("correction-unfit", 2)]
    assert {one.code for one in validate(package)} == {"correction-not-applied"}


def test_a_correction_that_no_longer_fits(package: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The conversion names the line, the row and what it has now, writes all else, and ends with 1."""
    pike = id_of(package, "entities", "Owen Pike")
    corrected(package, [correction("correct", "entities", pike, "name", "Owen Pike", "Owen Pike Jr.")])
    text = package / "seeds" / "ferry.txt"
    text.write_text(FERRY.replace("Owen Pike", "Owen Pyke"), encoding="utf-8")
    capsys.readouterr()
    assert main(["convert", "--package", str(package)]) == 1
    message = (
        f"{FILE}:2: {pike} name: old_value is 'Owen Pike', but the row now has 'Owen Pyke'; "
        "the correction was not applied; look at the row: if the correction still holds, update old_value; "
        "otherwise remove the line "
        "[correction-unfit]"
    )
    output = capsys.readouterr()
    assert output.err.splitlines()[-1] == message
    assert output.out.splitlines()[-1] == (
        "note: 1 correction could not be applied, everything else was written; fix the lines and convert again"
    )
    assert id_of(package, "entities", "Owen Pyke") == pike
    assert [str(problem) for problem in validate(package)] == [message]


def test_the_successor_of_a_removed_row_is_named(package: Path) -> None:
    """Whoever corrects an entity that was merged learns which one it is now."""
    council, trust = (
        id_of(package, "entities", "Saltmere Town Council"),
        id_of(package, "entities", "Harbor Health Trust"),
    )
    (package / "seeds" / "ferry.toml").write_text('url = "https://example.org/ferry"\n', encoding="utf-8")
    old, new = make_id("articles", "ferry.txt"), make_id("articles", "https://example.org/ferry")
    write_corrections(package, [correction("correct", "articles", old, "byline", "Nell Farrow", "By Nell Farrow")])
    convert(package=package)
    for problems in (convert(package=package).problems, list(validate(package))):
        assert [str(problem) for problem in problems] == [
            f"{FILE}:2: {old} byline: articles has no row {old}; the correction was not applied; "
            f"{new} replaces it: write that as id, or remove the line [correction-without-row]"
        ]
    assert {council, trust} <= ids(package).keys()


def test_unreadable_correction_files_are_reported(package: Path) -> None:
    """They stop nothing, and both commands report them."""
    before = tables_of(package)
    (package / "corrections").mkdir()
    (package / "corrections" / "names.csv").write_bytes(b"table,id\n")
    codes = ["correction-invalid"]
    assert [problem.code for problem in convert(package=package).problems] == codes
    assert [problem.code for problem in validate(package)] == codes
    assert tables_of(package) == before


def test_a_kill_leaves_the_old_or_the_new_tables(package: Path, tmp_path: Path) -> None:
    """Wherever a conversion with corrections dies, the next begins with the old state or the new state."""
    pike = id_of(package, "entities", "Owen Pike")
    write_corrections(package, [correction("correct", "entities", pike, "role", "Council member", "councilman")])
    script = (
        "import os, sys\n"
        "from onrecord.building.conversion import convert\n"
        "left = int(sys.argv[2])\n"
        "def count(event, arguments):\n"
        "    global left\n"
        "    if event in {'os.rename', 'os.remove', 'shutil.rmtree'}:\n"
        "        left -= 1\n"
        "        if left < 0:\n"
        "            os._exit(9)\n"
        "sys.addaudithook(count)\n"
        "convert(package=sys.argv[1])\n"
        "print(left)\n"
    )
    old = tables_of(package)
    copy = Path(shutil.copytree(package, tmp_path / "whole"))
    command = [sys.executable, "-c", script, str(copy), "1000"]
    total = 1000 - int(subprocess.run(command, capture_output=True, check=True, text=True).stdout)
    new = tables_of(copy)
    assert new != old
    seen = []
    for writes in sorted({0, 3, *(total * part // 5 for part in range(1, 5)), 2 * total}):
        killed = Path(shutil.copytree(package, tmp_path / f"killed-{writes}"))
        code = subprocess.run([sys.executable, "-c", script, str(killed), str(writes)], capture_output=True).returncode
        assert code in {0, 9}
        recover(killed)
        state = tables_of(killed)
        assert state in (old, new)
        seen.append(state == new)
    assert (seen[0], seen[-1]) == (False, True)


def test_the_tables_of_before_are_read_once(package: Path) -> None:
    """The rows of id_changes are sorted, whatever their order was."""
    edit(package, "\nA spokesman for the harbor said that the pier was safe.\n", "")
    before = files(package)
    path = package / data_path("id_changes")
    header, *lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([header, *reversed(lines), ""]), encoding="utf-8")
    assert [row["old_id"] for row in read_rows(path)] != [row[1] for row in changes(package)][::-1]
    convert(package=package)
    assert files(package) == before


def test_words_that_are_corrected_to_others_far_away(package: Path) -> None:
    """The rows are found again where the reader finds them, also when the words are corrected or taken back."""
    as_read = files(package)
    mention = id_of(package, "mentions", "Owen Pike")
    quote = id_of(package, "quotes", "the ferry loses 9,000 crowns every month")
    content = "the ferry loses 9,000 crowns every month"
    for words, other in (("pier", "safe"), ("harbor", "through")):
        lines = [
            correction("correct", "mentions", mention, "exact", "Owen Pike", words),
            correction("correct", "quote_spans", f"{quote},content,1", "exact", content, other),
        ]
        write_corrections(package, lines)
        assert convert(package=package).problems == ()
        before = files(package)
        assert convert(package=package).problems == ()
        assert files(package) == before
        assert changes(package) == []
    (package / FILE).unlink()
    (package / FILE).parent.rmdir()
    convert(package=package)
    assert files(package) == as_read

"""Corrections of several people: what they agree on holds, what they disagree on is a problem that names both files."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.corrections import Correction, read_corrections
from onrecord.package.ids import make_id

from ...correcting import Line, correction, write_corrections

QUOTE, OTHER = make_id("quotes", "a"), make_id("quotes", "b")
ANNA, BEN, CLEO, DORA = (make_id("entities", name) for name in ("Anna", "Ben", "Cleo", "Dora"))
ARTICLE = make_id("articles", "a")
ADDED = "left-out"


def read(folder: Path, **files: list[Line]) -> tuple[list[tuple[str, str, str, str, str]], list[str]]:
    """The lines that hold, in short, and the problems of the files `a.csv`, `b.csv` and so on."""
    for name, lines in files.items():
        write_corrections(folder, lines, f"corrections/{name}.csv")
    found = read_corrections(folder)
    return [short(line) for line in found.lines], [str(problem) for problem in found.problems]


def short(line: Correction) -> tuple[str, str, str, str, str]:
    """File, action, field and values of a line."""
    return line.path[12:-4], line.action, line.field, line.old, line.new


def cell(action: str, field: str, old: str = "", new: str = "", row: str = QUOTE) -> Line:
    """A line about a quote."""
    return correction(action, "quotes", row, field, old, new)


def says(file: str, row: str, field: str, message: str) -> str:
    """The problem at the first line of a file."""
    remedy = "agree, and change one of the lines, or add a line with the action settle"
    return f"corrections/{file}.csv:2: {row} {field}: {message}; neither was applied; {remedy} [corrections-disagree]"


def test_two_values_of_a_cell(tmp_path: Path) -> None:
    """Neither holds, whichever file comes first; other lines of both files hold."""
    lines, problems = read(
        tmp_path,
        a=[cell("correct", "speaker_id", ANNA, BEN), cell("correct", "kind", "speech", "thought")],
        b=[cell("correct", "speaker_id", ANNA, CLEO), cell("confirm", "cue", "said")],
    )
    assert lines == [("a", "correct", "kind", "speech", "thought"), ("b", "confirm", "cue", "said", "")]
    message = f"'{BEN}' in corrections/a.csv:2, but '{CLEO}' in corrections/b.csv:2"
    assert problems == [says("a", QUOTE, "speaker_id", message)]


@pytest.mark.parametrize(("confirms", "corrects"), [("a", "b"), ("b", "a")])
def test_a_value_that_is_right_for_one_and_wrong_for_another(confirms: str, corrects: str, tmp_path: Path) -> None:
    """A confirmation is a judgment, too."""
    files = {confirms: [cell("confirm", "kind", "speech")], corrects: [cell("correct", "kind", "speech", "thought")]}
    lines, problems = read(tmp_path, **files)
    values = {confirms: "speech", corrects: "thought"}
    message = f"'{values['a']}' in corrections/a.csv:2, but '{values['b']}' in corrections/b.csv:2"
    assert (lines, problems) == ([], [says("a", QUOTE, "kind", message)])


def test_agreement_is_not_a_problem(tmp_path: Path) -> None:
    """Both make the same of the row; what only one may do is done once."""
    both = [
        cell("correct", "kind", "speech", "thought"),
        cell("withdraw", "text", "x", row=OTHER),
        correction("merge", "entities", ANNA, "name", "Anna", BEN),
        correction("split", "entities", CLEO, "article_id", ARTICLE, "Cleo Lee"),
        correction("add", "entities", ADDED, "name", "", "Jon Weir"),
    ]
    lines, problems = read(tmp_path, a=both, b=both)
    once = [("a", action, field, old, new) for action, _, _, field, old, new, *_ in both]
    assert lines == [*once, ("b", *once[0][1:])]
    assert problems == []


def test_a_file_that_goes_on_from_another(tmp_path: Path) -> None:
    """Its old value is what the other file made: it has seen that."""
    lines, problems = read(
        tmp_path,
        a=[cell("correct", "polarity", "", "positive"), cell("correct", "kind", "speech", "thought", row=OTHER)],
        b=[cell("correct", "polarity", "positive", "negative"), cell("withdraw", "kind", "thought", row=OTHER)],
    )
    assert [line[:3] for line in lines] == [
        ("a", "correct", "polarity"),
        ("a", "correct", "kind"),
        ("b", "correct", "polarity"),
        ("b", "withdraw", "kind"),
    ]
    assert problems == []


def test_lines_of_one_file_never_disagree(tmp_path: Path) -> None:
    """A later line corrects an earlier line; a person may change their mind."""
    lines, problems = read(
        tmp_path, a=[cell("correct", "kind", "speech", "thought"), cell("confirm", "kind", "speech")]
    )
    assert (len(lines), problems) == (2, [])


def test_a_withdrawn_row_that_another_file_keeps(tmp_path: Path) -> None:
    """The row stays, as it was read; so for a part of the row that the other file looked at."""
    span = correction("confirm", "quote_spans", f"{OTHER},content,1", "exact", "words")
    lines, problems = read(
        tmp_path,
        a=[cell("withdraw", "text", "x"), cell("withdraw", "text", "y", row=OTHER)],
        b=[cell("correct", "kind", "speech", "thought"), span],
    )
    assert lines == []
    other = says(
        "a", OTHER, "text", "corrections/a.csv:3 withdraws the row, but corrections/b.csv:3 confirms its exact"
    )
    assert problems == [
        says("a", QUOTE, "text", "corrections/a.csv:2 withdraws the row, but corrections/b.csv:2 corrects its kind"),
        other.replace("a.csv:2:", "a.csv:3:", 1),
    ]


def test_entities_that_become_different_entities(tmp_path: Path) -> None:
    """Merged into different entities, corrected and merged, split under different names."""
    merge = correction("merge", "entities", ANNA, "name", "Anna", BEN)
    for rival, does in [
        (correction("merge", "entities", ANNA, "name", "Anna", CLEO), f"merges {ANNA} into {CLEO}"),
        (correction("correct", "entities", ANNA, "name", "Anna", "Anne"), "corrects it"),
        (correction("withdraw", "entities", ANNA, "name", "Anna"), "withdraws it"),
    ]:
        lines, problems = read(tmp_path, a=[merge], b=[rival])
        message = f"corrections/a.csv:2 merges the entity into {BEN}, but corrections/b.csv:2 {does}"
        assert (lines, problems) == ([], [says("a", ANNA, "name", message)])
    splits = [correction("split", "entities", CLEO, "article_id", ARTICLE, name) for name in ("Cleo Lee", "Cleo Day")]
    lines, problems = read(tmp_path, a=splits[:1], b=splits[1:])
    message = "split off as 'Cleo Lee' in corrections/a.csv:2, but as 'Cleo Day' in corrections/b.csv:2"
    assert (lines, problems) == ([], [says("a", CLEO, "article_id", message)])


def merge(entity: str, into: str) -> Line:
    """A line that merges an entity."""
    return correction("merge", "entities", entity, "name", "x", into)


CIRCLES: dict[str, tuple[dict[str, list[Line]], list[str], str]] = {
    "two in one file": (
        {"a": [merge(ANNA, BEN), merge(BEN, ANNA), cell("confirm", "cue", "said")]},
        [f"a.csv:2 {ANNA} {BEN}", f"a.csv:3 {BEN} {ANNA}"],
        "correction-invalid",
    ),
    "two over two files": (
        {"a": [cell("confirm", "cue", "said"), merge(ANNA, BEN)], "b": [merge(BEN, ANNA)]},
        [f"a.csv:3 {ANNA} {BEN}", f"b.csv:2 {BEN} {ANNA}"],
        "corrections-disagree",
    ),
    "three in one file, in another order": (
        {"a": [merge(BEN, CLEO), merge(CLEO, ANNA), cell("confirm", "cue", "said"), merge(ANNA, BEN)]},
        [f"a.csv:2 {BEN} {CLEO}", f"a.csv:3 {CLEO} {ANNA}", f"a.csv:5 {ANNA} {BEN}"],
        "correction-invalid",
    ),
    "three over three files, and a merge into the circle, which holds": (
        {
            "a": [cell("confirm", "cue", "said"), merge(DORA, ANNA)],
            "b": [merge(ANNA, BEN)],
            "c": [merge(BEN, CLEO)],
            "d": [merge(CLEO, ANNA)],
        },
        [f"b.csv:2 {ANNA} {BEN}", f"c.csv:2 {BEN} {CLEO}", f"d.csv:2 {CLEO} {ANNA}"],
        "corrections-disagree",
    ),
}


@pytest.mark.parametrize("name", CIRCLES)
def test_merges_that_lead_in_a_circle(name: str, tmp_path: Path) -> None:
    """One problem names all files and lines of the circle; none of them holds, and all others do."""
    files, ends, code = CIRCLES[name]
    lines, problems = read(tmp_path, **files)
    assert [line[:3] for line in lines] == [("a", "confirm", "cue"), *[("a", "merge", "name")] * ("hold" in name)]
    steps = [end.split(" ") for end in ends]
    merges = ", ".join(f"corrections/{place} merges {entity} into {into}" for place, entity, into in steps)
    assert problems == [
        f"corrections/{steps[0][0]}: {steps[0][1]} name: the merges lead back to the entity itself: {merges}; "
        f"none was applied; remove one of these lines [{code}]"
    ]


def test_merges_that_lead_to_one_entity(tmp_path: Path) -> None:
    """A chain, and two that become the same, are no circle."""
    merges = [merge(ANNA, BEN), merge(BEN, CLEO), merge(DORA, CLEO)]
    lines, problems = read(tmp_path, a=merges[:1], b=merges[1:], c=merges[2:])
    assert ([line[4] for line in lines], problems) == ([BEN, CLEO, CLEO], [])


def test_a_merged_entity_whose_name_another_file_confirms(tmp_path: Path) -> None:
    """Both may be right: the name becomes an alias."""
    for files in (("a", "b"), ("b", "a")):
        merge, confirm = files
        lines, problems = read(
            tmp_path,
            **{
                merge: [correction("merge", "entities", ANNA, "name", "Anna", BEN)],
                confirm: [correction("confirm", "entities", ANNA, "name", "Anna")],
            },
        )
        assert (lines, problems) == ([(merge, "merge", "name", "Anna", BEN)], [])


def test_a_new_row_with_two_values(tmp_path: Path) -> None:
    """The row is not added, nor its parts; another new row is."""
    new = [correction("add", "quotes", ADDED, "kind", "", "speech")]
    part = correction("add", "quote_spans", f"{ADDED},content,1", "exact", "", "words")
    lines, problems = read(
        tmp_path,
        a=[*new, part, correction("add", "entities", "more", "name", "", "Jon Weir")],
        b=[correction("add", "quotes", ADDED, "kind", "", "thought")],
    )
    assert lines == [("a", "add", "name", "", "Jon Weir")]
    assert problems == [
        says("a", ADDED, "kind", "'speech' in corrections/a.csv:2, but 'thought' in corrections/b.csv:2")
    ]


def test_a_line_that_settles(tmp_path: Path) -> None:
    """It decides about a cell, or whether a row is kept, and stands for the action that it means."""
    disagreeing = {
        "a": [cell("correct", "kind", "speech", "thought"), cell("withdraw", "text", "y", row=OTHER)],
        "b": [cell("confirm", "kind", "speech"), cell("confirm", "kind", "speech", row=OTHER)],
    }
    for kind, holds in [
        ("speech", ("confirm", "kind", "speech", "")),
        ("thought", ("correct", "kind", "speech", "thought")),
    ]:
        lines, problems = read(
            tmp_path,
            **disagreeing,
            c=[cell("settle", "kind", "speech", kind), cell("settle", "status", "auto", "kept", row=OTHER)],
        )
        assert (lines, problems) == ([("b", "confirm", "kind", "speech", ""), ("c", *holds)], [])
    gone = cell("settle", "status", "auto", "withdrawn", row=OTHER)
    lines, problems = read(tmp_path, **disagreeing, c=[cell("settle", "kind", "speech", "speech"), gone])
    assert lines == [("c", "confirm", "kind", "speech", ""), ("c", "withdraw", "status", "auto", "")]
    assert problems == []


def test_a_line_that_settles_nothing(tmp_path: Path) -> None:
    """It says kept or withdrawn of a row, or a value that its column accepts."""
    _, problems = read(tmp_path, c=[cell("settle", "status", "auto", "fine"), cell("settle", "kind", "speech", "song")])
    assert problems == [
        f"corrections/c.csv:2: {QUOTE} status: new_value is 'fine'; write kept or withdrawn for the row, or name "
        "another column [correction-invalid]",
        f"corrections/c.csv:3: {QUOTE} kind: new_value is 'song', none of speech, thought; see kind in "
        "docs/data-dictionary.md [correction-invalid]",
    ]

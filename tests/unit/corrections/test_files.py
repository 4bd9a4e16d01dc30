"""Files of corrections: each line is one, or a problem that says what is wrong with it and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.corrections import Correction, added_id, read_corrections
from onrecord.package.ids import make_id
from onrecord.package.own_tables import corrections_table, own_tables

from ...correcting import FILE, Line, correction, write_corrections

ENTITY, OTHER = make_id("entities", "one"), make_id("entities", "other")
QUOTE, CLAIM, VOTE, ARTICLE = (make_id(table, "one") for table in ("quotes", "claims", "votes", "articles"))
MENTION = make_id("mentions", "one")
HEADER = ",".join(corrections_table().columns[:-1])  # sample may be missing
SET = "leave it out: the conversion sets it"


def test_a_package_without_corrections(tmp_path: Path) -> None:
    """No folder, an empty one, and a file with a header alone are fine."""
    assert (read_corrections(tmp_path).lines, read_corrections(tmp_path).problems) == ([], [])
    write_corrections(tmp_path, [])
    assert (read_corrections(tmp_path).lines, read_corrections(tmp_path).problems) == ([], [])


def test_lines_come_in_the_order_of_the_files_names(tmp_path: Path) -> None:
    """Files in folders count, hidden ones and others than CSV do not; a key is taken apart."""
    write_corrections(
        tmp_path, [correction("confirm", "quote_spans", f"{QUOTE},cue,1", "exact", "said")], "corrections/b.csv"
    )
    write_corrections(tmp_path, [correction("correct", "entities", ENTITY, "name", "A", "B")], "corrections/a.csv")
    write_corrections(
        tmp_path, [correction("withdraw", "vote_positions", f"{VOTE},Lee, Jr.", "option", "no")], "corrections/c.csv"
    )
    for hidden in (".a.csv", "notes.txt"):
        (tmp_path / "corrections" / hidden).write_bytes(b"x")
    signed = {"reason": "seen in print", "curator": "Nora Pell", "date": "2031-05-14"}
    assert read_corrections(tmp_path).problems == []
    assert read_corrections(tmp_path).lines == [
        Correction("corrections/a.csv", 2, "correct", "entities", (ENTITY,), "name", "A", "B", **signed),
        Correction(
            "corrections/b.csv", 2, "confirm", "quote_spans", (QUOTE, "cue", "1"), "exact", "said", "", **signed
        ),
        Correction(
            "corrections/c.csv", 2, "withdraw", "vote_positions", (VOTE, "Lee, Jr."), "option", "no", "", **signed
        ),
    ]


def test_values_are_taken_as_the_validator_takes_them(tmp_path: Path) -> None:
    """What a spreadsheet makes of a value is written as the tables have it."""
    write_corrections(
        tmp_path,
        [
            correction("correct", "votes", VOTE, "unanimous", "FALSE", "True"),
            correction("correct", "vote_counts", f"{VOTE},yes", "value", "5.0", "1e3"),
            correction("correct", "votes", VOTE, "date", "", "2031-05~"),
        ],
    )
    found = read_corrections(tmp_path)
    assert found.problems == []
    assert [(line.field, line.old, line.new) for line in found.lines] == [
        ("unanimous", "false", "true"),
        ("value", "5", "1000"),
        ("date", "", "2031-05~"),
    ]


def test_a_file_as_a_spreadsheet_saves_it(tmp_path: Path) -> None:
    """A byte order mark and line ends of Windows are not a problem."""
    text = f"\ufeff{HEADER}\r\nconfirm,entities,{ENTITY},name,A,,seen,Nora Pell,2031-05-14\r\n"
    (tmp_path / "corrections").mkdir()
    (tmp_path / FILE).write_bytes(text.encode())
    found = read_corrections(tmp_path)
    assert (found.problems, [line.action for line in found.lines]) == ([], ["confirm"])


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"table,id\n", f":1: the first line is 'table,id'; write {HEADER} [correction-invalid]"),
        (b"", f":1: the first line is ''; write {HEADER} [correction-invalid]"),
        (
            HEADER.replace(",", ";").encode(),
            ":1: the first line is 'action;table;id;field;old_valu…;new_value;reason;curator;date'; "
            "save the file with commas between the cells [correction-invalid]",
        ),
        (b"\xff", ": not UTF-8 (invalid start byte); save the file as UTF-8 [correction-invalid]"),
        (
            f"{HEADER}\n\ncorrect,entities\n".encode(),
            ":3: the line has 2 cells, not 9; put cells with commas into quotation marks [correction-invalid]",
        ),
    ],
)
def test_files_that_are_none(content: bytes, message: str, tmp_path: Path) -> None:
    """What cannot be read is a problem, not the end of the run."""
    (tmp_path / "corrections").mkdir()
    (tmp_path / FILE).write_bytes(content)
    assert [str(problem) for problem in read_corrections(tmp_path).problems] == [f"{FILE}{message}"]


def test_files_of_spreadsheets(tmp_path: Path) -> None:
    """A byte order mark, carriage returns and empty rows at the end do no harm."""
    write_corrections(tmp_path, [correction("correct", "entities", ENTITY, "name", "A", "B")])
    plain = read_corrections(tmp_path)
    content = (tmp_path / FILE).read_bytes().replace(b"\n", b"\r\n")
    (tmp_path / FILE).write_bytes(b"\xef\xbb\xbf" + content + b",,,,,,,,\r\n\r\n")
    assert read_corrections(tmp_path) == plain
    assert plain.problems == []


WRONG: list[tuple[Line, str]] = [
    (
        correction("change", "entities", ENTITY, "name", "A", "B"),
        "action: action is 'change', none of correct, confirm, withdraw, add, merge, split, settle; write one of these",
    ),
    (
        correction("correct", "id_changes", ENTITY, "name", "A", "B"),
        "table: table is 'id_changes', none of articles, entities, mentions, entity_links, quotes, quote_spans, votes, "
        "vote_counts, vote_positions, claims, claim_entities, article_relations; write one of these",
    ),
    (correction("correct", "entities", "", "name", "A", "B"), "id: id is empty; fill in the cell"),
    (
        ("correct", "entities", ENTITY, "name", "A", "B", "", "Nora Pell", "2031-05-14"),
        "reason: reason is empty; fill in the cell",
    ),
    (
        ("correct", "entities", ENTITY, "name", "A", "B", "so", " ", "2031-05-14"),
        "curator: curator is ' ', with blanks around it; fill in the cell",
    ),
    (
        ("correct", "entities", ENTITY, "name", "A", "B", "so", "Nora Pell ", "2031-05-14"),
        "curator: curator is 'Nora Pell ', with blanks around it; remove the blanks",
    ),
    (
        ("correct", "entities", ENTITY, "name", "A", "B", "so", "Nora Pell", "14.5.2031"),
        "date: date is '14.5.2031', which does not match ^[0-9]{4}-[0-9]{2}-[0-9]{2}$; write a day, as 2031-05-13",
    ),
    (
        ("correct", "entities", ENTITY, "name", "A", "B", "so", "Nora Pell", "2031-02-30"),
        f"{ENTITY} name: date is '2031-02-30'; write a day, as 2031-05-13",
    ),
    (
        correction("correct", "quote_spans", QUOTE, "exact", "A", "B"),
        f"{QUOTE} exact: id is {QUOTE!r}; write quote_id,role,ordinal of the row, joined by commas",
    ),
    (
        correction("correct", "entities", ENTITY, "nome", "A", "B"),
        f"{ENTITY} nome: entities has no column 'nome'; write one of {', '.join(own_tables()['entities'].columns)}",
    ),
    (
        correction("correct", "articles", ARTICLE, "url", "", "https://example.org/a"),
        f"{ARTICLE} url: url of an article follows from its text and its sidecar; change the file in seeds/",
    ),
    (
        correction("correct", "entities", ENTITY, "entity_id", ENTITY, OTHER),
        f"{ENTITY} entity_id: entity_id is part of the key of entities; withdraw the row and add a new row",
    ),
    (
        correction("correct", "entities", ENTITY, "status", "auto", "confirmed"),
        f"{ENTITY} status: status of entities follows from other columns; {SET}",
    ),
    (
        correction("correct", "quotes", QUOTE, "text", "A", "B"),
        f"{QUOTE} text: text of quotes follows from other columns; correct exact of its spans in quote_spans",
    ),
    (
        correction("correct", "mentions", MENTION, "start", "1", "2"),
        f"{MENTION} start: start of mentions follows from other columns; correct exact: start and end follow from it",
    ),
    (
        correction("correct", "claims", CLAIM, "claimant_id", ENTITY, OTHER),
        f"{CLAIM} claimant_id: claimant_id of claims follows from other columns; correct speaker_id of its quote",
    ),
    (
        correction("correct", "entities", ENTITY, "name", "A", "A"),
        f"{ENTITY} name: old_value and new_value are the same; write another new_value, or the action confirm",
    ),
    (
        correction("correct", "entities", ENTITY, "name", "A", ""),
        f"{ENTITY} name: new_value is empty; see name in docs/data-dictionary.md",
    ),
    (
        correction("correct", "votes", VOTE, "result", "pass", "passed"),
        f"{VOTE} result: new_value is 'passed', none of pass, fail, tie; see result in docs/data-dictionary.md",
    ),
    (
        correction("correct", "votes", VOTE, "unanimous", "true", "no"),
        f"{VOTE} unanimous: new_value is 'no', not a boolean; see unanimous in docs/data-dictionary.md",
    ),
    (
        correction("correct", "votes", VOTE, "date", "", "2031-02-29/2031-03-01"),
        f"{VOTE} date: new_value is '2031-02-29/2031-03-01', which is not a date in EDTF; see date in "
        "docs/data-dictionary.md",
    ),
    (
        correction("correct", "vote_counts", f"{VOTE},yes", "value", "5", "-1"),
        f"{VOTE},yes value: new_value is '-1', beyond 0; see value in docs/data-dictionary.md",
    ),
    (
        correction("correct", "quotes", QUOTE, "speaker_id", ENTITY, "the-mayor"),
        f"{QUOTE} speaker_id: new_value is 'the-mayor', which does not match ^ent_[a-z2-7]{{16}}$; write the id of a "
        "row of entities, or the name of an added row",
    ),
    (
        correction("confirm", "entities", ENTITY, "name", "A", "B"),
        f"{ENTITY} name: new_value is 'B'; leave it empty, or write the action correct",
    ),
    (
        correction("confirm", "entities", ENTITY, "status", "auto"),
        f"{ENTITY} status: a confirmation changes status itself; write the column that you checked, and its value",
    ),
    (
        correction("confirm", "articles", ARTICLE, "title", "A"),
        f"{ARTICLE} title: title of an article cannot be confirmed; write text_sha256, or remove the line",
    ),
    (
        correction("withdraw", "articles", ARTICLE, "title", "A"),
        f"{ARTICLE} title: articles cannot be withdrawn; remove the text from seeds/ and convert again",
    ),
    (
        correction("add", "articles", "new", "title", "", "A"),
        "new title: articles cannot be added; put the text into seeds/ and convert again",
    ),
    (
        correction("add", "entities", "new", "name", "A", "B"),
        "new name: old_value is 'A'; leave it empty: a new row has no old value",
    ),
    (
        correction("add", "entities", "new", "entity_id", "", ENTITY),
        "new entity_id: entity_id is part of the key of entities; write it only into id",
    ),
    (
        correction("add", "mentions", "new", "end", "", "7"),
        "new end: end of mentions follows from other columns; correct exact: start and end follow from it",
    ),
    (
        correction("add", "quote_spans", f"{QUOTE},title,1", "exact", "", "A"),
        f"{QUOTE},title,1 exact: role in id is 'title', none of content, source, cue; see role in "
        "docs/data-dictionary.md",
    ),
    (
        correction("add", "quote_spans", "new,content,first", "exact", "", "A"),
        "new,content,first exact: ordinal in id is 'first', not an integer; see ordinal in docs/data-dictionary.md",
    ),
    (
        correction("add", "quote_spans", "the-mayor,content,1", "exact", "", "A"),
        "the-mayor,content,1 exact: quote_id in id is 'the-mayor', which does not match ^quo_[a-z2-7]{16}$; write the "
        "id of a row of quotes, or the name of an added row",
    ),
    (
        correction("merge", "quotes", QUOTE, "text", "A", make_id("quotes", "other")),
        f"{QUOTE} text: rows of quotes cannot be merged; withdraw one of the two rows",
    ),
    (
        correction("merge", "entities", ENTITY, "role", "A", OTHER),
        f"{ENTITY} role: field is 'role'; write name, and the name of the entity in id as old_value",
    ),
    (
        correction("merge", "entities", ENTITY, "name", "A", "B"),
        f"{ENTITY} name: new_value is 'B', which does not match ^ent_[a-z2-7]{{16}}$; write the id of the entity to "
        "keep",
    ),
    (
        correction("merge", "entities", ENTITY, "name", "A", ENTITY),
        f"{ENTITY} name: an entity is merged with itself; write the id of another entity",
    ),
    (
        correction("split", "quotes", QUOTE, "article_id", ARTICLE, "B"),
        f"{QUOTE} article_id: rows of quotes cannot be split; withdraw the row and add new rows",
    ),
    (
        correction("split", "entities", ENTITY, "name", "A", "B"),
        f"{ENTITY} name: a split needs an article; write article_id as field and the article's id as old_value",
    ),
    (
        correction("split", "entities", ENTITY, "article_id", ARTICLE, ""),
        f"{ENTITY} article_id: new_value is empty; write the name of the other entity",
    ),
]


@pytest.mark.parametrize(("line", "message"), WRONG, ids=[message[:60] for _, message in WRONG])
def test_lines_that_are_none(line: Line, message: str, tmp_path: Path) -> None:
    """The rule, the value, the place and what to do; the valid line next to it is kept."""
    good = correction("correct", "entities", OTHER, "name", "A", "B")
    write_corrections(tmp_path, [line, good])
    read = read_corrections(tmp_path)
    assert [str(problem) for problem in read.problems] == [f"{FILE}:2: {message} [correction-invalid]"]
    assert [one.line for one in read.lines] == [3]


def test_references_to_rows_that_are_added(tmp_path: Path) -> None:
    """A new row goes by its name wherever a line refers to it, before or after the lines that add it."""
    lines = [
        correction("correct", "quotes", QUOTE, "speaker_id", ENTITY, "the-mayor"),
        correction("add", "entities", "the-mayor", "name", "", "Ida Brandt"),
    ]
    write_corrections(tmp_path, lines)
    assert read_corrections(tmp_path).problems == []


def test_ids_of_rows_that_are_added() -> None:
    """They follow from the name, so that a reference to them lasts; whoever has an id keeps it."""
    assert added_id("entities", "the-mayor") == make_id("entities", "correction", "the-mayor")
    assert added_id("entities", ENTITY) == ENTITY


def test_what_was_corrected_is_undone(tmp_path: Path) -> None:
    """A row of the tables is what was read again, as far as the lines tell; other values stay."""
    lines = [
        correction("correct", "entities", ENTITY, "name", "A", "B"),
        correction("correct", "entities", ENTITY, "name", "B", "C"),
        correction("correct", "entities", ENTITY, "role", "", "mayor"),
        correction("confirm", "entities", ENTITY, "name", "C"),
    ]
    write_corrections(tmp_path, lines)
    corrections = read_corrections(tmp_path)
    row = {"entity_id": ENTITY, "name": "C", "role": "mayor"}
    assert corrections.undone("entities", row) == {"entity_id": ENTITY, "name": "A", "role": ""}
    assert corrections.undone("entities", {**row, "name": "D"}) == {"entity_id": ENTITY, "name": "D", "role": ""}
    assert corrections.undone("entities", {**row, "entity_id": OTHER}) == {**row, "entity_id": OTHER}


CELLS = st.sampled_from(
    ["", " ", "x", "entities", "quotes", ENTITY, ARTICLE, f"{QUOTE},cue,1", "name", "2031-05-14", "9" * 400]
)
WORDS = ["correct", "confirm", "withdraw", "add", "merge", "split"]


@settings(max_examples=200, deadline=None)
@given(lines=st.lists(st.tuples(st.sampled_from([*WORDS, ""]), *[CELLS] * 8), max_size=4), noise=st.binary(max_size=8))
def test_any_content(lines: list[Line], noise: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Any file is read: each line that holds something is a correction, or a problem of one rule at that line."""
    folder = tmp_path_factory.mktemp("any")
    write_corrections(folder, lines)
    read = read_corrections(folder)
    message = [problem.line for problem in read.problems] + [line.line for line in read.lines]
    assert sorted(message) == [number for number, line in enumerate(lines, start=2) if any(line)]
    assert {problem.code for problem in read.problems} <= {"correction-invalid"}
    (folder / FILE).write_bytes((folder / FILE).read_bytes() + noise)
    assert {problem.code for problem in read_corrections(folder).problems} <= {"correction-invalid"}

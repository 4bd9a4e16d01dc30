"""From the desk to the tables: decisions are applied by the next conversion, which reads nothing again."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from onrecord.building.conversion import convert
from onrecord.cli import main
from onrecord.review.decisions import Decided
from onrecord.review.desk import Desk, open_desk
from onrecord.review.queue import Lost, Selection
from onrecord.review.views import claimed_by, version_of
from onrecord.validation import validate

from ...correcting import read

FERRY = """\
Saltmere keeps its ferry 🚢

By Nell Farrow

SALTMERE — The Saltmere Town Council voted 4-1 on Tuesday to keep the ferry running through the winter.

“Nobody here wants to row,” said Mayor Tilda Rask. “The ferry carries 300 people a day.”

Council member Owen Pike voted no. He said that the ferry loses money every month.
"""


def decide(desk: Desk, number: int, **payload: object) -> None:
    """A decision about a row, as a browser sends it."""
    desk.decide(number, {"verdict": "right", "version": version_of(desk.items[number], desk.reading), **payload})


def control(desk: Desk, number: int, table: str, field: str) -> str:
    """The number of a value of a row."""
    cells = list(desk.reading.cells(desk.items[number].name))
    return next(str(place) for place, cell in enumerate(cells) if (cell.table, cell.field.name) == (table, field))


def test_a_review_is_applied(tmp_path: Path) -> None:
    """A word less, another way to vote, a withdrawn claim, a quote more; the sample as before, all rows done."""
    (tmp_path / "ferry.txt").write_text(FERRY, encoding="utf-8")
    package = tmp_path / "out"
    convert([tmp_path / "ferry.txt"], package=package)
    selection = Selection(sample=50)
    desk = open_desk(package, "Nora Pell", selection)
    where = {item.table: number for number, item in enumerate(desk.items)}
    kinds = {number: item.table for number, item in enumerate(desk.items)}
    text = desk.reading.text(desk.items[0].article_id)
    start = text.index("the ferry loses money")
    loses = next(
        number
        for number, table in kinds.items()
        if table == "quotes" and desk.reading.rows[table][desk.items[number].key]["text"].startswith("the ferry loses")
    )
    words = {"start": start, "end": start + len("the ferry loses money")}
    decide(desk, loses, changes={control(desk, loses, "quote_spans", "exact"): words})
    decide(desk, where["votes"], changes={control(desk, where["votes"], "votes", "voting_method"): "roll_call"})
    claims = [number for number, table in kinds.items() if table == "claims"]
    decide(desk, claims[0], verdict="wrong")
    for number, table in kinds.items():
        if table in {"quotes", "claims"} and number not in {loses, claims[0]}:
            decide(desk, number)
    row = text.index("to row")
    new = {"quote_type": "fragment", "kind": "speech", "polarity": "positive", "speaker_status": "unknown"}
    desk.add(loses, {"table": "quotes", "values": new, "start": row, "end": row + 6})
    before = read(package, "quotes")
    converted = convert(package=package)
    assert (converted.read, converted.new, converted.problems) == (0, 0, ())
    after = {row["quote_id"]: row for row in read(package, "quotes")}
    assert [row["text"] for row in after.values() if row["quote_id"] not in {old["quote_id"] for old in before}] == [
        "to row"
    ]
    corrected = after[desk.items[loses].key[0]]
    assert (corrected["text"], corrected["status"]) == ("the ferry loses money", "corrected")
    assert desk.items[claims[0]].key[0] not in {row["claim_id"] for row in read(package, "claims")}
    assert [row["voting_method"] for row in read(package, "votes")] == ["roll_call"]
    assert [str(problem) for problem in validate(package).problems] == []
    again = open_desk(package, "Nora Pell", selection)
    assert {(item.name, item.sample) for item in again.items} == {(item.name, item.sample) for item in desk.items}
    states: dict[object, Decided] = dict(zip((item.name for item in again.items), again.states(), strict=True))
    assert again.progress(again.states()).done == len(desk.items)
    assert states[desk.items[loses].name].values["quote_spans", (*desk.items[loses].key, "content", "1"), "exact"] == (
        "the ferry loses money"
    )
    assert again.reading.rows["quote_spans"][*desk.items[loses].key, "content", "1"]["exact"].endswith("every month")


def where_is(desk: Desk, words: str) -> int:
    """The number of the quote with these words."""
    return next(
        number
        for number, item in enumerate(desk.items)
        if item.table == "quotes" and words in desk.reading.rows["quotes"][item.key]["text"]
    )


def shown(desk: Desk) -> list[object]:
    """What the desk shows: each row as it was read, who makes the claims, and names to choose from."""
    reading = desk.reading
    rows = []
    for item in desk.items:
        if not item.missing:
            text = reading.rows[item.table][item.key].get("text")
            rows.append((item.name, text, claimed_by(item, reading), *reading.cells(item.name)))
    return [*rows, desk.find_entities("e"), sorted(row["name"] for row in reading.entities.values())]


def review(desk: Desk, wrong: int, thought: int, rows: Iterable[int]) -> None:
    """Decides about rows: one is withdrawn, in one the kind and the words are other, the rest is right."""
    item = desk.items[thought]
    start = desk.reading.text(item.article_id).index("the ferry loses money")
    words = {"start": start, "end": start + len("the ferry loses money")}
    changed = {
        control(desk, thought, "quotes", "kind"): "thought",
        control(desk, thought, "quote_spans", "exact"): words,
        control(desk, thought, "quotes", "speaker_id"): "",
        control(desk, thought, "quotes", "speaker_status"): "unknown",
    }
    for number in rows:
        changes = changed if number == thought else {}
        decide(desk, number, verdict="wrong" if number == wrong else "right", changes=changes)


def test_two_coders_are_blind_until_both_have_judged(tmp_path: Path) -> None:
    """The second sees what the first saw, also after a conversion; then the rows that both judged are applied."""
    (tmp_path / "ferry.txt").write_text(FERRY, encoding="utf-8")
    package = tmp_path / "out"
    convert([tmp_path / "ferry.txt"], package=package)
    selection = Selection(sample=50, coders=2)
    first = open_desk(package, "Nora Pell", selection)
    seen, before = shown(first), {row["quote_id"]: row for row in read(package, "quotes")}
    wrong, thought = where_is(first, "wants to row"), where_is(first, "loses money")
    review(first, wrong, thought, range(len(first.items)))
    people = {row["name"]: row["entity_id"] for row in read(package, "entities")}
    first.merge(thought, {"entity": people["Owen Pike"], "into": people["Tilda Rask"]})
    converted = convert(package=package)
    assert [(each.path, each.decisions) for each in converted.waiting] == [
        ("corrections/nora-pell.csv", len(first.items) + 1)
    ]
    assert (converted.problems, {row["quote_id"]: row for row in read(package, "quotes")}) == ((), before)
    assert [str(problem) for problem in validate(package).problems] == []
    second = open_desk(package, "Ada Quint", Selection(sample=50))  # the sample was begun for two
    assert (second.selection.coders, shown(second), second.others) == (2, seen, ("corrections/nora-pell.csv",))
    [vote] = [number for number, item in enumerate(second.items) if item.table == "votes"]
    review(second, wrong, thought, {*range(len(second.items))} - {vote})
    [waiting] = convert(package=package).waiting
    assert (waiting.path, waiting.decisions) == ("corrections/nora-pell.csv", 2)  # the vote, and the merge
    after = {row["quote_id"]: row for row in read(package, "quotes")}
    assert before.keys() - after.keys() == {second.items[wrong].key[0]}
    assert after[second.items[thought].key[0]]["text"] == "the ferry loses money"
    assert people["Owen Pike"] in {row["entity_id"] for row in read(package, "entities")}
    decide(second, vote)
    converted = convert(package=package)
    assert (converted.waiting, converted.problems) == ((), ())
    assert people["Owen Pike"] not in {row["entity_id"] for row in read(package, "entities")}
    assert [str(problem) for problem in validate(package).problems] == []


def test_a_sample_after_the_corrections_of_somebody_else(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What can be shown as it was read is, and the terminal says what cannot: rows that are gone, and their claims."""
    (tmp_path / "ferry.txt").write_text(FERRY, encoding="utf-8")
    package = tmp_path / "out"
    convert([tmp_path / "ferry.txt"], package=package)
    selection = Selection(("quotes", "claims"), sample=50)
    first = open_desk(package, "Nora Pell", selection)
    rows = {row[0]: row[1:] for row in shown(first) if isinstance(row, tuple)}
    wrong, thought = where_is(first, "carries 300"), where_is(first, "loses money")
    [claim] = [row["claim_id"] for row in read(package, "claims") if row["quote_id"] == first.items[wrong].key[0]]
    others = [number for number, item in enumerate(first.items) if item.key != (claim,)]
    review(first, wrong, thought, others)
    assert convert(package=package).problems == ()
    second = open_desk(package, "Ada Quint", selection)
    left = {row[0]: row[1:] for row in shown(second) if isinstance(row, tuple)}
    assert rows.keys() - left.keys() == {first.items[wrong].name, ("claims", (claim,))}
    assert left == {name: rows[name] for name in left}
    assert second.lost == Lost(1, 1, len(first.items))
    monkeypatch.setattr("onrecord.review.server.serve", lambda desk, port, ready: ready("http://127.0.0.1:1/"))
    assert main(["review", str(package), "--coder", "Ada Quint", "--sample", "50", "--tables", "quotes,claims"]) == 0
    assert [line for line in capsys.readouterr().out.splitlines() if line.startswith("note: ")] == [
        "note: corrections/nora-pell.csv: the same sample, by another coder; with --coders 2, decisions of both wait "
        "for each other",
        "note: 1 row of the sample no longer in the tables, because of corrections; what was decided still counts",
        f"note: 1 more row of the {len(first.items)} from which the sample was drawn no longer in the tables: the "
        "sample is smaller",
    ]

"""From the desk to the tables: decisions are applied by the next conversion, which reads nothing again."""

from __future__ import annotations

from pathlib import Path

from onrecord.building.conversion import convert
from onrecord.review.decisions import Decided
from onrecord.review.desk import Desk, open_desk
from onrecord.review.queue import Selection
from onrecord.review.views import version_of
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
    """A word less, another count, a withdrawn claim, a quote more; the sample is what it was, and all rows are done."""
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
    decide(desk, where["votes"], changes={control(desk, where["votes"], "vote_counts", "value"): "5"})
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
    [yes] = [row["value"] for row in read(package, "vote_counts") if row["option"] == "yes"]
    assert yes == "5"
    assert [str(problem) for problem in validate(package).problems] == []
    again = open_desk(package, "Nora Pell", selection)
    assert {(item.name, item.sample) for item in again.items} == {(item.name, item.sample) for item in desk.items}
    states: dict[object, Decided] = dict(zip((item.name for item in again.items), again.states(), strict=True))
    assert again.progress(again.states()).done == len(desk.items)
    assert states[desk.items[loses].name].values["quote_spans", (*desk.items[loses].key, "content", "1"), "exact"] == (
        "the ferry loses money"
    )
    assert again.reading.rows["quote_spans"][*desk.items[loses].key, "content", "1"]["exact"].endswith("every month")

"""What a reviewer decides becomes lines of corrections, and the next conversion applies them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from onrecord.corrections import read_lines
from onrecord.errors import PackageError
from onrecord.review.decisions import (
    Judgement,
    NewRow,
    Signature,
    Words,
    added,
    checked,
    decided,
    judged,
    merged,
    name_for,
    split,
)
from onrecord.review.journal import Cells, Journal
from onrecord.review.rows import root_of

from ...correcting import changed, replay_over, tables_of
from ...small_package import ARTICLES, FERRY, MILL, TEXTS, VOTE_ID, entity_id, quote_id
from .reviewing import DAY, item_of, judge, reading_of

SIGNED = Signature("Nora Pell", DAY)
SPAN = "quote_spans", (quote_id("roof"), "content", "1")


def applied(package: Path, lines: list[Cells]) -> dict[str, dict[str, str]]:
    """What a replay of the lines changes in the tables; no line is a problem."""
    checked(lines)
    before = tables_of(package)
    assert list(replay_over(package, lines).problems) == []
    return changed(before, package)


def test_an_accepted_row_confirms_each_value(small_package: Path) -> None:
    """Who, when, in which sample, and what was seen."""
    item = item_of(small_package, "quotes", quote_id("barn"))
    sampled = Signature("Nora Pell", DAY, sample="seed 1: 2 of 5 quotes quotes:hand@1")
    lines = judged(reading_of(small_package), item, Judgement(), sampled)
    signed = ("reviewed", "Nora Pell", DAY, "seed 1: 2 of 5 quotes quotes:hand@1")
    assert lines == [
        ("confirm", "quotes", quote_id("barn"), "speaker_id", "", "", *signed),
        ("confirm", "quotes", quote_id("barn"), "speaker_status", "unknown", "", *signed),
        ("confirm", "quotes", quote_id("barn"), "quote_type", "fragment", "", *signed),
        ("confirm", "quotes", quote_id("barn"), "kind", "speech", "", *signed),
        ("confirm", "quotes", quote_id("barn"), "polarity", "positive", "", *signed),
        ("confirm", "quote_spans", f"{quote_id('barn')},content,1", "exact", "glass barn", "", *signed),
    ]
    assert applied(small_package, lines) == {
        f"quotes {quote_id('barn')}": {"status": "confirmed"},
        f"quote_spans {quote_id('barn')},content,1": {"status": "confirmed"},
    }


def test_a_corrected_quote(small_package: Path) -> None:
    """Another speaker, fewer words, and a source that the reading lacked; the rest is confirmed."""
    item = item_of(small_package, "quotes", quote_id("barn"))
    neighbors = TEXTS[MILL].index("Neighbors")
    judgement = Judgement(
        changes={
            ("quotes", item.key, "speaker_id"): entity_id("Neighbors") or "",
            ("quotes", item.key, "speaker_status"): "collective",
            ("quote_spans", (*item.key, "content", "1"), "exact"): "a “glass barn”",
        },
        added=[NewRow("quote_spans", (*item.key, "source", "1"), {}, Words("Neighbors", neighbors))],
    )
    found = applied(small_package, judged(reading_of(small_package), item, judgement, SIGNED))
    start = TEXTS[MILL].index("a “glass barn”")
    assert found[f"quotes {item.key[0]}"] == {
        "speaker_id": entity_id("Neighbors"),
        "speaker_status": "collective",
        "text": "a “glass barn”",
        "start": str(start),
        "end": str(start + len("a “glass barn”")),
        "status": "corrected",
    }
    assert found[f"quote_spans {item.key[0]},source,1"]["start"] == str(neighbors)


def test_counts_of_a_vote(small_package: Path) -> None:
    """A count is corrected, another removed, a position changed."""
    item = item_of(small_package, "votes", VOTE_ID)
    judgement = Judgement(
        changes={("vote_counts", (VOTE_ID, "yes"), "value"): "6.0", ("votes", (VOTE_ID,), "unanimous"): "True"},
        removed=[("vote_counts", (VOTE_ID, "no"))],
    )
    found = applied(small_package, judged(reading_of(small_package), item, judgement, SIGNED))
    assert found[f"vote_counts {VOTE_ID},yes"] == {"value": "6", "status": "corrected"}
    assert found[f"vote_counts {VOTE_ID},no"] == {"row": "gone"}
    assert found[f"votes {VOTE_ID}"] == {"unanimous": "true", "status": "corrected"}


def test_a_quote_that_was_left_out(small_package: Path) -> None:
    """With its words behind a character of two UTF-16 units; both coders who add it add the same row."""
    reading, article = reading_of(small_package), ARTICLES[FERRY]
    start = TEXTS[FERRY].index("will probably")
    name = name_for("quotes", article, start, start + 13)
    values = {"quote_type": "fragment", "kind": "speech", "polarity": "positive", "speaker_status": "unknown"}
    rows = [
        NewRow("quotes", (name,), values),
        NewRow("quote_spans", (name, "content", "1"), {}, Words("will probably", start)),
    ]
    lines = added(reading, rows, article, SIGNED)
    new = [cells for key, cells in applied(small_package, lines).items() if cells.get("row") == "new"]
    assert [(row["exact"], row["start"]) for row in new if "exact" in row] == [("will probably", str(start))]
    assert [(row["text"], row["speaker_status"]) for row in new if "text" in row] == [("will probably", "unknown")]


def test_entities_are_merged_and_split(small_package: Path) -> None:
    """References follow."""
    reading = reading_of(small_package)
    ida, mara = entity_id("Ida Brandt") or "", entity_id("Mara Quill") or ""
    lines = [*merged(reading, ida, mara, SIGNED, {})]
    found = applied(small_package, lines)
    assert found[f"entities {ida}"] == {"row": "gone"}
    assert found[f"quotes {quote_id('empty')}"] == {"speaker_id": mara}
    lines = split(reading_of(small_package), mara, ARTICLES[MILL], "Mara Brandt", SIGNED)
    assert any(cells.get("name") == "Mara Brandt" for cells in applied(small_package, lines).values())


IDA, MARA, OFFICE = (entity_id(name) or "" for name in ("Ida Brandt", "Mara Quill", "harbor office"))
Decision = Callable[[Path], object]


def wrong_span(exact: str, start: int = -1) -> Decision:
    """A decision that gives the words of a quote another place."""

    def decide(package: Path) -> object:
        item = item_of(package, "quotes", quote_id("roof"))
        judgement = Judgement({(*SPAN, "exact"): exact}, {SPAN: start})
        return judged(reading_of(package), item, judgement, SIGNED)

    return decide


def change(table: str, key: tuple[str, ...], field: str, value: str) -> Decision:
    """A decision that changes a value."""

    def decide(package: Path) -> object:
        item = item_of(package, *((root := root_of(table, key))[0], root[1][0]))
        return checked(judged(reading_of(package), item, Judgement({(table, key, field): value}), SIGNED))

    return decide


ROOF = (quote_id("roof"),)
WRONG: list[tuple[Decision, str]] = [
    (wrong_span("no such words"), "the text has 'no such words' 0 times, and not exactly once at this place; select"),
    (wrong_span("the", 0), "the text has 'the' "),
    (change("quotes", ROOF, "kind", "song"), "kind: new_value is 'song', none of speech, thought; see kind in docs"),
    (change("quotes", ROOF, "speaker_id", "x"), "speaker_id: new_value is 'x', which does not match"),
    (change("quotes", ROOF, "speaker_id", ""), "a named speaker needs speaker_id; choose the speaker, or another"),
    (change("quotes", ROOF, "method", "a@1"), "method of quotes is not judged with this row; change the other row"),
    (change("votes", (VOTE_ID,), "date", "May 2031"), "date: new_value is 'May 2031', which does not match"),
    (
        lambda package: judged(
            reading_of(package),
            item_of(package, "quotes", quote_id("roof")),
            Judgement(removed=[("quote_spans", (quote_id("ice"), "content", "1"))]),
            SIGNED,
        ),
        "is not a part of this row; withdraw the other row",
    ),
    (
        lambda package: merged(reading_of(package), "ent_none", entity_id("Ida Brandt") or "", SIGNED, {}),
        "there is no entity ent_none; choose a name from the list",
    ),
    (
        lambda package: merged(reading_of(package), IDA, OFFICE, SIGNED, {OFFICE: MARA, MARA: IDA}),
        "harbor office was merged into Ida Brandt before; undo that merge first",
    ),
    (
        lambda package: (
            merged(reading_of(package), IDA, OFFICE, SIGNED, {OFFICE: MARA, MARA: OFFICE})
            and merged(reading_of(package), MARA, IDA, SIGNED, {IDA: MARA})
        ),
        "Ida Brandt was merged into Mara Quill before; undo that merge first",
    ),
    (
        lambda package: split(reading_of(package), entity_id("Ida Brandt") or "", ARTICLES[FERRY], "Ida", SIGNED),
        "the article does not mention the entity",
    ),
]


@pytest.mark.parametrize(("decide", "message"), WRONG, ids=[message[:40] for _, message in WRONG])
def test_what_cannot_be_decided(decide: Decision, message: str, small_package: Path) -> None:
    """The reviewer learns at once, and not at the next conversion."""
    with pytest.raises(PackageError) as error:
        decide(small_package)
    assert message in str(error.value)


def test_what_was_decided_is_seen_again(small_package: Path) -> None:
    """A row is done when all its values were judged; a line by hand for one value is not a review."""
    item = item_of(small_package, "quotes", quote_id("barn"))
    status = ("quotes", item.key, "speaker_status")
    judge(small_package, "Nora Pell", item, Judgement({status: "anonymous"}))
    lines = Journal.of(small_package, "Nora Pell").lines()
    state = decided(item, reading_of(small_package), lines)
    assert (state.done, state.withdrawn, state.values[status], state.reason) == (True, False, "anonymous", "")
    assert not decided(item, reading_of(small_package), lines[:1]).done
    judge(small_package, "Nora Pell", item, wrong=True)
    state = decided(item, reading_of(small_package), read_lines(small_package)[0])
    assert (state.done, state.withdrawn, dict(state.values)) == (True, True, {})

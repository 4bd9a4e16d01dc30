"""Replaying corrections: what they change, what follows from it, what cannot be applied; and the package is valid."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.corrections import added_id, split_id
from onrecord.package.ids import make_id
from onrecord.package.own_tables import TABLES, data_path, own_tables
from onrecord.problems import sort_problems
from onrecord.validation import validate

from ...correcting import FILE, Line, changed, correction, read, replay_over, tables_of
from ...small_package import (
    FERRY,
    MILL,
    TEXTS,
    VOTE_ID,
    article_id,
    claim_id,
    edit_rows,
    entity_id,
    find,
    mention_id,
    quote_id,
    write_small_package,
)

BRANDT, QUILL, COUNCIL, MILL_ENTITY = (
    str(entity_id(name)) for name in ("Ida Brandt", "Mara Quill", "Ashgrove council", "old mill")
)
SPLIT_COUNCIL = split_id(COUNCIL, "Council of the mill")
ROOF, BARN, EMPTY, ICE = (quote_id(name) for name in ("roof", "barn", "empty", "ice"))
MILL_ARTICLE, FERRY_ARTICLE = article_id(MILL), article_id(FERRY)


def gone(
    table: str, row_id: str, reason: str, words: str, new_id: str = "", span: tuple[int, int] | None = None
) -> dict[str, str]:
    """A new row of id_changes."""
    row = {"row": "new", "table_name": table, "old_id": row_id, "new_id": new_id, "reason": reason, "words": words}
    if span:
        row |= {"article_id": MILL_ARTICLE, "words_start": str(span[0]), "words_end": str(span[1])}
    return {column: cell for column, cell in row.items() if cell}


CLAIM_1 = find(MILL, "the roof had not been repaired in a decade")
CASES: dict[str, tuple[list[Line], dict[str, dict[str, str]]]] = {
    "a name": (
        [correction("correct", "entities", BRANDT, "name", "Ida Brandt", "Ida Brandtner")],
        {f"entities {BRANDT}": {"name": "Ida Brandtner", "status": "corrected"}},
    ),
    "one cell twice, in the order of the lines": (
        [
            correction("correct", "entities", BRANDT, "role", "Mayor", "mayor"),
            correction("correct", "entities", BRANDT, "role", "mayor", "mayor of Ashgrove"),
        ],
        {f"entities {BRANDT}": {"role": "mayor of Ashgrove", "status": "corrected"}},
    ),
    "an empty cell is filled and a full one emptied": (
        [
            correction("correct", "entities", QUILL, "role", "", "member of the council"),
            correction("correct", "entities", BRANDT, "role", "Mayor", ""),
        ],
        {
            f"entities {QUILL}": {"role": "member of the council", "status": "corrected"},
            f"entities {BRANDT}": {"role": "", "status": "corrected"},
        },
    ),
    "a value that the row has already": (
        [correction("correct", "entities", BRANDT, "name", "Ida Brant", "Ida Brandt")],
        {f"entities {BRANDT}": {"status": "confirmed"}},
    ),
    "a cell is confirmed": (
        [correction("confirm", "quotes", ROOF, "speaker_id", BRANDT)],
        {f"quotes {ROOF}": {"status": "confirmed"}},
    ),
    "a row that is corrected and confirmed is corrected": (
        [
            correction("confirm", "entities", BRANDT, "name", "Ida Brandt"),
            correction("correct", "entities", BRANDT, "role", "Mayor", "mayor"),
            correction("confirm", "entities", BRANDT, "role", "mayor"),
        ],
        {f"entities {BRANDT}": {"role": "mayor", "status": "corrected"}},
    ),
    "who speaks: the claims of the quote follow, but nobody has judged them": (
        [correction("correct", "quotes", ROOF, "speaker_id", BRANDT, QUILL)],
        {
            f"quotes {ROOF}": {"speaker_id": QUILL, "status": "corrected"},
            f"claims {claim_id(1)}": {"claimant_id": QUILL},
        },
    ),
    "words of a part: the quote and its claim follow": (
        [
            correction("correct", "quote_spans", f"{EMPTY},source,1", "exact", "Mayor Ida Brandt", "Ida Brandt"),
            correction(
                "correct", "quote_spans", f"{EMPTY},content,2", "exact", "It will house forty families.", "house forty"
            ),
        ],
        {
            f"quote_spans {EMPTY},source,1": {
                "start": str(find(MILL, "Ida Brandt").start),
                "exact": "Ida Brandt",
                "status": "corrected",
            },
            f"quote_spans {EMPTY},content,2": {
                "start": str(find(MILL, "house forty").start),
                "end": str(find(MILL, "house forty").end),
                "exact": "house forty",
                "status": "corrected",
            },
            f"quotes {EMPTY}": {
                "text": "The mill has stood empty since 2009 … house forty",
                "end": str(find(MILL, "house forty").end),
                "status": "corrected",
            },
            f"claims {claim_id(0)}": {"claimant": "Ida Brandt"},
        },
    ),
    "what a claim says, against its words": (
        [
            correction("correct", "claims", claim_id(1), "negated", "true", "false"),
            correction("correct", "claims", claim_id(1), "certainty", "certain", "possible"),
        ],
        {f"claims {claim_id(1)}": {"negated": "false", "certainty": "possible", "status": "corrected"}},
    ),
    "a quote is withdrawn with its parts and claims": (
        [correction("withdraw", "quotes", ROOF, "text", "the roof had not been repaired in a decade")],
        {
            f"quotes {ROOF}": {"row": "gone"},
            **{f"quote_spans {ROOF},{role},1": {"row": "gone"} for role in ("content", "source", "cue")},
            f"claims {claim_id(1)}": {"row": "gone"},
            f"claim_entities {claim_id(1)},{MILL_ENTITY},mentioned": {"row": "gone"},
            f"id_changes quotes,{ROOF}": gone(
                "quotes", ROOF, "withdrawn", CLAIM_1.exact(TEXTS[MILL]), span=(CLAIM_1.start, CLAIM_1.end)
            ),
            f"id_changes claims,{claim_id(1)}": gone(
                "claims", claim_id(1), "withdrawn", CLAIM_1.exact(TEXTS[MILL]), span=(CLAIM_1.start, CLAIM_1.end)
            ),
        },
    ),
    "a row without an id is withdrawn": (
        [correction("withdraw", "vote_counts", f"{VOTE_ID},no", "value", "2")],
        {f"vote_counts {VOTE_ID},no": {"row": "gone"}},
    ),
    "a vote is withdrawn with its counts and positions": (
        [correction("withdraw", "votes", VOTE_ID, "result", "pass")],
        {
            f"votes {VOTE_ID}": {"row": "gone"},
            f"vote_counts {VOTE_ID},yes": {"row": "gone"},
            f"vote_counts {VOTE_ID},no": {"row": "gone"},
            f"vote_positions {VOTE_ID},Mara Quill": {"row": "gone"},
            f"id_changes votes,{VOTE_ID}": gone(
                "votes",
                VOTE_ID,
                "withdrawn",
                "The Ashgrove council voted 5-2 on Monday night to rezone the old mill, with Mara Quill voting no.",
                span=(find(MILL, "The Ashgrove council voted").start, find(MILL, "voting no.").end),
            ),
        },
    ),
    "the only mention of an entity is somebody else's: it leaves": (
        [
            correction("correct", "mentions", mention_id(7), "entity_id", str(entity_id("Neighbors")), COUNCIL),
            correction(
                "withdraw", "claim_entities", f"{claim_id(3)},{entity_id('Neighbors')},subject", "role", "subject"
            ),
        ],
        {
            f"mentions {mention_id(7)}": {"entity_id": COUNCIL, "status": "corrected"},
            f"claim_entities {claim_id(3)},{entity_id('Neighbors')},subject": {"row": "gone"},
            f"entities {entity_id('Neighbors')}": {"row": "gone"},
            f"id_changes entities,{entity_id('Neighbors')}": gone(
                "entities", str(entity_id("Neighbors")), "withdrawn", "Neighbors"
            ),
        },
    ),
    "an entity is merged: all that refers to it follows": (
        [correction("merge", "entities", QUILL, "name", "Mara Quill", BRANDT)],
        {
            f"entities {QUILL}": {"row": "gone"},
            f"entities {BRANDT}": {"aliases": "Mara Quill", "status": "corrected"},
            f"mentions {mention_id(4)}": {"entity_id": BRANDT},
            f"vote_positions {VOTE_ID},Mara Quill": {"voter_id": BRANDT},
            f"id_changes entities,{QUILL}": gone("entities", QUILL, "merged", "Mara Quill", BRANDT),
        },
    ),
    "merges in a row, and corrections in the words of before and after": (
        [
            correction("merge", "entities", QUILL, "name", "Mara Quill", BRANDT),
            correction("merge", "entities", BRANDT, "name", "Ida Brandt", COUNCIL),
            correction("confirm", "mentions", mention_id(4), "entity_id", QUILL),
            correction("confirm", "mentions", mention_id(5), "entity_id", COUNCIL),
        ],
        {
            f"entities {QUILL}": {"row": "gone"},
            f"entities {BRANDT}": {"row": "gone"},
            f"entities {COUNCIL}": {"aliases": "Ida Brandt | Mara Quill", "role": "Mayor", "status": "corrected"},
            f"mentions {mention_id(4)}": {"entity_id": COUNCIL, "status": "confirmed"},
            f"mentions {mention_id(5)}": {"entity_id": COUNCIL, "status": "confirmed"},
            f"mentions {mention_id(6)}": {"entity_id": COUNCIL},
            f"vote_positions {VOTE_ID},Mara Quill": {"voter_id": COUNCIL},
            f"quotes {EMPTY}": {"speaker_id": COUNCIL},
            f"quotes {ROOF}": {"speaker_id": COUNCIL},
            f"claims {claim_id(0)}": {"claimant_id": COUNCIL},
            f"claims {claim_id(1)}": {"claimant_id": COUNCIL},
            f"id_changes entities,{QUILL}": gone("entities", QUILL, "merged", "Mara Quill", COUNCIL),
            f"id_changes entities,{BRANDT}": gone("entities", BRANDT, "merged", "Ida Brandt", COUNCIL),
            f"id_changes entities,{make_id('entities', 'Mayor')}": {"new_id": COUNCIL},
        },
    ),
    "an entity is somebody else in one article, and leaves when it is nobody any more": (
        [correction("split", "entities", str(entity_id("Tarn Courier")), "article_id", FERRY_ARTICLE, "The Courier")],
        {
            f"entities {entity_id('Tarn Courier')}": {"row": "gone"},
            f"entities {split_id(str(entity_id('Tarn Courier')), 'The Courier')}": {
                "row": "new",
                "entity_id": split_id(str(entity_id("Tarn Courier")), "The Courier"),
                "name": "The Courier",
                "entity_type": "organization",
                "method": "corrections:split@1",
                "status": "corrected",
            },
            f"mentions {mention_id(11)}": {"entity_id": split_id(str(entity_id("Tarn Courier")), "The Courier")},
            f"quotes {ICE}": {"via_id": split_id(str(entity_id("Tarn Courier")), "The Courier")},
            f"id_changes entities,{entity_id('Tarn Courier')}": gone(
                "entities",
                str(entity_id("Tarn Courier")),
                "split",
                "Tarn Courier",
                split_id(str(entity_id("Tarn Courier")), "The Courier"),
            ),
        },
    ),
    "what was split off loses its only mention, and leaves": (
        [
            correction("split", "entities", COUNCIL, "article_id", MILL_ARTICLE, "Council of the mill"),
            correction("correct", "mentions", mention_id(0), "entity_id", SPLIT_COUNCIL, COUNCIL),
            correction("correct", "mentions", mention_id(2), "entity_id", SPLIT_COUNCIL, COUNCIL),
            correction("correct", "votes", VOTE_ID, "body_id", SPLIT_COUNCIL, COUNCIL),
        ],
        {
            f"mentions {mention_id(0)}": {"status": "corrected"},
            f"mentions {mention_id(2)}": {"status": "corrected"},
            f"votes {VOTE_ID}": {"status": "corrected"},
            f"id_changes entities,{SPLIT_COUNCIL}": gone("entities", SPLIT_COUNCIL, "withdrawn", "Council of the mill"),
        },
    ),
    "an entity and its mention are added, under names of the curator's own": (
        [
            correction("add", "entities", "river", "name", "", "Tarn river"),
            correction("add", "entities", "river", "entity_type", "", "place"),
            correction("add", "mentions", "the-river", "article_id", "", MILL_ARTICLE),
            correction("add", "mentions", "the-river", "entity_id", "", "river"),
            correction("add", "mentions", "the-river", "mention_type", "", "nominal"),
            correction("add", "mentions", "the-river", "exact", "", "the river"),
            correction("add", "mentions", "the-river", "zone", "", "body"),
            correction("confirm", "mentions", "the-river", "exact", "the river"),
        ],
        {
            f"entities {added_id('entities', 'river')}": {
                "row": "new",
                "entity_id": added_id("entities", "river"),
                "name": "Tarn river",
                "entity_type": "place",
                "method": "corrections:add@1",
                "status": "corrected",
            },
            f"mentions {added_id('mentions', 'the-river')}": {
                "row": "new",
                "mention_id": added_id("mentions", "the-river"),
                "article_id": MILL_ARTICLE,
                "entity_id": added_id("entities", "river"),
                "mention_type": "nominal",
                "start": str(find(MILL, "the river").start),
                "end": str(find(MILL, "the river").end),
                "exact": "the river",
                "zone": "body",
                "method": "corrections:add@1",
                "status": "corrected",
            },
        },
    ),
    "a quote is added with its parts, which make its text": (
        [
            correction("add", "quotes", "barn", "article_id", "", MILL_ARTICLE),
            correction("add", "quotes", "barn", "quote_type", "", "indirect"),
            correction("add", "quotes", "barn", "kind", "", "speech"),
            correction("add", "quotes", "barn", "speaker_id", "", str(entity_id("Neighbors"))),
            correction("add", "quotes", "barn", "speaker_status", "", "collective"),
            correction("add", "quote_spans", "barn,content,1", "exact", "", "it a “glass barn”"),
            correction("add", "quote_spans", "barn,cue,1", "exact", "", "call"),
        ],
        {
            f"quotes {added_id('quotes', 'barn')}": {
                "row": "new",
                "quote_id": added_id("quotes", "barn"),
                "article_id": MILL_ARTICLE,
                "quote_type": "indirect",
                "kind": "speech",
                "text": "it a “glass barn”",
                "speaker_id": str(entity_id("Neighbors")),
                "speaker_status": "collective",
                "cue": "call",
                "start": str(find(MILL, "it a “glass barn”").start),
                "end": str(find(MILL, "it a “glass barn”").end),
                "method": "corrections:add@1",
                "status": "corrected",
            },
            **{
                f"quote_spans {added_id('quotes', 'barn')},{role},1": {
                    "row": "new",
                    "quote_id": added_id("quotes", "barn"),
                    "role": role,
                    "ordinal": "1",
                    "article_id": MILL_ARTICLE,
                    "start": str(find(MILL, words).start),
                    "end": str(find(MILL, words).end),
                    "exact": words,
                    "method": "corrections:add@1",
                    "status": "corrected",
                }
                for role, words in (("content", "it a “glass barn”"), ("cue", "call"))
            },
        },
    ),
    "a claim is added, whose claimant is the speaker of its quote": (
        [
            correction("correct", "quotes", EMPTY, "speaker_id", BRANDT, QUILL),
            correction("add", "claims", "families", "article_id", "", MILL_ARTICLE),
            correction("add", "claims", "families", "quote_id", "", EMPTY),
            correction("add", "claims", "families", "exact", "", "It will house forty families"),
            correction("add", "claims", "families", "stance", "", "asserted"),
            correction("add", "claims", "families", "negated", "", "false"),
            correction("add", "claims", "families", "certainty", "", "certain"),
            correction("add", "claim_entities", f"families,{MILL_ENTITY},subject", "article_id", "", MILL_ARTICLE),
        ],
        {
            f"quotes {EMPTY}": {"speaker_id": QUILL, "status": "corrected"},
            f"claims {claim_id(0)}": {"claimant_id": QUILL},
            f"claims {added_id('claims', 'families')}": {
                "row": "new",
                "claim_id": added_id("claims", "families"),
                "article_id": MILL_ARTICLE,
                "text": "It will house forty families",
                "claimant_id": QUILL,
                "claimant": "Mayor Ida Brandt",
                "quote_id": EMPTY,
                "stance": "asserted",
                "negated": "false",
                "certainty": "certain",
                "start": str(find(MILL, "It will house forty families").start),
                "end": str(find(MILL, "It will house forty families").end),
                "exact": "It will house forty families",
                "method": "corrections:add@1",
                "status": "corrected",
            },
            f"claim_entities {added_id('claims', 'families')},{MILL_ENTITY},subject": {
                "row": "new",
                "claim_id": added_id("claims", "families"),
                "entity_id": MILL_ENTITY,
                "role": "subject",
                "article_id": MILL_ARTICLE,
                "method": "corrections:add@1",
                "status": "corrected",
            },
        },
    ),
    "a title": (
        [correction("correct", "articles", MILL_ARTICLE, "byline", "Nora Pell", "By Nora Pell")],
        {f"articles {MILL_ARTICLE}": {"byline": "By Nora Pell"}},
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_what_a_correction_changes(name: str, small_package: Path) -> None:
    """These cells and no others; the package is valid, and shows all that was said."""
    lines, cells = CASES[name]
    before = tables_of(small_package)
    assert replay_over(small_package, lines).problems == []
    assert changed(before, small_package) == cells
    assert list(validate(small_package)) == []


@pytest.mark.parametrize(
    ("line", "written"),
    [
        (correction("confirm", "entities", BRANDT, "name", "Ida Brandt"), {"entities"}),
        (correction("correct", "entities", BRANDT, "role", "Mayor", "mayor"), {"entities"}),
        (correction("merge", "entities", MILL_ENTITY, "name", "old mill", COUNCIL), set(TABLES)),
    ],
)
def test_tables_that_no_correction_touches_are_not_written(line: Line, written: set[str], small_package: Path) -> None:
    """A package may have millions of rows, and a correction is about one."""
    for name in TABLES:
        os.utime(small_package / data_path(name), (0, 0))
    assert replay_over(small_package, [line]).problems == []
    found = {name for name in TABLES if (small_package / data_path(name)).stat().st_mtime}
    assert found == written | {"id_changes"}


def test_a_claim_about_both_of_two_that_are_one(small_package: Path) -> None:
    """It is about one entity, once."""
    neighbors = str(entity_id("Neighbors"))

    def both(rows: list[dict[str, str]]) -> None:
        [row] = [row for row in rows if row["entity_id"] == neighbors]
        rows.append({**row, "entity_id": COUNCIL})

    edit_rows(small_package, "claim_entities", both)
    assert list(validate(small_package)) == []
    done = replay_over(small_package, [correction("merge", "entities", neighbors, "name", "Neighbors", COUNCIL)])
    assert done.problems == []
    about = [row["entity_id"] for row in read(small_package, "claim_entities") if row["claim_id"] == claim_id(3)]
    assert about == [COUNCIL, MILL_ENTITY]
    assert list(validate(small_package)) == []


NOBODY, NO_MENTION = make_id("entities", "nobody"), make_id("mentions", "none")
NOBODY_ELSE = make_id("entities", "nobody else")
REMEDY = "look at the row: if the correction still holds, update old_value; otherwise remove the line"


def without_row(line: int, row: str, field: str, table: str, lacking: str) -> str:
    """What is said of a line whose row, or the one that it names, does not exist."""
    message = f"{table} has no row {lacking}; the correction was not applied"
    remedy = "write the id of the row that you mean, or remove the line"
    return f"{FILE}:{line}: {row} {field}: {message}; {remedy} [correction-without-row]"


# Lines, what the conversion says of them, and the codes with which the validator does, where it is not the same.
UNFIT: dict[str, tuple[list[Line], list[str], list[str]]] = {
    "another value": (
        [correction("correct", "entities", BRANDT, "name", "Ida Brant", "Ida Brandtner")],
        [
            f"{FILE}:2: {BRANDT} name: old_value is 'Ida Brant', but the row now has 'Ida Brandt'; "
            f"the correction was not applied; {REMEDY} [correction-unfit]"
        ],
        [],
    ),
    "only the correction in the middle does not fit": (
        [
            correction("correct", "entities", BRANDT, "role", "Mayor", "mayor"),
            correction("correct", "entities", BRANDT, "role", "Mayor", "the mayor"),
            correction("correct", "entities", BRANDT, "role", "mayor", "mayor of Ashgrove"),
        ],
        [
            f"{FILE}:3: {BRANDT} role: old_value is 'Mayor', but the row now has 'mayor'; "
            f"the correction was not applied; {REMEDY} [correction-unfit]"
        ],
        ["correction-unfit"],
    ),
    "a confirmed value that has changed": (
        [correction("confirm", "quotes", ROOF, "speaker_id", QUILL)],
        [
            f"{FILE}:2: {ROOF} speaker_id: old_value is {QUILL!r}, but the row now has {BRANDT!r}; "
            f"the correction was not applied; {REMEDY} [correction-unfit]"
        ],
        [],
    ),
    "a row that says something else is not withdrawn": (
        [correction("withdraw", "quotes", ROOF, "text", "the roof leaks")],
        [
            f"{FILE}:2: {ROOF} text: old_value is 'the roof leaks', but the row now has "
            f"'the roof had not been repaired in a decade'; the correction was not applied; {REMEDY} [correction-unfit]"
        ],
        [],
    ),
    "rows that do not exist": (
        [
            correction("correct", "entities", NOBODY, "name", "Nobody", "Somebody"),
            correction("withdraw", "mentions", NO_MENTION, "exact", "nobody"),
            correction("merge", "entities", NOBODY, "name", "Nobody", BRANDT),
            correction("merge", "entities", BRANDT, "name", "Ida Brandt", NOBODY_ELSE),
            correction("split", "entities", NOBODY, "article_id", MILL_ARTICLE, "Somebody"),
        ],
        [
            without_row(2, NOBODY, "name", "entities", NOBODY),
            without_row(3, NO_MENTION, "exact", "mentions", NO_MENTION),
            without_row(4, NOBODY, "name", "entities", NOBODY),
            without_row(5, BRANDT, "name", "entities", NOBODY_ELSE),
            without_row(6, NOBODY, "article_id", "entities", NOBODY),
        ],
        [],
    ),
    "an entity that is not merged": (
        [correction("merge", "entities", QUILL, "name", "Mara Quail", BRANDT)],
        [
            f"{FILE}:2: {QUILL} name: old_value is 'Mara Quail', but the row now has 'Mara Quill'; "
            f"the correction was not applied; {REMEDY} [correction-unfit]"
        ],
        [],
    ),
    "an article that does not mention the entity": (
        [correction("split", "entities", QUILL, "article_id", FERRY_ARTICLE, "Mara Quill the younger")],
        [
            f"{FILE}:2: {QUILL} article_id: article {FERRY_ARTICLE} has no mention of 'Mara Quill'; the correction was "
            "not applied; write an article that mentions the entity, or remove the line [correction-unfit]"
        ],
        ["correction-unfit"],
    ),
    "words that do not occur there, or twice": (
        [
            correction("correct", "mentions", mention_id(3), "exact", "the old mill", "the new mill"),
            correction("correct", "mentions", mention_id(6), "exact", "She", "on"),
        ],
        [
            f"{FILE}:2: {mention_id(3)} exact: the text has 'the new mill' 0 times, and not exactly once at the place "
            "of the row; write words that occur there exactly once [correction-unfit]",
            f"{FILE}:3: {mention_id(6)} exact: the text has 'on' {TEXTS[MILL].count('on')} times, and not exactly once "
            "at the place of the row; write words that occur there exactly once [correction-unfit]",
        ],
        ["correction-not-applied", "correction-not-applied"],
    ),
    "rows that cannot be added": (
        [
            correction("add", "mentions", "one", "article_id", "", MILL_ARTICLE),
            correction("add", "mentions", "one", "exact", "", "the"),
            correction("add", "mentions", "two", "article_id", "", MILL_ARTICLE),
            correction("add", "mentions", "two", "exact", "", "the river"),
            correction("add", "vote_counts", f"{VOTE_ID},yes", "value", "", "6"),
            correction("add", "quotes", "empty", "article_id", "", MILL_ARTICLE),
            correction("add", "quotes", "empty", "quote_type", "", "direct"),
            correction("add", "quotes", "empty", "kind", "", "speech"),
            correction("add", "quotes", "empty", "speaker_status", "", "unknown"),
            correction("add", "quote_spans", "empty,cue,1", "exact", "", "call"),
        ],
        [
            f"{FILE}:2: one article_id: the text of article {MILL_ARTICLE} has 'the' {TEXTS[MILL].count('the')} times; "
            "the row was not added; write exact with words that occur once, or start with the offset of the occurrence "
            "that you mean [correction-unfit]",
            f"{FILE}:4: two article_id: the new row of mentions has no entity_id, mention_type, zone; it was not "
            "added; add a line for each of these columns [correction-invalid]",
            f"{FILE}:6: {VOTE_ID},yes value: vote_counts already has a row {VOTE_ID},yes; the correction was not "
            "applied; correct that row, or remove the lines [correction-unfit]",
            f"{FILE}:7: empty article_id: the new quote has no content; it was not added; add its quote_spans, with "
            "the role content [correction-invalid]",
        ],
        ["correction-not-applied"] * 10,
    ),
}


@pytest.mark.parametrize("name", UNFIT)
def test_corrections_that_do_not_fit_are_reported(name: str, small_package: Path) -> None:
    """The conversion names file, line, row and the value that it has now, and the validator does, too."""
    lines, message, codes = UNFIT[name]
    done = replay_over(small_package, lines)
    assert [str(problem) for problem in sort_problems(done.problems)] == message
    found = list(validate(small_package))
    if codes:
        assert [problem.code for problem in found] == codes
    else:
        assert [str(problem) for problem in found] == message


@pytest.mark.parametrize("action", ["confirm", "correct"])
def test_a_speaker_who_is_withdrawn_is_not_confirmed(action: str, small_package: Path) -> None:
    """The cell becomes empty, whichever line comes first, and the line that says otherwise is reported."""
    office = str(entity_id("harbor office"))
    new = {"confirm": "", "correct": office}[action]
    speakers = {row["quote_id"]: row["speaker_id"] for row in read(small_package, "quotes")}
    quote, old = next((key, who) for key, who in speakers.items() if who and (who == office) is (action == "confirm"))
    lines = [
        correction("withdraw", "entities", office, "name", "harbor office"),
        correction(action, "quotes", quote, "speaker_id", old, new),
    ]
    for order in (lines, lines[::-1]):
        package = write_small_package(small_package.with_name(f"at{order.index(lines[0])}"))
        [problem] = replay_over(package, order).problems
        assert (problem.code, problem.line, problem.value) == ("correction-unfit", order.index(lines[1]) + 2, "")
        found = [problem.line for problem in validate(package) if problem.code.startswith("correction-")]
        assert found == [problem.line]


def test_the_other_lines_are_applied(small_package: Path) -> None:
    """One line that does not fit keeps none of the others from it."""
    before = tables_of(small_package)
    lines = [
        correction("correct", "entities", BRANDT, "name", "Ida Brant", "Ida Brandtner"),
        correction("correct", "entities", BRANDT, "role", "Mayor", "mayor"),
        correction("withdraw", "mentions", NO_MENTION, "exact", "nobody"),
    ]
    replay_over(small_package, lines)
    assert changed(before, small_package) == {f"entities {BRANDT}": {"role": "mayor", "status": "corrected"}}


def test_where_equal_words_are_meant(small_package: Path) -> None:
    """The offset tells, as long as the words stand there."""
    second = find(MILL, "the", 3)
    lines = [
        correction("add", "mentions", "one", field, "", value)
        for field, value in {
            "article_id": MILL_ARTICLE,
            "exact": "the",
            "start": str(second.start),
            "entity_id": MILL_ENTITY,
            "mention_type": "nominal",
            "zone": "body",
        }.items()
    ]
    assert replay_over(small_package, lines).problems == []
    [row] = [row for row in read(small_package, "mentions") if row["exact"] == "the"]
    assert (row["start"], row["end"]) == (str(second.start), str(second.end))
    assert list(validate(small_package)) == []


CELLS = [("entities", "name"), ("entities", "role"), ("quotes", "kind"), ("quotes", "speaker_id"), ("votes", "motion")]
CELLS += [("mentions", "entity_id"), ("mentions", "exact"), ("quote_spans", "exact"), ("claims", "certainty")]
CELLS += [("vote_counts", "value"), ("vote_positions", "voter_id"), ("claim_entities", "role")]


@st.composite
def lines_of(draw: st.DrawFn, tables: dict[str, list[dict[str, str]]]) -> Line:
    """A line on a row that is there, mostly with the value that it has, and one that stands elsewhere in its column."""
    table, field = draw(st.sampled_from(CELLS))
    rows = tables[table]
    row, other = draw(st.sampled_from(rows)), draw(st.sampled_from(rows))
    key = ",".join(row[column] for column in own_tables()[table].primary_key)
    old = row[field] if draw(st.integers(0, 3)) else other[field]
    match draw(st.sampled_from(["correct", "confirm", "withdraw", "merge", "split"])):
        case "correct":
            return correction("correct", table, key, field, old, other[field])
        case "merge":
            one, two = draw(st.sampled_from(tables["entities"])), draw(st.sampled_from(tables["entities"]))
            return correction("merge", "entities", one["entity_id"], "name", one["name"], two["entity_id"])
        case "split":
            one, article = draw(st.sampled_from(tables["entities"])), draw(st.sampled_from(tables["articles"]))
            return correction("split", "entities", one["entity_id"], "article_id", article["article_id"], "Another")
        case action:
            return correction(action, table, key, field, old)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_none_is_dropped_in_silence(data: st.DataObject, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Whatever is corrected: the lines that could not be applied are those that the validator reports.

    But for those whose wish the table meets all the same, and of rows that have left it by other lines.
    """
    package = write_small_package(tmp_path_factory.mktemp("any") / "small")
    lines = data.draw(st.lists(lines_of(tables_of(package)), min_size=1, max_size=5))
    message = {problem.line for problem in replay_over(package, lines).problems}
    found = {problem.line for problem in validate(package) if problem.code.startswith("correction-")}
    assert found <= message
    for action, table, key, field, old, new, *_ in (lines[number - 2] for number in message - found):
        columns = own_tables()[table].primary_key
        now = [row[field] for row in read(package, table) if ",".join(row[column] for column in columns) == key]
        assert now == [] or (action, now) in [("correct", [new]), ("confirm", [old])]

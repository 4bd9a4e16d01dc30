"""Row ids: what they are made of, and what leaves them as they are."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.building.entity_resolution import Registry
from onrecord.building.previous import PreviousTables
from onrecord.building.rows import entity_rows, extraction_rows
from onrecord.building.vote_linking import VoteEvents
from onrecord.corrections import Corrections
from onrecord.extraction.values import Claim, Count, Entity, Extraction, Mention, Position, Quote, Vote
from onrecord.ingestion import Article, Facts, Zone
from onrecord.ingestion.layout import lay_out
from onrecord.package.ids import PREFIXES, IdMinter, fold, make_id
from onrecord.text.spans import Span


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("No Barge", "no barge"),
        ("“No” «or» „yes“", '"no" "or" "yes"'),
        ("the members’ ‘vote’ ‚now‘", "the members' 'vote' 'now'"),
        ("  no\r\n\tmore\u00a0\u2009barges ", "no more barges"),
        ("Cafe\u0301 Zoë", "café zoë"),
        ("STRASSE Straße", "strasse strasse"),
        ("🚢", "🚢"),
        ("", ""),
    ],
)
def test_folding(text: str, folded: str) -> None:
    """Case, the form of quotation marks, the kind of blanks and the composition of letters mean nothing."""
    assert fold(text) == folded


@given(st.text())
def test_composition_means_nothing(text: str) -> None:
    """A text decomposed, as some systems store it, folds as the composed one."""
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


def test_ids_are_those_of_all_releases() -> None:
    """A release must be comparable to the previous release: these ids may never change."""
    assert make_id("articles", "https://example.org/a") == "art_bite6if52t4cbdwr"
    assert make_id("entities", "person", "ida brandt") == "ent_z2k3aj3mwex3o52c"
    assert IdMinter("art_a").mint("quotes", "direct", "No  “Barge”") == "quo_vhupuovatpnopm6s"


def test_ids_that_are_taken_are_passed_over() -> None:
    """The next number is tried; the number after that belongs to another row."""
    plain = IdMinter("art_a")
    first, second, third = (plain.mint("quotes", "direct", "No") for _ in range(3))
    minter = IdMinter("art_a", {first, third})
    fourth = IdMinter("art_a", {first, second, third}).mint("quotes", "direct", "No")
    assert [minter.mint("quotes", "direct", "No") for _ in range(2)] == [second, fourth]


@pytest.mark.parametrize("table", PREFIXES)
@given(parts=st.lists(st.one_of(st.text(st.characters(exclude_categories=["Cs"])), st.integers())))
def test_an_id_is_never_taken_for_a_number(table: str, parts: list[str | int]) -> None:
    """A letter prefix and 16 characters of base32, whatever the parts."""
    assert re.fullmatch(rf"{PREFIXES[table]}_[a-z2-7]{{16}}", make_id(table, *parts))


def test_parts_do_not_run_together() -> None:
    """The same letters divided otherwise, or of another table, make another id."""
    ids = {make_id("quotes", *parts) for parts in [("ab", "c"), ("a", "bc"), ("abc",), ("abc", "")]}
    assert len(ids | {make_id("claims", "abc")}) == 5


def test_what_tells_rows_apart() -> None:
    """Article, table, role, text and the number of the occurrence: each makes another id."""
    minter = IdMinter("art_a")
    ids = [
        minter.mint("mentions", "named", "Brandt"),
        minter.mint("mentions", "named", "BRANDT"),
        minter.mint("mentions", "named", "Quill"),
        minter.mint("mentions", "nominal", "Brandt"),
        minter.mint("quotes", "named", "Brandt"),
        IdMinter("art_b").mint("mentions", "named", "Brandt"),
    ]
    assert len(set(ids)) == len(ids)


@given(st.lists(st.sampled_from("abc")), st.lists(st.sampled_from("xyz")), st.randoms())
def test_other_texts_change_no_id(kept: list[str], added: list[str], random: Random) -> None:
    """The k-th occurrence of a text keeps its id whatever other texts come between."""
    mixed = list(added)
    for position, word in enumerate(kept):
        mixed.insert(random.randint(position, len(mixed)), word)
    minter = IdMinter("art_a")
    ids = [(word, minter.mint("quotes", "direct", word)) for word in mixed]
    again = IdMinter("art_a")
    assert sorted(pair for pair in ids if pair[0] in "abc") == sorted(
        (word, again.mint("quotes", "direct", word)) for word in kept
    )


OPENING = "The barge sank again.\n\n"
TEXT = (
    "Ashgrove bans barges\n\n"
    "{}"
    "The council of Ashgrove voted 5-2 to ban barges. “No more,” said Ida Brandt. Brandt said that the barge sank."
)
METHOD = "test@1"


def read(text: str, article_id: str = "art_a") -> list[tuple[str, dict[str, object]]]:
    """The rows of one vote, one quote, two claims and five mentions in a text that has `TEXT`'s words."""

    def at(words: str, occurrence: int = 1) -> Span:
        *_, match = (match for match, _ in zip(re.finditer(words, text), range(occurrence), strict=False))
        return Span(*match.span())

    council, brandt, ashgrove = 0, 1, 2
    mentions = [
        Mention(at("Ashgrove"), "named", ashgrove, Zone.HEADLINE, METHOD),
        Mention(at("The council"), "nominal", council, Zone.BODY, METHOD),
        Mention(at("Ashgrove", 2), "named", ashgrove, Zone.BODY, METHOD),
        Mention(at("Ida Brandt"), "named", brandt, Zone.BODY, METHOD),
        Mention(at("Brandt", 2), "named", brandt, Zone.BODY, METHOD),
    ]
    quote = Quote("direct", "speech", (at("No more"),), at("Ida Brandt"), at("said"), brandt, "named", None, METHOD)
    vote = Vote(
        span=at("The council.*?barges."),
        body=council,
        motion=at("ban barges"),
        motion_type=None,
        result="pass",
        voting_method="unknown",
        unanimous=False,
        date_text=None,
        date_basis=None,
        date=None,
        counts=(Count("yes", 5, "count", at("5"), METHOD), Count("no", 2, "count", at("2"), METHOD)),
        positions=(Position(at("Ida Brandt"), brandt, "yes", at("Ida Brandt"), METHOD),),
        method=METHOD,
    )
    claims = [
        Claim((at("No more"),), brandt, None, 0, "asserted", True, "certain", (), METHOD),
        Claim(
            (at("the barge sank"),), brandt, None, None, "asserted", False, "certain", ((ashgrove, "object"),), METHOD
        ),
    ]
    entities = (
        Entity(council, "council of Ashgrove", "organization", None, False, METHOD),
        Entity(brandt, "Ida Brandt", "person", None, True, METHOD),
        Entity(ashgrove, "Ashgrove", "place", None, True, METHOD),
    )
    article = Article(article_id, "seeds/a.txt", text, "0" * 64, Facts(), lay_out(text))
    extraction = Extraction(entities, tuple(mentions), (quote,), (vote,), tuple(claims))
    registry, events = Registry(), VoteEvents()
    shared = registry.identify(article_id, extraction.entities)
    nothing_before = PreviousTables(Path("no such folder"), Corrections(), {})

    def link(vote: Vote, vote_id: str) -> str:
        return events.identify(vote, vote_id, "ban barges", None, shared.get(council))

    rows = list(extraction_rows(article, extraction, shared, nothing_before, link))
    return [*rows, *(("entities", row) for row in entity_rows(registry))]


def test_an_edit_elsewhere_changes_offsets_and_nothing_else() -> None:
    """When a paragraph is put before all others, every id and every reference stays."""

    def without_offsets(text: str) -> list[tuple[str, dict[str, object]]]:
        return [(table, {k: v for k, v in row.items() if k not in {"start", "end"}}) for table, row in read(text)]

    before, after = TEXT.format(""), TEXT.format(OPENING)
    assert without_offsets(before) == without_offsets(after)
    moved = [
        (old["start"], new["start"])
        for (_, old), (_, new) in zip(read(before), read(after), strict=True)
        if "start" in old and old["start"] != 0
    ]
    assert {new - old for old, new in moved} == {len(OPENING)}  # type: ignore[operator]


def test_articles_share_what_a_name_settles() -> None:
    """A full name and a place mean the same in any article; a description means something else in each."""

    def ids(article_id: str) -> dict[object, object]:
        rows = read(TEXT.format(""), article_id)
        return {row["name"]: row["entity_id"] for table, row in rows if table == "entities"}

    one, two = ids("art_a"), ids("art_b")
    assert {name for name in one if one[name] == two[name]} == {"Ida Brandt", "Ashgrove"}
    assert one.keys() == two.keys() == {"Ida Brandt", "Ashgrove", "council of Ashgrove"}

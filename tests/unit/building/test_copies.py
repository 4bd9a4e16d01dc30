"""Copies: families of articles, the whole rows on how they are related, and the stories that they tell."""

from __future__ import annotations

import dataclasses
import random
import re

import pytest

from onrecord.building import copies
from onrecord.building.copies import Compared, Imprint, Relation, Sketch, relate, stories
from onrecord.building.sketching import sketch
from onrecord.ingestion.bodies import body_words
from onrecord.ingestion.layout import lay_out
from onrecord.package.ids import make_id

# Paragraphs of about thirty words.
LEAD = (
    "The harbor board of Saltmere voted 6-1 on Tuesday to close the old ferry pier for good, after divers found that "
    "the piles under its northern half had been eaten away by shipworm over two winters."
)
REST = [
    "“Nobody is going to walk on that deck again while I am responsible for it,” said Tilda Rask, who has led the "
    "board since the flood and has asked for a new pier in every budget.",
    "The single vote against came from Oren Pike, a boatbuilder, who said that a temporary deck of steel would have "
    "cost a tenth of the new pier and carried passengers until the autumn of next year.",
    "About nine hundred people cross the bay each day, most of them to work at the cannery; the company said it would "
    "run two buses around the head of the bay, a detour of fifty minutes.",
    "The board will hear offers for the new pier in June. An engineer hired by the county put the price at between "
    "four and five million, without the dredging that the state has promised to pay for.",
    "Fishermen who moor at the southern half may stay until the end of the season, the board said, and will then be "
    "given berths behind the ice house at the same rent as before.",
]
# Other reports of the same vote: no sentence is the same, but a quote.
ELSEWHERE = [
    "After forty years the ferry pier is finished. Board members needed only twenty minutes on Tuesday evening before "
    "six of the seven raised their hands in a room that smelled of wet wool and coffee.",
    "“Nobody is going to walk on that deck again while I am responsible for it,” said Tilda Rask.",
    "For Lena Holt, who sells soup at the landing, the decision means looking for another place before winter. She has "
    "stood there since her mother gave up the stall, and her customers come by boat.",
    "Shipworm is no worm but a clam, and it likes warm water. Biologists at the field station have seen it spread "
    "north along the coast for a decade, one harbor after the other.",
]
ALSO = [
    "A crossing that has been made every day since the war will not be made this summer, if the harbor board has its "
    "way, and it usually has, whatever the cannery and its workers may think of that.",
    "Pike, the only member to vote no, spread drawings of a steel deck over the table and was thanked for his trouble "
    "by colleagues who did not look at them for long before they moved on.",
    "Commuters on the last boat were calmer. “We will drive, then,” one of them said, and went back to her book while "
    "the lights of the pier came nearer in the rain.",
    "The mayor, who has no seat on the board, wrote to the governor on Wednesday and asked for money from the fund "
    "that pays for bridges after storms.",
]
LOCAL = (
    "In Ashgrove, whose own pier was built by the same firm in the same year, the council wants divers to look at it "
    "before Easter, Mayor Ida Brandt said on Wednesday."
)
HEAD, FOOT = (
    "Welcome to the garden column, in which our readers ask and Nora Pell, who has grown leeks on the windy side of "
    "the bay for thirty years, answers as well as she can.",
    "Do you have a question for Nora? Write to her at the usual address, or put a note into the box at the seed shop "
    "on Mill Street, and she will answer as many as the page can hold.",
)
LEEKS = [
    "A reader from Tarn asks why her leeks run to seed in June. They have had a cold week, Nora writes, and take it "
    "for a winter, so that sowing a fortnight later is all that she needs to do.",
    "Another has slugs, and has tried beer, sand and copper. Go out at night with a lamp, is the answer, for a week, "
    "and then again when it has rained, and give what you find to the hens.",
]
PEARS = [
    "The old pear by the chapel has borne nothing for three summers, writes a man from Ashgrove. It has no partner "
    "since the storm took its neighbor, and a branch in a bucket at blossom time will do for a start.",
    "Someone wants to move a quince. She may, Nora thinks, if she digs a trench around it now, fills it with leaf "
    "mold, and waits for two years before she lifts it out of the ground.",
]


def article(name: str, paragraphs: list[str], front: str = "Pier closes", **facts: str) -> Imprint:
    """An article as its text is read."""
    text = "\n\n".join([front, *paragraphs]) + "\n"
    layout = lay_out(text)
    credit = layout.credit.exact(text) if layout.credit else ""
    byline = layout.byline.exact(text) if layout.byline else ""
    return Imprint(make_id("articles", name), sketch(text, layout), **{"credit": credit, "byline": byline} | facts)


# What an agency wrote, and what three outlets made of it.
AGENCY = article("agency", [f"SALTMERE (WNA) — {LEAD}", *REST], publisher="Western News Agency", published="2031-05-13")
VERBATIM = article(
    "verbatim",
    [f"SALTMERE (WNA) -- {LEAD}", *(words.replace("“", '"').replace("”", '"') for words in REST)],
    "Board shuts ferry pier in Saltmere",
    publisher="The Tarn Courier",
    published="2031-05-14",
)
SHORTENED = article(
    "shortened",
    [f"SALTMERE (WNA) — {LEAD}", *REST[:1]],
    "Ferry pier shut",
    publisher="The Ashgrove Ledger",
    published="2031-05-14",
)
EXTENDED = article(
    "extended",
    [LEAD, REST[0], LOCAL, *REST[1:]],
    "Saltmere loses its pier\n\nBy Ida Brandt and the Western News Agency",
    publisher="Ashgrove Today",
    published="2031-05-14",
)
FIRST = article("first", [LEAD, *REST], publisher="The Saltmere Herald", published="2031-05-13")
SECOND = article(
    "second",
    [f"{LEAD} A boy was rescued from the pier on Wednesday.", *REST[:4], LOCAL],
    publisher="The Saltmere Herald",
    published="2031-05-15",
)
OTHER, THIRD = (
    article(name, paragraphs, publisher=publisher, published="2031-05-14")
    for name, paragraphs, publisher in (
        ("other", ELSEWHERE, "The Bay Gazette"),
        ("third", ALSO, "The Tarn Courier"),
    )
)
COLUMNS = [
    article(name, [HEAD, *own, FOOT], "In the garden", publisher="The Tarn Courier", published=day)
    for name, own, day in (("leeks", LEEKS, "2031-05-03"), ("pears", PEARS, "2031-05-10"))
]


def pairs(found: list[Relation]) -> set[tuple[str, str, str, str]]:
    """Rows without their shares, which are tested by themselves."""
    return {(row.article_id, row.relation, row.related_id, row.method) for row in found}


def linked(found: list[Relation]) -> list[tuple[str, str]]:
    """The ids of the articles of each row."""
    return [(row.article_id, row.related_id) for row in found]


def undirected(one: Imprint, other: Imprint, relation: str, method: str) -> tuple[str, str, str, str]:
    """The row of two articles without a direction."""
    first, second = sorted((one.article_id, other.article_id))
    return first, relation, second, method


def test_agency_copy_leads_to_the_agency() -> None:
    """In the same words, shortened and with a paragraph more; by credit, or by the byline."""
    found = relate([AGENCY, VERBATIM, SHORTENED, EXTENDED])
    same = min(AGENCY, VERBATIM, key=lambda each: each.article_id)
    assert pairs(found) == {
        undirected(AGENCY, VERBATIM, "same_text", "copies:same@1"),
        undirected(same, SHORTENED, "near_duplicate", "copies:containment@1"),
        undirected(same, EXTENDED, "near_duplicate", "copies:likeness@1"),
        undirected(SHORTENED, EXTENDED, "near_duplicate", "copies:containment@1"),
        (VERBATIM.article_id, "syndicated_from", AGENCY.article_id, "copies:credit@1"),
        (SHORTENED.article_id, "syndicated_from", AGENCY.article_id, "copies:credit@1"),
        (EXTENDED.article_id, "syndicated_from", AGENCY.article_id, "copies:byline@1"),
    }
    assert (
        len(set(stories([each.article_id for each in (AGENCY, VERBATIM, SHORTENED, EXTENDED)], linked(found)).values()))
        == 1
    )


def shares(one: Imprint, other: Imprint) -> tuple[float, float]:
    """Likeness and containment, counted in the words themselves."""
    runs = [
        {tuple(words[place : place + 4]) for place in range(len(words) - 3)}
        for words in (WORDS[each.article_id] for each in (one, other))
    ]
    shared = len(runs[0] & runs[1])
    return round(shared / len(runs[0] | runs[1]), 2), round(shared / min(map(len, runs)), 2)


WORDS = {
    AGENCY.article_id: re.findall(r"\w+", " ".join([LEAD, *REST]).lower()),
    SHORTENED.article_id: re.findall(r"\w+", " ".join([LEAD, *REST[:1]]).lower()),
    EXTENDED.article_id: re.findall(r"\w+", " ".join([LEAD, REST[0], LOCAL, *REST[1:]]).lower()),
}


@pytest.mark.parametrize("other", [SHORTENED, EXTENDED], ids=["shortened", "extended"])
def test_shares_are_those_of_the_words(other: Imprint) -> None:
    """Texts with fewer runs than a sketch keeps are compared exactly."""
    [row] = [row for row in relate([AGENCY, other]) if row.relation == "near_duplicate"]
    assert (row.likeness, row.containment) == shares(AGENCY, other)


def test_a_later_version_updates_the_earlier() -> None:
    """By the same publisher, later, and with most of it."""
    found = relate([SECOND, FIRST])
    assert pairs(found) == {
        undirected(FIRST, SECOND, "near_duplicate", "copies:likeness@1"),
        (SECOND.article_id, "updates", FIRST.article_id, "copies:contained@1"),
    }


def test_reports_of_one_vote_and_columns_with_one_frame_are_no_copies() -> None:
    """They share a quote, and the first and the last paragraph."""
    articles = [AGENCY, OTHER, THIRD, *COLUMNS]
    found = relate(articles)
    assert found == []
    of = stories([each.article_id for each in articles], linked(found))
    assert of == {each.article_id: make_id("stories", each.article_id) for each in articles}


UNDATED, NAMELESS = {"published": ""}, {"publisher": ""}


@pytest.mark.parametrize(
    ("mine", "theirs", "expected"),
    [
        # The agency is named by its initials, by the first word of its name, by a credit of two, by the outlet's name.
        ({"credit": "WNA"}, {"publisher": "Western News Agency"}, "copies:credit@1"),
        ({"credit": "Westpress"}, {"publisher": "Westpress News Agency"}, "copies:credit@1"),
        ({"credit": "Eastpress/WNA"}, {"publisher": "WNA"}, "copies:credit@1"),
        ({"credit": "Bay Gazette"}, {"publisher": "The Bay Gazette"}, "copies:credit@1"),
        ({"byline": "Nora Pell, Bay Gazette"}, {"publisher": "The Bay Gazette"}, "copies:byline@1"),
        ({"credit": "WNA", **UNDATED}, {"publisher": "WNA"}, "copies:credit@1"),
        # The other is later, another outlet, of an unknown publisher, or only credits the same agency.
        ({"credit": "WNA", "published": "2031-05-12"}, {"publisher": "WNA"}, None),
        ({"credit": "WNA"}, {"publisher": "Eastpress"}, None),
        ({"credit": "WNA"}, NAMELESS, None),
        ({"credit": "WNA"}, {"publisher": "The Bay Gazette", "credit": "WNA"}, None),
        ({"credit": "Bay"}, {"publisher": "The Bay Gazette"}, None),
        ({"publisher": "WNA", "credit": "WNA"}, {"publisher": "WNA"}, None),
        ({}, {"publisher": "WNA"}, None),
    ],
)
def test_a_source_needs_a_name(mine: dict[str, str], theirs: dict[str, str], expected: str | None) -> None:
    """What an article came from follows from a name and from dates that allow it, else it stays open."""
    own, other = (
        dataclasses.replace(each, publisher="The Tarn Courier", credit="", byline="", published="2031-05-13")
        for each in (SHORTENED, FIRST)
    )
    own, other = dataclasses.replace(own, **mine), dataclasses.replace(other, **theirs)
    found = [row for row in relate([own, other]) if row.relation == "syndicated_from"]
    row = Relation(own.article_id, other.article_id, "syndicated_from", *shares(SHORTENED, AGENCY), expected or "")
    assert found == ([row] if expected else [])


@pytest.mark.parametrize(
    ("line", "outlets"),
    [
        ("This article was originally published by The Tarn Courier.", ("The Tarn Courier",)),
        ("This story first appeared in the Bay Gazette and is used with permission.", ("the Bay Gazette",)),
        ("It is republished from Pier Review under a license.", ("Pier Review",)),
        ("Reprinted with permission from the Journal of Piers, May 2031.", ("the Journal of Piers",)),
        ("The report was published on Tuesday by the board.", ()),
        ("The list first appeared in a drawer.", ()),
    ],
)
def test_a_text_may_name_where_it_is_from(line: str, outlets: tuple[str, ...]) -> None:
    """The words around the name are listed, and the name is one."""
    copy = article("copy", [LEAD, *REST, line])
    assert copy.sketch.sources == outlets


def test_a_text_that_names_its_source_leads_there() -> None:
    """No agency is needed."""
    line = "This article was first published by The Saltmere Herald."
    copy = article("copy", [LEAD, *REST, line], publisher="The Tarn Courier", published="2031-05-20")
    [row] = [row for row in relate([copy, FIRST]) if row.relation == "syndicated_from"]
    assert (row.article_id, row.related_id, row.method) == (copy.article_id, FIRST.article_id, "copies:republished@1")


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("UPDATE 2-Board closes pier", 2),
        ("Updated: Board closes pier", 1),
        ("[UPDATED] Board closes pier", 1),
        ("(Adds quote from Rask)", 1),
        ("Updated May 14, 2031, 3:05 p.m.", 1),
        ("Editor’s note: This story has been updated with a quote.", 1),
        ("Updated rules for piers are out", 0),
        ("Update your address book, said Rask", 0),
        ("Board closes pier", 0),
    ],
)
def test_a_line_may_say_that_the_article_is_an_update(line: str, number: int) -> None:
    """At the top, or at the end."""
    assert article("a", [line, LEAD, *REST]).sketch.update == number
    assert article("b", [LEAD, *REST, line]).sketch.update == number


@pytest.mark.parametrize(
    ("mine", "theirs", "expected"),
    [
        ({"published": "2031-05-13T11:00:00Z"}, {"published": "2031-05-13T12:00:00+02:00"}, "copies:contained@1"),
        ({"updated": "2031-05-14"}, {}, "copies:contained@1"),
        # On one day, of another publisher or of none; of another part of the month.
        ({}, {}, None),
        ({"published": "2031-05-13T11:00:00"}, {"published": "2031-05-13T10:00:00Z"}, None),
        ({"published": "2031-05-14"}, {"publisher": "The Bay Gazette"}, None),
        ({"published": "2031-05-14", **NAMELESS}, NAMELESS, None),
        ({"published": "2031-06"}, {}, None),
    ],
)
def test_an_update_needs_a_publisher_and_a_time(
    mine: dict[str, str], theirs: dict[str, str], expected: str | None
) -> None:
    """Which of two versions is later follows from their dates, else it stays open."""
    own = dataclasses.replace(SECOND, published="2031-05-13", **{})
    own, other = dataclasses.replace(own, **mine), dataclasses.replace(FIRST, **theirs)
    found = [row for row in relate([own, other]) if row.relation == "updates"]
    assert [(row.article_id, row.related_id, row.method) for row in found] == (
        [(own.article_id, other.article_id, expected)] if expected else []
    )


def test_a_marked_update_needs_no_date() -> None:
    """The higher number is the later version; each updates the one before it."""
    versions = [
        article(f"v{number}", [LEAD, *REST, f"A line that was new in version {number}, and no longer."], front)
        for number, front in enumerate(("Pier closes", "UPDATE 1-Pier closes", "UPDATE 2-Pier closes"))
    ]
    versions = [dataclasses.replace(each, publisher="Eastpress") for each in versions]
    found = [row for row in relate(versions) if row.relation == "updates"]
    ids = [each.article_id for each in versions]
    assert {(row.article_id, row.related_id, row.method) for row in found} == {
        (ids[1], ids[0], "copies:marker@1"),
        (ids[2], ids[1], "copies:marker@1"),
    }


def test_the_order_of_the_articles_does_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor does how many hashes are sorted at once."""
    articles = [AGENCY, VERBATIM, SHORTENED, EXTENDED, FIRST, SECOND, OTHER, THIRD, *COLUMNS]
    found = relate(articles)
    assert found == sorted(found)
    for seed in range(5):
        assert relate(random.Random(seed).sample(articles, len(articles))) == found
    monkeypatch.setattr(copies, "_BATCH", 100)
    assert relate(articles) == found


def test_what_an_earlier_run_knew_does_not_matter() -> None:
    """Articles come and go; each run compares only the pairs that the run before did not know."""
    articles = [AGENCY, VERBATIM, SHORTENED, EXTENDED, FIRST, SECOND, OTHER, THIRD, *COLUMNS]
    known, chance = Compared(), random.Random(7)
    for _ in range(30):
        some = chance.sample(articles, chance.randint(0, len(articles)))
        assert relate(some, known) == relate(some)
    relate(articles, known)
    before = dataclasses.replace(known)
    assert before.pairs
    relate(articles, known)
    assert known == before


def test_pairs_that_are_known_are_not_compared_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only those with the new article are."""
    articles = [AGENCY, VERBATIM, SHORTENED, FIRST, SECOND]
    known, compared = Compared(), list[set[str]]()
    shares = copies.shares_of

    def noted(one: Sketch, other: Sketch) -> tuple[int, int]:
        compared.append({one.digest, other.digest})
        return shares(one, other)

    monkeypatch.setattr(copies, "shares_of", noted)
    relate(articles, known)
    assert compared
    compared.clear()
    found = relate([*articles, EXTENDED], known)
    assert compared
    assert all(EXTENDED.sketch.digest in pair for pair in compared)
    assert found == relate([*articles, EXTENDED])


def test_a_large_family_is_one_story_in_few_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neighbors in time are compared, and the most alike are listed; all are in one story."""
    monkeypatch.setattr(copies, "_WINDOW", 4)
    monkeypatch.setattr(copies, "_MOST", 3)
    family = [
        article(f"number {number}", [LEAD, *REST, f"Number {number} of many was printed."], published="2031-05-14")
        for number in range(60)
    ]
    found = relate(family)
    assert len(found) < 60 * 4
    assert len(set(stories([each.article_id for each in family], linked(found)).values())) == 1


def test_a_sketch_is_stored_as_a_flat_tuple() -> None:
    """Integers and strings, and the same sketch comes back."""
    own = article(
        "copy", [LEAD, *REST, "This article first appeared in the Bay Gazette."], "UPDATE 3-Pier closes"
    ).sketch
    assert {type(value) for value in own.flat()} == {int, str}
    assert Sketch.of_flat(own.flat()) == own
    assert Sketch.of_flat(Sketch("").flat()) == Sketch("")


def test_a_body_too_short_to_compare_has_no_relations() -> None:
    """A line of a paywall is no text that two articles share."""
    short = ["You have read all free articles of this month."]
    assert relate([article(name, short) for name in ("a", "b")]) == []


def test_a_body_is_what_the_article_says() -> None:
    """Headline, byline, dateline, credit and captions are no part of it; marks and wrong bytes make no difference."""
    text = (
        "Ferry stays\n\nBy Nora Pell\n\n"
        "SALTMERE (WNA) — The ferry &quot;Lady\u00ad\u00a0Ida\u0094 cost $5 — or 2.5%.\n\n"
        "PHOTO: The ferry. (Photo by Nora Pell)\n\nThe boat stays.\n"
    )
    expected = "the ferry lady ida cost $ 5 or 2 5 % the boat stays"
    assert body_words(text, lay_out(text)) == expected.split()

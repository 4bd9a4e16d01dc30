"""Fronts: the first and last lines of articles as outlets of many countries write them, with all that they state."""

from __future__ import annotations

import dataclasses

import pytest

from onrecord.ingestion import Zone
from onrecord.ingestion.document import joined
from onrecord.ingestion.layout import lay_out
from onrecord.text.spans import Span


@dataclasses.dataclass(frozen=True)
class Front:
    """What a front states, in the words of its text; `body` has the paragraphs after standfirst and notes."""

    body: tuple[str, ...]
    title: str | None = None
    byline: str | None = None
    authors: tuple[str, ...] = ()
    dateline: str | None = None
    credit: str | None = None
    published: str | None = None
    updated: str | None = None
    kicker: str | None = None
    section: str | None = None
    standfirst: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def front(text: str) -> Front:
    """The front of a text in its own words."""
    layout = lay_out(text)

    def words(span: Span | None) -> str | None:
        return span.exact(text) if span else None

    aside = {*layout.standfirst, *layout.notes}
    return Front(
        body=tuple(p.span.exact(text) for p in layout.paragraphs if p.zone is Zone.BODY and p.span not in aside),
        title=words(layout.title),
        byline=words(layout.byline),
        authors=tuple(name.exact(text) for name in layout.authors),
        dateline=words(layout.dateline),
        credit=words(layout.credit),
        published=layout.published,
        updated=layout.updated,
        kicker=words(layout.kicker),
        section=words(layout.section),
        standfirst=tuple(span.exact(text) for span in layout.standfirst),
        notes=tuple(span.exact(text) for span in layout.notes),
    )


LEAD = "The town council voted on Monday to keep the old ferry for another winter."
NEXT = "Skippers cheered in the gallery."
BODY = (LEAD, NEXT)
TITLE = "Council keeps the ferry for another winter"

FRONTS = {
    "US newspaper": (
        f"LOCAL NEWS\n{TITLE}\n\nBy Nora Pell\nStaff Writer\n\nMay 8, 2031 at 4:20 pm\n\n{LEAD}\n\n{NEXT}\n\n"
        "Share this article\nSign up for our newsletter\n",
        Front(BODY, TITLE, "Nora Pell", ("Nora Pell",), published="2031-05-08T16:20:00", section="LOCAL NEWS"),
    ),
    "US agency": (
        f"{TITLE}\nBy NORA PELL\nAssociated Press\n\nTARN, Kan. (AP) — {LEAD}\n\n{NEXT}\n\n___\n\n"
        "Copyright 2031 The Associated Press. All rights reserved.",
        Front(BODY, TITLE, "NORA PELL", ("NORA PELL",), "TARN, Kan.", "AP"),
    ),
    "agency with the author at the end": (
        f"{TITLE}\n\nTARN, May 8 (Reuters) - {LEAD}\n\n{NEXT}\n\n(Reporting by Nora Pell; Editing by Ida Brandt)",
        Front(BODY, TITLE, "Nora Pell", ("Nora Pell",), "TARN", "Reuters"),
    ),
    "agency with a desk's sign": (
        f"{TITLE}\n\nTarn, May 8, 2031 (AFP) - {LEAD}\n\n{NEXT}\n\nnp/ib/jq",
        Front(BODY, TITLE, dateline="Tarn", credit="AFP", published="2031-05-08"),
    ),
    "UK newspaper": (
        f"{TITLE}\n\nSkippers had feared for their jobs\n\nNora Pell, Transport Correspondent\n\n"
        f"Published: 14:05 GMT, 8 May 2031 | Updated: 17:32 GMT, 8 May 2031\n\n214 shares\n\n{LEAD}\n\n{NEXT}",
        Front(
            BODY,
            TITLE,
            "Nora Pell, Transport Correspondent",
            ("Nora Pell",),
            published="2031-05-08T14:05:00Z",
            updated="2031-05-08T17:32:00Z",
            standfirst=("Skippers had feared for their jobs",),
        ),
    ),
    "Irish newspaper": (
        f"{TITLE}\n\nThe ferry had been due to stop in October.\n\nNora Pell\nThu May 08 2031 - 05:30\n\n"
        f"{LEAD}\n\n{NEXT}",
        Front(
            BODY,
            TITLE,
            "Nora Pell",
            ("Nora Pell",),
            published="2031-05-08T05:30:00",
            standfirst=("The ferry had been due to stop in October.",),
        ),
    ),
    "Indian newspaper": (
        f"{TITLE}\n\nExpress News Service\n\nTARN: {LEAD}\n\n{NEXT}",
        Front(BODY, TITLE, "Express News Service", dateline="TARN"),
    ),
    "Indian agency": (
        f"{TITLE}\nPTI | Tarn\nUpdated: May 8, 2031 20:10 IST\n\n{LEAD}\n\n{NEXT}\n\n"
        "(This story has not been edited by our staff and is auto-generated from a syndicated feed.)",
        Front(BODY, TITLE, dateline="Tarn", credit="PTI", updated="2031-05-08T20:10:00"),
    ),
    "Nigerian newspaper": (
        f"{TITLE}\n\nFrom Nora Pell, Tarn\n\n{LEAD}\n\n{NEXT}",
        Front(BODY, TITLE, "Nora Pell, Tarn", ("Nora Pell",)),
    ),
    "Kenyan newspaper": (
        f"Counties\n{TITLE}\nThursday, May 08, 2031\nBy Nora Pell and Ida Brandt\n\n{LEAD}\n\n{NEXT}",
        Front(
            BODY,
            TITLE,
            "Nora Pell and Ida Brandt",
            ("Nora Pell", "Ida Brandt"),
            published="2031-05-08",
            section="Counties",
        ),
    ),
    "Ghanaian newspaper": (
        f"{TITLE}\n\nStory: Nora Pell, Tarn\n\n{LEAD}\n\n{NEXT}",
        Front(BODY, TITLE, "Nora Pell, Tarn", ("Nora Pell",)),
    ),
    "South African site": (
        f"{TITLE}\n\n08 May 2031 - Nora Pell\n\n{LEAD}\n\n{NEXT}",
        Front(BODY, TITLE, "Nora Pell", ("Nora Pell",), published="2031-05-08"),
    ),
    "Australian newspaper": (
        f"{TITLE}\n\nNora Pell\nMay 8, 2031 — 12.01am\nSave\nLog in, register or subscribe to save articles.\n\n"
        f"{LEAD}\n\n{NEXT}",
        Front(BODY, TITLE, "Nora Pell", ("Nora Pell",), published="2031-05-08T00:01:00"),
    ),
    "Australian agency": (
        f"{TITLE}\nNora Pell, AAP\nMay 8, 2031\n\n{LEAD}\n\n{NEXT}",
        Front(BODY, TITLE, "Nora Pell, AAP", ("Nora Pell",), credit="AAP", published="2031-05-08"),
    ),
    "press release": (
        f"FOR IMMEDIATE RELEASE\nMay 8, 2031\n\nCONTACT: Nora Pell, 555-0100, npell@tarn.example\n\n"
        f"COUNCIL KEEPS THE FERRY\n\nTARN, Ohio, May 8, 2031 /PRNewswire/ -- {LEAD}\n\n{NEXT}\n\n###\n\nAbout the town",
        Front(BODY, "COUNCIL KEEPS THE FERRY", dateline="TARN, Ohio", credit="PRNewswire", published="2031-05-08"),
    ),
    "press release with notes": (
        f"EMBARGOED UNTIL 00:01 8 MAY 2031\n\n{TITLE}\n\n{LEAD}\n\n{NEXT}\n\n-ENDS-\n\nNotes to editors:\n"
        "For interviews contact Nora Pell on 555 0100",
        Front(BODY, TITLE),
    ),
    "database with labels": (
        f"1 of 12 DOCUMENTS\n\nThe Tarn Courier\n\nMay 8, 2031 Thursday\nFINAL EDITION\n\n{TITLE}\n\n"
        f"BYLINE: Nora Pell, Staff Writer\n\nSECTION: METRO; Pg. B1\nLENGTH: 41 words\n\n{LEAD}\n\n{NEXT}\n\n"
        "LOAD-DATE: May 9, 2031\nLANGUAGE: ENGLISH",
        Front(BODY, TITLE, "Nora Pell, Staff Writer", ("Nora Pell",), published="2031-05-08"),
    ),
    "database with codes": (
        f"HD {TITLE}\nBY Nora Pell\nWC 41 words\nPD 8 May 2031\nSN The Tarn Courier\nLA English\n\nLP\n{LEAD}\n\nTD\n"
        f"{NEXT}\n\nAN Document TARN000020310508en58",
        Front(BODY, TITLE, "Nora Pell", ("Nora Pell",), published="2031-05-08"),
    ),
    "live blog": (
        f"{TITLE} – live\n\nBy Nora Pell (now) and Ida Brandt (earlier)\nThu 8 May 2031\n\n"
        f"11.42pm\n{LEAD}\n\n10.02pm\n{NEXT}",
        Front(
            BODY,
            f"{TITLE} – live",
            "Nora Pell (now) and Ida Brandt (earlier)",
            ("Nora Pell", "Ida Brandt"),
            published="2031-05-08",
        ),
    ),
    "web page": (
        f"Skip to main content\nHome > News > Tarn\nEXCLUSIVE\n{TITLE}\n{TITLE}\nNora Pell Nordic correspondent\n"
        f"3 hours ago\nShare on X\nMost viewed\n\n{LEAD}\n\nAdvertisement\n\n{NEXT}\n\nRelated: Barges banned\n"
        "More on this story\nThe barges of Tarn",
        Front(BODY, TITLE, "Nora Pell Nordic correspondent", ("Nora Pell",), kicker="EXCLUSIVE"),
    ),
    "correction above and below": (
        f"Correction: The ferry has two decks.\n\n{TITLE}\n\nBy Nora Pell | 2031-05-08\n\n{LEAD}\n\n{NEXT}\n\n"
        "This article was amended on 9 May 2031.",
        Front(
            BODY,
            TITLE,
            "Nora Pell",
            ("Nora Pell",),
            published="2031-05-08",
            notes=("Correction: The ferry has two decks.", "This article was amended on 9 May 2031."),
        ),
    ),
    "letter": (
        f"Keep the ferry\n\nSir – {LEAD}\n\n{NEXT}\n\nNora Pell\nLower Tarn",
        Front((f"Sir – {LEAD}", NEXT), "Keep the ferry", "Nora Pell", ("Nora Pell",)),
    ),
    "column with its author at the end": (
        f"{TITLE}\n\n{LEAD}\n\n{NEXT}\n\nNora Pell is a columnist for the Tarn Courier.",
        Front(BODY, TITLE, "Nora Pell", ("Nora Pell",)),
    ),
    "those who helped": (
        f"{TITLE}\n\nBy Nora Pell\n\n{LEAD}\n\n{NEXT}\n\nAdditional reporting by Ida Brandt.\n\n"
        "Nora Pell can be reached at npell@courier.example.",
        Front(BODY, TITLE, "Nora Pell", ("Nora Pell",)),
    ),
    "hard-wrapped": (
        f"Council keeps the ferry for\nanother winter\n\nBy Nora Pell\n8 May 2031\n\n{LEAD}",
        Front(
            (LEAD,), "Council keeps the ferry for\nanother winter", "Nora Pell", ("Nora Pell",), published="2031-05-08"
        ),
    ),
    "Markdown": (
        f"# {TITLE}\n\n*By [Nora Pell](https://a.example/pell)* | **May 8, 2031** | 4 min read\n\n---\n\n"
        f"{LEAD}\n\n{NEXT}",
        Front(BODY, TITLE, "Nora Pell", ("Nora Pell",), published="2031-05-08"),
    ),
    "no headline": (
        f"TARN (AP) — {LEAD}\n\n{NEXT}",
        Front(BODY, dateline="TARN", credit="AP"),
    ),
    "two authors on two lines": (
        f"{TITLE}\nBy Nora Pell\nand Ida Brandt\nMay 8, 2031\n\n{LEAD}\n\n{NEXT}",
        Front(BODY, TITLE, "Nora Pell\nand Ida Brandt", ("Nora Pell", "Ida Brandt"), published="2031-05-08"),
    ),
    "agency alone": (
        f"{TITLE}\n\nBernama\n\n{LEAD}\n\n{NEXT}",
        Front(BODY, TITLE, "Bernama"),
    ),
    "agency with a day and no parentheses": (
        f"By Nora Pell in Tarn\n\nTARN, May 8 AAP - {LEAD}\n\n{NEXT}",
        Front(BODY, byline="Nora Pell in Tarn", authors=("Nora Pell",), dateline="TARN", credit="AAP"),
    ),
    "post after a dash": (
        f"{TITLE}\n\nBy Nora Pell - Court Reporter\n\n{LEAD}\n\n{NEXT}",
        Front(BODY, TITLE, "Nora Pell - Court Reporter", ("Nora Pell",)),
    ),
    "authors between slashes": (
        f"{TITLE}\n\nBy Nora Pell / Ida Brandt\n\n{LEAD}\n\n{NEXT}",
        Front(BODY, TITLE, "Nora Pell / Ida Brandt", ("Nora Pell", "Ida Brandt")),
    ),
    "place on a line": (
        f"{TITLE}\n\nNora Pell\nTAKORADI\n\n{LEAD}\n\n{NEXT}",
        Front(BODY, TITLE, "Nora Pell", ("Nora Pell",), dateline="TAKORADI"),
    ),
    "day with a period": (
        f"{TITLE}\n\nBy Our Correspondent\n\nTARN, JAN. 9. {LEAD}\n\n{NEXT}",
        Front(BODY, TITLE, "Our Correspondent", dateline="TARN"),
    ),
    "headline on two lines": (
        f"Town Council Keeps the Ferry\nfor Another Winter\nBy Nora Pell\n\n{LEAD}\n\n{NEXT}",
        Front(BODY, "Town Council Keeps the Ferry\nfor Another Winter", "Nora Pell", ("Nora Pell",)),
    ),
    "headline in capitals on two lines": (
        f"TOWN COUNCIL KEEPS FERRY\nSKIPPERS CHEER IN GALLERY\nMay 8, 2031\n\n{LEAD}\n\n{NEXT}",
        Front(BODY, "TOWN COUNCIL KEEPS FERRY\nSKIPPERS CHEER IN GALLERY", published="2031-05-08"),
    ),
    "headline behind a section": (
        f"Opinion | Why an old boat matters\n\nBy Nora Pell\n\n{LEAD}\n\n{NEXT}",
        Front(BODY, "Why an old boat matters", "Nora Pell", ("Nora Pell",)),
    ),
    "headline before an outlet": (
        f"{TITLE} – Tarn Courier\n\nBy Nora Pell\n\n{LEAD}\n\n{NEXT}",
        Front(BODY, TITLE, "Nora Pell", ("Nora Pell",)),
    ),
    "subject above the headline": (
        f"Ferries\n{TITLE}\nSkippers had feared for their jobs\nNora Pell\n8 May 2031\n\n{LEAD}\n\n{NEXT}",
        Front(
            BODY,
            TITLE,
            "Nora Pell",
            ("Nora Pell",),
            published="2031-05-08",
            kicker="Ferries",
            standfirst=("Skippers had feared for their jobs",),
        ),
    ),
    "columnist above the headline": (
        f"Opinion\nNORA PELL\nWhy an old boat matters\n\n{LEAD}\n\n{NEXT}\n\nNora Pell is a retired skipper.",
        Front(BODY, "Why an old boat matters", "NORA PELL", ("NORA PELL",), section="Opinion"),
    ),
    "author who teaches": (
        f"{TITLE}\n\nBy Nora Pell\n\n{LEAD}\n\n{NEXT}\n\nNora Pell teaches history at the college of Tarn.",
        Front(BODY, TITLE, "Nora Pell", ("Nora Pell",)),
    ),
    "story that was told to a reporter": (
        f"{TITLE}\n\nBy Nora Pell, as told to Ida Brandt\n\n{LEAD}\n\n{NEXT}",
        Front(BODY, TITLE, "Nora Pell, as told to Ida Brandt", ("Nora Pell", "Ida Brandt")),
    ),
    "words and pictures": (
        f"{TITLE}\n\nInterview by Nora Pell; photographs by Ida Brandt\n\n{LEAD}\n\n{NEXT}",
        Front(BODY, TITLE, "Nora Pell", ("Nora Pell",)),
    ),
    "outlet after the author": (
        f"{TITLE}\n\nBy Nora Pell, The Tarn Valley Lantern\n\n{LEAD}\n\n{NEXT}",
        Front(BODY, TITLE, "Nora Pell, The Tarn Valley Lantern", ("Nora Pell",)),
    ),
    "author's pronouns": (
        f"{TITLE}\n\nby Nora Pell (she/her)\n\n{LEAD}\n\n{NEXT}",
        Front(BODY, TITLE, "Nora Pell", ("Nora Pell",)),
    ),
    "post above the authors": (
        f"{TITLE}\nBy political editor\nNora Pell and Ida Brandt\nMay 8, 2031\n\n{LEAD}\n\n{NEXT}",
        Front(BODY, TITLE, "Nora Pell and Ida Brandt", ("Nora Pell", "Ida Brandt"), published="2031-05-08"),
    ),
    "slug of an agency": (
        f"BC-TR--Tarn-Ferry, 2nd Ld-Writethru,480\nEds: UPDATES with reaction.\n{TITLE}\nBy NORA PELL\n\n"
        f"TARN, Kan. (AP) — {LEAD}\n\n{NEXT}",
        Front(BODY, TITLE, "NORA PELL", ("NORA PELL",), "TARN, Kan.", "AP"),
    ),
    "day in parentheses after the place": (
        f"{TITLE}\n\nBy NORA PELL\n\nTARN, Ohio (May 8, 2031) — {LEAD}\n\n{NEXT}",
        Front(BODY, TITLE, "NORA PELL", ("NORA PELL",), dateline="TARN, Ohio", published="2031-05-08"),
    ),
    "place in parentheses": (
        f"{TITLE}\n\n(TARN, Ohio) - {LEAD}\n\n{NEXT}",
        Front(BODY, TITLE, dateline="TARN, Ohio"),
    ),
    "outlet without an article after the author": (
        f"{TITLE}\n\nBy Nora Pell, Upland Press\n\n{LEAD}\n\n{NEXT}",
        Front(BODY, TITLE, "Nora Pell, Upland Press", ("Nora Pell",)),
    ),
    "agency between slashes after a period": (
        f"{TITLE}\n\nTARN, May 8. /TASS/. {LEAD}\n\n{NEXT}",
        Front(BODY, TITLE, dateline="TARN", credit="TASS"),
    ),
    "agency with a period before its dash": (
        f"{TITLE}\n\nTarn, May 8 (EFE).- {LEAD}\n\n{NEXT}",
        Front(BODY, TITLE, dateline="Tarn", credit="EFE"),
    ),
    "agency before the place": (
        f"{TITLE}\n\n(ANSA) - TARN, MAY 8 - {LEAD}\n\n{NEXT}",
        Front(BODY, TITLE, dateline="TARN", credit="ANSA"),
    ),
    "wire between dashes": (
        f"{TITLE}\n\nTARN - Harbor Newswire - 8 May 2031 - {LEAD}\n\n{NEXT}",
        Front(BODY, TITLE, dateline="TARN", credit="Harbor Newswire", published="2031-05-08"),
    ),
    "dateline of the Gulf": (
        f"{TITLE}\n\nTARN, 8th May, 2031 (WAM) -- {LEAD}\n\n{NEXT}",
        Front(BODY, TITLE, dateline="TARN", credit="WAM", published="2031-05-08"),
    ),
    "dateline on a line with its agency": (
        f"{TITLE}\n\nTarn, May 8, 2031 (AFP) -\n\n{LEAD}\n\n{NEXT}",
        Front(BODY, TITLE, dateline="Tarn", credit="AFP", published="2031-05-08"),
    ),
    "place before a colon under stamps": (
        f"{TITLE}\nPublished: May 8, 2031 18:10 IST\nUpdated: May 8, 2031 19:02 IST\n\nTARN: {LEAD}\n\n{NEXT}",
        Front(BODY, TITLE, dateline="TARN", published="2031-05-08T18:10:00", updated="2031-05-08T19:02:00"),
    ),
    "agency after the last sentence": (
        f"{TITLE}\n\nMay 8, 2031\n\n{LEAD}\n\n{NEXT} (PNA)\n\nShare this article",
        Front(BODY, TITLE, credit="PNA", published="2031-05-08"),
    ),
    "where it was printed": (
        f"{TITLE}\n\nNora Pell\n\n{LEAD}\n\n{NEXT}\n\nPublished in The Tarn Courier, May 8th, 2031",
        Front(BODY, TITLE, "Nora Pell", ("Nora Pell",), published="2031-05-08"),
    ),
    "letter signed with an address": (
        f"{TITLE}\n\n{LEAD}\n\n{NEXT}\n\nCleo Marchbank, Long Causeway, Oxmoor",
        Front(BODY, TITLE, "Cleo Marchbank", ("Cleo Marchbank",)),
    ),
}


@pytest.mark.parametrize(("text", "expected"), FRONTS.values(), ids=FRONTS.keys())
def test_a_front(text: str, expected: Front) -> None:
    """All that the front states, and nothing of the page in the article."""
    assert front(text) == expected


@pytest.mark.parametrize(
    "line",
    [
        "Nora Pell said that she would stay.",
        "By Monday the ferry had left, and people began to come back.",
        "LOWER Tarn keeps its ferry, and its skippers say that rents are to blame.",
        "Nora Pell, who is a reporter, watched from the pier.",
        "The Tarn Society was founded by a writer in 1901.",
        "On Monday the mayor made a third try, writing on Twitter that she would stay.",
    ],
)
def test_a_sentence_of_the_body(line: str) -> None:
    """Sentences with words of fronts are paragraphs at the beginning and at the end of an article."""
    assert front(f"{TITLE}\n\n{line}\n\n{LEAD}") == Front((line, LEAD), TITLE)
    assert front(f"{TITLE}\n\n{LEAD}\n\n{line}") == Front((LEAD, line), TITLE)


@pytest.mark.parametrize("sign", ["SIR —", "EXCLUSIVE —", "LIVE:", "Q:"])
def test_what_is_not_a_dateline(sign: str) -> None:
    """Forms of address and labels before a dash or a colon are not places."""
    assert front(f"{TITLE}\n\nBy Nora Pell\n\n{sign} {LEAD}").dateline is None


def test_blocks_of_a_page() -> None:
    """The zones that a format shows are kept; what a dateline and a byline state is read all the same."""
    text, blocks = joined(
        [(TITLE, Zone.HEADLINE), ("By Nora Pell", Zone.BYLINE), (f"TARN (AP) — {LEAD}", Zone.BODY), (NEXT, Zone.BODY)]
    )
    layout = lay_out(text, blocks)
    assert [(p.zone, p.span.exact(text)) for p in layout.paragraphs] == [
        (Zone.HEADLINE, TITLE),
        (Zone.BYLINE, "By Nora Pell"),
        (Zone.BODY, LEAD),
        (Zone.BODY, NEXT),
    ]
    parts = (layout.title, layout.byline, layout.dateline, layout.credit)
    assert [part and part.exact(text) for part in parts] == [TITLE, "Nora Pell", "TARN", "AP"]


@pytest.mark.parametrize("times", [50, 500])
def test_a_front_is_no_longer_than_its_window(times: int) -> None:
    """A line deep in the article is not read as a byline, however short the lines before it are."""
    lines = "\n\n".join([LEAD, NEXT] * times)
    assert front(f"{TITLE}\n\n{lines}\n\nBy Ida Brandt\n\n{lines}").byline is None


def test_a_turn_is_not_a_signature() -> None:
    """A speaker's last words may be a day."""
    turns = ("Ida Brandt: When will it leave?", "Nora Pell: On Friday.")
    assert front("\n\n".join(["A record of the day", *turns])) == Front(turns, "A record of the day")

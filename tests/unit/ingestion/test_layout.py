"""Layout: texts, and the parts recognized by their form."""

from __future__ import annotations

import dataclasses
import itertools

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from onrecord.ingestion import Zone
from onrecord.ingestion.layout import is_title_case, lay_out
from onrecord.text.legible import legible
from onrecord.text.spans import Span

HEADLINE, BYLINE, CAPTION, BODY = Zone.HEADLINE, Zone.BYLINE, Zone.CAPTION, Zone.BODY
BANNED = (BODY, "The town banned barges.")


@dataclasses.dataclass(frozen=True)
class Read:
    """A layout in the words of its text; of the paragraphs, zone and words."""

    paragraphs: tuple[tuple[Zone, str], ...]
    title: str | None = None
    byline: str | None = None
    dateline: str | None = None
    credit: str | None = None
    photo_credits: tuple[str, ...] = ()
    published: str | None = None


def read(text: str) -> Read:
    """The layout of a text in its own words."""
    layout = lay_out(text)

    def words(span: Span | None) -> str | None:
        return span.exact(text) if span else None

    return Read(
        tuple((paragraph.zone, paragraph.span.exact(text)) for paragraph in layout.paragraphs),
        words(layout.title),
        words(layout.byline),
        words(layout.dateline),
        words(layout.credit),
        tuple(span.exact(text) for span in layout.photo_credits),
        layout.published,
    )


ARTICLES = {
    "all parts": (
        "Harbor council delays ferry vote\n"
        "\n"
        "By NORA PELL\n"
        "\n"
        "The ferry at the old pier. (AP Photo/Ida Brandt)\n"
        "\n"
        "HARBOR CITY, Maine (AP) — The council put off a vote.\n"
        "\n"
        "What Comes Next\n"
        "\n"
        "It will meet again.\n",
        Read(
            (
                (HEADLINE, "Harbor council delays ferry vote"),
                (BYLINE, "By NORA PELL"),
                (CAPTION, "The ferry at the old pier. (AP Photo/Ida Brandt)"),
                (BODY, "The council put off a vote."),
                (HEADLINE, "What Comes Next"),
                (BODY, "It will meet again."),
            ),
            "Harbor council delays ferry vote",
            "NORA PELL",
            "HARBOR CITY, Maine",
            "AP",
            ("AP", "Ida Brandt"),
        ),
    ),
    "nothing but a body": (
        "The town banned barges.\n\nThe ban starts in May.",
        Read((BANNED, (BODY, "The ban starts in May."))),
    ),
    "a single line": ("Barges banned", Read(((BODY, "Barges banned"),))),
    "a headline in title case": (
        "Ashgrove Bans Barges from the River!\n\nThe town banned barges.",
        Read(
            ((HEADLINE, "Ashgrove Bans Barges from the River!"), BANNED),
            "Ashgrove Bans Barges from the River!",
        ),
    ),
    "a headline with a period before a dateline": (
        "The town banned its barges.\n\nASHGROVE — The town banned barges.",
        Read(((HEADLINE, "The town banned its barges."), BANNED), "The town banned its barges.", dateline="ASHGROVE"),
    ),
    "a headline in quotation marks": (
        "‘No more barges’\n\nThe town banned barges.",
        Read(((HEADLINE, "‘No more barges’"), BANNED), "‘No more barges’"),
    ),
    "a headline over one line": (
        "Barges banned\nThe town banned barges.\nThe ban starts in May.",
        Read(((HEADLINE, "Barges banned"), BANNED, (BODY, "The ban starts in May.")), "Barges banned"),
    ),
    "a long first paragraph": (
        f"{'The barges on the river are old and many ' * 4}\n\nThe town banned barges.",
        Read(((BODY, f"{'The barges on the river are old and many ' * 4}".strip()), BANNED)),
    ),
    "hard-wrapped": (
        "Barges banned\n"
        "\n"
        "The council of Ashgrove voted on Monday night to ban all\n"
        "barges from the river, after a winter in which three\n"
        "of them ran aground.\n"
        "\n"
        "The ban starts in May.\n",
        Read(
            (
                (HEADLINE, "Barges banned"),
                (
                    BODY,
                    "The council of Ashgrove voted on Monday night to ban all\n"
                    "barges from the river, after a winter in which three\n"
                    "of them ran aground.",
                ),
                (BODY, "The ban starts in May."),
            ),
            "Barges banned",
        ),
    ),
    "a paragraph a line": (
        "Barges banned\n"
        "\n"
        "The council of Ashgrove voted on Monday night to ban all barges.\n"
        "She left.\n"
        "The vote was 5-2.",
        Read(
            (
                (HEADLINE, "Barges banned"),
                (BODY, "The council of Ashgrove voted on Monday night to ban all barges."),
                (BODY, "She left."),
                (BODY, "The vote was 5-2."),
            ),
            "Barges banned",
        ),
    ),
    "long and short lines": (
        "The council of Ashgrove voted to ban barges.\n"
        "The ban will start in May, said the mayor, who spoke to the council at the old mill.\n"
        "She left.",
        Read(
            (
                (BODY, "The council of Ashgrove voted to ban barges."),
                (BODY, "The ban will start in May, said the mayor, who spoke to the council at the old mill."),
                (BODY, "She left."),
            )
        ),
    ),
    "CR LF": (
        "Barges banned\r\n\r\nBy Nora Pell\r\n\r\nASHGROVE (AP) — The town banned barges.\r\nIt starts in May.\r\n",
        Read(
            ((HEADLINE, "Barges banned"), (BYLINE, "By Nora Pell"), BANNED, (BODY, "It starts in May.")),
            "Barges banned",
            "Nora Pell",
            "ASHGROVE",
            "AP",
        ),
    ),
    "a byte order mark": (
        "\ufeffBarges banned\n\n\ufeffASHGROVE — The town banned barges.",
        Read(((HEADLINE, "Barges banned"), BANNED), "Barges banned", dateline="ASHGROVE"),
    ),
    "line and paragraph separators": (
        "Barges banned\u2029The town banned barges.\u2028The ban starts in May.\u2029\u2029\n",
        Read(((HEADLINE, "Barges banned"), BANNED, (BODY, "The ban starts in May.")), "Barges banned"),
    ),
    "no-break spaces": (
        "Barges\u00a0banned\n\u00a0\n"
        "\u2003ASHGROVE\u00a0(AP)\u00a0—\u202fThe town banned barges.\u00a0\n \n\t\n\u3000Yes.",
        Read(
            ((HEADLINE, "Barges\u00a0banned"), BANNED, (BODY, "Yes.")),
            "Barges\u00a0banned",
            dateline="ASHGROVE",
            credit="AP",
        ),
    ),
    "characters beyond the first plane": (
        "🚢🚢 Barges banned\n\n𝐀SHGROVE banned 🚢.\n\nNo 🚢 will\tcome.",
        Read(
            ((HEADLINE, "🚢🚢 Barges banned"), (BODY, "𝐀SHGROVE banned 🚢."), (BODY, "No 🚢 will\tcome.")),
            "🚢🚢 Barges banned",
        ),
    ),
    "a paragraph that begins with By": (
        "Barges banned\n\nBy Monday the barges will be gone.\n\nThe town banned barges.",
        Read(((HEADLINE, "Barges banned"), (BODY, "By Monday the barges will be gone."), BANNED), "Barges banned"),
    ),
    "blanks alone": (" \n\t\r\n\u2028\ufeff\n\n", Read(())),
    "nothing": ("", Read(())),
}


@pytest.mark.parametrize(("text", "layout"), ARTICLES.values(), ids=ARTICLES.keys())
def test_a_text(text: str, layout: Read) -> None:
    """The parts are there, slice for slice."""
    assert read(text) == layout


# The days in the openings below, where they have a year.
OPENING_DAYS = {
    "Jan. 4, 2031": "2031-01-04",
    "3 March 2031": "2031-03-03",
    "May 13, 2031": "2031-05-13",
    "13 May 2031": "2031-05-13",
    "25 July 2031": "2031-07-25",
}
OPENINGS = [
    # Words before the first sentence, dateline, credit.
    ("HARBOR CITY, Maine (AP) — ", "HARBOR CITY, Maine", "AP"),
    ("LONDON, March 3 (Reuters) - ", "LONDON", "Reuters"),
    ("SAN PEDRO, Calif., Jan. 4, 2031 (Reuters) - ", "SAN PEDRO, Calif.", "Reuters"),
    ("TARN, 3 March 2031 (Reuters) – ", "TARN", "Reuters"),
    ("TARN, Ohio, Monday (WNA) -- ", "TARN, Ohio", "WNA"),
    ("RIO TARN/SAO FERRO, Sept 12 (Reuters) - ", "RIO TARN/SAO FERRO", "Reuters"),
    ("Paris (AFP) – ", "Paris", "AFP"),
    ("New Ferry City (JTA) — ", "New Ferry City", "JTA"),
    ("MARCH, England (PA) — ", "MARCH, England", "PA"),
    ("ST. ELM’S, Tarn Island (CP) —", "ST. ELM’S, Tarn Island", "CP"),
    ("(JNS) ", None, "JNS"),
    ("(AP) — ", None, "AP"),
    ("(Tarn News/WNA): ", None, "Tarn News/WNA"),
    ("ASHGROVE — ", "ASHGROVE", None),
    ("ASHGROVE, Vt.—", "ASHGROVE, Vt.", None),
    ("ASHGROVE -- ", "ASHGROVE", None),
    ("ASHGROVE - ", "ASHGROVE", None),
    ("LOWER TARN, Ferro, May 13 — ", "LOWER TARN, Ferro", None),
    ("LOWER TARN, May 13, 2031 — ", "LOWER TARN", None),
    ("U.S. — ", "U.S.", None),
    ("ASHGROVE. — ", "ASHGROVE", None),
    ("ASHGROVE, May 13. — ", "ASHGROVE", None),
    ("ASHGROVE | ", "ASHGROVE", None),
    ("[ASHGROVE] ", "ASHGROVE", None),
    ("ASHGROVE-ON-TARN, Ferro — ", "ASHGROVE-ON-TARN, Ferro", None),
    ("Ashgrove — ", "Ashgrove", None),
    ("Lower Tarn, Ferro – ", "Lower Tarn, Ferro", None),
    ("St. Elm’s-on-Tarn, Ferro — ", "St. Elm’s-on-Tarn, Ferro", None),
    ("Lower Tarn - ", "Lower Tarn", None),
    ("ASHGROVE, Mar 03: ", "ASHGROVE", None),
    ("ASHGROVE – 25 July 2031: ", "ASHGROVE", None),
    ("May 13, 2031, Lower Tarn — ", "Lower Tarn", None),
    ("Lower Tarn (dpa) - ", "Lower Tarn", "dpa"),
    ("Lower Tarn, May 13 (WNA) ", "Lower Tarn", "WNA"),
    ("Lower Tarn, 13 May 2031 (epd). ", "Lower Tarn", "epd"),
    ("ASHGROVE, Ferro--(TARN WIRE)--", "ASHGROVE, Ferro", "TARN WIRE"),
    ("ASHGROVE, May 13, 2031 /TarnWire/ -- ", "ASHGROVE", None),
    ("(TNN)", None, "TNN"),
]


@pytest.mark.parametrize(("opening", "dateline", "credit"), OPENINGS)
@pytest.mark.parametrize("sentence", ["The town banned barges.", "“No more barges,” she said."])
def test_an_opening(opening: str, dateline: str | None, credit: str | None, sentence: str) -> None:
    """Place, agency and day are separate, and the paragraph begins after the dash."""
    text = f"Barges banned\n\n{opening}{sentence}\n"
    assert read(text) == Read(
        ((HEADLINE, "Barges banned"), (BODY, sentence)),
        "Barges banned",
        dateline=dateline,
        credit=credit,
        published=next((day for words, day in OPENING_DAYS.items() if words in opening), None),
    )


@pytest.mark.parametrize(
    "sentence",
    [
        "ASHGROVE: The town banned barges.",
        "EXCLUSIVE: The town banned barges.",
        "EXCLUSIVE — The town banned barges.",
        "Ida Brandt — Mayor of Ashgrove — banned barges.",
        "By Monday — the town will have banned barges by then.",
        "ASHGROVE-based firms banned barges.",
        "The mayor had a list: barges, boats and rafts (AP) were out.",
        "The Ashgrove Council (ACC) has the oldest seat in town.",
        "“BARGES — No,” she said.",
        "A dash — as here — is not a dateline.",
        "The council (the town’s) — all of it — met.",
    ],
)
def test_no_opening(sentence: str) -> None:
    """Capitals, parentheses and dashes by themselves make neither dateline nor credit."""
    assert read(f"Barges banned\n\n{sentence}") == Read(
        ((HEADLINE, "Barges banned"), (BODY, sentence)), "Barges banned"
    )


def test_a_place_before_a_colon() -> None:
    """It is a dateline if the text has it as a name, and no speaker's label if other paragraphs have labels."""
    assert read("Barges banned\n\nTARN: The council of Tarn banned barges.") == Read(
        ((HEADLINE, "Barges banned"), (BODY, "The council of Tarn banned barges.")), "Barges banned", dateline="TARN"
    )
    turns = ("TARN: I spoke to Mr Tarn.", "PELL: You are Mr Tarn.", "TARN: No.")
    assert read("\n\n".join(["A record", *turns])) == Read(
        ((HEADLINE, "A record"), *((BODY, turn) for turn in turns)), "A record"
    )


@pytest.mark.parametrize(
    ("before", "zones"),
    [
        ("CORRECTION: An earlier version had the wrong year.", (BODY,)),
        ("Editor’s note: This story was first published in May.", (BODY,)),
        ("Barges banned", (HEADLINE,)),
        ("The ban ends a dispute of ten years, and skippers are angry.", (BODY,)),
        ("Skippers are angry", (BODY,)),
    ],
    ids=["correction", "note", "headline again", "summary", "summary without a period"],
)
def test_a_dateline_after_other_lines(before: str, zones: tuple[Zone, ...]) -> None:
    """Notes, the headline once more and a summary come before the dateline."""
    assert read(f"Barges banned\n\n{before}\n\nASHGROVE, Ferro (WNA) — The town banned barges.") == Read(
        ((HEADLINE, "Barges banned"), *((zone, before) for zone in zones), BANNED),
        "Barges banned",
        dateline="ASHGROVE, Ferro",
        credit="WNA",
    )


DAYS = [
    ("Thursday, May 8, 2031", "2031-05-08"),
    ("Published: May 8, 2031 at 2:05 p.m. ET", "2031-05-08T14:05:00"),
    ("8th May 2031, 10.45am BST", "2031-05-08T10:45:00"),
    ("Thu May 08 2031 - 05:30", "2031-05-08T05:30:00"),
    ("14:05 GMT, 8 May 2031", "2031-05-08T14:05:00Z"),
    ("May 8, 2031 at 12.01am AEST", "2031-05-08T00:01:00+10:00"),
    ("2031-05-08T14:05:33+05:30", "2031-05-08T14:05:00+05:30"),
    ("23/05/2031", "2031-05-23"),
    ("08/05/2031, 1:12 pm", None),
    ("May 8, 2031 | Updated May 9, 2031", "2031-05-08"),
    ("2031-05-08", "2031-05-08"),
    ("Last updated on May 8, 2031", None),
    ("Updated 14:05", None),
    ("3 hours ago", None),
    ("February 30, 2031", None),
]


@pytest.mark.parametrize(("line", "day"), DAYS)
def test_a_day_by_itself(line: str, day: str | None) -> None:
    """It is the day of publication, unless it is that of an update, and no part of the article."""
    expected = Read(((HEADLINE, "Barges banned"), BANNED), "Barges banned", published=day)
    assert read(f"Barges banned\n\n{line}\n\nThe town banned barges.") == expected
    assert read(f"{line}\n\nBarges banned\n\nThe town banned barges.") == expected


def test_a_dateline_by_itself() -> None:
    """A place and a day under the headline."""
    assert read("Barges banned\n\nLOWER TARN, Ferro 2031-05-08\n\nThe town banned barges.") == Read(
        ((HEADLINE, "Barges banned"), BANNED), "Barges banned", dateline="LOWER TARN, Ferro", published="2031-05-08"
    )


@pytest.mark.parametrize(
    "line",
    [
        "https://courier.example/2031/barges",
        "FOR IMMEDIATE RELEASE",
        "Home > News > Tarn",
        "POLITICS",
        "Tarn Courier",
        "Listen to this article · 4 min",
        "Advertisement",
    ],
)
def test_a_line_above_the_headline(line: str) -> None:
    """It is the page's, not the article's."""
    assert read(f"{line}\n\nBarges banned in Ashgrove\n\nThe town banned barges.") == Read(
        ((HEADLINE, "Barges banned in Ashgrove"), BANNED), "Barges banned in Ashgrove"
    )


@pytest.mark.parametrize("headline", ["Title: Barges banned", "# Barges banned", "**Barges banned**"])
def test_a_marked_headline(headline: str) -> None:
    """The label and the marks of Markdown are not words of the headline."""
    assert read(f"{headline}\n\nThe town banned barges.").title == "Barges banned"


@pytest.mark.parametrize(
    "line",
    [
        "RELATED: ‘We are ruined,’ skippers say",
        "Read more: Skippers “will not pay”",
        "Sign up for our newsletter",
        "Share this article",
        "© 2031 Tarn Courier. All rights reserved.",
        "* * *",
    ],
)
def test_a_line_of_the_page(line: str) -> None:
    """Links and services are left out."""
    text = f"Barges banned\n\nThe town banned barges.\n\n{line}\n\nThe town banned barges."
    assert read(text) == Read(((HEADLINE, "Barges banned"), BANNED, BANNED), "Barges banned")


@pytest.mark.parametrize(
    "sentence",
    ["Share prices fell on Monday, and with them the hopes of the town.", "Related firms pay no tax.", "More:"],
)
def test_no_line_of_the_page(sentence: str) -> None:
    """A sentence that begins with such a word is a part of the body."""
    assert (BODY, sentence) in read(f"Barges banned\n\nThe town banned barges.\n\n{sentence}").paragraphs


def test_short_lines() -> None:
    """Lines that break inside a sentence are wrapped, however short they are."""
    assert read("Barges banned\n\nThe town\nbanned\nbarges on the\nriver.").paragraphs[1:] == (
        (BODY, "The town\nbanned\nbarges on the\nriver."),
    )


BYLINES = [
    ("By Nora Pell", "Nora Pell"),
    ("BY NORA PELL AND IDA BRANDT", "NORA PELL AND IDA BRANDT"),
    ("By: Nora Pell, Staff Writer", "Nora Pell, Staff Writer"),
    ("By\u00a0Nora Pell", "Nora Pell"),
    ("Story by Nora Pell, Ida Brandt and J.-P. Quill", "Nora Pell, Ida Brandt and J.-P. Quill"),
    ("Opinion by Nora Pell", "Nora Pell"),
    ("Author: Nora Pell", "Nora Pell"),
    ("By Nora Pell Updated May 8, 2031", "Nora Pell"),
    ("Posted by Nora Pell on May 8", "Nora Pell"),
    ("By Nora Pell • Tarn Courier", "Nora Pell"),
    ("By Nora Pell (@norapell)", "Nora Pell"),
    ("By Nora Pell npell@courier.example", "Nora Pell"),
    ("By Courier political editor Nora Pell in Lower Tarn", "Courier political editor Nora Pell in Lower Tarn"),
    ("By Tarn Press", "Tarn Press"),
    ("NORA PELL | Tarn Courier", "NORA PELL"),
    ("Nora Pell", "Nora Pell"),
    ("Nora Pell and Ida van der Berg", "Nora Pell and Ida van der Berg"),
    ("Nora Pell, Political Editor", "Nora Pell, Political Editor"),
    ("Nora Pell, Tarn Courier Staff Writer", "Nora Pell, Tarn Courier Staff Writer"),
    ("Nora Pell in Lower Tarn", "Nora Pell in Lower Tarn"),
]


@pytest.mark.parametrize(("line", "names"), BYLINES)
def test_a_byline(line: str, names: str) -> None:
    """The names follow `By`."""
    text = f"Barges banned\n{line}\nThe town banned barges."
    assert read(text) == Read(((HEADLINE, "Barges banned"), (BYLINE, line), BANNED), "Barges banned", names)


@pytest.mark.parametrize(
    "line",
    [
        "By the time she came, they had gone.",
        "By and by",
        "By Nora Pell!",
        "Standby Nora Pell.",
        "By Monday Mayor Ida Brandt will be gone",
    ],
)
def test_no_byline(line: str) -> None:
    """What begins with `By` and names nobody is a part of the body."""
    text = f"Barges banned\n\nThe town banned barges.\n\n{line}\n\nThe town banned barges."
    assert read(text) == Read(((HEADLINE, "Barges banned"), BANNED, (BODY, line), BANNED), "Barges banned")


def test_who_wrote_it() -> None:
    """Names are told apart from posts, outlets and places."""
    text = (
        "Barges banned\n\nBy Tarn editor Nora Pell, Ida Brandt and Jo Quill in Lower Ferro\n\nThe town banned barges."
    )
    assert [name.exact(text) for name in lay_out(text).authors] == ["Nora Pell", "Ida Brandt", "Jo Quill"]
    text = "Barges banned\n\nBy Nora Pell, University Communications\n\nThe town banned barges."
    assert [name.exact(text) for name in lay_out(text).authors] == ["Nora Pell"]


def test_a_line_under_the_byline() -> None:
    """The author's post or outlet."""
    text = "Barges banned\n\nNora Pell\nTarn News, Lower Tarn\n\nThe town banned barges."
    assert read(text) == Read(
        ((HEADLINE, "Barges banned"), (BYLINE, "Nora Pell"), (BYLINE, "Tarn News, Lower Tarn"), BANNED),
        "Barges banned",
        "Nora Pell",
    )


@pytest.mark.parametrize(
    "line", ["Reporting by Nora Pell; Editing by Ida Brandt", "(Reporting by Nora Pell; editing by Ida Brandt)"]
)
def test_a_byline_at_the_end(line: str) -> None:
    """It names who reported, not who edited."""
    assert read(f"Barges banned\n\nThe town banned barges.\n\n{line}") == Read(
        ((HEADLINE, "Barges banned"), BANNED, (BYLINE, line)), "Barges banned", "Nora Pell"
    )


@pytest.mark.parametrize("line", ["Ida Brandt", "Brandt’s Long Winter", "Three Ships and a Storm", "What Comes Next"])
def test_no_names_under_the_headline(line: str) -> None:
    """Words that the text has, too, are a heading, as are those with small words inside."""
    sentence = "What Ida Brandt said comes last, after a long winter in the town."
    assert read(f"Barges banned\n\n{line}\n\n{sentence}\n\nNext week she will go.").byline is None


CAPTIONS = [
    ("Pictured above: A barge at the mill. (Credit: Nora Pell).", ("Nora Pell",)),
    ("The mill in spring. (AP Photo/Nora Pell)", ("AP", "Nora Pell")),
    ("The mill in spring. (Photo by Nora Pell/Tarn Images)", ("Nora Pell", "Tarn Images")),
    ("The mill in spring. (Courtesy of the Tarn Courier)", ("Tarn Courier",)),
    ("The mill in spring. Photo: Nora Pell.", ("Nora Pell",)),
    ("The mill in spring. Image credit: Tarn Museum", ("Tarn Museum",)),
    ("(Photo by J.P. Quill for the Tarn Courier)", ("J.P. Quill for the Tarn Courier",)),
    ("The mill in spring. (AFP via Tarn Images).", ("AFP via Tarn Images",)),
    ("FILE PHOTO: Barges wait below the mill", ()),
    ("In this May 2031 photo, barges wait below the mill.", ()),
    ("Caption: Barges below the mill.", ()),
]


@pytest.mark.parametrize(("caption", "names"), CAPTIONS)
def test_a_caption(caption: str, names: tuple[str, ...]) -> None:
    """It is recognized by its first words or by the credit at its end, whose names are found."""
    text = f"Barges banned\n\n{caption}\n\nThe town banned barges."
    assert read(text) == Read(
        ((HEADLINE, "Barges banned"), (CAPTION, caption), BANNED), "Barges banned", photo_credits=names
    )


def test_a_caption_before_all() -> None:
    """A picture may come before the headline."""
    assert read("The mill. (Photo by Nora Pell)\n\nBarges Banned\n\nThe town banned barges.") == Read(
        ((CAPTION, "The mill. (Photo by Nora Pell)"), (HEADLINE, "Barges Banned"), BANNED),
        "Barges Banned",
        photo_credits=("Nora Pell",),
    )


@pytest.mark.parametrize(
    "sentence",
    [
        "Credit is due to him.",
        "A pictured barge sank.",
        "He liked the photo by Nora Pell.",
        "The photo shows the mayor (Credit Union Hall) and others.",
        "The ban will cost the town a fortune (approximately $3 million).",
        "The ban will cost the town $3 million (by 2035).",
        "The harbor has two barges (source of all trouble).",
    ],
)
def test_no_caption(sentence: str) -> None:
    """Words of captions inside a sentence make none."""
    assert read(f"Barges banned\n\n{sentence}") == Read(
        ((HEADLINE, "Barges banned"), (BODY, sentence)), "Barges banned"
    )


@pytest.mark.parametrize(
    ("words", "is_title"),
    [
        ("Ashgrove Bans Barges from the River", True),
        ("Ashgrove bans barges from the river", False),
        ("BARGES BANNED", True),
        ("Mayor Ida Brandt of Ashgrove", True),
        ("5-2", False),
        ("", False),
    ],
)
def test_title_case(words: str, is_title: bool) -> None:
    """Small words do not count."""
    assert is_title_case(words) is is_title


PIECES = [
    "Thursday, May 8, 2031",
    "Nora Pell, Staff Writer",
    "Read more: a barge",
    "https://a.example",
    "A barge sank.",
    "Barges Banned",
    "By Nora Pell",
    "TARN (AP) — ",
    "(AP) ",
    "(Photo by A B)",
    "“No”",
    "🚢",
    " ",
]
BREAKS = ["\n", "\n\n", "\r\n", "\r\n\r\n", "\u2028", "\u2029", "\ufeff", "\u00a0", "\t", " \n \n", ""]


@given(st.lists(st.one_of(st.sampled_from(PIECES), st.sampled_from(BREAKS), st.text(max_size=3))).map("".join))
@example("\x85")
def test_any_text_can_be_laid_out(text: str) -> None:
    """Paragraphs are in order, share nothing, and have no blanks at their ends."""
    paragraphs = [paragraph.span for paragraph in lay_out(text).paragraphs]
    assert all(one.end <= two.start for one, two in itertools.pairwise(paragraphs))
    read = legible(text)  # U+0085 is an ellipsis of Windows-1252, though Python takes it for a line break
    for span in paragraphs:
        assert span.exact(read) == span.exact(read).strip()
    layout = lay_out(text)
    parts = [layout.title, layout.byline, layout.dateline, layout.credit, *layout.authors, *layout.photo_credits]
    assert all(part.exact(read).strip() for part in parts if part)

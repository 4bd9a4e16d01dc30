"""Pages as newspapers make them, written anew in tests/pages/, each with what a careful reader finds in it.

The authors of the pages knew nothing of the code, and half of the pages were put aside while it was written.
"""

from __future__ import annotations

import datetime
import functools
import html
import json
import re
from pathlib import Path
from typing import Any

import pytest

from onrecord.ingestion.document import Document
from onrecord.ingestion.formats import Request
from onrecord.ingestion.pages import derive

FOLDER = Path(__file__).parents[3] / "pages"
# A line break is shown as a space.
BREAK = re.compile(r"<br ?/?>", re.IGNORECASE)
NAMES = sorted(path.stem for path in FOLDER.glob("*.html"))


# What is not read as the reader did, by test and page.
AGENCY = "the agency of a picture alone in a paragraph without a class of captions"
ABOUT = "a line about the page or its makers, without a class that says so"
NO_DECLARATION = "no metadata declare it; the page only shows it in its frame"
TWO_LINES = "a headline over two lines of a page made of tables"
ACCOUNT = "the byline names the account of a program"
MISSES: dict[str, dict[str, str]] = {
    "paragraphs": {"liveblog-train-disruption": "a post that is quoted within an entry of a live blog"},
    "unwanted": {
        "agency-copper-strike": AGENCY,
        "altweekly-drupal7-rats": ACCOUNT,
        "brightspot-magazine-tuner": AGENCY,
        "broadcaster-ferry-withdrawn": AGENCY,
        "hongkong-business-shophouses": ABOUT,
        "joomla-ghana-market-fire": ACCOUNT,
        "movabletype-hyperlocal-grocer": "trackbacks of 2007",
        "neck-gazette-1998": "the author's post on the line below the byline",
        "sports-match-report": AGENCY,
        "tables-1998-mill-strike": ABOUT,
    },
    "title": {"tables-1998-mill-strike": TWO_LINES},
    "authors": {
        "drupal-gov-water-levels": "the metadata name the office that published it as its author",
        "joomla-ghana-market-fire": ACCOUNT,
        "tables-1998-mill-strike": "the outlet of the author, on the next line, joins the name",
        "typo3-welsh-university-peat": "the byline is in a footer",
    },
    "publisher": {
        "joomla-ghana-market-fire": NO_DECLARATION,
        "neck-gazette-1998": NO_DECLARATION,
        "saint-bride-nometa": NO_DECLARATION,
        "tables-1998-mill-strike": NO_DECLARATION,
        "webflow-ngo-wells": NO_DECLARATION,
    },
    "url": {
        "hongkong-business-shophouses": "the canonical link has a parameter that other places lack",
        "movabletype-hyperlocal-grocer": "it is in a comment of RDF",
    },
    "published": {
        "altweekly-drupal7-rats": "the zone is in the line of the account",
        "drupal-gov-water-levels": "the metadata have the time of another step",
        "tables-1998-mill-strike": NO_DECLARATION,
    },
    "section": {
        "altweekly-drupal7-rats": "a label of the frame",
        "joomla-ghana-market-fire": NO_DECLARATION,
        "movabletype-hyperlocal-grocer": NO_DECLARATION,
        "neck-gazette-1998": NO_DECLARATION,
        "pakistan-canal-lining": "the metadata list two",
        "tables-1998-mill-strike": NO_DECLARATION,
        "typo3-welsh-university-peat": "the metadata name a wider section",
        "webflow-ngo-wells": "a link back is taken for a label",
    },
}


def pages(what: str) -> list[Any]:
    """The names of the pages; what is missed in a page is expected to fail, with the reason."""
    missed = MISSES.get(what, {})
    marks = {name: [pytest.mark.xfail(strict=True, reason=reason)] for name, reason in missed.items()}
    return [pytest.param(name, marks=marks.get(name, [])) for name in NAMES]


@functools.cache
def read(name: str) -> Document:
    """The document of a page."""
    found = derive((FOLDER / f"{name}.html").read_bytes(), Request(f"{name}.html"))
    assert isinstance(found, Document)
    return found


@functools.cache
def truth(name: str) -> Any:
    """What a careful reader finds in a page."""
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


def plain(words: str) -> str:
    """Words with single plain spaces."""
    return " ".join(words.split())


def moment(value: str) -> datetime.datetime | str:
    """A time, however it is written; a day or nothing as it is."""
    return datetime.datetime.fromisoformat(value).replace(microsecond=0) if "T" in value else value


@pytest.mark.parametrize("name", pages("paragraphs"))
def test_paragraphs(name: str) -> None:
    """All paragraphs, captions and notes of the article are there."""
    text, expected = plain(read(name).text), truth(name)
    wanted = [*expected["paragraphs"], *expected["captions"], *expected["notes"]]
    assert [words for words in wanted if plain(words) not in text] == []


@pytest.mark.parametrize("name", pages("unwanted"))
def test_what_is_left_out(name: str) -> None:
    """Nothing of the page around the article is there."""
    text = plain(read(name).text)
    assert [words for words in truth(name)["unwanted"] if plain(words) in text] == []


FACTS = ("title", "authors", "publisher", "url", "published", "updated", "section")


@pytest.mark.parametrize(
    ("fact", "name"),
    [pytest.param(fact, *page.values, marks=page.marks) for fact in FACTS for page in pages(fact)],
)
def test_facts(fact: str, name: str) -> None:
    """Each fact that the reader found."""
    expected = truth(name)[fact]
    found = read(name).facts.get(fact)
    value = found.value if found else ""
    if fact in {"published", "updated"}:
        assert moment(value) == moment(expected)
    else:
        assert value == (" | ".join(expected) if fact == "authors" else expected)


@pytest.mark.parametrize("name", NAMES)
def test_places(name: str) -> None:
    """Each character leads to its place in the page, except the blank lines between paragraphs."""
    found = read(name)
    assert found.original
    source = found.original.content.decode(found.original.encoding, "replace")
    covered = [" "] * len(found.text)
    for piece in found.pieces:
        words, there = piece.text.exact(found.text), html.unescape(piece.original.exact(source))
        assert words == there or plain(words) == plain(BREAK.sub("", there))
        covered[piece.text.start : piece.text.end] = words
    assert "".join(covered).split() == found.text.split()

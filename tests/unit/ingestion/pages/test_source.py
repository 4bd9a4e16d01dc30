"""The scan of a page's source: runs of text with their places, in linear time."""

from __future__ import annotations

import time

import pytest

from onrecord.ingestion.document import Refusal
from onrecord.ingestion.formats import Request
from onrecord.ingestion.limits import DEEPEST_PAGE, LARGEST_PAGE, MOST_ELEMENTS
from onrecord.ingestion.pages import derive
from onrecord.ingestion.pages.source import scan

from .reading import STORY, STORY_BLOCKS, blocks, document, refusal


@pytest.mark.parametrize(
    ("markup", "runs"),
    [
        ("<p>One <b>two</b>\n three</p>", ["One", "two", "three"]),
        ("<p title=\"a > b\">One</p><p title='<p>'>two", ["One", "two"]),
        ("One <!-- <p>no</p> --> two <!--> three <!-- no", ["One", "two", "three"]),
        ("<script>if (a < b) '<p>no</p>'</script>One<style>p > a {}</style>", ["One"]),
        ("1 < 2 and <3 & 4 >", ["1 < 2 and <3 & 4 >"]),
        ("<!DOCTYPE html><?php no ?>One</ no>two</>", ["One", "two"]),
        ("One<p two", ["One"]),
        ("<TITLE>no</TITLE>One", ["One"]),
    ],
)
def test_the_runs_of_text(markup: str, runs: list[str]) -> None:
    """Tags, comments, scripts and their like are not text."""
    source = scan(markup)
    assert [markup[start:end] for start, end in zip(source.starts, source.ends, strict=True)] == runs


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ("Fish &amp; chips &copy Skell &notit; AT&T", "Fish & chips © Skell ¬it; AT&T"),
        ("Odd &#x110000; &#0; &#xD800; &#x80; &#99999999999999;", "Odd \ufffd \ufffd \ufffd € \ufffd"),
        ("One\n\t two&#32;&#10; three&nbsp; four", "One two three\xa0 four"),
        ("N\0ul&shy;s", "Nul\xads"),
        ("One<br>two<b> </b>three<i>four</i> <i>five</i>", "One two threefour five"),
        ("One</p two<!-- no -->three", "One"),
    ],
)
def test_words_as_a_browser_shows_them(markup: str, words: str) -> None:
    """White space, character references and elements in a line."""
    assert blocks(document(f"<h1>Ferry stays</h1>{STORY}<p>{markup}</p>"))[3] == ("body", words)


def test_pieces_lead_into_the_source() -> None:
    """A character reference is a piece of its own; elements that touch are pieces that touch."""
    page = f"<h1>Ferry stays</h1>{STORY}<p>Fish &amp;\n  chi<b>ps</b></p>"
    found = document(page)
    last = found.blocks[-1].span
    pieces = [piece for piece in found.pieces if last.covers(piece.text)]
    assert [(piece.text.exact(found.text), piece.original.exact(page)) for piece in pieces] == [
        ("Fish ", "Fish "),
        ("&", "&amp;"),
        (" ", "\n  "),
        ("chi", "chi"),
        ("ps", "ps"),
    ]


def test_what_the_parser_moves_keeps_its_place() -> None:
    """A parser moves text out of a table; the pieces show where it is in the source."""
    page = (
        f"<h1>Ferry stays</h1>{STORY}<table>The boat is white, and has room for 200 people and 12 cars.<tr><td></table>"
    )
    assert blocks(document(page))[-1] == ("body", "The boat is white, and has room for 200 people and 12 cars.")


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        pytest.param("<div>" * (DEEPEST_PAGE + 1) + STORY, "broken", id="deep"),
        pytest.param("<div>" * 100_000 + STORY, "broken", id="very deep"),
        pytest.param("<p>x" * MOST_ELEMENTS, "broken", id="many"),
        pytest.param("x" * (LARGEST_PAGE + 1), "too_long", id="large"),
        pytest.param("<" * 10_000_000, "no_text", id="nothing but brackets"),
        pytest.param("<a" * 5_000_000, "no_text", id="a tag without an end"),
        pytest.param('<a b="' * 1_600_000, "no_text", id="attributes without an end"),
        pytest.param("<!--" * 2_500_000, "no_text", id="comments without an end"),
        pytest.param("<svg><title>" * 100_000, "no_text", id="drawings in titles"),
        pytest.param("<br>" * 290_000, "no_text", id="line breaks"),
    ],
)
def test_hostile_pages(page: str, reason: str) -> None:
    """Pages made to exhaust a reader are refused, in a time that grows with their size."""
    start = time.process_time()
    assert refusal(page).reason == reason
    assert time.process_time() - start < 30


@pytest.mark.parametrize(
    "data",
    [
        "[" * 100_000,
        '{"@graph": [' + '{"@type": "NewsArticle", "author": {"@id": "a"}, "@id": "a"},' * 20_000 + "{}]}",
        '{"@type": 1, "a":,}',
    ],
)
def test_hostile_data(data: str) -> None:
    """Data that is deep, long, circular or broken leaves the text alone."""
    page = f'<script type="application/ld+json">{data}</script><h1>Ferry stays</h1>{STORY}'
    assert blocks(document(page)) == [("headline", "Ferry stays"), *STORY_BLOCKS]


def test_no_address_of_a_script() -> None:
    """Addresses that are not of the web are no facts, and scripts in attributes are not text."""
    page = f'<link rel=canonical href="javascript:alert(1)"><h1 onclick="a(\'<p>no</p>\')">Ferry stays</h1>{STORY}'
    found = derive(page.encode(), Request("page.html"))
    assert not isinstance(found, Refusal)
    assert set(found.facts) == {"title"}

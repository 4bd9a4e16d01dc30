"""Names: layout, quotation marks and repetition."""

from __future__ import annotations

import itertools

import pytest

from onrecord.extraction.entities.names import find_names
from onrecord.ingestion import Zone
from onrecord.text.spans import Span

from ..conftest import Parse

ARTICLE = """\
Denver Bans Barges as Brandt Wins

By Nora Pell and J. P. Quill

The old mill in spring. (Photo by Tarn Images)

HARBOR CITY, Maine (WNA) — Mayor Ida Brandt of Denver met Gov. Ray Stone. Brandt then met the anti-Tarn groups.

The group, “Rise! Tarn Now,” left. Stone stayed.
"""


def span(text: str, words: str) -> Span:
    """The first place of `words` in a text."""
    return Span(text.index(words), text.index(words) + len(words))


def test_names_of_an_article(parse: Parse) -> None:
    """Each part of the layout gives its names, the headline only those that the article confirms."""
    names = find_names(parse(ARTICLE), [span(ARTICLE, "Rise! Tarn Now")])
    found = {(name.span.exact(ARTICLE), name.text, name.entity_type, name.zone) for name in names}
    assert found >= {
        ("Denver", "Denver", "place", Zone.HEADLINE),
        ("Brandt", "Brandt", "person", Zone.HEADLINE),
        ("Nora Pell", "Nora Pell", "person", Zone.BYLINE),
        ("J. P. Quill", "J. P. Quill", "person", Zone.BYLINE),
        ("HARBOR CITY", "Harbor City", "place", Zone.DATELINE),
        ("WNA", "WNA", "organization", Zone.BODY),
        ("Ida Brandt", "Ida Brandt", "person", Zone.BODY),
        ("Ray Stone", "Ray Stone", "person", Zone.BODY),
        ("Rise! Tarn Now", "Rise! Tarn Now", "organization", Zone.BODY),
        ("Stone", "Stone", "person", Zone.BODY),
    }
    assert {name.text for name in names if name.zone is Zone.HEADLINE} == {"Denver", "Brandt"}
    assert [name.span.exact(ARTICLE) for name in names if name.zone is Zone.CAPTION] == ["Tarn Images"]


def test_names_are_in_order_and_apart(parse: Parse) -> None:
    """No name is inside another, and each is a slice of its text, except for the case of a dateline."""
    names = find_names(parse(ARTICLE), [span(ARTICLE, "Rise! Tarn Now")])
    assert all(one.span.end <= two.span.start for one, two in itertools.pairwise(names))
    assert [name.text for name in names if name.span.exact(ARTICLE).casefold() != name.text.casefold()] == []


def test_one_name_has_one_type(parse: Parse) -> None:
    """Whatever the recognizer takes each of them for, equal names in an article are one kind of thing."""
    text = "Durham’s WRAL-TV said so. In Durham, people met. The mayor of Durham left.\n\nDurham Wins"
    assert [name.entity_type for name in find_names(parse(text)) if name.text == "Durham"] == ["place"] * 4


DATELINES = [
    ("HARBOR CITY, Maine (AP) — ", "HARBOR CITY", "Harbor City"),
    ("ST. ELM’S, Tarn Island (CP) — ", "ST. ELM’S", "St. Elm’s"),
    ("RIO TARN/SAO FERRO (Reuters) - ", "RIO TARN", "Rio Tarn"),
    ("U.S. — ", "U.S.", "U.S."),
    ("McElroy (AP) — ", "McElroy", "McElroy"),
]


@pytest.mark.parametrize(("opening", "words", "name"), DATELINES)
def test_a_town_in_capitals(parse: Parse, opening: str, words: str, name: str) -> None:
    """The town, without state or country, is written as names are, so that it meets the same town in the text."""
    text = f"Barges banned\n\n{opening}The barges sank."
    (found,) = [name for name in find_names(parse(text)) if name.zone is Zone.DATELINE]
    assert (found.span.exact(text), found.text, found.entity_type) == (words, name, "place")


SENTENCES = [
    # A sentence, and the names in it: words around a name are not part of it.
    ("Mayor Ida Brandt met Gov. Ray Stone.", ["Ida Brandt", "Ray Stone"]),
    ("The Tarn Institute for Water met.", ["Tarn Institute for Water"]),
    ("Anti-Israel groups met in Durham.", ["Israel", "Durham"]),
    ("Durham’s WRAL-TV said so.", ["Durham", "WRAL-TV"]),
    ("The Ashgrove City Council met Police Chief Dana Cole.", ["Ashgrove City Council", "Dana Cole"]),
    ("Sen. Rosa Diaz and Rep. Al Moss said no.", ["Rosa Diaz", "Al Moss"]),
    ("The ferry sank on Monday.", []),
    ("The Children’s Hospital closed. Children’s Hospital staff left.", ["Children’s Hospital", "Children’s Hospital"]),
]


@pytest.mark.parametrize(("text", "expected"), SENTENCES)
def test_where_a_name_begins_and_ends(parse: Parse, text: str, expected: list[str]) -> None:
    """Articles, titles, prefixes and possessive marks are left out."""
    assert [name.span.exact(text) for name in find_names(parse(text))] == expected

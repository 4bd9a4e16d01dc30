"""Articles in JSON, as content management systems, scrapers and news interfaces give them out."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from onrecord.errors import SourceError
from onrecord.ingestion.document import Document, Fact, Original, Piece, Refusal
from onrecord.text.spans import Span

from .reading import blocks, facts, pieces, read

TEXT = "The ferry will run until spring, the council of Tarn decided.\n\n“We need it,” Mayor Ida Mott said."


def test_linked_data() -> None:
    """An article of schema.org: all of the document."""
    article = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": "Ferry stays",
        "articleBody": TEXT,
        "author": [{"@type": "Person", "name": "Nora Pell"}, {"@type": "Person", "name": "Ida Brandt"}],
        "datePublished": "2031-05-08T14:05:00+01:00",
        "publisher": {"@type": "Organization", "name": "Tarn Courier", "url": "https://courier.example"},
        "mainEntityOfPage": {"@id": "https://courier.example/ferry"},
        "inLanguage": "en_GB",
        "articleSection": ["Local", "News"],
    }
    assert read(json.dumps(article, indent=1), ".json") == [
        Document(
            f"Ferry stays\n\n{TEXT}\n",
            blocks=read(json.dumps(article), ".json")[0].blocks,  # type: ignore[union-attr] -- compared below
            facts={
                "title": Fact("Ferry stays", "record"),
                "published": Fact("2031-05-08T14:05:00+01:00", "record"),
                "authors": Fact("Nora Pell | Ida Brandt", "record"),
                "url": Fact("https://courier.example/ferry", "record"),
                "publisher": Fact("Tarn Courier", "record"),
                "section": Fact("Local", "record"),
                "language": Fact("en-GB", "record"),
            },
            original=Original(TEXT.encode(), ".txt", "utf-8"),
            pieces=(Piece(Span(13, 13 + len(TEXT)), Span(0, len(TEXT))),),
            key="https://courier.example/ferry",
            locator="item 1",
        )
    ]
    assert blocks(read(json.dumps(article), ".json")[0]) == [
        ("headline", "Ferry stays"),
        (None, "The ferry will run until spring, the council of Tarn decided."),
        (None, "“We need it,” Mayor Ida Mott said."),
    ]


def test_posts_of_wordpress() -> None:
    """HTML with references in its titles; times in UTC; numbers for authors and categories are not facts."""
    posts = [
        {
            "id": 1204,
            "date": "2031-05-08T15:05:00",
            "date_gmt": "2031-05-08T14:05:00",
            "modified_gmt": "2031-05-09T08:00:00",
            "guid": {"rendered": "https://courier.example/?p=1204"},
            "link": "https://courier.example/ferry/",
            "title": {"rendered": "Ferry stays &#8211; for <em>now</em>"},
            "content": {
                "rendered": "<p>It runs until spring.</p>\n<p>“We need it,” she said.</p>\n",
                "protected": False,
            },
            "excerpt": {"rendered": "<p>It runs.</p>"},
            "author": 3,
            "categories": [12],
            "yoast_head_json": {"author": "Nora Pell"},
        }
    ]
    [document] = read(json.dumps(posts), ".json")
    assert blocks(document) == [
        ("headline", "Ferry stays – for now"),
        ("body", "It runs until spring."),
        ("body", "“We need it,” she said."),
    ]
    assert facts(document) == {
        "title": "Ferry stays – for now",
        "published": "2031-05-08T14:05:00Z",
        "updated": "2031-05-09T08:00:00Z",
        "authors": "Nora Pell",
        "url": "https://courier.example/ferry/",
    }
    assert isinstance(document, Document)
    assert (document.key, document.locator) == ("1204", "item 1")
    assert document.original == Original(posts[0]["content"]["rendered"].encode(), ".html", "utf-8")  # type: ignore[index]


@pytest.mark.parametrize(
    "around",
    [
        lambda each: [each, each],
        lambda each: {"status": "ok", "articles": [each, each]},
        lambda each: {"response": {"total": 2, "results": [each, each], "tags": [{"id": 1}]}},
        lambda each: {"hits": {"hits": [{"_id": "a", "_source": each}, {"_id": "b", "_source": each}]}},
        lambda each: {"@graph": [{"@type": "WebSite", "name": "Tarn Courier"}, each, each]},
        lambda each: {"data": [{"type": "article", "attributes": each}, {"type": "article", "attributes": each}]},
    ],
)
def test_what_is_around_articles(around: Any) -> None:
    """The only array of articles is found, and the object around each of them."""
    found = read(json.dumps(around({"title": "Ferry stays", "body": "It runs."})), ".json")
    assert [document.text for document in found] == ["Ferry stays\n\nIt runs.\n"] * 2  # type: ignore[union-attr]


@pytest.mark.parametrize("suffix", [".json", ".jsonl", ".txt"])
def test_lines(suffix: str) -> None:
    """Each line is a record; empty lines are counted, and a broken line does not stop the others."""
    lines = ['{"text": "One."}', "", '{"text": "Two.", "source": "https://x.example"}', '{"text": "Thr', '{"text": ""}']
    found = read("\n".join(lines), suffix)
    assert [(each.locator, getattr(each, "text", None) or each.reason) for each in found] == [  # type: ignore[union-attr]
        ("line 1", "One.\n"),
        ("line 3", "Two.\n"),
        ("line 4", "broken"),
        ("line 5", "no_text"),
    ]
    assert facts(found[1]) == {}


def test_names_of_the_user() -> None:
    """A mapped name comes before the usual names, also inside an object."""
    record = {"body": "Not this.", "data": {"Words": "This."}, "when": "8 May 2031", "date": "2031-05-09"}
    [document] = read(json.dumps(record), ".json", text="data.Words", published="when")
    assert (document.text, facts(document)) == ("This.\n", {"published": "2031-05-08"})  # type: ignore[union-attr]


def test_a_text_that_is_cut_off() -> None:
    """Some interfaces give the first words of an article only."""
    record = {"title": "Ferry stays", "content": "The ferry will run… [+2345 chars]", "url": "https://x.example/a"}
    assert read(json.dumps(record), ".json") == [
        Refusal(
            "no_text",
            "its text is cut off after 'The ferry will run…'; get the page at https://x.example/a",
            "item 1",
            "https://x.example/a",
        )
    ]


def test_halves_of_characters_and_controls() -> None:
    """A lone surrogate is replaced, a pair is joined, and controls are left out; pieces lead around them."""
    [document] = read('{"text": " A \\ud83d\\udea2\\u0000\\u0007 ferry \\ud83d."}', ".json")
    assert list(pieces(document)) == [("A 🚢", "A 🚢"), (" ferry �.", " ferry �.")]
    assert document.text == "A 🚢 ferry �.\n"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('{"a": [1, 2', "a.json: not JSON (Input data was truncated); correct it, or export it again"),
        ("[" * 100_000, "a.json: its values are nested too deeply; leave it out"),
        (
            '{"name": "onrecord", "version": "1"}',
            "a.json: none of its columns is known to be the text (name, version);",
        ),
        ("[]", "a.json: it has no records; leave it out, or restore its articles"),
        ("3", "a.json: JSON without an object or an array; leave it out"),
        (
            '{"text": "A.", "body": "B."}',
            "a.json: body and text could all be the text; choose one: --columns text=body",
        ),
        (
            '{"articles": [{"text": "A."}], "related": [{"text": "B."}]}',
            "a.json: articles and related are all arrays of articles; keep one of them",
        ),
    ],
)
def test_files_without_articles(content: str, message: str) -> None:
    """The whole file is refused."""
    with pytest.raises(SourceError, match=re.escape(message)):
        read(content, ".json")


def test_a_name_that_is_missing() -> None:
    """The names that are there are listed."""
    with pytest.raises(SourceError, match=re.escape("a.json: no column 'words', mapped to text; there are id, body")):
        read('[{"id": 1, "body": "A."}]', ".json", text="words")


STORIES = [{"headline": "Ferry stays", "bodytext_html": "<p>It runs.</p>", "by": [{"name": "Nora Pell"}]}] * 2


@pytest.mark.parametrize("around", [{"stories": STORIES}, {"data": {"stories": STORIES}}])
def test_a_path_through_a_list_of_records(around: dict[str, Any]) -> None:
    """The texts of many articles are not one text; the names in a record are said, and lead to each article."""
    path = "stories" if "stories" in around else "data.stories"
    message = (
        f"a.json: '{path}.bodytext_html', mapped to text, leads through a list of records ({path}); name what each of "
        "them has (headline, bodytext_html, by), as in --columns text=bodytext_html"
    )
    with pytest.raises(SourceError, match=re.escape(message)):
        read(json.dumps(around), ".json", text=f"{path}.bodytext_html")
    with pytest.raises(SourceError, match="mapped to title; there are headline, bodytext_html, by"):
        read(json.dumps(around), ".json", text="bodytext_html", title=f"{path}.headline")
    found = read(json.dumps(around), ".json", text="bodytext_html", authors="by.name")
    assert [each.text for each in found] == ["Ferry stays\n\nIt runs.\n"] * 2  # type: ignore[union-attr]
    assert facts(found[0])["authors"] == "Nora Pell"


def test_a_path_through_a_list_in_a_late_record() -> None:
    """It is refused, and the others are read."""
    lines = [{"a": {"words": f"Text {number}."}} for number in range(30)]
    late = {"a": [{"words": "One."}, {"words": "Two."}]}
    found = read("\n".join(map(json.dumps, [*lines, late])), ".jsonl", text="a.words")
    assert len(found) == 31
    assert isinstance(found[-1], Refusal)
    assert (found[-1].reason, found[-1].message[:57]) == (
        "invalid",
        "'a.words', mapped to text, leads through a list of record",
    )


@pytest.mark.parametrize("name", ["stories", "content"])
def test_names_in_an_object_around_records(name: str) -> None:
    """If no text is found, the names of the records are listed, and not those of the object around them."""
    content = json.dumps({"status": "ok", name: STORIES})
    with pytest.raises(SourceError, match=re.escape("is known to be the text (headline, bodytext_html, by);")):
        read(content, ".json")
    with pytest.raises(SourceError, match=re.escape("mapped to text; there are headline, bodytext_html, by")):
        read(content, ".json", text="words")
    record = {"id": 1, "words": "It runs until spring.", "tags": [{"name": "Local"}]}
    with pytest.raises(SourceError, match=re.escape("is known to be the text (id, words, tags);")):
        read(json.dumps(record), ".json")


@pytest.mark.parametrize(
    ("record", "columns"),
    [
        ({"a\ud83d": 1}, {}),
        ({"a\ud83d": 1}, {"text": "b"}),
        ({"a": [{"b\ud83d": "It runs."}]}, {"text": "a.b\ud83d"}),
    ],
)
def test_halves_of_characters_in_names(record: dict[str, Any], columns: dict[str, str]) -> None:
    """A message with such a name can be printed."""
    content = f"{json.dumps(record)}\n" * 2
    with pytest.raises(SourceError) as caught:
        read(content, ".jsonl", **columns)
    assert "\\ud83d" in str(caught.value).encode("utf-8").decode()


@pytest.mark.parametrize(
    ("record", "found"),
    [
        ({"url": "https://x.example/a?utm_medium=mail&id=7#top"}, {"url": "https://x.example/a?id=7"}),
        ({"url": "https://x.example/a?id=7"}, {"url": "https://x.example/a?id=7"}),
        ({"url": "https://x.example/a?b=%C3%A9"}, {"url": "https://x.example/a?b=%C3%A9"}),
        ({"url": "https://[x/a"}, {}),
        ({"language": "en-us"}, {"language": "en-US"}),
        ({"language": "EN_gb"}, {"language": "en-GB"}),
        ({"language": "English"}, {"language": "en"}),
        ({"language": "en, fr"}, {}),
    ],
)
def test_addresses_and_languages(record: dict[str, str], found: dict[str, str]) -> None:
    """They have the form that those of pages have."""
    [document] = read(json.dumps({"text": "It runs.", **record}), ".json")
    assert facts(document) == found


def test_deep_values() -> None:
    """A record that is nested too deeply is refused, the others are read."""
    deep = '{"text": "A.", "x": ' + "[" * 200 + "]" * 200 + "}"
    found = read(f'{deep}\n{{"text": "B."}}\n', ".jsonl")
    assert [type(each).__name__ for each in found] == ["Refusal", "Document"]

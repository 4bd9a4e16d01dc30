"""Markdown with front matter."""

from __future__ import annotations

import itertools
import re

import pytest

from onrecord.errors import SourceError
from onrecord.ingestion.document import Document, Refusal

from .reading import blocks, facts, pieces, read

FERRY = """\
---
title: "Ferry: it stays"
date: 2031-05-08 14:05:00 +0100
author: Nora Pell
categories: [Local, Harbor]
canonical_url: https://courier.example/ferry
---

The *ferry* &amp; the [bridge](https://x.example/the "the bridge") are
  **old**, the \\*mayor\\* said.<br> `Now`

![The ferry at dawn](ferry.jpg)

> “No,” he
> said.

What comes next
---------------

- a new pier
- a new boat

| a | table |
|---|-------|

```
code
```

<p>Markup</p>

[x]: https://x.example
"""


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_an_article(end: str) -> None:
    """Paragraphs without their markup; tables, code and HTML are left out; every piece is in its place."""
    [document] = read(FERRY.replace("\n", end), ".md")
    assert blocks(document) == [
        ("headline", "Ferry: it stays"),
        (None, "The ferry & the bridge are old, the *mayor* said. Now"),
        ("caption", "The ferry at dawn"),
        (None, "“No,” he said."),
        ("headline", "What comes next"),
        (None, "a new pier"),
        (None, "a new boat"),
    ]
    assert facts(document) == {
        "title": "Ferry: it stays",
        "published": "2031-05-08T14:05:00+01:00",
        "authors": "Nora Pell",
        "section": "Local",
        "url": "https://courier.example/ferry",
    }
    assert [*pieces(document)] == [
        ("The ", "The "),
        ("ferry", "ferry"),
        (" ", " "),
        ("&", "&amp;"),
        (" the ", " the "),
        ("bridge", "bridge"),
        (" are", " are"),
        ("old", "old"),
        (", the ", ", the "),
        ("*", "\\*"),
        ("mayor", "mayor"),
        ("*", "\\*"),
        (" said.", " said."),
        (" ", " "),
        ("Now", "Now"),
        ("“No,” he", "“No,” he"),
        ("said.", "said."),
        ("What comes next", "What comes next"),
        ("a new pier", "a new pier"),
        ("a new boat", "a new boat"),
    ]


def test_words_that_are_repeated_in_the_markup() -> None:
    """A piece is where its words are shown, not where an address or a description repeats them."""
    text = "[the ferry](https://x.example/the_ferry) the ferry ![the ferry](a.png) the ferry <https://a.example> a"
    [document] = read(text, ".md")
    assert isinstance(document, Document)
    assert document.text == "the ferry the ferry  the ferry https://a.example a\n"
    assert [piece.original.start for piece in document.pieces] == [1, 40, 70, 82, 100]


def test_a_title_with_brackets() -> None:
    """Where the places are not sure, the whole paragraph is a piece."""
    [document] = read('A [b](c "(d)") e *f*.\n\nG *h*.', ".md")
    assert [*pieces(document)] == [("A b e f.", 'A [b](c "(d)") e *f*.'), ("G ", "G "), ("h", "h"), (".", ".")]


def test_front_matter_in_toml() -> None:
    """The title of the front matter is not put over another."""
    [document] = read('+++\ntitle = "T"\ndate = 2031-05-08T14:05:00Z\n+++\n# Ferry stays\n\nIt runs.\n', ".md")
    assert blocks(document) == [("headline", "Ferry stays"), (None, "It runs.")]
    assert facts(document) == {"title": "T", "published": "2031-05-08T14:05:00Z"}


def test_a_rule_at_the_beginning() -> None:
    """Without an end it is not front matter."""
    assert blocks(read("---\nIt runs.\n", ".md")[0]) == [(None, "It runs.")]


def test_encodings() -> None:
    """Pieces count the characters of the original as decoded."""
    [document] = read("“It’s *ours*,” she said.".encode("windows-1252"), ".md")
    assert [*pieces(document)] == [("“It’s ", "“It’s "), ("ours", "ours"), (",” she said.", ",” she said.")]


def test_nothing_but_markup() -> None:
    """It has no article."""
    message = "a file without paragraphs; restore its text, or remove it"
    assert read("```\ncode\n```\n", ".md") == [Refusal("no_text", message)]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("---\na: [\n---\nb", "a.md: its front matter cannot be read (while parsing a flow node"),
        ("+++\na = \n+++\nb", "a.md: its front matter cannot be read (Invalid value"),
        ("---\n" + "[" * 50_000 + "\n---\nb", "a.md: the values of its front matter are nested too deeply; keep only"),
        ("---\n" + "a" * 70_000 + "\n---\nb", "a.md: front matter of more than 65,536 characters; keep only the facts"),
    ],
)
def test_front_matter_that_cannot_be_read(content: str, message: str) -> None:
    """The reason and the remedy, within limits."""
    with pytest.raises(SourceError, match=re.escape(message)):
        read(content, ".md")


def test_aliases_are_not_expanded() -> None:
    """A value that repeats another a billion times is not written out."""
    names = "abcdefghijkl"
    lines = ["a: &a [x, x]"]
    lines += [f"{after}: &{after} [{', '.join([f'*{before}'] * 9)}]" for before, after in itertools.pairwise(names)]
    [document] = read("---\n" + "\n".join(lines) + "\nauthors: *l\n---\nIt runs.\n", ".md")
    assert facts(document) == {}

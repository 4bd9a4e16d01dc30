"""Third-party texts in Markdown: a renderer shows them unchanged, and nobody is notified."""

from __future__ import annotations

import re

import pytest
from markdown_it import MarkdownIt

from onrecord.text.markdown import code, grid, plain

READER = MarkdownIt("commonmark").enable("table")
APART = "\u200b"

TEXTS = [
    "thanks, @ida and @org/team: see #12, GH-3, gh-4 and owner/name#5",
    "mail ida@example.org, or https://example.org/x?a=1&b=2, http://www.example.org, mailto:ida@example.org",
    "!7 &8 group&9",
    "# no heading",
    "- no item",
    "+1",
    "1. no list",
    "12) no list",
    "> no quotation",
    "===",
    "*a* _b_ __c__ `d` ~~e~~ ~f~ $g$ [h](i) ![j](k) <b>l</b> &amp; &#35;1 \\@m quote_spans",
    "a|b \\|c \\\\| d \\",
    "[^1] [x] :smile: <!-- no comment -->",
]
# How GitHub and GitLab find names and numbers in the text of a page, and readers addresses.
LOOKED_UP = re.compile(r"@\w|#\d|!\d|&\d|(?i:\bgh-\d)|://|\bwww\.|mailto:")


def texts(page: str) -> list[str]:
    """The text of each block or cell of a page; nothing in it may be more than text."""
    inlines = [token for token in READER.parse(page) if token.type == "inline"]
    assert {child.type for token in inlines for child in token.children or ()} <= {"text", "code_inline"}
    return ["".join(child.content for child in token.children or ()) for token in inlines]


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_is_shown_as_it_is(text: str) -> None:
    """In a paragraph, an item, a heading and a cell; but for spaces without width, before what would be looked up."""
    pages = [plain(text), f"- {plain(text)}", f"### {plain(text)}"]
    shown = [texts(page)[0] for page in pages]
    shown += texts("\n".join(grid(["x"], [[plain(text)]])))[1:]
    assert [one.replace(APART, "") for one in shown] == [text] * 4
    assert [one for one in shown if LOOKED_UP.search(one)] == []
    assert [token.type for token in READER.parse(plain(text))] == ["paragraph_open", "inline", "paragraph_close"]


@pytest.mark.parametrize("text", ["a", "`", "a`b``c", " a", "``", "@ida #1", "a_b*c*"])
def test_code_is_shown_as_it_is(text: str) -> None:
    """Whatever backquotes are in it; in code nobody is looked up."""
    [child] = READER.parseInline(code(text))[0].children or []
    assert (child.type, child.content.strip(" ")) == ("code_inline", text.strip(" "))


def test_a_line_is_one_line() -> None:
    """What breaks lines, or is not a sign, is shown."""
    assert plain("a\r\n\r\n  b\x1b[2J\u202e") == "a b\\\\x1b\\[2J\\\\u202e"
    assert list(grid(["a", "n"], [["b\nc|d", "1"]], numbers=1)) == ["| a | n |", "| --- | ---: |", "| b c\\|d | 1 |"]

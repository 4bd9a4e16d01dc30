"""Parsing a text as the product does."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from onrecord.ingestion import Article, Facts
from onrecord.ingestion.layout import lay_out
from onrecord.nlp import articles
from onrecord.nlp.articles import ParsedArticle

Parse = Callable[[str], ParsedArticle]


@pytest.fixture(scope="session")
def parse() -> Parse:
    """A function that parses a text."""

    def parse_text(text: str) -> ParsedArticle:
        article = Article("art_aaaaaaaaaaaaaaaa", "seeds/a.txt", text, "0" * 64, Facts(), lay_out(text))
        (parsed,) = articles.parse([article])
        return parsed

    return parse_text

"""A page, or a fragment of a page, as a document."""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.errors import SourceError
from onrecord.ingestion.document import Block, Document, Original, Piece, Refusal, joined
from onrecord.ingestion.formats.registry import Request
from onrecord.ingestion.layout import lay_out
from onrecord.ingestion.limits import DEEPEST_PAGE, FEWEST_WORDS, LARGEST_PAGE, MOST_ELEMENTS
from onrecord.ingestion.pages.content import Page
from onrecord.ingestion.pages.decoding import decode
from onrecord.ingestion.pages.facts import Facts, Shown
from onrecord.ingestion.pages.pruning import Part
from onrecord.ingestion.pages.source import Source, scan
from onrecord.ingestion.pages.tree import Tree
from onrecord.package.own_cells import SEPARATOR
from onrecord.text.spans import Span

_HALF = re.compile("[\ud800-\udfff]")
SUFFIX = ".html"


def derive(content: bytes, request: Request, *, encoding: str = "", url: str = "") -> Document | Refusal:
    """The article of a web page.

    Args:
        content: the page.
        request: names the file in messages.
        encoding: the encoding that the transfer declared; empty if it is not known.
        url: the address from which the page was fetched; empty if it is not known.

    Returns:
        The document; or why the page is not an article: it is too large, nested too deeply, in no known encoding, or
        has no article in it, as the front page of a newspaper.
    """
    if len(content) > LARGEST_PAGE:
        size = f"{len(content):,} bytes"
        return Refusal(
            "too_long",
            f"{request.where}: a page of {size}; a page has at most {LARGEST_PAGE:,}, so save the article alone",
        )
    decoded = decode(content, encoding)
    if decoded is None:
        return Refusal(
            "encoding", f"{request.where}: the bytes are not text in any known encoding; save the page as UTF-8"
        )
    text, codec = decoded
    source = scan(text)
    if fault := _fault(source):
        return Refusal("broken", f"{request.where}: {fault}")
    from selectolax.lexbor import LexborHTMLParser

    parser = LexborHTMLParser(source.markup)
    if parser.root is None:
        return _no_article(request)
    facts = Facts(parser, source, url)
    page = Page(Tree(parser.root, source), source, facts.headlines(), facts.sites())
    if not facts.is_article() and page.is_front():
        return Refusal(
            "no_text",
            f"{request.where}: a page that leads to articles and has no article itself; save the pages of the articles",
        )
    parts = page.parts()
    if not parts:
        return _no_article(request)
    derived, blocks, pieces = _joined(parts)
    if facts.is_for_subscribers() and (words := len(derived.split())) < FEWEST_WORDS:
        message = f"only the first {words} words of an article for subscribers; log in and save the page again"
        return Refusal("no_text", f"{request.where}: {message}")
    shown = Shown(page.title, page.bylines, page.published, page.section)
    if page.title is None:  # a page without headings, whose first lines are read as those of a text
        layout = lay_out(derived, blocks)
        shown.headline = layout.title.exact(derived) if layout.title else None
        shown.bylines = page.bylines or [SEPARATOR.join(name.exact(derived) for name in layout.authors)]
        shown.published = lambda: page.published() or layout.published
    found = facts.read(shown)
    return Document(derived, blocks, found, Original(content, SUFFIX, codec), pieces)


def derive_fragment(markup: str, *, where: str = "") -> Document:
    r"""The article that is markup without a page around it, such as the content of an entry of a feed.

    Only sign-up lines, link lines and repetitions are left out. The offsets count the characters of the markup.

    Args:
        markup: the markup; plain text is a fragment, too.
        where: names its place in messages.

    Returns:
        The document; its text is empty if the fragment has no words.

    Raises:
        SourceError: the markup is too large, or nested too deeply.

    Examples:
        >>> derive_fragment("<p>Fish &amp; chips</p>").text
        'Fish & chips\n'
    """
    if len(markup) > LARGEST_PAGE:
        raise SourceError(
            f"{where}: markup of {len(markup):,} characters; it has at most {LARGEST_PAGE:,}, so divide it"
        )
    text = _HALF.sub("\ufffd", markup)
    source = scan(text)
    if fault := _fault(source):
        raise SourceError(f"{where}: {fault}")
    from selectolax.lexbor import LexborHTMLParser

    parser = LexborHTMLParser(source.markup)
    parts = Page(Tree(parser.root, source), source).all_parts() if parser.root is not None else []
    derived, blocks, pieces = _joined(parts)
    return Document(derived, blocks, {}, Original(text.encode("utf-8"), SUFFIX, "utf-8"), pieces)


def _fault(source: Source) -> str:
    """Why a page is not parsed; empty if it is. The parser takes time that grows with the square of the depth."""
    if source.depth > DEEPEST_PAGE:
        return f"elements nested {source.depth:,} deep; a page has at most {DEEPEST_PAGE:,}, so save the article's text"
    if source.elements > MOST_ELEMENTS:
        return (
            f"{source.elements:,} tags and texts; a page has at most {MOST_ELEMENTS:,}, so save the text of the article"
        )
    return ""


def _no_article(request: Request) -> Refusal:
    return Refusal(
        "no_text",
        f"{request.where}: no article in this page: it may be a list of articles, or its text may be loaded by a "
        "script; open an article in a browser and save that page",
    )


def _joined(parts: Sequence[Part]) -> tuple[str, tuple[Block, ...], tuple[Piece, ...]]:
    """The text of the paragraphs of an article, its blocks, and where each stretch of it comes from."""
    written = [part for part in parts if part.text]
    text, blocks = joined((part.text, part.zone) for part in written)
    pieces = tuple(
        Piece(Span(start + block.span.start, end + block.span.start), Span(first, last))
        for block, part in zip(blocks, written, strict=True)
        for start, end, first, last in part.pieces
    )
    return text, blocks, pieces

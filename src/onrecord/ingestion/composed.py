"""Articles whose headline and text are given apart, as in a record of a table or an entry of a feed."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping

from onrecord.errors import SourceError
from onrecord.ingestion.document import BREAK, Block, Document, Fact, Original, Piece, Refusal
from onrecord.ingestion.paragraphs import split_paragraphs
from onrecord.ingestion.zones import Zone
from onrecord.package.ids import fold
from onrecord.text.legible import legible
from onrecord.text.spans import Span

# Elements of HTML that the texts of articles have, as tags. A text may have a lone "<" and words in angle brackets.
_TAG = re.compile(
    r"</?(?:p|br|div|span|a|b|i|u|em|strong|h[1-6]|ul|ol|li|blockquote|figure|figcaption|img|table|section|article|hr)"
    r"(?:\s[^<>]{0,2000})?/?>",
    re.IGNORECASE,
)
# Characters that no text has: controls other than tabulators and line breaks, halves of characters, no characters.
UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]+")


def is_markup(words: str) -> bool:
    """Whether words are HTML.

    Examples:
        >>> [is_markup(words) for words in ("<p>No.</p>", "1 < 2, <sic>")]
        [True, False]
    """
    return _TAG.search(words) is not None


def composed(
    words: str,
    *,
    title: str = "",
    markup: bool | None = None,
    facts: Mapping[str, Fact] | None = None,
    key: str = "",
    locator: str = "",
) -> Document | Refusal:
    """An article of a headline and a text; the headline becomes its first paragraph unless the text repeats it.

    Args:
        words: the text, plain or in HTML, which is the original of the article.
        title: the headline, in plain words.
        markup: whether the text is HTML; by default its tags show it.
        facts: what is known about the article; they come before what the markup says.
        key: as in `Document`.
        locator: as in `Document`.
    """
    # Halves of characters, which UTF-8 cannot hold, are joined or replaced.
    words = words.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if is_markup(words) if markup is None else markup:
        from onrecord.ingestion.pages import derive_fragment

        try:
            body = derive_fragment(UNFIT.sub("", words))
        except SourceError as error:
            return Refusal("broken", str(error), locator, key)
    else:
        body = _plain(words)
    if not body.text.replace("\ufeff", "").strip():
        return Refusal("no_text", "it has no text; get the whole article, or leave it out", locator, key)
    document = under_headline(title, body) if title else body
    return dataclasses.replace(document, facts={**document.facts, **(facts or {})}, key=key, locator=locator)


def _plain(words: str) -> Document:
    """A plain text without unfit characters and without white space at its ends."""
    text, pieces, place = [], [], 0
    trimmed = Span(0, len(words)).trim(words) if words else None
    holes = [Span(*match.span()) for match in UNFIT.finditer(words)]
    for kept in trimmed.without(holes) if trimmed else ():
        text.append(kept.exact(words))
        pieces.append(Piece(Span(place, place + len(kept)), kept))
        place += len(kept)
    return Document(
        "".join(text) + "\n" if text else "",
        original=Original(words.encode("utf-8"), ".txt", "utf-8"),
        pieces=tuple(pieces),
    )


def under_headline(title: str, body: Document) -> Document:
    """A document under a headline, which becomes its first paragraph unless the document begins with it."""
    blocks = body.blocks or tuple(Block(span) for span in split_paragraphs(legible(body.text)))
    if blocks and fold(blocks[0].span.exact(body.text)) == fold(title):
        first = dataclasses.replace(blocks[0], zone=Zone.HEADLINE)
        return dataclasses.replace(body, blocks=(first, *blocks[1:]))
    offset = len(title) + len(BREAK)
    return dataclasses.replace(
        body,
        text=f"{title}{BREAK}{body.text}",
        blocks=(
            Block(Span(0, len(title)), Zone.HEADLINE),
            *(Block(block.span.shift(offset), block.zone) for block in blocks),
        ),
        pieces=tuple(Piece(piece.text.shift(offset), piece.original) for piece in body.pieces),
    )

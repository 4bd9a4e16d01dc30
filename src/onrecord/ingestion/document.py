"""Documents: what a format derives from a file: the text of an article, its facts, and where both come from."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping

from onrecord.ingestion.zones import Zone
from onrecord.text.spans import Span

BREAK = "\n\n"  # between the blocks of a derived text


@dataclasses.dataclass(frozen=True, slots=True)
class Fact:
    """A fact about an article.

    Attributes:
        value: as the column of the table `articles` with the fact's name holds it; names of authors are joined by
            `own_cells.SEPARATOR`.
        basis: where it was found: `sidecar`, `metadata`, `json-ld`, `microdata`, `open-graph`, `meta`, `link`, `time`,
            `feed`, `record`, `properties`, `markup` (an element of the page) or `text` (read from the words).
    """

    value: str
    basis: str


@dataclasses.dataclass(frozen=True, slots=True)
class Block:
    """A paragraph that the format shows; without a `zone`, its words decide what it is."""

    span: Span
    zone: Zone | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the text and the stretch of the original that it was derived from.

    Both count code points, of the text and of the original as decoded. If both have the same length, each character
    is from its own; otherwise the whole is from the whole, as `&` for `&amp;`.
    """

    text: Span
    original: Span


@dataclasses.dataclass(frozen=True, slots=True)
class Original:
    """The bytes that a text was derived from, kept by their hash.

    Attributes:
        content: the bytes: of the file, or of the article's record in it.
        suffix: what the names of such files end with, such as `.html`.
        encoding: how the offsets of pieces decode it; empty if the content is not text.
    """

    content: bytes
    suffix: str
    encoding: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Document:
    """An article as a format reads it from a file.

    Attributes:
        text: the derived text, which all offsets of rows count.
        blocks: its paragraphs, in order; empty if the format has none, so that the text is divided by its layout.
        facts: what the file says about the article, by the columns of the table `articles`.
        original: what the text was derived from; None if the bytes of the text are the original.
        pieces: where each stretch of the text is in the original, in order; empty if the format has no offsets.
        key: names the article among those of its file: an id, an address or a title; empty if it is the only one.
        locator: where it is in the file, for people: `row 17`, `entry 3`.
        ignored: the columns of its table that are neither its text nor a fact; only in the first article of a file.
    """

    text: str
    blocks: tuple[Block, ...] = ()
    facts: Mapping[str, Fact] = dataclasses.field(default_factory=dict)
    original: Original | None = None
    pieces: tuple[Piece, ...] = ()
    key: str = ""
    locator: str = ""
    ignored: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class Refusal:
    """A record of a file that is not read as an article.

    Attributes:
        reason: a value of the column `reason` of the table `rejected`, whose schema says what each means.
        message: what is wrong, with the value; and the remedy.
        locator: where it is in the file; empty for the whole file.
        key: as in `Document`.
    """

    reason: str
    message: str
    locator: str = ""
    key: str = ""


def joined(paragraphs: Iterable[tuple[str, Zone | None]]) -> tuple[str, tuple[Block, ...]]:
    r"""The text of paragraphs with blank lines between them, and its blocks.

    Examples:
        >>> joined([("Ferry stays", Zone.HEADLINE), ("It will run.", None)])[0]
        'Ferry stays\n\nIt will run.\n'
    """
    words, blocks, place = [], [], 0
    for paragraph, zone in paragraphs:
        if paragraph:
            blocks.append(Block(Span(place, place + len(paragraph)), zone))
            words.append(paragraph)
            place += len(paragraph) + len(BREAK)
    return (BREAK.join(words) + "\n" if words else ""), tuple(blocks)

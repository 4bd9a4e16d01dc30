"""Article: a source text with the facts about it and its layout."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Sequence

from onrecord.errors import SourceError
from onrecord.ingestion.document import Block
from onrecord.ingestion.encodings import empty_file, refuse_binary
from onrecord.ingestion.facts import Facts
from onrecord.ingestion.limits import LONGEST_PARAGRAPH, LONGEST_TEXT
from onrecord.ingestion.sources import name_fault, target_of
from onrecord.ingestion.zones import Layout
from onrecord.package import SEEDS
from onrecord.package.ids import make_id


@dataclasses.dataclass(frozen=True, slots=True)
class Article:
    """A source text.

    Attributes:
        article_id: stable id; see `id_of`.
        path: the text's path inside the package.
        text: the decoded bytes, nothing normalized; all offsets count its characters.
        sha256: hash of the bytes, in hexadecimal digits.
        facts: the facts that are known from elsewhere.
        layout: headline, byline, captions, paragraphs and the like.
    """

    article_id: str
    path: str
    text: str
    sha256: str
    facts: Facts
    layout: Layout

    @property
    def published(self) -> str | None:
        """The day of publication, in EDTF: from the facts, or else from a line of the text."""
        return self.facts.published or self.layout.published


def article_of(text: str, name: str, facts: Facts) -> Article:
    """A text in memory as the article that it would be in the file `name` below seeds/.

    Raises:
        SourceError: no file can have that name, or the text is empty or too long.
    """
    if fault := name_fault(name):
        raise SourceError(f"{name}: {fault}; give another name")
    try:
        content = text.encode("utf-8")
    except UnicodeEncodeError as error:
        message = f"half of a character (a lone surrogate) at {error.start}"
        raise SourceError(f"{name}: {message}; decode its bytes again") from None
    path = target_of(name)
    decode(content, name)
    return Article(
        id_of(path, facts), path, text, hashlib.sha256(content).hexdigest(), facts, checked_layout(text, (), name)
    )


def text_article(text: str, published: str | None, blocks: Sequence[Block]) -> Article:
    """A text as an article of no package, to be read.

    Raises:
        SourceError: the text or a paragraph is too long.
    """
    return Article("", "", text, "", Facts(published=published), checked_layout(text, blocks, "the text"))


def id_of(path: str, facts: Facts) -> str:
    """The id of an article: from its address, or else from the path of its text below seeds/."""
    return make_id("articles", facts.url or path.removeprefix(f"{SEEDS}/"))


def checked_layout(text: str, blocks: Sequence[Block], where: str) -> Layout:
    """The layout of a text that can be read.

    Raises:
        SourceError: the text or a paragraph is too long.
    """
    if len(text) > LONGEST_TEXT:
        raise SourceError(
            f"{where}: a text of {len(text):,} characters; an article has at most {LONGEST_TEXT:,}, so give each "
            "article its own file",
            "too_long",
        )
    from onrecord.ingestion.layout import lay_out  # not by a process that only assembles what others read

    layout = lay_out(text, blocks)
    if longest := max((p.span for p in layout.paragraphs if len(p.span) > LONGEST_PARAGRAPH), key=len, default=None):
        raise SourceError(
            f"{where}: a paragraph of {len(longest):,} characters at {longest.start}; a paragraph has at most "
            f"{LONGEST_PARAGRAPH:,}, so give each article its own file, with blank lines between paragraphs",
            "too_long",
        )
    return layout


def decode(content: bytes, where: str) -> str:
    """The text of `content`, which was read from `where`.

    Raises:
        SourceError: the content is empty, binary or not UTF-8.
    """
    refuse_binary(content, where)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise SourceError(
            f"{where}: not UTF-8 at byte {error.start}; convert it first, for example: iconv -f WINDOWS-1252 -t UTF-8"
        ) from None
    if not text.replace("\ufeff", "").strip():
        raise empty_file(where)
    return text

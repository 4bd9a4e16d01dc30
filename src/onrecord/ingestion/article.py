"""Article: a source text with its sidecar and its layout."""

from __future__ import annotations

import dataclasses
import hashlib

from onrecord.errors import SourceError
from onrecord.ingestion.layout import Layout, lay_out
from onrecord.ingestion.limits import LONGEST_PARAGRAPH, LONGEST_TEXT
from onrecord.ingestion.sidecar import Sidecar, parse_sidecar
from onrecord.ingestion.sources import SEEDS, Source, name_fault, target_of
from onrecord.package.ids import make_id


@dataclasses.dataclass(frozen=True, slots=True)
class Article:
    """A source text.

    Attributes:
        article_id: stable id, from the url in the sidecar, or else from the path below seeds/.
        path: the text's path inside the package.
        text: the decoded bytes, nothing normalized; all offsets count its characters.
        sha256: hash of the bytes, in hexadecimal digits.
        sidecar: the facts in the sidecar.
        layout: headline, byline, captions, paragraphs and the like.
    """

    article_id: str
    path: str
    text: str
    sha256: str
    sidecar: Sidecar
    layout: Layout

    @property
    def published(self) -> str | None:
        """The day of publication, in EDTF: from the sidecar, or else from a line of the text."""
        return self.sidecar.published or self.layout.published


def read_article(source: Source) -> Article:
    """Reads a text and its sidecar.

    Raises:
        SourceError: the text is empty, binary or not UTF-8, it or a paragraph is too long, or the sidecar is invalid.
    """
    content, facts = source.read(), source.read_sidecar()
    sidecar = parse_sidecar(facts, source.sidecar) if facts is not None and source.sidecar else Sidecar()
    return _article(content, str(source.path), source.target, sidecar)


def article_of(text: str, name: str, sidecar: Sidecar) -> Article:
    """A text in memory as the article that it would be in the file `name` below seeds/.

    Raises:
        SourceError: as for `read_article`; or no file can have that name.
    """
    if fault := name_fault(name):
        raise SourceError(f"{name}: {fault}; give another name")
    try:
        content = text.encode("utf-8")
    except UnicodeEncodeError as error:
        message = f"half of a character (a lone surrogate) at {error.start}"
        raise SourceError(f"{name}: {message}; decode its bytes again") from None
    return _article(content, name, target_of(name), sidecar)


def _article(content: bytes, where: str, target: str, sidecar: Sidecar) -> Article:
    text = decode(content, where)
    if len(text) > LONGEST_TEXT:
        raise SourceError(
            f"{where}: a text of {len(text):,} characters; an article has at most {LONGEST_TEXT:,}, so give each "
            "article its own file"
        )
    layout = lay_out(text)
    if longest := max((p.span for p in layout.paragraphs if len(p.span) > LONGEST_PARAGRAPH), key=len, default=None):
        raise SourceError(
            f"{where}: a paragraph of {len(longest):,} characters at {longest.start}; a paragraph has at most "
            f"{LONGEST_PARAGRAPH:,}, so give each article its own file, with blank lines between paragraphs"
        )
    return Article(
        article_id=make_id("articles", sidecar.url or target.removeprefix(f"{SEEDS}/")),
        path=target,
        text=text,
        sha256=hashlib.sha256(content).hexdigest(),
        sidecar=sidecar,
        layout=layout,
    )


def decode(content: bytes, where: str) -> str:
    """The text of `content`, which was read from `where`.

    Raises:
        SourceError: the content is empty, binary or not UTF-8.
    """
    if b"\0" in content:
        raise SourceError(f"{where}: a binary file (NUL at byte {content.index(0)}); give the article as plain text")
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise SourceError(
            f"{where}: not UTF-8 at byte {error.start}; convert it first, for example: iconv -f WINDOWS-1252 -t UTF-8"
        ) from None
    if not text.replace("\ufeff", "").strip():
        raise SourceError(f"{where}: an empty file; remove it or restore its text")
    return text

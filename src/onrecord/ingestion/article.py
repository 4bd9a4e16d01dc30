"""Article: a source text with what its sidecar and its layout tell."""

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
        article_id: stable id, from the sidecar's url where it has one, else from the path below seeds/.
        path: the text's path inside the package.
        text: the decoded bytes, nothing normalized; all offsets count its characters.
        sha256: of the bytes, in hexadecimal digits.
        sidecar: what the sidecar says.
        layout: headline, byline, captions and paragraphs.
    """

    article_id: str
    path: str
    text: str
    sha256: str
    sidecar: Sidecar
    layout: Layout


def read_article(source: Source) -> Article:
    """Reads a text and its sidecar.

    Raises:
        SourceError: the text is empty, binary or not UTF-8, is longer than an article can be or has such a
            paragraph, or the sidecar is wrong.
    """
    content, beside = source.read(), source.read_sidecar()
    sidecar = parse_sidecar(beside, source.sidecar) if beside is not None and source.sidecar else Sidecar()
    return _article(content, str(source.path), source.target, sidecar)


def article_of(text: str, name: str, sidecar: Sidecar) -> Article:
    """A text in memory as the article that it would be in the file `name` below seeds/.

    Raises:
        SourceError: as `read_article` does, or no file can have that name.
    """
    if fault := name_fault(name):
        raise SourceError(f"{name}: {fault}; give another one")
    try:
        content = text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise SourceError(f"{name}: half of a character at {error.start}; decode its bytes again") from None
    return _article(content, name, target_of(name), sidecar)


def _article(content: bytes, where: str, target: str, sidecar: Sidecar) -> Article:
    text = decode(content, where)
    if len(text) > LONGEST_TEXT:
        raise SourceError(
            f"{where}: a text of {len(text):,} characters; an article has {LONGEST_TEXT:,} at most, so give each "
            "article a file of its own"
        )
    layout = lay_out(text)
    if longest := max((p.span for p in layout.paragraphs if len(p.span) > LONGEST_PARAGRAPH), key=len, default=None):
        raise SourceError(
            f"{where}: a paragraph of {len(longest):,} characters at {longest.start}; an article has none over "
            f"{LONGEST_PARAGRAPH:,}, so give each article a file of its own, with blank lines between paragraphs"
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
    """The text that `content`, read from `where`, holds.

    Raises:
        SourceError: the content is empty, binary or not UTF-8.
    """
    if b"\0" in content:
        raise SourceError(f"{where}: a binary file (NUL at byte {content.index(0)}); give the article as plain text")
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise SourceError(
            f"{where}: not UTF-8 at byte {error.start}; convert it first, as with: iconv -f WINDOWS-1252 -t UTF-8"
        ) from None
    if not text.replace("\ufeff", "").strip():
        raise SourceError(f"{where}: an empty file; remove it or restore its text")
    return text

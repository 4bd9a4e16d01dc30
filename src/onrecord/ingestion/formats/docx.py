"""Documents of Microsoft Word and of programs that write its format (Office Open XML, ISO/IEC 29500)."""

from __future__ import annotations

import contextlib
import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from onrecord.errors import SourceError
from onrecord.ingestion.composed import UNFIT
from onrecord.ingestion.document import Document, Fact, Original, Refusal, joined
from onrecord.ingestion.formats.reading import read_whole, refusal_of_list
from onrecord.ingestion.formats.registry import Format, Request
from onrecord.ingestion.properties import facts_of_properties
from onrecord.ingestion.zones import Zone

LARGEST_DOCUMENT = 64 * 1024 * 1024
# Bytes of all parts, of a part other than a picture, and of its parts in number, when they are unpacked.
_LARGEST_UNPACKED, _LARGEST_PART, _MOST_PARTS = 256 * 1024 * 1024, 32 * 1024 * 1024, 10_000
_MEDIA = "word/media/"
# How XML begins, in all encodings; pictures, sound and films never do.
_XML = re.compile(rb"[\s<]|\xef\xbb\xbf|\xff\xfe|\xfe\xff|\0(?:\0\0)?<|Lo\xa7\x94")
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
# What is deleted or moved away, boxes next to the text, and the text that another program shows.
_LEFT_OUT = frozenset({f"{_W}del", f"{_W}moveFrom", f"{_W}txbxContent", f"{_W}pPr", f"{_W}rPr", _FALLBACK})
_CHARACTERS = {f"{_W}tab": " ", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "\u2011"}
# The names of styles, in lower case, as Word stores them in all languages.
_HEADINGS = re.compile(r"title|subtitle|heading \d")
_CAPTIONS = frozenset({"caption"})
_OUTSIDE = re.compile(r"toc \d|header|footer|footnote text|endnote text|annotation text")
_MOST_STYLES = 10  # that are based on each other


def read(file: BinaryIO, request: Request) -> Iterator[Document | Refusal]:
    """The article that a document is, with all changes accepted.

    Raises:
        SourceError: it is damaged, not of Word, or too large when it is unpacked.
    """
    content = read_whole(file, request.where, LARGEST_DOCUMENT)
    with _reported(request.where):
        _check_sizes(content, request.where)
        document = _opened(content)
        text, blocks = joined(_paragraphs(document))
        facts = _facts(document)
    if refusal := refusal_of_list(text):
        yield refusal
    elif text:
        yield Document(text, blocks, facts, Original(content, ".docx"))
    else:
        yield Refusal("no_text", "a document without words outside of tables and boxes; save its text as .txt")


@contextlib.contextmanager
def _reported(where: str) -> Iterator[None]:
    """Raises errors of the library, which trusts that all parts of a document are there, as errors of the source."""
    try:
        yield
    except SourceError:
        raise
    except Exception as error:
        reason = (str(error).splitlines() or [""])[0][:200] or type(error).__name__
        raise SourceError(f"{where}: a damaged document ({reason}); open it in Word, and save it as .docx") from None


def _check_sizes(content: bytes, where: str) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = archive.infolist()
        is_large = len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _LARGEST_UNPACKED
        is_large = is_large or any(part.file_size > _LARGEST_PART and not _is_media(archive, part) for part in parts)
    if is_large:
        raise SourceError(f"{where}: far larger when it is unpacked than an article is; save its text as .txt")


def _is_media(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    """Whether a part is a picture, sound or a film; the text of a document may have any name, even one of a picture."""
    if not part.filename.startswith(_MEDIA) or part.filename.endswith((".xml", ".rels")):
        return False
    with archive.open(part) as file:
        return _XML.match(file.read(4)) is None


def _opened(content: bytes) -> Any:
    """The document; its library reads no entities and nothing outside of the file."""
    import docx

    return docx.Document(io.BytesIO(content))


def _paragraphs(document: Any) -> Iterator[tuple[str, Zone | None]]:
    """The paragraphs outside of tables, each with the zone that its style shows."""
    styles = {style.style_id: style.element for style in document.styles}
    before = ""
    for paragraph in _all(document.element.body):
        words = before + _words(paragraph)
        before = ""
        # A paragraph whose end was deleted goes on in the next.
        if paragraph.find(f"{_W}pPr/{_W}rPr/{_W}del") is not None:
            before = words
            continue
        names = _style(paragraph, styles)
        if any(map(_OUTSIDE.fullmatch, names)):
            continue
        is_heading, is_caption = any(map(_HEADINGS.fullmatch, names)), not _CAPTIONS.isdisjoint(names)
        zone = Zone.HEADLINE if is_heading else Zone.CAPTION if is_caption else None
        # Two line breaks are an empty line.
        for part in "\n".join(map(str.strip, words.split("\n"))).split("\n\n"):
            yield " ".join(part.split()), zone
    yield " ".join(before.split()), None


def _all(parent: Any) -> Iterator[Any]:
    """The paragraphs in a part of a document, also in its controls and in what was inserted; not those in tables."""
    waiting = [parent]
    while waiting:
        element = waiting.pop()
        if element.tag == f"{_W}p":
            yield element
        elif element.tag not in {*_LEFT_OUT, f"{_W}tbl", f"{_W}sectPr"}:
            waiting.extend(reversed(element))


def _words(paragraph: Any) -> str:
    """The words of a paragraph as they are printed."""
    found: list[str] = []
    waiting = list(reversed(paragraph))
    while waiting:
        element = waiting.pop()
        if element.tag == f"{_W}t":
            found.append(element.text or "")
        elif element.tag in _CHARACTERS:
            found.append(_CHARACTERS[element.tag])
        elif element.tag not in _LEFT_OUT and element.find(f"{_W}rPr/{_W}vanish") is None:
            waiting.extend(reversed(element))
    return UNFIT.sub("", "".join(found))


def _style(paragraph: Any, styles: Mapping[str, Any]) -> list[str]:
    """The names of a paragraph's style and of those that it is based on."""
    stated = paragraph.find(f"{_W}pPr/{_W}pStyle")
    name = None if stated is None else stated.get(f"{_W}val")
    found: list[str] = []
    for _ in range(_MOST_STYLES):
        style = styles.get(name) if name else None
        if style is None:
            break
        shown, base = style.find(f"{_W}name"), style.find(f"{_W}basedOn")
        found.append((shown.get(f"{_W}val") or "").lower() if shown is not None else "")
        name = None if base is None else base.get(f"{_W}val")
    return found


def _facts(document: Any) -> dict[str, Fact]:
    """The facts in the properties; the day on which the file was made is not that of publication."""
    properties = document.core_properties
    return facts_of_properties(
        {"title": properties.title, "authors": properties.author, "language": properties.language}
    )


FORMAT = Format(
    "docx",
    1,
    "a document of Word",
    frozenset({".docx"}),
    lambda head: head.startswith(b"PK\x03\x04") and (b"word/" in head or b"wordprocessingml" in head),
    read,
)

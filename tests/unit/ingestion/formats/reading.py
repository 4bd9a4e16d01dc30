"""How the tests of formats read a file, and what they compare of a document."""

from __future__ import annotations

import io
from collections.abc import Iterator

from onrecord.ingestion.document import Document, Refusal
from onrecord.ingestion.formats import Request, format_of


def read(content: bytes | str, suffix: str, **columns: str) -> list[Document | Refusal]:
    """What is read from a file with a suffix."""
    content = content.encode("utf-8") if isinstance(content, str) else content
    found = format_of(suffix, content[:4096])
    assert found is not None
    return list(found.read(io.BytesIO(content), Request(f"a{suffix}", columns)))


def blocks(document: Document | Refusal) -> list[tuple[str | None, str]]:
    """The zone and the words of each paragraph."""
    assert isinstance(document, Document)
    return [(block.zone and block.zone.value, block.span.exact(document.text)) for block in document.blocks]


def facts(document: Document | Refusal) -> dict[str, str]:
    """The facts without their bases."""
    assert isinstance(document, Document)
    return {name: fact.value for name, fact in document.facts.items()}


def pieces(document: Document | Refusal) -> Iterator[tuple[str, str]]:
    """The words of each piece in the text and in the original."""
    assert isinstance(document, Document)
    assert document.original is not None
    original = document.original.content.decode(document.original.encoding)
    for piece in document.pieces:
        yield piece.text.exact(document.text), piece.original.exact(original)

"""Plain text in UTF-8, or in another encoding that its bytes show."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from onrecord.errors import SourceError
from onrecord.ingestion.document import Document, Original, Piece, Refusal
from onrecord.ingestion.encodings import UTF_8, decoded
from onrecord.ingestion.formats.reading import read_whole, refusal_of_list
from onrecord.ingestion.formats.registry import Format, Request
from onrecord.text.spans import Span


def read(file: BinaryIO, request: Request) -> Iterator[Document | Refusal]:
    """The article that a text file is.

    It is refused if it is empty, binary, in an encoding that it does not show, or a list of articles that a database gave
    out.

    Raises:
        SourceError: it is too large.
    """
    content = read_whole(file, request.where)
    try:
        text, encoding = decoded(content, request.where)
    except SourceError as error:
        yield Refusal("encoding", str(error))
        return
    if not text.replace("\ufeff", "").strip():
        yield Refusal("no_text", "an empty file; remove it or restore its text")
    elif refusal := refusal_of_list(text):
        yield refusal
    elif encoding == UTF_8:
        yield Document(text)
    else:
        whole = Span(0, len(text))
        yield Document(text, original=Original(content, ".txt", encoding), pieces=(Piece(whole, whole),))


FORMAT = Format("text", 1, "a plain text", frozenset({".txt", ".text"}), lambda _: False, read)

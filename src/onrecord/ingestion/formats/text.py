"""Plain text in UTF-8, or in another encoding that its bytes show."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from onrecord.ingestion.document import Document, Original, Piece, Refusal
from onrecord.ingestion.encodings import UTF_8, decoded, empty_file
from onrecord.ingestion.formats.reading import read_whole, refusal_of_list
from onrecord.ingestion.formats.registry import Format, Request
from onrecord.text.spans import Span


def read(file: BinaryIO, request: Request) -> Iterator[Document | Refusal]:
    """The article that a text file is.

    A list of articles of a database is refused.

    Raises:
        SourceError: it is empty, too large, binary, or in an encoding that it does not show.
    """
    content = read_whole(file, request.where)
    text, encoding = decoded(content, request.where)
    if not text.replace("\ufeff", "").strip():
        raise empty_file(request.where)
    if refusal := refusal_of_list(text):
        yield refusal
    elif encoding == UTF_8:
        yield Document(text)
    else:
        whole = Span(0, len(text))
        yield Document(text, original=Original(content, ".txt", encoding), pieces=(Piece(whole, whole),))


FORMAT = Format("text", 1, "a plain text", frozenset({".txt", ".text"}), lambda _: False, read)

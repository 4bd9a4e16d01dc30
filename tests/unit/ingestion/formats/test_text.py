"""Plain texts, in several encodings; lists of articles as databases give them out."""

from __future__ import annotations

import re

import pytest

from onrecord.errors import SourceError
from onrecord.ingestion.document import Document, Original, Piece, Refusal
from onrecord.text.spans import Span

from .reading import read

TEXT = "Ferry stays\r\n\r\n“It’s ours,” Mayor Ida Mott said — twice.\r\n"


@pytest.mark.parametrize("text", [TEXT, f"\ufeff{TEXT}"])
def test_utf_8_is_its_own_original(text: str) -> None:
    """Line ends and the byte order mark stay."""
    assert read(text, ".txt") == [Document(text)]


@pytest.mark.parametrize("encoding", ["windows-1252", "macintosh", "utf-16"])
def test_other_encodings(encoding: str) -> None:
    """The bytes are kept, and each character of the text is one of the original as decoded."""
    content = TEXT.encode(encoding)
    whole = Span(0, len(TEXT))
    assert read(content, ".txt") == [
        Document(TEXT, original=Original(content, ".txt", encoding), pieces=(Piece(whole, whole),))
    ]


@pytest.mark.parametrize("content", [b"", b" \r\n", b"\xef\xbb\xbf\n"])
def test_empty_files(content: bytes) -> None:
    """White space is not an article."""
    with pytest.raises(SourceError, match=re.escape("a.txt: an empty file; remove it or restore its text")):
        read(content, ".txt")


def test_a_file_that_is_too_large() -> None:
    """It is not read to its end."""
    with pytest.raises(SourceError, match="more than 15 MiB; an article never is, so divide it or leave it out"):
        read(b"a " * 9_000_000, ".txt")


@pytest.mark.parametrize(
    ("divider", "name"),
    [
        ("                  {} of 2 DOCUMENTS", "LexisNexis"),
        ("End of Document\n\n{}", "Nexis"),
        ("Document TARNCR0020310508e7580000{}", "Factiva"),
        ("Document {} of 2", "ProQuest"),
    ],
)
def test_lists_of_databases(divider: str, name: str) -> None:
    """Two articles in a file would be read as one, so the file is refused; a file of one article is read."""
    article = f"{divider}\n\nFerry stays\n\nThe ferry will run, the council of Tarn said.\n\n"
    assert read(article.format(1) + article.format(2), ".txt") == [
        Refusal(
            "kind",
            f"a list of 2 articles as {name} gives them out, which would be read as a single article; get each article "
            "as a separate file, or the list as CSV",
        )
    ]
    assert read(article.format(1), ".txt") == [Document(article.format(1))]


def test_a_sentence_about_documents_is_not_a_divider() -> None:
    """The line has nothing else in it."""
    text = "It lost 1 of 50 DOCUMENTS.\n\nIt lost 2 of 50 DOCUMENTS.\n"
    assert read(text, ".txt") == [Document(text)]

"""Articles: bytes become text, and nothing of it is changed."""

from __future__ import annotations

import hashlib

import pytest

from onrecord.errors import SourceError
from onrecord.ingestion import Article, Facts, Zone, article_of
from onrecord.ingestion.article import decode, text_article
from onrecord.ingestion.document import Block
from onrecord.ingestion.layout import lay_out
from onrecord.package.ids import make_id
from onrecord.text.spans import Span

CONTENT = "\ufeffBarges banned\r\n\r\nThe 🚢 is\u00a0gone.\r\n".encode()


def test_an_article() -> None:
    """Byte order mark, line ends and blanks stay, and the hash is that of the bytes in a file."""
    text = "\ufeffBarges banned\r\n\r\nThe 🚢 is\u00a0gone.\r\n"
    assert article_of(text, "deep/a.txt", Facts()) == Article(
        article_id=make_id("articles", "deep/a.txt"),
        path="seeds/deep/a.txt",
        text=text,
        sha256=hashlib.sha256(CONTENT).hexdigest(),
        facts=Facts(),
        layout=lay_out(text),
    )


def test_the_day_of_publication() -> None:
    """A sidecar or the like comes before a line of the text."""
    text = "Barges banned\n\nThursday, May 8, 2031\n\nThe town banned barges."
    assert article_of(text, "a.txt", Facts()).published == "2031-05-08"
    assert article_of(text, "a.txt", Facts(published="2031-05-09")).published == "2031-05-09"


def test_the_id_is_that_of_the_place() -> None:
    """The url, where it is known, else the path below seeds/; the text does not matter."""
    known = Facts(url="https://example.org/a")
    ids = [
        article_of(f"Text {number}.", name, facts).article_id
        for number, (name, facts) in enumerate(
            [("a.txt", Facts()), ("a.txt", Facts()), ("b.txt", Facts()), ("a.txt", known)]
        )
    ]
    assert ids == [
        make_id("articles", "a.txt"),
        make_id("articles", "a.txt"),
        make_id("articles", "b.txt"),
        make_id("articles", "https://example.org/a"),
    ]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "an empty file; remove it or restore its text"),
        (b" \r\n\t\n", "an empty file; remove it or restore its text"),
        ("\ufeff \n\ufeff\u00a0".encode(), "an empty file; remove it or restore its text"),
        (b"PK\x03\x04\x14\x00", "a binary file (NUL at byte 5); give the article as plain text"),
        ("Barges".encode("utf-16"), "a binary file (NUL at byte 3); give the article as plain text"),
        (
            "caf\xe9".encode("latin-1"),
            "not UTF-8 at byte 3; convert it first, for example: iconv -f WINDOWS-1252 -t UTF-8",
        ),
        (b"\xff\xfe\xff", "not UTF-8 at byte 0; convert it first, for example: iconv -f WINDOWS-1252 -t UTF-8"),
        (b"a\xed\xa0\x80", "not UTF-8 at byte 1; convert it first, for example: iconv -f WINDOWS-1252 -t UTF-8"),
    ],
    ids=["empty", "blank", "mark alone", "zip", "UTF-16", "Latin-1", "a picture", "half a character"],
)
def test_files_that_are_not_texts(content: bytes, message: str) -> None:
    """What it is, where, and what to do."""
    with pytest.raises(SourceError) as raised:
        decode(content, "a.txt")
    assert str(raised.value) == f"a.txt: {message}"


@pytest.mark.parametrize(
    ("text", "name", "message"),
    [
        ("Barges", ".a.txt", ".a.txt: a name that begins with a dot is not allowed in a package; give another name"),
        ("Barg\ud800es", "a.txt", "a.txt: half of a character (a lone surrogate) at 4; decode its bytes again"),
        (" \n", "a.txt", "a.txt: an empty file; remove it or restore its text"),
    ],
)
def test_texts_in_memory_that_no_file_can_hold(text: str, name: str, message: str) -> None:
    """What is wrong, where, and what to do."""
    with pytest.raises(SourceError) as raised:
        article_of(text, name, Facts())
    assert str(raised.value) == message


def test_a_paragraph_that_is_too_long() -> None:
    """A paragraph longer than any newspaper's is refused before the language model sees it."""
    text = f"Head\n\n{'word ' * 50_000}\n"
    message = r"a\.txt: a paragraph of 249,999 characters at 6; a paragraph has at most 100,000, so"
    with pytest.raises(SourceError, match=message):
        article_of(text, "a.txt", Facts())


def test_a_text_that_is_too_long() -> None:
    """A text longer than any article is refused, as a whole novel would be."""
    with pytest.raises(
        SourceError, match=r"a\.txt: a text of 4,000,002 characters; an article has at most 4,000,000, so"
    ):
        article_of("a\n" * 2_000_001, "a.txt", Facts())


@pytest.mark.parametrize(
    ("blocks", "expected"),
    [
        ((Block(Span(0, 13), Zone.HEADLINE), Block(Span(15, 30))), ["headline", "body"]),
        ((), ["headline", "body"]),
    ],
)
def test_a_text_of_no_package(blocks: tuple[Block, ...], expected: list[str]) -> None:
    """The paragraphs are those of the format, if it shows them."""
    article = text_article("Barges banned\n\nThe 🚢 is gone.", "2031-05-09", blocks)
    assert (article.article_id, article.path, article.published) == ("", "", "2031-05-09")
    assert [paragraph.zone.value for paragraph in article.layout.paragraphs] == expected

"""Articles: bytes become text, and nothing of it is changed."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from onrecord.errors import SourceError
from onrecord.ingestion import Article, Facts, Source, lay_out, read_article
from onrecord.ingestion.article import decode
from onrecord.package.ids import make_id

CONTENT = "\ufeffBarges banned\r\n\r\nThe 🚢 is\u00a0gone.\r\n".encode()


def test_an_article(tmp_path: Path) -> None:
    """Byte order mark, line ends and blanks stay, and the hash is that of the file."""
    path = tmp_path / "a.txt"
    path.write_bytes(CONTENT)
    text = "\ufeffBarges banned\r\n\r\nThe 🚢 is\u00a0gone.\r\n"
    assert read_article(Source("seeds/deep/a.txt", path)) == Article(
        article_id=make_id("articles", "deep/a.txt"),
        path="seeds/deep/a.txt",
        text=text,
        sha256=hashlib.sha256(CONTENT).hexdigest(),
        sidecar=Facts(),
        layout=lay_out(text),
    )


def test_the_day_of_publication(tmp_path: Path) -> None:
    """The sidecar comes before a line of the text."""
    path, sidecar = tmp_path / "a.txt", tmp_path / "a.toml"
    path.write_text("Barges banned\n\nThursday, May 8, 2031\n\nThe town banned barges.", encoding="utf-8")
    sidecar.write_text('published = "2031-05-09"', encoding="utf-8")
    assert read_article(Source("seeds/a.txt", path)).published == "2031-05-08"
    assert read_article(Source("seeds/a.txt", path, sidecar)).published == "2031-05-09"


def test_the_id_is_that_of_the_place(tmp_path: Path) -> None:
    """The url, where it is known, else the path below seeds/; the text and the rest of the path do not matter."""
    sidecar = tmp_path / "a.toml"
    sidecar.write_text('url = "https://example.org/a"', encoding="utf-8")
    ids = []
    for number, (target, beside) in enumerate(
        [("seeds/a.txt", None), ("seeds/a.txt", None), ("seeds/b.txt", None), ("seeds/a.txt", sidecar)]
    ):
        path = tmp_path / f"{number}.txt"
        path.write_text(f"Text {number}.", encoding="utf-8")
        ids.append(read_article(Source(target, path, beside)).article_id)
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


def test_a_text_that_is_gone(tmp_path: Path) -> None:
    """A file may go between its being found and its being read."""
    path = tmp_path / "a.txt"
    with pytest.raises(SourceError) as raised:
        read_article(Source("seeds/a.txt", path))
    assert str(raised.value) == f"{path}: No such file or directory"


def test_a_paragraph_that_is_too_long(tmp_path: Path) -> None:
    """A paragraph longer than any newspaper's is refused before the language model sees it."""
    path = tmp_path / "a.txt"
    path.write_text(f"Head\n\n{'word ' * 50_000}\n", encoding="utf-8")
    with pytest.raises(
        SourceError, match=r"a\.txt: a paragraph of 249,999 characters at 6; a paragraph has at most 100,000, so"
    ):
        read_article(Source("seeds/a.txt", path))

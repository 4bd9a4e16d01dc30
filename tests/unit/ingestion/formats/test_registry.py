"""The choice of a format: by the bytes where they show it, else by the suffix."""

from __future__ import annotations

import gzip
import io
import re
import zipfile

import pytest

from onrecord.ingestion.formats import format_of, formats, why_not
from onrecord.ingestion.formats.kinds import KINDS

RSS = b'<?xml version="1.0"?>\n<!-- made by a program -->\n<rss version="2.0"><channel>'


def zipped(*names: str) -> bytes:
    """A zip with empty files."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in names:
            archive.writestr(name, "application/epub+zip" if name == "mimetype" else "")
    return file.getvalue()


@pytest.mark.parametrize(
    ("suffix", "head", "name"),
    [
        (".txt", b"Ferry stays", "text"),
        (".TXT", b"[Update] Ferry stays", "text"),
        (".txt", b"{Correction: it stays}", "text"),
        (".txt", b'{"title": "Ferry stays"}', "json"),
        (".json", b'\xef\xbb\xbf[\n  {"title": ""}]', "json"),
        (".json", '{"title": ""}'.encode("utf-16"), "json"),
        (".jsonl", b"[]", "json"),
        (".xml", RSS, "feed"),
        (".txt", RSS, "feed"),
        (".xml", RSS.decode().encode("utf-16"), "feed"),
        ("", b'<feed xmlns="http://www.w3.org/2005/Atom">', "feed"),
        ("", b'<rdf:RDF xmlns:rdf="x">', "feed"),
        (".csv", b"title,text\n", "csv"),
        (".tsv", b"title\ttext\n", "csv"),
        (".md", b"# Ferry stays", "markdown"),
        (".docx", zipped("[Content_Types].xml", "word/document.xml"), "docx"),
        (".zip", zipped("word/document.xml"), "docx"),
        (".pdf", b"%PDF-1.7\n", "pdf"),
        (".txt", b"\n%PDF-1.4", "pdf"),
        (".warc", b"WARC/1.1\r\n", "warc"),
        (".gz", gzip.compress(b"WARC/1.0\r\nWARC-Type: warcinfo\r\n", mtime=0), "warc"),
    ],
)
def test_the_format_of_a_file(suffix: str, head: bytes, name: str) -> None:
    """Bytes come before the suffix."""
    found = format_of(suffix, head)
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize(
    ("suffix", "head", "message"),
    [
        (".rtf", rb"{\rtf1\ansi Ferry", "it is a text in RTF, which is not read; save it as .docx or .txt"),
        (".txt", rb"{\rtf1\ansi Ferry", "it is a text in RTF, which"),
        (
            ".doc",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
            "it is an old document of Microsoft Office, or a document with a",
        ),
        (".docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "save it as .docx without a password, a table as .csv"),
        (".epub", zipped("mimetype"), "it is an e-book, which is not read"),
        (
            ".csv",
            zipped("[Content_Types].xml", "xl/workbook.xml"),
            "it is a spreadsheet, which is not read; save it as",
        ),
        (".zip", zipped("a.txt"), "it is an archive, which is not read; unpack it"),
        (".gz", gzip.compress(b"Ferry stays", mtime=0), "it is a compressed file, which is not read; unpack it"),
        (
            ".jpg",
            b"\xff\xd8\xff\xe0",
            "it is a picture, which is not read; read its words by OCR and save them as .txt",
        ),
        (".txt", b"\x89PNG\r\n", "it is a picture"),
        (".mp3", b"ID3", "it is a sound or a film, which is not read; transcribe it and save the words as .txt"),
        (".eml", b"From: nora@courier.example\n", "it is a message, which is not read; save its text as .txt or"),
        (".xml", b"<?xml version='1.0'?><nitf>", "it is XML that is not a feed, which is not read; save its articles"),
        (".odt", b"", "it is a document of OpenDocument, which is not read; save it as .docx or .txt"),
        (".xyz", b"Ferry", "files with .xyz are not read; save the article as .txt, .html, .docx or .csv"),
        ("", b"Ferry", "files with no suffix are not read"),
    ],
)
def test_files_that_are_not_read(suffix: str, head: bytes, message: str) -> None:
    """Each kind has its remedy, whatever the name of the file."""
    assert format_of(suffix, head) is None
    assert why_not(suffix, head).startswith(message) or why_not(suffix, head).endswith(message)


def test_no_suffix_is_of_two_kinds() -> None:
    """A suffix belongs to a single format or a single kind that is not read."""
    suffixes = [suffix for found in formats() for suffix in found.suffixes]
    suffixes += [suffix for kind in KINDS for suffix in kind.suffixes]
    assert sorted(suffixes) == sorted(set(suffixes))
    assert all(re.fullmatch(r"\.[a-z0-9]+", suffix) for suffix in suffixes)


def test_names_are_steps() -> None:
    """A name and a version say which step derived a text."""
    assert len({found.name for found in formats()}) == len(formats())
    assert {found.step for found in formats()} >= {"text@1", "feed@1", "json@1", "csv@1", "warc@1", "docx@1", "pdf@1"}

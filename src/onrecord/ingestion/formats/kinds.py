"""Kinds of files that are not read, what they are called, and what to do with them."""

from __future__ import annotations

import dataclasses
import re


@dataclasses.dataclass(frozen=True, slots=True)
class Kind:
    """A kind of files that is not read.

    Attributes:
        title: for people: "a picture".
        suffixes: of its files, in lower case with the dot.
        remedy: what to do to have its articles read.
        begins: a pattern that its first bytes match; None if they do not show it.
    """

    title: str
    suffixes: frozenset[str]
    remedy: str
    begins: re.Pattern[bytes] | None = None


_AS_TEXT = "save it as .docx or .txt"


def _kind(title: str, suffixes: str, remedy: str, begins: bytes = b"") -> Kind:
    return Kind(title, frozenset(suffixes.split()), remedy, re.compile(begins, re.DOTALL) if begins else None)


# The first that fits is named; kinds with the same first bytes differ by what follows.
KINDS: tuple[Kind, ...] = (
    _kind("a text in RTF", ".rtf", _AS_TEXT, rb"\s{0,100}\{\\rtf"),
    _kind(
        "an old document of Microsoft Office, or a document with a password",
        ".doc .dot .wps .xls .ppt .msg",
        "save it as .docx without a password, a table as .csv",
        rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    ),
    _kind("an e-book", ".epub .mobi .azw3", _AS_TEXT, rb"PK\x03\x04.{26}mimetypeapplication/epub"),
    _kind(
        "a document of OpenDocument",
        ".odt .ott .fodt",
        _AS_TEXT,
        rb"PK\x03\x04.{26}mimetypeapplication/vnd\.oasis\.opendocument\.text",
    ),
    _kind(
        "a spreadsheet",
        ".xlsx .xlsm .ods .numbers",
        "save it as .csv",
        rb"PK\x03\x04(?:.{26}mimetypeapplication/vnd\.oasis\.opendocument\.spreadsheet|.{0,4000}xl/)",
    ),
    _kind("a presentation", ".pptx .odp .key", _AS_TEXT, rb"PK\x03\x04.{0,4000}ppt/"),
    _kind("a document of Pages", ".pages", _AS_TEXT),
    _kind("a message", ".eml .mbox", "save its text as .txt or its page as .html"),
    _kind("a saved page of Safari", ".webarchive", "save it as .html", rb"bplist00"),
    _kind(
        "a saved page with all its files",
        ".mhtml .mht",
        "save the page as .html",
        rb"(?:From: <Saved by|MIME-Version: 1\.0\r?\nContent-Type: multipart/related)",
    ),
    _kind(
        "a picture",
        ".jpg .jpeg .png .gif .webp .tif .tiff .bmp .heic .svg .avif .ico",
        "read its words by OCR and save them as .txt",
        rb"\xff\xd8\xff|\x89PNG|GIF8[79]a|RIFF.{4}WEBP|II\*\0|MM\0\*|BM.{4}\0\0\0\0|.{4}ftyp(?:heic|mif1|avif)",
    ),
    _kind(
        "a sound or a film",
        ".mp3 .m4a .wav .ogg .opus .flac .mp4 .mov .avi .mkv .webm .m4v",
        "transcribe it and save the words as .txt",
        rb"ID3|\xff[\xfb\xf3\xf2]|OggS|fLaC|RIFF.{4}(?:WAVE|AVI )|.{4}ftyp|\x1a\x45\xdf\xa3",
    ),
    _kind(
        "an archive", ".zip .tar .7z .rar .tgz .bz2 .xz .zst", "unpack it", rb"PK\x03\x04|7z\xbc\xaf|Rar!|BZh|\xfd7zXZ"
    ),
    _kind("a compressed file", ".gz", "unpack it", rb"\x1f\x8b"),
    _kind("a table in Parquet", ".parquet .feather .arrow", "save it as .csv or .jsonl", rb"PAR1|ARROW1"),
    _kind("a database", ".sqlite .db .sqlite3", "export its articles as .csv", rb"SQLite format 3\0"),
    _kind("a program or a font", ".exe .dll .so .woff .woff2 .ttf .otf", "leave it out", rb"MZ|\x7fELF|wOF[F2]"),
    _kind("a style or a script of a page", ".css .js .mjs .map", "leave it out"),
    _kind("PostScript", ".ps .eps", "save it as .pdf", rb"%!PS"),
    _kind("a source of LaTeX", ".tex .bib", "save its words as .txt"),
    _kind(
        "XML that is not a feed",
        ".xml .xhtml .nitf .newsml",
        "save its articles as .html or .csv",
        rb"(?:\xef\xbb\xbf)?\s{0,100}<\?xml",
    ),
)


def kind_by_bytes(head: bytes) -> Kind | None:
    """The kind whose files begin as `head` does; None if it shows none of them."""
    return next((kind for kind in KINDS if kind.begins is not None and kind.begins.match(head)), None)


def kind_by_suffix(suffix: str) -> Kind | None:
    """The kind whose files have a suffix; None if it is not known."""
    return next((kind for kind in KINDS if suffix.lower() in kind.suffixes), None)

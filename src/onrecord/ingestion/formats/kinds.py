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


def _kind(title: str, suffixes: str, remedy: str, begins: re.Pattern[bytes] | None = None) -> Kind:
    return Kind(title, frozenset(suffixes.split()), remedy, begins)


# The first that fits is named; kinds with the same first bytes differ by what follows.
KINDS: tuple[Kind, ...] = (
    _kind("a text in RTF", ".rtf", _AS_TEXT, re.compile(rb"\s{0,100}\{\\rtf", re.DOTALL)),
    _kind(
        "an old document of Microsoft Office, or a document with a password",
        ".doc .dot .wps .xls .ppt .msg",
        "save it as .docx without a password, a table as .csv",
        re.compile(rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", re.DOTALL),
    ),
    _kind(
        "an e-book", ".epub .mobi .azw3", _AS_TEXT, re.compile(rb"PK\x03\x04.{26}mimetypeapplication/epub", re.DOTALL)
    ),
    _kind(
        "a document of OpenDocument",
        ".odt .ott .fodt",
        _AS_TEXT,
        re.compile(rb"PK\x03\x04.{26}mimetypeapplication/vnd\.oasis\.opendocument\.text", re.DOTALL),
    ),
    _kind(
        "a spreadsheet",
        ".xlsx .xlsm .ods .numbers",
        "save it as .csv",
        re.compile(
            rb"PK\x03\x04(?:.{26}mimetypeapplication/vnd\.oasis\.opendocument\.spreadsheet|.{0,4000}xl/)", re.DOTALL
        ),
    ),
    _kind("a presentation", ".pptx .odp .key", _AS_TEXT, re.compile(rb"PK\x03\x04.{0,4000}ppt/", re.DOTALL)),
    _kind("a document of Pages", ".pages", _AS_TEXT),
    _kind("a message", ".eml .mbox", "save its text as .txt or its page as .html"),
    _kind("a saved page of Safari", ".webarchive", "save it as .html", re.compile(rb"bplist00", re.DOTALL)),
    _kind(
        "a saved page with all its files",
        ".mhtml .mht",
        "save the page as .html",
        re.compile(rb"(?:From: <Saved by|MIME-Version: 1\.0\r?\nContent-Type: multipart/related)", re.DOTALL),
    ),
    _kind(
        "a picture",
        ".jpg .jpeg .png .gif .webp .tif .tiff .bmp .heic .svg .avif .ico",
        "read its words by OCR and save them as .txt",
        re.compile(
            rb"\xff\xd8\xff|\x89PNG|GIF8[79]a|RIFF.{4}WEBP|II\*\0|MM\0\*|BM.{4}\0\0\0\0|.{4}ftyp(?:heic|mif1|avif)",
            re.DOTALL,
        ),
    ),
    _kind(
        "a sound or a film",
        ".mp3 .m4a .wav .ogg .opus .flac .mp4 .mov .avi .mkv .webm .m4v",
        "transcribe it and save the words as .txt",
        re.compile(rb"ID3|\xff[\xfb\xf3\xf2]|OggS|fLaC|RIFF.{4}(?:WAVE|AVI )|.{4}ftyp|\x1a\x45\xdf\xa3", re.DOTALL),
    ),
    _kind(
        "an archive",
        ".zip .tar .7z .rar .tgz .bz2 .xz .zst",
        "unpack it",
        re.compile(rb"PK\x03\x04|7z\xbc\xaf|Rar!|BZh|\xfd7zXZ", re.DOTALL),
    ),
    _kind("a compressed file", ".gz", "unpack it", re.compile(rb"\x1f\x8b", re.DOTALL)),
    _kind(
        "a table in Parquet",
        ".parquet .feather .arrow",
        "save it as .csv or .jsonl",
        re.compile(rb"PAR1|ARROW1", re.DOTALL),
    ),
    _kind(
        "a database",
        ".sqlite .db .sqlite3",
        "export its articles as .csv",
        re.compile(rb"SQLite format 3\0", re.DOTALL),
    ),
    _kind(
        "a program or a font",
        ".exe .dll .so .woff .woff2 .ttf .otf",
        "leave it out",
        re.compile(rb"MZ|\x7fELF|wOF[F2]", re.DOTALL),
    ),
    _kind("a style or a script of a page", ".css .js .mjs .map", "leave it out"),
    _kind("PostScript", ".ps .eps", "save it as .pdf", re.compile(rb"%!PS", re.DOTALL)),
    _kind("a source of LaTeX", ".tex .bib", "save its words as .txt"),
    _kind(
        "XML that is not a feed",
        ".xml .nitf .newsml",
        "save its articles as .html or .csv",
        re.compile(rb"(?:\xef\xbb\xbf)?\s{0,100}<\?xml", re.DOTALL),
    ),
)


def kind_by_bytes(head: bytes) -> Kind | None:
    """The kind whose files begin as `head` does; None if it shows none of them."""
    return next((kind for kind in KINDS if kind.begins is not None and kind.begins.match(head)), None)


def kind_by_suffix(suffix: str) -> Kind | None:
    """The kind whose files have a suffix; None if it is not known."""
    return next((kind for kind in KINDS if suffix.lower() in kind.suffixes), None)

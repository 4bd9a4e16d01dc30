"""Encodings: Unicode by its bytes, others by the places of their characters."""

from __future__ import annotations

import io
import re

import pytest

from onrecord.errors import SourceError
from onrecord.ingestion.encodings import decoded, encoding_of

# Sentences with the characters of news, which are in different places in each encoding.
SENTENCES = [
    "“We won’t stop,” she said — and left.",
    "It’s the town’s ferry; they’ve paid for it, and he’d know.",
    "‘I never …’ he said – the council’s vote was on Monday.",
    "Zoë Müller and José Núñez met in Malmö, and Martín Peña came later.",
    "A café on the pier, a cliché by now, had a naïve façade.",
    "The report said the pier’s price was £3m.",
    "It was 21°C in Tarn, the mayor said; “too warm for André”.",
]


@pytest.mark.parametrize("sentence", SENTENCES)
@pytest.mark.parametrize("encoding", ["windows-1252", "macintosh"])
def test_encodings_of_one_byte(sentence: str, encoding: str) -> None:
    """The only encoding in which all characters have their places."""
    assert decoded(sentence.encode(encoding), "a.txt") == (sentence, encoding)


def test_the_same_text_in_both() -> None:
    """Where both encodings give the same text, it does not matter which of them it is."""
    assert decoded("It cost £30.".encode("latin-1"), "a.txt")[0] == "It cost £30."


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32"])
def test_unicode_with_a_mark(encoding: str) -> None:
    """The mark is not part of the text."""
    assert decoded("No.\r\n".encode(encoding), "a.txt") == ("No.\r\n", encoding)
    assert encoding_of(io.BytesIO("No.".encode(encoding)), "a.csv") == encoding


def test_the_mark_of_utf_8_is_part_of_the_text() -> None:
    """As in texts of earlier packages, whose offsets count it."""
    assert decoded(b"\xef\xbb\xbfNo.", "a.txt") == ("\ufeffNo.", "utf-8")
    assert encoding_of(io.BytesIO(b"\xef\xbb\xbfNo."), "a.csv") == "utf-8-sig"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Władysław Żeleński met the mayor in Łódź.", "cp1250"),
        ("Мэр города сказал нет.", "cp1251"),
        ("市長は反対した。", "shift_jis"),
        ("Οι κάτοικοι είπαν όχι.", "iso8859_7"),
    ],
)
def test_other_encodings_are_refused(text: str, encoding: str) -> None:
    """No text is decoded by a guess."""
    message = "not UTF-8 at byte .*, and the words do not show its encoding; save it as UTF-8"
    with pytest.raises(SourceError, match=message):
        decoded(text.encode(encoding), "a.txt")


def test_binary_files_are_refused() -> None:
    """A NUL is in no text; UTF-16 without a mark is not known from binary files."""
    with pytest.raises(SourceError, match=re.escape("a.txt: a binary file (NUL at byte 1)")):
        decoded("No.".encode("utf-16-le"), "a.txt")
    with pytest.raises(SourceError, match="not UTF-16 at byte 4; save it as UTF-8"):
        decoded(b"\xff\xfeN\0o", "a.txt")


def test_a_large_file_is_judged_where_it_is_not_utf_8() -> None:
    """The first byte that is not UTF-8 may come late, and a character may lie on the border of two blocks."""
    words = "The ferry runs. " * 80_000
    assert encoding_of(io.BytesIO(f"a{words}é{words}".encode()), "a.csv") == "utf-8-sig"
    assert encoding_of(io.BytesIO(words.encode() + "“No,” it’s said.".encode("cp1252")), "a.csv") == "windows-1252"
    assert encoding_of(io.BytesIO(("é" * 1_000_000).encode()), "a.csv") == "utf-8-sig"

"""The encoding of a page, as browsers choose it."""

from __future__ import annotations

import pytest

from onrecord.ingestion.pages.decoding import decode

WORDS = "“Café” – naïve"


@pytest.mark.parametrize(
    ("content", "declared", "expected"),
    [
        pytest.param(
            b"\xef\xbb\xbf<meta charset=latin-1>\xe2\x80\x9c",
            "utf-16",
            ("<meta charset=latin-1>“", "utf-8-sig"),
            id="mark",
        ),
        pytest.param("\ufeffé".encode("utf-16-le"), "", ("é", "utf-16"), id="mark of UTF-16"),
        pytest.param(WORDS.encode("cp1252"), "ISO-8859-1", (WORDS, "cp1252"), id="transfer, Latin-1 is Windows-1252"),
        pytest.param(b"<meta charset='us-ascii'>\x80", "", ("<meta charset='us-ascii'>€", "cp1252"), id="ASCII too"),
        pytest.param(
            b'<META HTTP-EQUIV=Content-Type CONTENT="text/html; charset=windows-1250">\x9e',
            "",
            ('<META HTTP-EQUIV=Content-Type CONTENT="text/html; charset=windows-1250">ž', "cp1250"),
            id="meta",
        ),
        pytest.param(
            b"<meta charset=utf-16>caf\xc3\xa9", "", ("<meta charset=utf-16>café", "utf-8"), id="UTF-16 in bytes"
        ),
        pytest.param(b"<meta charset=gb2312>\xc4\xe3", "", ("<meta charset=gb2312>你", "gb18030"), id="GB"),
        pytest.param(
            b'<?xml version="1.0" encoding="koi8-r"?>\xc4',
            "",
            ('<?xml version="1.0" encoding="koi8-r"?>д', "koi8-r"),
            id="XML",
        ),
        pytest.param(WORDS.encode(), "", (WORDS, "utf-8"), id="UTF-8 without a declaration"),
        pytest.param(
            b"<meta charset=latin-1>caf\xc3\xa9",
            "",
            ("<meta charset=latin-1>café", "utf-8"),
            id="UTF-8, whatever is declared",
        ),
        pytest.param(
            b"<meta charset=utf-8>caf\xe9", "", ("<meta charset=utf-8>caf\ufffd", "utf-8"), id="a broken byte"
        ),
        pytest.param(
            b"<meta charset=rot13>abc", "no-such", ("<meta charset=rot13>abc", "utf-8"), id="not an encoding of pages"
        ),
    ],
)
def test_an_encoding(content: bytes, declared: str, expected: tuple[str, str]) -> None:
    """The text, and the codec that gives it again."""
    assert decode(content, declared) == expected


def test_an_undeclared_encoding_is_guessed() -> None:
    """Bytes of Windows-1252 without a declaration."""
    words = "The café on Skell was a “naïve” idea, said the mayor – but it won’t be closed. " * 20
    found = decode(words.encode("cp1252"))
    assert found is not None
    assert found[0].replace("’", "'").startswith("The café on Skell was a")

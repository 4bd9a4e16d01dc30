"""What is shown of what others wrote: no orders to terminals or logs, no secrets of URLs."""

from __future__ import annotations

import json
import sys
import unicodedata

import pytest

from onrecord.text.printable import address, visible, visible_json, without_secrets


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain, “quoted”, naïve, 日本語, שלום, 👩‍🚀", "plain, “quoted”, naïve, 日本語, שלום, 👩‍🚀"),
        ("\x1b[2J\x1b]0;title\x07", r"\x1b[2J\x1b]0;title\x07"),
        ("a\x9b31mb\x7f", r"a\x9b31mb\x7f"),
        ("one\ntwo\r\tthree\x0b\x85", r"one\ntwo\r\tthree\x0b\x85"),
        ("a\u2028b\u2029c", r"a\u2028b\u2029c"),
        ("gpj.\u202eexe\u2066x\u2069\u200f\u061c", r"gpj.\u202eexe\u2066x\u2069\u200f\u061c"),
        ("half \ud800", r"half \ud800"),
        ("::set-output name=a::b", r"\x3a:set-output name=a::b"),
        ("  ::add-mask::a", r"  \x3a:add-mask::a"),
        ("a ##[add-mask]b", r"a #\x23[add-mask]b"),
        ("a::b, # [x]", "a::b, # [x]"),
    ],
)
def test_what_is_seen(text: str, shown: str) -> None:
    """Orders become signs; letters of every language, and what joins them, stay."""
    assert visible(text) == shown
    assert visible(shown) == shown


def test_line_breaks_may_stay() -> None:
    """In a text of several lines of ours, no line of which is an order."""
    assert visible("a\n\t\x1b\n::error::b\r\n", lines=True) == "a\n\t\\x1b\n\\x3a:error::b\\r\n"


def test_every_character_is_seen_or_joins() -> None:
    """Controls, separators and halves of characters are all hidden, and all that turns the direction of writing."""
    orders = {chr(code) for code in range(sys.maxunicode + 1) if visible(chr(code)) != chr(code)}
    by_category = {
        chr(code)
        for code in range(sys.maxunicode + 1)
        if unicodedata.category(chr(code)) in ("Cc", "Cs", "Zl", "Zp")
        or unicodedata.bidirectional(chr(code)) in ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")
    }
    assert orders == by_category | set("\u061c\u200e\u200f")


def test_json_has_the_same_value() -> None:
    """All of it is escaped, and nothing is lost."""
    value = {"a\x1b\x7f": ["\ud800", "\u202e\u2028", "tab\t", {"é##[x]": 1.5}]}
    text = visible_json(value)
    assert json.loads(text) == value
    assert text.encode("utf-8")
    assert visible(text, lines=True) == text


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://example.org/dist/small@1.0.0", "https://example.org/dist/small@1.0.0"),
        ("https://ida:secret@example.org:8080/dist?token=secret#secret", "https://example.org:8080/dist"),
        ("https://secret@example.org/dist", "https://example.org/dist"),
        ("HTTPS://ida:p%40secret@example.org", "HTTPS://example.org"),
        ("https://ida:sec@ret@example.org/a", "https://example.org/a"),
        ("https://ida:sec?ret@example.org/a?X-Amz-Signature=secret", "https://example.org/a"),
        ("https://ida:sec#ret@example.org/a", "https://example.org/a"),
        ("https://ida:secret", "https://ida"),
        ("http://[::1]:8080/a?secret", "http://[::1]:8080/a"),
        ("http://ida:secret@[::1]/a", "http://[::1]/a"),
        ("http://[", "http://["),
        ("s3://key:secret@bucket/dist", "s3://bucket/dist"),
        ("s3://KEY:sec/ret+a@bucket/dist@1.0.0", "s3://bucket/dist@1.0.0"),
        ("ftp://ida:secret@host:21/a", "ftp://host:21/a"),
        ("sftp://ida:secret@host/a;secret?x", "sftp://host/a;secret"),
        ("zip://a.csv::https://ida:secret@host/b.zip?sig=secret", "zip://a.csv::https://host/b.zip"),
        ("simplecache::s3://key:secret@bucket/a", "simplecache::s3://bucket/a"),
        ("filecache::zip://*::gs://secret@bucket/a", "filecache::zip://*::gs://bucket/a"),
        ("file:///home/ida/a?b", "file:///home/ida/a"),
        ("/home/ida/a?b#c@d", "/home/ida/a?b#c@d"),
        ("", ""),
    ],
)
def test_addresses(url: str, shown: str) -> None:
    """Whatever the scheme, and also where the password was not quoted as it should."""
    assert address(url) == shown
    assert address(shown) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (
            "HTTPConnectionPool(host='h', port=80): Max retries exceeded with url: /a?token=secret&b=1 (Caused by x)",
            "HTTPConnectionPool(host='h', port=80): Max retries exceeded with url: /a?token=…&b=… (Caused by x)",
        ),
        ("No adapter for 'https://ida:secret@h/a?b=secret'; check", "No adapter for 'https://h/a'; check"),
        ("(see s3://key:sec/ret@bucket/a), please", "(see s3://bucket/a), please"),
        ("a: 5 rows? yes: b=c", "a: 5 rows? yes: b=c"),
    ],
)
def test_texts_of_libraries(text: str, shown: str) -> None:
    """URLs in the middle of them, and the ends of URLs, lose their secrets."""
    assert without_secrets(text) == shown


def test_secrets_without_their_url() -> None:
    """What the URL at work holds is taken out wherever it is quoted, and in whatever form."""
    url = "https://ida:p%40ssword@h/a?token=sec%2Fret&plainsecret"
    text = "401 for ida:p%40ssword, p@ssword; sec%2Fret, sec/ret, plainsecret; h/a"
    assert without_secrets(text, url) == "401 for …, …; …, …, …; h/a"


@pytest.mark.parametrize("text", ["z" * 200_000, "\n" * 200_000 + "a::b", "a." * 100_000, "?a" * 100_000])
def test_long_texts_take_no_long_time(text: str) -> None:
    """A search from each character to the end would take hours for these."""
    assert without_secrets(text) == text
    assert visible(text, lines=True) == text

"""Sidecars: what they may say, and the messages about invalid sidecars."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from onrecord.errors import SourceError
from onrecord.ingestion.facts import KEYS, Facts
from onrecord.ingestion.metadata import read_metadata
from onrecord.ingestion.record_names import FACTS
from onrecord.ingestion.sidecar import parse_sidecar
from onrecord.package.own_tables import own_tables


@pytest.fixture
def write(tmp_path: Path) -> Path:
    """The path of a sidecar to be written."""
    return tmp_path / "mill.toml"


def test_all_keys(write: Path) -> None:
    """Each key is read without changes."""
    write.write_text(
        """\
# from the archive
url = "https://example.org/2031/05/13/mill?page=2"
publisher = "The “Ashgrove” Ledger"
published = "2031-05-13"
language = "en-GB"
rights = "© 2031 The Ashgrove Ledger"
title = "Mill stays open"
authors = ["Nora Pell", "Jo Ash"]
updated = 2031-05-13T18:30:00+02:00
section = "Business"
""",
        encoding="utf-8",
    )
    assert parse_sidecar(write.read_bytes(), write) == Facts(
        url="https://example.org/2031/05/13/mill?page=2",
        publisher="The “Ashgrove” Ledger",
        published="2031-05-13",
        language="en-GB",
        rights="© 2031 The Ashgrove Ledger",
        title="Mill stays open",
        authors="Nora Pell | Jo Ash",
        updated="2031-05-13T18:30:00+02:00",
        section="Business",
    )


@pytest.mark.parametrize(("fact", "name"), [(fact, name) for fact, names in FACTS.items() for name in names])
def test_a_fact_has_the_names_that_it_has_in_metadata_csv(fact: str, name: str, write: Path) -> None:
    """One table has the names for both files; their case does not count."""
    value = {"published": "2031-05-13", "updated": "2031-05-13", "url": "https://tarn.example/1", "language": "en"}
    for key in {name, name.upper()}:
        content = f'"{key}" = "{value.get(fact, "Tarn Courier")}"'.encode()
        table = f"file,{key}\nferry.pdf,{value.get(fact, 'Tarn Courier')}\n".encode()
        [(found, said)] = read_metadata(table, "metadata.csv")["ferry.pdf"].items()
        assert {found: said} == {key: fact.value for key, fact in parse_sidecar(content, write).pairs.items()}
        assert found == fact


@pytest.mark.parametrize("content", [b"", b"# nothing yet\r\n", b"\xef\xbb\xbf"])
def test_a_sidecar_may_say_nothing(content: bytes, write: Path) -> None:
    """What is not said is empty. A byte order mark, which some editors write, is ignored."""
    write.write_bytes(content)
    assert parse_sidecar(write.read_bytes(), write) == Facts()


def test_keys_are_columns_of_the_articles() -> None:
    """The schema describes each of them."""
    assert set(KEYS) <= set(own_tables()["articles"].columns)


@pytest.mark.parametrize("date", ["2031", "2031-05", "2031-05-13", "2031-05~", "2031-05-13/2031-05-15", "2031-05-XX"])
def test_dates_in_edtf(date: str, write: Path) -> None:
    """A date may be as rough as it is known."""
    write.write_text(f'published = "{date}"', encoding="utf-8")
    assert parse_sidecar(write.read_bytes(), write).published == date


DEFECTS = {
    "unknown key": ('editor = "Nora Pell"', "unknown key 'editor'; use only url, publisher, published, "),
    "a fact twice": ('published = "2031"\ndate = "2032"', "the key 'date' is published again; keep one of them"),
    "table": ('[article]\nurl = "https://example.org/a"', "unknown key 'article'; use only "),
    "no TOML": (
        'url: "https://example.org/a"',
        "not TOML: Expected '='",
    ),
    "a key twice": ('rights = "a"\nrights = "b"', "not TOML: "),
    "a list of other things": ('authors = ["Nora Pell", 7]', "authors is ['Nora Pell', 7]; write it as a string in "),
    "a list for another key": ('title = ["Mill"]', "title is ['Mill']; write it as a string in quotation marks"),
    "a bare time": (
        "published = 12:00:00",
        "published is datetime.time(12, 0); write it as a string in quotation marks",
    ),
    "year 0": ("published = '0000-01-01'", "published is '0000-01-01'; expected an EDTF date such as '2024-05-14'"),
    "a number": ("publisher = 24", "publisher is 24; write it as a string in quotation marks"),
    "empty": ('rights = ""', "rights is ''; leave the key out, or give a value without outer blanks"),
    "blank": ('rights = " CC0"', "rights is ' CC0'; leave the key out, or give a value without outer blanks"),
    "no url": ('url = "example.org/a"', "url is 'example.org/a'; expected something like 'https://"),
    "a url with a blank": ('url = "https://example.org/a b"', "url is 'https://example.org/a b'; expected something "),
    "a url with markup": ("url = 'https://e.org/\"><b>'", "url is 'https://e.org/\"><b>'; expected something like "),
    "a url with a password": (
        'url = "https://ida:hunter2@example.org/a"',
        "url has a user or a password, which all readers would see; remove them",
    ),
    "a control character": (
        'publisher = "The\\u0000 Herald"',
        "publisher is 'The\\x00 Herald'; remove line breaks and control characters",
    ),
    "another scheme": ('url = "ftp://example.org/a"', "url is 'ftp://example.org/a'; expected something like "),
    "no date": ('published = "May 13, 2031"', "published is 'May 13, 2031'; expected "),
    "no such day": ('published = "2031-02-30"', "published is '2031-02-30'; expected an EDTF date such as "),
    "short date": ('published = "2031-5-3"', "published is '2031-5-3'; expected "),
    "another language": (
        'language = "de"',
        "language is 'de'; only English texts can be converted, so leave out this article",
    ),
    "no language": ('language = "English"', "language is 'English'; "),
}


@pytest.mark.parametrize(("content", "message"), DEFECTS.values(), ids=DEFECTS.keys())
def test_a_wrong_sidecar(content: str, message: str, write: Path) -> None:
    """The message has the file, the key, the value and what is expected."""
    write.write_text(content, encoding="utf-8")
    with pytest.raises(SourceError, match=f"^{re.escape(f'{write}: {message}')}"):
        parse_sidecar(write.read_bytes(), write)


def test_a_sidecar_in_another_encoding(write: Path) -> None:
    """The message has the place of the first wrong byte."""
    write.write_bytes('rights = "©"'.encode("latin-1"))
    with pytest.raises(SourceError, match=re.escape(f"{write}: not UTF-8 at byte 10; save the sidecar as UTF-8")):
        parse_sidecar(write.read_bytes(), write)


def test_a_date_of_toml_will_do(tmp_path: Path) -> None:
    """A date needs no quotation marks: TOML has a type for dates."""
    path = tmp_path / "a.toml"
    path.write_text("published = 2031-05-13\n", encoding="utf-8")
    assert parse_sidecar(path.read_bytes(), path) == Facts(published="2031-05-13")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b'publisher = "' + b"x" * 50_000_000 + b'"', "50,000,014 bytes; a sidecar has at most 65,536"),
        (b"url = " + b"[" * 50_000, "nested too deeply"),
        (b"a" + b".a" * 30_000 + b" = 1", "unknown key 'a'"),
        (b"url" + b".a" * 30_000 + b" = 1", "url is "),
        (b"url = " + b"9" * 50_000, "not TOML: "),
        (b"url = 0x" + b"f" * 50_000, "url is a value of type int; write it as a string"),
        (b'published = "' + b"(" * 5_000 + b'"', "expected an EDTF date such as"),
        (b'published = "[' + b"1999," * 10_000 + b'1999]"', "expected an EDTF date such as"),
        (b'url = "http://' + b"a" * 60_000 + b' b"', "expected something like"),
    ],
    ids=["size", "lists", "keys", "own key", "digits", "hexadecimal digits", "brackets", "dates", "address"],
)
def test_sidecars_that_exhaust_their_reader(content: bytes, message: str, write: Path) -> None:
    """They are refused in a few words."""
    with pytest.raises(SourceError, match=re.escape(message)) as caught:
        parse_sidecar(content, write)
    assert len(str(caught.value)) < 400

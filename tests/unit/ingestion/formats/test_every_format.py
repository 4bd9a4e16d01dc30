"""What holds for the documents of all formats."""

from __future__ import annotations

import io
import itertools
import json
import re

import pytest

from onrecord.ingestion.composed import UNFIT
from onrecord.ingestion.document import Document, Refusal
from onrecord.ingestion.formats import Request, format_of, formats
from onrecord.ingestion.layout import lay_out
from onrecord.ingestion.record_names import FACTS
from onrecord.package.own_tables import own_tables

from .reading import read
from .test_docx import ferry, saved
from .test_feed import ATOM, RSS
from .test_markdown import FERRY
from .test_pdf import printed
from .test_text import TEXT
from .test_warc import page, record

ODD = " \ufeffA\u0000 \ud83dfe\u0007rry.\r\n\r\n\u2028It ru\u00adns.\u200b "
RECORD = {"id": 7, "title": "Ferry &amp; \u0001mill", "author": ["Nora Pell", {"name": "Ida\tBrandt"}], "text": ODD}
MARKUP = "<p>It runs &amp; runs.</p>\n<p>\ud83d“No,”\u0000 she\r\nsaid.</p>"
SAMPLES = {
    "text": (TEXT.encode(), ".txt"),
    "text with a mark": (b"\xef\xbb\xbf" + TEXT.encode(), ".txt"),
    "text in UTF-16": (TEXT.encode("utf-16"), ".txt"),
    "text in Windows-1252": (TEXT.encode("windows-1252"), ".txt"),
    "text of the Macintosh": (TEXT.encode("macintosh"), ".txt"),
    "RSS": (RSS.encode(), ".rss"),
    "Atom": (ATOM.encode(), ".atom"),
    "JSON": (json.dumps([RECORD, {**RECORD, "text": MARKUP}, {**RECORD, "title": None}]).encode(), ".json"),
    "JSON Lines": (
        b"\n".join(json.dumps({"text": text}).encode() for text in (ODD, MARKUP, "", "Mill closes")),
        ".jsonl",
    ),
    "CSV": (b'title,body\r\n"Ferry","It runs.\r\n\r\nIt ""runs""."\r\nMill,<p>It closes.</p>\r\n,\r\n', ".csv"),
    "WARC": (record(page("Ferry stays")) + record(page("Mill closes")), ".gz"),
    "Markdown": (FERRY.encode(), ".md"),
    "Markdown with odd parts": (
        b"# A *b* [c](d (e))\r\n\r\n![](x) **f** \x07g\r\n \xe2\x80\x9ch\xe2\x80\x9d `i`  \r\nj &copy;",
        ".md",
    ),
    "DOCX": (saved(ferry()), ".docx"),
    "PDF": (printed(), ".pdf"),
}
# The columns of an article that a format may fill.
LINE = re.compile(r"[^\x00-\x1f\x7f]+")


@pytest.fixture(params=SAMPLES, name="found")
def _found(request: pytest.FixtureRequest) -> list[Document | Refusal]:
    content, suffix = SAMPLES[request.param]
    return read(content, suffix)


def documents(found: list[Document | Refusal]) -> list[Document]:
    """The articles among what was read."""
    return [each for each in found if isinstance(each, Document)]


def test_each_file_has_an_article(found: list[Document | Refusal]) -> None:
    """The samples are such files."""
    assert documents(found)


def test_texts(found: list[Document | Refusal]) -> None:
    """They are not empty, have no unfit characters, and can be stored."""
    for document in documents(found):
        assert document.text.strip()
        assert UNFIT.search(document.text) is None
        document.text.encode("utf-8")


def test_blocks(found: list[Document | Refusal]) -> None:
    """They are in order within the text, without white space at their ends, and hold all of its words."""
    for document in documents(found):
        spans = [block.span for block in document.blocks]
        assert all(before.end < after.start for before, after in itertools.pairwise(spans))
        assert all(span.exact(document.text) == span.exact(document.text).strip(" \n") != "" for span in spans)
        if spans:
            assert "".join("".join(span.exact(document.text) for span in spans).split()) == "".join(
                document.text.replace("\ufeff", "").split()
            )
        assert lay_out(document.text, document.blocks).paragraphs


def test_pieces(found: list[Document | Refusal]) -> None:
    """They are in order, and the text and the original have the same characters where their lengths are the same."""
    for document in documents(found):
        if document.original is None or not document.original.encoding:
            assert document.pieces == ()
            continue
        original = document.original.content.decode(document.original.encoding)
        for before, after in itertools.pairwise(document.pieces):
            assert before.text.end <= after.text.start
            assert before.original.end <= after.original.start
        for piece in document.pieces:
            assert piece.text.end <= len(document.text)
            assert piece.original.end <= len(original)
            if len(piece.text) == len(piece.original):
                assert piece.text.exact(document.text) == piece.original.exact(original)


def test_facts(found: list[Document | Refusal]) -> None:
    """They are lines of words, by the names of columns."""
    for document in documents(found):
        assert document.facts.keys() <= FACTS.keys()
        for fact in document.facts.values():
            assert fact.value == " ".join(fact.value.split())
            assert LINE.fullmatch(fact.value)


def test_keys_and_places(found: list[Document | Refusal]) -> None:
    """An article among others has a key and a place, and a refusal has a known reason and a remedy."""
    for each in found:
        if len(found) > 1:
            assert each.locator
            assert isinstance(each, Refusal) or each.key
        if isinstance(each, Refusal):
            assert each.reason in own_tables()["rejected"].field("reason").enum
            assert each.message


@pytest.mark.parametrize("name", [found.name for found in formats()])
def test_each_format_has_a_sample(name: str) -> None:
    """So that all of the above holds for it."""
    suffixes = {found.name for content, suffix in SAMPLES.values() if (found := format_of(suffix, content[:4096]))}
    assert name in suffixes | {"html"}  # which has its own samples


@pytest.mark.parametrize("sample", SAMPLES)
def test_a_file_cut_off_anywhere(sample: str) -> None:
    """It is read in part, or refused; nothing else is raised."""
    from onrecord.errors import SourceError

    content, suffix = SAMPLES[sample]
    found = format_of(suffix, content[:4096])
    assert found is not None
    for end in range(1, len(content), max(1, len(content) // 12)):
        try:
            list(found.read(io.BytesIO(content[:end]), Request("a")))
        except SourceError as error:
            assert str(error).startswith("a: ")  # noqa: PT017 -- most files are read in part

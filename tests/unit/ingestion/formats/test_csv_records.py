"""Articles in CSV, as spreadsheets, data frames and content management systems write it."""

from __future__ import annotations

import csv
import re

import pytest

from onrecord.errors import SourceError
from onrecord.ingestion.document import Document, Fact, Original, Piece, Refusal
from onrecord.ingestion.formats import csv_records
from onrecord.text.spans import Span

from .reading import blocks, facts, read


def test_a_table_of_a_spreadsheet() -> None:
    """Semicolons, a byte order mark, quoted line breaks; all of the document."""
    content = (
        "\ufeffID;Headline;Body;Pub Date;By line\r\n"
        '7;Ferry stays;"It runs; she said ""no"".\n\nUntil spring.";03/04/2031;By Nora Pell\r\n'
        "8;Mill closes;;28/04/2031;\r\n"
    )
    assert read(content, ".csv") == [
        Document(
            'Ferry stays\n\nIt runs; she said "no".\n\nUntil spring.\n',
            blocks=read(content, ".csv")[0].blocks,  # type: ignore[union-attr] -- compared below
            facts={
                "title": Fact("Ferry stays", "record"),
                "published": Fact("2031-04-03", "record"),
                "authors": Fact("Nora Pell", "record"),
            },
            original=Original(b'It runs; she said "no".\n\nUntil spring.', ".txt", "utf-8"),
            pieces=(Piece(Span(13, 51), Span(0, 38)),),
            key="7",
            locator="row 2",
        ),
        Refusal("no_text", "its text is empty; get the whole article, or leave it out", "row 3", "8"),
    ]
    assert blocks(read(content, ".csv")[0]) == [
        ("headline", "Ferry stays"),
        (None, 'It runs; she said "no".'),
        (None, "Until spring."),
    ]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "windows-1252"])
def test_delimiters_and_encodings(delimiter: str, encoding: str) -> None:
    """Both are found in the bytes; the other delimiters occur in the texts."""
    lines = ["url", "text"], ["https://x.example/a", '"“It’s ours, not theirs; | see,” she said."']
    content = "\n".join(delimiter.join(cells) for cells in lines)
    [document] = read(content.encode(encoding), ".csv")
    assert document.text == "“It’s ours, not theirs; | see,” she said.\n"  # type: ignore[union-attr]
    assert facts(document) == {"url": "https://x.example/a"}


def test_a_data_frame() -> None:
    """An index without a name, NaN for what is missing, lists as Python writes them, flattened names."""
    content = (
        ",title,content.rendered,authors,date,source_domain\n"
        "0,Ferry stays,<p>It runs.</p><p>Until spring.</p>,\"['Nora Pell', 'Ida Brandt']\","
        "2031-05-08 14:05:00,courier.example\n"
        "1,nan,NaN,nan,NaT,nan\n"
    )
    first, second = read(content, ".csv")
    assert blocks(first) == [("headline", "Ferry stays"), ("body", "It runs."), ("body", "Until spring.")]
    assert facts(first) == {
        "title": "Ferry stays",
        "authors": "Nora Pell | Ida Brandt",
        "published": "2031-05-08T14:05:00",
        "publisher": "courier.example",
    }
    assert isinstance(first, Document)
    assert (first.key, first.locator) == ("Ferry stays", "row 2")
    assert second == Refusal("no_text", "its text is empty; get the whole article, or leave it out", "row 3")


def test_dates_whose_order_is_not_known() -> None:
    """They are left out unless a date of the file settles their order, however late it comes."""
    rows = [f"Text {number}.,{number % 12 + 1}/4/2031" for number in range(100)]
    assert {tuple(facts(each)) for each in read("\n".join(["text,date", *rows]), ".csv")} == {(), ("published",)}
    found = read("\n".join(["text,date", *rows, "The end.,30/4/2031"]), ".csv")
    assert [facts(each)["published"] for each in found[:2]] == ["2031-04-01", "2031-04-02"]


def test_backslashes_before_quotation_marks() -> None:
    """As some databases write them."""
    [document] = read('title,text\nFerry,"She said \\"no\\", and left."\n', ".csv")
    assert document.text == 'Ferry\n\nShe said "no", and left.\n'  # type: ignore[union-attr]


def test_rows_that_are_broken() -> None:
    """A row with too many cells is not read, because a cell may have been divided; shorter rows are."""
    found = read("title,text,date\nFerry,It runs.\n\nMill,It closes, he said,2031-05-08\nPier,It is new.,\n", ".csv")
    assert [(each.locator, type(each).__name__) for each in found] == [
        ("row 2", "Document"),
        ("row 4", "Refusal"),
        ("row 5", "Document"),
    ]
    assert found[1] == Refusal("broken", "4 cells under 3 names; put quotation marks around its cells", "row 4")


def test_a_quotation_mark_that_is_never_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The rows before it are read."""
    monkeypatch.setattr(csv_records, "LONGEST_CELL", 1000)
    content = 'title,text\nFerry,It runs.\nMill,"It closes.\n' + "Pier,It is new.\n" * 100
    first, second = read(content, ".csv")
    assert first.locator == "row 2"
    message = "a row of more than 1,000 characters; look for a quotation mark that is never closed"
    assert second == Refusal("broken", message, "row 3")


def test_a_line_that_never_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is not read to its end."""
    monkeypatch.setattr(csv_records, "LONGEST_ROW", 1000)
    found = read("title,text\n" + "a," * 1000, ".csv")
    assert [each.locator for each in found] == ["row 2"]


def test_the_limit_of_others_stays() -> None:
    """The module csv has one limit for the whole process, which is as before after each row."""
    others = csv.field_size_limit(100_000)
    try:
        content = "text\n" + "a" * 200_000 + "\nb\n"
        assert [len(each.text) for each in read(content, ".csv")] == [200_001, 2]  # type: ignore[union-attr]
        assert csv.field_size_limit() == 100_000
    finally:
        csv.field_size_limit(others)


@pytest.mark.parametrize(
    ("content", "columns", "message"),
    [
        ("", {}, "a.csv: an empty table; its first row needs the names of the columns"),
        ("text\n", {}, "a.csv: it has no records; leave it out, or restore its articles"),
        (
            "a,b\n1,2\n",
            {},
            "a.csv: none of its columns is known to be the text (a, b); name it, as in --columns text=NAME",
        ),
        ("text,text\n1,2\n", {}, "a.csv: the column 'text' is repeated; rename one of them"),
        ("text,body\n1,2\n", {}, "a.csv: body and text could all be the text; choose one: --columns text=body"),
        ("a,b\n1,2\n", {"text": "c"}, "a.csv: no column 'c', mapped to text; there are a, b"),
        ("text\na\0b\n", {}, "a.csv: a binary file (NUL at byte 6); give the article as plain text"),
    ],
)
def test_tables_without_articles(content: str, columns: dict[str, str], message: str) -> None:
    """The whole table is refused before any of it is read."""
    with pytest.raises(SourceError, match=re.escape(message)):
        read(content, ".csv", **columns)


def test_two_texts_of_which_one_is_empty() -> None:
    """Only two different texts need a choice."""
    found = read("text,body,content\n,It runs.,\n", ".csv")
    assert [each.text for each in found] == ["It runs.\n"]  # type: ignore[union-attr]


def test_a_title_that_the_text_repeats() -> None:
    """It becomes the headline once."""
    [document] = read('title,text\nFerry stays,"FERRY STAYS\n\nIt runs."\n', ".csv")
    assert blocks(document) == [("headline", "FERRY STAYS"), (None, "It runs.")]

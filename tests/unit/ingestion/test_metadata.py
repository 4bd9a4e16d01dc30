"""`metadata.csv`: facts about the files of a folder."""

from __future__ import annotations

import re

import pytest

from onrecord.errors import SourceError
from onrecord.ingestion.metadata import read_metadata


def test_facts_of_files() -> None:
    """Columns by the usual names, in any order, from a spreadsheet; empty cells are not facts."""
    content = (
        "URL;Filename;Author;Pub Date;Headline;Newspaper\r\n"
        'https://courier.example/ferry;ferry.pdf;"Pell; Mott";03/04/2031;"Ferry ""stays""";Tarn Courier\r\n'
        ";.\\old\\mill.txt;By Nora Pell and Ida Mott;28/04/2031;;\r\n"
        ";;;;;\r\n"
    )
    assert read_metadata(content.encode("utf-16"), "metadata.csv") == {
        "ferry.pdf": {
            "url": "https://courier.example/ferry",
            "authors": "Pell | Mott",
            "published": "2031-04-03",
            "title": 'Ferry "stays"',
            "publisher": "Tarn Courier",
        },
        "old/mill.txt": {"authors": "Nora Pell | Ida Mott", "published": "2031-04-28"},
    }


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("name,date\n", "metadata.csv: no column names the files; call it file (name, date)"),
        ("file,color\na.txt,red\n", "metadata.csv: unknown column 'color'; the facts are title, published, updated,"),
        ("file,date,published\n", "metadata.csv: the column 'published' is published again; keep one of them"),
        ("file,text\n", "metadata.csv: unknown column 'text'; the facts are"),
        ("file,url\n../a.txt,\n", "metadata.csv, row 2: '../a.txt' is not a file in the folder; give its path below"),
        ("file,url\n/etc/hosts,\n", "row 2: '/etc/hosts' is not a file in the folder"),
        ("file,url\nc:\\a.txt,\n", "row 2: 'c:\\\\a.txt' is not a file in the folder"),
        ("file,url\n.,\n", "metadata.csv, row 2: '.' is not a file in the folder; give its path below the folder"),
        ("file,url\n./,\n", "metadata.csv, row 2: './' is not a file in the folder"),
        (f"file,url\n{'a' * 1001},\n", "row 2: a file name of 1,001 characters; it has at most 1,000"),
        ("file,url\na,\n./a,\n", "metadata.csv, row 3: a has a row already; keep one of them"),
        ("file,url\na,javascript:1\n", "row 2: url is 'javascript:1'; expected something like https://example.org/"),
        (
            "file,date\na,03/04/2031\n",
            "row 2: date is '03/04/2031'; write a date as 2031-05-08, because the order of day",
        ),
        ("file,title\na,b,c\n", "metadata.csv, row 2: not a row of 2 cells; put quotation marks around cells"),
        ("", "metadata.csv: an empty table; its first row needs the names of the columns"),
    ],
)
def test_what_is_wrong(content: str, message: str) -> None:
    """The place, the value and the remedy."""
    with pytest.raises(SourceError, match=re.escape(message)):
        read_metadata(content.encode(), "metadata.csv")


def test_all_that_is_wrong() -> None:
    """Every wrong row is reported at once."""
    with pytest.raises(SourceError) as caught:
        read_metadata(b"file,url\na,x\nb,y\n", "metadata.csv")
    assert len(str(caught.value).splitlines()) == 2

"""Tables that people sort, filter, search and download: their columns, and the files that the browser loads.

The rows are in files of `ROWS_IN_FILE`, of which the browser loads those that it shows. To sort or filter by a column,
it loads the column: a number for each row, which is a place in the sorted list of the column's values. So a table of
200,000 rows works on a phone.
"""

from __future__ import annotations

import collections
import dataclasses
import math
from array import array
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from onrecord.package.files import create_file, write_file
from onrecord.site.downloads import Download, download_path
from onrecord.site.scripts import data_script
from onrecord.site.words import Words

ROWS_IN_FILE, ROWS_SHOWN = 100, 50
_MISSING = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Column:
    """A column of a table on the site.

    Attributes:
        key: its name in files and addresses.
        title: its head.
        kind: `words` (shown only), `name` (sorted as text), `choice` (a few values to choose from), `date`, `number`.
        is_filter: whether people can filter by it.
        label: what the filter is called; by default the title.
    """

    key: str
    title: str
    kind: str
    is_filter: bool = False
    label: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Table:
    """A table on the site.

    Attributes:
        name: its name.
        title: its title.
        description: what its rows are, as sentences.
        columns: its columns.
        noun: what a row and what rows are called.
        download: the columns of its download; without these, its download is a table of `onrecord export`.
        exported: the name of this table.
        further: another table with more on its rows.
    """

    name: str
    title: str
    description: str
    columns: tuple[Column, ...]
    noun: tuple[str, str]
    download: tuple[str, ...] = ()
    exported: str = ""
    further: str = ""

    @property
    def file(self) -> str:
        """The path of its download in the site."""
        return download_path(self.exported or self.name)


_OF_ARTICLE = (
    Column("outlet", "Outlet", "name", True),
    Column("published", "Published", "date", True),
    Column("article", "Article", "words"),
    Column("confidence", "Right", "number", True, "Right, of 100, at least"),
)
_WORDS = Column("words", "Words", "words")
TABLES: Mapping[str, Table] = {
    table.name: table
    for table in (
        Table(
            "articles",
            "Articles",
            "One row is an article.",
            (
                Column("title", "Article", "name"),
                *_OF_ARTICLE[:2],
                Column("section", "Section", "choice", True),
                Column("quotes", "Quotes", "number"),
                Column("votes", "Votes", "number"),
                Column("claims", "Claims", "number"),
            ),
            ("article", "articles"),
            ("article_id", "title", "outlet", "published", "section", "authors", "url", "quotes", "votes", "claims"),
        ),
        Table(
            "outlets",
            "Outlets",
            "One row is an outlet, as the articles name their publisher.",
            (
                Column("outlet", "Outlet", "name"),
                Column("articles", "Articles", "number"),
                Column("quotes", "Quotes", "number"),
                Column("votes", "Votes", "number"),
                Column("claims", "Claims", "number"),
            ),
            ("outlet", "outlets"),
            ("outlet", "articles", "quotes", "votes", "claims"),
        ),
        Table(
            "entities",
            "People and organizations",
            "One row is a person, an organization, a group, a place or another thing with a name, or a speaker without "
            "one; the most mentioned are first.",
            (
                Column("name", "Name", "name"),
                Column("type", "Type", "choice", True),
                Column("role", "Role", "words"),
                Column("quotes", "Quotes", "number"),
                Column("claims", "Claims", "number"),
                Column("about", "Claims about", "number"),
                Column("votes", "Votes", "number"),
                Column("mentions", "Mentions", "number"),
                Column("articles", "Articles", "number"),
            ),
            ("entity", "entities"),
            (
                *("entity_id", "name", "type", "role", "aliases", "wikidata_id", "quotes", "claims", "about"),
                *("votes", "mentions", "articles", "method", "confidence", "status"),
            ),
        ),
        Table(
            "quotes",
            "Quotes",
            "One row is an utterance or a thought, as an article reports it.",
            (_WORDS, Column("speaker", "Speaker", "name", True), Column("type", "How", "choice", True), *_OF_ARTICLE),
            ("quote", "quotes"),
            exported="quotes",
        ),
        Table(
            "votes",
            "Votes",
            "One row is a report of a vote; several articles may report the same vote.",
            (
                Column("motion", "On what", "words"),
                Column("body", "Body", "name", True),
                Column("type", "Result", "choice", True),
                Column("counts", "Counts", "words"),
                Column("date", "Date of the vote", "date"),
                *_OF_ARTICLE,
            ),
            ("report of a vote", "reports of votes"),
            exported="votes",
            further="positions",
        ),
        Table(
            "positions",
            "How they voted",
            "One row is how a voter whom an article names voted.",
            (
                Column("voter", "Voter", "name", True),
                Column("option", "Vote", "choice", True),
                Column("motion", "On what", "words"),
                Column("body", "Body", "name", True),
                Column("type", "Result", "choice", True),
                Column("date", "Date of the vote", "date"),
                *_OF_ARTICLE,
            ),
            ("vote of a voter", "votes of voters"),
            exported="positions",
        ),
        Table(
            "claims",
            "Claims",
            "One row is something that can be checked and that somebody, or the outlet itself, says is so or not so.",
            (_WORDS, Column("speaker", "Claimant", "name", True), Column("type", "How", "choice", True), *_OF_ARTICLE),
            ("claim", "claims"),
            exported="claims",
            further="about",
        ),
        Table(
            "about",
            "What is said of whom",
            "One row is a person, an organization or another thing in a claim: who is said to have done it, to whom it "
            "is done, or who is named in it.",
            (
                Column("entity", "Of whom", "name", True),
                Column("role", "Part in it", "choice", True),
                _WORDS,
                Column("speaker", "Claimant", "name", True),
                Column("type", "How", "choice", True),
                *_OF_ARTICLE,
            ),
            ("part in a claim", "parts in claims"),
            exported="claims",
        ),
    )
}

# What can be downloaded, with titles: the tables that have a download by themselves, and those of `onrecord export`.
DOWNLOADS: Mapping[str, str] = {
    **{name: table.title for name, table in TABLES.items() if table.download},
    **{name: table.title for name, table in TABLES.items() if table.exported == name},
    "voices": "Whose voices each outlet carries",
}

# What a row shows in a column: words, or words and the page that they lead to.
Cell = str | tuple[str, str]


class Writer:
    """Writes the files of one table, row by row.

    Args:
        site: folder of the site.
        table: the table.
    """

    def __init__(self, site: Path, table: Table) -> None:
        self._site, self.table = site, table
        self._waiting: list[Sequence[Cell]] = []
        self._words = Words()
        self._values: dict[str, dict[str, int]] = {}
        self._codes = {column.key: array("I") for column in table.columns if column.kind != "words"}
        for key in self._codes:
            self._values[key] = {}
        self._download = Download(create_file(site / table.file), table.download) if table.download else None
        self.count = 0
        self.first: list[Sequence[Cell]] = []

    def add(
        self, cells: Sequence[Cell], words: Sequence[str], ids: Sequence[str] = (), download: Sequence[str] = ()
    ) -> None:
        """Adds a row.

        Args:
            cells: what it shows, a cell for each column.
            words: the texts by whose words it is found.
            ids: the ids of what its row is one of, such as its speaker; links lead to the rows of an id.
            download: its cells in the download, if the table has one by itself.
        """
        for column, cell in zip(self.table.columns, cells, strict=True):
            if column.kind != "words":
                values = self._values[column.key]
                text = cell if type(cell) is str else cell[0]
                self._codes[column.key].append(values.setdefault(text, len(values)))
        self._words.add(self.count, words, ids)
        if self._download:
            self._download.write(download)
        if self.count < ROWS_SHOWN:
            self.first.append(cells)
        self.count += 1
        self._waiting.append(cells)
        if len(self._waiting) == ROWS_IN_FILE:
            self._write_rows()

    def _write_rows(self) -> None:
        self._write(f"rows-{(self.count - 1) // ROWS_IN_FILE}", self._waiting)
        self._waiting = []

    def _write(self, name: str, value: Any) -> None:
        write_file(
            self._site / "data" / self.table.name / f"{name}.js", data_script(f"{self.table.name}/{name}", value)
        )

    def close(self) -> None:
        """Writes the rest: the last rows, the columns, the words, and what the browser must know of them."""
        if self._waiting:
            self._write_rows()
        if self._download:
            self._download.close()
        starts = []
        common = self._words.common()
        for number, content in enumerate(self._words.files()):
            self._write(f"words-{number}", content)
            starts.append(content[0][0])
        columns = []
        for column in self.table.columns:
            if column.kind != "words":
                values = self._write_column(column)
                numbers = collections.Counter(self._codes[column.key] if column.kind == "choice" else ())
                codes = self._values[column.key]
                choices = [[value, numbers[codes[value]]] for value in values if codes[value] in numbers]
                columns.append([column.key, column.kind, column.is_filter, choices])
            else:
                columns.append([column.key, column.kind, False, []])
        self._write("about", [self.count, ROWS_IN_FILE, ROWS_SHOWN, columns, starts, common, [*self.table.noun]])

    def _write_column(self, column: Column) -> list[str]:
        """Writes a column as its values in order and, for each row, the place of its value; returns the values."""
        values = self._values[column.key]
        order = sorted(values, key=_as_number if column.kind == "number" else _as_text)
        places = array("I", bytes(4 * len(order)))
        for place, value in enumerate(order):
            places[values[value]] = place
        self._write(f"column-{column.key}", [order, [places[code] for code in self._codes[column.key]]])
        return order


def _as_text(value: str) -> tuple[bool, str, str]:
    return value == _MISSING, value.casefold(), value


def _as_number(value: str) -> tuple[bool, float, str]:
    try:
        number = float(value)
    except ValueError:
        number = math.inf
    return value == _MISSING, number if math.isfinite(number) else math.inf, value

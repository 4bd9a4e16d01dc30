"""Tables that people sort, filter, search and download: their columns, and the files that the browser loads.

The rows are in files of `ROWS_IN_FILE`, of which the browser loads those that it shows. To sort or filter by a column,
it loads the column: a number for each row, which is a place in the sorted list of the column's values. So a table of
200,000 rows works on a phone.
"""

from __future__ import annotations

import dataclasses
import math
from array import array
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from onrecord.package.files import create_file, write_file
from onrecord.site.downloads import Download
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
    """A table on the site: its name, title, description, columns, and the columns of its download."""

    name: str
    title: str
    description: str
    columns: tuple[Column, ...]
    download: tuple[str, ...]
    noun: tuple[str, str]


_OUTLET = Column("outlet", "Outlet", "name", True)
_PUBLISHED = Column("published", "Published", "date", True)
_ARTICLE = Column("article", "Article", "words")
_CONFIDENCE = Column("confidence", "Right", "number", True, "Right, of 100, at least")
_OF_ARTICLE = ("outlet", "published", "article", "url", "article_id")
_OF_ROW = ("start", "end", "method", "confidence", "status")
TABLES: Mapping[str, Table] = {
    table.name: table
    for table in (
        Table(
            "articles",
            "Articles",
            "One row is an article.",
            (
                Column("title", "Article", "name"),
                _OUTLET,
                _PUBLISHED,
                Column("section", "Section", "choice", True),
                Column("quotes", "Quotes", "number"),
                Column("votes", "Votes", "number"),
                Column("claims", "Claims", "number"),
            ),
            ("article_id", "title", "outlet", "published", "section", "authors", "url", "quotes", "votes", "claims"),
            ("article", "articles"),
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
            ("outlet", "articles", "quotes", "votes", "claims"),
            ("outlet", "outlets"),
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
            (
                *("entity_id", "name", "type", "role", "aliases", "wikidata_id", "quotes", "claims", "about"),
                *("votes", "mentions", "articles", "method", "confidence", "status"),
            ),
            ("entity", "entities"),
        ),
        Table(
            "quotes",
            "Quotes",
            "One row is an utterance or a thought, as an article reports it.",
            (
                Column("words", "Words", "words"),
                Column("speaker", "Speaker", "name", True),
                Column("type", "How", "choice", True),
                _OUTLET,
                _PUBLISHED,
                _ARTICLE,
                _CONFIDENCE,
            ),
            (
                *("quote_id", "text", "speaker", "speaker_id", "speaker_status", "speaker_confidence", "quote_type"),
                *("kind", "polarity", "cue", "via", "within_id", *_OF_ARTICLE, *_OF_ROW),
            ),
            ("quote", "quotes"),
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
                _OUTLET,
                _PUBLISHED,
                _ARTICLE,
                _CONFIDENCE,
            ),
            (
                *("vote_id", "vote_event_id", "body", "body_id", "motion", "motion_type", "result", "counts"),
                *("unanimous", "voting_method", "date", "exact", *_OF_ARTICLE, *_OF_ROW),
            ),
            ("report of a vote", "reports of votes"),
        ),
        Table(
            "claims",
            "Claims",
            "One row is something that can be checked and that somebody, or the outlet itself, says is so or not so.",
            (
                Column("words", "Words", "words"),
                Column("speaker", "Claimant", "name", True),
                Column("type", "How", "choice", True),
                _OUTLET,
                _PUBLISHED,
                _ARTICLE,
                _CONFIDENCE,
            ),
            (
                *("claim_id", "text", "claimant", "claimant_id", "quote_id", "stance", "negated", "certainty"),
                *("exact", *_OF_ARTICLE, *_OF_ROW),
            ),
            ("claim", "claims"),
        ),
    )
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
        self._download = Download(create_file(site / self.download_path), table.download)
        self.count = 0
        self.first: list[Sequence[Cell]] = []

    @property
    def download_path(self) -> str:
        """The path of the download in the site."""
        return f"data/{self.table.name}.csv"

    def add(self, cells: Sequence[Cell], download: Sequence[str], words: str) -> None:
        """Adds a row.

        Args:
            cells: what it shows, a cell for each column.
            download: its cells in the download.
            words: what it is found by.
        """
        for column, cell in zip(self.table.columns, cells, strict=True):
            if column.kind != "words":
                values = self._values[column.key]
                text = cell if type(cell) is str else cell[0]
                self._codes[column.key].append(values.setdefault(text, len(values)))
        self._words.add(self.count, words)
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
                is_choice = column.kind == "choice"
                columns.append([column.key, column.kind, column.is_filter, values if is_choice else []])
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

"""The parts of the page around the articles: who is quoted, and the tables."""

from __future__ import annotations

import collections
import dataclasses
from collections.abc import Iterator, Mapping, Sequence

from onrecord.package.own_tables import column_of, facts_of, own_tables
from onrecord.package.package import Package
from onrecord.package.records import Row
from onrecord.site.corpus import Corpus
from onrecord.tableschema.schema import Table
from onrecord.text.quotation import BREAK

# Characters; a column with a longer value is set as running text.
_LONG = 80


@dataclasses.dataclass(frozen=True, slots=True)
class Speaker:
    """A speaker, the numbers of quotes and words; `share` is in percent of the most quoted speaker's words."""

    name: str
    quotes: int
    words: int
    share: float


@dataclasses.dataclass(frozen=True, slots=True)
class Cell:
    """A cell: the shown text, the target of its link, and the stored value if the shown text differs."""

    text: str
    link: str = ""
    stored: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Line:
    """A row of a table, with the anchor that links to it lead to, and its token."""

    anchor: str
    token: str
    cells: tuple[Cell, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Column:
    """A column; `style` is `number`, `long` for running text, or empty."""

    name: str
    style: str


@dataclasses.dataclass(frozen=True, slots=True)
class Grid:
    """A table: its columns, notes on columns left out, the shown rows, and the number of all rows."""

    table: Table
    path: str
    columns: tuple[Column, ...]
    left_out: tuple[str, ...]
    lines: tuple[Line, ...]
    total: int


def speakers(tables: Mapping[str, Sequence[Row]]) -> list[Speaker]:
    """Who is quoted, sorted by the number of words; all quotes without a known speaker come last, together."""
    entities = {row["entity_id"]: row for row in tables["entities"]}
    quotes: collections.Counter[str] = collections.Counter()
    words: collections.Counter[str] = collections.Counter()
    for row in tables["quotes"]:
        if row["within_id"]:
            continue  # its words are counted with the outer quote
        key = row["speaker_id"] if row["speaker_id"] in entities else ""
        quotes[key] += 1
        words[key] += len(row["text"].replace(BREAK, " ").split())
    most = max(words.values(), default=0) or 1

    def order(key: str) -> tuple[bool, int, int, str, str]:
        return not key, -words[key], -quotes[key], entities[key]["name"] if key else "", key

    return [
        Speaker(
            name=entities[key]["name"] if key else "",
            quotes=quotes[key],
            words=words[key],
            share=round(100 * words[key] / most, 1),
        )
        for key in sorted(quotes, key=order)
    ]


def grids(package: Package, corpus: Corpus, limit: int) -> Iterator[Grid]:
    """The tables, each with its first `limit` rows."""
    for name, table in own_tables().items():
        if name not in corpus.tables:  # packages of earlier versions lack it
            continue
        rows = corpus.tables[name][:limit]
        left_out = dict(_left_out(table, rows))
        columns = [column for column in table.columns if column not in left_out]
        yield Grid(
            table=table,
            path=package.tables[name].path,
            columns=tuple(Column(column, _style(table, column, rows)) for column in columns),
            left_out=tuple(f"{column} ({reason})" for column, reason in left_out.items()),
            lines=tuple(_line(corpus, table, columns, row) for row in rows),
            total=len(corpus.tables[name]),
        )


def _left_out(table: Table, rows: Sequence[Row]) -> Iterator[tuple[str, str]]:
    """The columns that are not worth showing, each with the reason."""
    for column in table.columns:
        values = {row[column] for row in rows}
        if values == {""}:
            yield column, "empty"
        elif column == "article_id" and table.name != "articles" and len(values) == 1:
            yield column, "one article"


def _style(table: Table, column: str, rows: Sequence[Row]) -> str:
    if table.field(column).type in ("integer", "number"):
        return "number"
    is_key = any(column in key.fields for key in table.foreign_keys)
    return "long" if not is_key and any(len(row[column]) > _LONG for row in rows) else ""


def _line(corpus: Corpus, table: Table, columns: Sequence[str], row: Row) -> Line:
    key = row[table.primary_key[0]]
    layer = facts_of(table.name).layer
    owner = row[column_of(table.name, layer)] if layer else key
    place = (corpus.anchor(row) if "exact" in row else "") or corpus.anchors.get(key, "")
    targets = {key.fields[0]: key.resource for key in table.foreign_keys if len(key.fields) == 1}
    return Line(
        anchor=f"row-{key}" if len(table.primary_key) == 1 else "",
        token=corpus.tokens.get(owner, ""),
        cells=tuple(
            Cell(row[column], place)
            if column == table.primary_key[0]
            else _cell(corpus, targets.get(column, ""), row[column])
            for column in columns
        ),
    )


def _cell(corpus: Corpus, target: str, value: str) -> Cell:
    """A cell; the id of a row of the table `target` is shown by the row's name and links to it."""
    if not (value and target):
        return Cell(value)
    if value in corpus.articles:
        article = corpus.articles[value]
        return Cell(article["title"] or article["text_path"], corpus.anchors[value], value)
    if value in corpus.entities:
        return Cell(corpus.name(value), f"row-{value}", value)
    return Cell(value, f"row-{value}" if value in corpus.tokens else "")

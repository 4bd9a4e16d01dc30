"""The rows of a package as they were read, without what people have corrected: what a reviewer judges."""

from __future__ import annotations

import dataclasses
import functools
import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence

from onrecord.corrections import MADE, Correction, Corrections, Name, added_ids, moved_to, references, root_of, split_id
from onrecord.package.ids import PREFIXES
from onrecord.package.own_tables import facts_of, own_tables
from onrecord.package.package import Package
from onrecord.package.records import Source, read_source, read_tables
from onrecord.tableschema.schema import Field
from onrecord.text.quotation import BREAK
from onrecord.text.spans import Span

Row = Mapping[str, str]
Key = tuple[str, ...]


@functools.cache
def reviewed_tables() -> tuple[str, ...]:
    """The tables whose rows are reviewed one by one; rows of other tables are reviewed with what they are part of."""
    return tuple(name for name in own_tables() if facts_of(name).review and name in PREFIXES)


@functools.cache
def parts_of(table: str) -> tuple[str, ...]:
    """The tables with parts of the rows of a table, such as the counts of a vote.

    Examples:
        >>> parts_of("votes")
        ('vote_counts', 'vote_positions')
    """
    return tuple(
        name
        for name in own_tables()
        if facts_of(name).review and name not in PREFIXES and facts_of(name).parent == table
    )


def key_of(table: str, row: Row) -> Key:
    """The primary key of a row."""
    return tuple(row[column] for column in own_tables()[table].primary_key)


@dataclasses.dataclass(frozen=True, slots=True)
class Cell:
    """A value that a reviewer judges: its row, its column as the schema declares it, and the value as it was read."""

    table: str
    key: Key
    field: Field
    value: str

    @property
    def name(self) -> tuple[str, Key, str]:
        """Table, key and column."""
        return self.table, self.key, self.field.name

    @property
    def refers_to(self) -> str:
        """The table that the column refers to; empty if it does not refer to a row."""
        return references(self.table).get(self.field.name, "")


_OFFSET = re.compile(r"[0-9]{1,12}")


def offset_of(cell: str) -> int | None:
    """A place in a text; None if the cell has none."""
    return int(cell) if _OFFSET.fullmatch(cell) else None


@dataclasses.dataclass(frozen=True, slots=True)
class Reading:
    """The rows of a package as they were read.

    Attributes:
        package: the package.
        rows: the rows by table and key; rows that corrections added are left out.
        articles: the rows of the table articles, by id.
        entities: the names of all entities by id as they were read, also of those that corrections added, but not of
            those that were added in a sample, as another coder may not know them.
        hidden: whether corrections have changed tables, so that rows which they withdrew cannot be reviewed.
    """

    package: Package
    rows: Mapping[str, Mapping[Key, Row]]
    articles: Mapping[str, Row]
    entities: Mapping[str, Row]
    hidden: bool
    _parts: Mapping[Name, Sequence[Name]]
    _in_article: Mapping[tuple[str, str], Sequence[Key]]
    _first_mentions: Mapping[str, str]
    _sources: dict[str, Source] = dataclasses.field(default_factory=dict)

    def source(self, article_id: str) -> Source:
        """The text of an article, with a note if it cannot be shown."""
        if article_id not in self._sources:
            article = self.articles.get(article_id)
            self._sources[article_id] = read_source(self.package, article) if article else Source()
        return self._sources[article_id]

    def text(self, article_id: str) -> str:
        """The text of an article; empty if it cannot be read."""
        return self.source(article_id).text or ""

    def parts(self, name: Name) -> list[tuple[Name, Row]]:
        """The parts of a row, in the order of their tables."""
        return [(part, self.rows[part[0]][part[1]]) for part in self._parts.get(name, ())]

    def in_article(self, table: str, article_id: str) -> list[tuple[Key, Row]]:
        """The rows of a table that were read in an article."""
        return [(key, self.rows[table][key]) for key in self._in_article.get((table, article_id), ())]

    def article_of(self, name: Name) -> str:
        """The article that a row was read in; that of its first mention for an entity; may be empty."""
        table, key = name
        if table == "entities":
            return self._first_mentions.get(key[0], "")
        return self.rows.get(table, {}).get(key, {}).get("article_id", "")

    def span(self, name: Name) -> Span | None:
        """The place of a row's words in its text; None if they are not there."""
        table, key = name
        row = self.rows[table][key]
        text = self.text(row.get("article_id", ""))
        start, end = offset_of(row.get("start", "")), offset_of(row.get("end", ""))
        if "exact" not in row or start is None or end is None:
            return None
        if text[start:end] == row["exact"] and start < end:
            return Span(start, end)
        # Where a correction moved the row, its offsets are those of the new words.
        found = moved_to(text, row["exact"], start, end) if row["exact"] else []
        return Span(found[0], found[0] + len(row["exact"])) if len(found) == 1 else None

    def cells(self, name: Name) -> Iterator[Cell]:
        """The values that a reviewer of a row judges, those of its parts included."""
        for (table, key), row in [(name, self.rows[name[0]][name[1]]), *self.parts(name)]:
            for column in facts_of(table).review:
                yield Cell(table, key, own_tables()[table].field(column), row[column])


def read_rows(package: Package, lines: Sequence[Correction]) -> Reading:
    """The rows of a package as they were read.

    Args:
        package: the package.
        lines: the corrections of all files, whose changes to cells are undone, so that a reviewer does not see them.

    Raises:
        PackageError: the tables cannot be read.
    """
    tables = read_tables(package)
    corrections = Corrections.of(lines)
    added = _added_in_samples(lines)
    rows: dict[str, dict[Key, Row]] = {}
    parts: dict[Name, list[Name]] = defaultdict(list)
    in_article: dict[tuple[str, str], list[Key]] = defaultdict(list)
    for table in own_tables():
        if not facts_of(table).review or table not in tables:
            continue
        rows[table] = {}
        for row in tables[table]:
            if row["method"].startswith(MADE):
                continue
            key = key_of(table, row)
            rows[table][key] = corrections.undone(table, row)
            if "article_id" in row:
                in_article[table, row["article_id"]].append(key)
            if (root := root_of(table, key)) != (table, key):
                parts[root].append((table, key))
    _undo_what_followed(
        rows, parts, {root_of(*line.row)[1] for line in lines if line.table in {"quotes", "quote_spans"}}
    )
    return Reading(
        package=package,
        rows=rows,
        articles={row["article_id"]: row for row in tables["articles"]},
        entities={
            row["entity_id"]: corrections.undone("entities", row)
            for row in tables["entities"]
            if row["entity_id"] not in added
        },
        hidden=any(row["reason"] in {"withdrawn", "merged", "split"} and row["words"] for row in tables["id_changes"]),
        _parts=parts,
        _in_article=in_article,
        _first_mentions={row["entity_id"]: row["article_id"] for row in reversed(tables["mentions"])},
    )


def _added_in_samples(lines: Sequence[Correction]) -> set[str]:
    """The ids of the entities that lines of samples added or split off."""
    sampled = [line for line in lines if line.sample and line.table == "entities"]
    return {
        *added_ids(sampled).values(),
        *(split_id(line.key[0], line.new) for line in sampled if line.action == "split"),
    }


def _undo_what_followed(
    rows: Mapping[str, dict[Key, Row]], parts: Mapping[Name, Sequence[Name]], quotes: Collection[Key]
) -> None:
    """Undoes what followed from corrections of quotes: their text and cue, and the claimants of their claims."""
    words: dict[Key, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for key in quotes & rows.get("quotes", {}).keys():
        for table, part in sorted(parts.get(("quotes", key), ()), key=lambda name: (name[1][1], int(name[1][2]))):
            words[key][part[1]].append(rows[table][part]["exact"])
        content, cue = words[key]["content"], words[key]["cue"]
        text = BREAK.join(content) or rows["quotes"][key]["text"]
        rows["quotes"][key] = {**rows["quotes"][key], "text": text, "cue": cue[0] if cue else ""}
    for claim, row in rows.get("claims", {}).items():
        if (key := (row["quote_id"],)) in words:
            source = words[key]["source"]
            own = {
                "claimant_id": rows["quotes"][key]["speaker_id"],
                "claimant": source[0] if source else row["claimant"],
            }
            rows["claims"][claim] = {**row, **own}


def articles_of_rows(tables: Mapping[str, Sequence[Row]]) -> dict[Name, str]:
    """The article of each row, also of rows that are no longer in the tables."""
    found: dict[Name, str] = {}
    for name, rows in tables.items():
        key = own_tables()[name].primary_key
        for row in rows:
            if name == "id_changes":
                found[row["table_name"], (row["old_id"],)] = row["article_id"]
            elif "article_id" in row:
                found[name, tuple(row[column] for column in key)] = row["article_id"]
    return found

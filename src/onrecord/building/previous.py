"""The tables of a package before it is converted again: the rows whose ids are kept, and ids that are gone.

They are read from data/ into a temporary database, because a large package may not fit into memory.
"""

from __future__ import annotations

import dataclasses
import sqlite3
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Set
from pathlib import Path

from onrecord.building.builds import OpenBuild, ids_among, ids_only_in, rows_in
from onrecord.building.reanchoring import Anchor, OldArticle, kept_entities
from onrecord.corrections import MADE, Corrections
from onrecord.errors import PackageError
from onrecord.package.files import is_inside
from onrecord.package.own_cells import rejects
from onrecord.package.own_tables import TABLES, data_path, facts_of, own_tables
from onrecord.package.tables import read_rows
from onrecord.text.quotation import BREAK

Row = dict[str, str]

# The tables whose rows have ids, with the column of the id.
IDS: Mapping[str, str] = {
    name: table.primary_key[0] for name, table in own_tables().items() if len(table.primary_key) == 1
}
# How many rows are inserted into the database at a time.
_BATCH = 10_000


@dataclasses.dataclass(frozen=True, slots=True)
class _Article:
    sha256: str
    length: int


class PreviousTables:
    """The tables of a package as they are before a conversion.

    Args:
        folder: the package; None for a new package, which has no tables.
        corrections: the corrections of the package; their changes are undone, because rows are matched as they were
            extracted.
        sha256s: the hashes of the articles to convert, by article_id.
        build: the build of the tables, whose rows are as extracted; None if it is not known.
        carried: the articles of the build whose rows will probably be copied, so that they are not read here.
    """

    def __init__(
        self,
        folder: Path | None,
        corrections: Corrections,
        sha256s: Mapping[str, str],
        build: OpenBuild | None = None,
        carried: Set[str] = frozenset(),
    ) -> None:
        self._folder, self._corrections, self._build, self._carried = folder, corrections, build, carried
        self._database = sqlite3.connect("")  # a file that vanishes when it is closed
        self._database.executescript(
            "CREATE TABLE ids (tab TEXT, id TEXT, article TEXT, PRIMARY KEY (tab, id));"
            "CREATE TABLE anchors (article TEXT, tab TEXT, start INT, end INT, words TEXT, id TEXT, entity TEXT,"
            " moved INT, UNIQUE (tab, id));"
            "CREATE TABLE fragments (article TEXT, start INT, exact TEXT);"
        )
        self._articles = self._facts()
        self._homes = self._moved(sha256s)
        entities = {row["entity_id"]: row for row in self._rows("entities")}
        # Rows that corrections made are not in the text; the corrections make them again.
        self._made = {key for key, row in entities.items() if row.get("method", "").startswith(MADE)}
        self._entities = {key: row for key, row in entities.items() if key not in self._made}
        self._contents = self._contents_as_read()
        columns = own_tables()["id_changes"].columns
        self.changes: dict[tuple[str, str], Row] = {
            (row["table_name"], row["old_id"]): row
            for row in self._rows("id_changes")
            if row.keys() == set(columns) and all(_is_good("id_changes", column, row[column]) for column in columns)
        }
        self._pairs: Counter[tuple[str, str]] = Counter()
        self._edited: set[tuple[str, str]] = set()
        unchanged = {article for article, facts in self._articles.items() if sha256s.get(article) == facts.sha256}
        for name in TABLES:
            self._store(name, unchanged)
        self._database.executescript(
            "CREATE INDEX by_article ON anchors (article); CREATE INDEX fragments_of ON fragments (article);"
        )

    def close(self) -> None:
        """Closes the temporary database."""
        self._database.close()

    def has(self, article_id: str, sha256: str) -> bool:
        """Whether the package had an article with this text."""
        known = self._articles.get(article_id)
        return known is not None and known.sha256 == sha256

    def load(self, article_id: str) -> None:
        """Reads the rows of an article of the build that is not copied after all."""
        for name in IDS:
            rows = list(self._built_rows(name, article_id))
            if name == "entities":
                self._entities |= {row["entity_id"]: row for row in rows}
            self._store(name, {article_id}, rows)

    def _facts(self) -> dict[str, _Article]:
        if self._build is not None:
            return {
                key: _Article(each.sha256, int(each.row["length"] or 0))
                for key, each in self._build.build.articles.items()
            }
        return {
            row["article_id"]: _Article(row.get("text_sha256", ""), _integer(row.get("length", "")) or 0)
            for row in self._rows("articles")
        }

    def _built_rows(self, name: str, article_id: str) -> Iterator[Row]:
        """The rows of an article in a table of the build."""
        if self._build is not None and (part := self._build.build.articles[article_id].parts.get(name)):
            yield from rows_in(self._build.rows(name, part), name)

    def entities(self) -> Iterator[Row]:
        """The rows of the table `entities` as they were extracted, without the rows that corrections made."""
        return iter(self._entities.values())

    def entity(self, entity_id: str) -> Row:
        """The row of an entity as it was extracted; empty if it is unknown."""
        return self._entities.get(entity_id, {})

    def article(self, article_id: str) -> OldArticle:
        """The rows of an article and its length and hash; all empty if the article is new."""
        home = self._homes.get(article_id, article_id)
        facts = self._articles.get(home)
        if facts is None:
            return OldArticle()
        found = self._database.execute(
            "SELECT tab, start, end, words, id, entity, moved FROM anchors WHERE article = ? ORDER BY rowid", (home,)
        )
        fragments = self._database.execute(
            "SELECT start, exact FROM fragments WHERE article = ? ORDER BY rowid", (home,)
        )
        return OldArticle([Anchor(*row) for row in found], fragments.fetchall(), facts.length, facts.sha256)

    def note(self, old_entity: str, new_entity: str, mentions: int, *, same_text: bool) -> None:
        """Notes how many mentions of the old entity now mean the new entity, in the same or an edited text."""
        if old_entity != new_entity:
            self._pairs[old_entity, new_entity] += mentions
            self._edited.update(() if same_text else [(old_entity, new_entity)])

    def kept_entities(self, new: Callable[[], Iterable[Mapping[str, str | None]]]) -> dict[str, str]:
        """The ids that entities had under another name, by the ids that they would get without them.

        Args:
            new: returns the rows of the table `entities` of this conversion, if they are needed.
        """
        if not self._pairs:
            return {}
        rows = {row["entity_id"] or "": (row["name"] or "", row["entity_type"] or "") for row in new()}
        names = {
            row["entity_id"]: (row.get("name", ""), row.get("entity_type", ""))
            for row in self._entities.values()
            if row["entity_id"] not in rows
        }
        known = self._entities.keys() | self._made | {old_id for table, old_id in self.changes if table == "entities"}
        new_names = {entity: facts for entity, facts in rows.items() if entity not in known}
        return kept_entities(self._pairs, names, new_names, self._edited) if names and new_names else {}

    def id_changes(self, caused: Mapping[tuple[str, str], Row], tables: Mapping[str, Path]) -> list[Row]:
        """The rows of the table `id_changes`, sorted.

        Args:
            caused: the changes of ids that corrections caused, by table and id.
            tables: the tables of this conversion.
        """
        gone = self._gone(tables)
        changes = {key: {**row, "words": "", "words_start": "", "words_end": ""} for key, row in self.changes.items()}
        moved = {old: new for new, old in self._homes.items()}
        for table, old_id, article in gone:
            if table == "articles" and old_id in moved:
                changes[table, old_id] = _change(table, old_id, moved[old_id], "reanchored", old_id)
            else:
                changes[table, old_id] = _change(table, old_id, "", "withdrawn", article)
        changes |= caused
        asked = {*changes, *((row["table_name"], row["new_id"]) for row in changes.values())}
        there = self._there(asked, tables)
        return [_resolved(changes[key], changes, there) for key in sorted(changes) if key not in there]

    def _gone(self, tables: Mapping[str, Path]) -> list[tuple[str, str, str]]:
        """Table, id and article of each row of the package before whose id is not in the new tables."""
        if self._build is not None and self._folder is not None:
            before = {name: self._folder / data_path(name) for name in IDS}
            return [(name, *pair) for name in IDS for pair in ids_only_in(before[name], tables[name], IDS[name])]
        if self._database.execute("SELECT 1 FROM ids").fetchone() is None:
            return []
        self._database.execute("CREATE TEMP TABLE now (tab TEXT, id TEXT, PRIMARY KEY (tab, id))")
        for name, column in IDS.items():
            ids = ((name, row[column]) for row in read_rows(tables[name]))
            self._database.executemany("INSERT OR IGNORE INTO now VALUES (?, ?)", ids)
        return self._database.execute(
            "SELECT tab, id, article FROM ids WHERE NOT EXISTS (SELECT 1 FROM now WHERE now.tab = ids.tab"
            " AND now.id = ids.id)"
        ).fetchall()

    def _there(self, asked: Iterable[tuple[str, str]], tables: Mapping[str, Path]) -> set[tuple[str, str]]:
        """Those of some tables and ids that the new tables have."""
        by_table: dict[str, set[str]] = {}
        for name, row_id in asked:
            if row_id and name in IDS:
                by_table.setdefault(name, set()).add(row_id)
        return {(name, each) for name, ids in by_table.items() for each in ids_among(tables[name], IDS[name], ids)}

    def _moved(self, sha256s: Mapping[str, str]) -> dict[str, str]:
        """The ids that articles had before they got a URL or another path, by their new ids."""
        gone: dict[str, list[str]] = {}
        for article, facts in self._articles.items():
            if article not in sha256s:
                gone.setdefault(facts.sha256, []).append(article)
        new = [article for article in sha256s if article not in self._articles]
        times = Counter(sha256s[article] for article in new)
        return {
            article: gone[sha256][0]
            for article in new
            if times[sha256 := sha256s[article]] == 1 and len(gone.get(sha256, ())) == 1
        }

    def _contents_as_read(self) -> dict[str, str]:
        """The text, before the corrections, of the quotes whose contents were corrected."""
        lines = self._corrections.lines
        corrected = {line.key[0] for line in lines if line.table == "quote_spans" and line.action == "correct"}
        contents: dict[str, list[tuple[int, str]]] = {}
        for row in self._rows("quote_spans") if corrected else ():
            if row["quote_id"] in corrected and row["role"] == "content" and not row.get("method", "").startswith(MADE):
                contents.setdefault(row["quote_id"], []).append((_integer(row["ordinal"]) or 0, row.get("exact", "")))
        return {quote_id: BREAK.join(exact for _, exact in sorted(parts)) for quote_id, parts in contents.items()}

    def _rows(self, name: str) -> Iterator[Row]:
        """The rows of a table as they were extracted; no rows if it is missing or broken: it is written again."""
        key = own_tables()[name].primary_key
        if self._build is not None and name != "id_changes":
            for article_id in self._build.build.articles:
                if article_id not in self._carried:
                    yield from self._built_rows(name, article_id)
            if name == "entities":
                yield from rows_in(self._build.rows(name, self._build.build.shared), name)
            return
        if self._folder is None or not is_inside(self._folder, data_path(name)):
            return
        try:
            for row in read_rows(self._folder / data_path(name), self._folder):
                if all(_is_good(name, column, row.get(column, "")) for column in key):
                    yield self._corrections.undone(name, row)
        except PackageError:
            return

    def _store(self, name: str, unchanged: Set[str], rows: Iterable[Row] | None = None) -> None:
        column, words = IDS.get(name, ""), facts_of(name).anchor
        ids, anchors, fragments = (self._inserter(*table) for table in (("ids", 3), ("anchors", 8), ("fragments", 3)))
        for row in self._rows(name) if rows is None else rows:
            article, exact = row.get("article_id", ""), row.get("exact", "")
            start, end = _integer(row.get("start", "")), _integer(row.get("end", ""))
            if column:
                ids.send((name, row[column], article))
            if start is None or end is None:
                continue
            if exact and article not in unchanged:
                fragments.send((article, start, exact))
            if words and row.get(words) and not row.get("method", "").startswith(MADE):
                content = self._contents.get(row[column], row[words])
                is_moved = row.get("status") == "corrected"
                anchors.send((article, name, start, end, content, row[column], row.get("entity_id", ""), is_moved))
        for (table, old_id), row in self.changes.items() if rows is None else ():
            start, end = _integer(row["words_start"]), _integer(row["words_end"])
            if table == name and words and row["words"] and start is not None and end is not None:
                anchors.send((row["article_id"], name, start, end, row["words"], old_id, "", False))
        for inserter in (ids, anchors, fragments):
            inserter.close()

    def _inserter(self, table: str, columns: int) -> Generator[None, tuple[str | int, ...], None]:
        """Takes rows of a table of the database by `send`, and inserts them in batches."""
        insert = f"INSERT OR IGNORE INTO {table} VALUES ({', '.join('?' * columns)})"
        rows: list[tuple[str | int, ...]] = []

        def take() -> Generator[None, tuple[str | int, ...], None]:
            try:
                while True:
                    rows.append((yield))
                    if len(rows) == _BATCH:
                        self._database.executemany(insert, rows)
                        rows.clear()
            finally:
                self._database.executemany(insert, rows)

        inserter = take()
        next(inserter)
        return inserter


def _resolved(row: Row, changes: Mapping[tuple[str, str], Row], there: Set[tuple[str, str]]) -> Row:
    """The row with the last id in the chain of changes as its `new_id`; empty if that id is gone, too."""
    table, new_id, seen = row["table_name"], row["new_id"], {row["old_id"]}
    while new_id and (table, new_id) not in there:
        seen.add(new_id)
        new_id = changes.get((table, new_id), {}).get("new_id", "")
        if new_id in seen:
            new_id = ""
    return {**row, "new_id": new_id}


def _change(table: str, old_id: str, new_id: str, reason: str, article: str) -> Row:
    empty = dict.fromkeys(own_tables()["id_changes"].columns, "")
    cells = {"table_name": table, "old_id": old_id, "new_id": new_id, "reason": reason, "article_id": article}
    return empty | cells


def _integer(cell: str) -> int | None:
    # A longer number is not an offset, and too large for the database.
    return int(cell) if cell.isascii() and cell.isdigit() and len(cell) < 16 else None


def _is_good(table: str, column: str, cell: str) -> bool:
    return not rejects(own_tables()[table].field(column), cell)

"""The merges of entities that may be wrong, and the namesakes that may be the same, for people who decide.

Each row has both articles side by side, with the sentence that names the entity in each, and the correction to write if
the row is wrong. The least certain come first.
"""

from __future__ import annotations

import csv
import dataclasses
import functools
import io
from collections import defaultdict
from collections.abc import Iterator, Mapping

from onrecord.errors import PackageError
from onrecord.loading.joined import JoinedTable, table_of
from onrecord.package.ids import fold
from onrecord.package.own_cells import SEPARATOR
from onrecord.package.package import Package
from onrecord.package.records import Row, cells_of, read_source, rows_of, tables_in
from onrecord.sql.view import Column, View
from onrecord.text.excerpts import sentence_around
from onrecord.text.spans import span_or_none

_TABLE = "entity_links"
MERGED, APART = "merged", "apart"
# The support of links that are listed.
_WEAK = "weak"
_TEXTS = 64  # texts that are held


@dataclasses.dataclass(frozen=True, slots=True)
class _Naming:
    """Where an article names an entity: the ids, the place, the words, and the role that the article gives it."""

    entity_id: str
    article_id: str
    start: str
    end: str
    exact: str
    role: str


_ABOUT = {
    "kind": "`merged`: two articles are taken for naming the same entity; `apart`: two people of the same name are "
    "taken for different people.",
    "name": "The fullest form of the name.",
    "entity_type": "Type of entity.",
    "support": "How well the grounds support the merge; see entity_links.",
    "doubts": "What speaks against it; see entity_links.",
    "grounds": "What speaks for it; see entity_links.",
    "names_in_common": "How many other names the articles share.",
}
_SIDE = {
    "role": "Title or office in {} article.",
    "sentence": "The sentence that names the entity in {} article; empty if the package has no texts.",
    "publisher": "The outlet of {} article.",
    "published": "When {} article was published, in EDTF.",
    "title": "The headline of {} article.",
    "text_path": "The text of {} article.",
}
_IDS = {
    "entity_id": "The entity.",
    "article_id": "The article.",
    "other_entity_id": "The entity of the other article: the same where `merged`.",
    "other_article_id": "The other article: where the entity was first named.",
}
_CORRECTION = "If the row is wrong, the line for a file in corrections/: add reason, curator and date."
_COLUMNS = (
    *(Column(name, "", about, "integer" if name.startswith("names_") else "string") for name, about in _ABOUT.items()),
    *(Column(name, "", about.format("this")) for name, about in _SIDE.items()),
    *(Column(f"other_{name}", "", about.format("the other")) for name, about in _SIDE.items()),
    Column("correction", "", _CORRECTION),
    *(Column(name, "", about) for name, about in _IDS.items()),
)
_VIEW = View(
    "doubts",
    "One row is a merge of entities across articles that may be wrong, or two people of the same name who may be one.",
    _COLUMNS,
    "",
    (_TABLE, "entities", "articles", "mentions"),
)


def doubtful(package: Package) -> JoinedTable:
    """The doubtful merges of a package and its namesakes, the least certain first.

    Merges that a person has confirmed or decided are left out.

    Raises:
        PackageError: a table cannot be read, or the package has no links.
    """
    if _TABLE not in tables_in(package):
        message = f"no table {_TABLE}, which packages of earlier versions lack"
        raise PackageError(f"{package.described}: {message}; run onrecord convert")
    return table_of(_VIEW, _Doubts(package).rows())


class _Doubts:
    def __init__(self, package: Package) -> None:
        self._package = package
        self._articles = {row["article_id"]: row for row in rows_of(package, "articles")}
        self._numbers = {article_id: number for number, article_id in enumerate(self._articles)}
        self._entities = {row["entity_id"]: row for row in rows_of(package, "entities")}
        self._text = functools.lru_cache(_TEXTS)(self._read)

    def rows(self) -> list[tuple[str | int | None, ...]]:
        found = [*self._merged(), *self._apart()]
        return [tuple(row[column.name] for column in _COLUMNS) for _, row in sorted(found, key=lambda pair: pair[0])]

    def _merged(self) -> Iterator[tuple[tuple[object, ...], Mapping[str, str | int | None]]]:
        """The weak links, each with what it is ordered by."""
        first: dict[str, _Naming] = {}
        for row in rows_of(self._package, _TABLE):
            naming = _Naming(**{field.name: row[field.name] for field in dataclasses.fields(_Naming)})
            if row["entity_id"] not in first:
                first[row["entity_id"]] = naming
            elif row["support"] == _WEAK and row["status"] == "auto":
                other, entity = first[row["entity_id"]], self._entities.get(row["entity_id"], {})
                doubts, common = row["doubts"].split(SEPARATOR), _whole(row["names_in_common"])
                line = ("split", naming, "article_id", naming.article_id, entity.get("name", naming.exact))
                about = {name: row[name] or None for name in ("support", "doubts", "grounds")}
                made = self._row(MERGED, naming, other, line, {**about, "names_in_common": common})
                yield (
                    (
                        -len(doubts),
                        common,
                        fold(naming.exact),
                        naming.entity_id,
                        self._numbers.get(naming.article_id, 0),
                    ),
                    made,
                )

    def _apart(self) -> Iterator[tuple[tuple[object, ...], Mapping[str, str | int | None]]]:
        """The namesakes: each with the first of the name."""
        groups: dict[str, list[str]] = defaultdict(list)
        for entity_id, row in self._entities.items():
            if row["entity_type"] == "person" and " " in row["name"] and row["status"] == "auto":
                groups[fold(row["name"])].append(entity_id)
        shared = {name: ids for name, ids in groups.items() if len(ids) > 1}
        named = self._namings({entity for ids in shared.values() for entity in ids})
        for name, ids in shared.items():
            there = [named[entity] for entity in ids if entity in named]
            for naming in there[1:]:
                # `merge` has the entity to keep as its new value.
                line = ("merge", naming, "name", self._entities[naming.entity_id]["name"], there[0].entity_id)
                yield (1, 0, name, naming.entity_id, 0), self._row(APART, naming, there[0], line, {})

    def _namings(self, wanted: set[str]) -> dict[str, _Naming]:
        """Where entities are first mentioned."""
        found: dict[str, _Naming] = {}
        columns = ("entity_id", "article_id", "start", "end", "exact")
        for entity, article, start, end, exact in cells_of(self._package, "mentions", columns) if wanted else ():
            if entity in wanted and entity not in found:
                found[entity] = _Naming(entity, article, start, end, exact, self._entities[entity]["role"])
        return found

    def _row(
        self,
        kind: str,
        this: _Naming,
        other: _Naming,
        line: tuple[str, _Naming, str, str, str],
        about: Mapping[str, str | int | None],
    ) -> Mapping[str, str | int | None]:
        entity = self._entities.get(this.entity_id, {})
        action, naming, field, old, new = line
        cells = io.StringIO()
        csv.writer(cells, lineterminator="").writerow([action, "entities", naming.entity_id, field, old, new])
        return {
            **dict.fromkeys(_ABOUT),
            "kind": kind,
            "name": entity.get("name", this.exact),
            "entity_type": entity.get("entity_type"),
            **about,
            **self._side(this),
            **{f"other_{name}": value for name, value in self._side(other).items()},
            "correction": cells.getvalue(),
            "entity_id": this.entity_id,
            "article_id": this.article_id,
            "other_entity_id": other.entity_id,
            "other_article_id": other.article_id,
        }

    def _side(self, naming: _Naming) -> dict[str, str | None]:
        article: Row = self._articles.get(naming.article_id, {})
        return {
            "role": naming.role or None,
            "sentence": self._sentence(naming) or None,
            **{name: article.get(name) or None for name in ("publisher", "published", "title", "text_path")},
        }

    def _sentence(self, naming: _Naming) -> str:
        text = self._text(naming.article_id)
        span = span_or_none(_whole(naming.start), _whole(naming.end))
        # The text may have changed since.
        return sentence_around(text, span) if span and text and span.exact(text) == naming.exact else ""

    def _read(self, article_id: str) -> str:
        article = self._articles.get(article_id)
        return (read_source(self._package, article).text or "") if article else ""


def _whole(cell: str) -> int:
    """A whole number; 0 if the cell has none."""
    return int(cell) if cell.isascii() and cell.isdecimal() and len(cell) < 16 else 0

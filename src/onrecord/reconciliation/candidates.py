"""Package and user's table -> a file of candidates, of which a person accepts some."""

from __future__ import annotations

import dataclasses
import functools
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from onrecord.errors import PackageError
from onrecord.exports.joined_formats import csv_parts
from onrecord.loading.joined import table_of
from onrecord.package.opening import opened
from onrecord.package.own_cells import SEPARATOR
from onrecord.package.package import Package, read_package, refuse_as_output
from onrecord.package.records import Row, cells_of, read_source, rows_of
from onrecord.package.staging import replace_file
from onrecord.reconciliation.names import SAME_ALIAS, SAME_ITEM, SAME_NAME, SCORES, Likeness, compare, plain
from onrecord.reconciliation.people import People, Person, read_people
from onrecord.review.rows import offset_of
from onrecord.sql.view import Column, View
from onrecord.text.excerpts import sentence_around
from onrecord.text.spans import span_or_none

LEAST = 85.0  # the score from which names are candidates
TYPES = ("person", "organization")
YES = "yes"
PREFIX = "candidate_"
_DESCRIBED = "entities:described@"
_MOST_CANDIDATES = 5  # of an entity, besides those with the same score as the last of them
_TEXTS = 64  # texts that are held
OUTPUT = "candidates.csv"


@dataclasses.dataclass(frozen=True, slots=True)
class Reconciliation:
    """A file of candidates: what `reconcile` returns.

    Attributes:
        path: the file.
        candidates: how many rows it has.
        entities: how many entities have a candidate.
        compared: how many entities were compared.
        ambiguous: how many entities have candidates that nothing distinguishes.
        accepted: how many rows are marked as accepted.

    Examples:
        >>> onrecord.reconcile("out", "people.csv").candidates
        1
    """

    path: Path
    candidates: int
    entities: int
    compared: int
    ambiguous: int
    accepted: int


@dataclasses.dataclass(frozen=True, slots=True)
class Candidate:
    """A person of the user's table who may be an entity, with what names say, and what makes it ambiguous."""

    entity_id: str
    person: Person
    likeness: Likeness
    ambiguity: str = ""


def reconcile(
    package: str | Path,
    against: str | Path,
    output: str | Path | None = None,
    *,
    least: float = LEAST,
    accept_exact: bool = False,
) -> Reconciliation:
    """Writes candidates from a table of people for the people and organizations of a package; nothing is looked up.

    Names are compared with names and aliases. Rows that nothing distinguishes, such as two people of one name, are all
    listed and marked, and none is preferred. A person writes `yes` into the column `accept` of the rows that are right;
    `import_candidates` makes corrections and codes of them.

    Args:
        package: folder of the package, its descriptor, or a zip of it.
        against: CSV with the column `name`, and if there are, `wikidata_id`, `aliases` and `entity_type`; all further
            columns, such as a party, are carried along.
        output: file to write; by default `candidates.csv` in the current folder.
        least: the score, from 0 to 100, from which a similar name is a candidate.
        accept_exact: marks rows as accepted if the names are the same and nothing makes them ambiguous.

    Raises:
        PackageError: the package or the table cannot be read, a row of the table makes no sense, or the file cannot be
            written.
        OnrecordError: RapidFuzz is not installed.

    Examples:
        >>> made = onrecord.reconcile("out", "people.csv", "found.csv", accept_exact=True)
        >>> made.path.name, made.candidates, made.accepted
        ('found.csv', 1, 1)
    """
    if not 0 < least <= 100:
        raise PackageError(f"least is {least}; write a score above 0, up to 100")
    people, path = read_people(Path(against)), Path(output or OUTPUT)
    if path.is_dir():
        raise PackageError(f"{path}: a folder; name the file to write, as in: --output {path / OUTPUT}")
    if path.exists() and path.samefile(against):
        raise PackageError(f"{path}: the table itself, which would be lost; name another file")
    with opened(Path(package)) as place:
        described = read_package(place)
        refuse_as_output(described, path)
        entities = {
            row["entity_id"]: row
            for row in rows_of(described, "entities")
            if row["entity_type"] in TYPES and not row["method"].startswith(_DESCRIBED)
        }
        index = _Index.of(people)
        found = {key: own for key, row in entities.items() if (own := index.candidates(row, least))}
        marked = _with_ambiguities(found, entities)
        rows = list(_rows(described, entities, marked, people, accept_exact=accept_exact))
    view = View("candidates", "One row is a candidate for an entity.", tuple(_columns(people.columns)), "")
    try:
        replace_file(path, csv_parts(table_of(view, rows)))
    except OSError as error:
        raise PackageError(f"{path}: {error.strerror or error}; name a file that can be written") from None
    return Reconciliation(
        path,
        len(rows),
        len(found),
        len(entities),
        len({each.entity_id for each in marked if each.ambiguity}),
        sum(row[0] == YES for row in rows),
    )


def _columns(further: Sequence[str]) -> Iterator[Column]:
    names = "accept entity_id name entity_type role aliases wikidata_id quotes sentence score ground ambiguity line"
    for name in (*names.split(), *(f"{PREFIX}{name}" for name in ("name", "wikidata_id", *further))):
        yield Column(name, "", "", "integer" if name in {"quotes", "line"} else "string")


# -- comparing -----------------------------------------------------------------------------------------------------


@dataclasses.dataclass(frozen=True)
class _Index:
    """The people of the user's table, with their places by the words of their names, and by their items."""

    people: Sequence[Person]
    by_word: Mapping[str, Sequence[int]]
    by_item: Mapping[str, int]

    @classmethod
    def of(cls, people: People) -> _Index:
        by_word: dict[str, list[int]] = defaultdict(list)
        for place, person in enumerate(people.rows):
            for word in {word for name in person.names for word in plain(name).split()}:
                by_word[word].append(place)
        items = {person.wikidata_id: place for place, person in enumerate(people.rows) if person.wikidata_id}
        return cls(people.rows, by_word, items)

    def candidates(self, row: Row, least: float) -> list[tuple[Person, Likeness]]:
        """The people who may be an entity, the likeliest first; equally likely people in the order of the table.

        Names that share no word are not compared, so that large tables take no long time.
        """
        names = [row["name"], *(alias for alias in row["aliases"].split(SEPARATOR) if alias)]
        if row["entity_type"] == "person":  # a surname alone means too many
            names = [name for name in names if " " in name]
        places = {place for name in names for word in plain(name).split() for place in self.by_word.get(word, ())}
        if (item := row["wikidata_id"]) in self.by_item:
            places.add(self.by_item[item])
        found = []
        for place in sorted(places):
            person = self.people[place]
            if person.entity_type in {"", row["entity_type"]} and (best := _best(row, names, person, least)):
                found.append((person, best))
        found.sort(key=lambda pair: -pair[1].score)
        enough = found[_MOST_CANDIDATES - 1][1].score if len(found) > _MOST_CANDIDATES else 0
        return [pair for pair in found if pair[1].score >= enough]


def _best(row: Row, names: Sequence[str], person: Person, least: float) -> Likeness | None:
    """The best likeness of the names of an entity and of a person."""
    if row["wikidata_id"] and row["wikidata_id"] == person.wikidata_id:
        return Likeness(SAME_ITEM, SCORES[SAME_ITEM])
    found = []
    for mine in names:
        for theirs in person.names:
            likeness = compare(mine, theirs, least)
            if likeness and likeness.ground == SAME_NAME and (mine, theirs) != (row["name"], person.name):
                likeness = Likeness(SAME_ALIAS, SCORES[SAME_ALIAS])
            found += [likeness] if likeness else []
    return max(found, key=lambda each: each.score, default=None)


def _with_ambiguities(
    found: Mapping[str, Sequence[tuple[Person, Likeness]]], entities: Mapping[str, Row]
) -> list[Candidate]:
    """The candidates, each with what makes it ambiguous: others who fit as well, or another item."""
    best = {entity: own[0][1].score for entity, own in found.items()}
    claimed: Counter[int] = Counter(
        person.line for entity, own in found.items() for person, likeness in own if likeness.score == best[entity]
    )
    marked = []
    for entity, own in found.items():
        equal = [person.line for person, likeness in own if likeness.score == best[entity]]
        for person, likeness in own:
            notes, is_best = [], likeness.score == best[entity]
            if is_best and len(equal) > 1:
                notes.append(f"lines {', '.join(map(str, equal))} of the table fit equally well")
            if is_best and claimed[person.line] > 1:
                notes.append(f"{claimed[person.line]} entities fit this line")
            item = entities[entity]["wikidata_id"]
            if item and person.wikidata_id and item != person.wikidata_id:
                notes.append(f"the entity is {item} already")
            marked.append(Candidate(entity, person, likeness, "; ".join(notes)))
    return marked


# -- writing -------------------------------------------------------------------------------------------------------


def _rows(
    package: Package,
    entities: Mapping[str, Row],
    candidates: Sequence[Candidate],
    people: People,
    *,
    accept_exact: bool,
) -> Iterator[list[str | int | None]]:
    """The rows of the file: the most quoted entities first."""
    quotes = Counter(speaker for (speaker,) in cells_of(package, "quotes", ("speaker_id",)))
    sentences = _sentences(package, {each.entity_id for each in candidates})
    for each in sorted(candidates, key=lambda each: (-quotes[each.entity_id], each.entity_id, -each.likeness.score)):
        entity, person = entities[each.entity_id], each.person
        is_accepted = accept_exact and each.likeness.ground == SAME_NAME and not each.ambiguity
        yield [
            YES if is_accepted else None,
            *(entity[name] or None for name in ("entity_id", "name", "entity_type", "role", "aliases", "wikidata_id")),
            quotes[each.entity_id],
            sentences.get(each.entity_id) or None,
            f"{each.likeness.score:g}",
            each.likeness.ground,
            each.ambiguity or None,
            *(person.line, person.name, person.wikidata_id or None),
            *(person.values[column] or None for column in people.columns),
        ]


def _sentences(package: Package, wanted: set[str]) -> dict[str, str]:
    """The sentence that mentions an entity first, by the id."""
    articles = {row["article_id"]: row for row in rows_of(package, "articles")}

    @functools.lru_cache(_TEXTS)
    def text_of(article_id: str) -> str:
        return (read_source(package, articles[article_id]).text or "") if article_id in articles else ""

    found: dict[str, str] = {}
    for entity, article, start, end in cells_of(package, "mentions", ("entity_id", "article_id", "start", "end")):
        if entity in wanted and entity not in found:
            span, text = span_or_none(offset_of(start) or 0, offset_of(end) or 0), text_of(article)
            found[entity] = sentence_around(text, span) if span and span.end <= len(text) else ""
    return found

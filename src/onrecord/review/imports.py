"""Annotations that people made in other tools, as decisions: files of Label Studio, and W3C web annotations."""

from __future__ import annotations

import dataclasses
import datetime
from collections import defaultdict
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from onrecord.corrections import NEW, Name, read_lines, root_of
from onrecord.errors import PackageError
from onrecord.package.annotation_ids import labels, row_of
from onrecord.package.json_files import read_json
from onrecord.package.own_tables import facts_of, own_tables
from onrecord.package.package import read_package
from onrecord.package.staging import settled
from onrecord.review.decisions import Judgement, NewRow, Signature, Words, added, checked, judged, name_for, withdrawn
from onrecord.review.journal import Cells, Journal
from onrecord.review.queue import Item
from onrecord.review.rows import Key, Reading, read_rows
from onrecord.text.printable import shown


@dataclasses.dataclass(frozen=True, slots=True)
class Region:
    """Marked words in another tool, with values.

    Attributes:
        row: the row that they belong to; None for words that somebody marked there.
        label: what they are called; see `labels`.
        article_id: the article.
        words: the words, with their place in code points.
        values: values by table and column, as the file has them.
        wrong: whether the file says that the row is wrong.
    """

    row: Name | None
    label: str
    article_id: str
    words: Words
    values: Mapping[tuple[str, str], str]
    wrong: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class Imported:
    """What an import wrote: what `import_annotations` returns.

    Attributes:
        path: the coder's file in the package.
        judged: how many rows were judged.
        withdrawn: how many of them were withdrawn.
        added: how many rows were added.
        notes: what was left out, each with its place in the file and the reason.

    Examples:
        >>> web = onrecord.export("annotations", "out").path
        >>> onrecord.import_annotations("annotations", web, "out", "Nora Pell").notes
        ()
    """

    path: str
    judged: int
    withdrawn: int
    added: int
    notes: tuple[str, ...]


def import_annotations(
    form: str, file: str | Path, package: str | Path, coder: str, annotator: str | None = None
) -> Imported:
    """Writes what people annotated in another tool as corrections of a coder.

    Only values that the file states are judged. Label Studio shows all rows of an article, so a row that an annotation
    of its article lacks is withdrawn; a file of web annotations may be a part of them, so there it is left alone.

    Args:
        form: `labelstudio` or `annotations`.
        file: the file.
        package: folder of the package.
        coder: who annotated, for `curator`.
        annotator: for Label Studio, whose annotations to take: `completed_by`, or its email.

    Raises:
        PackageError: the file or the package cannot be read, the file is not in the format, or it is of several people.

    Examples:
        >>> web = onrecord.export("annotations", "out").path
        >>> onrecord.import_annotations("annotations", web, "out", "Nora Pell").path
        'corrections/nora-pell.csv'
    """
    settled(Path(package))
    described = read_package(Path(package))
    reading = read_rows(described, read_lines(described.folder)[0])
    journal = Journal.of(described.folder, coder)
    notes: list[str] = []
    value = read_json(Path(file))
    undecided: set[Name] = set()
    if form == "labelstudio":
        regions, complete = _of_label_studio(value, str(file), reading, annotator, notes, undecided)
    elif form == "annotations":
        regions, complete = _of_web_annotations(value, str(file), reading, notes), frozenset()
    else:
        raise PackageError(f"{form}: no such format; choose labelstudio or annotations")
    decisions = _Decisions(reading, journal.coder, notes)
    decisions.judge(regions, complete, undecided)
    journal.add(decisions.made)
    return Imported(journal.path, decisions.judged, decisions.withdrawn, decisions.added, tuple(notes))


# -- the formats ---------------------------------------------------------------------------------------------------


def _of_label_studio(
    value: Any, file: str, reading: Reading, annotator: str | None, notes: list[str], undecided: set[Name]
) -> tuple[list[Region], frozenset[str]]:
    """The regions of a file of Label Studio, and the articles of which it has an annotation."""
    if not isinstance(value, list):
        raise PackageError(f"{file}: not a list of tasks; export the project as JSON")
    regions: list[Region] = []
    complete: set[str] = set()
    for number, task in enumerate(value, start=1):
        place = f"{file}: task {number}"
        data = task.get("data") if isinstance(task, dict) else None
        data = data if isinstance(data, dict) else {}
        article_id = data.get("article_id")
        if not isinstance(article_id, str) or article_id not in reading.articles:
            notes.append(f"{place} has no article_id of this package; it was left out")
            continue
        if data.get("text") != reading.text(article_id):
            notes.append(f"{place} has another text than {article_id}; it was left out")
            continue
        annotation = _annotation(task, place, annotator)
        if annotation is not None:
            complete.add(article_id)
            regions += _regions(annotation, place, article_id, reading.text(article_id), notes, undecided)
    return regions, frozenset(complete)


def _annotation(task: Mapping[str, Any], place: str, annotator: str | None) -> list[Any] | None:
    """The results of the annotation of a task; None if nobody annotated it."""
    listed = task.get("annotations", [])
    if not isinstance(listed, list) or not all(isinstance(each, dict) for each in listed):
        raise PackageError(f"{place}: annotations is not a list of objects; export the project as JSON")
    found = [each for each in listed if not each.get("was_cancelled")]
    if annotator is not None:
        found = [each for each in found if annotator in _people(each.get("completed_by"))]
    if len(found) > 1:
        people = sorted({name for each in found for name in _people(each.get("completed_by"))})
        raise PackageError(f"{place}: {len(found)} annotations by {', '.join(people)}; choose one with --annotator")
    if not found:
        return None
    result = found[0].get("result")
    if not isinstance(result, list) or not all(isinstance(each, dict) for each in result):
        raise PackageError(f"{place}: result is not a list of objects; export the project as JSON")
    return result


def _people(completed_by: Any) -> set[str]:
    if isinstance(completed_by, dict):
        return {str(completed_by[name]) for name in ("id", "email") if name in completed_by}
    return {str(completed_by)}


def _regions(
    result: Sequence[Mapping[str, Any]],
    place: str,
    article: str,
    text: str,
    notes: list[str],
    undecided: set[Name],
) -> Iterator[Region]:
    """The regions of a result; the rows of those that cannot be read are added to `undecided`."""
    known, tables = ({pair[place] for pair in labels()} for place in (0, 1))
    values: dict[str, dict[tuple[str, str], str]] = defaultdict(dict)
    marked: dict[str, tuple[str, Words, Name | None]] = {}
    for each in result:
        region, value = str(each.get("id", "")), each.get("value")
        if each.get("type") == "relation" or not isinstance(value, dict):
            continue
        if each.get("type") == "labels":
            stated = value.get("labels")
            label = str(stated[0]) if isinstance(stated, list) and stated else ""
            words = _words(value, text)
            meta = each.get("meta")
            lines = meta.get("text") if isinstance(meta, dict) else None
            named = str(lines[0]) if isinstance(lines, list) and lines else region
            row = row_of(named) or row_of(region)
            row = row if row and row[0] in tables else None
            if label not in known or words is None:
                if row:
                    undecided.add(root_of(*row))
                notes.append(
                    f"{place}, region {shown(region)}: no known label, or not words of the text; it was left out"
                )
                continue
            marked[region] = label, words, row
        else:
            table, _, column = str(each.get("from_name", "")).partition("-")
            stated = value.get("choices", value.get("text"))
            if table in own_tables() and column in facts_of(table).review and isinstance(stated, list) and stated:
                values[region][table, column] = str(stated[0])
    for region, (label, words, row) in marked.items():
        yield Region(row, label, article, words, values.get(region, {}))


def _words(value: Mapping[str, Any], text: str) -> Words | None:
    """The words of a region: by offsets in code points or, in files of older versions, in UTF-16 code units."""
    start, end, exact = value.get("start"), value.get("end"), value.get("text")
    if not isinstance(start, int) or not isinstance(end, int) or isinstance(start, bool) or isinstance(end, bool):
        return None
    if exact is not None and not isinstance(exact, str):
        return None
    if 0 <= start < end <= len(text) and exact in {None, text[start:end]}:
        return Words(text[start:end], start)
    units = text.encode("utf-16-le", "surrogatepass")
    if not 0 <= start < end <= len(units) // 2:
        return None
    before, within = (units[2 * a : 2 * b].decode("utf-16-le", "replace") for a, b in ((0, start), (start, end)))
    return Words(within, len(before)) if within == exact and text[len(before) :].startswith(within) else None


def _of_web_annotations(value: Any, file: str, reading: Reading, notes: list[str]) -> list[Region]:
    """The regions of web annotations: a page, a collection with its first page, a list, or a single annotation."""
    if isinstance(value, dict) and isinstance(value.get("first"), dict):
        value = value["first"]
    items = value.get("items", [value]) if isinstance(value, dict) else value
    if not isinstance(items, list):
        raise PackageError(f"{file}: no annotations; give an AnnotationPage or a list of annotations")
    by_location = {
        article[name]: key
        for key, article in reading.articles.items()
        for name in ("url", "text_path")
        if article[name]
    }
    regions = []
    for number, item in enumerate(items, start=1):
        found = _web_region(item, by_location, reading) if isinstance(item, dict) else "it is not an object"
        if isinstance(found, str):
            notes.append(f"{file}: annotation {number} was left out: {found}")
        else:
            regions.append(found)
    return regions


def _web_region(item: Mapping[str, Any], by_location: Mapping[str, str], reading: Reading) -> Region | str:
    """The region of a web annotation, or why it has no region."""
    body, target = item.get("body"), item.get("target")
    target = target[0] if isinstance(target, list) and target else target
    if not isinstance(body, dict) or not isinstance(target, dict):
        return "no body with onrecord:table, or no target"
    table = str(body.get("onrecord:table"))
    row = row_of(str(item.get("id", "")))
    if table not in {name for _, name in labels()} or (row is not None and row[0] != table):
        return f"onrecord:table is {shown(str(table))}, not a table with words in a text"
    article = by_location.get(str(target.get("source", "")), "")
    if not article:
        return f"source is {shown(str(target.get('source', '')))}, not an article of this package"
    words = _selected(target.get("selector"), reading.text(article))
    if words is None:
        return "its selectors do not lead to the same words of the text"
    columns = {f"onrecord:{name}": name for name in facts_of(table).review}
    values = {(table, columns[name]): str(cell) for name, cell in body.items() if name in columns}
    label = str(body.get("onrecord:role", "content")) if table == "quote_spans" else table
    if (label, table) not in labels():
        return f"onrecord:role is {shown(label)}, which a part of a quote cannot have"
    return Region(row, label, article, words, values, body.get("onrecord:status") == "withdrawn")


def _selected(selector: Any, text: str) -> Words | None:
    """The words that selectors lead to; a position and a quotation must agree."""
    selectors = [each for each in (selector if isinstance(selector, list) else [selector]) if isinstance(each, dict)]
    position = next((each for each in selectors if each.get("type") == "TextPositionSelector"), None)
    quotation = next((each for each in selectors if each.get("type") == "TextQuoteSelector"), None)
    exact = quotation.get("exact") if quotation else None
    if position is not None:
        return _words({"start": position.get("start"), "end": position.get("end"), "text": exact}, text)
    if not isinstance(exact, str) or not exact:
        return None
    before, after = (quotation.get(name, "") if quotation else "" for name in ("prefix", "suffix"))
    whole = f"{before}{exact}{after}"
    start = text.find(whole)
    return Words(exact, start + len(str(before))) if start >= 0 and text.find(whole, start + 1) < 0 else None


# -- decisions ---------------------------------------------------------------------------------------------------


class _Decisions:
    """Turns regions into decisions; what cannot be decided is noted."""

    def __init__(self, reading: Reading, coder: str, notes: list[str]) -> None:
        self._reading, self._notes = reading, notes
        today = datetime.datetime.now().astimezone().date().isoformat()
        self._signature = Signature(coder, today)
        self.made: list[tuple[Name, list[Cells]]] = []
        self.judged = self.withdrawn = self.added = 0

    def judge(self, regions: Sequence[Region], complete: frozenset[str], undecided: Container[Name]) -> None:
        """Makes the decisions of regions; rows of complete articles without a region are withdrawn.

        Rows in `undecided` have a region that could not be read: nothing is decided about them.
        """
        by_root: dict[Name, list[Region]] = defaultdict(list)
        for region in regions:
            if region.row is None:
                self._try(region.words.exact, lambda region=region: self._add(region))  # type: ignore[misc]
            elif root_of(*region.row) not in undecided:
                by_root[root_of(*region.row)].append(region)
        for root, own in by_root.items():
            self._try(",".join(root[1]), lambda root=root, own=own: self._decide(root, own, complete))  # type: ignore[misc]
        tables = {root_of(table, ("",))[0] for _, table in labels()}
        for article in sorted(complete):
            for table in tables:
                for key, _ in self._reading.in_article(table, article):
                    if (table, key) not in by_root and (table, key) not in undecided:
                        self._withdraw((table, key), article)

    def _try(self, what: str, decide: Callable[[], None]) -> None:
        try:
            decide()
        except PackageError as error:
            self._notes.append(f"{shown(what)} was left out: {error}")

    def _put(self, subject: Name, lines: list[Cells]) -> None:
        checked(lines)
        self.made.append((subject, lines))

    def _withdraw(self, root: Name, article: str) -> None:
        self._put(root, withdrawn(self._reading, Item(*root, article), self._signature))
        self.judged += 1
        self.withdrawn += 1

    def _decide(self, root: Name, own: Sequence[Region], complete: frozenset[str]) -> None:
        if root[1] not in self._reading.rows.get(root[0], {}):
            raise PackageError(f"{root[0]} has no such row; export the package again")
        article = self._reading.article_of(root)
        if any(region.article_id != article for region in own):
            raise PackageError("its words are in another article; annotate the row in its own article")
        if any(region.wrong and region.row == root for region in own):
            self._withdraw(root, article)
            return
        parts = {name for name, _ in self._reading.parts(root)}
        there = {region.row for region in own if region.row}
        if unknown := there - parts - {root}:
            raise PackageError(f"{root[0]} has no part {','.join(next(iter(unknown))[1])}; export the package again")
        removed = {region.row for region in own if region.wrong and region.row in parts}
        if article in complete:
            removed |= parts - there
        contents = {name for name in parts if name[1][1] == "content"}
        if contents and contents <= removed:
            self._withdraw(root, article)
            return
        changes: dict[tuple[str, Key, str], str] = {}
        words: dict[Name, int] = {}
        for region in own:
            if region.row is None or region.row in removed:
                continue
            if "exact" in facts_of(region.row[0]).review:
                changes[(*region.row, "exact")] = region.words.exact
                words[region.row] = region.words.start
            elif self._reading.rows[region.row[0]][region.row[1]]["exact"] != region.words.exact:
                self._notes.append(
                    f"{','.join(region.row[1])}: the words of {region.row[0]} are not judged, only values"
                )
            for (table, column), value in region.values.items():
                row = region.row if table == region.row[0] else root
                changes[(*row, column)] = self._value(row, column, value, article)
        judgement = Judgement(changes, words, sorted(name for name in removed if name))
        stated = {*changes} | {cell.name for cell in self._reading.cells(root) if (cell.table, cell.key) in removed}
        lines = judged(self._reading, Item(*root, article), judgement, self._signature)
        self._put(root, [line for line in lines if line[0] != "confirm" or _cell(line) in stated])
        self.judged += 1

    def _value(self, row: Name, column: str, value: str, article: str) -> str:
        """A value; for a reference, the entity with this name in the article, or else in the package."""
        cell = next((cell for cell in self._reading.cells(root_of(*row)) if cell.name == (*row, column)), None)
        if cell is None:
            raise PackageError(f"the value {shown(value)} is for {row[0]}.{column}, which this row does not have")
        return self._entity(value, article, cell.value) if cell.refers_to == "entities" else value

    def _entity(self, name: str, article: str, now: str = "") -> str:
        known = self._reading.entities
        if not name or name in known:
            return name
        if now in known and known[now]["name"] == name:
            return now
        here = {row["entity_id"] for _, row in self._reading.in_article("mentions", article)}
        for some in (here, known.keys()):
            found = [entity for entity in some if entity in known and known[entity]["name"] == name]
            if len(found) == 1:
                return found[0]
        raise PackageError(f"no entity, or several, with the name {shown(name)}; add or choose it in the review desk")

    def _add(self, region: Region) -> None:
        """A row that somebody marked: words with a label that is a table, or the content of a quote."""
        table = dict(labels())[region.label]
        if region.label in {"source", "cue"} or table in {"vote_counts", "vote_positions"}:
            raise PackageError(f"a new {region.label} belongs to another row; add it in the review desk")
        home = "quotes" if table == "quote_spans" else table
        name = name_for(home, region.article_id, region.words.start, region.words.exact)
        values = dict(_USUAL.get(home, {}))
        for (of, column), value in region.values.items():
            if of == home:
                refers = own_tables()[home].field(column).name.endswith("_id")
                values[column] = self._entity(value, region.article_id) if refers else value
        if home == "claims":
            values.setdefault("text", region.words.exact)
        rows = [NewRow(home, (name,), values, None if home == "quotes" else region.words)]
        if home == "quotes":
            rows.append(NewRow(table, (name, "content", "1"), {}, region.words))
        lines = added(self._reading, rows, region.article_id, self._signature)
        checked(lines)
        lacking = [
            field.name
            for field in own_tables()[home].fields
            if field.name in facts_of(home).review
            and field.required
            and field.name != "exact"
            and not values.get(field.name)
        ]
        if lacking:
            raise PackageError(
                f"a new row of {home} needs {', '.join(lacking)}; state it, or add it in the review desk"
            )
        self.made.append(((NEW, (name,)), lines))
        self.added += 1


# Values of new rows that a file need not state.
_USUAL: Mapping[str, Mapping[str, str]] = {
    "quotes": {"quote_type": "direct", "kind": "speech", "polarity": "positive", "speaker_status": "unknown"},
    "claims": {"stance": "asserted", "negated": "false", "certainty": "certain"},
    "mentions": {"mention_type": "named", "zone": "body"},
}


def _cell(line: Cells) -> tuple[str, Key, str]:
    table = own_tables()[line[1]]
    return line[1], tuple(line[2].split(",", len(table.primary_key) - 1)), line[3]

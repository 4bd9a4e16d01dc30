"""The rows of a file of candidates that a person accepted -> corrections, and codes for an audit."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from onrecord.corrections import Corrections, Name, read_lines, subject_of
from onrecord.errors import PackageError
from onrecord.package.own_cells import rejects
from onrecord.package.own_tables import own_tables
from onrecord.package.package import Package, read_package, refuse_as_output
from onrecord.package.records import Row, rows_of
from onrecord.package.staging import replace_file, settled
from onrecord.package.tables import as_csv, read_records
from onrecord.reconciliation.candidates import PREFIX
from onrecord.review.decisions import Signature, checked
from onrecord.review.journal import Cells, Journal, cells_of
from onrecord.text.printable import shown
from onrecord.text.spreadsheets import BYTE_ORDER_MARK, without_apostrophe

_ENTITIES, _QID = "entities", "wikidata_id"
_NEEDED = ("accept", "entity_id", "name", "ground", f"{PREFIX}name", f"{PREFIX}{_QID}")
_YES, _NO = frozenset({"yes", "y", "true", "1", "x"}), frozenset({"", "no", "n", "false", "0"})
_CODES = ("entity_id", "category", "value")


@dataclasses.dataclass(frozen=True, slots=True)
class Accepted:
    """What accepted candidates became: what `import_candidates` returns.

    Attributes:
        path: the coder's file in the package.
        accepted: how many candidates were accepted.
        items: how many corrections set a Wikidata item.
        codes: how many codes were written.
        notes: what a person should look at, such as two entities with the same item.

    Examples:
        >>> made = onrecord.reconcile("out", "people.csv", accept_exact=True)
        >>> onrecord.import_candidates(made.path, "out", "Nora Pell").items
        1
    """

    path: str
    accepted: int
    items: int
    codes: int
    notes: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class _Choice:
    """A candidate that was accepted, with the line in the file, and its further cells by column."""

    line: int
    entity_id: str
    name: str
    ground: str
    candidate: str
    item: str
    values: Mapping[str, str]


def import_candidates(file: str | Path, package: str | Path, coder: str, codes: str | Path | None = None) -> Accepted:
    """Writes the candidates that a person accepted as corrections, and what the table knows of them as codes.

    Args:
        file: what `reconcile` wrote, with `yes` in the column `accept` of the rows that are right.
        package: folder of the package.
        coder: who accepted, for `curator`.
        codes: file to write with the codes for `onrecord audit`: a row for each further column of the user's table.

    Raises:
        PackageError: the file or the package cannot be read, a row makes no sense, or an entity is accepted twice.
            Nothing is written then.

    Examples:
        >>> made = onrecord.reconcile("out", "people.csv", accept_exact=True)
        >>> onrecord.import_candidates(made.path, "out", "Nora Pell", "codes.csv").codes
        1
    """
    settled(Path(package))
    described = read_package(Path(package))
    entities = {row["entity_id"]: row for row in rows_of(described, _ENTITIES)}
    choices = list(_choices(Path(file), entities))
    journal = Journal.of(described.folder, coder)
    decisions = list(_decisions(choices, entities, described, journal))
    coded = list(_coded(choices, Path(file))) if codes is not None else []
    if codes is not None:
        _write_codes(Path(codes), coded, described)
    if decisions:
        journal.add(decisions)
    return Accepted(journal.path, len(choices), len(decisions), len(coded), tuple(_notes(choices)))


def _choices(path: Path, entities: Mapping[str, Row]) -> Iterator[_Choice]:
    """The accepted rows of a file of candidates."""
    records = read_records(path)
    header = next(records, None)
    columns = [cell.removeprefix(BYTE_ORDER_MARK) for cell in header.cells] if header else []
    if missing := [name for name in _NEEDED if columns.count(name) != 1]:
        remedy = "give the file that onrecord reconcile wrote, saved as CSV with commas"
        raise PackageError(f"{path}:1: no column {missing[0]}; {remedy}")
    taken: dict[str, _Choice] = {}
    for record in records:
        if not any(record.cells):
            continue
        if len(record.cells) != len(columns):
            message = f"the row has {len(record.cells)} cells, but the header has {len(columns)}"
            raise PackageError(f"{path}:{record.line}: {message}; put cells with commas in quotation marks")
        cells = {name: without_apostrophe(cell) for name, cell in zip(columns, record.cells, strict=True)}
        answer = cells["accept"].strip().casefold()
        if answer not in _YES | _NO:
            raise PackageError(
                f"{path}:{record.line}: accept is {shown(cells['accept'])}; write yes, or leave it empty"
            )
        if answer in _NO:
            continue
        choice = _choice(record.line, cells)
        _require_fitting(path, choice, entities)
        if (first := taken.setdefault(choice.entity_id, choice)) is not choice:
            message = f"{choice.entity_id} is accepted as {shown(choice.candidate)}, and in line {first.line} as"
            raise PackageError(f"{path}:{choice.line}: {message} {shown(first.candidate)}; accept one of them")
        yield choice


def _choice(line: int, cells: Mapping[str, str]) -> _Choice:
    own = {f"{PREFIX}name", f"{PREFIX}{_QID}"}
    values = {
        name.removeprefix(PREFIX): cell for name, cell in cells.items() if name.startswith(PREFIX) and name not in own
    }
    fixed = (cells[name] for name in ("entity_id", "name", "ground", f"{PREFIX}name", f"{PREFIX}{_QID}"))
    entity_id, name, ground, candidate, item = fixed
    return _Choice(line, entity_id, name, ground, candidate, item.strip(), values)


def _require_fitting(path: Path, choice: _Choice, entities: Mapping[str, Row]) -> None:
    """Checks that the entity has the name that the person saw, and that the item is valid."""
    entity = entities.get(choice.entity_id)
    if entity is None or entity["name"] != choice.name:
        now = f"is {shown(entity['name'])} now, not {shown(choice.name)}" if entity else "is not in the package"
        raise PackageError(f"{path}:{choice.line}: {shown(choice.entity_id)} {now}; run onrecord reconcile again")
    field = own_tables()[_ENTITIES].field(_QID)
    if choice.item and (rejected := rejects(field, choice.item)):
        raise PackageError(f"{path}:{choice.line}: {PREFIX}{_QID} {rejected}; write an item such as {field.example}")


def _decisions(
    choices: Sequence[_Choice], entities: Mapping[str, Row], package: Package, journal: Journal
) -> Iterator[tuple[Name, list[Cells]]]:
    """For each accepted item, all that the coder's file says of the entity, the item included."""
    corrections = Corrections.of(read_lines(package.folder)[0])
    today = datetime.datetime.now().astimezone().date().isoformat()
    before = journal.lines()
    for choice in choices:
        read = corrections.undone(_ENTITIES, entities[choice.entity_id])[_QID]
        if not choice.item or choice.item == read:
            continue
        subject = (_ENTITIES, (choice.entity_id,))
        kept = [cells_of(line) for line in before if subject_of(line) == subject and line.field != _QID]
        signature = Signature(journal.coder, today, f"reconciled with {choice.candidate}: {choice.ground}")
        lines = [*kept, signature.line("correct", subject, _QID, read, choice.item)]
        checked(lines)
        yield subject, lines


def _coded(choices: Sequence[_Choice], path: Path) -> Iterator[tuple[str, str, str]]:
    """The codes of the accepted entities: entity, category, value."""
    for choice in sorted(choices, key=lambda choice: choice.entity_id):
        for category, value in choice.values.items():
            value = value.strip()
            if value.startswith("("):
                message = f"{PREFIX}{category} is {shown(value)}, but values in round brackets are those of the audit"
                raise PackageError(f"{path}:{choice.line}: {message}; leave the brackets out")
            if value:
                yield choice.entity_id, category, value


def _write_codes(path: Path, coded: Sequence[tuple[str, str, str]], package: Package) -> None:
    """Writes the codes, or refuses: a file of the package would be lost, or there is nothing to write."""
    if path.is_dir():
        raise PackageError(f"{path}: a folder; name the file to write, as in: --codes {path / 'codes.csv'}")
    refuse_as_output(package, path)
    try:
        replace_file(path, as_csv([_CODES, *coded]))
    except OSError as error:
        raise PackageError(f"{path}: {error.strerror or error}; name a file that can be written") from None


def _notes(choices: Sequence[_Choice]) -> Iterator[str]:
    """Entities that were accepted as the same item may be one entity."""
    first: dict[str, _Choice] = {}
    for choice in choices:
        if choice.item and (other := first.setdefault(choice.item, choice)) is not choice:
            pair = f"{choice.entity_id} and {other.entity_id} are both {choice.item}"
            yield f"{pair}; if they are the same, merge them: {_merge(choice, other)}"


def _merge(goes: _Choice, stays: _Choice) -> str:
    """The correction that merges two entities, but for who signs it."""
    return (
        as_csv([("merge", _ENTITIES, goes.entity_id, "name", goes.name, stays.entity_id)]).decode("utf-8").rstrip("\n")
    )

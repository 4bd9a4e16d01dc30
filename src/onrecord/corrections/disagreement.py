"""Which corrections hold when several files correct the same row; the names of files decide nothing."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from onrecord.corrections.files import KEPT, WITHDRAWN, Correction, added_id
from onrecord.corrections.samples import root_of
from onrecord.problems import Problem
from onrecord.text.printable import shown

_CODE = "corrections-disagree"
_REMEDY = "agree, and change one of the lines, or add a line with the action settle"
_OF_CELLS = frozenset({"correct", "confirm"})
# What a file says of a whole entity, which no file may contradict by correcting it.
_OF_ENTITIES = frozenset({"correct", "withdraw", "split"})

Row = tuple[str, tuple[str, ...]]
Files = Mapping[str, Sequence[Correction]]


def agreed(lines: Sequence[Correction]) -> tuple[list[Correction], list[Problem]]:
    """The lines that are replayed, and a problem for each value or row on which two files disagree.

    Two files disagree about a cell if one confirms or corrects it to another value than the other. A file whose
    `old_value` is the value to which the other corrected has seen that correction and goes on from it; it does not
    disagree. Files also disagree if one withdraws a row that the other confirms or corrects, and about merged and split
    entities and added rows. None of the lines in question holds, unless a line with the action `settle` decides. Merges
    that lead back to the entity itself do not hold either, in one file or over several.

    Args:
        lines: the valid lines of all files, in the order of the files and lines.
    """
    settled, lines = _settled(lines)
    lines = _once(lines)
    dropped: set[int] = set()
    problems = []
    for circle in _circles(lines):
        problems.append(_leads_back(circle))
        dropped |= {id(line) for line in circle}
    for finder in (_about_cells, _about_rows, _about_entities, _about_added):
        for one, other, subject, ends in finder([line for line in lines if id(line) not in dropped]):
            problems.append(_problem(one, other, subject))
            dropped |= {id(line) for line in ends}
    kept = [line for line in lines if id(line) not in dropped]
    merged = {line.row: line.path for line in kept if line.action == "merge"}
    # A confirmation of an entity that another file merges holds, but there is no row left to mark.
    kept = [line for line in kept if line.action != "confirm" or merged.get(line.row, line.path) == line.path]
    return [*kept, *settled], problems


def after_settling(lines: Sequence[Correction]) -> list[Correction]:
    """Lines with those that settle as the actions that they stand for, without the lines that they replace."""
    settled, rest = _settled(lines)
    return [*rest, *settled]


Found = Iterator[tuple[Correction, Correction, str, list[Correction]]]


def _settled(lines: Sequence[Correction]) -> tuple[list[Correction], list[Correction]]:
    """The settling lines as the actions that they stand for, and the other lines without those that they replace."""
    by_cell = {(line.row, line.field): line for line in lines if line.action == "settle"}
    if not by_cell:
        return [], list(lines)
    settled = []
    kept_rows, gone_rows = set(), set()
    for (row, field), line in by_cell.items():
        if field != "status":
            settled.append(dataclasses.replace(line, action="confirm" if line.old == line.new else "correct"))
            if line.old == line.new:
                settled[-1] = dataclasses.replace(settled[-1], new="")
        elif line.new == WITHDRAWN:
            settled.append(dataclasses.replace(line, action="withdraw", new=""))
            gone_rows.add(row)
        elif line.new == KEPT:
            kept_rows.add(row)
    rest = [
        line
        for line in lines
        if line.action != "settle"
        and not (line.action in _OF_CELLS and (line.row, line.field) in by_cell)
        and not (line.action == "withdraw" and line.row in kept_rows)
        and not (line.action != "add" and gone_rows & {line.row, root_of(*line.row)})
    ]
    return settled, rest


def _once(lines: Sequence[Correction]) -> list[Correction]:
    """The lines without those that repeat what another file says: a withdrawal, merge, split or added cell."""
    seen: dict[tuple[str, Row, str], Correction] = {}
    kept = []
    for line in lines:
        if line.action in _OF_CELLS:
            kept.append(line)
            continue
        what = {"withdraw": "", "merge": line.new, "split": f"{line.old} {line.new}"}.get(line.action)
        what = f"{line.field} {line.new}" if what is None else what
        first = seen.setdefault((line.action, line.row, what), line)
        if first is line or first.path == line.path:
            kept.append(line)
    return kept


def _by_file(lines: Sequence[Correction]) -> dict[str, list[Correction]]:
    files: dict[str, list[Correction]] = defaultdict(list)
    for line in lines:
        files[line.path].append(line)
    return files


def _final(lines: Sequence[Correction]) -> str:
    """The value of a cell after the lines of a file."""
    return lines[-1].new if lines[-1].action == "correct" else lines[-1].old


def _goes_on(after: Sequence[Correction], before: Sequence[Correction]) -> bool:
    """Whether a file has seen what another file made of a cell, and goes on from there."""
    made = {line.new for line in before if line.action == "correct"}
    return after[0].old in made and after[0].old != before[0].old


def _about_cells(lines: Sequence[Correction]) -> Found:
    cells: dict[tuple[Row, str], list[Correction]] = defaultdict(list)
    for line in lines:
        if line.action in _OF_CELLS:
            cells[line.row, line.field].append(line)
    for found in cells.values():
        files = list(_by_file(found).values())
        for number, own in enumerate(files):
            rival = next(
                (
                    other
                    for other in files[:number]
                    if _final(own) != _final(other) and not _goes_on(own, other) and not _goes_on(other, own)
                ),
                None,
            )
            if rival:
                one, other = rival[-1], own[-1]
                says = f"{shown(_final(rival))} in {_at(one)}, but {shown(_final(own))} in {_at(other)}"
                yield one, other, says, found
                break


def _about_rows(lines: Sequence[Correction]) -> Found:
    """Rows that a file withdraws and another confirms or corrects, also a part of the row."""
    cells: dict[Row, list[Correction]] = defaultdict(list)
    for line in lines:
        if line.action in _OF_CELLS:
            for row in dict.fromkeys((line.row, root_of(*line.row))):
                cells[row].append(line)
    for line in lines:
        if line.action != "withdraw":
            continue
        rivals = [
            other
            for other in cells.get(line.row, ())
            if other.path != line.path
            and not (
                other.action == "correct" and (other.row, other.field, other.new) == (line.row, line.field, line.old)
            )
        ]
        if rivals:
            other = rivals[0]
            says = f"{_at(line)} withdraws the row, but {_at(other)} {other.action}s its {other.field}"
            yield line, other, says, [line, *rivals]


def _about_entities(lines: Sequence[Correction]) -> Found:
    """Entities that files merge into different entities, or split under different names."""
    merges: dict[Row, list[Correction]] = defaultdict(list)
    splits: dict[tuple[Row, str], list[Correction]] = defaultdict(list)
    others: dict[Row, list[Correction]] = defaultdict(list)
    for line in lines:
        if line.action == "merge":
            merges[line.row].append(line)
        elif line.action == "split":
            splits[line.row, line.old].append(line)
        if line.table == "entities" and line.action in _OF_ENTITIES:
            others[line.row].append(line)
    reported: set[int] = set()
    for row, found in merges.items():
        for line in found:
            if id(line) in reported:
                continue
            rivals = [other for other in found if other.path != line.path and other.new != line.new]
            rivals += [other for other in others[row] if other.path != line.path]
            if rivals:
                other = rivals[0]
                does = f"merges {other.key[0]} into {other.new}" if other.action == "merge" else f"{other.action}s it"
                says = f"{_at(line)} merges the entity into {line.new}, but {_at(other)} {does}"
                reported |= {id(rival) for rival in rivals}
                yield line, other, says, [line, *rivals]
                break
    for found in splits.values():
        for line in found[1:]:
            if line.path != found[0].path and line.new != found[0].new:
                says = f"split off as {shown(found[0].new)} in {_at(found[0])}, but as {shown(line.new)} in {_at(line)}"
                yield found[0], line, says, found
                break


def _circles(lines: Sequence[Correction]) -> Iterator[list[Correction]]:
    """The merges that lead from an entity back to it, each circle once, from its first line on."""
    merges: dict[str, Correction] = {}
    for line in lines:
        if line.action == "merge":
            merges.setdefault(added_id("entities", line.key[0]), line)
    seen: set[str] = set()
    for entity in merges:
        path = []
        while entity in merges and entity not in seen:
            seen.add(entity)
            path.append(entity)
            entity = merges[entity].new
        if entity in path:
            yield [merges[each] for each in path[path.index(entity) :]]


def _leads_back(circle: Sequence[Correction]) -> Problem:
    merges = ", ".join(f"{_at(line)} merges {line.key[0]} into {line.new}" for line in circle)
    message = f"the merges lead back to the entity itself: {merges}; none was applied"
    code = _CODE if len({line.path for line in circle}) > 1 else "correction-invalid"
    return circle[0].problem(code, message, "remove one of these lines", circle[0].new)


def _about_added(lines: Sequence[Correction]) -> Found:
    """New rows to which files give different values; such a row is not added, nor are its parts."""
    cells: dict[tuple[Row, str], list[Correction]] = defaultdict(list)
    for line in lines:
        if line.action == "add":
            cells[line.row, line.field].append(line)
    for (row, _), found in cells.items():
        rival = next((line for line in found if line.path != found[0].path and line.new != found[0].new), None)
        if rival:
            whole = [line for line in lines if line.action == "add" and row in (line.row, root_of(*line.row))]
            says = f"{shown(found[0].new)} in {_at(found[0])}, but {shown(rival.new)} in {_at(rival)}"
            yield found[0], rival, says, whole


def _problem(one: Correction, other: Correction, says: str) -> Problem:
    return one.problem(_CODE, f"{says}; neither was applied", _REMEDY, other.new or other.old)


def _at(line: Correction) -> str:
    return f"{line.path}:{line.line}"

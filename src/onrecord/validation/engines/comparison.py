"""Compares the judgements of the engines: one problem for each defect, and one for each unexplained difference.

Pandera runs the exact rules of onrecord for cells and keys, which follow the standard, so a value that frictionless
alone rejects is valid. Known differences in how frictionless reads the standard are listed in `differences` and
`_both_know`, and are not reported.
"""

from __future__ import annotations

import dataclasses
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set

from onrecord.problems import Problem
from onrecord.tableschema.parsers import is_known
from onrecord.tableschema.schema import Field, ForeignKey, Table
from onrecord.text.printable import shown
from onrecord.validation.engines import frictionless
from onrecord.validation.engines.differences import difference_of
from onrecord.validation.engines.findings import (
    CELL_CODES,
    KEY_CODES,
    ROW_CODES,
    TYPE_CODES,
    Finding,
    Judgement,
    describe,
    mismatched_key,
    reference_message,
)
from onrecord.validation.hints import folded, hint_for_column, hint_for_reference
from onrecord.validation.keys import KeyRule, any_filled, types_differ, unknown, values
from onrecord.validation.rules import problem
from onrecord.validation.sheets import Sheet

Cell = tuple[str, int, str]
_FINE_SECOND = re.compile(r"[.,][0-9]{7}")


def compare(by_frictionless: Judgement, by_pandera: Judgement | None, sheets: Mapping[str, Sheet]) -> Iterator[Problem]:
    """The problems that both engines, or frictionless alone, found in the rows of `sheets`, and where they disagree."""
    alone = by_pandera is None
    by_pandera = by_pandera or Judgement("pandera")
    for judgement in (by_frictionless, by_pandera):
        for table, reason in judgement.failed.items():
            message = f"{judgement.engine} could not judge the table: {reason}"
            failure = problem("engine-failed", message, path=sheets[table].path, table=table)
            # Without a second engine, the table was not judged at all.
            yield dataclasses.replace(failure, severity="error") if alone else failure
    cells, exact = _by_cell(by_frictionless.findings, sheets), _by_cell(by_pandera.findings, sheets)
    if alone:
        yield from _problems(cells, _about_rows(by_frictionless.findings, cells.keys(), sheets), sheets)
        return
    for (table, row, field), codes in cells.items():
        beyond = {code for code in codes if _is_beyond(code, sheets[table].table.field(field))}
        if beyond:
            exact.setdefault((table, row, field), set()).update(beyond)
    yield from _problems(exact, _about_rows(by_pandera.findings, exact.keys(), sheets) | _ragged(sheets), sheets)
    yield from _mismatched_keys(sheets)
    judged = {name: sheet for name, sheet in sheets.items() if name not in by_frictionless.failed | by_pandera.failed}
    # frictionless reports nothing else about a row in which all values are missing.
    blank = {(finding.table, finding.row) for finding in by_frictionless.findings if finding.code == "blank-row"}
    yield from _cell_disagreements(cells, exact, judged, blank)
    rejected = cells.keys() | exact.keys()
    rows = _about_rows(by_frictionless.findings, rejected, sheets)
    exact_rows = _about_rows(by_pandera.findings, rejected, sheets) | _ragged(sheets)
    yield from _row_disagreements(rows, exact_rows, judged, blank)


def _is_beyond(code: str, field: Field) -> bool:
    """Whether only frictionless judges the cells of a field by a rule."""
    return not is_known(field) or code == "constraint-broken"


def _problems(
    broken: Mapping[Cell, set[str]], rows: Iterable[Finding], sheets: Mapping[str, Sheet]
) -> Iterator[Problem]:
    """The findings as problems, with remedies."""
    hints = _hints(broken, sheets)
    for table in {table for table, _, _ in broken}:
        sheets[table].list_keys()
    for (table, row, field), codes in broken.items():
        for code in codes & TYPE_CODES or codes:
            remedy = hints.get((table, field), "") if code == "type-error" else ""
            yield describe(Finding(table, row, field, code), sheets[table], remedy)
    references: dict[tuple[str, str], list[Finding]] = defaultdict(list)
    for finding in rows:
        if finding.code == "unknown-reference":
            references[finding.table, finding.field].append(finding)
        else:
            yield describe(finding, sheets[finding.table])
    for (table, field), findings in references.items():
        yield from _unknown_references(sheets[table], field, findings, sheets)


def _unknown_references(
    sheet: Sheet, field: str, findings: Iterable[Finding], sheets: Mapping[str, Sheet]
) -> Iterator[Problem]:
    """A problem for each row that refers to a missing row, with the table that it refers to."""
    fields = tuple(field.split(","))
    keys = [key for key in sheet.table.foreign_keys if key.fields == fields]
    nowhere = {key: _nowhere(sheet, key, sheets) for key in keys if _is_there(key, sheets)}
    known = {
        key: folded(sheets[key.resource].cells[key.reference_fields[0]]) if len(fields) == 1 else {} for key in nowhere
    }
    for finding in findings:
        value = sheet.value(finding.row, fields)
        for key in [key for key, rows in nowhere.items() if finding.row in rows] or keys[:1]:
            remedy = hint_for_reference(value, known.get(key, {}))
            yield sheet.problem(finding.code, finding.row, field, reference_message(value, key), remedy)


def _is_there(key: ForeignKey, sheets: Mapping[str, Sheet]) -> bool:
    return not key.elsewhere and key.resource in sheets and sheets[key.resource].has(*key.reference_fields)


def _nowhere(sheet: Sheet, key: ForeignKey, sheets: Mapping[str, Sheet]) -> Set[int]:
    rule = KeyRule("unknown-reference", key.fields, target=key)
    return {*unknown(values(sheet, key.fields), rule, values(sheets[key.resource], key.reference_fields))}


def _mismatched_keys(sheets: Mapping[str, Sheet]) -> Iterator[Problem]:
    for sheet in sheets.values():
        for key in dict.fromkeys(sheet.table.foreign_keys):
            if _is_there(key, sheets) and sheet.has(*key.fields):
                differ = types_differ(key, sheet.table, sheets[key.resource].table)
                if differ and any_filled(sheet, key):
                    yield mismatched_key(sheet, key, differ)


def _hints(broken: Mapping[Cell, set[str]], sheets: Mapping[str, Sheet]) -> dict[tuple[str, str], str]:
    """The remedies for cells that are not of their column's type, by table and column."""
    wrong: dict[tuple[str, str], set[str]] = defaultdict(set)
    for (table, row, field), codes in broken.items():
        if "type-error" in codes:  # hints are for default formats
            wrong[table, field].add(sheets[table].cells[field][row])
    return {
        (table, field): hint_for_column(sheets[table].table.field(field), cells)
        for (table, field), cells in wrong.items()
    }


def _by_cell(found: Iterable[Finding], sheets: Mapping[str, Sheet]) -> dict[Cell, set[str]]:
    """The rules that each rejected cell breaks, without ragged rows: the columns of their cells are unknown."""
    cells: dict[Cell, set[str]] = defaultdict(set)
    for finding in found:
        if finding.code in CELL_CODES and finding.row not in sheets[finding.table].ragged:
            cells[finding.table, finding.row, finding.field].add(finding.code)
    return dict(cells)


def _about_rows(found: Iterable[Finding], rejected: Set[Cell], sheets: Mapping[str, Sheet]) -> set[Finding]:
    """The findings about the form of rows and about keys, except for those that follow from other findings."""

    def follows(finding: Finding) -> bool:
        return finding.row in sheets[finding.table].ragged or any(
            (finding.table, finding.row, name) in rejected for name in finding.field.split(",")
        )

    return {
        finding
        for finding in found
        if finding.code in ROW_CODES or (finding.code in KEY_CODES and not follows(finding))
    }


def _ragged(sheets: Mapping[str, Sheet]) -> set[Finding]:
    return {
        Finding(name, row, "", "wrong-cell-count" if count else "blank-row")
        for name, sheet in sheets.items()
        for row, count in sheet.ragged.items()
    }


def _cell_disagreements(
    by_frictionless: Mapping[Cell, set[str]],
    exact: Mapping[Cell, set[str]],
    sheets: Mapping[str, Sheet],
    blank: Set[tuple[str, int]],
) -> Iterator[Problem]:
    for cell in by_frictionless.keys() ^ exact.keys():
        table, row, field = cell
        if table not in sheets or (table, row) in blank:
            continue
        sheet = sheets[table]
        declared, text = sheet.table.field(field), sheet.value(row, [field])
        codes = {
            code
            for code in by_frictionless.get(cell) or exact[cell]
            if _both_know_rule(code, declared) and not difference_of(declared, text, code)
        }
        if codes:
            yield _disagreement(sheet, row, field, sorted(codes), cell in by_frictionless)


def _row_disagreements(
    by_frictionless: set[Finding], exact: set[Finding], sheets: Mapping[str, Sheet], blank: Set[tuple[str, int]]
) -> Iterator[Problem]:
    for finding in by_frictionless ^ exact:
        if (finding.table, finding.row) not in blank and finding.table in sheets and _both_know(finding, sheets):
            sheet = sheets[finding.table]
            yield _disagreement(sheet, finding.row, finding.field, [finding.code], finding in by_frictionless)


# The constraint behind each rule that frictionless applies to the fields of some types only.
_CONSTRAINTS = {code: name for name, code in frictionless.CONSTRAINTS.items()}


def _both_know_rule(code: str, field: Field) -> bool:
    """Whether both engines judge the cells of a field by a rule.

    frictionless supports neither categories nor jsonSchema, and is given integers with a groupChar as numbers.
    """
    if not is_known(field) or code not in CELL_CODES - {"constraint-broken", "not-of-json-schema"}:
        return False
    if code == "value-not-allowed" and (field.categories or not field.enum):
        return False
    if code in TYPE_CODES:
        return field.type != "integer" or not field.group_char
    return _CONSTRAINTS[code] in frictionless.knows(field.type)


def _are_of_one_type(key: ForeignKey, own: Table, target: Table) -> bool:
    """Whether frictionless can compare the fields of a foreign key: to it, values of two types are never equal."""
    pairs = zip(key.fields, key.reference_fields, strict=True)
    return not types_differ(key, own, target) and all(
        "any" not in types or len(types) == 1
        for types in ({own.field(name).type, target.field(other).type} for name, other in pairs)
    )


def _both_know(finding: Finding, sheets: Mapping[str, Sheet]) -> bool:
    """Whether frictionless judges by the rule, too.

    It cuts seconds off after the sixth digit, and supports neither uniqueKeys nor keys into tables that it cannot read
    nor keys of values that it cannot look up. If a part of a key is empty, it treats unreadable cells of other rows as
    empty.
    """
    sheet = sheets[finding.table]
    table, fields = sheet.table, tuple(finding.field.split(","))
    if finding.code in KEY_CODES and (
        not frictionless.can_look_up(table, fields)
        or any(sheet.cells[name][finding.row] in sheet.missing(name) for name in fields)
        or any(
            table.field(name).type in ("time", "datetime") and _FINE_SECOND.search(sheet.cells[name][finding.row])
            for name in fields
        )
    ):
        return False
    match finding.code:
        case "duplicate-value":
            return len(fields) == 1 and table.field(*fields).unique
        case "unknown-reference":
            targets = [key for key in table.foreign_keys if key.fields == fields]
            return all(
                key.resource in sheets
                and frictionless.can_look_up(sheets[key.resource].table, key.reference_fields)
                and _are_of_one_type(key, table, sheets[key.resource].table)
                for key in targets
            )
    return True


def _disagreement(sheet: Sheet, row: int, field: str, codes: list[str], by_frictionless: bool) -> Problem:
    rejecting, accepting = ("frictionless", "pandera") if by_frictionless else ("pandera", "frictionless")
    rejected = shown(",".join(sheet.cells[name][row] for name in field.split(",") if name)) if field else "the row"
    message = f"{rejecting} rejects {rejected} ({', '.join(codes)}), {accepting} accepts it"
    return sheet.problem("engines-disagree", row, field, message)

"""The engines' judgements side by side: one problem for a defect that both see, one for each disagreement."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set

from onrecord.contract import Field
from onrecord.problems import Problem
from onrecord.validate import frictionless_engine
from onrecord.validate.findings import (
    CELL_CODES,
    KEY_CODES,
    ROW_CODES,
    TYPE_CODES,
    Finding,
    Judgement,
    describe,
)
from onrecord.validate.hints import folded, hint_for_column, hint_for_reference
from onrecord.validate.parsers import is_known
from onrecord.validate.rules import problem, shown
from onrecord.validate.sheets import Sheet

Cell = tuple[str, int, str]


def settle(contract: Judgement, pandera: Judgement | None, sheets: Mapping[str, Sheet]) -> Iterator[Problem]:
    """The problems that two engines, or frictionless alone, found in the rows of `sheets`; where two disagree."""
    alone = pandera is None
    pandera = pandera or Judgement("pandera")
    for judgement in (contract, pandera):
        for table, reason in judgement.failed.items():
            told = f"{judgement.engine} could not judge the table: {reason}"
            yield problem("engine-failed", told, path=sheets[table].path, table=table)
    cells, pandera_cells = _by_cell(contract.findings, sheets), _by_cell(pandera.findings, sheets)
    rejected = cells.keys() | pandera_cells.keys()
    rows = _about_rows(contract.findings, rejected, sheets)
    pandera_rows = _about_rows(pandera.findings, rejected, sheets) | _ragged(sheets)
    broken = {cell: cells.get(cell, set()) | pandera_cells.get(cell, set()) for cell in rejected}
    hints = _hints(broken, sheets)
    for (table, row, field), codes in broken.items():
        for code in codes & TYPE_CODES or codes:
            remedy = hints.get((table, field), "") if code == "type-error" else ""
            yield describe(Finding(table, row, field, code), sheets[table], remedy)
    known: dict[tuple[str, str], dict[str, str]] = {}
    for finding in rows | pandera_rows:
        sheet, remedy = sheets[finding.table], ""
        if finding.code == "unknown-reference" and "," not in finding.field:
            column = (finding.table, finding.field)
            if column not in known:
                known[column] = _keys(sheet, finding.field, sheets)
            remedy = hint_for_reference(sheet.cells[finding.field][finding.row], known[column])
        yield describe(finding, sheet, remedy)
    if alone:
        return
    judged = {name: sheet for name, sheet in sheets.items() if name not in contract.failed | pandera.failed}
    yield from _cell_disagreements(cells, pandera_cells, judged)
    yield from _row_disagreements(rows, pandera_rows, judged)


def _hints(broken: Mapping[Cell, set[str]], sheets: Mapping[str, Sheet]) -> dict[tuple[str, str], str]:
    """By table and column, what made the cells that are not of its type wrong."""
    wrong: dict[tuple[str, str], set[str]] = defaultdict(set)
    for (table, row, field), codes in broken.items():
        if "type-error" in codes:  # a format has forms of its own
            wrong[table, field].add(sheets[table].cells[field][row])
    return {
        (table, field): hint_for_column(sheets[table].table.field(field), cells)
        for (table, field), cells in wrong.items()
    }


def _keys(sheet: Sheet, field: str, sheets: Mapping[str, Sheet]) -> dict[str, str]:
    """The keys that a column may refer to, as `hint_for_reference` takes them."""
    keys = (key for key in sheet.table.foreign_keys if key.fields == (field,) and key.resource in sheets)
    targets = ((sheets[key.resource], key.reference_fields[0]) for key in keys)
    return folded(cell for target, name in targets if target.has(name) for cell in target.cells[name])


def _by_cell(found: Iterable[Finding], sheets: Mapping[str, Sheet]) -> dict[Cell, set[str]]:
    """The rules that each rejected cell breaks; the cells of ragged rows stand in no certain column."""
    cells: dict[Cell, set[str]] = defaultdict(set)
    for finding in found:
        if finding.code in CELL_CODES and finding.row not in sheets[finding.table].ragged:
            cells[finding.table, finding.row, finding.field].add(finding.code)
    return dict(cells)


def _about_rows(found: Iterable[Finding], rejected: Set[Cell], sheets: Mapping[str, Sheet]) -> set[Finding]:
    """The findings about the form of rows and about keys, without those that follow from other findings."""

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
    contract: Mapping[Cell, set[str]], pandera: Mapping[Cell, set[str]], sheets: Mapping[str, Sheet]
) -> Iterator[Problem]:
    for cell in contract.keys() ^ pandera.keys():
        table, row, field = cell
        if table not in sheets:
            continue
        told = contract.get(cell) or pandera[cell]
        codes = {code for code in told if _both_know_rule(code, sheets[table].table.field(field))}
        if codes:
            yield _disagreement(sheets[table], row, field, sorted(codes), cell in contract)


def _row_disagreements(contract: set[Finding], pandera: set[Finding], sheets: Mapping[str, Sheet]) -> Iterator[Problem]:
    for finding in contract ^ pandera:
        if finding.table in sheets and _both_know(finding, sheets):
            sheet = sheets[finding.table]
            yield _disagreement(sheet, finding.row, finding.field, [finding.code], finding in contract)


# Rules that frictionless knows on the fields of some types only, by the constraints that they stand for.
_CONSTRAINTS = {code: name for name, code in frictionless_engine.CONSTRAINTS.items()}


def _both_know_rule(code: str, field: Field) -> bool:
    """Whether both engines judge the cells of a field by a rule.

    frictionless knows no categories and no jsonSchema, and takes integers in groups for numbers.
    """
    if not is_known(field) or code not in CELL_CODES - {"constraint-broken", "not-of-json-schema"}:
        return False
    if code == "value-not-allowed" and field.categories:
        return False
    if code in TYPE_CODES:
        return field.type != "integer" or not field.group_char
    return _CONSTRAINTS[code] in frictionless_engine.knows(field.type)


def _both_know(finding: Finding, sheets: Mapping[str, Sheet]) -> bool:
    """Whether frictionless judges the rule too.

    It knows no uniqueKeys, no key into a table that it cannot read, and no key of values that it cannot look up. In a
    key with an empty part it takes the cells of other rows that it cannot read for empty ones.
    """
    sheet = sheets[finding.table]
    table, fields = sheet.table, tuple(finding.field.split(","))
    if finding.code in KEY_CODES and (
        not frictionless_engine.can_look_up(table, fields)
        or any(sheet.cells[name][finding.row] in sheet.missing(name) for name in fields)
    ):
        return False
    match finding.code:
        case "duplicate-value":
            return len(fields) == 1 and table.field(*fields).unique
        case "unknown-reference":
            targets = [key for key in table.foreign_keys if key.fields == fields]
            return all(
                key.resource in sheets
                and frictionless_engine.can_look_up(sheets[key.resource].table, key.reference_fields)
                for key in targets
            )
    return True


def _disagreement(sheet: Sheet, row: int, field: str, codes: list[str], by_contract: bool) -> Problem:
    names = ("frictionless", "pandera") if by_contract else ("pandera", "frictionless")
    what = shown(",".join(sheet.cells[name][row] for name in field.split(",") if name)) if field else "the row"
    told = f"{names[0]} rejects {what} ({', '.join(codes)}), {names[1]} accepts it"
    return sheet.problem("engines-disagree", row, field, told)

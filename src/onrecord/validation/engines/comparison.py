"""The engines' judgements side by side: one problem for a defect, and one for each difference that nothing explains.

The exact law of cells and keys, which Pandera is given, is the standard's; what frictionless alone rejects is right.
Where it is known to understand the standard otherwise, `differences` and `_both_know` say so, and nothing is reported.
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


def settle(contract: Judgement, pandera: Judgement | None, sheets: Mapping[str, Sheet]) -> Iterator[Problem]:
    """The problems that two engines, or frictionless alone, found in the rows of `sheets`; where two disagree."""
    alone = pandera is None
    pandera = pandera or Judgement("pandera")
    for judgement in (contract, pandera):
        for table, reason in judgement.failed.items():
            message = f"{judgement.engine} could not judge the table: {reason}"
            failure = problem("engine-failed", message, path=sheets[table].path, table=table)
            # Where no other engine judges, nobody has.
            yield dataclasses.replace(failure, severity="error") if alone else failure
    cells, law = _by_cell(contract.findings, sheets), _by_cell(pandera.findings, sheets)
    if alone:
        yield from _told(cells, _about_rows(contract.findings, cells.keys(), sheets), sheets)
        return
    for (table, row, field), codes in cells.items():
        beyond = {code for code in codes if _is_beyond(code, sheets[table].table.field(field))}
        if beyond:
            law.setdefault((table, row, field), set()).update(beyond)
    yield from _told(law, _about_rows(pandera.findings, law.keys(), sheets) | _ragged(sheets), sheets)
    yield from _mismatched_keys(sheets)
    judged = {name: sheet for name, sheet in sheets.items() if name not in contract.failed | pandera.failed}
    # Of a row in which all values are missing frictionless tells nothing else.
    blank = {(one.table, one.row) for one in contract.findings if one.code == "blank-row"}
    yield from _cell_disagreements(cells, law, judged, blank)
    rejected = cells.keys() | law.keys()
    rows = _about_rows(contract.findings, rejected, sheets)
    law_rows = _about_rows(pandera.findings, rejected, sheets) | _ragged(sheets)
    yield from _row_disagreements(rows, law_rows, judged, blank)


def _is_beyond(code: str, field: Field) -> bool:
    """Whether frictionless alone knows a rule on the cells of a field."""
    return not is_known(field) or code == "constraint-broken"


def _told(broken: Mapping[Cell, set[str]], rows: Iterable[Finding], sheets: Mapping[str, Sheet]) -> Iterator[Problem]:
    """The problems that the findings are."""
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
    """The rows that refer to no row of a table, each with the table that is meant."""
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
    """By table and column, what made the cells that are not of its type wrong."""
    wrong: dict[tuple[str, str], set[str]] = defaultdict(set)
    for (table, row, field), codes in broken.items():
        if "type-error" in codes:  # a format has forms of its own
            wrong[table, field].add(sheets[table].cells[field][row])
    return {
        (table, field): hint_for_column(sheets[table].table.field(field), cells)
        for (table, field), cells in wrong.items()
    }


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
    contract: Mapping[Cell, set[str]],
    law: Mapping[Cell, set[str]],
    sheets: Mapping[str, Sheet],
    blank: Set[tuple[str, int]],
) -> Iterator[Problem]:
    for cell in contract.keys() ^ law.keys():
        table, row, field = cell
        if table not in sheets or (table, row) in blank:
            continue
        sheet = sheets[table]
        message, declared, text = contract.get(cell) or law[cell], sheet.table.field(field), sheet.value(row, [field])
        codes = {
            code for code in message if _both_know_rule(code, declared) and not difference_of(declared, text, code)
        }
        if codes:
            yield _disagreement(sheet, row, field, sorted(codes), cell in contract)


def _row_disagreements(
    contract: set[Finding], law: set[Finding], sheets: Mapping[str, Sheet], blank: Set[tuple[str, int]]
) -> Iterator[Problem]:
    for finding in contract ^ law:
        if (finding.table, finding.row) not in blank and finding.table in sheets and _both_know(finding, sheets):
            sheet = sheets[finding.table]
            yield _disagreement(sheet, finding.row, finding.field, [finding.code], finding in contract)


# Rules that frictionless knows on the fields of some types only, by the constraints that they stand for.
_CONSTRAINTS = {code: name for name, code in frictionless.CONSTRAINTS.items()}


def _both_know_rule(code: str, field: Field) -> bool:
    """Whether both engines judge the cells of a field by a rule.

    frictionless knows no categories and no jsonSchema, and takes integers in groups for numbers.
    """
    if not is_known(field) or code not in CELL_CODES - {"constraint-broken", "not-of-json-schema"}:
        return False
    if code == "value-not-allowed" and (field.categories or not field.enum):
        return False
    if code in TYPE_CODES:
        return field.type != "integer" or not field.group_char
    return _CONSTRAINTS[code] in frictionless.knows(field.type)


def _are_of_one_type(key: ForeignKey, own: Table, target: Table) -> bool:
    """Whether frictionless, to which a value equals none of another type, can compare the fields of a foreign key."""
    pairs = zip(key.fields, key.reference_fields, strict=True)
    return not types_differ(key, own, target) and all(
        "any" not in types or len(types) == 1
        for types in ({own.field(name).type, target.field(other).type} for name, other in pairs)
    )


def _both_know(finding: Finding, sheets: Mapping[str, Sheet]) -> bool:
    """Whether frictionless judges the rule too.

    It cuts seconds off behind the sixth digit, and knows no uniqueKeys, no key into a table that it cannot read, and no
    key of values that it cannot look up. In a key with an empty part it takes the cells of other rows that it cannot
    read for empty ones.
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


def _disagreement(sheet: Sheet, row: int, field: str, codes: list[str], by_contract: bool) -> Problem:
    names = ("frictionless", "pandera") if by_contract else ("pandera", "frictionless")
    what = shown(",".join(sheet.cells[name][row] for name in field.split(",") if name)) if field else "the row"
    message = f"{names[0]} rejects {what} ({', '.join(codes)}), {names[1]} accepts it"
    return sheet.problem("engines-disagree", row, field, message)

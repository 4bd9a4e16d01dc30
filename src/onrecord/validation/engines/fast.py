"""The fast engine: the rules of the schemas as polars expressions, block by block, in little memory.

`engines.pandera` gives the same rules to Pandera. This engine checks half a million rows in the time that it takes to
import Pandera.
"""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Iterator, Mapping, Set
from typing import NamedTuple

import polars as pl

from onrecord.problems import Problem
from onrecord.tableschema.blocks import Block
from onrecord.tableschema.columns import Column
from onrecord.tableschema.missing import present
from onrecord.tableschema.schema import Field, Table
from onrecord.validation.budget import ProblemBudget
from onrecord.validation.engines.findings import (
    CELL_CODES,
    INCOMPLETE_KEY,
    cell_message,
    key_message,
    mismatched_key,
    reference_message,
    row_message,
)
from onrecord.validation.hints import folded, hint_for_column, hint_for_reference
from onrecord.validation.keys import KeyRule, any_filled, key_rules, repeated, types_differ, unknown, values
from onrecord.validation.readers import Pitfalls
from onrecord.validation.rules import problem
from onrecord.validation.sheets import Sheet, join

FAST = f"polars {pl.__version__}"


class _Fault(NamedTuple):
    """A cell that breaks a rule, with its place."""

    code: str
    message: str
    path: str
    line: int
    key: str
    cell: str


class TableJudge:
    """Judges the cells of a table, block by block.

    Args:
        table: what its schema declares.
        path: its file, for blocks that do not name theirs.
        budget: the number of problems to keep.

    Attributes:
        rejected: by column, the rows whose cells break a rule of the schema.
    """

    def __init__(self, table: Table, path: str, budget: ProblemBudget | None = None) -> None:
        self._table, self._path, self._budget = table, path, budget or ProblemBudget()
        self._pitfalls = Pitfalls(table, path)
        self._columns = [Column.of(table, field) for field in table.fields]
        self._faults: dict[str, list[_Fault]] = defaultdict(list)
        self.rejected: dict[str, set[int]] = defaultdict(set)

    def see(self, block: Block, first: int) -> None:
        """Judges the rows of a block; `first` is the number of its first row in the table."""
        frame = block.frame.select(present(column.field) for column in self._columns)
        self._pitfalls.see(frame)
        suspects = frame.select(
            column.suspect.alias(column.field.name) for column in self._columns if column.suspect is not None
        )
        for row, name in block.misfits:
            self.rejected[name].add(first + row)
        found: dict[str, list[tuple[int, str, str, str]]] = {}
        for column in self._columns:
            name = column.field.name
            cells, faults = frame[name], list(self._empty(column.field, frame[name], block.frame[name]))
            if column.suspect is not None and suspects[name].any():
                faults += self._broken(column, cells, suspects[name])
            # Misfits, JSON values of the wrong type, are reported by `sheets`.
            if faults := [
                fault for fault in faults if fault[0] not in block.ragged and (fault[0], name) not in block.misfits
            ]:
                found[name] = faults
        if not found:
            return
        keys = self._keys(block, {row for faults in found.values() for row, *_ in faults})
        path = block.path or self._path
        for name, faults in found.items():
            self._faults[name] += [
                _Fault(code, message, path, block.line(row), keys[row], cell)
                for row, cell, code, message in faults
                if self._budget.takes(code, self._table.name, path)
            ]
            self.rejected[name].update(first + row for row, _, code, _ in faults if code in CELL_CODES)

    def _empty(self, field: Field, cells: pl.Series, raw: pl.Series) -> Iterator[tuple[int, str, str, str]]:
        """The missing cells of a field that must have a value."""
        if not cells.null_count():
            return
        if field.required:
            code, message = "required-missing", cell_message("required-missing", field, "")
        elif field.name in self._table.primary_key:
            code, message = "incomplete-key", INCOMPLETE_KEY
        else:
            return
        rows = cells.is_null().arg_true()
        for row, cell in zip(rows.to_list(), raw.gather(rows).to_list(), strict=True):
            yield row, cell or "", code, message

    def _broken(self, column: Column, cells: pl.Series, suspects: pl.Series) -> Iterator[tuple[int, str, str, str]]:
        """The suspects that break a rule, or have a form that readers interpret differently."""
        defects: dict[str, list[tuple[str, str]]] = {}

        def is_faulty(cell: str) -> bool:
            if codes := column.broken(cell):
                defects[cell] = [(code, cell_message(code, column.field, cell)) for code in codes]
            elif defect := column.form(cell):
                defects[cell] = [defect]
            return cell in defects

        for row, cell in column.faulty(cells, is_faulty, suspects):
            for code, message in defects[cell]:
                yield row, cell, code, message

    def _keys(self, block: Block, rows: Set[int]) -> Mapping[int, str]:
        """The primary keys of rows, their parts joined by commas."""
        order = sorted(rows)
        names = [name for name in self._table.primary_key if name in block.frame.columns]
        if not names:
            return dict.fromkeys(order, "")
        return dict(zip(order, join(block.frame[order], names), strict=True))

    def problems(self) -> Iterator[Problem]:
        """The problems with the cells that were seen."""
        yield from self._pitfalls.problems()
        codes = self._pitfalls.codes
        for name, faults in self._faults.items():
            wrong = {fault.cell for fault in faults if fault.code == "type-error"}  # hints are for default formats
            hint = hint_for_column(self._table.field(name), wrong) if wrong else ""
            for code, message, path, line, key, cell in faults:
                if code == "missing-word" and name in codes:
                    continue
                yield problem(
                    code,
                    message,
                    remedy=hint if code == "type-error" else "",
                    path=path,
                    table=self._table.name,
                    line=line,
                    key=key,
                    field=name,
                    value=cell,
                )


def row_problems(sheets: Mapping[str, Sheet], rejected: Mapping[str, Mapping[str, Set[int]]]) -> Iterator[Problem]:
    """The problems with the form of rows and with keys.

    Args:
        sheets: the tables, with the columns that keys need.
        rejected: by table and column, the rows whose cells break a rule; their keys are not judged.
    """
    columns = {name: sheet.frame.columns for name, sheet in sheets.items()}
    for name, sheet in sheets.items():
        rows = list(sheet.ragged)
        for row, key in zip(rows, sheet.values(rows, sheet.table.primary_key), strict=True):
            code, message = row_message(sheet, row)
            yield problem(code, message, path=sheet.path_of(row), table=name, line=sheet.lines[row], key=key)
        for rule in key_rules(sheet.table, columns):
            bad: set[int] = set(sheet.ragged).union(*(rejected[name].get(field, ()) for field in rule.fields))
            yield from _key_problems(sheet, rule, sheets, bad)


def _key_problems(sheet: Sheet, rule: KeyRule, sheets: Mapping[str, Sheet], bad: Set[int]) -> Iterator[Problem]:
    if rule.target is None:
        first = repeated(values(sheet, rule.fields), rule)
        messages = {row: functools.partial(key_message, first_line=sheet.lines[line]) for row, line in first.items()}
        known: Mapping[str, str] = {}
    else:
        key, target = rule.target, sheets[rule.target.resource]
        if differ := types_differ(key, sheet.table, target.table):
            if any_filled(sheet, key):
                yield mismatched_key(sheet, key, differ)
            return
        rows = unknown(values(sheet, rule.fields), rule, values(target, key.reference_fields))
        messages = {row: functools.partial(reference_message, key=key) for row in rows}
        known = folded(target.cells[key.reference_fields[0]]) if rows and len(rule.fields) == 1 else {}
    rows = [row for row in messages if row not in bad]
    keys = sheet.values(rows, sheet.table.primary_key)
    for row, own, value in zip(rows, keys, sheet.values(rows, rule.fields), strict=True):
        yield problem(
            rule.code,
            messages[row](value),
            remedy=hint_for_reference(value, known),
            path=sheet.path_of(row),
            table=sheet.name,
            line=sheet.lines[row],
            key=own,
            field=rule.name,
            value=value,
        )

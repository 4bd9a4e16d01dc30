"""Checks the cells of a column: most at once with a polars expression, the others one by one with the exact rules.

The expression finds the cells that *may* be at fault. It must not miss a faulty cell; how many others it finds only
matters for speed, since `values` decides about each of them.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Container, Iterator
from typing import Any

import polars as pl

from onrecord.tableschema.cells import format_cell, writable
from onrecord.tableschema.column_values import beyond_columns
from onrecord.tableschema.forms import WHOLE_TEXT, form_defect, missing_words, reads_plainly
from onrecord.tableschema.parsers import is_known
from onrecord.tableschema.patterns import for_polars
from onrecord.tableschema.schema import Field, Table
from onrecord.tableschema.values import TEXT_IS_VALUE, broken, cell_rules, normal

# A month and one of its days; the 29th of February needs a look at its year.
_DAY = (
    r"((0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])"
    r"|(0[13-9]|1[0-2])-(29|30)"
    r"|(0[13578]|1[02])-31)"
)
_CLOCK = r"([01][0-9]|2[0-3])(:[0-5][0-9]){2}"
# Cells that are certainly of their type and format, and in its plain form.
_SURE = {
    # A column may not be able to hold longer numbers.
    ("number", "default"): r"-?(0|[1-9][0-9]{0,14})(\.[0-9]+)?",
    ("date", "default"): rf"(000[1-9]|00[1-9][0-9]|0[1-9][0-9]{{2}}|[1-9][0-9]{{3}})-{_DAY}",
    ("datetime", "default"): rf"[1-9][0-9]{{3}}-{_DAY}T{_CLOCK}Z?",
    ("time", "default"): _CLOCK,
    ("year", "default"): r"[1-9][0-9]{3}",
    ("yearmonth", "default"): r"[1-9][0-9]{3}-(0[1-9]|1[0-2])",
    ("string", "uri"): r"https?://([a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?\.)+[a-z]{2,20}(/[A-Za-z0-9_~.-]+)*/?",
    ("string", "uuid"): r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}",
}
_FEW = 10
_LARGE = 1e300  # below it, an integer of JSON fits in a float


@dataclasses.dataclass(frozen=True)
class Column:
    """The checks of a column.

    Attributes:
        field: the field, as its schema declares it.
        broken: gives the rules of the schema that a cell breaks.
        form: gives the advice on a cell that breaks no rule: readers read it in different ways or cannot hold it.
        suspect: an expression for whether a cell must be checked exactly; None if no cell must.
    """

    field: Field
    broken: Callable[[str], tuple[str, ...]]
    form: Callable[[str], tuple[str, str] | None]
    suspect: pl.Expr | None

    @classmethod
    def of(cls, table: Table, field: Field) -> Column:
        """The checks of a table's field."""
        words = missing_words(table, field)
        beyond = beyond_columns(field)
        form: Callable[[str], tuple[str, str] | None] = lambda cell: form_defect(field, cell, words) or beyond(cell)  # noqa: E731
        return cls(field, broken(field), form, _suspect(field, words))

    def faulty(
        self, cells: pl.Series, is_faulty: Callable[[str], bool], suspects: pl.Series | None = None
    ) -> Iterator[tuple[int, str]]:
        """The rows whose cells are at fault, with the cells; each distinct text is checked once.

        Args:
            cells: the column, null for a missing cell.
            is_faulty: the exact check.
            suspects: the result of `suspect`, if it has been computed already.
        """
        if suspects is None:
            if self.suspect is None:
                return
            suspects = cells.to_frame().select(self.suspect).to_series()
        bad = [cell for cell in cells.filter(suspects).unique().to_list() if is_faulty(cell)]
        if bad:
            rows = (suspects & cells.is_in(pl.Series(bad, dtype=pl.String).implode())).arg_true()
            yield from zip(rows.to_list(), cells.gather(rows).to_list(), strict=True)


def doubt(field: Field) -> pl.Expr | None:
    """Whether a cell may not be of its field's type, or not in a form that polars reads exactly; None if all are."""
    tests = list(_of_type(field, pl.col(field.name)))
    return pl.any_horizontal(tests) if tests else None


def keys(field: Field, cells: pl.Series) -> pl.Series:
    """The cells of a field in a form in which equal values have equal texts."""
    if not is_known(field) or (field.type in TEXT_IS_VALUE and field.format == "default"):
        return cells
    odd = cells.drop_nulls()
    if field.type == "integer" and reads_plainly(field):  # a text that survives the cast is in its only form
        odd = cells.filter(cells.cast(pl.Int64, strict=False).cast(pl.String).ne_missing(cells))
    if odd.is_empty():
        return cells
    normal_form, distinct = normal(field), odd.unique()
    forms = pl.Series([normal_form(cell) for cell in distinct.to_list()], dtype=pl.String)
    return cells.replace(distinct, forms)


def _suspect(field: Field, words: frozenset[str]) -> pl.Expr | None:
    """Whether a cell must be checked exactly; null for a missing cell."""
    cells = pl.col(field.name)
    tests = [*_of_type(field, cells), *_of_constraints(field, cells)]
    if field.type == "string" and is_known(field):
        if not _allows_few(field) and field.notation != WHOLE_TEXT:
            tests.append(cells.str.strip_chars() != cells)
        if words:
            tests.append(cells.is_in(sorted(words)))
    return pl.any_horizontal(tests) if tests else None


def _allows_few(field: Field) -> bool:
    """Whether a field lists its allowed words, none of them with white space at an end."""
    allowed = [*field.enum, *field.categories] if "value-not-allowed" in cell_rules(field) else []
    return bool(allowed) and all(isinstance(word, str) and word == word.strip() for word in allowed)


def _of_type(field: Field, cells: pl.Expr) -> Iterator[pl.Expr]:
    if not is_known(field) or field.type == "any":
        return
    if field.type in ("integer", "number") and not reads_plainly(field):
        yield cells.is_not_null()
    elif field.type == "integer":
        # A text that survives the cast is an integer in its plain form.
        yield cells.cast(pl.Int64, strict=False).cast(pl.String).ne_missing(cells) & cells.is_not_null()
    elif field.type == "boolean":
        yield _is_none_of(cells, sorted({"true", "false"} & {*field.true_values, *field.false_values}))
    elif sure := _SURE.get((field.type, field.format)):
        yield ~cells.str.contains(f"^(?:{sure})$")
    elif field.type != "string" or field.format != "default":
        yield cells.is_not_null()


def _of_constraints(field: Field, cells: pl.Expr) -> Iterator[pl.Expr]:
    rules = cell_rules(field).keys()
    if "value-not-allowed" in rules:
        for allowed in filter(None, (field.enum, field.categories)):
            yield _is_none_of(cells, writable(format_cell(value) for value in allowed if _is_plain(field, value)))
    if "pattern-mismatch" in rules and field.pattern is not None:
        yield _mismatch(field.pattern, cells)
    if "not-of-json-schema" in rules:
        yield cells.is_not_null()
    if field.type == "string":
        length = cells.str.len_chars()
        if "too-short" in rules:
            yield length < field.min_length
        if "too-long" in rules:
            yield length > field.max_length
    else:
        yield from _of_bounds(field, cells, rules)


def _is_none_of(cells: pl.Expr, words: list[str]) -> pl.Expr:
    """Whether a cell is not among the words; a few comparisons are faster than a search."""
    if len(words) > _FEW:
        return ~cells.is_in(words)
    return pl.all_horizontal([cells != word for word in words]) if words else cells.is_not_null()


def _is_plain(field: Field, value: Any) -> bool:
    """Whether a cell writes an allowed value in only one way."""
    if field.type == "boolean":
        return isinstance(value, bool)
    numbers = field.type in ("integer", "number") and isinstance(value, int | float) and not isinstance(value, bool)
    return numbers or isinstance(value, str)


def _mismatch(pattern: str, cells: pl.Expr) -> pl.Expr:
    expression = for_polars(pattern)
    return cells.is_not_null() if expression is None else ~cells.str.contains(expression)


def _of_bounds(field: Field, cells: pl.Expr, rules: Container[str]) -> Iterator[pl.Expr]:
    """Tests of bounds; cells equal to a bound are suspects, too: a float does not show on which side a decimal is."""
    low = [
        bound
        for code, bound in (("below-minimum", field.minimum), ("not-above-minimum", field.exclusive_minimum))
        if code in rules
    ]
    high = [
        bound
        for code, bound in (("above-maximum", field.maximum), ("not-below-maximum", field.exclusive_maximum))
        if code in rules
    ]
    if not low and not high:
        return
    floats = reads_plainly(field) and all(
        isinstance(bound, int | float) and abs(bound) < _LARGE for bound in [*low, *high]
    )
    if field.type in ("integer", "number") and floats:
        number = cells.cast(pl.Int64 if field.type == "integer" else pl.Float64, strict=False)
        yield from (number <= float(bound) for bound in low)
        yield from (number >= float(bound) for bound in high)
    elif (field.type, field.format) == ("date", "default"):
        yield from (cells <= bound for bound in low)
        yield from (cells >= bound for bound in high)
    else:
        yield cells.is_not_null()

"""How far two people who reviewed the same rows agree, by table and column."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from onrecord.corrections import KEPT, NEW, READ_WHOLE, WITHDRAWN, Correction, Name, root_of, subject_of
from onrecord.errors import PackageError
from onrecord.evaluation.adjudication import ROW, Disagreement, Unit, disagreements_of, kind_of_part, to_settle
from onrecord.evaluation.coders import decisions_of
from onrecord.evaluation.figures import drawn_articles
from onrecord.package.own_tables import own_tables
from onrecord.package.package import read_package, refuse_as_output
from onrecord.package.records import read_tables
from onrecord.package.staging import replace_file
from onrecord.review.rows import Key, articles_of_rows

# The least share of the draws in which a coefficient with an interval is defined.
_DEFINED = 0.95


@dataclasses.dataclass(frozen=True, slots=True)
class Coefficient:
    """A figure with its 95 % bootstrap interval over articles; all None if it is not defined."""

    value: float | None
    low: float | None
    high: float | None


@dataclasses.dataclass(frozen=True, slots=True)
class FieldAgreement:
    """The agreement about a column.

    Attributes:
        table: the table.
        field: the column; `(row)` for whether rows are kept or withdrawn.
        part: of parts of several kinds, the kind: the words of the `content`, `source` or `cue` of a quote, the votes
            of one `option`; else empty.
        units: how many values both judged.
        percent: the share of these on which both agree, 0 to 1.
        kappa: Cohen's kappa.
        alpha: Krippendorff's alpha for nominal values.
    """

    table: str
    field: str
    part: str
    units: int
    percent: Coefficient
    kappa: Coefficient
    alpha: Coefficient


@dataclasses.dataclass(frozen=True, slots=True)
class Agreement:
    """What two people made of the same rows: what `measure_agreement` returns.

    Attributes:
        coders: the two files.
        rows: how many rows, or articles, both reviewed.
        fields: the agreement about each column.
        disagreements: the values on which they disagree.
        added: how many rows the first added, the second added, and both added.

    Examples:
        >>> agreement = onrecord.measure_agreement("reviewed", "Nora Pell", "Ada Quint")
        >>> {field.field: field.percent.value for field in agreement.fields}["kind"]
        1.0
    """

    coders: tuple[str, str]
    rows: int
    fields: tuple[FieldAgreement, ...]
    disagreements: tuple[Disagreement, ...]
    added: tuple[int, int, int]


def measure_agreement(package: str | Path, one: str, other: str, *, adjudicate: str | Path | None = None) -> Agreement:
    """Compares what two people said of the same rows.

    Args:
        package: folder of the package.
        one: the name of a coder, or the path of a file in corrections/.
        other: another coder.
        adjudicate: a file for the values on which they disagree: lines with the action `settle`, to be filled in.

    Raises:
        PackageError: there is no such file, it is invalid, or they reviewed no row in common.

    Examples:
        >>> onrecord.measure_agreement("reviewed", "Nora Pell", "Ada Quint").rows
        5
    """
    described = read_package(Path(package))
    paths, files = zip(*(decisions_of(described.folder, name) for name in (one, other)), strict=True)
    if paths[0] == paths[1]:
        raise PackageError(f"{paths[0]}: named twice; name the files of two coders")
    tables = read_tables(described)
    articles = articles_of_rows(tables)
    units = list(_units(files[0], files[1], articles))
    reviewed = [{subject_of(line) for line in lines if line.action != "add"} for lines in files]
    if not units:
        raise PackageError(f"{paths[0]} and {paths[1]} have no row in common; draw both samples with the same --seed")
    by_field: dict[tuple[str, str, str], list[Unit]] = defaultdict(list)
    for unit in units:
        by_field[unit.table, unit.field, kind_of_part(unit.table, unit.key)].append(unit)
    order = {name: number for number, name in enumerate(own_tables())}
    fields = [
        _agreement(*where, by_field[where])
        for where in sorted(by_field, key=lambda where: (order[where[0]], *where[1:]))
    ]
    new = [{subject_of(line) for line in lines if subject_of(line)[0] == NEW} for lines in files]
    disagreements = tuple(disagreements_of(units, tables))
    if adjudicate is not None:
        refuse_as_output(described, Path(adjudicate))
        replace_file(Path(adjudicate), to_settle(disagreements, (one, other)))
    added = len(new[0]), len(new[1]), len(new[0] & new[1])
    return Agreement((paths[0], paths[1]), len(reviewed[0] & reviewed[1]), tuple(fields), disagreements, added)


@dataclasses.dataclass(frozen=True, slots=True)
class _Judged:
    """What one person made of cells and rows: the value and the value that was read, by cell; withdrawn rows."""

    values: Mapping[tuple[str, Key, str], tuple[str, str]]
    withdrawn: Mapping[Name, Correction]


def _judged(lines: Sequence[Correction]) -> _Judged:
    values: dict[tuple[str, Key, str], tuple[str, str]] = {}
    gone: dict[Name, Correction] = {}
    for line in lines:
        if line.action in {"confirm", "correct"} and line.field != READ_WHOLE:
            cell = line.table, line.key, line.field
            read = values[cell][1] if cell in values else line.old
            values[cell] = (line.new if line.action == "correct" else line.old), read
        elif line.action == "withdraw":
            gone[line.row] = line
    return _Judged(values, gone)


def _units(lines: Sequence[Correction], rival: Sequence[Correction], articles: Mapping[Name, str]) -> Iterator[Unit]:
    one, other = _judged(lines), _judged(rival)
    rows = [{(table, key) for table, key, _ in judged.values} | set(judged.withdrawn) for judged in (one, other)]
    for row in sorted(rows[0] & rows[1]):
        article = articles.get(row) or articles.get(root_of(*row)) or ",".join(row[1])
        says = [WITHDRAWN if row in judged.withdrawn else KEPT for judged in (one, other)]
        yield Unit(*row, ROW, article, "auto", says[0], says[1])
    for cell in sorted(one.values.keys() & other.values.keys()):
        table, key, field = cell
        article = articles.get((table, key)) or articles.get(root_of(table, key)) or ",".join(key)
        yield Unit(table, key, field, article, one.values[cell][1], one.values[cell][0], other.values[cell][0])


def _agreement(table: str, field: str, part: str, units: Sequence[Unit]) -> FieldAgreement:
    import numpy as np

    places = {article: number for number, article in enumerate(dict.fromkeys(unit.article for unit in units))}
    values = {value: number for number, value in enumerate(dict.fromkeys(v for u in units for v in (u.one, u.other)))}
    # By article: how often each of the two chose each value, and on how many units they agree.
    chosen = np.zeros((2, len(places), len(values)))
    equal = np.zeros(len(places))
    for unit in units:
        place = places[unit.article]
        chosen[0, place, values[unit.one]] += 1
        chosen[1, place, values[unit.other]] += 1
        equal[place] += unit.one == unit.other
    drawn = np.vstack([np.ones(len(places)), drawn_articles(len(places))])
    coefficients = coefficients_of(drawn @ chosen[0], drawn @ chosen[1], drawn @ equal)
    return FieldAgreement(table, field, part, len(units), *map(_with_interval, coefficients))


def _with_interval(found: Any) -> Coefficient:
    """A coefficient from its value in all articles, and in each draw of articles; not a number where not defined.

    It has no interval if it is not defined in more than a few draws: the others do not represent all.
    """
    import numpy as np

    value, spread = found[0], found[1:][~np.isnan(found[1:])]
    if np.isnan(value):
        return Coefficient(None, None, None)
    if len(spread) < _DEFINED * len(found[1:]):
        return Coefficient(float(value), None, None)
    low, high = np.percentile(spread, [2.5, 97.5])
    return Coefficient(float(value), float(low), float(high))


def coefficients_of(one: Any, other: Any, equal: Any) -> tuple[Any, Any, Any]:
    """The share of agreement, Cohen's kappa and Krippendorff's alpha for nominal values, for many samples at once.

    Each is the observed agreement above the agreement by chance, in relation to the largest possible. By chance, kappa
    draws the value of each person from that person's own values (Cohen 1960); alpha draws two of all values without
    putting the first back (Krippendorff 2011). Where both always chose the same value, neither is defined.

    They are computed here, and compared with the library krippendorff in the tests: it takes minutes for a thousand
    draws of some hundred different values, and like other libraries it is under the GPL or brings SciPy along.

    Args:
        one: how often one person chose each value, (samples, values).
        other: how often the other person did, (samples, values).
        equal: on how many units they agree, (samples,).

    Returns:
        three arrays, (samples,), with not a number where a coefficient is not defined.

    Examples:
        >>> import numpy as np
        >>> _, kappa, _ = coefficients_of(np.array([[3, 1]]), np.array([[2, 2]]), np.array([3]))
        >>> kappa.tolist()
        [0.5]
    """
    import numpy as np

    units = one.sum(1)
    both, number = one + other, 2 * units
    with np.errstate(invalid="ignore", divide="ignore"):
        observed = equal / units
        by_chance = (one * other).sum(1) / units**2
        kappa = np.where(by_chance < 1, (observed - by_chance) / (1 - by_chance), np.nan)
        differing = number**2 - (both**2).sum(1)
        alpha = np.where(differing > 0, 1 - (number - 1) * 2 * (units - equal) / differing, np.nan)
    return observed, kappa, alpha

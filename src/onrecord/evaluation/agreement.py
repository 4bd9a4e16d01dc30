"""How far two people who reviewed the same rows agree, by table and column."""

from __future__ import annotations

import csv
import dataclasses
import io
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from onrecord.corrections import KEPT, READ_WHOLE, WITHDRAWN, Correction, read_lines
from onrecord.errors import OnrecordError, PackageError
from onrecord.evaluation.figures import drawn_articles
from onrecord.package.own_tables import corrections_table, own_tables
from onrecord.package.package import read_package
from onrecord.package.records import read_tables
from onrecord.package.staging import replace_file
from onrecord.review.journal import NEW, file_of, subject_of
from onrecord.review.rows import Key, Name, articles_of_rows, root_of

# The column that says whether a row, or a part of a row, is kept or withdrawn.
ROW = "(row)"


@dataclasses.dataclass(frozen=True, slots=True)
class Unit:
    """A value that two people judged: of which row and column, in which article, and what each made of it."""

    table: str
    key: Key
    field: str
    article: str
    read: str
    one: str
    other: str


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
        units: how many values both judged.
        percent: the share of these on which both agree, 0 to 1.
        kappa: Cohen's kappa.
        alpha: Krippendorff's alpha for nominal values.
    """

    table: str
    field: str
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
    disagreements: tuple[Unit, ...]
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
        OnrecordError: the library for Krippendorff's alpha is not installed.

    Examples:
        >>> onrecord.measure_agreement("reviewed", "Nora Pell", "Ada Quint").rows
        5
    """
    described = read_package(Path(package))
    paths = tuple(_path_of(described.folder, name) for name in (one, other))
    if paths[0] == paths[1]:
        raise PackageError(f"{paths[0]}: named twice; name the files of two coders")
    files = [_lines(described.folder, path) for path in paths]
    articles = articles_of_rows(read_tables(described))
    units = list(_units(files[0], files[1], articles))
    reviewed = [{subject_of(line) for line in lines if line.action != "add"} for lines in files]
    if not units:
        raise PackageError(f"{paths[0]} and {paths[1]} have no row in common; draw both samples with the same --seed")
    by_field: dict[tuple[str, str], list[Unit]] = defaultdict(list)
    for unit in units:
        by_field[unit.table, unit.field].append(unit)
    order = {name: number for number, name in enumerate(own_tables())}
    fields = [
        _agreement(*where, by_field[where]) for where in sorted(by_field, key=lambda where: (order[where[0]], where[1]))
    ]
    new = [{subject_of(line) for line in lines if subject_of(line)[0] == NEW} for lines in files]
    disagreements = tuple(unit for unit in units if unit.one != unit.other)
    if adjudicate is not None:
        replace_file(Path(adjudicate), _to_settle(disagreements, (one, other)).encode("utf-8"))
    added = len(new[0]), len(new[1]), len(new[0] & new[1])
    return Agreement((paths[0], paths[1]), len(reviewed[0] & reviewed[1]), tuple(fields), disagreements, added)


def _path_of(folder: Path, name: str) -> str:
    """The path of a coder's file in the package."""
    lines, problems = read_lines(folder)
    known = {line.path for line in lines} | {problem.path for problem in problems}
    for path in (name, f"corrections/{name}", f"corrections/{name}.csv"):
        if path in known:
            return path
    path = file_of(name)
    if path not in known:
        raise PackageError(f"{folder}: no file {path}; there are {', '.join(sorted(known)) or 'no corrections'}")
    return path


def _lines(folder: Path, path: str) -> list[Correction]:
    lines, problems = read_lines(folder, path)
    if problems:
        raise PackageError(f"{problems[0]}; correct the file first")
    return lines


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


def _agreement(table: str, field: str, units: Sequence[Unit]) -> FieldAgreement:
    import numpy as np

    numbers: dict[str, int] = {}
    pairs = np.array([[numbers.setdefault(value, len(numbers)) for value in (u.one, u.other)] for u in units])
    places = {article: number for number, article in enumerate(dict.fromkeys(unit.article for unit in units))}
    of_units = np.array([places[unit.article] for unit in units])
    counts = np.zeros((len(units), len(numbers)), dtype=int)
    for column in range(2):
        counts[np.arange(len(units)), pairs[:, column]] += 1
    drawn = [np.repeat(np.arange(len(units)), times[of_units]) for times in drawn_articles(len(places))]
    everything = np.arange(len(units))

    def figure(measure: Any) -> Coefficient:
        value = measure(everything)
        spread = [found for chosen in drawn if (found := measure(chosen)) is not None]
        if value is None or not spread:
            return Coefficient(None, None, None)
        low, high = np.percentile(spread, [2.5, 97.5])
        return Coefficient(float(value), float(low), float(high))

    return FieldAgreement(
        table,
        field,
        len(units),
        figure(lambda chosen: percent(pairs[chosen])),
        figure(lambda chosen: cohens_kappa(pairs[chosen])),
        figure(lambda chosen: krippendorffs_alpha(counts[chosen])),
    )


def percent(pairs: Any) -> float | None:
    """The share of units on which two people agree.

    Args:
        pairs: the numbers of their values, (units, 2).
    """
    return float((pairs[:, 0] == pairs[:, 1]).mean()) if len(pairs) else None


def cohens_kappa(pairs: Any) -> float | None:
    """Cohen's kappa of two people; None if it is not defined because both always chose the same value.

    It is computed here because the libraries that have it are under the GPL or bring SciPy along, for a formula of a
    line: the observed agreement above chance, in relation to the largest possible (Cohen 1960).

    Args:
        pairs: the numbers of their values, (units, 2).

    Examples:
        >>> import numpy as np
        >>> cohens_kappa(np.array([[0, 0], [0, 0], [1, 1], [0, 1]]))
        0.5
    """
    import numpy as np

    if not len(pairs):
        return None
    size = int(pairs.max()) + 1
    shares = [np.bincount(pairs[:, column], minlength=size) / len(pairs) for column in range(2)]
    by_chance = float(shares[0] @ shares[1])
    observed = float((pairs[:, 0] == pairs[:, 1]).mean())
    return (observed - by_chance) / (1 - by_chance) if by_chance < 1 else None


def krippendorffs_alpha(counts: Any) -> float | None:
    """Krippendorff's alpha for nominal values; None if it is not defined because there is only one value.

    Args:
        counts: how many people gave each unit each value, (units, values).

    Raises:
        OnrecordError: the library is not installed.
    """
    counts = counts[:, counts.any(axis=0)]
    if counts.shape[1] < 2:
        return None
    try:
        import krippendorff
    except ImportError:
        raise OnrecordError(
            'the library for Krippendorff\'s alpha is not installed; run: pip install "onrecord[agreement]"'
        ) from None
    return float(krippendorff.alpha(value_counts=counts, level_of_measurement="nominal"))


def _to_settle(units: Sequence[Unit], names: tuple[str, str]) -> str:
    """A file of corrections that settles disagreements, once somebody has filled in new_value, curator and date."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(corrections_table().columns)
    for unit in units:
        field = "status" if unit.field == ROW else unit.field
        says = f"{names[0]}: {unit.one or '(empty)'}; {names[1]}: {unit.other or '(empty)'}"
        writer.writerow(("settle", unit.table, ",".join(unit.key), field, unit.read, "", says, "", "", ""))
    return text.getvalue()

"""How well a package was read, from rows that a person reviewed: precision by table and method, and recall."""

from __future__ import annotations

import dataclasses
import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from onrecord.corrections import ARTICLES, NEW, Correction, Name, Stratum, read_lines, stratum_of, subject_of
from onrecord.errors import PackageError
from onrecord.evaluation.figures import share_of
from onrecord.package.package import read_package
from onrecord.package.records import read_tables
from onrecord.review.journal import file_of
from onrecord.review.rows import articles_of_rows

_Z = 1.959963984540054  # of a 95 % interval
_REVIEW_FIRST = "; run: onrecord review --sample 200 --coder NAME"
# What is scored of a row, in addition to its columns.
IS_ROW, ALL_RIGHT = "is a row", "all is right"


@dataclasses.dataclass(frozen=True, slots=True)
class Share:
    """A share with its 95 % interval.

    Attributes:
        table: the table.
        method: the method of the rows; empty for all methods together.
        what: `precision` or `recall`.
        of: what is right: `is a row`, `all is right`, or a column.
        value: the share, 0 to 1.
        low: lower end of the interval.
        high: upper end of the interval.
        number: how many rows were judged.
        total: how many rows there were when the sample was drawn; 0 for columns and for whole articles.
    """

    table: str
    method: str
    what: str
    of: str
    value: float
    low: float
    high: float
    number: int
    total: int


@dataclasses.dataclass(frozen=True, slots=True)
class ReviewedEvaluation:
    """What a reviewed sample says of a package: what `evaluate_reviewed` returns.

    Attributes:
        coder: the person who reviewed.
        rows: how many rows were reviewed.
        articles: how many articles were read completely.
        shares: the figures.

    Examples:
        >>> share = onrecord.evaluate_reviewed("reviewed", "Nora Pell").shares[0]
        >>> share.table, share.what, share.of, share.value
        ('quotes', 'precision', 'is a row', 1.0)
    """

    coder: str
    rows: int
    articles: int
    shares: tuple[Share, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class _Row:
    """A reviewed row: its stratum, whether it is a row at all, and by column whether the values are right."""

    name: Name
    stratum: Stratum
    is_row: bool
    all_right: bool
    columns: Mapping[str, bool]


def evaluate_reviewed(package: str | Path, coder: str | None = None) -> ReviewedEvaluation:
    """Precision and recall of the rows of a package, from a random sample that a person reviewed.

    Args:
        package: folder of the package.
        coder: who reviewed; by default the only person who reviewed a sample.

    Raises:
        PackageError: there is no reviewed sample, or several people reviewed one and none is named.

    Examples:
        >>> onrecord.evaluate_reviewed("reviewed", "Nora Pell").rows
        5
    """
    described = read_package(Path(package))
    folder = described.folder
    lines, problems = read_lines(folder)
    sampled = [line for line in lines if stratum_of(line.sample)]
    everybody = people = {line.path: line.curator for line in sampled}
    if coder is not None:
        people = {path: name for path, name in people.items() if name == coder or path == file_of(coder)}
    if not people:
        known = ", ".join(sorted(everybody.values()))
        message = f"no sample reviewed by {coder}; choose {known}" if everybody else "no reviewed sample"
        raise PackageError(f"{folder}: {message}{'' if everybody else _REVIEW_FIRST}")
    if len(people) > 1:
        raise PackageError(f"{folder}: samples of {', '.join(sorted(people.values()))}; choose one with --coder")
    [(path, name)] = people.items()
    if problem := next((problem for problem in problems if problem.path == path), None):
        raise PackageError(f"{problem}; correct the file first")
    own = [line for line in lines if line.path == path]
    rows = list(_rows(own))
    read = {subject for line in own if (subject := subject_of(line))[0] == ARTICLES}
    shares = [*_by_stratum(rows), *_by_article(rows, read, own, articles_of_rows(read_tables(described)))]
    return ReviewedEvaluation(name, len(rows), len({key[0] for _, key in read}), tuple(shares))


def _rows(lines: Sequence[Correction]) -> list[_Row]:
    """The rows that were reviewed in a sample."""
    found: dict[Name, list[Correction]] = defaultdict(list)
    for line in lines:
        subject = subject_of(line)
        if subject[0] not in {NEW, ARTICLES, "merge", "split"} and stratum_of(line.sample):
            found[subject].append(line)
    rows = []
    for name, own in found.items():
        stratum = stratum_of(own[0].sample)
        is_row = not any(line.action == "withdraw" and line.row == name for line in own)
        changes = [line for line in own if line.action != "confirm"]
        columns: dict[str, bool] = {}
        for line in own:
            if line.action in {"confirm", "correct"}:
                columns[line.field] = columns.get(line.field, True) and line.action == "confirm"
        if stratum:
            rows.append(_Row(name, stratum, is_row, not changes, columns))
    return rows


def _outcomes(rows: Sequence[_Row]) -> dict[str, list[tuple[_Row, bool]]]:
    """Which rows are right, by what is scored; the columns of withdrawn rows are not scored."""
    found: dict[str, list[tuple[_Row, bool]]] = {
        IS_ROW: [(row, row.is_row) for row in rows],
        ALL_RIGHT: [(row, row.all_right) for row in rows],
    }
    for row in rows:
        for column, is_right in row.columns.items():
            found.setdefault(column, []).append((row, is_right))
    return found


def _by_stratum(rows: Sequence[_Row]) -> list[Share]:
    """Precision in a sample that was stratified by method: of each table, then of each of its methods."""
    tables: dict[str, list[_Row]] = defaultdict(list)
    for row in rows:
        if row.stratum.table != ARTICLES:
            tables[row.stratum.table].append(row)
    shares = []
    for table, own in tables.items():
        reviewed = Counter(row.stratum.stratum for row in own)
        for of, outcomes in _outcomes(own).items():
            counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
            totals = {row.stratum.stratum: row.stratum.total for row, _ in outcomes}
            for row, is_right in outcomes:
                counts[row.stratum.stratum][0] += is_right
                counts[row.stratum.stratum][1] += 1
            total = sum(totals.values()) if of in {IS_ROW, ALL_RIGHT} else 0
            # A column is judged only in rows that are kept: a stratum counts by the estimated number of these.
            weighted = weighted_share(
                [
                    (right, number, totals[method] * number / reviewed[method])
                    for method, (right, number) in counts.items()
                ]
            )
            shares.append(Share(table, "", "precision", of, *weighted, len(outcomes), total))
            if of in {IS_ROW, ALL_RIGHT}:
                shares += [
                    Share(table, method, "precision", of, *wilson(*counts[method]), counts[method][1], totals[method])
                    for method in counts
                ]
    return shares


def _by_article(
    rows: Sequence[_Row], read: set[Name], lines: Sequence[Correction], articles: Mapping[Name, str]
) -> list[Share]:
    """Precision and recall in articles that were read completely."""
    missed = Counter((line.new, line.table) for line in lines if line.action == "add" and line.field == "article_id")
    shares = []
    for table in dict.fromkeys(table for _, (_, table) in sorted(read)):
        complete = [key[0] for _, key in sorted(read) if key[1] == table]
        own: dict[str, list[_Row]] = defaultdict(list)
        for row in rows:
            if (row.stratum.table, row.stratum.stratum) == (ARTICLES, table):
                own[articles.get(row.name, "")].append(row)
        found = [(sum(row.is_row for row in own[each]), len(own[each]), missed[each, table]) for each in complete]
        if number := sum(size for _, size, _ in found):
            precision = share_of([(right, size) for right, size, _ in found])
            shares.append(Share(table, "", "precision", IS_ROW, *precision, number, 0))
        if number := sum(right + lost for right, _, lost in found):
            recall = share_of([(right, right + lost) for right, _, lost in found])
            shares.append(Share(table, "", "recall", IS_ROW, *recall, number, 0))
    return shares


def wilson(right: int, number: int | float) -> tuple[float, float, float]:
    """A share with Wilson's 95 % interval (Wilson 1927).

    Args:
        right: how many are right.
        number: of how many.

    Examples:
        >>> [round(value, 3) for value in wilson(81, 263)]
        [0.308, 0.255, 0.366]
    """
    return _wilson(right / number, number)


def _wilson(share: float, number: float) -> tuple[float, float, float]:
    middle = share + _Z**2 / (2 * number)
    half = _Z * math.sqrt(share * (1 - share) / number + _Z**2 / (4 * number**2))
    low, high = ((middle + sign * half) / (1 + _Z**2 / number) for sign in (-1, 1))
    return share, max(0.0, low), min(1.0, high)


def weighted_share(strata: Sequence[tuple[int, int, float]]) -> tuple[float, float, float]:
    """A share over strata of which other parts were reviewed, with its 95 % interval.

    Each stratum counts by how many rows it has. The interval is Wilson's for the effective size of the sample, the
    square of the sum of the weights over the sum of their squares (Kish 1965).

    Args:
        strata: for each stratum how many rows are right, how many were reviewed, and how many there are.

    Examples:
        >>> weighted_share([(9, 10, 100)]) == wilson(9, 10)
        True
    """
    total = sum(size for _, _, size in strata)
    share = sum(right / number * size / total for right, number, size in strata)
    effective = 1 / sum((size / total) ** 2 / number for _, number, size in strata)
    return _wilson(min(1.0, share), effective)

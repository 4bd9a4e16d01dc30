"""How well a package was read, from rows that a person reviewed: precision by table and method, and recall."""

from __future__ import annotations

import dataclasses
import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from onrecord.corrections import (
    ARTICLES,
    KEPT,
    NOT_READ,
    Correction,
    Name,
    Stratum,
    after_settling,
    agreed,
    read_lines,
    stratum_of,
    subject_of,
)
from onrecord.errors import PackageError
from onrecord.evaluation.adjudication import compared, kind_of_part
from onrecord.evaluation.coders import signed_by
from onrecord.evaluation.figures import share_of
from onrecord.evaluation.misreadings import Misreading, misreadings
from onrecord.package.package import read_package
from onrecord.package.records import read_tables
from onrecord.review.rows import articles_of_rows
from onrecord.text.numbers import counted

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
        of: what is right: `is a row`, `all is right`, a column of the table, or the table, the column and the kind of
            parts: `quote_spans exact (cue)`.
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
        coder: the people who reviewed, with commas.
        rows: how many rows were reviewed.
        articles: how many articles were read completely.
        shares: the figures.
        misreadings: what the speakers of reviewed quotes are, and what they were read as.

    Examples:
        >>> share = onrecord.evaluate_reviewed("reviewed", "Nora Pell").shares[0]
        >>> share.table, share.what, share.of, share.value
        ('quotes', 'precision', 'is a row', 1.0)
    """

    coder: str
    rows: int
    articles: int
    shares: tuple[Share, ...]
    misreadings: tuple[Misreading, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class _Row:
    """A reviewed row: its stratum, whether it is a row at all, and by column whether the values are right."""

    name: Name
    stratum: Stratum
    is_row: bool
    all_right: bool
    columns: Mapping[str, bool]


def evaluate_reviewed(package: str | Path, coder: str | None = None) -> ReviewedEvaluation:
    """Precision and recall of the rows of a package, from a random sample that people reviewed.

    What somebody settled counts as it was settled.

    Args:
        package: folder of the package.
        coder: who reviewed; by default all who reviewed the sample, if they agree or their disagreements are settled.

    Raises:
        PackageError: there is no reviewed sample, or several people reviewed one who disagree, and none is named.

    Examples:
        >>> onrecord.evaluate_reviewed("reviewed", "Nora Pell").rows
        5
    """
    described = read_package(Path(package))
    folder = described.folder
    lines, problems = read_lines(folder)
    sampled = [line for line in lines if stratum_of(line.sample)]
    own = [line for line in sampled if coder is None or signed_by(line, coder)]
    if not own:
        known = ", ".join(sorted({line.curator for line in sampled}))
        message = f"no sample reviewed by {coder}; choose {known}" if sampled else "no reviewed sample"
        raise PackageError(f"{folder}: {message}{'' if sampled else _REVIEW_FIRST}")
    paths = {line.path for line in own}
    if problem := next((problem for problem in problems if problem.path in paths), None):
        raise PackageError(f"{problem}; correct the file first")
    people = ", ".join(sorted({line.curator for line in own}))
    own = [line for line in lines if line.path in paths and (coder is None or signed_by(line, coder))]
    if len(paths) > 1:
        _require_agreement(own, lines, f"{folder}: samples of {people}")
    strata = {subject_of(line): stratum for line in own if (stratum := stratum_of(line.sample))}
    holds = _as_settled(own, lines)
    rows = list(_rows(holds, strata))
    read = {subject for subject in strata if subject[0] == ARTICLES}
    tables = read_tables(described)
    shares = [*_by_stratum(rows), *_by_article(rows, read, holds, articles_of_rows(tables))]
    types = {row["entity_id"]: row["entity_type"] for row in tables.get("entities", ())}
    quotes = {row.name for row in rows if row.is_row and row.name[0] == "quotes"}
    misread = misreadings(holds, quotes, types)
    return ReviewedEvaluation(people, len(rows), len({key[0] for _, key in read}), tuple(shares), misread)


def _require_agreement(own: Sequence[Correction], lines: Sequence[Correction], people: str) -> None:
    """Refuses samples of several people that are not one sample, or on which they disagree."""
    if len({stratum.round for line in own if (stratum := stratum_of(line.sample))}) > 1:
        raise PackageError(f"{people}; choose one with --coder")
    paths = {line.path for line in own}
    _, disagreements = agreed([line for line in lines if line.path in paths or line.action == "settle"])
    if disagreements:
        number = counted(len(disagreements), "disagreement")
        raise PackageError(f"{people} with {number}; settle them with onrecord agreement, or choose one with --coder")


def _as_settled(own: Sequence[Correction], lines: Sequence[Correction]) -> list[Correction]:
    """The lines of coders with what was settled of their rows.

    Who withdrew a row did not judge its values: if it is settled that the row is kept, those hold that others judged.
    """
    subjects, paths = {subject_of(line) for line in own}, {line.path for line in own}
    settling = [line for line in lines if line.action == "settle" and subject_of(line) in subjects]
    withdrawn = {line.row for line in own if line.action == "withdraw"}
    kept = {line.row for line in settling if line.field == "status" and line.new == KEPT} & withdrawn
    others = [
        line
        for line in lines
        if line.path not in paths and line.action != "settle" and kept & {line.row, subject_of(line)}
    ]
    return after_settling([*own, *settling, *others])


def _rows(lines: Sequence[Correction], strata: Mapping[Name, Stratum]) -> list[_Row]:
    """The rows that were reviewed in a sample, of which the strata are given."""
    found: dict[Name, list[Correction]] = {subject: [] for subject in strata if subject[0] not in {*NOT_READ, ARTICLES}}
    for line in lines:
        if (subject := subject_of(line)) in found:
            found[subject].append(line)
    rows = []
    for name, own in found.items():
        is_row = not any(line.action == "withdraw" and line.row == name for line in own)
        changes = [line for line in own if line.action != "confirm"]
        columns: dict[str, bool] = {}
        for line in own if is_row else ():
            if line.action in {"confirm", "correct"}:
                part = kind_of_part(line.table, line.key)
                what = line.field if line.table == name[0] else compared(line.table, line.field, part)
                columns[what] = columns.get(what, True) and line.action == "confirm"
        rows.append(_Row(name, strata[name], is_row, not changes, columns))
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
    new = {(line.row, line.new) for line in lines if line.action == "add" and line.field == "article_id"}
    missed = Counter((article, table) for (table, _), article in new)
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

"""Accepted problems: a CSV file of the problems that a team lives with, each with its reason.

A problem is identified by its code, file, key, column and value, not by its line, so that rows may be added above it.
An accepted problem that no longer occurs is an error, so that the list stays up to date.
"""

from __future__ import annotations

import csv
import dataclasses
import io
from collections.abc import Sequence
from pathlib import Path

from onrecord.errors import PackageError
from onrecord.package.staging import replace_file
from onrecord.package.tables import read_records
from onrecord.problems import Problem, sort_problems
from onrecord.validation.rules import problem
from onrecord.validation.verdict import LEVELS, Verdict

COLUMNS = ("code", "path", "key", "field", "value", "reason")
_Identity = tuple[str, ...]


def accept(verdict: Verdict, file: Path) -> Verdict:
    """The verdict without the accepted problems, but with the problems of the list itself.

    Args:
        verdict: the verdict on a package.
        file: CSV with the columns of `COLUMNS`, as `write_accepted` writes it.

    Raises:
        PackageError: the file is missing, is not a CSV, or has other columns.
    """
    found: list[Problem] = []
    accepted = _listed(file)
    for identity, (line, reason) in accepted.items():
        if not reason:
            message = f"no reason is given for {identity[0]}"
            found.append(problem("accepted-without-reason", message, path=file.as_posix(), line=line))
    present = {_identity(defect) for defect in verdict.problems}
    for identity, (line, _) in accepted.items():
        # A verdict on part of a package does not show whether a problem is gone.
        if verdict.level == LEVELS[-1] and identity not in present:
            code, path, key, field, value = identity
            message = f"{code} in {path or 'the package'} no longer occurs"
            row = {"key": key, "field": field, "value": value}
            found.append(problem("accepted-but-gone", message, path=file.as_posix(), line=line, **row))
    kept = [defect for defect in verdict.problems if _identity(defect) not in accepted]
    number = len(verdict.problems) - len(kept)
    note = f"{number} {'problem is' if number == 1 else 'problems are'} accepted by {file}"
    notes = (*verdict.notes, note) if number else verdict.notes
    return dataclasses.replace(verdict, problems=tuple(sort_problems([*kept, *found])), notes=notes)


def reasons(problems: Sequence[Problem], file: Path) -> list[tuple[Problem, str]]:
    """The problems that a list accepts, each with its reason.

    Raises:
        PackageError: the file is missing, is not a CSV, or has other columns.
    """
    accepted = _listed(file)
    return [(defect, accepted[_identity(defect)][1]) for defect in problems if _identity(defect) in accepted]


def _listed(file: Path) -> dict[_Identity, tuple[int, str]]:
    """The problems that a file lists, with line and reason."""
    records = read_records(file)
    header = next(records, None)
    if header is None or header.cells != COLUMNS:
        raise PackageError(f"{file}: not a list of accepted problems; its first line must be {','.join(COLUMNS)}")
    listed: dict[_Identity, tuple[int, str]] = {}
    for record in records:
        if len(record.cells) != len(COLUMNS):
            raise PackageError(f"{file}:{record.line}: {len(record.cells)} cells, not {len(COLUMNS)}; restore the row")
        *identity, reason = record.cells
        listed[tuple(identity)] = (record.line, " ".join(reason.split()))
    return listed


def write_accepted(file: Path, problems: Sequence[Problem], reason: str) -> None:
    """Writes a list that accepts these problems.

    Args:
        file: an existing list, which is replaced, or a new file.
        problems: the problems to accept.
        reason: the reason for problems that the existing list gives no reason for.

    Raises:
        PackageError: the file exists and is not such a list; it is left as it is.
    """
    before = _listed(file) if file.exists() or file.is_symlink() else {}
    given = {identity: before[identity][1] if identity in before else reason for identity in map(_identity, problems)}
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([*identity, why or reason] for identity, why in given.items())
    replace_file(file, text.getvalue().encode("utf-8", "backslashreplace"))


def _identity(problem: Problem) -> _Identity:
    return problem.code, problem.path, problem.key, problem.field, problem.value

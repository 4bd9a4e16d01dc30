"""Accepted problems: a CSV file of those that a team lives with, each with its reason.

A problem is accepted by its code, file, key, column and value, not by its line, so that rows may be added above it. The
file is strict: an accepted problem that is gone is an error, so that the list only gets shorter by being looked at.
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
_Same = tuple[str, ...]


def accept(verdict: Verdict, file: Path) -> Verdict:
    """The verdict without the accepted problems, and with those of the file itself.

    Args:
        verdict: what was found.
        file: CSV with the columns of `COLUMNS`, as `write_accepted` writes it.

    Raises:
        PackageError: the file is missing, is not a CSV, or has other columns.
    """
    found: list[Problem] = []
    wanted = _listed(file)
    for same, (line, reason) in wanted.items():
        if not reason:
            message = f"no reason is given for {same[0]}"
            found.append(problem("accepted-without-reason", message, path=file.as_posix(), line=line))
    present = {_same(one) for one in verdict.problems}
    for same_as, (line, _) in wanted.items():
        # Who looks at part of a package cannot know what the rest of it has.
        if verdict.level == LEVELS[-1] and same_as not in present:
            code, path, key, field, value = same_as
            message = f"{code} in {path or 'the package'} is not found any more"
            row = {"key": key, "field": field, "value": value}
            found.append(problem("accepted-but-gone", message, path=file.as_posix(), line=line, **row))
    kept = [one for one in verdict.problems if _same(one) not in wanted]
    number = len(verdict.problems) - len(kept)
    note = f"{number} {'problem is' if number == 1 else 'problems are'} accepted by {file}"
    notes = (*verdict.notes, note) if number else verdict.notes
    return dataclasses.replace(verdict, problems=tuple(sort_problems([*kept, *found])), notes=notes)


def reasons(problems: Sequence[Problem], file: Path) -> list[tuple[Problem, str]]:
    """The problems that a list accepts, each with the reason that it gives.

    Raises:
        PackageError: as `accept` does.
    """
    wanted = _listed(file)
    return [(one, wanted[_same(one)][1]) for one in problems if _same(one) in wanted]


def _listed(file: Path) -> dict[_Same, tuple[int, str]]:
    """What a file lists, with line and reason."""
    records = read_records(file)
    header = next(records, None)
    if header is None or header.cells != COLUMNS:
        raise PackageError(f"{file}: not a list of accepted problems; its first line must be {','.join(COLUMNS)}")
    listed: dict[_Same, tuple[int, str]] = {}
    for record in records:
        if len(record.cells) != len(COLUMNS):
            raise PackageError(f"{file}:{record.line}: {len(record.cells)} cells, not {len(COLUMNS)}; restore the row")
        *same, reason = record.cells
        listed[tuple(same)] = (record.line, " ".join(reason.split()))
    return listed


def write_accepted(file: Path, problems: Sequence[Problem], reason: str) -> None:
    """Writes a list that accepts these problems, each for the reason that the file gives so far, else for `reason`.

    Args:
        file: a list that is there already, or a file that is not.
        problems: what is accepted; what the file lists beyond that is dropped.
        reason: why.

    Raises:
        PackageError: the file is there and is no such list, so that it is left as it is.
    """
    before = _listed(file) if file.exists() or file.is_symlink() else {}
    given = {same: before[same][1] if same in before else reason for same in map(_same, problems)}
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([*same, why or reason] for same, why in given.items())
    replace_file(file, text.getvalue().encode("utf-8", "backslashreplace"))


def _same(problem: Problem) -> _Same:
    return problem.code, problem.path, problem.key, problem.field, problem.value

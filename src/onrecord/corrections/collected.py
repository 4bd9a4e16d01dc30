"""The corrections of a package: what the lines of all files come to."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from onrecord.corrections.disagreement import agreed
from onrecord.corrections.files import Correction, read_lines
from onrecord.corrections.rounds import Waiting, held_back
from onrecord.package.own_tables import own_tables
from onrecord.problems import Problem


@dataclasses.dataclass(frozen=True, slots=True)
class Corrections:
    """The corrections of a package.

    Attributes:
        lines: the lines that are applied, in the order of their files' names and lines.
        problems: the problems of invalid lines, and of those on which files disagree.
        waiting: the decisions that wait for another coder.
    """

    lines: Sequence[Correction] = ()
    problems: Sequence[Problem] = ()
    waiting: Sequence[Waiting] = ()
    _of_rows: Mapping[tuple[str, tuple[str, ...]], Sequence[Correction]] = dataclasses.field(default_factory=dict)

    @classmethod
    def of(
        cls,
        lines: Sequence[Correction],
        problems: Sequence[Problem] = (),
        waiting: Sequence[Waiting] = (),
        stated: Sequence[Correction] = (),
    ) -> Corrections:
        """The corrections of `lines`; what an earlier conversion made of other `stated` lines can be undone."""
        of_rows: dict[tuple[str, tuple[str, ...]], list[Correction]] = defaultdict(list)
        for line in dict.fromkeys((*stated, *lines)):
            if line.action == "correct":
                of_rows[line.row].append(line)
        return cls(lines, problems, waiting, of_rows)

    def undone(self, table: str, row: Mapping[str, str]) -> dict[str, str]:
        """A row as it was before it was corrected."""
        undone = dict(row)
        if self._of_rows:
            key = tuple(row.get(column, "") for column in own_tables()[table].primary_key)
            for line in reversed(self._of_rows.get((table, key), ())):
                if undone.get(line.field) == line.new:
                    undone[line.field] = line.old
        return undone


def read_corrections(folder: Path) -> Corrections:
    """The corrections of the package in `folder`.

    An invalid line becomes a problem of the rule `correction-invalid`; lines on which files disagree become problems of
    the rule `corrections-disagree`; lines of a sample for several coders wait until all have decided. The other lines
    are applied, with `settle` replaced by the action that it stands for.
    """
    lines, problems = read_lines(folder)
    held, waiting = held_back(lines)
    places = {(line.path, line.line) for line in held}
    kept, disagreements = agreed([line for line in lines if (line.path, line.line) not in places])
    return Corrections.of(kept, [*problems, *disagreements], waiting, lines)

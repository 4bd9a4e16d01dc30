"""Samples that several people review blind to each other: what each decides waits until the others have decided, too.

The decisions of the first coder would otherwise be in the tables that the second coder is shown.
"""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Sequence

from onrecord.corrections.files import Correction
from onrecord.corrections.samples import NOT_READ, Name, Stratum, stratum_of, subject_of


@dataclasses.dataclass(frozen=True, slots=True)
class Waiting:
    """Decisions of a file that are held back.

    Attributes:
        path: path of the file in the package.
        decisions: how many.
        seed: the seed of the sample.
        coders: how many people have to decide.
    """

    path: str
    decisions: int
    seed: int
    coders: int


@dataclasses.dataclass(slots=True)
class _Round:
    """A sample for several coders: its lines, the files that judged each row, and its strata."""

    coders: int = 1
    lines: list[tuple[Name, Correction]] = dataclasses.field(default_factory=list)
    judged: defaultdict[Name, set[str]] = dataclasses.field(default_factory=lambda: defaultdict(set))
    rows: defaultdict[tuple[str, str], set[Name]] = dataclasses.field(default_factory=lambda: defaultdict(set))
    drawn: dict[tuple[str, str], int] = dataclasses.field(default_factory=dict)

    def add(self, line: Correction, stratum: Stratum) -> None:
        """Adds a line."""
        subject = subject_of(line)
        self.coders = max(self.coders, stratum.coders)
        self.lines.append((subject, line))
        if subject[0] in NOT_READ:
            return
        self.judged[subject].add(line.path)
        where = stratum.table, stratum.stratum
        self.drawn[where] = max(stratum.drawn, self.drawn.get(where, 0))
        if stratum.table == subject[0]:  # of whole articles, the articles were drawn
            self.rows[where].add(subject)

    def held(self, settled: set[Name]) -> list[tuple[Name, Correction]]:
        """The lines about rows that not all coders have judged, and as long as there are any, all about entities."""
        done = {row for row, files in self.judged.items() if len(files) >= self.coders or row in settled}
        is_over = all(len(self.rows[where] & done) >= drawn for where, drawn in self.drawn.items())
        is_over = is_over and done == self.judged.keys()
        return [
            (subject, line)
            for subject, line in self.lines
            if (not is_over if subject[0] in NOT_READ else subject not in done)
        ]


def held_back(lines: Sequence[Correction]) -> tuple[list[Correction], list[Waiting]]:
    """The lines of samples for several coders that are not applied yet.

    A row that was reviewed in such a sample waits until as many files judge it as there are coders, or a line with the
    action `settle` does. Added rows and merged and split entities wait until this is so for all rows of the sample.

    Args:
        lines: the valid lines of all files.

    Returns:
        the lines, and how many decisions of each file they are.
    """
    rounds: dict[tuple[int, bool], _Round] = {}
    for line in lines:
        if stratum := stratum_of(line.sample):
            rounds.setdefault(stratum.round, _Round()).add(line, stratum)
    settled = {subject_of(line) for line in lines if line.action == "settle"}
    held: list[Correction] = []
    waiting = []
    for (seed, _), own in rounds.items():
        subjects: defaultdict[str, set[Name]] = defaultdict(set)
        for subject, line in own.held(settled) if own.coders > 1 else ():
            subjects[line.path].add(subject)
            held.append(line)
        waiting += [Waiting(path, len(found), seed, own.coders) for path, found in sorted(subjects.items())]
    return held, waiting

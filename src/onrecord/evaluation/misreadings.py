"""What the speakers of a reviewed sample are and what they were read as: the confusion by which an audit corrects."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Collection, Iterable, Mapping

from onrecord.corrections import Correction, Name

# By what an audit divides quotes, and the column of `quotes` in which reviewers judge it.
_JUDGED = {"speaker_status": "speaker_status", "speaker_id": "speaker_type"}


@dataclasses.dataclass(frozen=True, slots=True, order=True)
class Misreading:
    """How many quotes of a kind were read as one kind; most of them rightly, if both are the same.

    Attributes:
        by: `speaker_status` or `speaker_type`.
        true: the kind by the review; empty if the text does not settle it.
        read: the kind as it was read, likewise.
        count: how many quotes.
    """

    by: str
    true: str
    read: str
    count: int


def misreadings(
    lines: Iterable[Correction], kept: Collection[Name], types: Mapping[str, str]
) -> tuple[Misreading, ...]:
    """The kinds of speakers in reviewed quotes, and what they were read as, sorted.

    Args:
        lines: what reviewers decided.
        kept: the reviewed rows that are quotes; what nobody said has no speaker that could be right.
        types: the type of each entity; a speaker that is not among them is not counted by type.
    """
    counts: Counter[tuple[str, str, str]] = Counter()
    for line in lines:
        if line.action not in {"confirm", "correct"} or line.row not in kept or line.field not in _JUDGED:
            continue
        by, read = _JUDGED[line.field], line.old
        true = line.new if line.action == "correct" else read
        if by == "speaker_type":
            if not {true, read} <= {*types, ""}:
                continue
            true, read = types.get(true, ""), types.get(read, "")
        counts[by, true, read] += 1
    return tuple(sorted(Misreading(*key, count) for key, count in counts.items()))

"""What a person has decided about each row, judged again only where that person has decided something since."""

from __future__ import annotations

import hashlib
import threading
from collections import defaultdict
from collections.abc import Mapping, Sequence

from onrecord.corrections import Correction, Name
from onrecord.review.decisions import Decided, decided
from onrecord.review.journal import cells_of
from onrecord.review.queue import Item
from onrecord.review.rows import Reading

Decisions = Mapping[Name, Sequence[Correction]]


class Ledger:
    """What was decided about the rows of a review.

    A review has thousands of rows, and each page says how many are done. A decision changes one row, so the others
    keep what was found out about them.
    """

    def __init__(self, reading: Reading, items: Sequence[Item]) -> None:
        self._reading, self._items = reading, items
        self._places: dict[Name, list[int]] = defaultdict(list)
        for place, item in enumerate(items):
            self._places[item.name].append(place)
        self._decisions: Decisions = {}
        self._states = [decided(item, reading, ()) for item in items]
        self._one_at_a_time = threading.Lock()  # pages are made in several threads

    def states(self, decisions: Decisions) -> Sequence[Decided]:
        """What was decided about each row, in the order of the rows.

        Args:
            decisions: the person's lines by what they are about; what is the same object as before is not judged again.
        """
        with self._one_at_a_time:
            before = self._decisions
            if decisions is not before:
                for subject in before.keys() | decisions.keys():
                    lines = decisions.get(subject, ())
                    if lines is not before.get(subject, ()):
                        for place in self._places.get(subject, ()):
                            self._states[place] = decided(self._items[place], self._reading, lines)
                self._decisions = decisions
            return tuple(self._states)


def fingerprint(lines: Sequence[Correction]) -> str:
    """A fingerprint of a decision, by which a page notices that it is another now; empty if there is no decision."""
    if not lines:
        return ""
    content = "\0".join(cell for line in lines for cell in cells_of(line))
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()[:16]

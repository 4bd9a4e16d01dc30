"""Vote events: links the reports of the same vote, in an article or across articles.

Two reports are linked only if they have the same body by name, days that agree, and either the same counts or words of
the motion in common. If their counts differ, the day must be the same and the motion's words must agree well, since
newspapers do get counts wrong. In doubt they are two votes.
"""

from __future__ import annotations

import collections
import dataclasses
import datetime
import heapq
import itertools
import operator
import re
from collections.abc import Hashable, Iterable, Iterator

from onrecord.extraction.values import Vote
from onrecord.lang.en import lexicon
from onrecord.package.ids import make_id

# Words of motions that do not distinguish a motion from others.
_LIGHT = lexicon.words("""
    a an and approve approved as at be by city council bill for from in into it its measure motion new not of on or
    ordinance plan proposal resolution that the their this to town was were with would
""")
# The most time between the publications of two reports that do not state the day of the vote.
_NEAR = datetime.timedelta(days=3)
# How many reports a report is compared with; no body has as many similar votes within some days.
_MOST = 1_000
_number = operator.itemgetter(0)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}(?=T|$)")


@dataclasses.dataclass(frozen=True, slots=True)
class _Report:
    event_id: str
    place: str
    day: datetime.date | None
    published: datetime.date | None
    counts: frozenset[tuple[str, float]]
    words: frozenset[str]

    @property
    def when(self) -> int | None:
        """The ordinal of its day, or else of the day of its publication."""
        known = self.day or self.published
        return known.toordinal() if known else None


class VoteEvents:
    """Gives each report of a vote the id of its event, in the order in which the reports come.

    Attributes:
        differences: a line for each report whose counts differ from those of the event's first report with counts.
    """

    def __init__(self) -> None:
        self._known: dict[Hashable, list[tuple[int, _Report]]] = collections.defaultdict(list)
        self._counted: dict[str, _Report] = {}  # by event, the first report that has counts
        self._numbers = itertools.count()
        self.differences: list[str] = []

    def identify(
        self, vote: Vote, vote_id: str, motion: str, published: str | None, body: str | None, place: str = ""
    ) -> str:
        """The id of the event that a vote belongs to.

        Args:
            vote: the report.
            vote_id: its own id; the id of the event is made of the first report's.
            motion: the words of its motion; empty if it has none.
            published: the day or time of its publication, as in its article.
            body: the id of the body if articles share it; votes of bodies that are only described are not linked.
            place: the article's path, for `differences`.
        """
        event_id = make_id("vote_events", vote_id)
        if body is None:
            return event_id
        report = _Report(
            event_id,
            place,
            _day(vote.date),
            _day(published),
            frozenset((count.option, count.value) for count in vote.counts if count.option in {"yes", "no"}),
            frozenset(re.findall(r"[^\W\d_]{2,}", motion.lower())) - _LIGHT,
        )
        same = next((other for other in self._like(report, body) if _same_event(report, other)), None)
        if same is not None:
            report = dataclasses.replace(report, event_id=same.event_id)
            self._compare(report)
        if report.counts:
            self._counted.setdefault(report.event_id, report)
        if report.when is not None:
            number = next(self._numbers)
            for feature in (*report.words, *([] if report.words else [""]), report.counts):
                self._known[body, report.when, feature].append((number, report))
        return report.event_id

    def _like(self, report: _Report, body: str) -> Iterator[_Report]:
        """The reports of a body that may be of the same vote, in their order: near in time, with a word in common.

        If a report has no words, the counts must be the same.
        """
        if report.when is None:
            return iter(())
        days = range(report.when - _NEAR.days, report.when + _NEAR.days + 1)
        shared: list[Hashable] = [*report.words, ""] if report.words else [report.counts]
        places = ((body, day, feature) for day in days for feature in shared)
        found = heapq.merge(*(self._known[place] for place in places if place in self._known), key=_number)
        return (other for _, other in itertools.islice(found, _MOST))

    def _compare(self, report: _Report) -> None:
        first = self._counted.get(report.event_id)
        if first is not None and report.counts and first.counts != report.counts:
            counts = "; ".join(f"{each.place} has {_counted(each.counts)}" for each in (first, report))
            self.differences.append(f"{report.event_id}: {counts}")


def _counted(counts: Iterable[tuple[str, float]]) -> str:
    """Counts as text, as in "yes 5, no 2"."""
    return ", ".join(f"{option} {value:g}" for option, value in sorted(counts, reverse=True))


def _day(text: str | None) -> datetime.date | None:
    """The day of a date or time; None for None, "2031-05", "2031-05-13~" and intervals."""
    found = _DAY.match(text) if text else None
    try:
        return datetime.date.fromisoformat(found[0]) if found else None
    except ValueError:
        return None


def _same_event(report: _Report, other: _Report) -> bool:
    """Whether two reports of a body are of the same vote."""
    shared = len(report.words & other.words)
    shorter = min(len(report.words), len(other.words))
    if report.day and other.day:
        same_day = report.day == other.day
        if not same_day:
            return False
    else:
        same_day = False
        near = [day for day in (report.day or report.published, other.day or other.published) if day]
        if len(near) < 2 or abs(near[0] - near[1]) > _NEAR:
            return False
    if report.counts and other.counts and report.counts != other.counts:
        return same_day and shared >= 2 and 2 * shared > shorter
    if report.counts and report.counts == other.counts:
        return not shorter or bool(shared)
    return bool(shared) and 2 * shared >= shorter

"""Vote events: which reports, of one article or of several, tell of one and the same vote.

Two reports are of one vote only where nothing speaks against it and something for it: the same body by name, days that
agree, and either the same counts or words of the motion in common. Where counts differ, the day must be the same and
the motion's words must agree well: papers do get counts wrong. In doubt they are two votes.
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

# Words of motions that say nothing of what is moved.
_LIGHT = lexicon.words("""
    a an and approve approved as at be by city council bill for from in into it its measure motion new not of on or
    ordinance plan proposal resolution that the their this to town was were with would
""")
# Days between the publications of two reports of which none tells the day of the vote.
_NEAR = datetime.timedelta(days=3)
# Reports that one is compared with at most; no body has as many that are alike within some days.
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
        """The number of its day, or else of the day of its publication."""
        known = self.day or self.published
        return known.toordinal() if known else None


class VoteEvents:
    """Gives each report of a vote the id of its event, in the order in which the reports come.

    Attributes:
        differences: for each report whose counts are not those of the first that has some, what the two say.
    """

    def __init__(self) -> None:
        self._known: dict[Hashable, list[tuple[int, _Report]]] = collections.defaultdict(list)
        self._counted: dict[str, _Report] = {}  # by event, the first report that has counts
        self._numbers = itertools.count()
        self.differences: list[str] = []

    def identify(
        self, vote: Vote, vote_id: str, text: str, published: str | None, body: str | None, place: str = ""
    ) -> str:
        """The id of the event that a vote reports.

        Args:
            vote: the report.
            vote_id: its own id; that of the event is made of the first report's.
            text: the article's text.
            published: the day or time of its publication, as in its sidecar.
            body: the id of the body where articles share it; votes of bodies that are only described stay apart.
            place: where the report stands, for people.
        """
        event_id = make_id("vote_events", vote_id)
        if body is None:
            return event_id
        motion = vote.motion.exact(text).lower() if vote.motion else ""
        report = _Report(
            event_id,
            place,
            _day(vote.date),
            _day(published),
            frozenset((count.option, count.value) for count in vote.counts if count.option in {"yes", "no"}),
            frozenset(re.findall(r"[^\W\d_]{2,}", motion)) - _LIGHT,
        )
        same = next((other for other in self._like(report, body) if _are_one(report, other)), None)
        if same is not None:
            report = dataclasses.replace(report, event_id=same.event_id)
            self._compare(report)
        if report.counts:
            self._counted.setdefault(report.event_id, report)
        if report.when is not None:
            number = next(self._numbers)
            for what in (*report.words, *([] if report.words else [""]), report.counts):
                self._known[body, report.when, what].append((number, report))
        return report.event_id

    def _like(self, report: _Report, body: str) -> Iterator[_Report]:
        """The reports of a body that may be of the same vote, in their order: near in time, with a word in common.

        Where one has no words, the counts are the same.
        """
        if report.when is None:
            return iter(())
        days = range(report.when - _NEAR.days, report.when + _NEAR.days + 1)
        shared: list[Hashable] = [*report.words, ""] if report.words else [report.counts]
        places = ((body, day, what) for day in days for what in shared)
        found = heapq.merge(*(self._known[place] for place in places if place in self._known), key=_number)
        return (other for _, other in itertools.islice(found, _MOST))

    def _compare(self, report: _Report) -> None:
        first = self._counted.get(report.event_id)
        if first is not None and report.counts and first.counts != report.counts:
            message = "; ".join(f"{one.place} has {_counted(one.counts)}" for one in (first, report))
            self.differences.append(f"{report.event_id}: {message}")


def _counted(counts: Iterable[tuple[str, float]]) -> str:
    """As in "yes 5, no 2"."""
    return ", ".join(f"{option} {value:g}" for option, value in sorted(counts, reverse=True))


def _day(text: str | None) -> datetime.date | None:
    """The day that a date or time tells; None for "2031-05", "2031-05-13~", for intervals, and where there is none."""
    found = _DAY.match(text) if text else None
    try:
        return datetime.date.fromisoformat(found[0]) if found else None
    except ValueError:
        return None


def _are_one(report: _Report, other: _Report) -> bool:
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

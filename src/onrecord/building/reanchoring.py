"""Anchors: which rows of an edited article are the ones that were there before.

An id is made of the words of a row and of how many equal rows come before it. A row whose words are edited, or before
which the same words are put in, would get another id. So the rows that stand in the tables are looked for in the new
text, by their words and by what stood before and after them (the `TextQuoteSelector` of W3C Web Annotation: prefix,
exact, suffix). The old text is gone by then. What is left of it are the words of all rows of the article, each at its
place: a text with gaps. Where a gap is next to a row, the rows on both sides tell whether it stands where it stood.
"""

from __future__ import annotations

import bisect
import dataclasses
import difflib
import functools
import heapq
import itertools
from collections import Counter, defaultdict, deque
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence, Set

from onrecord.package.ids import fold

# What words and surroundings count; Hypothesis anchors its annotations with the same weights.
_EXACT, _SIDE = 50, 20
# What a pair must reach to be one row, how like the words must be, and by how much it must beat all others.
_ENOUGH, _ALIKE, _MARGIN = 0.75, 0.5, 0.1
_CONTEXT = 32
# Fewer known characters beside a row tell nothing.
_TELLING = 6
_GAP = "\0"
_LONGEST = 16 * 1024 * 1024
# Texts of so many words are compared word by word: letters are alike in all of them.
_MANY = 8
# As many rows before and after the place where one should be are looked at; an article has fewer that are in doubt.
_NEAR = 64
# How many pairs of equal rows are looked at, in all or for each row: those of the rarest words; and how often what is
# left between the runs that were found is looked at again. No article has more.
_PAIRS, _PAIRS_A_ROW, _ROUNDS = 30_000, 4, 8


@dataclasses.dataclass(frozen=True, slots=True)
class Anchor:
    """A row of a table that has ids, with its place in the text and its words.

    The words of a quote are those of its content; its id is made from the stretch that they cover. `row_id` is empty
    where it has none yet. `entity_id` is the entity of a mention. `is_moved` says that it was corrected, so that the
    place may not be the one of `words`.
    """

    table: str
    start: int
    end: int
    words: str
    row_id: str = ""
    entity_id: str = ""
    is_moved: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class OldArticle:
    """What the tables tell of an article as it was.

    Attributes:
        anchors: its rows.
        fragments: offsets and characters of all stretches of its text that some row holds.
        length: number of characters of the text.
        sha256: the hash of its bytes.
    """

    anchors: Sequence[Anchor] = ()
    fragments: Sequence[tuple[int, str]] = ()
    length: int = 0
    sha256: str = ""

    def text(self) -> str:
        """The text with gaps: what no row holds is NUL characters."""
        characters = [_GAP] * self.length
        for start, exact in self.fragments:
            if start + len(exact) <= self.length:
                characters[start : start + len(exact)] = exact
        return "".join(characters)


def match(old: OldArticle, new: Sequence[Anchor], text: str, *, same_text: bool) -> dict[int, Anchor]:
    """The old row of each new one that has one, by the new one's place in the list; no old row is given twice.

    Args:
        old: the article as it was.
        new: its rows as they were read now.
        text: its text as it is now.
        same_text: whether the text is the one that it was.
    """
    found = _Matching(old, new, text, same_text=same_text)
    found.by_place()
    if found.is_open and not same_text:
        found.by_order()
    if found.is_open:
        found.by_words()
    if found.is_open:
        found.by_likeness()
    return {place: old.anchors[number] for place, number in found.pairs.items()}


class _Matching:
    """The pairs so far, as place of the new row -> place of the old one, and who is without a partner."""

    def __init__(self, old: OldArticle, new: Sequence[Anchor], text: str, *, same_text: bool) -> None:
        self._old, self._new, self._text = old.anchors, new, text
        # A table that was edited by hand may state any length.
        self._known = old.text if old.length <= _LONGEST else str
        self._length, self._same_text = old.length, same_text
        self.pairs: dict[int, int] = {}
        self._old_left = self._sorted(old.anchors)
        self._new_left = self._sorted(new)

    @property
    def is_open(self) -> bool:
        """Whether both sides have rows without a partner."""
        return bool(self._old_left and self._new_left)

    @staticmethod
    def _sorted(anchors: Sequence[Anchor]) -> list[int]:
        return sorted(range(len(anchors)), key=lambda at: (anchors[at].start, anchors[at].end, anchors[at].table))

    def _pair(self, pairs: Iterable[tuple[int, int]]) -> None:
        self.pairs.update(pairs)
        taken = set(self.pairs.values())
        self._new_left = [at for at in self._new_left if at not in self.pairs]
        self._old_left = [at for at in self._old_left if at not in taken]

    def by_place(self) -> None:
        """Rows that stand where they stood, counted from the start of the text or from its end."""
        if self._same_text:
            self._pair(self._at_places(self._old_left, 0))
            return
        known = self._known()
        # Up to the first character that is another one, and from the last such on.
        head = next((at for at, (was, now) in enumerate(_pairs(known, self._text)) if was not in (_GAP, now)), None)
        head = min(len(known), len(self._text)) if head is None else head
        backwards = enumerate(_pairs(reversed(known), reversed(self._text)))
        tail = next((at for at, (was, now) in backwards if was not in (_GAP, now)), None)
        tail = min(len(known), len(self._text)) if tail is None else tail
        first = self._length - tail  # of the characters at the end that are the same
        before = [at for at in self._old_left if self._old[at].end <= head and not self._is_behind(at, head, first)]
        self._pair(self._at_places(before, 0))
        after = [at for at in self._old_left if self._old[at].start >= first]
        self._pair(self._at_places(after, len(self._text) - self._length))

    def _is_behind(self, number: int, head: int, first: int) -> bool:
        """Whether a row stands rather where it stood from the end of the text than where it stood from the start.

        Both may be, as where "Rask smiled." is put before "Rask said"; then the side with more in common decides.
        """
        was = self._old[number]
        if first <= 0 or head >= self._length:
            return head < self._length
        return was.start - first > head - was.end

    def _at_places(self, old: Iterable[int], shift: int) -> list[tuple[int, int]]:
        places: dict[tuple[str, int, int, str], deque[int]] = defaultdict(deque)
        for at in self._new_left:
            one = self._new[at]
            places[one.table, one.start, one.end, one.words].append(at)
        pairs = []
        for number in old:
            was = self._old[number]
            if here := places.get((was.table, was.start + shift, was.end + shift, was.words)):
                pairs.append((here.popleft(), number))
        return pairs

    def _key(self, anchor: Anchor) -> tuple[str, str]:
        return anchor.table, fold(anchor.words)

    def by_order(self) -> None:
        """Rows with the same words in the same order, the longest runs of them first."""
        old = [self._key(self._old[at]) for at in self._old_left]
        new = [self._key(self._new[at]) for at in self._new_left]
        self._pair([(self._new_left[there], self._old_left[here]) for here, there in in_order(old, new)])

    def by_words(self) -> None:
        """Rows with the same words elsewhere, as when paragraphs have changed places.

        In one and the same text, equal words at another place are another row, unless the row was moved.
        """
        left: dict[tuple[str, str], deque[int]] = defaultdict(deque)
        for number in self._old_left:
            if self._old[number].is_moved or not self._same_text:
                left[self._key(self._old[number])].append(number)
        self._pair([(at, same.popleft()) for at in self._new_left if (same := left.get(self._key(self._new[at])))])

    def by_likeness(self) -> None:
        """Rows with words that are alike, in surroundings that are; only where no other row comes near."""
        known, fixed = self._known(), _Fixed(self._old, self._new, self.pairs, len(self._text))
        scores = {
            (at, number): score
            for number in self._old_left
            for at, score in self._candidates(self._old[number], known, *fixed.around(self._old[number]))
        }
        by_new: dict[int, list[float]] = defaultdict(list)
        by_old: dict[int, list[float]] = defaultdict(list)
        for (at, number), score in scores.items():
            by_new[at].append(score)
            by_old[number].append(score)
        self._pair(
            [
                (at, number)
                for (at, number), score in scores.items()
                if score >= _ENOUGH and _stands_out(score, by_new[at]) and _stands_out(score, by_old[number])
            ]
        )

    def _candidates(self, was: Anchor, known: str, least: int, most: int) -> Iterable[tuple[int, float]]:
        """The new rows that may be the old one, with scores from 0 to 1.

        Args:
            was: the old row.
            known: the old text with gaps.
            least: where it should begin at the earliest, by the rows that were found before it.
            most: where it should begin at the latest, by those that were found after it.
        """
        prefix = known[max(0, was.start - _CONTEXT) : was.start].rpartition(_GAP)[2]
        suffix = known[was.end : was.end + _CONTEXT].partition(_GAP)[0]
        place = bisect.bisect_left(self._new_left, least, key=lambda at: self._new[at].start)
        for at in self._new_left[max(0, place - _NEAR) : place + _NEAR]:
            now = self._new[at]
            if now.table != was.table or (self._same_text and not (was.start < now.end and now.start < was.end)):
                continue
            alike = _ratio(was.words, now.words)
            if alike < _ALIKE:
                # In one and the same text, what covers the same words is read in another way.
                if self._same_text:
                    yield at, _ENOUGH
                continue
            in_place = least < now.end and now.start < most
            sides = (
                (prefix, self._text[max(0, now.start - len(prefix)) : now.start]),
                (suffix, self._text[now.end : now.end + len(suffix)]),
            )
            score = _EXACT * alike
            for there, here in sides:
                score += _SIDE * (_ratio(there, here) if len(there) >= _TELLING else in_place)
            score /= _EXACT + 2 * _SIDE
            yield at, max(score, _ENOUGH) if self._same_text else score


class _Fixed:
    """The rows that were found in the new text, by where they stood in the old one.

    Args:
        old: the rows of the old text.
        new: those of the new one.
        pairs: place of a new row -> place of the old one.
        length: number of characters of the new text.
    """

    def __init__(self, old: Sequence[Anchor], new: Sequence[Anchor], pairs: Mapping[int, int], length: int) -> None:
        found = sorted((old[number].start, old[number].end, at) for at, number in pairs.items())
        self._places = [(start, end) for start, end, _ in found]
        self._starts = [new[at].start for *_, at in found]
        self._length = length
        # Of the rows that end up to a place, the last one is the one that begins last.
        by_end = sorted((end, number, new[at].end) for number, (_, end, at) in enumerate(found))
        self._ends = [end for end, *_ in by_end]
        last = itertools.accumulate(((number, at) for _, number, at in by_end), max)
        self._new_ends = [at for _, at in last]

    def around(self, was: Anchor) -> tuple[int, int]:
        """Where in the new text the last row before an old one ends, and where the first one after it begins."""
        before = bisect.bisect_right(self._ends, was.start)
        after = bisect.bisect_left(self._places, (was.end,))
        return (
            self._new_ends[before - 1] if before else 0,
            self._starts[after] if after < len(self._starts) else self._length,
        )


def in_order(old: Sequence[Hashable], new: Sequence[Hashable]) -> Iterator[tuple[int, int]]:
    """The places of what is equal in two sequences, in the order of both: the longest run first, then on both sides.

    What `difflib.SequenceMatcher` finds, in a time that grows with the number of pairs of equal ones, not with its
    square. Where these are too many, as of a pronoun in a book, the rarest are looked at, with all that is equal beside
    them; and what is left between the runs in turn.
    """
    regions = [(0, len(old), 0, len(new))]
    for _ in range(_ROUNDS):
        open_still = []
        for region in regions:
            is_whole, blocks = _blocks(old, new, *region)
            here, there = region[0], region[2]
            for one, other, size in [*blocks, (region[1], region[3], 0)]:
                if not is_whole and blocks and here < one and there < other:
                    open_still.append((here, one, there, other))
                yield from ((one + offset, other + offset) for offset in range(size))
                here, there = one + size, other + size
        regions = open_still


def _blocks(
    old: Sequence[Hashable], new: Sequence[Hashable], first: int, last: int, start: int, end: int
) -> tuple[bool, list[tuple[int, int, int]]]:
    """The runs that stretches of two sequences have in common, in order; and whether all pairs were looked at."""
    here = Counter(itertools.islice(old, first, last))
    places: dict[Hashable, list[int]] = defaultdict(list)
    for place in range(start, end):
        if new[place] in here:
            places[new[place]].append(place)
    sizes = sorted((here[what] * len(those), those[0], what) for what, those in places.items())
    total = itertools.accumulate(size for size, *_ in sizes)
    most = max(_PAIRS, _PAIRS_A_ROW * (last - first + end - start))
    looked_at = {what for (*_, what), reached in zip(sizes, total, strict=True) if reached <= most}
    runs: list[tuple[int, int, int]] = []
    seen: dict[int, int] = {}  # by the difference of the places, the end of the last run
    steps = 2 * most  # over all that is equal, what is not looked at too
    for one in range(first, last):
        for other in places[old[one]] if old[one] in looked_at else ():
            if seen.get(other - one, first) > one:
                continue
            back, size = 0, 1
            room = min(one - seen.get(other - one, first), other - start, steps)
            while back < room and old[one - back - 1] == new[other - back - 1]:
                back += 1
            room = min(last - one, end - other, steps)
            while size < room and old[one + size] == new[other + size]:
                size += 1
            steps -= back + size
            seen[other - one] = one + size
            runs.append((-size - back, one - back, other - back))
    return len(looked_at) == len(sizes), _chosen(runs, first, last, start, end)


def _chosen(
    runs: list[tuple[int, int, int]], first: int, last: int, start: int, end: int
) -> list[tuple[int, int, int]]:
    """The longest of some runs, of equal ones the first, then those on both sides of it that cross it nowhere."""
    heapq.heapify(runs)
    firsts, chosen = [first - 1], [(first, start, 0)]  # in order
    while runs:
        size, one, other = heapq.heappop(runs)
        size = -size
        at = bisect.bisect_right(firsts, one) - 1
        (before, before_other, length), is_last = chosen[at], at + 1 == len(chosen)
        after, after_other, _ = (last, end, 0) if is_last else chosen[at + 1]
        # What of it stands behind the run before and ahead of the run after; the rest may stand further on.
        skip = max(0, before + length - one, before_other + length - other)
        fits = min(size, after - one, after_other - other)
        if skip == 0 and fits == size:
            firsts.insert(at + 1, one)
            chosen.insert(at + 1, (one, other, size))
            continue
        if skip < fits:
            heapq.heappush(runs, (skip - fits, one + skip, other + skip))
        further = max(fits, after - one)
        if skip < size and further < size and not is_last:
            heapq.heappush(runs, (further - size, one + further, other + further))
    return [block for block in chosen if block[2]]


def _pairs(one: Iterable[str], other: Iterable[str]) -> Iterable[tuple[str, str]]:
    return zip(one, other, strict=False)


def _stands_out(score: float, scores: Sequence[float]) -> bool:
    """Whether no other score comes near."""
    return sum(other > score - _MARGIN for other in scores) == 1


@functools.lru_cache(1 << 14)  # names and pronouns return
def _ratio(one: str, other: str) -> float:
    """How like two texts are, from 0 to 1, without regard to case and quotation marks; long ones by their words."""
    these, those = _parts(one), _parts(other)
    if len(these) < _MANY or len(those) < _MANY:
        these, those = tuple(fold(one)), tuple(fold(other))
    # Most pairs have too little in common: the bounds are cheap, and the matcher keeps what it knows of the other text.
    if 2 * min(len(these), len(those)) < _ALIKE * (len(these) + len(those)):
        return 0.0
    matcher = _matcher(those)
    matcher.set_seq1(these)
    return matcher.ratio() if matcher.quick_ratio() >= _ALIKE else 0.0


@functools.lru_cache(1 << 12)
def _parts(text: str) -> tuple[str, ...]:
    return tuple(fold(text).split())


@functools.lru_cache(1 << 10)
def _matcher(parts: tuple[str, ...]) -> difflib.SequenceMatcher[str]:
    return difflib.SequenceMatcher(None, (), parts, autojunk=False)


def are_one(name: str, other: str) -> bool:
    """Whether two names are so alike that one may be the other, corrected."""
    return _ratio(name, other) >= _ENOUGH


def kept_entities(
    pairs: Mapping[tuple[str, str], int],
    names: Mapping[str, tuple[str, str]],
    new_names: Mapping[str, tuple[str, str]],
    edited: Set[tuple[str, str]],
) -> dict[str, str]:
    """The ids that entities had before, by the ones that the rule gives to them under another name.

    Args:
        pairs: for old and new entity, of how many mentions the one was and the other is now the entity.
        names: name and type of the entities that are gone, by id.
        new_names: name and type of the entities that are new, by id.
        edited: the pairs that were found in a text that is another one now. In the same text, only a correction that
            has changed since can have told another name or type, however unlike.
    """
    by_old: dict[str, dict[str, int]] = defaultdict(dict)
    by_new: dict[str, dict[str, int]] = defaultdict(dict)
    for (old, new), count in pairs.items():
        by_old[old][new] = count
        by_new[new][old] = count
    old_times, new_times = ({key: sum(found.values()) for key, found in by.items()} for by in (by_old, by_new))
    kept = {}
    for new, (name, kind) in new_names.items():
        for old, count in by_new.get(new, {}).items():
            if old not in names:
                continue
            if (old, new) in edited and not (names[old][1] == kind and are_one(names[old][0], name)):
                continue
            # Most mentions of the one are mentions of the other, so that two cannot claim one id.
            if 2 * count > old_times[old] and 2 * count > new_times[new]:
                kept[new] = old
    return kept

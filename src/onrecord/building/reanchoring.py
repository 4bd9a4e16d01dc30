"""Re-anchoring: finds the rows of the previous conversion again after their article was edited.

An id is made of the words of a row and the number of equal rows before it. A row would get another id if its words are
edited, or if the same words are inserted before it. So the rows in the tables are searched for in the new text by their
words and by the text before and after them (the `TextQuoteSelector` of W3C Web Annotation: prefix, exact, suffix). The
old text is gone by then; only the words of the article's rows are left, each at its place: a text with gaps. If a gap
is next to a row, the rows on both sides of it show whether it is still in its place.
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

# Weights of the words and of the text on each side; Hypothesis anchors its annotations with the same weights.
_EXACT, _SIDE = 50, 20
# The lowest score of a pair, the lowest similarity of its words, and the margin over all other pairs.
_ENOUGH, _ALIKE, _MARGIN = 0.75, 0.5, 0.1
_CONTEXT = 32
# Fewer known characters next to a row are not compared.
_TELLING = 6
_GAP = "\0"
_LONGEST = 16 * 1024 * 1024
# Texts of so many words are compared by words: long texts are always similar by letters.
_MANY = 8
# How many rows are compared before and after the expected place; an article has fewer rows in doubt.
_NEAR = 64
# How many pairs of equal rows are compared, in all or for each row, those of the rarest words first; how many rounds
# search the stretches between the runs that were found. No article needs more.
_PAIRS, _PAIRS_A_ROW, _ROUNDS = 30_000, 4, 8


@dataclasses.dataclass(frozen=True, slots=True)
class Anchor:
    """A row of a table with ids, with its place in the text and its words.

    The words of a quote are those of its content; its id is made from the stretch that they cover. `row_id` is empty
    for a row without an id. `entity_id` is the entity of a mention. `is_moved` says that the row was corrected, so the
    place may not be that of `words`.
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
    """An article as the previous conversion read it.

    Attributes:
        anchors: its rows.
        fragments: offset and characters of each stretch of its text that a row quotes.
        length: number of characters of the text.
        sha256: hash of the text's bytes.
    """

    anchors: Sequence[Anchor] = ()
    fragments: Sequence[tuple[int, str]] = ()
    length: int = 0
    sha256: str = ""

    def text(self) -> str:
        """The text with gaps: characters that no row quotes are NUL."""
        characters = [_GAP] * self.length
        for start, exact in self.fragments:
            if start + len(exact) <= self.length:
                characters[start : start + len(exact)] = exact
        return "".join(characters)


def match(old: OldArticle, new: Sequence[Anchor], text: str, *, same_text: bool) -> dict[int, Anchor]:
    """The old rows that were found again, each by the index of its new row; no old row is given twice.

    Args:
        old: the article in the previous conversion.
        new: its rows in this conversion.
        text: its text now.
        same_text: whether the text is unchanged.
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
    """The pairs so far, index of the new row -> index of the old row, and the rows without a partner."""

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
        """Pairs rows with the same words at the same place, counted from the start of the text or from its end."""
        if self._same_text:
            self._pair(self._at_places(self._old_left, 0))
            return
        known = self._known()
        # The text is the same up to the first character that differs, and after the last.
        head = next((at for at, (was, now) in enumerate(_pairs(known, self._text)) if was not in (_GAP, now)), None)
        head = min(len(known), len(self._text)) if head is None else head
        backwards = enumerate(_pairs(reversed(known), reversed(self._text)))
        tail = next((at for at, (was, now) in backwards if was not in (_GAP, now)), None)
        tail = min(len(known), len(self._text)) if tail is None else tail
        first = self._length - tail  # where the unchanged end of the old text begins
        before = [
            at for at in self._old_left if self._old[at].end <= head and not self._belongs_to_end(at, head, first)
        ]
        self._pair(self._at_places(before, 0))
        after = [at for at in self._old_left if self._old[at].start >= first]
        self._pair(self._at_places(after, len(self._text) - self._length))

    def _belongs_to_end(self, number: int, head: int, first: int) -> bool:
        """Whether a row in the unchanged start of the text belongs rather to the unchanged end.

        The two overlap when, for example, "Rask smiled." is inserted before "Rask said"; then the side with more
        context decides.
        """
        was = self._old[number]
        if first <= 0 or head >= self._length:
            return head < self._length
        return was.start - first > head - was.end

    def _at_places(self, old: Iterable[int], shift: int) -> list[tuple[int, int]]:
        places: dict[tuple[str, int, int, str], deque[int]] = defaultdict(deque)
        for at in self._new_left:
            now = self._new[at]
            places[now.table, now.start, now.end, now.words].append(at)
        pairs = []
        for number in old:
            was = self._old[number]
            if here := places.get((was.table, was.start + shift, was.end + shift, was.words)):
                pairs.append((here.popleft(), number))
        return pairs

    def _key(self, anchor: Anchor) -> tuple[str, str]:
        return anchor.table, fold(anchor.words)

    def by_order(self) -> None:
        """Pairs rows with the same words in the same order, the longest runs first."""
        old = [self._key(self._old[at]) for at in self._old_left]
        new = [self._key(self._new[at]) for at in self._new_left]
        self._pair([(self._new_left[there], self._old_left[here]) for here, there in in_order(old, new)])

    def by_words(self) -> None:
        """Pairs rows with the same words anywhere, as when paragraphs were swapped.

        In an unchanged text, equal words at another place are another row, unless a correction moved the row.
        """
        left: dict[tuple[str, str], deque[int]] = defaultdict(deque)
        for number in self._old_left:
            if self._old[number].is_moved or not self._same_text:
                left[self._key(self._old[number])].append(number)
        self._pair([(at, same.popleft()) for at in self._new_left if (same := left.get(self._key(self._new[at])))])

    def by_likeness(self) -> None:
        """Pairs rows with similar words in similar surroundings, if no other row has nearly the same score."""
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
                if score >= _ENOUGH and _is_clear(score, by_new[at]) and _is_clear(score, by_old[number])
            ]
        )

    def _candidates(self, was: Anchor, known: str, least: int, most: int) -> Iterable[tuple[int, float]]:
        """Yields the new rows that the old row may be, with scores from 0 to 1.

        Args:
            was: the old row.
            known: the old text with gaps.
            least: the earliest place where it should begin, from the rows found before it.
            most: the latest place where it should begin, from the rows found after it.
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
                # In an unchanged text, a row that overlaps the old row is the same row, read differently.
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
    """The rows that were found in the new text, sorted by their place in the old text.

    Args:
        old: the rows of the old text.
        new: the rows of the new text.
        pairs: index of a new row -> index of its old row.
        length: number of characters of the new text.
    """

    def __init__(self, old: Sequence[Anchor], new: Sequence[Anchor], pairs: Mapping[int, int], length: int) -> None:
        found = sorted((old[number].start, old[number].end, at) for at, number in pairs.items())
        self._places = [(start, end) for start, end, _ in found]
        self._starts = [new[at].start for *_, at in found]
        self._length = length
        # Of the rows that end before a place, the last is the row that begins last.
        by_end = sorted((end, number, new[at].end) for number, (_, end, at) in enumerate(found))
        self._ends = [end for end, *_ in by_end]
        last = itertools.accumulate(((number, at) for _, number, at in by_end), max)
        self._new_ends = [at for _, at in last]

    def around(self, was: Anchor) -> tuple[int, int]:
        """Where, in the new text, the last found row before an old row ends and the first found row after it begins."""
        before = bisect.bisect_right(self._ends, was.start)
        after = bisect.bisect_left(self._places, (was.end,))
        return (
            self._new_ends[before - 1] if before else 0,
            self._starts[after] if after < len(self._starts) else self._length,
        )


def in_order(old: Sequence[Hashable], new: Sequence[Hashable]) -> Iterator[tuple[int, int]]:
    """Yields the index pairs of equal items in two sequences, in the order of both: the longest run, then around it.

    The result is that of `difflib.SequenceMatcher`, but the time grows with the number of equal pairs, not with its
    square. If there are too many pairs, as of a pronoun in a book, only the rarest items are compared, with the equal
    items next to them, and then the stretches between the runs in turn.
    """
    regions = [(0, len(old), 0, len(new))]
    for _ in range(_ROUNDS):
        open_still = []
        for region in regions:
            is_whole, blocks = _blocks(old, new, *region)
            here, there = region[0], region[2]
            for was, now, size in [*blocks, (region[1], region[3], 0)]:
                if not is_whole and blocks and here < was and there < now:
                    open_still.append((here, was, there, now))
                yield from ((was + offset, now + offset) for offset in range(size))
                here, there = was + size, now + size
        regions = open_still


def _blocks(
    old: Sequence[Hashable], new: Sequence[Hashable], first: int, last: int, start: int, end: int
) -> tuple[bool, list[tuple[int, int, int]]]:
    """The runs that stretches of two sequences have in common, in order; and whether all pairs were compared."""
    here = Counter(itertools.islice(old, first, last))
    places: dict[Hashable, list[int]] = defaultdict(list)
    for place in range(start, end):
        if new[place] in here:
            places[new[place]].append(place)
    sizes = sorted((here[item] * len(indices), indices[0], item) for item, indices in places.items())
    total = itertools.accumulate(size for size, *_ in sizes)
    most = max(_PAIRS, _PAIRS_A_ROW * (last - first + end - start))
    compared = {item for (*_, item), reached in zip(sizes, total, strict=True) if reached <= most}
    runs: list[tuple[int, int, int]] = []
    seen: dict[int, int] = {}  # difference of the indices -> end of the last run
    steps = 2 * most  # along equal items, including those that are not compared
    for was in range(first, last):
        for now in places[old[was]] if old[was] in compared else ():
            if seen.get(now - was, first) > was:
                continue
            back, size = 0, 1
            room = min(was - seen.get(now - was, first), now - start, steps)
            while back < room and old[was - back - 1] == new[now - back - 1]:
                back += 1
            room = min(last - was, end - now, steps)
            while size < room and old[was + size] == new[now + size]:
                size += 1
            steps -= back + size
            seen[now - was] = was + size
            runs.append((-size - back, was - back, now - back))
    return len(compared) == len(sizes), _longest_runs(runs, first, last, start, end)


def _longest_runs(
    runs: list[tuple[int, int, int]], first: int, last: int, start: int, end: int
) -> list[tuple[int, int, int]]:
    """The longest run, or the first of several as long, then the longest on both sides of it that do not cross it."""
    heapq.heapify(runs)
    firsts, chosen = [first - 1], [(first, start, 0)]  # in order
    while runs:
        size, was, now = heapq.heappop(runs)
        size = -size
        at = bisect.bisect_right(firsts, was) - 1
        (before, before_now, length), is_last = chosen[at], at + 1 == len(chosen)
        after, after_now, _ = (last, end, 0) if is_last else chosen[at + 1]
        # The part between the run before and the run after; another part may fit after the latter.
        skip = max(0, before + length - was, before_now + length - now)
        fits = min(size, after - was, after_now - now)
        if skip == 0 and fits == size:
            firsts.insert(at + 1, was)
            chosen.insert(at + 1, (was, now, size))
            continue
        if skip < fits:
            heapq.heappush(runs, (skip - fits, was + skip, now + skip))
        further = max(fits, after - was)
        if skip < size and further < size and not is_last:
            heapq.heappush(runs, (further - size, was + further, now + further))
    return [block for block in chosen if block[2]]


def _pairs(old: Iterable[str], new: Iterable[str]) -> Iterable[tuple[str, str]]:
    return zip(old, new, strict=False)


def _is_clear(score: float, scores: Sequence[float]) -> bool:
    """Whether no other score comes within the margin."""
    return sum(other > score - _MARGIN for other in scores) == 1


@functools.lru_cache(1 << 14)  # names and pronouns are repeated
def _ratio(text: str, other: str) -> float:
    """The similarity of two texts, from 0 to 1, ignoring case and style of quotation marks; of long texts, by words."""
    these, those = _parts(text), _parts(other)
    if len(these) < _MANY or len(those) < _MANY:
        these, those = tuple(fold(text)), tuple(fold(other))
    # Most pairs have too little in common: the bounds are cheap, and the matcher caches its index of the other text.
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


def are_similar(name: str, other: str) -> bool:
    """Whether two names are so similar that either may be a correction of the other."""
    return _ratio(name, other) >= _ENOUGH


def kept_entities(
    pairs: Mapping[tuple[str, str], int],
    names: Mapping[str, tuple[str, str]],
    new_names: Mapping[str, tuple[str, str]],
    edited: Set[tuple[str, str]],
) -> dict[str, str]:
    """The ids that renamed entities had before, by their new ids.

    Args:
        pairs: old and new entity -> how many mentions of the old entity now mean the new entity.
        names: name and type of the entities that are gone, by id.
        new_names: name and type of the entities that are new, by id.
        edited: the pairs that were found in an edited text. In an unchanged text, only a changed correction can have
            given another name or type, so these may differ.
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
            if (old, new) in edited and not (names[old][1] == kind and are_similar(names[old][0], name)):
                continue
            # More than half of the mentions on both sides, so two entities cannot get the same id.
            if 2 * count > old_times[old] and 2 * count > new_times[new]:
                kept[new] = old
    return kept

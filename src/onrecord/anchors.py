"""Anchors: which rows of an edited article are the ones that were there before.

An id is made of the words of a row and of how many equal ones stand before it. A row whose words are mended, or before
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
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set

from onrecord.identifiers import fold

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
_NEAR = 250


@dataclasses.dataclass(frozen=True, slots=True)
class Anchor:
    """A row of a table that has ids: where it stands and its words, from which its id was made.

    `row_id` is empty where it has none yet. `entity_id` is the entity of a mention.
    """

    table: str
    start: int
    end: int
    words: str
    row_id: str = ""
    entity_id: str = ""


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
    # In one and the same text, equal words at another place are another row.
    if found.is_open and not same_text:
        found.by_order()
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
        places: dict[tuple[str, int, int], list[int]] = defaultdict(list)
        for at in self._new_left:
            one = self._new[at]
            places[one.table, one.start, one.end].append(at)
        pairs = []
        for number in old:
            was = self._old[number]
            here = places.get((was.table, was.start + shift, was.end + shift), [])
            same = next((at for at in here if self._new[at].words == was.words), None)
            if same is not None:
                here.remove(same)
                pairs.append((same, number))
        return pairs

    def _key(self, anchor: Anchor) -> tuple[str, str]:
        return anchor.table, fold(anchor.words)

    def by_order(self) -> None:
        """Rows with the same words in the same order, the longest runs of them first."""
        old = [self._key(self._old[at]) for at in self._old_left]
        new = [self._key(self._new[at]) for at in self._new_left]
        blocks = difflib.SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
        self._pair(
            [
                (self._new_left[block.b + offset], self._old_left[block.a + offset])
                for block in blocks
                for offset in range(block.size)
            ]
        )

    def by_words(self) -> None:
        """Rows with the same words elsewhere, as when paragraphs have changed places."""
        left: dict[tuple[str, str], list[int]] = defaultdict(list)
        for number in self._old_left:
            left[self._key(self._old[number])].append(number)
        self._pair([(at, same.pop(0)) for at in self._new_left if (same := left.get(self._key(self._new[at])))])

    def by_likeness(self) -> None:
        """Rows with words that are alike, in surroundings that are; only where no other row comes near."""
        known = self._known()
        fixed = sorted((self._old[number].start, self._old[number].end, at) for at, number in self.pairs.items())
        scores = {
            (at, number): score
            for number in self._old_left
            for at, score in self._candidates(self._old[number], known, fixed)
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

    def _candidates(
        self, was: Anchor, known: str, fixed: Sequence[tuple[int, int, int]]
    ) -> Iterable[tuple[int, float]]:
        """The new rows that may be the old one, with scores from 0 to 1."""
        before = [self._new[at].end for _, end, at in fixed if end <= was.start]
        after = [self._new[at].start for start, _, at in fixed[bisect.bisect_left(fixed, (was.end,)) :]]
        least, most = before[-1] if before else 0, after[0] if after else len(self._text)
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


def _pairs(one: Iterable[str], other: Iterable[str]) -> Iterable[tuple[str, str]]:
    return zip(one, other, strict=False)


def _stands_out(score: float, scores: Sequence[float]) -> bool:
    """Whether no other score comes near."""
    return sum(other > score - _MARGIN for other in scores) == 1


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
    """Whether two names are so alike that one may be the other, mended."""
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
            has changed since can have told another name, however unlike.
    """
    by_old: dict[str, dict[str, int]] = defaultdict(dict)
    by_new: dict[str, dict[str, int]] = defaultdict(dict)
    for (old, new), count in pairs.items():
        by_old[old][new] = count
        by_new[new][old] = count
    kept = {}
    for new, (name, kind) in new_names.items():
        for old, count in by_new.get(new, {}).items():
            if old not in names or names[old][1] != kind:
                continue
            if (old, new) in edited and not are_one(names[old][0], name):
                continue
            # Most mentions of the one are mentions of the other, so that two cannot claim one id.
            if 2 * count > sum(by_old[old].values()) and 2 * count > sum(by_new[new].values()):
                kept[new] = old
    return kept

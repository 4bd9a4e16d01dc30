"""Copies: which articles have the same text or much of it, which came from which, and which are of one story.

The body of an article is a set of shingles, runs of a few words. Its sketch keeps those with the smallest hashes. As
the same shingles have small hashes in every text, two sketches show how many shingles the texts share: of both, and
of the shorter, so that a copy is also found if an outlet shortened it or wrote around it (Broder, On the resemblance
and containment of documents, 1997). `python -m training.copies` measures what is found.
"""

from __future__ import annotations

import base64
import dataclasses
import datetime
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from onrecord.lang.en import outlets
from onrecord.package.ids import make_id

# A sketch keeps this many of the smallest hashes, and all that are below a sixteenth of the largest possible hash: in
# a long text that quotes a whole short one, enough of the short one's are kept.
KEPT, _LARGEST = 256, 1 << 63
SIXTEENTH = _LARGEST // 16
# The smallest hashes that bring articles together before all are compared.
_NOMINATING = 64
# Articles that share a shingle are compared with as many that follow: more are a family of copies, where neighbors
# lead to all, or a line of the page.
_WINDOW = 32
# Of two articles that share fewer than this share of the nominating shingles of the shorter text, no more is compared.
NOMINATED = 0.2
# The least likeness, or containment, of near duplicates; and the least containment if a credit connects them.
_LIKE, _CONTAINED, _CREDITED = 0.5, 0.7, 0.4
# The least number of compared shingles of the shorter text; with fewer, the shares say little.
_LEAST_SHINGLES = 24
# Days between copies that only a credit and some likeness connect.
_DAYS = 7
# The least containment of a later version in an earlier version, if nothing says that it is an update.
_KEPT_BY_UPDATES = 0.8
# Near duplicates of one article that are listed: the most alike.
_MOST = 20
# Hashes that are sorted at once, which bounds the memory: each gives at most `_WINDOW` pairs of eight bytes.
_BATCH = 1_000_000

Hashes = npt.NDArray[np.uint64]
_Places = npt.NDArray[np.int64]
_Shares = npt.NDArray[np.uint8]  # in percent
STORED = np.dtype("<u8")
_NAME = re.compile(r"[^\W_]+")


@dataclasses.dataclass(frozen=True, slots=True)
class Sketch:
    """What is kept of an article's body to compare it with others.

    Attributes:
        digest: equal for bodies with the same words; empty if the body is too short to be compared.
        shingles: how many different shingles the body has.
        hashes: the smallest hashes of its shingles, from 0 to 2**63, ascending, each as 8 bytes, the lowest first: as
            integers of Python they would take five times the memory.
        sources: the outlets that the text says it is republished from.
        update: 0 if nothing says that the article is an update; otherwise the number of the update, or 1.
    """

    digest: str
    shingles: int = 0
    hashes: bytes = b""
    sources: tuple[str, ...] = ()
    update: int = 0

    def flat(self) -> tuple[int | str, ...]:
        """The sketch as a tuple of integers and strings, to be stored.

        Examples:
            >>> Sketch("ab", 1, bytes(8), ("The Tarn Courier",), 0).flat()
            ('ab', 1, 'AAAAAAAAAAA=', 0, 'The Tarn Courier')
        """
        return self.digest, self.shingles, base64.b64encode(self.hashes).decode(), self.update, *self.sources

    @classmethod
    def of_flat(cls, values: Sequence[Any]) -> Self:
        """The sketch that `flat` stored."""
        digest, shingles, hashes, update, *sources = values
        return cls(digest, shingles, base64.b64decode(hashes), tuple(sources), update)

    @property
    def values(self) -> Hashes:
        """The hashes as numbers."""
        return np.frombuffer(self.hashes, STORED).astype(np.uint64)


@dataclasses.dataclass(frozen=True, slots=True)
class Imprint:
    """One article as `relate` compares it: its sketch, and who printed it when.

    Attributes:
        article_id: its id.
        sketch: what `sketching.sketch` returns for it.
        publisher: the column `publisher` of the table `articles`; the other columns likewise; empty if missing.
        credit: the agency that the text credits.
        byline: the words that name the authors, which may name an agency, too.
        published: when it was published, in EDTF.
        updated: when it was changed, in EDTF.
    """

    article_id: str
    sketch: Sketch
    publisher: str = ""
    credit: str = ""
    byline: str = ""
    published: str = ""
    updated: str = ""


@dataclasses.dataclass(frozen=True, slots=True, order=True)
class Relation:
    """A row of the table `article_relations`; `likeness` and `containment` are from 0 to 1."""

    article_id: str
    related_id: str
    relation: str
    likeness: float
    containment: float
    method: str


@dataclasses.dataclass(slots=True)
class Compared:
    """What pairs of sketches share, kept from one run to the next, so that only new pairs are compared.

    Attributes:
        digests: the digests of the sketches, sorted.
        pairs: each pair as 8 bytes, the lowest first, ascending: the place of the first digest times their number, and
            the place of the second, which is later.
        shares: the likeness and the containment of each pair, in percent, as a byte each.
    """

    digests: list[str] = dataclasses.field(default_factory=list)
    pairs: bytes = b""
    shares: bytes = b""

    def compare(self, sketches: Sequence[Sketch], one: _Places, other: _Places) -> tuple[_Shares, _Shares]:
        """The likeness and the containment of pairs, in percent; those that are not known are computed.

        Afterwards the pairs that are known are these.

        Args:
            sketches: the sketches, all with different digests.
            one: the places of the first sketches of the pairs.
            other: the places of the second sketches.
        """
        digests = sorted(each.digest for each in sketches)
        place = {digest: number for number, digest in enumerate(digests)}
        rank = np.fromiter((place[each.digest] for each in sketches), np.int64, len(sketches))
        keys = np.minimum(rank[one], rank[other]) * len(digests) + np.maximum(rank[one], rank[other])
        known, shares = self._in_terms_of(place)
        found = np.minimum(np.searchsorted(known, keys), max(0, len(known) - 1))
        is_known = known[found] == keys if len(known) else np.zeros(len(keys), np.bool_)
        result = np.zeros((len(keys), 2), np.uint8)
        result[is_known] = shares[found[is_known]]
        for at in np.flatnonzero(~is_known).tolist():
            result[at] = shares_of(sketches[one[at]], sketches[other[at]])
        order = np.argsort(keys)
        self.digests, self.pairs, self.shares = digests, keys[order].astype("<i8").tobytes(), result[order].tobytes()
        return result[:, 0], result[:, 1]

    def _in_terms_of(self, place: Mapping[str, int]) -> tuple[_Places, npt.NDArray[np.uint8]]:
        """The known pairs of digests that are still there, by the places of these, ascending; and their shares."""
        pairs = np.frombuffer(self.pairs, "<i8").astype(np.int64)
        shares = np.frombuffer(self.shares, np.uint8).reshape(-1, 2)
        now = np.array([place.get(digest, -1) for digest in self.digests] or [-1], np.int64)
        first, second = now[pairs // max(1, len(self.digests))], now[pairs % max(1, len(self.digests))]
        # Digests are sorted in both states, so that the pairs stay in order.
        is_there = (first >= 0) & (second >= 0)
        return first[is_there] * len(place) + second[is_there], shares[is_there]


def relate(imprints: Iterable[Imprint], compared: Compared | None = None) -> list[Relation]:
    """The relations between articles, sorted; the order of `imprints` does not matter.

    `same_text` and `near_duplicate` say how alike two texts are. They have no direction: the smaller id comes first. If
    several articles have the same text, each is related to the article with the smallest id, and only that article is
    related to near duplicates. `syndicated_from` and `updates` say that the first article came from the second,
    where credit, publisher and dates settle it; each article has at most one row of either.

    Args:
        imprints: the articles, each once.
        compared: what an earlier run knew of pairs, and then what this run knows; the result does not depend on it.
    """
    groups: dict[str, list[Imprint]] = defaultdict(list)
    for imprint in sorted(imprints, key=lambda each: each.article_id):
        if imprint.sketch.digest:
            groups[imprint.sketch.digest].append(imprint)
    return relations_of(groups, _compared(groups, compared or Compared()))


def relations_of(
    groups: Mapping[str, Sequence[Imprint]], pairs: Iterable[tuple[Imprint, Imprint, float, float]]
) -> list[Relation]:
    """The relations between articles, sorted; see `relate`.

    Args:
        groups: the articles by the digests of their sketches, each group in the order of the ids.
        pairs: the first articles of groups that may be near duplicates, with their likeness and containment.
    """
    found = [
        Relation(group[0].article_id, each.article_id, "same_text", 1.0, 1.0, "copies:same@1")
        for group in groups.values()
        for each in group[1:]
    ]
    alike: dict[str, list[_Other]] = defaultdict(list)
    near: list[Relation] = []
    for one, other, likeness, containment in pairs:
        if not (method := _why_near(groups, one, other, likeness, containment)):
            continue
        alike[one.sketch.digest].append((likeness, containment, other))
        alike[other.sketch.digest].append((likeness, containment, one))
        first, second = sorted((one.article_id, other.article_id))
        near.append(Relation(first, second, "near_duplicate", likeness, containment, method))
    found += _most_alike(near)
    for digest, group in groups.items():
        others = [(1.0, 1.0, each) for each in group] if len(group) > 1 else []
        others += [
            (likeness, containment, each)
            for likeness, containment, first in alike[digest]
            for each in groups[first.sketch.digest]
        ]
        if others:
            found += _origins(group, others)
    return sorted(found)


def _compared(
    groups: Mapping[str, Sequence[Imprint]], compared: Compared
) -> Iterator[tuple[Imprint, Imprint, float, float]]:
    """Pairs of articles that may be near duplicates, with their likeness and containment."""
    ordered = sorted((group[0] for group in groups.values()), key=lambda each: (each.published, each.article_id))
    one, other = _nominated(ordered)
    likeness, containment = compared.compare([each.sketch for each in ordered], one, other)
    is_printed = np.array([any(each.publisher for each in groups[first.sketch.digest]) for first in ordered], np.bool_)
    for at in np.flatnonzero(may_be_near(likeness, containment, is_printed[one] & is_printed[other])).tolist():
        yield ordered[one[at]], ordered[other[at]], int(likeness[at]) / 100, int(containment[at]) / 100


def may_be_near(likeness: _Shares, containment: _Shares, are_printed: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Which pairs may be near duplicates, by their likeness and containment in percent.

    A credit connects articles only if both have a publisher: `are_printed`.
    """
    found = (likeness >= 100 * _LIKE) | (containment >= 100 * _CONTAINED)
    return found | ((containment >= 100 * _CREDITED) & are_printed)


def _nominated(ordered: Sequence[Imprint]) -> tuple[_Places, _Places]:
    """The places of pairs of articles that share enough of the hashes that bring articles together.

    Only the hashes of one batch are sorted at once, and only pairs are kept from batch to batch.
    """
    rows = [nominating(each.sketch) for each in ordered]
    hashes = np.concatenate([np.empty(0, np.uint64), *rows])
    batches = len(hashes) // _BATCH + 1
    owners = np.repeat(np.arange(len(rows), dtype=np.int64), [len(row) for row in rows])
    counted: tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]] = (np.empty(0, np.int64), np.empty(0, np.int64))
    batch_of = hashes % np.uint64(batches)
    for batch in range(batches):
        chosen = batch_of == batch
        pairs = pairs_of(hashes[chosen], owners[chosen], len(rows))
        counted = _added(counted, np.unique(pairs, return_counts=True))
    # A sketch knows the hashes below a bound; both know those below the lower bound.
    bounds = np.array([bound_of(row) for row in rows], np.float64)
    sizes = np.array([each.sketch.shingles for each in ordered], np.float64)
    one, other = np.divmod(counted[0], max(1, len(rows)))
    expected = np.minimum(sizes[one], sizes[other]) * np.minimum(bounds[one], bounds[other])
    enough = counted[1] >= NOMINATED * expected
    return one[enough], other[enough]


def nominating(own: Sketch) -> Hashes:
    """The hashes of a sketch that bring articles together before all are compared."""
    values = own.values
    return values[: max(_NOMINATING, int(np.searchsorted(values, np.uint64(SIXTEENTH))))]


def bound_of(hashes: Hashes) -> float:
    """The share of all possible hashes that are not above the last of some."""
    return float(hashes[-1]) / _LARGEST


def pairs_of(hashes: Hashes, owners: npt.NDArray[np.int64], articles: int) -> npt.NDArray[np.int64]:
    """The pairs of owners of equal hashes, each as one number: the first times `articles`, and the second."""
    order = np.lexsort((owners, hashes))
    hashes, owners = hashes[order], owners[order]
    found = [np.empty(0, np.int64)]
    for step in range(1, min(_WINDOW, len(hashes) - 1) + 1):
        equal = np.flatnonzero(hashes[step:] == hashes[:-step])
        if not len(equal):
            break
        found.append(owners[equal] * articles + owners[equal + step])
    return np.concatenate(found)


def _added(
    one: tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]], other: tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """The sums of two tables of pairs and their counts."""
    pairs, places = np.unique(np.concatenate([one[0], other[0]]), return_inverse=True)
    counts = np.zeros(len(pairs), np.int64)
    np.add.at(counts, places, np.concatenate([one[1], other[1]]))
    return pairs, counts


def shares_of(one: Sketch, other: Sketch) -> tuple[int, int]:
    """The shares of the shingles of both texts, and of the shorter text, that both have, in percent."""
    mine, theirs = one.values, other.values
    # A sketch lacks the hashes above its last, unless it has all.
    ends = [values[-1] for values, own in ((mine, one), (theirs, other)) if len(values) < own.shingles]
    if ends:
        mine, theirs = (values[: np.searchsorted(values, min(ends), "right")] for values in (mine, theirs))
    shared = len(np.intersect1d(mine, theirs, assume_unique=True))
    shorter = len(mine) if (one.shingles, one.digest) <= (other.shingles, other.digest) else len(theirs)
    if shorter < min(_LEAST_SHINGLES, one.shingles, other.shingles):
        return 0, 0
    return round(100 * round(shared / (len(mine) + len(theirs) - shared), 2)), round(100 * round(shared / shorter, 2))


def _why_near(
    groups: Mapping[str, Sequence[Imprint]], one: Imprint, other: Imprint, likeness: float, containment: float
) -> str:
    """The rule by which two articles are near duplicates; empty if they are not."""
    if likeness >= _LIKE:
        return "copies:likeness@1"
    if containment >= _CONTAINED and min(one.sketch.shingles, other.sketch.shingles) >= _LEAST_SHINGLES:
        return "copies:containment@1"
    if containment >= _CREDITED and min(one.sketch.shingles, other.sketch.shingles) >= _LEAST_SHINGLES:
        for a in groups[one.sketch.digest][:_MOST]:
            for b in groups[other.sketch.digest][:_MOST]:
                if _are_connected(a, b):
                    return "copies:credit@1"
    return ""


def _are_connected(one: Imprint, other: Imprint) -> bool:
    """Whether two outlets print what one agency or one of them wrote, within days."""
    if not (one.publisher and other.publisher) or _is_name_of(one.publisher, other.publisher):
        return False
    days = [_day(each.published) for each in (one, other)]
    if days[0] is None or days[1] is None or abs((days[0] - days[1]).days) > _DAYS:
        return False
    is_shared = bool(one.credit) and _is_name_of(one.credit, other.credit)
    return is_shared or bool(_named_source(one, other)) or bool(_named_source(other, one))


def _most_alike(relations: Iterable[Relation]) -> Iterator[Relation]:
    """The relations, if an article has more than `_MOST` only those to the articles that it is most alike."""
    counts: dict[str, int] = defaultdict(int)
    for relation in sorted(relations, key=lambda each: (-each.likeness, -each.containment, each)):
        if counts[relation.article_id] < _MOST or counts[relation.related_id] < _MOST:
            counts[relation.article_id] += 1
            counts[relation.related_id] += 1
            yield relation


_Other = tuple[float, float, Imprint]  # likeness, containment, and the article that is alike


def _origins(group: Sequence[Imprint], others: Iterable[_Other]) -> Iterator[Relation]:
    """Where the articles of a group with one text came from: of those like them, the most alike."""
    by_publisher: dict[str, list[_Other]] = defaultdict(list)
    for other in sorted(others, key=lambda each: (-each[0], each[2].published, each[2].article_id)):
        if other[2].publisher:
            by_publisher[outlets.name_key(other[2].publisher)].append(other)
    # A family of copies has many articles, but few credits.
    named: dict[tuple[str, str, str], list[tuple[str, str]]] = {}
    for each in group:
        facts = (each.publisher, each.credit, each.byline)
        if facts not in named:
            methods = ((publisher, _named_source(each, printed[0][2])) for publisher, printed in by_publisher.items())
            named[facts] = [(publisher, method) for publisher, method in methods if method]
        if source := _source(each, named[facts], by_publisher):
            yield source
        if each.publisher and (version := _version(each, by_publisher[outlets.name_key(each.publisher)])):
            yield version


def _source(
    own: Imprint, named: Iterable[tuple[str, str]], by_publisher: Mapping[str, Sequence[_Other]]
) -> Relation | None:
    """The relation to the article of a named publisher that is not later, and among those the most alike."""
    found = []
    for publisher, method in named:
        for likeness, containment, other in by_publisher[publisher]:
            if _is_before(own.published, other.published) is not True:
                found.append((-likeness, other.published, other.article_id, containment, method))
                break
    if not found:
        return None
    likeness, _, other_id, containment, method = min(found)
    return Relation(own.article_id, other_id, "syndicated_from", -likeness, containment, method)


def _version(own: Imprint, others: Iterable[_Other]) -> Relation | None:
    """The relation to the latest of the earlier versions that the same publisher printed."""
    versions = [
        (_moment(other), other.sketch.update, other.article_id, likeness, containment, method)
        for likeness, containment, other in others
        if other.sketch.digest != own.sketch.digest and (method := _why_update(own, other, containment))
    ]
    if not versions:
        return None
    *_, other_id, likeness, containment, method = max(versions)
    return Relation(own.article_id, other_id, "updates", likeness, containment, method)


def _named_source(own: Imprint, other: Imprint) -> str:
    """The rule by which an article names the publisher of another as its source; empty if it does not."""
    if not other.publisher or _is_name_of(own.publisher, other.publisher):
        return ""
    if any(_is_name_of(name, other.publisher) for name in re.split(r"\s*[/,;&]\s*|\s+and\s+", own.credit)):
        return "copies:credit@1"
    if any(_is_name_of(name, other.publisher) for name in own.sketch.sources):
        return "copies:republished@1"
    byline, name = f" {outlets.name_key(own.byline)} ", outlets.name_key(other.publisher)
    return "copies:byline@1" if name.count(" ") and f" {name} " in byline else ""


def _is_name_of(one: str, other: str) -> bool:
    """Whether two names are of one outlet: `AP` and `The Associated Press`, `PA` and `PA Media`.

    Examples:
        >>> [_is_name_of(*names) for names in (("WNA", "Western News Agency"), ("Tarn", "Tarn Courier"), ("", ""))]
        [True, False, False]
    """
    short, long = sorted((outlets.name_key(one), outlets.name_key(other)), key=lambda key: (len(key), key))
    if not short or short == long:
        return bool(short)
    words = long.split()
    initials = {"".join(word[0] for word in words), "".join(word[0] for word in words if word not in {"of", "and"})}
    is_acronym = " " not in short and short in initials
    return is_acronym or (words[0] == short and len(words) > 1 and all(word in outlets.KINDS for word in words[1:]))


def _why_update(own: Imprint, other: Imprint, containment: float) -> str:
    """The rule by which an article of the same publisher updates another; empty if it does not, or not certainly."""
    is_before = _is_before(_moment(own), _moment(other))
    if is_before is True:
        return ""
    if own.sketch.update > other.sketch.update:
        return "copies:marker@1"
    is_later = is_before is False and own.sketch.update == other.sketch.update
    return "copies:contained@1" if is_later and containment >= _KEPT_BY_UPDATES else ""


def _moment(own: Imprint) -> str:
    return own.updated or own.published


def _is_before(one: str, other: str) -> bool | None:
    """Whether a moment in EDTF is earlier than another; None if that does not follow."""
    days = _day(one), _day(other)
    if days[0] is None or days[1] is None:
        return None
    if days[0] != days[1]:
        return days[0] < days[1]
    if "T" not in one or "T" not in other:
        return None
    times = [datetime.datetime.fromisoformat(moment) for moment in (one, other)]
    if (times[0].tzinfo is None) != (times[1].tzinfo is None) or times[0] == times[1]:
        return None
    return times[0] < times[1]


def _day(moment: str) -> datetime.date | None:
    """The day of a date in EDTF; None if it is not one day."""
    try:
        return datetime.datetime.fromisoformat(moment).date() if len(moment) >= len("2031-05-13") else None
    except ValueError:
        return None


def stories(article_ids: Iterable[str], pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The story of each article: articles that relations connect, directly or through others, are of one story.

    The id of a story is made from the smallest id of its articles.

    Args:
        article_ids: all articles.
        pairs: the `article_id` and `related_id` of each relation; ids that are not among the articles are ignored.
    """
    parents = {article_id: article_id for article_id in article_ids}

    def first(article_id: str) -> str:
        while parents[article_id] != article_id:
            parents[article_id] = article_id = parents[parents[article_id]]
        return article_id

    for pair in pairs:
        if all(article_id in parents for article_id in pair):
            smaller, larger = sorted(map(first, pair))
            parents[larger] = smaller
    return {article_id: make_id("stories", first(article_id)) for article_id in parents}

"""How often quotes are read wrongly, as it was measured, and what the shares of an audit would be without that.

A *confusion* counts for quotes of each true category as what they were read. With it a share can be corrected by the
matrix method (Buonaccorsi 2010, chapter 2; for two categories Rogan and Gladen 1978; for texts the adjusted count of
Forman 2008 and Bella et al. 2010): the true shares are those that the confusion turns into the shares read.
Without a confusion, the number of wrong speakers bounds the share: the wrong quotes could all be of one category, or
none of them (Horowitz and Manski 1995, corrupted data). docs/audit.md has the references.
"""

from __future__ import annotations

import dataclasses
import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from statistics import NormalDist
from typing import Any

import numpy as np

from onrecord.errors import PackageError
from onrecord.package.json_files import read_json
from onrecord.text.printable import shown
from onrecord.voices.bootstrap import LEVEL, Numbers, lower, shares_of, upper
from onrecord.voices.quotes import NOT_KNOWN
from onrecord.voices.user_files import rows_of

COLUMNS = ("by", "true", "read", "count")
# A category of which fewer quotes were looked at has no known confusion.
LEAST = 10
_MOST = 10**9
_Z = NormalDist().inv_cdf((1 + LEVEL) / 2)
_SOLVABLE = 0.99  # the share of resampled confusions that must distinguish the categories as the confusion does
_EDGE = 1e-9  # a sum of floating-point numbers may leave the shares by this much
# Quotes with a wrong speaker or without any, and all quotes, of each article of `training/labels/judged_b.jsonl`; see
# "How good it is" in docs/method.md.
_JUDGED = ((2, 10), (3, 5), (2, 11), (0, 4), (3, 6), (1, 17), (0, 18), (0, 10), (2, 10))
_STATED = "onrecord's own measurement on 91 quotes of 9 newswire articles"


@dataclasses.dataclass(frozen=True, slots=True)
class Wrong:
    """How many speakers are wrong.

    Attributes:
        share: the share of quotes whose speaker is wrong, or that nobody said.
        articles: of each article that was judged how many of its quotes are wrong, and how many there are; empty if
            only `number` is known.
        number: how many quotes, drawn one by one, would say as much.
        described: who measured it.
    """

    share: float
    articles: tuple[tuple[int, int], ...]
    number: float
    described: str

    def drawn(self, random: np.random.Generator, resamples: int) -> Numbers:
        """The share in resamples of what was judged, (resamples,)."""
        if self.articles:
            counts = np.array(self.articles)
            sums = counts[random.integers(0, len(counts), (resamples, len(counts)))].sum(1)
            return np.asarray(sums[:, 0] / sums[:, 1], np.float64)
        # The posterior with the prior of Jeffreys, which is not certain of 0 and 1.
        wrong, right = self.share * self.number + 0.5, (1 - self.share) * self.number + 0.5
        return random.beta(wrong, right, resamples)


@dataclasses.dataclass(frozen=True, slots=True)
class Confusion:
    """What quotes of each true category were read as.

    Attributes:
        categories: the categories, in order.
        counts: how many quotes, (true category, read category).
    """

    categories: tuple[str, ...]
    counts: Numbers


@dataclasses.dataclass(frozen=True, slots=True)
class Measured:
    """What is known of the reader's errors: how many speakers are wrong, and confusions by what quotes are counted."""

    wrong: Wrong
    confusions: Mapping[str, Confusion] = dataclasses.field(default_factory=dict)


@dataclasses.dataclass(frozen=True, slots=True)
class Corrected:
    """Corrected shares with the ends of their intervals, (categories,), or the reason why they are missing."""

    share: Numbers
    low: Numbers
    high: Numbers
    reason: str = ""


def stated() -> Measured:
    """The figures that docs/method.md states; they have no confusion of categories."""
    wrong, number = map(sum, zip(*_JUDGED, strict=True))
    return Measured(Wrong(wrong / number, _JUDGED, number, _STATED))


def read_measured(path: Path) -> Measured:
    """The figures of a user's own measurement.

    Args:
        path: confusions as CSV with the columns of `COLUMNS`, or the JSON of `onrecord evaluate --reviewed`, in a file
            whose name ends in `.json`.

    Raises:
        PackageError: the file cannot be read, or does not hold such figures.
    """
    if path.suffix.lower() == ".json":
        value = read_json(path)
        return Measured(_reviewed(path, value), _confusions(_misread(path, value)))
    return Measured(stated().wrong, _confusions(_rows(path)))


def _reviewed(path: Path, value: Any) -> Wrong:
    """How many speakers are wrong by a reviewed sample: withdrawn rows, and rows whose speaker was corrected."""
    shares = value.get("shares") if isinstance(value, dict) else None
    found: dict[Any, Any] = {}
    for share in shares if isinstance(shares, list) else ():
        wanted = ("quotes", "precision", "")  # of all methods together
        if isinstance(share, dict) and tuple(map(share.get, ("table", "what", "method"))) == wanted:
            found.setdefault(share.get("of"), share)
    kept, right = (_figure(path, found.get(of), of) for of in ("is a row", "speaker_id"))
    share = 1 - kept[0] * right[0]
    # The variance of a product of two independent shares, as that of a share of quotes drawn one by one.
    variance = sum(other[0] ** 2 * own[0] * (1 - own[0]) / own[1] for own, other in ((kept, right), (right, kept)))
    number = share * (1 - share) / variance if variance else min(kept[1], right[1])
    return Wrong(share, (), number, f"the reviewed sample of {path.name}")


def _figure(path: Path, share: Any, of: str) -> tuple[float, float]:
    """A share, and how many rows drawn one by one would say as much, from its interval."""
    values = [share.get(name) for name in ("value", "low", "high", "number")] if isinstance(share, dict) else []
    if len(values) != 4 or not all(isinstance(each, int | float) and math.isfinite(each) for each in values):
        message = f"no precision of {of} in quotes; write the file with onrecord evaluate --reviewed --format json"
        raise PackageError(f"{path}: {message}")
    value, low, high, number = (float(each) for each in values if each is not None)
    if not (0 <= low <= value <= high <= 1 and 1 <= number <= _MOST):
        message = f"the precision of {of} is {json.dumps(values[:3])} of {values[3]}, not a share with its interval"
        raise PackageError(f"{path}: {message}; write the file again with onrecord evaluate --reviewed --format json")
    return value, min(number, _effective(value, high - low))


def _effective(value: float, width: float) -> float:
    """Of how many rows Wilson's interval of a share has a width (Wilson 1927)."""
    a, b = width**2 - 1, 2 * width**2 - 4 * value * (1 - value)
    if a >= 0 or width == 0:
        return 1.0 if a >= 0 else math.inf
    root = (-b - math.sqrt(max(0.0, b**2 - 4 * a * width**2))) / (2 * a)
    return _Z**2 / root if root > 0 else math.inf


def _misread(path: Path, value: Any) -> Iterator[tuple[str, tuple[str, str, str], int]]:
    """What speakers of a reviewed sample were read as: each pair with its place in the file, its names, its count."""
    found = value.get("misreadings", []) if isinstance(value, dict) else []
    for number, each in enumerate(found if isinstance(found, list) else [found]):
        place = f"{path}: misreadings[{number}]"
        match each:
            case {"by": str() as by, "true": str() as true, "read": str() as read, "count": int() as count} if (
                by in NOT_KNOWN and not isinstance(count, bool) and 0 <= count <= _MOST
            ):
                yield place, (by, true or NOT_KNOWN[by], read or NOT_KNOWN[by]), count
            case _:
                message = "needs by, true, read and count"
                remedy = "write the file again with onrecord evaluate --reviewed --format json"
                raise PackageError(f"{place}: {message}; {remedy}")


def _rows(path: Path) -> Iterator[tuple[str, tuple[str, str, str], int]]:
    """The same of a table that a user wrote."""
    for line, (by, true, read, cell) in rows_of(path, COLUMNS):
        if not (cell.isascii() and cell.isdigit() and int(cell[:20]) <= _MOST):
            message = f"count is {shown(cell)}, which is not a whole number up to {_MOST:,}"
            raise PackageError(f"{path}:{line}: {message}; write how many quotes of the category were read so")
        yield f"{path}:{line}", (by, true, read), int(cell)


def _confusions(rows: Iterable[tuple[str, tuple[str, str, str], int]]) -> dict[str, Confusion]:
    counts: dict[str, dict[tuple[str, str], int]] = {}
    for place, (by, true, read), count in rows:
        if (true, read) in counts.setdefault(by, {}):
            message = f"{by}: a second count of {shown(true)} read as {shown(read)}"
            raise PackageError(f"{place}: {message}; add the two up, and keep one row")
        counts[by][true, read] = count
    found = {}
    for by, pairs in counts.items():
        categories = tuple(sorted({each for pair in pairs for each in pair}))
        matrix = np.array([[pairs.get((true, read), 0) for read in categories] for true in categories], np.float64)
        found[by] = Confusion(categories, matrix)
    return found


def bounded(drawn: Numbers, wrong: Wrong, random: np.random.Generator) -> tuple[Numbers, Numbers]:
    """Between what ends a share can be if some speakers are wrong, with the uncertainty of both.

    Args:
        drawn: the shares in resamples, (resamples, categories).
        wrong: how many speakers are wrong.
        random: where the random numbers come from.

    Returns:
        the ends, (categories,).
    """
    rate = wrong.drawn(random, len(drawn))[:, None]
    return lower(np.maximum(drawn - rate, 0)), upper(np.minimum(drawn + rate, 1))


def corrected(
    names: Sequence[str], share: Numbers, drawn: Numbers, confusion: Confusion, random: np.random.Generator
) -> Corrected:
    """Shares corrected for what was read for something else.

    Args:
        names: the categories.
        share: their shares as read, (categories,).
        drawn: the same in resamples, (resamples, categories).
        confusion: how categories are confused.
        random: where the random numbers come from, for resamples of the confusion.
    """
    nothing = np.full(len(names), np.nan)
    looked_at = dict(zip(confusion.categories, confusion.counts.sum(1), strict=True))
    if few := [name for name in {**looked_at, **dict.fromkeys(names)} if looked_at.get(name, 0) < LEAST]:
        reason = f"not corrected: no confusion is known for {', '.join(map(shown, few[:3]))}"
        return Corrected(nothing, nothing, nothing, f"{reason}{', ...' if len(few) > 3 else ''}")
    places = [confusion.categories.index(name) for name in names]
    full, full_drawn = np.zeros(len(looked_at)), np.zeros((len(drawn), len(looked_at)))
    full[places], full_drawn[:, places] = share, drawn
    rates = shares_of(confusion.counts)
    if np.linalg.matrix_rank(rates) < len(rates):
        return Corrected(nothing, nothing, nothing, "not corrected: the confusion does not distinguish its categories")
    found = np.linalg.solve(rates.T, full)
    if found.min() < -_EDGE or found.max() > 1 + _EDGE:
        return Corrected(nothing, nothing, nothing, "not corrected: a corrected share would leave 0 to 1")
    sizes = confusion.counts.sum(1).astype(int)
    # For each true category the same number of quotes is drawn again.
    again = shares_of(
        np.stack(
            [random.multinomial(size, row, len(drawn)) for size, row in zip(sizes, rates, strict=True)], axis=1
        ).astype(np.float64)
    )
    # Where resamples lie on both sides of a confusion that distinguishes nothing, their shares fly apart.
    can = np.sign(np.linalg.det(again)) == np.sign(np.linalg.det(rates))
    if can.mean() < _SOLVABLE:
        return Corrected(nothing, nothing, nothing, "not corrected: too few quotes were looked at for the confusion")
    solved = np.linalg.solve(again[can].transpose(0, 2, 1), full_drawn[can][:, :, None])[:, :, 0]
    low, high = (np.clip(end(solved), 0, 1)[places] for end in (lower, upper))
    return Corrected(np.clip(found, 0, 1)[places], low, high)

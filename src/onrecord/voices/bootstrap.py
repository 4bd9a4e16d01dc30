"""Intervals of shares by a cluster bootstrap: whole articles are drawn again, because their quotes belong together.

What is drawn is only how often each cluster comes, so a resample is a product of these weights with the counts of the
clusters. The intervals are bias-corrected and accelerated (BCa; Efron 1987, Efron and Tibshirani 1993, chapter 14). The
accelerations come from the shares without each cluster.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from statistics import NormalDist
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

Numbers: TypeAlias = npt.NDArray[np.float64]
LEVEL = 0.95  # of all intervals
# With fewer clusters no interval is given; with fewer than `FEW` it is given with a warning: it is too narrow then
# (Cameron, Gelbach and Miller 2008 speak of five to thirty clusters).
FEWEST, FEW = 5, 30
_AT_ONCE = 1 << 22  # weights that are held at a time
_NORMAL = NormalDist()


def generator(seed: int, *names: str) -> np.random.Generator:
    """Random numbers for a part of a corpus, which do not change when further parts are added."""
    digest = hashlib.sha256("\0".join(names).encode()).digest()
    return np.random.default_rng([seed, *np.frombuffer(digest, np.uint32).tolist()])


def shares_of(counts: Numbers) -> Numbers:
    """The shares of categories from their counts, (..., categories); NaN if nothing was counted."""
    with np.errstate(invalid="ignore"):
        return np.asarray(counts / counts.sum(-1, keepdims=True), np.float64)


def resampled(tables: Sequence[Numbers], random: np.random.Generator, resamples: int) -> list[Numbers]:
    """The shares in resamples of the clusters; all tables are resampled alike.

    Args:
        tables: counts, (clusters, categories); every table has the same clusters.
        random: where the random numbers come from.
        resamples: how many.

    Returns:
        for each table the shares, (resamples, categories).
    """
    counts = np.concatenate(tables, axis=1)
    clusters = len(counts)
    sums = np.empty((resamples, counts.shape[1]))
    step = max(1, _AT_ONCE // clusters)
    for start in range(0, resamples, step):
        number = min(step, resamples - start)
        drawn = random.integers(0, clusters, (number, clusters))
        # Whole numbers below 2^53, so that the order of the additions does not matter.
        sums[start : start + number] = weights_of(drawn, clusters) @ counts
    ends = np.cumsum([table.shape[1] for table in tables])
    return [shares_of(part) for part in np.split(sums, ends[:-1], axis=1)]


def weights_of(drawn: npt.NDArray[Any], clusters: int) -> Numbers:
    """How often each cluster was drawn, (resamples, clusters), from the numbers of the drawn clusters."""
    number = len(drawn)
    places = drawn + np.arange(number)[:, None] * clusters
    return np.bincount(places.ravel(), minlength=number * clusters).reshape(number, clusters).astype(np.float64)


def bca(counts: Numbers, drawn: Numbers, level: float = LEVEL) -> tuple[Numbers, Numbers]:
    """Intervals of shares.

    Args:
        counts: the counts, (clusters, categories).
        drawn: the shares in resamples, (resamples, categories).
        level: how often the intervals are to hold the share.

    Returns:
        the lower and the upper ends, (categories,); NaN if nothing was counted in a resample, or if a category is in
        fewer than `FEWEST` clusters, or anything else is: too few for resamples to differ as corpora would.
    """
    categories = counts.shape[1]
    low, high = np.full(categories, np.nan), np.full(categories, np.nan)
    if np.isnan(drawn).any():
        return low, high
    share, acceleration, ordered = shares_of(counts.sum(0)), _accelerations(counts), np.sort(drawn, axis=0)
    below = ((drawn < share).sum(0) + 0.5 * (drawn == share).sum(0)) / len(drawn)
    for place in np.flatnonzero((clusters_of(counts) >= FEWEST).all(0) & (ordered[0] < ordered[-1])):
        bias = _NORMAL.inv_cdf(min(max(below[place], 0.5 / len(drawn)), 1 - 0.5 / len(drawn)))
        ends = []
        for tail in ((1 - level) / 2, (1 + level) / 2):
            shifted = bias + _NORMAL.inv_cdf(tail)
            divisor = 1 - acceleration[place] * shifted
            ends.append(_NORMAL.cdf(bias + shifted / divisor) if divisor > 0 else float(shifted > 0))
        low[place], high[place] = (_between(ordered[:, place], end) for end in ends)
    return low, high


def clusters_of(counts: Numbers) -> npt.NDArray[np.int64]:
    """In how many clusters each category is, and in how many anything else is, (2, categories)."""
    return np.stack([(counts > 0).sum(0), (counts < counts.sum(1, keepdims=True)).sum(0)])


def _between(ordered: Numbers, share: float) -> float:
    """The quantile of sorted numbers; `numpy.quantile`, which sorts again, takes fifty times as long."""
    place = share * (len(ordered) - 1)
    before = min(int(place), len(ordered) - 2)
    return float(ordered[before] + (place - before) * (ordered[before + 1] - ordered[before]))


def _accelerations(counts: Numbers) -> Numbers:
    """The accelerations, (categories,), from the shares without each cluster."""
    whole = counts.sum(0)
    without = shares_of(whole - counts)
    # A cluster without which nothing is left says nothing.
    without = without[~np.isnan(without).any(axis=1)]
    if not len(without):
        return np.zeros(len(whole))
    away = without.mean(0) - without
    squares = (away**2).sum(0)
    with np.errstate(invalid="ignore", divide="ignore"):
        found = (away**3).sum(0) / (6 * squares**1.5)
    return np.where(squares > 0, found, 0.0)


def lower(drawn: Numbers, level: float = LEVEL) -> Numbers:
    """The lower ends of the middle of the resamples, (categories,), from (resamples, categories)."""
    return np.asarray(np.quantile(drawn, (1 - level) / 2, axis=0))


def upper(drawn: Numbers, level: float = LEVEL) -> Numbers:
    """Their upper ends."""
    return np.asarray(np.quantile(drawn, (1 + level) / 2, axis=0))

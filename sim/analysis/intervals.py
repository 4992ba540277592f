"""Estimates with 95 % intervals: shares, means, and quantiles of what was counted."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import stdtrit

LEVEL = 0.95
# The normal quantile of (1 + LEVEL) / 2.
Z = 1.959963984540054


class Estimate(NamedTuple):
    """An estimate and the ends of its 95 % interval."""

    estimate: float
    low: float
    high: float


def wilson(successes: ArrayLike, runs: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the ends of the 95 % intervals of shares: Wilson's score interval.

    Written out for whole arrays, since `scipy.stats` takes a second to import and one share at a time;
    a test compares both. Without runs nothing is known: 0 to 1.

    Source: Wilson (1927); Brown, Cai and DasGupta (2001), section 3.1.1.

    Parameters
    ----------
    successes
        (…) how many runs had it.
    runs
        Out of how many.

    Examples
    --------
    >>> low, high = wilson([0, 50, 100], 100)
    >>> low.round(3).tolist(), high.round(3).tolist()
    ([0.0, 0.404, 0.963], [0.037, 0.596, 1.0])
    """
    k = np.asarray(successes, np.float64)
    if runs == 0:
        return np.zeros_like(k), np.ones_like(k)
    p, z2 = k / runs, Z * Z
    middle = (p + z2 / (2 * runs)) / (1 + z2 / runs)
    half = Z * np.sqrt(p * (1 - p) / runs + z2 / (4 * runs * runs)) / (1 + z2 / runs)
    # At the ends the formula gives 0 and 1 but for rounding.
    return np.where(k == 0, 0.0, middle - half), np.where(k == runs, 1.0, middle + half)


def share(successes: int, runs: int) -> Estimate:
    """Return a share with its Wilson interval; nan without runs.

    >>> [round(value, 3) for value in share(8, 10)]
    [0.8, 0.49, 0.943]
    """
    low, high = wilson(successes, runs)
    return Estimate(successes / runs if runs else math.nan, float(low), float(high))


def mean(values: ArrayLike, counts: ArrayLike, least: float, most: float) -> Estimate:
    """Return the mean of values seen so many times each, with Student's interval, cut at what can be.

    The interval is the usual one of large samples; of fewer than two values it is all that can be.

    Parameters
    ----------
    values, counts
        (V,) values, and in how many runs each was seen.
    least, most
        Smallest and greatest value that can be.

    Examples
    --------
    >>> [round(value, 3) for value in mean([0.0, 1.0], [50, 50], 0.0, 1.0)]
    [0.5, 0.4, 0.6]
    """
    x, n = np.asarray(values, np.float64), np.asarray(counts, np.float64)
    runs = float(n.sum())
    if runs < 1.0:
        return Estimate(math.nan, least, most)
    middle = float((x * n).sum() / runs)
    if runs < 2.0:
        return Estimate(middle, least, most)
    variance = float((n * (x - middle) ** 2).sum() / (runs - 1.0))
    half = float(stdtrit(runs - 1.0, (1.0 + LEVEL) / 2.0)) * math.sqrt(variance / runs)
    return Estimate(middle, max(least, middle - half), min(most, middle + half))


def quantile(counts: ArrayLike, q: float) -> int | None:
    """Return the smallest value at or below which a share q of what was counted lies; None of nothing.

    Parameters
    ----------
    counts
        (V,) how often each of the values 0, 1, … was seen.
    q
        Share, above 0.

    Examples
    --------
    >>> quantile([0, 5, 4, 1], 0.5), quantile([0, 5, 4, 1], 0.95)
    (1, 3)
    """
    n = np.asarray(counts, np.int64)
    if not n.sum():
        return None
    # In whole runs, so that 0.95 of 100 runs is the 95th and not the 96th.
    rank = max(1, math.ceil(round(q * int(n.sum()), 6)))
    return int(np.searchsorted(np.cumsum(n), rank))


def runs_needed(half_width: float, expected: float = 0.5) -> int:
    """Return how many runs make the interval of a share so narrow.

    Parameters
    ----------
    half_width
        Half of the interval's length, above 0.
    expected
        The share to expect; a half needs most runs.

    Raises
    ------
    ValueError
        If the half width is not positive.

    Examples
    --------
    >>> runs_needed(0.01), runs_needed(0.01, 0.9)
    (9600, 3461)
    """
    if not half_width > 0.0:
        raise ValueError(f"half_width: found {half_width}; allowed: above 0")
    fewest, enough = 0, 1
    while _half(expected, enough) > half_width:
        fewest, enough = enough, 2 * enough
    while enough - fewest > 1:
        middle = (fewest + enough) // 2
        fewest, enough = (middle, enough) if _half(expected, middle) > half_width else (fewest, middle)
    return enough


def _half(p: float, runs: int) -> float:
    return Z * math.sqrt(p * (1 - p) / runs + Z * Z / (4 * runs * runs)) / (1 + Z * Z / runs)

"""Differences between paired runs: estimates with 95 % intervals, tests, and their correction for being many.

Runs are paired by their numbers: run n of the variant draws the same luck as run n of the base, since every draw is
keyed by what it is for. What both have in common cancels.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import bdtr, stdtr, stdtrit

from sim.analysis.intervals import LEVEL, Z, wilson

STEPS = 60
"""Halvings of an interval's bracket: 2**-60 of it is below the last digit."""


class Difference(NamedTuple):
    """Variant less base: the estimate, its 95 % interval, and the p-value of there being no difference."""

    estimate: float
    low: float
    high: float
    p: float


EXACTLY_NONE = Difference(0.0, 0.0, 0.0, 1.0)
"""Of two scenarios that are one."""


def shares(base: ArrayLike, variant: ArrayLike) -> list[Difference]:
    """Return differences of shares between paired runs, column by column.

    The interval is Tango's score interval for paired proportions, which covers well near 0 and 1 and without any
    difference seen; the test is McNemar's, exact.

    Source: Tango (1998), equations 9 to 11; McNemar (1947).

    Parameters
    ----------
    base, variant
        (R,) or (R, N) of true and false.

    Examples
    --------
    >>> one = shares([True] * 40 + [False] * 60, [True] * 30 + [False] * 70)[0]
    >>> [round(value, 3) for value in one]
    [-0.1, -0.174, -0.055, 0.002]
    """
    b, v = (np.asarray(one, np.bool_) for one in (base, variant))
    if b.ndim == 1:
        b, v = b[:, None], v[:, None]
    runs = len(b)
    gained, lost = (v & ~b).sum(axis=0).astype(np.float64), (b & ~v).sum(axis=0).astype(np.float64)
    if not runs:
        return [Difference(math.nan, -1.0, 1.0, 1.0) for _ in gained]
    estimate = (gained - lost) / runs
    low, high = _tango(gained, lost, runs)
    fewer, both = np.minimum(gained, lost), gained + lost
    p = np.where(both > 0, np.minimum(1.0, 2.0 * bdtr(fewer, np.maximum(both, 1).astype(int), 0.5)), 1.0)
    return [Difference(*map(float, row)) for row in zip(estimate, low, high, p, strict=True)]


def _tango(gained: NDArray[np.float64], lost: NDArray[np.float64], runs: int) -> tuple[NDArray[np.float64], ...]:
    """Return both ends: where the score statistic is the normal quantile, found by halving."""

    def score(delta: NDArray[np.float64]) -> NDArray[np.float64]:
        a = 2.0 * runs
        b = -gained - lost + (2.0 * runs - gained + lost) * delta
        c = -lost * delta * (1.0 - delta)
        q = (np.sqrt(np.maximum(b * b - 4.0 * a * c, 0.0)) - b) / (2.0 * a)
        variance = np.maximum(runs * (2.0 * q + delta * (1.0 - delta)), 1e-300)
        return np.asarray((gained - lost - runs * delta) / np.sqrt(variance))

    estimate = (gained - lost) / runs
    ends = []
    for outer, sign in ((-1.0, 1.0), (1.0, -1.0)):
        inside, outside = estimate.copy(), np.full_like(estimate, outer)
        for _ in range(STEPS):
            middle = 0.5 * (inside + outside)
            is_in = sign * score(middle) <= Z
            inside, outside = np.where(is_in, middle, inside), np.where(is_in, outside, middle)
        ends.append(inside)
    return ends[0], ends[1]


def means(base: ArrayLike, variant: ArrayLike) -> list[Difference]:
    """Return differences of means between paired runs, column by column: Student's interval and test.

    Where no run differs, the interval is what that leaves open: as many runs as Wilson's interval of none allows,
    each by the whole range that was seen.

    Parameters
    ----------
    base, variant
        (R,) or (R, P) of numbers.

    Examples
    --------
    >>> [round(value, 3) for value in means([1.0, 2.0, 3.0, 4.0], [2.0, 3.0, 5.0, 5.0])[0]]
    [1.25, 0.454, 2.046, 0.015]
    """
    b, v = (np.asarray(one, np.float64) for one in (base, variant))
    if b.ndim == 1:
        b, v = b[:, None], v[:, None]
    runs = len(b)
    if runs < 2:
        return [Difference(float(one), -math.inf, math.inf, 1.0) for one in (v - b).sum(axis=0)]
    d = v - b
    middle = d.mean(axis=0)
    error = d.std(axis=0, ddof=1) / math.sqrt(runs)
    rare = float(wilson(0, runs)[1])
    found = []
    for at in range(d.shape[1]):
        if not d[:, at].any():
            both = np.concatenate([b[:, at], v[:, at]])
            open_ = rare * float(both.max() - both.min())
            found.append(Difference(0.0, -open_, open_, 1.0))
            continue
        half = float(stdtrit(runs - 1.0, (1.0 + LEVEL) / 2.0)) * error[at]
        p = 2.0 * float(stdtr(runs - 1.0, -abs(middle[at]) / error[at])) if error[at] > 0.0 else 0.0
        found.append(Difference(float(middle[at]), float(middle[at] - half), float(middle[at] + half), p))
    return found


def ratio(base: ArrayLike, base_of: ArrayLike, variant: ArrayLike, variant_of: ArrayLike) -> Difference:
    """Return the difference of shares of some runs between paired runs, such as of those with an agreement.

    Which runs count differs between the two, so the pairs are of each run's influence on its ratio: linearised, with
    Student's interval and test. Where no run has any, the interval is what so many runs leave open.

    Source: Cochran (1977), section 6.5.

    Parameters
    ----------
    base, variant
        (R,) of true and false: what is counted.
    base_of, variant_of
        (R,) of true and false: among which runs.

    Examples
    --------
    >>> one = ratio([True, False, False, False], [True, True, False, True], [True] * 4, [True] * 4)
    >>> [round(value, 3) for value in one]
    [0.667, -0.333, 1.0, 0.124]
    """
    b, b_of, v, v_of = (np.asarray(one, np.float64) for one in (base, base_of, variant, variant_of))
    runs = len(b)
    if not b_of.any() or not v_of.any():
        return Difference(math.nan, -1.0, 1.0, 1.0)
    b, v = b * b_of, v * v_of
    shares_of = float(b.sum() / b_of.sum()), float(v.sum() / v_of.sum())
    middle = shares_of[1] - shares_of[0]
    influence = (v - shares_of[1] * v_of) / v_of.mean() - (b - shares_of[0] * b_of) / b_of.mean()
    error = float(influence.std(ddof=1)) / math.sqrt(runs) if runs > 1 else 0.0
    if error == 0.0:
        half, p = float(wilson(0, int(min(b_of.sum(), v_of.sum())))[1]), 1.0 if middle == 0.0 else 0.0
    else:
        half = float(stdtrit(runs - 1.0, (1.0 + LEVEL) / 2.0)) * error
        p = 2.0 * float(stdtr(runs - 1.0, -abs(middle) / error))
    return Difference(middle, max(-1.0, middle - half), min(1.0, middle + half), p)


def holm(p: ArrayLike) -> NDArray[np.float64]:
    """Return p-values corrected for their number: the chance of any false alarm among all stays at the level.

    Source: Holm (1979).

    Examples
    --------
    >>> holm([0.01, 0.04, 0.03]).round(3).tolist()
    [0.03, 0.06, 0.06]
    """
    values = np.asarray(p, np.float64)
    order = np.argsort(values, kind="stable")
    times = np.arange(len(values), 0, -1)
    corrected = np.empty_like(values)
    corrected[order] = np.minimum(1.0, np.maximum.accumulate(times * values[order])) if len(values) else 0.0
    return corrected


def variance_reduction(base: ArrayLike, variant: ArrayLike) -> float | None:
    """Return the variance of an unpaired difference of shares over that of the paired one.

    None where a share is 0 or 1, or where no run differs: then it cannot be said.

    Examples
    --------
    >>> variance_reduction([True, False, True, False], [True, False, False, False])
    2.333333
    """
    b, v = (np.asarray(one, np.float64) for one in (base, variant))
    if len(b) < 2 or b.min() == b.max() or v.min() == v.max():
        return None
    paired = float((v - b).var(ddof=1))
    return float(b.var(ddof=1) + v.var(ddof=1)) / paired if paired > 0.0 else None

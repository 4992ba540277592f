"""Proper scores of forecasts of what did or did not happen, and how to read them.

A forecast is a probability, an outcome 0 or 1. Lower is better for the logarithmic and the Brier score,
higher for the area under the curve.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

LEAST = 0.01
"""Forecasts are kept this far from 0 and 1 before a logarithm is taken: chosen because a model that is played
a hundred times cannot know more, and one surprise would else outweigh all."""


def log_loss(forecast: ArrayLike, outcome: ArrayLike) -> NDArray[np.float64]:
    """Return the logarithmic score of each forecast, in nats.

    Source: Good (1952).

    >>> log_loss([0.5, 0.9], [1, 1]).round(3).tolist()
    [0.693, 0.105]
    """
    p = np.clip(np.asarray(forecast, np.float64), LEAST, 1.0 - LEAST)
    y = np.asarray(outcome, np.float64)
    return -(y * np.log(p) + (1.0 - y) * np.log1p(-p))


def brier(forecast: ArrayLike, outcome: ArrayLike) -> NDArray[np.float64]:
    """Return the Brier score of each forecast: the squared error.

    Source: Brier (1950), for two classes and halved.

    >>> brier([0.5, 0.9], [1, 1]).round(3).tolist()
    [0.25, 0.01]
    """
    return np.square(np.asarray(forecast, np.float64) - np.asarray(outcome, np.float64))


def auc(forecast: ArrayLike, outcome: ArrayLike) -> float:
    """Return how often somebody freed had the higher forecast of a freed and an unfreed one; ties count half.

    NaN if all outcomes are the same. Source: Hanley and McNeil (1982).

    >>> auc([0.9, 0.4, 0.4, 0.1], [1, 1, 0, 0])
    0.875
    """
    p, y = np.asarray(forecast, np.float64), np.asarray(outcome, bool)
    freed, kept = int(y.sum()), int((~y).sum())
    if freed == 0 or kept == 0:
        return math.nan
    from scipy.stats import rankdata  # takes a second to import

    ranks = rankdata(p)
    return float((ranks[y].sum() - freed * (freed + 1) / 2) / (freed * kept))


class Bin(NamedTuple):
    """A part of a calibration curve: forecasts in it, their mean, and the share that came true."""

    size: int
    forecast: float
    came_true: float


def calibration(forecast: ArrayLike, outcome: ArrayLike, bins: int = 5) -> list[Bin]:
    """Return the calibration curve in equal steps of the forecast; empty steps are left out.

    >>> calibration([0.1, 0.1, 0.9], [0, 0, 1], bins=2)
    [Bin(size=2, forecast=0.1, came_true=0.0), Bin(size=1, forecast=0.9, came_true=1.0)]
    """
    p, y = np.asarray(forecast, np.float64), np.asarray(outcome, np.float64)
    step = np.minimum((p * bins).astype(int), bins - 1)
    inside = [step == k for k in range(bins)]
    return [Bin(int(m.sum()), float(p[m].mean()), float(y[m].mean())) for m in inside if m.any()]


def smoothed(successes: ArrayLike, runs: int) -> NDArray[np.float64]:
    """Return probabilities from counts in runs: Jeffreys' estimate, which is never 0 or 1.

    >>> smoothed([0, 10], 10).round(3).tolist()
    [0.045, 0.955]
    """
    return np.asarray((np.asarray(successes, np.float64) + 0.5) / (runs + 1.0))

"""How sure a fit is of each coefficient, and what the data could not say.

Around the mean of the search the losses that were tried are described by a parabola in each logarithm x_i,

    L(x) ≈ a + Σ_i b_i x_i + ½ Σ_i h_i x_i²,   h_i ≥ 0,

by least squares; x_i is then normal about the mean of the search with variance 1 / (h_i + 1/s²), s being the prior's
standard deviation (Laplace's approximation; Gelman et al. 2013, section 4.1). L has jumps and noise and its terms
interact, so that this is an order of magnitude, not a certificate. What the data do not speak of keeps its prior.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy.optimize import lsq_linear

from sim.analysis.fit import Fitted
from sim.analysis.intervals import Z

SILENT = 0.9
"""Share of the prior's standard deviation from which on the data are said to be silent."""


@dataclass(frozen=True)
class Factor:
    """A coefficient's factor with the ends of its 95 % interval; ``told`` if the data speak of it."""

    path: str
    factor: float
    low: float
    high: float
    sd_log: float
    told: bool


def intervals(fitted: Fitted) -> list[Factor]:
    """Return the factor of each coefficient with its interval, in the order of the plan.

    Examples
    --------
    >>> from sim.analysis.fit import Plan, Trials
    >>> plan = Plan(("a",), ("p", "q"), (1.0,), prior_sd=0.5)
    >>> draws = np.random.default_rng(1).normal(0.0, 0.3, (200, 2))
    >>> trials = Trials(draws.tolist(), [[50.0 * x * x] for x, _ in draws])
    >>> [one.told for one in intervals(Fitted(plan, (0.0, 0.0), (0.0,), trials))]
    [True, False]
    """
    plan = fitted.plan
    bend = _curvature(fitted)
    found = []
    for path, x, h in zip(plan.paths, fitted.x, bend, strict=True):
        sd = 1.0 / math.sqrt(h + plan.prior_sd**-2)
        low, high = math.exp(x - Z * sd), math.exp(x + Z * sd)
        found.append(Factor(path, math.exp(x), low, high, sd, sd < SILENT * plan.prior_sd))
    return found


def _curvature(fitted: Fitted) -> list[float]:
    """Return h_i, from the trials; 0 where there are too few to say."""
    count = len(fitted.plan.paths)
    if len(fitted.trials) < 2 * count + 2:
        return [0.0] * count
    x, losses = fitted.trials.arrays()
    away = x - np.array(fitted.x)
    data = losses @ np.array(fitted.plan.weights)
    # Nearer trials count more: a parabola holds near the mean alone.
    distance = (away**2).sum(axis=1)
    weight = np.sqrt(np.exp(-0.5 * distance / max(float(np.median(distance)), 1e-12)))
    columns = np.hstack([np.ones((len(x), 1)), away, 0.5 * away**2])
    least = np.r_[np.full(1 + count, -np.inf), np.zeros(count)]
    # A little ridge, so that few trials bend nothing.
    ridge = np.sqrt(1e-3) * np.eye(1 + 2 * count)
    solved = lsq_linear(
        np.vstack([columns * weight[:, None], ridge]), np.r_[data * weight, np.zeros(1 + 2 * count)],
        bounds=(least, np.inf),
    )  # fmt: skip
    return [max(0.0, float(h)) for h in solved.x[1 + count :]]

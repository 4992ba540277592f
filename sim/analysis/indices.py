"""Indices of sensitivity of a function of numbers between 0 and 1, with intervals: Sobol's and Morris's, by SALib.

*First order*: the share of the variance that would go if this input alone were known. *Total*: the share that would
stay if everything else were known. *Mean effect* (μ*): the mean size of the change when one input moves and the others
stay; its spread (σ) is large where that depends on the others.

Source: Sobol (1993); Saltelli and others (2010); Morris (1991); Campolongo and others (2007); Herman and Usher (2017).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.analysis.intervals import Estimate, Z
from sim.errors import UsageError
from sim.given import whole

METHODS = ("sobol", "morris")
LEVELS = 4
"""Of Morris's grid, as he advises."""
_SEEDS = 2**32 - 1


class Index(NamedTuple):
    """How much of a figure hangs on one input: two indices, each with its 95 % interval.

    By Sobol's method they are the first order and the total; by Morris's the mean effect and its spread, whose
    interval is not given.
    """

    path: str
    first: Estimate
    second: Estimate


def points(method: str, inputs: int, samples: int, seed: int) -> NDArray[np.float64]:
    """Return where to evaluate the function: (points, inputs), between 0 and 1.

    Parameters
    ----------
    method
        ``sobol`` (samples × (inputs + 2) points) or ``morris`` (samples × (inputs + 1)).
    inputs, samples
        How many; samples of Sobol's are a power of 2.
    seed
        Key of what is drawn; 0 is a seed like any other.

    Raises
    ------
    UsageError
        If a number cannot be meant so.

    Examples
    --------
    >>> points("sobol", 3, 8, 0).shape, points("morris", 3, 8, 0).shape
    ((40, 3), (32, 3))
    """
    if method not in METHODS:
        raise UsageError(f"--method {method}: allowed: {', '.join(METHODS)}")
    samples = whole("samples", samples, 2)
    if method == "sobol" and samples & (samples - 1):
        raise UsageError(f"samples: found {samples}; allowed: a power of 2, such as 256")
    problem = _problem(inputs)
    # SALib takes seed 0 for none, hence one more.
    if method == "sobol":
        from SALib.sample import sobol

        made = sobol.sample(problem, samples, calc_second_order=False, seed=_seed(seed))
    else:
        from SALib.sample import morris

        made = morris.sample(problem, samples, num_levels=LEVELS, seed=_seed(seed))
    return np.asarray(made, np.float64)


def indices(
    method: str, paths: Sequence[str], x: NDArray[np.float64], y: NDArray[np.float64], seed: int
) -> list[Index] | None:
    """Return the indices of each input; None if the function does not vary.

    Parameters
    ----------
    method, seed
        As of `points`.
    paths
        Names of the inputs.
    x, y
        (points, inputs) as of `points`, and (points,) what the function gave.
    """
    if np.ptp(y) == 0.0:
        return None
    problem = _problem(len(paths))
    if method == "sobol":
        from SALib.analyze import sobol

        found = sobol.analyze(problem, y, calc_second_order=False, num_resamples=400, seed=_seed(seed))
        pairs = [("S1", "S1_conf"), ("ST", "ST_conf")]
    else:
        from SALib.analyze import morris

        found = morris.analyze(problem, x, y, num_resamples=400, num_levels=LEVELS, seed=_seed(seed))
        pairs = [("mu_star", "mu_star_conf"), ("sigma", "")]

    def estimates(name: str, half: str) -> list[Estimate]:
        values = np.asarray(found[name], np.float64)
        halves = np.asarray(found[half], np.float64) if half else np.full_like(values, np.nan)
        return [Estimate(float(v), float(v - h), float(v + h)) for v, h in zip(values, halves, strict=True)]

    first, second = (estimates(*pair) for pair in pairs)
    return [Index(*row) for row in zip(paths, first, second, strict=True)]


def moves(method: str, x: NDArray[np.float64], y: NDArray[np.float64]) -> list[Estimate]:
    """Return by how much the function rises as each input goes from 0 to 1 and the others stay, with 95 % intervals.

    A straight line through the origin, laid by least squares through the differences of points that differ in this
    input alone; its interval allows for differences that scatter unevenly (White 1980).

    Parameters
    ----------
    method, x, y
        As of `indices`.

    Examples
    --------
    >>> x = points("sobol", 2, 8, 0)
    >>> [round(one.estimate, 9) for one in moves("sobol", x, 3.0 * x[:, 0])]
    [3.0, 0.0]
    """
    inputs = x.shape[1]
    if method == "sobol":
        first = np.arange(0, len(x), inputs + 2)
        pairs = [(first, first + 1 + n) for n in range(inputs)]
    else:
        step = np.flatnonzero(np.arange(1, len(x)) % (inputs + 1) != 0)
        moved = np.abs(np.diff(x, axis=0))[step].argmax(axis=1)
        pairs = [(step[moved == n], step[moved == n] + 1) for n in range(inputs)]
    found = []
    for n, (one, other) in enumerate(pairs):
        dx, dy = x[other, n] - x[one, n], y[other] - y[one]
        size = float((dx * dx).sum())
        slope = float((dx * dy).sum()) / size
        half = Z * math.sqrt(float((dx * dx * (dy - slope * dx) ** 2).sum())) / size
        found.append(Estimate(slope, slope - half, slope + half))
    return found


def _problem(inputs: int) -> dict[str, Any]:
    return {"num_vars": inputs, "names": [f"x{n}" for n in range(inputs)], "bounds": [[0.0, 1.0]] * inputs}


def _seed(seed: int) -> int:
    return seed % _SEEDS + 1

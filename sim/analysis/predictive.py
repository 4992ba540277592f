"""Posterior predictive checks: would the fitted model make a past that looks like the documented one?

Each of R runs of all cases is one past. Of each the same figures are taken as of the documented one; where the
documented figure lies outside of nearly all of them, the model errs in a way that no coefficient mends.
Source: Gelman et al. (2013), chapter 6.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.analysis.forecast import outcomes
from sim.analysis.multiplied import Multiplied
from sim.ensemble.batch import play_batch
from sim.scenario.compile import compile_scenario

RUNS = 40
FIGURES = ("share of cases with a deal", "share of captives let go", "share of concessions made", "names in a deal")


@dataclass(frozen=True)
class Check:
    """A figure of the documented past beside the model's; ``above`` is the share of runs that are not below it."""

    figure: str
    on_record: float
    median: float
    low: float
    high: float
    above: float


def predictive_checks(
    cases: Sequence[Multiplied], factors: Mapping[str, float], *, runs: int = RUNS, seed: int = 3
) -> list[Check]:
    """Return each figure of the documented past beside those of so many pasts that the model makes.

    Parameters
    ----------
    cases
        Cases that document something.
    factors
        By which their coefficients are multiplied.
    runs, seed
        How many pasts, and their key, which no fit uses.

    Examples
    --------
    >>> from sim.analysis.multiplied import load_multiplied
    >>> [check.on_record for check in predictive_checks([load_multiplied("egorov-makinen-1963")], {}, runs=3)][:2]
    [1.0, 1.0]
    """
    made: list[NDArray[np.float64]] = []  # of each case (R + 1, 5): deal, freed, captives, granted, concessions
    for case in cases:
        truth = case.case.truth
        if truth is None:
            continue
        compiled = compile_scenario(case.times(factors))
        people, grants = outcomes(compiled, truth)
        given = play_batch(compiled, seed, 0, runs).released.max(axis=1) > 0
        place = {name: at for at, name in enumerate(compiled.index.assets)}
        freed = given[:, [place[name] for name in people]]
        granted = given[:, [place[name] for name in grants]]
        table = np.zeros((runs + 1, 5))
        table[:runs, 0], table[:runs, 1], table[:runs, 3] = freed.any(axis=1), freed.sum(axis=1), granted.sum(axis=1)
        table[runs, [0, 1, 3]] = truth.date is not None, sum(people.values()), sum(grants.values())
        table[:, 2], table[:, 4] = len(people), len(grants)
        made.append(table)
    total = np.sum(made, axis=0)
    deals, freed, captives, granted, concessions = total.T
    figures = (
        deals / len(made), freed / captives, granted / np.maximum(concessions, 1.0), freed / np.maximum(deals, 1.0),
    )  # fmt: skip
    found = []
    for name, values in zip(FIGURES, figures, strict=True):
        told, real = values[:runs], float(values[runs])
        low, middle, high = np.quantile(told, [0.025, 0.5, 0.975])
        found.append(Check(name, real, float(middle), float(low), float(high), float((told >= real).mean())))
    return found

"""How far a model's probabilities are to be trusted, learnt from cases whose answers are known.

Runs that agree with each other make a model sure of itself. Its log odds are therefore shrunk, for each kind of
question, as logit p' = a + b logit p with b from 0 to 2, by least logarithmic loss on the known cases and a prior
of a = 0, b = 1 (Platt 1999; Cox 1958). b = 0 would say that the runs tell nothing beyond the base rate.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from scipy.optimize import minimize
from scipy.special import expit, logit

from sim.analysis.questions import KINDS, Question
from sim.analysis.rivals import Key

PRIOR_SD = 1.0
LEAST = 0.005


def recalibrated(
    known: Sequence[Question], asked: Sequence[Question], chances: Mapping[Key, float]
) -> tuple[dict[Key, float], dict[str, tuple[float, float]]]:
    """Return the forecasts of `asked` as the answers of `known` correct them, and (a, b) of each kind.

    Examples
    --------
    >>> made = [Question("a", 0, "deal", str(k), k % 2, {}) for k in range(40)]
    >>> sure = {one.key: 0.99 for one in made}
    >>> told, line = recalibrated(made, made, sure)
    >>> 0.45 < told["a", "deal", "0"] < 0.6
    True
    """
    lines = {kind: _line([one for one in known if one.kind == kind], chances) for kind in KINDS}
    found = {}
    for one in asked:
        a, b = lines[one.kind]
        found[one.key] = float(expit(a + b * _odds(chances[one.key])))
    return found, lines


def _odds(chance: float) -> float:
    return float(logit(min(max(chance, LEAST), 1.0 - LEAST)))


def _line(known: Sequence[Question], chances: Mapping[Key, float]) -> tuple[float, float]:
    if not known:
        return 0.0, 1.0
    z, y = np.array([_odds(chances[one.key]) for one in known]), np.array([one.answer for one in known])

    def loss(w: np.ndarray) -> float:
        told = w[0] + w[1] * z
        prior = 0.5 * (w[0] ** 2 + (w[1] - 1.0) ** 2) / PRIOR_SD**2
        return float(np.logaddexp(0.0, told).sum() - y @ told + prior)

    found = minimize(loss, np.array([0.0, 0.7]), method="L-BFGS-B", bounds=[(-3.0, 3.0), (0.0, 2.0)]).x
    return float(found[0]), float(found[1])

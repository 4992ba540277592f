"""How far a model's probabilities are to be trusted, learnt from cases whose answers are known.

Runs that agree with each other make a model sure of itself. Its log odds are therefore shrunk, for each kind of
question, as logit p' = b logit p with b from 0 to 2, by least logarithmic loss on the known cases and a prior of
b = 1 (Cox 1958, without his intercept: one that is learnt without a family leans against it, as base rates do).
b = 0 would say that the runs tell nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from scipy.special import expit, logit

from sim.analysis.questions import KINDS, Question
from sim.analysis.rivals import Key

PRIOR_SD = 1.0
LEAST = 0.005


def recalibrated(
    known: Sequence[Question], asked: Sequence[Question], chances: Mapping[Key, float]
) -> tuple[dict[Key, float], dict[str, float]]:
    """Return the forecasts of `asked` as the answers of `known` correct them, and b of each kind.

    Examples
    --------
    >>> made = [Question("a", 0, "deal", str(k), k % 2, {}) for k in range(40)]
    >>> sure = {one.key: 0.99 for one in made}
    >>> told, trust = recalibrated(made, made, sure)
    >>> 0.45 < told["a", "deal", "0"] < 0.6
    True
    """
    trust = {kind: _slope([one for one in known if one.kind == kind], chances) for kind in KINDS}
    found = {}
    for one in asked:
        found[one.key] = float(expit(trust[one.kind] * _odds(chances[one.key])))
    return found, trust


def _odds(chance: float) -> float:
    return float(logit(min(max(chance, LEAST), 1.0 - LEAST)))


def _slope(known: Sequence[Question], chances: Mapping[Key, float]) -> float:
    from scipy.optimize import minimize_scalar  # an ensemble need not wait for it

    if not known:
        return 1.0
    z, y = np.array([_odds(chances[one.key]) for one in known]), np.array([one.answer for one in known])

    def loss(b: float) -> float:
        return float(np.logaddexp(0.0, b * z).sum() - b * (y @ z) + 0.5 * (b - 1.0) ** 2 / PRIOR_SD**2)

    return float(minimize_scalar(loss, bounds=(0.0, 2.0), method="bounded").x)

"""Exponential time-dependent concession (Faratin, Sierra and Jennings 1998, section 4.1).

Share conceded ``exp((1 − t/T)^β · ln k)`` with k = 1 − START; the aspiration is one minus it.
"""

from __future__ import annotations

import math

from sim.state.compiled import rule
from sim.state.layout import Floats
from sim.tactics.aspiration import talk as t


@rule
def aspiration(talk: Floats) -> float:
    """Return the aspiration after the share of time that is used.

    >>> import numpy as np
    >>> row = np.zeros(12); row[0], row[1], row[3] = 0.5, 1.0, 0.9
    >>> round(1.0 - aspiration(row), 5)
    0.31623
    """
    k = max(1e-6, 1.0 - talk[t.START])
    conceded = math.exp((1.0 - talk[t.TIME]) ** talk[t.BETA] * math.log(k))
    return max(talk[t.FLOOR], 1.0 - conceded)

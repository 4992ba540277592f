"""Polynomial time-dependent concession (Faratin, Sierra and Jennings 1998, section 4.1).

Share conceded ``k + (1 − k)·(t/T)^(1/β)``; the aspiration is one minus it, kept above a floor.
β < 1 is Boulware, 1 linear, β > 1 Conceder; other texts write the exponent the other way round.
"""

from __future__ import annotations

from sim.state.compiled import rule
from sim.state.layout import Floats
from sim.tactics.aspiration import talk as t


@rule
def aspiration(talk: Floats) -> float:
    """Return the aspiration after the share of time that is used.

    >>> import numpy as np
    >>> row = np.zeros(12); row[0], row[1], row[3] = 0.5, 1.0, 0.9
    >>> round(aspiration(row), 6)
    0.45
    """
    k = 1.0 - talk[t.START]
    conceded = k + (1.0 - k) * talk[t.TIME] ** (1.0 / talk[t.BETA])
    return max(talk[t.FLOOR], 1.0 - conceded)

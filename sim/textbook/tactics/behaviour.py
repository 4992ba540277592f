"""Behaviour alone: concede what the other conceded (Faratin, Sierra, Jennings 1998, section 4.3)."""

from __future__ import annotations

from sim.state.layout import Floats
from sim.tactics.aspiration import tit_for_tat

TRAITS = ("stands while the other stands",)


def aspiration(talk: Floats, mix: float) -> float:
    """Return the last aspiration less what the other's last two offers conceded.

    >>> import numpy as np
    >>> row = np.zeros(12); row[1], row[3], row[4], row[6], row[7] = 1.0, 1.0, 0.8, 0.3, 0.2
    >>> round(aspiration(row, 0.0), 6)
    0.7
    """
    del mix
    return float(tit_for_tat.aspiration(talk))

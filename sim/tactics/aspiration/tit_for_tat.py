"""Tit for tat in one's own utility: concede what the other's last bid conceded to me.

The absolute form of Faratin, Sierra and Jennings (1998, section 4.3), carried from one issue to the
utility of a whole package; β scales the answer (1 matches).
"""

from __future__ import annotations

from sim.state.compiled import rule
from sim.state.layout import Floats
from sim.tactics.aspiration import talk as t


@rule
def aspiration(talk: Floats) -> float:
    """Return the last aspiration less what the other's last two bids conceded.

    >>> import numpy as np
    >>> row = np.zeros(12); row[1], row[3], row[4], row[6], row[7] = 1.0, 1.0, 0.8, 0.3, 0.2
    >>> round(aspiration(row), 6)
    0.7
    """
    received, before = talk[t.RECEIVED], talk[t.RECEIVED_BEFORE]
    if received != received or before != before:
        return talk[t.LAST]
    conceded = talk[t.BETA] * (received - before)
    return max(talk[t.FLOOR], min(talk[t.START], talk[t.LAST] - conceded))

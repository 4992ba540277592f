"""Zeuthen's concessions (Zeuthen 1930; Harsanyi 1956): the one less ready to risk conflict yields.

My risk limit is (what I ask − what is offered me) / what I ask, in shares above the reservation.
If it is not above the other's, as I believe it, I concede just enough to turn the scale; else I
stand.
"""

from __future__ import annotations

from sim.state.compiled import rule
from sim.state.layout import Floats
from sim.tactics.aspiration import talk as t

LOOKS_AT = ("THEIR_RISK",)


@rule
def aspiration(talk: Floats) -> float:
    """Return what I ask for next.

    >>> import numpy as np
    >>> row = np.zeros(12); row[3], row[5], row[6], row[8], row[11] = 1.0, 1.0, 0.5, 1.0, 0.2
    >>> aspiration(row)
    1.0
    >>> row[11] = 0.8
    >>> 0.5 < aspiration(row) < 1.0
    True
    """
    received = talk[t.RECEIVED]
    if talk[t.MINE_NAMED] == 0.0 or received != received:
        return talk[t.START]
    mine = max(1e-9, talk[t.MY_BID])
    risk = min(1.0, max(0.0, (mine - received) / mine))
    if risk > talk[t.THEIR_RISK]:
        return max(talk[t.FLOOR], mine)
    step = 0.5 * max(0.02, mine - max(0.0, received)) * max(0.1, talk[t.THEIR_RISK] - risk)
    return max(talk[t.FLOOR], mine - step)

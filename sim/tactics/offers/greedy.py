"""The greedy offer: take each trade that still fits, in order of what it gives for its cost."""

from __future__ import annotations

from sim.state.compiled import inner
from sim.state.layout import Bytes, Floats


@inner
def take_greedily(gain: Floats, cost: Floats, party: int, count: int, room: float, taken: Bytes) -> float:
    """Mark the trades taken; return what they give the others.

    Parameters
    ----------
    gain, cost
        (P, I) of every party's trades, in the order of `sim.tactics.offers.trades.line_up`. Whole
        arrays and a place, here and below: to cut out a row costs more than the rest of an offer.
    party
        Whose trades.
    count
        How many trades there are.
    room
        What I can give up.
    taken
        (I,) written: 1 for each trade taken.
    """
    given = 0.0
    for at in range(count):
        taken[at] = 0
        if cost[party, at] <= room:
            taken[at] = 1
            room -= cost[party, at]
            given += gain[party, at]
    return given

"""Linkages: this one only against a basket that holds those, and never with that."""

from __future__ import annotations

from sim.state import columns as c
from sim.state.compiled import rule
from sim.state.layout import Bytes, Ints

IDLE, HOLDS, BROKEN = 0, 1, 2


@rule
def linkage_state(link_i: Ints, when: Bytes, need: Bytes, forbid: Bytes, x: Bytes) -> int:
    """Return whether a linkage is idle (0), holds (1) or is broken (2) in package `x`.

    It speaks when something of `when` is in the package (or always, if it says so); it holds if
    enough of `need` and nothing of `forbid` are in it too.
    """
    speaks = link_i[c.LINK_ALWAYS] == 1
    found = 0
    for asset in range(x.shape[0]):
        if x[asset] > 0:
            if when[asset]:
                speaks = True
            if need[asset]:
                found += 1
    if not speaks:
        return IDLE
    for asset in range(x.shape[0]):
        if x[asset] > 0 and forbid[asset]:
            return BROKEN
    return HOLDS if found >= link_i[c.LINK_COUNT] else BROKEN

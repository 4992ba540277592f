"""The best offer, proved: depth-first branch and bound (Horowitz and Sahni 1974).

The bound is the fractional knapsack: what the trades left would give if the first that does not fit
could be made in part. Seven to some sixty nodes on average, from 12 to 60 issues of random worth.
"""

from __future__ import annotations

from sim.state.compiled import inner
from sim.state.layout import Bytes, Floats, Ints

# A worst case is exponential: after so many nodes the best offer so far stands, and is counted as
# unproved. Chosen because it is some thousand times the mean and still a fraction of a second.
MOST_NODES = 200_000
# Two offers nearer than this share of the whole are equal: sums in another order differ by less.
ROUNDING = 1e-12

NODES, UNPROVED = 0, 1  # places of `tally`


@inner
def take_best(
    gain: Floats, cost: Floats, party: int, count: int, room: float, taken: Bytes, trial: Bytes, tally: Ints
) -> float:  # fmt: skip
    """Mark the trades that give the others most within the room; return what they give.

    Of equal ones the first found: the one that takes trades early in the order. Parameters as for
    `sim.tactics.offers.greedy.take_greedily`, and

    Parameters
    ----------
    trial
        (I,) room to work in.
    tally
        (2,) added to: nodes visited, and offers that were not proved the best.
    """
    whole = 0.0
    for at in range(count):
        whole += gain[party, at]
    least = ROUNDING * whole
    best, given, at, nodes = -1.0, 0.0, 0, 0
    while True:
        nodes += 1
        # Forward: take what fits. The first that does not fit ends the bound; it is left out only
        # if the bound says that something better can still come.
        while at < count:
            left, bound, ahead = room, given, at
            while ahead < count and cost[party, ahead] <= left:
                left -= cost[party, ahead]
                bound += gain[party, ahead]
                ahead += 1
            whole_part = bound
            if ahead < count:
                bound += gain[party, ahead] * (left / cost[party, ahead])
            if bound <= best + least:
                break
            for k in range(at, ahead):
                trial[k] = 1
            given, room, at = whole_part, left, ahead
            if at < count:
                trial[at] = 0
                at += 1
        if at == count and given > best + least:
            best = given
            for k in range(count):
                taken[k] = trial[k]
        if nodes >= MOST_NODES:
            tally[UNPROVED] += 1
            break
        # Back: leave out the last trade taken.
        at -= 1
        while at >= 0 and trial[at] == 0:
            at -= 1
        if at < 0:
            break
        trial[at] = 0
        given -= gain[party, at]
        room += cost[party, at]
        at += 1
    tally[NODES] += nodes
    return best

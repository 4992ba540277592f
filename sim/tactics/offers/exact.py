"""The best offer, proved: depth-first branch and bound (Horowitz and Sahni 1974).

The bound is the fractional knapsack: what the trades left would give if the first that does not fit
could be made in part. A node is one such bound; on worths drawn at random an offer takes some three of
them at 12 issues, seven at 24 and twenty-seven at 60.
"""

from __future__ import annotations

from sim.state.compiled import inner
from sim.state.layout import Bytes, Floats, Ints

# A worst case is exponential: after so many nodes the best offer so far stands, and is counted as
# unproved. Chosen because it is thousands of times the mean and still a fraction of a second.
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
        (2,) added to: bounds computed, and offers that were not proved the best.
    """
    whole = 0.0
    for k in range(count):
        whole += gain[party, k]
    least = ROUNDING * whole
    # The first leaf of the tree is the greedy offer; the search goes back from there.
    best, left = 0.0, room
    for k in range(count):
        trial[k] = 0
        if cost[party, k] <= left:
            trial[k] = 1
            left -= cost[party, k]
            best += gain[party, k]
        taken[k] = trial[k]
    given, at, nodes = best, count, 1
    while True:
        # Back: leave out the last trade taken.
        at -= 1
        while at >= 0 and trial[at] == 0:
            at -= 1
        if at < 0:
            break
        trial[at] = 0
        given -= gain[party, at]
        left += cost[party, at]
        at += 1
        # Forward: take what fits. The first that does not fit ends the bound, and is left out only if
        # the bound says that something better can still come.
        while at < count:
            nodes += 1
            rest, whole, ahead = left, given, at
            while ahead < count and cost[party, ahead] <= rest:
                rest -= cost[party, ahead]
                whole += gain[party, ahead]
                ahead += 1
            bound = whole
            if ahead < count:
                bound += gain[party, ahead] * (rest / cost[party, ahead])
            if bound <= best + least:
                break
            for k in range(at, ahead):
                trial[k] = 1
            given, left, at = whole, rest, ahead
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
    tally[NODES] += nodes
    return best

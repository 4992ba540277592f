"""What a party can give up, and in which order: the common ground of `greedy` and `exact`.

From the package that is best for me, each issue on which the others want the opposite is a *trade*:
turning it costs me c > 0 and gives the others g > 0. The best offer at a bar T is then a 0/1 knapsack
(Dantzig 1957): the trades with the largest Σ g whose Σ c fits into the room, best − T.
"""

from __future__ import annotations

from sim.state.compiled import inner
from sim.state.layout import Bytes, Floats, Ints


@inner
def line_up(
    worth: Floats, others: Floats, party: int, start: Bytes, issue: Ints, gain: Floats, cost: Floats
) -> int:  # fmt: skip
    """List one party's trades, most given for each unit of cost first; return how many there are.

    Ties: the larger trade first, then the earlier issue. Issues that cost me nothing stand in `start`
    as the others like them, and a trade that gives them nothing is none.

    Parameters
    ----------
    worth, others
        (P, I) what a yes to each issue is worth to each party, and to the others together.
    party
        Whose row it is.
    start
        (P, I) written: the package that is best for me.
    issue, gain, cost
        (P, I) written: the issue of each trade, what it gives the others, and what it costs me.
    """
    count = 0
    for a in range(worth.shape[1]):
        mine, theirs = worth[party, a], others[party, a]
        start[party, a] = 1 if mine > 0.0 or (mine == 0.0 and theirs > 0.0) else 0
        if mine * theirs >= 0.0:
            continue
        g, c = abs(theirs), abs(mine)
        at = count
        while at > 0:
            ahead = g * cost[party, at - 1] - gain[party, at - 1] * c
            if ahead < 0.0 or (ahead == 0.0 and c <= cost[party, at - 1]):
                break
            issue[party, at] = issue[party, at - 1]
            gain[party, at] = gain[party, at - 1]
            cost[party, at] = cost[party, at - 1]
            at -= 1
        issue[party, at], gain[party, at], cost[party, at] = a, g, c
        count += 1
    return count


@inner
def name_package(start: Bytes, issue: Ints, party: int, taken: Bytes, count: int, package: Bytes) -> None:
    """Write the package that is left of `start` after the trades that are taken."""
    for a in range(package.shape[0]):
        package[a] = start[party, a]
    for at in range(count):
        if taken[at]:
            package[issue[party, at]] = 1 - start[party, issue[party, at]]

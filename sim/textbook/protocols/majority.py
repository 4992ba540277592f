"""Majority: a deal needs a quota, so that whoever is not needed is left out (Baron, Ferejohn 1989, closed rule).

In each round one party is recognised to propose, all with the same chance; time is limited.
"""

from __future__ import annotations

import numpy as np

from sim.given import Floats, number, whole
from sim.textbook.deals import SAME, Deals, Move, Played

TRAITS = ("quota content",)


def play(
    deals: Deals, quota: int | None = None, rounds: int = 20, discount: float = 0.9, proposer: int | str = 0
) -> Played:  # fmt: skip
    """Play it in equilibrium, one given party being recognised first.

    Whoever is asked votes for what is no worse than to expect the next round, and never for less than no deal; the
    proposer names the best for itself of what finds the quota. ``values`` are what each expects before anybody is
    recognised.

    Parameters
    ----------
    deals
        What can be agreed on.
    quota
        Yeses needed, the proposer's included; more than half, if not said.
    rounds, discount
        As of alternating offers.
    proposer
        Who is recognised first.

    Examples
    --------
    >>> thirds = Deals([[a, b, 10 - a - b] for a in range(11) for b in range(11 - a)])
    >>> thirds.utility[play(thirds, rounds=1).deal].tolist(), thirds.utility[play(thirds, quota=3).deal].tolist()
    ([10.0, 0.0, 0.0], [4.0, 3.0, 3.0])
    """
    parties = len(deals.parties)
    needed = whole("quota", parties // 2 + 1 if quota is None else quota, 1, parties)
    count = whole("rounds", rounds, 1, 10**5)
    delta = number("discount", discount, 0.0, 1.0, "(]")
    value: Floats = np.zeros(parties)
    named: list[int | None] = []
    for _ in range(count):
        waiting = np.maximum(delta * value, 0.0)
        votes = deals.gain >= waiting - SAME
        named = [deals.best_for(me, votes[:, me] & (votes.sum(axis=1) >= needed)) for me in range(parties)]
        ends = [waiting if deal is None else deals.gain[deal] for deal in named]
        last, value = value, np.mean(ends, axis=0)
    me = deals.place_of(proposer)
    asked = {"quota": needed, "rounds": count, "discount": delta, "proposer": deals.parties[me]}
    values = tuple(value.tolist())
    deal = named[me]
    if deal is None:
        return Played("majority", asked, None, 1, (Move(0, me, "wait", -1),), "no deal finds the quota", values)
    waiting = np.maximum(delta * last, 0.0)
    moves = [Move(0, me, "propose", deal)]
    for party in range(parties):
        if party != me:
            moves.append(
                Move(0, party, "accept" if deals.gain[deal, party] >= waiting[party] - SAME else "refuse", deal)
            )
    out = [deals.parties[party] for party in range(parties) if deals.gain[deal, party] < -SAME]
    note = f"below no deal: {', '.join(out)}" if out else ""
    return Played("majority", asked, deal, 1, tuple(moves), note, values)

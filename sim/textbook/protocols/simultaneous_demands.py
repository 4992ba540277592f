"""Simultaneous demands: all name a deal at once, and the one less ready to risk a breakdown concedes.

The monotonic concession protocol with Zeuthen's rule (Zeuthen 1930; Rosenschein, Zlotkin 1994), for n parties as
in Endriss 2006. With one round it is Nash's demand game (1953): agreed only if the first demands fit.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.given import Floats, whole
from sim.textbook.deals import SAME, Deals, Move, Played

TRAITS = ("unanimous", "demands never rise")


def play(deals: Deals, rounds: int | None = None) -> Played:
    """Play it: a deal is agreed once it gives everybody no less than its own demand does.

    Each begins with its best deal among those that leave nobody below no deal. A party's risk limit is the share
    of its own demand that it would lose by taking the demand worst for it. In each round those with the lowest
    limit concede: to the next deal down that gives somebody else more. Of several deals that fit, the one with the
    largest product of gains, then the first.

    Parameters
    ----------
    deals
        What can be agreed on.
    rounds
        At most; as many as it takes, if not said.

    Examples
    --------
    >>> line = Deals([[2, 8], [6, 7], [8, 6], [12, 5], [14, 4], [16, 2], [18, 0]])
    >>> line.utility[play(line).deal].tolist(), play(line, rounds=1).deal is None
    ([12.0, 5.0], True)
    """
    parties = len(deals.parties)
    asked = {"rounds": rounds}
    limit = 10**6 if rounds is None else whole("rounds", rounds, 1, 10**6)
    zone = (deals.gain >= -SAME).all(axis=1)
    if not zone.any():
        return Played("simultaneous_demands", asked, None, 0, (), "no deal leaves nobody below no deal")
    gain = deals.gain
    demand = [deals.best_for(party, zone) for party in range(parties)]
    at: list[int] = [deal for deal in demand if deal is not None]
    moves = [Move(0, party, "demand", deal) for party, deal in enumerate(at)]
    spoken = 0
    while True:
        fits = [
            deal for deal in dict.fromkeys(at) if all(gain[deal, p] >= gain[at[p], p] - SAME for p in range(parties))
        ]
        if fits:
            best = max(fits, key=lambda deal: float(np.prod(np.maximum(gain[deal], 0.0))))
            return Played("simultaneous_demands", asked, best, spoken + 1, tuple(moves))
        spoken += 1
        if spoken >= limit:
            return Played("simultaneous_demands", asked, None, spoken, tuple(moves), "demands did not fit in time")
        lower = [_next_down(gain, zone, party, at[party]) for party in range(parties)]
        limits = [_limit(gain, at, party) if lower[party] is not None else np.inf for party in range(parties)]
        least = min(limits)
        if least == np.inf:
            return Played("simultaneous_demands", asked, None, spoken, tuple(moves), "nobody can concede any more")
        for party in range(parties):
            down = lower[party]
            if down is not None and limits[party] <= least + SAME:
                at[party] = down
                moves.append(Move(spoken, party, "demand", down))


def _limit(gain: Floats, at: list[int], party: int) -> float:
    """Return a party's risk limit."""
    own = float(gain[at[party], party])
    return 1.0 if own <= SAME else (own - float(min(gain[deal, party] for deal in at))) / own


def _next_down(gain: Floats, zone: Any, party: int, deal: int) -> int | None:
    """Return the next deal down for a party that gives somebody else more; None if there is none."""
    others = np.delete(gain, party, axis=1)
    lower = zone & (gain[:, party] < gain[deal, party] - SAME) & (others > others[deal] + SAME).any(axis=1)
    places = np.flatnonzero(lower)
    if not len(places):
        return None
    mine = gain[places, party]
    near = places[mine >= mine.max() - SAME]
    return int(near[np.argmax(others[near].sum(axis=1))])

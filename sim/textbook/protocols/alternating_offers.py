"""Alternating offers for n parties, by backward induction: the equilibrium where everybody knows everything.

Rubinstein 1982 for two; in each round one party proposes, in turn, and a deal needs all. Waiting a round leaves a
share `discount` of a gain. Time is limited: after the last round there is no deal (Ståhl 1972).
"""

from __future__ import annotations

import numpy as np

from sim.given import Floats, number, whole
from sim.textbook.deals import SAME, Deals, Move, Played

TRAITS = ("unanimous", "sure")


def play(deals: Deals, rounds: int = 60, discount: float = 0.95, proposer: int | str = 0) -> Played:
    """Play it in subgame-perfect equilibrium.

    Whoever is asked accepts what is no worse than waiting; whoever proposes names the best for itself of what all
    others accept, or lets the round go by if waiting is better. ``values`` are the gains expected at the start.

    Parameters
    ----------
    deals
        What can be agreed on.
    rounds
        How many there are.
    discount
        What is left of a gain after a round, above 0 and at most 1.
    proposer
        Who proposes first; the others follow in their order.

    Examples
    --------
    >>> pie = Deals([[share / 1000, 1 - share / 1000] for share in range(1001)])
    >>> pie.utility[play(pie, rounds=200, discount=0.8).deal].round(2).tolist()
    [0.56, 0.44]
    """
    count = whole("rounds", rounds, 1, 10**5)
    delta = number("discount", discount, 0.0, 1.0, "(]")
    first, parties = deals.place_of(proposer), len(deals.parties)
    value: Floats = np.zeros(parties)
    plan: list[int | None] = []
    for at in reversed(range(count)):
        me = (first + at) % parties
        waiting = delta * value
        takes = deals.gain >= waiting - SAME
        named = deals.best_for(me, takes.all(axis=1))
        plan.append(named)
        value = waiting if named is None else deals.gain[named]
    plan.reverse()
    moves = []
    asked = {"rounds": count, "discount": delta, "proposer": deals.parties[first]}
    for at, named in enumerate(plan):
        me = (first + at) % parties
        if named is None:
            moves.append(Move(at, me, "wait", -1))
            continue
        moves.append(Move(at, me, "propose", named))
        moves += [Move(at, party, "accept", named) for party in range(parties) if party != me]
        return Played("alternating_offers", asked, named, at + 1, tuple(moves), values=tuple(value.tolist()))
    return Played("alternating_offers", asked, None, count, tuple(moves), "no deal leaves nobody below no deal")

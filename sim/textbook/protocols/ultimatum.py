"""Ultimatum: one proposes, the others take it or leave it (Güth, Schmittberger, Schwarze 1982).

Whoever is rational takes anything that is no worse than no deal; the proposer has all the rest.
"""

from __future__ import annotations

import numpy as np

from sim.textbook.deals import SAME, Deals, Move, Played

TRAITS = ("unanimous", "efficient", "sure", "proposer takes all")


def play(deals: Deals, proposer: int | str = 0) -> Played:
    """Play it: the proposer names its best deal among those that nobody refuses.

    Parameters
    ----------
    deals
        What can be agreed on.
    proposer
        Who proposes, by name or place.

    Examples
    --------
    >>> pie = Deals([[share, 10 - share] for share in range(11)], no_deal=[0, 2])
    >>> pie.utility[play(pie).deal].tolist()
    [8.0, 2.0]
    """
    me = deals.place_of(proposer)
    willing = (deals.gain >= -SAME).all(axis=1)
    named = deals.best_for(me, willing)
    asked = {"proposer": deals.parties[me]}
    if named is None:
        return Played("ultimatum", asked, None, 1, (), "no deal leaves nobody below no deal")
    others = [party for party in range(len(deals.parties)) if party != me]
    moves = [Move(0, me, "propose", named), *(Move(0, party, "accept", named) for party in others)]
    return Played("ultimatum", asked, named, 1, tuple(moves), values=tuple(np.maximum(deals.gain[named], 0.0).tolist()))

"""Unique offers: nobody may name a deal twice, so that time forces everybody down its list (Mohammad 2023)."""

from __future__ import annotations

import numpy as np

from sim.solutions.rankings import rank_of_utilities
from sim.textbook.deals import SAME, Deals, Move, Played

TRAITS = ("unanimous", "sure", "no deal twice")


def play(deals: Deals) -> Played:
    """Play it: in each round everybody names its best acceptable deal that it has not named yet.

    The first deal that all have named is agreed; of several in a round the one with the smallest largest rank,
    then the first. Whoever has named all that it would accept is silent.

    Examples
    --------
    >>> line = Deals([[1, 9], [6, 6], [9, 1]])
    >>> found = play(line)
    >>> line.utility[found.deal].tolist(), found.rounds
    ([6.0, 6.0], 2)
    """
    ranks = rank_of_utilities(deals.utility.T)
    takes = deals.gain.T >= -SAME
    lists = [[int(deal) for deal in np.argsort(row, kind="stable") if fits[deal]] for row, fits in zip(ranks, takes)]
    named = np.zeros(ranks.shape, bool)
    moves = []
    for at in range(max(map(len, lists), default=0)):
        for party, own in enumerate(lists):
            if at < len(own):
                named[party, own[at]] = True
                moves.append(Move(at, party, "name", own[at]))
        agreed = np.flatnonzero(named.all(axis=0))
        if len(agreed):
            deal = int(agreed[np.argmin(ranks[:, agreed].max(axis=0))])
            return Played("unique_offers", {}, deal, at + 1, tuple(moves))
    return Played("unique_offers", {}, None, max(map(len, lists), default=0), tuple(moves),
                  "no deal leaves nobody below no deal")  # fmt: skip

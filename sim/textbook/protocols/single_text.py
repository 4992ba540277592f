"""A single negotiating text: a mediator tables changes of one text, and keeps what all say yes to.

Fisher 1978, Raiffa 1982; as a search: Klein, Faratin, Sayama, Bar-Yam 2003.
"""

from __future__ import annotations

import numpy as np

from sim.given import whole
from sim.textbook.deals import SAME, Deals, Move, Played

TRAITS = ("unanimous", "efficient", "sure", "texts only improve")


def play(deals: Deals, seed: int | None = None) -> Played:
    """Play it: the text begins as no deal, and is replaced by whatever nobody minds and somebody likes better.

    The mediator goes through the list again and again until nothing is taken. Where the text ends depends on the
    order in which it tables changes, and so on the mediator.

    Parameters
    ----------
    deals
        What can be tabled.
    seed
        Key of a drawn order; the order of the list, if not said.

    Examples
    --------
    >>> found = play(Deals([[1, 1], [3, 0], [2, 2], [-1, 9]]))
    >>> [move.deal for move in found.moves if move.act == "text"]
    [0, 2]
    """
    order = np.arange(len(deals.utility))
    if seed is not None:
        order = np.random.Generator(np.random.Philox(key=whole("seed", seed, 0, 2**53))).permutation(order)
    text, at, standing = -1, 0, deals.no_deal
    moves: list[Move] = []
    changed = True
    while changed:
        changed = False
        at += 1
        for deal in order.tolist():
            minds = np.flatnonzero(deals.utility[deal] < standing - SAME)
            if len(minds):
                continue
            if text < 0 or (deals.utility[deal] > standing + SAME).any():
                text, standing, changed = deal, deals.utility[deal], True
                moves.append(Move(at - 1, -1, "text", deal))
    asked = {"seed": seed}
    if text < 0:
        return Played("single_text", asked, None, at, (), "no deal leaves nobody below no deal")
    return Played("single_text", asked, text, at, tuple(moves))

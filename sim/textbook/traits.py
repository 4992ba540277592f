"""What a protocol may promise of its play: each a predicate, so that a promise can be tested."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np

from sim.textbook.deals import SAME, Deals, Played


def is_unanimous(deals: Deals, played: Played) -> bool:
    """Whether nobody ends below no deal."""
    return bool((played.utility(deals) >= deals.no_deal - SAME).all())


def is_efficient(deals: Deals, played: Played) -> bool:
    """Whether no deal of the list gives one more and nobody less."""
    reached = played.utility(deals)
    no_less = (deals.utility >= reached - SAME).all(axis=1)
    return not bool((no_less & (deals.utility > reached + SAME).any(axis=1)).any())


def is_sure(deals: Deals, played: Played) -> bool:
    """Whether there is a deal wherever one leaves nobody below no deal."""
    return played.deal is not None or not bool((deals.gain >= -SAME).all(axis=1).any())


def names_no_deal_twice(deals: Deals, played: Played) -> bool:
    """Whether each party names a deal once at most."""
    del deals
    named = [(move.party, move.deal) for move in played.moves if move.act == "name"]
    return len(named) == len(set(named))


def never_takes_back(deals: Deals, played: Played) -> bool:
    """Whether each text is no worse for anybody than the text before it."""
    texts = [deals.utility[move.deal] for move in played.moves if move.act == "text"]
    texts = [deals.no_deal, *texts]
    return all(bool((after >= before - SAME).all()) for before, after in pairwise(texts))


def never_asks_for_more(deals: Deals, played: Played) -> bool:
    """Whether no party demands more than it did before."""
    last: dict[int, float] = {}
    for move in played.moves:
        if move.act == "demand":
            asked = float(deals.utility[move.deal, move.party])
            if asked > last.get(move.party, np.inf) + SAME:
                return False
            last[move.party] = asked
    return True


def leaves_nothing_to_others(deals: Deals, played: Played) -> bool:
    """Whether whoever proposes has the best for itself of all that the others would not refuse for no deal."""
    if played.deal is None:
        return True
    proposer = next(move.party for move in played.moves if move.act == "propose")
    taken = np.delete(deals.gain, proposer, axis=1)
    willing = (taken >= -SAME).all(axis=1)
    return bool(deals.gain[played.deal, proposer] >= deals.gain[willing, proposer].max() - SAME)


def has_a_quota(deals: Deals, played: Played) -> bool:
    """Whether so many as the quota asks for are no worse off than without a deal."""
    if played.deal is None:
        return True
    return bool((deals.gain[played.deal] >= -SAME).sum() >= played.parameters["quota"])


TRAITS: dict[str, Callable[[Deals, Played], bool]] = {
    "unanimous": is_unanimous,
    "efficient": is_efficient,
    "sure": is_sure,
    "no deal twice": names_no_deal_twice,
    "texts only improve": never_takes_back,
    "demands never rise": never_asks_for_more,
    "proposer takes all": leaves_nothing_to_others,
    "quota content": has_a_quota,
}
"""The promises by name."""

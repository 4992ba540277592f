"""Bargaining by ranks alone: who concedes along a ranking of deals, and where that must end.

`ranks` has the axes (parties, deals): 1 is a party's best deal, and no two deals of a party share a rank.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sim.errors import UsageError

Ranks = NDArray[np.int64]


def ranking(ranks: ArrayLike) -> Ranks:
    """Return ranks as an array; each row must hold 1 to the number of deals once.

    >>> ranking([[1, 1]])
    Traceback (most recent call last):
    sim.errors.UsageError: ranks: found a row that is not 1 to 2; allowed: each rank once; break ties first
    """
    made = np.atleast_2d(np.asarray(ranks, np.int64))
    if not made.size or (np.sort(made, axis=1) != np.arange(1, made.shape[1] + 1)).any():
        raise UsageError(
            f"ranks: found a row that is not 1 to {made.shape[1]}; allowed: each rank once; break ties first"
        )
    return made


def rank_of_utilities(utilities: ArrayLike) -> Ranks:
    """Return ranks from (parties, deals) utilities; of equal ones the deal that stands first is ranked higher.

    >>> rank_of_utilities([[5.0, 7.0, 7.0]]).tolist()
    [[3, 1, 2]]
    """
    u = np.atleast_2d(np.asarray(utilities, np.float64))
    made = np.empty(u.shape, np.int64)
    order = np.argsort(-u, axis=1, kind="stable")
    np.put_along_axis(made, order, np.arange(1, u.shape[1] + 1)[None], axis=1)
    return made


def smallest_larger_rank(ranks: ArrayLike) -> int:
    """Return the smallest number that the largest rank of a deal can have (Brams, Kilgour 2001).

    >>> smallest_larger_rank([[1, 2, 3], [3, 2, 1]])
    2
    """
    return int(ranking(ranks).max(axis=0).min())


def concede_minimally(ranks: ArrayLike) -> int:
    """Return the deal on which MiCRO ends against itself with time enough (de Jonge 2022).

    Two parties in turn. Each names its next deal down once the other has named as many as it has, and
    accepts what it ranks no lower than the deal that it would name now.

    >>> concede_minimally([[1, 2, 3], [3, 2, 1]])
    1
    """
    r = ranking(ranks)
    if len(r) != 2:
        raise UsageError(f"ranks: found {len(r)} parties; allowed: 2, who concede to each other; take two rows")
    by_rank = np.argsort(r, axis=1)
    named = [0, 0]
    standing = -1
    for turn in range(2 * r.shape[1] + 2):
        me = turn % 2
        ready = min(named[me] + 1, r.shape[1]) if named[me] <= named[1 - me] else named[me]
        if standing >= 0 and r[me, standing] <= ready:
            return standing
        named[me] = ready
        standing = int(by_rank[me, ready - 1])
    raise AssertionError("two who name all deals meet")


def name_unique_offers(ranks: ArrayLike, acceptable: ArrayLike) -> int | None:
    """Return the deal of a protocol of unique offers, None if there is none (Mohammad 2023).

    In each round every party names one acceptable deal that it has not named before, its best first; who
    has none left repeats its last. The first deal that all have named is agreed; of several in one round the
    one with the smallest largest rank, then the first. It ends without a deal once all repeat.

    Parameters
    ----------
    ranks, acceptable
        (parties, deals) ranks, and which deals a party would accept.

    >>> name_unique_offers([[1, 2, 3], [3, 2, 1]], [[1, 1, 0], [0, 1, 1]])
    1
    >>> name_unique_offers([[1, 2], [2, 1]], [[1, 0], [0, 1]]) is None
    True
    """
    r = ranking(ranks)
    takes = np.asarray(acceptable, bool)
    if takes.shape != r.shape:
        raise UsageError(f"acceptable: found the shape {takes.shape}; allowed: {r.shape}, as the ranks; mend it")
    lists = [[int(deal) for deal in np.argsort(row) if fits[deal]] for row, fits in zip(r, takes)]
    named = np.zeros(r.shape, bool)
    for at in range(max(map(len, lists))):
        for party, own in enumerate(lists):
            if own:
                named[party, own[min(at, len(own) - 1)]] = True
        agreed = np.flatnonzero(named.all(axis=0))
        if len(agreed):
            return int(agreed[np.argmin(r[:, agreed].max(axis=0))])
    return None

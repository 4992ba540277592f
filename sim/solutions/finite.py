"""Cooperative solutions on a finite set of points: which utilities should parties agree on?

`points` has the axes (points, parties), `no_deal` one number for each party. A point is *individually
rational* if nobody has less than without a deal. *Players* are the parties that can gain in some
individually rational point; the others only keep points out. Of equally good points the one that stands
first is the answer, and the record lists all of them as ``ties``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sim.given import Floats, row, table
from sim.solutions.solution import Solution

Places = NDArray[np.int64]
SAME = 1e-9
"""Objectives that differ by less, relative to their size, are equal."""
EMPTY = "empty zone of agreement: every point leaves somebody with less than no deal"
NOBODY = "nobody can gain: no deal is as good as any point that all would accept"


def zone_of_agreement(points: ArrayLike, no_deal: ArrayLike = 0.0) -> Places:
    """Return the places of the individually rational points.

    Examples
    --------
    >>> zone_of_agreement([[2, 8], [-1, 9], [18, 0]]).tolist()
    [0, 2]
    """
    u = table("points", points, "points", "parties")
    return np.flatnonzero((u >= row("no_deal", no_deal, u.shape[1], "party") - SAME).all(axis=1))


def pareto_frontier(points: ArrayLike) -> Places:
    """Return the places of the points that no other dominates; of equal points the first only.

    A point dominates another if it gives nobody less and somebody more.

    Examples
    --------
    >>> pareto_frontier([[1, 3], [2, 2], [1, 2], [2, 2], [3, 0]]).tolist()
    [0, 1, 4]
    """
    u = table("points", points, "points", "parties")
    _, first = np.unique(u, axis=0, return_index=True)
    first = np.sort(first)
    # From the largest sum down, so that a point can only be dominated by one that was kept before it.
    order = first[np.lexsort((first, -u[first].sum(axis=1)))]
    kept = np.zeros(len(order), np.int64)
    count = 0
    for place in order:
        if not (u[kept[:count]] >= u[place]).all(axis=1).any():
            kept[count] = place
            count += 1
    return np.sort(kept[:count])


def players(points: ArrayLike, no_deal: ArrayLike = 0.0) -> Places:
    """Return the parties that can gain in some individually rational point.

    Examples
    --------
    >>> players([[1, 0, 2], [0, 5, -1]]).tolist()
    [0, 2]
    """
    u = table("points", points, "points", "parties")
    d = row("no_deal", no_deal, u.shape[1], "party")
    inside = u[zone_of_agreement(u, d)]
    return np.flatnonzero((inside > d + SAME).any(axis=0)) if len(inside) else np.zeros(0, np.int64)


def ideal_point(points: ArrayLike, no_deal: ArrayLike = 0.0) -> Floats:
    """Return the most that each party has in any individually rational point; no deal where there is none.

    Examples
    --------
    >>> ideal_point([[2, 8], [18, 0], [30, -1]]).tolist()
    [18.0, 8.0]
    """
    u = table("points", points, "points", "parties")
    d = row("no_deal", no_deal, u.shape[1], "party")
    inside = u[zone_of_agreement(u, d)]
    best: Floats = inside.max(axis=0) if len(inside) else d
    return best


def _choose(
    method: str, points: ArrayLike, no_deal: ArrayLike, rate: Callable[[Floats, Floats], Floats], leximin: bool = False
) -> Solution:
    """Return the record of the point with the highest rating.

    `rate` takes the gains of the players in each individually rational point, and their largest gains.
    With `leximin` a rating is a row, smallest first, of which the first difference decides.
    """
    u = table("points", points, "points", "parties")
    d = row("no_deal", no_deal, u.shape[1], "party")
    asked: dict[str, Any] = {"points": len(u), "no_deal": tuple(d.tolist())}
    inside, who = zone_of_agreement(u, d), players(u, d)
    if not len(who):
        nothing = {"players": ()} if not len(inside) else {"players": (), "place": int(inside[0])}
        return Solution(method, asked, nothing if len(inside) else {}, 0.0, 0.0, NOBODY if len(inside) else EMPTY)
    gains = np.maximum(u[inside][:, who] - d[who], 0.0)
    rating = rate(gains, gains.max(axis=0))
    if rating.ndim == 1:
        rating = rating[:, None]
    best = np.arange(len(rating))
    for column in range(rating.shape[1] if leximin else 1):
        values = rating[best, column]
        best = best[values >= values.max() - SAME * max(1.0, abs(values.max()))]
    ties = tuple(inside[best].tolist())
    chosen = u[ties[0]]
    answer = {"place": ties[0], "utilities": tuple(chosen.tolist()), "players": tuple(who.tolist()), "ties": ties}
    note = f"{len(ties)} points are equally good" if len({tuple(u[place]) for place in ties}) > 1 else ""
    objective = float(rating[best[0], 0])
    return Solution(method, asked, answer, objective, objective, note)


def nash(points: ArrayLike, no_deal: ArrayLike = 0.0) -> Solution:
    """Return the point with the largest product of the players' gains (Nash 1950).

    Where no point lets all players gain, the product is 0 everywhere: then as many as possible gain, and the
    product is theirs, a tie between different sets of them. The objective is the product over all players.

    Examples
    --------
    >>> nash([[2, 8], [12, 5], [14, 4], [18, 0]]).answer["utilities"]
    (12.0, 5.0)
    """

    def rate(gains: Floats, _: Floats) -> Floats:
        gaining = gains > SAME
        logs = np.where(gaining, np.log(np.where(gaining, gains, 1.0)), 0.0).sum(axis=1)
        count = gaining.sum(axis=1)
        # Products over different parties have no unit in common, so that each set of parties has its own best.
        _, same = np.unique(gaining, axis=0, return_inverse=True)
        best = np.full(int(same.max()) + 1, -np.inf)
        np.maximum.at(best, same, logs)
        rated: Floats = np.where(count == count.max(), logs - best[same], -np.inf)
        return rated

    found = _choose("Nash 1950, every point tried", points, no_deal, rate)
    if "utilities" not in found.answer:
        return found
    who = list(found.answer["players"])
    d = np.asarray(found.parameters["no_deal"])
    product = float(np.prod(np.maximum(np.asarray(found.answer["utilities"])[who] - d[who], 0.0)))
    note = found.note if product > 0.0 else "no point lets all players gain: as many as possible do"
    return Solution(found.method, found.parameters, found.answer, product, product, note)


def kalai_smorodinsky(points: ArrayLike, no_deal: ArrayLike = 0.0) -> Solution:
    """Return the point where the smallest share of one's largest gain is largest (Kalai, Smorodinsky 1975).

    On a finite set shares can rarely be equal; of equal smallest shares the next smallest decides.

    Examples
    --------
    >>> kalai_smorodinsky([[2, 8], [8, 6], [12, 5], [18, 0]]).answer["utilities"]
    (12.0, 5.0)
    """

    def rate(gains: Floats, ideal: Floats) -> Floats:
        return np.sort(gains / ideal, axis=1)

    return _choose("Kalai, Smorodinsky 1975, every point tried", points, no_deal, rate, leximin=True)


def egalitarian(points: ArrayLike, no_deal: ArrayLike = 0.0, leximin: bool = True) -> Solution:
    """Return the point where the smallest gain is largest (Kalai 1977).

    Parameters
    ----------
    leximin
        Whether of equal smallest gains the next smallest decides, and so on.

    Examples
    --------
    >>> egalitarian([[6, 7], [8, 6]]).answer["utilities"], egalitarian([[6, 7], [8, 6]], leximin=False).note
    ((8.0, 6.0), '2 points are equally good')
    """

    def rate(gains: Floats, _: Floats) -> Floats:
        return np.sort(gains, axis=1)

    return _choose("Kalai 1977, every point tried", points, no_deal, rate, leximin=leximin)


def utilitarian(points: ArrayLike, no_deal: ArrayLike = 0.0) -> Solution:
    """Return the point with the largest sum of the players' gains.

    Examples
    --------
    >>> found = utilitarian([[2, 8], [14, 4], [16, 2], [18, 0]])
    >>> found.objective, found.answer["ties"]
    (18.0, (1, 2, 3))
    """

    def rate(gains: Floats, _: Floats) -> Floats:
        total: Floats = gains.sum(axis=1)
        return total

    return _choose("largest sum, every point tried", points, no_deal, rate)


SOLUTIONS: dict[str, Callable[..., Solution]] = {
    "nash": nash,
    "kalai_smorodinsky": kalai_smorodinsky,
    "egalitarian": egalitarian,
    "utilitarian": utilitarian,
}
"""The four solutions by name."""

"""Zeuthen's concessions: whoever has less to lose by insisting gives way, until two proposals meet."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from sim.errors import UsageError
from sim.given import row, table
from sim.solutions.finite import pareto_frontier, zone_of_agreement
from sim.solutions.solution import Solution


def zeuthen(points: ArrayLike, no_deal: ArrayLike = 0.0) -> Solution:
    """Return where two parties end who concede by Zeuthen's rule (Zeuthen 1930; Harsanyi 1956).

    Each starts from its best individually rational Pareto point. A party's *risk limit* is the chance of
    a breakdown that it would just bear for its own proposal rather than take the other's: its loss by
    giving in over its loss by a breakdown. Whoever has the lower limit, the first of equals, concedes to
    the nearest point at which it no longer has the lower one.

    Returns
    -------
    Solution
        ``utilities``, ``place``, and ``steps``: every pair of proposals, as places.

    Examples
    --------
    >>> found = zeuthen([[2, 8], [6, 7], [8, 6], [12, 5], [14, 4], [16, 2], [18, 0]])
    >>> found.answer["utilities"], len(found.answer["steps"])
    ((12.0, 5.0), 6)
    """
    u = table("points", points, "points", "parties")
    if u.shape[1] != 2:
        raise UsageError(f"points: found {u.shape[1]} parties; allowed: 2, who concede to each other; take two columns")
    d = row("no_deal", no_deal, 2, "party")
    asked = {"points": len(u), "no_deal": tuple(d.tolist())}
    inside = np.intersect1d(pareto_frontier(u), zone_of_agreement(u, d))
    if not len(inside):
        return Solution("Zeuthen 1930", asked, {}, 0.0, 0.0, "empty zone of agreement")
    line = inside[np.argsort(u[inside, 0], kind="stable")]  # from the second party's best to the first's
    gain = u[line] - d
    at = [len(line) - 1, 0]

    def limit(party: int, own: int, other: int) -> float:
        lost = gain[own, party] - gain[other, party]
        return float(lost / gain[own, party]) if gain[own, party] > 0.0 else 0.0

    steps = [(int(line[at[0]]), int(line[at[1]]))]
    while at[0] > at[1]:
        limits = [limit(0, at[0], at[1]), limit(1, at[1], at[0])]
        party = 0 if limits[0] <= limits[1] else 1
        step = -1 if party == 0 else 1
        while at[0] > at[1]:
            at[party] += step
            mine, theirs = limit(party, at[party], at[1 - party]), limit(1 - party, at[1 - party], at[party])
            if mine > theirs:
                break
        steps.append((int(line[at[0]]), int(line[at[1]])))
    place = int(line[at[0]])
    answer = {"place": place, "utilities": tuple(u[place].tolist()), "steps": tuple(steps)}
    best = float(np.prod(gain, axis=1).max())
    return Solution("Zeuthen 1930, Harsanyi 1956", asked, answer, float(np.prod(u[place] - d)), best)

"""Cooperative solutions where parties may draw lots: on the convex hull of a finite set of points.

A lottery is one weight for each point, from 0 to 1, together 1; a party's utility is its mean. Players and
individual rationality mean the same as in `sim.solutions.finite`, with lotteries for points.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from sim.given import Floats, row, table
from sim.solutions.finite import EMPTY, NOBODY
from sim.solutions.programme import solve_linear
from sim.solutions.solution import Solution

NEAR = 1e-9
CUTS = 40
"""Rounds of tangents at most; a dozen are usual, since each new one touches where the last optimum lay."""
PROVED = 1e-7
"""Gap of the sum of logarithms at which tangents stop: what HiGHS takes for nothing."""


class _Hull:
    """Lotteries over points that leave nobody with less than no deal."""

    def __init__(self, points: ArrayLike, no_deal: ArrayLike) -> None:
        self.points = table("points", points, "points", "parties")
        self.no_deal = row("no_deal", no_deal, self.points.shape[1], "party")
        self.gain = self.points - self.no_deal
        self.asked: dict[str, Any] = {"points": len(self.points), "no_deal": tuple(self.no_deal.tolist())}
        self.ideal = np.zeros(self.points.shape[1])
        self.is_empty = self.best(np.zeros(self.points.shape[1])) is None
        if not self.is_empty:
            for party in range(len(self.ideal)):
                towards = np.zeros(len(self.ideal))
                towards[party] = 1.0
                found = self.best(towards)
                assert found is not None
                self.ideal[party] = max(0.0, float(found @ self.gain[:, party]))
        self.players = [party for party, most in enumerate(self.ideal.tolist()) if most > NEAR]

    def best(self, weights: Floats) -> Floats | None:
        """Return the lottery with the largest weighted sum of gains; None if there is none at all."""
        found = solve_linear(
            -(self.gain @ weights), A_ub=-self.gain.T, b_ub=np.zeros(self.gain.shape[1]),
            A_eq=np.ones((1, len(self.gain))), b_eq=[1.0], bounds=(0.0, 1.0),
        )  # fmt: skip
        return None if found is None else np.asarray(found.x)

    def level(self, unit: Floats, fixed: dict[int, float]) -> tuple[float, Floats, Floats]:
        """Raise the smallest gain, in units of one's own, of all players but those who are fixed.

        Returns the level, the lottery, and the pressure of each player on the level.
        """
        count, who = len(self.gain), self.players
        cost = np.zeros(count + 1)
        cost[-1] = -1.0
        rows = np.zeros((len(who) + len(self.ideal), count + 1))
        bound = np.zeros(len(rows))
        for place, party in enumerate(who):
            rows[place, :count] = -self.gain[:, party] / unit[party]
            if party in fixed:
                bound[place] = -fixed[party] + NEAR * 0.1
            else:
                rows[place, -1] = 1.0
        rows[len(who) :, :count] = -self.gain.T
        even = np.ones((1, count + 1))
        even[0, -1] = 0.0
        found = solve_linear(cost, A_ub=rows, b_ub=bound, A_eq=even, b_eq=[1.0],
                             bounds=[(0.0, 1.0)] * count + [(None, None)])  # fmt: skip
        assert found is not None
        return float(found.x[-1]), np.asarray(found.x[:-1]), -np.asarray(found.ineqlin.marginals[: len(who)])

    def record(self, method: str, lottery: Floats, objective: float, bound: float) -> Solution:
        """Return the record of a lottery."""
        used = np.flatnonzero(lottery > NEAR)
        answer = {
            "utilities": tuple((lottery @ self.points).tolist()),
            "lottery": {int(place): float(lottery[place]) for place in used},
            "players": tuple(self.players),
        }
        return Solution(method, self.asked, answer, objective, bound)

    def nothing(self, method: str) -> Solution:
        """Return the record where nobody can gain."""
        return Solution(method, self.asked, {}, 0.0, 0.0, EMPTY if self.is_empty else NOBODY)


def utilitarian(points: ArrayLike, no_deal: ArrayLike = 0.0) -> Solution:
    """Return the lottery with the largest sum of the players' gains.

    Examples
    --------
    >>> utilitarian([[0, 3], [2, 0]]).answer["utilities"]
    (0.0, 3.0)
    """
    hull = _Hull(points, no_deal)
    if not len(hull.players):
        return hull.nothing("largest sum, linear programme")
    lottery = hull.best(np.isin(np.arange(len(hull.ideal)), hull.players).astype(float))
    assert lottery is not None
    total = float((lottery @ hull.gain)[hull.players].sum())
    return hull.record("largest sum, linear programme", lottery, total, total)


def _level(method: str, points: ArrayLike, no_deal: ArrayLike, unit_of: Callable[[_Hull], Floats]) -> Solution:
    """Return the leximin lottery in units of one's own, by one linear programme for each level."""
    hull = _Hull(points, no_deal)
    if not len(hull.players):
        return hull.nothing(method)
    unit = unit_of(hull)
    fixed: dict[int, float] = {}
    first: float | None = None
    lottery = np.zeros(len(hull.points))
    while len(fixed) < len(hull.players):
        height, lottery, pressure = hull.level(unit, fixed)
        first = height if first is None else first
        held = [party for place, party in enumerate(hull.players) if party not in fixed and pressure[place] > 1e-7]
        for party in held or [party for party in hull.players if party not in fixed]:
            fixed[int(party)] = height
    assert first is not None
    reached = float(((lottery @ hull.gain) / unit)[hull.players].min())
    return hull.record(method, lottery, reached, first)


def egalitarian(points: ArrayLike, no_deal: ArrayLike = 0.0) -> Solution:
    """Return the lottery where the smallest gain is largest; of equal ones the next smallest decides (Kalai 1977).

    Examples
    --------
    >>> egalitarian([[0, 3], [1, 0]]).answer["utilities"]
    (0.75, 0.75)
    """
    return _level("Kalai 1977, linear programmes", points, no_deal, lambda hull: np.ones(len(hull.ideal)))


def kalai_smorodinsky(points: ArrayLike, no_deal: ArrayLike = 0.0) -> Solution:
    """Return the lottery where all have the same share of their largest gain (Kalai, Smorodinsky 1975).

    With three and more players equal shares may waste something; then the next smallest share is raised.

    Examples
    --------
    >>> kalai_smorodinsky([[0, 3], [1, 0]]).answer["utilities"]
    (0.5, 1.5)
    """
    return _level("Kalai, Smorodinsky 1975, linear programmes", points, no_deal,
                  lambda hull: np.where(hull.ideal > NEAR, hull.ideal, 1.0))  # fmt: skip


def nash(points: ArrayLike, no_deal: ArrayLike = 0.0) -> Solution:
    """Return the lottery with the largest product of the players' gains (Nash 1950).

    The logarithms are cut by tangents until the last one touches. The bound is by the means: at gains g no
    other gains h have a product above ``Π g · (max Σ h/g / players)^players``, which is one linear programme.

    Examples
    --------
    >>> found = nash([[0, 3], [1, 0]])
    >>> found.answer["utilities"], found.is_proved
    ((0.5, 1.5), True)
    """
    method = "Nash 1950, tangents and linear programmes"
    hull = _Hull(points, no_deal)
    if not len(hull.players):
        return hull.nothing(method)
    who, count = hull.players, len(hull.players)
    share = hull.gain[:, who] / hull.ideal[who]
    start = _level("", points, no_deal, lambda made: np.where(made.ideal > NEAR, made.ideal, 1.0))
    lottery = np.zeros(len(hull.points))
    for place, weight in start.answer["lottery"].items():
        lottery[place] = weight
    lottery = lottery / lottery.sum()
    cuts: list[tuple[int, float]] = []
    best, found, bound = lottery, lottery @ share, np.inf
    size = len(lottery)
    for _ in range(CUTS):
        gains = lottery @ share
        if np.log(np.maximum(gains, 1e-300)).sum() > np.log(np.maximum(found, 1e-300)).sum():
            best, found = lottery, gains
        # The certificate at the best lottery so far.
        weights = np.zeros(len(hull.ideal))
        weights[who] = 1.0 / (np.maximum(found, 1e-12) * hull.ideal[who])
        ahead = hull.best(weights)
        assert ahead is not None
        bound = min(bound, count * np.log(max(1.0, (ahead @ share / np.maximum(found, 1e-12)).mean()))
                    + np.log(np.maximum(found, 1e-300)).sum())  # fmt: skip
        if bound - np.log(np.maximum(found, 1e-300)).sum() < PROVED:
            break
        cuts += [(place, float(max(gains[place], 1e-9))) for place in range(count)]
        rows = np.zeros((len(cuts), size + count))
        top = np.zeros(len(cuts))
        for line, (place, at) in enumerate(cuts):
            rows[line, :size], rows[line, size + place], top[line] = -share[:, place] / at, 1.0, np.log(at) - 1.0
        keep = np.hstack([-hull.gain.T, np.zeros((len(hull.ideal), count))])
        even = np.concatenate([np.ones(size), np.zeros(count)])[None]
        step = solve_linear(
            np.concatenate([np.zeros(size), -np.ones(count)]), A_ub=np.vstack([rows, keep]),
            b_ub=np.concatenate([top, np.zeros(len(keep))]), A_eq=even, b_eq=[1.0],
            bounds=[(0.0, 1.0)] * size + [(None, 0.0)] * count,
        )  # fmt: skip
        assert step is not None
        bound = min(bound, -float(step.fun))
        lottery = np.maximum(np.asarray(step.x[:size]), 0.0)
        lottery = lottery / lottery.sum()
    unit = float(np.prod(hull.ideal[who]))
    product = float(np.prod(found)) * unit
    return hull.record(method, best, product, max(product, float(np.exp(bound)) * unit))


SOLUTIONS: dict[str, Callable[..., Solution]] = {
    "nash": nash,
    "kalai_smorodinsky": kalai_smorodinsky,
    "egalitarian": egalitarian,
    "utilitarian": utilitarian,
}
"""The four solutions by name."""

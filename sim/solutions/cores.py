"""Sharing that no coalition would leave: core, least core, nucleolus, by linear programmes."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from sim.given import Floats, row
from sim.solutions.coalitions import game, members
from sim.solutions.programme import solve_linear
from sim.solutions.solution import Solution

TIGHT = 1e-7
"""Pressure from which a coalition's claim binds: what HiGHS takes for more than nothing."""


def largest_complaint(worth: ArrayLike, shares: ArrayLike) -> float:
    """Return the most by which any coalition could do better alone; 0 or less in the core.

    Examples
    --------
    >>> largest_complaint([0, 0, 0, 1], [0.5, 0.5]), largest_complaint([0, 0.6, 0, 1], [0.5, 0.5])
    (0.0, 0.1)
    """
    v, n = game(worth)
    x = row("shares", shares, n, "player")
    complaints = v[1:-1] - members(n)[1:-1] @ x
    return max(0.0 if n > 1 else abs(float(v[-1] - x.sum())), float(complaints.max(initial=-np.inf)))


def _squeeze(v: Floats, n: int, fixed: dict[int, float]) -> tuple[float, Floats, list[int]]:
    """Make the largest complaint of the coalitions that are not fixed as small as can be.

    Returns that complaint, the shares, and the coalitions whose complaint is the same in every best sharing.
    """
    inside = members(n).astype(np.float64)
    free = [s for s in range(1, 2**n - 1) if s not in fixed]
    rows = np.hstack([-inside[free], -np.ones((len(free), 1))])
    held = sorted(fixed)
    even = np.hstack([inside[[*held, 2**n - 1]], np.zeros((len(held) + 1, 1))])
    target = [*(v[s] - fixed[s] for s in held), v[-1]]
    # Of equations that follow from others only a basis is kept, or rounding would contradict itself.
    keep, basis = [], np.zeros((0, n))
    for place in [len(held), *range(len(held))]:
        tried = np.vstack([basis, even[place, :n]])
        if np.linalg.matrix_rank(tried) > len(basis):
            keep.append(place)
            basis = tried
    found = solve_linear(
        np.concatenate([np.zeros(n), [1.0]]), A_ub=rows, b_ub=-v[free], A_eq=even[keep],
        b_eq=[target[place] for place in keep], bounds=[(None, None)] * (n + 1),
    )  # fmt: skip
    assert found is not None
    pressing = [s for s, pressure in zip(free, -found.ineqlin.marginals) if pressure > TIGHT]
    return float(found.x[-1]), np.asarray(found.x[:-1]), pressing


def least_core(worth: ArrayLike) -> Solution:
    """Return a sharing with the smallest largest complaint (Maschler, Peleg, Shapley 1979).

    ``complaint`` is what the most dissatisfied coalition lacks; if it is 0 or less, the sharing is in the core.

    Examples
    --------
    >>> least_core([0, 0, 0, 1, 0, 1, 1, 1]).answer["complaint"]
    0.333333
    """
    v, n = game(worth)
    if n == 1:
        return Solution("only one player", {"players": 1}, {"shares": (float(v[1]),), "complaint": 0.0}, 0.0, 0.0)
    complaint, shares, _ = _squeeze(v, n, {})
    reached = float((v[1:-1] - members(n)[1:-1] @ shares).max())
    answer = {"shares": tuple(shares.tolist()), "complaint": complaint}
    return Solution("least core, linear programme", {"players": n}, answer, -reached, -complaint)


def core(worth: ArrayLike) -> Solution:
    """Return whether any sharing is such that no coalition does better alone, and one if so (Gillies 1959).

    Returns
    -------
    Solution
        ``empty``; where it is not, ``shares`` of one sharing, and ``ranges``: the least and the most that each
        player has in the core.

    Examples
    --------
    >>> core([0, 0, 0, 1, 0, 1, 0, 1]).answer["ranges"][0], core([0, 0, 0, 1, 0, 1, 1, 1]).answer["empty"]
    ((1.0, 1.0), True)
    """
    v, n = game(worth)
    inside = members(n).astype(np.float64)[1:-1]
    least = least_core(v)
    if least.answer["complaint"] > 1e-9:
        return Solution("core, linear programmes", {"players": n}, {"empty": True}, least.objective, least.bound,
                        f"empty: some coalition lacks at least {least.answer['complaint']:g}")  # fmt: skip
    ranges = []
    for player in range(n):
        towards = np.zeros(n)
        towards[player] = 1.0
        ends = [
            solve_linear(sign * towards, A_ub=-inside if n > 1 else None, b_ub=-v[1:-1] + 1e-12 if n > 1 else None,
                         A_eq=np.ones((1, n)), b_eq=[v[-1]], bounds=[(None, None)] * n)
            for sign in (1.0, -1.0)
        ]  # fmt: skip
        ranges.append((float(ends[0].fun), float(-ends[1].fun)))
    answer = {"empty": False, "shares": least.answer["shares"], "ranges": tuple(ranges)}
    return Solution("core, linear programmes", {"players": n}, answer, least.objective, least.bound)


def nucleolus(worth: ArrayLike) -> Solution:
    """Return the sharing whose complaints, the largest first, are smallest (Schmeidler 1969).

    One linear programme for each level of complaint: those that press on it are held there, and the next are
    made small, until the sharing is unique. Shares may fall below what a player has alone only where the
    core is empty and that cannot be helped (the prenucleolus; in superadditive games it is the same).

    Examples
    --------
    >>> from sim.solutions.coalitions import bankruptcy_game
    >>> nucleolus(bankruptcy_game(200, [100, 200, 300])).answer["shares"]
    (50.0, 75.0, 75.0)
    """
    v, n = game(worth)
    if n == 1:
        return Solution("only one player", {"players": 1}, {"shares": (float(v[1]),), "levels": ()}, 0.0, 0.0)
    fixed: dict[int, float] = {}
    inside = members(n).astype(np.float64)
    shares, levels = np.zeros(n), []
    while np.linalg.matrix_rank(inside[[*sorted(fixed), 2**n - 1]]) < n:
        complaint, shares, pressing = _squeeze(v, n, fixed)
        levels.append(complaint)
        fixed.update(dict.fromkeys(pressing, complaint))
        # Who is fixed by those already held would press no more, and must not count as free.
        basis = inside[[*sorted(fixed), 2**n - 1]]
        rank = np.linalg.matrix_rank(basis)
        for s in range(1, 2**n - 1):
            if s not in fixed and np.linalg.matrix_rank(np.vstack([basis, inside[s]])) == rank:
                fixed[s] = float(v[s] - inside[s] @ shares)
    answer = {"shares": tuple(shares.tolist()), "levels": tuple(levels)}
    reached = float((v[1:-1] - inside[1:-1] @ shares).max())
    return Solution("Schmeidler 1969, linear programmes", {"players": n}, answer, -reached, -levels[0])

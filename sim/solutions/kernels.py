"""The compiled part of the package solver: a depth-first search under one linear bound, and a local search.

All compiled functions of this folder stand in this one file, each without calling another, since numba's
cache notices a change of the file of a function alone. They are compiled when they are first used.
"""

from __future__ import annotations

import math
import os
from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np

SUM, MIN, LOG = 0, 1, 2
"""Objectives: the sum of the players' gains, the smallest gain in units of one's own, the sum of logarithms."""
SLACK = 1e-9
"""How far a constraint may be missed, to forgive sums made in another order."""


def search(
    order: Any, prefer: Any, drop: Any, rows: Any, need: Any, gain: Any, origin: Any, unit: Any, owner: Any,
    objective: int, bound: float, best: Any, value: float, step: float, budget: int,
) -> tuple[float, int, float]:  # fmt: skip
    """Improve a package until nothing better than it by more than `step` is possible, or the budget is used up.

    Parameters
    ----------
    order
        (N,) variables, those that the bound feels most first.
    prefer, drop
        (N,) the value that the bound prefers, and what the other value takes from it.
    rows, need
        (M, N), (M,): constraints ``rows·x >= need``.
    gain, origin, unit
        (P, N), (P,), (P,): a gain is ``(gain·x - origin)/unit``.
    owner
        (P,) whose gain it is, in rising order; who has several has the least of them.
    objective
        `SUM`, `MIN` or `LOG`.
    bound
        What no package exceeds.
    best, value
        (N,) the best package known, written in place, and its objective; minus infinity if none is known.
    step, budget
        As above; the budget is in nodes.

    Returns
    -------
    tuple
        Objective of `best`; nodes visited; the most that a package may have which was not looked at: minus
        infinity if the search was finished.
    """
    size, count, players = len(order), len(need), len(origin)
    x = np.zeros(size, np.int8)
    tried = np.zeros(size + 1, np.int8)
    reach = np.zeros(count)
    top = np.zeros(players)
    spare = np.zeros(size + 1)
    for r in range(count):
        for j in range(size):
            reach[r] += max(0.0, rows[r, j])
    for i in range(players):
        top[i] = -origin[i]
        for j in range(size):
            top[i] += max(0.0, gain[i, j])
    spare[0] = bound
    depth, nodes, left = 0, 0, -np.inf
    while depth >= 0:
        if depth == size:
            total = 0.0
            if objective == 1:
                total = np.inf
            share = np.inf
            for i in range(players):
                share = min(share, top[i] / unit[i])
                if i + 1 < players and owner[i + 1] == owner[i]:
                    continue
                if objective == 0:
                    total += share
                elif objective == 1:
                    total = min(total, share)
                else:
                    total += math.log(share) if share > 1e-300 else -np.inf
                share = np.inf
            if total > value:
                value = total
                best[:] = x
            depth -= 1
            continue
        j = order[depth]
        if tried[depth] > 0:  # take back what was tried last
            was = x[j]
            for r in range(count):
                c = rows[r, j]
                if was == 1:
                    reach[r] += max(0.0, -c)
                else:
                    reach[r] += max(0.0, c)
            for i in range(players):
                c = gain[i, j]
                if was == 1:
                    top[i] += max(0.0, -c)
                else:
                    top[i] += max(0.0, c)
        if tried[depth] == 2:
            tried[depth] = 0
            depth -= 1
            continue
        now = prefer[j] if tried[depth] == 0 else 1 - prefer[j]
        tried[depth] += 1
        x[j] = now
        spare[depth + 1] = spare[depth] - (0.0 if now == prefer[j] else drop[j])
        nodes += 1
        good = spare[depth + 1] > value + step
        for r in range(count):
            c = rows[r, j]
            if now == 1:
                reach[r] -= max(0.0, -c)
            else:
                reach[r] -= max(0.0, c)
            if reach[r] < need[r] - 1e-9:
                good = False
        logs = 0.0
        for i in range(players):
            c = gain[i, j]
            if now == 1:
                top[i] -= max(0.0, -c)
            else:
                top[i] -= max(0.0, c)
            if objective == 1 and top[i] / unit[i] <= value + step:
                good = False
            elif objective == 2:
                if top[i] <= 0.0:
                    good = False
        if good and objective == 2 and value > -np.inf:
            least = np.inf
            for i in range(players):
                least = min(least, top[i] / unit[i])
                if i + 1 == players or owner[i + 1] != owner[i]:
                    logs += math.log(least)
                    least = np.inf
            good = logs > value + step
        if good:
            if nodes > budget:
                left = max(left, spare[depth + 1])
            else:
                depth += 1
    return value, nodes, left


def improve(
    x: Any, places: Any, tabu: int, rows: Any, need: Any, gain: Any, origin: Any, unit: Any, owner: Any, objective: int
) -> float:  # fmt: skip
    """Change one or two variables of `x` for as long as that helps; return its objective, minus infinity if infeasible.

    What misses constraints is judged by how far it misses them; `places` are the variables
    that may change, `tabu` is one of them that stays, or -1.
    Arguments as in `search`.
    """
    size, count, players = len(x), len(need), len(origin)
    have = np.zeros(count)
    got = np.zeros(players)
    for r in range(count):
        for j in range(size):
            have[r] += rows[r, j] * x[j]
    for i in range(players):
        got[i] = -origin[i]
        for j in range(size):
            got[i] += gain[i, j] * x[j]
    current_miss, current = np.inf, -np.inf
    first, second = -1, -1
    for _ in range(4 * size + 20):
        best_miss, best, best_a, best_b = np.inf, -np.inf, -2, -2
        started = current_miss < np.inf
        for one in range(-1, len(places)):
            a = places[one] if one >= 0 else -1
            if a == tabu and a >= 0:
                continue
            for other in range(-1, max(one, 0)):
                b = places[other] if other >= 0 else -1
                if (b == tabu and b >= 0) or (not started and a >= 0) or (a < 0 and started):
                    continue
                sa = 0.0 if a < 0 else 1.0 - 2.0 * x[a]
                sb = 0.0 if b < 0 else 1.0 - 2.0 * x[b]
                miss = 0.0
                for r in range(count):
                    short = need[r] - have[r]
                    if a >= 0:
                        short -= sa * rows[r, a]
                    if b >= 0:
                        short -= sb * rows[r, b]
                    if short > 1e-9:
                        miss += short
                        if miss > current_miss:
                            break
                if miss > current_miss or miss > best_miss:
                    continue
                total = np.inf if objective == 1 else 0.0
                share = np.inf
                for i in range(players):
                    now = got[i]
                    if a >= 0:
                        now += sa * gain[i, a]
                    if b >= 0:
                        now += sb * gain[i, b]
                    share = min(share, now / unit[i])
                    if i + 1 < players and owner[i + 1] == owner[i]:
                        continue
                    if objective == 0:
                        total += share
                    elif objective == 1:
                        total = min(total, share)
                    elif share > 1e-12:
                        total += math.log(share)
                    else:
                        total += -1e3 + 1e3 * share
                    share = np.inf
                if miss < best_miss or total > best:
                    best_miss, best, best_a, best_b = miss, total, a, b
        if not started:
            current_miss, current = best_miss, best
            continue
        better = best_miss < current_miss - 1e-12 or (best_miss <= current_miss and best > current + 1e-12)
        if best_a < 0 or not better:
            break
        first, second = best_a, best_b
        for j in (first, second):
            if j >= 0:
                sign = 1.0 - 2.0 * x[j]
                x[j] = 1 - x[j]
                for r in range(count):
                    have[r] += sign * rows[r, j]
                for i in range(players):
                    got[i] += sign * gain[i, j]
        current_miss, current = best_miss, best
    if current_miss > 0.0 or (objective == 2 and current < -500.0):
        return -np.inf
    return current


@cache
def compiled(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function of this file compiled, from numba's cache where there is one."""
    # As in sim.state.compiled: else whichever is imported first would decide how the rules are compiled.
    for name, setting in (("NUMBA_OPT", "1"), ("NUMBA_LOOP_VECTORIZE", "0"), ("NUMBA_SLP_VECTORIZE", "0")):
        os.environ.setdefault(name, setting)
    import numba

    try:
        made = numba.njit(cache=True, error_model="numpy")(function)
    except RuntimeError:  # nowhere to keep it
        made = numba.njit(error_model="numpy")(function)
    kept: Callable[..., Any] = made
    return kept

"""The best package as a mixed-integer programme for HiGHS: the cross-check of the search, and its fallback."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from scipy.sparse import csr_array

from sim.solutions.given import Floats
from sim.solutions.kernels import LOG, MIN, SUM
from sim.solutions.programme import solve_mixed


class Best(NamedTuple):
    """The best package found, its objective, and what none exceeds."""

    x: Any
    value: float
    bound: float


class Task(NamedTuple):
    """One maximisation over packages, as arrays."""

    gain: Floats
    origin: Floats
    unit: Floats
    rows: Floats
    need: Floats
    objective: int


def by_milp(task: Task) -> Best | None:
    """Return the best package for a task; None if none is feasible. Nash: tangents at one optimum after another.

    Each programme is given five seconds at most, so that its gap may depend on the machine.
    """
    gain, origin = task.gain / task.unit[:, None], task.origin / task.unit
    players, size = gain.shape
    extra = {SUM: 0, MIN: 1, LOG: players}[task.objective]
    cost = np.concatenate([-gain.sum(axis=0) if task.objective == SUM else np.zeros(size), -np.ones(extra)])
    most = np.maximum(gain, 0.0).sum(axis=1) - origin
    if task.objective == LOG and (most <= 0.0).any():
        return Best(np.zeros(size, np.int8), -np.inf, -np.inf)
    at = [(i, float(most[i] * 0.7**k)) for i in range(players) for k in range(20)]
    low = np.concatenate([np.zeros(size), np.full(extra, -1e4)])
    high = np.concatenate([np.ones(size), np.full(extra, 1e4)])
    integral = np.concatenate([np.ones(size), np.zeros(extra)])
    best = Best(np.zeros(size, np.int8), -np.inf, np.inf)
    for _ in range(40):
        rows = [np.hstack([task.rows, np.zeros((len(task.rows), extra))])]
        need = [task.need]
        if task.objective == MIN:
            rows.append(np.hstack([gain, -np.ones((players, 1))]))
            need.append(origin)
        elif task.objective == LOG:
            who, where = np.array([i for i, _ in at]), np.array([g for _, g in at])
            level = np.zeros((len(at), players))
            level[np.arange(len(at)), who] = -1.0
            rows.append(np.hstack([gain[who] / where[:, None], level]))
            need.append(1.0 - np.log(where) + origin[who] / where)
        matrix, least = csr_array(np.vstack(rows)), np.concatenate(need)
        found = solve_mixed(cost, integral, low, high, matrix, least - 1e-9, np.full(len(least), np.inf), 5.0)
        if found.x is None:
            return None if best.value == -np.inf and task.objective != LOG else best
        x = np.round(found.x[:size]).astype(np.int8)
        gains = gain @ x - origin
        top = -float(found.mip_dual_bound) - (float(origin.sum()) if task.objective == SUM else 0.0)
        with np.errstate(divide="ignore"):
            value = float({SUM: gains.sum(), MIN: gains.min()}.get(task.objective, np.nan))
            if task.objective == LOG:
                value = float(np.log(np.maximum(gains, 0.0)).sum())
        best = Best(x if value > best.value else best.x, max(value, best.value), min(best.bound, top))
        if task.objective != LOG or best.bound - best.value < 1e-7:
            break
        at += [(i, float(max(gains[i], 1e-6))) for i in range(players)]
    if best.bound - best.value < 1e-6 * max(1.0, abs(best.value)):
        best = best._replace(bound=best.value)
    return best._replace(bound=max(best.bound, best.value))

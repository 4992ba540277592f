"""The best package as a mixed-integer programme for HiGHS: the cross-check of the search, and its fallback."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from scipy.sparse import csr_array

from sim.given import Floats, Ints
from sim.solutions.kernels import LOG, MIN, SUM
from sim.solutions.programme import solve_mixed

FINER = 1000.0
"""By how much objectives are magnified, since HiGHS stops within a millionth of the optimum."""
EVERYWHERE = tuple(0.7**k for k in range(20))
"""Where Nash's tangents stand at first, as shares of the most that somebody can gain."""
FAR, CLOSE = (1.0, 0.3, 0.1, 0.03, 0.01), (0.8, 1.0, 1.25)
"""The same where a good package is known, whose gains the close ones are shares of. Each tangent is a row, and rows
are what HiGHS pays for: on the talks of 2024 this takes a tenth of the time of tangents everywhere."""


class Best(NamedTuple):
    """The best package found, its objective, and what none exceeds."""

    x: Any
    value: float
    bound: float


class Task(NamedTuple):
    """One maximisation over packages, as arrays; as in `sim.solutions.kernels.search`."""

    gain: Floats
    origin: Floats
    unit: Floats
    owner: Ints
    rows: Floats
    need: Floats
    objective: int


def by_milp(task: Task, seconds: float = 5.0, known: float = -np.inf, near: Any = None) -> Best | None:
    """Return the best package for a task; None if none is feasible. Nash: tangents at one optimum after another.

    Each programme is given so many seconds at most, so that its gap may depend on the machine. `known` is the
    objective of a feasible package: nothing much worse is looked at. `near` is a good package, around whose gains
    the tangents of Nash stand close.
    """
    gain, origin, owner = task.gain / task.unit[:, None], task.origin / task.unit, task.owner
    faces, size = gain.shape
    players = int(owner[-1]) + 1
    plain = task.objective == SUM and faces == players
    extra = 0 if plain else 1 if task.objective == MIN else players
    cost = np.concatenate([-gain.sum(axis=0) if plain else np.zeros(size), -np.ones(extra)])
    most = np.maximum(gain, 0.0).sum(axis=1) - origin
    if task.objective == LOG and (most <= 0.0).any():
        return Best(np.zeros(size, np.int8), -np.inf, -np.inf)
    own = np.zeros((faces, players))
    own[np.arange(faces), owner] = -1.0
    at = [(i, float(most[i] * ratio)) for i in range(faces) for ratio in (EVERYWHERE if near is None else FAR)]
    if near is not None:
        there = gain @ near - origin
        at += [(i, float(there[i] * ratio)) for i in range(faces) for ratio in CLOSE if there[i] > 0.0]
    low = np.concatenate([np.zeros(size), np.full(extra, -1e4)])
    high = np.concatenate([np.ones(size), np.full(extra, 1e4)])
    integral = np.concatenate([np.ones(size), np.zeros(extra)])
    best = Best(np.zeros(size, np.int8), -np.inf, np.inf)
    for _ in range(40):
        rows = [np.hstack([task.rows, np.zeros((len(task.rows), extra))])]
        need = [task.need]
        if known > -np.inf and task.objective != LOG:  # there it only slows HiGHS
            rows.append(-cost[None])
            need.append(np.array([known - 1e-6 * max(1.0, abs(known)) + (origin.sum() if plain else 0.0)]))
        if task.objective == MIN:
            rows.append(np.hstack([gain, -np.ones((faces, 1))]))
            need.append(origin)
        elif task.objective == LOG:
            who, where = np.array([i for i, _ in at]), np.array([g for _, g in at])
            rows.append(np.hstack([gain[who] / where[:, None], own[who]]))
            need.append(1.0 - np.log(where) + origin[who] / where)
        elif not plain:
            rows.append(np.hstack([gain, own]))
            need.append(origin)
        matrix, least = csr_array(np.vstack(rows)), np.concatenate(need)
        found = solve_mixed(
            FINER * cost, integral, low, high, matrix, least - 1e-9, np.full(len(least), np.inf), seconds
        )
        if found.x is None:
            return None if best.value == -np.inf and task.objective != LOG else best
        x = np.round(found.x[:size]).astype(np.int8)
        shares = gain @ x - origin
        gains = np.full(players, np.inf)
        np.minimum.at(gains, owner, shares)
        top = -float(found.mip_dual_bound) / FINER - (float(origin.sum()) if plain else 0.0)
        with np.errstate(divide="ignore"):
            value = float({SUM: gains.sum(), MIN: gains.min()}.get(task.objective, np.nan))
            if task.objective == LOG:
                value = float(np.log(np.maximum(gains, 0.0)).sum())
        best = Best(x if value > best.value else best.x, max(value, best.value), min(best.bound, top))
        if task.objective != LOG or best.bound - best.value < 1e-7:
            break
        at += [(i, float(max(shares[i], 1e-6))) for i in range(faces)]
    if best.bound - best.value < 1e-6 * max(1.0, abs(best.value)):
        best = best._replace(bound=best.value)
    return best._replace(bound=max(best.bound, best.value))


def is_alone(task: Task, package: Any, level: float, seconds: float) -> bool:
    """Return whether it is proved in time that no package of a task reaches a level, which one outside of it does.

    That package is near to those that are nearly as good, so that tangents around it let HiGHS end soonest.
    """
    found = by_milp(task, seconds, near=package)
    return found is None or found.bound < level

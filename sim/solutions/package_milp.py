"""The best package as a mixed-integer programme for HiGHS: the cross-check of the search, and its fallback."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from scipy.sparse import coo_array, csr_array, vstack

from sim.given import Floats, Ints
from sim.solutions.kernels import LOG, MIN, SUM
from sim.solutions.programme import solve_mixed

FINER = 1000.0
"""By how much objectives are magnified, since HiGHS stops within a millionth of the optimum."""
EVERYWHERE = tuple(0.85**k for k in range(44))
"""Where Nash's tangents stand at first, as shares of the most that somebody can gain."""
FAR, CLOSE = (1.0, 0.3, 0.1, 0.03, 0.01), tuple(1.1**k for k in range(-10, 11))
"""The same where a good package is known, whose gains the close ones are shares of."""
TINY = 1e-6
"""The smallest gain at which a tangent stands: those below are too steep for HiGHS."""
MOST = 40
"""Programmes at most."""


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


def by_milp(
    task: Task, seconds: float = 5.0, known: float = -np.inf, near: Any = None, sure: Ints | None = None
) -> Best | None:
    """Return the best package for a task; None if none is feasible. Nash: tangents at one optimum after another.

    Parameters
    ----------
    task
        What is asked.
    seconds
        What each programme is given at most, so that its gap may depend on the machine.
    known
        An objective: nothing much worse is looked at.
    near
        A good package, around whose gains the tangents of Nash stand close.
    sure
        (N,) what variables are in all packages as good as `known`; -1 where that is open.
    """
    gain, origin = task.gain / task.unit[:, None], task.origin / task.unit
    faces, size = gain.shape
    players = int(task.owner[-1]) + 1
    most = _least_of(np.maximum(gain, 0.0).sum(axis=1) - origin, task.owner, players)
    if task.objective == LOG and (most <= 0.0).any():
        return Best(np.zeros(size, np.int8), -np.inf, -np.inf)
    # A variable for each player's gain, which its faces hold down, or one for the smallest gain of all. Tangents then
    # have two numbers each: rows over all assets are what HiGHS pays for.
    plain = task.objective == SUM and faces == players
    levels = 0 if plain else 1 if task.objective == MIN else players
    logs = players if task.objective == LOG else 0
    cost = np.concatenate([-gain.sum(axis=0) if plain else np.zeros(size), -np.ones(levels + logs)])
    rows, need = [np.hstack([task.rows, np.zeros((len(task.rows), levels + logs))])], [task.need]
    if logs:
        cost[size : size + levels] = 0.0
    elif known > -np.inf:
        rows.append(-cost[None])
        need.append(np.array([known - 1e-6 * max(1.0, abs(known)) + (origin.sum() if plain else 0.0)]))
    if levels:
        own = np.zeros((faces, levels + logs))
        own[np.arange(faces), task.owner if levels == players else 0] = -1.0
        rows.append(np.hstack([gain, own]))
        need.append(origin)
    matrix, least = csr_array(np.vstack(rows)), np.concatenate(need)
    low = np.concatenate([np.zeros(size), np.full(levels, 0.0 if logs else -np.inf), np.full(logs, -1e4)])
    high = np.concatenate([np.ones(size), np.full(levels, np.inf), np.full(logs, 1e4)])
    if sure is not None:
        low[:size], high[:size] = sure == 1, sure != 0
    integral = np.concatenate([np.ones(size), np.zeros(levels + logs)])
    at = [(i, float(most[i] * ratio)) for i in range(logs) for ratio in (EVERYWHERE if near is None else FAR)]
    if logs and near is not None:
        there = _least_of(gain @ near - origin, task.owner, players)
        at += [(i, float(there[i] * ratio)) for i in range(players) for ratio in CLOSE if there[i] > TINY]
    best = Best(np.zeros(size, np.int8), -np.inf, np.inf)
    seen: set[bytes] = set()
    while len(seen) < MOST:
        tangents, heights = _tangents(at, size, players)
        asked = vstack([matrix, tangents]) if logs else matrix
        over = np.concatenate([least, heights]) if logs else least
        found = solve_mixed(FINER * cost, integral, low, high, asked, over - 1e-9, np.full(len(over), np.inf), seconds)
        if found.x is None:
            return None if best.value == -np.inf and (found.status == 2 or not logs) else best
        x = np.round(found.x[:size]).astype(np.int8)
        gains = _least_of(gain @ x - origin, task.owner, players)
        top = -float(found.mip_dual_bound) / FINER - (float(origin.sum()) if plain else 0.0)
        with np.errstate(divide="ignore"):
            value = float({SUM: gains.sum(), MIN: gains.min()}.get(task.objective, np.nan))
            if logs:
                value = float(np.log(np.maximum(gains, 0.0)).sum())
        best = Best(x if value > best.value else best.x, max(value, best.value), min(best.bound, top))
        # Where a package comes again its tangents stand already, and what is left is what HiGHS forgives.
        if not logs or best.bound - best.value < 1e-7 or best.bound < known or x.tobytes() in seen:
            break
        seen.add(x.tobytes())
        at += [(i, float(max(gains[i], TINY))) for i in range(players)]
    if best.bound - best.value < 1e-6 * max(1.0, abs(best.value)):
        best = best._replace(bound=best.value)
    return best._replace(bound=max(best.bound, best.value))


def _least_of(shares: Floats, owner: Ints, players: int) -> Floats:
    """Return (players,) the smallest share of each."""
    made = np.full(players, np.inf)
    np.minimum.at(made, owner, shares)
    return made


def _tangents(at: list[tuple[int, float]], size: int, players: int) -> tuple[Any, Floats]:
    """Return rows that hold each player's logarithm under tangents at some gains, and what they must be at least."""
    who, where = np.array([i for i, _ in at], np.int64), np.array([g for _, g in at])
    lines = np.arange(len(at))
    made = coo_array(
        (np.concatenate([1.0 / where, -np.ones(len(at))]),
         (np.concatenate([lines, lines]), np.concatenate([size + who, size + players + who]))),
        shape=(len(at), size + 2 * players),
    )  # fmt: skip
    return made.tocsr(), 1.0 - np.log(where)


def is_alone(task: Task, package: Any, level: float, seconds: float, sure: Ints | None = None) -> bool:
    """Return whether it is proved in time that no package of a task reaches a level, which one outside of it does.

    That package is near to those that are nearly as good, so that tangents around it let HiGHS end soonest. `sure` is
    what variables are in all packages that reach the level; -1 where that is open.
    """
    found = by_milp(task, seconds, level, package, sure)
    return found is None or found.bound < level

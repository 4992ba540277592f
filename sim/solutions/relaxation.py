"""Linear bounds on packages: what no package exceeds, as a number for each asset, from duals of a relaxation."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_array

from sim.given import Floats, Ints
from sim.solutions.kernels import LOG, MIN, SUM
from sim.solutions.package_milp import Task
from sim.solutions.programme import solve_linear

ROUNDS = 12
"""Rounds of tangents at most; from there the bound hardly falls."""
SAFE = 1e-6
"""How far below a value, relative to it, packages must be to count as worse: above all roundings."""


class Bound(NamedTuple):
    """For every feasible package x the objective is at most ``constant + slope·x``."""

    slope: Floats  # (N,)
    constant: float
    middle: Floats  # (N,) optimum of the relaxation, fractional

    @property
    def most(self) -> float:
        """What no package exceeds."""
        return self.constant + float(np.maximum(self.slope, 0.0).sum())

    def sure(self, value: float) -> Ints:
        """Return what each variable is in all packages as good as a value; -1 where that is open.

        >>> Bound(np.array([3.0, -1.0, 0.5]), 0.0, np.zeros(3)).sure(3.0).tolist()
        [1, 0, -1]
        """
        is_sure = np.abs(self.slope) > self.most - value + SAFE * max(1.0, abs(value))
        return np.where(is_sure, self.slope > 0.0, -1)


def relax(task: Task) -> Bound | None:
    """Return the bound of an objective over packages; None if even the relaxation is infeasible.

    It holds for any duals that are not negative, so that rounding in the solver cannot make it wrong.
    """
    gain, origin = task.gain / task.unit[:, None], task.origin / task.unit
    if task.objective == SUM:
        if int(task.owner[-1]) + 1 == len(gain):
            return _sum(gain.sum(axis=0), -float(origin.sum()), task.rows, task.need)
        return _sum_of_least(gain, origin, task.owner, task.rows, task.need)
    if task.objective == MIN:
        return _min(gain, origin, task.rows, task.need)
    assert task.objective == LOG
    return _log(gain, origin, task.owner, task.rows, task.need)


def _with(slope: Floats, constant: float, duals: Floats, rows: Floats, need: Floats, middle: Floats) -> Bound:
    """Add to a bound on the objective the constraints, at prices."""
    price = np.maximum(duals, 0.0)
    return Bound(slope + price @ rows, constant - float(price @ need), middle)


def _shared(duals: Floats, owner: Ints) -> Floats:
    """Return weights that add up to 1 over what each player has, whatever the solver's rounding."""
    weight = np.maximum(duals, 0.0)
    whole = np.bincount(owner, weight)
    made: Floats = np.where(whole[owner] > 0.0, weight / np.where(whole > 0.0, whole, 1.0)[owner], 0.0)
    _, first = np.unique(owner, return_index=True)
    made[first] += whole == 0.0
    return made


def _sum(slope: Floats, constant: float, rows: Floats, need: Floats) -> Bound | None:
    found = solve_linear(
        -slope, A_ub=-rows if len(rows) else None, b_ub=-need if len(rows) else None, bounds=(0.0, 1.0)
    )
    if found is None:
        return None
    duals = -np.asarray(found.ineqlin.marginals) if len(rows) else np.zeros(0)
    return _with(slope, constant, duals, rows, need, np.asarray(found.x))


def _sum_of_least(gain: Floats, origin: Floats, owner: Ints, rows: Floats, need: Floats) -> Bound | None:
    faces, size = gain.shape
    players = int(owner[-1]) + 1
    own = np.zeros((faces, players))
    own[np.arange(faces), owner] = 1.0
    limits = [(0.0, 1.0)] * size + [(None, None)] * players
    matrix = np.vstack([np.hstack([-gain, own]), np.hstack([-rows, np.zeros((len(rows), players))])])
    found = solve_linear(np.concatenate([np.zeros(size), -np.ones(players)]), A_ub=csr_array(matrix),
                         b_ub=np.concatenate([-origin, -need]), bounds=limits)  # fmt: skip
    if found is None:
        return None
    duals = -np.asarray(found.ineqlin.marginals)
    weight = _shared(duals[:faces], owner)
    return _with(weight @ gain, -float(weight @ origin), duals[faces:], rows, need, np.asarray(found.x[:size]))


def _min(gain: Floats, origin: Floats, rows: Floats, need: Floats) -> Bound | None:
    players, size = gain.shape
    cost = np.zeros(size + 1)
    cost[-1] = -1.0
    levels = np.hstack([-gain, np.ones((players, 1))])
    kept = np.hstack([-rows, np.zeros((len(rows), 1))])
    found = solve_linear(cost, A_ub=np.vstack([levels, kept]), b_ub=np.concatenate([-origin, -need]),
                         bounds=[(0.0, 1.0)] * size + [(None, None)])  # fmt: skip
    if found is None:
        return None
    duals = -np.asarray(found.ineqlin.marginals)
    weight = np.maximum(duals[:players], 0.0)
    total = weight.sum()
    weight = weight / total
    return _with(weight @ gain, -float(weight @ origin), duals[players:] / total, rows, need, np.asarray(found.x[:-1]))


def _log(gain: Floats, origin: Floats, owner: Ints, rows: Floats, need: Floats) -> Bound | None:
    faces, size = gain.shape
    players = int(owner[-1]) + 1
    most = np.maximum(np.maximum(gain, 0.0).sum(axis=1) - origin, 1e-9)
    # Tangents where gains may lie, before it is known where: each a fifth below the last.
    at = [(i, float(most[i] * 0.8**k)) for i in range(faces) for k in range(16)]
    bound: Bound | None = None
    lowest = np.inf
    kept = np.hstack([-rows, np.zeros((len(rows), players))])
    cost = np.concatenate([np.zeros(size), -np.ones(players)])
    limits = [(0.0, 1.0)] * size + [(None, None)] * players
    for _ in range(ROUNDS):
        who, where = np.array([i for i, _ in at]), np.array([g for _, g in at])
        tangents = np.zeros((len(at), size + players))
        tangents[:, :size] = -gain[who] / where[:, None]
        tangents[np.arange(len(at)), size + owner[who]] = 1.0
        right = np.log(where) - 1.0 - origin[who] / where
        found = solve_linear(cost, A_ub=csr_array(np.vstack([tangents, kept])), b_ub=np.concatenate([right, -need]),
                             bounds=limits)  # fmt: skip
        if found is None:
            return None
        duals = -np.asarray(found.ineqlin.marginals)
        weight = _shared(duals[: len(at)], owner[who])
        made = _with((weight / where) @ gain[who], float(weight @ right), duals[len(at) :], rows, need,
                     np.asarray(found.x[:size]))  # fmt: skip
        if made.most < lowest:
            bound, lowest = made, made.most
        reached = np.maximum(gain @ found.x[:size] - origin, 1e-9 * most)
        least = np.full(players, np.inf)
        np.minimum.at(least, owner, reached)
        if lowest - np.log(least).sum() < 1e-4:
            break
        at += [(i, float(reached[i])) for i in range(faces)]
    return bound

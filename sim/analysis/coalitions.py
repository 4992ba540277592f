"""What each coalition of a scenario's parties reaches alone: the largest sum of surplus, in credit units.

Members pay each other in credit, so that the sum is what counts and none of them needs to gain by the package
itself. A coalition uses only what its members hold, for receivers among them, at a place whose host and guarantor
belong to it; red lines and ratifiers hold as ever. Doing nothing is worth 0.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import numpy as np

from sim.analysis.package_problem import PackageProblem
from sim.given import Floats
from sim.solutions.kernels import SUM, compiled, improve, search
from sim.solutions.package_milp import Task, by_milp
from sim.solutions.problem import Problem
from sim.solutions.relaxation import relax

ROUNDS = 12
"""Rounds of tangents at most."""
FEW, NODES = 20_000, 200_000
"""Nodes of a search before a local search is tried, and before HiGHS is asked."""
CLOSE = 1e-7


class Coalitions:
    """The game of a package problem.

    Parameters
    ----------
    made
        The package problem, at a place.
    elsewhere
        The same without a place, for coalitions to which its host or guarantor does not belong.
    players
        Parties, by their place in the scenario, in the order of the game.
    """

    def __init__(self, made: PackageProblem, elsewhere: PackageProblem, players: tuple[int, ...]) -> None:
        self.made, self.players = made, players
        self.hosts = made.terms.hosts(made.place)
        self.known: dict[tuple[tuple[int, ...], frozenset[int]], float] = {}
        self.here, self.elsewhere = _Alone(made), _Alone(elsewhere)

    def worth(self, who: Iterable[int], without: frozenset[int] = frozenset()) -> float:
        """Return what some players, by their place in the game, reach alone.

        Parameters
        ----------
        who
            The players.
        without
            Assets of the scenario that may not be used.
        """
        members = tuple(sorted(who))
        if (members, without) not in self.known:
            parties = {self.players[at] for at in members}
            game = self.here if self.hosts <= parties else self.elsewhere
            self.known[members, without] = game.reach(parties, without)
        return self.known[members, without]

    def worth_of_assets(self, assets: Iterable[int], pool: list[int]) -> float:
        """Return what all players reach with some assets of a pool alone; those outside the pool are there."""
        kept = {pool[at] for at in assets}
        return self.worth(range(len(self.players)), frozenset(set(pool) - kept))


class _Alone:
    """The package problem of those who ask nobody outside, and pay each other."""

    def __init__(self, made: PackageProblem) -> None:
        self.made = made
        parties = made.problem.parties
        ratified = tuple(one for one in made.problem.consents if one.interest >= parties)
        self.problem: Problem = replace(made.problem, consents=ratified)
        self.points = self.problem.first_points()
        terms = made.terms
        # For each of the problem's assets, the parties without whom it cannot change hands.
        self._needs = [{int(terms.holder[a]), int(terms.receiver[a])} - {-1} for a, _ in made.units]

    def reach(self, members: set[int], without: frozenset[int]) -> float:
        """Return the largest sum of the members' surplus from what they have."""
        free = [place for place, need in enumerate(self._needs)
                if need <= members and self.made.units[place][0] not in without]  # fmt: skip
        if not any(self.made.terms.is_person[self.made.units[place][0]] for place in free):
            return 0.0
        open_ = np.zeros(self.problem.size, np.bool_)
        open_[free] = True
        open_[self.problem.assets :] = True
        best = 0.0
        for _ in range(ROUNDS):
            x = self._maximise(sorted(members), np.flatnonzero(open_))
            if x is None:
                return 0.0
            best = max(best, float(self.problem.surpluses(x)[sorted(members)].sum()))
            over = self.problem.overshoot(x, self.points)
            bent = {interest: z for interest, (z, by) in over.items() if interest in members and by > CLOSE}
            if not bent:
                break
            for interest, z in bent.items():
                self.points[interest].append(z)
        return best

    def _maximise(self, members: list[int], places: Any) -> Floats | None:
        """Return the best package over some variables, with the tangents taken so far; None if none is feasible."""
        faces = [self.problem.interests[party].faces(self.points.get(party, ())) for party in members]
        owner = np.repeat(np.arange(len(members)), [len(origin) for _, origin in faces])
        rows, need = self.problem.constraints(self.points)
        rows = np.ascontiguousarray(rows[:, places])
        asks = (np.minimum(rows, 0.0).sum(axis=1) < need - 1e-12).nonzero()[0]
        gain = np.ascontiguousarray(np.vstack([row for row, _ in faces])[:, places])
        task = Task(gain, np.concatenate([origin for _, origin in faces]), np.ones(len(owner)), owner,
                    np.ascontiguousarray(rows[asks]), need[asks], SUM)  # fmt: skip
        bound = relax(task)
        if bound is None:
            return None
        best = np.round(bound.middle).astype(np.int8)
        value, left = -np.inf, np.inf
        drop = np.abs(bound.slope)
        order, prefer = np.argsort(-drop, kind="stable"), (bound.slope > 0.0).astype(np.int8)
        step = 1e-9 * max(1.0, abs(bound.most))
        if (task.rows @ best >= task.need - step).all():
            value = float((task.gain @ best - task.origin).sum()) if len(owner) == len(members) else value
        for nodes in (FEW, NODES):
            value, _, left = compiled(search)(order, prefer, drop, *_arrays(task), bound.most, best, value, step, nodes)
            if left == -np.inf:
                break
            trial = best.copy()
            reached = compiled(improve)(trial, np.arange(len(best)), -1, *_arrays(task))
            if reached > value:
                best, value = trial, reached
        if left > -np.inf:
            other = by_milp(task)
            if other is not None and other.value > value:
                best, value = np.asarray(other.x, np.int8), other.value
        if value == -np.inf:
            return None
        x = np.zeros(self.problem.size)
        x[places] = best
        return self.problem.complete(x[: self.problem.assets])


def _arrays(task: Task) -> tuple[Any, ...]:
    return task.rows, task.need, task.gain, task.origin, task.unit, task.owner, task.objective

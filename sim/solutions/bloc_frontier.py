"""The frontier between two blocs: every package that could not give one more without giving the other less."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import numpy as np

from sim.errors import UsageError
from sim.given import Floats, number, whole
from sim.solutions.finite import EMPTY
from sim.solutions.kernels import SUM
from sim.solutions.package_milp import Best
from sim.solutions.package_solver import BUDGET, Solver
from sim.solutions.packages import Choice
from sim.solutions.problem import Problem
from sim.solutions.solution import Solution

FINE = 1e-6
"""Share of a bloc's range that counts as nothing: packages nearer than this to each other count as one."""
CUTS = 30
"""Rounds of cuts at most, where a bloc's utility is no straight sum."""


def two_bloc_frontier(
    choice: Choice | Problem, first: Collection[int], most: int = 2000, budget: int = BUDGET, *,
    second: Collection[int] | None = None, step: float = 0.0, solver: Solver | None = None,
) -> Solution:  # fmt: skip
    """Return the Pareto frontier between two blocs of parties, by ε-constraints.

    A bloc's utility is the sum of its members'; of a problem, of their surpluses. The most for the first bloc is
    found under the condition that the second has more than in the last package, from its least to its most
    (Haimes, Lasdon, Wismer 1971). Where concession curves bend, the condition is met by cuts.

    Parameters
    ----------
    choice
        What there is to choose from; consents and linkages hold as ever.
    first, second
        Parties of the blocs; the second is all the others, if not said.
    most
        Points at most; the note says if there are more.
    budget
        Nodes of each search at most.
    step
        By how much more the second bloc must have in the next point, as a share of its range: 0 for all points.
    solver
        A solver of the same choice, whose tangents are used on.

    Returns
    -------
    Solution
        ``blocs``: (utility of the first, of the second) of each point, from the best for the first to the best
        for the second; ``packages``: their assets. The objective is the number of points; bound and gap say
        how much a search that was given up may have missed, in the first bloc's utility.

    Examples
    --------
    >>> found = two_bloc_frontier(Choice([[3, -1, 2], [-1, 3, -3]], no_deal=-9), first=[0])
    >>> found.answer["blocs"]
    ((5.0, -4.0), (4.0, -1.0), (2.0, 2.0), (-1.0, 3.0))
    """
    problem = choice if isinstance(choice, Problem) else choice.problem()
    parties = problem.parties
    one = sorted(set(first))
    other = sorted(set(range(parties)) - set(one) if second is None else set(second))
    fits = one and other and not set(one) & set(other) and min(*one, *other) >= 0 and max(*one, *other) < parties
    if not fits:
        raise UsageError(f"first: found {one}; allowed: some of the {parties} parties, from 0, but not all; mend it")
    limit = whole("most", most, 1, 10**6)
    number("step", step, 0.0, 1.0, "[)")
    at = _Frontier(solver or Solver(problem, budget=budget), one, other, step)
    # A problem is reckoned from no deal; a choice from nothing.
    base = np.zeros(2)
    if isinstance(choice, Choice):
        base = np.array([choice.no_deal[one].sum(), choice.no_deal[other].sum()])
    blocs: list[tuple[float, float]] = []
    packages: list[tuple[int, ...]] = []
    while len(blocs) < limit:
        found = at.next()
        if found is None:
            break
        mine, theirs = at.blocs_of(found.x) + base
        blocs.append((float(mine), float(theirs)))
        packages.append(tuple(np.flatnonzero(found.x[: problem.assets]).tolist()))
    asked = {"assets": problem.assets, "parties": parties, "first": tuple(one), "second": tuple(other), "step": step}
    answer = {"blocs": tuple(blocs), "packages": tuple(packages)} if blocs else {}
    note = EMPTY if not blocs else f"cut after {limit} points" if len(blocs) == limit else ""
    return Solution("ε-constraints, depth-first searches", asked, answer, float(len(blocs)), len(blocs) + at.missed,
                    note)  # fmt: skip


class _Frontier:
    """A walk along the frontier, from the best for the first bloc to the best for the second."""

    def __init__(self, solver: Solver, one: Sequence[int], other: Sequence[int], step: float) -> None:
        self.solver, self.one, self.other = solver, list(one), list(other)
        interests = [solver.problem.interests[party] for party in self.other]
        spans = [float(np.abs(interest.worth).sum() + np.abs(interest.cost).sum()) for interest in interests]
        mine = [float(np.abs(solver.problem.interests[party].worth).sum()) for party in self.one]
        self.span = sum(spans) or 1.0
        # A trace of the second bloc's utility, so that of equally good packages the better for it is taken.
        self.unit = np.array([1.0] * len(one) + [self.span / (FINE * (sum(mine) or 1.0))] * len(other))
        self.step, self.level, self.missed = step, -np.inf, 0.0
        self.least, self.range = -np.inf, self.span

    def blocs_of(self, x: Any) -> Floats:
        """Return what the two blocs have of a package beyond no deal."""
        surplus = self.solver.problem.surpluses(x)
        return np.array([surplus[self.one].sum(), surplus[self.other].sum()])

    def next(self) -> Best | None:
        """Return the next package on the frontier; None after the last."""
        solver, problem = self.solver, self.solver.problem
        if self.step and self.level > -np.inf and self.least == -np.inf:
            top = solver.maximise(self.other, SUM)
            assert top is not None
            self.least, self.range = self.level, max(FINE * self.span, top.value - self.level)
        level = self.level + max(FINE * self.span, self.step * self.range)
        cuts: list[tuple[Floats, float]] = []
        for _ in range(CUTS):
            task = solver.task([*self.one, *self.other], SUM, self.unit)
            if self.level > -np.inf:
                cuts = cuts or [self._cut(task, None, level)]
                task = task._replace(rows=np.ascontiguousarray(np.vstack([task.rows, *(row for row, _ in cuts)])),
                                     need=np.concatenate([task.need, [need for _, need in cuts]]))  # fmt: skip
            found = solver.maximise_flat(task)
            if found is None:
                return None
            package = problem.complete(found.x)
            over = problem.overshoot(package, solver.points)
            bent = {interest: z for interest, (z, by) in over.items() if by > FINE * FINE * self.span}
            short = self.level > -np.inf and self.blocs_of(package)[1] < level - 0.5 * FINE * self.span
            if not bent and not short and problem.is_feasible(package):
                break
            for interest, z in bent.items():
                solver.points[interest].append(z)
            cuts.append(self._cut(task, package, level))
        else:
            return None
        self.missed = max(self.missed, found.bound - found.value)
        self.level = float(self.blocs_of(package)[1])
        return Best(package.astype(np.int8), found.value, found.bound)

    def _cut(self, task: Any, x: Floats | None, level: float) -> tuple[Floats, float]:
        """Return a row that says that the second bloc has at least so much, exact at a package."""
        row, need = np.zeros(self.solver.problem.size), level
        for party in self.other:
            faces, origin = self.solver.problem.interests[party].faces(self.solver.points.get(party, ()))
            face = 0 if x is None else int(np.argmin(faces @ x - origin))
            row, need = row + faces[face], need + float(origin[face])
        return row, need

"""The leximin package of many assets: the largest smallest gain, of equals the largest next smallest, and so on.

One mixed-integer programme after another makes the sum of the k smallest gains as large as it can be while the
sums of fewer are held (Ogryczak, Śliwiński 2006, section 3): which k players are the worst off is left open, as
it must be where packages cannot be mixed. A sum of the k smallest gains is the most that ``k·t − Σ_i d_i`` can be
with ``d_i >= t − g_i`` and ``d_i >= 0``.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from scipy.sparse import csr_array

from sim.errors import UsageError
from sim.given import Floats
from sim.solutions.package_milp import FINER, Best, Task
from sim.solutions.package_solver import Solver
from sim.solutions.packages import Choice
from sim.solutions.problem import Problem
from sim.solutions.programme import solve_mixed
from sim.solutions.solution import Solution

LEAST = 3
"""The objective of a stage, beside those of `sim.solutions.kernels`."""
TIED = 1e-6
"""Sums that differ by less, as a share of their size or of 1 if that is more, are equal: what HiGHS can tell apart."""
PATIENCE = 60.0
"""Seconds for all stages behind the first: several times what the talks of 2024 need."""
METHOD = "leximin: mixed-integer programmes, one for each sum of smallest gains"


def leximin(choice: Choice | Problem | Solver, seconds: float = PATIENCE) -> Solution:
    """Return the feasible package whose gains, sorted from the smallest, are the largest in the order of a dictionary.

    Where it is proved, no other package gives a player more and none less.

    Parameters
    ----------
    choice
        What there is to choose from; a solver that has solved it otherwise spares some of the work.
    seconds
        What the stages behind the first may take together, 0 or more: each half of what is left, the last all. Where
        a stage is cut short, what it found may depend on the machine, and the note says which sums are not proved.

    Returns
    -------
    Solution
        ``package``, ``released``, ``utilities``, ``players`` and ``ideals`` as of `sim.solutions.package_solver.solve`.
        ``sums`` and ``bounds``: at place k - 1 the sum of the k smallest gains, and what it cannot exceed in a
        package that reaches the sums before it. The objective is the smallest gain; the gap is the largest of all
        stages, so that it is 0 only where each is proved. Sums closer than `TIED` count as equal.

    Raises
    ------
    UsageError
        If the seconds are below 0 or not a number.

    Examples
    --------
    Either asset leaves the third party with 1. By the second one the next smallest gain is 3, not 2, if in all less.

    >>> found = leximin(Choice([[2, 3], [6, 3], [-1, -1]], no_deal=[0, 0, -2]))
    >>> found.answer["released"], found.answer["sums"], found.gap
    ((1,), (1.0, 4.0, 7.0), 0.0)
    """
    if not 0.0 <= seconds < np.inf:
        raise UsageError(f"seconds: found {seconds:g}; allowed: 0 or more; mend it")
    solver = choice if isinstance(choice, Solver) else Solver(choice)
    first = solver.solve("egalitarian", efficient=True)
    who = tuple(first.answer.get("players", ()))
    if not who:
        return replace(first, method=METHOD)
    stages = _Stages(solver, who)
    stages.known.append(solver.problem.complete(first.answer["package"]).astype(np.int8))
    found = _settled(stages.best_known()._replace(bound=first.bound))
    if found.value == -np.inf:
        return replace(first, method=METHOD)
    reached = [found]
    end = time.monotonic() + seconds
    for k in range(2, len(who) + 1):
        stages.floors.append(found.value)
        left = max(0.0, end - time.monotonic())
        stages.deadline = end if k == len(who) else end - 0.5 * left
        found = stages.raise_sum()
        reached.append(found)
    sums = stages.sums(found.x).tolist()
    # Where a stage was cut short, a later one may have found more of its sum.
    bounds = [one if stage.bound == stage.value else max(stage.bound, one) for stage, one in zip(reached, sums)]
    gaps = [bound - one for bound, one in zip(bounds, sums)]
    unproved = ", ".join(str(k) for k, gap in enumerate(gaps, 1) if gap > 0.0)
    note = f"not proved: the sum of the {unproved} smallest gains, see its bound" if unproved else ""
    answer = {**solver.answer(found.x, who), "sums": tuple(sums), "bounds": tuple(bounds)}
    return replace(first, method=METHOD, answer=answer, objective=sums[0], bound=sums[0] + max(gaps), note=note)


def another_leximin(
    choice: Choice | Problem | Solver, record: Solution, seconds: float = PATIENCE
) -> tuple[int, ...] | None:
    """Return another package with the sorted gains of a record; None if there is none, or none was found in time.

    Parameters
    ----------
    choice
        What the record is of.
    record
        As of `leximin`.
    seconds
        What it may take.

    Returns
    -------
    tuple of int or None
        0 or 1 for each asset.

    Examples
    --------
    >>> alike = Choice([[2, 1], [1, 2], [-1, -1]], no_deal=[0, 0, -1])
    >>> one = leximin(alike)
    >>> one.answer["package"], another_leximin(alike, one)
    ((0, 1), (1, 0))
    """
    solver = choice if isinstance(choice, Solver) else Solver(choice)
    who = tuple(record.answer.get("players", ()))
    if not who or "package" not in record.answer:
        return None
    stages = _Stages(solver.without(record.answer["package"]), who)
    stages.known, stages.ideals = solver.known, solver.ideals
    stages.floors += record.answer["sums"]
    stages.deadline = time.monotonic() + seconds
    best = stages.best_known()
    if best.value == -np.inf:
        best = stages.maximise(who, LEAST) or best
    if best.value == -np.inf:
        return None
    return tuple(int(one) for one in best.x[: solver.problem.assets])


class _Stages(Solver):
    """A solver for one stage after another; `floors` are the sums of 1, 2, … smallest gains that are held."""

    def __init__(self, solver: Solver, who: tuple[int, ...]) -> None:
        super().__init__(solver.problem, solver.method, solver.budget)
        self.points, self.known, self.ideals = solver.points, solver.known, solver.ideals
        self.who = who
        self.floors: list[float] = []
        self.deadline = 0.0

    def raise_sum(self) -> Best:
        """Return the package with the largest sum of one more of the smallest gains than are held."""
        found, known = self.maximise(self.who, LEAST), self.best_known()
        if found is None:
            return _settled(known._replace(bound=known.value))
        return _settled(found if found.value >= known.value else known._replace(bound=found.bound))

    def best_known(self) -> Best:
        """Return the best that is known for the stage; minus infinity if nothing reaches what is held."""
        best = Best(np.zeros(self.problem.size, np.int8), -np.inf, np.inf)
        for x in self.known:
            package = x[: self.problem.assets]
            value = self.value(package, self.who, LEAST, None)
            if value > best.value and self.problem.is_feasible(package):
                best = Best(x, value, np.inf)
        return best

    def sums(self, package: Any) -> Floats:
        """Return (players,) the sums of 1, 2, … smallest gains."""
        made: Floats = np.cumsum(np.sort(self.problem.surpluses(package)[list(self.who)]))
        return made

    def value(self, package: Any, who: Sequence[int], objective: int, unit: Floats | None) -> float:
        """Return the objective of a package; minus infinity if it does not reach what is held."""
        if objective != LEAST:
            return super().value(package, who, objective, unit)
        sums = self.sums(package)
        floors = np.array(self.floors)
        if (sums[: len(floors)] < floors - 2.0 * TIED * np.maximum(1.0, np.abs(floors))).any():
            return -np.inf
        return float(sums[min(len(floors), len(who) - 1)])

    def maximise_flat(self, task: Task) -> Best | None:
        """Return the best package for a task; None if none is feasible."""
        if task.objective != LEAST:
            return super().maximise_flat(task)
        known = self.best_known()
        most = np.full(len(self.who), np.inf)
        np.minimum.at(most, task.owner, np.maximum(task.gain, 0.0).sum(axis=1) - task.origin)
        most = np.minimum(most, [self.ideals[party].bound if party in self.ideals else np.inf for party in self.who])
        x, bound = _raise_least(task, self.floors, known.value, most, self.deadline - time.monotonic())
        if x is None:
            return None if known.value == -np.inf else known._replace(bound=max(known.value, bound))
        return Best(x, known.value, bound)


def _settled(best: Best) -> Best:
    """Return the same with the bound on the value where they are as good as equal."""
    is_proved = best.bound - best.value <= TIED * max(1.0, abs(best.value))
    return best._replace(bound=best.value if is_proved else best.bound)


def _raise_least(
    task: Task, floors: Sequence[float], known: float, most: Floats, seconds: float
) -> tuple[Any, float]:  # fmt: skip
    """Return a package with a large sum of one more smallest gain than there are floors, and what none exceeds.

    Parameters
    ----------
    task
        Gains and constraints, as arrays.
    floors
        Sums of 1, 2, … smallest gains to be held; if there are as many as players, the sum of all gains is raised.
    known
        A sum that can be reached; minus infinity if none is known.
    most
        (players,) what each can gain at most.
    seconds
        When to stop.
    """
    players, size = len(most), task.gain.shape[1]
    k = min(len(floors) + 1, players)
    ceiling = float(np.sort(most)[:k].sum())
    if seconds <= 0.0:
        return None, ceiling
    held = [FINER * (floor - TIED * max(1.0, abs(floor))) for floor in floors]
    # Variables: the package, the gains, then for each k a threshold t and by how much each gain is below it. Gains are
    # magnified, so that what HiGHS forgives in a constraint is nothing to a gain.
    blocks = {j: size + players + at * (players + 1) for at, j in enumerate(j for j in range(2, k + 1) if j < players)}
    width = size + players + len(blocks) * (players + 1)
    gains = np.arange(size, size + players)

    def total(j: int) -> Floats:
        made = np.zeros(width)
        if j == players:
            made[gains] = 1.0
        else:
            made[blocks[j]], made[blocks[j] + 1 : blocks[j] + 1 + players] = j, -1.0
        return made

    def wide(rows: Floats) -> Floats:
        return np.hstack([rows, np.zeros((len(rows), width - rows.shape[1]))])

    faces = wide(FINER * task.gain)
    faces[np.arange(len(faces)), size + task.owner] = -1.0
    rows, need = [wide(task.rows), faces], [task.need, FINER * task.origin]
    for at in blocks.values():
        below = np.zeros((players, width))
        below[:, at], below[:, at + 1 : at + 1 + players] = -1.0, np.eye(players)
        below[np.arange(players), gains] = 1.0
        rows.append(below)
        need.append(np.zeros(players))
    asked = [(total(j), held[j - 1]) for j in range(2, len(floors) + 1)]
    if known > -np.inf:
        asked.append((total(k), FINER * (known - TIED * max(1.0, abs(known)))))
    rows += [row[None] for row, _ in asked]
    need.append(np.array([level for _, level in asked]))
    low, high = np.zeros(width), np.full(width, np.inf)
    high[:size] = 1.0
    low[gains], high[gains] = held[0], np.maximum(FINER * most, held[0])
    for at in blocks.values():
        low[at], high[at] = held[0], high[gains].max()
    matrix, least = csr_array(np.vstack(rows)), np.concatenate(need)
    whole = (np.arange(width) < size).astype(np.float64)
    rest = (low, high, matrix, least - 1e-9, np.full(len(least), np.inf), seconds)
    found = solve_mixed(-total(k), whole, *rest)
    if found.status == 2:  # infeasible: nothing reaches even what is known
        return None, known
    if found.mip_dual_bound is not None:
        ceiling = min(ceiling, -float(found.mip_dual_bound) / FINER)
    elif (loose := solve_mixed(-total(k), 0.0 * whole, *rest)).status == 0:  # cut short before any package was found
        ceiling = min(ceiling, -float(loose.fun) / FINER)
    return None if found.x is None else np.round(found.x[:size]).astype(np.int8), ceiling

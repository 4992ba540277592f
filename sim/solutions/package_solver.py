"""The best package of many assets: utilitarian, egalitarian, Nash, Kalai–Smorodinsky, each with its certificate.

A relaxation gives one linear bound, a local search good packages, and a depth-first search under the bound the
proof. Where the search is given up, the record says what no package exceeds. HiGHS solves the same as a
mixed-integer programme, as a cross-check (``method="milp"``) and where the search leaves a gap.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from sim.errors import UnknownNameError
from sim.given import Floats, whole
from sim.solutions.finite import EMPTY, NOBODY
from sim.solutions.kernels import LOG, MIN, SUM, compiled, improve, search
from sim.solutions.package_milp import Best, Task, by_milp, is_alone
from sim.solutions.packages import Choice
from sim.solutions.problem import ROUNDING, Consent, Problem
from sim.solutions.relaxation import Bound, relax
from sim.solutions.solution import Solution

OBJECTIVES = ("utilitarian", "egalitarian", "nash", "kalai_smorodinsky")
METHODS = ("search", "milp")
BUDGET = 10_000_000
"""Nodes of a search at most: less than a second."""
GAP = 0.02
"""Share of the objective left open from which HiGHS is asked as well."""
STARTS = 24
"""How many assets that the bound is least sure of are turned over, to start a local search anew;
with more than 80 assets fewer, since each start takes the longer."""
MOVED = 150
"""Assets that a local search may move, those that the bound is least sure of; the others hardly ever would."""
UNSURE = 0.005
"""Share of the objective between the best package and the bound from which more is tried before the search."""
CORE = 50
"""Assets in a search of those that the bound is least sure of; so many are searched in a moment."""
QUICK = 10_000_000
"""Rows looked at in a search that takes a tenth of a second."""
PATIENCE = 60.0
"""Seconds that HiGHS has in the place of a search: ten times what it has needed."""
PROVED = 200
"""Variables up to which HiGHS is asked before a long search, not after it, where there are more rows still."""
REFINED = 40
"""Rounds of tangents at most."""
FLAT = 1e-8
"""How far tangents may stay below a curve, as a share: a rounding."""
STEP = 1e-9
"""How much better a package must be to count as better, relative to the objective."""


def solve(name: str, choice: Choice | Problem, method: str = "search", budget: int = BUDGET) -> Solution:
    """Return the best feasible package by one of four solutions.

    Parameters
    ----------
    name
        ``utilitarian``, ``egalitarian`` (largest smallest gain), ``nash``, or ``kalai_smorodinsky`` (largest
        smallest share of one's ideal gain).
    choice
        What there is to choose from.
    method
        ``search``, or ``milp`` for HiGHS alone.
    budget
        Nodes of a search at most.

    Returns
    -------
    Solution
        ``package`` (0 or 1 for each asset), ``released`` (assets in it), ``utilities``, ``players``, and
        ``ideals``, the largest gains, where they were needed. The objective and the bound of Nash are the
        products of the players' gains.

    Raises
    ------
    UnknownNameError
        If there is no such solution or method.

    Examples
    --------
    >>> found = solve("nash", Choice([[3, -1, -2], [-1, 3, 1]]))
    >>> found.answer["released"], found.answer["utilities"], found.objective, found.gap
    ((0, 1), (2.0, 2.0), 4.0, 0.0)
    >>> solve("egalitarian", Choice([[-1.0], [2.0]])).note
    'nobody can gain: no deal is as good as any point that all would accept'
    """
    return Solver(choice, method, budget).solve(name)


class Solver:
    """A choice, and what is known of it so far: several solutions of it share bounds, ideals and tangents.

    Examples
    --------
    >>> solver = Solver(Choice([[3, -1, -2], [-1, 3, 1]]))
    >>> [solver.solve(name).answer["released"] for name in ("nash", "utilitarian")]
    [(0, 1), (0, 1)]
    """

    def __init__(self, choice: Choice | Problem, method: str = "search", budget: int = BUDGET) -> None:
        if method not in METHODS:
            raise UnknownNameError("method", method, METHODS)
        self.problem = choice if isinstance(choice, Problem) else choice.problem()
        self.method, self.budget = method, whole("budget", budget, 1, 10**12)
        self.points = self.problem.first_points()
        self.ideals: dict[int, Best] = {}
        self.known: list[Any] = []
        self._players: tuple[int, ...] | None = None

    def solve(self, name: str, efficient: bool = False) -> Solution:
        """Return the record of one solution.

        Parameters
        ----------
        name
            As of `solve`.
        efficient
            Whether of packages with the largest smallest gain (or share) the one with the largest sum is taken, so
            that no other gives somebody more and nobody less; takes one more search.
        """
        if name not in OBJECTIVES:
            raise UnknownNameError("solution", name, OBJECTIVES)
        label = {"search": "bound from duals and depth-first search", "milp": "mixed-integer programme"}[self.method]
        asked = {"assets": self.problem.assets, "parties": self.problem.parties,
                 "variables": self.problem.size, "consents": len(self.problem.consents)}  # fmt: skip
        nothing = Solution(f"{name}: {label}", asked, {}, 0.0, 0.0)
        if not self.problem.candidates or (not self.known and self.maximise(self.problem.candidates, SUM) is None):
            return replace(nothing, note=EMPTY)
        who = self.players()
        if not who:
            return replace(nothing, answer=self.answer(self.known[0], ()), note=NOBODY)
        unit, ideal_gap = np.ones(len(who)), 0.0
        if name == "kalai_smorodinsky":
            ideals = [self.ideal(party) for party in who]
            unit = np.array([ideal.value for ideal in ideals])
            ideal_gap = max((ideal.bound - ideal.value) / ideal.value for ideal in ideals)
        objective = {"utilitarian": SUM, "nash": LOG}.get(name, MIN)
        best = self.maximise(who, objective, unit)
        note = ""
        if name == "nash" and (best is None or best.value == -np.inf):
            level = self.maximise(who, MIN, unit)
            assert level is not None
            best = Best(level.x, 0.0, 0.0 if level.bound <= STEP else np.inf)
            note = "no package lets all players gain"
        elif name == "nash":
            assert best is not None
            best = Best(best.x, float(np.exp(best.value)), float(np.exp(best.bound)))
        assert best is not None
        if efficient and objective == MIN:
            best = self.lift(who, best, unit)
        if ideal_gap > 1e-9:
            note = f"an ideal gain is only known to a share of {ideal_gap:.2g}"
        gains = self.problem.surpluses(best.x)[list(who)] / unit
        value = {"utilitarian": gains.sum(), "nash": np.prod(np.maximum(gains, 0.0))}.get(name, gains.min())
        bound = max(float(value), best.bound) if best.bound > best.value else float(value)
        if not note and bound > value:
            note = "the search was given up: see the gap"
        return replace(nothing, answer=self.answer(best.x, who), objective=float(value), bound=bound, note=note)

    def lift(self, who: Sequence[int], best: Best, unit: Floats) -> Best:
        """Return the package with the largest sum of gains in which nobody's share is below the smallest of another."""
        floor = float((self.problem.surpluses(best.x)[list(who)] / unit).min())
        nobody = np.zeros(self.problem.size)
        kept = tuple(Consent(party, nobody, floor * share - ROUNDING) for party, share in zip(who, unit.tolist()))
        asked = tuple(one for one in self.problem.consents if one.interest not in who)
        solver = Solver(replace(self.problem, consents=(*asked, *kept)), self.method, self.budget)
        solver.points = self.points
        found = solver.maximise(who, SUM)
        return best if found is None or found.value == -np.inf else best._replace(x=found.x)

    def another(self, name: str, record: Solution) -> tuple[int, ...] | None:
        """Return another package that is as good as that of a solution's record; None if there is none.

        It takes at most about as long as the solution did.

        Examples
        --------
        >>> alike = Solver(Choice([[2, 2], [-1, -1]], no_deal=[0, -2]))
        >>> one = alike.solve("nash")
        >>> one.answer["released"], alike.another("nash", one)
        ((1,), (1, 0))
        """
        who = tuple(record.answer.get("players", ()))
        if not who or "package" not in record.answer or record.objective <= 0.0:
            return None
        solver = self.without(record.answer["package"])
        unit = np.ones(len(who))
        if name == "kalai_smorodinsky":
            unit = np.array([self.ideal(party).value for party in who])
        there = self.problem.complete(np.array(record.answer["package"]))
        if name == "nash":
            task, level = solver.task(who, LOG), float(np.log(record.objective)) - 1e-7
            bound = relax(task)
            if bound is None or is_alone(task, there, level, PATIENCE, bound.sure(level)):
                return None
        best = solver.maximise(who, {"utilitarian": SUM, "nash": LOG}.get(name, MIN), unit)
        if best is None:
            return None
        value = float(np.exp(best.value)) if name == "nash" else best.value
        if value < record.objective - 1e-7 * max(1.0, abs(record.objective)):
            return None
        return tuple(int(one) for one in best.x[: self.problem.assets])

    def without(self, package: Sequence[int]) -> Solver:
        """Return a solver of the same choice with one package taken out; tangents are shared."""
        x, cut = np.array(package, np.float64), np.zeros(self.problem.size)
        cut[: self.problem.assets] = 1.0 - 2.0 * x
        problem = replace(self.problem, rows=np.vstack([self.problem.rows, cut]),
                          need=np.append(self.problem.need, 1.0 - x.sum()))  # fmt: skip
        solver = Solver(problem, self.method, self.budget)
        solver.points = self.points
        return solver

    def answer(self, x: Any, who: tuple[int, ...]) -> dict[str, Any]:
        """Return what a record says of a package."""
        package = np.asarray(x[: self.problem.assets], np.int8)
        return {
            "package": tuple(int(one) for one in package),
            "released": tuple(np.flatnonzero(package).tolist()),
            "utilities": tuple(self.problem.utilities(package).tolist()),
            "players": who,
            "ideals": {party: self.ideals[party].value for party in who if party in self.ideals},
        }

    def task(self, who: Sequence[int], objective: int, unit: Floats | None = None) -> Task:
        """Return the maximisation of an objective for some players, with the tangents taken so far."""
        units = np.ones(len(who)) if unit is None else unit
        faces = [self.problem.interests[party].faces(self.points.get(party, ())) for party in who]
        owner = np.repeat(np.arange(len(who)), [len(origin) for _, origin in faces])
        rows, need = self.problem.constraints(self.points)
        gain = np.ascontiguousarray(np.vstack([row for row, _ in faces]))
        origin = np.concatenate([origin for _, origin in faces])
        return Task(gain, origin, units[owner], owner, rows, need, objective)

    def players(self) -> tuple[int, ...]:
        """Return the candidates that can gain in some feasible package."""
        if self._players is None:
            who = []
            for party in self.problem.candidates:
                seen = any(self.problem.surpluses(x)[party] > ROUNDING for x in self.known)
                if seen or self.ideal(party).value > ROUNDING:
                    who.append(party)
            self._players = tuple(who)
        return self._players

    def ideal(self, party: int) -> Best:
        """Return the package in which a party gains most."""
        if party not in self.ideals:
            found = self.maximise((party,), SUM)
            assert found is not None
            self.ideals[party] = found
        return self.ideals[party]

    def maximise(self, who: Sequence[int], objective: int, unit: Floats | None = None) -> Best | None:
        """Return the best package for some players; None if none is feasible.

        Curves that are not straight are met from above: by tangents, of which one is added where the package
        found concedes more pain than they say (outer approximation, Kelley 1960; Duran and Grossmann 1986), or
        by the pieces of a concave one. What is then still missed is the gap.
        """
        best, bound = None, np.inf
        for _ in range(REFINED):
            found = self.maximise_flat(self.task(who, objective, unit))
            if found is None:
                return None
            bound = min(bound, found.bound)
            package = found.x[: self.problem.assets]
            value = self.value(package, who, objective, unit) if self.problem.is_feasible(package) else -np.inf
            if best is None or value > best.value:
                best = Best(self.problem.complete(package).astype(np.int8), value, bound)
                if value > -np.inf:
                    self.known.append(best.x)
            over = self.problem.overshoot(self.problem.complete(package), self.points)
            missed = {interest: z for interest, (z, by) in over.items() if by > FLAT * (1.0 + z)}
            if not missed or best.value >= bound - STEP * max(1.0, abs(bound)):
                break
            for interest, z in missed.items():
                self.points[interest].append(z)
        assert best is not None
        if objective == LOG and best.value == -np.inf and bound == -np.inf:
            return best
        exact = bound - best.value <= FLAT * max(1.0, abs(bound))
        return best._replace(bound=best.value if exact else bound)

    def value(self, package: Any, who: Sequence[int], objective: int, unit: Floats | None) -> float:
        """Return the objective of a package, with the curves as they are."""
        gains = self.problem.surpluses(package)[list(who)] / (1.0 if unit is None else unit)
        if objective == LOG:
            return float(np.log(gains).sum()) if (gains > 0.0).all() else -np.inf
        return float(gains.sum() if objective == SUM else gains.min())

    def maximise_flat(self, task: Task) -> Best | None:
        """Return the best package for a task; None if none is feasible."""
        if self.method == "milp":
            return by_milp(task)
        bound = relax(task)
        if bound is None:
            return None
        drop = np.abs(bound.slope)
        prefer = (bound.slope > 0.0).astype(np.int8)
        best, value = self.look_around(task, bound.middle, prefer, drop)
        value, left = self.search_on(task, bound, best, value, self.quick(task))
        if left > -np.inf and self.quick(task) < self.budget:
            best, value, left = self.try_harder(task, bound, best, value, left)
        if left == -np.inf:
            if value == -np.inf and task.objective != LOG:
                return None
            return Best(best, value, value)
        if value == -np.inf or (left - value > GAP * abs(value) and not self.is_intricate(task)):
            other = by_milp(task)
            if other is None:
                return None
            made = other if other.value > value else Best(best, value, value)
            return made._replace(bound=max(made.value, min(left, other.bound)))
        return Best(best, value, max(value, left))

    def try_harder(self, task: Task, bound: Bound, best: Any, value: float, left: float) -> tuple[Any, float, float]:
        """Go on with a search that did not end at once; up to some size HiGHS is asked first."""
        most = left
        if self.is_intricate(task):
            other = by_milp(task, PATIENCE, value, best if value > -np.inf else None, bound.sure(value))
            if other is None and value == -np.inf:
                return best, value, -np.inf
            if other is not None and other.value > value:
                best, value = np.asarray(other.x, np.int8).copy(), other.value
            most = left if other is None else min(left, other.bound)
            # What HiGHS has not proved by then, a search would hardly prove.
            return best, value, -np.inf if most <= value + FLAT * max(1.0, abs(value)) else most
        if value > -np.inf and bound.most - value > UNSURE * max(1.0, abs(value)):
            best, value = self.search_core(task, best, value, bound)
        value, left = self.search_on(task, bound, best, value, self.budget)
        return best, value, min(left, most)

    def is_intricate(self, task: Task) -> bool:
        """Return whether there are more rows than variables: then bounds are loose, and each node costs much."""
        return bool(len(task.rows) > task.gain.shape[1] and task.gain.shape[1] <= PROVED)

    def quick(self, task: Task) -> int:
        """Return how many nodes take a fraction of a second."""
        rows = QUICK // 4 if self.is_intricate(task) else QUICK
        return min(self.budget, rows // (len(task.rows) + len(task.gain)))

    def search_on(self, task: Task, bound: Bound, best: Any, value: float, budget: int) -> tuple[float, float]:
        """Search for what is better than a package, and write it there; return its value, and what may be left."""
        drop = np.abs(bound.slope)
        step = STEP * max(1.0, abs(value)) if value > -np.inf else 0.0
        value, _, left = compiled(search)(
            np.argsort(-drop, kind="stable"), (bound.slope > 0.0).astype(np.int8), drop, task.rows, task.need,
            task.gain, task.origin, task.unit, task.owner, task.objective, bound.most, best, value, step, budget,
        )  # fmt: skip
        return float(value), float(left)

    def look_around(self, task: Task, middle: Floats, prefer: Any, drop: Floats) -> tuple[Any, float]:
        """Return a good package by local search from what the relaxation says, and from what is known."""
        local = compiled(improve)
        best, value = np.zeros(len(middle), np.int8), -np.inf
        places = np.argsort(drop, kind="stable")[:MOVED]
        unsure = places[: min(STARTS, max(8, STARTS * 80 // len(drop)))]
        starts = [(np.round(middle).astype(np.int8), -1), (prefer.copy(), -1), (best.copy(), -1)]
        starts += [(x.copy(), -1) for x in self.known[-2:]]
        if self.is_intricate(task):
            starts, unsure = [starts[0], *starts[3:][-1:]], unsure[:0]
        for x, tabu in starts:
            found = local(
                x, places, tabu, task.rows, task.need, task.gain, task.origin, task.unit, task.owner, task.objective
            )
            if found > value:
                best, value = x, found
        for j in unsure.tolist():
            x = best.copy()
            x[j] = 1 - x[j]
            found = local(
                x, places, j, task.rows, task.need, task.gain, task.origin, task.unit, task.owner, task.objective
            )
            if found > value:
                best, value = x, found
        return best.copy(), value

    def search_core(self, task: Task, best: Any, value: float, bound: Bound) -> tuple[Any, float]:
        """Return a package no worse: the assets that the bound is least sure of are searched, the rest stays."""
        drop = np.abs(bound.slope)
        core = np.argsort(drop, kind="stable")[:CORE]
        order = np.arange(len(core))[::-1].copy()
        for kept in (best.copy(), (bound.slope > 0.0).astype(np.int8)):
            kept[core] = 0
            found = np.zeros(len(core), np.int8)
            reached, _, _ = compiled(search)(
                order, (bound.slope[core] > 0.0).astype(np.int8), drop[core], np.ascontiguousarray(task.rows[:, core]),
                task.need - task.rows @ kept, np.ascontiguousarray(task.gain[:, core]),
                task.origin - task.gain @ kept, task.unit, task.owner, task.objective,
                bound.constant + bound.slope @ kept + float(np.maximum(bound.slope[core], 0.0).sum()),
                found, value, STEP, self.budget // 2,
            )  # fmt: skip
            if reached > value:
                kept[core] = found
                best, value = kept, reached
        return best, value

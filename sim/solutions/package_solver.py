"""The best package of many assets: utilitarian, egalitarian, Nash, Kalai–Smorodinsky, each with its certificate.

A relaxation gives one linear bound, a local search good packages, and a depth-first search under the bound the
proof. Where the search is given up, the record says what no package exceeds. HiGHS solves the same as a
mixed-integer programme, as a cross-check (``method="milp"``) and where the search leaves a gap.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from sim.errors import UnknownNameError
from sim.solutions.finite import EMPTY, NOBODY
from sim.solutions.given import Floats, whole
from sim.solutions.kernels import LOG, MIN, SUM, compiled, improve, search
from sim.solutions.package_milp import Best, Task, by_milp
from sim.solutions.packages import Choice
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
STEP = 1e-9
"""How much better a package must be to count as better, relative to the objective."""


def solve(name: str, choice: Choice, method: str = "search", budget: int = BUDGET) -> Solution:
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
        ``package`` (0 or 1 for each asset), ``released`` (assets in it), ``utilities``, ``players``. The
        objective and the bound of Nash are the products of the players' gains.

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
    if name not in OBJECTIVES:
        raise UnknownNameError("solution", name, OBJECTIVES)
    if method not in METHODS:
        raise UnknownNameError("method", method, METHODS)
    whole("budget", budget, 1, 10**12)
    return _Solver(choice, method, budget).solve(name)


class _Solver:
    """The arrays of a choice, and what is known of it so far."""

    def __init__(self, choice: Choice, method: str, budget: int) -> None:
        self.choice, self.method, self.budget = choice, method, budget
        self.utility, self.rows, self.need = choice.programme()
        self.ideals: dict[int, Best] = {}
        self.known: list[Any] = []

    def solve(self, name: str) -> Solution:
        """Return the record of one solution."""
        label = {"search": "bound from duals and depth-first search", "milp": "mixed-integer programme"}[self.method]
        asked = {"assets": self.choice.worth.shape[1], "parties": len(self.choice.no_deal),
                 "linkages": len(self.choice.linkages), "consents": self.choice.consents}  # fmt: skip
        nothing = Solution(f"{name}: {label}", asked, {}, 0.0, 0.0)
        first = self.maximise(self.task(self.choice.consents, SUM))
        if first is None:
            return replace(nothing, note=EMPTY)
        who = self.players()
        if not who:
            package = self.package_of(first.x)
            return replace(nothing, answer=self.answer(package, ()), note=NOBODY)
        unit, ideal_gap = np.ones(len(who)), 0.0
        if name == "kalai_smorodinsky":
            ideals = [self.ideal(party) for party in who]
            unit = np.array([ideal.value for ideal in ideals])
            ideal_gap = max((ideal.bound - ideal.value) / ideal.value for ideal in ideals)
        objective = {"utilitarian": SUM, "nash": LOG}.get(name, MIN)
        best = self.maximise(self.task(who, objective, unit))
        note = ""
        if name == "nash" and (best is None or best.value == -np.inf):
            level = self.maximise(self.task(who, MIN, unit))
            assert level is not None
            best = Best(level.x, 0.0, 0.0 if level.bound <= STEP else np.inf)
            note = "no package lets all players gain"
        elif name == "nash":
            assert best is not None
            best = Best(best.x, float(np.exp(best.value)), float(np.exp(best.bound)))
        assert best is not None
        if ideal_gap > 1e-9:
            note = f"an ideal gain is only known to a share of {ideal_gap:.2g}"
        package = self.package_of(best.x)
        gains = (self.choice.utilities(package) - self.choice.no_deal)[list(who)] / unit
        value = {"utilitarian": gains.sum(), "nash": np.prod(np.maximum(gains, 0.0))}.get(name, gains.min())
        bound = max(float(value), best.bound) if best.bound > best.value else float(value)
        if not note and bound > value:
            note = "the search was given up: see the gap"
        return replace(nothing, answer=self.answer(package, who), objective=float(value), bound=bound, note=note)

    def answer(self, package: Any, who: tuple[int, ...]) -> dict[str, Any]:
        """Return what a record says of a package."""
        return {
            "package": tuple(int(one) for one in package),
            "released": tuple(np.flatnonzero(package).tolist()),
            "utilities": tuple(self.choice.utilities(package).tolist()),
            "players": who,
        }

    def package_of(self, x: Any) -> Any:
        """Return the assets of a programme's variables."""
        return np.asarray(x[: self.choice.worth.shape[1]], np.int8)

    def task(self, who: tuple[int, ...], objective: int, unit: Floats | None = None) -> Task:
        """Return the maximisation of an objective for some players."""
        players = list(who)
        units = np.ones(len(players)) if unit is None else unit
        return Task(np.ascontiguousarray(self.utility[players]), self.choice.no_deal[players], units,
                     self.rows, self.need, objective)  # fmt: skip

    def players(self) -> tuple[int, ...]:
        """Return the parties whose consent counts and that can gain in some feasible package."""
        who = []
        for party in self.choice.consents:
            seen = any(float(self.utility[party] @ x) > self.choice.no_deal[party] + 1e-9 for x in self.known)
            if seen or self.ideal(party).value > 1e-9:
                who.append(party)
        return tuple(who)

    def ideal(self, party: int) -> Best:
        """Return the package in which a party gains most."""
        if party not in self.ideals:
            found = self.maximise(self.task((party,), SUM))
            assert found is not None
            self.ideals[party] = found
        return self.ideals[party]

    def maximise(self, task: Task) -> Best | None:
        """Return the best package for a task; None if none is feasible."""
        if self.method == "milp":
            return by_milp(task)
        bound = relax(*task[:5], task.objective)
        if bound is None:
            return None
        drop = np.abs(bound.slope)
        prefer = (bound.slope > 0.0).astype(np.int8)
        best, value = self.look_around(task, bound.middle, prefer, drop)
        order = np.argsort(-drop, kind="stable")
        most = bound.most
        if value > -np.inf and most - value > UNSURE * max(1.0, abs(value)):
            best, value = self.search_core(task, best, value, bound)
        step = STEP * max(1.0, abs(value)) if value > -np.inf else 0.0
        value, _, left = compiled(search)(
            order, prefer, drop, task.rows, task.need, task.gain, task.origin, task.unit, task.objective,
            most, best, value, step, self.budget,
        )  # fmt: skip
        if left == -np.inf:
            if value == -np.inf and task.objective != LOG:
                return None
            made = Best(best, value, value)
        elif value == -np.inf or left - value > GAP * abs(value):
            other = by_milp(task)
            if other is None:
                return None
            made = other if other.value > value else Best(best, value, value)
            made = made._replace(bound=max(made.value, min(left, other.bound)))
        else:
            made = Best(best, value, max(value, left))
        if made.value > -np.inf:
            self.known.append(made.x)
        return made

    def look_around(self, task: Task, middle: Floats, prefer: Any, drop: Floats) -> tuple[Any, float]:
        """Return a good package by local search from what the relaxation says, and from what is known."""
        local = compiled(improve)
        best, value = np.zeros(len(middle), np.int8), -np.inf
        places = np.argsort(drop, kind="stable")[:MOVED]
        unsure = places[: min(STARTS, max(8, STARTS * 80 // len(drop)))]
        starts = [(np.round(middle).astype(np.int8), -1), (prefer.copy(), -1), (best.copy(), -1)]
        starts += [(x.copy(), -1) for x in self.known[-2:]]
        for x, tabu in starts:
            found = local(x, places, tabu, task.rows, task.need, task.gain, task.origin, task.unit, task.objective)
            if found > value:
                best, value = x, found
        for j in unsure.tolist():
            x = best.copy()
            x[j] = 1 - x[j]
            found = local(x, places, j, task.rows, task.need, task.gain, task.origin, task.unit, task.objective)
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
                task.origin - task.gain @ kept, task.unit, task.objective,
                bound.constant + bound.slope @ kept + float(np.maximum(bound.slope[core], 0.0).sum()),
                found, value, STEP, self.budget // 2,
            )  # fmt: skip
            if reached > value:
                kept[core] = found
                best, value = kept, reached
        return best, value

"""A scenario's deals as a list, for protocols that go through one: efficient packages, since there are too many of all.

On the list stand, in this order, the best packages with few people, of whom there may be more and more; each player's
best, the best for drawn weights of the players, those that one player has no say in, for protocols that do not ask
everybody; and the four solutions. What theory's record of a solution
proves is not proved of a list: it holds among the packages on it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from sim.analysis.theory import Theory
from sim.errors import UsageError
from sim.given import whole
from sim.solutions.kernels import SUM
from sim.solutions.package_solver import Solver
from sim.state.layout import Bytes
from sim.textbook.deals import Deals

WEIGHTS = 24
"""Drawn weights of the players, unless said otherwise."""


@dataclass(frozen=True)
class DealList:
    """Deals, and what changes hands in each: levels of the scenario's assets."""

    deals: Deals
    levels: tuple[Bytes, ...]


def deals_of(
    theory: Theory, weights: int = WEIGHTS, seed: int = 0, on_progress: Callable[[str, int, int], None] | None = None
) -> DealList:
    """Return a list of a solved scenario's deals; what they are worth is surplus, so that no deal is 0.

    Parameters
    ----------
    theory
        The scenario, solved.
    weights
        How many weights are drawn.
    seed
        Their key.
    on_progress
        Called with what is being looked for, and deals found of all that are looked for.

    Raises
    ------
    UsageError
        If nobody can gain in any package.

    Examples
    --------
    >>> from sim.analysis.case import load_case
    >>> from sim.analysis.theory import solve_case
    >>> found = deals_of(solve_case(load_case("ring")))
    >>> found.deals.parties, found.deals.labels[:1]
    (('ALFA', 'BRAVO', 'CHARLIE'), ('best without a say of ALFA',))
    """
    who = theory.players
    if not who:
        raise UsageError(f"{theory.compiled.name}: found no player; allowed: a zone of agreement; {theory.note}")
    problem, solver = theory.problem, Solver(theory.problem)
    names = [theory.compiled.index.parties[party] for party in who]
    found: dict[tuple[int, ...], str] = {}
    solved = {one.record.answer["package"] for one in theory.solutions}
    people = np.zeros(problem.size)
    people[[at for at, (a, unit) in enumerate(theory.made.units) if unit == 1 and theory.made.terms.is_person[a]]] = 1.0
    fewest = [2**power for power in range(int(np.log2(max(2.0, people.sum()))) + 1)]
    weights = whole("weights", weights, 0, 10**4)
    done, total = 0, len(fewest) + 2 * len(who) + weights

    def tell(what: str) -> None:
        nonlocal done
        if on_progress is not None:
            on_progress(what, done, total)
        done += 1

    for most in fewest:
        tell("deals with few people")
        few = replace(problem, rows=np.vstack([problem.rows, -people]), need=np.append(problem.need, -float(most)))
        best = Solver(few).maximise(who, SUM)
        if best is not None and _package(best.x, problem.assets) not in solved:
            found.setdefault(_package(best.x, problem.assets), f"best of {most} at most")
    for name, party in zip(names, who):
        tell("each one's best deal")
        if _package(solver.ideal(party).x, problem.assets) not in solved:
            found.setdefault(_package(solver.ideal(party).x, problem.assets), f"best for {name}")
    drawn = np.random.Generator(np.random.Philox(key=seed))
    for at in range(weights):
        tell("deals for drawn weights")
        unit = np.array([theory.ideals[party] for party in who]) / drawn.dirichlet(np.ones(len(who)))
        best = solver.maximise(who, SUM, unit)
        if best is not None and _package(best.x, problem.assets) not in solved:
            found.setdefault(_package(best.x, problem.assets), f"weights {at + 1}")
    for name, party in zip(names, who):
        tell("deals without a say of one")
        others = [other for other in who if other != party]
        free = replace(problem, consents=tuple(one for one in problem.consents if one.interest != party))
        best = Solver(free).maximise(others, SUM) if others else None
        if best is not None and _package(best.x, problem.assets) not in solved:
            found.setdefault(_package(best.x, problem.assets), f"best without a say of {name}")
    for one in theory.solutions:
        found.setdefault(one.record.answer["package"], one.name)
    utility = [problem.surpluses(package)[list(who)] for package in found]
    levels = tuple(theory.made.levels(package) for package in found)
    return DealList(Deals(utility, 0.0, names, tuple(found.values())), levels)


def _package(x: Bytes, assets: int) -> tuple[int, ...]:
    return tuple(int(one) for one in x[:assets])

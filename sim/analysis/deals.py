"""Where a given deal stands among all packages: what it is worth, whether it is bettered, how far from the frontier."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from sim.analysis.package_problem import PackageProblem
from sim.given import Floats
from sim.solutions.kernels import MIN, SUM
from sim.solutions.package_solver import Solver
from sim.solutions.problem import Problem
from sim.state.layout import Bytes

NOTHING = 1e-6


@dataclass(frozen=True)
class Standing:
    """How a deal stands beside all packages of one day.

    Parameters
    ----------
    levels
        (A,) what changes hands.
    missing
        Assets of it that cannot be given that day.
    surplus
        (parties,) what each would have beyond no deal.
    below
        Parties that it touches and leaves below no deal.
    against
        Ratifiers who would have to agree and would not.
    is_feasible
        Whether all whose consent it needs would give it, and no red line is crossed.
    more
        What the players' surpluses could add up to beyond it if nobody had less; 0 where it is efficient.
    distance
        The share of its own largest gain that every player could have beyond it: 0 on the frontier.
    better
        (A,) the package with `more`; None where it is efficient.
    """

    levels: Bytes
    missing: tuple[int, ...]
    surplus: Floats
    below: tuple[int, ...]
    against: tuple[int, ...]
    is_feasible: bool
    more: float
    distance: float
    better: Bytes | None

    @property
    def is_dominated(self) -> bool:
        """Whether some package gives a player more and none less."""
        return self.more > NOTHING


def standing(made: PackageProblem, levels: Bytes, players: Sequence[int], ideals: Mapping[int, float]) -> Standing:
    """Return where a deal stands.

    A player whom the deal leaves below no deal is held to no deal: nothing that it would refuse is better.

    Parameters
    ----------
    made
        The package problem.
    levels
        (A,) what changes hands.
    players, ideals
        The players, and the most that each can gain.
    """
    terms, problem = made.terms, made.problem
    missing = tuple(np.flatnonzero(levels > terms.levels).tolist())
    package = made.package(np.where(levels > terms.levels, 0, levels).astype(np.int8))
    x = problem.complete(package)
    interests = problem.surpluses(package)
    failing = [one.interest for one in problem.consents
               if interests[one.interest] + float(one.waiver @ x) < one.need - NOTHING]  # fmt: skip
    parties = problem.parties
    shifted = _from_there(problem, players, interests)
    solver = Solver(shifted)
    who = list(players)
    most = solver.maximise(who, SUM) if who else None
    lift = solver.maximise(who, MIN, np.array([ideals[party] for party in who])) if who else None
    base = float(np.maximum(interests[who], 0.0).sum())
    more = 0.0 if most is None else max(0.0, float(problem.surpluses(most.x)[who].sum()) - base)
    return Standing(
        levels, missing, interests[:parties], tuple(interest for interest in failing if interest < parties),
        tuple(made.actors[interest] for interest in failing if interest >= parties),
        problem.is_feasible(package) and not missing, more, 0.0 if lift is None else max(0.0, lift.value),
        made.levels(most.x) if most is not None and more > NOTHING else None,
    )  # fmt: skip


def _from_there(problem: Problem, players: Sequence[int], interests: Floats) -> Problem:
    """Return the problem with what players have by a deal in the place of no deal, where that is more."""
    moved = list(problem.interests)
    asked = list(problem.consents)
    for party in players:
        more = max(0.0, float(interests[party]) - 1e-9)
        moved[party] = moved[party]._replace(level=moved[party].level + more)
        # Nobody is let off any more: whoever has something by the deal is to keep it.
        asked = [one._replace(waiver=np.zeros(problem.size), need=0.0) if one.interest == party and more > 0.0 else one
                 for one in asked]  # fmt: skip
    return replace(problem, interests=tuple(moved), consents=tuple(asked))

"""Where a package would be carried out: the place asked for, or the one with the largest sum of surplus."""

from __future__ import annotations

import numpy as np

from sim.analysis.package_problem import PackageProblem, package_problem
from sim.analysis.terms import Place, Terms
from sim.errors import UnknownNameError
from sim.scenario.compile import Index
from sim.solutions.kernels import SUM
from sim.solutions.package_solver import Solver
from sim.solutions.relaxation import relax

NONE = "none"
"""What to ask for to have no venue or no guarantor."""


def places_asked_for(terms: Terms, index: Index, venue: str | None, guarantor: str | None) -> list[Place]:
    """Return the open places that fit what is asked for; what is not asked for is free.

    Raises
    ------
    UnknownNameError
        If a venue is not there or not open, or nobody of that name is ready to guarantee.
    """
    found = terms.places()
    for at, what, asked, names in ((0, "open venue", venue, index.venues), (1, "guarantor", guarantor, index.parties)):
        if asked is None:
            continue
        known = {NONE if place[at] < 0 else names[place[at]] for place in found}
        if asked not in known:
            raise UnknownNameError(what, asked, sorted(known))
        found = [place for place in found if asked == (NONE if place[at] < 0 else names[place[at]])]
    return found


def best_place(terms: Terms, places: list[Place]) -> PackageProblem:
    """Return the package problem at the place where the parties' surpluses add up to most.

    Places are tried in the order of what none of their packages exceeds, until none can be better; of equals the
    first is taken.
    """
    made = [package_problem(terms, place) for place in places]
    if len(made) == 1:
        return made[0]
    most = np.full(len(made), -np.inf)
    for at, one in enumerate(made):
        bound = relax(Solver(one.problem).task(one.problem.candidates, SUM)) if one.problem.candidates else None
        most[at] = -np.inf if bound is None else bound.most
    best, value = 0, -np.inf
    for at in np.argsort(-most, kind="stable").tolist():
        if most[at] <= value + 1e-9:
            break
        found = Solver(made[at].problem).maximise(made[at].problem.candidates, SUM)
        if found is not None and found.value > value + 1e-9:
            best, value = at, found.value
    return made[best]

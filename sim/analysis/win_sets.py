"""What ratification leaves of a state's choice: its win-set (Putnam 1988), at one table with all the others."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sim.analysis.package_problem import PackageProblem
from sim.solutions.kernels import SUM
from sim.solutions.package_solver import Solver


@dataclass(frozen=True)
class WinSet:
    """What a state can get with its ratifiers, and what it could get without them.

    ``most`` and ``most_alone`` are its largest surplus in a package that all others accept, with and without its
    own ratifiers' consent; None where there is no such package. ``narrows`` is true where they cost it something.
    """

    party: int
    ratifiers: tuple[int, ...]
    most: float | None
    most_alone: float | None

    @property
    def narrows(self) -> bool:
        """Whether the ratifiers keep out the package that is best for the state."""
        return (self.most or 0.0) < (self.most_alone or 0.0) - 1e-6


def win_sets(made: PackageProblem, solver: Solver) -> tuple[WinSet, ...]:
    """Return the win-set of every state that has ratifiers and can be touched.

    Parameters
    ----------
    made, solver
        The package problem and its solver, whose ideals are used on.
    """
    found = []
    parties = made.problem.parties
    for party in made.problem.candidates:
        behind = {interest for interest in range(parties, len(made.actors))
                  if made.terms.state_of(made.actors[interest]) == party}  # fmt: skip
        if not behind:
            continue
        asked = tuple(one for one in made.problem.consents if one.interest not in behind)
        free = Solver(replace(made.problem, consents=asked)).maximise((party,), SUM)
        bound = solver.ideals.get(party) or solver.maximise((party,), SUM)
        found.append(WinSet(party, tuple(made.actors[interest] for interest in sorted(behind)),
                            None if bound is None else bound.value, None if free is None else free.value))  # fmt: skip
    return tuple(found)

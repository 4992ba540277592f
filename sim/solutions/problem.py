"""A choice among packages as the solver sees it: interests, consents and rows over yes/no variables.

The first variables are the assets. Others say what follows from them: that a linkage holds, that somebody is
touched, that a threshold is passed. An *interest* is what a party, or one of its ratifiers, has of a package.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from sim.given import Floats
from sim.solutions.curves import Curve

ROUNDING = 1e-9

Switch = tuple[int, Callable[[Any], bool]]
"""A variable that follows from those before it, and what it follows from."""
Points = Mapping[int, Sequence[float]]
"""Of interests with a convex curve: concessions at which a tangent is taken."""


class Line(NamedTuple):
    """What a curve takes at most: ``−K <= row·x + height``, whatever the package."""

    row: Floats
    height: float


class Interest(NamedTuple):
    """What a package is to somebody: ``least(U, discount·U) − reserve·x − level``, U = worth·x + base − K(cost·x).

    Parameters
    ----------
    worth, cost, reserve
        (N,) over all variables.
    level
        What no deal is worth, whatever the package.
    curve
        What conceding hurts; None where `worth` holds it already.
    discount
        What a utility above 0 keeps until it comes.
    both
        Whether a utility below 0 may be met where all consent; without it the discounted side alone counts.
    lines
        For a curve that is not convex.
    base
        What any package is worth.
    """

    worth: Floats
    level: float
    cost: Floats
    reserve: Floats
    curve: Curve | None = None
    discount: float = 1.0
    both: bool = False
    lines: tuple[Line, ...] = ()
    base: float = 0.0

    def utility(self, x: Floats) -> float:
        """Return what a package is worth, discounted, before what no deal is worth is taken off."""
        made = float(self.worth @ x) + self.base
        if self.curve is not None:
            made -= self.curve.more(float(self.cost @ x))
        return self.discount * made if made > 0.0 else made

    def surplus(self, x: Floats) -> float:
        """Return what a package is worth beyond no deal."""
        return self.utility(x) - float(self.reserve @ x) - self.level

    def faces(self, points: Sequence[float]) -> tuple[Floats, Floats]:
        """Return (F, N), (F,): the surplus is at most ``faces·x − origin``, and equal at the points."""
        lines = list(self.lines)
        if self.curve is not None and not lines:
            for z in points:
                height, slope = self.curve.tangent(z)
                lines.append(Line(-slope * self.cost, -height))
        if not lines:
            lines = [Line(np.zeros(len(self.worth)), 0.0)]
        factors = (self.discount, 1.0) if self.both and self.discount != 1.0 else (self.discount,)
        made = [(f * (self.worth + line.row) - self.reserve, self.level - f * (line.height + self.base))
                for line in lines for f in factors]  # fmt: skip
        return np.array([row for row, _ in made]), np.array([origin for _, origin in made])


class Consent(NamedTuple):
    """An interest that must not be below no deal: ``surplus + waiver·x >= need``."""

    interest: int
    waiver: Floats
    need: float


@dataclass(frozen=True, eq=False)
class Problem:
    """What there is to choose from.

    Parameters
    ----------
    assets, parties
        How many of each: the first variables, and the first interests.
    interests
        Those of the parties, then those of others whose consent counts.
    consents
        Who must not have less than without a deal, and when that is waived.
    rows, need
        ``rows·x >= need``: what else a package must fulfil.
    candidates
        Parties who are players if they can gain.
    switches
        How the variables behind the assets follow from those before them, in their order.
    """

    assets: int
    parties: int
    interests: tuple[Interest, ...]
    consents: tuple[Consent, ...]
    rows: Floats
    need: Floats
    candidates: tuple[int, ...]
    switches: tuple[Switch, ...] = ()

    @property
    def size(self) -> int:
        """How many variables there are."""
        return self.assets + len(self.switches)

    def complete(self, package: ArrayLike) -> Floats:
        """Return (N,) all variables of a package of assets."""
        x = np.zeros(self.size)
        x[: self.assets] = np.asarray(package, np.float64)[: self.assets]
        for variable, is_on in self.switches:
            x[variable] = float(is_on(x))
        return x

    def surpluses(self, package: ArrayLike) -> Floats:
        """Return (interests,) what each has of a package beyond no deal."""
        x = self.complete(package)
        return np.array([interest.surplus(x) for interest in self.interests])

    def utilities(self, package: ArrayLike) -> Floats:
        """Return (parties,) what a package is worth, before what no deal is worth is taken off."""
        x = self.complete(package)
        return np.array([interest.utility(x) for interest in self.interests[: self.parties]])

    def is_feasible(self, package: ArrayLike) -> bool:
        """Return whether all whose consent counts have at least no deal, and nothing else is broken."""
        x = self.complete(package)
        if len(self.rows) and (self.rows @ x < self.need - ROUNDING).any():
            return False
        return all(
            self.interests[one.interest].surplus(x) + float(one.waiver @ x) >= one.need - ROUNDING
            for one in self.consents
        )

    def first_points(self) -> dict[int, list[float]]:
        """Return where tangents are taken at first: at nothing, and at quarters of all that one could concede."""
        made = {}
        for place, interest in enumerate(self.interests):
            if interest.curve is not None and not interest.lines:
                whole = float(np.maximum(interest.cost, 0.0).sum())
                made[place] = [whole * part for part in (0.0, 0.06, 0.25, 1.0)]
        return made

    def constraints(self, points: Points) -> tuple[Floats, Floats]:
        """Return (M, N), (M,): what a package must fulfil, consents included, with tangents at these points."""
        made, needed = [self.rows], [self.need]
        for one in self.consents:
            faces, origin = self.interests[one.interest].faces(points.get(one.interest, ()))
            made.append(faces + one.waiver)
            needed.append(origin + one.need)
        return np.ascontiguousarray(np.vstack(made)), np.concatenate(needed)

    def overshoot(self, x: Floats, points: Points) -> dict[int, tuple[float, float]]:
        """Return, by interest, the concession in x and by how much the tangents there are below the curve."""
        found = {}
        for place, taken in points.items():
            interest = self.interests[place]
            assert interest.curve is not None
            z = float(interest.cost @ x)
            lines = [interest.curve.tangent(at) for at in taken]
            found[place] = (z, interest.curve.more(z) - max(height + slope * z for height, slope in lines))
        return found

"""What packages are chosen from: worths over yes/no assets, concession curves, consents, linkages."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from sim.errors import UsageError
from sim.given import Floats, row, table
from sim.solutions.builder import Builder
from sim.solutions.curves import Curve
from sim.solutions.problem import Problem

MOST_ASSETS = 1000


@dataclass(frozen=True)
class Linkage:
    """One asset only against a basket that holds so many of some others.

    Parameters
    ----------
    asset
        The asset that is linked.
    basket
        The others.
    least
        How many of them it asks for; without it all.
    party, reward
        A soft linkage: what the party gains where the asset is in the package and the linkage holds, 0 or
        more. Without a party the linkage is hard: a package that breaks it is not feasible.

    Examples
    --------
    >>> Linkage(0, (1, 2), least=1).wants
    1
    >>> Linkage(0, (0, 1))
    Traceback (most recent call last):
    sim.errors.UsageError: linkage: found asset 0 in its own basket; allowed: others; take it out
    """

    asset: int
    basket: tuple[int, ...]
    least: int | None = None
    party: int | None = None
    reward: float = 0.0

    def __post_init__(self) -> None:
        if self.asset in self.basket:
            raise UsageError(f"linkage: found asset {self.asset} in its own basket; allowed: others; take it out")
        if len(set(self.basket)) != len(self.basket):
            raise UsageError("linkage: found an asset twice in a basket; allowed: once; take one out")
        if not 1 <= self.wants <= len(self.basket):
            raise UsageError(
                f"linkage: found {self.wants} of {len(self.basket)} asked for; allowed: 1 to all; mend `least`"
            )
        if not 0.0 <= self.reward < np.inf:
            raise UsageError(f"linkage: found a reward of {self.reward:g}; allowed: 0 or more; make it hard instead")

    @property
    def wants(self) -> int:
        """How many assets of the basket it asks for."""
        return len(self.basket) if self.least is None else self.least

    def holds(self, package: Sequence[int]) -> bool:
        """Return whether the asset is in the package and enough of the basket is too.

        >>> Linkage(0, (1, 2)).holds([1, 1, 0])
        False
        """
        return bool(package[self.asset]) and sum(bool(package[other]) for other in self.basket) >= self.wants


@dataclass(frozen=True, init=False, eq=False)
class Choice:
    """A set of packages: worths, concession curves, consents and linkages.

    Parameters
    ----------
    worth
        (parties, assets) what an asset adds to a party's utility.
    no_deal
        (parties,) what each has without a deal.
    linkages
        Hard and soft ones.
    consents
        Parties who must not have less than without a deal; all, if not said.
    cost, curves
        (parties, assets) what conceding an asset takes from its giver, 0 or more, and by party how it is felt;
        as it is, where there is no curve.

    Raises
    ------
    UsageError
        If a shape does not fit, or a place is none of the assets or parties.

    Examples
    --------
    >>> some = Choice([[3, -1], [-1, 3]], linkages=[Linkage(0, (1,))])
    >>> some.is_feasible([1, 1]), some.is_feasible([1, 0]), some.utilities([1, 1]).tolist()
    (True, False, [2.0, 2.0])
    >>> Choice([[3, 0, 0]], cost=[[0, 1, 2]], curves={0: Curve("power", exponent=2.0)}).utilities([1, 1, 1]).tolist()
    [-6.0]
    """

    worth: Floats
    no_deal: Floats
    linkages: tuple[Linkage, ...]
    consents: tuple[int, ...]
    cost: Floats
    curves: Mapping[int, Curve]

    def __init__(
        self, worth: ArrayLike, no_deal: ArrayLike = 0.0, linkages: Sequence[Linkage] = (),
        consents: Collection[int] | None = None, cost: ArrayLike | None = None,
        curves: Mapping[int, Curve] | None = None,
    ) -> None:  # fmt: skip
        w = table("worth", worth, "parties", "assets")
        parties, assets = w.shape
        if assets > MOST_ASSETS:
            raise UsageError(f"worth: found {assets} assets; allowed: {MOST_ASSETS} at most; take fewer")
        who = tuple(range(parties)) if consents is None else tuple(sorted(set(consents)))
        for name, places, most in (
            ("consents: found party", who, parties),
            ("curves: found party", list(curves or ()), parties),
            ("linkages: found asset", [a for one in linkages for a in (one.asset, *one.basket)], assets),
            ("linkages: found party", [one.party for one in linkages if one.party is not None], parties),
        ):
            for place in places:
                if not 0 <= place < most:
                    raise UsageError(f"{name} {place}; allowed: 0 to {most - 1}; mend it")
        pains = np.zeros(w.shape) if cost is None else table("cost", cost, "parties", "assets")
        if pains.shape != w.shape or (pains < 0.0).any():
            raise UsageError(f"cost: found {pains.shape} or a number below 0; allowed: {w.shape}, 0 or more; mend it")
        object.__setattr__(self, "worth", w)
        object.__setattr__(self, "no_deal", row("no_deal", no_deal, parties, "party"))
        object.__setattr__(self, "linkages", tuple(linkages))
        object.__setattr__(self, "consents", who)
        object.__setattr__(self, "cost", pains)
        object.__setattr__(self, "curves", dict(curves or {}))

    def utilities(self, package: ArrayLike) -> Floats:
        """Return (parties,) what a package is worth, soft linkages and concession curves included."""
        x = np.asarray(package)
        made: Floats = self.worth @ x
        for one in self.linkages:
            if one.party is not None and one.holds(x.tolist()):
                made[one.party] += one.reward
        for party, given in enumerate(self.cost @ x):
            made[party] -= self.curves.get(party, Curve()).more(float(given))
        return made

    def is_feasible(self, package: ArrayLike) -> bool:
        """Return whether all whose consent counts have at least no deal, and no hard linkage is broken."""
        x = np.asarray(package).tolist()
        who = list(self.consents)
        if (self.utilities(x)[who] < self.no_deal[who] - 1e-9).any():
            return False
        return all(one.party is not None or not x[one.asset] or one.holds(x) for one in self.linkages)

    def problem(self) -> Problem:
        """Return the same as the solver sees it: one more variable for each soft linkage, and what curves ask for."""
        parties, assets = self.worth.shape
        made = Builder(assets)
        worth = [{a: float(w) for a, w in enumerate(line) if w != 0.0} for line in self.worth]
        for one in self.linkages:
            if one.party is None:
                made.at_least(one.asset, one.basket, one.wants)
            elif one.reward > 0.0:
                # It only ever adds, so that the best has it on where it may be.
                held = made.variable(lambda x, one=one: one.holds(x))  # type: ignore[misc]
                made.only_if(held, one.asset)
                made.at_least(held, one.basket, one.wants)
                worth[one.party][held] = one.reward
        for party in range(parties):
            pains = {a: float(z) for a, z in enumerate(self.cost[party]) if z > 0.0}
            made.interest(worth[party], float(self.no_deal[party]), cost=pains, curve=self.curves.get(party))
        return made.build(parties, dict.fromkeys(self.consents))

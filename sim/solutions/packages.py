"""What packages are chosen from: additive worths over yes/no assets, consents, linkages; as rows of a programme."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from sim.errors import UsageError
from sim.solutions.given import Floats, row, table

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
    """A set of packages: worths, consents and linkages.

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

    Raises
    ------
    UsageError
        If a shape does not fit, or a place is none of the assets or parties.

    Examples
    --------
    >>> some = Choice([[3, -1], [-1, 3]], linkages=[Linkage(0, (1,))])
    >>> some.is_feasible([1, 1]), some.is_feasible([1, 0]), some.utilities([1, 1]).tolist()
    (True, False, [2.0, 2.0])
    """

    worth: Floats
    no_deal: Floats
    linkages: tuple[Linkage, ...]
    consents: tuple[int, ...]

    def __init__(
        self, worth: ArrayLike, no_deal: ArrayLike = 0.0, linkages: Sequence[Linkage] = (),
        consents: Collection[int] | None = None,
    ) -> None:  # fmt: skip
        w = table("worth", worth, "parties", "assets")
        parties, assets = w.shape
        if assets > MOST_ASSETS:
            raise UsageError(f"worth: found {assets} assets; allowed: {MOST_ASSETS} at most; take fewer")
        who = tuple(range(parties)) if consents is None else tuple(sorted(set(consents)))
        for name, places, most in (
            ("consents: found party", who, parties),
            ("linkages: found asset", [a for one in linkages for a in (one.asset, *one.basket)], assets),
            ("linkages: found party", [one.party for one in linkages if one.party is not None], parties),
        ):
            for place in places:
                if not 0 <= place < most:
                    raise UsageError(f"{name} {place}; allowed: 0 to {most - 1}; mend it")
        object.__setattr__(self, "worth", w)
        object.__setattr__(self, "no_deal", row("no_deal", no_deal, parties, "party"))
        object.__setattr__(self, "linkages", tuple(linkages))
        object.__setattr__(self, "consents", who)

    def utilities(self, package: ArrayLike) -> Floats:
        """Return (parties,) what a package is worth, soft linkages included."""
        x = np.asarray(package)
        made: Floats = self.worth @ x
        for one in self.linkages:
            if one.party is not None and one.holds(x.tolist()):
                made[one.party] += one.reward
        return made

    def is_feasible(self, package: ArrayLike) -> bool:
        """Return whether all whose consent counts have at least no deal, and no hard linkage is broken."""
        x = np.asarray(package).tolist()
        who = list(self.consents)
        if (self.utilities(x)[who] < self.no_deal[who] - 1e-9).any():
            return False
        return all(one.party is not None or not x[one.asset] or one.holds(x) for one in self.linkages)

    def programme(self) -> tuple[Floats, Floats, Floats]:
        """Return (utility, rows, need) over the assets and one more variable for each soft linkage.

        Utilities are ``utility·x``, constraints ``rows·x >= need``; the first rows are the consents. A
        variable of a soft linkage may be 1 only where it holds; since it only ever adds, the best has it so.
        """
        parties, assets = self.worth.shape
        soft = [one for one in self.linkages if one.party is not None]
        hard = [one for one in self.linkages if one.party is None]
        utility = np.hstack([self.worth, np.zeros((parties, len(soft)))])
        rows: list[Floats] = []

        def only_if(variable: int, one: Linkage) -> None:
            if one.wants == len(one.basket):  # one row for each is tighter than one for all
                for other in one.basket:
                    rows.append(np.zeros(utility.shape[1]))
                    rows[-1][variable], rows[-1][other] = -1.0, 1.0
            else:
                rows.append(np.zeros(utility.shape[1]))
                rows[-1][list(one.basket)], rows[-1][variable] = 1.0, -float(one.wants)

        for place, one in enumerate(soft):
            assert one.party is not None
            utility[one.party, assets + place] += one.reward
            only_if(assets + place, Linkage(assets + place, (one.asset,)))
            only_if(assets + place, one)
        for one in hard:
            only_if(one.asset, one)
        who = list(self.consents)
        made = np.vstack([utility[who], *rows]) if rows else utility[who]
        return utility, np.ascontiguousarray(made), np.concatenate([self.no_deal[who], np.zeros(len(rows))])

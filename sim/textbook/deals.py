"""A list of deals, and the record of how one of them was reached."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from sim.errors import UnknownNameError, UsageError
from sim.given import Floats, row, table

SAME = 1e-9
"""Gains that differ by less are equal."""


@dataclass(frozen=True, init=False, eq=False)
class Deals:
    """What can be agreed on.

    Parameters
    ----------
    utility
        (deals, parties) what each is worth.
    no_deal
        (parties,) what each has without a deal.
    parties, labels
        Names of the parties, and what each deal is called; their places, if not said.

    Examples
    --------
    >>> Deals([[2, 8], [18, -1]], parties=["Bill", "Jack"]).gain.tolist()
    [[2.0, 8.0], [18.0, -1.0]]
    >>> Deals([[2, 8]], parties=["Bill"])
    Traceback (most recent call last):
    sim.errors.UsageError: parties: found 1 name; allowed: 2, one for each; name them all
    """

    utility: Floats
    no_deal: Floats
    parties: tuple[str, ...]
    labels: tuple[str, ...]

    def __init__(
        self, utility: ArrayLike, no_deal: ArrayLike = 0.0, parties: Sequence[str] = (), labels: Sequence[str] = ()
    ) -> None:  # fmt: skip
        u = table("utility", utility, "deals", "parties")
        for what, names, count in (("parties", parties, u.shape[1]), ("labels", labels, u.shape[0])):
            if names and len(names) != count:
                plural = "name" if len(names) == 1 else "names"
                raise UsageError(f"{what}: found {len(names)} {plural}; allowed: {count}, one for each; name them all")
        object.__setattr__(self, "utility", u)
        object.__setattr__(self, "no_deal", row("no_deal", no_deal, u.shape[1], "party"))
        object.__setattr__(self, "parties", tuple(parties) or tuple(str(at) for at in range(u.shape[1])))
        object.__setattr__(self, "labels", tuple(labels) or tuple(str(at) for at in range(u.shape[0])))

    @property
    def gain(self) -> Floats:
        """Return (deals, parties) what each deal is worth beyond no deal."""
        return self.utility - self.no_deal

    def place_of(self, party: int | str) -> int:
        """Return the place of a party by its name or place.

        Raises
        ------
        UnknownNameError
            If there is no such party.
        """
        if isinstance(party, str) and party in self.parties:
            return self.parties.index(party)
        if str(party).isdigit() and int(party) < len(self.parties):
            return int(party)
        raise UnknownNameError("party", str(party), self.parties)

    def best_for(self, party: int, among: ArrayLike) -> int | None:
        """Return the best deal for a party among some, None if there are none.

        Of equals that which the others have most of in all, then the first.
        """
        places = np.flatnonzero(np.asarray(among, bool))
        if not len(places):
            return None
        mine = self.gain[places, party]
        near = places[mine >= mine.max() - SAME]
        others = self.gain[near].sum(axis=1)
        return int(near[int(np.argmax(others >= others.max() - SAME))])


class Move(NamedTuple):
    """What was said: `party` -1 is the mediator, `deal` -1 no deal."""

    round: int
    party: int
    act: str
    deal: int


@dataclass(frozen=True)
class Played:
    """How a protocol ended.

    Parameters
    ----------
    protocol, parameters
        What was played.
    deal
        The deal agreed, by its place; None without one.
    rounds
        Rounds that it took.
    moves
        What was said, in order.
    note
        A limit, or why there is no deal, in words.
    """

    protocol: str
    parameters: Mapping[str, Any]
    deal: int | None
    rounds: int
    moves: tuple[Move, ...]
    note: str = ""
    values: tuple[float, ...] = field(default=())

    def utility(self, deals: Deals) -> Floats:
        """Return (parties,) what each ends with."""
        made: Floats = deals.no_deal if self.deal is None else deals.utility[self.deal]
        return made

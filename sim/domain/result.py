"""What a run came to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sim.domain.act import Week
from sim.domain.package import Deal


@dataclass(frozen=True)
class Outcome:
    """Of one party: utility of what was delivered, reservation at the start, and their difference.

    The surplus of a party is 0 if no deal was executed.
    """

    utility: float
    reservation: float
    surplus: float


@dataclass(frozen=True)
class Names:
    """Ids to names, for what is shown to people."""

    parties: Mapping[str, str]
    assets: Mapping[str, str]
    channels: Mapping[str, str]
    venues: Mapping[str, str]


@dataclass(frozen=True)
class RunResult:
    """One run: its deals in order of execution, what each party made of it, and the transcript.

    `seed` is None under ``--centre``. `primary` is the place of the deal with most people, the
    earliest of equals, or None without an agreement.
    """

    scenario: str
    title: str
    seed: int | None
    run: int
    start: dt.date
    weeks: int
    deals: tuple[Deal, ...]
    parties: Mapping[str, Outcome]
    names: Names
    transcript: tuple[Week, ...] = ()
    documented: Mapping[str, Any] | None = field(default=None)

    @property
    def agreement(self) -> bool:
        """Return whether an executed deal freed somebody."""
        return any(deal.delivered.releases for deal in self.deals)

    @property
    def primary(self) -> int | None:
        """Return the place of the deal with most people, the earliest of equals."""
        if not self.agreement:
            return None
        return max(range(len(self.deals)), key=lambda place: (self.deals[place].people, -place))

    @property
    def released(self) -> tuple[str, ...]:
        """Return the ids of everybody freed, over all deals, in order."""
        return tuple(release.asset for deal in self.deals for release in deal.delivered.releases)

"""What really happened, as records; no world is built from them."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from sim.errors import listed
from sim.scenario.base import AssetRef, Day, OfferId, PartyRef, Strict, VenueRef, mistake, refuse
from sim.scenario.spec_offer import PutOffer


class Release(Strict):
    """Who was let go, by whom, to whom."""

    asset: AssetRef
    from_: PartyRef = Field(alias="from")
    to: PartyRef


class Offer(PutOffer):
    """An offer on record, and its answer by the time it lapsed.

    Without a place on record the addressee's best is taken. ``in_sample`` says that numbers of the scenario were
    chosen with the answer in view, so that agreeing with it is no evidence.
    """

    amends: OfferId | None = None
    in_sample: bool = False
    answer: Literal["accepted", "refused", "lapsed"]
    note: str | None = None


class Documented(Strict):
    """The documented deal: ``date`` is that of execution; None where nothing came of the talks."""

    date: Day | None = None
    accepted: Day | None = None
    venue: VenueRef | None = None
    guarantor: PartyRef | None = None
    released: Annotated[tuple[Release, ...], Field(strict=False)] = ()
    offers: dict[OfferId, Offer] = Field(default_factory=dict)
    source: str | None = None
    note: str | None = None

    @model_validator(mode="after")
    def _check(self) -> Self:
        flaws = []
        names = [release.asset for release in self.released]
        for name in sorted({name for name in names if names.count(name) > 1}):
            flaws.append(("released", mistake(f"found {name!r} more than once", "allowed: each asset once")))
        if self.released and self.date is None:
            flaws.append(("", mistake("found releases without a date", "allowed: date, the day of execution")))
        if self.date and self.accepted and self.accepted > self.date:
            flaws.append(("accepted", mistake(f"found {self.accepted}", f"allowed: by the date ({self.date})")))
        for name, offer in self.offers.items():
            standing = [other for other, its in self.offers.items() if other != name and its.amends is None]
            if offer.amends is not None and offer.amends not in standing:
                allowed = f"allowed: an offer that amends none ({listed(standing, offer.amends)})"
                flaws.append(("offers", mistake(f"found {name}, which amends {offer.amends!r}", allowed)))
        refuse(self, flaws)
        return self

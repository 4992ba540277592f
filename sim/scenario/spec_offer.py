"""An offer of one party to another, as it is written wherever one is: on record, or to be put."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator

from sim.scenario.base import AssetRef, Day, PartyRef, Strict, VenueRef, mistake, refuse


class PutOffer(Strict):
    """An offer to be put to its addressee on a day; a concession in it is meant at its highest level."""

    on: Day
    by: PartyRef
    to: PartyRef
    give: Annotated[tuple[AssetRef, ...], Field(strict=False)] = ()
    want: Annotated[tuple[AssetRef, ...], Field(strict=False)] = ()
    venue: VenueRef | None = None
    guarantor: PartyRef | None = None
    source: str | None = None

    @model_validator(mode="after")
    def _check(self) -> Self:
        flaws = []
        if not self.give and not self.want:
            flaws.append(("", mistake("found an offer of nothing", "allowed: give, want or both")))
        if self.by == self.to:
            flaws.append(("to", mistake(f"found {self.to!r}, who makes it", "allowed: another party")))
        refuse(self, flaws)
        return self

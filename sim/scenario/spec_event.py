"""What happens in the world outside the talks: on a day, or at a rate."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import model_validator

from sim.scenario.base import AssetRef, ChannelRef, Day, PartyRef, Strict, Text, VenueRef, mistake, refuse
from sim.scenario.number import Nonnegative, Number
from sim.scenario.spec_asset import Health

EventKind = Literal[
    "death", "sentence", "verdict", "health", "demand", "cost", "gain", "trust", "leak", "reservation",
    "venue", "captive",
]  # fmt: skip

NEEDS: dict[str, tuple[str, ...]] = {
    "death": ("asset",),
    "sentence": ("asset",),
    "verdict": ("asset",),
    "health": ("asset", "level"),
    "demand": ("party", "asset"),
    "cost": ("party", "amount"),
    "gain": ("party", "amount"),
    "trust": ("party", "other", "amount"),
    "leak": ("channel",),
    "reservation": ("party", "amount"),
    "venue": ("venue",),
    "captive": ("asset",),
}
"""Fields that each kind of event must have."""

MAY: dict[str, tuple[str, ...]] = {"cost": ("asset",), "gain": ("asset",)}
"""Fields that a kind may have beyond those it must have."""


class Event(Strict):
    """Something that changes the facts: dated, or at a rate per year.

    ``amount`` is a relative change for costs and gains (0.2 is 20 % more), an absolute one otherwise.
    """

    kind: EventKind
    title: Text | None = None
    on: Day | None = None
    rate: Nonnegative | None = None
    asset: AssetRef | None = None
    party: PartyRef | None = None
    other: PartyRef | None = None
    venue: VenueRef | None = None
    channel: ChannelRef | None = None
    amount: Number | None = None
    level: Health | None = None
    source: str | None = None
    note: str | None = None

    @model_validator(mode="after")
    def _check(self) -> Self:
        flaws = []
        if (self.on is None) == (self.rate is None):
            found = "neither on nor rate" if self.on is None else "both on and rate"
            flaws.append(("", mistake(f"found {found}", "allowed: on (a day) or rate (per year), one of them")))
        must = NEEDS[self.kind]
        known = (*must, *MAY.get(self.kind, ()))
        for field in ("asset", "party", "other", "venue", "channel", "amount", "level"):
            there = getattr(self, field) is not None
            if field in must and not there:
                flaw = mistake(f"found no {field}", f"allowed: an event of kind {self.kind} with {', '.join(must)}")
                flaws.append(("", flaw))
            elif there and field not in known:
                allowed = f"allowed: for an event of kind {self.kind} only {', '.join(known)}"
                flaws.append((field, mistake(f"found {field}", allowed, f"remove {field}")))
        refuse(self, flaws)
        return self

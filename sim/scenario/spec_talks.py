"""Where parties talk and meet: channels and venues; and what they tie together: linkages."""

from __future__ import annotations

from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Field, model_validator

from sim.scenario.base import ActorRef, AssetRef, Country, Day, PartyRef, Strict, Text, mistake, refuse
from sim.scenario.number import HALF, ZERO, Nonnegative, Number, Share
from sim.scenario.spec_asset import AssetKind, Offence, Prominence, Role


class Channel(Strict):
    """A secret line among two or more parties; an acceptance given there names a package."""

    name: Text | None = None
    members: Annotated[tuple[PartyRef, ...], Field(strict=False, min_length=2)]
    opens: Day | None = None
    closes: Day | None = None
    delay_weeks: Annotated[int, Field(ge=1)] = 1
    leak_rate: Nonnegative = ZERO
    source: str | None = None
    note: str | None = None

    @model_validator(mode="after")
    def _check(self) -> Self:
        flaws = []
        for member in sorted({name for name in self.members if self.members.count(name) > 1}):
            flaw = mistake(f"found the member {member!r} more than once", "allowed: each member once", "remove one")
            flaws.append(("members", flaw))
        if self.opens and self.closes and self.closes <= self.opens:
            flaw = mistake(f"found {self.closes}", f"allowed: a day after it opens ({self.opens})")
            flaws.append(("closes", flaw))
        refuse(self, flaws)
        return self


class Venue(Strict):
    """A place where an exchange can be carried out, and who hosts it."""

    name: Text
    host: PartyRef
    neutral: bool = True
    source: str | None = None
    note: str | None = None


def _many(raw: Any) -> Any:
    return (raw,) if isinstance(raw, str) else raw


class Selector(Strict):
    """One asset by its id, or all assets to which every stated fact applies."""

    asset: AssetRef | None = None
    held_by: PartyRef | None = None
    citizen: Country | None = None
    not_citizen: Country | None = None
    role: Annotated[tuple[Role, ...], BeforeValidator(_many), Field(strict=False, min_length=1)] | None = None
    offence: Annotated[tuple[Offence, ...], BeforeValidator(_many), Field(strict=False, min_length=1)] | None = None
    prominence: Annotated[tuple[Prominence, ...], BeforeValidator(_many), Field(strict=False, min_length=1)] | None = (
        None
    )
    kind: AssetKind | None = None

    @model_validator(mode="before")
    @classmethod
    def _by_id(cls, raw: Any) -> Any:
        return {"asset": raw} if isinstance(raw, str) else raw

    @model_validator(mode="after")
    def _check(self) -> Self:
        if all(getattr(self, fact) is None for fact in type(self).model_fields):
            allowed = f"allowed: an asset id, or any of {', '.join(type(self).model_fields)}"
            refuse(self, [("", mistake("found a selector without a fact", allowed))])
        return self


Selectors = Annotated[tuple[Selector, ...], Field(strict=False)]


class Linkage(Strict):
    """What a party (or a ratifier) wants tied together.

    If any asset of ``if`` is in the package (none named: always), at least ``count`` of ``needs`` must be in
    it and none of ``forbids``. A hard one decides feasibility; a soft one weighs ``weight``.
    """

    party: ActorRef
    title: Text | None = None
    hard: bool = False
    weight: Number = ZERO
    if_: Selectors = Field(default=(), alias="if")
    needs: Selectors = ()
    count: Annotated[int, Field(ge=1)] = 1
    forbids: Selectors = ()
    believed: Share = HALF
    source: str | None = None
    note: str | None = None

    @model_validator(mode="after")
    def _check(self) -> Self:
        if not self.needs and not self.forbids:
            refuse(self, [("", mistake("found neither needs nor forbids", "allowed: one of them or both"))])
        return self

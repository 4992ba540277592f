"""A party of a scenario: what it wants, what giving costs it, how it bargains, who must ratify."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from sim.scenario.base import (
    AssetRef,
    Day,
    Name,
    Names,
    PartyId,
    PartyRef,
    Strict,
    Text,
    VenueRef,
    mistake,
    refuse,
)
from sim.scenario.number import HALF, ONE, ZERO, Discount, Nonnegative, Number, Positive, Share

WorthName = Literal[
    "national", "dual", "resident", "asked", "cause", "cause_prominence", "prominence", "service", "trade",
    "crime", "held", "health", "danger", "movement", "press", "ordinary", "procurement", "renown", "money", "relief",
    "status", "favour",
]  # fmt: skip
"""Coefficients of what a captive held by another, or a form of concession, is worth to a party."""

PriceName = Literal[
    "base", "gravity", "unserved", "security", "chip", "critic", "pending", "investigation", "money", "relief",
    "status", "favour",
]  # fmt: skip
"""Coefficients of what letting a captive go, or conceding something of a form, costs who does it."""

StepName = Literal["verdict", "drop_charge", "clemency", "plea"]
TacticName = Literal["polynomial", "exponential", "tit_for_tat", "micro", "zeuthen"]
CurveShape = Literal["linear", "power", "exponential", "threshold"]


class Curve(Strict):
    """Concession curve: the pain of all that has been conceded; scale and threshold are in utility."""

    shape: CurveShape = "linear"
    scale: Positive = ONE
    exponent: Positive = ONE
    threshold: Number = ZERO
    jump: Number = ZERO


class Override(Strict):
    """A person's own number where the coefficients do not serve, with its source."""

    gain: Number | None = None
    cost: Number | None = None
    source: Text

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.gain is None and self.cost is None:
            refuse(self, [("", mistake("found neither gain nor cost", "allowed: one of them or both"))])
        return self


class Waiting(Strict):
    """What each week without a deal costs, until a day (or for ever)."""

    weekly: Nonnegative = ZERO
    until: Day | None = None


class Clock(Strict):
    """A day after which having no deal costs something: an election, a trial."""

    date: Day
    cost: Number


class Tactic(Strict):
    """How aspiration falls over time: from ``start`` to ``floor``, late for a small ``beta``."""

    name: TacticName = "polynomial"
    beta: Positive = ONE
    floor: Share = ZERO
    start: Share = ONE

    @model_validator(mode="after")
    def _check(self) -> Self:
        floor, start = self.floor.centre, self.start.centre
        if floor > start:
            refuse(self, [("floor", mistake(f"found {floor:g}", f"allowed: at most start ({start:g})"))])
        return self


class Step(Strict):
    """A legal step of a custodian: its lead time and its price."""

    weeks: Nonnegative = ZERO
    price: Number = ZERO
    espionage_price: Nonnegative = ZERO


class Stakes(Strict):
    """Acts with a rate per year: sentences that raise the stakes, pardons that lower them."""

    sentence_rate: Nonnegative = ZERO
    pardon_rate: Nonnegative = ZERO


class Execution(Strict):
    """Logistic coefficients of the believed chance that the others deliver."""

    base: Number = Number(2.0)
    trust: Number = Number(2.0)
    guarantor: Number = ONE
    venue: Number = HALF


class Mediator(Strict):
    """A party that tables texts: from which chance of a yes, with which bias, for how long."""

    threshold: Share = Number(0.2)
    bias: Nonnegative = ZERO
    revisions: Annotated[int, Field(ge=0)] = 2
    leaves_after_weeks: Annotated[int, Field(ge=0)] | None = None


class Preferences(Strict):
    """What a party and a ratifier have in common: gains, costs, and how giving hurts."""

    worth: dict[WorthName, Number] = Field(default_factory=dict)
    price: dict[PriceName, Number] = Field(default_factory=dict)
    gains: dict[AssetRef, Number] = Field(default_factory=dict)
    costs: dict[AssetRef, Number] = Field(default_factory=dict)
    name_cost: Number = ZERO
    curve: Curve = Curve.model_construct()


class Ratifier(Preferences):
    """Somebody inside a state whose consent counts: a ministry, a court, a parliament."""

    name: Text
    veto: bool = False
    weight: Nonnegative = ONE
    delay_weeks: Nonnegative = Number(2.0)
    threshold: Number = ZERO
    known_sd: Nonnegative = Number(0.25)
    source: str | None = None
    note: str | None = None


class Party(Preferences):
    """A state or another actor that holds people, with preferences and conduct.

    An abstract party is only there for others to be ``like``; it never enters the world.
    In a loaded scenario the fields of ``like`` are already filled in.
    """

    name: Text | None = None
    like: Annotated[PartyId, Names("any_party")] | None = None
    abstract: bool = False
    conduct: Annotated[Name, Names("conduct")] = "HoldingState"
    side: Text | None = None
    expels_nationals: bool = False
    overrides: dict[AssetRef, Override] = Field(default_factory=dict)
    discount: Discount = ONE
    reservation: Number = ZERO
    waiting: Waiting = Waiting.model_construct()
    clock: Clock | None = None
    deadline: Nonnegative | None = None
    tactic: Tactic = Tactic.model_construct()
    trust: dict[PartyRef, Share] = Field(default_factory=dict)
    trust_default: Share = HALF
    reliability: Share = Number(0.9)
    alignment: dict[PartyRef, Number] = Field(default_factory=dict)
    hosting: Number = ZERO
    guaranteeing: Number | None = None
    minds_venue: dict[VenueRef, Number] = Field(default_factory=dict)
    credit_budget: Annotated[int, Field(ge=0)] = 0
    steps: dict[StepName, Step] = Field(default_factory=dict)
    stakes: Stakes = Stakes.model_construct()
    execution: Execution = Execution.model_construct()
    spread: Nonnegative = Number(0.25)
    leak_cost: Nonnegative = Number(0.1)
    mediator: Mediator | None = None
    quota: Share = HALF
    ratifiers: dict[PartyId, Ratifier] = Field(default_factory=dict)
    source: str | None = None
    note: str | None = None

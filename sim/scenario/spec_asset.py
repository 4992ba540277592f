"""What can change hands: a person held, a concession with levels, a credit among allies."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from sim.scenario.base import Country, Day, PartyRef, Strict, Text, mistake, refuse

AssetKind = Literal["person", "concession", "credit"]
Role = Literal[
    "ex_marine", "journalist", "political_prisoner", "tourist_other", "assassin", "spy_illegal",
    "cybercriminal", "sanctions_evader_smuggler", "soldier", "other",
]  # fmt: skip
Offence = Literal[
    "speech", "association", "espionage", "treason", "terrorism", "murder", "violence", "drugs", "fraud",
    "cyber", "smuggling", "other",
]  # fmt: skip
Health = Literal["none", "low", "medium", "high", "critical"]
"""How bad it is; ``none`` when nothing is known against it."""
Prominence = Literal["low", "med", "high"]
Legal = Literal["pending", "sentenced"]
Form = Literal["money", "relief", "status", "favour"]
"""What a concession is: money, relief from sanctions, standing (a visit, recognition), a favour to third persons."""

PERSON_FIELDS = frozenset(
    "citizenships residence role charge offence severity sentence legal held_since held_since_precision "
    "health prominence asked_by count hypothetical uncertain sources".split()
)
"""Fields that only a person has."""

GRANT_FIELDS = frozenset(("to", "levels", "form", "source"))
"""Fields that only a concession or a credit has."""


class Sentence(Strict):
    """What a court has said; ``years`` only for a term."""

    kind: Literal["term", "life", "death", "pretrial"] = "pretrial"
    years: Annotated[float, Field(ge=0, le=1000)] | None = None

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.years is not None and self.kind != "term":
            flaw = mistake(f"found years beside kind {self.kind}", "allowed: years for a term only", "remove years")
            refuse(self, [("years", flaw)])
        return self


class Demand(Strict):
    """Who had publicly asked for a person, and when."""

    party: PartyRef
    on: Day
    source: str | None = None


class Asset(Strict):
    """Something one party holds and another wants.

    A person is a bundle of dated facts; a concession is granted by ``held_by`` to ``to`` at a level;
    a credit is a favour that ``held_by`` owes to an ally.
    """

    kind: AssetKind = "person"
    name: Text
    held_by: PartyRef
    note: str | None = None

    citizenships: Annotated[tuple[Country, ...], Field(strict=False)] = ()
    residence: Country | None = None
    role: Role = "other"
    charge: str = ""
    offence: Offence = "other"
    severity: Annotated[float, Field(ge=0, le=10)] = 0.0
    sentence: Sentence = Sentence.model_construct()
    legal: Legal = "sentenced"
    held_since: Day | None = None
    held_since_precision: Literal["day", "month", "year", "season"] = "day"
    health: Health = "none"
    prominence: Prominence = "low"
    asked_by: Annotated[tuple[Demand, ...], Field(strict=False)] = ()
    count: Annotated[int, Field(ge=1)] = 1
    hypothetical: bool = False
    uncertain: bool = False
    sources: Annotated[tuple[str, ...], Field(strict=False)] = ()

    to: PartyRef | None = None
    form: Form | None = None
    levels: Annotated[int, Field(ge=1, le=9)] = 1
    source: str | None = None

    @model_validator(mode="after")
    def _check(self) -> Self:
        flaws = []
        strange = GRANT_FIELDS if self.kind == "person" else PERSON_FIELDS
        for field in sorted(strange & self.model_fields_set):
            if getattr(self, field) is not None:
                owner = "a concession or a credit" if self.kind == "person" else "a person"
                flaws.append((field, mistake(f"found {field} for a {self.kind}", f"allowed: only for {owner}")))
        if self.kind != "person" and self.to is None:
            flaws.append(("", mistake(f"found a {self.kind} without to", "allowed: to, the party it is granted to")))
        if self.to == self.held_by:
            flaws.append(("to", mistake(f"found {self.to!r}, its holder", "allowed: another party")))
        if len(set(self.citizenships)) < len(self.citizenships):
            flaws.append(("citizenships", mistake("found a country twice", "allowed: each country once")))
        refuse(self, flaws)
        return self

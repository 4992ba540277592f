"""The scenario file as records: what a world is built from, and nothing of what really came of it."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from sim.scenario.base import Day, ItemId, Name, Names, PartyId, Strict, Text, VenueId, mistake
from sim.scenario.number import Number
from sim.scenario.spec_asset import Asset, Demand, Sentence
from sim.scenario.spec_event import Event
from sim.scenario.spec_party import (
    Clock,
    Curve,
    Execution,
    Mediator,
    Override,
    Party,
    Preferences,
    Ratifier,
    Stakes,
    Step,
    Tactic,
    Waiting,
)
from sim.scenario.spec_talks import Channel, Linkage, Selector, Venue

SCHEMA = 1
"""Version of the file format."""


def _version(raw: Any) -> Any:
    if type(raw) is not int or raw != SCHEMA:
        raise mistake(f"found schema {raw!r:.20}", f"allowed: {SCHEMA}", "this Parley reads no other format")
    return raw


class Scenario(Strict):
    """Everything the world is told. The order of mappings is that of the merged files."""

    schema_version: Annotated[Literal[1], BeforeValidator(_version)] = Field(alias="schema")
    title: Text
    start: Day
    weeks: Annotated[int, Field(ge=1, le=520)]
    protocol: Annotated[Name, Names("protocol")] = "back_channels"
    venues: dict[VenueId, Venue] = Field(default_factory=dict)
    linkages: dict[ItemId, Linkage] = Field(default_factory=dict)
    parties: dict[PartyId, Party] = Field(min_length=1)
    assets: dict[ItemId, Asset] = Field(default_factory=dict)
    channels: dict[ItemId, Channel] = Field(default_factory=dict)
    events: dict[ItemId, Event] = Field(default_factory=dict)


__all__ = [
    "Asset",
    "Channel",
    "Clock",
    "Curve",
    "Demand",
    "Event",
    "Execution",
    "Linkage",
    "Mediator",
    "Number",
    "Override",
    "Party",
    "Preferences",
    "Ratifier",
    "Scenario",
    "Selector",
    "Sentence",
    "Stakes",
    "Step",
    "Tactic",
    "Venue",
    "Waiting",
]

"""What a scenario assumes, for readers: its uncertain numbers, what is tied together, what happens, its sources."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from sim.scenario.number import Number
from sim.scenario.spec import Party, Ratifier, Scenario

# Half of a normal distribution's central 95 % in standard deviations.
HALF_95 = 1.96
WORDS = {
    "worth": "gain by coefficient", "price": "cost by coefficient", "gains": "gain", "costs": "cost",
    "reservation": "value of no deal", "hosting": "gain from hosting", "guaranteeing": "gain from guaranteeing",
    "clock": "cost of no deal by its date",
}  # fmt: skip


class Uncertain(NamedTuple):
    """A number in units of utility that is drawn anew in every run; `low` to `high` holds 95 % of the draws or all."""

    whose: tuple[str, ...]
    what: str
    centre: float
    low: float
    high: float
    note: str
    source: str


def uncertain_numbers(scenario: Scenario) -> list[Uncertain]:
    """Return the uncertain numbers in units of utility, the one that can move furthest first.

    What several parties have alike, from their type, is one entry. Equals stand in the scenario's order. Shares,
    delays and rates are in other units and not among them.

    Examples
    --------
    >>> from sim.scenario.load import load
    >>> uncertain_numbers(load("ring", ["parties.ALFA.gains.bo={value: 3, sd: 1}"]).scenario)[0][:5]
    (('Alfa',), 'gain: Bo', 3.0, 1.04, 4.96)
    """
    found: dict[tuple[str, Number, str], list[str]] = {}
    for whose, what, number, source in _numbers(scenario):
        low, high = extent(number)
        if high > low:
            found.setdefault((what, number, number.source or source or ""), []).append(whose)
    entries = [
        Uncertain(tuple(whose), what, number.centre, *extent(number), number.note or "", source)
        for (what, number, source), whose in found.items()
    ]
    return sorted(entries, key=lambda one: one.low - one.high)


def extent(number: Number) -> tuple[float, float]:
    """Return between which ends 95 % of a normal number's draws lie, or all draws of any other.

    >>> extent(Number.read({"value": 2, "sd": 0.5})), extent(Number.read(2))
    ((1.02, 2.98), (2.0, 2.0))
    """
    if number.kind == "normal":
        half = HALF_95 * number.sd
        return round(number.value - half, 9), round(number.value + half, 9)
    return number.low, number.high


def _numbers(scenario: Scenario) -> Iterator[tuple[str, str, Number, str | None]]:
    """Yield whose, what, the number, and the source of what it is part of."""
    names = {name: one.name for name, one in scenario.assets.items()}
    for party_id, party in scenario.parties.items():
        if party.abstract:
            continue
        whose = party.name or party_id
        for what, number in _of_party(scenario, party, names):
            yield whose, what, number, party.source
        for who, override in party.overrides.items():
            for kind, own in (("gain", override.gain), ("cost", override.cost)):
                if own is not None:
                    yield whose, f"{kind} of its own: {names[who]}", own, override.source
        for ratifier in party.ratifiers.values():
            for what, number in _preferences(ratifier, names):
                yield f"{ratifier.name} ({whose})", what, number, ratifier.source
    for one in scenario.linkages.values():
        what = f"weight of a linkage: {one.title or 'untitled'}"
        yield actor_name(scenario, one.party), what, one.weight, one.source


def _of_party(scenario: Scenario, party: Party, names: dict[str, str]) -> Iterator[tuple[str, Number]]:
    yield from _preferences(party, names)
    yield WORDS["reservation"], party.reservation
    yield WORDS["hosting"], party.hosting
    if party.guaranteeing is not None:
        yield WORDS["guaranteeing"], party.guaranteeing
    if party.clock is not None:
        yield WORDS["clock"], party.clock.cost
    for venue, number in party.minds_venue.items():
        yield f"minds the venue: {scenario.venues[venue].name}", number


def _preferences(one: Party | Ratifier, names: dict[str, str]) -> Iterator[tuple[str, Number]]:
    for section in (one.worth, one.price):
        word = WORDS["worth" if section is one.worth else "price"]
        yield from ((f"{word}: {name.replace('_', ' ')}", number) for name, number in section.items())
    yield from ((f"{WORDS['gains']}: {names[who]}", number) for who, number in one.gains.items())
    yield from ((f"{WORDS['costs']}: {names[who]}", number) for who, number in one.costs.items())


def actor_name(scenario: Scenario, actor: str) -> str:
    """Return the name of a party, or of one of its ratifiers with its party's."""
    state, _, inner = actor.partition(".")
    name = scenario.parties[state].name or state
    return f"{scenario.parties[state].ratifiers[inner].name} ({name})" if inner else name

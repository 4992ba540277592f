"""What is written down of a table, and the table that comes of it again; the scenario as a class plays it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

from sim.scenario.compile import Compiled, compile_scenario
from sim.scenario.load import load
from sim.scenario.spec_event import Event
from sim.web.table import Injected, Table, replayed

LEAK, CLOSED = "leak_from_", "closed_"
"""How the events begin that a lecturer may let happen in every scenario."""


@lru_cache(maxsize=8)
def class_scenario(name: str, sets: tuple[str, ...] = ()) -> Compiled:
    """Return a scenario as arrays, with events that never happen by themselves: leaks, and places that close.

    Their rate is 0, and every draw is keyed by what it is for, so that they change no other number.

    Examples
    --------
    >>> compiled = class_scenario("ring")
    >>> [compiled.scenario.events[one].title for one in compiled.index.events]
    ['Word of the talks in The table of three is out']
    """
    loaded = load(name, sets)
    scenario = loaded.scenario
    extra: dict[str, Event] = {}
    for channel, one in scenario.channels.items():
        title = f"Word of the talks in {one.name or channel} is out"
        extra[f"{LEAK}{channel}"] = Event.model_validate(
            {"kind": "leak", "channel": channel, "rate": 0, "title": title}
        )
    for venue, place in scenario.venues.items():
        title = f"{place.name} is closed to an exchange"
        extra[f"{CLOSED}{venue}"] = Event.model_validate({"kind": "venue", "venue": venue, "rate": 0, "title": title})
    events = {**extra, **scenario.events}
    return compile_scenario(replace(loaded, scenario=scenario.model_copy(update={"events": events})))


def event_titles(compiled: Compiled) -> dict[str, str]:
    """Return what a lecturer may let happen, by its id, in plain words; those that enter by an asset's facts aside."""
    events = compiled.scenario.events
    return {name: events[name].title or name.replace("_", " ") for name in compiled.index.events if name in events}


def record_of(table: Table) -> dict[str, Any]:
    """Return a table as data for JSON; `table_of` makes it again."""
    return {
        "scenario": table.scenario,
        "sets": list(table.sets),
        "seed": table.seed,
        "weeks": [
            {party: None if sent is None else list(sent) for party, sent in week.items()} for week in table.weeks
        ],
        "injected": [[one.event, one.week] for one in table.injected],
        "orders": {party: [one.text for one in place.orders] for party, place in table.places.items() if place.orders},
    }


def table_of(compiled: Compiled, record: Mapping[str, Any], *, keeps: bool = False) -> Table:
    """Return the table that was written down, where it was left.

    Examples
    --------
    >>> compiled = class_scenario("ring")
    >>> table = Table(compiled, "ring", 3)
    >>> table.order("ALFA", "propose table: al, bo, cy")
    >>> table.pass_week(["ALFA"])
    >>> again = table_of(compiled, record_of(table))
    >>> again.talks.snapshot() == table.talks.snapshot()
    True
    """
    injected = [Injected(str(event), int(week)) for event, week in record["injected"]]
    table = replayed(
        compiled, record["scenario"], record["seed"], tuple(record["sets"]), record["weeks"], injected, keeps=keeps
    )
    for party, texts in record["orders"].items():
        for text in texts:
            table.order(party, text)
    return table

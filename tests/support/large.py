"""Scenarios of any size, to see how time grows: a pool of assets over again, a ring of so many parties."""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from typing import Any

from sim.scenario.load import Loaded


def repeated(loaded: Loaded, assets: int) -> Loaded:
    """Return a scenario with so many assets: its own, persons over again until there are enough.

    A copy has the facts of the person it is copied from, so that it is held, wanted and valued alike.
    For fewer assets than there are, the last persons of the file that nothing else names are left out.
    """
    scenario = loaded.scenario
    kept = dict(scenario.assets)
    elsewhere = repr((scenario.linkages, scenario.events, scenario.parties))
    for name in reversed(list(kept)):
        if len(kept) > assets and kept[name].kind == "person" and f"'{name}'" not in elsewhere:
            del kept[name]
    if len(kept) > assets:
        raise ValueError(f"{assets} assets are too few: {len(kept)} are named by linkages, events or parties")
    persons = [name for name in scenario.assets if scenario.assets[name].kind == "person"]
    for time in count(2):
        for name in persons[: max(0, assets - len(kept))]:
            kept[f"{name}_{time}"] = scenario.assets[name]
        if len(kept) >= assets:
            break
    return replace(loaded, scenario=scenario.model_copy(update={"assets": kept}), digest=f"{loaded.digest}-{assets}")


def ring_of(parties: int, assets: int) -> dict[str, Any]:
    """Return a scenario as data in which each party wants whom the next one holds, all in one channel."""
    names = [f"Q{chr(65 + at // 26)}{chr(65 + at % 26)}" for at in range(parties)]
    made: dict[str, Any] = {name: {"gains": {}, "costs": {}, "spread": 0.25} for name in names}
    held = {}
    for at in range(assets):
        holder, wanting = names[at % parties], names[(at + parties - 1) % parties]
        held[f"p{at}"] = {"name": f"P{at}", "held_by": holder, "citizenships": [wanting]}
        made[holder]["costs"][f"p{at}"] = 1.0 + 0.1 * (at % 5)
        made[wanting]["gains"][f"p{at}"] = 2.0 + 0.2 * (at % 7)
    return {
        "schema": 1, "title": "A ring", "start": "2024-01-01", "weeks": 20, "parties": made, "assets": held,
        "channels": {"hall": {"members": names}},
    }  # fmt: skip

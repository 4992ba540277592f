"""Small scenarios as data, made into arrays without a file."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

from sim.rules.sitting import Sitting
from sim.scenario.compile import Compiled, compile_scenario
from sim.scenario.load import Loaded
from sim.scenario.spec import Scenario

TALKS: dict[str, Any] = {
    "schema": 1,
    "title": "Two custodians, each wanting who the other holds",
    "start": "2024-01-01",
    "weeks": 16,
    "parties": {
        "ALFA": {"gains": {"bo": 3.0}, "costs": {"al": 1.0}, "spread": 0},
        "BRAVO": {"gains": {"al": 3.0}, "costs": {"bo": 1.0}, "spread": 0},
    },
    "assets": {
        "al": {"name": "Al", "held_by": "ALFA", "citizenships": ["BRAVO"]},
        "bo": {"name": "Bo", "held_by": "BRAVO", "citizenships": ["ALFA"]},
    },
    "channels": {"line": {"members": ["ALFA", "BRAVO"]}},
}
"""Two parties with a prisoner each, direct gains and costs, one channel: a deal is there to be made."""


def lay_over(under: Any, over: Any) -> Any:
    """Return one value laid over another: mappings deeply, None removes, all else is replaced."""
    if not (isinstance(under, dict) and isinstance(over, dict)):
        return copy.deepcopy(over)
    made = copy.deepcopy(under)
    for key, value in over.items():
        if value is None:
            made.pop(key, None)
        else:
            made[key] = lay_over(made.get(key), value)
    return made


def talks(**changes: Any) -> dict[str, Any]:
    """Return `TALKS` with changes laid over it, section by section."""
    made = lay_over(TALKS, changes)
    assert isinstance(made, dict)
    return made


def compiled(data: dict[str, Any]) -> Compiled:
    """Return a scenario, given as data, as arrays."""
    return compile_scenario(Loaded(Scenario.model_validate(data), "made_up", Path("made_up.yaml"), "0"))


def sit(scenario: Compiled, seed: int | None = None) -> Sitting:
    """Return a run before its first week: with a seed, or at the centre."""
    return Sitting.start(scenario.params(seed or 0, centre=seed is None), dict(scenario.sizes))

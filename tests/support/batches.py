"""Made-up batches: results of runs that no engine played, so that what is counted is known."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.ensemble.batch import Batch
from sim.scenario.compile import Compiled
from sim.scenario.spec_documented import Documented
from tests.support.build import compiled, talks

PEOPLE = ("al", "bo", "cy", "di", "ed", "flo")
"""Persons of `scenario`; cy is a group of three, flo is wanted by nobody."""


def scenario(**changes: Any) -> Compiled:
    """Return three custodians who hold six persons and a concession, and two venues."""
    held = {"al": "ALFA", "bo": "BRAVO", "cy": "BRAVO", "di": "CHARLIE", "ed": "BRAVO", "flo": "ALFA"}
    assets: dict[str, Any] = {name: {"name": name.title(), "held_by": who} for name, who in held.items()}
    assets["cy"] |= {"name": "Cy's [$5] people", "count": 3}
    # Not the last, so that places of persons are not places of assets.
    assets = {"al": assets.pop("al"), "relief": {"kind": "concession", "held_by": "ALFA", "to": "BRAVO", "levels": 2,
              "name": "relief"}, **assets}  # fmt: skip
    data = talks(
        parties={"CHARLIE": {}, "DELTA": {"name": "Delta $^ {land}"}},
        venues={
            "Harbour": {"name": "the Harbour", "host": "CHARLIE"},
            "Island": {"name": "the Island", "host": "DELTA"},
        },
    )
    data["assets"] = assets
    data["parties"]["ALFA"]["gains"] = {"bo": 3.0}
    data["parties"]["BRAVO"] |= {"gains": {"al": 3.0}, "costs": {"bo": 1.0}}
    return compiled({**data, **changes})


def documented(*released: str) -> Documented:
    """Return a documented deal that freed these."""
    rows = [{"asset": name, "from": "BRAVO", "to": "ALFA"} for name in released]
    return Documented.model_validate({"date": "2024-02-01", "venue": "Island", "released": rows}, strict=False)


def made_up(world: Compiled, seed: int, count: int, first: int = 0, *, odds: float = 0.4) -> Batch:
    """Return a batch in which each run has 0 to 3 executed deals, with people drawn at some odds."""
    batch = Batch.empty(world, first, count)
    for row in range(count):
        draw = np.random.default_rng([seed, first + row])
        weeks = np.sort(draw.integers(0, world.weeks + 1, draw.choice(4, p=[0.2, 0.4, 0.3, 0.1])))
        left = np.ones(len(world.index.assets), np.bool_)
        for deal, week in enumerate(weeks):
            batch.deals[row, deal] = (max(0, week - 2), week, draw.integers(-1, 2), -1, 0)
            goes = (draw.random(len(left)) < odds) & left & (draw.random() < 0.9)
            batch.released[row, deal] = goes
            left &= ~goes
        batch.utility[row] = draw.normal(1.0, 2.0, batch.utility.shape[1]) if len(weeks) else 0.0
        batch.reservation[row] = draw.normal(-0.5, 0.1, batch.utility.shape[1])
        batch.digests[row] = draw.integers(0, 2**62)
    return batch

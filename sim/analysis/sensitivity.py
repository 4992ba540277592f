"""Which of the assumed numbers a result hangs on: the variance of an ensemble, taken apart by its uncertain numbers."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.analysis.case import load_case, stored_beside
from sim.analysis.indices import METHODS, Index, indices, moves, points
from sim.analysis.intervals import Estimate
from sim.analysis.outcomes import Outcomes, outcomes_of
from sim.analysis.uncertain import Uncertain, chosen, quantile
from sim.ensemble.crew import workers_asked
from sim.ensemble.plan import Plan
from sim.ensemble.points import POINTS, Points, play_points
from sim.ensemble.runner import Progress, play
from sim.ensemble.several import kept
from sim.ensemble.store import Store
from sim.errors import UnknownNameError, UsageError, refuse_text
from sim.given import whole
from sim.scenario.compile import Compiled, compile_scenario

STORE_NAME = "points.sqlite"
SAMPLES = {"sobol": 64, "morris": 20}
INPUTS = {"sobol": 12, "morris": 24}
RUNS = 20


@dataclass(frozen=True, eq=False)
class Sensitivity:
    """How much of each figure hangs on each uncertain number.

    Parameters
    ----------
    method, samples, runs, seed
        How it was found: of each point so many runs.
    inputs
        The numbers that were asked about.
    figures
        Indices by figure, the strongest first; None of a figure that does not vary.
    moves
        By figure and input: by how much the figure rises as the input goes from its lowest to its highest value.
    """

    scenario: str
    title: str
    method: str
    samples: int
    runs: int
    seed: int
    inputs: tuple[Uncertain, ...]
    figures: dict[str, list[Index] | None]
    moves: dict[str, dict[str, Estimate]]
    names: dict[str, str]

    def as_json(self) -> dict[str, Any]:
        """Return it as data for JSON."""
        heads = ("first", "total") if self.method == "sobol" else ("mean_effect", "spread")
        return {
            "scenario": self.scenario,
            "method": self.method,
            "seed": self.seed,
            "samples": self.samples,
            "runs": self.runs,
            "inputs": [{"path": one.path, "centre": one.number.centre} for one in self.inputs],
            "figures": {
                name: None if found is None else [
                    {"path": one.path, heads[0]: _plain(one.first), heads[1]: _plain(one.second),
                     "from_low_to_high": _plain(self.moves[name][one.path])}
                    for one in found
                ]
                for name, found in self.figures.items()
            },
        }  # fmt: skip


def sensitivity(
    scenario: str | Path,
    *,
    method: str = "sobol",
    inputs: Sequence[str] = (),
    most: int | None = None,
    of: Sequence[str] = (),
    samples: int | None = None,
    runs: int = RUNS,
    seed: int = 0,
    sets: Sequence[str] = (),
    workers: int | None = None,
    out: str | Path | None = None,
    resume: bool = False,
    on_progress: Callable[[Progress], None] | None = None,
) -> Sensitivity:
    """Return which uncertain numbers matter for agreement, the date, or a person.

    Parameters
    ----------
    scenario, sets, seed, workers, resume, on_progress
        As of `sim.ensemble`.
    method
        ``sobol`` or ``morris``.
    inputs, most
        Paths of the numbers, with ``*`` for anything, and how many at most; by themselves those in units of
        utility that can move gains and costs furthest, 12 by Sobol's method and 24 by Morris's.
    of
        Persons and parties to ask about besides agreement and weeks.
    samples
        Base samples (64, a power of 2) or trajectories (20).
    runs
        Runs of each point, the same luck at every point.
    out
        A folder for the run store.

    Raises
    ------
    ScenarioError, UnknownNameError, UsageError, StoreError, Interrupted
        As of `sim.ensemble`.
    """
    if method not in METHODS:
        raise UnknownNameError("method", method, METHODS)
    workers = workers_asked(workers)
    runs, seed = whole("runs", runs, 1), whole("seed", seed, 0)
    most = INPUTS[method] if most is None else whole("most", most, 1)
    refuse_text("inputs", inputs)
    refuse_text("of", of)
    case = load_case(scenario, sets)
    compiled = compile_scenario(case.loaded)
    names = _names(compiled, of)
    asked = chosen(compiled, inputs, most)
    count = SAMPLES[method] if samples is None else samples
    x = points(method, len(asked), count, seed)
    columns = [quantile(compiled, one.path, x[:, at]) for at, one in enumerate(asked)]
    where = Points(tuple(one.path for one in asked), tuple(map(tuple, np.stack(columns, axis=1).tolist())), runs)
    store = _store(compiled, where, seed, tuple(sets), out, resume, stored_beside(case))
    try:
        play(store, compiled, workers=workers, on_progress=on_progress, work=partial(play_points, where))
        found = outcomes_of(compiled, store.batches(compiled))
    finally:
        store.close()
    values = {name: figure(found, name).reshape(len(x), runs).mean(axis=1) for name in names}
    made = {name: indices(method, where.paths, x, y, seed) for name, y in values.items()}
    ordered = {
        name: None if one is None else sorted(one, key=lambda i: -(i.second if method == "sobol" else i.first).estimate)
        for name, one in made.items()
    }
    risen = {name: dict(zip(where.paths, moves(method, x, y), strict=True)) for name, y in values.items()}
    title = compiled.title
    return Sensitivity(compiled.name, title, method, count, runs, seed, tuple(asked), ordered, risen, names)


def figure(found: Outcomes, name: str) -> NDArray[np.float64]:
    """Return a figure run by run: agreement, weeks, a person's release or a party's surplus."""
    if name == "agreement":
        return found.agrees.astype(np.float64)
    if name == "weeks":
        return found.weeks
    return found.person(name).astype(np.float64) if name in found.persons else found.party(name)


def _names(compiled: Compiled, of: Sequence[str]) -> dict[str, str]:
    """Return the figures to ask about, by id, with their names."""
    scenario = compiled.scenario
    known = {name: one.name for name, one in scenario.assets.items() if one.kind == "person"}
    known |= {name: scenario.parties[name].name or name for name in compiled.index.parties}
    for name in of:
        if name not in known:
            raise UnknownNameError("person or party", name, known)
    return {"agreement": "agreement", "weeks": "weeks until an agreement", **{name: known[name] for name in of}}


def _store(
    compiled: Compiled,
    where: Points,
    seed: int,
    sets: tuple[str, ...],
    out: str | Path | None,
    resume: bool,
    beside: str,
) -> Store:
    plan = Plan.of(compiled, seed, where.runs, sets=sets)
    if plan.engine != "compiled":
        raise UsageError(f"{compiled.name}: found conduct in Python; allowed: a scenario whose conduct is all built in")
    text = json.dumps([where.paths, where.values, where.each])
    plan = replace(plan, versions={**plan.versions, POINTS: hashlib.sha256(text.encode()).hexdigest()[:16]})
    if out is None and resume:
        raise UsageError("--resume: found no folder; allowed: with --out, the folder of the store")
    return kept(None if out is None else Path(out) / STORE_NAME, plan, beside, resume)


def _plain(one: Estimate) -> dict[str, float | None]:
    values = one._asdict()
    return {name: value if math.isfinite(value) else None for name, value in values.items()}

"""Reactions: each change that a scenario's facts say something about, played beside the scenario as it is."""

from __future__ import annotations

import shlex
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.analysis.case import Case, stored_beside
from sim.analysis.intervals import Estimate, mean, share
from sim.analysis.offers import check_offers, put_offers
from sim.analysis.outcomes import Outcomes, outcomes_of
from sim.analysis.reacted import Measure, Side, measured
from sim.ensemble.crew import workers_asked
from sim.ensemble.plan import Plan
from sim.ensemble.runner import Progress
from sim.ensemble.several import fill_all, kept
from sim.ensemble.store import Store
from sim.errors import Interrupted, UsageError
from sim.given import whole
from sim.scenario.compile import Compiled, compile_scenario
from sim.scenario.find import find
from sim.scenario.load import loaded_from
from sim.scenario.reactions import Read, Varied, find_reactions, read_reactions
from sim.scenario.spec_offer import PutOffer
from sim.scenario.spec_reactions import BASE, Reaction

RUNS = 500
RUNS_FOLDER = "runs"


@dataclass(frozen=True)
class Reacted:
    """A reaction as it came out.

    Parameters
    ----------
    name, variant
        Of the reaction, and of the change among several of it, else empty.
    title
        What is changed, in words.
    said
        What the file says of it.
    changes
        Each value that differs, as text.
    measures
        What was measured.
    """

    name: str
    variant: str
    title: str
    said: Reaction
    changes: tuple[str, ...]
    measures: tuple[Measure, ...]

    @property
    def as_suggested(self) -> bool:
        """Return whether all measures are as suggested, or any, as the reaction needs."""
        found = [one.as_suggested for one in self.measures]
        return any(found) if self.said.needs == "any" else all(found)

    @property
    def beyond_doubt(self) -> bool:
        """Return whether the intervals say the same as the estimates."""
        yes = self.as_suggested
        sure = [one.beyond_doubt for one in self.measures if one.as_suggested == yes]
        return any(sure) if yes == (self.said.needs == "any") else all(sure)

    def as_json(self) -> dict[str, Any]:
        """Return everything as data for JSON."""
        return {
            "name": self.name,
            "variant": self.variant,
            "title": self.title,
            "why": self.said.why,
            "source": self.said.source,
            "changes": list(self.changes),
            "needs": self.said.needs,
            "measures": [one.as_json() for one in self.measures],
            "as_suggested": self.as_suggested,
            "beyond_doubt": self.beyond_doubt,
        }


@dataclass(frozen=True)
class Reacting:
    """All reactions of a scenario.

    ``agreement`` and ``weeks`` to acceptance are of the base, None if it was not played; ``names`` gives names by ids.
    """

    scenario: str
    title: str
    seed: int
    runs: int
    command: str
    agreement: Estimate | None
    weeks: Estimate | None
    rows: tuple[Reacted, ...]
    names: Mapping[str, str]

    def as_json(self) -> dict[str, Any]:
        """Return everything as data for JSON."""
        return {
            "scenario": self.scenario,
            "title": self.title,
            "seed": self.seed,
            "runs": self.runs,
            "command": self.command,
            "base": {
                "agreement": self.agreement and self.agreement._asdict(),
                "weeks": self.weeks and self.weeks._asdict(),
            },
            "as_suggested": sum(one.as_suggested for one in self.rows),
            "of": len(self.rows),
            "reactions": [one.as_json() for one in self.rows],
        }


def reactions(
    scenario: str | Path,
    *,
    file: str | Path | None = None,
    only: Sequence[str] = (),
    sets: Sequence[str] = (),
    runs: int | None = None,
    seed: int = 1,
    workers: int | None = None,
    out: str | Path | None = None,
    resume: bool = False,
    on_progress: Callable[[Progress], None] | None = None,
) -> Reacting:
    """Play a scenario beside each change that its facts say something about, and judge what differs.

    Parameters
    ----------
    scenario
        Id of a shipped scenario, or a path.
    file
        Its reactions, by id or path; by default the file of its name in the folder ``reactions`` beside it.
    only
        Names of the reactions that are wanted; all if none is named.
    sets
        Changes ``path=value`` of the scenario, of the base and so of all variants.
    runs
        How many of each, 2 or more (default 500).
    seed, workers, resume, on_progress
        As of `sim.ensemble`.
    out
        A folder for the run stores; without it runs are kept as long as they are needed.

    Raises
    ------
    ScenarioError, UnknownNameError, UsageError
        If a file, a change or a name cannot be meant so, or there are no reactions.
    StoreError, Interrupted
        As of `sim.ensemble`.

    Examples
    --------
    >>> from sim.errors import UsageError
    >>> try:
    ...     reactions("ring")
    ... except UsageError as mistake:
    ...     print(str(mistake).partition(";")[0])
    ring: found no reactions
    """
    workers = workers_asked(workers)
    runs, seed = whole("runs", RUNS if runs is None else runs, 2), whole("seed", seed, 0)
    path = find(scenario)
    read = read_reactions(find_reactions(path, file), path, sets=sets, only=only)
    if resume and out is None:
        raise UsageError("--resume: found no folder; allowed: with --out, the folder of the reactions")
    cases = {BASE: Case(loaded_from(read.base), read.base.documented)}
    cases |= {one.full_name: Case(loaded_from(one.assembled), None) for one in read.varied}
    compiled = {name: compile_scenario(case.loaded) for name, case in cases.items()}
    offers = _offers_of(read)
    for name, put in offers.items():
        check_offers(compiled[name], put, "offers")
    folder = None if out is None else Path(out) / RUNS_FOLDER
    is_played = any(not one.is_answer for said in read.said.reactions.values() for one in said.expects)
    outcomes: Mapping[str, Outcomes] = {}
    if is_played:
        outcomes = _played(cases, compiled, seed, runs, tuple(sets), folder, resume, workers, on_progress)
    answers = _answered(compiled, offers, seed, runs, on_progress)
    sides = {name: Side(outcomes.get(name), answers.get(name, {})) for name in cases}
    rows: list[Reacted] = []
    for name, said in read.said.reactions.items():
        mine: list[Varied | None] = [one for one in read.varied if one.reaction == name]
        for one in mine or [None]:
            rows.append(_row(name, said, one, sides))
    base = outcomes.get(BASE)
    agreement = share(int(base.agrees.sum()), len(base)) if base else None
    weeks = mean(base.accepted, np.ones(len(base)), 0.0, base.horizon) if base else None
    names = {
        name: asset.name or name
        for one in (read.base, *(one.assembled for one in read.varied))
        for name, asset in one.scenario.assets.items()
    }
    words = ["parley", "reactions", str(scenario)]
    words += ["--file", str(file)] if file is not None else []
    words += [word for one in only for word in ("--only", one)] + [word for one in sets for word in ("--set", one)]
    words += ["--runs", str(runs), "--seed", str(seed)]
    return Reacting(path.stem, read.said.title, seed, runs, shlex.join(words), agreement, weeks, tuple(rows), names)


def _row(name: str, said: Reaction, one: Varied | None, sides: Mapping[str, Side]) -> Reacted:
    base = sides[BASE]
    if one is None:
        found = tuple(measured(expected, None, base) for expected in said.expects)
        return Reacted(name, "", said.title, said, (), found)
    found = tuple(measured(expected, base, sides[one.full_name]) for expected in said.expects)
    return Reacted(name, one.name, one.title, said, tuple(map(str, one.changes)), found)


def _offers_of(read: Read) -> dict[str, dict[str, PutOffer]]:
    """Return which offers are put in which scenario, the base among them."""
    found: dict[str, dict[str, None]] = {name: {} for name in (BASE, *(one.full_name for one in read.varied))}
    for name, said in read.said.reactions.items():
        asked = dict.fromkeys(one.offer for one in said.expects if one.offer is not None)
        found[BASE] |= asked
        for one in read.varied:
            if one.reaction == name:
                found[one.full_name] |= asked
    return {name: {one: read.said.offers[one] for one in asked} for name, asked in found.items() if asked}


def _played(
    cases: Mapping[str, Case], compiled: Mapping[str, Compiled], seed: int, runs: int, sets: tuple[str, ...],
    folder: Path | None, resume: bool, workers: int | None, on_progress: Callable[[Progress], None] | None,
) -> dict[str, Outcomes]:  # fmt: skip
    stores: dict[str, Store] = {}
    try:
        for name, case in cases.items():
            plan = Plan.of(compiled[name], seed, runs, sets=sets)
            path = None if folder is None else folder / f"{name}.sqlite"
            stores[name] = kept(path, plan, stored_beside(case), resume)
        works = [(store, compiled[name]) for name, store in stores.items()]
        fill_all(works, workers=workers, on_progress=on_progress)
        return {name: outcomes_of(compiled[name], store.batches(compiled[name])) for name, store in stores.items()}
    finally:
        for store in stores.values():
            with suppress(Exception):
                store.close()


def _answered(
    compiled: Mapping[str, Compiled], offers: Mapping[str, Mapping[str, PutOffer]], seed: int, runs: int,
    on_progress: Callable[[Progress], None] | None,
) -> dict[str, dict[str, NDArray[np.str_]]]:  # fmt: skip
    """Return the answers to offers, (R,) each, by scenario and offer."""
    total, done, began = runs * len(offers), 0, time.monotonic()
    found: dict[str, dict[str, NDArray[np.str_]]] = {}
    try:
        for name, put in offers.items():
            rows: list[tuple[str, ...]] = []
            for answers in put_offers(compiled[name], put, seed=seed, runs=runs):
                rows.append(answers)
                done += 1
                if on_progress:
                    rate = done / max(time.monotonic() - began, 1e-9)
                    on_progress(Progress(done, total, rate, (total - done) / rate))
            found[name] = dict(zip(put, np.array(rows, np.str_).T, strict=True))
    except KeyboardInterrupt:
        raise Interrupted(f"interrupted after the offers of {done} of {total} runs, which are asked anew") from None
    return found

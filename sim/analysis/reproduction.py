"""How well a scenario reproduces what is on record: with its overrides, without them, beside a naive rule, and
with the facts shuffled.

A score by itself says little: a model that was tuned to a case fits it. What it says depends on what else would have
scored as much. So the same runs are made without any override of a person, and with each left out; a rule that needs no
model makes its forecast; and the facts of each custodian's captives are dealt out among them anew, which a model
that read them must feel.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from sim.analysis.case import Case, load_case
from sim.analysis.ensemble import Tally
from sim.analysis.intervals import Estimate
from sim.analysis.likeness import jaccard, likeness
from sim.analysis.summary import Summary
from sim.ensemble.batch import play_batch
from sim.errors import UsageError
from sim.given import whole
from sim.scenario.compile import Compiled, compile_scenario
from sim.scenario.spec import Scenario

BATCH = 50
"""Runs that are played before progress is told."""
NEAR = dt.timedelta(weeks=8)
"""A deal executed within this of the documented day counts as of its time."""
SEVERE = 5.0
"""From this severity on (0 to 10) the naive rule sends a captive home; stated before it was scored."""

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Score:
    """What the runs of one version of a scenario have in common with what is on record.

    ``overall`` counts a run without agreement as 0, ``given`` leaves it out (None where all are without); ``usual`` are
    the ids in half of the agreements or more; ``centre`` is the index of the run with every number at its centre.
    """

    name: str
    agreement: Estimate
    overall: Estimate
    given: Estimate | None
    centre: float
    missed: tuple[str, ...]
    extra: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the score as data for JSON."""
        return {
            "name": self.name,
            "agreement": self.agreement._asdict(),
            "jaccard": self.overall._asdict(),
            "given_agreement": self.given and self.given._asdict(),
            "centre": self.centre,
            "missed": list(self.missed),
            "extra": list(self.extra),
        }


@dataclass(frozen=True)
class Reproduction:
    """All scores of a scenario; ``exact`` and ``near`` count first runs of seeds 1 to ``seeds``.

    ``exact``: the primary deal frees the documented people and nobody else. ``near``: executed within eight weeks
    of the documented day. ``shuffled`` holds one Jaccard index given agreement for each shuffle, 0 if nobody agreed.
    """

    scenario: str
    runs: int
    seed: int
    scores: tuple[Score, ...]
    naive: float
    shuffled: tuple[float, ...]
    seeds: int
    exact: int
    near: int

    def as_json(self) -> dict[str, Any]:
        """Return everything as data for JSON."""
        return {
            "scenario": self.scenario,
            "runs": self.runs,
            "seed": self.seed,
            "scores": [score.as_json() for score in self.scores],
            "naive": self.naive,
            "shuffled": list(self.shuffled),
            "seeds": {"runs": self.seeds, "exact": self.exact, "within_8_weeks": self.near},
        }


def overrides_of(scenario: Scenario) -> tuple[tuple[str, str], ...]:
    """Return every override of a person, as party and asset.

    Examples
    --------
    >>> from sim.scenario.load import load
    >>> overrides_of(load("ring").scenario)
    ()
    """
    return tuple((name, asset) for name, party in scenario.parties.items() for asset in party.overrides)


def naive_forecast(scenario: Scenario) -> tuple[str, ...]:
    """Return who goes home by a rule without a model: own nationals, and whoever had been named; severity beyond.

    A captive of the side that started with the fewer severe ones is freed if a party of another side has it for a
    national, or its head of government had publicly asked for it before the start; a captive of any other side's if its
    severity is `SEVERE` or more and it is a national of a party. The rule was written down before it was scored.

    Parameters
    ----------
    scenario
        The scenario; parties without a side take no part.
    """
    sides = {name: party.side for name, party in scenario.parties.items() if party.side}
    people = {name: one for name, one in scenario.assets.items() if one.kind == "person" and one.held_by in sides}
    severe: dict[str, int] = dict.fromkeys(sides.values(), 0)
    for one in people.values():
        severe[sides[one.held_by]] += one.severity >= SEVERE
    keeper = min(severe, key=lambda side: severe[side])
    freed = []
    for name, one in people.items():
        others = [party for party, side in sides.items() if side != sides[one.held_by]]
        national = any(party in one.citizenships for party in others)
        asked = any(demand.party in others and demand.on < scenario.start for demand in one.asked_by)
        goes = (national or asked) if sides[one.held_by] == keeper else national and one.severity >= SEVERE
        freed += [name] if goes else []
    return tuple(freed)


def shuffled(scenario: Scenario, rng: np.random.Generator) -> Scenario:
    """Return a scenario in which each custodian's captives have one another's facts; ids and names stay.

    Parameters
    ----------
    scenario
        Any scenario.
    rng
        Deals the facts out.
    """
    assets = dict(scenario.assets)
    for holder in scenario.parties:
        held = [name for name, one in scenario.assets.items() if one.kind == "person" and one.held_by == holder]
        for name, other in zip(held, rng.permutation(len(held)), strict=True):
            facts = scenario.assets[held[int(other)]]
            assets[name] = facts.model_copy(update={"name": scenario.assets[name].name})
    return scenario.model_copy(update={"assets": assets})


def reproduce(
    scenario: str | Path,
    *,
    sets: Sequence[str] = (),
    runs: int = 1000,
    seed: int = 1,
    shuffles: int = 5,
    seeds: int = 200,
    on_progress: Progress | None = None,
) -> Reproduction:
    """Return how well a scenario reproduces what is on record, and what else would.

    Parameters
    ----------
    scenario, sets
        Id or file, and changes to it.
    runs, seed
        Runs of each version, 10 or more, and their key.
    shuffles
        How often the facts are dealt out anew, each time played by a fifth of the runs.
    seeds
        First runs of seeds 1 to this are compared one by one.
    on_progress
        Called with what is being played, and runs played of all.

    Raises
    ------
    ScenarioError, UnknownNameError, UsageError
        If the scenario cannot be meant so, or nobody's release is on record.

    Examples
    --------
    >>> try:
    ...     reproduce("ring")
    ... except UsageError as mistake:
    ...     print(str(mistake).partition(";")[0])
    ring: found no released people on record
    """
    runs, seed = whole("runs", runs, 10), whole("seed", seed, 0)
    shuffles, seeds = whole("shuffles", shuffles, 0), whole("seeds", seeds, 1)
    tell = on_progress or (lambda *_: None)
    case = load_case(scenario, sets)
    if case.truth is None or not case.truth.released:
        raise UsageError(f"{case.loaded.name}: found no released people on record; allowed: a scenario that has them")
    overrides = overrides_of(case.loaded.scenario)
    versions: list[tuple[str, list[str]]] = [("all overrides", [])]
    if overrides:
        without = [f"parties.{party}.overrides.{asset}=null" for party, asset in overrides]
        versions.append(("no override", without))
    if len(overrides) > 1:
        versions += [
            (f"without {party} {asset}", [one]) for (party, asset), one in zip(overrides, without, strict=True)
        ]
    total = runs * len(versions) + seeds + shuffles * (runs // 5)
    done = 0

    def count(what: str, more: int) -> None:
        nonlocal done
        done += more
        tell(what, done, total)

    scores = []
    for name, changes in versions:
        version = load_case(scenario, [*sets, *changes])
        scores.append(_score(name, version, runs, seed, count))
    exact, near = _by_seed(case, seeds, count)
    rng = np.random.default_rng(seed)
    mixed = []
    for _ in range(shuffles):
        dealt = replace(case.loaded, scenario=shuffled(case.loaded.scenario, rng))
        given = _play(compile_scenario(dealt), case, runs // 5, seed, "facts shuffled", count).jaccard_given_agreement
        mixed.append(given.estimate if given else 0.0)
    naive = jaccard(naive_forecast(case.loaded.scenario), [one.asset for one in case.truth.released])
    return Reproduction(case.loaded.name, runs, seed, tuple(scores), naive, tuple(mixed), seeds, exact, near)


def _play(
    compiled: Compiled, case: Case, runs: int, seed: int, what: str, count: Callable[[str, int], None]
) -> Summary:
    tally = Tally(compiled, case.truth)
    for first in range(0, runs, BATCH):
        some = min(BATCH, runs - first)
        tally.add(play_batch(compiled, seed, first, some))
        count(what, some)
    return tally.summary()


def _score(name: str, case: Case, runs: int, seed: int, count: Callable[[str, int], None]) -> Score:
    from sim.world import Talks

    compiled = compile_scenario(case.loaded)
    summary = _play(compiled, case, runs, seed, name, count)
    talks = Talks(compiled, centre=True, told=False)
    talks.play()
    at_centre = likeness(talks.result(), case.truth)
    assert at_centre is not None
    usual = _usual(summary)
    wanted = {one.id for one in summary.candidates if one.on_record}
    overall = summary.jaccard
    assert overall is not None
    return Score(
        name, summary.agreement, overall, summary.jaccard_given_agreement, at_centre["jaccard"],
        tuple(sorted(wanted - usual)), tuple(sorted(usual - wanted)),
    )  # fmt: skip


def _usual(summary: Summary) -> set[str]:
    """Return who is in half of the primary deals or more."""
    made = summary.agreements
    return {one.id for n, one in enumerate(summary.candidates) if made and 2 * int(summary.together[n, n]) >= made}


def _by_seed(case: Case, seeds: int, count: Callable[[str, int], None]) -> tuple[int, int]:
    """Return how many first runs of seeds are exact, and how many were executed within eight weeks."""
    compiled = compile_scenario(case.loaded)
    exact = near = 0
    for seed in range(1, seeds + 1):
        tally = Tally(compiled, case.truth)
        tally.add(play_batch(compiled, seed, 0, 1))
        summary = tally.summary()
        given = summary.jaccard_given_agreement
        exact += given is not None and given.estimate == 1.0
        day, truth = summary.date["median"], case.truth
        near += day is not None and truth is not None and truth.date is not None and abs(day - truth.date) <= NEAR
        if seed % BATCH == 0 or seed == seeds:
            count("seeds one by one", BATCH if seed % BATCH == 0 else seed % BATCH)
    return exact, near

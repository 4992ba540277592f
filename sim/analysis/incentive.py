"""Today's gain beside tomorrow's captives: if releases teach the taker that taking pays, over several years.

A term outside the talks, and an assumption of its own. Year by year the same talks are held again with whoever is in
custody then; each year draws one of the runs of an ensemble, which says whether there is a deal and which share of
those held is let go. Arrests come at a rate

    λ_t = λ · (1 + η · m_t),   m_t = 2^(−years since the last release / h), 0 before the first

with λ the scenario's own rate of arrests, η the elasticity and h how long a release is remembered. Against it stands
the same world in which nobody is ever exchanged. Both share their luck. No sentence ends and nobody is pardoned
otherwise, so those held are too many in both; the difference in arrests is not touched by that.

Source of η: Brandt, George and Sandler (2016), "Why concessions should not be made to terrorist kidnappers": where
states had given in, kidnappings rose by 64 to 87 %. That is of hostage-taking by groups, carried over to states:
nothing better was found. They say nothing of h, for which one to five years is a guess.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import pdtr

from sim.analysis.case import load_case, stored_beside
from sim.analysis.intervals import Estimate, mean, share
from sim.analysis.outcomes import Outcomes, outcomes_of
from sim.ensemble.crew import workers_asked
from sim.ensemble.plan import Plan
from sim.ensemble.runner import Progress, play
from sim.ensemble.several import kept
from sim.errors import UnknownNameError, UsageError
from sim.given import number, whole
from sim.scenario.compile import compile_scenario
from sim.scenario.number import Number
from sim.scenario.spec import Scenario
from sim.state.random import EVENT, key_of, uniform

ELASTICITY = (0.64, 0.87)
"""Brandt, George and Sandler (2016)."""
MEMORY = (1.0, 5.0)
"""Years until half of a release is forgotten: a guess."""
YEARS = 10
STORE_NAME = "runs.sqlite"
Reals = NDArray[np.float64]


class Years(NamedTuple):
    """One course of years: (R, Y + 1) people freed and arrested so far, and people in custody, from the start on."""

    freed: Reals
    arrested: Reals
    held: Reals


@dataclass(frozen=True, eq=False)
class Incentive:
    """A world with exchanges beside one without, over the same years with the same luck.

    Parameters
    ----------
    taker
        Whose custody is looked at.
    rate
        Arrests a year before any release, at the centre.
    elasticity, memory
        Ranges from which each run draws η and h.
    deals, never
        The years with exchanges, and without any.
    """

    scenario: str
    title: str
    taker: str
    taker_name: str
    rate: float
    elasticity: tuple[float, float]
    memory: tuple[float, float]
    years: int
    seed: int
    runs: int
    deals: Years
    never: Years

    @property
    def extra(self) -> Reals:
        """Return (R, Y + 1) how many more have been arrested than without any exchange."""
        return self.deals.arrested - self.never.arrested

    @property
    def outweighed(self) -> Estimate:
        """Return the share of runs in which more were arrested because of releases than were freed, by the end."""
        return share(int((self.extra[:, -1] > self.deals.freed[:, -1]).sum()), self.runs)

    @property
    def per_hundred(self) -> Estimate | None:
        """Return how many more are arrested for each hundred freed by the end; None if nobody is freed.

        A ratio of means. Its interval is from 400 resamples of the runs.
        """
        freed, extra = self.deals.freed[:, -1], self.extra[:, -1]
        if not freed.any():
            return None
        rng = np.random.default_rng([self.seed, self.runs, self.years])
        weights = rng.multinomial(self.runs, np.full(self.runs, 1.0 / self.runs), 400)
        sums = np.maximum(weights @ freed, 1e-9)
        low, high = np.quantile(100.0 * (weights @ extra) / sums, [0.025, 0.975])
        return Estimate(100.0 * float(extra.sum() / freed.sum()), float(low), float(high))

    def as_json(self) -> dict[str, Any]:
        """Return it as data for JSON."""
        per = self.per_hundred
        return {
            "scenario": self.scenario,
            "seed": self.seed,
            "runs": self.runs,
            "taker": self.taker,
            "rate": self.rate,
            "elasticity": list(self.elasticity),
            "memory_years": list(self.memory),
            "years": [
                {
                    "year": year,
                    "freed": _spread(self.deals.freed[:, year]),
                    "extra": _spread(self.extra[:, year]),
                    "held_with_deals": _spread(self.deals.held[:, year]),
                    "held_without": _spread(self.never.held[:, year]),
                }
                for year in range(self.years + 1)
            ],
            "extra_per_hundred_freed": None if per is None else per._asdict(),
            "outweighed": self.outweighed._asdict(),
        }  # fmt: skip


def incentive(
    scenario: str | Path,
    *,
    taker: str | None = None,
    rate: float | None = None,
    elasticity: tuple[float, float] = ELASTICITY,
    memory: tuple[float, float] = MEMORY,
    years: int = YEARS,
    runs: int = 500,
    seed: int = 0,
    sets: tuple[str, ...] = (),
    workers: int | None = None,
    out: str | Path | None = None,
    resume: bool = False,
    on_progress: Callable[[Progress], None] | None = None,
) -> Incentive:
    """Return what exchanges bring over several years, if each raises the rate of later arrests.

    Parameters
    ----------
    scenario, runs, seed, sets, workers, out, resume, on_progress
        As of `sim.ensemble`.
    taker
        Whose custody to look at; by itself the party with the highest rate of arrests in the scenario.
    rate
        Arrests a year before any release; by itself the scenario's.
    elasticity
        Lowest and highest share by which a release raises the rate.
    memory
        Shortest and longest time, in years, after which half of that is forgotten.
    years
        How many to look ahead.

    Raises
    ------
    ScenarioError, UnknownNameError, UsageError, StoreError, Interrupted
        As of `sim.ensemble`, or if a number is out of range or the scenario has no arrests.

    Examples
    --------
    >>> found = incentive("ring", taker="ALFA", rate=2.0, runs=50, workers=1)
    >>> found.years, bool(found.extra[:, -1].mean() > 0)
    (10, True)
    """
    workers = workers_asked(workers)
    runs, seed, years = whole("runs", runs, 1), whole("seed", seed, 0), whole("years", years, 1, 100)
    rate = None if rate is None else number("rate", rate, 0.0, 1000.0, "()")
    elasticity, memory = _range("elasticity", elasticity, -1.0), _range("memory", memory, 1e-6)
    case = load_case(scenario, sets)
    told = case.loaded.scenario
    party, arrests = _taker(told, taker, rate)
    if resume and out is None:
        raise UsageError("--resume: found no folder; allowed: with --out, the folder of the store")
    compiled = compile_scenario(case.loaded)
    store = kept(None if out is None else Path(out) / STORE_NAME, Plan.of(compiled, seed, runs, sets=sets),
                 stored_beside(case), resume)  # fmt: skip
    try:
        play(store, compiled, workers=workers, on_progress=on_progress)
        found = outcomes_of(compiled, store.batches(compiled))
    finally:
        store.close()
    people = {name: one.count for name, one in told.assets.items() if one.kind == "person" and one.held_by == party}
    held = sum(n for name, n in people.items() if not told.assets[name].hypothetical)
    shares = _shares(found, people, held)
    drawn = _Drawn.of(seed, runs, years, arrests, elasticity, memory)
    deals, never = (course(shares, held, drawn, is_exchanged=exchanged) for exchanged in (True, False))
    name = told.parties[party].name or party
    return Incentive(
        compiled.name, compiled.title, party, name, arrests.centre, elasticity, memory, years, seed, runs, deals, never
    )


def _range(name: str, given: Any, least: float) -> tuple[float, float]:
    """Return the ends of a range that is given as two numbers, the lower first."""
    try:
        low, high = given
    except (TypeError, ValueError):
        raise UsageError(f"{name}: found {given!r:.40}; allowed: two numbers (low, high); give both") from None
    low = number(name, low, least, math.inf)
    return low, number(name, high, low, math.inf)


def _taker(scenario: Scenario, taker: str | None, rate: float | None) -> tuple[str, Number]:
    """Return whose custody to look at, and its rate of arrests."""
    rates: dict[str, list[Number]] = {}
    for event in scenario.events.values():
        if event.kind == "captive" and event.rate is not None and event.asset is not None:
            rates.setdefault(scenario.assets[event.asset].held_by, []).append(event.rate)
    present = [name for name, one in scenario.parties.items() if not one.abstract]
    if taker is not None and taker not in present:
        raise UnknownNameError("party", taker, present)
    if taker is None and not rates:
        raise UsageError("--taker: found no arrests at a rate in the scenario; allowed: a party, with --rate")
    party = taker or max(rates, key=lambda name: sum(one.centre for one in rates[name]))
    if rate is not None:
        return party, Number(rate)
    if party not in rates:
        raise UsageError(
            f"--taker {party}: found no arrests by it in the scenario; allowed: with --rate, arrests a year"
        )
    return party, Number(
        sum(one.centre for one in rates[party]), "normal", float(np.sqrt(sum(one.sd**2 for one in rates[party])))
    )


def _shares(found: Outcomes, people: dict[str, int], held: int) -> Reals:
    """Return in each run the share of the taker's captives that were let go."""
    freed = sum((found.person(name) * count for name, count in people.items()), np.zeros(len(found), np.int64))
    return np.minimum(1.0, freed / max(1, held))


class _Drawn(NamedTuple):
    """Luck of R runs over Y years: rates, elasticities, memories (R,); which talks, and how many arrests (R, Y)."""

    rate: Reals
    elasticity: Reals
    memory: Reals
    talks: NDArray[np.int64]
    arrests: Reals

    @classmethod
    def of(
        cls,
        seed: int,
        runs: int,
        years: int,
        rate: Number,
        elasticity: tuple[float, float],
        memory: tuple[float, float],
    ) -> _Drawn:
        """Draw; every number is keyed by its run, its year and what it is for."""

        def luck(name: str, year: int) -> Reals:
            key = key_of(f"incentive {name}")
            return np.array([uniform(seed, run, key, year, EVENT) for run in range(runs)])

        # The talks of the first year are the run itself, so that the first year is the ensemble.
        later = [np.minimum(runs - 1, (luck("talks", year) * runs).astype(np.int64)) for year in range(1, years)]
        talks = np.stack([np.arange(runs), *later], axis=1)
        spread = luck("rate", 0) + luck("rate", 1) + luck("rate", 2) - 1.5  # nearly normal, sd 1/2
        return cls(
            np.maximum(0.0, rate.centre + 2.0 * rate.sd * spread),
            elasticity[0] + (elasticity[1] - elasticity[0]) * luck("elasticity", 0),
            memory[0] + (memory[1] - memory[0]) * luck("memory", 0),
            talks,
            np.stack([luck("arrests", year) for year in range(years)], axis=1),
        )


def course(shares: Reals, held: int, drawn: _Drawn, *, is_exchanged: bool) -> Years:
    """Return the years of every run.

    Parameters
    ----------
    shares
        (R,) of those held, how many a run of the talks lets go.
    held
        People in custody at the start.
    drawn
        The luck, the same with exchanges and without.
    is_exchanged
        Whether anybody is ever let go.
    """
    runs, years = drawn.arrests.shape
    made = Years(*(np.zeros((runs, years + 1)) for _ in range(3)))
    made.held[:, 0] = held
    last = np.full(runs, np.inf)  # years since the last release
    for year in range(years):
        here = made.held[:, year]
        freed = np.round(shares[drawn.talks[:, year]] * here) if is_exchanged else np.zeros(runs)
        last = np.where(freed > 0, 0.0, last + 1.0)
        rate = drawn.rate * (1.0 + drawn.elasticity * 2.0 ** (-last / drawn.memory))
        arrested = poisson(drawn.arrests[:, year], rate)
        made.freed[:, year + 1] = made.freed[:, year] + freed
        made.arrested[:, year + 1] = made.arrested[:, year] + arrested
        made.held[:, year + 1] = here - freed + arrested
    return made


def poisson(u: Reals, rate: Reals) -> Reals:
    """Return Poisson numbers by inversion: the more luck or the higher the rate, the more.

    >>> poisson(np.array([0.1, 0.5, 0.99]), np.array([1.0, 1.0, 1.0])).tolist()
    [0.0, 1.0, 4.0]
    """
    count = np.zeros_like(u)
    while (more := pdtr(count, rate) < u).any():
        count = count + more
    return count


def _spread(values: Reals) -> dict[str, float]:
    """Return mean, its 95 % interval, and between what nine runs in ten lie."""
    seen, counts = np.unique(values, return_counts=True)
    middle = mean(seen, counts, -np.inf, np.inf)
    low, high = np.quantile(values, [0.05, 0.95], method="inverted_cdf")
    return {"mean": middle.estimate, "low": middle.low, "high": middle.high, "q05": float(low), "q95": float(high)}

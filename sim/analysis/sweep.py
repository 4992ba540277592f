"""One or two numbers of a scenario moved step by step: how the outcome follows, and where it tips."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.analysis.case import Case, stored_beside
from sim.analysis.intervals import Estimate, mean, share
from sim.analysis.outcomes import Outcomes, outcomes_of
from sim.analysis.variants import Written, written
from sim.ensemble.crew import workers_asked
from sim.ensemble.plan import Plan
from sim.ensemble.runner import Progress
from sim.ensemble.several import fill_all, kept
from sim.ensemble.store import Store
from sim.errors import Problem, ScenarioError, UsageError, refuse_text
from sim.given import whole
from sim.scenario.assemble import Whole, settle
from sim.scenario.compile import Compiled, compile_scenario
from sim.scenario.inherit import inherit
from sim.scenario.load import loaded_from
from sim.scenario.overlay import apply_sets

RUNS = 200
HALF = 0.5
"""A figure tips where its share of runs passes this."""
RESAMPLES = 400
MOST_POINTS = 400
CONSENTS = "consents."
"""Before a custodian's id: the figure of how often it lets anybody go."""


class Axis(NamedTuple):
    """A number that is moved, and its values."""

    path: str
    values: tuple[float, ...]


class Threshold(NamedTuple):
    """Where a figure tips: along the first axis, at a value of the second (None without one); rising or falling.

    `low` and `high` are points of the sweep between which it tips, at 95 %: a finer sweep tells more. None where
    resampled runs need not tip within the sweep.
    """

    figure: str
    at: float
    low: float | None
    high: float | None
    rises: bool
    beside: float | None


@dataclass(frozen=True, eq=False)
class Sweep:
    """Outcomes over a grid of one or two numbers; Q points, those of the last axis next to each other.

    Parameters
    ----------
    axes
        What was moved.
    points
        What came of the runs at each point; all points share their luck.
    names, custodians
        Names of persons and parties; persons by who holds them.
    """

    scenario: str
    title: str
    axes: tuple[Axis, ...]
    points: tuple[Outcomes, ...]
    names: dict[str, str]
    custodians: dict[str, tuple[str, ...]]
    seed: int
    runs: int

    def runs_of(self, figure: str) -> NDArray[np.bool_]:
        """Return (Q, R) in which runs of each point a figure is true: agreement, a release, somebody let go."""
        if figure == "agreement":
            return np.stack([point.agrees for point in self.points])
        if figure.startswith(CONSENTS):
            held = self.custodians[figure.removeprefix(CONSENTS)]
            return np.stack([np.any([point.person(name) for name in held], axis=0) for point in self.points])
        return np.stack([point.person(figure) for point in self.points])

    def shares(self, figure: str) -> list[Estimate]:
        """Return the share of runs of each point in which a figure is true."""
        return [share(int(row.sum()), len(row)) for row in self.runs_of(figure)]

    @property
    def figures(self) -> list[str]:
        """Return every figure that can tip: agreement, each custodian's consent, each person's release."""
        persons = dict.fromkeys(name for point in self.points for name in point.persons)
        return ["agreement", *(f"{CONSENTS}{party}" for party in self.custodians), *persons]

    def thresholds(self) -> list[Threshold]:
        """Return where each figure tips, between the points of the sweep."""
        return [found for figure in self.figures for found in self._tips(figure)]

    def _tips(self, figure: str) -> Iterator[Threshold]:
        first, rest = self.axes[0], self.axes[1:]
        flags = self.runs_of(figure)
        across = len(rest[0].values) if rest else 1
        x = np.array(first.values)
        for column in range(across):
            rows = flags[column::across]
            beside = rest[0].values[column] if rest else None
            for at, rises in crossings(x, rows.mean(axis=1)):
                low, high = _interval(x, rows, at, rises, self.seed)
                yield Threshold(figure, at, low, high, rises, beside)

    def surplus_of(self, point: int) -> dict[str, float]:
        """Return each party's mean surplus at a point, in its own units."""
        one = self.points[point]
        return dict(zip(one.parties, one.surplus.mean(axis=0).tolist(), strict=True))

    def as_json(self) -> dict[str, Any]:
        """Return it as data for JSON."""
        grid = list(product(*(axis.values for axis in self.axes)))
        figures = {name: self.shares(name) for name in self.figures}
        return {
            "scenario": self.scenario,
            "seed": self.seed,
            "runs": self.runs,
            "over": [{"path": axis.path, "values": list(axis.values)} for axis in self.axes],
            "points": [
                {
                    "at": list(values),
                    "agreement": figures["agreement"][n]._asdict(),
                    "date_weeks": _weeks(self.points[n])._asdict(),
                    "consents": {party: figures[f"{CONSENTS}{party}"][n]._asdict() for party in self.custodians},
                    "inclusion": {name: figures[name][n]._asdict() for name in self.points[n].persons},
                    "surplus": self.surplus_of(n),
                }
                for n, values in enumerate(grid)
            ],
            "thresholds": [found._asdict() for found in self.thresholds()],
        }  # fmt: skip


def crossings(x: NDArray[np.float64], y: NDArray[np.float64]) -> list[tuple[float, bool]]:
    """Return where a polygon passes a half, and whether it rises there.

    Examples
    --------
    >>> crossings(np.array([0.0, 1.0, 2.0, 3.0]), np.array([1.0, 0.75, 0.25, 0.25]))
    [(1.5, False)]
    """
    above = y >= HALF
    return [
        (float(x[n] + (HALF - y[n]) / (y[n + 1] - y[n]) * (x[n + 1] - x[n])), bool(above[n + 1]))
        for n in np.flatnonzero(above[1:] != above[:-1]).tolist()
    ]


def _interval(
    x: NDArray[np.float64], rows: NDArray[np.bool_], at: float, rises: bool, seed: int
) -> tuple[float | None, float | None]:
    """Return the ends of a threshold's interval: runs resampled, and of each the points around the nearest crossing."""
    runs = rows.shape[1]
    rng = np.random.default_rng([seed, runs, len(x)])
    weights = rng.multinomial(runs, np.full(runs, 1.0 / runs), RESAMPLES) / runs
    found = []
    for y in weights @ rows.T.astype(np.float64):
        near = [place for place, up in crossings(x, y) if up == rises]
        if near:
            found.append(min(near, key=lambda place: abs(place - at)))
    if len(found) < 0.95 * RESAMPLES:
        return None, None
    after = np.clip(np.searchsorted(x, found), 1, len(x) - 1)
    return float(np.quantile(x[after - 1], 0.025, method="lower")), float(np.quantile(x[after], 0.975, method="higher"))


def _weeks(one: Outcomes) -> Estimate:
    values, counts = np.unique(one.weeks, return_counts=True)
    return mean(values, counts, 0.0, float(one.horizon))


def axis_of(text: str) -> Axis:
    """Return what ``path=a:b:n`` means: n values from a to b, both included; or ``path=a,b,c``: these.

    Raises
    ------
    UsageError
        If it means nothing.

    Examples
    --------
    >>> axis_of("parties.DEU.reservation=0:4:3")
    Axis(path='parties.DEU.reservation', values=(0.0, 2.0, 4.0))
    """
    path, _, said = text.partition("=")
    allowed = "allowed: path=first:last:count or path=value,value, such as parties.DEU.reservation=0:6:7"
    try:
        if ":" in said:
            first, last, count = said.split(":")
            low, high, n = float(first), float(last), int(count)
            if n > MOST_POINTS:
                raise UsageError(f"--over {text}: found {n} points; allowed: {MOST_POINTS} at most")
            is_range = n > 1 and low != high and math.isfinite(high - low)
            values = tuple(np.linspace(low, high, n).tolist()) if is_range else ()
        else:
            values = tuple(sorted({float(one) for one in said.split(",")}))
    except UsageError:
        raise
    except ValueError:
        raise UsageError(f"--over {text}: {allowed}") from None
    if not path.strip() or len(set(values)) < 2 or not all(map(math.isfinite, values)):
        raise UsageError(f"--over {text}: found fewer than two values; {allowed}")
    return Axis(path.strip(), values)


def sweep(
    scenario: str | Path,
    over: Sequence[str],
    *,
    runs: int = RUNS,
    seed: int = 0,
    sets: Sequence[str] = (),
    workers: int | None = None,
    out: str | Path | None = None,
    resume: bool = False,
    on_progress: Callable[[Progress], None] | None = None,
) -> Sweep:
    """Play a scenario at every point of a grid over one or two of its numbers, with the same luck at each.

    Parameters
    ----------
    scenario, sets, seed, workers, resume, on_progress
        As of `sim.ensemble`.
    over
        One or two of ``path=first:last:count`` or ``path=value,value``.
    runs
        Runs at each point.
    out
        A folder for the run stores.

    Raises
    ------
    ScenarioError, UnknownNameError, UsageError, StoreError, Interrupted
        As of `sim.ensemble`.

    Examples
    --------
    >>> found = sweep("ring", ["parties.ALFA.costs.al=2:4:3"], runs=20, workers=1)
    >>> [one.estimate for one in found.shares("agreement")]
    [1.0, 0.0, 0.0]
    """
    refuse_text("over", over)
    refuse_text("sets", sets)
    workers = workers_asked(workers)
    runs, seed = whole("runs", runs, 1), whole("seed", seed, 0)
    axes = tuple(axis_of(one) for one in over)
    if not 1 <= len(axes) <= 2:
        raise UsageError(f"--over: found {len(axes)} numbers to move; allowed: one or two")
    if len({axis.path for axis in axes}) < len(axes):
        raise UsageError(f"--over {axes[0].path}: found it twice; allowed: each number once")
    for one in sets:
        if one.partition("=")[0].strip() in {axis.path for axis in axes}:
            raise UsageError(f"--set {one}: found {one.partition('=')[0]} in --over as well; allowed: in one of them")
    count = math.prod(len(axis.values) for axis in axes)
    if count > MOST_POINTS:
        raise UsageError(f"--over: found {count} points; allowed: {MOST_POINTS} at most")
    if resume and out is None:
        raise UsageError("--resume: found no folder; allowed: with --out, the folder of the stores")
    base = written(scenario, sets)
    points = list(product(*(axis.values for axis in axes)))
    works: list[tuple[Store, Compiled]] = []
    try:
        for n, values in enumerate(points):
            changes = tuple(f"{axis.path}={_written(value)}" for axis, value in zip(axes, values, strict=True))
            case = _at(base, changes)
            compiled = compile_scenario(case.loaded)
            plan = Plan.of(compiled, seed, runs, sets=(*sets, *changes))
            path = None if out is None else Path(out) / f"point-{n:03}.sqlite"
            works.append((kept(path, plan, stored_beside(case), resume), compiled))
        fill_all(works, workers=workers, on_progress=on_progress)
        found = tuple(outcomes_of(compiled, store.batches(compiled)) for store, compiled in works)
    finally:
        for store, _ in works:
            with suppress(Exception):
                store.close()
    scenario_ = base.case.loaded.scenario
    names = {name: one.name for name, one in scenario_.assets.items()}
    names |= {name: one.name or name for name, one in scenario_.parties.items()}
    people = {name: one for name, one in scenario_.assets.items() if one.kind == "person"}
    holders = dict.fromkeys(one.held_by for one in people.values())
    custodians = {party: tuple(name for name, one in people.items() if one.held_by == party) for party in holders}
    return Sweep(base.name, scenario_.title, axes, found, names, custodians, seed, runs)


def _written(value: float) -> str:
    """Return a value as a file has it; whole ones as whole numbers, since some fields take no others."""
    return str(int(value)) if value.is_integer() else repr(value)


def _at(base: Written, changes: Sequence[str]) -> Case:
    """Return the base with values set; a number that a file writes as a distribution is then fixed."""
    tree, problems = apply_sets(base.tree, changes, Whole, inherit)
    said: list[Problem] = list(problems)
    if said:
        raise ScenarioError(said)
    found = settle(base.path, tree)
    return Case(loaded_from(found), found.documented)

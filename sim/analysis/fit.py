"""Fitting shared coefficients to documented cases: which factors make what happened least surprising.

Each coefficient c is multiplied by a factor e^x, so that its sign, which theory fixes, stays. Sought is the
x that makes least

    L(x) = Σ_k w_k loss_k(x) + ½ Σ_i (x_i / s)²

over cases k, where loss is the logarithmic score of runs with common random numbers (`sim.analysis.forecast`)
and s, the prior's standard deviation, says how far a reasoned number may be off. L jumps where one name changes
and is noisy, hence a search that needs no slope: the covariance-matrix evolution strategy of the package ``cma``
(Hansen 2006). What it tried is written down as it goes; a search that was stopped goes on where it was, and
the same seed gives the same search.
"""

from __future__ import annotations

import json
import math
import os
import warnings
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import nullcontext
from dataclasses import asdict, dataclass, field
from fnmatch import fnmatchcase
from hashlib import sha256
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.analysis.forecast import forecast, loss
from sim.analysis.multiplied import Multiplied, load_multiplied
from sim.ensemble.crew import worker_count
from sim.ensemble.plan import made_by
from sim.errors import StoreError, UsageError, listed, nearest
from sim.given import number, whole
from sim.scenario.compile import compile_scenario

WIDEST = 10.0
"""Largest prior sd of the log of a factor: chosen because a factor of e^10 says nothing any more."""
WORST_LOSS = 2.0 * math.log(100.0)
"""Loss of a case that cannot be played with these factors: two forecasts of 1 % that came otherwise."""


@dataclass(frozen=True)
class Plan:
    """All that a fit depends on.

    Parameters
    ----------
    files
        Ids or paths of the cases.
    paths
        Coefficients that are free, as for ``--set``.
    weights
        How much each case counts.
    prior_sd
        Standard deviation of the logarithm of a factor, before the data.
    runs, offer_runs, seed
        Runs of each case for each set of factors, the same for all sets; 0 offer runs leave offers out.
    population, generations
        Sets of factors tried at once, and how often.
    step
        Standard deviation of the first generation.
    search_seed
        Key of the search alone.
    """

    files: tuple[str, ...]
    paths: tuple[str, ...]
    weights: tuple[float, ...]
    prior_sd: float = 0.5
    runs: int = 20
    offer_runs: int = 3
    seed: int = 0
    population: int = 12
    generations: int = 30
    step: float = 0.25
    search_seed: int = 1


@dataclass
class Trials:
    """Every set of factors that was tried, with the loss of each case: the record that a fit goes on from."""

    x: list[list[float]] = field(default_factory=list)
    losses: list[list[float]] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.x)

    def arrays(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return (T, K) logarithms of factors and (T, C) losses."""
        return np.array(self.x), np.array(self.losses)


@dataclass(frozen=True)
class Fitted:
    """The mean of the last generation as logarithms of factors, its loss by case, and all trials."""

    plan: Plan
    x: tuple[float, ...]
    losses: tuple[float, ...]
    trials: Trials

    @property
    def factors(self) -> dict[str, float]:
        """Return the factor of each coefficient."""
        return {path: math.exp(value) for path, value in zip(self.plan.paths, self.x, strict=True)}


def free_paths(cases: Iterable[Multiplied], patterns: Sequence[str] = ()) -> list[str]:
    """Return the coefficients of types that appear in the cases and fit a pattern, such as ``parties.*.worth.*``.

    A pattern without an asterisk is a coefficient itself, of a type or not.

    Raises
    ------
    UsageError
        If a pattern fits nothing.

    Examples
    --------
    >>> free_paths([load_multiplied("ring")], ["parties.ALFA.gains.bo"])
    ['parties.ALFA.gains.bo']
    """
    known: dict[str, None] = {}
    cases = list(cases)
    for case in cases:
        known.update(dict.fromkeys(case.paths()))
    if not patterns:
        return list(known)
    found: dict[str, None] = {}
    for pattern in patterns:
        exact = pattern.removesuffix(".value")
        fitting = [path for path in known if fnmatchcase(path, exact)]
        if not fitting and "*" not in pattern and any(case.places(exact) for case in cases):
            fitting = [exact]
        if not fitting:
            said = f"allowed: {listed(known, exact)}" if known else "allowed: cases whose states have a type"
            near = nearest(exact, known)
            meant = f"; did you mean {near!r}?" if near else ""
            raise UsageError(f"--free {pattern}: found no such coefficient in the cases; {said}{meant}")
        found.update(dict.fromkeys(fitting))
    return list(found)


def losses_of(cases: Sequence[Multiplied], plan: Plan, x: Sequence[float]) -> list[float]:
    """Return the loss of each case under the factors e^x; of one that documents nothing, 0."""
    factors = {path: math.exp(value) for path, value in zip(plan.paths, x, strict=True)}
    return [_loss_of(case, plan, factors) for case in cases]


def _loss_of(case: Multiplied, plan: Plan, factors: Mapping[str, float]) -> float:
    truth = case.case.truth
    if truth is None:
        return 0.0
    compiled = compile_scenario(case.times(factors))
    found = forecast(compiled, truth, seed=plan.seed, runs=plan.runs, offer_runs=plan.offer_runs)
    value = loss(found, compiled, truth)
    return value if math.isfinite(value) else WORST_LOSS


def total(plan: Plan, x: Sequence[float], losses: Sequence[float]) -> float:
    """Return L(x) from the losses of the cases.

    >>> total(Plan(("a",), ("b",), (2.0,), prior_sd=0.5), [0.5], [1.0])
    2.5
    """
    return float(np.dot(plan.weights, losses)) + 0.5 * sum((value / plan.prior_sd) ** 2 for value in x)


def fit(
    plan: Plan, *, out: Path | None = None, workers: int = 1,
    on_progress: Callable[[int, int, float], None] | None = None, cases: Sequence[Multiplied] | None = None,
) -> Fitted:  # fmt: skip
    """Search for the factors that make the documented cases least surprising.

    Parameters
    ----------
    plan
        What to fit, and how.
    out
        A file for the trials; one of the same plan is gone on with.
    workers
        Processes; the result is the same with any number.
    on_progress
        Called with generations done, of how many, and the least L so far.
    cases
        The cases of the plan, if they are loaded already; for one process alone.

    Raises
    ------
    UsageError
        If ``cma`` is not installed, or a number is out of range.
    StoreError
        If the file is of another plan.
    """
    check_plan(plan, workers)
    cases = [load_multiplied(name) for name in plan.files] if cases is None else list(cases)
    stamp = _stamp(plan, cases)
    trials = _read(out, stamp)
    strategy = _strategy(plan)
    told, best = 0, math.inf
    with _pool(plan, workers) as pool:
        for generation in range(plan.generations):
            asked = [[float(value) for value in x] for x in strategy.ask()]
            if len(trials) < told + len(asked):
                missing = asked[len(trials) - told :]
                for x, losses in zip(missing, _tried(pool, cases, plan, missing), strict=True):
                    trials.x.append(x)
                    trials.losses.append(losses)
                _write(out, stamp, plan, trials)
            values = [total(plan, x, trials.losses[told + at]) for at, x in enumerate(asked)]
            strategy.tell([np.array(x) for x in asked], values)
            told += len(asked)
            best = min(best, *values)
            if on_progress is not None:
                on_progress(generation + 1, plan.generations, best)
        mean = tuple(float(value) for value in strategy.mean) if plan.generations else (0.0,) * len(plan.paths)
    return Fitted(plan, mean, tuple(losses_of(cases, plan, mean)), trials)


def check_plan(plan: Plan, workers: int) -> None:
    """Refuse numbers that no fit can be made with.

    Raises
    ------
    UsageError
        With the first of them.
    """
    for name, value, least in (
        ("runs", plan.runs, 1), ("population", plan.population, 4), ("generations", plan.generations, 0),
        ("offer_runs", plan.offer_runs, 0),
    ):  # fmt: skip
        whole(name, value, least)
    worker_count(workers)
    for name, count in (("free coefficients", len(plan.paths)), ("cases", len(plan.files))):
        if not count:
            raise UsageError(f"{name}: found 0; allowed: 1 or more")
    number("prior", plan.prior_sd, 0.0, WIDEST, "(]")
    for name, seed in (("seed", plan.seed), ("search_seed", plan.search_seed)):
        whole(name, seed, 0, 2**32 - 2)
    if len(plan.weights) != len(plan.files):
        raise UsageError(f"weights: found {len(plan.weights)}; allowed: one for each of {len(plan.files)} cases")


def _strategy(plan: Plan) -> Any:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import cma
    except ImportError:
        raise UsageError("fit: found no package cma; allowed: with the extra `fit` of parley-sim installed") from None
    # The package takes 0 for "by the clock".
    options = {
        "popsize": plan.population, "seed": plan.search_seed + 1, "verbose": -9, "bounds": [-2.5, 2.5],
        "CMA_diagonal": True if len(plan.paths) > 12 else 0, "maxiter": math.inf, "tolfun": 0, "tolx": 0,
    }  # fmt: skip
    start = [0.0] * max(len(plan.paths), 1)
    if len(start) == 1:
        raise UsageError("free coefficients: found 1; allowed: 2 or more, which is what the search is made for")
    return cma.CMAEvolutionStrategy(start, plan.step, options)


_CASES: list[Multiplied] = []


def _begin(files: Sequence[str]) -> None:
    _CASES[:] = [load_multiplied(name) for name in files]


def _try_one(plan: Plan, x: list[float]) -> list[float]:
    return losses_of(_CASES, plan, x)


def _pool(plan: Plan, workers: int) -> Any:
    if workers == 1:
        return nullcontext()
    return ProcessPoolExecutor(workers, get_context("spawn"), _begin, (plan.files,))


def _tried(pool: Executor | None, cases: Sequence[Multiplied], plan: Plan, xs: list[list[float]]) -> list[list[float]]:
    if pool is None:
        return [losses_of(cases, plan, x) for x in xs]
    return list(pool.map(_try_one, [plan] * len(xs), xs))


def _stamp(plan: Plan, cases: Sequence[Multiplied]) -> str:
    """Return what has to be the same for trials to be of the same search; more generations may be asked for."""
    record = {**asdict(plan), "generations": None}
    told = [case.case.truth.model_dump_json(by_alias=True) if case.case.truth else "" for case in cases]
    text = json.dumps([made_by(), record, [case.case.loaded.digest for case in cases], told], sort_keys=True)
    return sha256(text.encode()).hexdigest()


def _read(out: Path | None, stamp: str) -> Trials:
    if out is None or not out.exists():
        return Trials()
    try:
        record = json.loads(out.read_text(encoding="utf-8"))
        stored, trials = record["stamp"], Trials(record["x"], record["losses"])
    except (ValueError, KeyError, OSError) as problem:
        raise StoreError(f"{out}: found no trials of a fit ({problem}); name another file, or remove it") from None
    if stored != stamp:
        raise StoreError(f"{out}: found trials of another fit or of changed cases; name another file, or remove it")
    return trials


def _write(out: Path | None, stamp: str, plan: Plan, trials: Trials) -> None:
    if out is None:
        return
    out.parent.mkdir(parents=True, exist_ok=True)
    half = out.with_name(f".{out.name}.{os.getpid()}")
    record = {"stamp": stamp, "plan": asdict(plan), "x": trials.x, "losses": trials.losses}
    half.write_text(json.dumps(record), encoding="utf-8")
    half.replace(out)

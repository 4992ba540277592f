"""Fitting many folds at once: one set of draws from the prior, played on every case, serves them all.

Draws x_1 … x_N of the logarithms of the factors fill the prior evenly (scrambled Sobol points, normal quantiles). The
loss of each case under each draw is worked out once. A fit to any set of cases then costs little: the best draws
by the loss of those cases alone, weighed by rank as an evolution strategy weighs them (Hansen 2006), give a direction
m, and a few steps α m along it are played on these cases to choose α. Nothing of a case left out enters its
own fold. Losses are written down as they come, by case: a changed case is played again, the others are not.
"""

from __future__ import annotations

import json
import math
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from hashlib import sha256
from multiprocessing import get_context
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from sim.analysis.fit import Fitted, Plan, Trials, check_plan, losses_of
from sim.analysis.multiplied import Multiplied, load_multiplied
from sim.ensemble.plan import made_by
from sim.errors import StoreError
from sim.given import whole

FEWEST, MOST = 2, 2**20
"""Draws that can be asked for: the direction is a mean of two at least, and a draw is a run of every case."""
STEPS = (0.0, 1.0, 2.0)
"""Steps along the direction that are tried; 0 leaves every coefficient as it is reasoned."""
ELITE = 0.25
"""Share of the draws whose rank gives the direction."""
CHUNK = 8
"""Draws between two writings of the file."""


def draws(count: int, dimensions: int, sd: float, seed: int = 0) -> NDArray[np.float64]:
    """Return (count, dimensions) draws that fill a normal prior evenly; the same for the same seed.

    >>> x = draws(256, 3, 0.5)
    >>> bool(abs(x.mean()) < 0.01), bool(abs(x.std() - 0.5) < 0.02)
    (True, True)
    """
    from scipy.stats import qmc  # takes a second to import

    points = qmc.Sobol(dimensions, scramble=True, rng=np.random.default_rng(seed)).random_base2(
        max(0, math.ceil(math.log2(count)))
    )
    return np.asarray(sd * ndtri(np.clip(points[:count], 1e-6, 1 - 1e-6)))


@dataclass
class Sweep:
    """Losses of cases under the draws, as far as they are worked out; kept in a file, if one is named."""

    plan: Plan
    x: NDArray[np.float64]
    file: Path | None = None
    losses: dict[str, list[float]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.file is not None and self.file.exists():
            try:
                record = json.loads(self.file.read_text(encoding="utf-8"))
                stamp, self.losses = record["stamp"], record["losses"]
            except (ValueError, KeyError, OSError) as problem:
                raise StoreError(
                    f"{self.file}: found no losses ({problem}); name another folder, or remove it"
                ) from None
            if stamp != self.stamp:
                raise StoreError(f"{self.file}: found losses of another plan; name another folder, or remove it")

    @property
    def stamp(self) -> str:
        """Return what has to be the same for losses to be comparable."""
        plan = self.plan
        text = json.dumps(
            [made_by(), plan.paths, plan.prior_sd, plan.runs, plan.offer_runs, plan.seed, self.x.round(9).tolist()]
        )
        return sha256(text.encode()).hexdigest()

    def fill(
        self, cases: Sequence[Multiplied], *, workers: int = 1, on_progress: Callable[[int, int], None] | None = None
    ) -> None:
        """Work out what is missing, and write it down as it comes."""
        jobs = [
            (case, start)
            for case in cases
            for start in range(len(self.losses.setdefault(key_of(case), [])), len(self.x), CHUNK)
        ]
        asked = [(str(case.case.loaded.path), self.plan, self.x[at : at + CHUNK].tolist()) for case, at in jobs]
        done = self._played(asked, workers)
        for at, ((case, _), found) in enumerate(zip(jobs, done, strict=True)):
            self.losses[key_of(case)] += found
            if on_progress is not None:
                on_progress(at + 1, len(jobs))
            self._write()

    def _played(self, asked: Sequence[tuple[str, Plan, list[list[float]]]], workers: int) -> Iterable[list[float]]:
        if workers == 1:
            yield from (_play(job) for job in asked)
        else:
            with ProcessPoolExecutor(workers, get_context("spawn")) as pool:
                yield from pool.map(_play, asked)

    def _write(self) -> None:
        if self.file is None:
            return
        self.file.parent.mkdir(parents=True, exist_ok=True)
        half = self.file.with_name(f".{self.file.name}.{os.getpid()}")
        half.write_text(json.dumps({"stamp": self.stamp, "losses": self.losses}), encoding="utf-8")
        half.replace(self.file)

    def direction(self, cases: Sequence[Multiplied]) -> NDArray[np.float64]:
        """Return (K,) the rank-weighed mean of the draws that surprise these cases least, prior included."""
        total = np.sum([self.losses[key_of(case)] for case in cases], axis=0)
        total = total + 0.5 * (self.x**2).sum(axis=1) / self.plan.prior_sd**2
        count = max(2, round(ELITE * len(self.x)))
        best = np.argsort(total, kind="stable")[:count]
        weight = np.log(count + 0.5) - np.log(np.arange(1, count + 1))
        return np.asarray(weight @ self.x[best] / weight.sum())

    def fit(self, cases: Sequence[Multiplied]) -> tuple[NDArray[np.float64], Mapping[float, float]]:
        """Return (K,) the best step along the direction for these cases, and L at each step that was tried."""
        towards = self.direction(cases)
        found: dict[float, float] = {}
        for step in STEPS:
            x = step * towards
            prior = 0.5 * float((x**2).sum()) / self.plan.prior_sd**2
            found[step] = sum(losses_of(cases, self.plan, x.tolist())) + prior
        best = min(found, key=lambda step: (found[step], step))
        return best * towards, found


def fit_by_sweep(
    plan: Plan, count: int, *, out: Path | None = None, workers: int = 1,
    on_progress: Callable[[int, int], None] | None = None, cases: Sequence[Multiplied] | None = None,
) -> Fitted:  # fmt: skip
    """Fit all cases of a plan as a back-test fits each fold: by `count` draws of the prior and a few steps.

    Parameters are those of `sim.analysis.fit.fit`; population, generations and step of the plan do not matter.
    """
    check_plan(plan, workers)
    count = whole("draws", count, FEWEST, MOST)
    cases = [load_multiplied(name) for name in plan.files] if cases is None else list(cases)
    sweep = Sweep(plan, draws(count, len(plan.paths), plan.prior_sd, plan.seed), out)
    sweep.fill(cases, workers=workers, on_progress=on_progress)
    x, _ = sweep.fit(cases)
    by_draw = np.array([sweep.losses[key_of(case)] for case in cases]).T
    trials = Trials(sweep.x.tolist(), by_draw.tolist())
    return Fitted(plan, tuple(x.tolist()), tuple(losses_of(cases, plan, x.tolist())), trials)


_LOADED: dict[str, Multiplied] = {}


def _play(job: tuple[str, Plan, list[list[float]]]) -> list[float]:
    path, plan, xs = job
    if path not in _LOADED:
        _LOADED[path] = load_multiplied(Path(path))
    return [losses_of([_LOADED[path]], plan, x)[0] for x in xs]


def key_of(case: Multiplied) -> str:
    """Return what a loss depends on beside the factors: the case as played, and what is documented of it."""
    truth = case.case.truth.model_dump_json(by_alias=True) if case.case.truth else ""
    return f"{case.id} {sha256((case.case.loaded.digest + truth).encode()).hexdigest()[:16]}"

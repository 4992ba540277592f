"""The back-test: leave one family of exchanges out, fit on the others, forecast it, and score the forecast.

For each family (cases that share a captive) the shared coefficients are fitted to all other cases
(`sim.analysis.fit_draws`), every case is played with them and with a few neighbours (so that what the fit cannot know
widens the forecast), the answers of the other cases say how far to trust it (`sim.analysis.recalibration`), and the
questions of the family left out are answered. Rivals (`sim.analysis.rivals`) learn from the same other cases.
Out of sample altogether, the coefficients are used as they are tracked, and nothing is fitted.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from hashlib import sha256
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.analysis.fit import Plan
from sim.analysis.fit_draws import Sweep, draws, key_of
from sim.analysis.forecast import Forecast, forecast
from sim.analysis.multiplied import Multiplied, load_multiplied
from sim.analysis.questions import CAPTIVE, CONCESSION, DEAL, OFFER, Question, families, questions_about
from sim.analysis.recalibration import recalibrated
from sim.analysis.rivals import RIVALS, Key
from sim.errors import StoreError, UsageError
from sim.scenario.compile import compile_scenario

NEIGHBOURS = 3
"""Sets of coefficients that are played for a forecast: the fitted one is their middle."""
NEIGHBOURHOOD = 0.3
"""Their spread in standard deviations of the prior: about what the data leave open."""


@dataclass(frozen=True)
class Settings:
    """How thorough a back-test is: draws of the sweep, runs of each case in it, runs for a forecast, for offers."""

    draws: int = 128
    fit_runs: int = 8
    runs: int = 30
    offer_runs: int = 1
    prior_sd: float = 0.5
    seed: int = 0


@dataclass(frozen=True)
class Fold:
    """One family left out: its questions answered by the model (as played, and corrected) and by the rivals."""

    cases: tuple[str, ...]
    raw: Mapping[Key, float]
    chances: Mapping[Key, float]
    rivals: Mapping[str, Mapping[Key, float]]
    factors: Mapping[str, float]
    people: Mapping[str, Mapping[str, float]]
    trust: Mapping[str, float]


@dataclass(frozen=True)
class Backtest:
    """All folds, and the questions that they answer."""

    questions: tuple[Question, ...]
    folds: tuple[Fold, ...]
    in_sample: bool

    def chances(self) -> dict[Key, float]:
        """Return the forecast of each question."""
        return {key: value for fold in self.folds for key, value in fold.chances.items()}

    def raw(self) -> dict[Key, float]:
        """Return the forecast of each question as the runs gave it."""
        return {key: value for fold in self.folds for key, value in fold.raw.items()}

    def rival(self, name: str) -> dict[Key, float]:
        """Return the forecast of each question by a rival."""
        return {key: value for fold in self.folds for key, value in fold.rivals[name].items()}


def backtest(
    cases: Sequence[Multiplied], paths: Sequence[str], settings: Settings | None = None, *,
    out: Path | None = None, workers: int = 1, on_progress: Callable[[str], None] | None = None,
) -> Backtest:  # fmt: skip
    """Leave out each family of the cases in turn.

    Parameters
    ----------
    cases
        Documented cases, of two families or more.
    paths
        Coefficients to fit.
    settings
        How thorough.
    out
        A folder in which losses and folds are kept: a back-test that was stopped goes on there.
    workers
        Processes; the result is the same with any number.
    on_progress
        Told in words how far it is.

    Raises
    ------
    UsageError
        If there are too few families, or a case documents nothing.
    """
    chosen = settings or Settings()
    say = on_progress or (lambda _: None)
    known = _known(cases)
    plan = _plan(cases, paths, chosen)
    kept = out / "losses.json" if out is not None else None
    sweep = Sweep(plan, draws(chosen.draws, len(paths), chosen.prior_sd, chosen.seed), kept)
    sweep.fill(cases, workers=workers, on_progress=lambda done, of: say(f"losses: {done} of {of} parts"))
    count = 1 + max(one.family for one in known)
    jobs = [
        (at, _sweep_for(sweep, cases), [str(case.case.loaded.path) for case in cases], chosen, out)
        for at in range(count)
    ]
    folds = []
    for at, fold in enumerate(_played(jobs, workers)):
        folds.append(fold)
        say(f"folds: {at + 1} of {count}")
    return Backtest(tuple(known), tuple(folds), True)


def forecast_as_tracked(
    cases: Sequence[Multiplied], known_cases: Sequence[Multiplied], settings: Settings | None = None
) -> Backtest:
    """Forecast cases with the coefficients as they are; correction and rivals learn from cases of other families."""
    chosen = settings or Settings()
    both = [*cases, *(one for one in known_cases if one.id not in {case.id for case in cases})]
    asked_ids = {case.id for case in cases}
    marks = families(both)
    asked_families = {mark for mark, case in zip(marks, both, strict=True) if case.id in asked_ids}
    played = [
        (case, mark)
        for case, mark in zip(both, marks, strict=True)
        if case.id in asked_ids or mark not in asked_families
    ]
    questions, raw, people = [], dict[Key, float](), dict[str, Mapping[str, float]]()
    for case, mark in played:
        compiled = compile_scenario(case.case.loaded)
        questions += questions_about(case, compiled, mark)
        found = forecast(compiled, case.case.truth, seed=chosen.seed, runs=chosen.runs, offer_runs=chosen.offer_runs)
        raw |= _by_key(found)
        people[case.id] = found.people
    asked = [one for one in questions if one.case in asked_ids]
    known = [one for one in questions if one.case not in asked_ids]
    if not asked:
        raise UsageError("cases: found none that documents anything; allowed: scenarios with a documented block")
    return Backtest(tuple(asked), (_told(known, asked, raw, {}, people, tuple(asked_ids)),), False)


def _told(
    known: Sequence[Question], asked: Sequence[Question], raw: Mapping[Key, float], factors: Mapping[str, float],
    people: Mapping[str, Mapping[str, float]], cases: tuple[str, ...],
) -> Fold:  # fmt: skip
    chances, trust = recalibrated(known, asked, raw)
    rivals = {name: rival(known, asked) for name, rival in RIVALS.items()}
    mine = {one.key: raw[one.key] for one in asked}
    return Fold(cases, mine, chances, rivals, factors, {case: people[case] for case in cases}, trust)


def _known(cases: Sequence[Multiplied]) -> list[Question]:
    marks = families(cases)
    if len(set(marks)) < 2:
        raise UsageError("cases: found one family of exchanges; allowed: two or more, or --in-sample no")
    found = []
    for case, mark in zip(cases, marks, strict=True):
        about = questions_about(case, compile_scenario(case.case.loaded), mark)
        if not about:
            raise UsageError(f"{case.id}: found nothing documented; allowed: a documented block, if only with a note")
        found += about
    return found


def _plan(cases: Sequence[Multiplied], paths: Sequence[str], settings: Settings) -> Plan:
    files = tuple(str(case.case.loaded.path) for case in cases)
    return Plan(
        files, tuple(paths), (1.0,) * len(files), prior_sd=settings.prior_sd, runs=settings.fit_runs,
        offer_runs=1, seed=settings.seed,
    )  # fmt: skip


def _sweep_for(sweep: Sweep, cases: Sequence[Multiplied]) -> Sweep:
    """Return the sweep with the losses of these cases alone, to be handed to another process."""
    keys = [key_of(case) for case in cases]
    return Sweep(sweep.plan, sweep.x, None, {key: sweep.losses[key] for key in keys})


_Job = tuple[int, Sweep, list[str], Settings, Path | None]


def _played(jobs: Sequence[_Job], workers: int) -> Any:
    if workers == 1:
        return map(_fold, jobs)
    return _in_processes(jobs, workers)


def _in_processes(jobs: Sequence[_Job], workers: int) -> Any:
    with ProcessPoolExecutor(workers, get_context("spawn")) as pool:
        yield from pool.map(_fold, jobs)


_LOADED: dict[str, Multiplied] = {}


def _fold(job: _Job) -> Fold:
    """Fit without one family, and forecast it; a fold that is kept already is read."""
    at, sweep, files, settings, out = job
    for path in files:
        if path not in _LOADED:
            _LOADED[path] = load_multiplied(Path(path))
    cases = [_LOADED[path] for path in files]
    marks = families(cases)
    stamp = sha256(json.dumps([sweep.stamp, asdict(settings), sorted(sweep.losses), at]).encode()).hexdigest()[:20]
    kept = None if out is None else out / f"fold-{at}-{stamp}.json"
    if kept is not None and kept.exists():
        return _read(kept)
    train = [case for case, mark in zip(cases, marks, strict=True) if mark != at]
    x, _ = sweep.fit(train)
    questions, raw, people = [], dict[Key, float](), dict[str, Mapping[str, float]]()
    for case, mark in zip(cases, marks, strict=True):
        found, about = _forecast_near(case, mark, sweep.plan, x, settings)
        questions += about
        raw |= found[0]
        people[case.id] = found[1]
    known, asked = ([one for one in questions if (one.family == at) is left] for left in (False, True))
    factors = {path: float(np.exp(value)) for path, value in zip(sweep.plan.paths, x, strict=True)}
    left_out = tuple(case.id for case, mark in zip(cases, marks, strict=True) if mark == at)
    fold = _told(known, asked, raw, factors, people, left_out)
    if kept is not None:
        _write(kept, fold)
    return fold


def _forecast_near(
    case: Multiplied, mark: int, plan: Plan, x: NDArray[np.float64], settings: Settings
) -> tuple[tuple[dict[Key, float], Mapping[str, float]], list[Question]]:
    """Return the mean forecast of a case by the fitted coefficients and their neighbours, and its questions."""
    near = draws(NEIGHBOURS, len(plan.paths), NEIGHBOURHOOD * plan.prior_sd, settings.seed + 1)
    found: list[Forecast] = []
    for at, shift in enumerate(near):
        factors = dict(zip(plan.paths, np.exp(x + shift).tolist(), strict=True))
        compiled = compile_scenario(case.times(factors))
        found.append(
            forecast(
                compiled, case.case.truth, seed=settings.seed + 1 + at, runs=max(1, settings.runs // NEIGHBOURS),
                offer_runs=settings.offer_runs,
            )
        )  # fmt: skip
    tables = [_by_key(one) for one in found]
    raw = {key: float(np.mean([table[key] for table in tables])) for key in tables[0]}
    people = {state: float(np.mean([one.people.get(state, 0.0) for one in found])) for state in found[0].people}
    return (raw, people), questions_about(case, compile_scenario(case.case.loaded), mark)


def _by_key(found: Forecast) -> dict[Key, float]:
    parts = ((CAPTIVE, found.inclusion), (CONCESSION, found.grants), (OFFER, found.offers))
    table = {(found.id, kind, name): p for kind, chances in parts for name, p in chances.items()}
    return {(found.id, DEAL, ""): found.agreement, **table}


def _pairs(table: Mapping[Key, float]) -> list[tuple[str, str, str, float]]:
    return [(*key, value) for key, value in table.items()]


def _table(pairs: Sequence[Any]) -> dict[Key, float]:
    return {(case, kind, name): value for case, kind, name, value in pairs}


def _write(path: Path, fold: Fold) -> None:
    record = {
        **asdict(fold), "raw": _pairs(fold.raw), "chances": _pairs(fold.chances),
        "rivals": {name: _pairs(table) for name, table in fold.rivals.items()},
    }  # fmt: skip
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_name(f".{path.name}.{os.getpid()}")
    half.write_text(json.dumps(record), encoding="utf-8")
    half.replace(path)


def _read(path: Path) -> Fold:
    try:
        r = json.loads(path.read_text(encoding="utf-8"))
        rivals = {name: _table(pairs) for name, pairs in r["rivals"].items()}
        return Fold(
            tuple(r["cases"]), _table(r["raw"]), _table(r["chances"]), rivals, r["factors"], r["people"], r["trust"]
        )
    except (ValueError, KeyError, OSError) as problem:
        raise StoreError(f"{path}: found no fold of a back-test ({problem}); remove it") from None

"""The back-test as one call: cases by name, folds, forecasts, scores."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from sim.analysis import backtest as tests
from sim.analysis.backtest_scores import record_of
from sim.analysis.fit import free_paths
from sim.analysis.fit_draws import MOST
from sim.analysis.multiplied import load_multiplied
from sim.ensemble.crew import worker_count
from sim.errors import refuse_text
from sim.given import whole
from sim.scenario.find import case_files, tracked_free


def backtest(
    cases: Sequence[str | Path] = (),
    *,
    in_sample: bool = True,
    free: Sequence[str] = (),
    draws: int = 128,
    runs: int = 30,
    workers: int = 1,
    out: str | Path | None = None,
    on_progress: Callable[[str], None] | None = None,
) -> dict[str, Any]:
    """Forecast documented cases without having been fitted to them, and score that beside naive forecasts.

    Parameters
    ----------
    cases
        Ids, files or folders; none named: those of scenarios/history.
    in_sample
        Leave each family of them out in turn and fit to the others; if not, nothing is fitted, and the
        coefficients are used as they are tracked.
    free
        Coefficients to fit, as patterns; none named: the tracked list.
    draws, runs
        Sets of coefficients to choose from, and runs of each case for a forecast.
    workers
        Processes; the result is the same with any number.
    out
        A folder in which what is done is kept, so that a back-test that was stopped goes on.
    on_progress
        Told in words how far it is.

    Returns
    -------
    dict
        ``cases``, ``scores``, ``baselines``, ``skill`` and what else a report needs.

    Raises
    ------
    ScenarioError, UnknownNameError, UsageError, StoreError
        If a case cannot be meant so, or what is kept is of something else.
    """
    refuse_text("cases", cases)
    refuse_text("free", free)
    draws, runs, workers = whole("draws", draws, 8, MOST), whole("runs", runs, 4), worker_count(workers)
    loaded = [load_multiplied(path) for path in case_files([str(one) for one in cases])]
    settings = tests.Settings(draws=draws, runs=runs)
    if in_sample:
        paths = free_paths(loaded, free or tracked_free())
        kept = None if out is None else Path(out)
        made = tests.backtest(loaded, paths, settings, out=kept, workers=workers, on_progress=on_progress)
    else:
        shipped = [load_multiplied(path) for path in case_files([])]
        made = tests.forecast_as_tracked(loaded, shipped, settings)
    return record_of(made)

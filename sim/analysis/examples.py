"""Three runs of an ensemble that stand for many: a typical, an early and a failed one."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from sim.analysis.case import case_of
from sim.analysis.gathered import Ensemble
from sim.analysis.intervals import quantile
from sim.analysis.likeness import likeness
from sim.analysis.summary import Summary
from sim.domain.result import RunResult
from sim.ensemble.batch import Batch
from sim.rules.outcome import CARRIED_OUT
from sim.scenario.compile import Compiled
from sim.world import Talks

# An early deal that frees no more people than this does not count while there is a larger one.
HANDFUL = 5


class Chosen(NamedTuple):
    """Numbers of runs; None where no run is of that kind."""

    typical: int | None
    early: int | None
    failed: int | None


class Examples(NamedTuple):
    """The chosen runs, played again and told."""

    typical: RunResult | None
    early: RunResult | None
    failed: RunResult | None


def choose(summary: Summary, compiled: Compiled, batches: Iterable[Batch]) -> Chosen:
    """Return which runs stand for many, by three rules.

    *Typical*: the run whose primary deal is nearest to the usual one. Distance is one less the Jaccard index
    with those who are in half of the primary deals or more (if nobody is, with the modal package), plus the
    weeks between its execution and the median over the weeks of the scenario. *Early*: the earliest primary
    deal that frees more than a handful of people, of any size if none does; only if it is earlier than the
    typical one. *Failed*: no agreement. Of equals the run with the smallest number.

    Parameters
    ----------
    summary, compiled, batches
        What the runs say, the scenario as arrays, and the runs themselves.

    Examples
    --------
    >>> from sim import ensemble
    >>> many = ensemble("ring", runs=5, workers=1)
    >>> choose(many.summary, many.compiled, many.batches())
    Chosen(typical=1, early=None, failed=None)
    """
    usual, median = _usual(summary), quantile(summary.primary_weeks, 0.5) or 0
    places = np.array([compiled.index.assets.index(one.id) for one in summary.candidates], np.int64)
    sizes = np.array([one.people for one in summary.candidates], np.int64)
    nearest: tuple[float, int, int] = (math.inf, -1, -1)
    earliest: tuple[bool, int, int] = (True, summary.weeks + 1, -1)
    failed = None
    for batch in batches:
        delivered = batch.released[:, :, places] > 0
        people = delivered @ sizes
        for row, primary in enumerate(people.argmax(axis=1)):
            run = batch.first + row
            if not people[row, primary]:
                failed = min(run, failed) if failed is not None else run
                continue
            week = int(batch.deals[row, primary, CARRIED_OUT])
            freed = delivered[row, primary]
            likeness_01 = int((freed & usual).sum()) / int((freed | usual).sum())
            # Rounded, so that equal distances are equal on every processor.
            distance = round(1.0 - likeness_01 + abs(week - median) / summary.weeks, 9)
            nearest = min(nearest, (distance, run, week))
            earliest = min(earliest, (bool(people[row, primary] <= HANDFUL), week, run))
    typical = nearest[1] if nearest[1] >= 0 else None
    early = earliest[2] if typical is not None and earliest[1] < nearest[2] else None
    return Chosen(typical, early, failed)


def _usual(summary: Summary) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Return who is in half of the primary deals or more; if nobody is, the modal package."""
    often = np.diagonal(summary.together)
    usual = (2 * often >= summary.agreements) & (often > 0)
    if not usual.any() and summary.agreements:
        modal = summary.modal_packages(1)[0].people
        usual = np.array([one.id in modal for one in summary.candidates], np.bool_)
    return np.asarray(usual, np.bool_)


def examples(ensemble: Ensemble) -> Examples:
    """Return the chosen runs, each played again by its number through the Mesa world, and told.

    Raises
    ------
    StoreError
        If the runs cannot be read.
    """
    truth, plan = case_of(ensemble.store).truth, ensemble.plan

    def told(run: int | None) -> RunResult | None:
        if run is None:
            return None
        played = Talks(ensemble.compiled, plan.seed, run, conducts=plan.conducts)
        played.play()
        result = played.result()
        return replace(result, documented=likeness(result, truth))

    return Examples(*map(told, choose(ensemble.summary, ensemble.compiled, ensemble.batches())))

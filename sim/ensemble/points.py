"""An ensemble over many points: every point is the scenario with some of its uncertain numbers held at values.

Run n of the whole is run n mod K of point n div K, with the luck of that run: all points share their luck, so that
two of them differ by their values alone. A point's values take the place of draws; what others believe stays at the
public centres, as in any run.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from sim.ensemble.batch import Batch, play_batch
from sim.ensemble.chunk import Chunk
from sim.ensemble.plan import Job, made_by
from sim.scenario.compile import Compiled, compile_scenario
from sim.state.makings import UNIFORM, Draws
from sim.state.random import key_of

POINTS = "points"
"""Under this name a plan of such an ensemble holds the digest of its points, among what its results depend on."""


@dataclass(frozen=True)
class Points:
    """Where to play: D uncertain numbers by their paths, Q points, K runs of each.

    Parameters
    ----------
    paths
        The numbers, each as its dotted path in the scenario.
    values
        Q tuples of D values.
    each
        How many runs each point has.
    """

    paths: tuple[str, ...]
    values: tuple[tuple[float, ...], ...]
    each: int

    @property
    def runs(self) -> int:
        """Return how many runs that makes."""
        return len(self.values) * self.each


def drawn_at(compiled: Compiled, path: str) -> NDArray[np.int64]:
    """Return which draws of a scenario belong to the number at a path; empty if it is not drawn."""
    return np.flatnonzero(compiled.draws.where[:, 3] == key_of(f"number {path}"))


def held(compiled: Compiled, paths: tuple[str, ...], values: tuple[float, ...]) -> Compiled:
    """Return a scenario with uncertain numbers held at values.

    Examples
    --------
    >>> from sim.scenario.load import load
    >>> ring = compile_scenario(load("ring", ["parties.ALFA.gains.bo={low: 2, high: 4}"]))
    >>> at = held(ring, ("parties.ALFA.gains.bo",), (2.5,))
    >>> at.draws.how[0, 2:4].tolist()
    [2.5, 2.5]
    """
    where, how = compiled.draws.where.copy(), compiled.draws.how.copy()
    for path, value in zip(paths, values, strict=True):
        for row in drawn_at(compiled, path):
            where[row, 2] = UNIFORM
            how[row, :4] = (value, 0.0, value, value)
    return replace(compiled, draws=Draws(where, how))


def play_points(points: Points, job: Job, first: int, count: int) -> Chunk:
    """Play some consecutive runs of an ensemble over points: what executors are given to do."""
    start = time.perf_counter()
    compiled = _compiled(job)
    batch = Batch.empty(compiled, first, count)
    at = first
    while at < first + count:
        point, run = divmod(at, points.each)
        some = min(points.each - run, first + count - at)
        played = play_batch(held(compiled, points.paths, points.values[point]), job.seed, run, some)
        rows = slice(at - first, at - first + some)
        for name in ("deals", "released", "utility", "reservation", "digests"):
            getattr(batch, name)[rows] = getattr(played, name)
        at += some
    return Chunk.of(batch, time.perf_counter() - start, made_by())


@lru_cache(maxsize=1)
def _compiled(job: Job) -> Compiled:
    compiled = compile_scenario(job.loaded())
    play_batch(compiled, job.seed, 0, 0)  # gets the rules from disk, which is no part of the time of a run
    return compiled

"""What a worker does: it plays chunks of a job, and ends with the process that started it."""

from __future__ import annotations

import time
from functools import lru_cache

from sim.ensemble.batch import play_batch, play_batch_in_mesa
from sim.ensemble.chunk import Chunk
from sim.ensemble.plan import Job, made_by
from sim.scenario.compile import Compiled, compile_scenario


@lru_cache(maxsize=1)
def _compiled(job: Job) -> Compiled:
    compiled = compile_scenario(job.loaded())
    if job.engine == "compiled":
        play_batch(compiled, job.seed, 0, 0)  # gets the rules from disk, which is no part of the time of a run
    return compiled


def play_chunk(job: Job, first: int, count: int) -> Chunk:
    """Play some consecutive runs of a job: what executors are given to do.

    Examples
    --------
    >>> from sim.ensemble.plan import Plan
    >>> from sim.scenario.load import load
    >>> plan = Plan.of(compile_scenario(load("ring")), 0, 10)
    >>> play_chunk(plan.job, 3, 2).first
    3
    """
    return play_compiled(_compiled(job), job, first, count)


def play_compiled(compiled: Compiled, job: Job, first: int, count: int) -> Chunk:
    """Play some consecutive runs of a job whose scenario is at hand as arrays."""
    start = time.perf_counter()
    if job.engine == "compiled":
        batch = play_batch(compiled, job.seed, first, count)
    else:
        batch = play_batch_in_mesa(compiled, job.seed, first, count, dict(job.conducts))
    return Chunk.of(batch, time.perf_counter() - start, made_by())

"""Small ensembles to be stored, broken and repeated."""

from __future__ import annotations

from concurrent.futures import BrokenExecutor, Executor, Future
from functools import cache
from pathlib import Path

from sim.ensemble.crew import here
from sim.ensemble.plan import Plan
from sim.ensemble.runner import fill
from sim.ensemble.store import Store
from sim.ensemble.worker import play_compiled
from sim.scenario.compile import Compiled, compile_scenario
from sim.scenario.load import load


@cache
def ring() -> Compiled:
    """Return the smallest shipped scenario as arrays."""
    return compile_scenario(load("ring"))


def ring_plan(runs: int = 60, seed: int = 0, **more) -> Plan:
    """Return the plan of an ensemble of the ring."""
    return Plan.of(ring(), seed, runs, **more)


@cache
def expected(runs: int = 60, seed: int = 0) -> str:
    """Return the digest of an ensemble played in one go, in one process."""
    store = Store.passing(ring_plan(runs, seed))
    fill(store, here(ring()))
    return store.digest()


def ring_chunk(first: int, count: int, seed: int = 0):
    """Return some runs of the ring."""
    return play_compiled(ring(), ring_plan(first + count, seed).job, first, count)


def filled(path: Path, plan: Plan, *spans: tuple[int, int]) -> Path:
    """Make a store of the ring with some chunks, (first, count) each; return its path."""
    store = Store.create(path, plan)
    for first, count in spans:
        store.add(ring_chunk(first, count, plan.seed))
    store.close()
    return path


def is_partition(store: Store) -> bool:
    """Return whether every run of the plan is stored once."""
    at = store.plan.span.start
    for span in store.spans():
        if span.start != at:
            return False
        at = span.stop
    return at == store.plan.span.stop


class Fragile(Executor):
    """Works at once, but breaks for good after some pieces of work, as a pool does that lost a worker."""

    def __init__(self, pieces: int) -> None:
        self.pieces = pieces

    def submit(self, work, /, *arguments, **options):
        """Do the work; once the pieces are used up, fail this and all that comes."""
        future: Future = Future()
        self.pieces -= 1
        if self.pieces < -1:
            raise BrokenExecutor("broken before")
        if self.pieces < 0:
            future.set_exception(BrokenExecutor("lost a worker"))
        else:
            future.set_result(work(*arguments, **options))
        return future

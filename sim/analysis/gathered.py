"""An ensemble that has been played: its runs, where they are kept, and what they say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sim.analysis.case import Case
from sim.analysis.ensemble import Tally
from sim.analysis.summary import Summary
from sim.ensemble.batch import Batch
from sim.ensemble.plan import Plan
from sim.ensemble.store import Store
from sim.scenario.compile import Compiled


@dataclass(frozen=True, eq=False)
class Ensemble:
    """Many runs of a scenario.

    Parameters
    ----------
    plan
        Scenario, seed, how many runs, engine and versions.
    compiled
        The scenario as arrays; its ``index`` says which party, asset and venue stands where.
    summary
        What the runs say, with intervals.
    digest
        SHA-256 over all results in order of run: equal ensembles have equal digests.
    store
        Where the runs are.
    """

    plan: Plan
    compiled: Compiled
    summary: Summary
    digest: str
    store: Store

    def batches(self) -> Iterator[Batch]:
        """Yield the runs as arrays, some at a time, in order of run: memory stays flat."""
        return self.store.batches(self.compiled)

    @property
    def arrays(self) -> Batch:
        """Return all runs as arrays, made anew: about 1.5 kB a run for 80 assets."""
        batch = Batch.empty(self.compiled, self.plan.span.start, len(self.store))
        at = 0
        for chunk in self.store.chunks():
            for run in chunk.runs():
                batch.decode_into(at, run)
                at += 1
        return batch

    def as_json(self) -> dict[str, Any]:
        """Return the summary as data for JSON, with scenario, seed and digest."""
        head = {"scenario": self.plan.name, "seed": self.plan.seed}
        return {**head, **self.summary.as_json(), "digest": self.digest}


def gather(store: Store, case: Case, compiled: Compiled) -> Ensemble:
    """Return what a store holds, summed up beside what really happened.

    Raises
    ------
    StoreError
        If some of it cannot be read.
    """
    tally = Tally(compiled, case.truth)
    for batch in store.batches(compiled):
        tally.add(batch)
    return Ensemble(store.plan, compiled, tally.summary(), store.digest(), store)

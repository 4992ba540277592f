"""What many runs say: batches are added as they come, in any order and on any machine, then summed up."""

from __future__ import annotations

from typing import Self

import numpy as np
from numpy.typing import NDArray

from sim.analysis.sample import LIMIT, Sample
from sim.analysis.summary import Candidate, Summary, Truth
from sim.ensemble.batch import Batch
from sim.errors import UsageError
from sim.rules.outcome import AGREED, AT, CARRIED_OUT
from sim.scenario.compile import Compiled
from sim.scenario.spec_documented import Documented
from sim.state import columns as c

__all__ = ["Candidate", "Summary", "Tally", "Truth"]

_Counts = NDArray[np.int64]


class Tally:
    """Counts over runs. All are whole numbers, so no order of adding can show; memory does not grow with runs.

    Parameters
    ----------
    compiled
        The scenario that was played.
    documented
        What really happened, to be compared with; None if nothing is documented.
    limit
        How many runs are kept whole, for surpluses and packages.

    Examples
    --------
    >>> from sim.ensemble.batch import play_batch
    >>> from sim.scenario.compile import compile_scenario
    >>> from sim.scenario.load import load
    >>> ring = compile_scenario(load("ring"))
    >>> tally = Tally(ring, None)
    >>> tally.add(play_batch(ring, 0, 0, 4))
    >>> summary = tally.summary()
    >>> summary.agreement.estimate, summary.as_json()["modal_package"]
    (1.0, ['al', 'bo', 'cy'])
    """

    def __init__(self, compiled: Compiled, documented: Documented | None = None, *, limit: int = LIMIT) -> None:
        scenario, index = compiled.scenario, compiled.index
        self.compiled = compiled
        listed = {release.asset for release in documented.released} if documented else set()
        people = {name: one for name, one in scenario.assets.items() if one.kind == "person"}
        self._candidates = tuple(
            Candidate(name, one.name or name, one.held_by, one.count, name in listed) for name, one in people.items()
        )
        self._places = np.array([index.assets.index(name) for name in people], np.int64)
        self._sizes = np.array([one.people for one in self._candidates], np.int64)
        self._listed = np.array([one.on_record for one in self._candidates], np.bool_)
        self._truth = _truth(documented, self._candidates)
        custodians = [party for party in index.parties if any(one.custodian == party for one in self._candidates)]
        self._held = {party: np.array([one.custodian == party for one in self._candidates]) for party in custodians}
        n, weeks = len(people), compiled.weeks + 1
        self._sums: dict[str, _Counts] = {
            "runs": np.zeros(1, np.int64),
            "freed": np.zeros(n, np.int64),
            "together": np.zeros((n, n), np.int64),
            "first_weeks": np.zeros(weeks, np.int64),
            "primary_weeks": np.zeros(weeks, np.int64),
            "accepted_weeks": np.zeros(weeks, np.int64),
            "people": np.zeros(int(self._sizes.sum()) + 1, np.int64),
            "venue_runs": np.zeros(len(index.venues) + 1, np.int64),
            "deals": np.zeros(c.DEALS + 1, np.int64),
            "overlap": np.zeros((int(self._listed.sum()) + 1, n + 1), np.int64),
        }
        self._by_custodian = {
            party: np.zeros(int(self._sizes[held].sum()) + 1, np.int64) for party, held in self._held.items()
        }
        self._sample = Sample(len(index.parties), (n + 7) // 8, limit)

    def add(self, batch: Batch) -> None:
        """Add the runs of a batch; no run may be added twice.

        Raises
        ------
        UsageError
            If the batch is of another scenario.
        """
        expected = (len(self.compiled.index.assets), len(self.compiled.index.parties))
        if (batch.released.shape[2], batch.utility.shape[1]) != expected:
            raise UsageError(
                f"batch from run {batch.first}: found {batch.released.shape[2]} assets and {batch.utility.shape[1]} "
                f"parties; allowed: those of {self.compiled.name}, {expected[0]} and {expected[1]}"
            )
        runs = np.arange(len(batch))
        executed = (batch.deals[:, :, CARRIED_OUT] >= 0).sum(axis=1)
        most = max(1, int(executed.max(initial=0)))  # deals stand in order, so the columns after these are empty
        delivered: NDArray[np.bool_] = np.asarray(batch.released[:, :most, self._places] > 0)  # (R, D, N)
        people = delivered @ self._sizes  # (R, D)
        agrees: NDArray[np.bool_] = np.asarray(people.max(axis=1, initial=0) > 0)
        primary = people.argmax(axis=1)  # the first, and so the earliest, of equals
        of_primary = delivered[runs, primary]  # (R, N)
        at_horizon: NDArray[np.bool_] = np.asarray(delivered.any(axis=1))
        facts = batch.deals[runs, primary][agrees]
        sums = self._sums
        sums["runs"] += len(batch)
        sums["freed"] += at_horizon.sum(axis=0)
        counted = of_primary.astype(np.int32)
        # Not a product of floats: for tables this small its threads would only get in each other's way.
        sums["together"] += np.einsum("ri,rj->ij", counted, counted)
        first = (people > 0).argmax(axis=1)
        _count(sums["first_weeks"], batch.deals[runs, first, CARRIED_OUT][agrees])
        _count(sums["primary_weeks"], facts[:, CARRIED_OUT])
        _count(sums["accepted_weeks"], facts[:, AGREED])
        _count(sums["people"], at_horizon @ self._sizes)
        venues = facts[:, AT].astype(np.int64)
        _count(sums["venue_runs"], np.where(venues < 0, len(sums["venue_runs"]) - 1, venues))
        _count(sums["deals"], (people > 0).sum(axis=1))
        for party, held in self._held.items():
            _count(self._by_custodian[party], at_horizon[:, held] @ self._sizes[held])
        both = (of_primary & self._listed).sum(axis=1)
        either = (of_primary | self._listed).sum(axis=1)
        np.add.at(sums["overlap"], (both[agrees], either[agrees]), 1)
        surplus = np.where((executed > 0)[:, None], batch.utility - batch.reservation, 0.0)
        self._sample.add(batch.first + runs, surplus, np.packbits(of_primary, axis=1))

    def merge(self, other: Self) -> None:
        """Add the runs of another tally of the same scenario; no run may be in both.

        Raises
        ------
        UsageError
            If the other tally is of another scenario.
        """
        if other.compiled.digest != self.compiled.digest or other._truth != self._truth:
            raise UsageError(
                f"tally: found one of {other.compiled.name} ({other.compiled.digest[:8]}); "
                f"allowed: one of {self.compiled.name} ({self.compiled.digest[:8]})"
            )
        for name, counts in other._sums.items():
            self._sums[name] += counts
        for party, counts in other._by_custodian.items():
            self._by_custodian[party] += counts
        self._sample.merge(other._sample)

    def summary(self) -> Summary:
        """Return what the runs added so far say."""
        compiled, scenario = self.compiled, self.compiled.scenario
        kept, surplus, packed = self._sample.rows()
        sums = {name: counts.copy() for name, counts in self._sums.items()}
        return Summary(
            scenario=compiled.name,
            title=compiled.title,
            start=compiled.start,
            weeks=compiled.weeks,
            runs=int(sums.pop("runs")[0]),
            agreements=int(sums["primary_weeks"].sum()),
            candidates=self._candidates,
            parties={name: scenario.parties[name].name or name for name in compiled.index.parties},
            venues={name: venue.name or name for name, venue in scenario.venues.items()},
            truth=self._truth,
            by_custodian={party: counts.copy() for party, counts in self._by_custodian.items()},
            kept=kept,
            surplus=surplus,
            packages=np.unpackbits(packed, axis=1, count=len(self._candidates)).astype(np.bool_),
            **sums,
        )


def _count(into: _Counts, values: NDArray[np.integer]) -> None:
    into += np.bincount(values.astype(np.int64), minlength=len(into))


def _truth(documented: Documented | None, candidates: tuple[Candidate, ...]) -> Truth | None:
    if documented is None:
        return None
    released = tuple(one.id for one in candidates if one.on_record)
    people = sum(one.people for one in candidates if one.on_record)
    return Truth(released, people, documented.date, documented.venue)

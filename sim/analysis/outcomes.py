"""What came of each run, by the names of persons and parties, so that runs of two scenarios can be set side by side."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.ensemble.batch import Batch
from sim.rules.outcome import AGREED, CARRIED_OUT
from sim.scenario.compile import Compiled

Flags = NDArray[np.bool_]
Reals = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Outcomes:
    """Runs in order of their numbers; R runs, N persons, P parties.

    Parameters
    ----------
    agrees
        (R,) whether an executed deal freed somebody.
    weeks
        (R,) week of execution of the primary deal, the horizon without an agreement.
    accepted
        (R,) week in which the primary deal was accepted, the horizon without an agreement.
    freed
        (R, N) who was freed by the horizon, in the order of `persons`.
    surplus
        (R, P) at the horizon, 0 without an executed deal, in the order of `parties`.
    count
        (R,) number of people freed, groups by their number.
    acts
        (R,) digest of all acts.
    horizon
        Weeks that the talks may last.
    """

    persons: tuple[str, ...]
    parties: tuple[str, ...]
    agrees: Flags
    weeks: Reals
    accepted: Reals
    freed: Flags
    surplus: Reals
    count: NDArray[np.int64]
    acts: NDArray[np.int64]
    horizon: int

    def __len__(self) -> int:
        return len(self.agrees)

    def person(self, name: str) -> Flags:
        """Return in which runs somebody was freed; in none who is not there."""
        return self.freed[:, self.persons.index(name)] if name in self.persons else np.zeros(len(self), np.bool_)

    def party(self, name: str) -> Reals:
        """Return a party's surplus by run; 0 of one that is not there."""
        return self.surplus[:, self.parties.index(name)] if name in self.parties else np.zeros(len(self))


def outcomes_of(compiled: Compiled, batches: Iterable[Batch]) -> Outcomes:
    """Return what came of each run.

    Parameters
    ----------
    compiled
        The scenario that was played.
    batches
        Its runs, in order of their numbers.

    Examples
    --------
    >>> from sim.ensemble.batch import play_batch
    >>> from sim.scenario.compile import compile_scenario
    >>> from sim.scenario.load import load
    >>> ring = compile_scenario(load("ring"))
    >>> found = outcomes_of(ring, [play_batch(ring, 0, 0, 3)])
    >>> found.agrees.tolist(), found.weeks.tolist(), found.accepted.tolist(), found.freed.shape
    ([True, True, True], [1.0, 1.0, 1.0], [1.0, 1.0, 1.0], (3, 3))
    """
    assets = compiled.scenario.assets
    persons = tuple(name for name, one in assets.items() if one.kind == "person")
    places = np.array([compiled.index.assets.index(name) for name in persons], np.int64)
    sizes = np.array([assets[name].count for name in persons], np.int64)
    parts = [_of_batch(batch, places, sizes, compiled.weeks) for batch in batches]
    empty = _of_batch(Batch.empty(compiled, 0, 0), places, sizes, compiled.weeks)
    agrees, weeks, accepted, freed, surplus, count, acts = (
        np.concatenate(column) for column in zip(empty, *parts, strict=True)
    )
    return Outcomes(
        persons, compiled.index.parties, agrees, weeks, accepted, freed, surplus, count, acts, compiled.weeks
    )


def _of_batch(
    batch: Batch, places: NDArray[np.int64], sizes: NDArray[np.int64], horizon: int
) -> tuple[NDArray[Any], ...]:
    runs = np.arange(len(batch))
    delivered: Flags = np.asarray(batch.released[:, :, places] > 0)  # (R, D, N)
    people = delivered @ sizes
    agrees: Flags = np.asarray(people.max(axis=1, initial=0) > 0)
    primary = people.argmax(axis=1)  # the earliest of equals
    weeks = np.where(agrees, batch.deals[runs, primary, CARRIED_OUT], horizon).astype(np.float64)
    accepted = np.where(agrees, batch.deals[runs, primary, AGREED], horizon).astype(np.float64)
    executed: Flags = np.asarray((batch.deals[:, :, CARRIED_OUT] >= 0).any(axis=1))
    surplus = np.where(executed[:, None], batch.utility - batch.reservation, 0.0)
    freed: Flags = np.asarray(delivered.any(axis=1))
    return agrees, weeks, accepted, freed, surplus, freed @ sizes, batch.digests.copy()

"""Who plays on this machine: this process alone, copies of it where it may be copied, or processes started anew."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sim.ensemble import copies, forking
from sim.ensemble import crew as crews
from sim.ensemble.crew import Crew
from sim.scenario.compile import Compiled

LOOK_SECONDS = 2.0
"""How long this process plays alone before it is known whether more are worth starting."""
WORTHWHILE_SECONDS = 8.0
"""How much work must be left for starting processes to pay: each takes a few seconds to load the rules."""
COPY_SECONDS = 0.1
"""The same two for copies, which are at work within hundredths of a second."""


@dataclass(frozen=True)
class Team:
    """So many processes, and how they come about.

    Parameters
    ----------
    places
        How many play at a time; 1 is this process alone.
    is_asked
        Whether that many were asked for, or are what this machine has.
    is_copied
        Whether the others are copies of this process.
    """

    places: int
    is_asked: bool
    is_copied: bool

    @classmethod
    def of(cls, workers: int | None) -> Team:
        """Return the team of so many workers; None is one for each core, where that pays.

        Raises
        ------
        UsageError
            As of `sim.ensemble.crew.worker_count`.

        Examples
        --------
        >>> Team.of(1).begins_here, Team.of(2).begins_here
        (True, False)
        """
        asked = crews.workers_asked(workers)
        return cls(crews.cores() if asked is None else asked, asked is not None, forking.is_allowed())

    @property
    def begins_here(self) -> bool:
        """Return whether this process plays first: to its end if alone, else to see what pays, or to load for all."""
        return self.places == 1 or self.is_copied or not self.is_asked

    @property
    def look(self) -> float | None:
        """Return how long it plays first, in seconds; None is to the end."""
        return None if self.places == 1 else COPY_SECONDS if self.is_copied else LOOK_SECONDS

    @property
    def worthwhile(self) -> float:
        """Return how much work must be left for more processes to pay, in seconds."""
        return COPY_SECONDS if self.is_copied else WORTHWHILE_SECONDS

    def crew(self, compiled: Compiled) -> Crew:
        """Return the crew that plays one scenario."""
        return copies.crew(compiled, self.places) if self.is_copied else crews.processes(self.places)

    @contextmanager
    def crews(self) -> Iterator[Callable[[Compiled], Crew]]:
        """Give what returns a crew for each of several scenarios, one after the other; processes are started once."""
        if self.is_copied:
            yield self.crew
            return
        pool = crews.processes(self.places).hire()
        try:
            yield lambda _: crews.executor(pool, self.places)
        finally:
            pool.shutdown(wait=True, cancel_futures=True)

"""Playing what a store lacks: chunks handed out, results stored as they come, nothing lost, nothing done twice."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, CancelledError, Executor, Future, wait
from contextlib import suppress
from dataclasses import dataclass, field, replace

from sim.ensemble import crew as crews
from sim.ensemble.chunk import Chunk
from sim.ensemble.crew import Crew
from sim.ensemble.plan import Job, made_by
from sim.ensemble.store import Store
from sim.ensemble.team import Team
from sim.errors import Interrupted, ParleyError, UsageError
from sim.scenario.compile import Compiled

CHUNK_SECONDS = 0.7
"""Work in a chunk; chosen because less wastes time on handing out and storing, and more is lost by a kill."""
FASTEST_GROWTH = 8
"""By how much a chunk may be longer than the one before: the first ones say little about the rest."""
SHORT_SECONDS = 0.01
"""A run that takes no longer is short: only such are held to a crew's least chunk."""
LARGEST_CHUNK = 20_000
"""Chosen so that a chunk of the largest scenarios stays under 100 MB in memory."""
SMALLEST_SHARE = 8
"""The last chunks are no smaller than this part of the usual one."""
FRUITLESS = 3
"""How often in a row workers may be lost without any result before we give up."""
LAST_SECONDS = 5.0
"""How long after an interrupt chunks that are being played may take to be stored too."""


@dataclass(frozen=True)
class Progress:
    """How far an ensemble is: runs stored, of how many, runs a second, seconds left (None before it can be said)."""

    done: int
    total: int
    rate: float
    seconds_left: float | None


@dataclass
class Pace:
    """How long the next chunk should be, learnt from the last ones.

    Examples
    --------
    >>> pace = Pace(least=1)
    >>> pace.learn(count=1, seconds=0.001)
    >>> pace.size
    8
    """

    least: int
    size: int = field(init=False)
    each: float = field(init=False, default=0.0)  # seconds that a run of the last chunk took

    def __post_init__(self) -> None:
        self.size = self.least

    def learn(self, count: int, seconds: float) -> None:
        """Take in how long some runs took."""
        self.each = max(seconds / count, 1e-9)
        size = min(round(CHUNK_SECONDS / self.each), FASTEST_GROWTH * self.size, LARGEST_CHUNK)
        self.size = max(size, self.least if self.each <= SHORT_SECONDS else 1, 1)

    def within(self, seconds: float) -> int:
        """Return how long a chunk may be to take no longer than that: one run at the least."""
        return max(1, int(min(seconds / self.each, LARGEST_CHUNK))) if self.each else self.least


def fill(
    store: Store,
    crew: Crew,
    *,
    on_progress: Callable[[Progress], None] | None = None,
    patience_seconds: float | None = None,
) -> Progress | None:
    """Play every run that a store lacks, and store it; return how far that came, or None if nothing was missing.

    Parameters
    ----------
    store
        Where results go; this process is its only writer.
    crew
        Who plays.
    on_progress
        Called whenever runs have been stored.
    patience_seconds
        After how long to return with the work unfinished, if given.

    Raises
    ------
    Interrupted
        On Ctrl-C, after all that was done has been stored.
    ParleyError
        If workers keep dying, play by other versions, or the store cannot be written.
    """
    return _Filling(store, crew, on_progress, patience_seconds).play()


def play(
    store: Store,
    compiled: Compiled,
    *,
    workers: int | None = None,
    cluster: str | None = None,
    on_progress: Callable[[Progress], None] | None = None,
    work: Callable[[Job, int, int], Chunk] | None = None,
) -> None:
    """Play every run that a store lacks: by so many processes, on a cluster, or as it pays.

    Parameters
    ----------
    store, on_progress
        As of `fill`.
    compiled
        The scenario of the store.
    workers
        1 is this process alone. None begins here, and takes a process for each core if there is
        more left to do than starting them takes.
    cluster
        Address of a running Dask scheduler.
    work
        What plays some runs of a job, instead of the job's own engine.

    Raises
    ------
    Interrupted, ParleyError
        As of `fill`.
    """

    def led(crew: Crew) -> Crew:
        return crew if work is None else replace(crew, play=work)

    team = Team.of(workers)
    if store.is_complete:
        return
    if cluster is not None:
        fill(store, led(crews.cluster(cluster)), on_progress=on_progress)
        return
    if not team.begins_here:
        fill(store, led(team.crew(compiled)), on_progress=on_progress)
        return
    here = led(crews.here(compiled))
    said = fill(store, here, on_progress=on_progress, patience_seconds=team.look)
    if not store.is_complete:
        left = said.seconds_left if said is not None and said.seconds_left is not None else team.worthwhile
        crew = led(team.crew(compiled)) if left >= team.worthwhile else here
        fill(store, crew, on_progress=on_progress)


class _Filling:
    def __init__(
        self, store: Store, crew: Crew, on_progress: Callable[[Progress], None] | None, patience: float | None
    ) -> None:
        self.store, self.crew, self.on_progress = store, crew, on_progress
        self.job = store.plan.job
        self.pace = Pace(crew.least)
        self.gaps: deque[range] = deque(store.missing())
        self.pending: dict[Future[Chunk], range] = {}
        self.done = len(store)
        self.at_start, self.start = self.done, time.monotonic()
        self.first: tuple[float, int] | None = None  # when the first results came, and how many runs were done then
        self.until = None if patience is None else self.start + patience
        self.fruitless = 0
        self.progress: Progress | None = None

    def play(self) -> Progress | None:
        if not self.gaps:
            return None
        executor = self.crew.hire()
        try:
            while (self.gaps and not self._is_late()) or self.pending:
                try:
                    self._hand_out(executor)
                    finished, _ = wait(self.pending, return_when=FIRST_COMPLETED)
                    self._take_in(finished)
                except BrokenExecutor as problem:
                    executor = self._replace(executor, problem)
        except KeyboardInterrupt:
            self._wind_up()
            total = len(self.store.plan.span)
            raise Interrupted(f"interrupted after {self.done} of {total} runs") from None
        finally:
            for future in self.pending:
                future.cancel()
            executor.shutdown(wait=True)
            self.crew.dismiss()
        return self.progress

    def _is_late(self) -> bool:
        return self.until is not None and time.monotonic() > self.until

    def _hand_out(self, executor: Executor) -> None:
        while self.gaps and len(self.pending) < self.crew.queue and not self._is_late():
            gap = self.gaps.popleft()
            left = sum(map(len, self.gaps)) + len(gap) if len(self.gaps) < 100 else LARGEST_CHUNK
            # Towards the end everybody gets something, if not crumbs.
            fair = max(-(-left // self.crew.places), self.pace.size // SMALLEST_SHARE, self.crew.least)
            bearable = LARGEST_CHUNK if self.until is None else self.pace.within(self.until - time.monotonic())
            chunk = gap[: min(self.pace.size, fair, bearable)]
            try:
                future = executor.submit(self.crew.play, self.job, chunk.start, len(chunk))
            except BrokenExecutor:
                self.gaps.appendleft(gap)
                raise
            if len(gap) > len(chunk):
                self.gaps.appendleft(gap[len(chunk) :])
            self.pending[future] = chunk

    def _take_in(self, finished: Iterable[Future[Chunk]]) -> None:
        """Store finished chunks; what a broken executor has lost goes back to what is to be played."""
        broken = None
        for future in finished:
            chunk = self.pending.pop(future)
            try:
                played = future.result()
            except BrokenExecutor as problem:
                self.gaps.appendleft(chunk)
                broken = problem
                continue
            except CancelledError:
                raise ParleyError("the cluster has dropped its work; what was stored stays: --resume goes on") from None
            self._keep(played)
        if broken is not None:
            raise broken

    def _keep(self, played: Chunk) -> None:
        if played.made_by != made_by():
            raise UsageError("a worker plays by other versions; allowed: the same Parley, Python and packages on all")
        self.store.add(played)
        self.fruitless = 0
        self.pace.learn(played.count, played.seconds)
        self.done += played.count
        self.progress = self._progress()
        if self.on_progress is not None:
            self.on_progress(self.progress)

    def _progress(self) -> Progress:
        """Return how far we are; the rate is taken from the first results on, since workers take a while to start."""
        now, total = time.monotonic(), len(self.store.plan.span)
        if self.first is None:
            self.first = (now, self.done)
        since, before = self.first
        if now > since and self.done > before:
            rate = (self.done - before) / (now - since)
            return Progress(self.done, total, rate, (total - self.done) / rate)
        return Progress(self.done, total, (self.done - self.at_start) / max(now - self.start, 1e-9), None)

    def _replace(self, executor: Executor, problem: BrokenExecutor) -> Executor:
        """Return a new executor for one whose workers have died, with their chunks to be played again."""
        self.fruitless += 1
        settled, _ = wait(self.pending)  # a broken executor fails all that it holds
        with suppress(BrokenExecutor):  # the same end of the same executor
            self._take_in(list(settled))
        executor.shutdown(wait=True)
        if not self.crew.is_renewable:
            raise ParleyError("the executor has broken; what was stored stays: --resume goes on") from problem
        if self.fruitless > FRUITLESS:
            raise ParleyError(
                "workers die before they finish anything; too little memory? In a script, call it under "
                "`if __name__ == '__main__':`, or take one worker"
            ) from problem
        return self.crew.hire()

    def _wind_up(self) -> None:
        """Store what is done, and what is being played if that does not take long."""
        self.on_progress = None
        running = [future for future in self.pending if not future.cancel()]
        finished, _ = wait(running, timeout=LAST_SECONDS)
        for future in finished:
            if future.exception() is None:
                self._keep(future.result())
            self.pending.pop(future)

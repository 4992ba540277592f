"""Copies of this process: they have at hand all that it has loaded, and are at work within hundredths of a second.

A process started anew takes seconds to load the rules; a copy (fork) takes none, and shares its parent's memory.
Only a process that was started to do such work should be copied, with no thread that holds a lock meanwhile; see
`sim.ensemble.forking`.
"""

from __future__ import annotations

import os
import signal
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess
from typing import Any

from sim.ensemble import child, forking
from sim.ensemble.chunk import Chunk
from sim.ensemble.crew import Crew, cores, worker_count
from sim.ensemble.plan import Job
from sim.ensemble.worker import play_compiled
from sim.scenario.compile import Compiled

MOST = 8
"""Chosen because so many share out a thousand runs within a second or two, and each takes some tens of MB."""
YIELDING = 5
"""How much a copy that plays for the page yields to others (nice), so that pages and pictures do not wait for runs."""
_AT_HAND: list[Compiled] = []
"""In a copy that plays: its scenario, written once as it begins."""


def places() -> int:
    """Return how many copies are worth having: one for each core that this process may use, up to `MOST`."""
    return min(cores(), MOST)


def drawing() -> int:
    """Return how many copies of this process may draw at a time; 1, itself, where it may not be copied."""
    return places() if forking.is_allowed() else 1


def crew(compiled: Compiled, count: int, *, yielding: int = 0) -> Crew:
    """Return a crew of so many copies of this process; one that is killed is replaced.

    Parameters
    ----------
    compiled
        What they play.
    count
        How many; see `sim.ensemble.crew.worker_count`.
    yielding
        How much they yield to other processes (nice).
    """
    return Crew(partial(_Pool, worker_count(count), compiled, yielding), places=count, queue=2 * count, play=_play)


class _Pool(ProcessPoolExecutor):
    """Copies as an executor; Ctrl-C waits while one is made, since it has no way yet to leave that to its parent."""

    def __init__(self, count: int, compiled: Compiled, yielding: int) -> None:
        super().__init__(count, get_context("fork"), _begin, (compiled, yielding))

    def submit(self, work: Callable[..., Any], /, *arguments: Any, **options: Any) -> Future[Any]:
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            return super().submit(work, *arguments, **options)
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin(compiled: Compiled, yielding: int) -> None:
    child.begin()
    os.nice(yielding)
    _AT_HAND[:] = [compiled]


def _play(job: Job, first: int, count: int) -> Chunk:
    return play_compiled(_AT_HAND[0], job, first, count)


def hand_out(works: Sequence[Callable[[], object]], count: int) -> None:
    """Do pieces of work that leave files behind, each in a copy of this process, so many at a time.

    What a copy has not brought to its end, because it was killed or has failed, is done again here, where it may raise.

    Parameters
    ----------
    works
        The longest first.
    count
        How many at a time; one is this process alone.
    """
    left, working = deque(works), dict[int, tuple[BaseProcess, Callable[[], object]]]()
    again: list[Callable[[], object]] = []
    if count == 1 or not forking.are_possible():
        again, left = list(left), deque()
    while left or working:
        while left and len(working) < count:
            work = left.popleft()
            process: BaseProcess = get_context("fork").Process(target=_do, args=(work,))
            process.start()
            working[process.sentinel] = (process, work)
        for sentinel in wait(list(working)):
            assert isinstance(sentinel, int)
            process, work = working.pop(sentinel)
            process.join()
            again += [work] if process.exitcode else []
            process.close()
    for work in again:
        work()


def _do(work: Callable[[], object]) -> None:
    child.begin()
    work()

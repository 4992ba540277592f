"""Copies of this process: they have at hand all that it has loaded, and are at work within hundredths of a second.

A process started anew takes seconds to load the rules; a copy (fork) takes none, and shares its parent's memory.
Only a process that was started to do such work should be copied, with no thread that holds a lock meanwhile.
"""

from __future__ import annotations

import os
import sys
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess

from sim.ensemble import child
from sim.ensemble.chunk import Chunk
from sim.ensemble.crew import Crew, cores
from sim.ensemble.plan import Job
from sim.ensemble.worker import play_compiled
from sim.scenario.compile import Compiled

MOST = 8
"""Chosen because so many share out a thousand runs within a second or two, and each takes some tens of MB."""
YIELDING = 5
"""How much a copy that plays yields to others (nice), so that pages and pictures do not wait for runs."""
_AT_HAND: list[Compiled] = []
"""In a copy that plays: its scenario, written once as it begins."""


def are_possible() -> bool:
    """Return whether a process can safely be copied here: Windows cannot, and the libraries of a Mac break."""
    return sys.platform == "linux"


def places() -> int:
    """Return how many copies are worth having: one for each core that this process may use, up to `MOST`."""
    return min(cores(), MOST)


def crew(compiled: Compiled, count: int) -> Crew:
    """Return a crew of so many copies of this process; one that is killed is replaced."""
    pool = partial(ProcessPoolExecutor, count, mp_context=get_context("fork"), initializer=_begin, initargs=(compiled,))
    return Crew(pool, places=count, queue=2 * count, play=_play)


def _begin(compiled: Compiled) -> None:
    child.begin()
    os.nice(YIELDING)
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
    if count == 1 or not are_possible():
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

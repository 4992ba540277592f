"""Who plays the runs: this process, some processes of this machine, a cluster, or any executor."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from typing import Any
from urllib.parse import urlsplit

from sim.ensemble import child
from sim.ensemble.chunk import Chunk
from sim.ensemble.plan import Job
from sim.ensemble.worker import play_chunk, play_compiled
from sim.errors import UsageError
from sim.given import whole
from sim.scenario.compile import Compiled

ANSWER_SECONDS = 5
"""How long a scheduler may take to answer; chosen because one on the same network takes well under one."""
CLUSTER_CHUNK = 100
"""The least number of short runs in a task: a scheduler spends about 0.1 ms on each task."""

PER_CORE = 4
"""The most processes for each core: more of them only wait for one another, and each has the rules in memory."""
LEAST_MOST = 16
"""So many may be asked for on any machine."""


@dataclass(frozen=True)
class Crew:
    """Workers, as the runner sees them.

    Parameters
    ----------
    hire
        Returns a working executor; called again when one has broken.
    places
        How many chunks are played at the same time.
    least
        The least number of short runs worth handing out.
    queue
        How many chunks are handed out at most, to be played or waiting.
    dismiss
        What is to be done at the end, after the executor is shut down.
    play
        What each task calls.
    is_renewable
        Whether a broken executor can be replaced.
    """

    hire: Callable[[], Executor]
    places: int = 1
    least: int = 1
    queue: int = 1
    dismiss: Callable[[], None] = lambda: None
    play: Callable[[Job, int, int], Chunk] = play_chunk
    is_renewable: bool = True


class Here(Executor):
    """Does each piece of work at once, in this process."""

    def submit(self, work: Callable[..., Any], /, *arguments: Any, **options: Any) -> Future[Any]:
        """Return a future that is done already; an interrupt passes through."""
        future: Future[Any] = Future()
        try:
            future.set_result(work(*arguments, **options))
        except Exception as problem:
            future.set_exception(problem)
        return future


def here(compiled: Compiled) -> Crew:
    """Return the crew that is this process alone."""
    return Crew(Here, play=partial(play_compiled, compiled))


def workers_asked(asked: int | None) -> int | None:
    """Return `worker_count` of what is asked for, or None if nothing is."""
    return None if asked is None else worker_count(asked)


def worker_count(asked: int) -> int:
    """Return how many processes of this machine are to play, if it bears so many.

    Raises
    ------
    UsageError
        If it is no whole number, none, or more than `PER_CORE` for each core.

    Examples
    --------
    >>> worker_count(2)
    2
    """
    return whole("workers", asked, 1, max(LEAST_MOST, PER_CORE * cores()))


def processes(count: int) -> Crew:
    """Return a crew of processes on this machine; one that is killed is replaced.

    Raises
    ------
    UsageError
        As of `worker_count`.
    """
    count = worker_count(count)
    pool = partial(ProcessPoolExecutor, count, mp_context=get_context("spawn"), initializer=child.begin)
    return Crew(pool, places=count, queue=2 * count)


def executor(given: Executor, places: int) -> Crew:
    """Return a crew that works by an executor of the user's own, which stays open."""
    return Crew(lambda: _Lent(given), places=places, queue=2 * places, is_renewable=False)


class _Lent(Executor):
    """An executor that somebody else will shut down."""

    def __init__(self, owned: Executor) -> None:
        self._owned = owned

    def submit(self, work: Callable[..., Any], /, *arguments: Any, **options: Any) -> Future[Any]:
        return self._owned.submit(work, *arguments, **options)


def cluster(address: str) -> Crew:
    """Return the workers of a running Dask scheduler, which stay there afterwards.

    Raises
    ------
    UsageError
        If Dask is not installed, or no scheduler with workers answers within a few seconds.
    """
    try:
        from distributed import Client
    except ImportError:
        raise UsageError("--cluster: found no Dask; install it with the extra `cluster` of parley-sim") from None
    import logging

    # What it would log while failing to connect is said in one line.
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    _knock(address)
    made: Future[Any] = Future()

    def connect() -> None:
        try:
            made.set_result(Client(address, timeout=ANSWER_SECONDS, set_as_default=False))
        except BaseException as problem:
            made.set_exception(problem)

    # In a thread that may be left alone: with somebody who listens but says nothing, the client waits for ever.
    threading.Thread(target=connect, daemon=True).start()
    try:
        client = made.result(2 * ANSWER_SECONDS)
    except (OSError, ValueError):  # a time that has run out is an OSError
        raise UsageError(f"--cluster {address}: what answers there is no Dask scheduler; {_ADDRESS}") from None
    try:
        client.wait_for_workers(1, timeout=ANSWER_SECONDS)
    except TimeoutError:
        client.close()
        raise UsageError(f"--cluster {address}: found a scheduler without workers; start some") from None
    places = sum(client.nthreads().values())
    hire = partial(client.get_executor, pure=False)
    return Crew(hire, places, CLUSTER_CHUNK, 2 * places, client.close, is_renewable=False)


_ADDRESS = "allowed: the address of a running Dask scheduler, such as tcp://10.0.0.5:8786"


def _knock(address: str) -> None:
    """See whether anybody listens, since Dask's client takes its time to give up."""
    try:
        parts = urlsplit(address)
        if parts.scheme not in ("tcp", "tls") or not parts.hostname or not parts.port:
            raise UsageError(f"--cluster {address}: found no scheduler's address; {_ADDRESS}")
        socket.create_connection((parts.hostname, parts.port), ANSWER_SECONDS).close()
    except OSError as problem:
        reason = problem.strerror or "no answer"
        raise UsageError(f"--cluster {address}: nobody answers ({reason}); {_ADDRESS}") from None
    except ValueError as problem:  # a port that is none
        if isinstance(problem, UsageError):
            raise
        raise UsageError(f"--cluster {address}: {problem}; {_ADDRESS}") from None


def cores() -> int:
    """Return how many cores this process may use."""
    count = getattr(os, "sched_getaffinity", None)
    return len(count(0)) if count else os.cpu_count() or 1

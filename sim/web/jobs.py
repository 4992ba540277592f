"""Long work in child processes: asked for, followed, cancelled; a child that dies takes nothing else with it."""

from __future__ import annotations

import queue
import secrets
import shutil
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from sim.errors import UsageError
from sim.web.limits import WAITING

KEPT = 200
"""Most jobs whose results are kept; the oldest go first."""
PATIENCE_SECONDS = 2.0
"""How long a child may take to hear that it is to stop; then it is ended."""
ENDED = ("done", "failed", "cancelled")


@dataclass
class Job:
    """A piece of long work; `state` is waiting, running, done, failed or cancelled."""

    kind: str
    arguments: Mapping[str, Any]
    folder: Path
    id: str = field(default_factory=lambda: secrets.token_urlsafe(12))
    state: str = "waiting"
    done: int = 0
    total: int = 0
    seconds_left: float | None = None
    said: str = ""
    answer: Any = None
    version: int = 0
    is_cancelled: threading.Event = field(default_factory=threading.Event)

    @property
    def has_ended(self) -> bool:
        """Return whether nothing more will come."""
        return self.state in ENDED

    def take(self, word: str, *what: Any) -> None:
        """Take in what the child says."""
        if word == "progress":
            self.done, self.total, self.seconds_left = what
        elif word == "so far":
            self.answer = what[0]
        elif word == "done":
            self.answer, self.state = what[0], "done"
        else:
            self.said, self.state = what[0], "failed"
        self.version += 1

    def end(self, state: str, said: str) -> None:
        """End it from this side."""
        self.state, self.said = state, said
        self.version += 1


class Jobs:
    """Children that wait for work, and the work that waits for them.

    Parameters
    ----------
    folder
        Where each job has a folder for its files.
    places
        How many children.
    copies
        How many copies of itself a child may let play and draw at a time, instead of one for each core.
    """

    def __init__(self, folder: Path, places: int = 2, copies: int | None = None) -> None:
        self.folder = folder
        self.known: dict[str, Job] = {}
        self._queue: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self.children: list[BaseProcess] = []
        self._copies, self._is_closed = copies, False
        self._threads = [threading.Thread(target=self._serve, daemon=True) for _ in range(places)]
        for thread in self._threads:
            thread.start()

    def start(self, kind: str, **arguments: Any) -> Job:
        """Ask for a piece of work.

        Raises
        ------
        UsageError
            If too much is waiting already.
        """
        if sum(job.state == "waiting" for job in self.known.values()) >= WAITING:
            raise UsageError(f"busy: found {WAITING} requests that wait; try again in a minute")
        job = Job(kind, arguments, self.folder)
        job.folder = self.folder / job.id
        self.known[job.id] = job
        self._forget()
        self._queue.put(job)
        return job

    def cancel(self, job: Job) -> None:
        """Let it be; what is played already is thrown away."""
        job.is_cancelled.set()

    def close(self) -> None:
        """End all children."""
        self._is_closed = True
        for job in self.known.values():
            job.is_cancelled.set()
        for _ in self._threads:
            self._queue.put(None)
        for one in list(self.children):
            one.terminate()
        for thread in self._threads:
            thread.join(PATIENCE_SECONDS)

    def _forget(self) -> None:
        over = [job for job in self.known.values() if job.has_ended]
        for job in over[: max(0, len(self.known) - KEPT)]:
            del self.known[job.id]
            shutil.rmtree(job.folder, ignore_errors=True)

    def _serve(self) -> None:
        """Keep one child, and give it one job after the other."""
        process, ends = self._hire()
        while True:
            job = self._queue.get()
            if job is None:
                self._dismiss(process, ends)
                return
            if job.is_cancelled.is_set():
                job.end("cancelled", "cancelled before it began")
                continue
            if not process.is_alive():
                self._dismiss(process, ends)
                process, ends = self._hire()
            job.state = "running"
            job.version += 1
            job.folder.mkdir(parents=True, exist_ok=True)
            if not _follow(job, ends):
                self._dismiss(process, ends)
                if self._is_closed:
                    return
                process, ends = self._hire()

    def _hire(self) -> tuple[BaseProcess, Connection]:
        from sim.web.work import wait_for_work

        mine, theirs = get_context("spawn").Pipe()
        process = get_context("spawn").Process(target=wait_for_work, args=(theirs, self._copies), daemon=True)
        process.start()
        theirs.close()
        self.children.append(process)
        return process, mine

    def _dismiss(self, process: BaseProcess, ends: Connection) -> None:
        process.terminate()
        process.join(PATIENCE_SECONDS)
        if process.is_alive():
            process.kill()
            process.join()
        ends.close()
        self.children.remove(process)


def _follow(job: Job, ends: Connection) -> bool:
    """Follow a job to its end; return whether its child can be used again."""
    told_at: float | None = None
    try:
        ends.send((job.kind, str(job.folder), dict(job.arguments)))
        while True:
            if ends.poll(0.05):
                word, *what = ends.recv()
                if word == "stopped":
                    job.end("cancelled", "cancelled")
                else:
                    job.take(word, *what)
                if job.has_ended:
                    return True
            elif job.is_cancelled.is_set():
                if told_at is None:
                    told_at = time.monotonic()
                    ends.send("stop")
                elif time.monotonic() - told_at > PATIENCE_SECONDS:
                    job.end("cancelled", "cancelled")
                    return False
    except (EOFError, OSError):
        with suppress(Exception):
            state = "cancelled" if job.is_cancelled.is_set() else "failed"
            job.end(state, "the process that did this has ended before its work; nothing else is harmed: try again")
        return False

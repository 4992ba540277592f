"""Long work: it is done, can be stopped, and dies alone."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator

import pytest

from sim.errors import UsageError
from sim.web.jobs import Job, Jobs
from sim.web.limits import WAITING


@pytest.fixture(scope="module")
def jobs(tmp_path_factory) -> Iterator[Jobs]:
    """Return one child that waits for work."""
    made = Jobs(tmp_path_factory.mktemp("jobs"), places=1)
    yield made
    made.close()


def ended(job: Job, seconds: float = 90.0) -> Job:
    """Return a job once it has ended."""
    until = time.monotonic() + seconds
    while not job.has_ended:
        assert time.monotonic() < until, job
        time.sleep(0.02)
    return job


def test_an_ensemble_says_what_the_command_says(jobs) -> None:
    """Words, pictures, and the page to hand over."""
    from sim import ensemble

    job = ended(jobs.start("ensemble", scenario="ring", sets=(), runs=30, seed=1))
    assert job.state == "done", job.said
    assert (job.done, job.total) == (30, 30)
    many = ensemble("ring", runs=30, seed=1, workers=1)
    assert many.digest in (job.folder / "index.html").read_text(encoding="utf-8")
    for name in job.answer["pictures"]:
        assert (job.folder / f"{name}.png").read_bytes().startswith(b"\x89PNG")


def test_a_killed_child_is_said_and_replaced(jobs) -> None:
    """The next piece of work is done as if nothing had happened."""
    job = jobs.start("ensemble", scenario="classroom", sets=(), runs=2000, seed=1)
    while job.state == "waiting":
        time.sleep(0.01)
    time.sleep(0.3)
    os.kill(jobs.children[0].pid, signal.SIGKILL)
    assert ended(job).state == "failed"
    assert "has ended before its work" in job.said
    assert ended(jobs.start("why", scenario="ring", sets=(), asset="al")).state == "done"


def test_work_can_be_cancelled_running_or_waiting(jobs) -> None:
    """And too much of it is refused with a clear word."""
    first = jobs.start("ensemble", scenario="classroom", sets=(), runs=2000, seed=2)
    waiting = [jobs.start("why", scenario="ring", sets=(), asset="al") for _ in range(WAITING - 1)]
    while first.state == "waiting":
        time.sleep(0.01)
    waiting.append(jobs.start("why", scenario="ring", sets=(), asset="al"))
    with pytest.raises(UsageError, match="busy"):
        jobs.start("why", scenario="ring", sets=(), asset="al")
    for job in (*waiting, first):
        jobs.cancel(job)
    for job in (first, *waiting):
        assert ended(job, 20.0).state == "cancelled"
    assert ended(jobs.start("why", scenario="ring", sets=(), asset="bo")).state == "done"


def test_a_mistake_is_told_in_one_line(jobs) -> None:
    """Without a traceback."""
    job = ended(jobs.start("why", scenario="ring", sets=(), asset="nobody"))
    assert job.state == "failed"
    assert "unknown person 'nobody'" in job.said
    assert "\n" not in job.said

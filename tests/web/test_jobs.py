"""Long work: it is done, can be stopped, and dies alone."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from sim.ensemble import forking
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


@contextmanager
def three_copies(folder: Path) -> Iterator[Jobs]:
    """Give a child that plays by three copies of itself, however few cores there are."""
    made = Jobs(folder, places=1, copies=3)
    try:
        yield made
    finally:
        made.close()


def copies_of(jobs: Jobs) -> list[int]:
    """Return the processes that play for a child."""
    child = jobs.children[0].pid
    with suppress(FileNotFoundError):
        return [int(one) for one in Path(f"/proc/{child}/task/{child}/children").read_text().split()]
    return []


def playing(jobs: Jobs, **arguments: object) -> tuple[Job, list[int]]:
    """Begin many runs; return the job and who plays, once they do."""
    job = jobs.start("ensemble", **{"scenario": "classroom", "sets": (), "runs": 2000, "seed": 1, **arguments})
    until = time.monotonic() + 90.0
    while not (job.done and copies_of(jobs)):
        assert time.monotonic() < until, job
        assert not job.has_ended, job
        time.sleep(0.01)
    return job, copies_of(jobs)


def are_gone(processes: list[int], seconds: float = 10.0) -> bool:
    """Return whether processes end soon, and somebody has seen to what is left of them."""
    until = time.monotonic() + seconds
    while any(Path(f"/proc/{one}").exists() for one in processes):
        if time.monotonic() > until:
            return False
        time.sleep(0.02)
    return True


@pytest.mark.skipif(not forking.are_possible(), reason="processes cannot be copied here")
def test_however_many_play_the_result_is_the_same(tmp_path) -> None:
    """Also a comparison, also if one that plays is killed; none is left afterwards."""
    from sim import ensemble
    from sim.analysis.compare import compare
    from sim.report.compared import answer

    many = ensemble("classroom", runs=600, seed=3, workers=1)
    with three_copies(tmp_path) as jobs:
        job, found = playing(jobs, runs=600, seed=3)
        assert len(found) == 3
        os.kill(found[0], signal.SIGKILL)
        assert ended(job).state == "done", job.said
        assert many.digest in (job.folder / "index.html").read_text(encoding="utf-8")
        sets = ("parties.ALFA.gains.bo=0",)
        both = ended(jobs.start("compare", scenario="ring", variants=(), sets=sets, runs=40, seed=1))
        assert both.state == "done", both.said
        found_here = compare("ring", sets=sets, runs=40, seed=1, workers=1)
        assert both.answer["lines"] == list(answer(found_here, found_here.variants[0]))
        assert copies_of(jobs) == []


@pytest.mark.skipif(not forking.are_possible(), reason="processes cannot be copied here")
def test_who_plays_ends_with_the_work_and_with_the_child(tmp_path) -> None:
    """Cancelled, or the child killed: no process stays."""
    with three_copies(tmp_path) as jobs:
        job, found = playing(jobs)
        jobs.cancel(job)
        assert ended(job, 20.0).state == "cancelled"
        assert are_gone(found)
        child = jobs.children[0].pid
        job, found = playing(jobs)
        assert jobs.children[0].pid == child, "a child that hears is used again"
        os.kill(child, signal.SIGKILL)
        assert ended(job, 20.0).state == "failed"
        assert are_gone(found)
        job, found = playing(jobs)
        child = jobs.children[0].pid
    assert are_gone([*found, child])


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

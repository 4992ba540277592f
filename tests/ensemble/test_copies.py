"""Copies of a process: they play the same runs, one that is killed is replaced, and what they leave undone is done.

Each test works in a process of its own, as the page's children do: one with threads should not be copied.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from functools import partial
from multiprocessing import active_children, get_context
from pathlib import Path

import pytest

from sim.api import ensemble
from sim.ensemble import copies, forking
from sim.ensemble.runner import fill
from sim.ensemble.store import Store
from sim.ensemble.team import Team
from tests.support.ensembles import expected, is_partition, ring, ring_plan

RUNS = 200
SLOW, MANY = "ankara-2024", 60
"""So slow a scenario, and so many runs, that the process is not done before it looks whether copies pay."""
# The command in a process of its own, as a user starts it; it tells by how many copies it played.
COMMAND = """
import sys
from sim.ensemble import copies
crew = copies.crew
def told(compiled, count):
    print("copies", count, file=sys.stderr)
    return crew(compiled, count)
copies.crew = told
from sim.cli import main
main()
"""

pytestmark = pytest.mark.skipif(not forking.are_possible(), reason="processes cannot be copied here")


def in_a_process(work: Callable[..., None], *arguments: object) -> None:
    """Do something in a new process; fail if it fails."""
    process = get_context("spawn").Process(target=work, args=arguments)
    process.start()
    process.join(120)
    assert process.exitcode == 0


def _plays(count: int, is_killed: bool, digest: str) -> None:
    store, killed = Store.passing(ring_plan(RUNS)), list[int | None]()

    def kill(progress: object) -> None:
        children = active_children()
        if is_killed and not killed and children and len(store) < RUNS:
            killed.append(children[0].pid)
            os.kill(children[0].pid or 0, signal.SIGKILL)

    fill(store, copies.crew(ring(), count), on_progress=kill)
    assert len(killed) == is_killed
    assert (store.digest(), is_partition(store)) == (digest, True)
    assert active_children() == []


@pytest.mark.parametrize(("count", "is_killed"), [(1, False), (3, False), (2, True)])
def test_however_many_play_the_runs_are_the_same(count, is_killed):
    """Also if one is killed; none is left."""
    in_a_process(_plays, count, is_killed, expected(RUNS))


def _write(folder: Path, first: int, name: str) -> None:
    if name == "killed" and os.getpid() != first:
        os.kill(os.getpid(), signal.SIGKILL)
    if name == "failed" and os.getpid() != first:
        sys.exit(3)
    (folder / name).write_text(str(os.getpid()))


def _handed_out(folder: Path, count: int) -> None:
    names, me = ("one", "two", "killed", "three", "failed"), os.getpid()
    copies.hand_out([partial(_write, folder, me, name) for name in names], count)
    by = {name: (folder / name).read_text() for name in names}
    assert by["killed"] == by["failed"] == str(me)
    assert (len({*by.values()} - {str(me)}), active_children()) == (3 if count > 1 else 0, [])


@pytest.mark.parametrize("count", [1, 2])
def test_work_that_a_copy_left_undone_is_done_here(tmp_path, count):
    """Whether it was killed or failed; one at a time needs no copy."""
    in_a_process(_handed_out, tmp_path, count)


def _played_by_copies() -> None:
    digest = ensemble(SLOW, runs=MANY, workers=1).digest
    kinds = set[str]()

    def look(progress: object) -> None:
        kinds.update(type(one).__name__ for one in active_children())

    assert not forking.is_allowed()
    with forking.allowed():
        many = ensemble(SLOW, runs=MANY, workers=2, on_progress=look)
        assert (many.digest, kinds, active_children()) == (digest, {"ForkProcess"}, [])
        until = threading.Event()
        other = threading.Thread(target=until.wait)
        other.start()
        with_a_thread = Team.of(2)
        until.set()
        other.join()
        assert (with_a_thread.is_copied, Team.of(2).is_copied) == (False, True)
    assert not Team.of(2).is_copied


def test_a_process_that_is_ours_alone_plays_by_copies_of_itself():
    """But not while it has another thread, whose locks a copy would find shut for ever."""
    in_a_process(_played_by_copies)


@pytest.mark.parametrize(
    "words", [f"ensemble {SLOW} --runs {MANY}", f"compare {SLOW} --set parties.DEU.reservation=4 --runs {MANY}"]
)
def test_commands_play_by_copies_and_say_the_same(words):
    """As one process alone does."""
    said = {}
    for workers in ("1", "2"):
        command = [sys.executable, "-c", COMMAND, *words.split(), "--workers", workers, "--json"]
        ran = subprocess.run(command, capture_output=True, text=True, check=True)
        said[workers] = ran.stdout
        assert ("copies 2" in ran.stderr) is (workers == "2"), ran.stderr
    assert "agreement" in said["1"]
    assert said["1"] == said["2"]

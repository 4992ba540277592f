"""Copies of a process: they play the same runs, one that is killed is replaced, and what they leave undone is done.

Each test works in a process of its own, as the page's children do: one with threads should not be copied.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from functools import partial
from multiprocessing import active_children, get_context
from pathlib import Path

import pytest

from sim.ensemble import copies
from sim.ensemble.runner import fill
from sim.ensemble.store import Store
from tests.support.ensembles import expected, is_partition, ring, ring_plan

RUNS = 200

pytestmark = pytest.mark.skipif(not copies.are_possible(), reason="processes cannot be copied here")


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

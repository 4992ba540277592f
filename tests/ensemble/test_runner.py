"""The runner: whoever plays, however often they break, every run is stored once and the digest is the same."""

from __future__ import annotations

import os
import signal
from concurrent.futures import BrokenExecutor, ThreadPoolExecutor
from contextlib import closing
from multiprocessing import active_children

import pytest

from sim.api import ensemble
from sim.ensemble.crew import Crew, executor, here, processes
from sim.ensemble.plan import made_by
from sim.ensemble.runner import Pace, fill, play
from sim.ensemble.store import Store
from sim.errors import Interrupted, ParleyError, StoreError, UsageError
from tests.support.ensembles import Fragile, expected, filled, is_partition, ring, ring_chunk, ring_plan

RUNS = 200


@pytest.mark.parametrize("seed", [0, 7])
def test_one_process_equals_runs_played_one_by_one(seed):
    """Seed 0 is a seed like any other."""
    by_hand = Store.passing(ring_plan(30, seed))
    for number in range(30):
        by_hand.add(ring_chunk(number, 1, seed))
    assert by_hand.digest() == expected(30, seed)
    assert expected(30, 0) != expected(30, 7)


def test_two_workers_of_which_one_is_killed_and_three_give_the_same():
    """Real processes; the killed one is replaced, and nothing is lost or done twice."""
    store = Store.passing(ring_plan(RUNS))
    killed = []

    def kill(progress):
        children = active_children()
        if not killed and children and progress.done < RUNS:
            killed.append(children[0].pid)
            os.kill(children[0].pid, signal.SIGKILL)

    fill(store, processes(2), on_progress=kill)
    assert len(killed) == 1
    assert (store.digest(), is_partition(store)) == (expected(RUNS), True)
    other = Store.passing(ring_plan(RUNS))
    fill(other, processes(3))
    assert (other.digest(), is_partition(other)) == (expected(RUNS), True)


def test_any_executor_will_do_and_stays_open():
    """Threads, and results that come in any order."""
    with ThreadPoolExecutor(3) as threads:
        many = ensemble("ring", runs=RUNS, executor=threads, workers=3)
        assert many.digest == expected(RUNS)
        assert threads.submit(int).result() == 0


@pytest.mark.parametrize("pieces", [0, 1, 2])
def test_an_executor_that_breaks_is_replaced(pieces):
    """Whenever it breaks; work that it had finished is not done again."""
    store, hired, played = Store.passing(ring_plan()), [], []

    def hire():
        hired.append(Fragile(pieces if len(hired) < 2 else 1000))
        return hired[-1]

    def note(job, first, count):
        played.append(range(first, first + count))
        return ring_chunk(first, count)

    fill(store, Crew(hire, places=2, queue=4, play=note))
    assert len(hired) >= 2
    assert (store.digest(), is_partition(store)) == (expected(), True)
    assert sorted(number for span in played for number in span) == list(range(60))


def test_workers_that_never_finish_anything_are_given_up():
    """In one line; what was stored stays."""
    store = Store.passing(ring_plan())
    store.add(ring_chunk(0, 5))
    with pytest.raises(ParleyError, match="workers die before they finish anything"):
        fill(store, Crew(lambda: Fragile(0), places=2, queue=4))
    assert len(store) == 5


def test_a_broken_executor_of_the_users_own_is_said():
    """It cannot be replaced."""
    store = Store.passing(ring_plan())
    with pytest.raises(ParleyError, match="the executor has broken"):
        fill(store, executor(Fragile(3), 2))
    assert 0 < len(store) < 60
    fill(store, here(ring()))
    assert (store.digest(), is_partition(store)) == (expected(), True)


def test_workers_of_other_versions_are_refused():
    """Their runs might be others."""
    from dataclasses import replace

    store = Store.passing(ring_plan())
    with pytest.raises(UsageError, match="other versions"):
        fill(
            store,
            Crew(lambda: Fragile(99), play=lambda job, first, count: replace(ring_chunk(first, count), made_by="")),
        )
    assert len(store) == 0
    assert ring_chunk(0, 1).made_by == made_by()


def test_an_interrupt_stores_what_is_done(tmp_path):
    """And says how far it came; resuming ends with the digest of an uninterrupted ensemble."""

    def stop(progress):
        if progress.done > 20:
            raise KeyboardInterrupt

    with pytest.raises(Interrupted, match=rf"interrupted after \d+ of {RUNS} runs"):
        ensemble("ring", runs=RUNS, workers=1, out=tmp_path, on_progress=stop)
    with closing(Store.open(tmp_path / "runs.sqlite")) as store:
        assert 20 < len(store) < RUNS
    with ThreadPoolExecutor(2) as threads, pytest.raises(Interrupted):
        ensemble("ring", runs=RUNS, executor=threads, workers=2, out=tmp_path, resume=True, on_progress=stop)
    many = ensemble("ring", workers=1, out=tmp_path, resume=True)
    assert (many.digest, is_partition(many.store)) == (expected(RUNS), True)
    many.store.close()


def test_only_what_is_missing_is_played(tmp_path):
    """And nothing at all of a finished ensemble."""
    path = filled(tmp_path / "runs.sqlite", ring_plan(), (0, 10), (20, 10), (50, 10))
    played = []

    def note(job, first, count):
        played.append(range(first, first + count))
        return ring_chunk(first, count)

    with closing(Store.open(path, writable=True)) as store:
        fill(store, Crew(lambda: Fragile(1000), play=note))
        assert sorted(number for span in played for number in span) == [*range(10, 20), *range(30, 50)]
        assert store.digest() == expected()
        played.clear()
        assert fill(store, Crew(lambda: Fragile(1000), play=note)) is None
        play(store, ring(), cluster="tcp://127.0.0.1:1")  # is not even asked
    assert played == []


def test_resume_refuses_another_plan_and_begins_without_a_store(tmp_path):
    """As `--resume` does."""
    first = ensemble("ring", runs=20, workers=1, out=tmp_path / "new", resume=True)
    again = ensemble("ring", workers=1, out=tmp_path / "new", resume=True)
    assert first.digest == again.digest == expected(20)
    for more in ({"seed": 1}, {"sets": ["weeks=9"]}, {"engine": "mesa"}, {"shard": (1, 2)}):
        with pytest.raises(StoreError, match="asked for"):
            ensemble("ring", workers=1, out=tmp_path / "new", resume=True, **more)
    with pytest.raises(StoreError, match="found a store"):
        ensemble("ring", runs=20, workers=1, out=tmp_path / "new")
    with pytest.raises(UsageError, match="--resume"):
        ensemble("ring", runs=20, resume=True)
    with pytest.raises(UsageError, match="workers: found 0"):
        ensemble("ring", runs=20, workers=0)


def test_progress_counts_up_and_knows_the_end():
    """Runs done only rise; at the end nothing is left."""
    said = []
    fill(Store.passing(ring_plan(RUNS)), here(ring()), on_progress=said.append)
    assert [one.done for one in said] == sorted({one.done for one in said})
    assert (said[-1].done, said[-1].total, said[-1].seconds_left) == (RUNS, RUNS, 0.0)


def test_patience_ends_between_two_chunks():
    """Nothing is begun after it."""
    store = Store.passing(ring_plan(10_000))
    fill(store, here(ring()), patience_seconds=0.0)
    assert len(store) == 0
    fill(store, here(ring()), patience_seconds=0.2)
    assert 0 < len(store) < 10_000


def test_pace_heads_for_chunks_of_equal_length():
    """Short at first, then as long as chosen; long runs come one by one, short ones at least as many as a crew asks."""
    pace = Pace(1)
    for _ in range(8):
        pace.learn(pace.size, pace.size * 0.002)
    assert pace.size == 350
    pace.learn(350, 700.0)
    assert pace.size == 1
    cluster = Pace(100)
    cluster.learn(100, 0.01)
    assert cluster.size == 800
    cluster.learn(100, 0.9)
    assert cluster.size == 100
    cluster.learn(100, 50.0)
    assert cluster.size == 1


def test_mesa_plays_ensembles_with_conduct_of_ones_own():
    """In this process and on threads alike; with the built-in class it is the compiled ensemble."""
    own = {"*": "sim.agents.holding_state:HoldingState"}
    one = ensemble("ring", runs=6, conduct=own, workers=1)
    assert one.plan.engine == "mesa"
    assert one.digest == expected(6)
    silent = ensemble("ring", runs=6, conduct={"ALFA": "tests.support.silent:Silent"}, workers=1)
    assert silent.summary.agreements == 0
    assert silent.digest != one.digest


def test_a_broken_executor_is_a_broken_executor():
    """What pools raise is what we catch."""
    from concurrent.futures.process import BrokenProcessPool

    assert issubclass(BrokenProcessPool, BrokenExecutor)


def test_the_function_is_not_hidden_by_the_folder_of_its_name():
    """Whatever was imported before."""
    import sim
    from sim.ensemble import store

    assert sim.ensemble is ensemble
    assert store.Store is Store

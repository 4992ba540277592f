"""The run store: what it keeps, what it refuses, and what it says when the disk lets it down."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from sim.ensemble.chunk import Chunk
from sim.ensemble.crew import Crew, here
from sim.ensemble.plan import Plan, made_by
from sim.ensemble.runner import fill
from sim.ensemble.store import Store
from sim.errors import StoreError, UsageError
from sim.scenario.compile import compile_scenario
from sim.scenario.load import load
from tests.support.ensembles import Fragile, expected, filled, is_partition, ring, ring_chunk, ring_plan


def said(refusal) -> str:
    """Return the one line of an error."""
    text = str(refusal.value)
    assert len(text.splitlines()) == 1
    return text


def test_runs_come_back_in_order_whatever_the_order_of_storing(tmp_path):
    """Chunks of any size, stored backwards, give the digest of one go."""
    path = filled(tmp_path / "runs.sqlite", ring_plan(), (40, 20), (7, 33), (0, 7))
    with closing(Store.open(path)) as store:
        assert (len(store), store.is_complete, is_partition(store)) == (60, True, True)
        assert store.digest() == expected()
        assert store.run(41) == ring_chunk(41, 1).runs()[0]
        assert [batch.first for batch in store.batches(ring())] == [0, 7, 40]


def test_a_store_knows_what_is_missing(tmp_path):
    """Gaps at the start, in the middle and at the end."""
    path = filled(tmp_path / "runs.sqlite", ring_plan(), (10, 10), (20, 5), (50, 2))
    with closing(Store.open(path)) as store:
        assert list(store.missing()) == [range(10), range(25, 50), range(52, 60)]
        for number in (-1, 0, 49, 52, 60):
            with pytest.raises(StoreError, match=f"no run {number}"):
                store.run(number)


def test_a_closed_store_is_one_plain_file(tmp_path):
    """Nothing beside it, and readable where nothing may be written."""
    path = filled(tmp_path / "runs.sqlite", ring_plan(), (0, 60))
    assert os.listdir(tmp_path) == ["runs.sqlite"]
    assert path.read_bytes()[18:20] == b"\x01\x01"  # no WAL


def test_no_run_is_stored_twice(tmp_path):
    """Nor one that overlaps what is there, from either side; all that was there stays."""
    path = filled(tmp_path / "runs.sqlite", ring_plan(), (10, 10))
    with closing(Store.open(path, writable=True)) as store:
        for first, count in ((10, 10), (5, 6), (19, 3), (12, 2), (5, 30)):
            with pytest.raises(StoreError, match="stored already"):
                store.add(ring_chunk(first, count))
        assert len(store) == 10
        store.add(ring_chunk(20, 3))
        store.add(ring_chunk(9, 1))
        assert len(store) == 14


def test_runs_of_no_plan_are_refused():
    """Outside of the shard, or none at all."""
    store = Store.passing(ring_plan(shard=(2, 3)))
    for first, count in ((19, 1), (39, 2), (40, 1)):
        with pytest.raises(StoreError, match="allowed: runs 20 to 39"):
            store.add(ring_chunk(first, count))


OTHERS = {
    "scenario": (lambda: Plan.of(compile_scenario(load("ankara-2024")), 0, 60), "ring; asked for ankara-2024"),
    "set": (lambda: _shorter(sets=("weeks=9",)), "asked for weeks=9"),
    "file": (lambda: _shorter(), "as its file was then"),
    "seed": (lambda: ring_plan(seed=1), "seed 0; asked for seed 1"),
    "engine": (lambda: ring_plan(engine="mesa"), "engine compiled; asked for engine mesa"),
    "conduct": (lambda: replace(ring_plan(), conducts={"ALFA": "a:B"}), "built in; asked for conduct ALFA=a:B"),
    "shard": (lambda: ring_plan(shard=(1, 2)), "shard 1/1; asked for shard 1/2"),
    "fewer": (lambda: ring_plan(20), "found 30 runs; asked for 20"),
    **{
        name: (lambda name=name: _of_version(name), f"{name} .*; asked for {name} other")
        for name in ("parley", "python", "numpy", "numba", "mesa", "rules")
    },
}  # fmt: skip


def _shorter(**more):
    return Plan.of(compile_scenario(load("ring", ["weeks=9"])), 0, 60, **more)


def _of_version(name):
    plan = ring_plan()
    return replace(plan, versions={**plan.versions, name: "other"})


@pytest.mark.parametrize("what", OTHERS)
def test_a_store_of_something_else_is_refused(tmp_path, what):
    """In one line that says what is there and what was asked for; nothing is changed."""
    path = filled(tmp_path / "runs.sqlite", ring_plan(), (0, 30))
    make, phrase = OTHERS[what]
    with closing(Store.open(path, writable=True)) as store:
        with pytest.raises(StoreError, match=phrase) as refusal:
            store.go_on(make())
        assert str(path) in said(refusal)
        assert (store.plan, len(store)) == (ring_plan(), 30)


def test_a_store_grows(tmp_path):
    """More runs than were wished for at first; the first ones stay."""
    path = filled(tmp_path / "runs.sqlite", ring_plan(30), (0, 30))
    with closing(Store.open(path, writable=True)) as store:
        store.go_on(ring_plan(60))
        assert list(store.missing()) == [range(30, 60)]
        fill(store, here(ring()))
        assert store.digest() == expected()
    with closing(Store.open(path)) as store:
        assert store.plan == ring_plan(60)


@pytest.mark.parametrize(("content", "phrase"), [
    (b"", "no run store"),
    (b"hello", "no run store"),
    (b"SQLite format 3\0" + b"x" * 500, "no run store"),
    (None, "no such file"),
    ("folder", "a folder"),
    ("other", "no run store"),
    ("format", "format 99"),
    ("plan", "damaged plan"),
    ("scenario", "its scenario is damaged"),
])  # fmt: skip
def test_what_is_no_store_is_refused(tmp_path, content, phrase):
    """Empty, text, a torn head, nothing, a folder, somebody else's database, another format, a damaged plan."""
    path = tmp_path / "runs.sqlite"
    if content == "folder":
        path.mkdir()
    elif isinstance(content, bytes):
        path.write_bytes(content)
    elif content is not None:
        statements = {
            "other": ["PRAGMA application_id = 0"],
            "format": ["PRAGMA user_version = 99"],
            "plan": ["UPDATE plan SET value = 'x' WHERE key = 'plan'"],
            "scenario": ["UPDATE plan SET value = replace(value, 'Alfa', 'Elfa') WHERE key = 'plan'"],
        }[content]
        filled(path, ring_plan(), (0, 5))
        with closing(sqlite3.connect(path)) as database, database:
            for statement in statements:
                database.execute(statement)
    with pytest.raises(StoreError, match=phrase) as refusal:
        Store.open(path)
    said(refusal)


def test_a_store_is_never_made_over_another(tmp_path):
    """Nor over any other file; but over what a kill has left before there was anything in it."""
    path = filled(tmp_path / "runs.sqlite", ring_plan(), (0, 5))
    with pytest.raises(StoreError, match="--resume"):
        Store.create(path, ring_plan())
    text = tmp_path / "text.sqlite"
    text.write_text("not a store, but somebody's")
    with pytest.raises(StoreError, match="no run store"):
        Store.create(text, ring_plan())
    assert text.read_text() == "not a store, but somebody's"
    (tmp_path / "empty.sqlite").touch()
    Store.create(tmp_path / "empty.sqlite", ring_plan()).close()
    assert Store.resumed(tmp_path / "nowhere.sqlite") is None


def damage(path, first, *, at=200):
    """Turn one byte of a stored chunk."""
    with closing(sqlite3.connect(path)) as database, database:
        data = bytearray(database.execute("SELECT data FROM chunk WHERE first = ?", (first,)).fetchone()[0])
        data[at % len(data)] ^= 0x55
        database.execute("UPDATE chunk SET data = ? WHERE first = ?", (bytes(data), first))


def test_damaged_runs_are_named_and_the_rest_stays_readable(tmp_path):
    """Then they are played again, and the digest is that of an uninterrupted ensemble."""
    path = filled(tmp_path / "runs.sqlite", ring_plan(), (0, 20), (20, 20), (40, 20))
    damage(path, 20)
    with closing(Store.open(path)) as store:
        assert store.run(3) == ring_chunk(3, 1).runs()[0]
        assert store.run(59) == ring_chunk(59, 1).runs()[0]
        for ask in (lambda: store.run(20), store.digest, lambda: list(store.batches(ring()))):
            with pytest.raises(StoreError, match=r"runs 20 to 39 are damaged.*--resume") as refusal:
                ask()
            said(refusal)
    with closing(Store.open(path, writable=True)) as store:
        store.go_on(ring_plan())
        assert list(store.missing()) == [range(20, 40)]
        fill(store, here(ring()))
        assert store.digest() == expected()


def test_a_torn_file_is_one_line(tmp_path):
    """The second half of the file is lost."""
    path = filled(tmp_path / "runs.sqlite", ring_plan(600), *((first, 60) for first in range(0, 600, 60)))
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2 // 4096 * 4096])
    with pytest.raises(StoreError, match="damaged") as refusal, closing(Store.open(path)) as store:
        store.digest()
    said(refusal)


def test_a_full_disk_is_one_line_and_what_was_stored_stays(tmp_path):
    """SQLite is told that the disk ends here; with room again the ensemble is finished."""
    path = tmp_path / "runs.sqlite"
    with closing(Store.create(path, ring_plan())) as store:
        store.add(ring_chunk(0, 30))
        pages = store._connection.execute("PRAGMA page_count").fetchone()[0]
        store._connection.execute(f"PRAGMA max_page_count = {pages}")
        large = Chunk(30, 30, np.random.default_rng(0).bytes(100_000))
        crew = Crew(lambda: Fragile(99), play=lambda job, first, count: replace(large, made_by=made_by()))
        with pytest.raises(StoreError, match=r"disk is full.*--resume") as refusal:
            fill(store, crew)
        said(refusal)
    with closing(Store.open(path)) as again:
        assert len(again) == 30
        assert again.run(29) == ring_chunk(29, 1).runs()[0]
    with closing(Store.open(path, writable=True)) as roomy:
        fill(roomy, here(ring()))
        assert (roomy.digest(), is_partition(roomy)) == (expected(), True)


def test_a_store_that_may_not_be_written_is_one_line(tmp_path, monkeypatch):
    """Opened for reading alone by the system, as on a read-only disk."""
    path = filled(tmp_path / "runs.sqlite", ring_plan(), (0, 5))
    connect = sqlite3.connect
    monkeypatch.setattr(
        sqlite3, "connect", lambda target, **more: connect(f"file:{target}?mode=ro", **{**more, "uri": True})
    )
    with pytest.raises(StoreError, match="may not be written") as refusal:
        Store.open(path, writable=True)
    said(refusal)


@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="the superuser may write everywhere")
def test_a_read_only_folder_is_one_line_and_its_store_stays_readable(tmp_path):
    """Nothing can be made in it; what is in it can be read."""
    path = filled(tmp_path / "runs.sqlite", ring_plan(), (0, 60))
    tmp_path.chmod(0o555)
    try:
        with pytest.raises(StoreError, match="allowed: a folder"):
            Store.create(tmp_path / "new.sqlite", ring_plan())
        with closing(Store.open(path)) as store:
            assert store.digest() == expected()
    finally:
        tmp_path.chmod(0o755)


def test_a_folder_that_is_not_there_is_one_line(tmp_path):
    """Where a store cannot be made."""
    with pytest.raises(StoreError, match="cannot be opened; allowed: a folder that is there") as refusal:
        Store.create(tmp_path / "nowhere" / "runs.sqlite", ring_plan())
    said(refusal)


def test_reading_goes_on_beside_writing(tmp_path):
    """A reader sees what was acknowledged, and the writer does not wait for it."""
    with closing(Store.create(tmp_path / "runs.sqlite", ring_plan())) as writer:
        writer.add(ring_chunk(0, 10))
        with closing(Store.open(tmp_path / "runs.sqlite")) as reader:
            assert len(reader) == 10
            writer.add(ring_chunk(10, 5))
            assert len(reader) == 15


def test_what_is_kept_beside_comes_back(tmp_path):
    """Unread, and in a copy too."""
    Store.create(tmp_path / "runs.sqlite", ring_plan(), "a word").close()
    with closing(Store.open(tmp_path / "runs.sqlite")) as store:
        store.copy(tmp_path / "copy.sqlite")
        assert store.beside == "a word"
    with closing(Store.open(tmp_path / "copy.sqlite")) as store:
        assert (store.beside, store.plan) == ("a word", ring_plan())


MISTAKES = [
    ({"seed": -1}, "seed: found -1"),
    ({"seed": 2**63}, "seed: found"),
    ({"runs": 0}, "runs: found 0"),
    ({"shard": (0, 4)}, "shard: found 0/4; allowed: 1/4 to 4/4"),
    ({"shard": (5, 4)}, "shard: found 5/4"),
    ({"shard": (1, 61)}, "61 parts of 60 runs"),
    ({"engine": "fast"}, "unknown engine 'fast'"),
    ({"engine": "compiled", "conducts": {"ALFA": "sim.agents.russia:Russia"}}, "allowed: --engine mesa"),
    ({"conducts": {"ZZZ": "sim.agents.russia:Russia"}}, "found no party ZZZ"),
    ({"conducts": {"ALFA": "nowhere_at_all:Class"}}, "cannot import nowhere_at_all"),
]


@pytest.mark.parametrize(("given", "phrase"), MISTAKES)
def test_a_plan_that_cannot_be_meant_so_is_refused(given, phrase):
    """Before anything is played."""
    with pytest.raises((UsageError, KeyError), match=phrase):
        ring_plan(**given)


def test_shards_share_all_runs_out():
    """Each run is in one shard, and no shard has two more than another."""
    for runs, parts in ((60, 4), (61, 4), (7, 7), (10**12 + 3, 9)):
        spans = [ring_plan(runs, shard=(part, parts)).span for part in range(1, parts + 1)]
        assert spans[0].start == 0
        assert spans[-1].stop == runs
        assert all(one.stop == next_.start for one, next_ in pairwise(spans))
        assert max(map(len, spans)) - min(map(len, spans)) <= 1


def test_conduct_in_python_decides_the_engine():
    """By itself; and a change of its source makes another plan."""
    plan = ring_plan(conducts={"ALFA": "sim.agents.russia:Russia"})
    assert plan.engine == "mesa"
    assert "conduct sim.agents.russia:Russia" in plan.versions
    changed = replace(plan, versions={**plan.versions, "conduct sim.agents.russia:Russia": "0"})
    assert "conduct sim.agents.russia:Russia" in plan.difference(changed)
    assert Plan.from_record(plan.as_record()) == plan

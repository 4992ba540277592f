"""Shards on their own, then one store: the same digest, or one line that says what is wrong."""

from __future__ import annotations

from contextlib import closing

import pytest

from sim.api import ensemble
from sim.ensemble.merge import merge
from sim.ensemble.store import Store
from sim.errors import StoreError
from tests.support.ensembles import expected, filled, is_partition, ring_plan


@pytest.mark.parametrize("seed", [0, 5])
def test_four_merged_shards_are_the_whole(tmp_path, seed):
    """In any order of naming them."""
    paths = []
    for part in (3, 1, 4, 2):
        out = tmp_path / str(part)
        many = ensemble("ring", runs=62, seed=seed, workers=1, shard=(part, 4), out=out)
        assert many.summary.runs == len(many.plan.span)
        assert many.arrays.first == many.plan.span.start
        many.store.close()
        paths.append(out / "runs.sqlite")
    merge(tmp_path / "whole.sqlite", paths)
    with closing(Store.open(tmp_path / "whole.sqlite")) as whole:
        assert (whole.digest(), is_partition(whole), whole.plan) == (expected(62, seed), True, ring_plan(62, seed))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["1", "2", "3", "4", "whole.sqlite"]


CASES = {
    "gap at a shard": ([((1, 3), (0, 20)), ((3, 3), (40, 20))], "no runs 20 to 39 of 60 in any store"),
    "gap at the end": ([((1, 2), (0, 30))], "no runs 30 to 59 of 60 in any store"),
    "unfinished": ([((1, 2), (0, 20)), ((2, 2), (30, 30))], "no runs 20 to 29; finish it with --resume"),
    "twice": ([((1, 2), (0, 30)), ((1, 2), (0, 30)), ((2, 2), (30, 30))], "run 0 is in .*store0.sqlite too"),
    "overlap": ([((1, 1), (0, 60)), ((2, 2), (30, 30))], "run 30 is in .*store0.sqlite too"),
}


@pytest.mark.parametrize("case", CASES)
def test_gaps_and_overlaps_are_refused(tmp_path, case):
    """In one line, and nothing is made."""
    parts, phrase = CASES[case]
    paths = [
        filled(tmp_path / f"store{at}.sqlite", ring_plan(shard=shard), span) for at, (shard, span) in enumerate(parts)
    ]
    with pytest.raises(StoreError, match=phrase) as refusal:
        merge(tmp_path / "whole.sqlite", paths)
    assert len(str(refusal.value).splitlines()) == 1
    assert {path.name for path in tmp_path.iterdir()} == {path.name for path in paths}


def test_parts_of_different_ensembles_are_refused(tmp_path):
    """Another seed, another number of runs, another engine."""
    one = filled(tmp_path / "one.sqlite", ring_plan(shard=(1, 2)), (0, 30))
    for plan, phrase in (
        (ring_plan(seed=1, shard=(2, 2)), "seed 1; asked for seed 0"),
        (ring_plan(62, shard=(2, 2)), "a part of 62 runs; asked for a part of 60 runs"),
        (ring_plan(engine="mesa", shard=(2, 2)), "engine mesa; asked for engine compiled"),
    ):
        other = filled(tmp_path / "other.sqlite", plan, (40, 5))
        with pytest.raises(StoreError, match=phrase):
            merge(tmp_path / "whole.sqlite", [one, other])
        other.unlink()
    with pytest.raises(StoreError, match="found a file"):
        merge(one, [one])
    with pytest.raises(StoreError, match="no such file"):
        merge(tmp_path / "whole.sqlite", [one, tmp_path / "nowhere.sqlite"])

"""Runs as bytes: what was packed comes out again, and damage is noticed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings

from sim.ensemble.batch import play_batch
from sim.ensemble.chunk import Chunk
from sim.ensemble.plan import scenario_of, text_of
from sim.scenario.compile import compile_scenario
from sim.scenario.find import list_scenarios
from sim.scenario.load import load
from sim.state.layout import to_bytes
from tests.support.build import compiled
from tests.support.ensembles import ring, ring_chunk
from tests.support.random_scenarios import scenarios


def test_a_chunk_gives_back_its_runs():
    """As bytes and as arrays."""
    batch = play_batch(ring(), 1, 7, 5)
    chunk = Chunk.of(batch)
    assert chunk.runs() == [batch.encode(row) for row in range(5)]
    assert chunk.body() == b"".join(chunk.runs())
    again = chunk.batch(ring())
    assert again.first == 7
    assert [again.encode(row) for row in range(5)] == chunk.runs()


@pytest.mark.parametrize("at", [0, 10, -1])
def test_one_damaged_byte_is_noticed(at):
    """Wherever it stands."""
    chunk = ring_chunk(0, 5)
    data = bytearray(chunk.data)
    data[at] ^= 0x55
    with pytest.raises(ValueError, match="runs 0 to 4 are damaged"):
        replace(chunk, data=bytes(data)).body()


def test_a_chunk_of_another_length_is_noticed():
    """Bytes that are whole, but not so many runs."""
    with pytest.raises(ValueError, match="damaged"):
        replace(ring_chunk(0, 5), count=4).body()


def assert_same_arrays(one, other):
    """Every number of the two compiled scenarios is the same."""
    for name in ("template", "makings", "features"):
        assert to_bytes(getattr(one, name)) == to_bytes(getattr(other, name))
    for mine, theirs in zip(one.draws, other.draws):
        assert mine.tobytes() == theirs.tobytes()
    assert one.index == other.index


@pytest.mark.parametrize("name", [one.id for one in list_scenarios()])
def test_a_worker_compiles_what_the_parent_did(name):
    """Sent as text, a shipped scenario becomes the same arrays."""
    here = compile_scenario(load(name))
    text = text_of(here.scenario)
    assert text_of(scenario_of(text)) == text
    assert_same_arrays(compile_scenario(replace(load(name), scenario=scenario_of(text))), here)


@settings(max_examples=10)
@given(scenarios())
def test_a_random_scenario_survives_being_sent(data):
    """Whatever a scenario may hold."""
    here = compiled(data)
    again = scenario_of(text_of(here.scenario))
    assert again == here.scenario
    assert text_of(again) == text_of(here.scenario)

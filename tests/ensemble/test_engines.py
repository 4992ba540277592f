"""Two ways to run the same week: the compiled loop and the Mesa world agree run by run, bit for bit."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.ensemble.batch import play_batch, play_batch_in_mesa
from sim.scenario.compile import compile_scenario
from sim.scenario.find import list_scenarios
from sim.scenario.load import load
from tests.support.build import compiled
from tests.support.random_scenarios import scenarios

RUNS = 8
GATE, SLOW = 60, 1250
"""Random scenarios: with the shipped ones that makes 500 runs in the gate, and 10,000 in the slow part."""
SHIPPED_RUNS = 10
SEEDS = st.integers(0, 2**63 - 1)


def assert_equal(scenario, seed, first, count):
    """Every act (by its digest), every deal, every level delivered, every utility: the same bytes."""
    one = play_batch(scenario, seed, first, count)
    other = play_batch_in_mesa(scenario, seed, first, count)
    for row in range(count):
        assert one.encode(row) == other.encode(row), f"seed {seed}, run {first + row}"
    for name in ("deals", "released", "utility", "reservation", "digests"):
        np.testing.assert_array_equal(getattr(one, name), getattr(other, name))
    return one


@pytest.mark.parametrize("name", [one.id for one in list_scenarios()])
def test_the_engines_agree_on_what_is_shipped(name):
    """On every scenario of the house, seed 0."""
    assert_equal(compile_scenario(load(name)), 0, 0, SHIPPED_RUNS)


@settings(max_examples=GATE)
@given(scenarios(), SEEDS, st.integers(0, 2**40))
def test_the_engines_agree_on_random_scenarios(data, seed, first):
    """On all that the random scenarios can hold, for any seed and any number of a run."""
    assert_equal(compiled(data), seed, first, RUNS)


@pytest.mark.slow
@settings(max_examples=SLOW)
@given(scenarios(), SEEDS, st.integers(0, 2**40))
def test_the_engines_agree_on_many_random_scenarios(data, seed, first):
    """The same, twenty times as often."""
    assert_equal(compiled(data), seed, first, RUNS)


def test_the_comparison_has_something_to_compare():
    """Runs differ among each other, in acts and in outcomes; equal batches are not empty ones."""
    batch = play_batch(compile_scenario(load("ring")), 0, 0, 40)
    assert len(set(batch.digests.tolist())) > 1
    assert len({batch.encode(row) for row in range(40)}) > 1
    assert (batch.deals[:, 0, 1] >= 0).any()


def test_runs_do_not_depend_on_their_batch():
    """A run is the same alone, first, or among others."""
    scenario = compile_scenario(load("ring"))
    whole = play_batch(scenario, 3, 0, 12)
    for first, count in ((0, 1), (5, 3), (11, 1)):
        part = play_batch(scenario, 3, first, count)
        assert [part.encode(row) for row in range(count)] == [whole.encode(first + row) for row in range(count)]

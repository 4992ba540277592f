"""Who has no business waits anyway; and what a party decides hangs on its view alone."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.rules.sitting import DECIDE, Sitting
from sim.scenario.compile import compile_scenario
from sim.scenario.load import load
from sim.state import columns as c
from sim.state.layout import box, to_bytes
from tests.support.build import compiled, sit, talks
from tests.support.random_scenarios import scenarios


def play_and_check_sleepers(sitting):
    """Play a run; wherever a party is not asked, ask it all the same. Return how often that was."""
    asleep = 0
    while not sitting.is_over:
        if sitting.cursor.phase == DECIDE and not sitting.is_awake:
            party = sitting.cursor.party
            acts = sitting.decide()
            assert not acts.act_i[:, c.ACT_KIND].any(), "who has no business would only have waited"
            assert np.array_equal(acts.memory, sitting.world.memory[party], equal_nan=True)
            asleep += 1
        sitting.step()
    return asleep


@settings(max_examples=40)
@given(scenarios(), st.integers(0, 10**6))
def test_who_is_not_asked_would_have_waited(data, seed):
    play_and_check_sleepers(sit(compiled(data), seed))


@pytest.mark.parametrize("seed", [0, 1])
def test_in_the_baseline_most_have_no_business_in_most_weeks(seed):
    scenario = compile_scenario(load("ankara-2024"))
    asked = scenario.weeks * len(scenario.index.parties)
    asleep = play_and_check_sleepers(Sitting.start(scenario.params(seed), dict(scenario.sizes)))
    assert 0.3 * asked < asleep < asked


def check_desk(sitting, rng):
    """Play a run and decide everything twice: on a clean desk, and on one full of rubbish."""
    while not sitting.is_over:
        if sitting.cursor.phase == DECIDE and sitting.is_awake:
            clean = to_bytes(sitting.decide())
            box(sitting.draft).view(np.uint8)[:] = rng.integers(0, 3, sitting.draft.dtype.itemsize)
            assert to_bytes(sitting.decide()) == clean
        sitting.step()


@settings(max_examples=20)
@given(scenarios(), st.integers(0, 10**6))
def test_what_lay_on_the_desk_before_does_not_matter(data, seed):
    check_desk(sit(compiled(data), seed), np.random.default_rng(seed))


def test_what_lay_on_the_desk_before_does_not_matter_in_the_baseline():
    scenario = compile_scenario(load("ankara-2024"))
    check_desk(Sitting.start(scenario.params(7), dict(scenario.sizes)), np.random.default_rng(0))


def test_whoever_may_still_ask_for_a_concession_is_asked():
    """Nobody is left to ask for; a death elsewhere is news, and what stands out now is a concession."""
    price = {"gains": {"grant": 2.0, "al": 1.6}, "conduct": "Belarus", "side": "east"}
    data = talks(
        parties={"BRAVO": price, "ALFA": {"side": "west"}},
        assets={"grant": {"kind": "concession", "name": "G", "held_by": "ALFA", "to": "BRAVO", "levels": 1}},
        events={"death": {"kind": "death", "on": "2024-02-20", "title": "Al dies", "asset": "al"}},
    )
    assert play_and_check_sleepers(sit(compiled(data), 0)) > 0

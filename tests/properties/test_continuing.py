"""A run is its state: stop anywhere, store it, go on elsewhere, go on otherwise, or start anew alike."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.rules.sitting import DECIDE
from sim.state import columns as c
from sim.state.layout import to_bytes
from tests.support.build import compiled, sit, talks
from tests.support.random_scenarios import scenarios

SEEDS = st.one_of(st.none(), st.integers(0, 10**6))


def waiting(sitting):
    """Return the decision to do nothing this week."""
    acts = sitting.decide()
    acts.act_i[:, c.ACT_KIND] = c.WAIT
    return acts


@settings(max_examples=40)
@given(scenarios(), SEEDS, st.integers(0, 150))
def test_pausing_anywhere_equals_not_pausing(data, seed, steps):
    """Stored after any step and continued in a fresh sitting, a run ends in the same bytes."""
    scenario = compiled(data)
    whole, paused, fresh = (sit(scenario, seed) for _ in range(3))
    for _ in range(steps):
        if not paused.is_over:
            paused.step()
    stored = paused.snapshot()
    fresh.restore(stored)
    assert fresh.snapshot() == stored
    for sitting in (whole, fresh):
        sitting.play()
    assert to_bytes(whole.world) == to_bytes(fresh.world)


@settings(max_examples=25)
@given(scenarios(), SEEDS, st.integers(0, 40))
def test_a_run_can_be_continued_with_another_choice(data, seed, decisions):
    """From any decision the other choice can be played, and the first choice afterwards as if nothing had been."""
    sitting = sit(compiled(data), seed)
    while not sitting.is_over and (decisions > 0 or sitting.cursor.phase != DECIDE):
        decisions -= sitting.cursor.phase == DECIDE
        sitting.step()
    stored = sitting.snapshot()
    sitting.play()
    straight = to_bytes(sitting.world)
    sitting.restore(stored)
    if sitting.is_over:
        return
    party = sitting.cursor.party
    sitting.step(waiting(sitting))
    assert np.all(sitting.world.out_i[party, :, c.ACT_KIND] == c.WAIT)
    sitting.play()
    sitting.restore(stored)
    sitting.play()
    assert to_bytes(sitting.world) == straight


def test_another_choice_leads_elsewhere():
    """Where one party keeps silent throughout, the deal that it would have made is not made."""
    silent, usual = sit(compiled(talks())), sit(compiled(talks()))
    usual.play()
    while not silent.is_over:
        mine = silent.cursor.phase == DECIDE and silent.cursor.party == 0
        silent.step(waiting(silent) if mine else None)
    assert usual.world.now[c.NEXT_DEAL] == 1
    assert silent.world.now[c.NEXT_DEAL] == 0


@settings(max_examples=15)
@given(scenarios(), st.integers(0, 10**6))
def test_the_same_seed_gives_the_same_run(data, seed):
    """Compiled and played twice from the same data and seed, bit for bit."""
    first, second = sit(compiled(data), seed), sit(compiled(data), seed)
    first.play()
    second.play()
    assert first.snapshot() == second.snapshot()


def test_another_seed_gives_other_values():
    """Seeds matter where something is uncertain, seed 0 included."""
    scenario = compiled(talks(parties={"ALFA": {"spread": 0.3}}))
    gains = {float(scenario.params(seed).gain[0, 1]) for seed in range(20)}
    assert len(gains) == 20
    assert float(scenario.params(centre=True).gain[0, 1]) == 3.0

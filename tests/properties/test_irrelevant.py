"""What should not matter does not: the order of parties, somebody nobody wants, an event that touches nobody."""

from __future__ import annotations

import copy
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.api import run
from sim.ensemble.batch import play_batch
from sim.scenario.load import load
from sim.state import columns as c
from tests.support.build import compiled, sit
from tests.support.random_scenarios import scenarios
from tests.support.story import tell

SEEDS = st.one_of(st.none(), st.integers(0, 10**6))


def story(data, seed):
    """Return the deals of a run: when agreed, when executed, what was released at which level."""
    scenario = compiled(data)
    sitting = sit(scenario, seed)
    sitting.play()
    world = sitting.world
    told = []
    for deal in range(int(world.now[c.NEXT_DEAL])):
        row = world.deals[deal]
        released = {
            scenario.index.assets[a]: int(world.released[deal, a]) for a in np.flatnonzero(world.released[deal])
        }
        told.append((*(int(n) for n in row[[c.DEAL_STAGE, c.DEAL_AGREED, c.DEAL_EXECUTED]]), released))
    return told


def turned(data, order):
    """Return a scenario in which parties and channels stand in another order: `order` shuffles a list."""
    other = dict(data)
    for section in ("parties", "channels"):
        names = list(data[section])
        order(names)
        other[section] = {name: data[section][name] for name in names}
    return other


def everything(data, seed):
    """Return what was decided and agreed in a run, by ids, and what each party made of it."""
    told = tell(data, seed)
    utility = told.sitting.world.utility.sum(axis=1)
    worth = {name: float(utility[at]) for at, name in enumerate(told.compiled.index.parties)}
    return sorted(told.acts, key=lambda act: (act.week, act.party, act.channel)), told.deals, worth


@settings(max_examples=60)
@given(scenarios(), SEEDS, st.randoms(use_true_random=False))
def test_the_order_of_parties_and_channels_does_not_matter(data, seed, random):
    """In any scenario every act, deal and utility is the same, bit for bit."""
    assert everything(turned(data, random.shuffle), seed) == everything(data, seed)


@pytest.mark.parametrize("name", ["ring", "ankara-2024"])
def test_the_order_of_parties_of_a_shipped_scenario_does_not_matter(name):
    """Nor is a party's place in the result's tables moved from where the file has it."""
    loaded = load(name)
    parties = dict(reversed(loaded.scenario.parties.items()))
    backwards = replace(loaded, scenario=loaded.scenario.model_copy(update={"parties": parties}))
    found, expected = run(backwards, centre=True, told=False), run(loaded, centre=True, told=False)
    assert found.deals == expected.deals
    assert dict(found.parties) == dict(expected.parties)
    assert list(found.parties) == [name for name in parties if name in found.parties]


@settings(max_examples=30)
@given(scenarios(), SEEDS)
def test_somebody_whom_nobody_values_changes_nothing(data, seed):
    """One more captive without any gain or cost leaves every deal as it was, luck included."""
    more = copy.deepcopy(data)
    more["assets"]["nobody"] = {"name": "Nobody", "held_by": "BRAVO"}
    assert story(more, seed) == story(data, seed)


@settings(max_examples=30)
@given(scenarios(), SEEDS)
def test_an_event_that_touches_nobody_changes_nothing(data, seed):
    """Somebody unvalued falls ill, is tried, and dies, at random and on a day: every deal is as it was."""
    more = copy.deepcopy(data)
    more["assets"]["nobody"] = {"name": "Nobody", "held_by": "BRAVO", "legal": "pending"}
    events = {
        "ill": {"kind": "health", "asset": "nobody", "level": "high", "rate": 20},
        "tried": {"kind": "verdict", "asset": "nobody", "on": "2024-01-15"},
        "dies": {"kind": "death", "asset": "nobody", "on": "2024-02-12"},
    }
    more["events"] = {**events, **data["events"]}
    assert story(more, seed) == story(data, seed)


FAR_AWAY = {"name": "Far away", "gains": {}, "costs": {}}


def told_of_all(data, seed, runs=4):
    """Return of each run its deals, utilities and reservations, by ids: a party more may stand anywhere."""
    scenario = compiled(data)
    batch, parties = play_batch(scenario, seed, 0, runs), scenario.index.parties
    told = []
    for run_number in range(runs):
        deals = []
        for at, row in enumerate(batch.deals[run_number]):
            agreed, executed, venue, guarantor, proposer = (int(n) for n in row)
            if executed >= 0:
                levels = batch.released[run_number, at]
                released = {scenario.index.assets[a]: int(levels[a]) for a in np.flatnonzero(levels)}
                by = parties[guarantor] if guarantor >= 0 else None
                deals.append((agreed, executed, venue, by, parties[proposer], released))
        utility = dict(zip(parties, batch.utility[run_number].tolist()))
        reservation = dict(zip(parties, batch.reservation[run_number].tolist()))
        told.append((deals, utility, reservation))
    return told


@settings(max_examples=15)
@given(scenarios(), st.integers(0, 10**6))
def test_additions_that_concern_nobody_leave_every_run_of_an_ensemble(data, seed):
    """One more party without a channel, a captive nobody values, an event that touches nobody: the same runs."""
    more = copy.deepcopy(data)
    more["parties"]["OMEGA"] = copy.deepcopy(FAR_AWAY)
    more["assets"]["nobody"] = {"name": "Nobody", "held_by": "OMEGA", "legal": "pending"}
    more["events"] = {"ill": {"kind": "health", "asset": "nobody", "level": "high", "rate": 20}, **data["events"]}
    plain, added = told_of_all(data, seed), told_of_all(more, seed)
    for before, after in zip(plain, added):
        utility, reservation = after[1].pop("OMEGA"), after[2].pop("OMEGA")
        assert (utility, reservation) == (0.0, 0.0)
        assert after == before

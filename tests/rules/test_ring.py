"""Three custodians, each wanting the next one's prisoner: the ring trades, and no pair could."""

from __future__ import annotations

from itertools import combinations, product

import numpy as np
import pytest

from sim.api import run
from sim.scenario.compile import compile_scenario
from sim.scenario.load import load
from sim.state import columns as c

PAIRS = tuple(combinations(("ALFA", "BRAVO", "CHARLIE"), 2))


def test_the_ring_is_one_deal_of_three_releases():
    result = run("ring", centre=True)

    assert len(result.deals) == 1
    assert [(one.asset, one.giver) for one in result.deals[0].delivered.releases] == [
        ("al", "ALFA"),
        ("bo", "BRAVO"),
        ("cy", "CHARLIE"),
    ]
    assert all(outcome.surplus > 0 for outcome in result.parties.values())


def test_no_package_of_two_suits_both():
    """Every package of two parties' prisoners leaves one of the two worse off than no deal."""
    compiled = compile_scenario(load("ring"))
    params = compiled.params(centre=True)
    holder = params.asset_i[: len(compiled.index.assets), c.HOLDER]
    for one, other in combinations(range(3), 2):
        theirs = np.flatnonzero((holder == one) | (holder == other))
        for levels in product((0, 1), repeat=len(theirs)):
            given = theirs[np.flatnonzero(levels)]
            if not len(given):
                continue
            worth = [
                sum(params.gain[party, a] if holder[a] != party else -params.cost[party, a] for a in given)
                for party in (one, other)
            ]
            assert min(worth) < 0.0


@pytest.mark.parametrize("pair", PAIRS)
def test_two_alone_do_not_deal(pair):
    assert not run("ring", centre=True, sets=[f"channels.table.members=[{', '.join(pair)}]"]).deals

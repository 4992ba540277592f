"""What could have been had: every point is agreeable and undominated, and small cases equal brute force."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.scenario.compile import compile_scenario
from sim.scenario.load import load
from sim.seat.frontier import Point, frontier, undominated
from sim.seat.worths import Worths
from sim.state import columns as c
from tests.support.build import compiled
from tests.support.random_scenarios import scenarios


def brute(worths, me, places):
    """Return the frontier over all packages at their highest levels."""
    usable = worths.obtainable()
    facts = worths.views[0].asset_i
    points = []
    for levels in product([0, 1], repeat=len(usable)):
        x = np.zeros(facts.shape[0], np.int8)
        for a, one in zip(usable, levels, strict=True):
            x[a] = one * facts[a, c.LEVELS]
        if not any(facts[a, c.KIND] == c.PERSON for a in np.flatnonzero(x)):
            continue
        for place in places:
            if worths.all_would(x, *place):
                points.append(Point(x, *place, worths.surpluses(x, *place)))
    return undominated(points, me)


@settings(max_examples=25)
@given(scenarios(), st.integers(0, 9))
def test_every_point_is_agreeable_and_none_beats_brute_force(data, party):
    """Nothing is invented; what is found lies on or below the true frontier."""
    made = compiled(data)
    worths = Worths.of(made, None)
    if len(worths.obtainable()) > 8:
        return
    me = party % len(worths.views)
    found = frontier(worths, me)
    true = brute(
        worths,
        me,
        [(-1, -1), *((v, g) for v in range(len(made.index.venues)) for g in [-1, *range(len(worths.views))])],
    )
    for one in found:
        assert worths.all_would(one.x, one.venue, one.guarantor)
        assert one.gains == pytest.approx(worths.surpluses(one.x, one.venue, one.guarantor))
    if found:
        assert found[0].mine(me) <= true[0].mine(me) + 1e-9
        assert max(one.others(me) for one in found) <= max(one.others(me) for one in true) + 1e-9


def test_the_frontier_of_the_class_case_is_near_brute_force_at_its_ends():
    """Most for Velta, most for the others, and no change of two assets improves either end by much."""
    worths = Worths.of(compile_scenario(load("classroom")), None)
    me = worths.compiled.index.parties.index("VELTA")
    found = frontier(worths, me)
    assert len(found) >= 3
    ends = [found[0], found[-1]]
    usable, facts = worths.obtainable(), worths.views[0].asset_i
    for end, better in zip(ends, (lambda g: g[me], lambda g: g.sum() - g[me]), strict=True):
        for a, b in product(usable, usable):  # no change of two assets improves an end
            x = end.x.copy()
            for one in {a, b}:
                x[one] = 0 if x[one] else facts[one, c.LEVELS]
            if worths.all_would(x, end.venue, end.guarantor) and any(
                facts[k, c.KIND] == c.PERSON for k in np.flatnonzero(x)
            ):
                gains = worths.surpluses(x, end.venue, end.guarantor)
                assert better(gains) <= better(end.gains) + 0.6

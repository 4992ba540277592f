"""A bid search finds, within its budget, what going through every package finds."""

from __future__ import annotations

import numpy as np
import pytest

from sim.scenario.compile import SEARCH_BUDGET
from sim.state import columns as c
from sim.state.layout import allocate
from sim.tactics.draft import LAYOUT, LIKELIEST, MOST_FOR_ME, Draft
from tests.support.kernels import enumerate_packages, open_draft, search
from tests.support.random_views import SIZES, random_case

GOAL = 0.01  # regret: a share of the best surplus, or a difference of chances
ANYWHERE = np.array([-2, -2])
SCORE, MISSED, OWN, LOG_CHANCE = range(4)


def fresh():
    """Return the trail of a search before which there was none."""
    return np.zeros(c.TRAIL, np.int64)


def compare(seed):
    """Return the regret of both searches in one random view; None where nothing is feasible."""
    case = random_case(seed)
    assets = SIZES["A"]
    found, starts = np.zeros(assets, np.int8), np.zeros((2, assets), np.int8)
    got, best = np.zeros(4), np.zeros(4)

    def both(mode, target):
        for result, fast in ((got, True), (best, False)):
            draft = allocate(Draft, LAYOUT, SIZES)
            open_draft(case.view, draft, 0, case.allies, mode, target, ANYWHERE, result)
            if fast:
                search(case.view, draft, starts, fresh(), SEARCH_BUDGET, found, result)
            else:
                enumerate_packages(case.view, draft, mode == LIKELIEST, found, result)
        if best[SCORE] == -np.inf:
            assert got[MISSED] > 0, "a search may not find what no enumeration finds"
            return None
        if got[MISSED] > 1e-7:
            return 1.0
        if mode == MOST_FOR_ME:
            return (best[OWN] - got[OWN]) / max(abs(best[OWN]), 0.05)
        return np.exp(best[LOG_CHANCE]) - np.exp(got[LOG_CHANCE])

    most = both(MOST_FOR_ME, 0.0)
    if most is None or best[OWN] <= 0:
        return most, None
    return most, both(LIKELIEST, case.aspiration * best[OWN])


def check(seeds, least):
    regrets = [compare(seed) for seed in seeds]
    for mode in range(2):
        found = np.array([pair[mode] for pair in regrets if pair[mode] is not None])
        assert len(found) >= least
        assert found.min() > -1e-6, "a search cannot beat the enumeration"
        within = np.mean(found <= GOAL)
        print(f"{('most for me', 'likeliest')[mode]}: {len(found)} cases, {within:.1%} within 1 %,"  # noqa: T201
              f" mean {found.mean():.4f}, worst {found.max():.3f}")  # fmt: skip
        assert within >= 0.95


def test_a_search_regrets_one_percent_at_most():
    """Against every package of up to 14 assets, in 95 % of 400 random views.

    A few dozen views would say little: one miss more or less among 60 turns 96 % into 94.
    """
    check(range(400), 250)


def test_a_search_that_starts_from_what_was_found_does_no_worse():
    """With hardly any budget: what a party found the last time is not lost."""
    assets = SIZES["A"]
    for seed in range(60):
        case = random_case(seed)
        first, again, found = np.zeros(4), np.zeros(4), np.zeros(assets, np.int8)
        starts = np.zeros((2, assets), np.int8)
        for budget, result in ((SEARCH_BUDGET, first), (20, again)):
            draft = allocate(Draft, LAYOUT, SIZES)
            open_draft(case.view, draft, 0, case.allies, MOST_FOR_ME, 0.0, ANYWHERE, result)
            search(case.view, draft, starts, fresh(), budget, found, result)
            starts[1] = found
        if first[MISSED] <= 1e-7:
            assert again[MISSED] <= 1e-7
            assert again[OWN] >= first[OWN] - 0.7, "the place may be another, the package not"


def test_short_searches_that_go_on_find_what_a_long_one_finds():
    """Four of a quarter each, each from where the last has stopped, and four that each begin anew."""
    assets = SIZES["A"]
    long, went_on, anew = [], [], []
    for seed in range(200):
        case = random_case(seed)
        result, found = np.zeros(4), np.zeros(assets, np.int8)

        def run(starts, trail, budget, case=case, result=result, found=found):
            draft = allocate(Draft, LAYOUT, SIZES)
            open_draft(case.view, draft, 0, case.allies, MOST_FOR_ME, 0.0, ANYWHERE, result)
            search(case.view, draft, starts, trail, budget, found, result)
            return result[OWN] if result[MISSED] <= 1e-7 else 0.0

        long.append(run(np.zeros((2, assets), np.int8), fresh(), SEARCH_BUDGET))
        for told, carried in ((went_on, True), (anew, False)):
            starts, trail = np.zeros((2, assets), np.int8), fresh()
            for _ in range(4):
                best = run(starts, trail if carried else fresh(), SEARCH_BUDGET // 4)
                starts[1] = found
            told.append(best)

    assert np.mean(went_on) > np.mean(anew)
    assert np.mean(went_on) > 0.99 * np.mean(long)


@pytest.mark.slow
def test_a_search_regrets_one_percent_at_most_in_many_views():
    """The same in 1,600 views."""
    check(range(1600), 1000)

"""Offers over yes/no issues: proved ones are the best there are, quick ones no better and never below the bar."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sim.tactics.offers.exact import MOST_NODES
from tests.support.offers import every_package, offers_of

AMOUNTS = st.integers(-40, 40).map(lambda n: n / 8)  # in eighths, whose sums are exact: no tolerance is needed


@st.composite
def bars(draw: st.DrawFn):
    """Return what a yes is worth to me, to the others, and a bar that I can reach."""
    issues = draw(st.integers(1, 12))
    mine = draw(st.lists(AMOUNTS, min_size=issues, max_size=issues))
    others = draw(st.lists(AMOUNTS, min_size=issues, max_size=issues))
    best, worst = sum(max(x, 0) for x in mine), sum(min(x, 0) for x in mine)
    return mine, others, draw(st.integers(round(8 * worst), round(8 * best))) / 8


@given(bars())
def test_the_exact_offer_gives_the_others_the_most_that_any_package_does_at_my_bar(case):
    mine, others, bar = case
    packages = every_package(len(mine))
    greedy, exact, _, is_proved = offers_of(mine, others, bar)
    assert is_proved
    assert exact @ mine >= bar
    assert greedy @ mine >= bar
    able = packages[packages @ np.array(mine) >= bar] @ np.array(others)
    assert exact @ np.array(others) == able.max()
    assert greedy @ np.array(others) <= exact @ np.array(others)


def test_greed_can_fall_short():
    """6 and 6 fit into the room where the dense 7 leaves no place for either."""
    greedy, exact, _, _ = offers_of([5, 6, 6], [-6, -6, -6], 5)
    assert greedy.tolist() == [0, 0, 1]  # after the 5 the room of 12 takes one 6 more
    assert exact.sum() == greedy.sum()
    greedy, exact, _, _ = offers_of([7, 6, 6], [-8, -6, -6], 7)
    assert greedy.tolist() == [0, 1, 1]
    assert exact.tolist() == [1, 0, 0]


def test_what_costs_me_nothing_is_as_the_others_like_it_and_what_gives_nothing_as_i_like_it():
    greedy, exact, _, _ = offers_of([0, 0, 3, -3, 0], [2, -2, 0, 0, 0], 3)
    assert greedy.tolist() == exact.tolist() == [1, 0, 1, 0, 0]


def test_equal_trades_are_taken_in_the_order_of_the_issues():
    _, exact, _, _ = offers_of([1, 1, 1, 1], [-1, -1, -1, -1], 2)
    assert exact.tolist() == [0, 0, 1, 1]


def test_a_proof_visits_a_handful_of_nodes_on_random_worths():
    random = np.random.default_rng(1)
    means = []
    for issues in (12, 24, 60, 240):
        nodes = []
        for _ in range(50):
            mine, others = random.uniform(-1, 1, (2, issues))
            best = np.maximum(mine, 0).sum()
            nodes.append(offers_of(mine, others, best - random.uniform(0, 0.8) * abs(mine).sum())[2])
        means.append(np.mean(nodes))
    assert all(mean < 5 * issues for mean, issues in zip(means, (12, 24, 60, 240))), means


def test_a_search_that_would_not_end_stops_says_so_and_is_no_worse_than_greed():
    """Even costs and an odd room: every sum of trades falls just short of the bound."""
    mine, others = [-2.0] * 60, [2.0 + at * 1e-9 for at in range(60)]
    greedy, exact, nodes, is_proved = offers_of(mine, others, -61.0)
    assert nodes >= MOST_NODES
    assert not is_proved
    assert exact @ np.array(others) >= greedy @ np.array(others)
    assert exact @ np.array(mine) >= -61.0

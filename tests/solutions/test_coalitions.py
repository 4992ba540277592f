"""Coalitions: published values, laws as properties, and every answer beside a slower obvious one."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from sim.errors import UsageError
from sim.solutions import coalitions, cores

MAJORITY = coalitions.voting_game([1, 1, 1], 2)
GLOVES = coalitions.voting_game([2, 1, 1], 3)


def test_the_security_council_is_valued_as_published() -> None:
    shares = coalitions.shapley(coalitions.voting_game([7] * 5 + [1] * 10, 39)).answer["shares"]
    assert shares == pytest.approx([421 / 2145] * 5 + [4 / 2145] * 10, abs=1e-12)


def test_the_community_of_1958_is_valued_as_published() -> None:
    shares = coalitions.shapley(coalitions.voting_game([4, 4, 4, 2, 2, 1], 12)).answer["shares"]
    assert shares == pytest.approx([7 / 30] * 3 + [3 / 20] * 2 + [0], abs=1e-12)


def test_the_left_glove_takes_all_in_the_core() -> None:
    assert coalitions.shapley(GLOVES).answer["shares"] == pytest.approx([2 / 3, 1 / 6, 1 / 6])
    assert np.allclose(cores.core(GLOVES).answer["ranges"], [(1, 1), (0, 0), (0, 0)])


@pytest.mark.parametrize(("estate", "shares"), [(100, [100 / 3] * 3), (200, [50, 75, 75]), (300, [50, 100, 150])])
def test_the_contested_garment_is_shared_as_published(estate: float, shares: list[float]) -> None:
    found = cores.nucleolus(coalitions.bankruptcy_game(estate, [100, 200, 300]))
    assert found.answer["shares"] == pytest.approx(shares)


def test_a_majority_of_three_has_no_core() -> None:
    found = cores.core(MAJORITY)
    assert found.answer == {"empty": True}
    assert "lacks at least 0.333333" in found.note
    assert cores.nucleolus(MAJORITY).answer["shares"] == pytest.approx([1 / 3] * 3)


def games(least: int = 2, most: int = 4):
    numbers = st.integers(0, 12).map(float)
    return (
        st.integers(least, most)
        .flatmap(lambda n: arrays(np.float64, 2**n, elements=numbers))
        .map(lambda v: np.concatenate([[0.0], v[1:]]))
    )


@given(games())
def test_the_shapley_value_is_the_mean_over_all_orders(worth) -> None:
    n = coalitions.game(worth)[1]
    added = coalitions.shapley_over_orders(
        n, lambda who: worth[sum(1 << player for player in who)], list(permutations(range(n)))
    )
    shares = coalitions.shapley(worth).answer["shares"]
    assert shares == pytest.approx(added.mean(axis=0))
    assert sum(shares) == pytest.approx(worth[-1])


@given(games(3, 3), games(3, 3))
def test_the_shapley_value_is_additive(one, other) -> None:
    both = np.add(coalitions.shapley(one).answer["shares"], coalitions.shapley(other).answer["shares"])
    assert coalitions.shapley(one + other).answer["shares"] == pytest.approx(both)


@given(st.lists(st.integers(0, 5), min_size=2, max_size=4))
def test_a_convex_game_has_its_shapley_value_in_the_core(sizes) -> None:
    """The square of the members' sizes is a convex game."""
    worth = coalitions.game_of(len(sizes), lambda who: float(sum(sizes[player] for player in who)) ** 2)
    assert coalitions.is_convex(worth)
    assert cores.largest_complaint(worth, coalitions.shapley(worth).answer["shares"]) <= 1e-9
    assert not cores.core(worth).answer["empty"]


def test_drawn_orders_estimate_the_security_council() -> None:
    weights = np.array([7] * 5 + [1] * 10)
    found = coalitions.sample_shapley(
        15, lambda who: float(weights[list(who)].sum() >= 39), 2000, np.random.default_rng(1)
    )
    exact = np.array([421 / 2145] * 5 + [4 / 2145] * 10)
    assert (np.abs(np.array(found.answer["shares"]) - exact) < 5 * np.array(found.answer["errors"]) + 1e-3).all()


def sorted_complaints(worth, shares):
    n = len(shares)
    return np.sort((worth - coalitions.members(n) @ shares)[1:-1])[::-1]


@settings(max_examples=50)
@given(games(3, 4), st.integers(0, 10**6))
def test_no_drawn_sharing_has_smaller_complaints_than_the_nucleolus(worth, seed) -> None:
    """Lexicographic order of complaints against many sharings, near and far."""
    found = np.array(cores.nucleolus(worth).answer["shares"])
    assert found.sum() == pytest.approx(worth[-1], abs=1e-6)
    best = sorted_complaints(worth, found)
    drawn = np.random.default_rng(seed)
    for scale in (0.01, 0.1, 1.0, 10.0):
        for _ in range(20):
            step = drawn.normal(size=len(found)) * scale
            other = sorted_complaints(worth, found + step - step.mean())
            differs = np.flatnonzero(np.abs(best - other) > 1e-6)
            assert not len(differs) or best[differs[0]] < other[differs[0]]


@given(games())
def test_the_least_core_makes_the_largest_complaint_smallest(worth) -> None:
    found = cores.least_core(worth)
    assert found.gap <= 1e-6
    shares = np.array(found.answer["shares"])
    assert cores.largest_complaint(worth, shares) == pytest.approx(max(0.0, found.answer["complaint"]), abs=1e-6)
    assert (found.answer["complaint"] > 1e-9) == cores.core(worth).answer["empty"]


@pytest.mark.parametrize(
    ("call", "complaint"),
    [
        (lambda: coalitions.shapley([0, 1, 2]), "worth: found 3 coalitions"),
        (lambda: coalitions.shapley([1, 1]), "worth: found 1 for nobody"),
        (lambda: coalitions.voting_game([1] * 21, 5), "players: found 21"),
        (lambda: cores.largest_complaint([0, 1], [1.0, 2.0]), "shares: found the shape"),
    ],
)
def test_what_cannot_be_meant_is_refused(call, complaint: str) -> None:
    with pytest.raises(UsageError, match=complaint):
        call()

"""Concessions along rankings, and power in votes, beside everything tried."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.errors import UsageError
from sim.solutions.coalitions import bankruptcy_game, shapley, voting_game
from sim.solutions.cores import nucleolus
from sim.solutions.rankings import concede_minimally, name_unique_offers, rank_of_utilities, smallest_larger_rank
from sim.solutions.voting import contested_garment, shapley_shubik


@given(st.integers(2, 30), st.integers(0, 10**6))
def test_minimal_concessions_end_where_the_larger_rank_is_smallest(deals: int, seed: int) -> None:
    ranks = rank_of_utilities(np.random.default_rng(seed).random((2, deals)))
    assert ranks[:, concede_minimally(ranks)].max() == smallest_larger_rank(ranks)


@given(st.integers(1, 4), st.integers(2, 12), st.floats(0.1, 0.9), st.integers(0, 10**6))
def test_unique_offers_find_a_deal_if_and_only_if_there_is_one(parties, deals, share, seed) -> None:
    drawn = np.random.default_rng(seed)
    ranks = rank_of_utilities(drawn.random((parties, deals)))
    takes = drawn.random((parties, deals)) < share
    found = name_unique_offers(ranks, takes)
    assert (found is None) == (not takes.all(axis=0).any())
    assert found is None or takes[:, found].all()


@given(st.lists(st.integers(0, 6), min_size=2, max_size=7), st.data())
def test_counting_gives_the_power_that_listing_gives(weights, data) -> None:
    if not sum(weights):
        return
    quota = data.draw(st.integers(1, sum(weights)))
    counted = [float(share) for share in shapley_shubik(weights, quota)]
    assert counted == pytest.approx(shapley(voting_game(weights, quota)).answer["shares"], abs=1e-12)


@given(st.lists(st.integers(1, 50), min_size=2, max_size=5), st.floats(0, 1))
def test_the_contested_garment_is_the_nucleolus(claims, part) -> None:
    estate = part * sum(claims)
    found = nucleolus(bankruptcy_game(estate, claims)).answer["shares"]
    assert contested_garment(estate, claims) == pytest.approx(found, abs=1e-5)


@pytest.mark.parametrize(
    ("call", "complaint"),
    [
        (lambda: concede_minimally([[1, 1], [2, 1]]), "a row that is not 1 to 2"),
        (lambda: concede_minimally([[1, 2]]), "found 1 parties"),
        (lambda: name_unique_offers([[1, 2]], [[1]]), "acceptable: found the shape"),
        (lambda: shapley_shubik([1, 1], 3), "quota: found 3"),
        (lambda: contested_garment(9, [1, 2]), "estate: found 9"),
    ],
)
def test_what_cannot_be_meant_is_refused(call, complaint: str) -> None:
    with pytest.raises(UsageError, match=complaint):
        call()

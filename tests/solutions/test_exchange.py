"""Rings and chains beside every subset of releases, tried."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.errors import UsageError
from sim.solutions.exchange import exchange
from sim.solutions.packages_listed import list_packages

RING = [(0, 1), (1, 2), (2, 0)]
arcs = st.lists(
    st.tuples(st.integers(0, 4), st.integers(0, 4)).filter(lambda way: way[0] != way[1]), min_size=1, max_size=9
)


def best_by_trial(ways, gains, starters=()):
    """Try every set of releases in which nobody but a starter gives more than it gets."""
    best = 0.0
    for taken in list_packages(len(ways)).astype(bool):
        owed = np.zeros(5)
        for (giver, taker), used in zip(ways, taken):
            owed[giver] += used
            owed[taker] -= used
        strict = [party for party in range(5) if party not in starters]
        if (owed[strict] <= 0).all() and (starters or not owed.any()):
            best = max(best, float(np.array(gains)[taken].sum()))
    return best


def test_a_ring_of_three_frees_three_where_no_pair_can_trade() -> None:
    assert exchange(RING, longest=2).answer["releases"] == ()
    assert exchange(RING, longest=2).note == "no ring gains anything"
    assert exchange(RING).answer["rings"] == ((0, 1, 2),)
    assert exchange(RING).objective == 3.0


@given(arcs, st.lists(st.integers(-2, 5).map(float), min_size=9, max_size=9), st.sets(st.integers(0, 4), max_size=1))
def test_rings_and_chains_are_the_best_of_all_sets_of_releases(ways, gains, starters) -> None:
    gains = gains[: len(ways)]
    found = exchange(ways, gains, starters=starters)
    assert found.objective == pytest.approx(best_by_trial(ways, gains, starters))
    assert found.gap == 0
    used = [place for walk in (*found.answer["rings"], *found.answer["chains"]) for place in walk]
    assert sorted(used) == list(found.answer["releases"])
    for ring in found.answer["rings"]:
        assert all(ways[one][1] == ways[other][0] for one, other in zip(ring, ring[1:] + ring[:1]))
    for chain in found.answer["chains"]:
        assert ways[chain[0]][0] in starters
        assert all(ways[one][1] == ways[other][0] for one, other in itertools.pairwise(chain))


@given(arcs, st.sets(st.integers(0, 4), max_size=1))
def test_rings_of_any_length_listed_are_as_good_as_the_flow(ways, starters) -> None:
    listed = exchange(ways, longest=5, starters=starters)
    assert listed.objective == pytest.approx(exchange(ways, starters=starters).objective)
    assert listed.gap <= 1e-6


@given(arcs)
def test_longer_rings_never_free_fewer(ways) -> None:
    freed = [exchange(ways, longest=longest).objective for longest in (2, 3, 4, 5)]
    assert freed == sorted(freed)


@pytest.mark.parametrize(
    ("call", "complaint"),
    [
        (lambda: exchange([(0, 0)]), "releases to itself"),
        (lambda: exchange(RING, [1.0, 2.0]), "gains: found 2; allowed: 3"),
        (lambda: exchange(RING, longest=1), "longest: found 1"),
    ],
)
def test_what_cannot_be_meant_is_refused(call, complaint: str) -> None:
    with pytest.raises(UsageError, match=complaint):
        call()

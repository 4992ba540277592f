"""The frontier between two blocs beside every package tried."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.errors import UsageError
from sim.solutions.bloc_frontier import two_bloc_frontier
from sim.solutions.curves import Curve
from sim.solutions.finite import pareto_frontier
from sim.solutions.packages import Choice, Linkage
from sim.solutions.packages_listed import list_packages


@settings(max_examples=25)
@given(st.integers(0, 10**6), st.integers(2, 4), st.integers(3, 8))
def test_the_frontier_is_that_of_all_packages_tried(seed: int, parties: int, assets: int) -> None:
    drawn = np.random.default_rng(seed)
    worth = drawn.integers(-5, 7, (parties, assets)).astype(float)
    choice = Choice(worth, -2.0, [Linkage(0, (1, 2), 1, None)])
    found = two_bloc_frontier(choice, [0])
    feasible = [x for x in list_packages(assets) if choice.is_feasible(x)]
    if not feasible:
        assert "empty" in found.note
        return
    sums = np.array([choice.utilities(x) for x in feasible])
    sums = np.stack([sums[:, 0], sums[:, 1:].sum(axis=1)], axis=1)
    expected = sorted({tuple(one) for one in sums[pareto_frontier(sums)]}, reverse=True)
    assert list(found.answer["blocs"]) == expected
    assert found.gap == 0


@settings(max_examples=12)
@given(st.integers(0, 10**6), st.sampled_from(["power", "exponential", "threshold"]), st.sampled_from([0, 1]))
def test_the_frontier_is_that_of_all_packages_tried_where_curves_bend(seed: int, shape: str, bent: int) -> None:
    drawn = np.random.default_rng(seed)
    worth = drawn.integers(-5, 7, (3, 7)).astype(float)
    cost = np.zeros(worth.shape)
    cost[bent], worth[bent] = np.maximum(-worth[bent], 0.0), np.maximum(worth[bent], 0.0)
    choice = Choice(worth, -2.0, cost=cost, curves={bent: Curve(shape, 4.0, 1.5, 3.0, 2.0)})
    found = two_bloc_frontier(choice, [0])
    sums = np.array([choice.utilities(x) for x in list_packages(7) if choice.is_feasible(x)])
    sums = np.stack([sums[:, 0], sums[:, 1:].sum(axis=1)], axis=1)
    expected = np.array(sorted({tuple(one) for one in np.round(sums[pareto_frontier(np.round(sums, 6))], 6)})[::-1])
    assert np.asarray(found.answer["blocs"]) == pytest.approx(expected, abs=1e-4)


def test_a_coarse_frontier_is_some_of_the_whole() -> None:
    drawn = np.random.default_rng(5)
    choice = Choice(drawn.uniform(-1.0, 1.2, (4, 12)))
    whole, some = two_bloc_frontier(choice, [0, 1]), two_bloc_frontier(choice, [0, 1], step=0.1)
    assert set(some.answer["packages"]) <= set(whole.answer["packages"])
    assert 3 <= len(some.answer["packages"]) < len(whole.answer["packages"])


def test_blocs_are_some_of_the_parties() -> None:
    with pytest.raises(UsageError, match=r"first: found \[0, 1\]; allowed: some of the 2 parties"):
        two_bloc_frontier(Choice([[1.0], [2.0]]), [0, 1])

"""Intervals hold what they promise; quantiles are what a sorted list says."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from sim.analysis.intervals import mean, quantile, runs_needed, share, wilson


@pytest.mark.parametrize("runs", [1, 2, 7, 60, 1000])
def test_wilson_is_that_of_the_library(runs: int) -> None:
    """For every number of successes."""
    successes = np.unique(np.linspace(0, runs, 23).astype(int))
    low, high = wilson(successes, runs)
    for k, least, most in zip(successes, low, high, strict=True):
        known = binomtest(int(k), runs).proportion_ci(0.95, "wilson")
        assert (least, most) == pytest.approx((known.low, known.high), abs=1e-12)


@pytest.mark.parametrize("p", [0.03, 0.3, 0.85])
@pytest.mark.parametrize("runs", [60, 1000])
def test_the_interval_of_a_share_holds_it_about_nineteen_times_in_twenty(p: float, runs: int) -> None:
    """Over 20,000 ensembles of one seed."""
    low, high = wilson(np.random.default_rng(1).binomial(runs, p, 20_000), runs)
    assert 0.93 < ((low <= p) & (p <= high)).mean() < 0.975


@pytest.mark.parametrize("runs", [60, 1000])
def test_the_interval_of_a_mean_holds_it_about_nineteen_times_in_twenty(runs: int) -> None:
    """For an index that is 0 in a quarter of runs and spread out in the rest, as the Jaccard index is."""
    values, odds = np.array([0.0, 0.2, 0.5, 0.8, 1.0]), np.array([0.25, 0.15, 0.2, 0.3, 0.1])
    draws = np.random.default_rng(2).multinomial(runs, odds, 4000)
    found = [mean(values, counts, 0.0, 1.0) for counts in draws]
    held = [one.low <= values @ odds <= one.high for one in found]
    assert 0.935 < np.mean(held) < 0.965


def test_nothing_seen_says_nothing() -> None:
    """Without runs an interval is all that can be; with one run that of a mean too."""
    assert share(0, 0)[1:] == (0.0, 1.0)
    assert mean([0.5], [0], 0.0, 1.0)[1:] == (0.0, 1.0)
    assert mean([0.5], [1], 0.0, 1.0) == (0.5, 0.0, 1.0)
    assert quantile([0, 0], 0.5) is None


def test_an_interval_of_a_mean_does_not_leave_what_can_be() -> None:
    """Cut at the ends."""
    assert mean([0.0, 1.0], [1, 20], 0.0, 1.0).high == 1.0


@given(st.lists(st.integers(0, 20), min_size=1, max_size=200), st.sampled_from([0.05, 0.5, 0.95, 1.0]))
def test_a_quantile_of_counts_is_that_of_the_list(values: list[int], q: float) -> None:
    """The smallest value at or below which that share lies."""
    assert quantile(np.bincount(values), q) == min(
        v for v in values if sum(w <= v for w in values) >= round(q * len(values), 6)
    )


@pytest.mark.parametrize("expected", [0.5, 0.9, 1.0])
@pytest.mark.parametrize("half", [0.2, 0.05, 0.01])
def test_runs_needed_are_enough_and_one_fewer_is_not(expected: float, half: float) -> None:
    """The smallest number."""
    runs = runs_needed(half, expected)

    def width(n: int) -> float:
        low, high = wilson(expected * n, n)
        return float(high - low) / 2.0

    assert width(runs) <= half + 1e-12
    assert runs == 1 or width(runs - 1) > half


@pytest.mark.parametrize("half", [0.0, -1.0, float("nan")])
def test_no_number_of_runs_makes_an_interval_a_point(half: float) -> None:
    """Said in one line."""
    with pytest.raises(ValueError, match="allowed: above 0"):
        runs_needed(half)

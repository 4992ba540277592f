"""Paired differences on a model with a known answer, and by the laws that they keep."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest, ttest_rel

from sim.analysis.attribution import shapley
from sim.analysis.paired import holm, means, shares, variance_reduction

TRIALS = 2000


def covered(low: np.ndarray, high: np.ndarray, truth: float) -> int:
    """Return how many intervals hold the truth."""
    return int(((low <= truth + 1e-12) & (truth - 1e-12 <= high)).sum())


@pytest.mark.parametrize(
    ("both", "gained", "lost"), [(0.6, 0.1, 0.1), (0.5, 0.05, 0.2), (0.1, 0.3, 0.02), (0.9, 0.02, 0.05)]
)
def test_intervals_of_shares_cover_the_truth(both: float, gained: float, lost: float) -> None:
    """Runs that keep their agreement, gain or lose one, at known odds: 95 % within the error of 2,000 trials."""
    kinds = np.random.default_rng(1).choice(4, (150, TRIALS), p=[both, gained, lost, 1.0 - both - gained - lost])
    found = shares((kinds == 0) | (kinds == 2), (kinds == 0) | (kinds == 1))
    hits = covered(np.array([one.low for one in found]), np.array([one.high for one in found]), gained - lost)
    # Tango's interval is approximate: its true coverage lies within a point or so of 95 %.
    assert binomtest(hits, TRIALS, 0.95).pvalue > 1e-3 or 0.94 <= hits / TRIALS <= 0.97


def test_intervals_of_means_cover_the_truth() -> None:
    """Correlated normal pairs with a known difference."""
    rng = np.random.default_rng(2)
    base = rng.normal(0.0, 1.0, (60, TRIALS))
    found = means(base, base + rng.normal(0.3, 0.5, (60, TRIALS)))
    hits = covered(np.array([one.low for one in found]), np.array([one.high for one in found]), 0.3)
    assert binomtest(hits, TRIALS, 0.95).pvalue > 1e-3


def test_false_alarms_are_as_rare_as_promised() -> None:
    """Twenty figures without any difference: in one family of twenty at most is any called detectable."""
    rng = np.random.default_rng(3)
    alarms = 0
    for _ in range(300):
        base, variant = rng.random((2, 200, 20)) < 0.5
        alarms += bool((holm([one.p for one in shares(base, variant)]) < 0.05).any())
    assert binomtest(alarms, 300, 0.05, alternative="greater").pvalue > 0.01


def test_the_tests_are_those_of_the_books() -> None:
    """McNemar's exact and Student's paired test, as another package has them."""
    rng = np.random.default_rng(4)
    base, variant = rng.random((2, 80)) < [[0.6], [0.4]]
    lost, gained = int((base & ~variant).sum()), int((variant & ~base).sum())
    assert shares(base, variant)[0].p == pytest.approx(binomtest(gained, gained + lost, 0.5).pvalue)
    b, v = rng.normal(size=(2, 40))
    theirs = ttest_rel(v, b)
    interval = theirs.confidence_interval(0.95)
    assert means(b, v)[0] == pytest.approx((v.mean() - b.mean(), interval.low, interval.high, theirs.pvalue))


@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=2, max_size=60))
def test_a_difference_lies_in_its_interval_and_turns_with_its_sides(runs: list[tuple[bool, bool]]) -> None:
    """Base and variant swapped: the same with the other sign; nothing different: the interval holds zero alike."""
    base, variant = np.array(runs).T
    one, other = shares(base, variant)[0], shares(variant, base)[0]
    assert -1.0 <= one.low <= one.estimate <= one.high <= 1.0
    assert one.estimate == -other.estimate
    assert one.low == pytest.approx(-other.high, abs=1e-9)
    if (base == variant).all():
        assert one.low < 0.0 < one.high


def test_no_run_that_differs_leaves_something_open() -> None:
    """As much as so many runs cannot rule out."""
    found = means([0.0, 1.0] * 50, [0.0, 1.0] * 50)[0]
    assert (found.estimate, found.p) == (0.0, 1.0)
    assert 0.0 < found.high == -found.low < 0.05


def test_pairing_is_worth_what_it_saves() -> None:
    """Independent sides: a ratio near one; nested ones: far more; a share of 1: not to be said."""
    rng = np.random.default_rng(5)
    base, other = rng.random((2, 4000)) < 0.5
    assert variance_reduction(base, other) == pytest.approx(1.0, abs=0.1)
    assert variance_reduction(base, base & (rng.random(4000) < 0.9)) > 5.0
    assert variance_reduction(base, np.ones(4000, bool)) is None
    assert variance_reduction(base, base) is None


@given(st.integers(1, 4), st.integers(0, 10_000))
def test_shares_of_changes_add_up(players: int, seed: int) -> None:
    """To the whole difference, in each run; a change without any effect has none."""
    rng = np.random.default_rng(seed)
    keys = ["".join(str(n) for n in range(players) if bits >> n & 1) for bits in range(1 << players)]
    worth = {key: rng.normal(size=3) for key in keys}
    total = sum(shapley(worth, players, n) for n in range(players))
    assert np.allclose(total, worth["".join(map(str, range(players)))] - worth[""])
    idle = {key: worth[key.replace("0", "")] for key in keys}
    assert np.allclose(shapley(idle, players, 0), 0.0)

"""Tactics and models of the other side do what they declare, and help as the literature says."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.errors import ParleyError
from sim.solutions.packages_listed import list_packages
from sim.state.layout import Floats
from sim.tactics.aspiration import talk as t
from sim.textbook.find import find, names_in
from sim.textbook.two_sides import Met, Side, alternate

LEARNERS = [name for name in names_in("models") if name != "none"]


def made_up(seed: int, issues: int = 7) -> Floats:
    """Return worths of both signs for two, scaled so that each has 1 at stake."""
    drawn = np.random.default_rng(seed).uniform(-1.0, 1.0, (2, issues))
    scaled: Floats = drawn / np.abs(drawn).sum(axis=1, keepdims=True)
    return scaled


def heard(learner: str, worth: Floats, offers: int) -> float:
    """Return how a model's rating goes with the truth after some offers of one who concedes by the clock."""
    packages = list_packages(worth.shape[1])
    truth = packages @ worth[1]
    low, high = truth.min(), truth.max()
    model = find("models", learner).Model(worth.shape[1])
    for at in range(offers):
        time = (at + 1) / 31
        able = np.flatnonzero(truth >= high - 0.5 * time * (high - low))
        model.hear(packages[able[np.argmin(truth[able])]], time)
    return float(np.corrcoef(model.rate(packages), truth)[0, 1])


@pytest.mark.parametrize("learner", LEARNERS)
def test_a_model_learns_what_the_other_likes(learner: str) -> None:
    """Over made-up worths its ratings go with the truth, the more so the more it has heard."""
    few = np.array([heard(learner, made_up(seed), 2) for seed in range(25)])
    many = np.array([heard(learner, made_up(seed), 30) for seed in range(25)])
    assert few.mean() > 0.5
    assert many.mean() > few.mean() - 0.05
    assert many.mean() > 0.8


@pytest.mark.parametrize("learner", LEARNERS)
def test_a_model_leads_to_deals_with_more_for_both(learner: str) -> None:
    """Beside the same talks without a model, deals are nearer to the largest product of gains."""

    def product(met: Met, worth: Floats) -> float:
        worst, best = np.minimum(worth, 0.0).sum(axis=1), np.maximum(worth, 0.0).sum(axis=1)
        return float(np.prod((np.array(met.utility) - worst) / (best - worst)))

    gains = []
    for seed in range(30):
        worth = made_up(seed)
        plain = alternate(worth, [Side(), Side()])
        taught = alternate(worth, [Side(model=learner), Side(model=learner)])
        gains.append(product(taught, worth) - product(plain, worth))
    assert np.mean(gains) > 0.02
    assert np.mean(np.array(gains) >= -1e-9) > 0.6


@pytest.mark.parametrize("learner", LEARNERS)
@settings(max_examples=20)
@given(st.integers(0, 10**6))
def test_a_model_does_not_care_in_which_order_issues_stand(learner: str, seed: int) -> None:
    drawn = np.random.default_rng(seed)
    offers, order = drawn.integers(0, 2, (6, 5)), drawn.permutation(5)
    one, other = (find("models", learner).Model(5) for _ in range(2))
    for at, offer in enumerate(offers):
        one.hear(offer, at / 6)
        other.hear(offer[order], at / 6)
    packages = list_packages(5)
    assert one.rate(packages) == pytest.approx(other.rate(packages[:, order]))


def test_frequency_weighs_most_what_the_other_never_moved_on() -> None:
    model = find("models", "frequency").Model(3)
    for offer in ([1, 0, 1], [1, 1, 0], [1, 0, 1], [1, 1, 1]):
        model.hear(np.array(offer), 0.2)
    assert model.weight[0] == model.weight.max()
    assert model.rate(np.array([[1, 0, 0]]))[0] > model.rate(np.array([[0, 0, 0]]))[0]


def test_bayes_is_surer_the_more_it_hears() -> None:
    model = find("models", "bayesian").Model(3)
    spread = [float((model.chance * np.log(model.chance)).sum())]
    for _ in range(8):
        model.hear(np.array([1, 0, 1]), 0.1)
        spread.append(float((model.chance * np.log(model.chance + 1e-300)).sum()))
    assert spread[-1] > spread[0]
    assert np.sign(model.mean).tolist() == [1.0, -1.0, 1.0]


@settings(max_examples=40)
@given(
    st.floats(0.01, 0.99), st.floats(0.2, 4.0), st.floats(0.0, 1.0), st.floats(0.0, 1.0), st.floats(0.0, 1.0),
    st.floats(0.0, 1.0),
)  # fmt: skip
def test_each_tactic_does_what_it_declares(
    time: float, beta: float, last: float, received: float, before: float, mix: float
) -> None:  # fmt: skip
    row = np.zeros(t.LENGTH)
    row[[t.TIME, t.BETA, t.START, t.LAST, t.RECEIVED, t.RECEIVED_BEFORE]] = time, beta, 1.0, last, received, before
    made = {name: find("tactics", name).aspiration(row, mix) for name in names_in("tactics")}
    low, high = sorted((made["time_dependent"], made["behaviour"]))
    assert low - 1e-12 <= made["hybrid"] <= high + 1e-12
    other = row.copy()
    other[t.RECEIVED] = 0.5 * received
    later = row.copy()
    later[t.TIME] = min(1.0, time + 0.01)
    still = row.copy()
    still[t.RECEIVED_BEFORE] = received
    for name in names_in("tactics"):
        tactic = find("tactics", name)
        if "deaf" in tactic.TRAITS:
            assert tactic.aspiration(other, mix) == made[name]
        if "never asks for more" in tactic.TRAITS:
            assert tactic.aspiration(later, mix) <= made[name] + 1e-12
        if "stands while the other stands" in tactic.TRAITS:
            assert tactic.aspiration(still, mix) == pytest.approx(last)


def test_a_hybrid_side_meets_one_who_yields_sooner_than_one_who_does_not() -> None:
    worth = made_up(4)
    soft = alternate(worth, [Side("hybrid", mix=0.5, beta=0.3), Side(beta=3.0)])
    hard = alternate(worth, [Side("hybrid", mix=0.5, beta=0.3), Side(beta=0.1)])
    assert soft.rounds < hard.rounds


@settings(max_examples=30)
@given(
    st.integers(0, 10**6), st.sampled_from(names_in("tactics")), st.sampled_from(names_in("models")),
    st.floats(0.0, 0.8),
)  # fmt: skip
def test_nobody_ends_below_its_reservation(seed: int, tactic: str, model: str, kept: float) -> None:
    worth = made_up(seed, 5)
    worst, best = np.minimum(worth, 0.0).sum(axis=1), np.maximum(worth, 0.0).sum(axis=1)
    reservation = worst + kept * (best - worst)
    met = alternate(worth, [Side(tactic, model), Side(tactic, model, beta=0.5)], 20, reservation)
    assert (np.array(met.utility) >= reservation - 1e-9).all()
    assert met.rounds <= 20


@pytest.mark.parametrize(
    ("call", "complaint"),
    [
        (lambda: Side("hibrid"), "did you mean 'hybrid'"),
        (lambda: Side(mix=2.0), "mix: found 2"),
        (lambda: Side(floor=0.9, start=0.5), "floor and start"),
        (lambda: alternate([[1.0, 2.0]], [Side(), Side()]), "found 1 parties"),
        (lambda: alternate(np.ones((2, 20)), [Side(), Side()]), "found 20 issues"),
    ],
)
def test_what_cannot_be_meant_is_refused(call, complaint: str) -> None:
    with pytest.raises(ParleyError, match=complaint):
        call()

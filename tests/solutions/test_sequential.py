"""Sequential games: the published figure, the closed form, and a route that knows no closed form agree."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.errors import UsageError
from sim.solutions import alternating_offers as offers
from sim.solutions import one_sided, private_values, ultimatum
from sim.solutions.backwards import alternate, elect, rotate

PUBLISHED = [
    (offers.rubinstein(0.5).objective, 0.666667),
    (offers.rubinstein(0.9).objective, 0.526316),
    (offers.rubinstein(0.95).objective, 0.512821),
    (offers.rubinstein(0.99).objective, 0.502513),
    (offers.rubinstein(0.9, 0.8).objective, 0.714286),
    (offers.rubinstein(0.95, 0.5).objective, 0.952381),
    (offers.fixed_costs(0.05, 0.1).objective, 1.0),
    (offers.fixed_costs(0.1, 0.05).objective, 0.05),
    (offers.finite_rounds(0.9, 4).objective, 0.181),
    (offers.short_periods(0.1, 0.2, 1.0).objective, 0.69939),
    (offers.short_periods(0.1, 0.2, 0.1).objective, 0.66999),
    (offers.short_periods(0.1, 0.2, 0.0).objective, 0.666667),
    (offers.breakdown(0.3, 0.1, 0.0).objective, 0.6),
    (offers.outside_option(0.9, 2 / 7).answer["shares"][1], 0.473684),
    (offers.outside_option(0.9, 4 / 7).answer["shares"][1], 0.571429),
    (offers.rotating_proposers(0.9).answer["shares"][2], 0.298893),
    (offers.majority(1.0, 7).objective, 0.571429),
    (private_values.double_auction().answer["gains"], 9 / 64),
    (private_values.best_mechanism().answer["gains"], 9 / 64),
    (private_values.posted_price().answer["gains"], 1 / 8),
    (one_sided.two_prices(0.5).answer["first"], 0.45),
    (one_sided.crisis(0.5, 0.1, 0.4).answer["breakdown"], 0.375),
    (one_sided.kidnapping(0.5, 0.2, 10.0).answer["demand"], 4.1667),
    (one_sided.kidnapping(0.8, 0.3, 10.0).answer["demand"], 6.3492),
    (ultimatum.inequity_ultimatum(2.0, 0.0).answer["least"], 0.4),
]


@pytest.mark.parametrize(("found", "published"), PUBLISHED)
def test_the_closed_form_is_the_published_figure(found: float, published: float) -> None:
    assert found == pytest.approx(published, abs=5e-6 if published < 1 else 5e-5)


shares = st.floats(0.0, 1.0)
patience = st.floats(0.0, 0.95)


@given(patience, patience)
def test_impatience_divides_as_backward_induction_does(first: float, second: float) -> None:
    """Rubinstein's division is within h/(1 - delta) of the game played from its last round."""
    steps = 2000
    rounds = 2 + 2 * math.ceil(math.log(1e-6) / math.log(max(0.05, first * second)))
    played = alternate(rounds, steps, deltas=(first, second))[0]
    solved = offers.rubinstein(first, second)
    assert played == pytest.approx(solved.objective, abs=1.0 / steps / (1.0 - max(first, second)) + 1e-6)
    assert solved.is_proved


@given(st.floats(0.02, 0.5), st.floats(0.02, 0.5))
def test_fixed_costs_divide_as_backward_induction_does(first: float, second: float) -> None:
    if abs(first - second) < 0.01:
        return
    played = alternate(2 * math.ceil(2 / abs(first - second)) + 1, 10000, costs=(first, second))[0]
    assert played == pytest.approx(offers.fixed_costs(first, second).objective, abs=0.03)


def test_equal_costs_are_said_to_leave_the_division_open() -> None:
    assert "every first share from 0.1 to 1" in offers.fixed_costs(0.1, 0.1).note


@given(shares, st.integers(1, 12))
def test_the_last_proposer_takes_all(delta: float, rounds: int) -> None:
    played = alternate(rounds, 4000, deltas=(delta, delta))[0]
    assert played == pytest.approx(offers.finite_rounds(delta, rounds).objective, abs=rounds / 4000 + 1e-9)


@given(st.floats(0.0, 0.5), st.floats(0.0, 0.5), st.floats(0.1, 1.0))
def test_a_risk_of_breakdown_divides_as_backward_induction_does(first: float, second: float, chance: float) -> None:
    played = alternate(151, 4000, chance=chance, broken=(first, second))[0]
    assert played == pytest.approx(offers.breakdown(first, second, chance).objective, abs=1 / 4000 / chance + 1e-6)


@given(patience, shares)
def test_an_option_counts_only_where_it_is_better(delta: float, option: float) -> None:
    played = alternate(301, 4000, deltas=(delta, delta), options=(-math.inf, option))[1]
    solved = offers.outside_option(delta, option)
    assert played == pytest.approx(solved.answer["shares"][1], abs=1 / 4000 / (1 - delta) + 1e-6)
    assert solved.is_proved


@given(st.floats(0.0, 0.9), st.integers(2, 5))
def test_turns_among_many_divide_as_backward_induction_does(delta: float, players: int) -> None:
    solved = offers.rotating_proposers(delta, players)
    close = pytest.approx(solved.answer["shares"], abs=players * 1e-4 / (1 - delta))
    assert rotate(120, 10**4, delta, players) == close
    assert sum(solved.answer["shares"]) == pytest.approx(1.0)


@given(shares, st.integers(1, 6))
def test_a_majority_is_bought_as_backward_induction_buys_it(delta: float, half: int) -> None:
    players = 2 * half + 1
    solved = offers.majority(delta, players)
    assert elect(20, delta, players)[0] == pytest.approx(solved.objective, abs=1e-9)
    assert solved.objective + solved.answer["partners"] * solved.answer["partner"] == pytest.approx(1.0)


@pytest.mark.parametrize("steps", [1, 2, 5, 10])
def test_every_plan_tried_leaves_nothing_or_a_step(steps: int) -> None:
    assert ultimatum.list_ultimatums(steps) == pytest.approx(ultimatum.ultimatum(1 / steps).answer["responder"])


@given(st.floats(0.0, 5.0), st.floats(0.0, 0.95))
def test_inequity_is_answered_as_trying_every_offer_says(alpha: float, beta: float) -> None:
    if abs(beta - 0.5) < 1e-3:
        return
    solved = ultimatum.inequity_ultimatum(alpha, beta).answer
    assert ultimatum.search_inequity(alpha, beta) == pytest.approx((solved["least"], solved["offer"]), abs=2e-4)


@given(st.floats(0.0, 1.0))
def test_no_type_gains_by_leaving_the_lines_of_the_auction(weight: float) -> None:
    solved = private_values.double_auction(weight).answer
    assert private_values.auction_regret(weight, solved["bid"], solved["ask"], 200) < 1 / 200


@given(st.floats(0.05, 0.95))
def test_drawn_trades_agree_with_the_auction(weight: float) -> None:
    solved = private_values.double_auction(weight).answer
    (bid, more), (ask, extra) = solved["bid"], solved["ask"]
    drawn = private_values.draw_trades(
        lambda v, c: bid * v + more >= ask * c + extra, 40_000, np.random.default_rng(int(weight * 1e6))
    )
    for name in ("trade", "gains"):
        assert drawn[name][0] == pytest.approx(solved[name], abs=5 * drawn[name][1])


@given(st.floats(-0.8, 1 / 3))
def test_the_best_mechanism_is_what_the_linear_programme_finds(lead: float) -> None:
    solved = private_values.best_mechanism(lead).answer
    assert private_values.search_mechanism(lead, 300) == pytest.approx((solved["gains"], solved["possible"]), abs=2e-3)
    assert solved["gains"] < solved["possible"]


@given(shares)
def test_two_prices_are_what_trying_every_price_finds(delta: float) -> None:
    solved = one_sided.two_prices(delta)
    found = one_sided.search_two_prices(delta, 1000)
    assert solved.is_proved
    assert found["cutoff"] == pytest.approx(solved.answer["cutoff"], abs=4e-3)
    assert found["first"] == pytest.approx(solved.answer["first"], abs=4e-3)


@given(st.floats(0.0, 0.7), st.floats(0.1, 0.6), st.floats(0.0, 0.99))
def test_a_crisis_is_what_trying_every_demand_finds(chance: float, highest: float, part: float) -> None:
    solved = one_sided.crisis(chance, part * highest, highest).answer
    found = one_sided.search_crisis(chance, part * highest, highest, 4000)
    assert found["offer"] == pytest.approx(solved["offer"], abs=1e-3)
    assert found["breakdown"] == pytest.approx(solved["breakdown"], abs=1e-3 / highest + 1e-3)


@given(st.floats(0.1, 1.0), st.floats(0.0, 0.9), st.floats(0.1, 100.0))
def test_a_kidnapping_is_what_trying_every_demand_finds(resolve: float, caught: float, loss: float) -> None:
    solved = one_sided.kidnapping(resolve, caught, loss).answer
    found = one_sided.search_kidnapping(resolve, caught, loss, 600)
    assert found["demand"] == pytest.approx(solved["demand"], abs=3 * loss / (1 - caught) / 600)
    assert found["ransom"] == pytest.approx(solved["ransom"], abs=3 * loss / (1 - caught) / 600)


MISTAKES = [
    (lambda: offers.rubinstein(1.0), "delta1: found 1; allowed: from 0 to below 1"),
    (lambda: offers.rubinstein(0.5, float("nan")), "delta2: found nan"),
    (lambda: offers.finite_rounds(0.5, 0), "rounds: found 0"),
    (lambda: offers.breakdown(0.7, 0.7, 0.1), "payoff1 [+] payoff2: found 1.4"),
    (lambda: offers.majority(0.9, 4), "players: found 4; allowed: an odd number"),
    (lambda: ultimatum.ultimatum(0.3), "step: found 0.3; allowed: a whole part of 1"),
    (lambda: one_sided.crisis(0.9, 0.0, 0.6), "a demand of 1.2"),
    (lambda: one_sided.crisis(0.5, 0.4, 0.4), "cost: found 0.4"),
    (lambda: one_sided.kidnapping(0.5, 1.0, 10.0), "caught: found 1"),
    (lambda: private_values.best_mechanism(0.5), "lead: found 0.5"),
]


@pytest.mark.parametrize(("call", "complaint"), MISTAKES)
def test_what_cannot_be_meant_is_refused_in_one_line(call, complaint: str) -> None:
    with pytest.raises(UsageError, match=complaint) as refused:
        call()
    assert "\n" not in str(refused.value)

"""Every protocol keeps the promises that it declares, on any list of deals; each does what the textbooks say."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.errors import ParleyError
from sim.textbook.deals import Deals
from sim.textbook.domains import barter_points
from sim.textbook.find import find, names_in, play
from sim.textbook.traits import TRAITS

PROTOCOLS = names_in("protocols")


def made_up(seed: int, deals: int, parties: int) -> Deals:
    drawn = np.random.default_rng(seed)
    utility = np.round(drawn.uniform(-1.0, 1.0, (deals, parties)) + drawn.uniform(-0.2, 0.8, parties), 2)
    return Deals(utility, np.round(drawn.uniform(-0.3, 0.3, parties), 2))


lists = st.builds(made_up, st.integers(0, 10**6), st.integers(1, 40), st.integers(2, 5))


def pie(parts: int, shares: int) -> Deals:
    """Return every division of a pie of 1 among two or three into so many parts."""
    if shares == 2:
        return Deals([[a / parts, 1 - a / parts] for a in range(parts + 1)])
    return Deals([[a, b, parts - a - b] for a in range(parts + 1) for b in range(parts + 1 - a)])


@pytest.mark.parametrize("name", PROTOCOLS)
@settings(max_examples=60)
@given(deals=lists)
def test_a_protocol_keeps_its_promises(name: str, deals: Deals) -> None:
    played = play(name, deals)
    for trait in find("protocols", name).TRAITS:
        assert TRAITS[trait](deals, played), trait
    assert play(name, deals) == played


@pytest.mark.parametrize("trait", TRAITS)
def test_no_promise_is_kept_by_every_play(trait: str) -> None:
    """A promise that nothing can break would be no promise; each is one of a protocol, too."""
    assert any(trait in find("protocols", name).TRAITS for name in PROTOCOLS)
    poor = Deals([[1.0, 1.0, 1.0], [2.0, 2.0, 2.0], [-1.0, -1.0, 5.0]])
    from sim.textbook.deals import Move, Played

    wrong = {
        "unanimous": Played("x", {}, 2, 1, ()),
        "efficient": Played("x", {}, 0, 1, ()),
        "sure": Played("x", {}, None, 1, ()),
        "no deal twice": Played("x", {}, 0, 1, (Move(0, 0, "name", 0), Move(1, 0, "name", 0))),
        "texts only improve": Played("x", {}, 0, 1, (Move(0, -1, "text", 1), Move(1, -1, "text", 0))),
        "demands never rise": Played("x", {}, 0, 1, (Move(0, 0, "demand", 0), Move(1, 0, "demand", 1))),
        "proposer takes all": Played("x", {}, 0, 1, (Move(0, 0, "propose", 0),)),
        "quota content": Played("x", {"quota": 2}, 2, 1, ()),
    }
    assert not TRAITS[trait](poor, wrong[trait])


@settings(max_examples=60)
@given(deals=lists, proposer=st.integers(0, 1))
def test_alternating_offers_of_one_round_are_an_ultimatum(deals: Deals, proposer: int) -> None:
    one = play("alternating_offers", deals, rounds=1, proposer=proposer)
    assert one.deal == play("ultimatum", deals, proposer=proposer).deal


@pytest.mark.parametrize("delta", [0.5, 0.8, 0.95])
def test_two_who_alternate_long_enough_share_as_rubinstein_says(delta: float) -> None:
    deals = pie(4000, 2)
    reached = play("alternating_offers", deals, rounds=300, discount=delta).utility(deals)
    assert reached[0] == pytest.approx(1 / (1 + delta), abs=2e-3 / (1 - delta) / 10)


def test_three_who_alternate_share_as_the_formula_says() -> None:
    """In the stationary equilibrium shares fall by the discount from one to the next who proposes."""
    deals, delta = pie(60, 3), 0.8
    reached = play("alternating_offers", deals, rounds=60, discount=delta).utility(deals) / 60
    weights = np.array([1.0, delta, delta**2])
    assert reached == pytest.approx(weights / weights.sum(), abs=0.06)


def test_the_last_to_propose_has_all_where_waiting_is_free() -> None:
    deals = pie(50, 2)
    assert play("alternating_offers", deals, rounds=3, discount=1.0).utility(deals).tolist() == [1.0, 0.0]
    assert play("alternating_offers", deals, rounds=4, discount=1.0).utility(deals).tolist() == [0.0, 1.0]


def test_a_majority_buys_as_few_as_it_needs() -> None:
    deals = pie(30, 3)
    played = play("majority", deals, rounds=1)
    assert played.utility(deals).tolist() == [30.0, 0.0, 0.0]
    long = play("majority", deals, rounds=40, discount=0.9)
    shares = sorted(long.utility(deals).tolist())
    assert shares[0] == 0.0
    # Whom the proposer buys is settled by the list, so that votes are not quite as dear as in the symmetric game.
    assert shares[2] / 30 == pytest.approx(float(1 - Fraction(9, 10) / 3), abs=0.1)


def test_a_majority_may_leave_one_below_no_deal_and_unanimity_may_not() -> None:
    deals = Deals([[4.0, 2.0, -3.0], [1.0, 1.0, 1.0]])
    assert play("majority", deals, rounds=1).deal == 0
    assert "below no deal: 2" in play("majority", deals, rounds=1).note
    assert play("majority", deals, quota=3, rounds=1).deal == 1
    assert play("ultimatum", deals).deal == 1


def test_simultaneous_demands_end_nashs_barter_at_his_solution() -> None:
    deals = Deals(barter_points())
    assert play("simultaneous_demands", deals).utility(deals).tolist() == [12.0, 5.0]


def test_first_demands_that_do_not_fit_are_a_breakdown() -> None:
    assert play("simultaneous_demands", pie(10, 2), rounds=1).deal is None


def test_unique_offers_end_at_the_smallest_largest_rank() -> None:
    deals = Deals(np.random.default_rng(3).uniform(0.0, 1.0, (50, 2)))
    from sim.solutions.rankings import rank_of_utilities, smallest_larger_rank

    ranks = rank_of_utilities(deals.utility.T)
    played = play("unique_offers", deals)
    assert played.deal is not None
    assert ranks[:, played.deal].max() == smallest_larger_rank(ranks) == played.rounds


def test_another_order_of_the_mediator_may_end_elsewhere() -> None:
    deals = Deals(barter_points())
    ends = {play("single_text", deals, seed=seed).deal for seed in range(12)}
    assert len(ends) > 1
    assert None not in ends


@pytest.mark.parametrize(
    ("call", "complaint"),
    [
        (lambda: play("ultimatu", pie(4, 2)), "did you mean 'ultimatum'"),
        (lambda: play("ultimatum", pie(4, 2), round=3), "unknown parameter of ultimatum 'round'"),
        (lambda: play("ultimatum", pie(4, 2), proposer="X"), "unknown party 'X'"),
        (lambda: play("majority", pie(4, 2), quota=5), "quota: found 5"),
        (lambda: play("alternating_offers", pie(4, 2), discount=0.0), "discount: found 0"),
        (lambda: Deals([[1.0, 2.0]], labels=["a", "b"]), "labels: found 2 names; allowed: 1"),
    ],
)
def test_what_cannot_be_meant_is_refused(call, complaint: str) -> None:
    with pytest.raises(ParleyError, match=complaint):
        call()

"""Beside NegMAS, where it is installed: domains both ways, our tactics at its table, a tournament that repeats."""

from __future__ import annotations

import warnings

import numpy as np
import pytest

from sim.bridge.domains import export_scenario, from_negmas, loaded, to_negmas
from sim.bridge.negotiator import OURS, Desk, Ours
from sim.bridge.tournament import play_one, tournament
from sim.errors import ParleyError
from sim.plots.tournament import draw_tournament
from sim.scenario.compile import compile_scenario
from sim.scenario.load import load
from sim.seat.worths import Worths

has_negmas = pytest.mark.skipif(
    not __import__("importlib.util").util.find_spec("negmas"), reason="NegMAS comes with the extra bench"
)
FIRST_WISH = [0.5, -0.1, 0.4]


@has_negmas
def test_a_domain_comes_back_as_it_went() -> None:
    """Worths and reservations through NegMAS's own utility functions."""
    from negmas import Scenario, make_os

    worth, least = np.array([FIRST_WISH, [-0.3, 0.6, -0.1]]), np.array([0.05, -0.2])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        issues, utilities = to_negmas(worth, least)
        back = from_negmas(Scenario(outcome_space=make_os(issues), ufuns=tuple(utilities)))
    assert back.worth[0] == pytest.approx(worth)
    assert back.reservation[0] == pytest.approx(least)


@has_negmas
def test_a_scenario_goes_out_with_every_party_and_asset(tmp_path) -> None:
    """And NegMAS reads it, with the gains that the parties have at the centre."""
    worths = Worths.of(compile_scenario(load("ring")), None)
    found = loaded(export_scenario(worths, tmp_path / "ring"))
    assert [issue.name for issue in found.outcome_space.issues] == ["al", "bo", "cy"]
    assert sorted(utility.name for utility in found.ufuns) == ["ALFA", "BRAVO", "CHARLIE"]
    alfa = next(utility for utility in found.ufuns if utility.name == "ALFA")
    assert float(alfa((1, 1, 0))) == pytest.approx(worths.additive()[0, :2].sum())
    assert from_negmas(found).worth.shape == (1, 3, 3)


@has_negmas
def test_a_tournament_has_the_same_figures_twice() -> None:
    """On few domains, with an answerer and a mixer among theirs."""
    asked = {
        "domains": 3,
        "issues": 5,
        "steps": 20,
        "ours": ["polynomial 0.45", "micro"],
        "theirs": ["Hybrid", "MiCRO"],
    }
    one, two = tournament(**asked), tournament(**asked)
    assert (one.scores == two.scores).all()
    assert one.scores.shape == (2, 2, 3, 2, 2)
    assert 0.0 <= one.scores.min() <= one.scores.max() <= 1.0
    assert (one.scores[one.agreed == 0.0] == 0.0).all()
    cell = one.pairing(0, 0)
    assert cell.ours.low <= cell.ours.estimate <= cell.ours.high
    axes = draw_tournament(one)
    assert len(axes.get_yticklabels()) == 4


@has_negmas
def test_what_both_want_alone_is_agreed_whoever_speaks_first() -> None:
    """No issue divides them: both get all they could."""
    worth = np.array([[0.6, 0.4], [0.3, 0.7]])
    for seat in (0, 1):
        assert play_one(worth, np.zeros(2), OURS["polynomial 1"], "Linear", seat, 20, 0) == (1.0, 1.0)


@has_negmas
def test_a_domain_of_other_than_yes_and_no_is_refused() -> None:
    """In one line."""
    from negmas import LinearAdditiveUtilityFunction, Scenario, make_issue, make_os

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        issues = [make_issue((0, 2), "price")]
        utility = LinearAdditiveUtilityFunction(values=[{0: 0.0, 1: 1.0, 2: 2.0}], issues=issues)
        scenario = Scenario(outcome_space=make_os(issues), ufuns=(utility, utility))
    with pytest.raises(ParleyError, match="price: found 3 values; allowed: 2"):
        from_negmas(scenario)


@pytest.mark.parametrize("name", OURS)
def test_our_tactics_never_ask_for_less_than_no_deal_and_begin_at_their_best(name) -> None:
    """Turn by turn against one who repeats a poor offer."""
    shares = np.linspace(-0.5, 1.0, 16)
    desk = Desk(OURS[name], shares, steps=30)
    assert shares[desk.bid(0)] == pytest.approx(1.0 if OURS[name].tactic != "polynomial" else shares[desk.bid(0)])
    for step in range(1, 30):
        desk.hear(6)
        assert shares[desk.bid(step)] >= 0.0
    assert not desk.accepts(29, 0)


def test_micro_waits_for_as_many_offers_as_it_has_made() -> None:
    """De Jonge's rule: no new offer while the other owes one."""
    desk = Desk(Ours("micro"), np.linspace(0.0, 1.0, 11), steps=50)
    assert [desk.bid(step) for step in range(3)] == [10, 10, 10]
    desk.hear(0)
    assert desk.bid(3) == 9
    assert desk.bid(4) == 9
    desk.hear(0)  # the same offer again is none
    assert desk.bid(5) == 9
    desk.hear(1)
    assert desk.bid(6) == 8

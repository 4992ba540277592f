"""Beliefs: answers change the next bid, and the chance of a yes means what it says."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.state import columns as c
from sim.tactics.belief import ANSWER_NOISE, learn_answer, learn_wish
from sim.tactics.gaussian import log_cdf
from tests.support.build import lay_over, talks
from tests.support.story import tell

ASSETS = 4
SURE = np.array([-1.0, 0.6, 0.8, -0.4])


def chance_of(mean, var, threshold, x):
    """Return the chance that a noisy answer to the package is a yes."""
    spread = threshold[1] + ANSWER_NOISE**2 + float(x @ var)
    return math.exp(log_cdf((float(x @ mean) - threshold[0]) / math.sqrt(spread)))


def draw_talks(rng, answers):
    """Return the chance predicted after some true answers of one actor, and its next answer."""
    facts = np.zeros((ASSETS, c.ASSET_INTS), np.int64)
    facts[:, c.LEVELS] = 1
    mean, var, threshold = SURE.copy(), np.full(ASSETS, 0.6), np.array([0.0, 0.49])
    values, limit = rng.normal(mean, np.sqrt(var)), rng.normal(0.0, 0.7)
    for at in range(answers + 1):
        x = (rng.random(ASSETS) < 0.6).astype(np.int8)
        yes = float(x @ values) + rng.normal(0.0, ANSWER_NOISE) >= limit
        if at == answers:
            return chance_of(mean, var, threshold, x), yes
        learn_answer(mean, var, threshold, facts, 0, x, 1.0, 0.0, yes)
    raise AssertionError


@pytest.mark.parametrize("answers", [0, 3, 8])
def test_the_chance_of_a_yes_is_calibrated_before_and_after_learning(answers):
    rng = np.random.default_rng(11)
    told = [draw_talks(rng, answers) for _ in range(4000)]
    chances, yeses = np.array([row[0] for row in told]), np.array([row[1] for row in told], float)
    for low in np.arange(0.0, 1.0, 0.1):
        here = (chances >= low) & (chances < low + 0.1)
        if here.sum() >= 60:
            error = math.sqrt(0.25 / here.sum())
            assert yeses[here].mean() == pytest.approx(chances[here].mean(), abs=3.5 * error), low


def test_learning_sharpens_the_chance_of_a_yes():
    rng = np.random.default_rng(12)

    def brier(answers):
        return float(np.mean([(chance - yes) ** 2 for chance, yes in (draw_talks(rng, answers) for _ in range(3000))]))

    assert brier(8) < brier(0) - 0.01


@pytest.mark.parametrize("sign", [1.0, -1.0])
def test_an_objection_is_read_as_half_a_standard_deviation_or_more(sign):
    rng = np.random.default_rng(13)
    mean, var = np.array([0.7]), np.array([0.9])
    values = rng.normal(0.7, math.sqrt(0.9), 200_000)
    meant = values[sign * (values - 0.7) > 0.5 * math.sqrt(0.9)]

    learn_wish(mean, var, 0, sign)
    assert mean[0] == pytest.approx(meant.mean(), abs=0.01)
    assert var[0] == pytest.approx(meant.var(), abs=0.01)


def test_a_refusal_is_learnt_from_so_that_the_next_bid_gives_more():
    hidden = talks(
        weeks=24,
        parties={
            "ALFA": {"gains": {"bo": 6.0}, "costs": {"ann": 1.0}},
            "BRAVO": {"gains": {"ann": 2.0}, "costs": {"bo": 1.0}, "reservation": 2.5, "conduct": "Turkey"},
        },
        assets={"ann": {"name": "Ann", "held_by": "ALFA", "citizenships": ["BRAVO"]}},
    )
    story = tell(hidden)
    bids = [act.package for act in story.did("propose", "ALFA")]

    assert not {"al", "ann"} <= bids[0]
    assert {"al", "ann"} <= bids[-1]
    assert story.freed == {"al", "ann", "bo"}
    # Who needs no more is given no more.
    assert not {"al", "ann"} <= tell(lay_over(hidden, {"parties": {"BRAVO": {"reservation": 0.0}}})).freed

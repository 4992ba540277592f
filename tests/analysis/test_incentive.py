"""Today's gain beside tomorrow's captives: the laws of the term, and its published range."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import poisson as exact

from sim.analysis.incentive import ELASTICITY, _Drawn, course, incentive, poisson
from sim.errors import ParleyError
from sim.scenario.number import Number


def years(elasticity: float, memory: float = 1e9, share: float = 1.0, runs: int = 400):
    """Return courses with exchanges and without, at a fixed elasticity and two arrests a year."""
    drawn = _Drawn.of(0, runs, 10, Number(2.0), (elasticity, elasticity), (memory, memory))
    return [course(np.full(runs, share), 10, drawn, is_exchanged=one) for one in (True, False)]


def test_arrests_are_poisson() -> None:
    u = np.random.default_rng(0).random(500)
    assert poisson(u, np.full(500, 3.3)).tolist() == exact.ppf(u, 3.3).tolist()


def test_without_elasticity_nobody_is_arrested_because_of_a_release() -> None:
    deals, never = years(0.0)
    assert np.array_equal(deals.arrested, never.arrested)
    assert (never.freed == 0).all()


def test_the_rate_rises_by_the_elasticity() -> None:
    """A release that is never forgotten raises ten years of arrests by that share, within the error of the mean."""
    deals, never = years(0.75)
    rise = deals.arrested[:, -1].mean() / never.arrested[:, -1].mean() - 1.0
    assert rise == pytest.approx(0.75, abs=0.08)
    assert (deals.arrested >= never.arrested).all()


def test_everybody_is_accounted_for() -> None:
    """Held are those at the start and those arrested since, less those let go."""
    for one in years(0.8, memory=2.0, share=0.4):
        assert np.array_equal(one.held, 10 + one.arrested - one.freed)
        assert (one.held >= 0).all()


def test_what_is_forgotten_counts_for_less() -> None:
    short, long = (years(0.8, memory=memory, share=0.0 if memory is None else 0.3)[0] for memory in (0.5, 5.0))
    assert short.arrested[:, -1].mean() <= long.arrested[:, -1].mean()


def test_the_first_year_is_the_ensemble() -> None:
    """Alfa's one captive goes where the run lets him go."""
    found = incentive("ring", taker="ALFA", rate=1.0, runs=40, workers=1, sets=("parties.ALFA.reliability=0.5",))
    assert 0.3 < found.deals.freed[:, 1].mean() < 0.7
    assert found.elasticity == ELASTICITY
    record = found.as_json()
    assert [row["year"] for row in record["years"]] == list(range(11))
    assert record["extra_per_hundred_freed"]["low"] <= record["extra_per_hundred_freed"]["estimate"]


def test_the_taker_is_who_arrests_most() -> None:
    assert incentive("ankara-2024", runs=1, workers=1, years=1).taker == "RUS"


BAD = [
    ({}, "found no arrests"),
    ({"taker": "ALFA"}, "with --rate"),
    ({"taker": "ALPHA", "rate": 1.0}, "unknown party 'ALPHA'"),
    ({"taker": "ALFA", "rate": 0.0}, "rate: found 0"),
    ({"taker": "ALFA", "rate": 1.0, "years": 0}, "years: found 0; allowed: a whole number from 1 to 100"),
    ({"taker": "ALFA", "rate": 1.0, "elasticity": (0.9, 0.5)}, "elasticity: found 0.5; allowed: from 0.9"),
]


@pytest.mark.parametrize(("change", "phrase"), BAD)
def test_what_cannot_be_meant_is_refused(change, phrase: str) -> None:
    with pytest.raises(ParleyError) as caught:
        incentive("ring", runs=2, workers=1, **change)
    assert phrase in str(caught.value)

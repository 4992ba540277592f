"""Alternating offers: equal to the slow way, rational for everyone, and as the theory of tactics says."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.ensemble.generic import Domain, Tactic, aspirations, made_up, negotiate
from sim.protocols.alternating import OFFERS
from tests.support.offers import plain_talks

RULES = pytest.mark.parametrize("offers", OFFERS)


def with_reservations(domain: Domain, share: float) -> Domain:
    """Return a domain whose parties keep a share of what lies between their worst and best package."""
    worst, best = np.minimum(domain.worth, 0).sum(2), np.maximum(domain.worth, 0).sum(2)
    return Domain(domain.worth, worst + share * (best - worst))


def pie(issues: int) -> Domain:
    """Return a pie of 1, cut as finely as two to the power of `issues`; a yes gives the piece to the first party."""
    pieces = 2.0 ** np.arange(issues)[::-1] / (2.0**issues - 1.0)
    return Domain([pieces, -pieces], [0.0, -1.0])


@pytest.mark.parametrize("offers", ["exact", "nearest"])  # greed has no list to be compared with
@settings(max_examples=60)
@given(
    seed=st.integers(0, 2**40), parties=st.integers(2, 5), issues=st.integers(1, 7), rounds=st.integers(1, 25),
    betas=st.lists(st.sampled_from([0.2, 0.5, 1.0, 2.0, 5.0]), min_size=5, max_size=5),
    kept=st.sampled_from([0.0, 0.2, 0.4, 0.6]), tolerance=st.sampled_from([1e-9, 0.001, 0.05]),
)  # fmt: skip
def test_talks_end_as_they_do_over_a_list_of_all_packages(
    offers, seed, parties, issues, rounds, betas, kept, tolerance
):
    """Made-up worths have no ties, so that package and round are the same, not only their value."""
    domain = with_reservations(made_up(1, parties, issues, seed), kept)
    tactics = [Tactic(beta=beta) for beta in betas[:parties]]
    result = negotiate(domain, tactics, rounds, offers, tolerance)
    at, package = plain_talks(domain, aspirations(tactics, rounds), offers, tolerance)
    assert result.rounds[0] == at
    assert bool(result.agreed[0]) == (package is not None)
    if package is not None:
        assert result.package[0].tolist() == package.tolist()


@RULES
@pytest.mark.parametrize(("issues", "package"), [(0, []), (1, [1])])
def test_one_issue_or_none_is_agreed_on_at_once(offers, issues, package):
    result = negotiate(Domain(np.ones((1, 2, issues)), np.zeros((1, 2))), offers=offers)
    assert (result.agreed[0], result.rounds[0], result.package[0].tolist()) == (1, 0, package)


@RULES
@pytest.mark.parametrize("kept", [0.0, 0.3, 0.6, 0.7])
def test_nobody_ends_below_its_reservation(offers, kept):
    domain = with_reservations(made_up(300, 3, 10, seed=4), kept)
    result = negotiate(domain, [Tactic(beta=beta) for beta in (0.3, 1.0, 4.0)], 40, offers)
    assert (result.utility >= domain.reservation - 1e-12).all()
    assert (result.utility[result.agreed == 0] == domain.reservation[result.agreed == 0]).all()
    assert (result.package[result.agreed == 0] == 0).all()
    assert (result.rounds[result.agreed == 0] == 40).all()
    told = np.einsum("npi,ni->np", domain.worth, result.package)
    assert np.allclose(told[result.agreed == 1], result.utility[result.agreed == 1], atol=1e-12)


def test_some_of_these_talks_agree_and_some_do_not():
    """Else the tests here would hold nothing."""
    share = [negotiate(with_reservations(made_up(300, 3, 10, seed=4), kept)).agreed.mean() for kept in (0.0, 0.6, 0.9)]
    assert share[0] == 1.0
    assert 0.05 < share[1] < 0.95
    assert share[2] < 0.05


def test_whoever_prefers_its_reservation_to_every_package_ends_the_talks_before_they_begin():
    result = negotiate(Domain([[1.0, 2.0], [1.0, 2.0]], [0.0, 3.5]))
    assert (result.agreed[0], result.rounds[0], result.spoken[0], result.proposer[0]) == (0, 0, 0, -1)


@RULES
def test_a_scale_of_ones_own_for_utility_changes_nothing(offers):
    """Powers of two, so that no rounding stands between the two plays."""
    domain = with_reservations(made_up(200, 4, 9, seed=9), 0.35)
    factors = np.array([1.0, 8.0, 0.25, 1024.0])
    scaled = Domain(domain.worth * factors[:, None], domain.reservation * factors)
    # The slack of the nearest rule is absolute, as it is in what it is compared with.
    if offers == "nearest":
        factors = np.ones(4) * 2.0
        scaled = Domain(domain.worth * 2.0, domain.reservation * 2.0)
    one, other = negotiate(domain, offers=offers), negotiate(scaled, offers=offers)
    assert (one.package == other.package).mean() == 1.0
    assert (one.rounds == other.rounds).all()
    assert (one.utility * factors == other.utility).all()


@RULES
def test_the_order_of_issues_does_not_matter(offers):
    domain = with_reservations(made_up(200, 4, 9, seed=11), 0.35)
    order = np.array([4, 0, 7, 2, 8, 1, 6, 3, 5])
    moved = Domain(domain.worth[:, :, order], domain.reservation)
    one, other = negotiate(domain, offers=offers), negotiate(moved, offers=offers)
    assert (one.package[:, order] == other.package).all()
    assert (one.rounds == other.rounds).all()


@RULES
def test_a_batch_is_its_negotiations_one_by_one(offers):
    domain = made_up(20, 3, 8, seed=2)
    whole = negotiate(domain, rounds=30, offers=offers)
    for n in range(20):
        one = negotiate(Domain(domain.worth[n], domain.reservation[n]), rounds=30, offers=offers)
        assert one.package[0].tolist() == whole.package[n].tolist()
        assert one.rounds[0] == whole.rounds[n]
        assert one.utility[0].tolist() == whole.utility[n].tolist()


@pytest.mark.parametrize("offers", ["greedy", "exact"])
def test_who_speaks_first_names_at_its_bar_and_leaves_the_rest(offers):
    """With both content with 0.3 from the start, the second has the better of the pie; swapped, so has the other."""
    steady = Tactic(start=0.3, floor=0.3)
    first = negotiate(pie(12), steady, rounds=5, offers=offers)
    assert first.rounds[0] == 0
    assert first.proposer[0] == 0
    assert first.utility[0] == pytest.approx([0.3, -0.3], abs=0.001)
    swapped = Domain(pie(12).worth[:, ::-1], pie(12).reservation[:, ::-1])
    second = negotiate(swapped, steady, rounds=5, offers=offers)
    assert second.utility[0, 1] == pytest.approx(0.7, abs=0.001)


def test_one_round_is_an_ultimatum():
    """The first wants all but what the other's reservation needs, and the other has no second word."""
    take_all, yield_all = Tactic(start=1.0, floor=1.0), Tactic(start=0.0)
    result = negotiate(Domain([[3, 2, 1], [-1, -1, 4]], [0, 0]), [take_all, yield_all], rounds=1)
    assert result.package.tolist() == [[1, 1, 1]]
    assert result.utility.tolist() == [[6.0, 2.0]]
    refused = negotiate(Domain([[3, 2, 1], [-1, -1, -1]], [0, 0]), [take_all, yield_all], rounds=1)
    assert refused.agreed.tolist() == [0]


@pytest.mark.parametrize("offers", ["greedy", "exact"])
@pytest.mark.parametrize(
    ("betas", "time", "split"), [((1.0, 1.0), 0.5, (0.5, 0.5)), ((0.2, 2.0), 0.69736, (0.83508, 0.16492))]
)
def test_two_tactics_meet_where_the_theory_says(offers, betas, time, split):
    """T3: demands of 1 − t^(1/β) on a constant pie meet where t^(1/β1) + t^(1/β2) = 1."""
    rounds = 4000
    result = negotiate(pie(14), [Tactic(beta=beta) for beta in betas], rounds, offers)
    assert result.agreed[0]
    assert (result.rounds[0] + 1) / (rounds + 1) == pytest.approx(time, abs=2 / rounds)
    assert (result.utility[0] - [0.0, -1.0]) == pytest.approx(split, abs=6 / rounds)


@pytest.mark.parametrize(
    ("name", "beta", "conceded"),
    [
        ("polynomial", 0.1, [0.1, 0.10088, 0.15068]),
        ("polynomial", 1.0, [0.325, 0.55, 0.775]),
        ("polynomial", 10.0, [0.8835, 0.93973, 0.97448]),
        ("exponential", 0.5, [0.13614, 0.19629, 0.31623]),
        ("exponential", 1.0, [0.17783, 0.31623, 0.56234]),
        ("exponential", 5.0, [0.57902, 0.93057, 0.99775]),
    ],
)
def test_aspirations_fall_as_published(name, beta, conceded):
    """T1 and T2 (Faratin, Sierra and Jennings 1998), at a quarter, a half and three quarters of the time."""
    fell = aspirations([Tactic(name, beta, start=0.9)], 3)[0]
    assert 1.0 - fell == pytest.approx(conceded, abs=1e-5)

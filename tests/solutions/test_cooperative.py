"""Cooperative solutions: the published figures, the axioms as properties, and lotteries beside finite sets."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from sim.errors import UsageError
from sim.solutions import finite, lotteries
from sim.solutions.packages_listed import list_packages, utilities_of_all
from sim.solutions.zeuthen import zeuthen

# Nash 1950: what book, whip, ball, bat, box (Bill's) and pen, toy, knife, hat (Jack's) change for each.
BARTER = [[-2, -2, -2, -2, -4, 10, 4, 6, 2], [4, 2, 1, 2, 1, -1, -1, -2, -2]]
POINTS = utilities_of_all(BARTER)
AGREED = [(2, 8), (6, 7), (8, 6), (12, 5), (14, 4), (16, 2), (18, 0)]


def test_nashs_barter_has_the_published_frontier() -> None:
    frontier = finite.pareto_frontier(POINTS)
    zone = finite.zone_of_agreement(POINTS)
    assert (len(POINTS), len(frontier)) == (512, 11)
    assert sorted(map(tuple, POINTS[np.intersect1d(frontier, zone)])) == AGREED
    assert finite.ideal_point(POINTS).tolist() == [18, 8]


def test_nashs_barter_has_the_published_solutions() -> None:
    nash = finite.nash(POINTS)
    assert nash.answer["utilities"] == (12, 5)
    assert list_packages(9)[nash.answer["place"]].tolist() == [1, 1, 1, 1, 0, 1, 1, 1, 0]
    assert finite.egalitarian(POINTS).answer["utilities"] == (8, 6)
    assert finite.utilitarian(POINTS).objective == 18
    assert zeuthen(POINTS).answer["utilities"] == (12, 5)
    assert zeuthen(POINTS).is_proved
    assert (POINTS[zeuthen(POINTS).answer["steps"][0],].tolist()) == [[18, 0], [2, 8]]


CURVE = np.linspace(0.0, 1.0, 2001)


@pytest.mark.parametrize(
    ("name", "share"),
    [("nash", 2 / 3), ("kalai_smorodinsky", 0.618034), ("egalitarian", 0.618034), ("utilitarian", 0.75)],
)
def test_the_root_frontier_is_divided_as_published(name: str, share: float) -> None:
    points = np.stack([CURVE, np.sqrt(1 - CURVE)], axis=1)
    assert finite.SOLUTIONS[name](points).answer["utilities"][0] == pytest.approx(share, abs=1 / 2000)
    assert lotteries.SOLUTIONS[name](points[::20]).answer["utilities"][0] == pytest.approx(share, abs=0.011)


@given(st.floats(0.1, 1.0), st.floats(0.1, 1.0))
def test_powers_of_a_share_are_divided_in_proportion(first: float, second: float) -> None:
    found = finite.nash(np.stack([CURVE**first, (1 - CURVE) ** second], axis=1))
    assert CURVE[found.answer["place"]] == pytest.approx(first / (first + second), abs=1 / 2000)


def point_sets(parties: int, most: int = 12):
    whole = st.integers(-3, 12).map(float)
    return st.integers(1, most).flatmap(lambda n: arrays(np.float64, (n, parties), elements=whole))


def utilities(found, points):
    return {tuple(points[place]) for place in found.answer.get("ties", ())}


@given(point_sets(3), st.data())
def test_nash_is_independent_of_irrelevant_alternatives(points, data) -> None:
    """What is chosen from many is chosen from any part that holds it, as long as the same parties can gain.

    Nash asks for a point where all of them gain at once.
    """
    whole = finite.nash(points)
    if whole.objective == 0.0:
        return
    kept = data.draw(st.sets(st.sampled_from(range(len(points)))).map(sorted))
    part = points[sorted({whole.answer["place"], *kept})]
    if finite.players(part).tolist() == list(whole.answer["players"]):
        assert utilities(finite.nash(part), part) == utilities(whole, points) & set(map(tuple, part))


@given(
    point_sets(3), arrays(np.float64, 3, elements=st.floats(0.1, 10)), arrays(np.float64, 3, elements=st.floats(-5, 5))
)
def test_nash_is_invariant_to_units_and_origins(points, unit, origin) -> None:
    whole = finite.nash(points)
    changed = finite.nash(points * unit + origin, origin)
    assert whole.answer.get("ties") == changed.answer.get("ties")


@given(point_sets(3), st.permutations(range(3)))
def test_every_solution_is_symmetric(points, order) -> None:
    """Renaming the parties renames the answer."""
    for name, solve in finite.SOLUTIONS.items():
        renamed = points[:, order]
        expected = {tuple(np.array(one)[order]) for one in utilities(solve(points), points)}
        assert utilities(solve(renamed), renamed) == expected, name


@given(point_sets(3))
def test_every_solution_is_efficient_and_leaves_nobody_worse_off(points) -> None:
    for name, solve in finite.SOLUTIONS.items():
        found = solve(points)
        if "utilities" not in found.answer:
            assert found.note
            continue
        who = list(found.answer["players"])
        chosen = np.array(found.answer["utilities"])
        assert (chosen >= 0).all()
        inside = points[finite.zone_of_agreement(points)][:, who]
        better = (inside >= chosen[who]).all(axis=1) & (inside > chosen[who]).any(axis=1)
        assert not better.any() or (name == "nash" and "as many" in found.note), name


def comprehensive(points):
    """Return a set whose hull, for two parties, holds everything below each of its points."""
    return np.vstack([points, [[0, 0], [points[:, 0].max(), 0], [0, points[:, 1].max()]]])


gains = st.integers(0, 12).map(float)
convex = st.integers(2, 6).flatmap(lambda n: arrays(np.float64, (n, 2), elements=gains)).map(comprehensive)


@given(convex, st.floats(0, 1), st.floats(0, 12))
def test_kalai_smorodinsky_is_individually_monotonic(points, at, more) -> None:
    """If more is possible for one while the other's ideal stays, that one loses nothing."""
    if not points[:, 0].max() or not points[:, 1].max():
        return
    larger = comprehensive(np.vstack([points, [[points[:, 0].max() + more, at * points[:, 1].max()]]]))
    before, after = lotteries.kalai_smorodinsky(points), lotteries.kalai_smorodinsky(larger)
    assert after.answer["utilities"][0] >= before.answer["utilities"][0] - 1e-6


@given(convex, arrays(np.float64, 2, elements=gains))
def test_egalitarian_is_strongly_monotonic(points, more) -> None:
    """If more is possible, the smallest gain, which is both parties', does not fall."""
    larger = comprehensive(np.vstack([points, [more]]))
    before, after = (min(lotteries.egalitarian(one).answer.get("utilities", (0, 0))) for one in (points, larger))
    assert after >= before - 1e-6


def test_egalitarian_is_not_monotonic_on_finite_sets() -> None:
    few, more = [(1.0, 5.0)], [(1.0, 5.0), (2.0, 2.0)]
    assert finite.egalitarian(few).answer["utilities"][1] > finite.egalitarian(more).answer["utilities"][1]


@settings(max_examples=40)
@given(point_sets(3, 8))
def test_lotteries_are_proved_and_at_least_as_good_as_points(points) -> None:
    for name, solve in lotteries.SOLUTIONS.items():
        found = solve(points)
        if not found.answer:
            continue
        assert found.gap <= 1e-5 * max(1.0, found.objective), name
        assert min(found.answer["utilities"]) >= -1e-6
        assert sum(found.answer["lottery"].values()) == pytest.approx(1.0)
        finite_one = finite.SOLUTIONS[name](points)
        if finite_one.answer.get("players") == found.answer["players"] and name in ("nash", "utilitarian"):
            assert found.objective >= finite_one.objective * (1 - 1e-6)


@given(point_sets(2, 8))
def test_the_nash_lottery_beats_every_mixture_of_two(points) -> None:
    """Brute force: for two parties the best lottery lies on an edge between two points."""
    found = lotteries.nash(points)
    if len(found.answer.get("players", ())) < 2:
        return
    weight = np.linspace(0, 1, 201)[:, None, None, None]
    mixed = (weight * points[:, None] + (1 - weight) * points[None]).reshape(-1, 2)
    assert found.objective >= np.where((mixed >= 0).all(axis=1), mixed.prod(axis=1), 0).max() * (1 - 1e-6)


def test_emptiness_and_ties_are_said() -> None:
    assert "empty zone" in finite.nash([[-1.0, 3.0]]).note
    assert "empty zone" in lotteries.nash([[-1.0, 3.0]]).note
    assert "nobody can gain" in finite.utilitarian([[0.0, 0.0]]).note
    assert "as many as possible" in finite.nash([[1.0, 0.0], [0.0, 1.0]]).note
    assert lotteries.nash([[1.0, 0.0], [0.0, 1.0]]).answer["utilities"] == pytest.approx((0.5, 0.5))


@pytest.mark.parametrize(
    ("call", "complaint"),
    [
        (lambda: finite.nash([1.0, 2.0]), "points: found the shape"),
        (lambda: finite.nash([[1.0, 2.0]], [1.0]), "no_deal: found the shape"),
        (lambda: finite.nash([[np.inf, 2.0]]), "not finite"),
        (lambda: zeuthen([[1.0, 2.0, 3.0]]), "points: found 3 parties"),
        (lambda: list_packages(21), "assets: found 21"),
    ],
)
def test_what_cannot_be_meant_is_refused(call, complaint: str) -> None:
    with pytest.raises(UsageError, match=complaint):
        call()

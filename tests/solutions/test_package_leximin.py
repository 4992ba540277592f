"""Leximin over packages beside every package tried: ties, curves, stages that are cut short."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.errors import UsageError
from sim.solutions.finite import egalitarian
from sim.solutions.package_leximin import TIED, another_leximin, leximin
from sim.solutions.package_solver import Solver, solve
from sim.solutions.packages import Choice
from sim.solutions.packages_listed import list_packages
from sim.solutions.solution import Solution
from tests.solutions.test_packages import bent, cases, made_up

EITHER = Choice([[2, 3], [6, 3], [-1, -1]], no_deal=[0, 0, -2])
"""Both assets leave the third party with 1, and together with nothing; the first has the larger sum."""


def sums_of_all(choice: Choice) -> np.ndarray:
    """Return (feasible packages, players) sums of the 1, 2, … smallest gains; without columns where nobody can gain."""
    who = list(choice.consents)
    feasible = [choice.utilities(x) for x in list_packages(choice.worth.shape[1]) if choice.is_feasible(x)]
    gains = np.array(feasible).reshape(len(feasible), len(choice.worth))[:, who] - choice.no_deal[who]
    return np.cumsum(np.sort(gains[:, (gains > 1e-9).any(axis=0)], axis=1), axis=1)


def tried(choice: Choice) -> np.ndarray | None:
    """Return the sums of the leximin package by trying every package; None if none is feasible."""
    sums = sums_of_all(choice)
    if not len(sums):
        return None
    for k in range(sums.shape[1]):
        sums = sums[sums[:, k] >= sums[:, k].max() - TIED]
    return sums[0]


def whole_numbers(seed: int, parties: int, assets: int) -> Choice:
    """Return worths of whole numbers, so that many packages tie."""
    worth = np.random.default_rng(seed).integers(-2, 4, (parties, assets))
    return Choice(worth, no_deal=-1.0)


tied = st.builds(whole_numbers, st.integers(0, 10**6), st.integers(2, 5), st.integers(3, 9))


def check(choice: Choice, found: Solution) -> None:
    """Check a record that should be proved against every package tried."""
    expected = tried(choice)
    if expected is None or not len(expected):
        assert ("empty" if expected is None else "nobody") in found.note
        return
    assert found.answer["sums"] == pytest.approx(expected, abs=1e-5)
    assert found.gap == 0
    assert found.answer["bounds"] == found.answer["sums"]
    assert found.note == ""
    assert choice.is_feasible(found.answer["package"])


@settings(max_examples=50)
@given(cases)
def test_it_equals_every_package_tried(choice: Choice) -> None:
    check(choice, leximin(choice))


@settings(max_examples=50)
@given(tied)
def test_it_equals_every_package_tried_where_many_tie(choice: Choice) -> None:
    """And another package as good is found just where there is one."""
    found = leximin(choice)
    check(choice, found)
    if not found.answer.get("players"):
        return
    sums = sums_of_all(choice)
    count = (np.abs(sums - tried(choice)) < 1e-6).all(axis=1).sum()
    other = another_leximin(choice, found)
    assert (other is not None) == (count > 1)
    if other is not None:
        assert other != found.answer["package"]
        assert choice.is_feasible(other)
        who = list(found.answer["players"])
        gains = np.sort(choice.utilities(other)[who] - choice.no_deal[who])
        assert np.cumsum(gains) == pytest.approx(found.answer["sums"])


@settings(max_examples=40)
@given(bent)
def test_curves_by_tangents_and_thresholds_equal_every_package_tried(choice: Choice) -> None:
    check(choice, leximin(choice))


@settings(max_examples=10)
@given(bent)
def test_highs_alone_finds_the_same(choice: Choice) -> None:
    check(choice, leximin(Solver(choice, "milp")))


def within_bounds(choice: Choice, found: Solution) -> None:
    """Check that none of the packages that reach the sums before one exceed the bound of that one."""
    sums = sums_of_all(choice)
    for k, (reached, bound) in enumerate(zip(found.answer["sums"], found.answer["bounds"])):
        assert reached <= bound
        assert sums[:, k].max() <= bound + 1e-5
        sums = sums[sums[:, k] >= reached - 1e-9]
    assert len(sums), "the package found is among them"
    assert choice.is_feasible(found.answer["package"])


@pytest.mark.parametrize("seed", range(8))
def test_a_concave_curve_in_pieces_says_what_it_may_have_missed(seed: int) -> None:
    within_bounds(choice := made_up(seed, 3, 9, 2, -0.2, ("concave",)), leximin(choice))


@pytest.mark.parametrize("seed", range(8))
def test_stages_without_time_say_what_no_package_exceeds(seed: int) -> None:
    choice = made_up(seed, 4, 10, 2)
    found = leximin(choice, seconds=0.0)
    within_bounds(choice, found)
    assert found.gap > 0
    assert not found.is_proved
    assert "not proved" in found.note
    assert found.objective == pytest.approx(leximin(choice).objective), "the first stage has a time of its own"


def test_the_largest_smallest_gain_alone_leaves_the_others_undecided() -> None:
    """Of two packages with the same smallest gain the sum would pick one, the next smallest picks the other."""
    by_sum = Solver(EITHER).solve("egalitarian", efficient=True)
    found = leximin(EITHER)
    assert by_sum.objective == found.objective == 1.0
    assert by_sum.answer["released"] == (0,)
    assert found.answer["released"] == (1,)
    assert found.answer["sums"] == (1.0, 4.0, 7.0)
    listed = egalitarian([EITHER.utilities(x) for x in list_packages(2)], EITHER.no_deal)
    assert listed.answer["utilities"] == found.answer["utilities"]


def test_who_is_worst_off_is_left_open() -> None:
    """Each package has another worst off, so that nobody's gain may be fixed behind a stage."""
    choice = Choice([[1, 3, 4], [9, 1, 4], [2, 8, 1], [-1, -1, -1]], no_deal=[0, 0, 0, -2])
    found = leximin(choice)
    check(choice, found)
    assert found.answer["released"] == (2,)
    assert found.answer["sums"] == (1.0, 2.0, 6.0, 10.0)


@settings(max_examples=15)
@given(cases)
def test_no_package_gives_one_more_and_none_less(choice: Choice) -> None:
    found = leximin(choice)
    who = list(found.answer.get("players", ()))
    if not who:
        return
    reached = np.array(found.answer["utilities"])[who]
    for x in list_packages(choice.worth.shape[1]):
        if choice.is_feasible(x):
            other = choice.utilities(x)[who]
            assert not ((other >= reached - 1e-9).all() and (other > reached + 1e-5).any())


def test_the_smallest_gain_is_that_of_the_egalitarian_solution_at_24_assets() -> None:
    choice = made_up(3, 6, 24, 3)
    found, level = leximin(choice), solve("egalitarian", choice)
    assert found.objective == pytest.approx(level.objective, abs=1e-6)
    assert found.is_proved
    assert choice.is_feasible(found.answer["package"])


def test_scaling_all_utilities_scales_the_sums() -> None:
    choice = made_up(8, 4, 10, 0)
    larger = Choice(100.0 * choice.worth, consents=choice.consents)
    assert leximin(larger).answer["sums"] == pytest.approx([100.0 * one for one in leximin(choice).answer["sums"]])


def test_another_of_nothing_is_nothing() -> None:
    nobody = Choice([[-1.0], [2.0]])
    assert another_leximin(nobody, leximin(nobody)) is None


def test_no_solver_prints(capfd: pytest.CaptureFixture[str]) -> None:
    leximin(made_up(2, 4, 10, 2))
    assert capfd.readouterr().out == ""


@pytest.mark.parametrize("seconds", [-1.0, float("nan"), float("inf")])
def test_what_cannot_be_meant_is_refused(seconds: float) -> None:
    with pytest.raises(UsageError, match="seconds: found"):
        leximin(EITHER, seconds)

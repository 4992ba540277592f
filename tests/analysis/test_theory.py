"""What theory says of a scenario: its parts fit each other, and what cannot be meant is refused."""

from __future__ import annotations

import datetime as dt
import itertools
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

from sim.analysis.case import Case, load_case
from sim.analysis.coalitions import Coalitions
from sim.analysis.deals import standing
from sim.analysis.package_problem import package_problem
from sim.analysis.status_quo import StatusQuo
from sim.analysis.terms import Place, Terms
from sim.analysis.theory import NAMES, Theory, frontier_of, solve_case
from sim.errors import ParleyError
from sim.report.theory import theory_lines, theory_record
from sim.scenario.load import Loaded
from sim.scenario.spec import Scenario
from sim.solutions.package_solver import Solver
from sim.solutions.packages_listed import list_packages
from tests.support.build import compiled, talks
from tests.support.random_scenarios import scenarios


def solved(data: dict[str, Any], **options: Any) -> Theory:
    made = Loaded(Scenario.model_validate(data), "made_up", Path("made_up.yaml"), "0")
    return solve_case(Case(made, None), **options)


@pytest.fixture(scope="module")
def ring() -> Theory:
    return solve_case(load_case("ring"), coalitions=True)


def test_the_ring_is_the_answer_of_all_four(ring: Theory) -> None:
    record = theory_record(ring)
    assert list(record["solutions"]) == list(NAMES)
    for one in record["solutions"].values():
        assert one["released"] == ["al", "bo", "cy"]
        assert one["gap"] == 0
        assert one["seconds"] >= 0
    assert record["players"] == ["ALFA", "BRAVO", "CHARLIE"]
    assert record["zone_of_agreement"]["empty"] is False


def test_no_pair_of_the_ring_reaches_anything(ring: Theory) -> None:
    shared = ring.shared
    assert shared is not None
    assert shared.coalitions == 7
    assert sum(shared.shapley.share) == pytest.approx(shared.worth)
    assert shared.complaint == pytest.approx(-shared.worth / 3)
    assert shared.nucleolus is not None
    assert shared.nucleolus.share == pytest.approx((shared.worth / 3,) * 3)
    assert theory_record(ring)["core"]["empty"] is False


def test_highs_alone_solves_the_same(ring: Theory) -> None:
    other = solve_case(load_case("ring"), method="milp")
    for one, two in zip(ring.solutions, other.solutions):
        assert one.record.objective == pytest.approx(two.record.objective, rel=1e-6)


def test_leximin_is_the_fifth_where_it_is_asked_for() -> None:
    """On `classroom` the two behind the worst off have more than by the egalitarian package with the largest sum."""
    found = solve_case(load_case("classroom"), with_leximin=True)
    assert [one.name for one in found.solutions] == [*NAMES, "leximin"]
    gains = {
        one.name: np.sort(found.problem.surpluses(one.record.answer["package"])[list(found.players)])
        for one in found.solutions
    }  # fmt: skip
    assert gains["leximin"][0] == pytest.approx(gains["egalitarian"][0])
    assert gains["leximin"][1] > gains["egalitarian"][1] + 1
    assert gains["leximin"].sum() < gains["egalitarian"].sum()
    assert found.solutions[-1].record.is_proved


def test_leximin_of_nothing_says_why() -> None:
    court = {"name": "Court", "veto": True, "costs": {"al": 9.0}, "delay_weeks": 1}
    nothing = solved(talks(parties={"ALFA": {"ratifiers": {"COURT": court}}}), with_leximin=True)
    assert theory_record(nothing)["solutions"]["leximin"]["released"] is None
    assert "empty" in nothing.solutions[-1].record.note


def test_a_deal_of_the_frontier_is_not_bettered_and_a_smaller_one_is() -> None:
    data = talks(
        parties={"ALFA": {"gains": {"bud": 2.0}}, "BRAVO": {"costs": {"bud": 0.5}}},
        assets={"bud": {"name": "Bud", "held_by": "BRAVO", "citizenships": ["ALFA"]}},
    )
    found = solved(data)
    nash = next(one for one in found.solutions if one.name == "nash")
    ideals = found.ideals
    best = standing(found.made, nash.levels, found.players, ideals)
    assert best.is_feasible
    assert not best.is_dominated
    assert best.distance == pytest.approx(0.0, abs=1e-6)
    small = nash.levels.copy()
    small[:] = 0
    small[:2] = 1
    poor = standing(found.made, small, found.players, ideals)
    if not np.array_equal(small, nash.levels):
        assert poor.more >= 0.0


def test_whoever_can_have_more_at_nobodys_cost_is_told_so() -> None:
    """BRAVO would give Bud for nothing, so that a swap without him is bettered."""
    data = talks(
        parties={"ALFA": {"gains": {"bud": 2.0}}, "BRAVO": {"costs": {"bud": 0.0}}},
        assets={"bud": {"name": "Bud", "held_by": "BRAVO", "citizenships": ["ALFA"]}},
    )
    found = solved(data)
    swap = np.zeros_like(found.solutions[0].levels)
    swap[:2] = 1
    stands = standing(found.made, swap, found.players, found.ideals)
    assert stands.is_feasible
    assert stands.is_dominated
    assert stands.better is not None
    assert stands.better[2] == 1


def test_a_ratifier_with_a_veto_narrows_the_choice() -> None:
    court = {"name": "Court", "veto": True, "costs": {"al": 9.0}, "delay_weeks": 1}
    data = talks(parties={"ALFA": {"ratifiers": {"COURT": court}}})
    found = solved(data)
    assert not found.players
    assert "empty" in found.note
    mild = solved(talks(parties={"ALFA": {"ratifiers": {"COURT": {**court, "gains": {"bo": 20.0}}}}}))
    assert mild.players
    assert mild.win_sets[0].narrows is False


def test_an_empty_zone_is_said_in_the_record() -> None:
    found = solved(talks(parties={"ALFA": {"gains": {"bo": 0.1}}}))
    record = theory_record(found)
    assert record["zone_of_agreement"]["empty"] is True
    assert record["solutions"]["nash"]["released"] is None
    assert "empty zone" in record["note"]
    assert any("No solution" in line for line in theory_lines(found))


def test_two_parties_have_a_frontier_of_their_own() -> None:
    found = solved(talks())
    frontier = frontier_of(found, runs=4)
    assert frontier is not None
    assert frontier.sides == ("ALFA", "BRAVO")
    assert len(frontier.points) == 1
    assert len(frontier.deals) == 4
    assert frontier_of(solve_case(load_case("ring"))) is None


def test_a_tie_is_said() -> None:
    """Bud and Ben are alike, and only one of them can go: either package is as good."""
    alike = {"name": "B", "held_by": "BRAVO", "citizenships": ["ALFA"]}
    data = talks(
        parties={"ALFA": {"gains": {"bud": 2.0, "ben": 2.0}}, "BRAVO": {"costs": {"bud": 0.5, "ben": 0.5}}},
        assets={"bud": alike, "ben": alike},
        linkages={"one": {"party": "BRAVO", "hard": True, "if": ["bud"], "forbids": ["ben"]}},
    )
    found = solved(data)
    nash = found.solutions[0]
    assert nash.tie is not None
    assert nash.tie[2] + nash.tie[3] == nash.levels[2] + nash.levels[3] == 1
    assert nash.tie[2] != nash.levels[2]
    assert any("another package is as good" in line for line in theory_lines(found))
    assert theory_record(found)["solutions"]["nash"]["as_good"] is not None
    assert all(one.tie is None for one in solved(talks()).solutions)


@settings(max_examples=12)
@given(scenarios(plain=True, parties=3).filter(lambda data: len(data["assets"]) <= 7))
def test_what_a_coalition_reaches_is_the_best_of_all_its_packages(data: dict[str, Any]) -> None:
    made = compiled(data)
    terms = Terms(StatusQuo(made, made.params(centre=True), [0]).on(made.start))
    problem = package_problem(terms, Place(-1, -1))
    game = Coalitions(problem, problem, (0, 1, 2))
    asks = [one for one in problem.problem.consents if one.interest >= problem.problem.parties]
    alone = replace(problem.problem, consents=tuple(asks))
    for size in (1, 2, 3):
        for who in itertools.combinations(range(3), size):
            best = 0.0
            for package in list_packages(alone.assets):
                used = [problem.units[at][0] for at in np.flatnonzero(package)]
                near = {int(terms.holder[a]) for a in used} | {int(terms.receiver[a]) for a in used} - {-1}
                if near - {-1} <= set(who) and alone.is_feasible(package):
                    best = max(best, float(alone.surpluses(package)[list(who)].sum()))
            assert game.worth(who) == pytest.approx(best, abs=1e-6)


def test_no_solver_prints(capfd: pytest.CaptureFixture[str]) -> None:
    solve_case(load_case("ring"), coalitions=True, method="milp")
    assert capfd.readouterr().out == ""


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        ({"date": dt.date(2030, 1, 1)}, "date: found 2030-01-01; allowed: 2024-01-01 to 2024-05-19"),
        ({"venue": "Moon"}, "unknown open venue 'Moon'; known: none"),
        ({"guarantor": "ALFA"}, "unknown guarantor 'ALFA'; known: none"),
        ({"method": "guess"}, "unknown method 'guess'"),
    ],
)
def test_what_cannot_be_meant_is_refused(options: dict[str, Any], complaint: str) -> None:
    with pytest.raises(ParleyError, match=complaint):
        solve_case(load_case("ring"), **options)


@pytest.mark.slow
def test_the_talks_of_2024_are_solved_with_proofs() -> None:
    """Four solutions without a gap, linkages included, and the documented deal among them."""
    found = solve_case(load_case("ankara-2024"))
    for one in found.solutions:
        assert one.record.gap <= 1e-6 * one.record.objective
        assert found.problem.is_feasible(one.record.answer["package"])
    assert found.of_record is not None
    assert not found.of_record.missing
    assert not set(found.of_record.below) & {"USA", "RUS", "DEU", "TUR"}, "those who made the deal were better off"
    other = Solver(found.problem, method="milp").solve("egalitarian")
    assert other.objective == pytest.approx(found.solutions[2].record.objective, rel=1e-6)

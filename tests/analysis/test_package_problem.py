"""The package problem of a scenario beside the engine's own sums, over every package there is."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.analysis.package_problem import PackageProblem, package_problem
from sim.analysis.status_quo import Day, StatusQuo
from sim.analysis.terms import Place, Terms
from sim.analysis.weighing import weigh
from sim.solutions.package_solver import OBJECTIVES, Solver
from sim.state import columns as c
from sim.state.layout import box
from tests.support.build import compiled, talks
from tests.support.random_scenarios import scenarios
from tests.support.ratifiers import ratifier_takes


def first_day(data: dict[str, Any]) -> Day:
    made = compiled(data)
    return StatusQuo(made, made.params(centre=True), [0]).on(made.start)


def without_bends(data: dict[str, Any]) -> dict[str, Any]:
    """Return a scenario in which neither the delay nor whom one trusts least depends on the package."""
    for party in data["parties"].values():
        party["discount"] = 1.0
    return data


def touched(terms: Terms, x: Any, place: Place) -> list[int]:
    near = set(terms.holder[x > 0]) | set(terms.receiver[x > 0]) | terms.hosts(place)
    return sorted(int(party) for party in near - {-1})


def agrees(day: Day, terms: Terms, x: Any, place: Place) -> bool:
    """Return whether everyone whom a package touches says yes, by the engine's sums."""
    if not x[terms.is_person].any():
        return False
    params, world = box(day.params), box(day.world)
    for party in touched(terms, x, place):
        found = weigh(day, party, x, place.venue, place.guarantor)
        if found.surplus < -1e-9 or found.red_line >= 0 or found.over_credit:
            return False
        willing = asked = 0.0
        for actor in terms.ratifiers(party):
            takes = ratifier_takes(params, world, actor, x, place.venue, place.guarantor)
            if day.params.party_i[actor, c.VETO] == 1:
                if not takes:
                    return False
            else:
                asked += day.params.party_f[actor, c.WEIGHT]
                willing += day.params.party_f[actor, c.WEIGHT] * takes
        if willing < day.params.party_f[party, c.QUOTA] * asked - 1e-9:
            return False
    return True


def every_package(terms: Terms) -> list[Any]:
    made = []
    for levels in itertools.product(*(range(int(most) + 1) for most in terms.levels[: terms.assets])):
        x = np.zeros(len(terms.levels), np.int8)
        x[: len(levels)] = levels
        made.append(x)
    return made


def tried(made: PackageProblem, day: Day) -> dict[str, float] | None:
    """Return the objective of each solution, every package weighed by the engine."""
    terms, place = made.terms, made.place
    rows = []
    for x in every_package(terms):
        if agrees(day, terms, x, place):
            near = touched(terms, x, place)
            mine = made.problem.surpluses(made.package(x))
            rows.append([weigh(day, party, x, place.venue, place.guarantor).surplus if party in near else mine[party]
                         for party in made.problem.candidates])  # fmt: skip
    if not rows:
        return None
    gains = np.array(rows)
    gains = gains[:, (gains > 1e-9).any(axis=0)]
    if not gains.shape[1]:
        return {}
    with np.errstate(divide="ignore"):
        return {
            "utilitarian": gains.sum(axis=1).max(), "egalitarian": gains.min(axis=1).max(),
            "nash": np.maximum(gains, 0.0).prod(axis=1).max(),
            "kalai_smorodinsky": (gains / gains.max(axis=0)).min(axis=1).max(),
        }  # fmt: skip


@settings(max_examples=25)
@given(scenarios(), st.data())
def test_every_package_is_worth_what_the_engine_says(data: dict[str, Any], more: st.DataObject) -> None:
    """With the pool cut to the package itself, delay and trust are those of the package."""
    day = first_day(data)
    terms = Terms(day)
    place = more.draw(st.sampled_from(terms.places()))
    for x in more.draw(st.lists(st.sampled_from(every_package(terms)[1:]), max_size=12)):
        made = package_problem(terms, place, only=np.flatnonzero(x).tolist())
        mine = made.problem.surpluses(made.package(x))
        for party in touched(terms, x, place):
            engine = weigh(day, party, x, place.venue, place.guarantor).surplus
            assert mine[party] == pytest.approx(engine, abs=1e-9)


@settings(max_examples=25)
@given(st.one_of(scenarios(), scenarios(plain=True)).map(without_bends), st.data())
def test_who_agrees_to_what_is_as_in_the_engine(data: dict[str, Any], more: st.DataObject) -> None:
    day = first_day(data)
    terms = Terms(day)
    place = more.draw(st.sampled_from(terms.places()))
    made = package_problem(terms, place)
    for x in more.draw(st.lists(st.sampled_from(every_package(terms)), max_size=60)):
        assert made.problem.is_feasible(made.package(x)) == agrees(day, terms, x, place)


@settings(max_examples=15)
@given(st.one_of(scenarios(), scenarios(plain=True)).map(without_bends), st.data())
def test_solutions_are_those_of_every_package_weighed_by_the_engine(data: dict[str, Any], more: st.DataObject) -> None:
    day = first_day(data)
    terms = Terms(day)
    if np.prod(terms.levels[: terms.assets] + 1.0) > 2**10:
        return
    made = package_problem(terms, more.draw(st.sampled_from(terms.places())))
    expected, solver = tried(made, day), Solver(made.problem)
    for name in OBJECTIVES:
        found = solver.solve(name)
        if not expected:
            assert ("empty" if expected is None else "nobody") in found.note
            continue
        assert found.objective == pytest.approx(expected[name], abs=1e-6), name
        assert found.gap <= 1e-6


def test_two_who_want_each_others_captive_swap_them() -> None:
    terms = Terms(first_day(talks()))
    made = package_problem(terms, terms.places()[0])
    found = Solver(made.problem).solve("nash")
    assert found.answer["released"] == (0, 1)
    assert made.levels(found.answer["package"])[:2].tolist() == [1, 1]


def test_a_red_line_that_nothing_can_fulfil_empties_the_zone() -> None:
    line = {"party": "ALFA", "hard": True, "if": ["al"], "forbids": ["bo"]}
    terms = Terms(first_day(talks(linkages={"never": line})))
    found = Solver(package_problem(terms, terms.places()[0]).problem).solve("nash")
    assert "empty" in found.note

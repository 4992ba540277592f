"""How well a scenario reproduces what is on record, and what that hangs on."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sim.analysis.case import load_case
from sim.analysis.reproduction import naive_forecast, overrides_of, reproduce, shuffled
from sim.analysis.robustness import coefficients, robustness
from sim.errors import UsageError
from sim.scenario.load import load

TWO = """\
schema: 1
title: Two captives
start: 2024-01-01
weeks: 20
parties:
  ALFA: {name: Alfa, side: one, spread: 0, reliability: 1, worth: {national: 4}, price: {base: 1}}
  BRAVO:
    name: Bravo
    side: two
    spread: 0
    reliability: 1
    worth: {national: 4, service: 2}
    price: {base: 1}
    overrides:
      cy: {cost: 9, source: it said so}
assets:
  al: {kind: person, name: Al, held_by: ALFA, citizenships: [BRAVO], role: spy_illegal, offence: espionage, severity: 6}
  bo: {kind: person, name: Bo, held_by: BRAVO, citizenships: [ALFA], role: journalist, offence: speech, severity: 1}
  cy: {kind: person, name: Cy, held_by: BRAVO, citizenships: [ALFA], role: other, offence: drugs, severity: 2}
channels:
  line: {members: [ALFA, BRAVO]}
documented:
  date: 2024-02-01
  released:
    - {asset: al, from: ALFA, to: BRAVO}
    - {asset: bo, from: BRAVO, to: ALFA}
"""


@pytest.fixture
def two(tmp_path: Path) -> Path:
    path = tmp_path / "two.yaml"
    path.write_text(TWO, encoding="utf-8")
    return path


def test_an_override_that_holds_somebody_back_shows_where_it_is_left_out(two: Path) -> None:
    found = reproduce(two, runs=20, seeds=3, shuffles=2)
    kept, left_out = found.scores
    assert (kept.name, left_out.name) == ("all overrides", "no override")
    assert kept.given is not None
    assert kept.given.estimate == 1.0
    assert kept.centre == 1.0
    assert kept.extra == kept.missed == ()
    assert left_out.given is not None
    assert left_out.given.estimate == pytest.approx(2 / 3)
    assert left_out.extra == ("cy",)
    assert found.exact == found.seeds == 3


def test_the_naive_rule_reads_citizenship_demands_and_severity_alone(two: Path) -> None:
    assert naive_forecast(load_case(two).loaded.scenario) == ("al", "bo", "cy")


def test_shuffling_deals_out_facts_within_a_custodian_and_keeps_ids(two: Path) -> None:
    scenario = load_case(two).loaded.scenario
    rng = np.random.default_rng(0)
    seen = set()
    for _ in range(20):
        dealt = shuffled(scenario, rng)
        assert dealt.assets["al"] == scenario.assets["al"]
        assert sorted(one.role for one in dealt.assets.values()) == sorted(one.role for one in scenario.assets.values())
        assert [one.name for one in dealt.assets.values()] == ["Al", "Bo", "Cy"]
        seen.add(dealt.assets["bo"].role)
    assert seen == {"journalist", "other"}


def test_each_coefficient_is_changed_where_it_is_written(two: Path) -> None:
    found = robustness(two, by=0.5)
    paths = {change.path for change in found.changes}
    assert "parties.ALFA.worth.national" in paths
    assert "parties.BRAVO.price.base" in paths
    assert len(found.changes) == 2 * len(paths)
    assert found.exact is True
    assert found.freed == ("al", "bo")
    assert 0.5 < found.share_exact <= 1.0


def test_a_coefficient_that_decides_is_found(two: Path) -> None:
    found = robustness(two, by=0.99, sets=["parties.BRAVO.overrides=null"])
    broken = {(change.path, change.factor < 1.0) for change in found.changes if not change.unmoved}
    assert ("parties.ALFA.worth.national", True) in broken
    assert found.flips()


def test_inherited_numbers_are_changed_at_their_type_alone() -> None:
    written = {"KIND": {"worth": {"national": {"value": 2, "sd": 0.2}}}, "ALFA": {"like": "KIND", "price": {"base": 1}}}
    assert dict(coefficients(written)) == {"parties.KIND.worth.national": 2.0, "parties.ALFA.price.base": 1.0}


def test_overrides_of_the_shipped_case_are_few_and_each_has_its_source() -> None:
    scenario = load("ankara-2024").scenario
    overrides = overrides_of(scenario)
    assert 0 < len(overrides) <= 8
    assert all(scenario.parties[party].overrides[asset].source for party, asset in overrides)


@pytest.mark.parametrize("by", [0.0, 1.0, -0.2])
def test_a_share_out_of_range_is_refused(two: Path, by: float) -> None:
    with pytest.raises(UsageError, match="allowed: above 0 and below 1"):
        robustness(two, by=by)

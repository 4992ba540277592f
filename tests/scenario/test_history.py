"""The cases of the past hold facts alone, and what is documented of them can be told from what is played."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.scenario.assemble import assemble
from sim.scenario.compile import compile_scenario
from sim.scenario.find import case_files, home
from sim.scenario.load import load, loaded_from

CASES = case_files([])
FACTS = {"name", "like", "conduct", "side", "alignment", "expels_nationals", "note", "source"}
"""What a case may say of a party: who it is, how it acts, whom it leans on. No gain, cost, tactic or reservation."""


@pytest.fixture(scope="module", params=CASES, ids=[path.stem for path in CASES])
def case(request: pytest.FixtureRequest):
    return assemble(request.param)


def test_there_are_exchanges_and_spells_without_one():
    truths = [assemble(path).documented for path in CASES]
    assert sum(truth.date is not None for truth in truths) >= 18
    assert sum(truth.date is None for truth in truths) >= 10
    offers = [offer for truth in truths for offer in truth.offers.values()]
    assert sum(offer.answer == "refused" for offer in offers) >= 10


def test_a_case_holds_no_valuation(case):
    """Whatever is of a party's own beyond facts would be a number chosen for the case."""
    types = assemble(home() / "history" / "vienna-2010.yaml").own
    for name, party in case.scenario.parties.items():
        if not party.abstract:
            assert set(case.own[name]) <= FACTS, name
            assert party.like in types


def test_every_case_has_a_red_line_only_with_a_source(case):
    for name, linkage in case.scenario.linkages.items():
        assert linkage.source, name


def test_a_case_lasts_a_year_whether_or_not_it_led_to_a_deal(case):
    """No window is longer for having led somewhere; a shorter one ends where the next case, or a deal left out, is."""
    assert case.scenario.weeks == 52 or (case.scenario.weeks in (44, 50) and case.documented.date is None)


def test_what_is_documented_lies_inside_the_talks(case):
    scenario, truth = case.scenario, case.documented
    end = compile_scenario(loaded_from(case)).date_of(scenario.weeks)
    for day in [truth.date, *(offer.on for offer in truth.offers.values())]:
        assert day is None or scenario.start <= day < end
    for one in truth.released:
        assert scenario.assets[one.asset].held_by == one.from_


def test_the_types_need_nothing_of_a_case():
    """The shared coefficients name no asset, venue or other party."""
    for path in ("states", "history"):
        text = (home() / "parties" / f"{path}.yaml").read_text(encoding="utf-8")
        for field in ("gains:", "costs:", "overrides:", "minds_venue:", "trust:  ", "alignment:"):
            assert f"    {field}" not in text, field


def test_a_form_of_concession_is_worth_what_the_type_says(tmp_path: Path):
    """Its taker gains by worth, its holder pays by price; a number of the party's own goes before."""
    body = """
schema: 1
title: Money
start: 2024-01-01
weeks: 4
parties:
  ALFA: {worth: {money: 2}, price: {money: 5}}
  BRAVO: {worth: {money: 2}, price: {money: 5}}
assets:
  sum: {kind: concession, name: A sum, held_by: ALFA, to: BRAVO, form: money}
channels: {line: {members: [ALFA, BRAVO]}}
"""
    path = tmp_path / "money.yaml"
    path.write_text(body, encoding="utf-8")
    made = compile_scenario(load(path)).params(centre=True)
    assert made.gain[:2, 0].tolist() == [0.0, 2.0]
    assert made.cost[:2, 0].tolist() == [5.0, 0.0]
    own = compile_scenario(load(path, ["parties.BRAVO.gains.sum=3"])).params(centre=True)
    assert own.gain[1, 0] == 3.0

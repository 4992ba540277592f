"""The cases of the past hold facts alone, and what is documented of them can be told from what is played."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.scenario.assemble import assemble
from sim.scenario.compile import compile_scenario
from sim.scenario.find import case_files, home, tracked_free
from sim.scenario.load import load, loaded_from
from sim.state import columns as c

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


def test_the_long_replay_begins_before_the_exchanges_of_2022():
    """Whoever was arrested or sentenced after the start is pending then, and the later red line is not there yet."""
    scenario = load("us-russia-2022").scenario
    assert scenario.assets["griner"].held_since < scenario.start
    assert scenario.assets["reed"].held_since < scenario.start
    late = [one for one in scenario.assets.values() if one.held_since and one.held_since > scenario.start]
    assert len(late) > 30
    assert all(one.legal == "pending" for one in late if not one.hypothetical)
    assert "neither_left_behind" not in scenario.linkages
    truth = assemble(home() / "us-russia-2022.yaml").documented
    assert [f"O{n}" for n in range(2, 17)] == sorted(truth.offers, key=lambda name: int(name[1:]))


def test_the_fitted_coefficients_differ_from_the_reasoned_in_what_is_free_alone(tmp_path: Path):
    """What is tracked of a fit holds each free coefficient, with its interval in words, and nothing else."""
    reasoned, fitted = (numbers_of_types(name, tmp_path) for name in ("history", "history-fitted"))
    changed = {path for path, number in fitted.items() if number != reasoned[path]}
    assert changed == set(tracked_free())
    assert all("fitted: times" in fitted[path]["note"] for path in changed)


def numbers_of_types(name: str, folder: Path) -> dict[str, dict[str, object]]:
    """Return what is written as a mapping for the types in a file, by path."""
    path = folder / f"{name}.yaml"
    head = "schema: 1\ntitle: T\nstart: 2024-01-01\nweeks: 4\nparties: {ALFA: {name: Alfa}}\n"
    text = f"{head}extends: {home() / 'parties' / name}\n"
    path.write_text(text, encoding="utf-8")
    found = {}
    for kind, party in assemble(path).own.items():
        for field, value in party.items():
            if field in ("worth", "price"):
                found |= {f"parties.{kind}.{field}.{key}": number for key, number in value.items()}
            elif field in ("name_cost", "reservation"):
                found[f"parties.{kind}.{field}"] = value
    return found


def test_somebody_whom_nobody_wants_yet_goes_to_who_asks_later(tmp_path: Path):
    """A demand after the start gives somebody without a claimant a destination; without any there is none."""
    body = """
schema: 1
title: A politician
start: 2024-01-01
weeks: 20
parties:
  ALFA: {worth: {asked: 2}, price: {base: 1}, expels_nationals: true}
  BRAVO: {worth: {asked: 2}, price: {base: 1}}
assets:
  al: {name: Al, held_by: ALFA, citizenships: [ALFA], asked_by: [{party: BRAVO, on: 2024-02-01}]}
  bo: {name: Bo, held_by: ALFA, citizenships: [ALFA]}
channels: {line: {members: [ALFA, BRAVO]}}
"""
    path = tmp_path / "later.yaml"
    path.write_text(body, encoding="utf-8")
    made = compile_scenario(load(path))
    bravo = made.index.parties.index("BRAVO")
    assert made.template.asset_i[:2, c.DESTINATION].tolist() == [bravo, -1]

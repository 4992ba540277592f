"""Tables and records of a run: every name is shown as it is, and the JSON has what it promises."""

from __future__ import annotations

import datetime as dt
import io
import json
from dataclasses import replace

import pytest
from rich.console import Console

from sim.domain.package import Package
from sim.report.record import record_of
from sim.report.tables import deal_table, documented_tables, outcome_table, scenario_tables
from sim.scenario.load import load
from tests.report import made_up

COMPARED = {"jaccard": 1 / 3, "missed": ["person_3"], "extra": ["person_2"], "weeks_off": -2.0}
BESIDE = {
    **COMPARED, "date": dt.date(2030, 2, 11), "venue": None, "guarantor": "BRAVO",
    "released": {"person_1": ("BRAVO", "ALFA"), "person_3": ("BRAVO", "ALFA")},
}  # fmt: skip


def shown(*renderables: object) -> str:
    """Return what a wide terminal shows."""
    console = Console(file=io.StringIO(), width=2000)
    for one in renderables:
        console.print(one)
    return console.file.getvalue()  # type: ignore[attr-defined,no-any-return]


def test_a_deal_shows_everybody_with_brackets_and_groups_counted() -> None:
    """Names are text and no markup; a group says how many it is."""
    text = shown(deal_table(made_up.result(made_up.deal(24)), 0))
    assert [name for name in made_up.PEOPLE.values() if name not in text] == []
    assert "(3 people)" in text
    assert "relief of a [kind]" in text
    assert "level 1 of 2" in text
    assert "28 January 2030" in text
    assert "the Port" in text
    assert "Hostland" in text


def test_outcomes_have_a_row_for_each_party() -> None:
    """Utility, reservation and surplus stand side by side."""
    text = shown(outcome_table(made_up.result(made_up.deal(2))))
    assert [name for name in ("Alfa", "Bravo", "Hostland", "-0.25", "+1.50") if name not in text] == []


def row_of(text: str, name: str) -> list[str]:
    """Return the cells of the row that starts with a name."""
    rows = [[cell.strip() for cell in line.strip("│┃ ").split("│")] for line in text.splitlines()]
    return next(row for row in rows if row[0] == name)


def test_the_documented_deal_stands_beside_person_by_person() -> None:
    """Terms side by side; then who was freed in both, then and not here, here and not then; and by whom."""
    assert documented_tables(made_up.result()) == []
    text = shown(*documented_tables(made_up.result(made_up.deal(2), documented=BESIDE)))
    assert row_of(text, "executed")[1:] == ["28 January 2030 (2.0 weeks earlier)", "11 February 2030"]
    assert row_of(text, "venue")[1:] == ["the Port", "none"]
    assert row_of(text, "guarantor")[1:] == ["Hostland", "Bravo"]
    assert row_of(text, "of them on both lists")[1:] == ["1", "1"]
    assert row_of(text, "Jaccard index of the lists")[1:] == ["0.33", "1.00"]
    assert row_of(text, "Person [1]")[1:] == ["Bravo to Alfa", "Bravo to Alfa", "both"]
    assert row_of(text, "Person [3]")[1:] == ["not freed", "Bravo to Alfa", "missed"]
    assert row_of(text, "Person [2]")[1:] == ["Alfa to Bravo", "not freed", "extra"]


def test_without_a_deal_everybody_documented_is_missed() -> None:
    """And whoever was freed in a smaller deal is said to have been."""
    nobody = {**BESIDE, "missed": ["person_1", "person_3"], "extra": [], "weeks_off": None, "jaccard": 0.0}
    text = shown(*documented_tables(made_up.result(documented=nobody)))
    assert row_of(text, "executed")[1:] == ["none", "11 February 2030"]
    assert row_of(text, "Person [1]")[1:] == ["not freed", "Bravo to Alfa", "missed"]
    earlier = replace(made_up.deal(1), delivered=made_up.package(3))
    larger = replace(made_up.deal(4), delivered=Package(made_up.package(12).releases[4:], (), None, None))
    two = made_up.result(earlier, larger, documented=nobody)
    assert row_of(shown(*documented_tables(two)), "Person [1]")[1] == "in another deal"


def test_the_record_is_plain_json_with_the_promised_keys() -> None:
    """Keys and their order are part of the interface."""
    record = json.loads(json.dumps(record_of(made_up.result(made_up.deal(2), documented=BESIDE))))
    assert list(record) == "scenario seed agreement deals primary released parties documented".split()
    assert list(record["deals"][0]) == "date accepted venue guarantor released concessions".split()
    assert record["deals"][0]["released"][0] == {"asset": "person_1", "from": "BRAVO", "to": "ALFA"}
    assert record["deals"][0]["concessions"] == [{"asset": "relief", "from": "ALFA", "to": "BRAVO", "level": 1}]
    assert record["released"] == ["person_1", "person_2"]
    assert list(record["parties"]["ALFA"]) == ["utility", "reservation", "surplus"]
    assert record["documented"] == COMPARED


def test_the_record_of_no_deal_has_nulls_where_there_is_nothing() -> None:
    """No agreement: no primary, nobody released, and seed null at the centre."""
    record = record_of(made_up.result(seed=None))
    assert (record["agreement"], record["primary"], record["seed"]) == (False, None, None)
    assert (record["deals"], record["released"], record["documented"]) == ([], [], None)


def test_the_primary_deal_is_the_one_with_most_people_and_the_earlier_of_equals() -> None:
    """A later deal of as many people does not take its place."""
    assert record_of(made_up.result(made_up.deal(1), made_up.deal(4), made_up.deal(4, 5)))["primary"] == 1


@pytest.mark.parametrize("scenario", ["ring", "ankara-2024"])
def test_a_shipped_scenario_is_shown_whole(scenario: str) -> None:
    """Every asset and party of it stands in some table."""
    read = load(scenario).scenario
    text = shown(*scenario_tables(read))
    assert [name for name in read.assets if name not in text] == []
    assert [name for name, party in read.parties.items() if not party.abstract and name not in text] == []

"""Each state's own conduct, against the same talks held by a plain custodian."""

from __future__ import annotations

from sim.state import columns as c
from tests.support.build import lay_over, talks
from tests.support.story import tell

PRICE = talks(
    weeks=30,
    parties={
        "ALFA": {"gains": {"al": 0.0, "bo": 3.0}, "costs": {"kim": 4.5, "al": 0.5}},
        "BRAVO": {"gains": {"al": 1.5, "kim": 6.0}, "costs": {"bo": 0.5, "ben": 0.5}},
    },
    assets={
        "kim": {"name": "Kim", "held_by": "ALFA", "citizenships": ["BRAVO"]},
        "ben": {"name": "Ben", "held_by": "BRAVO", "citizenships": ["ALFA"]},
    },
)
"""BRAVO wants Kim more than anybody; ALFA would rather give al."""
PRICE["parties"]["ALFA"]["gains"] = {"bo": 3.0, "ben": 3.0}


def acting(data, party, conduct, **changes):
    return lay_over(data, {"parties": {party: {"conduct": conduct, **changes}}})


def test_russia_names_a_price_and_demands_it_in_every_bid():
    plain, russia = tell(PRICE), tell(acting(PRICE, "BRAVO", "Russia"))

    assert not plain.did("ask", "BRAVO")
    named = russia.did("ask", "BRAVO")
    assert named
    assert {act.asset for act in named} == {"kim"}
    assert named[0].reason == c.NAMES_PRICE
    assert russia.did("propose", "BRAVO")
    assert all("kim" in act.package for act in russia.did("propose", "BRAVO"))
    assert any("kim" not in act.package for act in plain.did("propose", "BRAVO"))
    # Holding to it changes when they deal and, where the price is less dear, who is freed.
    assert russia.deals[0].accepted > plain.deals[0].accepted
    cheaper = lay_over(PRICE, {"parties": {"ALFA": {"costs": {"kim": 4.0}}}})
    assert tell(acting(cheaper, "BRAVO", "Russia")).freed != tell(cheaper).freed


def test_russia_sends_a_list_back_edited_where_another_refuses_it():
    hard = lay_over(PRICE, {"parties": {"BRAVO": {"tactic": {"floor": 0.9}}}})
    plain, russia = tell(hard), tell(acting(hard, "BRAVO", "Russia"))

    def poor(story):
        return [act for act in story.did("refuse", "BRAVO") if act.reason == c.BELOW_ASPIRATION]

    assert poor(plain)
    assert not poor(russia)


def test_turkey_serves_as_host_at_its_reservation():
    hosted = talks(
        weeks=30,
        parties={
            "ALFA": {"execution": {"base": -1.0, "trust": 0.0, "venue": 3.0}},
            "TANGO": {"hosting": 0.5, "gains": {"al": 0.01}, "tactic": {"floor": 1.0}, "spread": 0},
        },
        venues={"Airport": {"name": "Airport", "host": "TANGO"}},
        channels={"line": {"members": ["ALFA", "BRAVO", "TANGO"]}},
    )
    turkey = tell(acting(hosted, "TANGO", "Turkey"))

    assert turkey.freed == {"al", "bo"}
    assert {act.reason for act in turkey.did("accept", "TANGO")} == {c.SERVES_AS_HOST}
    assert not turkey.did("propose", "TANGO")
    plain = tell(hosted)
    assert c.SERVES_AS_HOST not in {act.reason for act in plain.did("accept", "TANGO")}


def test_the_united_states_sounds_out_an_ally_before_it_asks():
    data = talks(
        weeks=30,
        parties={
            "ALFA": {"side": "west", "gains": {"bo": 5.0}, "costs": {"al": 9.0}},
            "BRAVO": {"conduct": "Turkey", "gains": {"kim": 5.0, "al": 1.0}, "side": "east"},
            "KILO": {"side": "west", "costs": {"kim": 0.5}, "gains": {"bo": 2.0}, "spread": 0},
        },
        assets={"kim": {"name": "Kim", "held_by": "KILO", "citizenships": ["BRAVO"]}},
        channels={"private": {"members": ["ALFA", "KILO"]}},
    )
    plain, states = tell(data), tell(acting(data, "ALFA", "UnitedStates"))

    assert not plain.deals
    assert not plain.did("sound")
    assert states.freed == {"bo", "kim"}
    assert states.did("sound", "ALFA")[0].week < states.did("ask", "ALFA")[0].week

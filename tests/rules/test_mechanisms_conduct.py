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
    assert named and {act.asset for act in named} == {"kim"} and named[0].reason == c.NAMES_PRICE
    assert russia.did("propose", "BRAVO") and all("kim" in act.package for act in russia.did("propose", "BRAVO"))
    assert any("kim" not in act.package for act in plain.did("propose", "BRAVO")) or "kim" in plain.freed


def test_russia_sends_a_list_back_edited_where_another_refuses_it():
    hard = lay_over(PRICE, {"parties": {"BRAVO": {"tactic": {"floor": 0.9}}}})
    plain, russia = tell(hard), tell(acting(hard, "BRAVO", "Russia"))

    def poor(story):
        return [act for act in story.did("refuse", "BRAVO") if act.reason == c.BELOW_ASPIRATION]

    assert poor(plain)
    assert not poor(russia)


HELD = talks(
    weeks=30,
    parties={
        "DEU": {"gains": {"di": 3.0, "bo": 3.0}, "costs": {"al": 1.0}, "spread": 0, "tactic": {"beta": 0.3}},
        "BRAVO": {"gains": {"al": 3.0}, "costs": {"bo": 2.0}, "tactic": {"floor": 0.9}},
        "MIKE": {"spread": 0},
    },
    assets={
        "al": {"held_by": "DEU"},
        "bo": {"citizenships": ["DEU"]},
        "di": {"name": "Di", "held_by": "MIKE", "citizenships": ["DEU"], "offence": "espionage", "legal": "pending"},
    },
    channels={"line": {"members": ["DEU", "BRAVO"]}},
)
del HELD["parties"]["ALFA"]
DANGER = {"events": {"sentence": {"kind": "sentence", "asset": "di", "on": "2024-01-01"}}}


def test_germany_yields_as_its_own_are_in_danger():
    calm = tell(acting(HELD, "DEU", "Germany"))
    afraid = tell(acting(lay_over(HELD, DANGER), "DEU", "Germany"))
    plain = tell(lay_over(HELD, DANGER))

    def asked(story):
        return next(act.target for act in story.acts if act.party == "DEU" and act.target > 0.0)

    assert asked(afraid) < 0.6 * asked(calm)
    assert asked(plain) > 1.5 * asked(afraid)


BELARUS = lay_over(HELD, {"channels": {"east": {"members": ["DEU", "MIKE"]}}, "parties": {"DEU": {"worth": {"danger": 4.0}}}})


def test_belarus_raises_the_stakes_by_a_sentence_at_its_rate():
    stakes = {"stakes": {"sentence_rate": 51.0}}
    plain, belarus = (tell(acting(BELARUS, "MIKE", who, **stakes), seed=1) for who in ("HoldingState", "Belarus"))

    assert not plain.did("sentence") and [act.asset for act in belarus.did("sentence")] == ["di"]
    assert not tell(acting(BELARUS, "MIKE", "Belarus", **stakes)).did("sentence")
    assert not tell(acting(BELARUS, "MIKE", "Belarus"), seed=1).did("sentence")


def test_belarus_lowers_the_stakes_by_a_pardon():
    threatened = lay_over(BELARUS, DANGER)
    di = list(threatened["assets"]).index("di")
    kept = tell(acting(threatened, "MIKE", "Belarus"), seed=1)
    pardoned = tell(acting(threatened, "MIKE", "Belarus", stakes={"pardon_rate": 51.0}), seed=1)

    assert kept.sitting.world.danger[di] == 1
    assert pardoned.did("pardon", "MIKE") and pardoned.sitting.world.danger[di] == 0


CLIENT = talks(
    weeks=30,
    parties={
        "ALFA": {"conduct": "Turkey", "gains": {"mo": 5.0}, "costs": {"al": 1.0}},
        "BRAVO": {"conduct": "Russia", "side": "east", "gains": {"al": 6.0}, "costs": {"bo": 9.0}},
        "MIKE": {"side": "east", "costs": {"mo": 0.5}, "alignment": {"BRAVO": 0.5}, "tactic": {"floor": 1.0}, "spread": 0,
                 "gains": {"relief": 3.0}},
    },
    assets={
        "mo": {"name": "Mo", "held_by": "MIKE", "citizenships": ["ALFA"]},
        "relief": {"kind": "concession", "name": "Relief", "held_by": "ALFA", "to": "MIKE"},
    },
    channels={"client": {"members": ["BRAVO", "MIKE"]}},
)  # fmt: skip
CLIENT["parties"]["ALFA"]["costs"]["relief"] = 9.0


def test_belarus_follows_its_patron_at_its_reservation():
    follows = tell(acting(CLIENT, "MIKE", "Belarus"))

    words = follows.did("commit", "MIKE")
    assert words and words[0].reason == c.FOLLOWS_PATRON
    assert follows.freed == {"al", "mo"}
    without = tell(acting(CLIENT, "MIKE", "Belarus", alignment={"BRAVO": 0.1}))
    assert not [act for act in without.did("commit", "MIKE") if act.reason == c.FOLLOWS_PATRON]


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

    assert not plain.deals and not plain.did("sound")
    assert states.freed == {"bo", "kim"}
    assert states.did("sound", "ALFA")[0].week < states.did("ask", "ALFA")[0].week

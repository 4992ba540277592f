"""Germany under danger, Belarus with its stakes and its patron, against a plain custodian."""

from __future__ import annotations

from sim.state import columns as c
from tests.support.build import lay_over, talks
from tests.support.story import tell


def acting(data, party, conduct, **changes):
    return lay_over(data, {"parties": {party: {"conduct": conduct, **changes}}})


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


BELARUS = lay_over(
    HELD, {"channels": {"east": {"members": ["DEU", "MIKE"]}}, "parties": {"DEU": {"worth": {"danger": 4.0}}}}
)


def test_belarus_raises_the_stakes_by_a_sentence_at_its_rate():
    stakes = {"stakes": {"sentence_rate": 51.0}}
    plain, belarus = (tell(acting(BELARUS, "MIKE", who, **stakes), seed=1) for who in ("HoldingState", "Belarus"))

    assert not plain.did("sentence")
    assert [act.asset for act in belarus.did("sentence")] == ["di"]
    assert not tell(acting(BELARUS, "MIKE", "Belarus", **stakes)).did("sentence")
    assert not tell(acting(BELARUS, "MIKE", "Belarus"), seed=1).did("sentence")


def test_belarus_lowers_the_stakes_by_a_pardon():
    threatened = lay_over(BELARUS, DANGER)
    di = list(threatened["assets"]).index("di")
    kept = tell(acting(threatened, "MIKE", "Belarus"), seed=1)
    pardoned = tell(acting(threatened, "MIKE", "Belarus", stakes={"pardon_rate": 51.0}), seed=1)

    assert kept.sitting.world.danger[di] == 1
    assert pardoned.did("pardon", "MIKE")
    assert pardoned.sitting.world.danger[di] == 0


CLIENT = talks(
    weeks=30,
    parties={
        "ALFA": {"conduct": "Turkey", "gains": {"mo": 5.0}, "costs": {"al": 1.0}},
        "BRAVO": {"conduct": "Russia", "side": "east", "gains": {"al": 6.0}, "costs": {"bo": 9.0}, "credit_budget": 1},
        "MIKE": {"side": "east", "costs": {"mo": 0.5}, "alignment": {"BRAVO": 0.5}, "spread": 0,
                 "tactic": {"floor": 1.0}, "gains": {"relief": 3.0, "thanks": 1.5}},
    },
    assets={
        "mo": {"name": "Mo", "held_by": "MIKE", "citizenships": ["ALFA"]},
        "thanks": {"kind": "credit", "name": "Thanks", "held_by": "BRAVO", "to": "MIKE"},
        "relief": {"kind": "concession", "name": "Relief", "held_by": "ALFA", "to": "MIKE"},
    },
    channels={"client": {"members": ["BRAVO", "MIKE"]}},
)  # fmt: skip
CLIENT["parties"]["ALFA"]["costs"]["relief"] = 9.0


def test_belarus_follows_its_patron_at_its_reservation():
    follows = tell(acting(CLIENT, "MIKE", "Belarus"))

    words = follows.did("commit", "MIKE")
    assert words
    assert words[0].reason == c.FOLLOWS_PATRON
    assert {"al", "mo"} <= follows.freed
    without = tell(acting(CLIENT, "MIKE", "Belarus", alignment={"BRAVO": 0.1}))
    assert not [act for act in without.did("commit", "MIKE") if act.reason == c.FOLLOWS_PATRON]

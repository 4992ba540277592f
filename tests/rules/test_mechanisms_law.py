"""Ratifiers, legal steps, leaks and default: what comes between a yes and a release."""

from __future__ import annotations

from sim.state import columns as c
from tests.support.build import lay_over, talks
from tests.support.story import tell

COURT = {"name": "Court", "veto": True, "delay_weeks": 3, "gains": {"ben": 3.0}, "costs": {"al": 2.0}, "known_sd": 0.0}
BASE = talks(
    weeks=30,
    parties={
        "ALFA": {"gains": {"ben": 0.1}, "costs": {"ann": 1.0}},
        "BRAVO": {"costs": {"ben": 1.2}},
    },
    assets={"ben": {"name": "Ben", "held_by": "BRAVO", "citizenships": ["ALFA"]}},
)
"""Al for bo; ben is hardly worth anything to ALFA's government."""
BASE["parties"]["ALFA"]["costs"].pop("ann")


def ratified(*ratifiers, **alfa):
    named = {f"R{at}": ratifier for at, ratifier in enumerate(ratifiers)}
    return lay_over(BASE, {"parties": {"ALFA": {"ratifiers": named, **alfa}}})


def test_a_veto_adds_to_the_basket_what_the_ratifier_wants():
    assert tell(BASE).freed == {"al", "bo"}
    assert tell(ratified(COURT)).freed == {"al", "bo", "ben"}


def test_a_veto_that_nothing_can_satisfy_stops_the_deal():
    assert not tell(ratified(COURT | {"gains": {}})).freed


def test_a_quota_counts_weights_where_nobody_has_a_veto():
    against = {"name": "Against", "costs": {"al": 9.0}, "delay_weeks": 0}
    in_favour = {"name": "In favour", "gains": {"bo": 1.0}, "delay_weeks": 0}

    assert tell(ratified(against, in_favour, quota=0.5)).freed == {"al", "bo"}
    assert not tell(ratified(against, in_favour, quota=0.6)).freed
    assert tell(ratified(against, in_favour | {"weight": 2.0}, quota=0.6)).freed == {"al", "bo"}


def test_a_ratifier_takes_its_time():
    content = COURT | {"costs": {}}
    quick, slow = (
        tell(ratified(content | {"delay_weeks": 0})).deals[0],
        tell(ratified(content | {"delay_weeks": 6})).deals[0],
    )

    assert quick.executed == quick.accepted
    assert slow.executed == slow.accepted + 6


def test_a_ratifier_whom_the_government_misjudges_objects_after_the_yes():
    content = COURT | {"gains": {"bo": 1.0, "ben": 0.5}, "costs": {"al": 0.5}}
    # What the court minds is a linkage that its government thinks unlikely.
    minds = {"party": "ALFA.R0", "weight": -4.0, "if": ["al"], "needs": ["bo"]}
    plain, minding = tell(ratified(content)), tell(lay_over(ratified(content), {"linkages": {"minds": minds}}))

    assert plain.freed == {"al", "bo"}
    assert not plain.noted(c.LOG_NOT_RATIFIED)
    week, deal, _, needed, _ = minding.noted(c.LOG_NOT_RATIFIED)[0]
    assert minding.deals[deal].collapsed
    assert week == minding.deals[deal].accepted + 3
    assert minding.compiled.index.assets[needed] == "ben"
    assert not minding.freed


PENDING = talks(weeks=30, assets={"al": {"legal": "pending"}})


def step(**steps):
    return lay_over(PENDING, {"parties": {"ALFA": {"steps": steps}}})


def test_a_verdict_first_delays_execution_and_dropping_the_charge_does_not():
    verdict, drop = {"weeks": 8, "price": 0.1}, {"weeks": 1, "price": 0.0}
    tried = tell(step(verdict=verdict)).deals[0]
    dropped = tell(step(verdict=verdict, drop_charge=drop)).deals[0]

    assert tried.executed == tried.accepted + 8
    assert dropped.executed == dropped.accepted + 1


def test_the_cheaper_step_is_taken_though_it_is_slower():
    costly = {"weeks": 1, "price": 0.0, "espionage_price": 5.0}
    verdict = {"weeks": 8, "price": 0.1}
    spy = {"assets": {"al": {"offence": "espionage"}}}

    plain, guarded = (
        tell(step(verdict=verdict, drop_charge=costly)),
        tell(lay_over(step(verdict=verdict, drop_charge=costly), spy)),
    )
    assert plain.deals[0].executed == plain.deals[0].accepted + 1
    assert guarded.deals[0].executed == guarded.deals[0].accepted + 8


def test_the_price_of_a_step_can_cost_the_deal():
    assert tell(step(drop_charge={"price": 0.0})).freed == {"al", "bo"}
    assert not tell(step(drop_charge={"price": 5.0})).deals


def test_a_lead_time_is_discounted():
    slow = lay_over(step(verdict={"weeks": 20}), {"parties": {"BRAVO": {"reservation": 1.0}}})

    assert tell(slow).freed == {"al", "bo"}
    assert not tell(lay_over(slow, {"parties": {"BRAVO": {"discount": 0.95}}})).deals


SLOW_LINE = talks(
    channels={"line": {"delay_weeks": 3}}, parties={"ALFA": {"leak_cost": 4.0}, "BRAVO": {"leak_cost": 4.0}}
)
LEAK = {"kind": "leak", "channel": "line", "on": "2024-01-08"}


def test_a_leak_makes_what_is_on_the_table_too_dear():
    assert tell(SLOW_LINE).freed == {"al", "bo"}
    assert not tell(lay_over(SLOW_LINE, {"events": {"leak": LEAK}})).deals


def test_a_channel_leaks_at_its_rate_and_never_at_the_centre():
    leaky = lay_over(SLOW_LINE, {"channels": {"line": {"leak_rate": 520.0}}})

    assert tell(SLOW_LINE, seed=1).deals
    assert tell(leaky).deals
    assert not tell(leaky, seed=1).deals


def test_a_party_without_reliability_keeps_what_it_promised():
    faithless = talks(parties={"ALFA": {"reliability": 0.0}, "BRAVO": {"reliability": 1.0}})

    assert tell(talks(parties={"ALFA": {"reliability": 1.0}, "BRAVO": {"reliability": 1.0}}), seed=3).freed == {
        "al",
        "bo",
    }
    story = tell(faithless, seed=3)
    assert story.deals[0].agreed == {"al", "bo"}
    assert story.deals[0].released == {"bo"}
    alfa, bravo = 0, 1
    assert story.sitting.world.trust_shift[bravo, alfa] < 0.0 < story.sitting.world.trust_shift[alfa, bravo]
    assert tell(faithless).freed == {"al", "bo"}

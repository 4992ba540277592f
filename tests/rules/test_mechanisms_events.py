"""Events and colliding deals: each alone changes who gets what."""

from __future__ import annotations

import numpy as np
import pytest

from sim.rules.sitting import DECIDE
from sim.state import columns as c
from tests.support.build import compiled, lay_over, sit, talks
from tests.support.story import Story, go_on, tell

STEPS = talks(weeks=30, assets={"al": {"legal": "pending"}}, parties={"ALFA": {"steps": {"verdict": {"weeks": 8}}}})


def test_a_death_voids_a_deal_that_is_under_way():
    story = tell(lay_over(STEPS, {"events": {"death": {"kind": "death", "asset": "al", "on": "2024-02-05"}}}))

    assert tell(STEPS).freed == {"al", "bo"}
    assert [deal.collapsed for deal in story.deals] == [True]
    assert not story.freed
    assert not story.sitting.world.reserved.any()


def test_a_random_event_comes_at_its_rate_and_never_at_the_centre():
    often = lay_over(STEPS, {"events": {"death": {"kind": "death", "asset": "al", "rate": 520.0}}})

    assert not tell(often, seed=1).deals
    assert tell(often).freed == {"al", "bo"}


def test_a_rate_is_per_year():
    yearly = lay_over(STEPS, {"weeks": 52, "events": {"death": {"kind": "death", "asset": "al", "rate": 1.0}}})
    yearly["channels"]["line"]["opens"] = "2024-12-29"
    scenario = compiled(yearly)
    dead = 0
    for run in range(60):
        sitting = sit(scenario, run + 1)
        sitting.play()
        dead += int(sitting.world.status[0] == c.DEAD)
    # 1 - (1 - 1/52)^52 = 0.64 of 60 runs, within three standard errors.
    assert 27 <= dead <= 49


def test_a_new_captive_makes_a_deal_possible():
    without = talks(assets={"bo": {"hypothetical": True}})
    story = tell(lay_over(without, {"events": {"arrest": {"kind": "captive", "asset": "bo", "on": "2024-02-05"}}}))

    assert not tell(without).deals
    assert story.freed == {"al", "bo"}
    assert story.deals[0].accepted > 5


def test_a_rise_of_cost_gain_or_reservation_stops_a_deal():
    for event in (
        {"kind": "cost", "party": "ALFA", "amount": 4.0},
        {"kind": "gain", "party": "ALFA", "amount": -0.9},
        {"kind": "reservation", "party": "ALFA", "amount": 3.0},
    ):
        assert not tell(talks(events={"shock": event | {"on": "2024-01-01"}})).deals, event["kind"]


def test_a_venue_that_closes_hosts_nothing():
    hosted = talks(
        parties={
            "TANGO": {"conduct": "Turkey", "hosting": 0.5},
            "ALFA": {"execution": {"base": -1.0, "trust": 0.0, "venue": 3.0}},
        },
        venues={"Airport": {"name": "Airport", "host": "TANGO"}},
        channels={"west": {"members": ["ALFA", "TANGO"]}, "east": {"members": ["BRAVO", "TANGO"]}},
    )
    closed = lay_over(hosted, {"events": {"shut": {"kind": "venue", "venue": "Airport", "on": "2024-01-01"}}})

    assert tell(hosted).deals[0].venue == "Airport"
    assert not tell(closed).deals


COLLIDING = talks(
    parties={
        "ALFA": {"gains": {"ben": 3.0}},
        "BRAVO": {"costs": {"ben": 1.0}},
    },
    assets={"ben": {"name": "Ben", "held_by": "BRAVO", "citizenships": ["ALFA"]}},
    channels={"other": {"members": ["ALFA", "BRAVO"]}},
)


def collide(*packages):
    """Let ALFA propose a package in each channel and BRAVO accept all of them in the same week."""
    scenario = compiled(COLLIDING)
    sitting = sit(scenario)
    papers: list[int] = []
    for week in range(2):
        sitting.step()
        while sitting.cursor.phase == DECIDE:
            acts = sitting.decide()
            acts.act_i[:, c.ACT_KIND] = c.WAIT
            for channel, package in enumerate(packages):
                act = acts.act_i[channel]
                if week == 0 and sitting.cursor.party == 0:
                    act[c.ACT_KIND], act[c.ACT_UNTIL] = c.PROPOSE, 9
                    act[c.ACT_VENUE] = act[c.ACT_GUARANTOR] = -1
                    acts.x[channel] = 0
                    acts.x[channel][[scenario.index.assets.index(name) for name in package]] = 1
                elif week == 1 and sitting.cursor.party == 1:
                    act[c.ACT_KIND], act[c.ACT_PAPER] = c.ACCEPT, papers[channel]
            sitting.step(acts)
        papers = papers or [int(np.flatnonzero(sitting.world.papers[:, c.PAPER_CHANNEL] == at)[0]) for at in range(2)]
        if week == 0:
            sitting.step()
    return go_on(Story(scenario, sitting)).deals[0].agreed


def test_of_deals_that_collide_the_one_with_most_people_stands():
    assert collide({"al", "bo"}, {"al", "bo", "ben"}) == {"al", "bo", "ben"}
    assert collide({"al", "bo", "ben"}, {"al", "bo"}) == {"al", "bo", "ben"}


def test_of_equals_that_collide_the_first_by_asset_order_stands():
    assert collide({"al", "ben"}, {"al", "bo"}) == {"al", "bo"}
    assert collide({"al", "bo"}, {"al", "ben"}) == {"al", "bo"}


THREE = talks(parties={"CHARLIE": {"spread": 0}}, channels={"line": {"members": ["ALFA", "BRAVO", "CHARLIE"]}})


@pytest.mark.parametrize(("yes", "no"), [("BRAVO", "CHARLIE"), ("CHARLIE", "BRAVO")])
def test_a_yes_is_said_though_another_says_no_in_the_same_week(yes, no):
    """Whoever of the two comes first: the answer is sent and learnt from, and the package is off the table."""
    sitting = sit(compiled(THREE))
    place = {name: at for at, name in enumerate(compiled(THREE).index.parties)}
    world = sitting.world
    for week in range(2):
        sitting.step()
        while sitting.cursor.phase == DECIDE:
            acts, party = sitting.decide(), sitting.cursor.party
            act = acts.act_i[0]
            act[c.ACT_KIND] = c.WAIT
            if week == 0 and party == place["ALFA"]:
                act[c.ACT_KIND], act[c.ACT_UNTIL], act[c.ACT_VENUE], act[c.ACT_GUARANTOR] = c.PROPOSE, 9, -1, -1
                acts.x[0][:2] = 1
            elif week == 1 and party in (place[yes], place[no]):
                act[c.ACT_KIND] = c.ACCEPT if party == place[yes] else c.REFUSE
                act[c.ACT_PAPER] = 0
            sitting.step(acts)
        if week == 0:
            sitting.step()
    said = {(int(row[c.MAIL_FROM]), int(row[c.MAIL_KIND])) for row in world.mail if row[c.MAIL_ARRIVES] == 2}
    assert said == {(place[yes], c.ACCEPT), (place[no], c.REFUSE)}
    assert world.papers[0, c.PAPER_STATE] == c.CLOSED
    sitting.step()
    assert world.now[c.NEXT_DEAL] == 0

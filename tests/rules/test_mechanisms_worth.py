"""What a package is worth: each term alone changes who gets what."""

from __future__ import annotations

import pytest

from tests.support.build import lay_over, talks
from tests.support.story import tell

FOUR = talks(
    parties={
        "ALFA": {"gains": {"bo": 3.0, "ben": 3.0}, "costs": {"al": 1.0, "ann": 1.0}},
        "BRAVO": {"gains": {"al": 3.0, "ann": 3.0}, "costs": {"bo": 1.0, "ben": 1.0}},
    },
    assets={
        "ann": {"name": "Ann", "held_by": "ALFA", "citizenships": ["BRAVO"]},
        "ben": {"name": "Ben", "held_by": "BRAVO", "citizenships": ["ALFA"]},
    },
)
"""Two for two, all worth the same."""

DEAR = talks(parties={"ALFA": {"costs": {"al": 3.5}}})
"""What ALFA would have to give costs it more than it would get."""


@pytest.mark.parametrize(
    "curve",
    [
        {"shape": "power", "exponent": 3.0},
        {"shape": "exponential", "scale": 0.5},
        {"shape": "threshold", "threshold": 1.5, "jump": 6.0},
    ],
    ids=lambda curve: curve["shape"],
)
def test_a_concession_curve_makes_a_party_give_one_where_it_would_give_two(curve):
    plain = tell(lay_over(FOUR, {"parties": {"ALFA": {"curve": {"shape": "linear"}}}}))
    bent = tell(lay_over(FOUR, {"parties": {"ALFA": {"curve": curve}}}))

    assert {"al", "ann"} <= plain.freed
    assert len({"al", "ann"} & bent.freed) == 1


LATER = {
    "assets": {"ann": {"held_since": "2024-02-12"}, "ben": {"held_since": "2024-02-12"}},
    "weeks": 24,
}


def test_slicing_a_deal_does_not_escape_the_concession_curve():
    cubic = {"parties": {"ALFA": {"curve": {"shape": "power", "exponent": 3.0}}}}
    straight = tell(lay_over(FOUR, LATER))
    bent = tell(lay_over(lay_over(FOUR, LATER), cubic))
    fresh = lay_over(lay_over(FOUR, LATER), cubic)
    fresh = tell(lay_over(fresh, {"assets": {"al": {"held_since": "2025-01-06"}, "bo": {"held_since": "2025-01-06"}}}))

    assert [deal.agreed for deal in straight.deals] == [{"al", "bo"}, {"ann", "ben"}]
    assert [deal.agreed for deal in bent.deals] == [{"al", "bo"}]
    # The second slice alone would have been good enough: it is the first that made it too dear.
    assert [deal.agreed for deal in fresh.deals] == [{"ann", "ben"}]


def test_a_soft_linkage_buys_what_the_assets_alone_do_not():
    needs = {"party": "ALFA", "if": ["al"], "needs": ["bo"], "weight": 1.5}

    assert not tell(DEAR).deals
    assert tell(lay_over(DEAR, {"linkages": {"against": needs}})).freed == {"al", "bo"}


MINOR = lay_over(FOUR, {"parties": {"ALFA": {"gains": {"ben": 0.1}}, "BRAVO": {"gains": {"ann": 0.0}, "costs": {"ben": 0.8}}}})


def test_a_hard_linkage_adds_what_nobody_would_trade():
    line = {"party": "ALFA", "hard": True, "if": ["al"], "needs": ["ben"]}

    assert tell(MINOR).freed == {"al", "bo"}
    assert tell(lay_over(MINOR, {"linkages": {"line": line}})).freed == {"al", "bo", "ben"}


def test_a_hard_linkage_that_the_other_cannot_meet_stops_the_deal():
    line = {"party": "ALFA", "hard": True, "if": ["al"], "needs": ["ben"]}
    cruel = lay_over(MINOR, {"parties": {"BRAVO": {"costs": {"ben": 9.0}}}})

    assert tell(cruel).freed == {"al", "bo"}
    assert not tell(lay_over(cruel, {"linkages": {"line": line}})).deals


def test_a_hard_linkage_forbids_one_in_the_company_of_another():
    line = {"party": "ALFA", "hard": True, "if": ["al"], "forbids": ["ann"]}

    assert {"al", "ann"} <= tell(FOUR).freed
    first = tell(lay_over(FOUR, {"linkages": {"line": line}})).deals[0]
    assert len({"al", "ann"} & first.agreed) == 1


def test_waiting_costs_make_a_bad_deal_better_than_none():
    assert not tell(DEAR).deals
    assert tell(lay_over(DEAR, {"parties": {"ALFA": {"waiting": {"weekly": 0.2}}}})).freed == {"al", "bo"}


def test_a_clock_makes_a_bad_deal_better_than_none_until_its_day():
    clock = {"parties": {"ALFA": {"clock": {"date": "2024-03-04", "cost": 1.5}}}}
    opens = {"channels": {"line": {"opens": "2024-03-18"}}}

    assert tell(lay_over(DEAR, clock)).freed == {"al", "bo"}
    assert not tell(lay_over(lay_over(DEAR, clock), opens)).deals


THREE = talks(
    parties={
        "ALFA": {"gains": {"bo": 0.2}},
        "CHARLIE": {"gains": {"bo": 4.0}, "spread": 0},
    },
    assets={"bo": {"citizenships": ["CHARLIE"]}},
    channels={"friends": {"members": ["ALFA", "CHARLIE"]}},
)
"""Who BRAVO holds is CHARLIE's, and only ALFA has something that BRAVO wants."""


def test_alignment_makes_a_party_pay_for_its_friend():
    aligned = {"parties": {"ALFA": {"alignment": {"CHARLIE": 0.6}}}}

    assert not tell(THREE).deals
    assert tell(lay_over(THREE, aligned)).freed == {"al", "bo"}


def test_a_consenter_outside_the_channel_is_asked_by_letter_and_needed():
    aligned = lay_over(THREE, {"parties": {"ALFA": {"alignment": {"CHARLIE": 0.6}}}})
    asked = tell(aligned)
    mute = tell(lay_over(aligned, {"channels": {"friends": None}}))

    assert [(act.party, act.channel) for act in asked.did("accept")][-1] == ("CHARLIE", "friends")
    assert not mute.deals


RISKY = talks(
    parties={
        "ALFA": {"execution": {"base": -2.0, "trust": 0.0, "guarantor": 2.5, "venue": 1.5}},
        "TANGO": {"conduct": "Turkey", "hosting": 0.5, "spread": 0},
    },
    channels={"west": {"members": ["ALFA", "TANGO"]}, "east": {"members": ["BRAVO", "TANGO"]}},
)
"""ALFA hardly believes that BRAVO would deliver."""


def test_a_guarantor_carries_a_deal_that_faith_alone_would_not():
    story = tell(lay_over(RISKY, {"parties": {"TANGO": {"guaranteeing": 0.5}}}))

    assert not tell(RISKY).deals
    assert story.freed == {"al", "bo"}
    assert story.deals[0].guarantor == "TANGO"


def test_a_neutral_venue_carries_a_deal_and_a_partial_one_does_not():
    venue = {"name": "Tango's airport", "host": "TANGO"}
    trusting = lay_over(RISKY, {"parties": {"ALFA": {"execution": {"base": -1.0, "venue": 3.0}}}})
    neutral = tell(lay_over(trusting, {"venues": {"Airport": venue}}))

    assert not tell(trusting).deals
    assert not tell(lay_over(trusting, {"venues": {"Airport": venue | {"neutral": False}}})).deals
    assert neutral.freed == {"al", "bo"}
    assert neutral.deals[0].venue == "Airport"


def test_trust_alone_carries_a_deal():
    wary = talks(parties={"ALFA": {"execution": {"base": -2.0, "trust": 5.0}, "trust": {"BRAVO": 0.1}}})

    assert not tell(wary).deals
    assert tell(lay_over(wary, {"parties": {"ALFA": {"trust": {"BRAVO": 0.8}}}})).freed == {"al", "bo"}

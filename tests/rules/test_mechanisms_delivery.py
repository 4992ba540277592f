"""Who else is touched: friends, consenters by letter, hosts and guarantors, and faith in delivery."""

from __future__ import annotations

from tests.support.build import lay_over, talks
from tests.support.story import tell

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

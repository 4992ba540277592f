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


MINOR = lay_over(
    FOUR, {"parties": {"ALFA": {"gains": {"ben": 0.1}}, "BRAVO": {"gains": {"ann": 0.0}, "costs": {"ben": 0.8}}}}
)


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

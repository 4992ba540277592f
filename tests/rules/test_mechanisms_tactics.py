"""How parties bargain: each tactic, each rule of acceptance and each mediator's choice changes the talks."""

from __future__ import annotations

import pytest

from sim.state import columns as c
from tests.support.build import lay_over, talks
from tests.support.story import tell

WIDE = talks(
    weeks=24,
    parties={
        "ALFA": {"gains": {"bo": 3.0, "ben": 1.5}, "costs": {"al": 1.0, "ann": 1.2, "abe": 1.4}},
        "BRAVO": {"gains": {"al": 2.5, "ann": 1.6, "abe": 1.5}, "costs": {"bo": 1.0, "ben": 1.2}},
    },
    assets={
        "ann": {"name": "Ann", "held_by": "ALFA", "citizenships": ["BRAVO"]},
        "abe": {"name": "Abe", "held_by": "ALFA", "citizenships": ["BRAVO"]},
        "ben": {"name": "Ben", "held_by": "BRAVO", "citizenships": ["ALFA"]},
    },
)
"""Many packages are better than none for both."""


def course(tactic, **more):
    """Return what was proposed, when, and what came of it, with one tactic of both parties."""
    both = {name: {"tactic": {"name": tactic, **more}} for name in ("ALFA", "BRAVO")}
    story = tell(lay_over(WIDE, {"parties": both}))
    bids = tuple(
        (act.week, act.party, tuple(sorted(act.package)), round(act.target, 6)) for act in story.did("propose")
    )
    return bids, tuple((deal.accepted, tuple(sorted(deal.agreed))) for deal in story.deals)


def test_each_tactic_takes_a_course_of_its_own():
    courses = {name: course(name) for name in ("polynomial", "exponential", "tit_for_tat", "micro", "zeuthen")}

    assert all(bids for bids, _ in courses.values())
    assert len(set(courses.values())) == 5


SPLIT = talks(
    weeks=26,
    parties={"ALFA": {"gains": {"bo": 4.0}, "costs": {"aid": 4.0}}, "BRAVO": {"gains": {"aid": 4.0, "al": 0.0}}},
    assets={"al": None, "aid": {"kind": "concession", "name": "Aid", "held_by": "ALFA", "to": "BRAVO", "levels": 9}},
)
SPLIT["parties"]["ALFA"]["costs"].pop("al")
SPLIT["parties"]["BRAVO"]["gains"].pop("al")
"""Bo for aid: what one side gains of it, the other loses."""


def shared(**tactic):
    """Return when BRAVO's tactic brings a deal about, and at which level of aid; None without a deal."""
    story = tell(lay_over(SPLIT, {"parties": {"BRAVO": {"tactic": tactic}}}))
    aid = story.compiled.index.assets.index("aid")
    return (story.deals[0].accepted, int(story.sitting.world.released[0, aid])) if story.deals else None


def test_who_concedes_late_deals_later_and_gets_more():
    early, late = shared(beta=10.0), shared(beta=0.2)

    assert late[0] > early[0]
    assert late[1] > early[1]


@pytest.mark.parametrize("tactic", ["exponential", "tit_for_tat", "micro", "zeuthen"])
def test_a_tactic_alone_changes_who_gets_what(tactic):
    """Of two parties one has it instead of the polynomial: another share, or none."""
    plain, other = shared(name="polynomial"), shared(name=tactic)

    assert plain is not None
    assert other is None or other[1] != plain[1]


def test_a_deadline_makes_a_party_take_what_its_aspiration_refuses():
    stubborn = lay_over(SPLIT, {"parties": {"BRAVO": {"tactic": {"floor": 1.0}}}})
    soon = tell(lay_over(stubborn, {"parties": {"BRAVO": {"deadline": 4.0}}}))

    answers = soon.did("accept", "BRAVO")
    assert [act.reason for act in answers] == [c.BY_DEADLINE]
    assert 0.0 <= answers[0].worth < answers[0].target
    assert soon.freed == {"bo", "aid"}
    # Without it the party holds out until the talks themselves are about to end.
    assert all(deal.accepted >= stubborn["weeks"] - 2 for deal in tell(stubborn).deals)


def test_an_offer_is_accepted_once_aspiration_has_fallen_to_it():
    story = tell(WIDE)
    accepted = story.did("accept")[0]

    assert accepted.reason == c.BY_ASPIRATION
    assert accepted.worth >= accepted.target - 1e-9
    assert story.did("refuse")
    for refusal in story.did("refuse"):
        assert refusal.worth < max(refusal.target, 1e-9)


TABLE = talks(
    weeks=30,
    parties={
        "ALFA": {"side": "west", "gains": {"bo": 3.0}},
        "BRAVO": {"side": "east"},
        "TANGO": {"conduct": "Turkey", "mediator": {"threshold": 0.2}, "hosting": 0.5},
    },
    channels={"line": {"members": ["ALFA", "BRAVO", "TANGO"]}},
)
"""The two sides meet only at the mediator's table, where neither bids."""


def with_mediator(**changes):
    return lay_over(TABLE, {"parties": {"TANGO": {"mediator": changes}}})


def test_a_mediator_s_text_makes_a_deal_that_the_two_do_not_find():
    story = tell(TABLE)

    assert not tell(lay_over(TABLE, {"parties": {"TANGO": {"mediator": None}}})).deals
    assert story.freed == {"al", "bo"}
    assert [act.party for act in story.did("propose")] == ["TANGO"]


def test_a_mediator_tables_nothing_below_its_threshold():
    assert not tell(with_mediator(threshold=1.0)).did("propose")


def test_a_mediator_leaves():
    assert not tell(with_mediator(leaves_after_weeks=5)).deals


@pytest.mark.parametrize("revisions", [0, 1])
def test_a_mediator_revises_so_often_and_no_more(revisions):
    refused = lay_over(with_mediator(revisions=revisions, threshold=0.0), {"parties": {"ALFA": {"reservation": 9.0}}})

    assert len(tell(refused).did("propose", "TANGO")) == 1 + revisions


def test_a_biased_mediator_brings_the_deal_home():
    venues = {
        "Airport": {"name": "Airport", "host": "TANGO", "neutral": False},
        "Island": {"name": "Island", "host": "ISLA"},
    }
    both = lay_over(TABLE, {"venues": venues, "parties": {"ISLA": {"conduct": "Turkey", "hosting": 0.5}}})
    both = lay_over(both, {"channels": {"isle": {"members": ["ALFA", "ISLA"]}}})
    fair, biased = tell(both), tell(lay_over(both, {"parties": {"TANGO": {"mediator": {"bias": 5.0}}}}))

    assert next(act.party for act in biased.did("propose")) == "TANGO"
    assert biased.deals[0].venue == "Airport"
    assert fair.deals[0].venue != "Airport"

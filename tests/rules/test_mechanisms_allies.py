"""Allies are bought: commitments in private letters, credit, its budget and its ledger."""

from __future__ import annotations

import numpy as np
import pytest

from sim.rules.sitting import DECIDE
from sim.state import columns as c
from tests.support.build import compiled, lay_over, sit, talks
from tests.support.story import Story, go_on, tell

BOUGHT = talks(
    weeks=30,
    parties={
        "ALFA": {
            "conduct": "UnitedStates",
            "side": "west",
            "gains": {"bo": 5.0},
            "costs": {"al": 9.0, "thanks": 0.5},
            "credit_budget": 3,
        },
        "BRAVO": {"conduct": "Turkey", "gains": {"al": 1.0, "kim": 5.0}, "costs": {"bo": 1.0}, "side": "east"},
        "KILO": {"side": "west", "gains": {"thanks": 4.0}, "costs": {"kim": 2.0}, "spread": 0},
    },
    assets={
        "kim": {"name": "Kim", "held_by": "KILO", "citizenships": ["BRAVO"]},
        "thanks": {"kind": "credit", "name": "Thanks", "held_by": "ALFA", "to": "KILO", "levels": 3},
    },
    channels={"private": {"members": ["ALFA", "KILO"]}},
)
"""Only KILO holds somebody whom BRAVO would take for bo; KILO wants ALFA's thanks. BRAVO makes no bids."""


def test_a_concession_that_only_an_ally_can_make_is_bought_in_a_private_letter():
    story = tell(BOUGHT)

    assert [act.channel for act in story.did("commit", "KILO")][:1] == ["private"]
    assert story.freed == {"bo", "kim", "thanks"}
    # Nothing of KILO's is offered to BRAVO before KILO's word stands.
    word = story.noted(c.LOG_COMMITMENT)[0][0]
    offered = [act.week for act in story.did("propose", "ALFA") if "kim" in act.package]
    assert offered
    assert min(offered) > word


def test_without_conduct_that_asks_allies_nobody_is_bought():
    assert not tell(lay_over(BOUGHT, {"parties": {"ALFA": {"conduct": "HoldingState"}}})).deals


def test_without_the_private_line_the_ally_is_not_won():
    assert not tell(lay_over(BOUGHT, {"channels": {"private": None}})).deals


def test_an_ally_who_wants_nothing_in_return_for_its_cost_is_not_won():
    assert not tell(lay_over(BOUGHT, {"parties": {"KILO": {"gains": {"thanks": 0.5}}}})).deals


def test_the_adversary_never_sees_what_allies_write_to_each_other():
    sitting = sit(compiled(BOUGHT))
    places = compiled(BOUGHT).index
    bravo, private = places.parties.index("BRAVO"), places.channels.index("private")
    commitments = 0
    while not sitting.is_over:
        if sitting.is_deciding and sitting.cursor.party == bravo:
            view = sitting.look()
            commitments += int((sitting.world.commitments[:, c.COMMITMENT_STATE] == c.STANDING).sum())
            assert not view.commitments.any()
            assert not view.pledged.any()
            seen = view.papers[view.papers[:, c.PAPER_TYPE] != c.NO_PAPER]
            assert not (seen[:, c.PAPER_CHANNEL] == private).any()
            mail = view.mail[view.mail[:, c.MAIL_KIND] != c.WAIT]
            assert not (mail[:, c.MAIL_CHANNEL] == private).any()
        sitting.step()
    assert commitments > 0


def test_without_a_budget_of_credit_the_ally_cannot_be_paid():
    assert not tell(lay_over(BOUGHT, {"parties": {"ALFA": {"credit_budget": 0}}})).deals


TWICE = lay_over(
    BOUGHT,
    {
        "weeks": 60,
        "parties": {
            "ALFA": {"gains": {"ben": 5.0}, "costs": {"more": 0.5}, "credit_budget": 2},
            "BRAVO": {"gains": {"lee": 5.0}, "costs": {"ben": 1.0}},
            "LIMA": {"side": "west", "gains": {"more": 4.0}, "costs": {"lee": 2.0}, "spread": 0},
        },
        "assets": {
            "thanks": {"levels": 1},
            "more": {"kind": "credit", "name": "More thanks", "held_by": "ALFA", "to": "LIMA"},
            "ben": {"name": "Ben", "held_by": "BRAVO", "citizenships": ["ALFA"], "held_since": "2024-08-05"},
            "lee": {"name": "Lee", "held_by": "LIMA", "citizenships": ["BRAVO"], "held_since": "2024-08-05"},
        },
        "channels": {"another": {"members": ["ALFA", "LIMA"]}},
    },
)
"""A second pair enters after the first deal, and has another ally as its custodian."""


def test_the_ledger_of_credit_runs_over_several_deals():
    rich = tell(TWICE)
    poor = tell(lay_over(TWICE, {"parties": {"ALFA": {"credit_budget": 1}}}))

    assert [deal.released for deal in rich.deals] == [{"bo", "kim", "thanks"}, {"ben", "lee", "more"}]
    assert [deal.released for deal in poor.deals] == [{"bo", "kim", "thanks"}]
    alfa, kilo, lima = (rich.compiled.index.parties.index(name) for name in ("ALFA", "KILO", "LIMA"))
    assert rich.sitting.world.ledger[alfa, kilo] == rich.sitting.world.ledger[alfa, lima] == 1
    assert poor.sitting.world.ledger[alfa, kilo] == 1
    assert poor.sitting.world.ledger[alfa, lima] == 0


WORTH_ASKING = talks(
    weeks=24,
    parties={
        "ALFA": {"conduct": "UnitedStates", "side": "west", "gains": {"bo": 5.0}, "costs": {"al": 0.5}},
        "BRAVO": {"conduct": "Turkey", "side": "east", "gains": {"al": 1.4, "kim": 2.0}, "costs": {"bo": 1.0}},
        "KILO": {
            "side": "west",
            "gains": {"bo": 1.0},
            "costs": {"kim": 0.2},
            "spread": 0,
            "ratifiers": {"COURT": {"name": "Court", "veto": True, "delay_weeks": 0, "threshold": -9.0}},
        },
    },
    assets={"kim": {"name": "Kim", "held_by": "KILO", "citizenships": ["BRAVO"]}},
    channels={"private": {"members": ["ALFA", "KILO"]}},
)
"""ALFA can bid al for bo, which BRAVO would take; with KILO's kim a yes is likelier. BRAVO makes no bids."""

COURT_FORBIDS = {"linkages": {"never": {"party": "KILO.COURT", "hard": True, "if": ["kim"], "forbids": ["al"]}}}
LINE_SHUTS = {"channels": {"private": {"closes": "2024-02-20"}}}
"""The line of the two closes after the week in which ALFA asks."""
NEWS = {"events": {"week_8": {"kind": "trust", "party": "KILO", "other": "BRAVO", "amount": 0.01, "on": "2024-02-26"}}}


def asked_and_bid(story):
    """Return the week of ALFA's first draft to KILO, and what it then proposed: weeks, packages."""
    week = story.did("ask", "ALFA")[0].week
    return week, [(act.week, act.package) for act in story.did("propose", "ALFA") if act.week >= week]


def test_who_asks_an_ally_bids_once_the_word_is_there_and_with_it():
    story = tell(WORTH_ASKING)
    week, bids = asked_and_bid(story)

    assert story.noted(c.LOG_COMMITMENT)[0][0] == week + 1
    assert bids[0] == (week + 2, {"al", "bo", "kim"})
    assert story.freed == {"al", "bo", "kim"}


@pytest.mark.parametrize("change", [COURT_FORBIDS, LINE_SHUTS], ids=["the ally says no", "no answer"])
def test_who_asks_an_ally_in_vain_bids_alone_after_the_wait(change):
    story = tell(lay_over(WORTH_ASKING, change))
    week, bids = asked_and_bid(story)

    assert bool(story.did("refuse", "KILO")[1:]) == (change is COURT_FORBIDS)
    assert bids[0] == (week + 2, {"al", "bo"})
    assert story.freed == {"al", "bo"}


@pytest.mark.parametrize("change", [{}, COURT_FORBIDS, LINE_SHUTS], ids=["yes", "no", "no answer"])
def test_news_does_not_cut_the_wait_for_an_ally_short(change):
    story = tell(lay_over(lay_over(WORTH_ASKING, change), NEWS))
    week, bids = asked_and_bid(story)

    assert week + 1 == 8
    assert bids[0][0] == week + 2


def test_who_is_refused_by_an_ally_again_and_again_still_bids():
    firm = lay_over(WORTH_ASKING, {"parties": {"BRAVO": {"gains": {"al": 1.0}}}})
    story = tell(lay_over(lay_over(firm, COURT_FORBIDS), {"weeks": 48}))
    asked = [act.week for act in story.did("ask", "ALFA")]
    bids = [act.week for act in story.did("propose", "ALFA")]

    assert len(asked) > 3
    assert sum(week + 2 in bids for week in asked) > 2
    # Two weeks after each refusal it bids, unless it has made the same bid in the eight weeks before.
    assert all(any(week + 2 - 8 < bid <= week + 2 for bid in bids) for week in asked)


def test_only_a_draft_is_waited_for():
    """A question is answered by what the ally would want: there is no word on which a bid could rest."""
    story = tell(WORTH_ASKING)
    sounded = story.did("sound", "ALFA")[0]

    assert sounded.week in {act.week for act in story.did("propose", "ALFA")}


THANKED = talks(
    weeks=40,
    parties={
        "ALFA": {"conduct": "Turkey", "costs": {"al": 0.3, "thanks": 0.3}},
        "BRAVO": {"gains": {"al": 0.5, "thanks": 6.0}},
    },
    assets={"thanks": {"kind": "credit", "name": "Thanks", "held_by": "ALFA", "to": "BRAVO", "levels": 3}},
)
"""BRAVO gives bo for al only with ALFA's thanks, the more the better, and does not know how much ALFA can give."""


def thanked(budget):
    """Return the run with a budget, and how many levels of thanks changed hands."""
    story = tell(lay_over(THANKED, {"parties": {"ALFA": {"credit_budget": budget}}}))
    return story, int(story.sitting.world.ledger.sum())


def test_a_giver_says_that_it_is_too_much_and_is_then_asked_for_less():
    story, given = thanked(1)

    assert given == 1
    assert {"bo", "thanks"} <= story.freed
    assert ("much", "thanks") in story.did("refuse", "ALFA")[0].objections
    generous, more = thanked(3)
    assert more > 1
    assert not [act for act in generous.did("refuse", "ALFA") if ("much", "thanks") in act.objections]


def test_without_any_budget_it_is_asked_in_vain():
    story, given = thanked(0)

    assert given == 0
    assert not story.deals


def with_court(**court):
    """Return `BOUGHT` with a court in KILO that forbids that kim goes in the company of al."""
    never = {"party": "KILO.COURT", "hard": True, "if": ["kim"], "forbids": ["al"]}
    named = {"COURT": {"name": "Court", "delay_weeks": 0, "threshold": -9.0, **court}}
    return lay_over(BOUGHT, {"parties": {"KILO": {"ratifiers": named}}, "linkages": {"never": never}})


def slip_in(data):
    """Let ALFA, once it has KILO's word, propose a basket that meets its condition and holds al too; BRAVO accepts."""
    scenario = compiled(data)
    sitting = sit(scenario)
    index, world = scenario.index, sitting.world
    line, (alfa, bravo) = index.channels.index("line"), (index.parties.index(name) for name in ("ALFA", "BRAVO"))
    proposed = None
    while not sitting.is_over:
        if sitting.cursor.phase != DECIDE or sitting.cursor.party not in (alfa, bravo):
            sitting.step()
            continue
        acts, week = sitting.decide(), int(world.now[c.WEEK])
        act = acts.act_i[line]
        act[c.ACT_KIND] = c.WAIT
        if (
            sitting.cursor.party == alfa
            and proposed is None
            and (world.commitments[:, c.COMMITMENT_STATE] == c.STANDING).any()
        ):
            proposed = week
            act[c.ACT_KIND], act[c.ACT_UNTIL], act[c.ACT_VENUE], act[c.ACT_GUARANTOR] = c.PROPOSE, week + 9, -1, -1
            acts.x[line] = 0
            for name in ("bo", "kim", "al"):
                acts.x[line][index.assets.index(name)] = 1
            acts.x[line][index.assets.index("thanks")] = 3
        elif sitting.cursor.party == bravo and proposed == week - 1:
            act[c.ACT_KIND] = c.ACCEPT
            act[c.ACT_PAPER] = np.flatnonzero(
                (world.papers[:, c.PAPER_CHANNEL] == line) & (world.papers[:, c.PAPER_STATE] == c.LIVE)
            )[-1]
        sitting.step(acts)
    assert proposed is not None
    return go_on(Story(scenario, sitting))


def test_a_word_covers_no_basket_that_breaks_a_red_line_of_those_who_must_ratify():
    # Nobody at home minds: the word is enough.
    assert slip_in(BOUGHT).freed == {"al", "bo", "kim", "thanks"}
    assert not {"kim", "al"} <= slip_in(with_court(veto=True)).freed
    # A court without a veto counts by its weight.
    assert not {"kim", "al"} <= slip_in(with_court(veto=False)).freed


def test_a_court_that_counts_for_nothing_stops_nothing():
    beside = {"OTHERS": {"name": "Others", "delay_weeks": 0, "threshold": -9.0, "weight": 9.0}}
    data = lay_over(with_court(veto=False), {"parties": {"KILO": {"ratifiers": beside, "quota": 0.5}}})

    assert slip_in(data).freed == {"al", "bo", "kim", "thanks"}

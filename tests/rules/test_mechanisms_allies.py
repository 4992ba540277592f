"""Allies are bought: commitments in private letters, credit, its budget and its ledger."""

from __future__ import annotations

from sim.state import columns as c
from tests.support.build import compiled, lay_over, sit, talks
from tests.support.story import tell

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

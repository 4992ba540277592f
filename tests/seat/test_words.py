"""Words between allies at the seat: sounding out, asking with a draft, giving one's word, refusing with objections."""

from __future__ import annotations

import numpy as np
import pytest

from sim import sit
from sim.errors import ParleyError
from sim.seat.order import acts_of
from sim.seat.parse import parse
from sim.seat.table_talk import open_week, say
from sim.state import columns as c

DRAFT = "x1, n1, n2, v1, credit_velta=2 at MirasPort under MIRAS"


@pytest.fixture
def velta():
    """Return VELTA's seat in the week in which a draft of NORDAL's has arrived."""
    game = sit("classroom", "VELTA", centre=True)
    nordal = game.talks.parties[game.labels.find_party("NORDAL")]

    def asks(view):
        return acts_of(view, (parse(f"ask VELTA for x1: {DRAFT}", view, game.labels),))

    nordal.decide = asks
    game.send()
    nordal.decide = lambda view: acts_of(view, ())
    game.send()
    return game


def number(game):
    """Return the number of the only draft on VELTA's desk."""
    drafts = np.flatnonzero(game.view.papers[:, c.PAPER_TYPE] == c.DRAFT)
    return int(game.view.papers[drafts[0], c.PAPER_SERIAL])


def test_a_draft_is_shown_and_asks_for_a_word(velta) -> None:
    """In the mail of one week, and among what awaits an answer until it is answered."""
    paper = number(velta)
    assert f"Paper {paper}: draft of Nordal in coast" in open_week(velta)
    assert "commit" in open_week(velta)
    assert "worth" in say(velta, f"consult {paper}").text
    with pytest.raises(ParleyError, match="allowed: commit or refuse"):
        say(velta, f"accept {paper}")


def test_a_word_is_given_on_its_condition(velta) -> None:
    """What is pledged is VELTA's own; the condition and the expiry stand as typed."""
    paper = number(velta)
    now = velta.week
    say(velta, f"commit {paper}: with n1; some 1 of v1, v2; never x2; guarantor; neutral for 9 weeks")
    say(velta, "send")
    assert velta.undone == ()
    at = {name: n for n, name in enumerate(velta.labels.asset_ids)}
    view = velta.view
    k = int(np.flatnonzero(view.commitments[:, c.COMMITMENT_STATE] != c.FREE)[0])
    assert np.flatnonzero(view.pledged[k]).tolist() == [at["x1"]]
    assert np.flatnonzero(view.must[k]).tolist() == [at["n1"]]
    assert np.flatnonzero(view.some[k]).tolist() == [at["v1"], at["v2"]]
    assert np.flatnonzero(view.never[k]).tolist() == [at["x2"]]
    row = view.commitments[k]
    assert (int(row[c.EXPIRES]), int(row[c.COMMITMENT_COUNT])) == (now + 9, 1)
    assert int(row[c.COMMITMENT_PLACE]) == c.NEEDS_GUARANTOR | c.NEEDS_NEUTRAL
    assert "Awaiting your answer" not in open_week(velta) or f"Paper {paper}:" not in open_week(velta)


def test_a_draft_is_refused_with_up_to_three_objections(velta) -> None:
    """They travel in the letter, as typed."""
    paper = number(velta)
    with pytest.raises(ParleyError, match="up to 3"):
        say(velta, f"refuse {paper}: needs v1, needs v2, not x1, too little")
    say(velta, f"refuse {paper}: needs k1, not x1, too little")
    channel = velta.orders[0].channel
    velta.talks.sitting.step(acts_of(velta.view, velta.orders))
    row = velta.talks.sitting.world.out_i[velta.me, channel]
    at = velta.labels.find_asset
    assert row[c.ACT_OBJECTIONS : c.ACT_OBJECTIONS + 6].tolist() == [
        c.NEEDS, at("k1"), c.NOT_THIS, at("x1"), c.TOO_LITTLE, -1,
    ]  # fmt: skip


def test_a_question_is_asked_and_answered() -> None:
    """NORDAL sounds VELTA out and hears what it would need."""
    game = sit("classroom", "NORDAL", centre=True)
    say(game, "sound VELTA about x1")
    say(game, "ask services for n1")
    for _ in range(3):
        say(game, "send")
        if "Velta refuses to give" in open_week(game):
            break
    assert "Velta refuses to give Prisoner X1, who killed for Sarvia [x1]: it needs" in open_week(game)


MISTAKES = [
    ("commit {}: if n1", "found the condition 'if n1'"),
    ("commit {}: some 3 of v1, v2", "found some 3 of 2 names"),
    ("refuse {}: perhaps", "found the objection 'perhaps'"),
    ("withdraw {}", "found another's paper"),
    ("sound SARVIA about n1", "allowed: KOMAR, NORDAL"),
    ("propose coast: x1, n1", "get its word first (ask SARVIA for n1)"),
    ("propose services: x1", "unknown channel 'services'"),
]


@pytest.mark.parametrize(("text", "told"), MISTAKES, ids=[text for text, _ in MISTAKES])
def test_what_cannot_be_meant_is_told(velta, text, told) -> None:
    """In one line, with what is allowed."""
    with pytest.raises(ParleyError) as mistake:
        say(velta, text.format(number(velta)))
    assert told in str(mistake.value)


def test_a_wish_is_told_with_the_channel_in_which_it_came() -> None:
    """Told in two channels it is two letters, and reads as such."""
    game = sit("classroom", "NORDAL", centre=True)
    game.send()
    told = open_week(game)
    assert "Sarvia says in services whom it wants: Prisoner X1, who killed for Sarvia [x1]." in told
    assert "Sarvia says in round_table whom it wants: Prisoner X1, who killed for Sarvia [x1]." in told


def test_whoever_is_in_a_deal_of_mine_is_not_told_as_lost() -> None:
    """That the paper is agreed says it."""
    game = sit("ring", "ALFA", centre=True)
    say(game, "propose table: al, bo, cy")
    game.send()
    say(game, "accept 2")
    game.send()
    told = open_week(game)
    assert "agreed and carried out" in told
    assert "not to be had" not in told

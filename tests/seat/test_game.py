"""A game at the seat: orders, undo, saving and going on, going back, the debrief."""

from __future__ import annotations

import json

import pytest

from sim.errors import ParleyError
from sim.scenario.compile import compile_scenario
from sim.scenario.load import load
from sim.seat.debrief import debrief, debrief_screen
from sim.seat.game import Game, Key, replay, resume, saved
from sim.seat.screen import as_text
from sim.seat.table_talk import open_week, say

RING = compile_scenario(load("ring"))
KEY = Key("ring", "ALFA", None)


@pytest.fixture
def game() -> Game:
    """Return ALFA's seat at the ring of three."""
    return Game(RING, KEY)


MISTAKES = [
    ("propse table: al", "did you mean 'propose'"),
    ("propose table al, bo", "no colon"),
    ("propose tabel: al, bo", "did you mean 'table'"),
    ("propose table: al, bob", "did you mean 'bo'"),
    ("propose table: al=x", "found the level 'x'"),
    ("propose table: bo=2", "allowed: 1 to 1"),
    ("propose table: al, al", "found it twice"),
    ("propose table: ", "found no names"),
    ("propose table: al, bo at Nowhere", "unknown venue"),
    ("propose table: al, bo under BRAVO", "not ready to guarantee"),
    ("accept 7", "found no such paper; allowed: those you have (none yet)"),
    ("refuse", "found no such paper"),
    ("commit 1: with bo", "no such paper"),
    ("withdraw 1", "no such paper"),
    ("sound BRAVO", "sound PARTY about NAME"),
    ("sound BRAVO about bo", "no channel between you two alone; allowed: nobody"),
    ("pardon al", "does not use"),
    ("undo", "no order"),
    ("wait soon", "no number of weeks"),
    ("beliefs ALFA", "found yourself"),
    ("beliefs ZULU", "unknown party 'ZULU'"),
    ("consult", "found no names"),
    ("help frobnicate", "unknown word"),
    ("paper 1", "no such paper"),
]


@pytest.mark.parametrize(("text", "told"), MISTAKES, ids=[text for text, _ in MISTAKES])
def test_a_mistake_is_told_in_one_line_and_changes_nothing(game, text, told) -> None:
    """What is meant and how to mend it; nothing is ordered."""
    with pytest.raises(ParleyError) as mistake:
        say(game, text)
    assert told in str(mistake.value)
    assert "\n" not in str(mistake.value)
    assert game.orders == ()


def test_an_order_can_be_taken_back_until_it_is_sent(game) -> None:
    """And a second one in the same channel is not taken."""
    say(game, "propose table: bo, al")
    with pytest.raises(ParleyError, match="undo it first"):
        say(game, "propose table: al, bo, cy")
    assert say(game, "undo").text == "Taken back: propose table: bo, al"
    say(game, "propose table: al, bo, cy")
    assert say(game, "send").passed
    with pytest.raises(ParleyError, match="no order that is not sent"):
        say(game, "undo")


def test_three_offers_for_nothing_end_without_a_deal_and_the_debrief_says_what_was_left(game) -> None:
    """ALFA never answers: the others cannot do without it."""
    while not game.is_over:
        for paper in [p for p in range(64) if game.view.papers[p, 0] and game.view.papers[p, 9] == 1]:
            if game.view.papers[paper, 2] != game.me and not game.orders:
                game.order(f"refuse {int(game.view.papers[paper, 1])}: too little")
        game.send()
    told = debrief(game)
    assert told.reached is None
    assert told.left is not None
    assert told.left.mine(game.me) > 1.0
    assert float(told.surpluses[game.me]) == 0.0
    assert float(told.engine[game.me]) == pytest.approx(2.0)
    assert sum(turn.change for turn in told.turns) == pytest.approx(-2.0)
    assert "No agreement" in as_text(debrief_screen(told))


def test_no_debrief_before_the_end(game) -> None:
    """It would tell what the others want."""
    with pytest.raises(ValueError, match="when the talks are over"):
        debrief(game)


def test_a_saved_game_goes_on_as_if_it_had_not_been_left(game, tmp_path) -> None:
    """In the middle of a week, with an order not yet sent."""
    say(game, "wait 1")
    say(game, "refuse 1: needs bo" if "Paper 1" in open_week(game) else "propose table: al, bo, cy")
    path = tmp_path / "game.json"
    path.write_text(game.as_text())
    again = resume(RING, *saved(path), path)
    assert again.orders == game.orders
    for one in (game, again):
        while not one.is_over:
            one.send()
    assert again.digest() == game.digest()


def test_going_back_forgets_what_was_sent_from_there_on(game) -> None:
    """The same talks, another choice."""
    say(game, "propose table: al, bo, cy")
    for _ in range(3):
        game.send()
    before = game.since(0)
    assert (before.week, before.log, before.orders) == (0, [], ())
    assert game.since(3).digest() == game.digest()
    with pytest.raises(ParleyError, match="allowed: 1 to 4"):
        game.since(4)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"parley_seat": 9}, "no saved game"),
        ({"weeks": "x"}, "no saved game"),
        ({"scenario_sha256": "0"}, "another version of ring"),
        ({"state_sha256": "0"}, "come out otherwise"),
    ],
)
def test_a_file_that_does_not_fit_is_refused(game, tmp_path, change, told) -> None:
    """In one line."""
    path = tmp_path / "game.json"
    path.write_text(json.dumps({**json.loads(game.as_text()), **change}))
    with pytest.raises(ParleyError, match=told):
        resume(RING, *saved(path), path)


def test_a_seat_left_to_its_conduct_is_told_that_nothing_turned_it() -> None:
    """Whoever does each week what the conduct advises makes of it what the conduct makes."""
    game = replay(RING, KEY, [["propose table: al, bo, cy"]])
    while not game.is_over:
        game.send()
    assert debrief(game).turns == ()

"""The command `parley play`: a scripted game from briefing to debrief, saved and continued in the middle."""

from __future__ import annotations

import json
from importlib import import_module

import pytest

FIRST = """
# ALFA offers the round of three, takes it back, offers it again
help propose
propose table: al, bo
undo
propose table: al, bo, cy
send
"""
SECOND = "orders\nwait 30\n"


def test_a_game_from_briefing_to_debrief_saved_and_continued(parley, tmp_path) -> None:
    """What was said before is not said again; the debrief comes at the end, and its picture."""
    (tmp_path / "first.txt").write_text(FIRST)
    (tmp_path / "second.txt").write_text(SECOND * 3)
    game = tmp_path / "game.json"
    status, out, err = parley(
        "play", "ring", "--as", "ALFA", "--centre", "--script", tmp_path / "first.txt", "--save", game
    )
    assert (status, err) == (0, "")
    assert out.startswith("You speak for Alfa")
    assert "Taken back: propose table: al, bo" in out
    assert "debrief" not in out
    status, out, err = parley("play", "--continue", game, "--script", tmp_path / "second.txt", "--out", tmp_path)
    assert status == 2  # the third finds the talks over
    assert "talks that are over" in err
    (tmp_path / "second.txt").write_text("wait 30\nwait 30\nagain 1\npeople\nquit\n")
    status, out, err = parley("play", "--continue", game, "--script", tmp_path / "second.txt")
    assert (status, err) == (0, "")
    assert "What Bravo really wanted" in out
    assert out.index("The talks are over") < out.index("> again 1") < out.index("Week 1 of 20")


def test_a_mistake_in_a_script_names_its_line_and_what_was_played_is_saved(parley, tmp_path) -> None:
    """So that nobody has to begin anew."""
    script, game = tmp_path / "s.txt", tmp_path / "game.json"
    script.write_text("# a remark\nsend\n\nconsult 7\nsend\n")
    status, out, err = parley("play", "ring", "--as", "ALFA", "--centre", "--script", script, "--save", game)
    assert status == 2
    assert f"{script}, line 4: paper 7" in err
    assert f"saved: {game}" in out
    script.write_text("orders\n")
    status, out, err = parley("play", "--continue", game, "--script", script)
    assert (status, err) == (0, "")
    assert "Week 2 of 20" in out


def test_an_interrupt_saves_the_game(parley, tmp_path, monkeypatch) -> None:
    """As quit does; without --save it says what is kept."""

    def typed(_scripted):
        yield 0, "send"
        raise KeyboardInterrupt

    monkeypatch.setattr(import_module("sim.cli.play"), "_lines", typed)
    game = tmp_path / "game.json"
    status, out, err = parley("play", "ring", "--as", "ALFA", "--centre", "--save", game)
    assert (status, err.strip()) == (130, "parley: interrupted; the game is saved")
    assert f"parley play --continue {game}" in out
    status, _, err = parley("play", "ring", "--as", "ALFA", "--centre")
    assert (status, err.strip()) == (130, "parley: interrupted; nothing is kept but what save FILE has written")
    monkeypatch.undo()
    assert json.loads(game.read_text(encoding="utf-8"))["weeks"] == [[]]


def test_what_cannot_be_read_or_saved_is_said_before_the_game(parley, tmp_path) -> None:
    """Not after an hour of it."""
    (tmp_path / "latin.txt").write_bytes(b"send # caf\xe9\n")
    for words in (
        ("--save", tmp_path / "no" / "game.json"),
        ("--script", tmp_path / "no.txt"),
        ("--script", tmp_path / "latin.txt"),
    ):
        status, out, err = parley("play", "ring", "--as", "ALFA", *words)
        assert (status, out, len(err.splitlines())) == (2, "", 1)
        assert str(words[1]) in err


def test_a_save_that_fails_is_told_in_words(parley, tmp_path) -> None:
    """And the talks go on."""
    (tmp_path / "s.txt").write_text(f"save {tmp_path}/no/game.json\n")
    status, _, err = parley("play", "ring", "--as", "ALFA", "--script", tmp_path / "s.txt")
    assert status == 2
    assert err == (
        f"parley: {tmp_path}/s.txt, line 1: {tmp_path}/no/game.json: found no such file, or no folder for it; "
        "allowed: what is there already\n"
    )


def test_the_picture_of_the_debrief(parley, tmp_path) -> None:
    """Written when the talks are over."""
    (tmp_path / "s.txt").write_text("send\n" * 20)
    status, out, _ = parley("play", "ring", "--as", "BRAVO", "--script", tmp_path / "s.txt", "--out", tmp_path)
    assert status == 0
    assert "picture: " in out
    assert (tmp_path / "debrief.png").is_file()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("play", "both, or --continue"),
        ("play ring", "--as"),
        ("play ring --as ZULU", "unknown party 'ZULU'"),
        ("play ring --as ALFA --seed -1", "seed"),
        ("play ring --as ALFA --at 3", "--continue FILE"),
        ("play rnig --as ALFA", "did you mean 'ring'"),
        ("play --continue nowhere.json", "nowhere.json"),
        ("play ring --continue nowhere.json", "leave out SCENARIO"),
        ("play ring --as ALFA --script nowhere.txt", "nowhere.txt"),
    ],
)
def test_a_mistake_is_one_line_and_status_2(refused, words: str, told: str) -> None:
    refused(words, told)


def test_sheets_are_written_and_their_results_scored(parley, tmp_path) -> None:
    """From the sheets of a class to its debrief."""
    status, out, err = parley("sheets", "classroom", "--out", tmp_path / "sheets")
    assert (status, err) == (0, "")
    assert "role-KOMAR.html" in out
    results = tmp_path / "sheets" / "results.csv"
    text = results.read_text()
    results.write_text(text.replace('student",,,', 'student",1,,1').replace('hacker",,,', 'hacker",1,,'))
    status, out, err = parley("sheets", "classroom", "--out", tmp_path / "sheets")
    assert (status, out) == (2, "")
    assert "results.csv: found results that are marked; allowed: another folder" in err
    assert parley("sheets", "classroom", "--out", tmp_path / "anew")[0] == 0
    assert parley("sheets", "classroom", "--out", tmp_path / "anew")[0] == 0  # nothing is marked
    status, out, err = parley("score", results, "--out", tmp_path)
    assert (status, err) == (0, "")
    assert "2 of 3 tables agreed: 67% (21% to 94%, 95 % interval)." in out
    assert (tmp_path / "tables.png").is_file()
    assert parley("score", tmp_path / "nowhere.csv")[0] == 2
    assert parley("sheets", "classroom")[0] == 2

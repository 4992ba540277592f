"""The command `parley protocol`."""

from __future__ import annotations

import json
import re

import pytest

from sim.cli import progress
from sim.textbook.find import names_in
from tests.cli.test_solve import run


@pytest.mark.parametrize("name", names_in("protocols"))
@pytest.mark.parametrize("domain", ["ring", "pie"])
def test_each_protocol_plays_on_a_scenario_and_on_a_textbook_domain(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str, domain: str
) -> None:
    assert run(monkeypatch, "protocol", name, domain, "--json") == 0
    record = json.loads(capsys.readouterr().out)
    assert record["agreement"] is True
    gains = sorted(record["gain"].values())
    # A majority of the ring frees two and leaves the third out; nobody else may leave anyone below no deal.
    assert (gains[0] < 0) == (name == "majority" and domain == "ring")
    assert gains[1] >= 0


def test_it_lists_what_there_is_and_tells_a_play(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "protocol") == 0
    listed = capsys.readouterr().out
    assert "single_text: A single negotiating text" in listed
    assert run(monkeypatch, "protocol", "--json") == 0
    record = json.loads(capsys.readouterr().out)
    known = {one["id"]: one["parameters"] for one in record["protocols"]}
    assert (known["ultimatum"], "pie" in record["domains"]) == (["proposer"], True)
    assert run(monkeypatch, "protocol", "ultimatum", "pie", "--with", "proposer=second") == 0
    assert "Gains: first 0, second 1." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("ultimatum", "found no DOMAIN; allowed: a scenario, or barter"),
        ("ultimatu", "did you mean 'ultimatum'"),
        ("ultimatu pie", "did you mean 'ultimatum'"),
        ("ultimatum rnig", "did you mean 'ring'"),
        ("ultimatum pie --with rounds=3", "unknown parameter of ultimatum 'rounds'"),
        ("ultimatum pie --with rounds", "--with rounds: allowed: name=value"),
        ("ultimatum pie --set weeks=3", "found changes of a textbook domain"),
        ("majority pie --with quota=9", "quota: found 9"),
    ],
)
def test_a_mistake_is_one_line_and_status_2(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], words: str, said: str
) -> None:
    assert run(monkeypatch, "protocol", *words.split()) == 2
    written = capsys.readouterr()
    assert said in written.err
    assert written.out == ""


@pytest.mark.parametrize("words", ["protocol ultimatum ring", "solve ring"])
def test_what_may_take_long_says_how_far_it_is(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], words: str
) -> None:
    """On standard error, so that standard output holds the answer alone."""
    monkeypatch.setattr(progress, "EVERY_SECONDS", 0.0)
    assert run(monkeypatch, *words.split(), "--json") == 0
    written = capsys.readouterr()
    json.loads(written.out)
    told = [re.fullmatch(r"(.+): (\d+) of (\d+)(, .+ left)?", line) for line in written.err.splitlines()]
    assert all(told)
    assert {found[1] for found in told if found} >= {"the best place", "the nash solution", "win-sets"}
    assert ("deals for drawn weights" in written.err) == words.startswith("protocol")
    assert all(int(found[2]) < int(found[3]) for found in told if found)

"""The command `parley solve`."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from sim.cli.commands import main


def run(monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    monkeypatch.setattr(sys, "argv", ["parley", *words])
    with pytest.raises(SystemExit) as leaving:
        main()
    return int(leaving.value.code or 0)


def test_it_prints_json_alone_and_writes_the_same(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """Players, solutions, values and the core, with what is proved about them."""
    assert run(monkeypatch, "solve", "ring", "--json", "--out", str(tmp_path)) == 0
    record = json.loads(capsys.readouterr().out)
    assert {"players", "solutions", "shapley", "core"} <= set(record)
    assert record["shapley"]["parties"]["share"].keys() == set(record["players"])
    assert json.loads((tmp_path / "theory.json").read_text())["players"] == record["players"]


def test_leximin_is_added_where_it_is_asked_for(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its record has the sums of the smallest gains, each with a bound; without the option there are four solutions."""
    words = ("solve", "classroom", "--no-coalitions")
    assert run(monkeypatch, *words, "--leximin", "--json") == 0
    record = json.loads(capsys.readouterr().out)
    found = record["solutions"]["leximin"]
    assert len(found["sums"]) == len(found["bounds"]) == len(record["players"])
    assert found["sums"] == found["bounds"]
    assert found["gap"] == 0
    assert found["sums"][0] == pytest.approx(record["solutions"]["egalitarian"]["objective"], abs=1e-6)
    assert run(monkeypatch, *words, "--leximin") == 0
    assert "leximin: 1.78207, proved" in capsys.readouterr().out
    assert run(monkeypatch, *words, "--json") == 0
    assert "leximin" not in json.loads(capsys.readouterr().out)["solutions"]


def test_it_tells_people_in_sentences_and_tables(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "solve", "ring") == 0
    told = capsys.readouterr().out
    assert "Players" in told
    assert "proved" in told
    assert "Core over 7 coalitions: not empty" in told


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("rnig", "did you mean 'ring'"),
        ("ring --date 2031-01-01", "date: found 2031-01-01"),
        ("ring --venue Moon", "unknown open venue 'Moon'"),
        ("ring --set foo", "path=value"),
        ("ring --runs -1", "--runs"),
    ],
)
def test_a_mistake_is_one_line_and_status_2(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], words: str, said: str
) -> None:
    assert run(monkeypatch, "solve", *words.split()) == 2
    written = capsys.readouterr()
    assert said in written.err
    assert written.out == ""
    assert written.err.count("\n") == 1

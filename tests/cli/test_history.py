"""The commands about cases of the past: output, files, and one line for each mistake."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from sim.cli.commands import main

MISTAKES = [
    ("fit rnig --out {dir}", "did you mean 'ring'"),
    ("fit ring", "--out"),
    (
        "fit vienna-2010 --free parties.PATRON.worth.servce --out {dir}",
        "--free parties.PATRON.worth.servce: found no such",
    ),
    ("fit vienna-2010 --runs 0 --out {dir}", "runs: found 0; allowed: a whole number from 1 to"),
    (
        "fit vienna-2010 --free parties.PATRON.worth.service --out {dir}",
        "free coefficients: found 1; allowed: 2 or more",
    ),
    ("backtest rnig", "did you mean 'ring'"),
    ("backtest vienna-2010", "found one family of exchanges"),
    ("backtest ring --in-sample no", "found none that documents anything"),
    ("backtest vienna-2010 brooke-1967 --draws 1", "draws: found 1; allowed: a whole number from 8 to"),
    ("backtest vienna-2010 brooke-1967 --runs 3", "runs: found 3; allowed: a whole number from 4 to"),
    ("backtest vienna-2010 brooke-1967 --workers 0", "workers: found 0; allowed: a whole number from 1 to"),
    ("fit ring --out {dir}", "allowed: cases whose states have a type"),
    ("fit vienna-2010 --draws -2 --out {dir}", "draws: found -2; allowed: a whole number from 2 to 1048576"),
    ("fit vienna-2010 --draws 1 --out {dir}", "draws: found 1; allowed: a whole number from 2 to 1048576"),
    ("fit vienna-2010 --draws 2 --prior 0 --out {dir}", "prior: found 0; allowed: above 0"),
    ("fit vienna-2010 --draws 2 --prior nan --out {dir}", "prior: found nan; allowed: above 0"),
    (
        "fit vienna-2010 --draws 2 --offer-runs -1 --out {dir}",
        "offer_runs: found -1; allowed: a whole number from 0 to",
    ),
    ("fit vienna-2010 --draws 2 --seed -1 --out {dir}", "search_seed: found -1; allowed: a whole number from 0 to"),
    ("fit vienna-2010 --seed -1 --out {dir}", "search_seed: found -1; allowed: a whole number from 0 to"),
    ("new-case {dir}", "found a folder; allowed: a new file, such as my-case.yaml"),
    ("backtest {dir}", "found no scenario file"),
    ("backtest vienna-2010 --in-sample maybe", "--in-sample"),
]


def ran(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], words: list[str]) -> tuple[int, str, str]:
    monkeypatch.setattr(sys, "argv", ["parley", *words])
    with pytest.raises(SystemExit) as leaving:
        main()
    written = capsys.readouterr()
    return int(leaving.value.code or 0), written.out, written.err


@pytest.mark.parametrize(("line", "said"), MISTAKES)
def test_a_mistake_is_one_line_and_exit_status_2(monkeypatch, capsys, tmp_path: Path, line: str, said: str):
    status, out, err = ran(monkeypatch, capsys, line.format(dir=tmp_path).split())
    assert (status, out) == (2, "")
    assert said in err
    assert err.count("\n") == 1


def test_a_template_is_never_written_over(monkeypatch, capsys, tmp_path: Path):
    path = str(tmp_path / "new.yaml")
    assert ran(monkeypatch, capsys, ["new-case", path])[0] == 0
    status, _, err = ran(monkeypatch, capsys, ["new-case", path])
    assert status == 2
    assert "nothing is written over" in err
    status, _, err = ran(monkeypatch, capsys, ["check", path])
    assert status == 2
    assert all("FILL" in line for line in err.splitlines())


def test_a_small_fit_leaves_a_file_to_extend(monkeypatch, capsys, tmp_path: Path):
    words = ["fit", "egorov-makinen-1963", "--free", "parties.*.worth.prominence", "--runs", "2", "--offer-runs", "0"]
    words += ["--population", "4", "--generations", "1", "--out", str(tmp_path), "--json"]
    status, out, _ = ran(monkeypatch, capsys, words)
    assert status == 0
    record = json.loads(out)
    assert record["tried"] == 4
    assert {one["path"].split(".")[1] for one in record["coefficients"]} == {"DEMOCRACY", "PATRON"}
    assert json.loads((tmp_path / "fit.json").read_text()) == record
    assert "worth" in (tmp_path / "fitted.yaml").read_text()


def test_a_fit_by_draws_is_the_same_from_its_file(monkeypatch, capsys, tmp_path: Path):
    words = ["fit", "egorov-makinen-1963", "--free", "parties.*.worth.prominence", "--runs", "2", "--offer-runs", "0"]
    words += ["--draws", "8", "--out", str(tmp_path), "--json"]
    first = ran(monkeypatch, capsys, words)
    assert first[0] == 0
    assert json.loads(first[1])["tried"] == 8
    assert len(json.loads((tmp_path / "losses.json").read_text())["losses"]) == 1
    assert ran(monkeypatch, capsys, words) == first


def test_a_case_is_scored_by_the_tracked_coefficients(monkeypatch, capsys, tmp_path: Path):
    words = ["backtest", "egorov-makinen-1963", "--in-sample", "no", "--runs", "4", "--out", str(tmp_path)]
    status, out, _ = ran(monkeypatch, capsys, words)
    assert status == 0
    assert "Skill beside base rates" in out
    record = json.loads((tmp_path / "backtest.json").read_text())
    assert [case["id"] for case in record["cases"]] == ["egorov-makinen-1963"]
    assert "**makinen**" in (tmp_path / "backtest.md").read_text()
    assert (tmp_path / "skill.png").stat().st_size > 10_000


@pytest.mark.parametrize("command", ["backtest", "fit"])
def test_an_interrupt_says_how_to_go_on(monkeypatch, capsys, tmp_path: Path, command: str):
    """With a folder by the same command; without one nothing is kept."""

    def stop(*_args, **_options):
        raise KeyboardInterrupt

    monkeypatch.setattr("sim.api.backtest", stop)
    monkeypatch.setattr("sim.analysis.fit.fit", stop)
    words = [command, "vienna-2010", "--out", str(tmp_path)]
    status, out, err = ran(monkeypatch, capsys, words)
    assert (status, out) == (130, "")
    assert err.strip() == f"parley: interrupted; what was done is kept; go on with: parley {' '.join(words)}"
    if command == "backtest":
        assert "nothing is kept without --out DIR" in ran(monkeypatch, capsys, words[:2])[2]

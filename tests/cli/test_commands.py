"""The command line: output, exit status, and one line on standard error for each mistake."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

MISTAKES = [
    ("run rnig", "did you mean 'ring'?; `parley list` names all"),
    ("run", "SCENARIO"),
    ("run ring --seed -1", "seed"),
    ("run ring --seed x", "--seed"),
    ("run ring --seed 1 --centre", "--centre"),
    ("run ring --set", "--set"),
    ("run ring --set foo", "path=value"),
    ("run ring --set weeks=0", "weeks"),
    ("run ring --set week=3", "did you mean 'weeks'"),
    ("run ring --conduct x", "--conduct x"),
    ("run ring --conduct ALFA=", "--conduct ALFA="),
    ("run ring --conduct ZZZ=a:b", "no party ZZZ"),
    ("run ring --conduct ALFA=nowhere_at_all:Class", "nowhere_at_all"),
    ("run ring --conduct ALFA=json:JSONDecoder", "JSONDecoder"),
    ("why ring all", "did you mean 'al'"),
    ("why ring al --seed -1", "seed"),
    ("why rnig al", "did you mean 'ring'"),
    ("offers ring", "ring: found no documented offers; allowed: a scenario with documented.offers"),
    ("offers rnig", "did you mean 'ring'"),
    ("offers ankara-2024 --runs 0", "runs: found 0; allowed: a whole number from 1 to"),
    ("offers ankara-2024 --seed -1", "seed"),
    ("show rnig", "did you mean 'ring'"),
    ("check", "FILE"),
    ("check nowhere.yaml", "nowhere.yaml"),
    ("check scenarios", "scenarios: found a folder; allowed: a file"),
    ("run ring --set weeks=3 --set weeks=4", "--set weeks=4: found weeks set as well; allowed: each value set once"),
    ("serve --host 198.51.100.7", "--host 198.51.100.7: found no address of this machine; allowed: 127.0.0.1"),
    ("run ring extra", "unexpected extra argument (extra); what is allowed says `parley run --help`"),
    ("RUN ring", "No such command 'RUN'; what is allowed says `parley --help`"),
    ("frob", "frob"),
    ("list --frob", "--frob"),
    ("lesson rubinstien", "did you mean 'rubinstein'"),
    ("lesson --set delta=0.5", "with a NAME"),
    ("lesson rubinstein --set delt=0.5", "did you mean 'delta'"),
    ("lesson rubinstein --set delta=x", "--set delta=x"),
    ("lesson rubinstein --set delta=1", "allowed: from 0 to below 1"),
]


@pytest.mark.parametrize(("command", "seed"), [("run", 0), ("reactions", 1), ("reproduce", 1)])
def test_the_help_names_the_seed_that_is_taken(parley, command: str, seed: int) -> None:
    """Of each command its own."""
    assert f"Key of all that is drawn (default {seed})" in " ".join(parley(command, "--help").out.split())


@pytest.mark.parametrize(("words", "said"), MISTAKES, ids=[words for words, _ in MISTAKES])
def test_a_mistake_is_one_line_and_status_2(refused, words: str, said: str) -> None:
    refused(words, said)


def test_each_mistake_of_a_file_has_its_own_line(parley, tmp_path: Path) -> None:
    """All mistakes are said at once, none wrapped."""
    path = tmp_path / ("a-rather-long-name-" * 8 + ".yaml")
    path.write_text("schema: 1\ntitle: A\nstart: 2024-01-01\nweeks: 0\nweek: 3\nparties: {ALFA: {nam: x}}\n")
    for command in ("check", "run", "show"):
        ran = parley(command, str(path))
        assert ran.status == 2
        assert len(ran.err.splitlines()) == 3
        assert all(path.name in line for line in ran.err.splitlines())


def test_a_folder_that_cannot_be_made_is_said_before_anything_runs(parley, tmp_path: Path) -> None:
    """A file in the way of --out."""
    (tmp_path / "file").write_text("")
    for command in ("run", "show"):
        ran = parley(command, "ring", "--out", str(tmp_path / "file"))
        assert (ran.status, ran.out) == (2, "")
        assert len(ran.err.splitlines()) == 1


def test_an_interrupt_is_one_line_and_status_130(parley, monkeypatch: pytest.MonkeyPatch) -> None:
    """No traceback for a reader who has seen enough."""

    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("sim.scenario.find.list_scenarios", interrupted)
    ran = parley("list")
    assert ran.status == 130
    assert len(ran.err.strip().splitlines()) == 1


def test_list_has_every_scenario(parley) -> None:
    """As lines and as JSON."""
    assert "ring" in parley("list").out
    listed = json.loads(parley("list", "--json").out)
    assert {"id": "ring", "title": "A ring of three custodians"} in listed


def test_check_of_a_good_file_is_status_0(parley) -> None:
    """A shipped scenario has no mistakes."""
    assert parley("check", "ring").status == 0


def test_run_prints_json_alone(parley) -> None:
    """The ring of three, at the centre: one deal of three."""
    ran = parley("run", "ring", "--centre", "--json")
    record = json.loads(ran.out)
    assert (ran.status, ran.err) == (0, "")
    assert (record["scenario"], record["seed"], record["primary"]) == ("ring", None, 0)
    assert record["released"] == ["al", "bo", "cy"]


def test_run_tells_a_story_and_quiet_leaves_it_out(parley) -> None:
    """The table stands in both."""
    story, quiet = parley("run", "ring", "--centre").out, parley("run", "ring", "--centre", "--quiet").out
    assert "Alfa proposes to Bravo and Charlie" in story
    assert "proposes" not in quiet
    assert "8 January 2024" in quiet


def test_no_deal_is_said_and_is_no_mistake(parley) -> None:
    """Two of the three cannot trade."""
    ran = parley("run", "ring", "--centre", "--set", "channels.table.members=[ALFA,BRAVO]")
    assert ran.status == 0
    assert "No agreement" in ran.out


def test_out_writes_pictures_and_data_and_leaves_nothing_half_written(parley, tmp_path: Path) -> None:
    """The folder is made; the data is the JSON that --json prints."""
    out = tmp_path / "new" / "folder"
    ran = parley("run", "ring", "--centre", "--json", "--out", str(out))
    assert json.loads((out / "result.json").read_text(encoding="utf-8")) == json.loads(ran.out)
    assert {path.name for path in out.iterdir()} == {"result.json", "timeline.png", "exchange.png"}


def test_why_says_the_cheapest_change(parley) -> None:
    """In words and as JSON."""
    assert "Al: freed." in parley("why", "ring", "al", "--centre").out
    assert json.loads(parley("why", "ring", "al", "--centre", "--json").out)["freed"] is True


def test_offers_prints_json_alone_in_the_order_of_the_file(parley) -> None:
    """Each documented offer of the baseline has an answer of the one vocabulary."""
    ran = parley("offers", "ankara-2024", "--runs", "1", "--json")
    rows = json.loads(ran.out)
    assert (ran.status, ran.err) == (0, "")
    assert [row["id"] for row in rows] == ["O10", "O11", "O12", "O13", "O14", "O15", "O16"]
    assert all(set(row) == {"id", "documented", "simulated", "probability", "reason", "in_sample"} for row in rows)
    assert {row[key] for row in rows for key in ("documented", "simulated")} <= {"accepted", "refused", "lapsed"}
    assert rows[2]["simulated"] == "lapsed"
    assert "As on record: " in parley("offers", "ankara-2024", "--runs", "1").out


def test_show_reads_the_scenario_alone(parley, tmp_path: Path) -> None:
    """Tables, JSON alone, and a picture."""
    assert "Who holds whom" in parley("show", "ring").out
    assert "al" in json.loads(parley("show", "ring", "--json").out)["assets"]
    assert parley("show", "ring", "--out", str(tmp_path)).status == 0
    assert [path.suffix for path in tmp_path.iterdir()] == [".png"]


def test_brackets_in_a_title_are_text(parley, tmp_path: Path) -> None:
    """A title is no markup: it neither vanishes nor breaks the command."""
    text = parley("show", "ring", "--set", "title=A [/bold] [x] title").out
    assert text.startswith("A [/bold] [x] title")


def test_check_says_its_problems_as_json(parley, tmp_path: Path) -> None:
    """An empty list for a good file; status 2 beside problems."""
    assert json.loads(parley("check", "ring", "--json").out) == []
    ran = parley("check", "nowhere.yaml", "--json")
    assert (ran.status, json.loads(ran.out)[0]["file"]) == (2, "nowhere.yaml")


def test_a_lesson_is_told_recorded_and_drawn(parley, tmp_path: Path) -> None:
    ran = parley("lesson", "barter", "--out", str(tmp_path))
    assert ran.status == 0
    assert "14 figures: all hold" in ran.out
    names = {path.name for path in tmp_path.iterdir()}
    assert names == {"lessons.json", "N1-barter.png", "N1-barter-frontier.png"}


def test_a_lesson_in_json_has_what_its_readers_expect(parley) -> None:
    ran = parley("lesson", "R2", "--set", "delta1=0.7", "--json")
    (row,) = json.loads(ran.out)
    assert {"id", "theory", "simulated", "route", "tolerance", "holds", "source"} <= set(row)
    assert (row["id"], row["holds"], row["parameters"]) == ("R2", True, {"delta1": 0.7, "delta2": 0.8})


def test_a_reader_who_has_had_enough_is_no_mistake() -> None:
    """As `parley list | head -1`: status 0 and nothing on standard error."""
    command = [sys.executable, "-c", "from sim.cli import main; main()", "list"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0

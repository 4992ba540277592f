"""The commands about many runs: what they print, keep, and refuse."""

from __future__ import annotations

import csv
import json
import shlex
import zipfile
from contextlib import closing
from pathlib import Path

import pytest

from sim.ensemble.store import Store
from sim.scenario.load import load
from tests.support.ensembles import expected


@pytest.fixture
def stored(parley, tmp_path) -> Path:
    """Return the store of a small ensemble of the ring, seed 0."""
    assert parley("ensemble", "ring", "--runs", "20", "--workers", "1", "--out", tmp_path / "out").status == 0
    return tmp_path / "out" / "runs.sqlite"


MISTAKES = [
    ("ensemble rnig", "did you mean 'ring'"),
    ("ensemble ring --runs 0", "runs: found 0"),
    ("ensemble ring --runs x", "--runs"),
    ("ensemble ring --runs 99999999999999999999", "allowed: a whole number from 1 to 2**63 - 1"),
    ("ensemble ring --workers 100000", "workers: found 100000; allowed: a whole number from 1 to"),
    ("ensemble ring --seed -1", "seed: found -1"),
    ("ensemble ring --workers 0", "workers: found 0"),
    ("ensemble ring --engine fast", "known: compiled, mesa"),
    ("ensemble ring --engine compiled --conduct sim.agents.russia:Russia", "allowed: --engine mesa"),
    ("ensemble ring --resume", "--out"),
    ("ensemble ring --shard 1", "allowed: part/parts"),
    ("ensemble ring --shard 5/4", "found 5/4"),
    ("ensemble ring --set week=3", "did you mean 'weeks'"),
    ("rerun nowhere.sqlite 0", "no such file"),
    ("export nowhere.sqlite --to x.csv", "no such file"),
    ("merge", "OUT"),
    ("merge out.sqlite nowhere.sqlite", "no such file"),
    ("bundle nowhere.sqlite --to x.zip", "no such file"),
    ("bundle nowhere.sqlite --to x.tar", "found the suffix '.tar'; allowed: .zip"),
    ("merge nowhere/at/all.sqlite nowhere.sqlite", "nowhere/at: found no such file, or no folder for it; allowed: wh"),
]


@pytest.mark.parametrize(("words", "phrase"), MISTAKES, ids=[words for words, _ in MISTAKES])
def test_a_mistake_is_one_line_and_status_2(refused, words: str, phrase: str) -> None:
    refused(words, phrase)


def test_a_place_that_cannot_be_written_is_named_as_it_was_given(parley, stored, tmp_path) -> None:
    """What was found there and what is allowed, and never the name of the half-written file."""
    (tmp_path / "folder.csv").mkdir()
    (tmp_path / "folder.zip").mkdir()
    (tmp_path / "file").touch()
    for words, said in (
        (("export", stored, "--to", "no/x.csv"), "no/x.csv: found no such file, or no folder for it; allow"),
        (("export", stored, "--to", "no/x.parquet"), "no/x.parquet: found no such file, or no folder for it"),
        (("export", stored, "--to", "folder.csv"), "folder.csv: found a folder; allowed: a file"),
        (("export", stored, "--to", "file/x.csv"), "file/x.csv: found a file where a folder is needed; allowed: a fol"),
        (("bundle", stored, "--to", "folder.zip"), "folder.zip: found a folder; allowed: a file"),
        (("run", "ring", "--centre", "--out", "file"), "file: found a file; allowed: a folder"),
        (("ensemble", "ring", "--runs", "2", "--out", "file"), "file: found a file; allowed: a folder"),
        (("report", stored, "--out", "no/x.html"), "no/x.html: found no such file, or no folder for it"),
    ):
        placed = [str(tmp_path / one) if at == len(words) - 1 else one for at, one in enumerate(words)]
        ran = parley(*placed)
        assert (ran.status, ran.out, len(ran.err.splitlines())) == (2, "", 1)
        assert f"{tmp_path}/{said}" in ran.err


def test_the_folder_of_an_ensemble_stands_for_its_store(parley, stored, tmp_path) -> None:
    """Wherever a store is read."""
    folder = stored.parent
    for words in (
        ("rerun", folder, "3", "--quiet"),
        ("export", folder, "--to", tmp_path / "x.csv"),
        ("bundle", folder, "--to", tmp_path / "x.zip"),
        ("merge", tmp_path / "whole.sqlite", folder),
        ("report", folder, "--out", tmp_path / "x.html"),
    ):
        ran = parley(*words)
        assert (ran.status, ran.err) == (0, "")


def test_json_is_alone_and_whole(parley) -> None:
    """The fields of the record, and the digest of seed 0."""
    ran = parley("ensemble", "ring", "--runs", "20", "--seed", "0", "--workers", "1", "--json")
    record = json.loads(ran.out)
    assert (ran.status, ran.err) == (0, "")
    assert {
        "scenario", "seed", "runs", "agreement", "inclusion", "date", "released_count", "jaccard", "modal_package",
        "surplus", "digest",
    } == set(record)  # fmt: skip
    assert (record["scenario"], record["seed"], record["runs"]) == ("ring", 0, 20)
    assert record["digest"] == expected(20)


def test_resume_prints_the_summary_of_a_finished_one(parley, stored) -> None:
    """The same again, with nothing to play."""
    ran = parley("ensemble", "ring", "--out", stored.parent, "--resume", "--json")
    assert json.loads(ran.out) == json.loads((stored.parent / "summary.json").read_text(encoding="utf-8"))
    for more in (["--seed", "1"], ["--set", "weeks=9"], ["--engine", "mesa"]):
        refused = parley("ensemble", "ring", "--out", stored.parent, "--resume", *more)
        assert (refused.status, len(refused.err.splitlines())) == (2, 1)


def test_an_interrupt_says_how_to_go_on(parley, tmp_path, monkeypatch) -> None:
    """The very command, which then ends as if nothing had been."""
    from sim.cli.progress import Line

    def stop(line, progress):
        raise KeyboardInterrupt

    with monkeypatch.context() as interrupted:
        interrupted.setattr(Line, "show", stop)
        words = ["ensemble", "ring", "--runs", "20", "--workers", "1", "--out", str(tmp_path / "out")]
        ran = parley(*words)
    assert (ran.status, ran.out, len(ran.err.strip().splitlines())) == (130, "", 1)
    command = ran.err.strip().partition("go on with: ")[2]
    assert shlex.split(command) == ["parley", *words, "--resume"]
    assert f"{expected(20)}" in parley(*shlex.split(command)[1:]).out


def test_the_summary_is_for_people(parley) -> None:
    """How often, how sure, and the digest."""
    ran = parley("ensemble", "ring", "--runs", "20", "--workers", "1")
    assert ran.status == 0
    assert "20 runs" in ran.out
    assert expected(20) in ran.out


def test_the_folder_holds_a_page(parley, tmp_path) -> None:
    """It is named on standard output; a shard, whose runs are not all, has none."""
    out = tmp_path / "out"
    ran = parley("ensemble", "ring", "--runs", "20", "--workers", "1", "--out", out)
    assert f"page: {out / 'index.html'}" in ran.out.splitlines()
    assert expected(20) in (out / "index.html").read_text(encoding="utf-8")
    assert (
        parley("ensemble", "ring", "--runs", "9", "--workers", "1", "--shard", "1/2", "--out", tmp_path / "part").status
        == 0
    )
    assert not (tmp_path / "part" / "index.html").exists()


def test_rerun_tells_one_run_and_checks_it(parley, stored) -> None:
    """In words and as JSON; a run that is otherwise stored is status 2."""
    told = parley("rerun", stored, "7")
    assert told.status == 0
    assert "Run 7 is the same as stored" in told.out
    assert "Alfa proposes" in told.out
    record = json.loads(parley("rerun", stored, "7", "--json").out)
    assert (record["run"], record["seed"], record["as_stored"]) == (7, 0, True)
    other = stored.parent / "other"
    assert parley("ensemble", "ring", "--runs", "20", "--seed", "1", "--workers", "1", "--out", other).status == 0
    with closing(Store.open(stored, writable=True)) as store, closing(Store.open(other / "runs.sqlite")) as second:
        number = next(number for number in range(20) if store.run(number) != second.run(number))
        rows = [(chunk.first, chunk.count, chunk.data) for chunk in second.chunks()]
        store._connection.execute("DELETE FROM chunk")
        store._connection.executemany("INSERT INTO chunk VALUES (?, ?, ?)", rows)
    ran = parley("rerun", stored, str(number), "--quiet")
    assert ran.status == 2
    assert f"run {number} came out otherwise than stored; the versions are the same" in ran.err


def test_export_writes_every_run(parley, stored, tmp_path) -> None:
    """As a table whose suffix says how."""
    assert parley("export", stored, "--to", tmp_path / "results.csv").status == 0
    with (tmp_path / "results.csv").open(encoding="utf-8") as file:
        assert len({row["run"] for row in csv.DictReader(file)}) == 20
    assert parley("export", stored, "--to", tmp_path / "results.txt").status == 2


def test_shards_merge(parley, tmp_path) -> None:
    """Two parts and the whole."""
    for part in ("1/2", "2/2"):
        out = tmp_path / part[0]
        assert parley("ensemble", "ring", "--runs", "20", "--workers", "1", "--shard", part, "--out", out).status == 0
    parts = [tmp_path / name / "runs.sqlite" for name in "12"]
    assert expected(20) in parley("merge", tmp_path / "whole.sqlite", *parts).out
    assert parley("merge", tmp_path / "more.sqlite", parts[0]).status == 2


def test_a_bundle_plays_itself_again(parley, stored, tmp_path) -> None:
    """Scenario, command and digest in it fit together; the store in it is whole."""
    assert parley("bundle", stored, "--to", tmp_path / "bundle.zip").status == 0
    with zipfile.ZipFile(tmp_path / "bundle.zip") as archive:
        archive.extractall(tmp_path / "bundle")
    folder = tmp_path / "bundle"
    assert {path.name for path in folder.iterdir()} == {
        "README.md", "requirements.txt", "results.csv", "runs.sqlite", "scenario.yaml", "summary.json",
    }  # fmt: skip
    readme = (folder / "README.md").read_text(encoding="utf-8")
    assert expected(20) in readme
    command = next(line.strip() for line in readme.splitlines() if line.startswith("    parley "))
    words = [str(folder / word) if word == "scenario.yaml" else word for word in shlex.split(command)[1:]]
    assert json.loads(parley(*words, "--json").out)["digest"] == expected(20)
    assert "same as stored" in parley("rerun", folder / "runs.sqlite", "3", "--quiet").out
    assert "numba==" in (folder / "requirements.txt").read_text(encoding="utf-8")


def test_the_baseline_survives_a_bundle(tmp_path) -> None:
    """What is written resolved is read as the same scenario, with what really happened."""
    from sim.analysis.case import load_case
    from sim.ensemble.plan import Plan, text_of
    from sim.report.bundle import _write_scenario
    from sim.scenario.compile import compile_scenario

    case = load_case("ankara-2024", ["parties.DEU.reservation=4"])
    plan = Plan.of(compile_scenario(case.loaded), 0, 1)
    _write_scenario(tmp_path / "scenario.yaml", plan, case)
    assert text_of(load(tmp_path / "scenario.yaml").scenario) == plan.text
    assert load_case(tmp_path / "scenario.yaml").truth == case.truth

"""What an ensemble is told and written as: words, tables, and the data of every picture."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from rich.console import Console

from sim.analysis.ensemble import Summary, Tally
from sim.report.ensemble import print_ensemble, write_ensemble
from sim.report.figures import TABLES
from sim.report.files import whole
from tests.support.batches import documented, made_up, scenario

PICTURES = {"inclusion", "agreement", "released", "releases", "surplus", "together"}


@pytest.fixture(scope="module")
def summary() -> Summary:
    """Return 200 made-up runs."""
    world = scenario()
    tally = Tally(world, documented("al", "bo", "cy"))
    tally.add(made_up(world, 5, 200))
    return tally.summary()


def told(summary: Summary) -> str:
    """Return what a wide terminal shows."""
    console = Console(file=io.StringIO(), width=2000)
    print_ensemble(summary, console)
    return console.file.getvalue()  # type: ignore[attr-defined,no-any-return]


def test_the_words_say_what_the_summary_does(summary: Summary) -> None:
    """Numbers with intervals; names as they are, brackets and all."""
    text = told(summary)
    share, low, high = summary.agreement
    assert f"Agreement in {share:.1%} ({low:.1%} to {high:.1%}) of 200 runs" in text
    assert "(documented: 1 February 2024)" in text
    assert "(documented: 5)" in text
    assert "Cy's [$5] people (3 people)" in text
    assert "Delta $^ {land}" in text
    assert f"for ±1 play about {summary.runs_needed(0.01):,}" in text
    for one in summary.candidates:
        found = summary.inclusion[one.id]
        assert f"{found.low:.0%} to {found.high:.0%}" in text


def test_without_runs_agreements_or_a_list_nothing_is_made_up() -> None:
    """One sentence says so, and no column is left empty."""
    world = scenario()
    assert told(Tally(world).summary()).splitlines()[1:] == ["No runs."]
    tally = Tally(world)
    tally.add(made_up(world, 1, 8, odds=0.0))
    text = told(tally.summary())
    assert "Nobody was freed within 16 weeks in any run." in text
    assert "documented" not in text
    assert "nan" not in text


def test_every_picture_has_its_data_beside_it(summary: Summary, tmp_path: Path) -> None:
    """A folder is made; each table has the heads that it promises, and nothing else is left there."""
    paths = write_ensemble(summary, tmp_path / "made" / "here")
    names = {path.name for path in paths}
    assert names == {f"{name}.png" for name in PICTURES} | {f"{name}.csv" for name in TABLES}
    assert names == {path.name for path in (tmp_path / "made" / "here").iterdir()}
    assert set(TABLES) >= PICTURES
    for name, (heads, rows) in TABLES.items():
        with (tmp_path / "made" / "here" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            read = list(csv.reader(file))
        assert read[0] == list(heads)
        assert len(read) == 1 + len(list(rows(summary)))
        assert {len(row) for row in read} == {len(heads)}


def test_the_data_adds_up(summary: Summary) -> None:
    """Every run is in one bar, every agreement in one combination and at one venue."""
    assert sum(row[1] for row in TABLES["released"][1](summary)) == summary.runs
    assert sum(row[3] for row in TABLES["together"][1](summary)) == summary.agreements
    assert sum(row[2] for row in TABLES["venues"][1](summary)) == summary.agreements
    for party in summary.by_custodian:
        assert sum(row[2] for row in TABLES["releases"][1](summary) if row[0] == party) == summary.runs
    assert all(both <= either for _, _, both, either in TABLES["pairs"][1](summary))


def test_a_file_is_whole_or_as_it_was(tmp_path: Path) -> None:
    """What fails half-way leaves the old file and nothing else."""
    path = tmp_path / "table.csv"
    path.write_text("old")

    def interrupted() -> None:
        with whole(path) as half:
            half.write_text("half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]

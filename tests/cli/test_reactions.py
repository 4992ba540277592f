"""The command that plays a scenario's reactions: what it prints, keeps, and refuses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.analysis.test_reactions import MADE_UP


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a made-up file of reactions of the ring."""
    path = tmp_path_factory.mktemp("reactions") / "ring.yaml"
    path.write_text(MADE_UP, encoding="utf-8")
    return path


def test_json_is_alone_and_has_the_record(parley, file: Path) -> None:
    ran = parley("reactions", "ring", "--file", file, "--runs", "10", "--workers", "1", "--json")
    record = json.loads(ran.out)
    assert (ran.status, ran.err) == (0, "")
    head = {"scenario": "ring", "title": "What a ring suggests", "seed": 1, "runs": 10, "of": 4}
    assert head.items() <= record.items()
    assert record["command"] == f"parley reactions ring --file {file} --runs 10 --seed 1"
    assert set(record["base"]) == {"agreement", "weeks"}
    rows = record["reactions"]
    assert record["as_suggested"] == sum(row["as_suggested"] for row in rows)
    assert set(rows[0]) == {
        "name", "variant", "title", "why", "source", "changes", "needs", "measures", "as_suggested", "beyond_doubt",
    }  # fmt: skip
    assert set(rows[0]["measures"][0]) == {
        "of", "who", "offer", "compared", "bound", "beyond_interval", "base", "variant", "difference", "as_suggested",
        "beyond_doubt",
    }  # fmt: skip
    assert rows[0]["measures"][1]["bound"] == {"at_least": 8.0}
    assert set(rows[0]["measures"][1]["difference"]) == {"estimate", "low", "high", "p"}
    assert rows[0]["measures"][3]["variant"]["estimate"] is None
    assert rows[1]["measures"][0]["base"] is None


def test_a_table_and_a_picture_are_made(parley, file: Path, tmp_path: Path) -> None:
    words = ("reactions", "ring", "--file", file, "--runs", "10", "--workers", "1", "--only", "cold")
    ran = parley(*words, "--out", tmp_path / "out")
    assert ran.status == 0
    assert "accepted at least 8 weeks later" in ran.out
    assert "Bo: freed in under 10% of runs" in ran.out
    assert "As the facts suggest: 0 of 1 changes." in ran.out
    assert (tmp_path / "out" / "reactions.png").stat().st_size > 5000
    lines = (tmp_path / "out" / "reactions.csv").read_text(encoding="utf-8").splitlines()
    assert len(lines) == 5
    assert json.loads((tmp_path / "out" / "reactions.json").read_text(encoding="utf-8"))["of"] == 1


MISTAKES = [
    ("reactions ring", "ring: found no reactions; allowed: a scenario that has a file of them (ankara-2024)"),
    ("reactions rnig", "did you mean 'ring'"),
    ("reactions ring --file nowhere.yaml", "found no such file"),
    ("reactions ring --file ankara", "did you mean 'ankara-2024'"),
    ("reactions ankara-2024 --only navalny_live", "did you mean 'navalny_lives'"),
    ("reactions ankara-2024 --only spies_alone --runs 1", "runs: found 1; allowed: a whole number from 2 to"),
    ("reactions ankara-2024 --only spies_alone --resume", "--out"),
    ("reactions ankara-2024 --only navalny_lives --workers 0", "workers: found 0"),
    ("reactions ankara-2024 --set week=9", "did you mean 'weeks'"),
]


@pytest.mark.parametrize(("words", "phrase"), MISTAKES, ids=[words for words, _ in MISTAKES])
def test_a_mistake_is_one_line_and_status_2(refused, words: str, phrase: str) -> None:
    refused(words, phrase)


def test_a_bad_file_is_told_with_its_place(parley, tmp_path: Path) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text(MADE_UP.replace("at_least: 8", "at_least: eight"), encoding="utf-8")
    ran = parley("reactions", "ring", "--file", bad)
    assert (ran.status, ran.out, len(ran.err.splitlines())) == (2, "", 1)
    assert "bad.yaml:" in ran.err
    assert "reactions.cold.expects.1.differs.at_least: found 'eight'; allowed: a number" in ran.err

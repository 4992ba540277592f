"""The commands that ask what if: what they print, keep, and refuse."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.report.test_markup import Read

HALF = "parties.ALFA.reliability=0.5"
COMPARE = ["compare", "ring", "--set", HALF, "--runs", "30", "--workers", "1"]


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an overlay of the ring that asks and expects, and one that changes nothing."""
    folder = tmp_path_factory.mktemp("over")
    base = Path("scenarios/ring.yaml").resolve()
    (folder / "cold.yaml").write_text(
        f"extends: {base}\ntitle: Alfa <b>cares</b> not\nquestion: What if Alfa did not care?\n"
        "parties: {ALFA: {gains: {bo: {value: 0, source: 'https://example.org/a', note: made up}}}}\n"
        "expects: [{of: agreement, direction: less, why: it gains nothing}]\n",
        encoding="utf-8",
    )
    (folder / "same.yaml").write_text(f"extends: {base}\ntitle: Another title\n", encoding="utf-8")
    return folder


MISTAKES = [
    ("compare ring", "found nothing to compare with it"),
    ("compare rnig --set weeks=9", "did you mean 'ring'"),
    ("compare ring --set weeks=20", "found the value that ring has already"),
    ("compare ring --set week=9", "did you mean 'weeks'"),
    ("compare ring --set parties.ALFA.gains.bq=9", "unknown asset 'bq'"),
    ("compare ring --set weeks=9 --set weeks=8", "each value set once"),
    ("compare ring --set weeks=9 --runs 0", "runs: found 0"),
    ("compare ring --set weeks=9 --resume", "--out"),
    ("compare ring --set weeks=9 --workers 0", "workers: found 0"),
    ("sweep ring --over weeks", "allowed: path=first:last:count"),
    ("sweep ring", "--over"),
    ("sweep ring --over weeks=2:4:10000000000", "found 10000000000 points; allowed: 400 at most"),
    ("sweep ring --over weeks=4,5 --set weeks=4", "--set weeks=4: found weeks in --over as well"),
    ("sensitivity classroom --most 0", "most: found 0; allowed: a whole number from 1 to"),
    ("sensitivity classroom --most -1", "most: found -1; allowed: a whole number from 1 to"),
    ("incentive ring --taker ALFA --rate 1e9", "allowed: above 0 and below 1000"),
    ("sensitivity ring", "found no uncertain number"),
    ("sensitivity ring --method guess", "unknown method 'guess'"),
    ("incentive ring", "found no arrests"),
    ("incentive ring --elasticity much", "allowed: low:high"),
    ("report nowhere --out x.html", "no such file"),
    ("report nowhere --out x.pdf", "allowed: .html"),
]


@pytest.mark.parametrize(("words", "phrase"), MISTAKES, ids=[words for words, _ in MISTAKES])
def test_a_mistake_is_one_line_and_status_2(refused, words: str, phrase: str) -> None:
    refused(words, phrase)


def test_an_overlay_that_changes_nothing_is_refused(parley, plain: Path) -> None:
    ran = parley("compare", "ring", plain / "same.yaml", "--runs", "5")
    assert (ran.status, ran.out, len(ran.err.splitlines())) == (2, "", 1)
    assert "found nothing that changes a run of ring" in ran.err


def test_json_is_alone_and_has_the_record(parley) -> None:
    ran = parley(*COMPARE, "--json")
    record = json.loads(ran.out)
    assert (ran.status, ran.err, record["base"]) == (0, "", "ring")
    (one,) = record["variants"]
    keys = {"name", "runs", "agreement", "date_weeks", "inclusion", "surplus", "flipped", "variance_reduction"}
    assert keys <= set(one)
    assert (one["name"], one["runs"]) == ("set", 30)
    assert set(one["inclusion"]) == {"al", "bo", "cy"}
    assert set(one["surplus"]) == {"ALFA", "BRAVO", "CHARLIE"}
    for found in (one["agreement"], one["date_weeks"], one["inclusion"]["al"], one["surplus"]["ALFA"]):
        assert found["low"] <= found["estimate"] <= found["high"]
    assert json.loads(parley(*COMPARE, "--json").out) == record


def addresses(page: str) -> list[str]:
    """Return what a page would fetch: sources of pictures, styles and scripts, not links that a reader follows."""
    return re.findall(r"(?:src|srcset|poster|data)=\"(?!data:)([^\"]*)\"|url\((?!['\"]?data:)([^)]*)\)|@import", page)


def test_a_comparison_is_written_and_its_page_needs_no_network(parley, plain: Path, tmp_path: Path) -> None:
    """Pictures with their data; the page is whole, escaped, and the same when it is written from the folder."""
    out = tmp_path / "out"
    ran = parley("compare", "ring", plain / "cold.yaml", "--runs", "30", "--workers", "1", "--out", out)
    assert ran.status == 0
    assert "as the facts suggest" in ran.out
    for name in ("differences", "who", "waits", "counts"):
        assert (out / f"{name}.png").stat().st_size > 5000
        assert len((out / f"{name}.csv").read_text(encoding="utf-8").splitlines()) > 1
    page = (out / "report.html").read_text(encoding="utf-8")
    assert addresses(page) == []
    assert "<script" not in page
    assert "<b>cares</b>" not in page
    assert Read(page)
    assert "What if Alfa did not care?" in page
    assert "Fewer runs end in an agreement: 0% instead of 100%" in page
    assert "parley compare ring cold.yaml --runs 30 --seed 0 --out DIR" in page
    assert page.count("data:image/png") == 7
    again = tmp_path / "again.html"
    assert parley("report", out, "--out", again).status == 0
    assert again.read_text(encoding="utf-8") == page
    assert parley("report", out / "comparison.json", "--out", again).status == 0


def test_a_page_of_a_store_stands_alone(parley, tmp_path: Path) -> None:
    """No link to a file beside it."""
    out = tmp_path / "out"
    assert parley("ensemble", "ring", "--runs", "20", "--workers", "1", "--out", out).status == 0
    assert parley("report", out / "runs.sqlite", "--out", tmp_path / "page.html").status == 0
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert addresses(page) == []
    assert re.findall(r"href=\"(?!#|https?:|data:)", page) == []


def test_an_interrupt_says_how_to_go_on(parley, tmp_path: Path, monkeypatch) -> None:
    from sim.cli.progress import Line

    def stop(line, progress):
        raise KeyboardInterrupt

    with monkeypatch.context() as interrupted:
        interrupted.setattr(Line, "show", stop)
        ran = parley(*COMPARE, "--out", tmp_path / "out")
    assert (ran.status, ran.out) == (130, "")
    assert "of 60 runs; all are stored; go on with: parley compare ring" in ran.err
    assert parley(*COMPARE, "--out", tmp_path / "out", "--resume", "--json").status == 0


@pytest.mark.parametrize(
    ("words", "files"),
    [
        ("sweep ring --over parties.ALFA.costs.al=2,4 --runs 5", ["sweep.png", "sweep.csv", "thresholds.csv"]),
        ("sweep ring --over weeks=2,4 --over parties.ALFA.costs.al=2,4 --runs 5", ["sweep.png"]),
        (
            "sensitivity ring --set parties.ALFA.gains.bo={low:\u00a00,high:\u00a03} --samples 8 --runs 2",
            ["tornado-agreement.png", "sensitivity.csv"],
        ),
        (
            "sensitivity ring --method morris --set parties.ALFA.gains.bo={low:\u00a00,high:\u00a03} --runs 2",
            ["sensitivity.csv"],
        ),
        ("incentive ring --taker ALFA --rate 2 --runs 20", ["incentive.png", "incentive.csv"]),
    ],
)
def test_the_others_print_write_and_give_json(parley, words: str, files: list[str], tmp_path: Path) -> None:
    command = [word.replace("\u00a0", " ") for word in words.split(" ")]
    ran = parley(*command, "--workers", "1", "--out", tmp_path / "out")
    assert (ran.status, ran.err) == (0, "")
    for name in files:
        assert (tmp_path / "out" / name).stat().st_size > 0
    record = json.loads(parley(*command, "--workers", "1", "--json").out)
    assert record == json.loads((tmp_path / "out" / f"{command[0]}.json").read_text(encoding="utf-8"))

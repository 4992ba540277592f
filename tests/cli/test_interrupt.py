"""Ctrl-C as a user presses it: a signal to the whole group of processes, while they work."""

from __future__ import annotations

import os
import re
import shlex
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

WORK = {
    "ensemble": "ensemble ring --runs 400000 --seed 3 --workers 2",
    "compare": "compare ring --set parties.ALFA.costs.al=2.5 --runs 400000 --seed 3 --workers 2",
}
PATIENCE_SECONDS = 120
EARLY = """
import os, signal, sys

class Pressed:
    def find_spec(self, name, path=None, target=None):
        if name == {name!r}:
            os.kill(os.getpid(), signal.SIGINT)

sys.meta_path.insert(0, Pressed())
sys.argv = ["parley", "list"]
from sim.cli import main
main()
"""


def stored(folder: Path) -> int:
    """Return how many chunks of runs are stored anywhere below a folder."""
    chunks = 0
    for path in folder.rglob("*.sqlite"):
        try:
            with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as store:
                chunks += store.execute("SELECT count(*) FROM chunk").fetchone()[0]
        except sqlite3.OperationalError:
            continue  # it is just being made
    return chunks


def press(words: list[str], folder: Path) -> tuple[int, str, str]:
    """Start the command, press Ctrl-C once more runs are stored; return its status and what it wrote."""
    before = stored(folder)
    process = subprocess.Popen(
        [sys.executable, "-c", "from sim.cli import main; main()", *words, "--out", str(folder)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )  # fmt: skip
    end = time.monotonic() + PATIENCE_SECONDS
    while stored(folder) <= before and process.poll() is None and time.monotonic() < end:
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=PATIENCE_SECONDS)
    return process.returncode, out, err


@pytest.mark.parametrize("name", ["click", "sim.cli.commands", "sim.report", "sim.scenario.find"])
def test_control_c_while_it_is_being_loaded_is_one_line_too(name: str) -> None:
    """Whatever is being imported just then."""
    ran = subprocess.run([sys.executable, "-c", EARLY.format(name=name)], capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stdout) == (130, "")
    assert ran.stderr.strip() == "parley: interrupted; nothing half-written is left"


@pytest.mark.slow
@pytest.mark.parametrize("work", WORK)
def test_control_c_keeps_what_is_stored_and_says_how_to_go_on(work: str, tmp_path: Path) -> None:
    """One line, no traceback of any process; the command that it names goes on."""
    status, out, err = press(WORK[work].split(), tmp_path / "out")
    assert (status, out) == (130, "")
    (last,) = err.strip().splitlines()
    done = re.search(r"interrupted after ([\d,]+) of", last)
    assert done, last
    assert int(done[1].replace(",", "")) > 0
    again = shlex.split(last.partition("go on with: ")[2])
    assert again == ["parley", *WORK[work].split(), "--out", str(tmp_path / "out"), "--resume"]
    before = stored(tmp_path / "out")
    status, out, err = press([*again[1:-3], "--resume"], tmp_path / "out")
    assert (status, out, "Traceback" in err) == (130, "", False)
    assert stored(tmp_path / "out") > before > 0

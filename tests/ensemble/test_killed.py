"""Killed at any moment, an ensemble loses no acknowledged run, and goes on to the digest of one that was let be."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import closing

import numpy as np
import pytest

from sim.ensemble.store import Store
from sim.errors import StoreError
from tests.support.ensembles import expected, is_partition

# Short chunks, so that there are many moments between two of them.
SCRIPT = """
import sys
from contextlib import nullcontext
from sim.api import ensemble
from sim.ensemble import forking, runner
runner.LARGEST_CHUNK = 10
if __name__ == "__main__":
    out, runs, workers = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    said = lambda progress: print(progress.done, flush=True)
    with forking.allowed() if sys.argv[4] == "copied" else nullcontext():
        many = ensemble("ring", runs=runs, seed=0, workers=workers, out=out, resume=True, on_progress=said)
    print(many.digest, flush=True)
"""
PATIENCE_SECONDS = 240


def start(script, out, runs, workers, how):
    """Return the ensemble as a process with a group of its own."""
    command = [sys.executable, str(script), str(out), str(runs), str(workers), how]
    path = os.pathsep.join(filter(None, [os.getcwd(), os.environ.get("PYTHONPATH")]))
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, start_new_session=True, env={**os.environ, "PYTHONPATH": path}
    )


def kill_once_past(process, runs, delay):
    """Wait until more runs are acknowledged, and a little longer; kill; return how many were acknowledged at last."""
    acknowledged = 0
    while acknowledged < runs:
        line = process.stdout.readline().strip()
        if not line.isdecimal():
            break  # finished before it could be killed
        acknowledged = int(line)
    time.sleep(delay)
    process.send_signal(signal.SIGKILL)
    for line in process.stdout:  # what it had said before it died
        acknowledged = int(line) if line.strip().isdecimal() else acknowledged
    process.wait()
    process.stdout.close()
    return acknowledged


def gone(group):
    """Return whether no process of the group is left, after a while if need be."""
    end = time.monotonic() + 30
    while time.monotonic() < end:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    return False


def survive(tmp_path, kills, runs, workers, seed, how="anew"):
    """Kill at random moments, resume after each, and compare with an ensemble that was let be."""
    script = tmp_path / "ensemble.py"
    script.write_text(SCRIPT)
    out, luck = tmp_path / "out", np.random.default_rng(seed)
    moments = np.sort(luck.integers(0, runs * 3 // 4, kills))
    kept = cut_short = 0
    for moment in moments:
        process = start(script, out, runs, workers, how)
        acknowledged = kill_once_past(process, max(int(moment), kept + 1), float(luck.uniform(0, 0.02)))
        assert gone(process.pid), "workers outlive the process that started them"
        with closing(Store.open(out / "runs.sqlite")) as store:
            assert len(store) >= acknowledged >= kept
            kept = len(store)
            cut_short += not store.is_complete
    assert cut_short > kills // 2, "killed too late to show anything"
    last = start(script, out, runs, workers, how)
    said, _ = last.communicate(timeout=PATIENCE_SECONDS)
    assert last.returncode == 0
    with closing(Store.open(out / "runs.sqlite")) as store:
        assert (store.digest(), is_partition(store)) == (expected(runs), True)
    assert said.split()[-1] == expected(runs)


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such signal")
def test_three_kills_lose_nothing(tmp_path):
    """One process, killed at three random moments."""
    survive(tmp_path, kills=3, runs=400, workers=1, seed=1)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="there is no such signal")
@pytest.mark.parametrize("how", ["anew", "copied"])
def test_twenty_kills_lose_nothing(tmp_path, how):
    """Two workers, started anew or copied, whose parent is killed twenty times."""
    survive(tmp_path, kills=20, runs=3000, workers=2, seed=2, how=how)


def test_a_kill_before_anything_was_stored_leaves_nothing_in_the_way(tmp_path):
    """An empty file, or one with SQLite's head alone, is as good as none."""
    (tmp_path / "runs.sqlite").touch()
    assert Store.resumed(tmp_path / "runs.sqlite") is None
    with pytest.raises(StoreError, match="no run store"):
        Store.open(tmp_path / "runs.sqlite")

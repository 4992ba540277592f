"""The rules as plain Python: slow, but the same runs, so that stepping through a rule shows what is played."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from sim.ensemble.batch import play_batch
from sim.scenario.compile import compile_scenario
from sim.scenario.load import load

RUNS = 3
SCRIPT = f"""
from tests.rules.test_pure import told
print(told({RUNS}))
"""


def told(runs: int) -> list[object]:
    """Return what happened in runs of the ring: all that was done, agreed and delivered.

    Not what it was worth, whose last bit may depend on the order in which a compiler adds.
    """
    batch = play_batch(compile_scenario(load("ring")), 5, 0, runs)
    return [batch.digests.tolist(), batch.deals.tolist(), batch.released.tolist()]


def test_runs_without_the_compiler_are_the_same() -> None:
    """Products of 64-bit words may overflow: that is what mixes them, and plain numpy warns of it."""
    ran = subprocess.run(
        [sys.executable, "-W", "ignore::RuntimeWarning", "-c", SCRIPT], capture_output=True, text=True, check=False,
        env={**os.environ, "NUMBA_DISABLE_JIT": "1", "PYTHONPATH": str(Path(__file__).parents[2])},
    )  # fmt: skip
    assert (ran.stderr, ran.stdout.strip()) == ("", str(told(RUNS)))

"""Rules stay inside their arrays: compiled code does not check, NumPy does."""

from __future__ import annotations

import os
import subprocess
import sys

PROGRAM = """
import warnings

from sim.rules.sitting import Sitting
from sim.scenario.compile import compile_scenario
from sim.scenario.load import load
from sim.state import columns as c

warnings.simplefilter("ignore")
compiled = compile_scenario(load("ring"))
sitting = Sitting.start(compiled.params(0, 0), compiled.sizes)
sitting.play()
print(int((sitting.world.deals[:, c.DEAL_STAGE] == c.EXECUTED).sum()))
"""


def test_a_run_that_is_not_compiled_reads_nothing_outside_its_arrays():
    """A run of the ring, with a deal made and executed, played by the same rules without compiling them."""
    environment = {**os.environ, "NUMBA_DISABLE_JIT": "1"}
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == 0, done.stderr[-600:]
    assert int(done.stdout) >= 1, "a deal has to be executed for the test to see execution"

"""What an ensemble leaves out: the Mesa world, and libraries that take long to import."""

from __future__ import annotations

import subprocess
import sys

SCRIPT = """
import sys
from sim import ensemble
many = ensemble("ring", runs=3, workers=1)
assert many.summary.runs == 3
print([name for name in ("mesa", "matplotlib", "scipy.stats", "scipy.optimize") if name in sys.modules])
"""


def test_an_ensemble_plays_without_mesa() -> None:
    """In a process of its own, nothing of Mesa, of matplotlib, of scipy.stats or of its solvers is loaded."""
    said = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"

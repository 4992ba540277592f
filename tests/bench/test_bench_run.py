"""How long a run takes, beside starting Python with NumPy: `make bench`. Medians and ratios, no verdict."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Callable

import pytest

from sim.analysis.case import load_case
from sim.rules.sitting import Sitting
from sim.scenario.compile import compile_scenario
from sim.world import Talks

REPEATS = 5


def median_seconds(work: Callable[[], object]) -> float:
    """Return the median time of several runs, after one that does not count."""
    work()
    times = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def started(*arguments: str) -> Callable[[], object]:
    return lambda: subprocess.run([sys.executable, *arguments], check=True, capture_output=True)


@pytest.mark.bench
def test_a_run_of_the_baseline():
    bare = median_seconds(started("-c", "import numpy"))
    compiled = compile_scenario(load_case("ankara-2024").loaded)

    def bargain() -> None:
        Sitting.start(compiled.params(centre=True), compiled.sizes).play()

    rows = {
        "python -c 'import numpy'": bare,
        "parley --help": median_seconds(started("-m", "sim.cli", "--help")),
        "parley run ring --centre --json": median_seconds(
            started("-m", "sim.cli", "run", "ring", "--centre", "--json")
        ),
        "load and compile ankara-2024": median_seconds(lambda: compile_scenario(load_case("ankara-2024").loaded)),
        "one run of ankara-2024, rules alone": median_seconds(bargain),
        "one run of ankara-2024, through Mesa and told": median_seconds(lambda: Talks(compiled, centre=True).play()),
    }
    sys.stdout.write("\n")
    for name, seconds in rows.items():
        sys.stdout.write(f"{name:<48}{seconds:8.3f} s {seconds / bare:8.2f} of starting NumPy\n")
    assert all(seconds > 0.0 for seconds in rows.values())

"""How long a run takes, beside starting Python with NumPy: `make bench`. Medians and ratios, no verdict."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from functools import partial

import pytest

from sim.analysis.case import load_case
from sim.rules.sitting import Sitting
from sim.scenario.compile import compile_scenario
from sim.world import Talks
from tests.bench.harness import Figure, Figures, Spread, paired, ratio

BARE = "python -c 'import numpy'"


def started(*arguments: str) -> Callable[[], object]:
    return lambda: subprocess.run([sys.executable, *arguments], check=True, capture_output=True)


@pytest.mark.bench
def test_a_run_of_the_baseline(figures: Figures):
    compiled = compile_scenario(load_case("ankara-2024").loaded)
    times = paired(
        {
            BARE: started("-c", "import numpy"),
            "parley --help": started("-m", "sim.cli", "--help"),
            "parley run ring --centre --json": started("-m", "sim.cli", "run", "ring", "--centre", "--json"),
            "load and compile ankara-2024": lambda: compile_scenario(load_case("ankara-2024").loaded),
            "one run of ankara-2024, rules alone": lambda: Sitting.start(
                compiled.params(centre=True), compiled.sizes
            ).play(),
            "one run of ankara-2024, through Mesa and told": lambda: Talks(compiled, centre=True).play(),
        }
    )
    add = partial(Figure, group="One run, by the clock on the wall")
    figures.add(*(add(name, Spread.of(each), "s") for name, each in times.items()))
    figures.add(*(add(f"{name} over {BARE}", ratio(each, times[BARE]), "times") for name, each in times.items()))

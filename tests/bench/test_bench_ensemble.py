"""The ensemble of the baseline: speed of both engines, growth with size, memory, cold start. `make bench`.

How much is played is found by trying, so that a slow machine or a slow rule does not take all day.
"""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context

import pytest

from sim.ensemble.batch import play_batch, play_batch_in_mesa
from sim.scenario.compile import Compiled, compile_scenario
from sim.scenario.load import load
from tests.bench.harness import CORE, Figure, Figures, Spread, enough, in_a_child, paired, peak_bytes, rate, slope
from tests.support.build import compiled
from tests.support.large import repeated, ring_of

BASELINE = "ankara-2024"
GROUP = f"{BASELINE}, the whole model"
AFRESH = """
import sys
from sim.ensemble.batch import play_batch
from sim.scenario.compile import compile_scenario
from sim.scenario.load import load
play_batch(compile_scenario(load("{scenario}")), 0, 0, int(sys.argv[1]))
"""
COMMAND = """
import sys
from sim.cli import main
sys.argv[1:] = ["ensemble", "{scenario}", "--json", "--runs", *sys.argv[1:]]
main()
"""


@pytest.fixture(scope="module")
def baseline() -> Compiled:
    return compile_scenario(load(BASELINE))


def growth(
    figures: Figures, group: str, name: str, works: dict[int, partial[object]], runs: int, goal: float | None = None
) -> None:
    """Time works by their size, paired, and add a point for each and the exponent of the growth."""
    times = paired({str(size): work for size, work in works.items()}, repeats=3, clock=CORE)
    spreads = {size: Spread.of([each / runs for each in times[str(size)]]) for size in works}
    for size, spread in spreads.items():
        figures.add(Figure(f"{name}: {size}", spread, "s", group=group, size=size))
    exponent = slope(list(spreads), [spread.median for spread in spreads.values()])
    figures.add(Figure(f"{name}: time grows with the power of", Spread.counted(exponent), "", goal, False, group))


@pytest.mark.bench
def test_both_engines(figures: Figures, baseline: Compiled):
    count = enough(lambda n: play_batch(baseline, 0, 0, n), 1.0, most=1000)
    few = max(1, min(20, count // 20))
    times = paired(
        {
            "compiled": lambda: play_batch(baseline, 0, 0, count),
            "mesa": lambda: play_batch_in_mesa(baseline, 0, 0, few),
        },
        clock=CORE,
    )
    figures.add(
        Figure(f"compiled, one core, {count} runs", rate(times["compiled"], count), "runs/s", 300.0, group=GROUP),
        Figure(f"through Mesa, one core, {few} runs", rate(times["mesa"], few), "runs/s", 20.0, group=GROUP),
    )


@pytest.mark.bench
def test_workers(figures: Figures, baseline: Compiled):
    """Two processes that are there already, half of the runs each, beside one: what a second core adds."""
    count = enough(lambda n: play_batch(baseline, 0, 0, n), 1.0, most=1000)
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:

        def share(workers: int) -> None:
            parts = [pool.submit(play_batch, baseline, 0, at * count, count) for at in range(workers)]
            for part in parts:
                part.result()

        times = paired({"1": lambda: share(1), "2": lambda: share(2)}, repeats=3)
    gain = Spread.of([2.0 * one / two for one, two in zip(times["1"], times["2"])])
    figures.add(
        Figure("one worker, by the clock on the wall", rate(times["1"], count), "runs/s", group=GROUP),
        Figure("two workers, by the clock on the wall", rate(times["2"], 2 * count), "runs/s", group=GROUP),
        Figure("two workers over one", gain, "times", group=GROUP),
    )


@pytest.mark.bench
def test_cold_start_and_memory(figures: Figures, baseline: Compiled):
    """Rules are compiled and kept beforehand; what is cold is the process."""
    script = AFRESH.format(scenario=BASELINE)
    per_second = 1.0 / paired({"one": lambda: play_batch(baseline, 0, 0, 1)}, repeats=3, clock=CORE)["one"][0]
    runs = 200 if per_second > 20 else 5
    in_a_child(script, "1")
    times = [in_a_child(script, str(runs))[0] for _ in range(3)]
    goal = 3.0 if runs == 200 else None
    command = COMMAND.format(scenario=BASELINE)
    commands = [in_a_child(command, str(runs))[0] for _ in range(3)]
    figures.add(
        Figure(f"cold process to {runs} compiled runs", Spread.of(times), "s", goal, False, GROUP),
        Figure(
            f"cold command to {runs} runs and their summary, all cores", Spread.of(commands), "s", goal, False, GROUP
        ),
    )
    few, many = (1, 1000) if per_second > 20 else (1, 10)
    for count in (few, many):
        peak = Spread.counted(peak_bytes(script, str(count)) / 2**20)
        figures.add(Figure(f"peak memory of a process with {count} runs", peak, "MB", 1024.0, False, GROUP))


@pytest.mark.bench
def test_growth_with_runs(figures: Figures, baseline: Compiled):
    count = enough(lambda n: play_batch(baseline, 0, 0, n), 0.3, most=100)
    works = {size * count: partial(play_batch, baseline, 0, 0, size * count) for size in (1, 3, 10)}
    growth(figures, f"How time grows with runs ({BASELINE})", "runs", works, 1, 1.1)


@pytest.mark.bench
def test_growth_with_assets(figures: Figures):
    """The pool of the baseline over again. Past 96 assets the rules are compiled anew, which is not counted."""
    pools = {size: compile_scenario(repeated(load(BASELINE), size)) for size in (24, 48, 96, 400)}
    runs = enough(lambda n: play_batch(pools[400], 0, 0, n), 0.3, most=100)
    works = {size: partial(play_batch, pool, 0, 0, runs) for size, pool in pools.items()}
    growth(figures, f"How a run grows with assets ({BASELINE})", "assets", works, runs, 1.1)


@pytest.mark.bench
def test_growth_with_parties(figures: Figures):
    """A ring with 24 assets held by more and more hands, all in one channel."""
    rings = {size: compiled(ring_of(size, 24)) for size in (3, 6, 12)}
    runs = enough(lambda n: play_batch(rings[12], 0, 0, n), 0.3, most=100)
    works = {size: partial(play_batch, ring, 0, 0, runs) for size, ring in rings.items()}
    growth(figures, "How a run grows with parties (a ring, 24 assets)", "parties", works, runs)

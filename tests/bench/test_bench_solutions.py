"""How long theory takes on packages of many assets: `make bench`. Medians, no verdict; only proofs are asserted."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
import pytest

from sim.analysis.case import load_case
from sim.analysis.theory import NAMES, solve_case
from sim.solutions.bloc_frontier import two_bloc_frontier
from sim.solutions.package_solver import OBJECTIVES, solve
from sim.solutions.packages import Choice
from tests.bench.harness import Figure, Figures, Spread, seconds

PARTIES, CASES = 8, 5
GOALS = {24: 0.05, 40: 0.1, 60: 0.2}
KS_TIMES = 8
"""How many times as long Kalai–Smorodinsky may take, since it needs every party's ideal first."""
PROVED_UP_TO = 60


def made_up(seed: int, assets: int) -> Choice:
    """Return worths uniform between -1 and 1, scaled so that each party has 10 at stake."""
    worth = np.random.default_rng(seed).uniform(-1.0, 1.0, (PARTIES, assets))
    return Choice(10.0 * worth / np.abs(worth).sum(axis=1, keepdims=True))


def timed(work: Callable[[Choice], object], assets: int) -> Spread:
    work(made_up(99, assets))  # compiled before it is measured
    return Spread.of([seconds(partial(work, made_up(seed, assets))) for seed in range(CASES)])


@pytest.mark.bench
@pytest.mark.parametrize("assets", [24, 40, 60, 100, 200, 400])
def test_the_best_package(figures: Figures, assets: int):
    add = partial(Figure, group=f"The best package, {PARTIES} parties with consents, once compiled", size=assets)
    for name in OBJECTIVES:
        goal = GOALS.get(
            assets, {("nash", 400): 2.0, ("egalitarian", 200): 5.0, ("egalitarian", 400): 5.0}.get((name, assets))
        )
        if goal and name == "kalai_smorodinsky":
            goal *= KS_TIMES
        figures.add(add(f"{name}, {assets} assets", timed(partial(solve, name), assets), "s", goal, at_least=False))
        gaps = []
        for seed in range(CASES):
            found = solve(name, made_up(seed, assets))
            gaps.append(100.0 * found.gap / found.objective)
        if assets <= PROVED_UP_TO:
            assert max(gaps) == 0.0
        figures.add(add(f"{name}, {assets} assets, gap", Spread.of(gaps), "%", 2.0, at_least=False))


@pytest.mark.bench
@pytest.mark.parametrize("assets", [24, 40, 60])
def test_the_frontier_between_two_blocs(figures: Figures, assets: int):
    spread = timed(partial(two_bloc_frontier, first=range(PARTIES // 2)), assets)
    figures.add(
        Figure(f"two-bloc frontier, {assets} assets", spread, "s", 2.0 if assets == 40 else None, at_least=False,
               group="The frontier between two blocs, all points", size=assets)
    )  # fmt: skip


@pytest.mark.bench
def test_the_talks_of_2024(figures: Figures):
    """The solutions of the baseline's package problem, with linkages, consents, curves and ratifiers."""
    theories = [solve_case(load_case("ankara-2024"), with_leximin=True) for _ in range(3)]
    for at, one in enumerate(theories[0].solutions):
        assert one.record.gap <= 1e-6 * one.record.objective
        spread = Spread.of([theory.solutions[at].seconds for theory in theories])
        figures.add(Figure(f"ankara-2024, {one.name}", spread, "s", group="The talks of 2024, solved"))
    together = Spread.of([sum(one.seconds for one in theory.solutions if one.name in NAMES) for theory in theories])
    figures.add(Figure("ankara-2024, all four", together, "s", 10.0, at_least=False, group="The talks of 2024, solved"))


@pytest.mark.bench
def test_the_search_beside_highs(figures: Figures):
    for name in OBJECTIVES:
        own = timed(partial(solve, name), 24)
        other = timed(partial(solve, name, method="milp"), 24)
        times = Spread.counted(other.median / own.median)
        figures.add(Figure(f"{name}, 24 assets: HiGHS over the search", times, "times", group="The same by HiGHS"))

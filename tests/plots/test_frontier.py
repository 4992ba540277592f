"""The picture of the frontier says what is on it."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.analysis.case import Case
from sim.analysis.theory import frontier_of, solve_case
from sim.plots.frontier import draw_frontier
from sim.scenario.load import Loaded
from sim.scenario.spec import Scenario
from tests.support.build import talks


def test_it_names_both_sides_each_solution_and_the_simulated_deals() -> None:
    made = Loaded(Scenario.model_validate(talks()), "made_up", Path("made_up.yaml"), "0")
    theory = solve_case(Case(made, None), with_leximin=True)
    frontier = frontier_of(theory, runs=3)
    assert frontier is not None
    axes = draw_frontier(theory, frontier)
    words = axes.get_legend_handles_labels()[1]
    named = [word for word in words if word in ("Nash", "utilitarian", "leximin")]
    assert named == ["Nash", "utilitarian", "leximin"]
    assert "3 simulated deals" in words
    assert axes.get_xlabel().startswith("ALFA: sum of its surplus (units")
    assert axes.get_ylabel().startswith("BRAVO: sum of its surplus (units")
    nash = dict(zip(words, axes.get_legend_handles_labels()[0]))["Nash"]
    assert nash.get_offsets()[0].tolist() == pytest.approx(list(frontier.points[0]))

"""Names are written as they stand: whatever is in them, no picture takes it for mathematics."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from matplotlib.figure import Figure

from sim.domain.result import RunResult
from sim.plots.exchange import draw_exchange
from sim.plots.holdings import draw_holdings
from sim.plots.save import save
from sim.plots.timeline import draw_timeline
from sim.scenario.load import load
from tests.report import made_up

ODD = "$5m ^^{ $7_m \\frac"


@pytest.fixture
def odd(full: RunResult) -> RunResult:
    """Return a run in which everything has a name that would not parse as mathematics."""
    names = full.names
    odd = {part: dict.fromkeys(getattr(names, part), ODD) for part in ("parties", "assets", "channels", "venues")}
    leaks = made_up.weeks((made_up.happening("leak", ODD),))
    return replace(full, names=replace(names, **odd), transcript=(*leaks, *full.transcript[1:]))


@pytest.mark.parametrize("draw", [draw_exchange, draw_timeline])
def test_a_name_with_dollar_signs_is_written_as_it_stands(odd: RunResult, draw, tmp_path: Path) -> None:
    """In bands, bars, lanes, labels, notes and legends."""
    assert save(draw(odd), tmp_path / "odd.png").stat().st_size > 1000


def test_a_scenario_may_name_parties_so(tmp_path: Path) -> None:
    """At both ends of the map."""
    scenario = load("ring").scenario
    parties = {name: one.model_copy(update={"name": ODD}) for name, one in scenario.parties.items()}
    axes = draw_holdings(scenario.model_copy(update={"parties": parties}))
    assert save(axes, tmp_path / "odd.png").stat().st_size > 1000


@pytest.mark.parametrize("suffix", [".png", ".svg", ".pdf"])
def test_the_same_bytes_in_every_format(full: RunResult, tmp_path: Path, suffix: str) -> None:
    """Ids in the file are not drawn anew, and no date goes into it."""
    one, other = (save(draw_exchange(full), tmp_path / f"{name}{suffix}").read_bytes() for name in "ab")
    assert one == other


def test_a_part_of_a_page_is_drawn_on_and_saved_with_the_whole(full: RunResult, tmp_path: Path) -> None:
    """A subfigure for each picture."""
    page = Figure(figsize=(20, 8), layout="constrained")
    left, right = page.subfigures(1, 2)
    draw_timeline(full, left.subplots(2, 1))
    path = save(draw_exchange(full, right.subplots()), tmp_path / "page.png")
    assert path.read_bytes() == save(page, tmp_path / "whole.png").read_bytes()

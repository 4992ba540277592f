"""Pictures of an ensemble: every mark is a number of the summary, and no text touches another."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.analysis.blocs import blocs
from sim.analysis.ensemble import Summary, Tally
from sim.ensemble.batch import Batch
from sim.plots.agreement import draw_agreement
from sim.plots.inclusion import draw_inclusion
from sim.plots.released import MOST_BARS, binned, draw_released
from sim.plots.releases import MOST_CELLS, draw_releases
from sim.plots.save import figure_of, save
from sim.plots.surplus import draw_surplus
from sim.plots.together import draw_together
from sim.scenario.compile import compile_scenario
from sim.scenario.documented import load_documented
from sim.scenario.load import load
from tests.support.batches import documented, made_up, scenario
from tests.support.boxes import outside, touching, written

PICTURES = {
    one.__name__: one
    for one in (draw_inclusion, draw_agreement, draw_released, draw_releases, draw_surplus, draw_together)
}


def axes_of(picture: Any) -> list[Axes]:
    """Return the axes of a picture but for scales of colour."""
    return [one for one in figure_of(picture).axes if one.get_label() != "<colorbar>"]


def texts_of(picture: Any) -> list[Any]:
    """Return every text of a picture, legends too."""
    figure = figure_of(picture)
    legends = [*figure.legends, *(one.get_legend() for one in axes_of(picture))]
    figure.draw_without_rendering()
    beyond = {label for axes in axes_of(picture) for label in beyond_the_scale(axes)}
    shown = [text for axes in axes_of(picture) for text in written(axes) if text not in beyond]
    return shown + [text for legend in legends if legend for text in legend.get_texts()]


def beyond_the_scale(axes: Axes) -> list[Any]:
    """Return labels of ticks that lie beyond the ends of their scale: they are made but not drawn."""
    found = []
    for labels, ends, at in (
        (axes.get_xticklabels(), axes.get_xlim(), 0),
        (axes.get_yticklabels(), axes.get_ylim(), 1),
    ):
        slack = 1e-9 * (max(ends) - min(ends))
        found += [one for one in labels if not min(ends) - slack <= one.get_position()[at] <= max(ends) + slack]
    return found


@pytest.fixture(scope="module")
def small() -> Summary:
    """Return 200 made-up runs of six persons."""
    world = scenario()
    tally = Tally(world, documented("al", "bo", "cy"))
    tally.add(made_up(world, 5, 200))
    return tally.summary()


@pytest.fixture(scope="module")
def large() -> Summary:
    """Return 150 made-up runs of the largest shipped scenario; its groups of hundreds are freed too."""
    world = compile_scenario(load("ankara-2024"))
    tally = Tally(world, load_documented("ankara-2024"))
    tally.add(made_up(world, 6, 150, odds=0.3))
    return tally.summary()


@pytest.fixture(scope="module")
def bare() -> Summary:
    """Return runs without any deal, and nothing documented."""
    world = scenario()
    tally = Tally(world)
    tally.add(Batch.empty(world, 0, 5))
    return tally.summary()


@pytest.mark.parametrize("draw", PICTURES.values(), ids=PICTURES)
@pytest.mark.parametrize("which", ["small", "large", "bare"])
def test_nothing_touches_and_nothing_is_cut(draw: Any, which: str, request: pytest.FixtureRequest) -> None:
    """Few people with odd names, many people, no agreement at all."""
    picture = draw(request.getfixturevalue(which))
    texts = texts_of(picture)
    assert touching(figure_of(picture), texts) == []
    assert outside(figure_of(picture), texts) == []
    assert axes_of(picture)[0].get_title("left")


@pytest.mark.parametrize("draw", PICTURES.values(), ids=PICTURES)
def test_no_runs_are_drawn_too(draw: Any, tmp_path: Path) -> None:
    """An ensemble that was interrupted at once."""
    assert save(draw(Tally(scenario()).summary()), tmp_path / "none.png").stat().st_size > 1000


@pytest.mark.parametrize("draw", PICTURES.values(), ids=PICTURES)
def test_it_draws_where_it_is_told_to(draw: Any, small: Summary) -> None:
    """For a page with several pictures."""
    page = Figure(figsize=(10, 8))
    if draw is draw_together:
        assert draw(small, page) is page
        assert len(page.axes) == 2
        return
    axes = page.subplots()
    assert np.ravel(np.asarray(draw(small, axes), dtype=object))[0] is axes


def test_everybody_is_in_the_picture_of_inclusion_or_counted(large: Summary) -> None:
    """By name, once; those never freed by their number; the documented ones filled."""
    panels = draw_inclusion(large)
    labels = [label.get_text() for panel in panels for label in panel.get_yticklabels()]
    named = [text for text in labels if not text.startswith(("Held by", "and "))]
    hidden = sum(int(text.split()[1]) for text in labels if text.startswith("and "))
    dots = [dots for panel in panels for dots in panel.collections if len(dots.get_offsets())]
    spots = [spot for one in dots if one.get_label().startswith(("freed", "not freed")) for spot in one.get_offsets()]
    bare = [one for one in large.by_custodian.values() if not one[1:].any()]
    assert len(named) == len(spots) == len(large.candidates) - hidden - len(bare)
    shares = sorted(float(x) for x, _ in spots)
    expected = sorted(one.estimate for one in large.inclusion.values())[-len(shares) :]
    assert shares == pytest.approx(expected)


def test_a_documented_person_who_is_never_freed_keeps_a_row(bare: Summary) -> None:
    """It is the picture's point that they are missing."""
    world = scenario()
    tally = Tally(world, documented("ed"))
    tally.add(Batch.empty(world, 0, 5))
    labels = [label.get_text() for panel in draw_inclusion(tally.summary()) for label in panel.get_yticklabels()]
    assert labels == ["Held by BRAVO", "Ed", "and 2 more, never freed"]


def test_the_survival_curve_falls_to_the_share_without_agreement(small: Summary) -> None:
    """And says how many runs are censored."""
    axes = draw_agreement(small)
    first, primary = (line.get_ydata() for line in axes.lines[:2])
    assert first[-1] == primary[-1] == pytest.approx(1.0 - small.agreement.estimate)
    assert (np.diff(first) <= 0).all()
    assert (primary >= first).all()
    without = small.runs - small.agreements
    words = [text.get_text() for legend in figure_of(axes).legends for text in legend.get_texts()]
    assert f"censored: {without} runs without agreement at the horizon" in words
    assert "the documented deal, 1 February 2024" in words


def test_bars_add_up_to_all_runs(small: Summary, large: Summary) -> None:
    """None freed is a bar of its own; where there are too many numbers, bars take several."""
    for summary in (small, large):
        axes = draw_released(summary)
        assert sum(bar.get_height() for bar in axes.patches) == pytest.approx(1.0)
        assert len(axes.patches) <= MOST_BARS + 1
    width, counts = binned(np.array([4, *range(1, 201)]))
    assert (width, counts[0], counts[1:].sum()) == (4, 4, sum(range(1, 201)))


def test_cells_of_a_custodian_add_up_to_all_runs(small: Summary, large: Summary) -> None:
    """Larger numbers share the last cell."""
    for summary in (small, large):
        axes = draw_releases(summary)
        cells = axes.collections[0].get_array()
        assert cells.shape[1] <= MOST_CELLS + 1
        assert np.allclose(cells.sum(axis=1), 1.0)


def test_surplus_ends_where_the_runs_do(small: Summary) -> None:
    """No tail is drawn where no run was."""
    axes = draw_surplus(small)
    names = [label.get_text() for label in axes.get_yticklabels()]
    assert names == list(small.parties.values())
    drawn = axes.collections[0].get_segments()
    for n, line in enumerate(drawn):
        assert (line[0][0], line[1][0]) == (small.surplus[:, n].min(), small.surplus[:, n].max())


def test_columns_of_who_goes_together_are_the_combinations(small: Summary) -> None:
    """As high as their share of agreements, with a dark dot for each bloc."""
    found = blocs(small)
    bars, dots = draw_together(small).axes
    assert [bar.get_height() for bar in bars.patches] == [one.runs / found.of for one in found.combinations[:16]]
    dark = [one for one in dots.collections if len(one.get_offsets()) and one.get_zorder() == 3]
    assert [len(one.get_offsets()) for one in dark] == [len(one.blocs) for one in found.combinations[:16] if one.blocs]


def test_the_same_ensemble_gives_the_same_bytes(small: Summary, tmp_path: Path) -> None:
    """Every picture, twice."""
    for name, draw in PICTURES.items():
        one, other = (save(draw(small), tmp_path / f"{name}{n}.png").read_bytes() for n in range(2))
        assert one == other

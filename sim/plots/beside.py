"""A base and its variants as curves, a small picture for each: how long until an agreement, how many come home."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from sim.analysis.compare import Comparison, Side
from sim.analysis.intervals import LEVEL, wilson
from sim.plots.style import FAINT, INK, PALETTE, PLAIN, QUIET, cut, in_percent, new_figure, open_frame

COLUMNS = 4
WIDTH, HEIGHT = 3.1, 2.5
LETTERS = 40
BASE, VARIANT = QUIET, PALETTE[2]


def draw_waits(comparison: Comparison, figure: Figure | None = None) -> Figure:
    """Draw the share of runs still without an agreement, week by week, of the base and each variant, with 95 % bands.

    Parameters
    ----------
    figure
        An empty figure to draw on instead of a new one.
    """
    made, panels = _grid(comparison, figure)
    for axes, one in zip(panels, comparison.variants, strict=False):
        for side, colour, dashes in ((comparison.base, BASE, (0, (4, 1.5))), (one.side, VARIANT, "solid")):
            weeks, share, low, high = survival(side)
            axes.fill_between(weeks, low, high, step="post", color=colour, alpha=0.22, linewidth=0)
            axes.step(weeks, share, where="post", color=colour, linestyle=dashes, linewidth=1.7, label=_label(side))
        axes.set_ylim(0.0, 1.02)
        in_percent(axes.yaxis)
    _finish(made, panels, comparison, "week", "share of runs",
            "How long until an agreement: the share of runs still without one (95 % bands)")  # fmt: skip
    return made


def survival(side: Side) -> tuple[NDArray[np.float64], ...]:
    """Return weeks, and the share of runs without the primary deal by the end of each, with Wilson's interval."""
    found = side.outcomes
    weeks = np.arange(found.horizon + 1)
    done = np.array([(found.agrees & (found.weeks <= week)).sum() for week in weeks], np.int64)
    low, high = wilson(len(found) - done, len(found))
    return weeks.astype(np.float64), (len(found) - done) / max(1, len(found)), low, high


def draw_counts(comparison: Comparison, figure: Figure | None = None) -> Figure:
    """Draw the share of runs that free so many people or fewer, of the base and each variant, with 95 % bands.

    The bands hold for the whole curve at once: Dvoretzky, Kiefer and Wolfowitz (1956) with Massart's constant (1990).
    """
    made, panels = _grid(comparison, figure)
    for axes, one in zip(panels, comparison.variants, strict=False):
        most = max(int(side.outcomes.count.max(initial=0)) for side in (comparison.base, one.side))
        for side, colour, dashes in ((comparison.base, BASE, (0, (4, 1.5))), (one.side, VARIANT, "solid")):
            values, share, low, high = ecdf(side, most)
            axes.fill_between(values, low, high, step="post", color=colour, alpha=0.22, linewidth=0)
            axes.step(values, share, where="post", color=colour, linestyle=dashes, linewidth=1.7, label=_label(side))
        axes.set_ylim(0.0, 1.02)
        in_percent(axes.yaxis)
    _finish(made, panels, comparison, "people freed", "share of runs",
            "How many come home: the share of runs that free so many or fewer (95 % bands)")  # fmt: skip
    return made


def ecdf(side: Side, most: int) -> tuple[NDArray[np.float64], ...]:
    """Return numbers of people from 0 on, the share of runs that free so many or fewer, and its band."""
    found = side.outcomes
    values = np.arange(most + 1)
    share = np.array([(found.count <= value).mean() if len(found) else 0.0 for value in values])
    half = math.sqrt(math.log(2.0 / (1.0 - LEVEL)) / (2.0 * max(1, len(found))))
    return values.astype(np.float64), share, np.maximum(0.0, share - half), np.minimum(1.0, share + half)


def _label(side: Side) -> str:
    return "the variant" if side.written.changes else "the same again"


def _grid(comparison: Comparison, figure: Figure | None) -> tuple[Figure, list[Axes]]:
    count = max(1, len(comparison.variants))
    columns = min(COLUMNS, count)
    rows = -(-count // columns)
    if figure is None:
        figure = new_figure(max(9.5, WIDTH * columns), 1.2 + max(HEIGHT * rows, 3.8))
    grid: Any = figure.subplots(rows, columns, sharex=True, sharey=True, squeeze=False)
    panels = list(np.ravel(grid))
    for spare in panels[count:]:
        spare.set_visible(False)
    return figure, panels


def _finish(figure: Figure, panels: list[Axes], comparison: Comparison, x: str, y: str, title: str) -> None:
    shown = panels[: max(1, len(comparison.variants))]
    columns = min(COLUMNS, len(shown))
    for axes in shown[-columns:]:
        axes.set_xlabel(x, fontsize=9, **PLAIN)
        axes.tick_params(labelbottom=True)
    for axes, one in zip(shown, comparison.variants, strict=False):
        axes.set_title(cut(one.side.written.title, LETTERS), loc="left", fontsize=9.5, color=INK, **PLAIN)
        axes.grid(color=FAINT, linewidth=0.6)
        axes.tick_params(labelsize=8.5)
        open_frame(axes)
    figure.suptitle(title, x=0.01, ha="left", fontsize=13, fontweight="bold", color=INK, **PLAIN)
    figure.supylabel(y, fontsize=10, **PLAIN)
    if comparison.variants:
        marks, _ = shown[0].get_legend_handles_labels()
        legend = figure.legend(
            marks[:2], [f"dashed: {comparison.base.written.title}", "solid: the variant"], loc="outside lower left",
            ncols=2, fontsize=9, frameon=False,
        )  # fmt: skip
        for text in legend.get_texts():
            text.set(color=INK, **PLAIN)

"""The bargaining path in utility space: what each paper is worth to two parties, from the first to the last."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from sim.analysis.path import Point, path_of
from sim.domain.result import RunResult
from sim.plots.save import figure_of
from sim.plots.style import FAINT, INK, PALETTE, PAPER, PLAIN, QUIET, explain_below, new_figure, open_frame

MARKS = ((PALETTE[0], "o"), (PALETTE[4], "s"))


def draw_path(
    results: Sequence[RunResult], pair: tuple[str, str], titles: Sequence[str], axes: Any | None = None
) -> NDArray[Any]:
    """Draw for each run what the papers between two parties were worth to both: a picture beside the other.

    Parameters
    ----------
    results, titles
        Runs, and what to call each.
    pair
        The two parties: the first along, the second up.
    axes
        Axes to draw on instead of new ones, one for each run.
    """
    if axes is None:
        axes = new_figure(5.6 * len(results) + 0.6, 5.6).subplots(
            1, len(results), sharex=True, sharey=True, squeeze=False
        )
    panels = np.ravel(np.asarray(axes, dtype=object))
    names = results[0].names.parties
    for panel, result, title in zip(panels, results, titles, strict=True):
        _draw(panel, path_of(result, *pair), pair, names)
        panel.set_title(title, loc="left", fontsize=10, color=INK, **PLAIN)
        panel.set_xlabel(f"surplus of {names[pair[0]]} (its units of utility)", **PLAIN)
    panels[0].set_ylabel(f"surplus of {names[pair[1]]} (its units of utility)", **PLAIN)
    figure_of(panels).suptitle(
        "How the offers moved: what each was worth to both", x=0.01, ha="left", fontsize=13, fontweight="bold",
        color=INK, **PLAIN,
    )  # fmt: skip
    explain_below(panels[0], is_own_figure=True, columns=4)
    return panels


def _draw(axes: Axes, points: list[Point], pair: tuple[str, str], names: Any) -> None:
    axes.axhline(0.0, color=INK, linewidth=0.9, zorder=1)
    axes.axvline(0.0, color=INK, linewidth=0.9, zorder=1)
    axes.grid(color=FAINT, linewidth=0.6, zorder=0)
    open_frame(axes)
    for party, (colour, marker) in zip(pair, MARKS, strict=True):
        mine = [point for point in points if point.by == party]
        x, y = [point.one for point in mine], [point.other for point in mine]
        axes.plot(
            x, y, color=colour, linewidth=1.0, alpha=0.7, marker=marker, markersize=6, markerfacecolor=PAPER, zorder=3,
            label=f"offered by {names[party]}",
        )  # fmt: skip
        for point in (mine[0], mine[-1]) if len(mine) > 1 else mine:
            axes.annotate(f"week {point.week + 1}", (point.one, point.other), xytext=(5, 5),
                          textcoords="offset points", fontsize=8, color=colour, **PLAIN)  # fmt: skip
    yes = [point for point in points if point.accepted]
    axes.scatter([point.one for point in yes], [point.other for point in yes], s=150, marker="*", color=INK, zorder=4,
                 label="accepted by the other")  # fmt: skip
    if not points:
        axes.text(0.5, 0.5, "no offer was answered", transform=axes.transAxes, ha="center", color=QUIET)

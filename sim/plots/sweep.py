"""How the outcome follows one or two numbers: curves with bands and thresholds, or a heat map."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.ticker import PercentFormatter

from sim.analysis.sweep import CONSENTS, HALF, Sweep, Threshold
from sim.plots.save import figure_of
from sim.plots.style import (
    FAINT,
    INK,
    PALETTE,
    PAPER,
    PLAIN,
    cut,
    entitle,
    explain_below,
    in_percent,
    new_axes,
    open_frame,
)

SHADES = LinearSegmentedColormap.from_list("shares", [PAPER, PALETTE[6], PALETTE[0]])
STYLES = (
    ("solid", "o"),
    ((0, (5, 2)), "s"),
    ((0, (1, 1.2)), "D"),
    ((0, (5, 1, 1, 1)), "^"),
    ((0, (3, 1, 1, 1, 1, 1)), "v"),
)
"""Dashes and marks, so that curves are told apart in grey."""


def figure_name(found: Sweep, figure: str) -> str:
    """Return what a figure is called."""
    if figure == "agreement":
        return "an agreement"
    if figure.startswith(CONSENTS):
        party = figure.removeprefix(CONSENTS)
        return f"{found.names.get(party, party)} lets somebody go"
    return f"{found.names.get(figure, figure)} is freed"


def shown_figures(found: Sweep, most: int = 5) -> list[str]:
    """Return the figures to draw: agreement, then the consents and releases that move most."""

    def reach(figure: str) -> float:
        values = [one.estimate for one in found.shares(figure)]
        return max(values) - min(values)

    consents = [figure for figure in found.figures if figure.startswith(CONSENTS)]
    people = [figure for figure in found.figures[1:] if figure not in consents]
    consents.sort(key=lambda figure: -reach(figure))
    people.sort(key=lambda figure: -reach(figure))
    chosen = [figure for figure in [*consents[:2], *people] if reach(figure) > 0.05]
    return ["agreement", *chosen][:most]


def draw_sweep(found: Sweep, axes: Axes | None = None) -> Axes:
    """Draw a sweep: over one number curves with 95 % bands, and where they pass a half; over two a heat map.

    Parameters
    ----------
    found
        A sweep.
    axes
        Axes to draw on instead of new ones.
    """
    return _curves(found, axes) if len(found.axes) == 1 else _map(found, axes)


def _curves(found: Sweep, axes: Axes | None) -> Axes:
    is_own_figure = axes is None
    if axes is None:
        axes = new_axes(9.5, 5.6)
    (axis,) = found.axes
    x = np.array(axis.values)
    shown = shown_figures(found)
    for figure, (dashes, marker), colour in zip(shown, STYLES, (PALETTE[0], *PALETTE[2:]), strict=False):
        rows = found.shares(figure)
        low, high = [one.low for one in rows], [one.high for one in rows]
        axes.fill_between(x, low, high, color=colour, alpha=0.15, linewidth=0)
        axes.plot(
            x, [one.estimate for one in rows], color=colour, linestyle=dashes, marker=marker, markersize=5,
            linewidth=1.7, label=figure_name(found, figure),
        )  # fmt: skip
    axes.axhline(HALF, color=INK, linewidth=0.8, linestyle=(0, (1, 1.5)))
    tips = [one for one in found.thresholds() if one.figure == "agreement"]
    for one in tips:
        axes.axvline(one.at, color=INK, linewidth=1.0, linestyle=(0, (4, 2)))
        if one.low is not None and one.high is not None:
            axes.axvspan(one.low, one.high, color=FAINT, alpha=0.6, zorder=0)
    axes.set_xlim(x[0], x[-1])
    axes.set_ylim(-0.02, 1.02)
    in_percent(axes.yaxis)
    axes.set_xlabel(axis.path, **PLAIN)
    axes.set_ylabel(f"share of {found.runs:,} runs (95 % band)", **PLAIN)
    axes.grid(color=FAINT, linewidth=0.6)
    open_frame(axes)
    entitle(axes, f"How the outcome follows {cut(axis.path, 50)}", _note(tips))
    explain_below(axes, is_own_figure=is_own_figure, columns=2)
    return axes


def _note(tips: Sequence[Threshold]) -> str:
    """Return what the lines are that are no curves: the level of a half, and where agreement passes it."""
    half = "The same luck at every value. Dotted: half of the runs."
    if not tips:
        return f"{half} Agreement passes it nowhere between these values."
    lines, their = ("line", "its") if len(tips) == 1 else ("lines", "their")
    known = sum(one.low is not None for one in tips)
    grey = {
        len(tips): f"grey: {their} 95 % interval",
        0: f"{their} 95 % interval reaches beyond these values",
    }.get(known, "grey: the 95 % intervals that lie within these values")
    return f"{half}\nDashed upright {lines}: where agreement passes it; {grey}."


def _map(found: Sweep, axes: Axes | None) -> Axes:
    if axes is None:
        axes = new_axes(8.5, 6.4)
    one, other = found.axes
    shape = (len(one.values), len(other.values))
    shares = np.array([point.estimate for point in found.shares("agreement")]).reshape(shape)
    mesh = axes.pcolormesh(
        np.arange(shape[1] + 1) - 0.5, np.arange(shape[0] + 1) - 0.5, shares, cmap=SHADES, vmin=0.0, vmax=1.0,
        edgecolor=FAINT, linewidth=0.5,
    )  # fmt: skip
    for (row, column), value in np.ndenumerate(shares):
        axes.text(column, row, f"{100 * value:.0f}", ha="center", va="center", fontsize=9,
                  color=PAPER if value > 0.6 else INK, **PLAIN)  # fmt: skip
    axes.set_xticks(range(shape[1]), [f"{value:g}" for value in other.values], **PLAIN)
    axes.set_yticks(range(shape[0]), [f"{value:g}" for value in one.values], **PLAIN)
    axes.set_xlabel(other.path, **PLAIN)
    axes.set_ylabel(one.path, **PLAIN)
    axes.tick_params(length=0)
    bar = figure_of(axes).colorbar(mesh, ax=axes, pad=0.02, format=PercentFormatter(1.0, decimals=0))
    bar.set_label(f"share of {found.runs:,} runs with an agreement", **PLAIN)
    entitle(
        axes,
        "How agreement follows two numbers",
        "The number in a cell is the share of runs, in percent; the same luck in all.",
    )
    return axes

"""Who gains: each party's surplus over runs, drawn by its quantiles, so that no tail is made up."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes

from sim.analysis.intervals import share
from sim.analysis.summary import Summary
from sim.plots.style import FAINT, INK, PALETTE, PAPER, PLAIN, QUIET, entitle, explain_below, new_axes, open_frame

# Height of a row, and of what is not rows, in inches.
ROW, AROUND = 0.36, 1.9


def draw_surplus(summary: Summary, axes: Axes | None = None) -> Axes:
    """Draw each party's surplus over all runs, 0 without a deal: the middle half, nine in ten, all.

    Parties that no run touched are counted in the note. What a party gains is in units of utility of
    the scenario, and is not to be compared between parties.
    """
    touched = [n for n in range(len(summary.parties)) if len(summary.surplus) and summary.surplus[:, n].any()]
    names = list(summary.parties.values())
    is_own_figure = axes is None
    if axes is None:
        axes = new_axes(9.5, AROUND + ROW * max(2, len(touched)))
    marks = [0.0, 0.05, 0.25, 0.5, 0.75, 0.95, 1.0]
    values = np.zeros((len(marks), 0))
    if touched:
        values = np.quantile(summary.surplus[:, touched], marks, axis=0, method="inverted_cdf")
    rows = np.arange(len(touched))
    colour = PALETTE[2]
    axes.axvline(0.0, color=INK, linewidth=1.0, zorder=1)
    axes.hlines(rows, values[0], values[6], color=QUIET, linewidth=0.9, linestyle=(0, (1, 1.5)), label="all runs")
    axes.hlines(rows, values[1], values[5], color=colour, linewidth=2.0, label="nine runs in ten")
    axes.hlines(rows, values[2], values[4], color=colour, linewidth=9.0, label="the middle half of runs")
    axes.scatter(values[3], rows, s=34, color=PAPER, edgecolor=INK, linewidth=1.4, zorder=4, label="median")
    losing = [share(int((summary.surplus[:, n] < 0.0).sum()), len(summary.surplus)) for n in touched]
    for row, (lost, low, high) in zip(rows, losing, strict=True):
        axes.annotate(
            f"{lost:.0%} ({low:.0%} to {high:.0%})", (1.0, row), xycoords=("axes fraction", "data"),
            xytext=(8, 0), textcoords="offset points", va="center", fontsize=8.5, color=QUIET, **PLAIN,
        )  # fmt: skip
    axes.annotate(
        "share of runs in which\nit lost (95 % interval)", (1.0, 1.0), xycoords="axes fraction",
        xytext=(8, 2), textcoords="offset points", va="bottom", fontsize=8.5, color=QUIET, **PLAIN,
    )  # fmt: skip
    axes.set_yticks(rows, [names[n] for n in touched], fontsize=9.5, **PLAIN)
    axes.tick_params(axis="y", length=0)
    axes.set_ylim(max(1, len(touched)) - 0.5, -0.5)
    axes.set_xlabel("surplus at the horizon (units of utility of the scenario; 0 is no deal)", **PLAIN)
    axes.grid(axis="x", color=FAINT, linewidth=0.7, zorder=0)
    open_frame(axes)
    axes.spines["left"].set_visible(False)
    left_out = len(summary.parties) - len(touched)
    others = "1 party" if left_out == 1 else f"{left_out} parties"
    rest = f"{others} gained and lost nothing in any run.\n" if left_out else ""
    note = f"{rest}Read each row by itself: a unit of one party's utility is not one of another's."
    entitle(axes, "What each party makes of it", note)
    explain_below(axes, is_own_figure=is_own_figure, columns=4)
    return axes

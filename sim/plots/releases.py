"""Who gives: how many people each custodian let go, as a distribution over runs."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap, PowerNorm
from matplotlib.patheffects import withStroke
from matplotlib.ticker import MaxNLocator, PercentFormatter
from numpy.typing import NDArray

from sim.analysis.intervals import mean, quantile
from sim.analysis.summary import Summary
from sim.plots.save import figure_of
from sim.plots.style import FAINT, INK, PALETTE, PAPER, PLAIN, entitle, explain_below, new_axes

# Cells in a row; larger numbers share the last.
MOST_CELLS = 40
ROW, AROUND = 0.44, 2.0
SHADES = LinearSegmentedColormap.from_list("shares", [PAPER, PALETTE[6], PALETTE[0]])


def cells(counts: NDArray[np.int64], last: int) -> NDArray[np.int64]:
    """Return counts of 0 to `last`, larger numbers in the last.

    >>> cells(np.array([5, 0, 2, 1]), 2)
    array([5, 0, 3])
    """
    made = np.zeros(last + 1, np.int64)
    np.add.at(made, np.minimum(np.arange(len(counts)), last), counts)
    return made


def draw_releases(summary: Summary, axes: Axes | None = None) -> Axes:
    """Draw, for each custodian, the share of runs by number of people freed by the horizon.

    Custodians who let nobody go, in no run and not in the documented deal, are counted in the note.
    """
    documented = dict.fromkeys(summary.by_custodian, 0)
    for one in summary.candidates:
        documented[one.custodian] += one.people if one.on_record else 0
    rows = [party for party, counts in summary.by_custodian.items() if counts[1:].any() or documented[party]]
    seen = max([int(np.flatnonzero(summary.by_custodian[party])[-1]) for party in rows if summary.runs], default=1)
    last = max(4, min(MOST_CELLS, max([seen, *documented.values()])))
    is_own_figure = axes is None
    if axes is None:
        axes = new_axes(10.0, AROUND + ROW * max(2, len(rows)))
    grid = np.stack([cells(summary.by_custodian[party], last) for party in rows] or [np.zeros(last + 1, np.int64)])
    shares = grid / max(1, summary.runs)
    mesh = axes.pcolormesh(
        np.arange(last + 2) - 0.5, np.arange(len(shares) + 1) - 0.5, shares, cmap=SHADES,
        norm=PowerNorm(0.5, 0.0, 1.0), edgecolor=FAINT, linewidth=0.4,
    )  # fmt: skip
    medians = [min(last, quantile(summary.by_custodian[party], 0.5) or 0) for party in rows]
    at = np.arange(len(rows))
    if rows and summary.runs:
        axes.scatter(medians, at, s=44, color=PAPER, edgecolor=INK, linewidth=1.5, zorder=3, label="median")
    if summary.has_list and rows:
        marks = [min(last, documented[party]) for party in rows]
        axes.scatter(
            marks, at, s=130, marker="s", facecolor="none", edgecolor=INK, linewidth=1.6, zorder=2,
            label="the documented deal", path_effects=[withStroke(linewidth=4.2, foreground=PAPER)],
        )  # fmt: skip
    axes.set_yticks(at, [_label(summary, party) for party in rows], fontsize=9.0, **PLAIN)
    axes.set_ylim(max(1, len(rows)) - 0.5, -0.5)
    axes.tick_params(axis="y", length=0)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True, steps=[1, 2, 5, 10]))
    axes.set_xlim(-0.5, last + 0.5)
    more = f" ({last}: so many or more)" if seen > last else ""
    axes.set_xlabel(f"people freed in a run, by the horizon{more}", **PLAIN)
    bar = figure_of(axes).colorbar(mesh, ax=axes, pad=0.02, format=PercentFormatter(1.0, decimals=0))
    bar.set_label(f"share of {summary.runs:,} runs", **PLAIN)
    bar.outline.set_visible(False)
    left_out = len(summary.by_custodian) - len(rows)
    others = "1 custodian" if left_out == 1 else f"{left_out} custodians"
    rest = f" {others} let nobody go in any run." if left_out else ""
    note = f"The darker a cell, the more runs; means with 95 % intervals.{rest}"
    entitle(axes, "How many people each custodian lets go", note)
    explain_below(axes, is_own_figure=is_own_figure)
    return axes


def _label(summary: Summary, party: str) -> str:
    """Return a custodian's name, and below it the mean with its interval."""
    counts = summary.by_custodian[party]
    middle, low, high = mean(np.arange(len(counts)), counts, 0.0, len(counts) - 1.0)
    return f"{summary.parties[party]}\nmean {middle:.1f} ({low:.1f} to {high:.1f})"

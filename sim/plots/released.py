"""How many come home: a histogram over runs, with intervals."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator
from numpy.typing import NDArray

from sim.analysis.intervals import wilson
from sim.analysis.summary import Summary
from sim.plots.style import FAINT, INK, PALETTE, PAPER, PLAIN, entitle, explain_below, in_percent, new_axes, open_frame

# More bars than this and they are put together; chosen so that each stays wider than its whisker.
MOST_BARS = 60


def binned(counts: NDArray[np.int64]) -> tuple[int, NDArray[np.int64]]:
    """Return the width of a bar, and counts of 0 alone, then of each bar of that width from 1 on.

    Only as far as the last that was seen.

    Examples
    --------
    >>> binned(np.array([3, 0, 1, 0, 0]))
    (1, array([3, 0, 1]))
    """
    last = int(np.flatnonzero(counts)[-1]) if counts.any() else 0
    seen = counts[1 : last + 1]
    width = max(1, -(-len(seen) // MOST_BARS))
    padded = np.append(seen, np.zeros(-len(seen) % width, np.int64))
    return width, np.append(counts[:1], padded.reshape(-1, width).sum(axis=1))


def draw_released(summary: Summary, axes: Axes | None = None) -> Axes:
    """Draw the distribution of the number of people freed by the horizon; none is a bar of its own."""
    is_own_figure = axes is None
    if axes is None:
        axes = new_axes(9.5, 4.6)
    width, counts = binned(summary.people)
    # The bar of none ends where the others begin, and is as wide as they are.
    places = np.append(0.5 * (1 - width), 1.0 + width * np.arange(len(counts) - 1) + 0.5 * (width - 1))
    shares, (low, high) = counts / max(1, summary.runs), wilson(counts, summary.runs)
    if counts[1:].any():
        axes.bar(places[1:], shares[1:], 0.8 * width, color=PALETTE[2], zorder=2, label="runs with an agreement")
    if counts[0]:
        axes.bar(
            places[:1],
            shares[:1],
            0.8 * width,
            color=PAPER,
            edgecolor=INK,
            hatch="////",
            zorder=2,
            label="no agreement",
        )
    axes.vlines(places[counts > 0], low[counts > 0], high[counts > 0], color=INK, linewidth=1.2, zorder=3)
    if summary.has_list and summary.truth:
        axes.axvline(
            summary.truth.people, color=INK, linewidth=1.4, linestyle=(0, (1, 1.5)), zorder=4,
            label=f"the documented deal: {summary.truth.people} people",
        )  # fmt: skip
    axes.xaxis.set_major_locator(MaxNLocator(integer=True, steps=[1, 2, 5, 10]))
    in_percent(axes.yaxis)
    axes.set_xlim(places[0] - 0.6 * width, max(4.0, places[-1] + width))
    axes.set_ylim(bottom=0.0)
    axes.set_xlabel("people freed in a run, by the horizon", **PLAIN)
    axes.set_ylabel(f"share of {summary.runs:,} runs\n(95 % interval)", **PLAIN)
    axes.grid(axis="y", color=FAINT, linewidth=0.7, zorder=0)
    open_frame(axes)
    spread = summary.released_count
    each = f"A bar is {width} numbers wide. " if width > 1 else ""
    note = f"{each}Median {spread['median']}; nine runs in ten lie from {spread['q05']} to {spread['q95']}."
    entitle(axes, "How many people come home", note)
    explain_below(axes, is_own_figure=is_own_figure, columns=3)
    return axes

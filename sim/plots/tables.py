"""What the tables of a class came to: points by party, a mark for each table, no deal beside."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes

from sim.plots.style import INK, PALETTE, PLAIN, QUIET, entitle, explain_below, new_axes, open_frame, short
from sim.seat.scored import ClassResult

WIDTH, ROW = 7.4, 0.62


def draw_tables(result: ClassResult, axes: Axes | None = None) -> Axes:
    """Draw the points of each party at each table, their median, and what no deal was worth.

    Parameters
    ----------
    result
        The tables of a class.
    axes
        Where to draw; without it on a figure of its own.
    """
    players, labels = result.sheet.players(), result.sheet.labels
    own = axes is None
    axes = new_axes(WIDTH, 1.9 + ROW * len(players)) if axes is None else axes
    places = np.arange(len(players))[::-1]
    deals = np.array([one.has_deal for one in result.tables])
    for place, party in zip(places, players, strict=True):
        points = np.array([int(one.points[party]) for one in result.tables])
        spread = (np.arange(len(points)) - (len(points) - 1) / 2) * min(0.09, 0.6 / max(1, len(points)))
        first = place == places[0]
        axes.scatter(
            points[deals], place + spread[deals], s=34, color=PALETTE[2], zorder=3,
            label="a table with a deal" if first else None,
        )  # fmt: skip
        axes.scatter(
            points[~deals], place + spread[~deals], s=34, facecolors="none", edgecolors=PALETTE[2], zorder=3,
            label="a table without one" if first and not deals.all() else None,
        )  # fmt: skip
        axes.plot(
            [np.median(points)] * 2, [place - 0.36, place + 0.36], color=PALETTE[4], linewidth=2.5,
            label="median of the tables" if first else None,
        )  # fmt: skip
        axes.plot(
            [result.sheet.alone[party]], [place], marker="x", markersize=8, color=INK, linestyle="none",
            label="what no deal is worth" if first else None, zorder=4,
        )  # fmt: skip
    axes.set_yticks(places, [short(labels.parties[party], 24) for party in players], **PLAIN)
    axes.set_ylim(-0.6, len(players) - 0.4)
    axes.grid(axis="x", color="#dddddd", linewidth=0.6)
    axes.set_axisbelow(True)
    axes.set_xlabel("points of the role sheet", color=QUIET, **PLAIN)
    agreed = result.agreement
    note = (
        f"{int(deals.sum())} of {len(deals)} tables agreed "
        f"({agreed.estimate:.0%}, 95 % interval {agreed.low:.0%} to {agreed.high:.0%})."
    )
    entitle(axes, "What each state made of it, table by table", note)
    open_frame(axes)
    explain_below(axes, is_own_figure=own, columns=2)
    return axes

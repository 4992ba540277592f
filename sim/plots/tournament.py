"""A tournament at a glance: what ours and theirs get of their best package, pairing by pairing."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes

from sim.bridge.tournament import Tournament
from sim.plots.style import INK, PALETTE, PLAIN, QUIET, entitle, explain_below, in_percent, new_axes, open_frame

WIDTH, ROW = 7.4, 0.24


def draw_tournament(result: Tournament, axes: Axes | None = None) -> Axes:
    """Draw mean scores with their intervals: ours as discs, theirs as open squares, grouped by ours.

    Parameters
    ----------
    result
        A tournament.
    axes
        Where to draw; without it on a figure of its own.
    """
    rows = [(i, j) for i in range(len(result.our_names)) for j in range(len(result.their_names))]
    own = axes is None
    axes = new_axes(WIDTH, 1.9 + ROW * (len(rows) + len(result.our_names))) if axes is None else axes
    places, ticks, names = 0.0, [], []
    for at, (i, j) in enumerate(rows):
        if j == 0:
            places -= 1.0
            axes.annotate(
                f"our {result.our_names[i]}, against", (0.0, places + 0.1), xytext=(4, 0), textcoords="offset points",
                fontsize=9, color=INK, fontweight="bold", va="center", **PLAIN,
            )  # fmt: skip
        places -= 1.0
        pair = result.pairing(i, j)
        for shift, one, marker, colour, filled, said in (
            (0.16, pair.ours, "o", PALETTE[2], True, "ours"), (-0.16, pair.theirs, "s", PALETTE[4], False, "theirs"),
        ):  # fmt: skip
            axes.plot([one.low, one.high], [places + shift] * 2, color=colour, linewidth=1.4)
            axes.plot(
                [one.estimate], [places + shift], marker=marker, markersize=5, color=colour, linestyle="none",
                markerfacecolor=colour if filled else "white", label=said if at == 0 else None,
            )  # fmt: skip
        ticks.append(places)
        names.append(result.their_names[j])
    axes.set_yticks(ticks, names, fontsize=8, **PLAIN)
    axes.set_ylim(places - 0.8, -0.3)
    axes.set_xlim(0.0, 1.0)
    in_percent(axes.xaxis)
    axes.grid(axis="x", color="#dddddd", linewidth=0.6)
    axes.set_axisbelow(True)
    axes.set_xlabel("share of the way from no deal to one's best package (0 without agreement)", color=QUIET, **PLAIN)
    domains = int(np.shape(result.scores)[2])
    note = f"Means over {domains} random domains, each both ways round, with 95 % intervals."
    entitle(axes, "Our tactics against six of NegMAS's", note)
    open_frame(axes)
    explain_below(axes, is_own_figure=own, columns=2)
    return axes

"""What the tables of a class came to, as a distribution beside each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes

from sim.plots.style import INK, PALETTE, PLAIN, QUIET, entitle, new_axes, open_frame


def draw_class(surplus: Mapping[str, Sequence[float]], axes: Axes | None = None) -> Axes:
    """Draw each party's surplus at each table that is over: a mark a table, a bar at the median.

    Parameters
    ----------
    surplus
        Names of parties to their surplus at each table, in units of utility.
    axes
        Where to draw; without it on a figure of its own.

    Examples
    --------
    >>> axes = draw_class({"Alfa": [2.0, 0.0], "Bravo": [1.0, 0.0]})
    >>> [label.get_text() for label in axes.get_yticklabels()]
    ['Alfa', 'Bravo']
    """
    axes = new_axes(7.4, 1.8 + 0.42 * max(2, len(surplus))) if axes is None else axes
    tables = max((len(values) for values in surplus.values()), default=0)
    for row, values in enumerate(surplus.values()):
        ordered = np.sort(np.asarray(values, dtype=float))
        apart = np.linspace(-0.22, 0.22, len(ordered)) if len(ordered) > 1 else np.zeros(len(ordered))
        axes.scatter(ordered, row + apart, s=34, color=PALETTE[2], edgecolor=INK, linewidth=0.5, zorder=3)
        if len(ordered):
            axes.plot([np.median(ordered)] * 2, [row - 0.34, row + 0.34], color=PALETTE[4], linewidth=2.4, zorder=2)
    axes.axvline(0.0, color=QUIET, linewidth=0.8)
    axes.set_yticks(range(len(surplus)), list(surplus), fontsize=9.5, **PLAIN)
    axes.set_ylim(max(1, len(surplus)) - 0.4, -0.6)
    axes.margins(x=0.08)
    axes.set_xlabel("gain above no deal (units of utility; a row is read by itself)", color=INK, **PLAIN)
    open_frame(axes)
    words = "1 table is over" if tables == 1 else f"{tables} tables are over"
    entitle(axes, "What each party made of it, table by table", f"{words}. A mark is a table, a bar the median.")
    return axes

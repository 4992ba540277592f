"""Where the deal lies: what somebody at the seat reached, beside the best that was there to be had."""

from __future__ import annotations

from matplotlib.axes import Axes

from sim.plots.style import INK, PALETTE, PLAIN, QUIET, entitle, explain_below, new_axes, open_frame
from sim.seat.debrief import Debrief

WIDTH, HEIGHT = 7.4, 5.2


def draw_debrief(told: Debrief, axes: Axes | None = None) -> Axes:
    """Draw the frontier between a party and all others, no deal, and what was reached.

    Parameters
    ----------
    told
        A debrief.
    axes
        Where to draw; without it on a figure of its own.
    """
    own = axes is None
    axes = new_axes(WIDTH, HEIGHT) if axes is None else axes
    me = told.game.me
    name = told.game.labels.parties[me]
    along = [(one.mine(me), one.others(me)) for one in told.points]
    axes.plot(
        [x for x, _ in along], [y for _, y in along], color=PALETTE[2], linewidth=1.2, marker="o", markersize=4,
        label="packages that all needed would agree to, none found better",
    )  # fmt: skip
    axes.scatter([0.0], [0.0], color=INK, marker="x", s=60, label="no deal", zorder=3)
    if told.reached is not None:
        axes.scatter(
            [told.reached.mine(me)], [told.reached.others(me)], color=PALETTE[4], marker="s", s=70,
            label="what was reached", zorder=4,
        )  # fmt: skip
    axes.axhline(0.0, color=QUIET, linewidth=0.6)
    axes.axvline(0.0, color=QUIET, linewidth=0.6)
    axes.margins(0.12)
    axes.set_xlabel(f"gain of {name} above no deal (units of utility)", color=INK, **PLAIN)
    axes.set_ylabel("gain of all others together (the same units)", color=INK, **PLAIN)
    ended = "" if told.reached is not None else " No agreement was reached."
    entitle(axes, "What could have been had, and what was", f"{name} against all others, as seen at the start.{ended}")
    open_frame(axes)
    explain_below(axes, is_own_figure=own, columns=1)
    return axes

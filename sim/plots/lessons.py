"""Theory beside a second route: each figure of a lesson, and the frontier of Nash's barter."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from sim.lessons.lesson import Row
from sim.plots.style import FAINT, INK, PALETTE, PAPER, PLAIN, QUIET, cut, entitle, explain_below, new_axes, open_frame
from sim.solutions import finite
from sim.textbook.domains import barter_points

ROW, AROUND = 0.34, 2.6
"""Height of a row, and of what is not rows, in inches."""
WIDE = 44
"""Letters in a line of a title."""
LETTERS = 62
"""Letters of a row's name at most."""


def draw_lesson(title: str, rows: Sequence[Row], axes: Axes | None = None) -> Axes:
    """Draw each figure of a lesson twice: theory as a ring, the second route as a dot with its tolerance.

    A figure far larger than the others would hide them; the scale is then logarithmic in size, and says so.
    """
    is_own_figure = axes is None
    if axes is None:
        axes = new_axes(9.5, AROUND + ROW * max(2, len(rows)))
    at = np.arange(len(rows))
    theory, found = np.array([row.theory for row in rows]), np.array([row.simulated for row in rows])
    near = np.array([row.tolerance for row in rows])
    axes.hlines(at, found - near, found + near, color=PALETTE[2], linewidth=6.0, alpha=0.35,
                label="tolerance of the second route")  # fmt: skip
    axes.scatter(theory, at, s=110, facecolor="none", edgecolor=INK, linewidth=1.5, label="theory", zorder=3)
    axes.scatter(found, at, s=22, color=PALETTE[4], edgecolor=PAPER, linewidth=0.5, label="second route", zorder=4)
    sizes = np.abs(theory[theory != 0.0])
    is_wide = bool(len(sizes)) and float(sizes.max() / sizes.min()) > 60.0
    if is_wide:
        axes.set_xscale("symlog", linthresh=float(sizes.min()))
    for place, row in enumerate(rows):
        words = f"{row.theory:.4g}" if row.holds else f"{row.theory:.4g}, but {row.simulated:.4g}"
        axes.annotate(words, (1.0, place), xycoords=("axes fraction", "data"), xytext=(8, 0),
                      textcoords="offset points", va="center", fontsize=8.5, color=QUIET, **PLAIN)  # fmt: skip
    axes.set_yticks(at, [cut(_name(row, rows), LETTERS) for row in rows], fontsize=9, **PLAIN)
    axes.tick_params(axis="y", length=0)
    axes.set_ylim(max(1, len(rows)) - 0.5, -0.5)
    axes.set_xlabel("figure, in the lesson's units" + (" (logarithmic in size)" if is_wide else ""), **PLAIN)
    axes.grid(axis="x", color=FAINT, linewidth=0.7, zorder=0)
    open_frame(axes)
    axes.spines["left"].set_visible(False)
    wrong = sum(not row.holds for row in rows)
    verdict = "All figures agree within their tolerance." if not wrong else f"{wrong} of {len(rows)} figures disagree."
    note = f"{rows[0].source}\nSecond route: {rows[0].route}\n{verdict}" if rows else "nothing to show"
    entitle(axes, textwrap.fill(title, WIDE), note)
    explain_below(axes, is_own_figure=is_own_figure, columns=3)
    return axes


def _name(row: Row, rows: Sequence[Row]) -> str:
    """Return what a row is called: its figure, and the parameters that differ between rows."""
    differing = [name for name in row.parameters if name != "seed" and len({one.parameters[name] for one in rows}) > 1]
    at = ", ".join(f"{name} {row.parameters[name]:.3g}" for name in differing)
    return f"{row.figure} ({at})" if at else row.figure


def draw_barter(no_deal: tuple[float, float] = (0.0, 0.0), axes: Axes | None = None) -> Axes:
    """Draw all 512 deals of Nash's barter, their Pareto frontier, and what four solutions pick."""
    is_own_figure = axes is None
    if axes is None:
        axes = new_axes(8.0, 6.4)
    points = barter_points()
    front = points[finite.pareto_frontier(points)]
    front = front[np.argsort(front[:, 0])]
    axes.scatter(points[:, 0], points[:, 1], s=9, color=PALETTE[6], label="a deal", zorder=2)
    axes.plot(front[:, 0], front[:, 1], color=PALETTE[0], linewidth=1.3, marker="o", markersize=5, zorder=3,
              label="Pareto frontier")  # fmt: skip
    low = points.min(axis=0) - 1.0
    axes.plot([no_deal[0], no_deal[0]], [no_deal[1], 11.0], color=QUIET, linewidth=0.9, linestyle=(0, (4, 3)), zorder=1)
    axes.plot([no_deal[0], 23.0], [no_deal[1], no_deal[1]], color=QUIET, linewidth=0.9, linestyle=(0, (4, 3)), zorder=1,
              label="no deal: both want to be above and to the right")  # fmt: skip
    places: dict[tuple[float, float], list[str]] = {}
    for name, solve in finite.SOLUTIONS.items():
        found = solve(points, no_deal)
        if "utilities" in found.answer:
            bill, jack = found.answer["utilities"]
            places.setdefault((bill, jack), []).append(name.replace("_", "-").title().replace("-S", "–S"))
    for place, names in places.items():
        axes.scatter(place[0], place[1], s=130, facecolor="none", edgecolor=PALETTE[4], linewidth=2.0, zorder=4)
        axes.annotate(", ".join(names), place, xytext=(9, 9), textcoords="offset points", fontsize=9.5, color=INK,
                      zorder=5, **PLAIN)  # fmt: skip
    axes.set_xlim(float(low[0]), 25.0)
    axes.set_ylim(float(low[1]), 12.0)
    axes.set_xlabel("what the deal is worth to Bill (in Nash's units)", **PLAIN)
    axes.set_ylabel("what it is worth to Jack", **PLAIN)
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_locator(MaxNLocator(integer=True))
    open_frame(axes)
    inside = int((front >= np.asarray(no_deal)).all(axis=1).sum())
    note = f"{len(front)} deals cannot be bettered for both; {inside} of them leave nobody worse off than no deal."
    entitle(axes, "Nash's barter: 512 deals, and what theory picks", note)
    explain_below(axes, is_own_figure=is_own_figure, columns=2)
    return axes

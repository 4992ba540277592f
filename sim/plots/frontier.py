"""The frontier between two blocs, with what theory picks, the documented deal, and simulated deals as a cloud."""

from __future__ import annotations

from collections.abc import Mapping

from matplotlib.axes import Axes

from sim.analysis.theory import Frontier, Theory, blocs_of, place_of
from sim.plots.style import (
    FAINT,
    INK,
    PALETTE,
    PLAIN,
    QUIET,
    entitle,
    explain_below,
    new_axes,
    open_frame,
)

MARKS: Mapping[str, tuple[str, str]] = {
    "nash": ("o", "Nash"), "kalai_smorodinsky": ("s", "Kalai–Smorodinsky"), "egalitarian": ("^", "egalitarian"),
    "utilitarian": ("D", "utilitarian"), "leximin": ("v", "leximin"),
}  # fmt: skip


def draw_frontier(theory: Theory, frontier: Frontier, axes: Axes | None = None) -> Axes:
    """Draw what two blocs can have of a deal, beyond no deal.

    Parameters
    ----------
    theory, frontier
        The scenario, solved, and its frontier.
    axes
        Where to draw; a figure of its own if not said.
    """
    is_own_figure = axes is None
    if axes is None:
        axes = new_axes(8.4, 6.6)
    blocs = blocs_of(theory)
    assert blocs is not None
    _, first, second = blocs
    if frontier.deals:
        across, up = zip(*frontier.deals)
        axes.scatter(across, up, 16, color=PALETTE[6], edgecolor="none", zorder=2,
                     label=f"{len(frontier.deals)} simulated deals")  # fmt: skip
    if frontier.points:
        across, up = zip(*frontier.points)
        axes.plot(across, up, color=PALETTE[0], linewidth=1.2, marker=".", markersize=6, zorder=3,
                  label="frontier: more for one side only at the other's cost")  # fmt: skip
    for one in theory.solutions:
        if one.levels.any():
            mark, words = MARKS[one.name]
            x, y = place_of(theory, one.levels, first, second)
            axes.scatter(x, y, s=95, marker=mark, facecolor="none", edgecolor=PALETTE[4], linewidth=2.0, zorder=5,
                         label=words)  # fmt: skip
    for deal, fill, words in (
        (theory.of_record, INK, "documented deal, as on record"),
        (theory.of_record_with_favours, "none", "the same with the favours that let all agree"),
    ):
        if deal is not None:
            x, y = place_of(theory, deal.levels, first, second)
            axes.scatter(x, y, s=150, marker="*", facecolor=fill, edgecolor=INK, linewidth=1.3, zorder=6, label=words)
    for line in (axes.axhline, axes.axvline):
        line(0.0, color=QUIET, linewidth=0.9, linestyle=(0, (4, 3)), zorder=1)
    axes.grid(color=FAINT, linewidth=0.6, zorder=0)
    axes.set_xlabel(f"{frontier.sides[0]}: sum of its surplus (units of utility)", **PLAIN)
    axes.set_ylabel(f"{frontier.sides[1]}: sum of its surplus (units of utility)", **PLAIN)
    open_frame(axes)
    names = theory.compiled.index.parties
    sides = "; ".join(f"{side}: {', '.join(names[party] for party in members)}"
                      for side, members in zip(frontier.sides, (first, second)))  # fmt: skip
    note = f"Packages on {theory.day} that all whom they touch would accept; no deal is 0.\n{sides}"
    entitle(axes, "What the two sides can have of a deal", note)
    explain_below(axes, is_own_figure=is_own_figure, columns=2)
    return axes

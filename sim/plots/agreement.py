"""When it happens: time to agreement as a survival curve, runs without agreement censored."""

from __future__ import annotations

from typing import Any

import matplotlib.dates as mdates
from matplotlib.axes import Axes

from sim.analysis.summary import Summary
from sim.plots.style import FAINT, INK, PALETTE, PLAIN, entitle, explain_below, in_percent, new_axes, open_frame


def draw_agreement(summary: Summary, axes: Axes | None = None) -> Axes:
    """Draw the share of runs still without an agreement against the calendar, with a 95 % band.

    A second, dashed curve waits for the primary deal, where that is not always the first one.
    """
    is_own_figure = axes is None
    if axes is None:
        axes = new_axes(9.5, 5.0)
    curves: list[tuple[bool, str, Any, str]] = [(False, PALETTE[2], "solid", "without any agreement")]
    if (summary.first_weeks != summary.primary_weeks).any():
        curves.append((True, PALETTE[4], (0, (5, 2)), "without the primary deal (most people of a run)"))
    for primary, colour, dashes, words in curves:
        curve = summary.survival(primary=primary)
        days = [float(mdates.date2num(day)) for day in curve.dates]  # type: ignore[no-untyped-call]
        axes.fill_between(days, curve.low, curve.high, step="post", color=colour, alpha=0.22, linewidth=0)
        axes.step(days, curve.estimate, where="post", color=colour, linewidth=1.9, linestyle=dashes, label=words)
    without = summary.runs - summary.agreements
    if without:
        axes.plot(
            [days[-1]], [without / summary.runs], marker="|", markersize=13, markeredgewidth=2.0, color=INK,
            linestyle="none", clip_on=False, label=f"censored: {without:,} runs without agreement at the horizon",
        )  # fmt: skip
    if summary.truth and summary.truth.date:
        day = float(mdates.date2num(summary.truth.date))  # type: ignore[no-untyped-call]
        when = f"{summary.truth.date.day} {summary.truth.date:%B %Y}"
        axes.axvline(day, color=INK, linewidth=1.2, linestyle=(0, (1, 1.5)), label=f"the documented deal, {when}")
    axes.set_xlim(days[0], days[-1])
    axes.set_ylim(0.0, 1.02)
    in_percent(axes.yaxis)
    axes.xaxis.set_major_locator(mdates.AutoDateLocator(minticks=5, maxticks=12))  # type: ignore[no-untyped-call]
    axes.xaxis.set_major_formatter(mdates.ConciseDateFormatter(axes.xaxis.get_major_locator()))  # type: ignore[no-untyped-call]
    axes.set_xlabel("week of execution", **PLAIN)
    axes.set_ylabel(f"share of {summary.runs:,} runs (95 % band)", **PLAIN)
    axes.grid(axis="y", color=FAINT, linewidth=0.7)
    open_frame(axes)
    wait = summary.restricted_mean()
    note = (
        f"Mean wait within {summary.weeks} weeks: {wait.estimate:.1f} weeks (95 % interval {wait.low:.1f} to "
        f"{wait.high:.1f}), a run without agreement counted as {summary.weeks}."
    )
    entitle(axes, "How long until the first captives come home", note)
    explain_below(axes, is_own_figure=is_own_figure)
    return axes

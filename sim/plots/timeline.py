"""The talks as a timeline: acts by channel, events, and below them the aspirations of those who bid."""

from __future__ import annotations

import datetime as dt
import textwrap
from typing import Any

import matplotlib.dates as mdates
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from sim.domain.act import ActKind
from sim.domain.result import RunResult
from sim.plots.style import DOTS_PER_INCH, INK, PALETTE, PAPER, QUIET, entitle

# Act: marker, colour, size, word. Shape and lightness differ, so that grey will do.
MARKS: dict[ActKind, tuple[str, str, float, str]] = {
    ActKind.SOUND_OUT: ("$?$", QUIET, 30, "sounds out"),
    ActKind.ASK: ("o", "#56b4e9", 22, "asks"),
    ActKind.PROPOSE: (">", "#0072b2", 46, "proposes"),
    ActKind.COMMIT: ("D", "#009e73", 36, "commits"),
    ActKind.ACCEPT: ("*", "#5b2a86", 95, "accepts"),
    ActKind.REFUSE: ("x", "#d55e00", 32, "refuses"),
    ActKind.WITHDRAW: ("v", "#8a8a00", 34, "withdraws"),
    ActKind.SENTENCE: ("P", INK, 44, "sentences"),
    ActKind.PARDON: ("P", "#e69f00", 44, "pardons"),
}
TOLD = {"event", "leak", "void", "default", "not_ratified", "ratifier_against"}
MOST_LABELS = 9


def _day(date: dt.date) -> float:
    """Return a date on matplotlib's scale of days."""
    return float(mdates.date2num(date))  # type: ignore[no-untyped-call]


def _lanes(result: RunResult) -> list[str]:
    """Return the channels that were used, those with most acts first."""
    counts: dict[str, int] = {}
    for week in result.transcript:
        for act in week.acts:
            counts[act.channel] = counts.get(act.channel, 0) + 1
    return sorted(counts, key=lambda name: -counts[name])


def _events(result: RunResult) -> list[tuple[Any, str]]:
    told = [(week.date, one.text) for week in result.transcript for one in week.happenings if one.kind in TOLD]
    dated = [pair for pair in told if pair[1]]
    return dated[:MOST_LABELS]


def draw_timeline(result: RunResult, axes: Any | None = None) -> NDArray[Any]:
    """Draw a told run: two axes, the talks above and the aspirations below.

    Parameters
    ----------
    result
        A run with its transcript.
    axes
        Two axes to draw on instead of new ones.

    Returns
    -------
    numpy.ndarray
        The two axes; their horizontal scale is the calendar.
    """
    lanes = _lanes(result)
    if axes is None:
        figure = Figure(
            figsize=(12.5, 4.6 + 0.34 * max(3, len(lanes))),
            dpi=DOTS_PER_INCH,
            facecolor=PAPER,
            layout="constrained",
        )
        axes = figure.subplots(2, 1, sharex=True, height_ratios=[0.34 * max(3, len(lanes)) + 1.4, 2.1])
    talks, hopes = axes[0], axes[1]
    _draw_talks(result, talks, lanes)
    _draw_hopes(result, hopes)
    for one in (talks, hopes):
        for deal in result.deals:
            one.axvline(deal.accepted, color=INK, linewidth=1.0, linestyle=(0, (4, 2)))
            one.axvline(deal.executed, color=INK, linewidth=1.6)
        for side in ("top", "right"):
            one.spines[side].set_visible(False)
    hopes.xaxis.set_major_locator(mdates.AutoDateLocator(minticks=5, maxticks=14))  # type: ignore[no-untyped-call]
    hopes.xaxis.set_major_formatter(mdates.ConciseDateFormatter(hopes.xaxis.get_major_locator()))  # type: ignore[no-untyped-call]
    hopes.set_xlabel("week beginning")
    return np.asarray([talks, hopes], dtype=object)


def _draw_talks(result: RunResult, axes: Axes, lanes: list[str]) -> None:
    row = {name: at for at, name in enumerate(lanes)}
    for kind, (marker, colour, size, word) in MARKS.items():
        acts = [act for week in result.transcript for act in week.acts if act.kind is kind]
        if acts:
            # Acts of the same week and channel stand beside each other, in the order of the parties.
            beside: dict[tuple[int, str], int] = {}
            x, y = [], []
            for act in acts:
                place = beside.get((act.week, act.channel), 0)
                beside[act.week, act.channel] = place + 1
                x.append(_day(act.date) + 2.4 * place)
                y.append(row[act.channel] - 0.12 + 0.24 * list(MARKS).index(kind) / len(MARKS))
            axes.scatter(x, y, s=size, marker=marker, color=colour, label=word, linewidths=1.2, zorder=3)
    axes.set_yticks(
        range(len(lanes)),
        [textwrap.shorten(result.names.channels[name], 34, placeholder=" …") for name in lanes],
    )
    axes.tick_params(axis="y", labelsize=8.5, length=0)
    axes.set_ylim(len(lanes) - 0.4, -2.6)
    for at in range(len(lanes)):
        axes.axhline(at, color="#dddddd", linewidth=0.7, zorder=0)
    for at, (date, text) in enumerate(_events(result)):
        height = -0.75 - 0.55 * (at % 4)
        axes.plot([_day(date)] * 2, [len(lanes) - 0.4, height], color="#bbbbbb", linewidth=0.7, zorder=1)
        late = (date - result.start).days > 7 * result.weeks * 0.72
        axes.annotate(textwrap.shorten(text, 48, placeholder=" …"), (_day(date), height), fontsize=7.5,
                      color=INK, va="center", ha="right" if late else "left", xytext=(-2 if late else 2, 0),
                      textcoords="offset points",
                      bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 0.6})  # fmt: skip
    axes.legend(loc="center left", bbox_to_anchor=(1.0, 0.45), fontsize=8.5, frameon=False)
    first = result.start
    axes.set_xlim(_day(first) - 4, _day(first) + 7 * result.weeks + 4)
    entitle(
        axes, "The talks, week by week",
        "Rows are channels, the busiest on top. Dashed line: everybody had consented; solid line: carried out.",
    )  # fmt: skip


def _draw_hopes(result: RunResult, axes: Axes) -> None:
    lines: dict[str, list[tuple[float, float]]] = {}
    for week in result.transcript:
        for act in week.acts:
            if act.aspiration > 0.0 and act.kind in (
                ActKind.PROPOSE,
                ActKind.ASK,
                ActKind.REFUSE,
                ActKind.ACCEPT,
            ):
                lines.setdefault(act.party, []).append((_day(act.date), act.aspiration))
    order = sorted(lines, key=lambda party: -len(lines[party]))[:6]
    styles = ("-", "--", "-.", ":", (0, (6, 1, 1, 1)), (0, (1, 1)))
    for at, party in enumerate(order):
        x, y = zip(*sorted(set(lines[party])), strict=True)
        axes.plot(x, y, linestyle=styles[at], marker="os^Dvx"[at], markersize=3.5, color=PALETTE[at], linewidth=1.6,
                  label=result.names.parties[party])  # fmt: skip
    if order:
        axes.legend(loc="upper left", bbox_to_anchor=(1.0, 1.0), fontsize=8.5, frameon=False)
    axes.set_ylim(0.0, 1.05)
    axes.set_ylabel("aspiration (share of\nthe best attainable)")
    axes.grid(axis="y", color="#e6e6e6", linewidth=0.7)
    entitle(axes, "What those who bid still insist on")

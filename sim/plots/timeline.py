"""The talks as a timeline: acts by channel, events, and below them the aspirations of those who bid."""

from __future__ import annotations

import datetime as dt
import textwrap
from typing import Any

import matplotlib.dates as mdates
import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from sim.domain.act import Act, ActKind
from sim.domain.result import RunResult
from sim.plots.labels import Label, place_labels
from sim.plots.style import FAINT, FONT, INK, PLAIN, QUIET, colours_of, cut, entitle, explain, new_figure, open_frame

# Act: marker, colour, size, word. Shape and lightness differ, so that grey will do.
MARKS: dict[ActKind, tuple[str, str, float, str]] = {
    ActKind.SOUND_OUT: ("$?$", "#666666", 34, "sounds out"),
    ActKind.ASK: ("o", "#62b5ea", 24, "asks"),
    ActKind.PROPOSE: (">", "#1f5aa6", 40, "proposes"),
    ActKind.COMMIT: ("D", "#1fa187", 28, "gives its word"),
    ActKind.ACCEPT: ("*", "#2d1160", 90, "accepts"),
    ActKind.REFUSE: ("x", "#d55e00", 30, "refuses"),
    ActKind.WITHDRAW: ("v", "#7a1f3d", 34, "withdraws"),
    ActKind.SENTENCE: ("P", INK, 44, "sentences"),
    ActKind.PARDON: ("P", "#f0c340", 44, "pardons"),
}
# What is told above the lanes; where there is too much of it, what comes first here is kept.
TOLD = ("void", "default", "not_ratified", "leak", "event")
MOST_LABELS = 14
LONGEST_LABEL, LONGEST_LANE = 64, 56
# Height of a lane in inches; of a line of labels, in lanes.
LANE, LEVEL = 0.44, 0.4
BIDS = (ActKind.PROPOSE, ActKind.ASK, ActKind.REFUSE, ActKind.ACCEPT)
MOST_LINES = 8
STYLES = ("-", "--", "-.", ":", (0, (6, 1, 1, 1)), (0, (1, 1)), (0, (8, 2)), (0, (3, 1, 1, 1, 1, 1)))
POINTS = "os^Dvp<h"


def day(date: dt.date) -> float:
    """Return a date on matplotlib's scale of days."""
    return float(mdates.date2num(date))  # type: ignore[no-untyped-call]


def _acts(result: RunResult) -> list[Act]:
    return [act for week in result.transcript for act in week.acts if act.kind in MARKS]


def _lanes(acts: list[Act]) -> list[str]:
    """Return the channels that were used, those with most acts first, equals by first use."""
    counts: dict[str, int] = {}
    for act in acts:
        counts[act.channel] = counts.get(act.channel, 0) + 1
    return sorted(counts, key=lambda name: -counts[name])


def _members(result: RunResult, acts: list[Act], lane: str) -> list[str]:
    """Return who spoke or was spoken to in a channel, in the scenario's order."""
    heard = {name for act in acts if act.channel == lane for name in (act.party, *act.to)}
    return [name for name in result.names.parties if name in heard]


def _labels(result: RunResult) -> tuple[list[Label], int]:
    """Return what is written above the lanes, and how many events had no room."""
    told = [one for week in result.transcript for one in week.happenings if one.kind in TOLD and one.text]
    told.sort(key=lambda one: TOLD.index(one.kind))
    kept = [Label(day(one.date), cut(one.text[:1].upper() + one.text[1:], LONGEST_LABEL)) for one in told[:MOST_LABELS]]
    for deal in result.deals:
        people = f"{deal.people} {'person' if deal.people == 1 else 'people'}"
        if deal.accepted == deal.executed:
            kept.append(Label(day(deal.executed), f"agreed and carried out: {people}", is_strong=True))
            continue
        kept.append(Label(day(deal.accepted), "agreed by all", is_strong=True, is_dashed=True))
        kept.append(Label(day(deal.executed), f"carried out: {people}", is_strong=True))
    return kept, max(0, len(told) - MOST_LABELS)


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

    Examples
    --------
    >>> from sim import run
    >>> talks, hopes = draw_timeline(run("ring", centre=True))
    >>> talks.get_yticklabels()[0].get_text().splitlines()
    ['The table of three', 'Alfa / Bravo / Charlie']
    """
    acts = _acts(result)
    lanes = _lanes(acts)
    labels, left_out = _labels(result)
    if axes is None:
        # Room for as many lines of labels as a usual run needs; what is not needed is given back.
        lines = min(len(labels), 6)
        upper, lower = LANE * (max(2, len(lanes)) + LEVEL * lines + 0.6), 2.3
        axes = new_figure(13.0, upper + lower + 1.6).subplots(2, 1, sharex=True, height_ratios=[upper, lower])
    talks, hopes = axes[0], axes[1]
    first = day(result.start)
    talks.set_xlim(first - 6.0, first + 7.0 * result.weeks + 6.0)
    hopes.xaxis.set_major_locator(mdates.AutoDateLocator(minticks=5, maxticks=14))  # type: ignore[no-untyped-call]
    hopes.xaxis.set_major_formatter(mdates.ConciseDateFormatter(hopes.xaxis.get_major_locator()))  # type: ignore[no-untyped-call]
    hopes.set_xlabel("week beginning")
    _draw_talks(result, talks, acts, lanes)
    _draw_hopes(result, hopes)
    more = f" {left_out} more events are in the story." if left_out else ""
    note = f"A lane is a channel, the busiest on top; in it, one line for each party, in the order named.{more}"
    entitle(talks, "The talks, week by week", note)
    levels = place_labels(talks, labels, bottom=len(lanes) - 0.4, top=-0.75, step=LEVEL)
    talks.set_ylim(max(1, len(lanes)) - 0.4, -0.75 - LEVEL * max(1, levels))
    for deal in result.deals:
        hopes.axvline(day(deal.accepted), color=INK, linewidth=1.1, linestyle=(0, (4, 2)))
        hopes.axvline(day(deal.executed), color=INK, linewidth=1.6)
    return np.asarray([talks, hopes], dtype=object)


def _draw_talks(result: RunResult, axes: Axes, acts: list[Act], lanes: list[str]) -> None:
    """Draw acts by channel (lane), party (line in the lane), week and kind (mark)."""
    members = {lane: _members(result, acts, lane) for lane in lanes}
    for kind, (marker, colour, size, word) in MARKS.items():
        spots = []
        for act in acts:
            if act.kind is kind:
                line = members[act.channel].index(act.party) - 0.5 * (len(members[act.channel]) - 1)
                spread = 0.3 if len(members[act.channel]) < 4 else 0.8 / len(members[act.channel])
                spots.append((day(act.date), lanes.index(act.channel) + spread * line))
        if spots:
            x, y = zip(*spots, strict=True)
            axes.scatter(x, y, s=size, marker=marker, color=colour, label=word, linewidths=1.3, zorder=3)
    texts = [
        f"{cut(result.names.channels[lane], LONGEST_LANE)}\n"
        f"{cut(' / '.join(result.names.parties[party] for party in members[lane]), LONGEST_LANE)}"
        for lane in lanes
    ]
    axes.set_yticks(range(len(lanes)), texts, **PLAIN)
    axes.tick_params(axis="y", labelsize=8.5, length=0)
    axes.tick_params(axis="x", length=0)
    for at in range(0, len(lanes), 2):
        axes.axhspan(at - 0.5, at + 0.5, color="#f4f4f4", linewidth=0, zorder=0)
    axes.set_ylim(max(1, len(lanes)) - 0.4, -2.0)
    open_frame(axes)
    axes.spines["bottom"].set_color(FAINT)
    explain(axes, "lower left", (1.0, 0.0))
    if not lanes:
        axes.text(0.5, 0.5, "nobody said anything", transform=axes.transAxes, ha="center", color=QUIET)


def _draw_hopes(result: RunResult, axes: Axes) -> None:
    """Draw the aspiration of everybody who bid, those who bid most first."""
    lines: dict[str, dict[float, float]] = {}
    for act in _acts(result):
        if act.aspiration > 0.0 and act.kind in BIDS and not act.by_mediator:
            lines.setdefault(act.party, {})[day(act.date)] = act.aspiration
    order = sorted(lines, key=lambda party: -len(lines[party]))[:MOST_LINES]
    colours = colours_of(order)
    for at, party in enumerate(order):
        axes.plot(
            list(lines[party]), list(lines[party].values()), linestyle=STYLES[at], marker=POINTS[at], markersize=4,
            color=colours[party], linewidth=1.5, label=textwrap.fill(result.names.parties[party], 18),
        )  # fmt: skip
    explain(axes, "upper left", (1.0, 1.0))
    axes.set_ylim(0.0, 1.05)
    axes.set_ylabel("aspiration (share of\nwhat it could hope for)", fontfamily=FONT)
    axes.grid(axis="y", color=FAINT, linewidth=0.7)
    open_frame(axes)
    entitle(axes, "What those who bid still insist on")

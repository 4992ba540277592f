"""Who goes together: an UpSet plot of blocs of people and of how they combine in primary deals."""

from __future__ import annotations

import textwrap

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from sim.analysis.blocs import HELD_BY, Blocs, blocs
from sim.analysis.intervals import wilson
from sim.analysis.summary import Summary
from sim.plots.style import FAINT, INK, PALETTE, PLAIN, QUIET, entitle, in_percent, new_figure, open_frame, short

# Combinations that have a column; letters in a line of a bloc's names, lines, letters in a name, in a line of the note.
MOST_COLUMNS, LETTERS, LINES, LONGEST_NAME, LONGEST_LINE = 16, 58, 3, 40, 120
BARS = 2.3
LINE, GAP = 0.17, 0.16


def draw_together(summary: Summary, figure: Figure | None = None) -> Figure:
    """Draw which blocs of people leave in the same primary deal: one column for each combination.

    Parameters
    ----------
    figure
        An empty figure to draw on instead of a new one.

    Examples
    --------
    >>> from sim.analysis.ensemble import Tally
    >>> from sim.ensemble.batch import play_batch
    >>> from sim.scenario.compile import compile_scenario
    >>> from sim.scenario.load import load
    >>> ring = compile_scenario(load("ring"))
    >>> tally = Tally(ring)
    >>> tally.add(play_batch(ring, 0, 0, 4))
    >>> bars, dots = draw_together(tally.summary()).axes
    >>> dots.get_yticklabels()[0].get_text()
    'Al, Bo, Cy'
    """
    found = blocs(summary)
    texts = [_names(summary, members) for members in found.members]
    heights = [LINE * (text.count("\n") + 1) + GAP for text in texts] or [LINE]
    if figure is None:
        figure = new_figure(11.5, BARS + sum(heights) + 1.6)
    bars, dots = figure.subplots(2, 1, sharex=True, height_ratios=[BARS, sum(heights)])
    shown = found.combinations[:MOST_COLUMNS]
    columns = np.arange(len(shown))
    counts = np.array([one.runs for one in shown], np.int64)
    low, high = wilson(counts, found.of)
    bars.bar(columns, counts / max(1, found.of), 0.62, color=PALETTE[2], zorder=2)
    bars.vlines(columns, low, high, color=INK, linewidth=1.2, zorder=3)
    in_percent(bars.yaxis)
    bars.set_ylabel("share of agreements\n(95 % interval)", **PLAIN)
    bars.grid(axis="y", color=FAINT, linewidth=0.7, zorder=0)
    open_frame(bars)
    bars.tick_params(axis="x", length=0, labelbottom=False)
    rows = np.cumsum([0.0, *heights[:-1]]) + 0.5 * np.array(heights)
    _draw_dots(dots, found, texts, rows, heights)
    entitle(bars, "Who goes together in the primary deal", _note(found, len(shown)))
    return figure


def _draw_dots(axes: Axes, found: Blocs, texts: list[str], rows: NDArray[np.float64], heights: list[float]) -> None:
    shown = found.combinations[:MOST_COLUMNS]
    for at, (row, height) in enumerate(zip(rows, heights, strict=True)):
        if at % 2 == 0:
            axes.axhspan(row - 0.5 * height, row + 0.5 * height, color="#f4f4f4", linewidth=0, zorder=0)
    for column, one in enumerate(shown):
        axes.scatter([column] * len(texts), rows[: len(texts)], s=34, color=FAINT, zorder=1)
        inside = [rows[bloc] for bloc in one.blocs]
        if inside:
            axes.plot([column, column], [min(inside), max(inside)], color=INK, linewidth=1.6, zorder=2)
            axes.scatter([column] * len(inside), inside, s=40, color=INK, zorder=3)
    for row, n in zip(rows, found.runs, strict=False):
        axes.annotate(
            f"{n / found.of:.0%}", (1.0, row), xycoords=("axes fraction", "data"), xytext=(4, 0),
            textcoords="offset points", va="center", fontsize=8.5, color=QUIET, **PLAIN,
        )  # fmt: skip
    axes.set_yticks(rows[: len(texts)], texts, fontsize=8.5, **PLAIN)
    axes.set_xlim(-0.6, max(6, len(shown)) - 0.4)
    axes.set_ylim(sum(heights), 0.0)
    axes.set_xticks([])
    axes.tick_params(axis="y", length=0)
    for spine in axes.spines.values():
        spine.set_visible(False)
    axes.set_xlabel("combinations of blocs, the most frequent first", color=QUIET, **PLAIN)
    if not texts:
        axes.text(0.5, 0.5, "no agreement", transform=axes.transAxes, ha="center", va="center", color=QUIET)


def _names(summary: Summary, members: tuple[str, ...]) -> str:
    """Return a bloc's names on a few lines; those that have no room are counted."""
    names = {one.id: one.name for one in summary.candidates}
    for spelled in range(len(members), 0, -1):
        rest = f" and {len(members) - spelled} more" if spelled < len(members) else ""
        lines = textwrap.wrap(", ".join(short(names[who], LONGEST_NAME) for who in members[:spelled]) + rest, LETTERS)
        if len(lines) <= LINES or spelled == 1:
            break
    return "\n".join(lines)


def _note(found: Blocs, shown: int) -> str:
    lines = [
        f"A row is a bloc of people: of the deals that free either of two of them, at least {HELD_BY:.0%} free both.",
        "A bloc is in a deal that frees more than half of it (on the right: share of agreements).",
    ]
    rest = sum(one.runs for one in found.combinations[shown:])
    more = []
    if any(not one.blocs for one in found.combinations[:shown]):
        more.append("No dot: a deal without any of these blocs.")
    if rest:
        rarer = len(found.combinations) - shown
        more.append(f"{rarer} rarer combinations make up {rest / found.of:.0%} of agreements.")
    if found.aside:
        more.append(f"{found.aside} people are in none of these.")
    return "\n".join([*lines, *textwrap.wrap(" ".join(more), LONGEST_LINE)])

"""How fast: figures with their spread on a logarithmic scale, and how time grows with size."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter, NullLocator

from sim.plots.style import FAINT, INK, PALETTE, PLAIN, QUIET, colours_of, entitle, explain, new_axes, open_frame

MARKERS = "osD^vPX*"


class Speed(NamedTuple):
    """A figure for a picture: its words, median, least and most of the repetitions, and what was aimed at."""

    what: str
    median: float
    least: float
    most: float
    goal: float | None = None


class Curve(NamedTuple):
    """How seconds grow: sizes, and the median, least and most seconds at each."""

    sizes: Sequence[float]
    median: Sequence[float]
    least: Sequence[float]
    most: Sequence[float]


def draw_speeds(speeds: Sequence[Speed], title: str, unit: str, note: str = "", axes: Axes | None = None) -> Axes:
    """Draw each figure as a dot with its spread, and what was aimed at as a bar before it.

    Examples
    --------
    >>> axes = draw_speeds([Speed("here", 200.0, 150.0, 220.0, 100.0)], "How fast", "runs a second")
    >>> axes.get_xscale(), [label.get_text() for label in axes.get_yticklabels()]
    ('log', ['here'])
    """
    if axes is None:
        axes = new_axes(9.0, 0.42 * len(speeds) + 1.7)
    for row, speed in enumerate(speeds):
        axes.axhline(row, color=FAINT, linewidth=0.8, zorder=0)
        axes.plot([speed.least, speed.most], [row, row], color=PALETTE[2], linewidth=2.5, zorder=2)
        axes.plot([speed.median], [row], marker="o", color=PALETTE[2], zorder=3,
                  label="median; line: least to most of the repetitions" if row == 0 else None)  # fmt: skip
        number = f"{speed.median:,.3g}" if speed.median < 1000 else f"{speed.median:,.0f}"
        axes.annotate(
            number, (speed.most, row), xytext=(7, 0), textcoords="offset points", va="center", fontsize=9,
            color=INK, **PLAIN,
        )  # fmt: skip
    aimed = [(speed.goal, row) for row, speed in enumerate(speeds) if speed.goal is not None]
    if aimed:
        axes.plot(
            [goal for goal, _ in aimed], [row for _, row in aimed], linestyle="none", marker="|", markersize=16,
            markeredgewidth=2.5, color=PALETTE[4], zorder=1, label="aimed at",
        )  # fmt: skip
    axes.set_xscale("log")
    low, high = axes.get_xlim()
    axes.set_xlim(low / 1.3, high * 2.2)  # room for the last number
    _in_plain_numbers(axes.xaxis, (1.0, 2.0, 5.0) if high / low < 100.0 else (1.0,))
    axes.set_ylim(len(speeds) - 0.4, -0.6)
    axes.set_yticks(range(len(speeds)), [speed.what for speed in speeds], fontsize=9, **PLAIN)
    axes.tick_params(axis="y", length=0)
    axes.set_xlabel(f"{unit} (logarithmic)", color=QUIET, fontsize=10, **PLAIN)
    explain(axes, "upper left", (0.0, -0.6 / (0.42 * len(speeds) + 0.6)))
    open_frame(axes)
    entitle(axes, title, note)
    return axes


def draw_growth(curves: Mapping[str, Curve], title: str, size: str, note: str = "", axes: Axes | None = None) -> Axes:
    """Draw how seconds grow with a size, both logarithmic; a grey line shows what linear growth is.

    Examples
    --------
    >>> axes = draw_growth({"assets": Curve([24, 400], [1.0, 9.0], [0.9, 8.0], [1.1, 9.9])}, "Growth", "number")
    >>> axes.get_xscale(), axes.get_yscale(), axes.get_ylabel()
    ('log', 'log', 'seconds (logarithmic)')
    """
    if axes is None:
        axes = new_axes(7.5, 4.8)
    colours = colours_of(list(curves))
    for (name, curve), marker in zip(curves.items(), MARKERS):
        below = [middle - low for middle, low in zip(curve.median, curve.least)]
        above = [high - middle for middle, high in zip(curve.median, curve.most)]
        axes.errorbar(curve.sizes, curve.median, [below, above], color=colours[name], marker=marker, capsize=3,
                      linewidth=1.5, zorder=2, label=name)  # fmt: skip
        first, last = curve.sizes[0], curve.sizes[-1]
        axes.plot([first, last], [curve.median[0], curve.median[0] * last / first], color=QUIET, linestyle=":",
                  linewidth=1.2, zorder=1)  # fmt: skip
    axes.set_xscale("log")
    axes.set_yscale("log")
    sizes = sorted({each for curve in curves.values() for each in curve.sizes})
    axes.set_xticks(sizes, [f"{each:,g}" for each in sizes])
    axes.xaxis.set_minor_locator(NullLocator())
    _in_plain_numbers(axes.yaxis, (1.0, 2.0, 5.0))
    axes.set_xlabel(f"{size} (logarithmic)", color=QUIET, fontsize=10, **PLAIN)
    axes.set_ylabel("seconds (logarithmic)", color=QUIET, fontsize=10, **PLAIN)
    axes.grid(color=FAINT, linewidth=0.6, zorder=0)
    open_frame(axes)
    if len(curves) > 1:
        explain(axes, "upper left", (1.01, 1.0))
    entitle(axes, title, note)
    return axes


def _in_plain_numbers(axis: Axis, at: Sequence[float]) -> None:
    """Write the numbers of a logarithmic axis as people do, at these multiples of each power of ten."""
    axis.set_major_locator(LogLocator(subs=tuple(at)))
    axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}" if value >= 1.0 else f"{value:g}"))
    axis.set_minor_formatter(NullFormatter())

"""What a change makes of it: a forest of paired differences, one row for each variant."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from numpy.typing import NDArray

from sim.analysis.compare import Compared, Comparison
from sim.analysis.paired import Difference
from sim.plots.style import FAINT, INK, PALETTE, PAPER, PLAIN, QUIET, cut, entitle, new_figure, open_frame

# Height of a row, and of what is not rows, in inches; letters of a title.
ROW, AROUND, LETTERS = 0.34, 2.1, 46
DETECTED, OTHERS = PALETTE[0], PALETTE[4]
# Persons that the map shows, and the width of its note.
MOST, NOTE_INCHES = 45, 5.1
SHADES = LinearSegmentedColormap.from_list("signed", [PALETTE[4], PAPER, PALETTE[2]])
"""Orange is less, blue is more; in grey both darken, and the sign of the number tells them apart."""


def draw_differences(comparison: Comparison, axes: Any | None = None) -> NDArray[Any]:
    """Draw what each variant changes: the share of runs with an agreement, and the wait, with 95 % intervals.

    A filled mark is a change that is still detectable after correction for their number, a hollow one is not.

    Parameters
    ----------
    comparison
        A base and its variants.
    axes
        Two axes to draw on instead of new ones.

    Returns
    -------
    numpy.ndarray
        The two axes.
    """
    rows = comparison.variants
    if axes is None:
        axes = new_figure(12.0, AROUND + ROW * max(3, len(rows))).subplots(1, 2, sharey=True)
    left, right = np.ravel(np.asarray(axes, dtype=object))
    _forest(left, rows, lambda one: one.agreement, "agreement", 100.0)
    _forest(right, rows, lambda one: one.weeks, "weeks", 1.0)
    left.set_yticks(range(len(rows)), [cut(one.side.written.title, LETTERS) for one in rows], fontsize=9.5, **PLAIN)
    left.set_xlabel("change in the share of runs with an agreement,\nin percentage points (95 % interval)", **PLAIN)
    right.set_xlabel(
        "change in the mean wait, in weeks (95 % interval);\na run without agreement counts as the horizon", **PLAIN
    )
    base = comparison.base.outcomes
    note = (
        f"Variant less base, {comparison.runs:,} runs of each with the same luck. In the base "
        f"{base.agrees.mean():.0%} of runs agree,\nand the mean wait is {base.weeks.mean():.1f} weeks. "
        "Filled: detectable although so many changes were looked for (Holm). Hollow: no detectable change."
    )
    entitle(left, "What would have changed", note)
    for text in left.texts:  # the note reaches over the second picture
        text.set_in_layout(False)
    return np.array([left, right], dtype=object)


def _forest(
    axes: Axes, rows: tuple[Compared, ...], figure: Callable[[Compared], Difference], name: str, scale: float
) -> None:
    axes.axvline(0.0, color=INK, linewidth=1.0, zorder=1)
    for at, one in enumerate(rows):
        found, is_seen = figure(one), one.direction(name) != "same"
        colour = DETECTED if is_seen else OTHERS
        ends = [scale * value for value in (found.low, found.high)]
        if all(np.isfinite(ends)):
            axes.hlines(at, ends[0], ends[1], color=colour, linewidth=2.0, zorder=2)
        axes.scatter(
            [scale * found.estimate], [at], s=44, marker="D" if is_seen else "o",
            facecolor=colour if is_seen else PAPER, edgecolor=colour, linewidth=1.5, zorder=3,
        )  # fmt: skip
    axes.set_ylim(max(1, len(rows)) - 0.5, -0.5)
    axes.tick_params(axis="y", length=0)
    axes.grid(axis="both", color=FAINT, linewidth=0.6, zorder=0)
    axes.margins(x=0.08)
    open_frame(axes)
    axes.spines["left"].set_visible(False)


def draw_who(comparison: Comparison, axes: Axes | None = None) -> Axes:
    """Draw whose release each variant changes: a map of persons by variants, in percentage points of runs.

    Only changes that are detectable after correction have a number; persons without any are left out and counted.
    Of a single variant it is a forest with intervals.
    """
    columns = comparison.variants
    people: dict[str, str] = {}
    for side in (comparison.base, *(one.side for one in columns)):
        people |= {name: one.name for name, one in side.compiled.scenario.assets.items() if one.kind == "person"}
    seen = [name for name in people if any(_is_seen(one, name) for one in columns)]
    strength = {name: max(abs(one.inclusion[name].estimate) for one in columns if _is_seen(one, name)) for name in seen}
    rows = sorted(seen, key=lambda name: -strength[name])[:MOST]
    if len(columns) == 1:
        return _people(columns[0], rows, people, axes)
    values = np.array([[_value(one, name) for one in columns] for name in rows]).reshape(len(rows), len(columns))
    if axes is None:
        # As wide as the title and its note, however few the variants.
        axes = new_figure(3.4 + max(NOTE_INCHES, 0.62 * len(columns)), 3.7 + 0.235 * max(4, len(rows))).add_subplot()
    axes.pcolormesh(
        np.arange(len(columns) + 1) - 0.5, np.arange(max(1, len(rows)) + 1) - 0.5,
        values if len(rows) else np.zeros((1, len(columns))), cmap=SHADES, vmin=-1.0, vmax=1.0, edgecolor=FAINT,
        linewidth=0.5,
    )  # fmt: skip
    for (row, column), value in np.ndenumerate(values):
        if _is_seen(columns[column], rows[row]):
            text = f"{100 * value:+.0f}".replace("-", "−")
            ink = PAPER if abs(value) > 0.55 else INK
            axes.text(column, row, text, ha="center", va="center", fontsize=8, color=ink, **PLAIN)
    axes.set_yticks(range(len(rows)), [cut(people[name], 40) for name in rows], fontsize=8.5, **PLAIN)
    titles = [cut(one.side.written.title, 34) for one in columns]
    axes.set_xticks(range(len(columns)), titles, rotation=40, ha="right", rotation_mode="anchor", fontsize=9, **PLAIN)
    axes.set_ylim(max(1, len(rows)) - 0.5, -0.5)
    axes.tick_params(length=0)
    for spine in axes.spines.values():
        spine.set_visible(False)
    if not rows:
        axes.text(0.5, 0.5, "nobody's chance changes detectably", transform=axes.transAxes, ha="center", color=QUIET)
    hidden = len(people) - len(rows)
    entitle(
        axes, "Who would have come home, and who would not",
        "Change in the share of runs in which somebody is freed, in percentage points.\n"
        "Without a number: none is detectable although so many were looked for (Holm).\n"
        f"{hidden} others are not shown.",
    )  # fmt: skip
    return axes


def _people(one: Compared, rows: list[str], people: dict[str, str], axes: Axes | None) -> Axes:
    """Draw whose release one variant changes, as a forest."""
    if axes is None:
        axes = new_figure(9.5, AROUND + 0.235 * max(4, len(rows))).add_subplot()
    axes.axvline(0.0, color=INK, linewidth=1.0, zorder=1)
    rows = sorted(rows, key=lambda name: one.inclusion[name].estimate)
    at = np.arange(len(rows))
    ends = 100.0 * np.array([one.inclusion[name][:3] for name in rows]).reshape(-1, 3)
    for is_more, colour, marker in ((True, PALETTE[2], "D"), (False, PALETTE[4], "o")):
        mine = (ends[:, 0] > 0.0) == is_more
        axes.hlines(at[mine], ends[mine, 1], ends[mine, 2], color=colour, linewidth=1.8, zorder=2)
        axes.scatter(ends[mine, 0], at[mine], s=34, marker=marker, color=colour, zorder=3)
    axes.set_yticks(at, [cut(people[name], 44) for name in rows], fontsize=8.5, **PLAIN)
    axes.set_ylim(max(1, len(rows)) - 0.5, -0.5)
    axes.tick_params(axis="y", length=0)
    axes.grid(axis="both", color=FAINT, linewidth=0.6, zorder=0)
    axes.set_xlabel("change in the share of runs in which somebody is freed,\nin points (95 % interval)", **PLAIN)
    open_frame(axes)
    if not rows:
        axes.text(0.5, 0.5, "nobody's chance changes detectably", transform=axes.transAxes, ha="center", color=QUIET)
    hidden = len(people) - len(rows)
    note = f"Only changes that are detectable although so many were looked for (Holm). {hidden} others are not shown."
    entitle(axes, "Who would have come home, and who would not", note)
    return axes


def _is_seen(one: Compared, name: str) -> bool:
    return name in one.inclusion and one.direction(name) != "same"


def _value(one: Compared, name: str) -> float:
    return one.inclusion[name].estimate if _is_seen(one, name) else 0.0

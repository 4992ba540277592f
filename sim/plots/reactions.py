"""How a scenario reacts: each figure with its interval, over the bound within which the facts suggest that it lies."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from numpy.typing import NDArray

from sim.analysis.reacted import Measure
from sim.analysis.reactions import Reacted, Reacting
from sim.plots.style import FAINT, INK, PALETTE, PAPER, PLAIN, QUIET, cut, entitle, new_figure, open_frame, short

# Height of a row, of what is around each group of rows and around all, in inches; letters of a title and of a name.
ROW, BETWEEN, AROUND, LETTERS, NAME = 0.27, 0.75, 1.5, 62, 24
GOOD, BAD = PALETTE[2], PALETTE[4]
BAND = "#cfe0ea"
"""Where the facts suggest that a figure lies: pale, so that the marks on it stay dark in grey."""
Row = tuple[Reacted, Measure]
WORDS = {
    "agreement": "agreement", "weeks": "accepted", "freed": "freed", "freed_given_agreement": "freed, of agreements",
    "accepted": "accepted", "refused": "refused", "lapsed": "lapsed",
}  # fmt: skip


def draw_reactions(found: Reacting, axes: Any | None = None) -> NDArray[Any]:
    """Draw each figure of each reaction beside the bound that the facts suggest, in groups of one unit.

    Weeks are differences from the base; shares are differences, or those of the variant, as the bound is of one or the
    other. A filled mark is as suggested, a hollow one is not.

    Parameters
    ----------
    found
        All reactions of a scenario.
    axes
        As many axes as there are groups, to draw on instead of new ones.

    Returns
    -------
    numpy.ndarray
        The axes, one for each group that has rows.
    """
    groups = [(name, rows) for name, rows in _groups(found) if rows]
    if axes is None:
        heights = [ROW * len(rows) for _, rows in groups]
        figure = new_figure(12.0, AROUND + BETWEEN * len(groups) + sum(heights))
        axes = figure.subplots(len(groups), 1, height_ratios=heights, squeeze=False)[:, 0]
    parts = list(np.ravel(np.asarray(axes, dtype=object)))
    for part, (label, rows) in zip(parts, groups, strict=True):
        _draw(part, label, rows, found)
    base = ""
    if found.agreement is not None and found.weeks is not None:
        base = (
            f"In the base {found.agreement.estimate:.0%} of runs agree, accepted after {found.weeks.estimate:.1f} "
            "weeks in the mean.\n"
        )
    note = (
        f"{found.runs:,} runs of seed {found.seed} of each, with the same luck; 95 % intervals.\n{base}"
        "A run without agreement counts as the whole horizon."
    )
    entitle(parts[0], cut(found.title, 90), note)
    for text in parts[0].texts:
        text.set_in_layout(False)
    marks: list[Any] = [
        Patch(facecolor=BAND, label="where the facts suggest that it lies"),
        Line2D([], [], color=GOOD, marker="D", markersize=6, label="as suggested"),
        Line2D([], [], color=BAD, marker="o", markersize=6, markerfacecolor=PAPER, label="not as suggested"),
    ]
    legend = parts[-1].figure.legend(handles=marks, loc="outside lower left", ncols=3, fontsize=9, frameon=False)
    for text in legend.get_texts():
        text.set(color=INK, **PLAIN)
    return np.array(parts, dtype=object)


def _groups(found: Reacting) -> list[tuple[str, list[Row]]]:
    """Return the rows by what their scale is."""
    rows = [(row, one) for row in found.rows for one in row.measures]
    apart = "variant less base, the same luck in both"
    return [
        (f"change in the weeks to acceptance: {apart}", [r for r in rows if _kind(r[1]) == "weeks"]),
        (f"change in the share of runs, in percentage points: {apart}", [r for r in rows if _kind(r[1]) == "points"]),
        ("share of runs in the variant, in percent", [r for r in rows if _kind(r[1]) == "percent"]),
        ("weeks to acceptance in the variant", [r for r in rows if _kind(r[1]) == "wait"]),
    ]


def _kind(one: Measure) -> str:
    if one.expected.is_ is None:
        return "weeks" if one.expected.of == "weeks" else "points"
    return "wait" if one.expected.of == "weeks" else "percent"


def _draw(axes: Axes, label: str, rows: list[Row], found: Reacting) -> None:
    scale = 100.0 if _kind(rows[0][1]) in ("points", "percent") else 1.0
    judged = scale * np.array([one.judged for _, one in rows], np.float64)
    ends = [end for _, one in rows for end in (one.expected.bound.lower, one.expected.bound.upper) if end is not None]
    inside = [*judged[np.isfinite(judged)].tolist(), *(scale * end for end in ends), 0.0]
    room = 0.08 * (max(inside) - min(inside)) or 1.0
    left, right = min(inside) - room, max(inside) + room
    if _kind(rows[0][1]) == "percent":
        left, right = -2.0, 102.0
    labels = []
    for at, (row, one) in enumerate(rows):
        bound = one.expected.bound
        low = left if bound.lower is None else scale * bound.lower
        high = right if bound.upper is None else scale * bound.upper
        axes.barh(at, high - low, 0.82, left=low, color=BAND, linewidth=0, zorder=1)
        colour = GOOD if one.as_suggested else BAD
        estimate, *interval = judged[at]
        axes.hlines(at, *np.clip(np.nan_to_num(interval), left, right), color=colour, linewidth=2.0, zorder=3)
        axes.scatter(
            [estimate], [at], s=38, marker="D" if one.as_suggested else "o", zorder=4, linewidth=1.5,
            facecolor=colour if one.as_suggested else PAPER, edgecolor=colour,
        )  # fmt: skip
        labels.append(_label(row, one, found))
    axes.axvline(0.0, color=INK, linewidth=1.0, zorder=2)
    axes.set_xlim(left, right)
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.set_yticks(range(len(rows)), labels, fontsize=8.5, **PLAIN)
    axes.tick_params(axis="y", length=0)
    axes.tick_params(axis="x", labelsize=9, colors=QUIET)
    axes.grid(axis="x", color=FAINT, linewidth=0.6, zorder=0)
    axes.set_xlabel(label, fontsize=9.5, **PLAIN)
    open_frame(axes)
    axes.spines["left"].set_visible(False)


def _label(row: Reacted, one: Measure, found: Reacting) -> str:
    """Return what a row is of: the change, and where a reaction measures several figures, which."""
    said = one.expected
    if len(row.measures) == 1 and said.of == "weeks":
        return cut(row.title, LETTERS + NAME)
    who = short(found.names.get(said.who[0], said.who[0]), NAME) if len(said.who) == 1 else ""
    what = f"offer {said.offer}" if said.offer else who or (f"any of {len(said.who)}" if said.who else "")
    either = " (one of these suffices)" if row.said.needs == "any" else ""
    return f"{cut(row.title, LETTERS)}: {' '.join(word for word in (what, WORDS[said.of]) if word)}{either}"

"""Labels of days along the top of a picture, on as few lines as they need without touching."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes

from sim.plots.save import figure_of
from sim.plots.style import INK, PAPER, PLAIN, width_of

SIZE = 8.5
# Room between two labels on a line, in inches.
ROOM = 0.12


@dataclass(frozen=True)
class Label:
    """A text at a place of the horizontal scale; strong ones get a strong line."""

    x: float
    text: str
    is_strong: bool = False
    is_dashed: bool = False


@dataclass(frozen=True)
class _Placed:
    label: Label
    level: int
    to_left: bool
    stem: float
    start: float
    end: float


def arranged(labels: Sequence[Label], width: float, low: float, high: float) -> list[_Placed]:
    """Return each label with its line (0 lowest) and its side, in order of place.

    No text touches another, or leaves the scale if there is room on one side. Where it can be had, no
    label's line to the ground runs behind another's text either.

    Parameters
    ----------
    labels
        The labels, in any order.
    width
        Width of the scale in inches.
    low, high
        Ends of the scale.

    Examples
    --------
    >>> [one.level for one in arranged([Label(0, "here"), Label(9, "far off")], 5.0, 0, 10)]
    [0, 0]
    >>> [one.level for one in arranged([Label(0, "here"), Label(0.1, "near by")], 5.0, 0, 10)]
    [1, 0]
    """
    placed: list[_Placed] = []
    for label in sorted(labels, key=lambda one: -one.x):
        x = (label.x - low) / (high - low) * width
        wide = width_of(label.text, SIZE, "bold" if label.is_strong else "normal") + ROOM
        to_left = x + wide > width and x - wide > 0.0
        start = x - wide if to_left else x
        free = [
            level
            for level in range(len(labels))
            if not any(one.level == level and one.start < start + wide and start < one.end for one in placed)
        ]
        clear = [
            level
            for level in free
            if not any(one.level > level and start <= one.stem <= start + wide for one in placed)
            and not any(one.level < level and one.start <= x <= one.end for one in placed)
        ]
        placed.append(_Placed(label, (clear or free)[0], to_left, x, start, start + wide))
    return sorted(placed, key=lambda one: one.label.x)


def place_labels(axes: Axes, labels: Sequence[Label], bottom: float, top: float, step: float) -> int:
    """Write labels above `top` and a line from each down to `bottom`; return how many lines they took.

    The vertical scale grows downwards; `step` is the height of a line on it.
    """
    if not labels:
        return 0
    figure = figure_of(axes)
    figure.draw_without_rendering()  # settles the margins, so that widths are true
    low, high = axes.get_xlim()
    placed = arranged(labels, axes.get_window_extent().width / figure.dpi, low, high)
    for one in placed:
        label, height = one.label, top - step * (one.level + 0.5)
        axes.plot(
            [label.x, label.x], [bottom, height - 0.4 * step], color=INK if label.is_strong else "#aaaaaa", zorder=1,
            linewidth=1.5 if label.is_strong else 0.8, linestyle=(0, (4, 2)) if label.is_dashed else "solid",
        )  # fmt: skip
        note = axes.annotate(
            label.text, (label.x, height), xytext=(-3 if one.to_left else 3, 0), textcoords="offset points",
            ha="right" if one.to_left else "left", va="center", fontsize=SIZE, color=INK, **PLAIN,
            fontweight="bold" if label.is_strong else "normal", zorder=4,
            bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 0.4},
        )  # fmt: skip
        note.set_in_layout(False)
    return 1 + max(one.level for one in placed)

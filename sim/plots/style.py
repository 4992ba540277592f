"""One style for all pictures: legible in grey and to the colour-blind, words before decoration.

The palette is Okabe and Ito's (2008), ordered so that neighbours also differ in lightness; wherever
colour says something, a shape or a word says it too.
"""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure

INK, QUIET, PAPER = "#1b1b1b", "#6b6b6b", "#ffffff"
PALETTE = ("#0072b2", "#e69f00", "#009e73", "#d55e00", "#56b4e9", "#5b2a86", "#cc79a7", "#8a8a00")
DOTS_PER_INCH = 150


def new_axes(width: float, height: float) -> Axes:
    """Return axes on a figure of its own, in inches."""
    figure = Figure(figsize=(width, height), dpi=DOTS_PER_INCH, facecolor=PAPER, layout="constrained")
    return figure.add_subplot()


def colours_of(names: Sequence[str]) -> dict[str, str]:
    """Return a colour for each name, in order; they repeat after the palette's end."""
    return {name: PALETTE[at % len(PALETTE)] for at, name in enumerate(names)}


def entitle(axes: Axes, title: str, note: str = "") -> None:
    """Put a title in plain words above the axes, and a quieter note below it."""
    text = f"{title}\n" if note else title
    axes.set_title(text, loc="left", fontsize=13, color=INK, fontweight="bold", linespacing=1.4)
    if note:
        axes.annotate(
            note, (0.0, 1.0), xycoords="axes fraction", xytext=(0, 7), textcoords="offset points",
            fontsize=9, color=QUIET, va="bottom", ha="left",
        )  # fmt: skip


def strip(axes: Axes) -> None:
    """Take away the frame and the ticks of a picture that has no scales."""
    axes.set_xticks([])
    axes.set_yticks([])
    for spine in axes.spines.values():
        spine.set_visible(False)

"""One style for all pictures: legible in grey and to the colour-blind, words before decoration.

The palette climbs in lightness from dark to light, so that it keeps its order when printed in grey;
a picture that needs few colours takes them from all over it. Wherever colour says something, a shape
or a word says it too.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence
from typing import Any, Literal

from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import TextPath
from matplotlib.ticker import FuncFormatter, MaxNLocator

FONT = "DejaVu Sans"
"""Ships with matplotlib, so that a picture looks the same everywhere."""
PLAIN: dict[str, Any] = {"fontfamily": FONT, "parse_math": False}
"""For every text with a name in it: a dollar sign in a name is a letter, not mathematics."""
INK, QUIET, FAINT, PAPER = "#1b1b1b", "#666666", "#dddddd", "#ffffff"
PALETTE = ("#2d1160", "#7a1f3d", "#1f5aa6", "#b0468f", "#d55e00", "#1fa187", "#62b5ea", "#f0c340")
"""From dark to light; no two alike to the colour-blind (a test says so)."""
DOTS_PER_INCH = 150
POINTS_PER_INCH = 72.0


def new_figure(width: float, height: float) -> Figure:
    """Return an empty figure, in inches, that arranges its own margins."""
    return Figure(figsize=(width, height), dpi=DOTS_PER_INCH, facecolor=PAPER, layout="constrained")


def new_axes(width: float, height: float) -> Axes:
    """Return axes on a figure of their own, in inches."""
    return new_figure(width, height).add_subplot()


def colours_of(names: Sequence[str]) -> dict[str, str]:
    """Return a colour for each name, as far apart in lightness as their number allows.

    After the palette's end colours repeat.

    Examples
    --------
    >>> colours_of(["ALFA", "BRAVO"])
    {'ALFA': '#2d1160', 'BRAVO': '#d55e00'}
    """
    step = max(1, len(PALETTE) // max(1, len(names)))
    return {name: PALETTE[at * step % len(PALETTE)] for at, name in enumerate(names)}


def width_of(text: str, size: float, weight: str = "normal") -> float:
    """Return the width of a line of text in inches.

    Examples
    --------
    >>> width_of("wide", 10) < width_of("wider", 10) < 1
    True
    """
    if not text.strip():
        return 0.0
    path = TextPath((0.0, 0.0), text.replace("$", r"\$"), size=size, prop=FontProperties(family=FONT, weight=weight))
    return float(path.get_extents().width) / POINTS_PER_INCH


def cut(text: str, letters: int) -> str:
    """Return a text cut at a word's end to so many letters, with an ellipsis if anything is missing.

    Examples
    --------
    >>> cut("a long walk home", 12)
    'a long walk…'
    """
    return textwrap.shorten(text, letters, placeholder="…")


def short(name: str, letters: int) -> str:
    """Return a name that has room: if it is too long, first without what stands in brackets, then cut.

    Examples
    --------
    >>> short("Ann Lee (cover: Ida Low)", 30), short("Ann Lee (cover: Ida Low)", 12)
    ('Ann Lee (cover: Ida Low)', 'Ann Lee')
    """
    if len(name) > letters:
        name = re.sub(r"\s*\([^()]*\)", "", name) or name
    return cut(name, letters)


def entitle(axes: Axes, title: str, note: str = "") -> None:
    """Put a title in plain words above the axes, and a quieter note of one or more lines below it."""
    lines = note.count("\n") + 1 if note else 0
    axes.set_title(title, loc="left", fontsize=13, color=INK, fontweight="bold", pad=8.0 + 13.0 * lines, **PLAIN)
    if note:
        axes.annotate(
            note, (0.0, 1.0), xycoords="axes fraction", xytext=(0, 6), textcoords="offset points",
            fontsize=9, color=QUIET, va="bottom", ha="left", linespacing=1.3, **PLAIN,
        )  # fmt: skip


def explain(axes: Axes, loc: Literal["lower left", "upper left"], at: tuple[float, float]) -> None:
    """Put a legend beside the axes, if there is anything to explain."""
    if not axes.get_legend_handles_labels()[1]:
        return
    legend = axes.legend(loc=loc, bbox_to_anchor=at, fontsize=9, frameon=False, labelcolor=INK)
    for text in legend.get_texts():
        text.set(**PLAIN)


def explain_below(axes: Axes, *, is_own_figure: bool, columns: int = 2) -> None:
    """Put a legend below all that is drawn: below the figure if it is the axes' own, else below the axes."""
    marks, words = axes.get_legend_handles_labels()
    if not marks:
        return
    figure = axes.figure
    if is_own_figure and isinstance(figure, Figure):
        legend = figure.legend(marks, words, loc="outside lower left", ncols=columns, fontsize=9, frameon=False)
    else:
        legend = axes.legend(marks, words, loc="upper left", bbox_to_anchor=(0.0, -0.2), ncols=columns, fontsize=9,
                             frameon=False)  # fmt: skip
    for text in legend.get_texts():
        text.set(color=INK, **PLAIN)


def in_percent(axis: Axis) -> None:
    """Write the shares of a scale in percent, with no more decimals than they need."""
    axis.set_major_locator(MaxNLocator(nbins=6, steps=[1, 2, 5, 10]))
    axis.set_major_formatter(FuncFormatter(lambda share, _: f"{100 * share:g}%"))


def strip(axes: Axes) -> None:
    """Take away the frame and the ticks of a picture that has no scales."""
    axes.set_xticks([])
    axes.set_yticks([])
    for spine in axes.spines.values():
        spine.set_visible(False)


def open_frame(axes: Axes) -> None:
    """Leave only the left and the lower edge of the frame."""
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)

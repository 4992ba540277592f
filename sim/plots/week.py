"""One week of the talks as a map: who put what to whom, and who said yes or no."""

from __future__ import annotations

import textwrap

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import FancyArrowPatch

from sim.domain.act import Act, ActKind, Week
from sim.domain.result import RunResult
from sim.plots.style import INK, PALETTE, PAPER, PLAIN, QUIET, entitle, explain_below, new_axes, strip

SIZE = 6.4
LOOKS = {
    ActKind.PROPOSE: ("puts a package on the table", PALETTE[2], "solid"),
    ActKind.ACCEPT: ("accepts", PALETTE[5], "solid"),
    ActKind.REFUSE: ("refuses", PALETTE[4], "dashed"),
    ActKind.ASK: ("asks, or sounds out", PALETTE[3], "dotted"),
    ActKind.COMMIT: ("gives its word", PALETTE[0], "dashdot"),
}
"""Words, colour and line of each kind of act; the line tells them apart in grey."""


def draw_week(result: RunResult, week: Week, axes: Axes | None = None) -> Axes:
    """Draw who acted towards whom in a week; the number on an arrow is how many names its package holds.

    Parameters
    ----------
    result
        The run, for its names.
    week
        One week of its transcript.
    axes
        Where to draw; without it on a figure of its own.

    Examples
    --------
    >>> from sim import run
    >>> result = run("ring", centre=True)
    >>> axes = draw_week(result, result.transcript[0])
    >>> "Alfa" in [text.get_text() for text in axes.texts]
    True
    """
    own = axes is None
    axes = new_axes(SIZE, SIZE) if axes is None else axes
    members = _talking(result)
    angle = 0.5 * np.pi - 2.0 * np.pi * np.arange(len(members)) / max(1, len(members))
    where = {party: (float(np.cos(a)), float(np.sin(a))) for party, a in zip(members, angle, strict=True)}
    shown: set[str] = set()
    arrows: dict[tuple[str, str], int] = {}
    for act in week.acts:
        words, colour, line = LOOKS.get(ActKind.ASK if act.kind is ActKind.SOUND_OUT else act.kind, ("", "", ""))
        if not words or act.party not in where:
            continue
        for to in act.to:
            if to not in where or to == act.party:
                continue
            bend = 0.12 + 0.1 * arrows.get((act.party, to), 0)
            arrows[act.party, to] = arrows.get((act.party, to), 0) + 1
            _arrow(axes, where[act.party], where[to], bend, colour, line, _count(act), "" if words in shown else words)
            shown.add(words)
    for party, (x, y) in where.items():
        axes.text(
            x, y, textwrap.fill(result.names.parties[party], 13), ha="center", va="center", fontsize=9, color=INK,
            zorder=4, bbox={"facecolor": PAPER, "edgecolor": QUIET, "boxstyle": "round,pad=0.35"}, **PLAIN,
        )  # fmt: skip
    axes.set_xlim(-1.35, 1.35)
    axes.set_ylim(-1.25, 1.25)
    strip(axes)
    said = "Numbers: names in the package." if shown else "Nobody acted towards anybody."
    entitle(axes, f"Week {week.index + 1}, from {week.date.day} {week.date:%B %Y}", said)
    if shown:
        explain_below(axes, is_own_figure=own, columns=2)
    return axes


def _talking(result: RunResult) -> list[str]:
    """Return the parties that ever act or are acted towards, in the order of the scenario; all if none does."""
    acts = [act for week in result.transcript for act in week.acts]
    named = {act.party for act in acts} | {to for act in acts for to in act.to}
    return [party for party in result.names.parties if party in named] or list(result.names.parties)


def _count(act: Act) -> str:
    return str(len(act.package.items)) if act.package is not None and act.kind is ActKind.PROPOSE else ""


def _arrow(
    axes: Axes, start: tuple[float, float], end: tuple[float, float], bend: float, colour: str, line: str, text: str,
    label: str,
) -> None:  # fmt: skip
    axes.add_patch(
        FancyArrowPatch(
            start, end, connectionstyle=f"arc3,rad={bend}", arrowstyle="-|>", mutation_scale=13, color=colour,
            linestyle=line, linewidth=1.6, shrinkA=26, shrinkB=28, zorder=2,
        )
    )  # fmt: skip
    if label:
        axes.plot([], [], color=colour, linestyle=line, linewidth=1.6, label=label)
    if text:
        (x0, y0), (x1, y1) = start, end
        x, y = 0.5 * (x0 + x1) + 0.5 * bend * (y1 - y0), 0.5 * (y0 + y1) - 0.5 * bend * (x1 - x0)
        axes.text(
            x, y, text, ha="center", va="center", fontsize=8.5, color=colour, zorder=3, **PLAIN,
            bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 1.0},
        )  # fmt: skip

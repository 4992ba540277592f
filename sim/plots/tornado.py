"""Which assumptions a result hangs on: a tornado of indices with intervals, beside how the figure moves."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.analysis.sensitivity import Sensitivity
from sim.errors import UsageError
from sim.plots.style import FAINT, INK, PALETTE, PAPER, PLAIN, cut, entitle, explain_below, new_figure, open_frame

ROW, AROUND, LETTERS, MOST = 0.36, 2.3, 46, 24


def draw_tornado(found: Sensitivity, figure: str = "agreement", axes: Any | None = None) -> NDArray[Any]:
    """Draw how much of a figure hangs on each uncertain number, the most on top.

    On the left the indices, on the right how much the figure rises or falls as the number goes from its lowest to its
    highest value and the others stay; both with 95 % intervals.

    Parameters
    ----------
    found
        What a sensitivity analysis said.
    figure
        ``agreement``, ``weeks``, a person or a party that was asked about.
    axes
        Two axes to draw on instead of new ones.

    Raises
    ------
    UsageError
        If the figure was not asked about, or does not vary.
    """
    if not found.figures.get(figure):
        raise UsageError(f"{figure}: found no figure that varies; allowed: one of {', '.join(found.figures)} that does")
    rows = (found.figures[figure] or [])[:MOST]
    at = np.arange(len(rows))
    if axes is None:
        axes = new_figure(12.0, AROUND + ROW * max(3, len(rows))).subplots(1, 2, sharey=True)
    left, right = np.ravel(np.asarray(axes, dtype=object))
    is_sobol = found.method == "sobol"
    words = ("total: with all that it does together with others", "first order: by itself") if is_sobol else (
        "mean effect of moving it", "spread of that effect")  # fmt: skip
    strong, weak = ([one.second for one in rows], [one.first for one in rows]) if is_sobol else (
        [one.first for one in rows], [one.second for one in rows])  # fmt: skip
    left.barh(at - 0.17, [one.estimate for one in strong], 0.34, color=PALETTE[2], label=words[0])
    left.barh(at + 0.17, [one.estimate for one in weak], 0.34, color=PAPER, edgecolor=INK, hatch="////", label=words[1])
    for offset, values in ((-0.17, strong), (0.17, weak)):
        for row, one in zip(at, values, strict=True):
            if math.isfinite(one.low):
                left.hlines(row + offset, one.low, one.high, color=INK, linewidth=1.3)
    left.axvline(0.0, color=INK, linewidth=0.8)
    left.set_yticks(at, [_short(one.path) for one in rows], fontsize=9, **PLAIN)
    left.set_xlabel(
        "share of the variance (95 % interval)" if is_sobol else "change in the figure (95 % interval)", **PLAIN
    )
    scale = (
        100.0 if figure == "agreement" or (found.names.get(figure) and figure.islower() and figure != "weeks") else 1.0
    )
    risen = scale * np.array([found.moves[figure][one.path] for one in rows])
    for rises, colour, marker in ((True, PALETTE[2], "D"), (False, PALETTE[4], "o")):
        mine = (risen[:, 0] > 0.0) == rises
        right.barh(at[mine], risen[mine, 0], 0.5, color=colour, alpha=0.55)
        right.hlines(at[mine], risen[mine, 1], risen[mine, 2], color=INK, linewidth=1.3)
        right.scatter(risen[mine, 0], at[mine], s=30, marker=marker, color=colour, edgecolor=INK, zorder=3)
    right.axvline(0.0, color=INK, linewidth=0.8)
    unit = "percentage points" if scale == 100.0 else "weeks" if figure == "weeks" else "units of utility"
    right.set_xlabel(f"change from its lowest to its highest value,\nin {unit} (95 % interval)", **PLAIN)
    for one in (left, right):
        one.set_ylim(len(rows) - 0.5, -0.5)
        one.grid(axis="x", color=FAINT, linewidth=0.6)
        one.tick_params(axis="y", length=0)
        open_frame(one)
    note = (
        f"{found.title}: {len(found.inputs)} uncertain numbers, {found.samples} samples, {found.runs} runs at each "
        f"point with the same luck ({'Sobol' if is_sobol else 'Morris'})."
    )
    entitle(left, f"What it hangs on: {found.names[figure]}", note)
    for text in left.texts:  # the note reaches over the second picture
        text.set_in_layout(False)
    explain_below(left, is_own_figure=True, columns=2)
    return np.array([left, right], dtype=object)


def _short(path: str) -> str:
    """Return a path without its first word, cut where it is long."""
    return cut(path.removeprefix("parties.").replace(".ratifiers.", "."), LETTERS)

"""Today's gain beside tomorrow's captives, over several years."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from sim.analysis.incentive import Incentive
from sim.plots.style import FAINT, INK, PALETTE, PLAIN, entitle, new_figure, open_frame


def draw_incentive(found: Incentive, axes: Any | None = None) -> NDArray[Any]:
    """Draw who is freed and who is arrested because of it, and how many are held with exchanges and without.

    Lines are means; bands hold nine runs in ten.

    Parameters
    ----------
    found
        What `sim.analysis.incentive.incentive` returned.
    axes
        Two axes to draw on instead of new ones.
    """
    if axes is None:
        axes = new_figure(12.0, 5.4).subplots(1, 2)
    left, right = np.ravel(np.asarray(axes, dtype=object))
    _curve(left, found.deals.freed, PALETTE[2], "solid", "freed by exchanges so far")
    _curve(left, found.extra, PALETTE[4], (0, (5, 2)), "arrested so far because of them")
    left.set_ylabel("people, from the start on", **PLAIN)
    _curve(right, found.deals.held, PALETTE[2], "solid", "with exchanges")
    _curve(right, found.never.held, INK, (0, (1, 1.5)), "without any")
    right.set_ylabel(f"people held by {found.taker_name}", **PLAIN)
    for one in (left, right):
        one.set_xlabel("years", **PLAIN)
        one.set_xlim(0, found.years)
        one.set_ylim(bottom=0.0)
        one.grid(color=FAINT, linewidth=0.6)
        open_frame(one)
        legend = one.legend(loc="upper left", fontsize=9, frameon=False)
        for text in legend.get_texts():
            text.set(color=INK, **PLAIN)
    low, high = found.elasticity
    note = (
        f"{found.title}: {found.runs:,} runs. An assumption from outside the talks: a release raises\nthe rate of "
        f"arrests by {low:.0%} to {high:.0%} (Brandt, George and Sandler 2016), half of which is forgotten after\n"
        f"{found.memory[0]:g} to {found.memory[1]:g} years (a guess). Before any release {found.rate:.2g} are arrested "
        "a year. Bands: nine runs in ten."
    )
    entitle(left, "Today's gain and tomorrow's captives", note)
    for text in left.texts:  # the note reaches over the second picture
        text.set_in_layout(False)
    return np.array([left, right], dtype=object)


def _curve(axes: Axes, values: NDArray[np.float64], colour: str, dashes: Any, words: str) -> None:
    years = np.arange(values.shape[1])
    low, high = np.quantile(values, [0.05, 0.95], axis=0, method="inverted_cdf")
    axes.fill_between(years, low, high, color=colour, alpha=0.18, linewidth=0)
    axes.plot(years, values.mean(axis=0), color=colour, linestyle=dashes, linewidth=2.0, label=words)

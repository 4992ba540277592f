"""How far forecasts can be believed: what was forecast beside what came true, and the skill beside naive forecasts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.analysis.intervals import wilson
from sim.errors import UsageError
from sim.plots.style import FAINT, INK, PALETTE, PLAIN, QUIET, entitle, in_percent, new_figure, open_frame

WIDTH, HEIGHT = 12.0, 5.2
DOT = 260.0
"""Area of the dot of the fullest step, in square points."""


def draw_skill(record: Mapping[str, Any], axes: Any | None = None) -> NDArray[Any]:
    """Draw a back-test: its calibration curve on the left, its skill beside each naive forecast on the right.

    Parameters
    ----------
    record
        What a back-test returns.
    axes
        Two axes to draw on instead of new ones.

    Returns
    -------
    array of Axes
        (2,) the calibration curve, in shares; skill, 1 − log loss / that of the other forecast, without unit.

    Raises
    ------
    UsageError
        If no captive was forecast.
    """
    if not record["calibration"]:
        raise UsageError("calibration: found no captive that was forecast; allowed: a case with captives to be let go")
    if axes is None:
        axes = new_figure(WIDTH, HEIGHT).subplots(1, 2, width_ratios=(1.0, 1.15))
    left, right = np.ravel(np.asarray(axes, dtype=object))
    _calibration(left, record["calibration"])
    _skill(right, record)
    return np.array([left, right], dtype=object)


def _calibration(axes: Any, bins: list[Mapping[str, Any]]) -> None:
    sizes = np.array([one["size"] for one in bins])
    forecast = np.array([one["forecast"] for one in bins])
    true = np.array([one["came_true"] for one in bins])
    ends = [wilson(round(share * size), int(size)) for share, size in zip(true, sizes, strict=True)]
    axes.plot([0.0, 1.0], [0.0, 1.0], color=QUIET, linestyle="--", linewidth=1.0)
    axes.annotate(
        "dashed: as often as forecast", (0.98, 0.02), ha="right", va="bottom", fontsize=9, color=QUIET, **PLAIN
    )
    axes.vlines(forecast, [float(one[0]) for one in ends], [float(one[1]) for one in ends], color=INK, linewidth=1.5)
    axes.scatter(forecast, true, s=DOT * sizes / sizes.max(), color=PALETTE[2], edgecolor=INK, zorder=3)
    for x, y, size in zip(forecast, true, sizes, strict=True):
        axes.annotate(f"{size}", (x, y), xytext=(11, -4), textcoords="offset points", fontsize=9, color=INK, **PLAIN)
    axes.set_xlim(0.0, 1.0)
    axes.set_ylim(0.0, 1.03)
    for axis in (axes.xaxis, axes.yaxis):
        in_percent(axis)
    axes.set_xlabel("chance forecast that a captive is let go", **PLAIN)
    axes.set_ylabel("share who were let go (95 % interval)", **PLAIN)
    axes.grid(color=FAINT, linewidth=0.6)
    open_frame(axes)
    entitle(axes, "Does it happen as often as forecast?", "Each dot a step of the forecast, with how many captives.")


def _skill(axes: Any, record: Mapping[str, Any]) -> None:
    named = {f"beside {name.replace('_', ' ')}": one for name, one in record["skill_beside"].items()}
    for name, one in record["subsets"].items():
        named[f"{name} ({_cases(one['cases'])}), beside base rates"] = one["skill"]
    at = np.arange(len(named))
    parts = len(record["skill_beside"])
    for row, one in zip(at, named.values(), strict=True):
        colour, marker = (PALETTE[2], "D") if row < parts else (PALETTE[4], "o")
        axes.hlines(row, one["low"], one["high"], color=INK, linewidth=1.5)
        axes.scatter(one["estimate"], row, s=44, marker=marker, color=colour, edgecolor=INK, zorder=3)
    axes.axvline(0.0, color=INK, linewidth=0.8)
    axes.set_yticks(at, list(named), fontsize=9, **PLAIN)
    axes.set_ylim(len(named) - 0.5, -0.5)
    axes.tick_params(axis="y", length=0)
    axes.set_xlabel("skill (95 % interval): 0 is as good as the\nother forecast, 1 is never wrong", **PLAIN)
    axes.grid(axis="x", color=FAINT, linewidth=0.6)
    open_frame(axes)
    note = f"{record['questions']} questions in {_cases(len(record['cases']))}; families drawn anew for the intervals."
    entitle(axes, "Is it better than a naive forecast?", note)


def _cases(count: int) -> str:
    return f"{count} case{'s' if count != 1 else ''}"

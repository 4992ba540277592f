"""Pictures of a session's figures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from sim.plots.save import save
from sim.plots.speed import Curve, Speed, draw_growth, draw_speeds
from tests.bench.harness import Figure, Figures

RATES = {"talks/s": "negotiations a second", "runs/s": "runs a second"}


def draw_all(figures: Figures, folder: Path) -> Iterator[Path]:
    """Draw what was measured; yield the files."""
    for unit, words in RATES.items():
        rows = [row for row in figures.rows if row.unit == unit and row.size is None]
        if rows:
            speeds = [Speed(row.what, row.spread.median, row.spread.least, row.spread.most, row.goal) for row in rows]
            title = f"How many {words} one core plays" if unit == "talks/s" else f"How many {words} are played"
            note = "Seconds of one processor core." if unit == "talks/s" else "Seconds by the clock on the wall."
            yield save(draw_speeds(speeds, title, words, note), folder / f"{unit.replace('/', '-per-')}.png")
    groups: dict[str, dict[str, list[Figure]]] = defaultdict(lambda: defaultdict(list))
    for row in figures.rows:
        if row.size is not None:
            groups[row.group][row.what.split(":")[0]].append(row)
    for at, (group, found) in enumerate(groups.items()):
        curves = {
            name: Curve(
                [row.size or 0.0 for row in rows], [row.spread.median for row in rows],
                [row.spread.least for row in rows], [row.spread.most for row in rows],
            )
            for name, rows in found.items()
        }  # fmt: skip
        size = f"number of {' and '.join(curves)}"
        axes = draw_growth(curves, group, size, "Dotted: growth in proportion. Bars: least to most of repetitions.")
        yield save(axes, folder / f"growth-{at + 1}.png")

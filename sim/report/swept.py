"""Sweeps and sensitivity in words and tables, and as files."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

from rich.markup import escape
from rich.table import Table

from sim.analysis.incentive import Incentive
from sim.analysis.intervals import Estimate
from sim.analysis.sensitivity import Sensitivity
from sim.analysis.sweep import CONSENTS, Sweep, Threshold
from sim.plots.incentive import draw_incentive
from sim.plots.save import save
from sim.plots.sweep import draw_sweep, figure_name, shown_figures
from sim.plots.tornado import draw_tornado
from sim.report.files import write_csv

FIGURES = ("freed", "extra", "held_with_deals", "held_without")


def threshold_lines(found: Sweep) -> Iterator[str]:
    """Yield where the outcome tips, a sentence each: agreement first, then consents, then persons."""
    tips = found.thresholds()
    if not tips:
        yield "Nothing tips within the sweep: no figure passes a half of the runs."
    for one in tips:
        yield _sentence(found, one)


def _sentence(found: Sweep, one: Threshold) -> str:
    path = found.axes[0].path
    beside = "" if one.beside is None else f", with {found.axes[1].path} at {one.beside:g}"
    sure = "95 % interval open" if one.low is None else f"95 % interval {one.low:.3g} to {one.high:.3g}"
    way = "from" if one.rises else "up to"
    what = figure_name(found, one.figure)
    if one.figure.startswith(CONSENTS):
        party = one.figure.removeprefix(CONSENTS)
        what = f"{found.names.get(party, party)} consents to let somebody go"
    elif one.figure == "agreement":
        what = "There is an agreement"
    return f"{what} in half of the runs or more {way} {path} = {one.at:.3g} ({sure}){beside}."


def sweep_table(found: Sweep) -> Table:
    """Return a sweep as a table for the terminal: a row for each point."""
    shown = shown_figures(found)
    table = Table(title=f"{escape(found.title)}: {found.runs:,} runs at each point", title_justify="left")
    for axis in found.axes:
        table.add_column(escape(axis.path), justify="right")
    for figure in shown:
        table.add_column(escape(figure_name(found, figure)), justify="right")
    table.add_column("mean weeks", justify="right")
    shares = {figure: found.shares(figure) for figure in shown}
    for n, values in enumerate(product(*(axis.values for axis in found.axes))):
        cells = [_share(shares[figure][n]) for figure in shown]
        table.add_row(*(f"{value:g}" for value in values), *cells, f"{found.points[n].weeks.mean():.1f}")
    return table


def _share(one: Estimate) -> str:
    return f"{one.estimate:.0%} ({one.low:.0%} to {one.high:.0%})"


def write_sweep(found: Sweep, folder: Path) -> list[Path]:
    """Write the picture of a sweep, and all its shares as a table; return the paths of pictures."""
    rows: list[tuple[Any, ...]] = []
    shares = {figure: found.shares(figure) for figure in found.figures}
    for n, values in enumerate(product(*(axis.values for axis in found.axes))):
        rows += [(*values, figure, *shares[figure][n]) for figure in found.figures]
    write_csv(folder / "sweep.csv", [*(axis.path for axis in found.axes), "figure", "share", "low", "high"], rows)
    write_csv(folder / "thresholds.csv", Threshold._fields, found.thresholds())
    return [save(draw_sweep(found), folder / "sweep.png")]


def sensitivity_tables(found: Sensitivity) -> Iterator[Table]:
    """Yield a table for each figure: the numbers that it hangs on, the most on top."""
    heads = ("first order", "total") if found.method == "sobol" else ("mean effect", "spread")
    for name, rows in found.figures.items():
        table = Table(title=f"What {escape(found.names[name])} hangs on", title_justify="left")
        table.add_column("number")
        for head in (*heads, "from lowest to highest"):
            table.add_column(head, justify="right")
        if rows is None:
            table.caption = "It does not vary, so it hangs on none of these."
        for one in rows or ():
            table.add_row(escape(one.path), _index(one.first), _index(one.second), _index(found.moves[name][one.path]))
        yield table


def _index(one: Estimate) -> str:
    return f"{one.estimate:.2f}" + (f" ({one.low:.2f} to {one.high:.2f})" if one.low == one.low else "")


def write_sensitivity(found: Sensitivity, folder: Path) -> list[Path]:
    """Write a tornado for each figure that varies, and all indices as a table; return the paths of pictures."""
    rows: list[tuple[Any, ...]] = []
    for name, indices in found.figures.items():
        rows += [(name, one.path, *one.first, *one.second, *found.moves[name][one.path]) for one in indices or ()]
    one, other = ("first", "total") if found.method == "sobol" else ("mean_effect", "spread")
    heads = [
        "figure",
        "path",
        one,
        f"{one}_low",
        f"{one}_high",
        other,
        f"{other}_low",
        f"{other}_high",
        "at_low",
        "at_high",
    ]
    write_csv(folder / "sensitivity.csv", heads, rows)
    varying = [name for name, indices in found.figures.items() if indices]
    return [save(draw_tornado(found, name), folder / f"tornado-{name}.png") for name in varying]


def incentive_lines(found: Incentive) -> Iterator[str]:
    """Yield what exchanges bring over the years, in sentences."""
    freed, extra = found.deals.freed[:, -1].mean(), found.extra[:, -1].mean()
    yield (
        f"In {found.years} years {found.taker_name} lets {freed:.1f} people go in the mean of {found.runs:,} runs, and "
        f"arrests {extra:.1f} more than it would have without any exchange."
    )
    per = found.per_hundred
    if per is not None:
        yield f"For each hundred freed that is {per.estimate:.0f} (95 % interval {per.low:.0f} to {per.high:.0f})."
    more = found.outweighed
    yield (
        f"In {more.estimate:.0%} of runs ({more.low:.0%} to {more.high:.0%}) more are arrested because of releases "
        "than are freed."
    )
    held, without = found.deals.held[:, -1].mean(), found.never.held[:, -1].mean()
    yield f"At the end it holds {held:.1f} people; without any exchange it would hold {without:.1f}."


def write_incentive(found: Incentive, folder: Path) -> list[Path]:
    """Write the picture of the years, and its data as a table; return the paths of pictures."""
    rows = [
        (row["year"], *(value for name in FIGURES for value in row[name].values())) for row in found.as_json()["years"]
    ]
    ends = ("mean", "low", "high", "q05", "q95")
    write_csv(folder / "incentive.csv", ["year", *(f"{name}_{end}" for name in FIGURES for end in ends)], rows)
    return [save(draw_incentive(found), folder / "incentive.png")]

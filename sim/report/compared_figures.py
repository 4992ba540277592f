"""What the pictures of a comparison show, as tables: one row for each mark."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from sim.analysis.compare import Compared, Comparison, Side
from sim.analysis.paired import Difference
from sim.plots.beside import ecdf, survival

Rows = Iterator[tuple[Any, ...]]
_DIFFERENCE = ("estimate", "low", "high", "p", "p_corrected", "direction")


def difference_rows(comparison: Comparison) -> Rows:
    """Yield every variant: what it changes in agreement and weeks, and in how many runs."""
    for one in comparison.variants:
        for figure, found in (("agreement", one.agreement), ("weeks", one.weeks)):
            rest = (len(one.lost), len(one.gained), one.variance_reduction) if figure == "agreement" else (None,) * 3
            yield one.side.name, figure, *_cells(one, figure, figure, found), *rest


def who_rows(comparison: Comparison) -> Rows:
    """Yield every variant and person: what it changes in the share of runs in which somebody is freed."""
    for one in comparison.variants:
        for name, found in one.inclusion.items():
            shares = [float(side.outcomes.person(name).mean()) for side in (comparison.base, one.side)]
            yield one.side.name, name, *shares, *_cells(one, "inclusion", name, found)


def surplus_rows(comparison: Comparison) -> Rows:
    """Yield every variant and party: what it changes in the mean surplus, in the party's own units."""
    for one in comparison.variants:
        for name, found in one.surplus.items():
            yield one.side.name, name, *_cells(one, "surplus", name, found)


def wait_rows(comparison: Comparison) -> Rows:
    """Yield every scenario and week: the share of runs still without an agreement."""
    for name, side in _sides(comparison):
        for week, share, low, high in zip(*survival(side), strict=True):
            yield name, int(week), float(share), float(low), float(high)


def count_rows(comparison: Comparison) -> Rows:
    """Yield every scenario and number of people: the share of runs that free so many or fewer."""
    for name, side in _sides(comparison):
        for value, share, low, high in zip(*ecdf(side, int(side.outcomes.count.max(initial=0))), strict=True):
            yield name, int(value), float(share), float(low), float(high)


def _sides(comparison: Comparison) -> Iterator[tuple[str, Side]]:
    yield "base", comparison.base
    for one in comparison.variants:
        yield one.side.name, one.side


def _cells(one: Compared, kind: str, name: str, found: Difference) -> tuple[Any, ...]:
    return *found, one.corrected[kind, name], one.direction(name)


TABLES: dict[str, tuple[tuple[str, ...], Callable[[Comparison], Rows]]] = {
    "differences": (("variant", "figure", *_DIFFERENCE, "lost", "gained", "variance_reduction"), difference_rows),
    "who": (("variant", "person", "share_base", "share_variant", *_DIFFERENCE), who_rows),
    "surplus": (("variant", "party", *_DIFFERENCE), surplus_rows),
    "waits": (("scenario", "week", "without", "low", "high"), wait_rows),
    "counts": (("scenario", "people", "so_many_or_fewer", "low", "high"), count_rows),
}
"""File name, heads of columns, rows."""

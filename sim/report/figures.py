"""What the pictures of an ensemble show, as tables: one row for each mark."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.analysis.blocs import blocs
from sim.analysis.intervals import share, wilson
from sim.analysis.summary import Summary

Rows = Iterator[tuple[Any, ...]]
MARKS = {"least": 0.0, "q05": 0.05, "q25": 0.25, "median": 0.5, "q75": 0.75, "q95": 0.95, "most": 1.0}


def inclusion_rows(summary: Summary) -> Rows:
    """Yield every candidate: share of runs in which freed by the horizon, and share of agreements."""
    given = summary.inclusion_given_agreement
    for one, freed in zip(summary.candidates, summary.freed.tolist(), strict=True):
        documented = one.on_record if summary.has_list else None
        found = (freed, *share(freed, summary.runs), given[one.id].estimate if summary.agreements else None)
        yield one.id, one.name, one.custodian, one.people, documented, *found


def agreement_rows(summary: Summary) -> Rows:
    """Yield every week: share of runs without any agreement, and without the primary deal, by its end."""
    first, primary = summary.survival(), summary.survival(primary=True)
    for week, day in enumerate(first.dates):
        curves = [(one.estimate[week], one.low[week], one.high[week]) for one in (first, primary)]
        yield week, day, *map(float, curves[0]), *map(float, curves[1])


def released_rows(summary: Summary) -> Rows:
    """Yield every number of people up to the largest that was freed: in how many runs."""
    yield from _histogram(summary.people, summary.runs)


def releases_rows(summary: Summary) -> Rows:
    """Yield the same for each custodian."""
    for party, counts in summary.by_custodian.items():
        for row in _histogram(counts, summary.runs):
            yield party, *row


def _histogram(counts: NDArray[np.int64], runs: int) -> Rows:
    last = int(np.flatnonzero(counts)[-1]) if counts.any() else 0
    low, high = wilson(counts, runs)
    for value, count in enumerate(counts[: last + 1].tolist()):
        yield value, count, count / max(1, runs), float(low[value]), float(high[value])


def surplus_rows(summary: Summary) -> Rows:
    """Yield every party: quantiles of its surplus over all runs, and the share of runs in which it lost."""
    if not len(summary.surplus):
        return
    values = np.quantile(summary.surplus, list(MARKS.values()), axis=0, method="inverted_cdf").T
    for party, row, column in zip(summary.parties, values.tolist(), summary.surplus.T, strict=True):
        yield party, *row, *share(int((column < 0.0).sum()), len(column))


def together_rows(summary: Summary) -> Rows:
    """Yield every combination of blocs: the people of its blocs, and in how many primary deals."""
    found = blocs(summary)
    for place, one in enumerate(found.combinations, start=1):
        people = " ".join(name for bloc in one.blocs for name in found.members[bloc])
        yield place, " ".join(str(1 + bloc) for bloc in one.blocs), people, one.runs, *share(one.runs, found.of)


def pair_rows(summary: Summary) -> Rows:
    """Yield every two people whom a primary deal freed together: in how many, and how many freed either."""
    ids, both = [one.id for one in summary.candidates], summary.together
    for i, j in np.argwhere(np.triu(both, 1)):
        yield ids[i], ids[j], int(both[i, j]), int(both[i, i] + both[j, j] - both[i, j])


def venue_rows(summary: Summary) -> Rows:
    """Yield every venue, and none: in how many agreements the primary deal took place there."""
    names = [*summary.venues.items(), (None, "no venue")]
    for (venue, name), count in zip(names, summary.venue_runs.tolist(), strict=True):
        yield venue, name, count, *share(count, summary.agreements)


_SHARE = ("runs", "share", "low", "high")
TABLES: dict[str, tuple[tuple[str, ...], Callable[[Summary], Rows]]] = {
    "inclusion": (
        ("person", "name", "custodian", "people", "documented", *_SHARE, "share_of_agreements"), inclusion_rows,
    ),
    "agreement": (
        ("week", "date", "without", "low", "high", "without_primary", "low_primary", "high_primary"), agreement_rows,
    ),
    "released": (("people", *_SHARE), released_rows),
    "releases": (("custodian", "people", *_SHARE), releases_rows),
    "surplus": (("party", *MARKS, "lost", "lost_low", "lost_high"), surplus_rows),
    "together": (("combination", "blocs", "people", *_SHARE), together_rows),
    "pairs": (("person", "other", "both", "either"), pair_rows),
    "venues": (("venue", "name", *_SHARE), venue_rows),
}  # fmt: skip
"""File name, heads of columns, rows."""

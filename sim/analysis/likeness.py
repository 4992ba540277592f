"""How a run's primary deal stands beside the documented one: the only place where both are seen."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sim.domain.result import RunResult
from sim.scenario.spec_documented import Documented


def jaccard(found: Iterable[str], wanted: Iterable[str]) -> float:
    """Return the Jaccard index of two sets; 1 for two empty ones.

    >>> jaccard(["a", "b"], ["b", "c"])
    0.3333333333333333
    """
    one, other = set(found), set(wanted)
    return len(one & other) / len(one | other) if one | other else 1.0


def beside(result: RunResult) -> dict[str, Any] | None:
    """Return what `likeness` found when the run was made, for reports, which do not read it themselves."""
    return dict(result.documented) if result.documented is not None else None


def likeness(result: RunResult, documented: Documented | None) -> dict[str, Any] | None:
    """Return how the primary deal compares with the documented one.

    Returns
    -------
    dict or None
        ``jaccard`` of the people freed, who is ``missed`` and who is ``extra`` (ids), and ``weeks_off``:
        weeks by which the primary deal was executed later, None without a deal or without a date. Beside
        these the documented deal itself, for a reader: its ``date``, ``venue``, ``guarantor`` (ids or None),
        and ``released``, person to (giver, receiver). None if the scenario documents no releases.
    """
    if documented is None or not documented.released:
        return None
    wanted = [release.asset for release in documented.released]
    primary = result.deals[result.primary] if result.primary is not None else None
    found = [release.asset for release in primary.delivered.releases] if primary else []
    weeks_off = None
    if primary and documented.date:
        weeks_off = round((primary.executed - documented.date).days / 7.0, 2)
    return {
        "jaccard": jaccard(found, wanted),
        "missed": [asset for asset in wanted if asset not in found],
        "extra": [asset for asset in found if asset not in wanted],
        "weeks_off": weeks_off,
        "date": documented.date,
        "venue": documented.venue,
        "guarantor": documented.guarantor,
        "released": {release.asset: (release.from_, release.to) for release in documented.released},
    }

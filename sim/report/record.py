"""A run as JSON: plain data, ids, ISO dates."""

from __future__ import annotations

from typing import Any

from sim.analysis.likeness import beside
from sim.domain.package import Package
from sim.domain.result import RunResult


def _released(package: Package) -> list[dict[str, str]]:
    return [{"asset": one.asset, "from": one.giver, "to": one.receiver} for one in package.releases]


def _compared(result: RunResult) -> dict[str, Any] | None:
    compared = beside(result)
    return None if compared is None else {key: compared[key] for key in ("jaccard", "missed", "extra", "weeks_off")}


def record_of(result: RunResult) -> dict[str, Any]:
    """Return a run as data for JSON.

    Examples
    --------
    >>> from sim import run
    >>> record_of(run("ring", centre=True))["released"]
    ['al', 'bo', 'cy']
    """
    return {
        "scenario": result.scenario,
        "seed": result.seed,
        "agreement": result.agreement,
        "deals": [
            {
                "date": deal.executed.isoformat(),
                "accepted": deal.accepted.isoformat(),
                "venue": deal.delivered.venue,
                "guarantor": deal.delivered.guarantor,
                "released": _released(deal.delivered),
                "concessions": [
                    {"asset": one.asset, "from": one.giver, "to": one.receiver, "level": one.level}
                    for one in deal.delivered.grants
                ],
            }
            for deal in result.deals
        ],
        "primary": result.primary,
        "released": list(result.released),
        "parties": {
            name: {"utility": one.utility, "reservation": one.reservation, "surplus": one.surplus}
            for name, one in result.parties.items()
        },
        "documented": _compared(result),
    }

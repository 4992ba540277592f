"""A fit as data for JSON, and as a scenario file of coefficients that others can extend."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from sim.analysis.fit import Fitted, total
from sim.analysis.fit_interval import intervals
from sim.analysis.multiplied import Multiplied, multiply
from sim.analysis.predictive import predictive_checks


def record_of(fitted: Fitted, cases: Sequence[Multiplied]) -> dict[str, Any]:
    """Return what was fitted: each coefficient with its interval, each case with its loss before and after."""
    plan, before = fitted.plan, fitted.trials
    values = values_of(fitted, cases)
    return {
        "coefficients": [
            {
                "path": one.path, "value": values.get(one.path), "factor": one.factor, "low": one.low, "high": one.high,
                "told_by_the_data": one.told,
            }
            for one in intervals(fitted)
        ],
        "cases": [{"id": case.id, "loss": value} for case, value in zip(cases, fitted.losses, strict=True)],
        "checks": [asdict(check) for check in predictive_checks(cases, fitted.factors)],
        "loss": total(plan, fitted.x, fitted.losses),
        "tried": len(before),
        "plan": {
            "prior_sd": plan.prior_sd, "runs": plan.runs, "offer_runs": plan.offer_runs, "seed": plan.seed,
            "population": plan.population, "generations": plan.generations, "search_seed": plan.search_seed,
        },
    }  # fmt: skip


def values_of(fitted: Fitted, cases: Sequence[Multiplied]) -> dict[str, float]:
    """Return the fitted value of each coefficient: what the first case that has it says, times its factor."""
    found: dict[str, float] = {}
    for path, factor in fitted.factors.items():
        number = next((one for one in (case.number(path) for case in cases) if one is not None), None)
        if number is not None:
            found[path] = multiply(number, factor).centre
    return found


def as_yaml(fitted: Fitted, cases: Sequence[Multiplied]) -> str:
    """Return the fitted coefficients as a file to be extended, ``sd`` being half of what the interval spans in 95 %.

    Coefficients of types alone; what else was free has to be written where it stands.
    """
    values, tree = values_of(fitted, cases), dict[str, Any]()
    for one in intervals(fitted):
        if one.path in values and one.path.startswith("parties."):
            at = tree
            *steps, last = one.path.split(".")
            for step in steps:
                at = at.setdefault(step, {})
            value = values[one.path]
            said = f"fitted: times {one.factor:.2f} ({one.low:.2f} to {one.high:.2f})"
            silent = "" if one.told else ", the data are silent"
            at[last] = f'{{value: {value:.3g}, sd: {abs(value) * one.sd_log:.2g}, note: "{said}{silent}"}}'
    return "schema: 1\n" + "\n".join(_lines(tree, 0)) + "\n"


def _lines(tree: dict[str, Any], depth: int) -> list[str]:
    found = []
    for key, value in tree.items():
        if isinstance(value, dict):
            found += [f"{'  ' * depth}{key}:", *_lines(value, depth + 1)]
        else:
            found.append(f"{'  ' * depth}{key}: {value}")
    return found

"""Domains, ours and NegMAS's: yes/no issues with additive worths, both ways; a scenario as one for NegMAS."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import numpy as np

from sim.bridge.peer import negmas
from sim.ensemble.generic import Domain
from sim.errors import UsageError
from sim.seat.worths import Worths
from sim.state import columns as c
from sim.state.layout import Floats


def to_negmas(worth: Floats, reservation: Floats) -> tuple[list[Any], list[Any]]:
    """Return (issues, utility functions) of NegMAS for one negotiation.

    Parameters
    ----------
    worth
        (P, I) what a yes is worth to a party; a no is worth 0.
    reservation
        (P,) what no agreement is worth.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        peer = negmas()
        issues = [peer.make_issue((0, 1), f"issue{at}") for at in range(worth.shape[1])]
        made = [
            peer.LinearAdditiveUtilityFunction(
                values=[{0: 0.0, 1: float(value)} for value in row], weights=[1.0] * len(row), issues=issues,
                reserved_value=float(least),
            )
            for row, least in zip(worth, reservation, strict=True)
        ]  # fmt: skip
    return issues, made


def from_negmas(scenario: Any) -> Domain:
    """Return a NegMAS scenario as one negotiation of ours, if its issues are decided by yes or no and add up.

    Parameters
    ----------
    scenario
        A `negmas.Scenario`, such as ``Scenario.load(folder)``.

    Raises
    ------
    UsageError
        If an issue has other than two values, or utilities do not add up.
    """
    issues = list(scenario.outcome_space.issues)
    values = [list(issue.all) for issue in issues]
    for issue, known in zip(issues, values, strict=True):
        if len(known) != 2:
            raise UsageError(f"{issue.name}: found {len(known)} values; allowed: 2, a no and a yes")
    base = tuple(known[0] for known in values)
    worth, reservation = [], []
    for utility in scenario.ufuns:
        zero = float(utility(base))
        alone = [float(utility(_with(base, at, known[1]))) - zero for at, known in enumerate(values)]
        every = float(utility(tuple(known[1] for known in values))) - zero
        if abs(sum(alone) - every) > 1e-6 * max(1.0, abs(every)):
            raise UsageError("utilities: found some that do not add up over the issues; allowed: additive ones")
        worth.append(alone)
        least = float(utility.reserved_value)
        reservation.append(least - zero if np.isfinite(least) else sum(min(0.0, one) for one in alone))
    return Domain(worth, [reservation])


def loaded(folder: Path) -> Any:
    """Return the NegMAS scenario in a folder.

    Raises
    ------
    UsageError
        If there is none.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = negmas().Scenario.load(folder) if folder.is_dir() else None
    if found is None:
        raise UsageError(f"{folder}: found no NegMAS scenario; allowed: a folder that negmas.Scenario.load can read")
    return found


def _with(base: tuple[Any, ...], at: int, value: Any) -> tuple[Any, ...]:
    return (*base[:at], value, *base[at + 1 :])


def export_scenario(worths: Worths, folder: Path) -> Path:
    """Write a scenario for NegMAS: an issue for each person and favour, a utility function for each party.

    Utilities are those at the centre and at the start, with what each asset alone adds. What NegMAS has no
    place for is left out: linkages, ratifiers, whose consent a package needs, curves, channels, time.

    Parameters
    ----------
    worths
        The eyes of all parties.
    folder
        Where NegMAS's own files go; ``negmas.Scenario.load(folder)`` reads them.
    """
    peer = negmas()
    view, labels = worths.views[0], worths.compiled.index.assets
    usable = [a for a in worths.obtainable() if view.asset_i[a, c.ENTERS] <= 0]
    levels = [int(view.asset_i[a, c.LEVELS]) for a in usable]
    additive = worths.additive()[:, usable]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        issues = [peer.make_issue((0, most), labels[a]) for a, most in zip(usable, levels, strict=True)]
        utilities = [
            peer.LinearAdditiveUtilityFunction(
                values=[
                    {level: float(value) * level / most for level in range(most + 1)}
                    for value, most in zip(row, levels, strict=True)
                ],
                weights=[1.0] * len(usable), issues=issues, name=party,
                reserved_value=float(worths.views[place].stock[0]),
            )
            for place, (party, row) in enumerate(zip(worths.compiled.index.parties, additive, strict=True))
            if np.abs(row).sum() > 0.0
        ]  # fmt: skip
        space = peer.make_os(issues, name=worths.compiled.name)
        made = peer.Scenario(outcome_space=space, ufuns=tuple(utilities))
        made.dumpas(folder, "yml", save_stats=False, save_info=False)
    return folder

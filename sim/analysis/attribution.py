"""Which of several changes did it: the Shapley value of each, in every run, since all runs are paired.

A change's share is its mean effect over all orders in which the changes could have been made; the shares add up to
the whole difference.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations
from math import comb
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.analysis.outcomes import Outcomes
from sim.analysis.paired import EXACTLY_NONE, Difference, means
from sim.analysis.variants import Written
from sim.errors import UsageError
from sim.scenario.changes import Change

MOST = 5
"""Changes that can be told apart: every choice of them is an ensemble, 30 for five."""


class Part(NamedTuple):
    """One change, by its place in the file, and its share of the difference in agreement and in weeks."""

    name: str
    agreement: Difference
    weeks: Difference

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> Part:
        """Return what a comparison's record says of it."""
        found = [Difference(**record[figure]) for figure in ("agreement", "date_weeks")]
        return cls(record["change"], *found)


def groups(variant: Written) -> dict[str, list[Change]]:
    """Return a variant's changes by the entry that they belong to."""
    found: dict[str, list[Change]] = {}
    for one in variant.changes:
        found.setdefault(".".join(one.group), []).append(one)
    return found


def coalitions(variant: Written) -> dict[str, list[Change]]:
    """Return every choice of some but not all changes, by a key of digits that says which.

    Raises
    ------
    UsageError
        If there are too many changes to play every choice.
    """
    made = list(groups(variant).values())
    if len(made) > MOST:
        raise UsageError(f"{variant.name}: found {len(made)} changes to tell apart; allowed: {MOST} at most")
    return {
        "".join(map(str, chosen)): [change for at in chosen for change in made[at]]
        for size in range(1, len(made))
        for chosen in combinations(range(len(made)), size)
    }


def attributed(variant: Written, base: Outcomes, whole: Outcomes, some: Mapping[str, Outcomes]) -> tuple[Part, ...]:
    """Return each change's share of the difference.

    Parameters
    ----------
    variant
        What was changed.
    base, whole, some
        What came of no change, of all, and of every choice of some, by the keys of `coalitions`.
    """
    names = list(groups(variant))
    played = {"": base, "".join(map(str, range(len(names)))): whole, **some}
    parts = []
    for at, name in enumerate(names):
        found = []
        for figure in ("agrees", "weeks"):
            values = {key: getattr(one, figure).astype(np.float64) for key, one in played.items()}
            effect = shapley(values, len(names), at)
            found.append(means(np.zeros_like(effect), effect)[0] if effect.any() else EXACTLY_NONE)
        parts.append(Part(name, *found))
    return tuple(parts)


def shapley(values: Mapping[str, NDArray[np.float64]], players: int, player: int) -> NDArray[np.float64]:
    """Return one player's Shapley value, run by run.

    Parameters
    ----------
    values
        (R,) worth of each coalition, by the digits of its players in order.
    players, player
        How many there are, and which one is meant.

    Examples
    --------
    >>> glove = {"": 0, "0": 0, "1": 0, "2": 0, "01": 1, "02": 1, "12": 0, "012": 1}
    >>> worth = {key: np.array([float(value)]) for key, value in glove.items()}
    >>> [round(float(shapley(worth, 3, n)[0]), 4) for n in range(3)]
    [0.6667, 0.1667, 0.1667]
    """
    total = np.zeros_like(values[""])
    others = [n for n in range(players) if n != player]
    for size in range(players):
        weight = 1.0 / (players * comb(players - 1, size))
        for chosen in combinations(others, size):
            with_ = "".join(map(str, sorted((*chosen, player))))
            total = total + weight * (values[with_] - values["".join(map(str, chosen))])
    return total

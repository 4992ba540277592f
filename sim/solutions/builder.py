"""Putting a problem together: variables that follow from others, rows, interests with their curves, consents."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from sim.given import Floats
from sim.solutions.curves import Curve
from sim.solutions.problem import ROUNDING, Consent, Interest, Line, Problem, Switch

PIECES = 8
"""Straight pieces in place of a concave curve; the gap says what is lost by them."""
CLOSE = 3e-6
"""How near to a threshold counts as past it, as a share of all that could be conceded or of 1 if that is more: above
what HiGHS forgives in a constraint, so that nothing can stand on a threshold unnoticed."""

Weights = Mapping[int, float]


class Builder:
    """Collects what a `Problem` is made of; weights name variables and what stands by them.

    Examples
    --------
    >>> made = Builder(assets=2)
    >>> both = made.all_of([0, 1])
    >>> made.interest({0: 3.0, 1: -1.0, both: 1.0})
    0
    >>> made.build(parties=1, consents={0: None}).surpluses([1, 1]).tolist()
    [3.0]
    """

    def __init__(self, assets: int) -> None:
        self.assets = assets
        self._switches: list[Switch] = []
        self._rows: list[tuple[Weights, float]] = []
        self._interests: list[dict[str, Any]] = []

    def variable(self, is_on: Callable[[Any], bool]) -> int:
        """Return a new variable that is on where a function of all before it says so."""
        made = self.assets + len(self._switches)
        self._switches.append((made, is_on))
        return made

    def row(self, weights: Weights, need: float) -> None:
        """Demand that a weighted sum of variables is at least so much."""
        self._rows.append((dict(weights), need))

    def only_if(self, variable: int, other: int) -> None:
        """Demand that a variable is on only where another is."""
        self.row({other: 1.0, variable: -1.0}, 0.0)

    def never_both(self, variable: int, other: int) -> None:
        """Demand that two variables are never on together."""
        self.row({variable: -1.0, other: -1.0}, -1.0)

    def at_least(self, variable: int, others: Collection[int], count: int) -> None:
        """Demand that so many of some others are on wherever a variable is."""
        if count == len(others):  # one row for each is tighter than one for all
            for other in others:
                self.only_if(variable, other)
        elif count > 0:
            self.row({**dict.fromkeys(others, 1.0), variable: -float(count)}, 0.0)

    def any_of(self, others: Sequence[int]) -> int:
        """Return a variable that is on where any of some others is, and only there."""
        these = np.array(others, np.int64)
        made = self.variable(lambda x: bool(x[these].any()))
        self.row({**dict.fromkeys(others, 1.0), made: -1.0}, 0.0)
        for other in others:
            self.only_if(other, made)
        return made

    def all_of(self, others: Sequence[int], count: int | None = None) -> int:
        """Return a variable that may be on only where so many of some others are; all, if not said."""
        these, wanted = np.array(others, np.int64), len(others) if count is None else count
        made = self.variable(lambda x: bool(x[these].sum() >= wanted))
        self.at_least(made, others, wanted)
        return made

    def interest(
        self, worth: Weights, level: float = 0.0, *, cost: Weights | None = None, curve: Curve | None = None,
        discount: float = 1.0, reserve: Weights | None = None, both: bool = False, base: float = 0.0,
    ) -> int:  # fmt: skip
        """Add what somebody has of a package, as of `Interest`, and return its place.

        Straight curves go into the worth, a threshold becomes a variable, a concave curve straight pieces of
        which variables choose one; a convex one is left to tangents.
        """
        pains = {a: z for a, z in (cost or {}).items() if z != 0.0}
        made: dict[str, Any] = {
            "worth": dict(worth), "level": level, "cost": pains, "curve": curve, "lines": [], "discount": discount,
            "reserve": dict(reserve or {}), "both": both, "base": base,
        }  # fmt: skip
        if curve is None or not pains:
            made["curve"] = None
            for a, z in pains.items():
                made["worth"][a] = made["worth"].get(a, 0.0) - z
        elif curve.is_straight:
            made["curve"] = None
            for a, z in pains.items():
                made["worth"][a] = made["worth"].get(a, 0.0) - z
            if curve.shape == "threshold" and curve.jump > 0.0:
                self._pass_threshold(made, pains, curve)
        elif not curve.is_convex:
            self._piece_together(made, pains, curve)
        self._interests.append(made)
        return len(self._interests) - 1

    def least(self, interest: int) -> float:
        """Return what an interest never falls below, whatever the package."""
        one, curve = self._interests[interest], self._interests[interest]["curve"]
        low = sum(min(0.0, weight) for weight in one["worth"].values()) + one["base"] - one["level"]
        low -= sum(max(0.0, weight) for weight in one["reserve"].values())
        return float(low - (curve.more(sum(one["cost"].values())) if curve is not None else 0.0))

    def is_content(self, interest: int, x: Any) -> bool:
        """Return whether an interest without a reserve is no worse off than without a deal."""
        one, curve = self._interests[interest], self._interests[interest]["curve"]
        made = sum(weight * x[place] for place, weight in one["worth"].items()) + one["base"]
        if curve is not None:
            made -= curve.more(sum(weight * x[place] for place, weight in one["cost"].items()))
        return bool((one["discount"] * made if made > 0.0 else made) >= one["level"] - ROUNDING)

    def _past(self, pains: Weights, level: float) -> int:
        """Return a variable that must be on where what is conceded reaches a level, and only there may be."""
        whole = sum(pains.values())
        near = CLOSE * max(1.0, whole)
        places, weights = np.array(list(pains)), np.array(list(pains.values()))
        made = self.variable(lambda x: bool(weights @ x[places] >= level - near))
        self.row({**{a: -z for a, z in pains.items()}, made: max(0.0, whole - level + near)}, near - level)
        return made

    def _pass_threshold(self, made: dict[str, Any], pains: Weights, curve: Curve) -> None:
        if curve.conceded > 0.0 and curve.threshold <= curve.conceded:
            return  # it was passed before
        # A threshold of 0 is passed by conceding anything.
        level = max(curve.threshold - curve.conceded, 0.5 * min(pains.values()))
        if sum(pains.values()) >= level:
            made["worth"][self._past(pains, level)] = -curve.jump

    def _piece_together(self, made: dict[str, Any], pains: Weights, curve: Curve) -> None:
        """Add lines below a concave curve: that of a piece counts only where what is conceded lies in it."""
        whole = sum(pains.values())
        ends = [whole * (at / PIECES) ** 2 for at in range(PIECES + 1)]  # closer together where it bends most
        passed = [None, *(self._past(pains, end) for end in ends[1:-1]), None]
        for variable, end in zip(passed[1:-1], ends[1:-1]):
            assert variable is not None
            self.row({**pains, variable: -end}, -CLOSE * max(1.0, whole))
        chords = [curve.chord(low, high) for low, high in pairwise(ends)]
        for at, (height, slope) in enumerate(chords):
            # Elsewhere the line may be above the curve, by no more than this.
            spare = max(0.0, *(height + slope * end - curve.more(end) for end in ends))
            row = {a: -slope * z for a, z in pains.items()}
            top = -height
            for variable, sign in ((passed[at], -1.0), (passed[at + 1], 1.0)):
                if variable is not None:
                    row[variable] = row.get(variable, 0.0) + sign * spare
                    top += spare if sign < 0.0 else 0.0
            made["lines"].append((row, top))

    def build(
        self, parties: int, consents: Mapping[int, tuple[Weights, float] | None],
        candidates: Sequence[int] | None = None,
    ) -> Problem:  # fmt: skip
        """Return the problem.

        Parameters
        ----------
        parties
            How many of the interests, from the first, are parties.
        consents
            Interests that must not be below no deal, each with the waiver (weights, need) or None.
        candidates
            Parties that can be players; those who consent, if not said.
        """
        size = self.assets + len(self._switches)

        def spread(weights: Weights) -> Floats:
            made = np.zeros(size)
            for place, weight in weights.items():
                made[place] += weight
            return made

        interests = tuple(
            Interest(spread(one["worth"]), one["level"], spread(one["cost"]), spread(one["reserve"]), one["curve"],
                  one["discount"], one["both"], tuple(Line(spread(row), top) for row, top in one["lines"]), one["base"])
            for one in self._interests
        )  # fmt: skip
        agreed = tuple(
            Consent(interest, spread(waiver[0] if waiver else {}), waiver[1] if waiver else 0.0)
            for interest, waiver in consents.items()
        )
        who = [interest for interest in consents if interest < parties] if candidates is None else candidates
        rows = np.array([spread(weights) for weights, _ in self._rows]).reshape(-1, size)
        need = np.array([need for _, need in self._rows], np.float64)
        return Problem(self.assets, parties, interests, agreed, rows, need, tuple(who), tuple(self._switches))

"""What a reaction measures, in the base and in the variant, and whether it is where the facts suggest."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.analysis import paired
from sim.analysis.intervals import Estimate, mean, share
from sim.analysis.outcomes import Flags, Outcomes
from sim.analysis.paired import Difference
from sim.scenario.spec_reactions import Bound, Expected


@dataclass(frozen=True, eq=False)
class Side:
    """A scenario that was played; ``answers`` holds (R,) answers to each offer that was put. None was not asked for."""

    outcomes: Outcomes | None
    answers: Mapping[str, NDArray[np.str_]] = field(default_factory=dict)

    def counts(self, one: Expected) -> Flags:
        """Return (R,) in which runs it is so."""
        if one.is_answer:
            return np.asarray(self.answers[str(one.offer)] == one.of)
        assert self.outcomes is not None
        if one.of == "agreement":
            return self.outcomes.agrees
        return np.asarray(np.any([self.outcomes.person(name) for name in one.who], axis=0))

    def among(self, one: Expected) -> Flags:
        """Return (R,) among which runs that is counted."""
        if one.of == "freed_given_agreement":
            assert self.outcomes is not None
            return self.outcomes.agrees
        return np.ones(len(self.counts(one)), np.bool_)


@dataclass(frozen=True)
class Measure:
    """A figure of the base and of the variant, their paired difference, and how they lie to what is suggested.

    Parameters
    ----------
    expected
        What is measured, and the bound.
    base, variant
        The figure in each: a share, or weeks. ``base`` is None where the reaction has no change.
    difference
        Variant less base, None where the reaction has no change.
    as_suggested
        Whether it lies within the bound.
    beyond_doubt
        Whether its whole interval says the same.
    """

    expected: Expected
    base: Estimate | None
    variant: Estimate
    difference: Difference | None
    as_suggested: bool
    beyond_doubt: bool

    @property
    def judged(self) -> Estimate:
        """Return the estimate and interval that are held against the bound."""
        if self.expected.differs is None:
            return self.variant
        assert self.difference is not None
        return Estimate(*self.difference[:3])

    def as_json(self) -> dict[str, Any]:
        """Return everything as data for JSON; None for what is no number."""
        one = self.expected
        ends = one.bound.model_dump(exclude_none=True, exclude={"beyond_interval"})
        return {
            "of": one.of,
            "who": list(one.who),
            "offer": one.offer,
            "compared": "difference" if one.is_ is None else "variant",
            "bound": ends,
            "beyond_interval": one.bound.beyond_interval,
            "base": _numbers(self.base),
            "variant": _numbers(self.variant),
            "difference": _numbers(self.difference),
            "as_suggested": self.as_suggested,
            "beyond_doubt": self.beyond_doubt,
        }


def measured(one: Expected, base: Side | None, variant: Side) -> Measure:
    """Return a figure in both, and whether it is as suggested.

    Parameters
    ----------
    one
        What is measured.
    base, variant
        Runs with the same numbers, so that run n of both has the same luck; without a base there is no difference.
    """
    if one.of == "weeks":
        assert variant.outcomes is not None
        sides = [side.outcomes for side in (base, variant) if side is not None and side.outcomes is not None]
        horizon = min(side.horizon for side in sides)
        waits = [np.minimum(side.accepted, horizon) for side in sides]
        levels = [mean(wait, np.ones(len(wait)), 0.0, horizon) for wait in waits]
        found = paired.means(*waits)[0] if base is not None else None
    else:
        played = [side for side in (base, variant) if side is not None]
        counts, among = [side.counts(one) for side in played], [side.among(one) for side in played]
        levels = [share(int((c & a).sum()), int(a.sum())) for c, a in zip(counts, among, strict=True)]
        found = None
        if base is not None and one.of == "freed_given_agreement":
            found = paired.ratio(counts[0], among[0], counts[1], among[1])
        elif base is not None:
            found = paired.shares(*counts)[0]
    first = levels[0] if base is not None else None
    judged = levels[-1] if one.differs is None else found
    assert judged is not None
    return Measure(one, first, levels[-1], found, *judge(one.bound, *judged[:3]))


def judge(bound: Bound, estimate: float, low: float, high: float) -> tuple[bool, bool]:
    """Return whether an estimate lies within a bound, and whether its whole interval says the same.

    Examples
    --------
    >>> judge(Bound(at_most=-4), -5.0, -6.0, -3.0), judge(Bound(at_most=-4), -1.0, -2.0, 0.0)
    ((True, False), (False, True))
    >>> judge(Bound(above=0, beyond_interval=True), 1.0, -0.5, 2.5)
    (False, False)
    """
    inside = bound.holds(low) and bound.holds(high)
    if bound.holds(estimate) and (inside or not bound.beyond_interval):
        return True, inside
    return False, not bound.is_over(high) or not bound.is_under(low)


def _numbers(found: Estimate | Difference | None) -> dict[str, float | None] | None:
    if found is None:
        return None
    return {name: value if math.isfinite(value) else None for name, value in found._asdict().items()}

"""Concession curves: what it hurts to have conceded so much, and straight lines that bound it."""

from __future__ import annotations

import math
from dataclasses import dataclass

from sim.errors import UnknownNameError, UsageError

SHAPES = ("linear", "power", "exponential", "threshold")
STEEPEST = 50.0
"""Scales past which an exponential curve rises no more, as in the rules."""


@dataclass(frozen=True)
class Curve:
    """What conceding costs, K(z) of the concessions z made so far.

    Linear z; power s(z/s)^γ; exponential s(e^(z/s) − 1); threshold z + h·[z ≥ θ]. The curve is felt from
    where one already stands: `more` is K(C + z) − K(C).

    Parameters
    ----------
    shape
        One of `SHAPES`.
    scale, exponent
        s and γ, above 0.
    threshold, jump
        θ, and h, 0 or more.
    conceded
        C, what has been conceded before, 0 or more.

    Examples
    --------
    >>> Curve("power", scale=2.0, exponent=2.0).more(4.0)
    8.0
    >>> Curve("threshold", threshold=2.0, jump=5.0, conceded=1.0).more(1.5)
    6.5
    >>> Curve("bent")
    Traceback (most recent call last):
    sim.errors.UnknownNameError: unknown concession curve 'bent'; known: exponential, linear, power, threshold
    """

    shape: str = "linear"
    scale: float = 1.0
    exponent: float = 1.0
    threshold: float = 0.0
    jump: float = 0.0
    conceded: float = 0.0

    def __post_init__(self) -> None:
        if self.shape not in SHAPES:
            raise UnknownNameError("concession curve", self.shape, sorted(SHAPES))
        if not (0.0 < self.scale < math.inf and 0.0 < self.exponent < math.inf):
            raise UsageError(
                f"curve: found scale {self.scale:g} and exponent {self.exponent:g}; allowed: above 0; mend it"
            )
        if not (0.0 <= self.jump < math.inf and 0.0 <= self.conceded < math.inf):
            raise UsageError(
                f"curve: found jump {self.jump:g} and conceded {self.conceded:g}; allowed: 0 or more; mend it"
            )

    @property
    def is_convex(self) -> bool:
        """Whether each concession hurts no less than the one before; so also a straight line."""
        return self.shape in ("linear", "exponential") or (self.shape == "power" and self.exponent >= 1.0)

    @property
    def is_straight(self) -> bool:
        """Whether it is a straight line with the slope 1, a jump apart."""
        return self.shape in ("linear", "threshold") or (self.shape == "power" and self.exponent == 1.0)

    def value(self, z: float) -> float:
        """Return K(z).

        >>> round(Curve("exponential", scale=2.0).value(2.0), 4)
        3.4366
        """
        if z <= 0.0:
            return 0.0
        if self.shape == "power":
            return float(self.scale * (z / self.scale) ** self.exponent)
        if self.shape == "exponential":
            return self.scale * (math.exp(min(z / self.scale, STEEPEST)) - 1.0)
        return z + (self.jump if self.shape == "threshold" and z >= self.threshold else 0.0)

    def more(self, z: float) -> float:
        """Return what conceding `z` more hurts."""
        return self.value(self.conceded + z) - self.value(self.conceded)

    def slope(self, z: float) -> float:
        """Return how much the next concession hurts after `z` more, a jump apart.

        >>> Curve("power", scale=2.0, exponent=2.0).slope(4.0)
        4.0
        """
        at = self.conceded + z
        if self.shape == "power":
            if at == 0.0:
                return 1.0 if self.exponent == 1.0 else 0.0 if self.exponent > 1.0 else math.inf
            return float(self.exponent * (at / self.scale) ** (self.exponent - 1.0))
        if self.shape == "exponential":
            return math.exp(min(at / self.scale, STEEPEST))
        return 1.0

    def tangent(self, z: float) -> tuple[float, float]:
        """Return (height, slope): ``more(y) >= height + slope·y`` for every y, if the curve is convex.

        >>> Curve("power", scale=1.0, exponent=2.0).tangent(3.0)
        (-9.0, 6.0)
        """
        slope = self.slope(z)
        return self.more(z) - slope * z, slope

    def chord(self, low: float, high: float) -> tuple[float, float]:
        """Return (height, slope) of the line through two points: below a concave curve between them.

        >>> Curve("power", scale=1.0, exponent=0.5).chord(1.0, 4.0)
        (0.667, 0.333)
        """
        slope = (self.more(high) - self.more(low)) / (high - low)
        return self.more(low) - slope * low, slope

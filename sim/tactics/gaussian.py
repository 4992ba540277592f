"""The few functions of the normal distribution that beliefs need, stable in the tails."""

from __future__ import annotations

import math

from sim.state.compiled import rule

_ROOT_TWO = math.sqrt(2.0)
_ROOT_TWO_PI = math.sqrt(2.0 * math.pi)


@rule
def log_cdf(z: float) -> float:
    """Return log Φ(z).

    >>> round(log_cdf(0.0), 6), round(log_cdf(-20.0), 3)
    (-0.693147, -203.917)
    """
    if z > -5.0:
        return math.log(0.5 * math.erfc(-z / _ROOT_TWO))
    inverse = 1.0 / (z * z)
    return -0.5 * z * z - math.log(-z * _ROOT_TWO_PI) + math.log(1.0 - inverse * (1.0 - 3.0 * inverse))


@rule
def mills(z: float) -> float:
    """Return φ(z)/Φ(z), by which a mean moves when its variable is seen to be positive.

    >>> round(mills(0.0), 6), round(mills(-30.0), 2)
    (0.797885, 30.03)
    """
    return math.exp(-0.5 * z * z - log_cdf(z)) / _ROOT_TWO_PI

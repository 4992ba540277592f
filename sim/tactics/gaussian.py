"""The few functions of the normal distribution that beliefs need, stable in the tails."""

from __future__ import annotations

import math

import numpy as np

from sim.state.compiled import rule

_ROOT_TWO = math.sqrt(2.0)
_ROOT_TWO_PI = math.sqrt(2.0 * math.pi)


def _log_cdf(z: float) -> float:
    """Return log Φ(z).

    >>> round(log_cdf(0.0), 6), round(log_cdf(-20.0), 3)
    (-0.693147, -203.917)
    """
    if z > -5.0:
        return math.log(0.5 * math.erfc(-z / _ROOT_TWO))
    inverse = 1.0 / (z * z)
    return -0.5 * z * z - math.log(-z * _ROOT_TWO_PI) + math.log(1.0 - inverse * (1.0 - 3.0 * inverse))


log_cdf = rule(_log_cdf)


_REACH, _STEPS = 8.0, 64
_PLACES = int(2 * _REACH * _STEPS)
_VALUES = np.array([_log_cdf(place / _STEPS - _REACH) for place in range(_PLACES + 2)])
# (_PLACES + 1, 2) values, and the steps to the next.
_TABLE = np.column_stack((_VALUES[:-1], np.diff(_VALUES)))


@rule
def search_log_cdf(z: float) -> float:
    """Return log Φ(z) from a table: within 4e-5 of `log_cdf`, and still concave and rising.

    A search asks for it many thousand times.

    >>> abs(search_log_cdf(-1.2345) - log_cdf(-1.2345)) < 4e-5, search_log_cdf(9.0)
    (True, 0.0)
    """
    if z >= _REACH:
        return 0.0
    if z <= -_REACH:
        return log_cdf(z)
    scaled = (z + _REACH) * _STEPS
    place = int(scaled) & (2 * _PLACES - 1)  # changes nothing, but says that the place does not count from the end
    return _TABLE[place, 0] + (scaled - place) * _TABLE[place, 1]


@rule
def search_mills(z: float) -> float:
    """Return φ(z)/Φ(z), the slope of `search_log_cdf`.

    >>> abs(search_mills(-1.2345) - mills(-1.2345)) < 0.01, search_mills(9.0)
    (True, 0.0)
    """
    if z >= _REACH:
        return 0.0
    if z <= -_REACH:
        return -z
    place = int((z + _REACH) * _STEPS) & (2 * _PLACES - 1)
    return _TABLE[place, 1] * _STEPS


@rule
def mills(z: float) -> float:
    """Return φ(z)/Φ(z), by which a mean moves when its variable is seen to be positive.

    >>> round(mills(0.0), 6), round(mills(-30.0), 2)
    (0.797885, 30.03)
    """
    return math.exp(-0.5 * z * z - log_cdf(z)) / _ROOT_TWO_PI

"""Rejecting what cannot be meant, at the door of each function."""

from __future__ import annotations

import math
from numbers import Integral, Real
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sim.errors import UsageError

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
LARGEST = 2**63 - 1
"""The largest seed, and the largest number of a run: both are signed 64-bit words."""


def is_number(value: object) -> bool:
    """Return whether it is a number; a text of digits is none, and neither is true.

    >>> is_number(5), is_number(np.float64(0.5)), is_number("5"), is_number(True)
    (True, True, False, False)
    """
    return isinstance(value, Real) and not isinstance(value, bool)


def number(name: str, value: float, low: float = 0.0, high: float = 1.0, ends: str = "[]") -> float:
    """Return a number that lies in a range, whose ends belong to it where a square bracket says so.

    Raises
    ------
    UsageError
        If it does not.

    Examples
    --------
    >>> number("delta", 0.5)
    0.5
    >>> number("delta", 1, ends="[)")
    Traceback (most recent call last):
    sim.errors.UsageError: delta: found 1; allowed: from 0 to below 1; give a number in this range
    """
    made = float(value) if is_number(value) else math.nan
    above = made >= low if ends[0] == "[" else made > low
    below = made <= high if ends[1] == "]" else made < high
    if not (above and below and math.isfinite(made)):
        first = f"from {low:g}" if ends[0] == "[" else f"above {low:g}"
        to = " and" if ends == "()" else " to"
        last = "" if math.isinf(high) else f" to {high:g}" if ends[1] == "]" else f"{to} below {high:g}"
        raise UsageError(f"{name}: found {_shown(value)}; allowed: {first}{last}; give a number in this range")
    return made


def whole(name: str, value: float, low: int, high: int = LARGEST) -> int:
    """Return a whole number that lies in a range, both ends included.

    Raises
    ------
    UsageError
        If it is no number, not whole, or does not lie there.

    Examples
    --------
    >>> whole("rounds", 2.5, 1, 9)
    Traceback (most recent call last):
    sim.errors.UsageError: rounds: found 2.5; allowed: a whole number from 1 to 9; give one
    >>> whole("runs", "5", 1)
    Traceback (most recent call last):
    sim.errors.UsageError: runs: found '5'; allowed: a whole number from 1 to 2**63 - 1; give one
    """
    is_whole = is_number(value) and (hasattr(value, "__index__") or float(value).is_integer())
    if not (is_whole and low <= value <= high):
        last = "2**63 - 1" if high == LARGEST else str(high)
        raise UsageError(f"{name}: found {_shown(value)}; allowed: a whole number from {low} to {last}; give one")
    return int(value)


def _shown(value: object) -> str:
    if isinstance(value, Integral):
        return str(value)
    return f"{float(value):g}" if isinstance(value, Real) else f"{value!r:.40}"


def table(name: str, values: ArrayLike, rows: str, columns: str) -> Floats:
    """Return an array of two axes with at least one row and one column, all numbers finite.

    Examples
    --------
    >>> table("points", [1.0], "points", "parties")
    Traceback (most recent call last):
    sim.errors.UsageError: points: found the shape (1,); allowed: (points, parties), none of them 0; nest rows
    """
    made = np.asarray(values, np.float64)
    if made.ndim != 2 or not made.size:
        raise UsageError(
            f"{name}: found the shape {made.shape}; allowed: ({rows}, {columns}), none of them 0; nest rows"
        )
    return finite(name, made)


def row(name: str, values: ArrayLike, length: int, what: str) -> Floats:
    """Return one finite number for each of so many; a single number stands for all.

    Examples
    --------
    >>> row("no deal", 0.0, 2, "party").tolist()
    [0.0, 0.0]
    """
    made = np.asarray(values, np.float64)
    if made.shape not in ((), (length,)):
        raise UsageError(
            f"{name}: found the shape {made.shape}; allowed: ({length},), one number for each {what}; mend it"
        )
    return finite(name, np.broadcast_to(made, (length,)).copy())


def finite(name: str, values: NDArray[Any]) -> Floats:
    """Return an array without infinities and gaps."""
    if not np.isfinite(values).all():
        raise UsageError(f"{name}: found a number that is not finite; allowed: finite numbers; mend the input")
    return values

"""S1: the Ishigami function, whose sensitivity indices are known."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from sim.lessons.lesson import Figure, Lesson

NODES = 40
"""Nodes of Gauss and Legendre on each axis: the function is smooth, so that 40 are exact to rounding."""


def by_formula(a: float, b: float) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Return first-order and total indices of ``sin x1 + a sin² x2 + b x3⁴ sin x1``, x uniform from -π to π.

    >>> first, total = by_formula(7.0, 0.1)
    >>> first[0], total[2]
    (0.313905, 0.243684)
    """
    one = (1.0 + b * math.pi**4 / 5.0) ** 2 / 2.0
    two = a**2 / 8.0
    both = b**2 * math.pi**8 * 8.0 / 225.0
    whole = one + two + both
    return (one / whole, two / whole, 0.0), ((one + both) / whole, two / whole, both / whole)


def by_quadrature(a: float, b: float) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Return the same from the function's values on a grid: variances of conditional means."""
    nodes, weights = np.polynomial.legendre.leggauss(NODES)
    x, w = math.pi * nodes, weights / 2.0
    values = (np.sin(x)[:, None, None] + a * np.sin(x)[None, :, None] ** 2
              + b * x[None, None, :] ** 4 * np.sin(x)[:, None, None])  # fmt: skip

    def mean(kept: str) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
        made: np.ndarray[tuple[int, ...], np.dtype[np.float64]] = np.einsum(f"ijk,i,j,k->{kept}", *_weighted(kept))
        return made

    def _weighted(kept: str) -> list[np.ndarray[tuple[int, ...], np.dtype[np.float64]]]:
        return [values, *(np.ones(NODES) if axis in kept else w for axis in "ijk")]

    centre = float(mean(""))
    square = float(np.einsum("ijk,i,j,k->", (values - centre) ** 2, w, w, w))
    first = tuple(float(w @ (mean(axis) - centre) ** 2) / square for axis in "ijk")
    total = tuple(
        1.0 - float(np.einsum("ab,a,b->", (mean("ijk".replace(axis, "")) - centre) ** 2, w, w)) / square
        for axis in "ijk"
    )
    return first, total


def _ishigami(a: float, b: float) -> Iterator[Figure]:
    for name, solved, found in zip(("first-order", "total"), by_formula(a, b), by_quadrature(a, b)):
        for place, (one, other) in enumerate(zip(solved, found), start=1):
            yield Figure(f"{name} index of x{place}", one, other, 1e-9)


LESSONS = (
    Lesson(
        "S1",
        "ishigami",
        "How much of what varies is due to each number, alone and with others.",
        "Ishigami, Homma 1990",
        "variances of conditional means by quadrature",
        ({"a": 7.0, "b": 0.1}, {"a": 3.0, "b": 0.25}),
        _ishigami,
    ),
)

"""A sample of runs of bounded size, the same whatever the order in which runs come in."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

LIMIT = 1 << 18
"""Runs kept: up to 262,144 all of them. Chosen because with 12 parties they take 30 MB, and because a quantile
of more runs is then off by less than 0.2 percentage points of rank (95 %), far below what a picture shows."""
_GOLDEN, _MIX_1, _MIX_2 = (np.uint64(n) for n in (0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB))


def scrambled(runs: NDArray[np.int64]) -> NDArray[np.uint64]:
    """Return a 64-bit number for each run, no two alike, without pattern (the finaliser of SplitMix64).

    >>> scrambled(np.array([0, 1])).tolist()
    [16294208416658607535, 7960286522194355700]
    """
    word = runs.astype(np.uint64) * _GOLDEN + _GOLDEN
    word = (word ^ (word >> np.uint64(30))) * _MIX_1
    word = (word ^ (word >> np.uint64(27))) * _MIX_2
    return np.asarray(word ^ (word >> np.uint64(31)), np.uint64)


class Sample:
    """The runs whose scrambled numbers are smallest: all of them up to the limit, then a random choice.

    The choice knows nothing of a run but its number, so it is a simple random sample without
    replacement; it is the same in whatever order, and in however many parts, runs are added.

    Parameters
    ----------
    floats, bytes_
        How many numbers and bytes are kept of each run.
    limit
        How many runs are kept.
    """

    def __init__(self, floats: int, bytes_: int, limit: int = LIMIT) -> None:
        self.limit = limit
        self._parts: list[tuple[NDArray[np.uint64], NDArray[np.int64], NDArray[np.float64], NDArray[np.uint8]]] = []
        self._size, self._bound = 0, np.uint64(2**64 - 1)
        self._empty = (
            np.zeros(0, np.uint64), np.zeros(0, np.int64), np.zeros((0, floats)), np.zeros((0, bytes_), np.uint8),
        )  # fmt: skip

    def add(self, runs: NDArray[np.int64], floats: NDArray[np.float64], packed: NDArray[np.uint8]) -> None:
        """Add runs by their numbers, with what is to be kept of each: (R, floats) and (R, bytes)."""
        order = scrambled(runs)
        may_stay = order <= self._bound
        if not may_stay.any():
            return
        self._parts.append((order[may_stay], runs[may_stay], floats[may_stay].copy(), packed[may_stay].copy()))
        self._size += int(may_stay.sum())
        if self._size >= self.limit + max(self.limit // 2, 1):
            self._tidy()

    def merge(self, other: Sample) -> None:
        """Add the runs of another sample, which must not hold any of these."""
        self._parts += other._parts
        self._size += other._size
        self._tidy()

    def rows(self) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.uint8]]:
        """Return numbers of the runs, and what was kept of each, in one fixed order."""
        self._tidy()
        _, runs, floats, packed = self._parts[0] if self._parts else self._empty
        return runs, floats, packed

    def _tidy(self) -> None:
        if len(self._parts) > 1 or self._size > self.limit:
            whole = [np.concatenate(column) for column in zip(*self._parts, strict=True)]
            first = np.argsort(whole[0], kind="stable")[: self.limit]
            order, runs, floats, packed = (column[first] for column in whole)
            self._parts = [(order, runs, floats, packed)]
            self._size = len(order)
            if self._size == self.limit:
                self._bound = order[-1]
        elif self._parts:
            order, runs, floats, packed = self._parts[0]
            first = np.argsort(order, kind="stable")
            self._parts = [(order[first], runs[first], floats[first], packed[first])]

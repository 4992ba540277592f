"""Frequency: what the other asks for often it wants, and what it does not move on matters to it.

The counting of HardHeaded (van Krimpen, Looije, Hajizadeh 2013): a value is rated by how often it was offered, and
an issue that stayed as it was from one offer to the next gains weight.
"""

from __future__ import annotations

import numpy as np

from sim.state.layout import Bytes, Floats

LEARNING = 0.2
"""Weight gained by an issue that stands, shared among all: that of HardHeaded."""


class Model:
    """Counts.

    Examples
    --------
    >>> model = Model(2)
    >>> for offer in ([1, 1], [1, 0], [1, 1]):
    ...     model.hear(np.array(offer), 0.1)
    >>> model.weight.round(2).tolist()
    [0.59, 0.41]
    """

    def __init__(self, issues: int) -> None:
        self.weight: Floats = np.full(issues, 1.0 / issues)
        self.count: Floats = np.ones((issues, 2))
        self._last: Bytes | None = None

    def hear(self, offer: Bytes, time: float) -> None:
        """Take note of an offer of the other's, made when a share `time` was used."""
        del time
        x = np.asarray(offer, np.int64)
        self.count[np.arange(len(x)), x] += 1.0
        if self._last is not None:
            self.weight = self.weight + LEARNING * (x == self._last) / len(x)
            self.weight = self.weight / self.weight.sum()
        self._last = x.astype(np.int8)

    def rate(self, packages: Bytes) -> Floats:
        """Return how the other likes each package."""
        value = self.count / self.count.max(axis=1, keepdims=True)
        x = np.asarray(packages, np.int64)
        made: Floats = value[np.arange(x.shape[1]), x] @ self.weight
        return made

"""No model: every package is as good for the other as any."""

from __future__ import annotations

import numpy as np

from sim.state.layout import Bytes, Floats


class Model:
    """Knows nothing and learns nothing.

    >>> Model(2).rate(np.array([[0, 1], [1, 1]])).tolist()
    [0.0, 0.0]
    """

    def __init__(self, issues: int) -> None:
        self.issues = issues

    def hear(self, offer: Bytes, time: float) -> None:
        """Take note of an offer of the other's, made when a share `time` was used."""

    def rate(self, packages: Bytes) -> Floats:
        """Return how the other likes each package."""
        return np.zeros(len(packages))

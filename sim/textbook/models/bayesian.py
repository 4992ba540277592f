"""Bayes: which worths would have led the other to offer what it did?

The scalable learner of Hindriks and Tykhonov 2008: for each issue a probability for every hypothesis of its worth,
updated with the others' at their means. The other is taken to offer what is worth about its aspiration to it, which
falls from 1 with time.
"""

from __future__ import annotations

import numpy as np

from sim.state.layout import Bytes, Floats

WORTHS = np.array([-1.0, -0.5, -0.1, 0.1, 0.5, 1.0])
"""Hypotheses of what a yes to an issue is worth."""
YIELDS = 0.35
"""By how much the other's aspiration is taken to fall until the end: chosen because most talks end well before it."""
SPREAD = 0.12
"""Standard deviation of an offer's worth about the aspiration."""


class Model:
    """Probabilities (issues, hypotheses), the same for all at first.

    Examples
    --------
    >>> model = Model(2)
    >>> for _ in range(6):
    ...     model.hear(np.array([1, 0]), 0.1)
    >>> bool(model.mean[0] > 0.3), bool(model.mean[1] < -0.3)
    (True, True)
    """

    def __init__(self, issues: int) -> None:
        self.chance: Floats = np.full((issues, len(WORTHS)), 1.0 / len(WORTHS))

    @property
    def mean(self) -> Floats:
        """Return (issues,) the expected worths."""
        made: Floats = self.chance @ WORTHS
        return made

    def hear(self, offer: Bytes, time: float) -> None:
        """Take note of an offer of the other's, made when a share `time` was used."""
        x = np.asarray(offer, np.float64)
        # Of each issue the part above the worst that it can be, and its size, at the means of the hypotheses.
        size = self.chance @ np.abs(WORTHS)
        above = self.chance @ np.maximum(WORTHS, 0.0) * x + self.chance @ np.maximum(-WORTHS, 0.0) * (1.0 - x)
        here = np.where(WORTHS > 0.0, x[:, None], 1.0 - x[:, None]) * np.abs(WORTHS)
        reached = (above.sum() - above[:, None] + here) / (size.sum() - size[:, None] + np.abs(WORTHS))
        likely = np.exp(-0.5 * ((reached - (1.0 - YIELDS * time)) / SPREAD) ** 2)
        made = self.chance * np.maximum(likely, 1e-9)
        self.chance = made / made.sum(axis=1, keepdims=True)

    def rate(self, packages: Bytes) -> Floats:
        """Return how the other likes each package."""
        worth = self.mean
        low, high = np.minimum(worth, 0.0).sum(), np.maximum(worth, 0.0).sum()
        made: Floats = (np.asarray(packages, np.float64) @ worth - low) / max(high - low, 1e-12)
        return made

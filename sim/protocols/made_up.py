"""Made-up worths for benchmarks and lessons, drawn from keyed random numbers."""

from __future__ import annotations

from sim.state.compiled import rule
from sim.state.layout import Floats
from sim.state.random import uniform

ISSUE_WORTH = 101
"""Purpose of these draws, beside those in `sim.state.random`."""


@rule
def draw_worths(seed: int, first: int, worth: Floats) -> None:
    """Fill (N, P, I) worths: uniform between -1 and 1, then scaled so that each party has 1 at stake.

    Negotiation `first` + n is the same whatever else is drawn; before scaling, so is each worth.
    """
    for n in range(worth.shape[0]):
        for party in range(worth.shape[1]):
            stake = 0.0
            for a in range(worth.shape[2]):
                worth[n, party, a] = 2.0 * uniform(seed, first + n, party, a, ISSUE_WORTH) - 1.0
                stake += abs(worth[n, party, a])
            for a in range(worth.shape[2]):
                worth[n, party, a] /= stake

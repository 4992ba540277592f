"""Hybrid: a weighted mean of time and behaviour (Faratin, Sierra, Jennings 1998, section 4.4).

With the weight `mix` on behaviour it yields to the clock in the end, and sooner to whoever yields.
"""

from __future__ import annotations

from sim.state.layout import Floats
from sim.textbook.tactics import behaviour, time_dependent

TRAITS = ("between time and behaviour",)


def aspiration(talk: Floats, mix: float) -> float:
    """Return the mean of what the clock and the other's concessions say.

    >>> import numpy as np
    >>> row = np.zeros(12); row[0], row[1], row[3], row[4], row[6], row[7] = 0.5, 1.0, 1.0, 0.8, 0.3, 0.2
    >>> round(aspiration(row, 0.25), 6)
    0.55
    """
    return (1.0 - mix) * time_dependent.aspiration(talk, mix) + mix * behaviour.aspiration(talk, mix)

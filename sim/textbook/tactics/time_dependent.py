"""Time alone: the engine's polynomial tactic (Faratin, Sierra, Jennings 1998, section 4.1)."""

from __future__ import annotations

from sim.state.layout import Floats
from sim.tactics.aspiration import polynomial

TRAITS = ("deaf", "never asks for more")


def aspiration(talk: Floats, mix: float) -> float:
    """Return what the clock says, whatever the other does.

    >>> import numpy as np
    >>> row = np.zeros(12); row[0], row[1], row[3] = 0.5, 1.0, 1.0
    >>> aspiration(row, 0.0)
    0.5
    """
    del mix
    return float(polynomial.aspiration(talk))

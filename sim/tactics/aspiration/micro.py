"""MiCRO (de Jonge 2022): name the next package down only if the other has named as many as I.

Packages are ranked over the assets named in the talks so far; the full space cannot be.
"""

from __future__ import annotations

from sim.state.compiled import rule
from sim.state.layout import Floats
from sim.tactics.aspiration import talk as t

LOOKS_AT = ("NEXT_LOWER",)


@rule
def aspiration(talk: Floats) -> float:
    """Return the share of the next package down, or of the last bid while the other owes one.

    >>> import numpy as np
    >>> row = np.zeros(12); row[5], row[8], row[9], row[10] = 0.9, 2, 1, 0.8
    >>> aspiration(row)
    0.9
    >>> row[9] = 2
    >>> aspiration(row)
    0.8
    """
    if talk[t.MINE_NAMED] == 0.0:
        return talk[t.START]
    if talk[t.MINE_NAMED] > talk[t.THEIRS_NAMED]:
        return max(talk[t.FLOOR], talk[t.MY_BID])
    return max(talk[t.FLOOR], talk[t.NEXT_LOWER])

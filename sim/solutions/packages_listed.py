"""Every package of a few yes/no assets, listed: what brute force and textbook examples need."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sim.errors import UsageError
from sim.given import Floats, table

MOST = 20
"""Assets whose packages are listed at most: a million packages."""


def list_packages(assets: int) -> NDArray[np.int8]:
    """Return (2^assets, assets) all packages, the first asset changing slowest.

    Examples
    --------
    >>> list_packages(2).tolist()
    [[0, 0], [0, 1], [1, 0], [1, 1]]
    """
    if not 0 <= assets <= MOST:
        raise UsageError(f"assets: found {assets}; allowed: {MOST} at most, since all packages are listed; take fewer")
    codes = np.arange(2**assets)[:, None] >> np.arange(assets - 1, -1, -1)
    return (codes & 1).astype(np.int8)


def utilities_of_all(worth: ArrayLike) -> Floats:
    """Return (2^assets, parties) what each package is worth, from (parties, assets) additive worths.

    Examples
    --------
    >>> utilities_of_all([[3, -1], [-1, 3]]).tolist()
    [[0.0, 0.0], [-1.0, 3.0], [3.0, -1.0], [2.0, 2.0]]
    """
    w = table("worth", worth, "parties", "assets")
    made: Floats = list_packages(w.shape[1]) @ w.T
    return made
